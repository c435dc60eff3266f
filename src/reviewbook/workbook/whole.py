"""The workbook of the review in a folder, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.review import progress, reading
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.questions import ABOUT
from reviewbook.workbook import sheets, spread, writing

KEYED = "TABL-009"  # a key that comes twice


class Workbook(NamedTuple):
    """A workbook, and what its maker must know."""

    data: bytes
    said: list[str]


def made(
    folder: Path, *, charters: Sequence[str] = (), also: Sequence[str] = (), alone: str = ""
) -> Workbook:
    """The workbook of a review.

    Parameters
    ----------
    charters : who charts too, beside those who have answered already.
    also : tables that it has not yet, and that get an empty sheet.
    alone : for one charter or appraiser, without any other's answers; "consensus" for what is to be settled.

    Raises
    ------
    ReviewProblems where a table cannot be read (TABL), or a key of a table comes twice, or one person is to have a
    workbook and the review asks nothing yet (WORK-007).
    """
    r, problems = reading.read(folder)
    if wrong := [
        Problem("WORK-007", one.file, one.found, one.expected, one.row)
        for one in problems
        if one.code == KEYED
    ]:
        raise ReviewProblems(wrong)
    charters = list(dict.fromkeys(name.strip() for name in [alone, *charters] if name.strip()))
    made_ = sheets.of_review(r, charters=charters, also=also, wide=spread.SPREADS)
    if alone:
        made_ = sheets.of_one(made_, alone)
        if not made_.sheets:
            expected = "questions in questions.csv and something they are about, such as rows of reports.csv"
            raise ReviewProblems([Problem("WORK-007", "questions.csv", "nothing to answer yet", expected)])
    state = [
        [str(cell) for cell in (one.table, one.rows, one.charted, one.blank)]
        for one in progress.of_review(r).itertuples()
    ]
    data = writing.written(
        made_, review=r.name, title=r.title, state=state, charters=charters, also=list(also)
    )
    left = {} if alone else made_.left
    said = [f"Left to CSV, {name}: {why}" for name, why in left.items() if name not in sheets.MACHINES]
    columns = {column.name for one in made_.sheets for column in one.columns}
    there = {about for about, (table, _) in ABOUT.items() if len(getattr(r, table))}
    asked = r.questions.loc[r.questions["about"].isin(there), "question_id"]
    if not alone and not set(asked) <= columns:
        said.append("Not every question has a sheet to answer it in: say who charts with --charter NAME")
    return Workbook(data, said)
