"""Reviews with blank cells, and what the chapters then read like: blank means not charted yet, which is no reason to fail."""

import ast
import csv
import functools
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from packages import ROOT, SYNTHETIC, copied
from reviewbook import charts, numbers, tables
from reviewbook.review import reading, reads
from reviewbook.review.dictionary import TABLES, is_required, schema
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# What no page may say: the words of a program for nothing, a noun made of them, a sentence about what is not there.
SENSELESS = {
    "a program's word for nothing": re.compile(
        r"(?<![\w.])(nan|NaN|NaT|None|null|<NA>|&lt;NA&gt;|<nil>)(?![\w.])"
    ),
    "a plural of nothing": re.compile(r"\bnot (applicable|reported|available|charted yet)s\b", re.IGNORECASE),
    "nothing counted": re.compile(
        r"\b(of|from|to|with|over|reached|and|records|reports) not (reported|available|charted yet|applicable) "
        r"(of|to|and|records|reports|studies|interventions|screened|included|places)\b"
        r"|\bnot (reported|available|applicable) (included|of not reported|records|to not reported)\b",
        re.IGNORECASE,
    ),
    "a part of none": re.compile(r"(?<![\d,.])0/0(?![\d,.])|\b0 of (the )?0\b"),
    "a word missing": re.compile(
        r"\( ?[,;)]|(?<![–·≠]) [,.;:]( |$)|\bare \((?!X\))|:\s*\.|\bby design the reports are \.|  and \."
    ),
    "a machine's name": re.compile(r"\bnot_(reported|applicable|available|charted)\b"),
    "a placeholder": re.compile(r"\{\w*\}(?![`{.])"),
}


# Cells whose blank says something: that a record is no duplicate, that a decision is the reviewer's first.
SAYS = {("records", "duplicate_of"), ("decisions", "turn")}


def optional(review: Path) -> list[tuple[str, str]]:
    """The table and name of every column of a review that may be blank and holds something."""
    found = []
    for table in TABLES:
        file = review / f"{table}.csv"
        if file.is_file():
            required = {f["name"] for f in schema(table)["fields"] if is_required(f)}
            header, *rows = _cells(file)
            found += [
                (table, name)
                for at, name in enumerate(header)
                if name not in required and (table, name) not in SAYS and any(row[at] for row in rows)
            ]
    return found


def leavable(review: Path) -> list[str]:
    """The tables of a review that no other table of it refers to, so that it can be left out alone."""
    there = [table for table in TABLES if (review / f"{table}.csv").is_file()]
    named = {
        key["reference"]["resource"]
        for table in there
        for key in schema(table).get("foreignKeys", [])
        if key["reference"]["resource"] != table
    }
    return [table for table in there if table not in named]


def blanked(
    review: Path,
    to: Path,
    *columns: tuple[str, str],
    keep: Callable[[int], bool] | None = None,
    word: str = "",
) -> Path:
    """A copy of a review with these columns blank, or with a word for nothing in each of their cells.

    ``keep`` says of each row, from 0, whether its cell stays.
    """
    there = copied(review, to)
    for table in dict.fromkeys(table for table, _ in columns):
        header, *rows = _cells(there / f"{table}.csv")
        for at in (header.index(name) for one, name in columns if one == table):
            for number, row in enumerate(rows):
                if keep is None or not keep(number):
                    row[at] = word
        _write(there / f"{table}.csv", [header, *rows])
    return there


def blanked_cells(review: Path, to: Path, cells: Iterable[tuple[str, str, int]]) -> Path:
    """A copy of a review with single cells blank: of each its table, column, and row from 0."""
    there = copied(review, to)
    read = {table: _cells(there / f"{table}.csv") for table in {table for table, _, _ in cells}}
    for table, name, row in cells:
        read[table][row + 1][read[table][0].index(name)] = ""
    for table, every in read.items():
        _write(there / f"{table}.csv", every)
    return there


def without(review: Path, to: Path, *left_out: str) -> Path:
    """A copy of a review that leaves out tables."""
    there = copied(review, to)
    for table in left_out:
        (there / f"{table}.csv").unlink()
    package = json.loads((there / "datapackage.json").read_text("utf-8"))
    package["resources"] = [one for one in package["resources"] if one["name"] not in left_out]
    (there / "datapackage.json").write_text(json.dumps(package), "utf-8")
    return there


