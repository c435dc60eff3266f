"""The rules of assessments: which judgement stands for each finding, and what does not fit in a row.

After GRADE-CERQual (cerqual.yaml): people judge four components and, from these, an overall level. No rule here makes a judgement
out of counts.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from reviewbook.agreement import CONFLICT, CONSENSUS
from reviewbook.review import shipped
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING, given

KEY = ["about_kind", "about_id"]
CODE, FINDING = "code", "finding"
LEVEL = "level"
# States of an assessment: nobody judged it, something is missing, assessors differ, it is whole.
NOT_ASSESSED, UNDER_WAY, DIFFER, ASSESSED = "not_assessed", "under_way", "differ", "assessed"


@functools.cache
def instrument() -> Mapping[str, Any]:
    """GRADE-CERQual as data: title, url, components, judgements, levels (a dict that must not be changed)."""
    return shipped.read(Path(__file__).with_name("cerqual.yaml"))


COMPONENTS = tuple(instrument()["components"])
JUDGED = (*COMPONENTS, LEVEL)
LEVELS = tuple(instrument()["levels"])  # the most confidence first
SERIOUS = "serious"
NONE = "no_or_very_minor"
CONCERNS = tuple(one for one in instrument()["judgements"] if one != NONE)  # each needs a reason


def reason(column: str) -> str:
    """The column with the reason for a judgement: "coherence" -> "coherence_reason"."""
    return f"{column}_reason"


def standing(table: pd.DataFrame) -> pd.DataFrame:
    """The judgements that stand for each finding or code that was assessed.

    Parameters
    ----------
    table : the table confidence

    Returns
    -------
    DataFrame, one row (about_kind, about_id), in the order of the table: summary; of each component and ``level`` the judgement
        and its reason (column ``..._reason``); assessors, differ (lists); assessed_on (the last day); state
        A judgement is the consensus where there is one; else the one on which all assessors agree, with the reasons of each;
        else "conflict", and its column is in ``differ``; a word for nothing where all that is charted is one; missing where none
        is. ``state`` is "assessed" (a level, and no component blank), "under_way", "differ", or "not_assessed" for a row without
        any judgement.
    """
    rows = []
    for key, own in table.groupby(KEY, sort=False):
        settled = own["assessor"].eq(CONSENSUS).fillna(False).astype(bool)
        row: dict[str, Any] = dict(zip(KEY, key, strict=True))
        row["summary"] = _one(own.loc[settled, "summary"], own["summary"])
        for column in JUDGED:
            row[column], row[reason(column)] = _judgement(own, settled, column)
        row["assessors"] = list(dict.fromkeys(own.loc[given(own["assessor"]), "assessor"]))
        row["assessed_on"] = own.loc[given(own["assessed_on"]), "assessed_on"].max()
        row["differ"] = [column for column in JUDGED if row[column] == CONFLICT]
        row["state"] = _state([row[column] for column in JUDGED])
        rows.append(row)
    text = [*KEY, "summary", *(name for column in JUDGED for name in (column, reason(column))), "assessed_on"]
    columns = [*text, "assessors", "differ", "state"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys([*text, "state"], "string"))


def _one(*columns: pd.Series) -> str | None:
    """The first value that is given, of the first column that gives any."""
    return next((cells[given(cells)].iloc[0] for cells in columns if given(cells).any()), None)


def _judgement(own: pd.DataFrame, settled: pd.Series, column: str) -> tuple[str | None, str | None]:
    judged = own[given(own[column])]
    consensus = judged[settled[judged.index]]
    judged = consensus if len(consensus) else judged
    values = judged[column].unique()
    if not len(values):
        words_ = own.loc[own[column].notna() & own[column].ne(""), column]
        return (words_.iloc[0] if len(words_) else None), None
    if len(values) > 1:
        told = judged["assessor"].fillna("somebody") + ": " + judged[column]
        return CONFLICT, "; ".join(told)
    reasons = judged[given(judged[reason(column)])]
    every = reasons[reason(column)].unique()
    if len(every) > 1:
        return values[0], " ".join(reasons["assessor"].fillna("Somebody") + ": " + reasons[reason(column)])
    return values[0], every[0] if len(every) else None


def _state(judged: Sequence[str | None]) -> str:
    """The state of an assessment, from the judgements that stand, the level last."""
    if CONFLICT in judged:
        return DIFFER
    if judged[-1] in LEVELS and all(judged):
        return ASSESSED
    return UNDER_WAY if any(one not in NOTHING for one in judged if one) else NOT_ASSESSED


def subjects(nodes: pd.DataFrame, statements: pd.DataFrame, assessed: pd.DataFrame) -> pd.DataFrame:
    """What of a scheme a page shows: its codes at the top, and whatever below them was assessed.

    Parameters
    ----------
    nodes : the codes of a scheme, from `coding.tree`
    statements : the scheme as it is read, from `coding.statements`
    assessed : from `standing`

    Returns
    -------
    DataFrame, one row a code or finding, in the order of the scheme, each once: about_kind, about_id; code_id (the code that it
        is, or that the finding stands under)
    """
    codes = assessed.loc[assessed["about_kind"] == CODE, "about_id"]
    own = nodes[(nodes["depth"] == 0) | nodes["code_id"].isin(codes)]
    findings = assessed.loc[assessed["about_kind"] == FINDING, "about_id"]
    under = statements[statements["excerpt_id"].isin(findings)].drop_duplicates("excerpt_id")
    place = {code: at for at, code in enumerate(nodes["code_id"])}
    parts = [
        pd.DataFrame({"about_kind": CODE, "about_id": own["code_id"], "code_id": own["code_id"]}),
        pd.DataFrame({"about_kind": FINDING, "about_id": under["excerpt_id"], "code_id": under["code_id"]}),
    ]
    table = pd.concat(parts, ignore_index=True).astype("string")
    at = table["code_id"].map(place)
    return table.iloc[at.argsort(kind="stable")].reset_index(drop=True)


def unreasoned(row: Mapping[str, Any]) -> list[str]:
    """The concerns, and the level, of a row whose reason is said not to apply; no or very minor concerns need none.

    A blank reason is not charted yet, as any blank cell, and one that is not_reported was looked for.
    """
    judged = [column for column in COMPONENTS if given_in(row, column, CONCERNS)]
    judged += [LEVEL] if given_in(row, LEVEL, LEVELS) else []
    return [column for column in judged if given_in(row, reason(column), (NOT_APPLICABLE,))]


def without_components(row: Mapping[str, Any]) -> list[str]:
    """The components that a level stands without: blank, or said not to apply; empty where no level is given."""
    if not given_in(row, LEVEL, LEVELS):
        return []
    return [column for column in COMPONENTS if pd.isna(row[column]) or row[column] in ("", NOT_APPLICABLE)]


def given_in(row: Mapping[str, Any], column: str, words: Collection[str]) -> bool:
    """Whether a cell holds one of these words."""
    return pd.notna(row[column]) and row[column] in words


def highest(row: Mapping[str, Any]) -> str:
    """The level that the serious concerns of a row usually leave.

    One level down from high for each component of serious concern (Lewin et al. 2018, Implement Sci 13 Suppl 1:10, Table 5: at
    least one, typically). Minor and moderate concerns may lower it, or not: that is for people to say.
    """
    serious = sum(given_in(row, column, (SERIOUS,)) for column in COMPONENTS)
    return LEVELS[min(serious, len(LEVELS) - 1)]


def words(column: str) -> str:
    """A component within a sentence: "methodological limitations"."""
    return instrument()["components"][column]["label"].lower() if column in COMPONENTS else "the level"
