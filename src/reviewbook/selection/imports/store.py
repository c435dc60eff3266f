"""Take files of other software into a review: new rows of records, decisions, imports and set_aside, each table whole or not at
all.

A file is known by its bytes: imported again, it changes nothing. A record is known where the same source gave it before with
the same key and the same content; from another source it is another record, which deduplication will find. Columns and rows
that the authors made stay as they are.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reviewbook.files import ledger
from reviewbook.files.formats import unfit
from reviewbook.files.ledger import IDENTIFIER, Imported, Report, Table
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import letters
from reviewbook.review.cells import uncollected
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed
from reviewbook.selection.imports import verdict
from reviewbook.selection.imports.bibliography import COLUMNS, Export
from reviewbook.selection.imports.columns import named_columns
from reviewbook.selection.imports.decisions import OF, settled_by
from reviewbook.selection.imports.expected import other_format
from reviewbook.selection.imports.formats import FORMATS, Format
from reviewbook.selection.imports.identifiers import doi

TABLES = ("records", "decisions", "reasons", "imports", "set_aside")

CONTENT = tuple(name for name in COLUMNS if name not in ("source_key", "locator"))
UNKNOWN = "no record of the review has this key; with --source, a file that lists records adds them"


@uncollected()
def add(
    review: str | os.PathLike,
    files: list[Path],
    format: str,
    *,
    source_id: str | None = None,
    stage: str | None = None,
    reviewer: str | None = None,
    decision: str | None = None,
    words: str | None = None,
    consensus: str | None = None,
    columns: str | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Import files into a review's folder.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    format : a name of `formats.FORMATS`.
    source_id : the source in which the records were found; must be in sources.csv. Formats of decisions need it only where they
        bring records that are not there yet.
    stage, reviewer, decision, words : for formats of decisions that do not say it themselves.
    consensus : the reviewer whose decisions settle.
    columns : for formats of records: our columns and the headings that fill them (`columns.named_columns`); of a format that names
        its fields itself, only those that the file has none for.
    keep_names : leave reviewers by name, and e-mail addresses in notes, instead of letters in their place.
    dry_run : read and report, write nothing.
    progress : called with a line of words before each long step.

    Returns
    -------
    Report

    Raises
    ------
    ReviewProblems with every problem, and nothing written: the folder is no review (IMPT-004), has structural problems (its
    own codes), its key of pseudonyms cannot be used (IMPT-014), a file cannot be read (IMPT-001 to IMPT-003 and the reader's
    own), an option does not fit (IMPT-005), the source is missing or not in sources.csv (IMPT-006), what would be taken is not
    what a file holds (IMPT-020).
    """
    say = progress or (lambda words: None)
    said = {"stage": stage, "reviewer": reviewer, "decision": decision, "words": words, "columns": columns}
    given = {name: value for name, value in (said | {"consensus": consensus}).items() if value is not None}
    if wrong := unfit(format, given, files, among=FORMATS):
        raise ReviewProblems(wrong)
    known = FORMATS[format]
    named = named_columns(columns or "")
    if any(named.values()) and not known.by_heading:
        expected = f"year= and the like, for what the file has not: {format} names its fields itself"
        raise ReviewProblems([Problem("IMPT-005", "--columns", quote(columns), expected)])
    folder = ledger.folder_of(review)
    say(f"checking {folder.name}")
    loaded = needed(folder, "sources", *TABLES)
    people = People(loaded, keep=keep_names)
    sources = loaded.tables["sources"]["source_id"].tolist()
    _check_source(known, source_id, sources)
    tables = {name: Table.read(folder, name) for name in TABLES}
    before = {row["import_id"]: row["format"] for row in tables["imports"].rows}
    options = {name: named if name == "columns" else said[name] for name in known.said}
    done: list[Imported] = []
    wrong = []
    for group in [files] if known.together else [[file] for file in files]:
        try:
            ids = {file.name: ledger.import_id_of(file) for file in group}
            if len(ids) < len(group):
                found = ", ".join(str(file) for file in group)
                raise ReviewProblems([Problem("IMPT-005", "FILE", found, "files of different names")])
            if before.keys() >= set(ids.values()):
                done += [Imported(name, ids[name], before[ids[name]], before=True) for name in ids]
                continue
            say("reading " + ", ".join(ids))
            export = known.reader(group if known.together else group[0], **options)
            if consensus is not None and export.decisions is not None:
                settled = settled_by(export.decisions, consensus, file=group[0].name)
                export = replace(export, decisions=settled)
            if not export.entries and not export.set_aside:
                raise other_format(format, group[0])
            if told := verdict.problems(export, group[0].name, of=known, named=named):
                raise ReviewProblems(told)
            say(f"comparing {export.entries:,} entries with what is there")
            part = _Part(known, export, ids, tables, source_id, sources, people)
            done += part.take()
            before |= dict.fromkeys(ids.values(), format)
        except ReviewProblems as unread:
            wrong += unread.problems
    if wrong:
        raise ReviewProblems(list(dict.fromkeys(wrong)))
    ledger.redact([table for table in tables.values() if table.changed], people)
    _list_reasons(tables["decisions"], tables["reasons"])
    changed = [table for table in tables.values() if table.changed]
    if changed and not dry_run:
        say("writing " + ", ".join(f"{table.name}.csv" for table in changed))
        ledger.write(folder, changed, people)
    return Report(done, [table.name for table in changed], people.notes())


