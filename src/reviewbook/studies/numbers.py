"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

import pandas as pd

from reviewbook.page.words import NONE, counted, do, in_words, joined
from reviewbook.review.labels import LABELS, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.studies import characteristics, periods, places


def studies_numbers(review: Review) -> dict[str, object]:
    """Chapter 02: reports, studies, interventions and people, each counted once."""
    people = characteristics.people(review.studies).set_index("who")
    per = characteristics.per_intervention(review.reports, review.studies, review.interventions)
    values: dict[str, object] = {
        "n_reports": len(review.reports),
        "n_studies": len(review.studies),
        "n_interventions": len(review.interventions),
        "n_participants": _known(people.at["participants", "people"]),
        "n_workers": _known(people.at["workers", "people"]),
        "participants_term": review.package.get("participants_term", "participants"),
        "workers_term": review.package.get("workers_term", "workers"),
        "n_several": int((per["reports"] > 1).sum()),
        "n_shared": int(
            (~review.reports["sample_of"].fillna(NOT_APPLICABLE).isin([NOT_APPLICABLE, NOT_REPORTED])).sum()
        ),
        "n_countries": int(review.studies["country"].nunique()),
        "designs": _designs(review),
        "groups": _groups(review),
        "first_year": _year(review, "min"),
        "last_year": _year(review, "max"),
        "periods": _periods(review),
        "places": _places(review),
        "n_year_unverified": int((review.reports["year_basis"] == "unverified").sum()),
    }
    for who in ("participants", "workers"):
        values[f"{who}_known"] = f"{people.at[who, 'studies']} of {people.at[who, 'of']}"
    values["answer"] = (
        f"{counted(len(review.reports), 'report')} of {counted(len(review.studies), 'study', 'studies')} describe "
        f"{counted(len(review.interventions), 'intervention')}; by design the reports are {values['designs']}."
    )
    return values


def _periods(review: Review) -> str:
    table = periods.periods(review.reports)
    given = int((table["begins"].notna() & table["ends"].notna()).sum())
    return f"{given:,} of {counted(len(table), 'report')} {do(given, 'give')} the period of their study."


def _places(review: Review) -> str:
    """From how many countries and regions the reports come, and from which most."""
    table = places.counts(review.reports, review.studies, review.interventions)
    table = table[table["kind"].isin(["country", "unknown"]) & table["reports"].map(bool)]
    if table.empty:
        return "No report names a country."
    n, regions = table["reports"].map(len), table["region"].dropna().nunique()
    most = table.loc[n == n.max(), "country"]
    named = (
        f", most of them ({n.max():,}) from {joined(most)}"
        if len(most) <= 3 and len(table) > len(most)
        else ""
    )
    where = f" in {counted(regions, 'region')}" if regions else ""
    return f"The reports come from {counted(len(table), 'country', 'countries')}{where}{named}."


def _known(count: float) -> object:
    return NONE if pd.isna(count) else int(count)


def _designs(review: Review) -> str:
    table = characteristics.counts(review.reports, "design", unit="report_id").set_index("design")["n"]
    names = [d for d in ("qualitative", "mixed_methods", "quantitative") if d in table.index]
    names += [d for d in table.index if d not in names]
    return joined(f"{in_words(int(table[d]))} {LABELS.get(d, d).lower().replace('_', ' ')}" for d in names)


def _groups(review: Review) -> str:
    table = characteristics.counts(review.interventions, "worker_role", unit="intervention_id")
    return joined(
        f"{counted(int(row.n), 'intervention')} with {label(row.worker_role).lower()}s"
        for row in table.itertuples()
    )


def _year(review: Review, which: str) -> object:
    years = review.reports["year"].dropna()
    return int(getattr(years, which)()) if len(years) else NONE
