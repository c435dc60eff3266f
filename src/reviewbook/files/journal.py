"""What each import wrote into a review, and how its files were before the first: so that an import can be taken out again.

It is kept in a hidden file of the review's folder. A row is known by its key and by a digest of its cells; what is in the tables
is in them alone. The order in which files were imported leaves no trace.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote

FILE = ".imports.json"
NAMED = (
    "imports",
    "set_aside",
)  # tables whose rows are those of the import that they name, whatever became of them
RENUMBERED = "turn"  # what is judged by others of one record changes it


class Written(Protocol):
    """A table with what came new."""

    name: str
    rows: list[dict[str, str]]
    new: list[dict[str, str]]
    filled: list[tuple[dict[str, str], str]]
    replaced: list[dict[str, str]]


@dataclass
class Note:
    """What one import wrote.

    ``rows``: by table and key, the digests of its rows. ``columns``: by table, those that its rows have. ``filled``: by table, key,
    column and value of cells of other rows. ``known``: by table, the keys of other rows that its file holds too. ``people``: the
    letters of those it names. ``files``: identifiers of the further files of its project. ``texts``: by name from the review's
    folder, what it wrote behind a file that is no table. ``waiting``: what of it was set aside until what it lacks has come, in
    the words of the chapter that tries it again. ``replaced``: by table, the rows that it took out or wrote anew, as they were.
    """

    rows: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, list[list[str]]] = field(default_factory=dict)
    known: dict[str, list[str]] = field(default_factory=dict)
    replaced: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    waiting: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Journal:
    """The notes of a review's imports by identifier, and how its files were before the first: ``earlier``, by name.

    Of a table its columns, and its text where it was not written as an import writes; None where it was not there. Of
    datapackage.json the text. Of the folder with who is who, whether it was there.
    """

    earlier: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)

    def before(self, name: str, look: Callable[[], Any]) -> None:
        """Keep how something is, where it is not yet kept how it was."""
        if name not in self.earlier:
            self.earlier[name] = look()

    def was(self, table: str) -> dict | None:
        return self.earlier.get(table)

    def forget(self, table: str) -> None:
        del self.earlier[table]

    def add(self, table: Written, by: Sequence[str], people: Sequence[str]) -> None:
        """Note what came new into a table; ``by`` is the import of rows that name none, with its further files: else they are nobody's."""
        own = "import_id" in [one["name"] for one in schema(table.name)["fields"]]
        parts: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in table.new:
            parts[row.get("import_id", "") if own else next(iter(by), "")].append(row)
        parts.pop("", None)
        for import_id, rows in parts.items():
            note = self._note(import_id)
            note.people = sorted({*note.people, *people})
            if table.name in NAMED:
                continue
            digests = note.rows.setdefault(table.name, {})
            for row in rows:
                digests.setdefault(key_of(table.name, row), []).append(digest(row))
            columns = {name for row in rows for name, value in row.items() if value}
            note.columns[table.name] = sorted(columns.union(note.columns.get(table.name, ())))
        came = {id(row) for row in table.new}
        for row, column in table.filled:
            if by and id(row) not in came:
                cells = self._note(by[0]).filled.setdefault(table.name, [])
                cells.append([key_of(table.name, row), column, row[column]])
        if by and table.replaced:
            rows = [{name: value for name, value in row.items() if value} for row in table.replaced]
            self._note(by[0]).replaced[table.name] = rows
        if by:
            self._note(by[0]).files = sorted({*self._note(by[0]).files, *by[1:]})

    def wrote(self, texts: Mapping[str, str], by: str) -> None:
        """Note what an import wrote behind files that are no tables."""
        self._note(by).texts |= texts

    def know(self, known: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        """Note rows of other imports that the files of imports hold too."""
        for import_id, tables in known.items():
            note = self._note(import_id)
            for table, keys in tables.items():
                others = {key for other in self.notes.values() for key in other.rows.get(table, ())}
                if every := (others & {*keys} - note.rows.get(table, {}).keys()).union(
                    note.known.get(table, ())
                ):
                    note.known[table] = sorted(every)

    def wait(self, waiting: Mapping[str, list[dict[str, Any]]]) -> None:
        """Note what waits of imports, in place of what waited."""
        for import_id, rows in waiting.items():
            self._note(import_id).waiting = rows

    def _note(self, import_id: str) -> Note:
        return self.notes.setdefault(import_id, Note())

    def has_part_in(self, table: str) -> bool:
        """Whether an import has written into a table, that of what was set aside left out."""
        if table == "imports":
            return bool(self.notes)
        parts = (part for note in self.notes.values() for part in (note.rows, note.filled, note.replaced))
        return any(table in part for part in parts)

    def written(self) -> bytes | None:
        """The journal as its file has it; None where there is nothing to keep."""
        if not self.notes:
            return None
        notes = {
            one: {name: value for name, value in asdict(note).items() if value}
            for one, note in self.notes.items()
        }
        told = json.dumps({"before": self.earlier, "imports": notes}, indent=0, sort_keys=True)
        return f"{told}\n".encode()


def read(folder: Path) -> Journal:
    """The journal of the review in a folder; an empty one where it has none.

    Raises
    ------
    ReviewProblems (IMPT-016) where it cannot be used.
    """
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
        return Journal(told["before"], {one: Note(**note) for one, note in told["imports"].items()})
    except FileNotFoundError:
        return Journal()
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        wanted = "the journal that imports keep there"
        raise ReviewProblems([Problem("IMPT-016", FILE, quote(error), wanted)]) from None


def key_of(table: str, row: Mapping[str, str]) -> str:
    """By what a row is known, in words."""
    return ", ".join(row.get(name) or "" for name in schema(table)["primaryKey"] if name != RENUMBERED)


def digest(row: Mapping[str, str]) -> str:
    """What a row says: equal where it does, also where the table got a column of which the row says nothing."""
    cells = sorted(
        (name, value)
        for name, value in row.items()
        if value and value != NOT_APPLICABLE and name != RENUMBERED
    )
    return hashlib.blake2b(json.dumps(cells).encode(), digest_size=6).hexdigest()


def text_of(data: bytes) -> str:
    """Bytes as a text that JSON holds."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
