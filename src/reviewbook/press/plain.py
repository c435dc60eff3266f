"""The words of what is marked up, as a reader sees them: for descriptions, names and titles, which hold no markup."""

from __future__ import annotations

import re
from html import unescape

from docutils import nodes

from reviewbook.page.escape import one_line


def of_html(html: str) -> str:
    """The text of a piece of HTML, on one line.

    >>> of_html('2 <b title="x">themes</b> &amp;\\n more')
    '2 themes & more'
    """
    return one_line(unescape(re.sub(r"<[^>]*>", "", html)))


def of_node(node: nodes.Node) -> str:
    """The text of a part of a page, on one line; of HTML that stands in it, its words."""
    if isinstance(node, nodes.raw):
        return of_html(node.astext()) if node.get("format") == "html" else ""
    if not next(iter(node.findall(nodes.raw)), None):
        return one_line(node.astext())
    copy = node.deepcopy()
    for raw in list(copy.findall(nodes.raw)):
        # An opening tag alone has no words, and the blanks around it are the text's.
        raw.parent.replace(raw, nodes.Text(of_html(raw.astext()) if raw.get("format") == "html" else ""))
    return one_line(copy.astext())
