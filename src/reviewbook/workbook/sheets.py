"""Which sheets the workbook of a review has, and what stands in them: a sheet a table, of the charting form and of appraisals wide ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files.ledger import Table
from reviewbook.review import dictionary
from reviewbook.review.dictionary import MAY_BE_BLANK, TABLES
from reviewbook.review.model import Review
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.questions import ASKED_OF, columns
from reviewbook.review.table import headings

MACHINES = ("imports", "set_aside", "merges")  # tables that no person types
MOST_ROWS = 100_000  # of a table; a spreadsheet is slow with more
LONGEST = 32_000  # characters that a cell of a spreadsheet holds, and some to spare


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    ``listed`` are the values that may be chosen, ``refers`` is the table whose rows it names; ``due``: a blank cell is to do;
    ``aside``: it tells of the column before it, and is folded away.
    """

    name: str
    field: Mapping[str, Any]
    label: str = ""
    help: str = ""
    key: bool = False
    listed: tuple[str, ...] = ()
    several: bool = False
    refers: str = ""
    due: bool = False
    aside: bool = False

    @property
    def asked_of(self) -> str:
        return self.field.get(ASKED_OF, "")


class Part(NamedTuple):
    """What a column of a wide sheet is of the long table: which question, and which of its columns."""

    question: str
    column: str


@dataclass(frozen=True)
class Spread:
    """How the rows of a long table stand in a wide sheet: a row each thing, a column each question.

    ``things``: the table of the rows; ``about`` and ``asks``: the columns of the long table that name thing and question;
    ``fixed``: what is the same in all its rows; ``parts``: what each column of the sheet is; ``more``: by question, what a new row
    says besides.
    """

    things: str
    about: str
    asks: str
    fixed: Mapping[str, str]
    value: str
    parts: Mapping[str, Part]
    more: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Sheet:
    """A sheet: what it is called, which table it is of, its columns, and its rows as text by column.

    ``remarks``: of a wide sheet, what is said of a cell beside it; of one that is no key, that it is to do.
    """

    name: str  # known by it, whatever a person calls it
    title: str
    table: str
    says: str
    columns: tuple[Column, ...]
    rows: list[dict[str, str]] = field(repr=False)
    spread: Spread | None = None
    remarks: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)  # by thing and column

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.columns if one.key)

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(row.get(name, "") for name in self.key)


class Made(NamedTuple):
    """The sheets of a review, and the tables that are left to CSV with the reason."""

    sheets: list[Sheet]
    left: dict[str, str]


def shown(text: str) -> str:
    """A cell as a sheet has it: what is longer than a spreadsheet holds is named, and stays in the table."""
    return (
        text
        if len(text) <= LONGEST
        else f"({len(text):,} characters: too many for a spreadsheet, and left in the CSV)"
    )


def of_table(table: Table, fields: Mapping[str, dict], *, title: str | None = None) -> Sheet:
    """The sheet of a table, with the columns of its file."""
    schema = dictionary.schema(table.name)
    refers = {one["fields"][0]: one["reference"]["resource"] for one in schema.get("foreignKeys", [])}
    keys = [name for name in schema["primaryKey"] if name in table.header]
    header = [*keys, *(name for name in table.header if name not in keys)]
    made = tuple(
        of_field(
            fields.get(name, {"name": name}),
            key=name in keys,
            refers=refers.get(name, ""),
            due=name not in MAY_BE_BLANK.get(table.name, ()),
        )
        for name in header
    )
    rows = [{name: shown(row.get(name) or "") for name in header} for row in table.rows]
    return Sheet(table.name, title or table.name, table.name, schema.get("description", ""), made, rows)


