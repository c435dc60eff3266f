"""What can be wrong with results (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewbook.results.amounts import PERCENT
from reviewbook.results.directions import DIRECTIONS, UNCLEAR
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, NOTHING, given
from reviewbook.review.problems import Problem, quote
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked

FILE = "results.csv"
# What a report tells of a result: two rows that agree in all of it are one result.
TOLD = [
    "report_id", "outcome", "instrument", "group", "time_point", "n" + AS_CHARTED, "value" + AS_CHARTED, "direction", "comparison", "note",
]  # fmt: skip


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    studies = lists(linked(r), "report_id", "study_id") if len(r.results) else {}
    found = [*result_problems(r.results), *study_problems(r.results, studies)]
    return sorted(found, key=lambda problem: (problem.row or 0, problem.code))


def result_problems(results: pd.DataFrame) -> list[Problem]:
    """Directions against nothing (RESU-001) or in no domain (RESU-002), results told twice (RESU-003), shares that cannot be
    (RESU-004). Of a blank cell nobody knows yet what it will hold: it is no contradiction."""
    found = []
    said = results["direction"].isin(DIRECTIONS)
    alone = results["comparison"].notna() & ~given(results["comparison"])
    for at in results.index[said & (results["direction"] != UNCLEAR) & alone]:
        seen = f"{results.at[at, 'direction']}, compared with {results.at[at, 'comparison']}"
        found.append(_problem("RESU-001", at, "comparison", seen, "what the result was compared with"))
    for at in results.index[said & ~given(results["domain"])]:
        seen = f"{results.at[at, 'direction']} in no domain"
        found.append(_problem("RESU-002", at, "domain", seen, "an outcome domain"))
    # What says nothing of the result itself cannot be the same result again.
    spoken = given(results["value" + AS_CHARTED]) | given(results["note"]) | said
    again = results.duplicated(TOLD) & results[TOLD].notna().all(axis=1) & spoken
    first = results.groupby(TOLD, dropna=False)["result_id"].transform("first")
    for at in results.index[again]:
        seen = f"{results.at[at, 'result_id']}, the result of {first[at]} again"
        expected = "another result"
        found.append(_problem("RESU-003", at, "outcome", seen, expected))
    outside = (results["unit"] == PERCENT) & ~results["value"].between(0, 100).fillna(True)
    for at in results.index[outside.fillna(False).astype(bool)]:
        seen = quote(results.at[at, "value" + AS_CHARTED])
        found.append(_problem("RESU-004", at, "value", f"{seen} percent", "a share from 0 to 100"))
    return sorted(found, key=lambda problem: (problem.row or 0, problem.code))


def study_problems(results: pd.DataFrame, studies: Mapping[str, Sequence[str]]) -> list[Problem]:
    """Results of reports that tell of several studies, or of another than they name (RESU-005).

    Parameters
    ----------
    studies : report_id -> the studies that it tells of
    """
    found = []
    for at, report, named in results[["report_id", "study_id"]].itertuples(name=None):
        own = studies.get(report, ())
        said = pd.notna(named) and named not in NOTHING
        if (said and own and named not in own) or (not said and len(own) > 1):
            seen = f"study {named}" if said else f"no study, of a report that tells of {len(own)}"
            found.append(
                _problem("RESU-005", at, "study_id", seen, f"{' or '.join(own)}, a study of report {report}")
            )
    return found


def _problem(code: str, at: int, field: str, found: str, expected: str) -> Problem:
    return Problem(code, FILE, found, expected, row=at + 2, field=field)
