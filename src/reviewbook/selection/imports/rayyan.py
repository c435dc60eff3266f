"""Rayyan: articles (BibTeX, CSV or RIS) with their notes, and customizations_log.csv, the log of what each user did.

Given together, the decisions are those of the log: it has every turn, its time, and whose reason is whose. A user of the log
gets the name that stands in the notes only where that is certain: each user's last decisions on the articles at hand are
exactly those of one name, and no other user's or name's are the same. Else the log's number stays. Where notes and log differ
the note is set aside.

Articles alone hold last decisions. They do not say whose a reason is: everybody who excluded the article gets it.

In the log the last event of a user, article and key counts. 1, 0, -1 include, are in doubt, exclude; "deleted" withdraws. A key
that begins with __EXR__ is a reason, active where its last value is 1, in the order in which users set them: the first is the
reason that counts, the rest are other reasons. Other keys in quotation marks are labels: they stand in the note. Reasons and
labels belong to the last decision of their user on the article.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reviewbook.files.pieces import Piece
from reviewbook.files.signs import sight
from reviewbook.files.wording import letters, one_line
from reviewbook.review.decoding import read_text
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.imports import bibtex, decision_rows, decisions, ris, table
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.decision_sheet import BESIDE, Sheet, missing_column
from reviewbook.selection.imports.decision_words import iso, reviewer_name, stage_name

if TYPE_CHECKING:
    import pandas as pd

LOG = {"createdat", "articleid", "key", "value"}
VALUES = {"1": "include", "0": "maybe", "-1": "exclude", "deleted": "withdrawn"}
WORDS = {"included": "include", "maybe": "maybe", "excluded": "exclude", "undecided": "", "": ""}
REASON = "__EXR__"
RECORD = "record"  # of a decision as it is read: the locator of the record that it is about
PREFIX = "rayyan-"  # of an article's number, where it is the key of a record
PARTS = re.compile(r"\s*\|?\s*(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES)\s*:\s*")
TEXT = r'(?:[^"\\]|\\.)*'
SAID = re.compile(rf'"({TEXT})"\s*(?:=>|:)\s*(?:"({TEXT})"|\[((?:"{TEXT}"|[^\]"])*)\])')
QUOTED = re.compile(rf'"({TEXT})"')


class PieceOf(Piece):
    """A piece, and which of several files it stands in."""

    file: str


def _piece(file: str, line: int | None, entry: str, field: str, found: str, why: str) -> PieceOf:
    piece = PieceOf(line, entry or NOT_APPLICABLE, field, found, why)
    piece.file = file
    return piece


@dataclass
class Note:
    """What the note of an article says: decisions and remarks by name, reasons and labels of the article."""

    file: str
    line: int
    key: str
    record: str = ""  # where the article stands: the locator of its record
    decided: dict[str, str] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)

    @property
    def locator(self) -> str:
        return f"{self.file}, line {self.line}"

    def aside(self, found: str, why: str) -> PieceOf:
        return _piece(self.file, self.line, self.key, "note", found, why)


class Event(NamedTuple):
    """One line of the log."""

    file: str
    line: int
    at: str
    user: str
    article: str
    key: str
    value: str

    def aside(self, why: str) -> PieceOf:
        return _piece(
            self.file, self.line, self.article, self.key, f"user {self.user}: {self.key} {self.value}", why
        )


def read(files: Sequence[Path], *, stage: str | None = None) -> Export:
    """The records and decisions of Rayyan's files: articles, the log, or both.

    Parameters
    ----------
    files : articles.bib, articles.csv or articles.ris (several, where Rayyan parted them), customizations_log.csv
    stage : stage of all decisions, because Rayyan knows none (default: title_abstract).

    Raises
    ------
    ReviewProblems (DECI-003) where a file is neither, or those of a file that cannot be read.
    """
    stage = stage_name(stage or "title_abstract")
    notes: list[Note] = []
    events: list[Event] = []
    exports: list[Export] = []
    pieces: list[Piece] = []
    has_log = False
    for file in files:
        reader = {"bibtex": bibtex, "ris": ris}.get(sight(read_text(file)[0]) or "", table)
        given = Sheet(file) if reader is table else None
        if given and {letters(name) for name in given.header} >= LOG:
            has_log = True
            events += _events(file, given, pieces)
        elif given is None or _notes_column(given):
            export = reader.read(file)
            if reader is ris:
                export = replace(export, records=_keyed(export.records))
            exports.append(export)
            pieces += [_piece(file.name, *piece) for piece in export.set_aside]
            for note, odd in _notes_of_ris(file, export) if reader is ris else _notes(file, given):
                notes.append(note)
                pieces += odd
        else:
            raise missing_column(file, given, "Rayyan's articles with their notes, or customizations_log.csv")
    rows = _from_log(events, notes, pieces, stage) if has_log else _from_notes(notes, pieces, stage)
    return _export(exports, rows, pieces, has_log=has_log)


def _export(
    exports: list[Export], rows: list[dict[str, str]], pieces: list[Piece], *, has_log: bool
) -> Export:
    import pandas as pd

    left = sum((export.left for export in exports), Counter())
    for name in ("note", "notes", "N1"):  # read here
        left.pop(name, None)
    records = pd.concat([export.records for export in exports], ignore_index=True) if exports else None
    places = {} if records is None else {locator: of for of, locator in enumerate(records["locator"])}
    about = [{decision_rows.OF: places[at]} if (at := row.pop(RECORD, "")) in places else {} for row in rows]
    told = [{**row, **of} for row, of in zip(rows, about, strict=True)]
    return Export(
        entries=sum(export.entries for export in exports) + has_log * len(rows),
        records=records,
        decisions=decisions.as_table(told),
        set_aside=pieces,
        left=left,
        encoding=exports[0].encoding if exports else "utf-8",
    )


def _notes_column(given: Sheet) -> str | None:
    return next((name for name in given.header if letters(name) in ("notes", "note")), None)


def _notes(file: Path, given: Sheet | None) -> Iterator[tuple[Note, list[PieceOf]]]:
    """What the note of each article says, and what is not understood in it."""
    if given is None:
        for entry in bibtex.entries(file)[0]:
            line = entry.lines.get("note", entry.line)
            at = f"{file.name}, line {entry.line}"
            yield _note(Note(file.name, line, entry.key, at), bibtex.plain(entry.fields.get("note", "")))
        return
    key, notes = given.column("source_key"), _notes_column(given)
    assert notes is not None  # `read` refuses articles without
    for line, cells, _ in given:
        name = one_line(cells[key]) if key else f"line {line}"
        yield _note(Note(file.name, line, name, f"{file.name}, line {line}"), cells[notes])


def _keyed(records: pd.DataFrame) -> pd.DataFrame:
    """The records of a RIS file, each with a key; a note that stands where abstracts do is none."""
    records = records.copy()
    records["source_key"] = records["source_key"].fillna(records["doi"]).fillna(records["title"])
    noted = records["abstract"].str.contains("RAYYAN-", regex=False).fillna(False).astype(bool)
    records["abstract"] = records["abstract"].mask(noted)
    return records


def _notes_of_ris(file: Path, export: Export) -> Iterator[tuple[Note, list[PieceOf]]]:
    """What the notes of each entry say, in whichever field they stand."""
    assert export.records is not None  # RIS holds records
    keys = dict(zip(export.records["locator"], export.records["source_key"], strict=True))
    for entry in ris.entries(read_text(file)[0], Entries(file)):
        at = f"{file.name}, line {entry.line}"
        key = keys.get(at)
        noted = [
            (value, line) for _, value, line in entry.fields if "RAYYAN-" in value or "USER-NOTES" in value
        ]
        if isinstance(key, str) and noted:
            yield _note(Note(file.name, noted[0][1], key, at), " | ".join(value for value, _ in noted))


def _note(note: Note, text: str) -> tuple[Note, list[PieceOf]]:
    _, *parts = PARTS.split(text)  # what stands before is a note of the source
    odd = []
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        value = value.strip(" |\n")
        if name == "RAYYAN-LABELS":
            note.labels += _listed(value)
        elif name == "RAYYAN-EXCLUSION-REASONS":
            note.reasons += _listed(value)
        else:
            for who, word, remarks in SAID.findall(value):
                if name == "USER-NOTES":
                    note.remarks[_bare(who)] = (
                        joined(map(_bare, QUOTED.findall(remarks))) if remarks else _bare(word)
                    )
                elif (answer := WORDS.get(word.strip().casefold())) is None:
                    odd.append(note.aside(f"{who}: {word}", "not one of Included, Maybe, Excluded"))
                elif answer:
                    note.decided[reviewer_name(_bare(who))] = answer
            if rest := SAID.sub("", value).strip("{}, \n"):
                odd.append(note.aside(rest, f"a part of {name} that is not understood"))
    return note, odd


def _bare(text: str) -> str:
    return one_line(re.sub(r"\\(.)", r"\1", text))


def _listed(text: str) -> list[str]:
    return [part for part in map(one_line, text.split(",")) if part]


def _labels(labels: Iterable[str], remark: str = "") -> str:
    words = ", ".join(labels)
    return joined([f"labels: {words}" if words else "", remark])


def _from_notes(notes: Iterable[Note], pieces: list[Piece], stage: str) -> list[dict[str, str]]:
    rows = []
    for note in notes:
        for who, answer in note.decided.items():
            row = {
                "source_key": note.key,
                "reviewer": who,
                "stage": stage,
                "decision": answer,
                "locator": note.locator,
                RECORD: note.record,
            }
            row["note"] = _labels(note.labels, note.remarks.pop(who, ""))
            if answer == "exclude" and note.reasons:
                row["reason"], row["other_reasons"] = note.reasons[0], joined(note.reasons[1:])
            rows.append(row)
        if note.reasons and "exclude" not in note.decided.values():
            pieces.append(note.aside(", ".join(note.reasons), BESIDE["reason"]))
        if note.labels and not note.decided:
            pieces.append(note.aside(", ".join(note.labels), BESIDE["label"]))
        pieces += [note.aside(f"{who}: {said}", BESIDE["remark"]) for who, said in note.remarks.items()]
    return rows


def _events(file: Path, given: Sheet, pieces: list[Piece]) -> list[Event]:
    names = {letters(name): name for name in given.header}
    at, article, key, value = (names[name] for name in ("createdat", "articleid", "key", "value"))
    users = [names[name] for name in ("userid", "useremail") if name in names]
    events = []
    for line, cells, raw in given:
        user = next((one_line(cells[name]) for name in users if cells[name]), "")
        event = Event(
            file.name,
            line,
            iso(cells[at]),
            user,
            one_line(cells[article]).removeprefix(PREFIX),
            cells[key],
            cells[value].strip().casefold(),
        )
        if not (event.user and event.article):
            pieces.append(
                _piece(file.name, line, event.article, "user_id", raw, "no user or article is named")
            )
            continue
        if not event.at and cells[at]:
            pieces.append(
                _piece(file.name, line, event.article, at, cells[at], "not a time as in 2024-03-01T10:30Z")
            )
        events.append(event)
    pieces += [_piece(file.name, *piece) for piece in given.found.pieces]
    # Rayyan writes in order of time; a log that somebody sorted otherwise is put in order again.
    return sorted(events, key=lambda event: event.at) if all(event.at for event in events) else events


def _from_log(
    events: list[Event], notes: Sequence[Note], pieces: list[Piece], stage: str
) -> list[dict[str, str]]:
    judged: dict[tuple[str, str], list[Event]] = defaultdict(list)
    marks: dict[tuple[str, str], dict[str, Event]] = defaultdict(dict)
    for event in events:
        place = (event.article, event.user)
        word = event.key.strip('"')
        if word == "included" and event.value in VALUES:
            judged[place].append(event)
        elif word != "included" and event.value in ("1", "0", "-1", "deleted"):
            marks[place].pop(word, None)  # so that the order is that of the event that counts
            marks[place][word] = event
        else:
            pieces.append(event.aside("not an event that is understood"))
    of_article = {note.key.removeprefix(PREFIX): note for note in notes}
    last = {place: VALUES[given[-1].value] for place, given in judged.items()}
    names = _names({place: answer for place, answer in last.items() if answer != "withdrawn"}, of_article)
    if not names:
        pieces += _differing(last, of_article)
    rows = []
    for (article, user), given in judged.items():
        note = of_article.get(article)
        row = {
            "source_key": note.key if note else f"{PREFIX}{article}",
            "reviewer": names.get(user, user),
            "stage": stage,
        }
        turns = [
            row
            | {
                "decision": VALUES[event.value],
                "decided_at": event.at,
                "locator": f"{event.file}, line {event.line}",
            }
            | ({"turn": str(turn)} if len(given) > 1 else {})
            for turn, event in enumerate(given, 1)
        ]
        active = {word: event for word, event in marks.pop((article, user), {}).items() if event.value == "1"}
        reasons = [word.removeprefix(REASON) for word in active if word.startswith(REASON)]
        if turns[-1]["decision"] == "exclude":
            turns[-1] |= {"reason": reasons[0] if reasons else "", "other_reasons": joined(reasons[1:])}
        else:
            pieces += [
                event.aside(BESIDE["reason"]) for word, event in active.items() if word.startswith(REASON)
            ]
        remark = note.remarks.pop(row["reviewer"], "") if note else ""
        turns[-1]["note"] = _labels((word for word in active if not word.startswith(REASON)), remark)
        rows += turns
    for left in marks.values():
        pieces += [event.aside(BESIDE["mark"]) for event in left.values() if event.value == "1"]
    for note in notes:
        pieces += [note.aside(f"{who}: {said}", BESIDE["remark"]) for who, said in note.remarks.items()]
    return rows


def _names(last: Mapping[tuple[str, str], str], notes: Mapping[str, Note]) -> dict[str, str]:
    """The name of each user of the log; none at all unless every one is certain (see the rule above)."""
    by_user: dict[str, set] = defaultdict(set)
    by_name: dict[str, set] = defaultdict(set)
    for (article, user), answer in last.items():
        if article in notes:
            by_user[user].add((article, answer))
    for article, note in notes.items():
        for name, answer in note.decided.items():
            by_name[name].add((article, answer))
    fits = {user: [name for name, said in by_name.items() if said == did] for user, did in by_user.items()}
    names = {user: found[0] for user, found in fits.items() if len(found) == 1}
    certain = len(names) == len(by_user) == len(by_name) == len(set(names.values()))
    return names if certain else {}


def _differing(last: Mapping[tuple[str, str], str], notes: Mapping[str, Note]) -> list[PieceOf]:
    """The notes that say other decisions of an article than the log."""
    logged: dict[str, Counter] = defaultdict(Counter)
    for (article, _), answer in last.items():
        if answer != "withdrawn":
            logged[article][answer] += 1
    return [
        note.aside(
            "; ".join(f"{who}: {answer}" for who, answer in note.decided.items()),
            "the log has other decisions on this article: it was followed",
        )
        for article, note in notes.items()
        if note.decided and Counter(note.decided.values()) != logged[article]
    ]