def of_field(
    about: Mapping[str, Any],
    *,
    key: bool = False,
    refers: str = "",
    due: bool = True,
    name: str | None = None,
) -> Column:
    """The column of a field of a schema."""
    listed = about.get("constraints", {}).get("enum") or ()
    unit = f" Unit: {about['unit']}." if about.get("unit") else ""
    return Column(
        name or about["name"],
        about,
        help=f"{about.get('description', '')}{unit}",
        key=key,
        listed=tuple(map(str, listed)),
        refers=refers,
        due=due and not key,
    )


def as_tables(folder: Path, names: Iterable[str]) -> dict[str, Table]:
    """Tables of a review as text.

    Raises
    ------
    ReviewProblems with what keeps each of those from being read that cannot be.
    """
    found, wrong = {}, []
    for name in names:
        try:
            found[name] = Table.read(folder, name)
        except ReviewProblems as unread:
            wrong += unread.problems
    if wrong:
        raise ReviewProblems(wrong)
    return found


def wanted(folder: Path, also: Collection[str] = ()) -> tuple[list[str], dict[str, str]]:
    """The tables that get a sheet: those that are there, those that they refer to, and those that are asked for; and the others."""
    there = {name: _header(folder, name) for name in TABLES if (folder / f"{name}.csv").is_file()}
    referred = {
        one["reference"]["resource"]
        for name, header in there.items()
        for one in dictionary.schema(name).get("foreignKeys", [])
        if one["fields"][0] in header
    }
    named = ({*there} | referred | set(also)) - set(MACHINES)
    left = {
        name: "what imports note there, nobody types" for name in TABLES if name in there and name in MACHINES
    }
    return [name for name in TABLES if name in named], left


def _header(folder: Path, name: str) -> list[str]:
    """The columns of a table; none where it cannot be read, which is told where it is."""
    known = dictionary.columns(name, {})
    try:
        return headings(folder / f"{name}.csv", known)
    except ReviewProblems:
        return []


def of_review(
    r: Review,
    *,
    charters: Collection[str] = (),
    also: Collection[str] = (),
    wide: Mapping[str, Any] | None = None,
    tables: Mapping[str, Table] | None = None,
) -> Made:
    """The sheets of a review, in the order of its tables.

    Parameters
    ----------
    charters : who charts too, beside those who have answered already.
    also : tables that it has not yet, and that get an empty sheet.
    wide : by table, the function that spreads it (`reviewbook.workbook.spread`); a table that it gives no sheet of is one as it is.
    tables : as `as_tables` gives them, where they are read already.
    """
    names, left = wanted(r.path, [*also, "answers"] if charters else also)
    held = (
        as_tables(r.path, names)
        if tables is None
        else {name: tables[name] for name in names if name in tables}
    )
    sheets: list[Sheet] = []
    for name, table in held.items():
        if len(table.rows) > MOST_ROWS:
            left[name] = f"{len(table.rows):,} rows are too many for a workbook: edit {name}.csv"
            continue
        spread = (wide or {}).get(name)
        many = spread(r, held, charters) if spread else []
        sheets += many or [of_table(table, columns(r.path, name, r.package))]
    return Made(_named(sheets), left)


def of_one(made: Made, who: str) -> Made:
    """The wide sheets of one person alone, so that nobody sees in them what others answered."""
    own = [
        one
        for one in made.sheets
        if one.spread is not None
        and who in (one.spread.fixed.get("charter"), one.spread.fixed.get("appraiser"))
    ]
    return Made(
        own, {"other sheets": f"this workbook is for {who} alone, who does not see what others answered"}
    )


def _named(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, each with a title of its own that a spreadsheet takes."""
    taken: set[str] = set()
    found = []
    for one in sheets:
        plain = (
            "".join("-" if sign in "[]:*?/\\'" or sign < " " else sign for sign in one.title)[:31].strip()
            or "sheet"
        )
        title, number = plain, 1
        while title.casefold() in taken:
            number += 1
            title = f"{plain[: 30 - len(str(number))]} {number}"
        taken.add(title.casefold())
        found.append(replace(one, title=title))
    return found