def _list_reasons(decisions: Table, reasons: Table) -> None:
    """List the reasons of new exclusions that are not listed yet, for authors to say under which words they are shown."""
    listed = {(row["stage"], row["written"]) for row in reasons.rows}
    new = []
    for row in decisions.new:
        place = row["stage"], row.get("reason") or ""
        if place[1] and place[1] not in NOTHING and row["decision"] == "exclude" and place not in listed:
            stage, reason = place
            listed.add(place)
            new.append({"stage": stage, "written": reason, "shown": reason, "import_id": row["import_id"]})
    reasons.add(new)


def _check_source(known: Format, source_id: str | None, sources: list[str]) -> None:
    there = (
        "one of " + ", ".join(sources)
        if sources
        else "a row in sources.csv for the place searched, and its source_id"
    )
    if source_id is None and not known.decisions:
        raise ReviewProblems([Problem("IMPT-006", "--source", "nothing", there)])
    if source_id is not None and source_id not in sources:
        raise ReviewProblems([Problem("IMPT-006", "--source", quote(source_id), there)])


class _Part:
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
        there = {row["import_id"] for row in tables["imports"].rows}
        self.new = [name for name, import_id in ids.items() if import_id not in there]
        # a reader of several files says of which a piece is; what has no file is told of the first new one
        self.pieces = [(getattr(piece, "file", self.new[0]), piece) for piece in export.set_aside]
        self.rows: list[dict[str, str]] = []  # the records of the export
        self.at: list[list[str]] = []  # which of the review each of them is
        self.missing: dict[str, str] = {}  # title by key of those that are not there
        self.here: dict[str, list[str]] = defaultdict(list)  # record_id by the key that this export uses

    def take(self) -> list[Imported]:
        """Add the rows of this export to the tables; what became of each file."""
        if self.export.records is not None:
            self.rows = _rows(self.export.records)
            self._records(self.rows)
            for row, ids in zip(self.rows, self.at, strict=True):
                key = row.get("source_key", "")
                self.here[key] += ids if key else []
                if not ids:
                    self.missing[key] = row.get("title", "")
        if self.export.decisions is not None:
            self._decisions(_rows(self.export.decisions))
        return self._accounts()

    def _file(self, row: Mapping[str, str]) -> str:
        """The file that a row came from: the one that its locator begins with."""
        return next(
            (name for name in self.ids if row["locator"].startswith(f"{name},")), next(iter(self.ids))
        )

    def _records(self, rows: list[dict[str, str]]) -> None:
        records = self.tables["records"]
        if self.source_id is None:
            self._match(rows, records)
            return
        there: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for row in sorted(records.rows, key=_line):  # like ones in the order of their file
            if row["source_id"] == self.source_id:
                there[_content(row)].append(row["record_id"])
        name = _Names(self.source_id, (row["record_id"] for row in records.rows))
        new = []
        for row in rows:
            file = self._file(row)
            if like := there.get(_content(row)):
                # of several that are alike, each is meant once
                record_id = like.pop(0) if len(like) > 1 else like[0]
                self.known[file] += 1
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

    def _match(self, rows: list[dict[str, str]], records: Table) -> None:
        """Find the records of an export of decisions among those that are there: by key, then by DOI."""
        find = _Finder(records.rows, self.source_id)
        titles = {row["record_id"]: letters(row.get("title") or "") for row in records.rows}
        missing = []
        for row in rows:
            same = find(row.get("source_key", "")) or find(row.get("doi", ""))
            if len(same) > 1:  # the title may tell which
                same = [one for one in same if titles[one] == letters(row.get("title", ""))] or same
            self.at.append(same)
            if same:
                self.known[self._file(row)] += 1
            else:
                missing.append(row)
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
        find = _Finder(self.tables["records"].rows, self.source_id)
        called = self.people.called(row["reviewer"] for row in rows)
        judged: dict[tuple[str, str, str], list[dict[str, str]]] = defaultdict(list)
        for row in decisions.rows:
            judged[row["record_id"], row["reviewer"], row["stage"]].append(row)
        new, touched = [], set()
        for row in rows:
            key, of = row.pop("source_key", ""), row.pop(OF, None)
            row["reviewer"] = called[row["reviewer"]]
            # The record of its own row, where it has one: a key may be that of several.
            found = find.one_of(self.at[int(of)] if of else self.here.get(key, ())) or find(key)
            if len(found) != 1:
                many = ", ".join(sorted(found)[:5])
                why = f"several records have this key: {many}" if found else UNKNOWN
                title = self.rows[int(of)].get("title", "") if of else self.missing.get(key, "")
                self._set_aside(row, key, "" if found else title, why)
                continue
            file = self._file(row)
            group = found[0], row["reviewer"], row["stage"]
            if _is_known(row, judged[group]):
                self.known[file] += 1
                continue
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

    def _set_aside(self, row: Mapping[str, str], key: str, title: str, why: str) -> None:
        line = _line(row)
        said = [
            row["decision"],
            title,
            row.get("reason", ""),
            row.get("decided_at", ""),
            row.get("note", ""),
        ]
        found = f"{row['reviewer']}, {row['stage']}: " + ", ".join(filter(None, said))
        piece = Piece(line or None, key, "decision", found, why)
        self.pieces.append((self._file(row), piece))

    def _accounts(self) -> list[Imported]:
        """What became of each file, with its row of imports and its pieces; what is of no one file is told of the first new."""
        known_entries = sum(self.added.values()) + sum(self.known.values())
        done = []
        for name, import_id in self.ids.items():
            if name not in self.new:
                done.append(Imported(name, import_id, self.format.name, before=True))
                continue
            first = name == self.new[0]
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
            )
            done.append(entry)
            self.tables["imports"].add([ledger.entered(entry, source_id=self.source_id or NOT_APPLICABLE)])
            self.tables["set_aside"].add(ledger.aside(entry))
        return done


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


