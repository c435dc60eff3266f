"""Decisions as a plain table or list: one row a decision (long), one column a reviewer (wide), or a list of what was kept.

Long: a column for the record, one for the reviewer (or the name given once for the file), one for the decision. Wide: a column
for the record, and columns of decisions, a reviewer's each. A column is one by its heading (`reviewbook.files.headings`), whatever
it holds: "AA vote", "Reviewer 2", "Final decision". A heading that is a name alone ("Anna") may be anybody's: its column counts where
at least half of its answers are words of a decision, and words of the other columns where headings name those; what stands beside
such a column under a heading of the same form, and has as few answers, is of the same kind. Where one column names its stage, all
reviewers' are of it; where several stages are named, each must name one. A column of decisions that names neither stage nor reviewer
is of another stage than those that do, unless ``stage`` is one that none of them names: it is left in the file. A list of what
somebody kept has no answers at all: it is read as decisions only where ``decision`` says which.

Columns are known by `COLUMNS`, answers as `decision_words.Reading` says. The number 0 excludes, unless the file also has -1: then
1, 0, -1 are include, maybe, exclude, as in Rayyan. A blank answer, and a word for one that was not given, is no decision. Answers
that mean nothing by themselves stop the reading, until ``words`` names them (`decision_words.must_be_named`).

A decision is about the record that its row describes. Rows are of one record where they have one key and nothing tells them apart:
another title, or another DOI, is another record. Where a row has no reviewer, stage, turn or time of its own, it is a record by itself.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from reviewbook.files import headings as wide
from reviewbook.files.pieces import Piece
from reviewbook.files.wording import letters, one_line
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports import listed
from reviewbook.selection.imports.bibliography import Entries, Export, joined
from reviewbook.selection.imports.columns import BLANK, COLUMN, chosen
from reviewbook.selection.imports.columns import record as record_
from reviewbook.selection.imports.decision_sheet import BESIDE, COLUMNS, Sheet, missing_column
from reviewbook.selection.imports.decision_words import (
    DECISION,
    YES_OR_NO,
    Reading,
    iso,
    meanings,
    must_be_named,
    read_answer,
    reviewer_name,
    stage_name,
)
from reviewbook.selection.imports.identifiers import doi, is_none

TWICE = "another decision than in an earlier row of the record"
ONWARD = "it moves the record on to the stage that it should be of"
ANOTHER = "another title or DOI than an earlier row of this key has: taken for a record of its own"
SEVERAL = "several records of the file have this key, and the row does not tell which it is about"
SAME_FROM = 20  # letters of a title that another begins with: one of the two was cut
INITIALS = re.compile(r"[A-Z]{1,3}\d?")
FEW, SHORT = 6, 20  # different answers of a column that has decisions, and letters of the longest
COUNTED_FROM = frozenset(["0", "-1", "0.0", "-1.0"])  # the keys may be a count that begins there
OF = "of"  # column of decisions: which of the records, from 0, the decision is about; missing where none is described
ROW = (
    "source_key",
    "reviewer",
    "stage",
    "decision",
    "reason",
    "other_reasons",
    "turn",
    "decided_at",
    "note",
    "locator",
)


def read(
    file: Path,
    *,
    stage: str | None = None,
    reviewer: str | None = None,
    decision: str | None = None,
    words: str | None = None,
    otherwise: str | None = None,
    layout: str | None = None,
    given: Sheet | None = None,
    located: bool = True,
) -> Export:
    """The decisions of a plain table, or of a list of what was kept; its records where it has titles or DOIs.

    Parameters
    ----------
    stage, reviewer : of all decisions, where no column gives them.
    decision : one of the words of a decision: each entry of the file was decided so.
    words : what answers stand for, as in "1=include,2=exclude".
    otherwise : the stage where neither ``stage`` nor the file says one.
    layout : {None, "long", "wide"}
        What the table is held for: long, one decision a row; wide, every column that is not known is a reviewer's. None: long
        where a column names reviewers or ``reviewer`` is given.
    given : the file, where it is open already.
    located : each decision says on which line it stands; else its locator is missing.

    Raises
    ------
    ReviewProblems: DECI-002 (a column with answers that cannot be read), DECI-003 (no column for records or for decisions),
    DECI-004 (stage, reviewer or decision said nowhere, or words that say nothing), or those of a file that cannot be read.
    """
    named = meanings(words) if words else {}
    if decision is not None:
        return _list(file, stage=stage, reviewer=reviewer, decision=decision)
    given = given or Sheet(file)
    names = {column: given.column(column) for column in COLUMNS}
    if names["source_key"] is None:
        raise missing_column(file, given, "a column for the record, such as record_id, id or title")
    if layout == "wide":
        names["reviewer"] = None
    judged = _judged(file, given, names, stage, reviewer, layout, Reading(named=named))
    stage = stage or otherwise
    unsaid = {
        "--stage": stage or names["stage"] or all(column.stage for column in judged),
        "--reviewer": reviewer or names["reviewer"] or all(column.who or column.named for column in judged),
    }
    require(file, [option for option, value in unsaid.items() if not value])
    tally = given.tally([column.name for column in judged])
    three = any(answers.keys() & {"-1", "-1.0"} for answers in tally.values())
    readings = {column: Reading(three, column.against, named) for column in judged}
    _require_words(file, tally, readings)
    read_here = {name for column in judged for name in column if name in given.header}
    taken = {name for column, name in names.items() if name and column != "decision"} | read_here
    others = [name for name in given.header if name not in taken]
    described = chosen([names["source_key"], *others]) | {"source_key": [names["source_key"]]}
    telling = {"title", "doi"} & set(described)
    rows = _Rows(given, names["source_key"], {name: described[name][0] for name in telling})
    if telling:
        of_rows = any(names[name] for name in ("reviewer", "stage", "turn", "decided_at"))
        rows.take_records(described, each=not of_rows)
        others = [name for name in others if not any(name in columns for columns in described.values())]
    rows.leave(others)
    for column, reading in readings.items():
        own = names | {holds: at for holds in ("reason", "note") if (at := getattr(column, holds))}
        rows.take(column, own, stage=stage, reviewer=reviewer, reading=reading)
    # A row of a wide table is a record; a second one of it is no later turn where nothing says so.
    people = not reviewer and any(column.who or column.named for column in judged)
    one_row = people and not (names["turn"] or names["decided_at"] or names["stage"])
    place = f"{file.name}, line " if located else None
    return export(given.found, rows.decisions(place, once=one_row), encoding=given.encoding)


def _require_words(
    file: Path, tally: Mapping[str, Mapping[str, int]], readings: Mapping[_Judged, Reading]
) -> None:
    """Nothing, where each column of decisions can be read.

    Raises
    ------
    ReviewProblems (DECI-002), one a column, with the answers whose meaning is not known.
    """
    wrong = []
    for column, reading in readings.items():
        answers = tally[column.name]
        if unread := must_be_named(answers, reading):
            shown = ", ".join(quote(cell) for cell, _ in unread.most_common(FEW))
            more = f" and {len(unread) - FEW} others" if len(unread) > FEW else ""
            every = sum(n for cell, n in answers.items() if cell)
            found = f"{shown}{more} in {unread.total():,} of {every:,} answers"
            wanted = "words for a decision; or say what they stand for, as in --words 1=include,2=exclude"
            wrong.append(Problem("DECI-002", file.name, found, wanted, field=column.name))
    if wrong:
        raise ReviewProblems(wrong)


@dataclass(frozen=True)
class _Texts:
    """A text for each row: its number in ``texts``, of which the first is blank."""

    texts: list[str]
    numbers: np.ndarray

    def where(self, wanted: Callable[[str], object]) -> np.ndarray:
        """Whether a row has a text of which this is so."""
        return np.array([bool(wanted(text)) for text in self.texts])[self.numbers]

    @property
    def given(self) -> np.ndarray:
        """Whether a row has any."""
        return self.where(bool)

    def read(self, as_: Callable[[str], str]) -> _Texts:
        """What is read in each text."""
        return replace(self, texts=["", *map(as_, self.texts[1:])])

    def only(self, rows: np.ndarray) -> _Texts:
        """Blank but for the rows of which this is so."""
        return replace(self, numbers=np.where(rows, self.numbers, 0))

    def otherwise(self, other: _Texts) -> _Texts:
        """Where they are blank, those of others."""
        numbers = np.where(self.given, self.numbers, other.numbers + len(self.texts))
        return _Texts(self.texts + other.texts, numbers)

    def beside(self, other: _Texts) -> _Texts:
        """Both texts of each row, joined."""
        if not self.given.any():
            return other
        pairs, both = pd.factorize(self.numbers * len(other.texts) + other.numbers)
        parts = [divmod(int(pair), len(other.texts)) for pair in both]
        texts = [joined([self.texts[one], other.texts[two]]) for one, two in parts]
        return _Texts(["", *texts], pairs + 1)

    def __getitem__(self, row: int) -> str:
        return self.texts[self.numbers[row]]


class _Rows:
    """The rows of a table of decisions, taken column by column: what a column says often is read once."""

    def __init__(self, given: Sheet, key: str, telling: Mapping[str, str]):
        """``telling`` : the columns with title and DOI, where there are any."""
        self.found, self.told = given.found, given.told
        key_ = self._of(key).read(one_line)
        self.key = key_.read(lambda cell: "" if _is_no_key(cell, key_.texts) else cell)
        read_as = {"title": lambda cell: letters(_said(cell)), "doi": lambda cell: doi(cell) or ""}
        self.telling = [self._of(telling[name]).read(as_) for name, as_ in read_as.items() if name in telling]
        self.described = np.zeros(len(self.told.lines), bool)
        for texts in self.telling:
            self.described |= texts.given
        self.named = self.key.given | self.described
        for row in np.flatnonzero(~self.named).tolist():
            self.found.broken(self._line(row), self.told.raw(row), "no record is named")
        self.found.entries += int(self.named.sum())
        self.same = _numbers(self.key)  # rows of one record
        self.record = np.full(len(self.told.lines), -1)  # which of the records is described; -1 where none is
        self.left: dict[str, tuple[int, int]] = {}  # the row, and where in it, that a field is first left in
        # For each column of reasons, the rows of exclusions, and those of a reason beside another decision.
        self.reasons: dict[str, list[tuple[np.ndarray, np.ndarray]]] = defaultdict(list)
        self.rows: list[np.ndarray] = []
        self.texts: dict[str, list[_Texts]] = {name: [] for name in ROW}

    def _of(self, name: str | None) -> _Texts:
        """The cells of a column."""
        if name is None:
            return self._same(None)
        column = self.told.columns[name]
        return _Texts(["", *column.cells], column.codes.astype(np.int64) + 1)

    def _same(self, text: str | None) -> _Texts:
        """One text in each row."""
        return _Texts(["", text or ""], np.ones(len(self.told.lines), np.int64))

    def _line(self, row: int) -> int:
        return int(self.told.lines[row])

    def take_records(self, columns: Mapping[str, list[str]], *, each: bool) -> None:
        """The records: one for each row that describes one (``each``), else for the rows of one record the first that does."""
        entries = self.found.entries  # a row counts once, as a decision
        self.same = self._each_by_itself() if each else self._by_what_they_tell()
        cells = {name: self.told.columns[name] for names in columns.values() for name in names}
        number = np.full(int(self.same.max(initial=-1)) + 1, -1)
        told = np.concatenate([np.flatnonzero(self.named & self.described), np.flatnonzero(self.named)])
        first = told[~pd.Series(self.same[told]).duplicated().to_numpy()]
        for row in np.sort(first).tolist():
            own = {name: column[row] for name, column in cells.items()}
            record = record_(own, columns, self.found, self._line(row)) | {"source_key": self.key[row]}
            before = len(self.found.rows)
            self.found.add(record, line=self._line(row), raw=self.told.raw(row))
            if len(self.found.rows) > before:
                number[self.same[row]] = before
            for name in list(self.found.left)[len(self.left) :]:
                self.left[name] = (row, 0)
        self.record = np.where(self.named, number[self.same], -1)
        self.found.entries = entries

    def _each_by_itself(self) -> np.ndarray:
        """Each row that describes a record as one of its own."""
        own = np.cumsum(self.described) - 1
        return np.where(self.described, own, self.same + int(self.described.sum()))

    def _by_what_they_tell(self) -> np.ndarray:
        """Which rows are of one record: they have one key, and the same title and DOI where they have any.

        A row that may be of several, because it tells less than they do, is set aside.
        """
        keys = self.key.read(lambda cell: doi(cell) or cell)
        told = pd.DataFrame(dict(enumerate(map(_numbers, [keys, *self.telling]))))
        groups, first = told.groupby(list(told), sort=False).ngroup().to_numpy(), told.drop_duplicates().index
        blanks = sum((~texts.given[first] for texts in self.telling), np.zeros(len(first), np.int64))
        known: dict[str, list[tuple[int, list[str]]]] = defaultdict(
            list
        )  # by key: a record, what is told of it
        of_group, numbers, unclear = np.zeros(len(first), np.int64), itertools.count(), []
        for group in np.argsort(blanks, kind="stable").tolist():  # what tells most first
            row = first[group]
            own, key = [texts[row] for texts in self.telling], keys[row]
            may_be = [one for one in known[key] if all(map(_may_be_same if key else str.__eq__, one[1], own))]
            may_be = [one for one in may_be if one[1] == own] or may_be
            if len(may_be) > 1:
                unclear.append(group)
            if not may_be:
                if known[key] and key:
                    self.found.set_aside(self._line(row), self.told.raw(row), ANOTHER, entry=key)
                may_be = [(next(numbers), own)]
                known[key] += may_be
            of_group[group] = may_be[0][0]
        for row in np.flatnonzero(np.isin(groups, unclear) & self.named).tolist():
            self.found.broken(self._line(row), self.told.raw(row), SEVERAL, entry=self.key[row])
            self.named[row] = False
        return of_group[groups]

    def leave(self, names: Iterable[str]) -> None:
        """Count what columns hold that are of no decision."""
        for at, name in enumerate(names, 1):
            filled = self._of(name).given & self.named
            if filled.any():
                name = name or "a column without a name"
                self.found.leave(name, int(filled.sum()))
                self.left[name] = (int(filled.argmax()), at)
        for name in sorted(self.left, key=self.left.__getitem__):  # as they come in the file
            self.found.left[name] = self.found.left.pop(name)

    def take(
        self,
        column: _Judged,
        names: Mapping[str, str | None],
        *,
        stage: str | None,
        reviewer: str | None,
        reading: Reading,
    ) -> None:
        """The decisions of one column."""
        said = self._of(column.name)
        read = {cell: reading(cell) for cell in said.texts}
        answer = said.read(lambda cell: read[cell].decision)
        fault = said.read(lambda cell: read[cell].fault)
        self._set_aside(self.named & fault.given, column.name, said, fault)
        who = self._of(column.named) if column.named else self._same(column.who)
        who = who.otherwise(self._of(names["reviewer"]) if names["reviewer"] else self._same(reviewer))
        at = self._same(column.stage).otherwise(self._of(names["stage"])).otherwise(self._same(stage))
        judged = self.named & answer.given
        for lacking, known, other in (("reviewer", who.given, True), ("stage", at.given, who.given)):
            why = self._same(f"no {lacking} is named")
            self._set_aside(judged & ~known & other, names[lacking] or column.name, None, why)
        judged &= who.given & at.given
        onto = said.read(lambda cell: read[cell].onto)
        if (moves := judged & onto.given).any():
            at_stage = at.read(stage_name)
            there = np.array([moves[row] and onto[row] == at_stage[row] for row in range(len(moves))])
            self._set_aside(there, column.name, said, self._same(ONWARD))
            judged &= ~there
        excluded = answer.where(lambda word: word == "exclude")
        texts = {"source_key": self.key, "decision": answer}
        texts |= {"reviewer": who.read(reviewer_name), "stage": at.read(stage_name)}
        texts |= {name: self._of(names[name]).read(_said) for name in ("other_reasons", "note", "reason")}
        reason = texts["reason"]
        told = reason.where(lambda text: text and DECISION.get(letters(text)) != "")
        if names["reason"]:
            self.reasons[names["reason"]].append((judged & excluded, judged & ~excluded & told))
        texts["reason"] = reason.only(excluded)
        for name, as_, otherwise in (
            ("turn", _turn, "not a whole number from 1"),
            ("decided_at", iso, "not a day or time as in 2024-03-01T10:30"),
        ):
            given = self._of(names[name]).read(_said)
            texts[name] = given.read(as_)
            missed = judged & given.given & ~texts[name].given
            self._set_aside(missed, names[name], given, self._same(otherwise))
        behind = said.read(lambda cell: read[cell].behind)
        texts["reason"] = behind.only(excluded).beside(texts["reason"])
        texts["note"] = behind.only(~excluded).beside(texts["note"])
        rows = np.flatnonzero(judged)
        self.rows.append(rows)
        for name, own in texts.items():
            self.texts[name].append(replace(own, numbers=own.numbers[rows]))

    def _set_aside(self, rows: np.ndarray, field: str | None, found: _Texts | None, why: _Texts) -> None:
        """What stands in some rows; the whole of them where nothing is named."""
        for row in np.flatnonzero(rows).tolist():
            text = found[row] if found else self.told.raw(row)
            place = {"entry": self.key[row] or f"line {self._line(row)}", "field": field or NOT_APPLICABLE}
            self.found.set_aside(self._line(row), text, why[row], **place)

    def decisions(self, place: str | None, *, once: bool) -> pd.DataFrame:
        """All decisions in the order of rows, and of columns in each.

        Parameters
        ----------
        place : of a row, what stands before its line; None: no locator.
        once : a record that has several rows has the decision of a person in the first alone; another one is set aside.
        """
        for name, found in self.reasons.items():  # one reason may be that of another column's exclusion
            excluded, beside = (np.logical_or.reduce(which) for which in zip(*found, strict=True))
            reason = self._of(name).read(one_line)
            self._set_aside(beside & ~excluded, name, reason, self._same(BESIDE["reason"]))
        rows = np.concatenate([np.empty(0, np.int64), *self.rows])
        order = np.argsort(rows, kind="stable")
        lines = self.told.lines[rows[order]]
        columns = {name: _together(parts, order) for name, parts in self.texts.items() if name != "locator"}
        where = [f"{place}{line}" for line in lines.tolist()] if place else [None] * len(lines)
        columns["locator"] = pd.array(where, dtype="string")
        of = self.record[rows[order]]
        columns[OF] = pd.arrays.IntegerArray(of, of < 0)
        all_ = pd.DataFrame(columns, copy=False)
        return self._once(all_, lines, self.same[rows[order]]) if once else all_

    def _once(self, found: pd.DataFrame, lines: np.ndarray, same: np.ndarray) -> pd.DataFrame:
        every = pd.Series(self.same[self.named])
        several = np.isin(same, every[every.duplicated()])
        first: dict[tuple[str, ...], str] = {}
        other = []
        told = found.loc[several, ["source_key", "reviewer", "stage", "decision"]]
        for one, (row, key, *place, decision) in zip(same[several].tolist(), told.itertuples(), strict=True):
            if first.setdefault((one, *place), decision) != decision:
                other.append(row)
                self.found.set_aside(int(lines[row]), decision, TWICE, entry=key, field=place[0])
        return found.drop(index=other).reset_index(drop=True)


def _said(cell: str) -> str:
    """What stands in a cell; nothing where a program wrote that there is nothing."""
    return "" if cell.strip() in BLANK else one_line(cell)


def _numbers(texts: _Texts) -> np.ndarray:
    """A number for each row, the same where its text is."""
    return pd.factorize(np.array(texts.texts, dtype=object))[0][texts.numbers]


def _is_no_key(cell: str, keys: Sequence[str]) -> bool:
    """Whether a cell stands for a key that is not there; 0 is one where the keys are counted from it."""
    return is_none(cell) and not (cell in COUNTED_FROM and "1" in keys)


def _may_be_same(one: str, other: str) -> bool:
    """Whether two titles, or two DOIs, may be those of one record: a blank tells nothing, and a long title may have been cut."""
    short, long = sorted((one, other), key=len)
    return one == other or not short or (len(short) >= SAME_FROM and long.startswith(short))


def _together(parts: Sequence[_Texts], order: np.ndarray) -> ExtensionArray:
    """The texts of several sets of rows, in this order; blank ones are missing."""
    texts: list[str | None] = []
    numbers = [np.empty(0, np.int64)]
    for part in parts:
        numbers.append(part.numbers + len(texts))
        texts += [text or None for text in part.texts]
    return pd.array(texts, dtype="string").take(np.concatenate(numbers)[order])


def _list(file: Path, *, stage: str | None, reviewer: str | None, decision: str) -> Export:
    """The records of a list in any format of records, each decided in one way."""
    answer, _ = read_answer(decision, three_valued=False)
    if not answer:
        wanted = "one of include, exclude, maybe, withdrawn"
        raise ReviewProblems([Problem("DECI-004", "--decision", quote(decision), wanted)])
    require(file, [f"--{name}" for name, value in (("stage", stage), ("reviewer", reviewer)) if not value])
    export, said = listed.read(file)
    assert export.records is not None  # its formats are those of records
    records = export.records.copy()
    for other in ("doi", "title", "locator"):
        records["source_key"] = records["source_key"].fillna(records[other])
    row = {"reviewer": reviewer_name(reviewer), "stage": stage_name(stage), "decision": answer}
    rows, beside = [], []
    for number, (key, locator) in enumerate(zip(records["source_key"], records["locator"], strict=True)):
        line = listed.line_of(locator)
        own = dict(said.get(line, {}))
        if given := own.get("decided_at"):
            own["decided_at"] = iso(given)
            if not own["decided_at"]:
                beside.append(
                    Piece(line, key, "decided_at", given, "not a day or time as in 2024-03-01T10:30")
                )
        if answer != "exclude":
            reasons = [own.pop(name, "") for name in ("reason", "other_reasons")]
            beside += [Piece(line, key, "reason", one, BESIDE["reason"]) for one in reasons if one]
        rows.append({"source_key": key, **row, **own, "locator": locator, OF: number})
    return Export(
        entries=export.entries,
        records=export.records,
        decisions=as_table(rows),
        set_aside=export.set_aside + beside,
        left=export.left,
        encoding=export.encoding,
        listed=True,
    )


class _Judged(NamedTuple):
    """A column of decisions: whose they are and at which stage, blank where other columns or options say it."""

    name: str
    who: str = ""
    stage: str = ""
    named: str | None = None  # the column with the reviewer's name
    reason: str | None = None
    note: str | None = None
    against: bool = False  # yes, under its heading, is out


def _judged(
    file: Path,
    given: Sheet,
    names: Mapping[str, str | None],
    stage: str | None,
    reviewer: str | None,
    layout: str | None,
    reading: Reading,
) -> list[_Judged]:
    """The columns that hold decisions: the one for it, or those of reviewers."""
    taken = {names[column] for column in names if column != "decision"}
    free = [
        name for name in given.header if name and name not in taken and not _describes(name, given.header)
    ]
    companions = [name for name in (names["reason"], names["note"]) if name]
    headings = wide.told([*free, *companions], judged=())
    free = [
        name
        for name in free
        if headings[name].holds not in ("reason", "note")
        and (name == names["decision"] or not wide.is_about(name, headings[name]))
    ]
    if layout == "long" or names["reviewer"] or (reviewer and names["decision"]):
        nobodys = {
            holds: [name for name in free if headings[name][2:] == (holds, "")]
            for holds in ("decision", "settled")
        }
        judged = [names["decision"]] if names["decision"] else nobodys["decision"] or nobodys["settled"]
        if not judged:
            raise missing_column(file, given, "a column for the decision, such as decision, vote or included")
        headings = wide.told(headings, judged=judged)
        return _each_once(
            file, [_column(name, "", headings[name].stage, headings, judged) for name in judged]
        )
    tally = given.tally(free)
    least = 0 if layout == "wide" else 0.5
    judged = _of_reviewers(file, free, headings, tally, reading, reviewer, least)
    headings = wide.told(headings, judged=judged)
    if not judged and names["decision"]:
        judged = [names["decision"]]
    if not judged or (reviewer and len(judged) > len({headings[name].stage for name in judged})):
        wanted = "a column for the decision or one a reviewer; a list of what was kept needs --decision"
        raise missing_column(file, given, wanted)
    return _of_whom(file, judged, headings, stage, reviewer)


def _of_reviewers(
    file: Path,
    free: Sequence[str],
    headings: Mapping[str, wide.Heading],
    tally: Mapping[str, Mapping[str, int]],
    reading: Reading,
    reviewer: str | None,
    least: float,
) -> list[str]:
    """The columns, among those that are not known, that hold decisions.

    Parameters
    ----------
    least : share of words of a decision among the answers, from which a column with a name alone for its heading is one.
    """
    used = {name: {cell.casefold() for cell in tally[name] if cell} for name in free}
    by_heading = [name for name in free if used[name] and wide.is_of_decisions(name, headings[name])]
    beside = {wide.named_beside(headings[name].who, headings, by_heading) for name in by_heading}
    decided = [name for name in by_heading if headings[name].holds == "decision"]
    beside |= {wide.named_beside(headings[name].who, headings, decided) for name in decided}
    by_heading = [name for name in by_heading if name not in beside]
    free = [name for name in free if name not in beside]
    named = [name for name in free if used[name] and name not in by_heading]
    bare = [name for name in named if _share(tally[name], reading) >= least]
    if least:
        bare = _of_names(
            file, named, bare, {name: used[name] for name in by_heading}, used, headings, reviewer
        )
        bare += _alike(free, bare, used)
    judged = [name for name in free if name in by_heading or name in bare]
    people = {word for name in judged if headings[name].who for word in used[name]}
    # "Agreed: yes", beside "include" and "exclude", says that they agreed and not on what.
    return [
        name
        for name in judged
        if headings[name].holds != "settled"
        or not (used[name] <= YES_OR_NO and people and not people & YES_OR_NO)
    ]


def _of_names(
    file: Path,
    named: Sequence[str],
    bare: Sequence[str],
    by_heading: Mapping[str, set[str]],
    used: Mapping[str, set[str]],
    headings: Mapping[str, wide.Heading],
    reviewer: str | None,
) -> list[str]:
    """The columns with a name alone that hold decisions.

    Beside columns of decisions by heading, yes and no may be about anything: there a column under a name must have other words of
    theirs, unless what the headings name was settled between reviewers, or the name stands beside a stage, or the names are
    initials, several with the same answers.

    Raises
    ------
    ReviewProblems (DECI-004) where it is not said whose the decision is, and yes and no stand under names.
    """
    initials = [name for name in named if INITIALS.fullmatch(headings[name].who) and _is_short(used[name])]
    initials = [
        name for name in initials if any(used[name] & used[other] for other in initials if other != name)
    ]
    words = set().union(*by_heading.values()) - YES_OR_NO
    marked = any(headings[name].who for name in by_heading)
    unsaid = any(headings[name].holds == "decision" for name in by_heading)
    of_words = [name for name in bare if used[name] & words or headings[name].stage or not (marked or unsaid)]
    if unsaid and not (marked or of_words or initials or reviewer) and bare:
        under = ", ".join(map(quote, bare[:FEW]))
        wanted = 'whose it is: --reviewer; or, where those are reviewers, headings such as "AB vote"'
        found = f"no reviewer of {quote(next(iter(by_heading)))}, and yes or no under {under}"
        raise ReviewProblems([Problem("DECI-004", file.name, found, wanted)])
    return [name for name in named if name in of_words or (name in initials and not marked)]


def _is_short(answers: set[str]) -> bool:
    """Whether answers may be codes or words of a decision: they are few, and none is long."""
    return 0 < len(answers) <= FEW and max(map(len, answers)) <= SHORT


def _alike(free: Sequence[str], bare: Sequence[str], used: Mapping[str, set[str]]) -> list[str]:
    """The columns beside one of those with a name alone, under a heading of its form, that have as few answers."""

    def form(name: str) -> str:  # "Aa" of "Anna", "A A" of "AB CD"
        return re.sub(
            r"[^\W\d_]+",
            lambda word: "A" if word[0].isupper() else "Aa" if word[0][0].isupper() else "a",
            name,
        )

    found: list[str] = []
    for order in (free, free[::-1]):
        before = ""
        for name in order:
            alike = before and form(name) == form(before) and _is_short(used[name])
            if alike and name not in bare and name not in found:
                found.append(name)
            before = name if name in bare or name in found else ""
    return found


def _of_whom(
    file: Path,
    judged: list[str],
    headings: Mapping[str, wide.Heading],
    asked: str | None,
    reviewer: str | None,
) -> list[_Judged]:
    """Whose the columns of decisions are, and of which stage; ``asked`` is the stage of those that name none."""
    stages = list(dict.fromkeys(headings[name].stage for name in judged if headings[name].stage))
    later = asked is not None and stage_name(asked) in set(wide.STAGES) - set(stages)
    places = {}
    for name in judged:
        own = headings[name]
        unsaid = not later and (len(stages) > 1 if own.holds == "settled" else bool(stages))
        if unsaid and not own.who and not own.stage:
            continue  # of which stage it is is not said: left in the file
        places[name] = own.stage or (
            stages[0] if len(stages) == 1 and (own.who or own.holds == "settled") else ""
        )
        if own.who and len(stages) > 1 and not own.stage:
            wanted = f'the stage in the heading too, as in "{stages[0]} {own.who}"'
            raise ReviewProblems([Problem("DECI-004", file.name, "no stage", wanted, row=1, field=name)])
    staffed = {stage for name, stage in places.items() if headings[name].who}
    columns = []
    for name, stage in places.items():
        own = headings[name]
        if not own.who and own.holds != "settled" and staffed and stage not in staffed:
            continue  # of another stage than the reviewers': left in the file, for it settles nothing there
        # What is nobody's settles what reviewers disagree on.
        who = own.who or ("consensus" if stage in staffed or own.holds == "settled" else "")
        columns.append(_column(name, reviewer or who, stage, headings, judged))
    return _each_once(file, columns)


def _column(
    name: str, who: str, stage: str, headings: Mapping[str, wide.Heading], judged: Sequence[str]
) -> _Judged:
    """A column of decisions with those that belong to it."""
    if name not in headings:
        headings = dict(headings) | {name: wide.heading(name)}
    return _Judged(
        name,
        who,
        stage,
        wide.named_beside(headings[name].who, headings, judged),
        wide.beside("reason", name, headings),
        wide.beside("note", name, headings),
        wide.EXCLUDING.search(wide.spaced(name)) is not None,
    )


def _each_once(file: Path, columns: list[_Judged]) -> list[_Judged]:
    """The columns, where no two are one reviewer's at one stage; DECI-003 otherwise."""
    places = [(column.who, column.stage) for column in columns if column.who != "consensus"]
    for column in columns:
        if places.count((column.who, column.stage)) > 1:
            wanted = "one column a reviewer and stage"
            found = f"{column.who or 'nobody'} in several columns"
            raise ReviewProblems([Problem("DECI-003", file.name, found, wanted, row=1, field=column.name)])
    return columns


