"""The rows of a plain table of decisions: which record each is about, and what stands in its cells, read column by column.

A decision is about the record that its row describes. Rows are of one record where they have one key and nothing tells them apart:
another title, or another DOI, is another record. Where a row has no reviewer, stage, turn or time of its own, it is a record by itself.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from reviewbook.files.wording import letters, one_line
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.imports.bibliography import joined
from reviewbook.selection.imports.columns import BLANK
from reviewbook.selection.imports.columns import record as record_
from reviewbook.selection.imports.decision_columns import Judged
from reviewbook.selection.imports.decision_sheet import BESIDE, Sheet
from reviewbook.selection.imports.decision_words import (
    DECISION,
    Reading,
    iso,
    reviewer_name,
    stage_name,
)
from reviewbook.selection.imports.identifiers import doi, is_none

TWICE = "another decision than in an earlier row of the record"
ONWARD = "it moves the record on to the stage that it should be of"
ANOTHER = "another title or DOI than an earlier row of this key has: taken for a record of its own"
SEVERAL = "several records of the file have this key, and the row does not tell which it is about"
SAME_FROM = 20  # letters of a title that another begins with: one of the two was cut
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


@dataclass(frozen=True)
class Texts:
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

    def read(self, as_: Callable[[str], str]) -> Texts:
        """What is read in each text."""
        return replace(self, texts=["", *map(as_, self.texts[1:])])

    def only(self, rows: np.ndarray) -> Texts:
        """Blank but for the rows of which this is so."""
        return replace(self, numbers=np.where(rows, self.numbers, 0))

    def otherwise(self, other: Texts) -> Texts:
        """Where they are blank, those of others."""
        numbers = np.where(self.given, self.numbers, other.numbers + len(self.texts))
        return Texts(self.texts + other.texts, numbers)

    def beside(self, other: Texts) -> Texts:
        """Both texts of each row, joined."""
        if not self.given.any():
            return other
        pairs, both = pd.factorize(self.numbers * len(other.texts) + other.numbers)
        parts = [divmod(int(pair), len(other.texts)) for pair in both]
        texts = [joined([self.texts[one], other.texts[two]]) for one, two in parts]
        return Texts(["", *texts], pairs + 1)

    def __getitem__(self, row: int) -> str:
        return self.texts[self.numbers[row]]


class Rows:
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
        self.texts: dict[str, list[Texts]] = {name: [] for name in ROW}

    def _of(self, name: str | None) -> Texts:
        """The cells of a column."""
        if name is None:
            return self._same(None)
        column = self.told.columns[name]
        return Texts(["", *column.cells], column.codes.astype(np.int64) + 1)

    def _same(self, text: str | None) -> Texts:
        """One text in each row."""
        return Texts(["", text or ""], np.ones(len(self.told.lines), np.int64))

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
        column: Judged,
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

    def _set_aside(self, rows: np.ndarray, field: str | None, found: Texts | None, why: Texts) -> None:
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


def _numbers(texts: Texts) -> np.ndarray:
    """A number for each row, the same where its text is."""
    return pd.factorize(np.array(texts.texts, dtype=object))[0][texts.numbers]


def _is_no_key(cell: str, keys: Sequence[str]) -> bool:
    """Whether a cell stands for a key that is not there; 0 is one where the keys are counted from it."""
    return is_none(cell) and not (cell in COUNTED_FROM and "1" in keys)


def _may_be_same(one: str, other: str) -> bool:
    """Whether two titles, or two DOIs, may be those of one record: a blank tells nothing, and a long title may have been cut."""
    short, long = sorted((one, other), key=len)
    return one == other or not short or (len(short) >= SAME_FROM and long.startswith(short))


def _together(parts: Sequence[Texts], order: np.ndarray) -> ExtensionArray:
    """The texts of several sets of rows, in this order; blank ones are missing."""
    texts: list[str | None] = []
    numbers = [np.empty(0, np.int64)]
    for part in parts:
        numbers.append(part.numbers + len(texts))
        texts += [text or None for text in part.texts]
    return pd.array(texts, dtype="string").take(np.concatenate(numbers)[order])


def _turn(text: str) -> str:
    """A turn as it stands, blank where the text is none."""
    return text if re.fullmatch(r"[1-9]\d{0,8}", text) else ""
