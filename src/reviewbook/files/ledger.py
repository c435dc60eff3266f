"""The ledger of imports: which files a review was made of, what became of each, and its tables written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reviewbook.files import canonical, describe
from reviewbook.files.canonical import as_csv
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.replace import in_place, settle
from reviewbook.review import caps, dictionary, reading
from reviewbook.review.characters import CONTROL, holds_control
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.place import find_review
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.table import headings

# A word for nothing names nothing: where it is referred to, nobody could tell the two apart.
IDENTIFIER = re.compile(rf"(?!(?:{'|'.join(NOTHING[1:])})\Z)[A-Za-z][A-Za-z0-9_.-]{{0,59}}")
LONGEST = 40  # characters of an identifier that is made from a name
SHOWN = 20  # kinds of pieces of a file that are told one by one
NAMED = 12  # fields left in a file that are told by name
PLAIN_ENCODINGS = ("utf-8",)  # any other was guessed, or is worth a word


@dataclass(frozen=True)
class Imported:
    """What became of one file."""

    file: str
    import_id: str
    format: str
    entries: int = 0
    added: int = 0
    known: int = 0
    set_aside: list[Piece] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # known fields without a column of ours
    encoding: str = "utf-8"
    before: bool = False  # imported before: nothing was read
    filled: Mapping[str, tuple[int, int]] = field(
        default_factory=dict
    )  # of records read: in how many a field has a value


@dataclass(frozen=True)
class Report:
    """What an import did, or would do: one `Imported` a file, and the names of the tables that changed.

    ``notes`` say what came new by table, what was left in the file, and what is for the authors to do.
    """

    files: list[Imported]
    changed: list[str]
    notes: list[str] = field(default_factory=list)


def in_words(report: Report, *, dry_run: bool = False) -> list[str]:
    """The report line by line: its notes, then one a file, under it what was set aside, last what changed."""
    lines = [*report.notes]
    for entry in report.files:
        if entry.before:
            lines.append(
                f"{entry.file}: imported before as {entry.format} ({entry.import_id}), nothing to add"
            )
            continue
        entries = "1 entry" if entry.entries == 1 else f"{entry.entries:,} entries"
        said = f"{entries}, {entry.added:,} added, {entry.known:,} known, {len(entry.set_aside):,} set aside"
        left = _left_in_words(entry.left)
        lines.append(
            f"{entry.file}: {entry.format}, {said}"
            + (f"; left in the file: {left}" if left else "")
            + (f"; read as {entry.encoding}" if entry.encoding not in PLAIN_ENCODINGS else "")
        )
        if entry.filled:
            told = (f"{name} {n:,} of {of:,}" for name, (n, of) in entry.filled.items())
            lines.append("  filled: " + ", ".join(told))
        lines += _aside_in_words(entry)
    if dry_run:
        lines.append("Nothing was written: this was a dry run.")
    elif report.changed:
        lines.append("Changed: " + ", ".join(f"{name}.csv" for name in report.changed))
    else:
        lines.append("Nothing changed.")
    return lines


def _aside_in_words(entry: Imported) -> list[str]:
    """What was set aside, a line a piece; the same fault of one field is told once, so that it does not bury another."""
    alike: dict[tuple, list[Piece]] = {}
    for number, piece in enumerate(entry.set_aside):
        kind = (piece.field, piece.why) if piece.field != NOT_APPLICABLE else (number,)
        alike.setdefault(kind, []).append(piece)
    lines = []
    for piece, *more in list(alike.values())[:SHOWN]:
        place = f"line {piece.line}" if piece.line else "no line"
        where = [part for part in (piece.entry, piece.field) if part != NOT_APPLICABLE]
        told = "  " + ", ".join([entry.file, place, *where]) + f": {piece.why}: {quote(piece.found)}"
        lines.append(told + (f", and {len(more):,} more of {piece.field} in set_aside.csv" if more else ""))
    if untold := sum(map(len, list(alike.values())[SHOWN:])):
        lines.append(f"  and {untold:,} more in set_aside.csv")
    return lines


def _left_in_words(left: Mapping[str, int]) -> str:
    """The fields left in a file with their counts, the most frequent first; after `NAMED` of them, how many more there are."""
    ranked = sorted(left.items(), key=lambda field: (-field[1], field[0]))
    named = [f"{name} {count:,}" for name, count in ranked[:NAMED]]
    more = len(ranked) - len(named)
    return ", ".join(named) + (f" and {more:,} more field{'s' * (more > 1)}" if more else "")


def entered(entry: Imported, file: str | None = None, *, source_id: str = NOT_APPLICABLE) -> dict[str, str]:
    """The row of the table imports for what was taken; ``file`` where it has another name than what is told."""
    return {
        "import_id": entry.import_id,
        "file": file or entry.file,
        "format": entry.format,
        "source_id": source_id,
        "entries": str(entry.entries),
        "added": str(entry.added),
        "known": str(entry.known),
        "set_aside": str(len(entry.set_aside)),
    }


def aside(entry: Imported) -> list[dict[str, str]]:
    """The rows of the table set_aside for the pieces that were not taken."""
    return [
        {
            "import_id": entry.import_id,
            "number": str(number),
            "line": str(piece.line or NOT_APPLICABLE),
            "entry": piece.entry or NOT_APPLICABLE,
            "field": piece.field or NOT_APPLICABLE,
            "found": piece.found.strip() or "a blank",
            "why": piece.why,
        }
        for number, piece in enumerate(entry.set_aside, 1)
    ]


def folder_of(review: str | os.PathLike) -> Path:
    """The folder of a review, by its path or its name in data/; IMPT-004 where there is none.

    What an import that was killed had begun to write there is finished first.
    """
    asked = Path(review).expanduser()
    folder = asked if asked.is_dir() else find_review(review)
    if not (folder / "datapackage.json").is_file():
        raise ReviewProblems(
            [
                Problem(
                    "IMPT-004",
                    str(review),
                    "no datapackage.json",
                    "a review's datapackage.json and sources.csv",
                )
            ]
        )
    settle(folder.resolve())
    return folder.resolve()


def import_id_of(file: Path) -> str:
    """The identifier of a file: from its bytes, so that a new name changes nothing."""
    try:
        with file.open("rb") as data:
            return "i" + hashlib.file_digest(data, "sha256").hexdigest()[:12]
    except OSError as error:
        found = error.strerror or str(error)
        raise ReviewProblems(
            [Problem("IMPT-001", file.name, found, "a file of text that can be read")]
        ) from None


class Table:
    """One CSV table of a review, its cells in their canonical form, with rows to come."""

    def __init__(self, name: str, header: list[str], rows: list[dict[str, str]]):
        self.name, self.header, self.rows = name, header, rows
        self.new: list[dict[str, str]] = []  # those of the rows that came by `add`
        self.changed = False

    @classmethod
    def read(cls, folder: Path, name: str) -> Table:
        file = folder / f"{name}.csv"
        if not file.is_file():
            return cls(name, [f["name"] for f in dictionary.schema(name)["fields"]], [])
        rows = canonical.read(folder, name).canonical()
        header = list(next(rows))
        return cls(name, header, [dict(zip(header, cells, strict=True)) for cells in rows])

    def add(self, rows: Iterable[dict[str, str]]) -> None:
        """Append rows; a column that they need and the table lacks comes after those that are there."""
        rows = list(rows)
        if not rows:
            return
        for row in rows:
            together = "".join(filter(None, row.values()))
            if holds_control(together):  # nothing shows it (TABL-030): a sign that shows takes its place
                row.update({name: CONTROL.sub("\ufffd", value) for name, value in row.items() if value})
            if len(together) > caps.CHARACTERS:
                self._require_short(row)
        order = [f["name"] for f in dictionary.schema(self.name)["fields"]]
        self.header += [
            name for name in order if name not in self.header and any(row.get(name) for row in rows)
        ]
        self.rows += rows
        self.new += rows
        self.changed = True

    def _require_short(self, row: Mapping[str, str]) -> None:
        for name, value in row.items():
            if value and len(value) > caps.CHARACTERS:
                found = f"a cell of {len(value):,} characters in what comes new"
                raise caps.refused(Path(f"{self.name}.csv"), found, caps.CHARACTERS, "characters", field=name)

    def written(self) -> bytes:
        """The table whole as CSV, sorted by its key."""
        key = [name for name in dictionary.schema(self.name)["primaryKey"] if name in self.header]
        self.rows.sort(key=lambda row: tuple(_sorted_as(name, row.get(name) or "") for name in key))
        return as_csv([self.header, *([row.get(name) or "" for name in self.header] for row in self.rows)])


def _sorted_as(name: str, value: str) -> str | int:
    return (int(value) if value.isdigit() else 1) if name in ("turn", "number") else value


def redact(tables: Iterable[Table], people: People) -> None:
    """Take people out of the free text of the rows that came new into tables."""
    for table in tables:
        people.redact(table.name, table.new)


def write(folder: Path, tables: list[Table], people: People) -> None:
    """Write the tables, datapackage.json with what they then are, and who is who among the reviewers; all of them or none."""
    files = people.files()
    for file in files:
        file.parent.mkdir(exist_ok=True)
    files |= {folder / f"{table.name}.csv": table.written() for table in tables}
    in_place(
        files | {folder / describe.PACKAGE: described(folder, {table.name: table.header for table in tables})}
    )


def described(folder: Path, coming: Mapping[str, list[str]]) -> bytes:
    """datapackage.json with the tables as they will be; only their headers count, and ``coming`` are those that will be others."""
    package = reading.read_package(folder)[0]
    there = [name for name in dictionary.TABLES if (folder / f"{name}.csv").is_file() and name not in coming]
    headers = {name: _header(folder, name, package) for name in there} | dict(coming)
    with tempfile.TemporaryDirectory() as aside:
        shutil.copy(folder / describe.PACKAGE, aside)
        for name, header in headers.items():
            (Path(aside) / f"{name}.csv").write_bytes(as_csv([header]))
        return describe.written(aside)


def _header(folder: Path, table: str, package: Mapping) -> list[str]:
    """The columns of a table; of one that cannot be read now, those that datapackage.json lists."""
    known = dictionary.columns(table, package)
    try:
        return headings(folder / f"{table}.csv", known)
    except ReviewProblems:
        listed = dictionary.declared_fields(package).get(table, [])
        return [field["name"] for field in listed] or list(known)


def identifier(name: str, taken: Collection[str], *, group: str = "") -> str:
    """A short identifier made from a name, and free; ``taken`` are those that are not, in small letters.

    >>> identifier("Mieli.Net", []), identifier("1.1 Goal setting", []), identifier("Chat", ["chat"])
    ('mieli_net', 'x1_1_goal_setting', 'chat_2')
    """
    folded = unicodedata.normalize("NFKD", f"{group} {name}" if group else name).casefold()
    letters = "".join(sign for sign in folded if not unicodedata.combining(sign))
    made = re.sub("[^a-z0-9]+", "_", letters)
    made = made[:LONGEST].strip("_")
    if not re.search("[a-z0-9]", made):  # a name in another script
        made = "x" + hashlib.sha256(name.encode()).hexdigest()[:8]
    made = made if made[0].isalpha() else f"x{made}"
    free, number = made, 1
    while free in taken or not IDENTIFIER.fullmatch(free):
        number += 1
        free = f"{made}_{number}"
    return free
