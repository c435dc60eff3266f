"""What can be wrong with features and TIDieR items (checks.yaml lists the kinds)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.charting.checks import listed_of
from reviewbook.interventions.asked import answered, without
from reviewbook.interventions.tidier import COMPLETENESS, FILE, KEY, NOT_CHARTED, cells, given, own
from reviewbook.review.entities import PROPERTY
from reviewbook.review.groups import kinds
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED, NOTHING
from reviewbook.review.problems import Problem, quote
from reviewbook.review.questions import KIND, scope
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked

FEATURES, VALUES = "features.csv", "feature_values.csv"
MOST = 3  # interventions that a notice names


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *feature_problems(r.interventions, r.features, r.feature_values),
        *scope_problems(r.interventions, r.features, r.feature_values, r.questions, r.choices),
        *kind_problems(r.interventions, r.package),
        *of_another(r.feature_values, linked(r), file=VALUES),
        *tidier_problems(r.tidier, r.interventions, linked(r)),
    ]


def feature_problems(
    interventions: pd.DataFrame, features: pd.DataFrame, values: pd.DataFrame
) -> list[Problem]:
    """Cells missing from the matrix of what is asked, values that do not fit their evidence."""
    if not len(values):
        return []
    there = set(zip(values["intervention_id"], values["feature_id"], strict=True))
    there |= without(features, interventions)
    lacking = [
        Problem("INTV-001", VALUES, f"no row ({intervention}, {feature})", "one")
        for intervention in interventions["intervention_id"]
        for feature in features["feature_id"]
        if (intervention, feature) not in there
    ]
    return lacking + unfit(values, file=VALUES, value="value", told="evidence")


def scope_problems(
    interventions: pd.DataFrame,
    features: pd.DataFrame,
    values: pd.DataFrame,
    questions: pd.DataFrame,
    choices: pd.DataFrame,
) -> list[Problem]:
    """Features that are asked of those with an answer that nobody can give (INTV-007), or have a value where they are not asked
    (INTV-008)."""
    found = []
    for at, asked_of in features["asked_of"].items():
        within = scope(asked_of)
        if within is None:
            continue
        there = within.question in interventions and within.question != "intervention_id"
        listed = listed_of(within.question, questions, choices, kinds(interventions))
        unknown = [one for one in within.answers if one not in listed] if listed else []
        if not there or unknown or (within.question == KIND and not listed):
            expected = (
                f"answers out of {', '.join(listed)}" if listed else "a kind that interventions.csv has"
            )
            expected = expected if there else "the kind, or a question about an intervention"
            found.append(Problem("INTV-007", FEATURES, quote(asked_of), expected, int(at) + 2, "asked_of"))
    wrong = {one.row for one in found}
    odd = answered(features, interventions, values)
    for at, feature, asked_of in features[["feature_id", "asked_of"]].itertuples(name=None):
        held = [one for one in interventions["intervention_id"] if (one, feature) in odd]
        if held and at + 2 not in wrong:
            more = f" and {len(held) - MOST} more" if len(held) > MOST else ""
            seen = f"a value for {', '.join(held[:MOST])}{more}"
            found.append(Problem("INTV-008", FEATURES, seen, f"values where {asked_of}", at + 2, "asked_of"))
    return found


def kind_problems(interventions: pd.DataFrame, package: Mapping[str, Any]) -> list[Problem]:
    """Kinds to which datapackage.json gives words, and that no row has (INTV-009)."""
    given = package.get(PROPERTY)
    there = kinds(interventions)
    return [
        Problem(
            "INTV-009",
            "datapackage.json",
            quote(kind),
            f"one of {', '.join(there)}" if there else "a kind that interventions.csv has",
            field=PROPERTY,
        )
        for kind in (given if isinstance(given, Mapping) else ())
        if kind not in there
    ]


def unfit(table: pd.DataFrame, *, file: str, value: str, told: str) -> list[Problem]:
    """Rows whose column ``told`` has another word for nothing than their ``value``, or only one has; a blank says neither."""
    silent, untold = (
        table[column].where(table[column].isin((NOT_REPORTED, NOT_AVAILABLE)), "") for column in (value, told)
    )
    untold = untold.where(table[told].notna(), silent)
    expected = f"{told} not_reported or not_available exactly where {value} is"
    return [
        Problem(
            "INTV-003",
            file,
            f"{table.at[at, value]} with {told} {untold[at] or 'given'}",
            expected,
            row=at + 2,
            field=told,
        )
        for at in table.index[silent != untold]
    ]


def of_another(table: pd.DataFrame, linked: pd.DataFrame, *, file: str) -> list[Problem]:
    """Rows on an intervention whose ``report_id`` names a report about others alone.

    Parameters
    ----------
    linked : from `links.links` of the studies. Of a report with a study whose intervention is not charted nothing is said.
    """
    unsure = set(linked.loc[linked["intervention_id"].isna(), "report_id"])
    about = {
        key: own for key, own in lists(linked, "report_id", "intervention_id").items() if key not in unsure
    }
    return [
        Problem(
            "INTV-005",
            file,
            f"{report}, a report about {' and '.join(about[report])}",
            f"a report about {intervention}, or not_applicable",
            row=at + 2,
            field="report_id",
        )
        for at, report, intervention in table[["report_id", "intervention_id"]].itertuples(name=None)
        if report in about and intervention not in about[report]
    ]


def tidier_problems(tidier: pd.DataFrame, interventions: pd.DataFrame, linked: pd.DataFrame) -> list[Problem]:
    """Items missing, silence with words, contradictions of nothing, reports of another intervention, judgements too low."""
    if not len(tidier):
        return []
    table = tidier.assign(report_id=given(tidier["report_id"]), contradiction=given(tidier["contradiction"]))
    gaps = cells(tidier, interventions)
    return [
        *(
            Problem("INTV-002", FILE, f"no item {row.item} of {row.intervention_id}", "one")
            for row in gaps[gaps["completeness"] == NOT_CHARTED].itertuples(index=False)
        ),
        *unfit(tidier, file=FILE, value="completeness", told="text"),
        *_contradicting_nothing(table),
        *of_another(tidier, linked, file=FILE),
        *_judged_too_low(table, own(tidier)),
    ]


def _contradicting_nothing(table: pd.DataFrame) -> list[Problem]:
    """Contradictions noted where no other statement on the item says anything else, or by a statement that is silent."""
    spoken = table[~table["completeness"].isin(NOTHING)]
    texts = spoken.assign(text=spoken["text"].str.split().str.join(" ").str.casefold())
    differing = texts.groupby(KEY)["text"].nunique()
    found = []
    for row in table[table["contradiction"].notna()].itertuples():
        if row.completeness in NOTHING:
            seen, expected = "a contradiction noted where nothing is said", "a statement, or not_applicable"
        elif differing.get((row.intervention_id, row.item), 0) < 2:
            seen = f"a contradiction noted, and nothing else said on item {row.item} of {row.intervention_id}"
            expected = "another statement that says otherwise, or not_applicable"
        else:
            continue
        found.append(Problem("INTV-004", FILE, seen, expected, row=row.Index + 2, field="contradiction"))
    return found


def _judged_too_low(table: pd.DataFrame, judged: pd.Series) -> list[Problem]:
    """The review's own judgements of an item that make less of it than one of its reports tells."""
    ranks = {word: place for place, word in enumerate(COMPLETENESS)}
    named = table[table["report_id"].notna()]
    best = named["completeness"].map(ranks).groupby([named[column] for column in KEY]).min().to_dict()
    found = []
    for row in table.loc[judged, [*KEY, "completeness"]].itertuples():
        told = best.get((row.intervention_id, row.item))
        if told is not None and told < ranks[row.completeness]:
            item = f"item {row.item} of {row.intervention_id}"
            expected = f"{COMPLETENESS[told]} for {item}, as one of its reports has it"
            found.append(
                Problem("INTV-006", FILE, row.completeness, expected, row=row.Index + 2, field="completeness")
            )
    return found