@functools.cache
def cells_of(notebook: Path) -> list[tuple[str, str]]:
    """The kind and the source of each cell of a notebook that shows something of a review."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    read = ((cell["cell_type"], "".join(cell["source"])) for cell in cells)
    return [
        (kind, text)
        for kind, text in read
        if kind == "markdown" or re.match(r"(tables|charts|numbers)\.", text)
    ]


class Shown(NamedTuple):
    """What a code cell shows of a review, or gives to the prose; and what of the tables it read for that."""

    text: str
    glued: dict[str, object]
    read: frozenset[reads.Read]

    def reads_any(self, changed: Collection[tuple[str, str]]) -> bool:
        """Whether it read any of these columns, or a table of which all may have changed."""
        tables = {table for table, _ in changed}
        return any(
            (table, column.removesuffix(AS_CHARTED)) in changed
            or (column == reads.WHOLE and table in tables)
            or (table, reads.WHOLE) in changed
            for table, column in self.read
        )


def cell(source: str, review: Review) -> Shown:
    """What a code cell shows of a review."""
    names = {"tables": tables, "charts": charts, "numbers": numbers, "review": review}
    with reads.noted() as read:
        if source.startswith("numbers.glue("):
            (given,) = ast.parse(source).body[0].value.args  # type: ignore[attr-defined]
            return Shown("", eval(ast.unparse(given), names), frozenset(read))
        out = eval(source, names)
        return Shown("" if out is None else out.data, {}, frozenset(read))


@functools.cache
def _of_all(source: str, review: Path) -> Shown:
    return cell(source, read_all(review))


@functools.cache
def read_all(review: Path) -> Review:
    """A review as it is."""
    return replace(reading.read(review)[0], min_rating=2)


def read_page(
    notebook: Path,
    review: Review,
    *,
    changed: Collection[tuple[str, str]] | None = None,
    of: Path = SYNTHETIC,
) -> list[str]:
    """What a chapter shows of a review, cell by cell: prose with its numbers, Markdown and HTML of tables and figures.

    Parameters
    ----------
    changed : the columns in which it differs from the review ``of``, (table, WHOLE) where a table is not there
        What read none of them shows what it shows of that one (tests/press/test_uses.py), which is worked out once.
    """
    glued: dict[str, object] = {}
    told = []
    for kind, source in cells_of(notebook):
        if kind == "markdown":
            told.append(source)
            continue
        known = _of_all(source, of) if changed is not None else None
        shown = cell(source, review) if known is None or known.reads_any(changed) else known
        glued |= shown.glued
        told += [] if shown.glued else [shown.text]
    # Last, as the answer of a page stands above what works it out.
    return [re.sub(r"\{glue:text\}`([^`]+)`", lambda found: str(glued[found[1]]), text) for text in told]


def senseless(told: Iterable[str]) -> list[str]:
    """What of a chapter's cells no page may say, each with its kind and the words around it."""
    found = []
    for text in told:
        words = visible(text)
        for kind, pattern in SENSELESS.items():
            for hit in pattern.finditer(words):
                around = words[max(0, hit.start() - 70) : hit.end() + 50].replace("\n", " ")
                found.append(f"{kind}: {around}")
    return found


def visible(text: str) -> str:
    """The words that a reader sees: without scripts, styles, tags, attributes, queries and the marks of MyST."""
    text = re.sub(r"(?s)<(script|style|template)\b.*?</\1>|<!--.*?-->", " ", text)
    text = re.sub(
        r"</?(p|div|li|td|th|tr|text|tspan|figcaption|title|desc|summary|h\d|br|table|dt|dd)\b[^>]*>",
        "\n",
        text,
    )
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"(?m)^:[\w-]+:.*$|^[`:]{3,}.*$|^\{\..*\}$", "", text)
    text = re.sub(r"\{[\w:+-]+\}`[^`]*`", "X", text)
    text = re.sub(r"(?<!`)`[^`]+`", "X", text)
    text = re.sub(r"\{\.[\w. -]+\}", "", text)
    return text.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _cells(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def _write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


def one_of_each(columns: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The columns in rounds, each with one of every table that has any left."""
    left: dict[str, list[tuple[str, str]]] = {}
    for column in columns:
        left.setdefault(column[0], []).append(column)
    while left:
        yield [own.pop(0) for own in left.values()]
        left = {table: own for table, own in left.items() if own}


def cells(review: Path) -> list[tuple[str, str, int]]:
    """The table, column and row from 0 of every cell of a review that may be blank and is not."""
    found = []
    for table, name in optional(review):
        header, *rows = _cells(review / f"{table}.csv")
        at = header.index(name)
        found += [(table, name, number) for number, row in enumerate(rows) if row[at]]
    return found
