"""Decisions as a plain table or list: one row a decision (long), one column a reviewer (wide), or a list of what was kept.

Long: a column for the record, one for the reviewer (or the name given once for the file), one for the decision. Wide: a column
for the record, and columns of decisions, a reviewer's each (`decision_columns`). A list of what somebody kept has no answers at all: it
is read as decisions only where ``decision`` says which.

Columns are known by `COLUMNS`, answers as `decision_words.Reading` says. The number 0 excludes, unless the file also has -1: then
1, 0, -1 are include, maybe, exclude, as in Rayyan. A blank answer, and a word for one that was not given, is no decision. Answers
that mean nothing by themselves stop the reading, until ``words`` names them (`decision_words.must_be_named`). Which record a
decision is about says `decision_rows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from reviewbook.files.pieces import Piece
from reviewbook.files.wording import letters
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports import listed
from reviewbook.selection.imports.bibliography import Entries, Export
from reviewbook.selection.imports.columns import chosen
from reviewbook.selection.imports.decision_columns import Judged, columns_of_decisions
from reviewbook.selection.imports.decision_rows import OF, ROW, Rows
from reviewbook.selection.imports.decision_sheet import BESIDE, COLUMNS, Sheet, missing_column
from reviewbook.selection.imports.decision_words import (
    Reading,
    iso,
    meanings,
    must_be_named,
    read_answer,
    reviewer_name,
    stage_name,
)

SHOWN = 6  # of many, in words


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
    judged = columns_of_decisions(file, given, names, stage, reviewer, layout, Reading(named=named))
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
    rows = Rows(given, names["source_key"], {name: described[name][0] for name in telling})
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
    file: Path, tally: Mapping[str, Mapping[str, int]], readings: Mapping[Judged, Reading]
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
            shown = ", ".join(quote(cell) for cell, _ in unread.most_common(SHOWN))
            more = f" and {len(unread) - SHOWN} others" if len(unread) > SHOWN else ""
            every = sum(n for cell, n in answers.items() if cell)
            found = f"{shown}{more} in {unread.total():,} of {every:,} answers"
            wanted = "words for a decision; or say what they stand for, as in --words 1=include,2=exclude"
            wrong.append(Problem("DECI-002", file.name, found, wanted, field=column.name))
    if wrong:
        raise ReviewProblems(wrong)


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
        there = ", ".join(list(dict.fromkeys(rows["reviewer"]))[:SHOWN])
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