def _line(row: Mapping[str, str]) -> int:
    """The line of its file in which a row stood; 0 where its locator names none."""
    line = re.search(r", (?:line|row) (\d+)", row.get("locator") or "")
    return int(line[1]) if line else 0


def _content(row: Mapping[str, str]) -> tuple[str, ...]:
    return (row.get("source_key") or "", *(row.get(name) or "" for name in CONTENT))


class _Names:
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


class _Finder:
    """Finds the records that a key means: by source_key, then by record_id, then by DOI."""

    def __init__(self, rows: list[dict[str, str]], source_id: str | None):
        self.ways: list[dict[str, list[str]]] = [defaultdict(list), defaultdict(list), defaultdict(list)]
        self.duplicates = set()
        for row in rows:
            record_id = row["record_id"]
            if (row.get("source_key") or "") and source_id in (None, row["source_id"]):
                self.ways[0][row["source_key"]].append(record_id)
            self.ways[1][record_id].append(record_id)
            if row.get("doi"):
                self.ways[2][row["doi"].lower()].append(record_id)
            if (row.get("duplicate_of") or NOT_APPLICABLE) != NOT_APPLICABLE:
                self.duplicates.add(record_id)

    def __call__(self, key: str) -> list[str]:
        if not key:
            return []
        for way, asked in zip(self.ways, (key, key, doi(key)), strict=True):
            if asked in way:
                return self.one_of(way[asked])
        return []

    def one_of(self, found: Iterable[str]) -> list[str]:
        """The record among several that is no duplicate, where there is just one; else all."""
        found = list(dict.fromkeys(found))
        kept = [record_id for record_id in found if record_id not in self.duplicates]
        return kept if len(kept) == 1 else found


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
