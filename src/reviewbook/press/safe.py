"""What Sphinx and the theme would take for more than text: a title printed raw, a link to a script.

A Sphinx extension, which `reviewbook.press.static` brings along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from reviewbook.page.escape import address, theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Of the context of a page: what comes from datapackage.json or from a heading, and what templates print as it is.
RAW = (
    "docstitle",
    "shorttitle",
    "project",
    "author",
    "copyright",
    "root_title",
    "pagetitle",
    "page_description",
)
_LAST = 900  # after what the theme itself sets


def lead_nowhere_else(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave of a link to another scheme than the web's (javascript, data, file) its text alone. Bibliographies make such links."""
    for link in list(doctree.findall(nodes.reference)):
        to = link.get("refuri", "")
        if ":" in to.partition("/")[0] and not address(to):
            link.replace_self(link.children)


def _escape(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Called by Sphinx before it writes a page: templates print these as they are."""
    for name in RAW:
        if isinstance(context.get(name), str):
            context[name] = theme(context[name])


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("doctree-resolved", lead_nowhere_else, priority=_LAST)
    app.connect("html-page-context", _escape, priority=_LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
