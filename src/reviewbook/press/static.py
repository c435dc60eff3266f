"""Which scripts and styles of book/_static a page loads: page.css and page.js, and those of what it shows.

A Sphinx extension that _config.yml names, so that plain ``jupyter-book build .`` gives the same pages as `reviewbook build`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from reviewbook.press import plain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# <name>.css and <name>.js -> the classes of what they are for: a page that has one of these loads them. In this order: a
# style sheet may overrule those before it, and a script builds on what the scripts before it give.
SHOWN: dict[str, tuple[str, ...]] = {
    "interactive": ("rb-plotly",),
    "interventions": ("rb-matrix-view",),
    "themes": ("rb-coded-view", "rb-summary"),
    "confidence": ("rb-trust-list", "rb-cards"),
    "claims": ("rb-claims", "rb-disagreements"),
    "charting": ("rb-charted",),
    "evidence_map": ("rb-map",),
    "share": ("rb-cite", "rb-offers"),
    "landing": ("rb-kicker", "rb-actions", "rb-placed"),
    # Pages that Sphinx did not make: their frame names the files (press/templates/shell.html).
    "entry": ("rb-page",),
    "list": ("rb-listed",),
}
STYLE_ALONE = ("confidence", "claims", "charting", "share", "landing", "entry")  # they have no script
SCRIPT_ALONE = ("list",)  # it has no style sheet
STYLE = "reviewbook"  # of the bibliography, as _config.yml names it
FRAME = "rb-frame"  # of a table
FOLD = "rb-fold"  # a section whose heading has this class is closed until a reader opens it
FONTS = "page/fonts/web"  # below the library, and as _config.yml names it
_AFTER = 900  # what _config.yml names for every page has Sphinx's 800
_CLASSES = re.compile(r'\sclass="([^"]*)"')


def loaded(html: str) -> list[str]:
    """The names in `SHOWN` of what a page loads beside that of every page, in order.

    Examples
    --------
    >>> loaded('<div class="rb-map" id="map"></div>')
    ['evidence_map']
    >>> loaded('<p class="rb-answer">12 of 15 reports</p>')
    []
    """
    there = set(" ".join(_CLASSES.findall(html)).split())
    return [name for name, classes in SHOWN.items() if not there.isdisjoint(classes)]


# Loaded by page.js when a reader opens the search.
ON_DEMAND = ("search",)
# What extensions bring for every page -> what a page has that needs it, and nothing for no page:
# the book's own style sheet has the few rules of it that pages need. What is not named here stays.
CODE = 'class="highlight'
WANTED: dict[str, tuple[str, ...]] = {
    "basic.css": (),
    "mystnb": (),
    "pygments.css": (CODE,),
    "copybutton": (),  # page.js has a button of its own
    "clipboard": (),
    # Not a dropdown, the one thing of it that the library uses: page.css has its rules.
    "sphinx-design": tuple(
        f'class="{kind}'
        for kind in ("sd-card ", "sd-container", "sd-tab", "sd-sphinx-override sd-b", "sd-badge", "sd-btn")
    ),
    "design-tabs": ('class="sd-tab',),
    "togglebutton": (
        '"dropdown ',
        " dropdown ",
        ' dropdown"',
        '"toggle',
        ' toggle"',
    ),  # not sd-dropdown, which is a <details>
    "documentation_options": (),
    "doctools": (),
    "sphinx_highlight": (),
}


def wanted(name: str, text: str) -> bool:
    """Whether a page wants a file that an extension brings for every page.

    Parameters
    ----------
    text : the HTML of the page

    Examples
    --------
    >>> wanted("_static/sphinx-design.min.css", "<p>Plain</p>")
    False
    """
    signs = next((signs for one, signs in WANTED.items() if one in name), None)
    return signs is None or any(sign in text for sign in signs)


def _leave_out(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Called by Sphinx before it writes a page: it takes of what extensions bring what it shows."""
    text = context.get("body") or ""
    for kind in ("css_files", "script_files"):
        context[kind] = [
            one
            for one in context.get(kind, [])
            if wanted(str(getattr(one, "filename", None) or _inline(one) or one), text)
        ]


