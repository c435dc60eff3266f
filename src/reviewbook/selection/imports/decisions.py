"""Decisions as a plain table or list: one row a decision (long), one column a reviewer (wide), or a list of what was kept.

Long: a column for the record, one for the reviewer (or the name given once for the file), one for the decision. Wide: a column
for the record, and every other column in which at least half of the answers are words of a decision is a reviewer's, but where
headings say "decision" or "reviewer", those and the others with the same words (`reviewbook.files.headings`). Where one column
names its stage, all are of it; where several stages are named, each column must name one. A list of what somebody kept has no
answers at all: it is read as decisions only where ``decision`` says which.

Columns are known by `COLUMNS`, answers by `WORDS`, both whatever their case. The number 0 excludes, unless the file also has -1:
then 1, 0, -1 are include, maybe, exclude, as in Rayyan. A blank answer, and a word for one that was not given, is no decision.
"Excluded - wrong population" is a decision with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
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
from reviewbook.selection.imports.columns import COLUMN, chosen
from reviewbook.selection.imports.columns import record as record_
from reviewbook.selection.imports.decision_sheet import BESIDE, COLUMNS, Sheet, missing_column
from reviewbook.selection.imports.decision_words import (
    DECISION,
    answer_and_reason,
    iso,
    read_answer,
    reviewer_name,
    stage_name,
)

TWICE = "another decision than in an earlier row of the record"
YES_OR_NO = frozenset(["yes", "no", "y", "n", "true", "false", "1", "0", "1.0", "0.0"])
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
    layout: str | None = None,
    given: Sheet | None = None,
) -> Export:
    """The decisions of a plain table, or of a list of what was kept; its records where it has titles or DOIs.

    Parameters
    ----------
    stage, reviewer : of all decisions, where no column gives them.
    decision : one of the words of a decision: each entry of the file was decided so.
    layout : {None, "long", "wide"}
        What the table is held for: long, one decision a row; wide, every column that is not known is a reviewer's. None: long
        where a column names reviewers or ``reviewer`` is given.
    given : the file, where it is open already.

    Raises
    ------
    ReviewProblems: DECI-003 (no column for records or for decisions), DECI-004 (stage, reviewer or decision said nowhere), or
    those of a file that cannot be read.
    """
    if decision is not None:
        return _list(file, stage=stage, reviewer=reviewer, decision=decision)
    given = given or Sheet(file)
    names = {column: given.column(column) for column in COLUMNS}
    if names["source_key"] is None:
        raise missing_column(file, given, "a column for the record, such as record_id, id or title")
    if layout == "wide":
        names["reviewer"] = None
    judged = _judged(file, given, names, reviewer, layout)
    unsaid = {
        "--stage": stage or names["stage"] or all(column.stage for column in judged),
        "--reviewer": reviewer or names["reviewer"] or all(column.who or column.named for column in judged),
    }
    require(file, [option for option, value in unsaid.items() if not value])
    three = any(
        answers.keys() & {"-1", "-1.0"}
        for answers in given.tally([column.name for column in judged]).values()
    )
    read_here = {name for column in judged for name in column if name in given.header}
    taken = {name for name in names.values() if name} | read_here
    others = [name for name in given.header if name not in taken]
    described = chosen([names["source_key"], *others]) | {"source_key": [names["source_key"]]}
    rows = _Rows(given, names["source_key"])
    if {"title", "doi"} & set(described):
        rows.take_records(described)
        others = [name for name in others if not any(name in columns for columns in described.values())]
    rows.leave(others)
    for column in judged:
        own = names | {holds: at for holds in ("reason", "note") if (at := getattr(column, holds))}
        rows.take(column, own, stage=stage, reviewer=reviewer, three_valued=three)
    # A row of a wide table is a record; a second one of it is no later turn where nothing says so.
    people = not reviewer and any(column.who or column.named for column in judged)
    one_row = people and not (names["turn"] or names["decided_at"] or names["stage"])
    return export(given.found, rows.decisions(f"{file.name}, line ", once=one_row), encoding=given.encoding)


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

    def __init__(self, given: Sheet, key: str):
        self.found, self.told = given.found, given.told
        self.key = self._of(key).read(one_line)
        self.named = self.key.given
        for row in np.flatnonzero(~self.named).tolist():
            self.found.broken(self._line(row), self.told.raw(row), "no record is named")
        self.found.entries += int(self.named.sum())
        self.left: dict[str, tuple[int, int]] = {}  # the row, and where in it, that a field is first left in
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

    def take_records(self, columns: Mapping[str, list[str]]) -> None:
        """The records: one for each key, from the first row that has it."""
        entries = self.found.entries  # a row counts once, as a decision
        cells = {name: self.told.columns[name] for names in columns.values() for name in names}
        key = pd.Series(pd.factorize(np.array(self.key.texts, dtype=object))[0][self.key.numbers])
        for row in np.flatnonzero(~key.duplicated() & self.named).tolist():
            own = {name: column[row] for name, column in cells.items()}
            record = record_(own, columns, self.found, self._line(row)) | {"source_key": self.key[row]}
            self.found.add(record, line=self._line(row), raw=self.told.raw(row))
            for name in list(self.found.left)[len(self.left) :]:
                self.left[name] = (row, 0)
        self.found.entries = entries

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
        three_valued: bool,
    ) -> None:
        """The decisions of one column."""
        said = self._of(column.name)
        word = said.read(lambda cell: answer_and_reason(cell)[0])
        answer = word.read(lambda word: read_answer(word, three_valued=three_valued)[0])
        fault = word.read(lambda word: read_answer(word, three_valued=three_valued)[1])
        self._set_aside(self.named & fault.given, column.name, said, fault)
        who = self._of(column.named) if column.named else self._same(column.who)
        who = who.otherwise(self._of(names["reviewer"]) if names["reviewer"] else self._same(reviewer))
        at = self._same(column.stage).otherwise(self._of(names["stage"])).otherwise(self._same(stage))
        judged = self.named & answer.given
        for lacking, known, other in (("reviewer", who.given, True), ("stage", at.given, who.given)):
            why = self._same(f"no {lacking} is named")
            self._set_aside(judged & ~known & other, names[lacking] or column.name, None, why)
        judged &= who.given & at.given
        excluded = answer.where(lambda word: word == "exclude")
        texts = {"source_key": self.key, "decision": answer}
        texts |= {"reviewer": who.read(reviewer_name), "stage": at.read(stage_name)}
        texts |= {name: self._of(names[name]).read(one_line) for name in ("other_reasons", "note", "reason")}
        reason = texts["reason"]
        beside = judged & ~excluded & reason.where(lambda text: text and DECISION.get(letters(text)) != "")
        self._set_aside(beside, names["reason"], reason, self._same(BESIDE["reason"]))
        texts["reason"] = reason.only(excluded)
        for name, as_, otherwise in (
            ("turn", _turn, "not a whole number from 1"),
            ("decided_at", iso, "not a day or time as in 2024-03-01T10:30"),
        ):
            given = self._of(names[name]).read(one_line)
            texts[name] = given.read(as_)
            missed = judged & given.given & ~texts[name].given
            self._set_aside(missed, names[name], given, self._same(otherwise))
        behind = said.read(lambda cell: answer_and_reason(cell)[1])
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
            place = {"entry": self.key[row], "field": field or NOT_APPLICABLE}
            self.found.set_aside(self._line(row), text, why[row], **place)

    def decisions(self, place: str, *, once: bool) -> pd.DataFrame:
        """All decisions in the order of rows, and of columns in each.

        Parameters
        ----------
        place : of a row, what stands before its line.
        once : a record that has several rows has the decision of a person in the first alone; another one is set aside.
        """
        rows = np.concatenate([np.empty(0, np.int64), *self.rows])
        order = np.argsort(rows, kind="stable")
        lines = self.told.lines[rows[order]]
        columns = {name: _together(parts, order) for name, parts in self.texts.items() if name != "locator"}
        columns["locator"] = pd.array([f"{place}{line}" for line in lines.tolist()], dtype="string")
        found = pd.DataFrame(columns, copy=False)
        return self._once(found, lines) if once else found

    def _once(self, found: pd.DataFrame, lines: np.ndarray) -> pd.DataFrame:
        key = pd.Series(np.array(self.key.texts, dtype=object)[self.key.numbers[self.named]])
        several = found.loc[found["source_key"].isin(key[key.duplicated()])]
        first: dict[tuple[str, ...], str] = {}
        other = []
        for row, *place, decision in several[["source_key", "reviewer", "stage", "decision"]].itertuples():
            if first.setdefault(tuple(place), decision) != decision:
                other.append(row)
                self.found.set_aside(int(lines[row]), decision, TWICE, entry=place[0], field=place[1])
        return found.drop(index=other).reset_index(drop=True)


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
    for key, locator in zip(records["source_key"], records["locator"], strict=True):
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
        rows.append({"source_key": key, **row, **own, "locator": locator})
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


def _judged(
    file: Path, given: Sheet, names: Mapping[str, str | None], reviewer: str | None, layout: str | None
) -> list[_Judged]:
    """The columns that hold decisions: the one for it, or those of reviewers, in which half of the answers are words of one."""
    if layout == "long" or names["reviewer"] or (reviewer and names["decision"]):
        if not names["decision"]:
            raise missing_column(file, given, "a column for the decision, such as decision, vote or included")
        return [_Judged(names["decision"])]
    taken = {names[column] for column in names if column != "decision"}
    free = [
        name for name in given.header if name and name not in taken and not _describes(name, given.header)
    ]
    tally = given.tally(free)
    headings = wide.told(free, judged=())
    judged = [
        name
        for name in free
        if headings[name].holds not in ("reason", "note")
        and letters(name) not in wide.FLAGS
        and _is_of_answers(tally[name], least=0 if layout == "wide" else 0.5)
    ]
    marked = {
        name
        for name in judged
        if headings[name].who and (headings[name].holds == "decision" or wide.NAMING.search(_apart(name)))
    }
    if marked and layout != "wide":
        used = {word.casefold() for name in marked for word in tally[name]} - YES_OR_NO - {""}
        judged = [
            name
            for name in judged
            if name in marked or not headings[name].who or used & {word.casefold() for word in tally[name]}
        ]
    headings = wide.told([*free, *filter(None, [names["reason"], names["note"]])], judged=judged)
    words = {word.casefold() for name in judged if headings[name].who for word in tally[name] if word}
    for name in [name for name in judged if headings[name].holds == "settled"]:
        # "Agreed: yes", beside "include" and "exclude", says that they agreed and not on what.
        own = {word.casefold() for word in tally[name] if word}
        if own <= YES_OR_NO and words and not words & YES_OR_NO:
            judged.remove(name)
    if not judged and names["decision"]:
        return [_Judged(names["decision"])]
    if not judged or (reviewer and len(judged) > len({headings[name].stage for name in judged})):
        wanted = "a column for the decision or one a reviewer; a list of what was kept needs --decision"
        raise missing_column(file, given, wanted)
    return _of_whom(file, judged, headings, reviewer)


def _of_whom(
    file: Path, judged: list[str], headings: Mapping[str, wide.Heading], reviewer: str | None
) -> list[_Judged]:
    """Whose the columns of decisions are, and of which stage."""
    people = [name for name in judged if headings[name].who]
    stages = list(dict.fromkeys(headings[name].stage for name in judged if headings[name].stage))
    columns = []
    for name in judged:
        own = headings[name]
        # What is nobody's settles what reviewers disagree on.
        who = own.who or ("consensus" if people or own.holds == "settled" else "")
        stage = own.stage or (stages[0] if len(stages) == 1 else "")
        if len(stages) > 1 and not stage:
            if not own.who:
                continue  # of which stage it is is not said: left in the file
            wanted = f'the stage in the heading too, as in "{stages[0]} {own.who}"'
            raise ReviewProblems([Problem("DECI-004", file.name, "no stage", wanted, row=1, field=name)])
        columns.append(
            _Judged(
                name,
                reviewer or who,
                stage,
                wide.named_beside(own.who, headings, judged),
                wide.beside("reason", own, headings),
                wide.beside("note", own, headings),
            )
        )
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


def _is_of_answers(answers: Counter[str], *, least: float) -> bool:
    """Whether this share of the answers at least are words of a decision."""
    every = sum(n for answer, n in answers.items() if answer)
    known = sum(
        n for answer, n in answers.items() if read_answer(answer_and_reason(answer)[0], three_valued=False)[0]
    )
    return every > 0 and known >= least * every


def _apart(name: str) -> str:
    return re.sub(r"[\W\d_]+", " ", name)


def _turn(text: str) -> str:
    """A turn as it stands, blank where the text is none."""
    return text if re.fullmatch(r"[1-9]\d{0,8}", text) else ""


def as_table(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Decisions as the table that an export carries: one row a decision, text missing where a row has none."""
    return pd.DataFrame(
        {name: pd.array([row.get(name) or None for row in rows], dtype="string") for name in ROW}
    )


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
