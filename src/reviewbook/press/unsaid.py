"""Of a section that only says what a review does not give, the prose is left out: it would speak of tables that are not there.

Heading, captions and numbers stay, so that whatever refers to them still leads somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx

from reviewbook.page.grid import NOT_GIVEN

NAMED = (nodes.caption, nodes.title)  # what a figure or table is called says nothing of its own


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("doctree-read", lambda _, document: leave_out(document))
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def leave_out(document: nodes.document) -> None:
    """Take the prose out of each section whose cells show nothing but what is left out, and of equal lines all but the first."""
    for section in document.findall(nodes.section):
        cells = [part for part in section.children if isinstance(part, nodes.container)]
        lines = [line for cell in cells for line in _lines(cell)]
        if not lines or any(_says_more(cell) for cell in cells):
            continue
        for part in [part for part in section.children if isinstance(part, nodes.paragraph)]:
            section.remove(part)
        said: set[str] = set()
        for line in lines:
            if line.astext() in said and isinstance(line, nodes.paragraph) and not _is_in_figure(line):
                line.parent.remove(line)
            said.add(line.astext())


def _lines(cell: nodes.Element) -> Iterator[nodes.Element]:
    """The lines that say what is left out."""
    return (part for part in cell.findall(nodes.Element) if NOT_GIVEN in part.get("classes", []))


def _is_in_figure(line: nodes.Element) -> bool:
    above = line.parent
    while above is not None and not isinstance(above, nodes.figure):
        above = above.parent
    return above is not None


def _says_more(part: nodes.Node) -> bool:
    """Whether anything is shown beside what is left out."""
    if isinstance(part, nodes.Text):
        return bool(part.astext().strip())
    if isinstance(part, nodes.image):
        return True
    if isinstance(part, NAMED) or not isinstance(part, nodes.Element):
        return False
    if NOT_GIVEN in part.get("classes", []) or part.get("mime_type") == "text/plain":
        return False
    return any(map(_says_more, part.children))
