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
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import headings as wide
from reviewbook.files.wording import letters, one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports import listing, table
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
MINUS_ONE = re.compile(r"(?<![^\s,;|\"])-1(?:\.0)?(?![^\s,;|\"])")
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
) -> Export:
    """The decisions of a plain table, or of a list of what was kept; its records where it has titles or DOIs.

    Parameters
    ----------
    stage, reviewer : of all decisions, where no column gives them.
    decision : one of the words of a decision: each entry of the file was decided so.
    layout : {None, "long", "wide"}
        What the table is held for: long, one decision a row; wide, every column that is not known is a reviewer's. None: long
        where a column names reviewers or ``reviewer`` is given.

    Raises
    ------
    ReviewProblems: DECI-003 (no column for records or for decisions), DECI-004 (stage, reviewer or decision said nowhere), or
    those of a file that cannot be read.
    """
    if decision is not None:
        return _list(file, stage=stage, reviewer=reviewer, decision=decision)
    given = Sheet(file)
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
    found = given.found
    three = given.may_hold(MINUS_ONE) and any(
        answers.keys() & {"-1", "-1.0"}
        for answers in given.tally([column.name for column in judged]).values()
    )
    rows = []
    read_here = {name for column in judged for name in column if name in given.header}
    taken = {name for name in names.values() if name} | read_here
    others = [name for name in given.header if name not in taken]
    described = chosen([names["source_key"], *others]) | {"source_key": [names["source_key"]]}
    records = _Records(given, described) if {"title", "doi"} & set(described) else None
    beside = [
        name for name in others if not (records and any(name in columns for columns in described.values()))
    ]
    # A row of a wide table is a record; a second one of it is no later turn where nothing says so.
    people = not reviewer and any(column.who or column.named for column in judged)
    one_row = people and not (names["turn"] or names["decided_at"] or names["stage"])
    own = {
        column.name: names | {holds: at for holds in ("reason", "note") if (at := getattr(column, holds))}
        for column in judged
    }
    place = f"{file.name}, line "
    seen: set[str] = set()
    again: set[str] = set()
    for line, cells, raw in given:
        key = one_line(cells[names["source_key"]])
        if not key:
            found.broken(line, raw, "no record is named")
            continue
        found.entries += 1
        if one_row:
            again.update([key] if key in seen else [])
            seen.add(key)
        if records:
            records.add(key, line, cells, raw)
        for name in beside:
            if cells[name]:
                found.leave(name or "a column without a name")
        for column in judged:
            name = column.name
            word, why_so = answer_and_reason(cells[name])
            answer, why = read_answer(word, three_valued=three)
            if why:
                found.set_aside(line, cells[name], why, entry=key, field=name)
            if not answer:
                continue
            who: str | None = cells[column.named] if column.named else column.who
            who = who or (cells[names["reviewer"]] if names["reviewer"] else reviewer)
            at = column.stage or (cells[names["stage"]] if names["stage"] else "")
            if not who or not (at or stage):
                lacking = "reviewer" if not who else "stage"
                found.set_aside(line, raw, f"no {lacking} is named", entry=key, field=names[lacking] or name)
                continue
            row = {"source_key": key, "reviewer": reviewer_name(who), "stage": stage_name(at or stage or "")}
            row["decision"], row["locator"] = answer, f"{place}{line}"
            details = _details(cells, own[name], found, line=line, entry=key, decision=answer)
            if why_so:
                holds = "reason" if answer == "exclude" else "note"
                details[holds] = joined([why_so, details.get(holds, "")])
            rows.append(row | details)
    return export(found, _once(rows, again, found), encoding=given.encoding)


