"""The Word documents of the manuscript pack: its tables, its methods and results, its checklists, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.shared import Cm, Emu, Pt

from reviewbook.files import word
from reviewbook.page import colophon
from reviewbook.page.words import counted
from reviewbook.press.manuscript import methods
from reviewbook.press.manuscript.tables import Grid
from reviewbook.review.checklists import answered, instrument, instruments
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given
from reviewbook.selection.drawing.works import Excluded

COLUMNS = (
    14  # of one table across a page; further ones stand in a table of their own, under the same first column
)
LONG = 12  # lines of a row from which it is easier to read on pages in landscape
SIZES = ((6, 9.0), (10, 8.0), (COLUMNS, 7.0))  # up to so many columns, in points


class Numbered(NamedTuple):
    """A table of the book with its number ("Table 4") and the title of its page."""

    number: str
    chapter: str
    grid: Grid


class Picture(NamedTuple):
    """A figure of the book with its number, caption, what it shows in words, and its PNG; of one without a drawing b""."""

    number: str
    caption: str
    told: str
    png: bytes
    width: float  # in user units


def tables(review: Review, found: Sequence[Numbered]) -> bytes:
    """All tables under their numbers and captions, by chapter, with their notes beneath; wide ones on pages in landscape."""
    title = "Tables"
    document = _begun(review, title, "The numbered tables of the book")
    chapter = ""
    for one in found:
        grid = one.grid
        size = next((size for most, size in SIZES if len(grid.head) <= most), SIZES[-1][1])
        wide = _is_wide(grid, size=size)
        word.turned(document, wide=wide)
        if one.chapter != chapter:
            chapter = one.chapter
            document.add_heading(word.plain(chapter), level=1)
        for text in grid.before:
            document.add_paragraph(word.plain(text))
        across = word.WIDE if wide else word.NARROW
        for at, (head, rows) in enumerate(_parts(grid, of=across, size=size)):
            more = " (continued)" if at else ""
            widths = word.widths(head, rows, of=across, size=size)
            word.table(document, f"{one.number}. {grid.caption}{more}", head, rows, widths, size=size)
        for text in grid.notes:
            note = document.add_paragraph(word.plain(text))
            note.paragraph_format.space_before, note.paragraph_format.space_after = Pt(3), Pt(0)
            for run in note.runs:
                run.font.size = Pt(9)
    return word.saved(document)


def figures(review: Review, found: Sequence[Picture]) -> bytes:
    """All drawn figures under their numbers, each with its caption, and its description as the text that is read out."""
    import io

    document = _begun(review, "Figures", "The drawn figures of the book")
    for one in found:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        width = min(one.width / 96 * 2.54, word.NARROW)
        run = paragraph.add_run()
        shape = run.add_picture(io.BytesIO(one.png), width=Cm(width))
        if shape.height > Cm(21):
            shape.width, shape.height = Emu(int(shape.width * Cm(21) / shape.height)), Cm(21)
        shape._inline.docPr.set("descr", word.plain(one.told or one.caption))
        document.add_paragraph(word.plain(f"{one.number}. {one.caption}"), style="Caption")
    return word.saved(document)


def methods_and_results(
    review: Review, said: Sequence[methods.Sentence], titles: Mapping[str, str] | None = None
) -> bytes:
    """The paragraphs, and a table beneath that gives for each sentence its numbers, the tables behind them, and the rule.

    Parameters
    ----------
    titles : of the pages of the book, by their place in it ("book/methods"); of one that is not there the place stands.
    """
    document = _begun(review, "Methods and results", "Paragraphs whose numbers come from the data")
    document.add_paragraph(
        "Every number comes from the tables of the review; the table beneath says from which, and by which rule. What stands "
        "in square brackets the tables do not hold, and is the authors' to write."
    )
    marks = {id(one): at for at, one in enumerate((one for one in said if not one.is_open), 1)}
    for part in dict.fromkeys(one.part for one in said):
        document.add_heading(part, level=1)
        own = [one for one in said if one.part == part]
        for about in dict.fromkeys(one.about for one in own):
            document.add_heading(about, level=2)
            paragraph = document.add_paragraph()
            for one in own:
                if one.about != about:
                    continue
                run = paragraph.add_run(word.plain(one.text))
                run.italic = one.is_open
                if not one.is_open:
                    paragraph.add_run(str(marks[id(one)])).font.superscript = True
                paragraph.add_run(" ")
    document.add_heading("Where the numbers come from", level=1)
    rows = [
        [
            str(marks[id(one)]),
            one.text,
            ", ".join(f"{table}.csv" for table in one.tables),
            one.rule,
            (titles or {}).get(one.page, one.page),
        ]
        for one in said
        if not one.is_open
    ]
    head = ["No.", "Sentence", "Tables", "Rule", "Page of the book"]
    word.table(
        document, "Sentences and the tables behind them", head, rows, [1.0, 6.3, 3.4, 3.5, 2.8], size=8
    )
    return word.saved(document)


def checklists(review: Review, titles: dict[str, str]) -> dict[str, bytes]:
    """The reporting checklists that the review answers, by name: every item, also one without an answer yet, and the page of the book
    where it is answered.

    Parameters
    ----------
    titles : of the pages of the book, by their place in it ("book/methods")
    """
    if not review.has("checklist"):
        return {}
    table = answered(review.checklist)
    made = {}
    for name in instruments():
        own = table[table["instrument"] == name]
        if own.empty:
            continue
        tool, given = instrument(name), {row.item: row for row in own.itertuples()}
        document = _begun(review, tool["short"], f"The checklist {tool['short']}, answered", wide=True)
        document.add_paragraph(word.plain(f"{tool['title']}. {tool.get('url') or ''}".strip()))
        rows = []
        for item, asked in tool["items"].items():
            row = given.get(item)
            rows.append(
                [
                    str(item),
                    asked["section"],
                    asked["label"],
                    label(row.answer)
                    if row is not None and is_given_word(row.answer)
                    else "Not answered yet",
                    titles.get(str(row.anchor), str(row.anchor))
                    if row is not None and is_given(row.anchor)
                    else "–",
                    str(row.note) if row is not None and is_given(row.note) else "–",
                    str(row.locator) if row is not None and is_given(row.locator) else "–",
                ]
            )
        head = ["Item", "Section", "What is asked", "Answer", "Page of the book", "Note", "Where it says so"]
        word.table(document, tool["title"], head, rows, [1.2, 2.6, 5.2, 2.6, 3.6, 6.3, 4.2])
        made[name] = word.saved(document)
    return made


def is_given_word(answer: object) -> bool:
    """Whether an item has an answer, be it that the report does not say it."""
    return isinstance(answer, str) and bool(answer)


def excluded(review: Review, found: Sequence[Excluded]) -> bytes:
    """What was excluded in full text, or could not be got, a row a report with its reason."""
    document = _begun(
        review, "Reports excluded in full text", "Reports that were left out, with reasons", wide=True
    )
    document.add_paragraph(f"{counted(len(found), 'report')}, in the order of the records.")
    rows = [
        [
            one.work.key,
            "; ".join(", ".join(part for part in name if part) for name in one.work.people) or "–",
            one.work.fields.get("title", "–"),
            one.work.fields.get("year", "–"),
            one.work.fields.get("doi", "–"),
            one.reason,
        ]
        for one in found
    ]
    head = ["Record", "Authors", "Title", "Year", "DOI", "Why it was excluded"]
    word.table(
        document, "Reports excluded in full text, with reasons", head, rows, [2.6, 4.6, 7.6, 1.5, 4.0, 5.4]
    )
    return word.saved(document)


def form(review: Review) -> bytes:
    """The charting form: what was asked of what, and which answers could be chosen."""
    document = _begun(review, "Charting form", "What was charted, question by question", wide=True)
    choices: dict[str, list[str]] = {}
    for row in review.choices.itertuples():
        choices.setdefault(str(row.question_id), []).append(
            str(row.label) if is_given(row.label) else label(row.value)
        )
    rows = [
        [
            str(at),
            _text(row.group),
            _text(row.label),
            _text(row.help),
            review.nouns.titled if str(row.about) == "entity" else label(row.about),
            label(row.type),
            "; ".join(choices.get(str(row.question_id), [])) or "–",
        ]
        for at, row in enumerate(review.questions.sort_values("position", kind="stable").itertuples(), 1)
    ]
    head = ["No.", "Part", "Question", "What is meant", "Asked of", "Kind of answer", "Answers"]
    word.table(
        document, "Questions of the charting form", head, rows, [1.0, 2.6, 4.2, 7.6, 2.2, 2.4, 5.7], size=8
    )
    return word.saved(document)


def _text(cell: object) -> str:
    return str(cell) if is_given(cell) else "–"


def _begun(review: Review, title: str, subject: str, *, wide: bool = False) -> WordDocument:
    document = word.blank(review, title, subject=subject, keywords="evidence synthesis", wide=wide)
    word.opening(document, review, title, speaks=colophon.paragraphs(review.package))
    return document


def _is_wide(grid: Grid, *, size: float) -> bool:
    """Whether a table wants a page in landscape: where its words, or rows of some length, have no room on one that stands."""
    head, rows = _even(grid)
    if sum(word.least_widths(head, rows, size=size)) > word.NARROW:
        return True
    given = word.widths(head, rows, of=word.NARROW, size=size)
    return max((word.lines(row, given, size=size) for row in rows), default=0) > LONG


def _even(grid: Grid) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Head and rows of one length; a row of one cell, which is a title, stays one."""
    width = max(map(len, (grid.head, *grid.rows)), default=1)
    head = (*grid.head, *("",) * (width - len(grid.head)))
    return head, [row if len(row) == 1 else (*row, *("",) * (width - len(row))) for row in grid.rows]