def _describes(name: str, header: list[str]) -> bool:
    """Whether a column describes the record; two letters are rather initials, unless the table names its columns by tags."""
    plain = letters(name)
    tags = {"ti", "au", "py", "so"} & {letters(other) for other in header}
    return plain in COLUMN and (len(plain) != 2 or len(tags) > 1)


def _share(answers: Mapping[str, int], reading: Reading) -> float:
    """The share of the answers that are words of a decision."""
    every = sum(n for answer, n in answers.items() if answer)
    return sum(n for answer, n in answers.items() if reading(answer).decision) / every if every else 0


def _turn(text: str) -> str:
    """A turn as it stands, blank where the text is none."""
    return text if re.fullmatch(r"[1-9]\d{0,8}", text) else ""


def as_table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Decisions as the table that an export carries: one row a decision, text missing where a row has none.

    A row may have `OF`, the number (int) of the record that it is about.
    """
    table = pd.DataFrame(
        {name: pd.array([row.get(name) or None for row in rows], dtype="string") for name in ROW}
    )
    return table.assign(**{OF: pd.array([row.get(OF) for row in rows], dtype="Int64")})


def export(found: Entries, rows: pd.DataFrame, *, encoding: str) -> Export:
    """What was read, with its decisions; no records where none could be described."""
    out = found.export(encoding)
    return Export(
        entries=out.entries,
        records=out.records if found.rows else None,
        decisions=rows,
        set_aside=out.set_aside,
        left=out.left,
        encoding=encoding,
    )


def settled_by(rows: pd.DataFrame, name: str, *, file: str) -> pd.DataFrame:
    """Decisions of which this reviewer's, whatever the case of the name, are the consensus.

    Raises
    ------
    ReviewProblems (DECI-004) where nobody has the name, or a consensus is there already.
    """
    own = rows["reviewer"].map(lambda other: letters(other) == letters(name)).astype(bool)
    if not own.any() or ((rows["reviewer"] == "consensus") & ~own).any():
        there = ", ".join(list(dict.fromkeys(rows["reviewer"]))[:FEW])
        wanted = f"who settles, and nobody else: one of {there}" if there else "a file with decisions"
        raise ReviewProblems([Problem("DECI-004", file, f"--consensus {quote(name)}", wanted)])
    return rows.assign(reviewer=rows["reviewer"].mask(own, "consensus"))


def require(file: Path, unsaid: list[str]) -> None:
    """Nothing, where everything was said.

    Raises
    ------
    ReviewProblems (DECI-004) that names the options with which to say the rest.
    """
    if unsaid:
        raise ReviewProblems(
            [
                Problem("DECI-004", file.name, f"no {option[2:]}", f"a column for it, or {option}")
                for option in unsaid
            ]
        )
