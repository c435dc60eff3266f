"""Which scripts and styles of book/_static a page loads: page.css and page.js, and those of what it shows.

A Sphinx extension that _config.yml names, so that plain ``jupyter-book build .`` gives the same pages as `reviewbook build`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# <name>.css and <name>.js -> the classes of what they are for: a page that has one of these loads both. In this order: a
# style sheet may overrule those before it, and a script builds on what the scripts before it give.
SHOWN: dict[str, tuple[str, ...]] = {
    "interactive": ("rb-plotly",),
    "views": ("rb-matrix-grid", "rb-map"),
    "interventions": ("rb-matrix-view",),
    "themes": ("rb-coded-view", "rb-summary"),
    "evidence_map": ("rb-map",),
    # Pages that Sphinx did not make: their frame names the files (press/templates/shell.html).
    "entry": ("rb-page",),
}
_AFTER = 900  # what _config.yml names for every page has Sphinx's 800
_CLASSES = re.compile(r'\sclass="([^"]*)"')


def loaded(html: str) -> list[str]:
    """The names in `SHOWN` of what a page loads beside that of every page, in order.

    Examples
    --------
    >>> loaded('<div class="rb-map" id="map"></div>')
    ['views', 'evidence_map']
    >>> loaded('<p class="rb-answer">12 of 15 reports</p>')
    []
    """
    there = set(" ".join(_CLASSES.findall(html)).split())
    return [name for name, classes in SHOWN.items() if not there.isdisjoint(classes)]


def _load(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Called by Sphinx before it writes a page; what is added here is for this page alone."""
    for name in loaded(context.get("body") or ""):
        app.add_css_file(f"{name}.css", priority=_AFTER)
        app.add_js_file(f"{name}.js", priority=_AFTER, loading_method="defer")


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.setup_extension("reviewbook.press.safe")
    app.connect("html-page-context", _load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