def _parts(grid: Grid, *, of: float, size: float) -> Iterator[tuple[Sequence[str], Sequence[Sequence[str]]]]:
    """A table in parts that a page has room for, ``of`` cm wide, without a word that is torn: the first column stands in each.

    The parts are as even as they can be, so that none has a last column alone.
    """
    head, rows = _even(grid)
    least = word.least_widths(head, [row for row in rows if len(row) > 1], size=size)
    cuts = list(_cuts(least, of=of, most=COLUMNS - 1))
    even = list(_cuts(least, of=of, most=-(-(len(head) - 1) // len(cuts)))) if len(cuts) > 1 else cuts
    for first, last in even if len(even) == len(cuts) else cuts:
        yield (
            (head[0], *head[first:last]),
            [row if len(row) == 1 else (row[0], *row[first:last]) for row in rows],
        )


def _cuts(least: Sequence[float], *, of: float, most: int) -> Iterator[tuple[int, int]]:
    """Where columns part: of each part the first column behind the names, and the one behind its last."""
    width, first = len(least), 1
    while first < max(width, 2):
        last, room = first + 1, of - sum(least[:1]) - sum(least[first : first + 1])
        while last < width and last - first < most and room >= least[last]:
            room -= least[last]
            last += 1
        yield first, last
        first = last
