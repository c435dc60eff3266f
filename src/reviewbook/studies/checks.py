"""What can be wrong with studies, reports and interventions together (checks.yaml lists the kinds)."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.disagreements import Touched
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_AVAILABLE, NOT_REPORTED, NOTHING, given
from reviewbook.review.problems import Problem, quote
from reviewbook.studies import places
from reviewbook.studies.characteristics import PEOPLE
from reviewbook.studies.links import links, lists
from reviewbook.studies.periods import NOT_SETTLED, ends
from reviewbook.studies.places import read, suggestion


def problems(r: Review) -> list[Problem]:
    """Every problem and notice of a review that this chapter can find."""
    return [
        *study_problems(
            r.reports, r.report_studies, r.studies, r.interventions, Touched(r.disagreement_cells)
        ),
        *place_problems(r.reports, r.studies, r.interventions),
        *period_problems(r.reports),
        *year_problems(r.reports),
    ]


def study_problems(
    reports: pd.DataFrame,
    report_studies: pd.DataFrame,
    studies: pd.DataFrame,
    interventions: pd.DataFrame,
    charted: Touched | None = None,
) -> list[Problem]:
    """Reports, studies and interventions that do not fit together.

    ``charted`` : the cells on which the source is charted as disagreeing with itself; of two that it touches nothing is said
    """
    alike = _alike(interventions["intervention_id"], file="interventions.csv")
    if reports.empty:
        return alike
    linked = links(reports, report_studies, studies)
    return [
        *alike,
        *_alike(reports["report_id"], file="reports.csv"),
        *_report_problems(reports, linked, studies, interventions),
        *_link_problems(report_studies),
        *_study_problems(linked, studies),
        *_intervention_problems(studies, interventions),
        *_country_notices(reports, linked, studies, interventions, charted),
    ]


def _report_problems(
    reports: pd.DataFrame, linked: pd.DataFrame, studies: pd.DataFrame, interventions: pd.DataFrame
) -> list[Problem]:
    """Reports without a study, and those that contradict their studies or their interventions."""
    of_report = lists(linked, "report_id", "study_id")
    about = lists(linked, "report_id", "intervention_id")
    known = studies.set_index("study_id")[list(PEOPLE)].to_dict()
    role = dict(zip(interventions["intervention_id"], interventions["worker_role"], strict=True))
    found = []
    for at, report, *people, own_role in reports[["report_id", *PEOPLE, "role"]].itertuples(name=None):
        own = of_report.get(report, [])
        if not own and len(studies):
            found.append(_of_report(at, "STUD-011", f"report {report} without a study", "a study", None))
        for column, n in zip(PEOPLE, people, strict=True):
            sizes = [known[column].get(study) for study in own]
            if own and pd.notna([n, *sizes]).all() and n > (most := sum(sizes)):
                whose = f"study {own[0]}" if len(own) == 1 else f"studies {', '.join(own)} together"
                expected = f"at most {most}, the {column} of {whose}"
                found.append(_of_report(at, "STUD-001", str(n), expected, column))
        keys = about.get(report, [])
        roles = [role.get(key, pd.NA) for key in keys]
        settled = not any(pd.isna(one) or one in NOTHING for one in (own_role, *roles))
        if keys and settled and own_role not in roles:
            expected = f"{' or '.join(dict.fromkeys(roles))}, the worker_role of {', '.join(keys)}"
            found.append(_of_report(at, "STUD-005", own_role, expected, "role"))
    return found


def _link_problems(report_studies: pd.DataFrame) -> list[Problem]:
    """Reports that share the sample which another has of another study."""
    tells = set(zip(report_studies["report_id"], report_studies["study_id"], strict=True))
    own = report_studies[given(report_studies["sample_of"]) & report_studies["study_id"].notna()]
    return [
        Problem(
            "STUD-002",
            "report_studies.csv",
            f"report {shared}",
            f"a report of study {study}",
            row=at + 2,
            field="sample_of",
        )
        for at, study, shared in own[["study_id", "sample_of"]].itertuples(name=None)
        if (shared, study) not in tells
    ]


def _of_report(at: int, code: str, found: str, expected: str, field: str | None) -> Problem:
    return Problem(code, "reports.csv", found, expected, row=at + 2, field=field)


def _study_problems(linked: pd.DataFrame, studies: pd.DataFrame) -> list[Problem]:
    """Studies without a report, or without exactly one that is the main one."""
    found = []
    having = set(linked["study_id"].dropna())
    mains = lists(linked[~given(linked["sample_of"])], "study_id", "report_id")
    # Of a blank cell nobody knows yet whose sample it is.
    unknown = set(linked.loc[linked["sample_of"].isna(), "study_id"])
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
    reports: pd.DataFrame,
    linked: pd.DataFrame,
    studies: pd.DataFrame,
    interventions: pd.DataFrame,
    charted: Touched | None,
) -> list[Problem]:
    """Studies whose country is another than that of their intervention or of a report of theirs, and nobody has charted that.

    A report that tells of several studies may name the countries of all.
    """
    found = []

    def known(study: str, table: str, key: str) -> bool:
        """Whether one disagreement touches both countries."""
        if charted is None:
            return False
        return not {*charted.by("studies", [study], "country")}.isdisjoint(
            charted.by(table, [key], "country")
        )

    of_intervention = dict(zip(interventions["intervention_id"], interventions["country"], strict=True))
    of_report = dict(zip(reports["report_id"], reports["country"], strict=True))
    of_study = dict(zip(studies["study_id"], studies["country"], strict=True))
    telling, told = lists(linked, "study_id", "report_id"), lists(linked, "report_id", "study_id")

    def fits(report: str, own: frozenset) -> bool:
        named = places.known(of_report[report])
        every = [of_study.get(study) for study in told[report]]
        if not all(map(_names, every)):  # what it names beside may be that of the others
            return own <= named
        return own <= named <= frozenset().union(*map(places.known, every))

    for row in studies[["study_id", "intervention_id", "country"]].itertuples():
        if not _names(row.country):
            continue
        own = places.known(row.country)
        elsewhere = of_intervention.get(row.intervention_id, NOT_REPORTED)
        differing = [f"interventions.csv: {elsewhere}"] * (
            _names(elsewhere)
            and places.known(elsewhere) != own
            and not known(row.study_id, "interventions", row.intervention_id)
        )
        differing += [
            f"reports.csv, {report}: {of_report[report]}"
            for report in telling.get(row.study_id, ())
            if _names(of_report[report])
            and not fits(report, own)
            and not known(row.study_id, "reports", report)
        ]
        if differing:
            expected = f"one country; elsewhere {'; '.join(differing)}"
            found.append(
                Problem("STUD-007", "studies.csv", row.country, expected, row=row.Index + 2, field="country")
            )
    return found


def _names(country: object) -> bool:
    """Whether a cell names a country."""
    return pd.notna(country) and country not in NOTHING


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


def year_problems(reports: pd.DataFrame) -> list[Problem]:
    """Years that are given and said not to be settled: no page may count by a year that may be another (STUD-012)."""
    open_ = (reports["year_basis"] == NOT_SETTLED).fillna(False) & reports["year"].notna()
    return [
        Problem(
            "STUD-012",
            "reports.csv",
            f"{reports.at[at, 'year']} with year_basis {NOT_SETTLED}",
            f"{NOT_AVAILABLE}, or a year_basis that stands for the year",
            row=at + 2,
            field="year",
        )
        for at in reports.index[open_]
    ]
