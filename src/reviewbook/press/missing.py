"""What a chapter cannot show for want of data is said once: sections that would show nothing else are left out, and a note names them.

A chapter's functions put a line in place of what is not there (`reviewbook.page.grid.nothing`), each where it would stand. Here, when a
page has been read, every output that holds such lines alone is taken away, with the section of which nothing else is left, and its last
section says what is missing. So does a section whose cells show nothing at all. Prose goes with what it is about, also where only the
sections within a section show anything: of a page with nothing to show, its answer and the note stay. References to what was taken
away lead to the note.

A Sphinx extension, which `reviewbook.press.static` brings along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes

from reviewbook.press.spoken import BOOK
from reviewbook.review.nothing import ABSENT
from reviewbook.review.nouns import Nouns

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TITLE = "What is left out of this page"
REPEATS = "Data of this figure"  # the title of a section that goes with its figure, which nobody misses
ANSWER = "rb-answer"
_ID = "left-out"
_OF_THE_LIBRARY = Nouns()
_BEFORE = 400  # what goes through a page that was read has Sphinx's 500
_SHOWN = (nodes.raw, nodes.image, nodes.math, nodes.math_block)  # what has no text and is something


def gathered(page: nodes.document, nouns: Nouns = _OF_THE_LIBRARY) -> list[nodes.Node]:
    """Take out of a page, as Sphinx read it, what holds nothing but lines in place of what is not there; the nodes taken out.

    A page of which something is taken gets a note that says what, as the first of its last section. ``nouns``: what the review
    calls its own things.
    """
    main = next(iter(page.findall(nodes.section)), None)
    sections = _within(main) if main else []
    if not sections:
        return []
    *own, last = sections
    empty = {id(one) for one in own if _is_empty(one)}
    if not empty and not any(map(_is_missing, _outputs(main))):
        return []
    direct = _own_outputs(main)
    shown = [*direct, *(one for one in own if any(_cells(one)))]
    if all(id(one) in empty or _is_missing(one) for one in shown):  # what the others say is about these
        empty |= {id(one) for one in own}
    lines = [line for output in _outputs(main) if _is_missing(output) for line in _lines(output)]
    gone = [*_of_itself(main)]
    gone += [part for one in own for part in ([one] if id(one) in empty else _of_nothing(one))]
    # Of a page with nothing to show, the questions that it does not answer are all that it has: they are not told one by one.
    left_out = (
        [one for one in gone if isinstance(one, nodes.section)] if len(empty) < len(own) or not lines else []
    )
    titles = [title for one in left_out if (title := one.next_node(nodes.title).astext()) != REPEATS]
    for one in gone:
        one.parent.remove(one)
    note = _note(lines, titles, nouns)
    last.insert(1, note)
    page.ids[_ID] = note
    for name in dict.fromkeys(
        name for one in gone for node in one.findall(nodes.Element) for name in node["ids"]
    ):
        note["ids"].append(name)
        page.ids[name] = note
    return gone


def _within(section: nodes.section) -> list[nodes.section]:
    return [child for child in section.children if isinstance(child, nodes.section)]


def _cells(part: nodes.Element) -> Iterator[nodes.Element]:
    """The cells of a part of a page that may show something."""
    return (one for one in part.findall(nodes.container) if one.get("nb_element") == "cell_code")


def _outputs(part: nodes.Element) -> Iterator[nodes.Element]:
    """What the cells of a part of a page show, in reading order."""
    return (one for one in part.findall(nodes.container) if one.get("nb_element") == "cell_code_output")


def _own_outputs(section: nodes.section) -> list[nodes.Element]:
    """What is shown in a section, but in no section within it."""
    theirs = {id(output) for child in _within(section) for output in _outputs(child)}
    return [output for output in _outputs(section) if id(output) not in theirs]


def _is_empty(section: nodes.section) -> bool:
    """Whether the cells of a section show nothing; of prose alone it is not known."""
    return any(_cells(section)) and all(map(_is_missing, _outputs(section)))


def _of_itself(section: nodes.section) -> Iterator[nodes.Element]:
    """What goes of a section apart from those within it: outputs that show nothing, and its prose where all of them do not. The
    answer of a page stays."""
    own = _own_outputs(section)
    yield from filter(_is_missing, own)
    if own and all(map(_is_missing, own)):
        yield from (
            child
            for child in section.children
            if isinstance(child, nodes.paragraph) and ANSWER not in child["classes"]
        )


def _of_nothing(section: nodes.section) -> Iterator[nodes.Element]:
    """What goes of a section that shows something: also sections within that do not."""
    yield from _of_itself(section)
    for child in _within(section):
        yield from [child] if _is_empty(child) else _of_nothing(child)


def _lines(part: nodes.Element) -> list[nodes.Element]:
    return [one for one in part.findall(nodes.inline) if ABSENT in one["classes"]]


def _is_missing(output: nodes.Element) -> bool:
    """Whether an output holds lines in place of what is not there, and beside them titles and captions at most."""
    if not _lines(output):
        return False
    for node in output.findall():
        if isinstance(node, _SHOWN):
            return False
        if isinstance(node, nodes.Text) and node.astext().strip() and not _is_aside(node, output):
            return False
    return True


def _is_aside(text: nodes.Node, output: nodes.Element) -> bool:
    """Whether a text is of such a line, of a title or a caption, or what is shown where no page is made."""
    node: Any = text.parent
    while node is not output:
        if isinstance(node, nodes.title | nodes.caption) or ABSENT in node["classes"]:
            return True
        if node.get("mime_type") == "text/plain":
            return True
        node = node.parent
    return False


def _note(lines: Sequence[nodes.Element], titles: Sequence[str], nouns: Nouns) -> nodes.table:
    """The note: each missing table once in one sentence, every other line once, and the sections that are left out."""
    tables: dict[str, None] = {}
    others: dict[str, None] = {}
    for line in lines:
        named = [one.astext() for one in line.findall(nodes.literal)]
        if named and line.astext() == _plain(named, nouns):
            tables |= dict.fromkeys(named)
        else:
            others[line.astext()] = None
    told: list[nodes.Node] = [_sentence(list(tables), nouns)] if tables else []
    told += [nodes.paragraph("", text) for text in _together(others)]
    if titles:
        why = "So this" if told else "This"
        told.append(
            nodes.paragraph("", f"{why} page has no section on: {'; '.join(titles).replace('?;', '?')}")
        )
    entry = nodes.entry("", *told)
    body = nodes.tbody("", nodes.row("", entry))
    group = nodes.tgroup("", nodes.colspec(colwidth=100), body, cols=1)
    return nodes.table("", nodes.title("", TITLE), group, classes=["rb-table", "rb-missing"], ids=[_ID])


def _together(lines: Iterable[str]) -> list[str]:
    """Lines, of which those that begin alike up to a colon are one.

    >>> _together(["Not charted yet of any report: design.", "No pair.", "Not charted yet of any report: role."])
    ['Not charted yet of any report: design and role.', 'No pair.']
    """
    from reviewbook.page.words import joined  # brings pandas, which a book that misses nothing has no use for

    told: dict[str, list[str]] = {}
    for line in lines:
        what, colon, rest = line.partition(": ")
        told.setdefault(what + colon, []).append(rest)
    return [
        f"{what}{joined(one.rstrip('.') for one in rest)}." if rest[0] else what
        for what, rest in told.items()
    ]


def _gives_no(tables: Sequence[str], nouns: Nouns) -> str:
    from reviewbook.page.grid import gives_no  # brings pandas too

    return nouns.told(gives_no(tables))


def _plain(tables: Sequence[str], nouns: Nouns) -> str:
    return f"{_gives_no(tables, nouns).replace('`', '')}."


def _sentence(tables: Sequence[str], nouns: Nouns) -> nodes.paragraph:
    """That a review leaves tables out, their names as code."""
    parts = f"{_gives_no(tables, nouns)}.".split("`")
    return nodes.paragraph(
        "", "", *(nodes.literal("", part) if at % 2 else nodes.Text(part) for at, part in enumerate(parts))
    )


def _gather(app: Sphinx, page: nodes.document) -> None:
    """Called by Sphinx when it has read a page."""
    if app.env.docname.startswith("notebooks/"):
        gathered(page, Nouns(*app.config[BOOK]["nouns"]) if app.config[BOOK] else _OF_THE_LIBRARY)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("doctree-read", _gather, priority=_BEFORE)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
