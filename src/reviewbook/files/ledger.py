"""The ledger of imports: which files a review was made of, what became of each, and its tables written whole or not at all."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewbook.files import canonical, describe, journal
from reviewbook.files.canonical import as_csv
from reviewbook.files.journal import Journal
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import PRIVATE, People
from reviewbook.files.replace import in_place, settle
from reviewbook.review import caps, dictionary, reading
from reviewbook.review.characters import CONTROL, holds_control
from reviewbook.review.decoding import TEXT
from reviewbook.review.nothing import NOT_APPLICABLE, WORDS
from reviewbook.review.place import find_review
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import beside
from reviewbook.review.table import headings

# A word for nothing names nothing: where it is referred to, nobody could tell the two apart.
IDENTIFIER = re.compile(rf"(?!(?:{'|'.join(WORDS)})\Z)[A-Za-z][A-Za-z0-9_.-]{{0,59}}")
LONGEST = 40  # characters of an identifier that is made from a name
SHOWN = 20  # kinds of pieces of a file that are told one by one
REPAIR = "nothing was changed, export it once more in UTF-8"
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
    # Fields with text that was garbled before the file was saved: in how many records, and an example.
    garbled: Mapping[str, tuple[int, str]] = field(default_factory=dict)


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
        if entry.garbled:
            told = (
                f"{name} of {n:,} record{'' if n == 1 else 's'}, such as {quote(example)}"
                for name, (n, example) in entry.garbled.items()
            )
            lines.append(f"  garbled before the file was saved: {'; '.join(told)}; {REPAIR}")
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
        where = [part for part in (piece.entry, piece.field) if part not in (NOT_APPLICABLE, place)]
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


def import_id_of(file: Path, said: Mapping[str, str | None] | None = None) -> str:
    """The identifier of an import: from the bytes of its file, so that a new name changes nothing, and from what it was said to be."""
    try:
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256")
            if said:
                digest.update(json.dumps({name: said[name] for name in sorted(said) if said[name]}).encode())
            return "i" + digest.hexdigest()[:12]
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise ReviewProblems([Problem("IMPT-001", file.name, found, TEXT + beside(file))]) from None


def identified(imports: Table, file: Path, format: str, said: Mapping[str, str | None] | None = None) -> str:
    """The identifier of the import of a file: from its bytes alone, or also from its format and what it was said to be.

    The bytes alone are enough where nothing is said, and for what an earlier version imported in this format; so one file may be
    imported in several formats, and as several lists.
    """
    plain = import_id_of(file)
    there = next((row["format"] for row in imports.rows if row["import_id"] == plain), None)
    if there == format or (there is None and not said):
        return plain
    return import_id_of(file, {"format": format} | dict(said or {}))


class Table:
    """One CSV table of a review, its cells in their canonical form, with rows to come."""

    def __init__(self, name: str, header: list[str], rows: list[dict[str, str]]):
        self.name, self.header, self.rows = name, header, rows
        self.new: list[dict[str, str]] = []  # those of the rows that came by `add`
        self.filled: list[
            tuple[dict[str, str], str]
        ] = []  # rows that were there, and the blank that was filled
        self.replaced: list[dict[str, str]] = []  # rows that were there, as they were
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

    def fill(self, row: dict[str, str], column: str, value: str) -> None:
        """Fill a blank cell of a row, in a column that may be new."""
        row[column] = value
        if column not in self.header:
            self.header.append(column)
        self.filled.append((row, column))
        self.changed = True

    def replace(self, there: dict[str, str], row: dict[str, str] | None) -> None:
        """Put a row in the place of one that was there, or nothing (None)."""
        self.rows = [one for one in self.rows if one is not there]
        self.replaced.append(there)
        self.changed = True
        if row is not None:
            self.add([row])

    def take_out(self, gone: Callable[[dict[str, str]], bool]) -> list[dict[str, str]]:
        """Take rows out; those that were there."""
        out = [row for row in self.rows if gone(row)]
        if out:
            self.rows = [row for row in self.rows if not gone(row)]
            self.new = [row for row in self.new if not gone(row)]
            self.changed = True
        return out

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
    return (int(value) if value.isdigit() else 1) if name in ("turn", "number", "line") else value


def redact(tables: Iterable[Table], people: People) -> None:
    """Take people out of the free text of the rows that came new into tables."""
    for table in tables:
        people.redact(table.name, table.new)


def write(
    folder: Path,
    tables: list[Table],
    people: People,
    *,
    by: Sequence[str] = (),
    known: Mapping[str, Mapping[str, Iterable[str]]] | None = None,
    waiting: Mapping[str, list[dict[str, Any]]] | None = None,
    texts: Mapping[Path, str] | None = None,
) -> None:
    """Write the tables, datapackage.json with what they then are, who is who among the reviewers, and what each import wrote.

    All of them or none. A table that an import made, and that has lost its last row, is gone.

    Parameters
    ----------
    by : identifiers of the import whose rows do not name theirs, and of its further files.
    known : by identifier of an import and by table, the keys of rows of its file that were there already.
    waiting : by identifier of an import, what of it was set aside until what it lacks has come.
    texts : what the import, the first of ``by``, writes behind files in UTF-8 that are no tables, and may not be there yet.
    """
    noted = journal.read(folder)
    noted.before(PRIVATE, (folder / PRIVATE).is_dir)
    noted.before(describe.PACKAGE, lambda: journal.text_of((folder / describe.PACKAGE).read_bytes()))
    for table in tables:
        noted.before(table.name, functools.partial(_as_it_was, folder, table.name))
        noted.add(table, by, sorted(people.letters_used()))
    noted.know(known or {})
    noted.wait(waiting or {})
    files: dict[Path, bytes | None] = dict(people.files())
    for file, text in (texts or {}).items():
        name, there = os.path.relpath(file, folder), file.is_file()
        noted.before(name, file.is_file)
        noted.wrote({name: text}, by[0])
        files[file] = (file.read_bytes() if there else b"") + text.encode()
    put(folder, tables, files, noted)


def keys(rows: Mapping[str, Iterable[Mapping[str, str]]]) -> dict[str, list[str]]:
    """By what rows are known, by table."""
    return {name: [journal.key_of(name, row) for row in own] for name, own in rows.items()}


def put(folder: Path, tables: Iterable[Table], files: Mapping[Path, bytes | None], noted: Journal) -> None:
    """Write tables, further files (None: to be gone), datapackage.json and the journal of imports; all of them or none.

    A table that no import has a part in any more stands there again as it was before the first, to the byte.
    """
    tables = list(tables)
    for file in files:
        file.parent.mkdir(exist_ok=True)
    written: dict[Path, bytes | None] = dict(files)
    coming: dict[str, list[str] | None] = {}
    for table in tables:
        was = noted.was(table.name)
        data: bytes | None = table.written()
        aside = table.name == "set_aside" and table.rows
        if table.name in noted.earlier and not aside and not noted.has_part_in(table.name):
            if was is None and not table.rows:
                data = None
            elif was is not None and "text" in was and _canonical(table.name, folder, was["text"]) == data:
                data = journal.bytes_of(was["text"])
            noted.forget(table.name)
        coming[table.name] = None if data is None else table.header
        written[folder / f"{table.name}.csv"] = data
    package = described(folder, coming)
    if not noted.notes and describe.PACKAGE in noted.earlier:
        at_first = journal.bytes_of(noted.earlier.pop(describe.PACKAGE))
        package = at_first if described(folder, coming, at_first) == package else package
    written[folder / describe.PACKAGE] = package
    written[folder / journal.FILE] = noted.written()
    in_place({file: data for file, data in written.items() if data is not None or file.exists()})


def _as_it_was(folder: Path, name: str) -> dict | None:
    """A table before the first import: its columns, and its text where it is written otherwise; None where it is not there."""
    file = folder / f"{name}.csv"
    if not file.is_file():
        return None
    there, data = Table.read(folder, name), file.read_bytes()
    return {"header": there.header} | ({} if there.written() == data else {"text": journal.text_of(data)})


def _canonical(name: str, folder: Path, text: str) -> bytes:
    """How a table with this text would be written."""
    with tempfile.TemporaryDirectory() as aside:
        shutil.copy(folder / describe.PACKAGE, aside)
        (Path(aside) / f"{name}.csv").write_bytes(journal.bytes_of(text))
        return Table.read(Path(aside), name).written()


def described(
    folder: Path, coming: Mapping[str, Sequence[str] | None], package: bytes | None = None
) -> bytes:
    """datapackage.json with the tables as they will be; only their headers count.

    Parameters
    ----------
    coming : the headers of tables that will be others; None of one that will be gone.
    package : what stands in its place, where that is another one.
    """
    own = reading.read_package(folder)[0]
    there = [name for name in dictionary.TABLES if (folder / f"{name}.csv").is_file() and name not in coming]
    headers = {name: _header(folder, name, own) for name in there}
    headers |= {name: list(header) for name, header in coming.items() if header is not None}
    with tempfile.TemporaryDirectory() as aside:
        if package is None:
            shutil.copy(folder / describe.PACKAGE, aside)
        else:
            (Path(aside) / describe.PACKAGE).write_bytes(package)
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
