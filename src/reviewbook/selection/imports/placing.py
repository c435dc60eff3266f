"""What one export does to the tables: its records are found or added, its decisions given to them, and the rest set aside."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from reviewbook.files import ledger
from reviewbook.files.ledger import IDENTIFIER, Imported, Table
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import letters
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports import garbled, verdict
from reviewbook.selection.imports.again import Again, line_of
from reviewbook.selection.imports.bibliography import COLUMNS, Export
from reviewbook.selection.imports.decision_rows import OF
from reviewbook.selection.imports.finder import Finder, Meant
from reviewbook.selection.imports.formats import Format

DECISION = "decision"  # the field of a decision that is set aside whole
ASKED = ("source_key", "doi", "pmid", "title", "year", "locator")  # by which an entry is found
TELLING_TITLE = 20  # letters, from which on a title alone tells which record is meant: "Editorial" does not
TAKEN = ("records", "decisions")  # tables into which rows of a file go
CONTENT = tuple(name for name in COLUMNS if name not in ("source_key", "locator"))
UNKNOWN = "no record of the review has this key; with --source, a file that lists records adds them"


class Part:
    """What one export (of one file, or of files that belong together) does to the tables."""

    def __init__(
        self,
        known: Format,
        export: Export,
        ids: Mapping[str, str],
        tables: Mapping[str, Table],
        source_id: str | None,
        sources: list[str],
        people: People,
    ):
        self.format, self.export, self.ids, self.tables = known, export, ids, tables
        self.people = people
        self.source_id, self.sources = source_id, sources
        self.added: Counter[str] = Counter()  # rows and entries by file
        self.known: Counter[str] = Counter()
        self.there = {row["import_id"]: row for row in tables["imports"].rows}
        new = [name for name, import_id in ids.items() if import_id not in self.there]
        self.first = (new or list(ids))[0]
        self.again = Again(ids, tables)
        # a reader of several files says of which a piece is; what has no file is told of the first new one
        self.pieces = [(getattr(piece, "file", self.first), piece) for piece in export.set_aside]
        self.held: dict[str, dict[str, list[str]]] = {}  # by import and table, keys of rows that were there
        self.rows: list[dict[str, str]] = []  # the records of the export
        self.at: list[list[str]] = []  # which of the review each of them is
        self.asked: list[Meant] = []  # of a list, what each of them means
        self.missing: dict[str, dict[str, str]] = {}  # by key those that are not there
        self.waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)  # by import, decisions set aside
        self.here: dict[str, list[str]] = defaultdict(list)  # record_id by the key that this export uses

    @functools.cached_property
    def finder(self) -> Finder:
        """Finds records, those that this export added among them: it is first asked when they are there."""
        return Finder(self.tables["records"].rows, self.source_id)

    def take(self) -> list[Imported]:
        """Add the rows of this export to the tables; what became of each file."""
        if self.export.records is not None:
            self._place(self._listed if self.export.listed else self._records)
        if self.export.decisions is not None:
            self._decisions(_rows(self.export.decisions))
        return self._accounts()

    def take_waiting(self, waiting: list[dict[str, Any]]) -> int:
        """Take what of an import was set aside and is found now; how many decisions that is."""
        (import_id,) = self.ids.values()
        self._place(self._listed if self.export.listed else self._find)
        self._decisions(_rows(self.export.decisions))
        taken = len(waiting) - len(self.waiting.get(import_id, []))
        if taken:
            self._enter_anew(import_id, waiting)
        return taken

    def _enter_anew(self, import_id: str, waiting: list[dict[str, Any]]) -> None:
        """Write into imports and set_aside what became of an import whose waiting rows were tried again."""
        ((file, _),) = self.ids.items()
        aside, row = self.tables["set_aside"], self.there[import_id]
        ended = Counter((str(one["line"] or NOT_APPLICABLE), one["entry"], one["found"]) for one in waiting)
        kept = []
        for one in sorted(aside.take_out(lambda one: one["import_id"] == import_id), key=_number_of):
            place = one.get("line") or NOT_APPLICABLE, one.get("entry") or NOT_APPLICABLE, one["found"]
            if one["field"] == DECISION and ended[place]:
                ended[place] -= 1
            else:
                kept.append(one)
        fresh = Imported(file, import_id, self.format.name, set_aside=[piece for _, piece in self.pieces])
        kept += ledger.aside(fresh)
        aside.add(one | {"number": str(number)} for number, one in enumerate(kept, 1))
        counts = {"added": self.added[file], "known": self.known[file]}
        row |= {name: str(int(row[name]) + n) for name, n in counts.items()}
        row["set_aside"] = str(len(kept))
        self.tables["imports"].changed = True

    def _file(self, row: Mapping[str, str]) -> str:
        """The file that a row came from: the one that its locator begins with."""
        return next(
            (name for name in self.ids if row["locator"].startswith(f"{name},")), next(iter(self.ids))
        )

    def _records(self, rows: list[dict[str, str]]) -> None:
        records = self.tables["records"]
        if self.source_id is None:
            self._match(rows)
            return
        there: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row in sorted(records.rows, key=line_of):  # like ones in the order of their file
            if row["source_id"] == self.source_id:
                there[_content(row)].append(row["record_id"])
        name = Names(self.source_id, (row["record_id"] for row in records.rows))
        new = []
        for row in rows:
            file = self._file(row)
            if (record_id := self.again.record(self.ids[file], row)) is not None:
                self.added[file] += 1
            elif like := there.get(_content(row)):
                # of several that are alike, each is meant once
                record_id = like.pop(0) if len(like) > 1 else like[0]
                self.known[file] += 1
                self._hold(file, "records", {"record_id": record_id})
            elif not self.again.is_open(self.ids[file], row, row.get("source_key", "")):
                self.added[file] += 1
                self.at.append([])
                continue
            else:
                record_id = name(row.get("source_key", ""))
                own = {
                    "source_id": self.source_id,
                    "duplicate_of": NOT_APPLICABLE,
                    "import_id": self.ids[file],
                }
                new.append({"record_id": record_id, **row, **own})
                self.added[file] += 1
            self.at.append([record_id])
        records.add(new)

    def _place(self, find: Callable[[list[dict[str, str]]], object]) -> None:
        """Find, or add, the records of the export."""
        self.rows = _rows(self.export.records)
        find(self.rows)
        for row, ids in zip(self.rows, self.at, strict=True):
            key = row.get("source_key", "")
            self.here[key] += ids if key else []
            if not ids:
                self.missing[key] = row

    def _listed(self, rows: list[dict[str, str]]) -> None:
        """Find the records that a list means among those that are there; it adds none."""
        self.asked = [self.finder(row) for row in rows]
        self.at = [meant.records for meant in self.asked]

    def _find(self, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """Find records among those that are there: by key, then by DOI, then by title; those that are not."""
        records = self.tables["records"]
        find = self.finder
        titles = {row["record_id"]: letters(row.get("title") or "") for row in records.rows}
        missing = []
        for row in rows:
            same = find.of_key(row.get("source_key", "")) or find.of_key(row.get("doi", ""))
            if not same and len(letters(row.get("title", ""))) >= TELLING_TITLE:
                same = find.titled(row)
            if len(same) > 1:  # the title may tell which
                same = [one for one in same if titles[one] == letters(row.get("title", ""))] or same
            self.at.append(same)
            if same:
                self.known[self._file(row)] += 1
            else:
                missing.append(row)
        return missing

    def _match(self, rows: list[dict[str, str]]) -> None:
        """Find the records of an export of decisions among those that are there."""
        missing = self._find(rows)
        if missing and self.format.needs_records:
            first = quote(missing[0].get("title") or missing[0].get("source_key", ""))
            are = "1 record that is" if len(missing) == 1 else f"{len(missing)} records that are"
            sources = "one of " + ", ".join(self.sources) if self.sources else "its row in sources.csv"
            found = f"{are} not in records.csv, such as {first}"
            wanted = (
                f"--source with the source that they are from ({sources}), or the import of that source first"
            )
            raise ReviewProblems([Problem("IMPT-006", next(iter(self.ids)), found, wanted)])

    def _decisions(self, rows: list[dict[str, str]]) -> None:
        decisions = self.tables["decisions"]
        find = self.finder
        called = self.people.called(row["reviewer"] for row in rows)
        judged: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
        for row in decisions.rows:
            judged[row["record_id"], row["reviewer"], row["stage"]].append(row)
        new, touched = [], set()
        for row in rows:
            key, of = row.pop("source_key", ""), row.pop(OF, None)
            row["reviewer"] = called[row["reviewer"]]
            asked = self.asked[int(of)] if of and self.asked else None
            # The record of its own row, where it has one: a key may be that of several.
            found = find.one_of(self.at[int(of)] if of else self.here.get(key, ()))
            found = found if asked else found or find.of_key(key)
            if self._is_settled(row, key, found, judged):
                continue
            if len(found) != 1:
                many = ", ".join(sorted(found)[:5])
                why = f"several records have this key: {many}" if found else UNKNOWN
                entry = self.rows[int(of)] if of else self.missing.get(key, {})
                title = "" if found else entry.get("title", "")
                self._set_aside(row, key, title, asked.why if asked else why, entry)
                continue
            file = self._file(row)
            group = found[0], row["reviewer"], row["stage"]
            row = {**row, "record_id": found[0], "import_id": self.ids[file]}
            judged[group].append(row)
            touched.add(group)
            new.append(row)
            self.added[file] += 1
        for group in touched:
            _number(judged[group])
        if (
            "turn" not in decisions.header
        ):  # a column that is not there comes only where somebody judged again
            if all(row["turn"] == "1" for group in touched for row in judged[group]):
                new = [{name: cell for name, cell in row.items() if name != "turn"} for row in new]
            else:
                for row in decisions.rows:
                    row.setdefault("turn", "1")
        decisions.add(new)

    def _is_settled(
        self,
        row: Mapping[str, str],
        key: str,
        found: list[str],
        judged: Mapping[tuple[str, str, str], list[dict[str, str]]],
    ) -> bool:
        """Whether nothing is to be done with a decision: an earlier import of the file took it, or another one has it."""
        file = self._file(row)
        if len(found) == 1 and self.again.has_decision(self.ids[file], row, found[0]):
            self.added[file] += 1
            return True
        if len(found) == 1 and _is_known(row, judged.get((found[0], row["reviewer"], row["stage"]), [])):
            self.known[file] += 1
            self._hold(file, "decisions", {**row, "record_id": found[0]})
            return True
        if not self.again.is_open(self.ids[file], row, key):
            self.added[file] += 1
            return True
        return False

    def _hold(self, file: str, table: str, row: Mapping[str, str]) -> None:
        """Note a row of another import that this file holds too."""
        (key,) = ledger.keys({table: [row]})[table]
        self.held.setdefault(self.ids[file], {}).setdefault(table, []).append(key)

    def _set_aside(
        self, row: dict[str, str], key: str, title: str, why: str, entry: Mapping[str, str]
    ) -> None:
        """Set a decision aside, and keep what is needed to try it again; ``entry`` is what its file says of the record."""
        line = line_of(row)
        said = [
            row["decision"],
            title,
            row.get("reason", ""),
            row.get("decided_at", ""),
            row.get("note", ""),
        ]
        found = f"{row['reviewer']}, {row['stage']}: " + ", ".join(filter(None, said))
        piece = Piece(line or None, key, DECISION, found, why)
        file = self._file(row)
        self.pieces.append((file, piece))
        kept = {name: entry[name] for name in ASKED if entry.get(name)}
        place = {"line": piece.line, "entry": piece.entry or NOT_APPLICABLE, "found": found.strip()}
        self.waiting[self.ids[file]].append(
            {"row": row, "key": key, "of": kept, "listed": self.export.listed, **place}
        )

    def _accounts(self) -> list[Imported]:
        """What became of each file, with its row of imports and its pieces; what is of no one file is told of the first new."""
        known_entries = sum(self.added.values()) + sum(self.known.values())
        done = []
        for name, import_id in self.ids.items():
            first = name == self.first
            counted = self.added[name] + self.known[name]
            entry = Imported(
                name,
                import_id,
                self.format.name,
                counted + (self.export.entries - known_entries if first else 0),
                self.added[name],
                self.known[name],
                [piece for file, piece in self.pieces if file == name],
                self.export.left if first else Counter(),
                self.export.encoding,
                filled=verdict.filled(self.export) if first else {},
                garbled=garbled.in_columns(self.export.records) if first else {},
            )
            done.append(self._enter(entry))
        return done

    def _enter(self, entry: Imported) -> Imported:
        """Write what became of a file into imports and set_aside; where it is there from before, in place of what it said."""
        source_id = self.source_id or NOT_APPLICABLE
        row, aside = ledger.entered(entry, source_id=source_id), ledger.aside(entry)
        told = [dict(one) for one in aside]
        self.people.redact("set_aside", told, again=True)
        if (there := self.there.get(entry.import_id)) is not None:
            had = [one for one in self.tables["set_aside"].rows if one["import_id"] == entry.import_id]
            is_new = any(new["import_id"] == entry.import_id for t in TAKEN for new in self.tables[t].new)
            if not is_new and _what(had) == _what(told):
                return Imported(entry.file, entry.import_id, entry.format, before=True)
            row = {**there, **row, "file": there["file"]}
            for table in ("imports", "set_aside"):
                self.tables[table].take_out(lambda one: one["import_id"] == entry.import_id)
        self.tables["imports"].add([row])
        self.tables["set_aside"].add(aside)
        return entry


def _what(aside: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """What was set aside, and why."""
    return sorted(
        (row.get("line") or "", row.get("entry") or "", row["field"] or "", row["why"]) for row in aside
    )


def _number_of(row: Mapping[str, str]) -> int:
    return int(row["number"])


def _rows(frame) -> list[dict[str, str]]:
    """The rows of a DataFrame as dicts, without their missing cells."""
    columns = [
        (name, frame[name].astype("object").where(frame[name].notna(), None).tolist()) for name in frame
    ]
    names = [name for name, _ in columns]
    return [
        {name: str(cell) for name, cell in zip(names, row, strict=True) if cell is not None and cell != ""}
        for row in zip(*(cells for _, cells in columns), strict=True)
    ]


def _content(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row.get("source_key") or "", *(row.get(name) or "" for name in CONTENT))


class Names:
    """Gives each new record an identifier: its key in the source where that fits and is free, else source and number."""

    def __init__(self, source_id: str, taken: Iterable[str]):
        self.source_id = source_id
        self.taken = set(taken)
        own = re.compile(re.escape(source_id) + r"-(\d{5,})")
        self.last = max((int(m[1]) for name in self.taken if (m := own.fullmatch(name))), default=0)

    def __call__(self, key: str) -> str:
        within = key.rpartition("/")[2] if key.startswith("http") else key
        for name in (within.replace(":", "-"), f"{self.source_id}-{within}"):
            # five digits after the source are a running number, which a key must not look like
            numbered = re.fullmatch(re.escape(self.source_id) + r"-\d{5}", name)
            if within and IDENTIFIER.fullmatch(name) and name not in self.taken and not numbered:
                break
        else:
            self.last += 1
            name = f"{self.source_id}-{self.last:05d}"
            while name in self.taken:
                self.last += 1
                name = f"{self.source_id}-{self.last:05d}"
        self.taken.add(name)
        return name


def _is_known(row: Mapping[str, str], earlier: list[dict[str, str]]) -> bool:
    """Whether a decision is there already; one without a time only where it is also the last."""
    when = row.get("decided_at", "")
    if when:
        return any(e["decision"] == row["decision"] and (e.get("decided_at") or "") == when for e in earlier)
    return bool(earlier) and earlier[-1]["decision"] == row["decision"]


def _number(group: list[dict[str, str]]) -> None:
    """Give the decisions of one reviewer on one record at one stage their turns, in order of time where all have one."""
    times = [_when(row.get("decided_at", "")) for row in group]
    order: Sequence[int] = range(len(group))
    if all(times):
        order = sorted(order, key=lambda at: (times[at], at))
    for turn, at in enumerate(order, 1):
        group[at]["turn"] = str(turn)


def _when(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
