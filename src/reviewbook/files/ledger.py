"""The ledger of imports: which files a review was made of, what became of each, and its tables written whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reviewbook.files import describe
from reviewbook.files.pieces import Piece
from reviewbook.files.replace import in_place
from reviewbook.files.table import strict
from reviewbook.review import dictionary, reading
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote

IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}")
LONGEST = 40  # characters of an identifier that is made from a name
SHOWN = 20  # pieces of a file that are told one by one
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
        for piece in entry.set_aside[:SHOWN]:
            place = f"line {piece.line}" if piece.line else "no line"
            where = [part for part in (piece.entry, piece.field) if part != NOT_APPLICABLE]
            lines.append(
                "  " + ", ".join([entry.file, place, *where]) + f": {piece.why}: {quote(piece.found)}"
            )
        if len(entry.set_aside) > SHOWN:
            lines.append(f"  and {len(entry.set_aside) - SHOWN:,} more in set_aside.csv")
    if dry_run:
        lines.append("Nothing was written: this was a dry run.")
    elif report.changed:
        lines.append("Changed: " + ", ".join(f"{name}.csv" for name in report.changed))
    else:
        lines.append("Nothing changed.")
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
    """The folder of a review, by its path or its name in data/; IMPT-004 where there is none."""
    asked = Path(review).expanduser()
    folder = asked if asked.is_dir() else reading.find_review(review)
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
    """One CSV table of a review as it is written there, with rows to come."""

    def __init__(self, name: str, header: list[str], rows: list[dict[str, str]]):
        self.name, self.header, self.rows = name, header, rows
        self.changed = False

    @classmethod
    def read(cls, folder: Path, name: str) -> Table:
        file = folder / f"{name}.csv"
        if not file.is_file():
            return cls(name, [f["name"] for f in dictionary.schema(name)["fields"]], [])
        rows = (row.cells for row in strict(file))
        header = next(rows, [])
        return cls(name, header, [dict(zip(header, cells, strict=False)) for cells in rows])

    def add(self, rows: Iterable[dict[str, str]]) -> None:
        """Append rows; a column that they need and the table lacks comes after those that are there."""
        rows = list(rows)
        if not rows:
            return
        needed = {name for row in rows for name, value in row.items() if value}
        order = [f["name"] for f in dictionary.schema(self.name)["fields"]]
        self.header += [name for name in order if name in needed and name not in self.header]
        self.rows += rows
        self.changed = True

    def written(self) -> bytes:
        """The table whole as CSV, sorted by its key."""
        key = [name for name in dictionary.schema(self.name)["primaryKey"] if name in self.header]
        self.rows.sort(key=lambda row: tuple(_sorted_as(name, row.get(name) or "") for name in key))
        return _csv([self.header, *([row.get(name) or "" for name in self.header] for row in self.rows)])


def _sorted_as(name: str, value: str) -> str | int:
    return (int(value) if value.isdigit() else 1) if name in ("turn", "number") else value


def write(folder: Path, tables: list[Table]) -> None:
    """Write the tables, and datapackage.json with what they then are; all of them or none."""
    files = {folder / f"{table.name}.csv": table.written() for table in tables}
    in_place(files | {folder / describe.PACKAGE: _described(folder, tables)})


def _described(folder: Path, tables: list[Table]) -> bytes:
    """datapackage.json with the tables as they will be; only their headers count."""
    written = {table.name: table.header for table in tables}
    there = [name for name in dictionary.TABLES if (folder / f"{name}.csv").is_file()]
    headers = {name: written[name] if name in written else _header(folder, name) for name in there} | written
    with tempfile.TemporaryDirectory() as aside:
        shutil.copy(folder / describe.PACKAGE, aside)
        for name, header in headers.items():
            (Path(aside) / f"{name}.csv").write_bytes(_csv([header]))
        return describe.written(aside)


def _header(folder: Path, table: str) -> list[str]:
    """The columns of a table; of one that cannot be read now, those that datapackage.json lists."""
    try:
        return reading.header(folder / f"{table}.csv")
    except ReviewProblems:
        package, _ = reading.read_package(folder)
        return [field["name"] for field in dictionary.declared_fields(package).get(table, [])] or list(
            dictionary.columns(table, package)
        )


def _csv(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


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
    while free in taken:
        number += 1
        free = f"{made}_{number}"
    return free