def _once(rows: list[dict[str, str]], again: set[str], found: Entries) -> list[dict[str, str]]:
    """The rows, but for those of a record that has a decision of the same person in an earlier row, and another one."""
    if not again:
        return rows
    first: dict[tuple[str, str, str], str] = {}
    kept = []
    for row in rows:
        place = (row["source_key"], row["reviewer"], row["stage"])
        if row["source_key"] in again and first.setdefault(place, row["decision"]) != row["decision"]:
            line = int(row["locator"].rpartition(" ")[2])
            found.set_aside(line, row["decision"], TWICE, entry=row["source_key"], field=row["reviewer"])
        else:
            kept.append(row)
    return kept


def _list(file: Path, *, stage: str | None, reviewer: str | None, decision: str) -> Export:
    """The records of a list (CSV or YAML), each decided in one way."""
    answer, _ = read_answer(decision, three_valued=False)
    if not answer:
        wanted = "one of include, exclude, maybe, withdrawn"
        raise ReviewProblems([Problem("DECI-004", "--decision", quote(decision), wanted)])
    require(file, [f"--{name}" for name, value in (("stage", stage), ("reviewer", reviewer)) if not value])
    reader = listing if file.suffix.lower() in (".yaml", ".yml") else table
    listed = reader.read(file)
    records = listed.records.copy()
    for other in ("doi", "title"):
        records["source_key"] = records["source_key"].fillna(records[other])
    row = {"reviewer": reviewer_name(reviewer), "stage": stage_name(stage), "decision": answer}
    rows = [
        {"source_key": key, **row, "locator": locator}
        for key, locator in zip(records["source_key"], records["locator"], strict=True)
        if isinstance(key, str)
    ]
    return Export(
        entries=listed.entries,
        records=records,
        decisions=as_table(rows),
        set_aside=listed.set_aside,
        left=listed.left,
        encoding=listed.encoding,
    )


class _Records:
    """The records of a table of decisions: one for each key, from the first row that has it."""

    def __init__(self, given: Sheet, columns: Mapping[str, list[str]]):
        self.found, self.columns = given.found, columns
        self.seen: set[str] = set()

    def add(self, key: str, line: int, cells: Mapping[str, str], raw: str) -> None:
        if key not in self.seen:
            self.seen.add(key)
            entries = self.found.entries  # a row counts once, as a decision
            own = {name: cells[name] for names in self.columns.values() for name in names}
            record = record_(own, self.columns, self.found, line)
            self.found.add(record | {"source_key": key}, line=line, raw=raw)
            self.found.entries = entries


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


def _details(
    cells: Mapping[str, str],
    names: Mapping[str, str | None],
    found: Entries,
    *,
    line: int,
    entry: str,
    decision: str,
) -> dict[str, str]:
    """Reason, turn, time and note of a row; what is none of these is set aside."""
    out = {name: one_line(cells[column]) for name in ("other_reasons", "note") if (column := names[name])}
    if (column := names["reason"]) and (reason := one_line(cells[column])):
        if decision == "exclude":
            out["reason"] = reason
        elif DECISION.get(letters(reason)) != "":
            found.set_aside(line, reason, BESIDE["reason"], entry=entry, field=column)
    if (column := names["turn"]) and (turn := one_line(cells[column])):
        if re.fullmatch(r"[1-9]\d{0,8}", turn):
            out["turn"] = turn
        else:
            found.set_aside(line, turn, "not a whole number from 1", entry=entry, field=column)
    if (column := names["decided_at"]) and (time := one_line(cells[column])):
        if decided := iso(time):
            out["decided_at"] = decided
        else:
            found.set_aside(line, time, "not a day or time as in 2024-03-01T10:30", entry=entry, field=column)
    return out


def as_table(rows: list[dict[str, str]]):
    """Decisions as the table that an export carries: one row a decision, text missing where a row has none."""
    import pandas as pd

    return pd.DataFrame(
        {name: pd.array([row.get(name) or None for row in rows], dtype="string") for name in ROW}
    )


def export(found: Entries, rows: list[dict[str, str]], *, encoding: str) -> Export:
    """What was read, with its decisions; no records where none could be described."""
    out = found.export(encoding)
    return Export(
        entries=out.entries,
        records=out.records if found.rows else None,
        decisions=as_table(rows),
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