def _inline(script: Any) -> str:
    """Which extension a script is of that is written into the page."""
    said = str(getattr(script, "attributes", {}).get("body", ""))
    if "DOCUMENTATION_OPTIONS" in said:
        return "documentation_options"
    return "togglebutton" if "toggle" in said else ""


class Pages(HTML5Translator):
    """Sphinx's own HTML, with a frame around each table, in which it scrolls where it is too wide.

    A cell names its column (data-label), so that on a phone a row can be shown as a card. A section of class `FOLD` is a fold
    whose summary is its heading.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._labels: list[list[str]] = []

    def visit_title(self, node: nodes.Element) -> None:
        if _is_fold(node.parent):
            self.body.append("<details><summary>")
        super().visit_title(node)

    def depart_title(self, node: nodes.Element) -> None:
        super().depart_title(node)
        if _is_fold(node.parent):
            self.body.append("</summary>\n")
            if self.config.html_permalinks and self.builder.add_permalinks:
                super().add_permalink_ref(node.parent, "Link to this section")

    def add_permalink_ref(self, node: nodes.Element, title: str) -> None:
        # A summary is operated itself, and holds nothing else that is: the link to a fold stands behind it.
        if not _is_fold(node):
            super().add_permalink_ref(node, title)

    def depart_section(self, node: nodes.Element) -> None:
        if _is_fold(node):
            self.body.append("</details>\n")
        super().depart_section(node)

    def visit_table(self, node: nodes.Element) -> None:
        self._labels.append(_headings(node))
        self.body.append(f'<div class="{FRAME}">')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")
        self._labels.pop()

    def visit_entry(self, node: nodes.Element) -> None:
        at, labels = node.parent.column, self._labels[-1]
        super().visit_entry(node)
        if labels and self.body[-1].startswith("<td"):
            self.body[-1] = self.body[-1].replace("<td", f'<td data-label="{self.attval(labels[at])}"', 1)


def _is_fold(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.section) and FOLD in node["classes"]


def _headings(table: nodes.Element) -> list[str]:
    """The headings of a table whose rows can be shown as cards; of a matrix, and where they are not one row, none."""
    rows = [row for head in table.findall(nodes.thead) for row in head.children]
    if (
        "rb-matrix" in table["classes"]
        or len(rows) != 1
        or any("morecols" in entry for entry in rows[0].children)
    ):
        return []
    return [plain.of_node(entry) for entry in rows[0].children]


def _load(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Called by Sphinx before it writes a page; what is added here is for this page alone."""
    for name in loaded(context.get("body") or ""):
        if name not in SCRIPT_ALONE:
            app.add_css_file(f"{name}.css", priority=_AFTER)
        if name not in STYLE_ALONE:
            app.add_js_file(f"{name}.js", priority=_AFTER, loading_method="defer")


def _own_fonts(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings: a book that stands apart from the library has its letters from there."""
    given = [path for path in config.html_static_path if not path.endswith(FONTS)]
    if given != config.html_static_path and not all(
        (Path(app.confdir) / p).is_dir() for p in config.html_static_path
    ):
        config.html_static_path = [*given, str(Path(__file__).parents[1] / FONTS)]


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    from pybtex.plugin import register_plugin

    from reviewbook.page import reference

    # A bibliography entry without a journal or a year is shown as far as it goes, and notices say what it lacks.
    register_plugin("pybtex.style.formatting", STYLE, reference.style(), force=True)
    app.connect("config-inited", _own_fonts)
    app.setup_extension("reviewbook.press.spoken")
    app.setup_extension("reviewbook.press.safe")
    app.setup_extension("reviewbook.press.foot")
    app.setup_extension("reviewbook.press.menu")
    app.setup_extension("reviewbook.press.heads")
    app.setup_extension("reviewbook.press.lost")
    app.setup_extension("reviewbook.press.again")
    app.setup_extension("reviewbook.press.glossary")
    app.setup_extension("reviewbook.press.names")
    app.setup_extension("reviewbook.press.quick")
    app.setup_extension("reviewbook.press.missing")
    app.setup_extension("reviewbook.press.citations")
    app.setup_extension("reviewbook.press.search.page")
    app.setup_extension("reviewbook.press.touched")
    app.set_translator("html", Pages)
    app.connect("html-page-context", _load)
    app.connect("html-page-context", _leave_out, priority=_AFTER)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
