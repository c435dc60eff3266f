"""What can be wrong with studies, reports and interventions together (checks.yaml lists the kinds)."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.disagreements import Touched
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_REPORTED, NOTHING, given
from reviewbook.review.problems import Problem, quote
from reviewbook.studies import places
from reviewbook.studies.characteristics import PEOPLE
from reviewbook.studies.periods import ends
from reviewbook.studies.places import read, suggestion


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *study_problems(r.reports, r.studies, r.interventions, Touched(r.disagreement_cells)),
        *place_problems(r.reports, r.studies, r.interventions),
        *period_problems(r.reports),
    ]


def study_problems(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame, charted: Touched | None = None
) -> list[Problem]:
    """Reports, studies and interventions that do not fit together.

    ``charted`` : the cells on which the source is charted as disagreeing with itself; of two that it touches nothing is said
    """
    alike = _alike(interventions["intervention_id"], file="interventions.csv")
    if reports.empty:
        return alike
    return [
        *alike,
        *_alike(reports["report_id"], file="reports.csv"),
        *_report_problems(reports, studies, interventions),
        *_study_problems(reports, studies),
        *_intervention_problems(studies, interventions),
        *_country_notices(reports, studies, interventions, charted),
    ]


def _report_problems(
    every: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    """Reports that contradict their study or their intervention."""
    charted = every["study_id"].notna() & every["study_id"].isin(studies["study_id"])
    reports = every[charted]
    study = studies.set_index("study_id").reindex(reports["study_id"]).set_axis(reports.index)
    found = []
    for column in PEOPLE:
        for at in reports.index[(reports[column] > study[column]).fillna(False)]:
            most = f"at most {study.at[at, column]}, the {column} of study {reports.at[at, 'study_id']}"
            found.append(_of_report(at, "STUD-001", str(reports.at[at, column]), most, column))
    study_of = dict(zip(every["report_id"], every["study_id"], strict=True))
    shared = reports["sample_of"]
    elsewhere = (shared.map(study_of).astype("string") != reports["study_id"]).fillna(False)
    for at in reports.index[given(shared) & (elsewhere | ~shared.isin(every["report_id"]))]:
        expected = f"a report of study {reports.at[at, 'study_id']}"
        found.append(_of_report(at, "STUD-002", f"report {shared[at]}", expected, "sample_of"))
    role = dict(zip(interventions["intervention_id"], interventions["worker_role"], strict=True))
    wanted = study["intervention_id"].map(role).astype("string")
    for at in reports.index[(reports["role"] != wanted).fillna(False)]:
        expected = f"{wanted[at]}, the worker_role of {study.at[at, 'intervention_id']}"
        found.append(_of_report(at, "STUD-005", str(reports.at[at, "role"]), expected, "role"))
    return sorted(found, key=lambda problem: problem.row or 0)


def _of_report(at: int, code: str, found: str, expected: str, field: str) -> Problem:
    return Problem(code, "reports.csv", found, expected, row=at + 2, field=field)


def _study_problems(reports: pd.DataFrame, studies: pd.DataFrame) -> list[Problem]:
    """Studies without a report, or without exactly one that is the main one."""
    found = []
    having = set(reports["study_id"])
    main = reports[~given(reports["sample_of"])]
    mains: dict[str, list[str]] = {}
    for study, report in zip(main["study_id"].tolist(), main["report_id"].tolist(), strict=True):
        mains.setdefault(study, []).append(report)
    # Of a blank cell nobody knows yet whose sample it is.
    unknown = set(reports.loc[reports["sample_of"].isna(), "study_id"])
    for at, study in studies["study_id"].items():
        place = {"file": "studies.csv", "row": at + 2}
        names = mains.get(study, [])
        if study not in having:
            found.append(
                Problem("STUD-003", found=f"study {study} without a report", expected="a report", **place)
            )
        elif not names or (len(names) > 1 and study not in unknown):
            seen = (
                f"{', '.join(names)} each with a sample of its own"
                if names
                else "every report with the sample of another"
            )
            found.append(Problem("STUD-006", found=seen, expected="one main report", **place))
    return found


def _intervention_problems(studies: pd.DataFrame, interventions: pd.DataFrame) -> list[Problem]:
    """Interventions without a study, where the review has a table of studies."""
    if studies.empty or studies["intervention_id"].isna().any():  # which it may be that the study is about
        return []
    keys = interventions["intervention_id"]
    return [
        Problem("STUD-004", "interventions.csv", f"{key} without a study", "a study", row=at + 2)
        for at, key in keys[~keys.isin(studies["intervention_id"])].items()
    ]


def _country_notices(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame, charted: Touched | None
) -> list[Problem]:
    """Studies whose country is another than that of their intervention or of a report of theirs, and nobody has charted that."""
    found = []

    def known(study: str, table: str, key: str) -> bool:
        """Whether one disagreement touches both countries."""
        if charted is None:
            return False
        return not {*charted.by("studies", [study], "country")}.isdisjoint(
            charted.by(table, [key], "country")
        )

    of_intervention = dict(zip(interventions["intervention_id"], interventions["country"], strict=True))
    of_reports: dict[str, list[tuple[str, str, str]]] = {}
    for report, study, country in reports[["report_id", "study_id", "country"]].itertuples(index=False):
        of_reports.setdefault(study, []).append(("reports", report, country))
    for row in studies[["study_id", "intervention_id", "country"]].itertuples():
        if pd.isna(row.country) or row.country in NOTHING:
            continue
        about = row.intervention_id
        elsewhere = [("interventions", about, of_intervention.get(about, NOT_REPORTED))]
        differing = [
            f"{f'{table}.csv, {key}' if table == 'reports' else f'{table}.csv'}: {country}"
            for table, key, country in elsewhere + of_reports.get(row.study_id, [])
            if pd.notna(country)
            and country not in NOTHING
            and places.known(country) != places.known(row.country)
            and not known(row.study_id, table, key)
        ]
        if differing:
            expected = f"one country; elsewhere {'; '.join(differing)}"
            found.append(
                Problem("STUD-007", "studies.csv", row.country, expected, row=row.Index + 2, field="country")
            )
    return found


def _alike(keys: pd.Series, *, file: str) -> list[Problem]:
    """Identifiers that a disk without capitals takes for one: each has a page of its name."""
    lower = keys.str.lower()
    first = keys.groupby(lower).transform("first")
    twice = lower.duplicated() & (keys != first)  # the very same again is TABL-009
    return [
        Problem(
            "STUD-010", file, quote(keys[at]), f"another name than {first[at]}", row=at + 2, field=keys.name
        )
        for at in keys.index[twice]
    ]


def place_problems(
    reports: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    """A notice for each text that is no country, once in the review, at the first cell that holds it (STUD-008)."""
    tables = {"studies.csv": studies, "reports.csv": reports, "interventions.csv": interventions}
    cells: dict[str, list[tuple[str, int]]] = {}
    for file, table in tables.items():
        for at, text in table["country"].items():
            for place in read(text):
                if place.kind == "unknown":
                    cells.setdefault(place.name, []).append((file, at + 2))
    found = []
    for name, where in cells.items():
        file, row = where[0]
        again = f", in {len(where)} cells of the review" if len(where) > 1 else ""
        expected = "a country by its English short name or ISO 3166 code" + suggestion(name)
        found.append(Problem("STUD-008", file, quote(name) + again, expected, row=row, field="country"))
    return found


def period_problems(reports: pd.DataFrame) -> list[Problem]:
    """Study periods that no calendar has, or that end before they begin (STUD-009)."""
    found = []
    for at, begin, end in reports[["study_from", "study_to"]].itertuples(name=None):
        place = {"file": "reports.csv", "row": at + 2}
        for field, text in (("study_from", begin), ("study_to", end)):
            if pd.notna(text) and text not in NOTHING and ends(text) is None:
                found.append(
                    Problem(
                        "STUD-009",
                        found=quote(text),
                        expected="a day or month that there is",
                        field=field,
                        **place,
                    )
                )
        first, last = ends(begin), ends(end)
        if first and last and last[1] <= first[0]:
            expected = f"an end after the start, {begin}"
            found.append(Problem("STUD-009", found=quote(end), expected=expected, field="study_to", **place))
    return found
