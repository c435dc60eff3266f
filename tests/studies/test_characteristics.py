"""Reports, studies and interventions are counted apart, and nobody is counted twice."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, rows_of, table

from reviewbook.studies import characteristics, checks

NA, NR = "not_applicable", "not_reported"
# One intervention with two studies, one of them with two reports; one intervention with one study.
INTERVENTIONS = table(
    "intervention_id name region delivery country worker_role",
    ("walk", "Walking", "North", "web", "Xland", "coach"),
    ("swim", "Swimming", "South", "mobile", "Yland", "nurse"),
)
STUDIES = table(
    "study_id intervention_id label country participants_n workers_n",
    ("walk_1", "walk", "Walk one", "Xland", 50, None),
    ("walk_2", "walk", "Walk two", "Xland", 20, 4),
    ("swim_1", "swim", "Swim", "Yland", None, None),
)
REPORTS = table(
    "report_id study_id sample_of participants_n workers_n role country design",
    ("A", "walk_1", NA, 50, None, "coach", "Xland", "qualitative"),
    ("B", "walk_1", "A", 30, None, "coach", "Xland", NR),
    ("C", "walk_2", NA, 20, 4, "coach", "Xland", "qualitative"),
    ("D", "swim_1", NA, None, None, "nurse", "Yland", None),
)


def changed(frame, at, **cells):
    frame = frame.copy()
    for name, value in cells.items():
        frame.loc[at, name] = value
    return frame


def found(reports=REPORTS, studies_=STUDIES, interventions=INTERVENTIONS) -> list[tuple]:
    problems = checks.study_problems(reports, studies_, interventions)
    return [(p.code, p.file, p.row, p.found, p.expected) for p in problems]


def test_people_are_summed_over_studies_so_that_shared_samples_count_once():
    assert characteristics.people(STUDIES).to_dict("records") == [
        {"who": "participants", "people": 70, "studies": 2, "of": 3, "not_reported": ["Swim"]},
        {"who": "workers", "people": 4, "studies": 1, "of": 3, "not_reported": ["Walk one", "Swim"]},
    ]
    assert REPORTS["participants_n"].sum() == 100  # what counting reports would give


def test_studies_that_give_no_number_are_named():
    nobody = STUDIES.assign(participants_n=pd.array([None] * 3, dtype="Int64"))
    row = characteristics.people(nobody).iloc[0]
    assert (row["studies"], row["of"], row["not_reported"]) == (0, 3, ["Walk one", "Walk two", "Swim"])
    assert pd.isna(row["people"]), "nobody knows how many; that is not 0"


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        (WILLIAMS, {"participants": (919, 11, 12), "workers": (230, 10, 12)}),
        (SYNTHETIC, {"participants": (109, 3, 4), "workers": (13, 3, 4)}),
    ],
    ids=["williams", "synthetic"],
)
def test_people_of_a_review_as_summed_from_its_files(review, expected):
    people = characteristics.people(OPENED[review].studies).set_index("who")
    for who, numbers in expected.items():
        assert tuple(people.loc[who, ["people", "studies", "of"]]) == numbers
        cells = [row[f"{who}_n"] for row in rows_of(review / "studies.csv")]
        given = [int(cell) for cell in cells if cell not in ("", NR, NA)]
        assert (sum(given), len(given), len(cells)) == numbers
        # The same people by way of the reports: each report that has a sample of its own.
        own = [row for row in rows_of(review / "reports.csv") if row["sample_of"] == NA]
        assert sum(int(row[f"{who}_n"]) for row in own if row[f"{who}_n"].isdigit()) == numbers[0]


def test_reports_studies_and_interventions_are_counted_apart():
    counted = characteristics.per_intervention(REPORTS, STUDIES, INTERVENTIONS)
    columns = ["intervention_id", "studies", "reports", "report_ids"]
    assert counted[columns].to_dict("records") == [
        {"intervention_id": "walk", "studies": 2, "reports": 3, "report_ids": ["A", "B", "C"]},
        {"intervention_id": "swim", "studies": 1, "reports": 1, "report_ids": ["D"]},
    ]


def test_an_intervention_without_reports_counts_none():
    counted = characteristics.per_intervention(REPORTS.iloc[:0], STUDIES, INTERVENTIONS)
    assert counted["reports"].tolist() == [0, 0]
    assert counted["report_ids"].tolist() == [[], []]


def test_counts_put_the_most_frequent_first_and_nothing_last_with_the_list_behind_each():
    assert characteristics.counts(REPORTS, "design", unit="report_id").to_dict("records") == [
        {"design": "qualitative", "n": 2, "total": 4, "ids": ["A", "C"]},
        {"design": "not charted", "n": 1, "total": 4, "ids": ["D"]},
        {"design": NR, "n": 1, "total": 4, "ids": ["B"]},
    ]


def test_every_report_is_joined_to_its_intervention_once():
    linked = characteristics.joined(REPORTS, STUDIES, INTERVENTIONS)
    assert linked[["report_id", "study", "intervention", "region"]].to_dict("list") == {
        "report_id": ["A", "B", "C", "D"],
        "study": ["Walk one", "Walk one", "Walk two", "Swim"],
        "intervention": ["Walking", "Walking", "Walking", "Swimming"],
        "region": ["North", "North", "North", "South"],
    }


# --- what does not fit together


def test_tables_that_fit_together_have_no_problem():
    assert found() == []


def test_a_report_with_more_people_than_its_study_is_named():
    assert found(changed(REPORTS, 1, participants_n=51)) == [
        ("STUD-001", "reports.csv", 3, "51", "at most 50, the participants_n of study walk_1"),
    ]
    assert found(changed(REPORTS, 3, participants_n=900)) == []  # its study gives no number


def test_a_sample_shared_with_another_study_is_named():
    shared = changed(REPORTS, 1, sample_of="C")
    assert found(shared) == [("STUD-002", "reports.csv", 3, "report C", "a report of study walk_1")]


def test_a_study_without_a_report_and_an_intervention_without_a_study_are_named():
    assert found(REPORTS.iloc[:2], STUDIES.iloc[:2]) == [
        ("STUD-003", "studies.csv", 3, "study walk_2 without a report", "a report"),
        ("STUD-004", "interventions.csv", 3, "swim without a study", "a study"),
    ]


def test_a_role_that_differs_from_the_interventions_is_named():
    assert found(changed(REPORTS, 2, role="nurse")) == [
        ("STUD-005", "reports.csv", 4, "nurse", "coach, the worker_role of walk"),
    ]


def test_each_study_has_one_report_whose_sample_is_its_own():
    two = changed(REPORTS, 1, sample_of=NA)
    assert found(two) == [
        ("STUD-006", "studies.csv", 2, "A, B each with a sample of its own", "one main report")
    ]
    none = changed(REPORTS, 0, sample_of="B")  # A shares B's sample, B shares A's
    assert found(none) == [
        ("STUD-006", "studies.csv", 2, "every report with the sample of another", "one main report"),
    ]


def test_countries_that_differ_are_a_notice_naming_each_place():
    problems = checks.study_problems(changed(REPORTS, 3, country="Zland"), STUDIES, INTERVENTIONS)
    assert [(p.code, p.severity, p.row, p.found, p.expected) for p in problems] == [
        ("STUD-007", "notice", 4, "Yland", "one country; elsewhere reports.csv, D: Zland"),
    ]
    for nothing in (NR, None):
        assert found(changed(REPORTS, 3, country=nothing)) == []
        assert found(studies_=changed(STUDIES, 2, country=nothing)) == []
        assert found(interventions=changed(INTERVENTIONS, 1, country=nothing)) == []


def test_two_spellings_of_one_country_are_one_and_two_countries_are_not():
    at_home = {"studies_": changed(STUDIES, 2, country="United States")}
    elsewhere = changed(INTERVENTIONS, 1, country="USA")
    assert found(changed(REPORTS, 3, country="U.S."), interventions=elsewhere, **at_home) == []
    canada = found(changed(REPORTS, 3, country="Canada"), interventions=elsewhere, **at_home)
    assert [problem[0] for problem in canada] == ["STUD-007"]


def test_two_identifiers_that_differ_in_capitals_alone_are_named():
    first = INTERVENTIONS["intervention_id"][0]
    named = pd.concat([INTERVENTIONS, INTERVENTIONS.head(1)], ignore_index=True)
    named.loc[len(named) - 1, "intervention_id"] = INTERVENTIONS["intervention_id"][0].swapcase()
    codes = [(p.code, p.row, p.field, p.expected) for p in checks.study_problems(REPORTS, STUDIES, named)]
    assert ("STUD-010", len(named) + 1, "intervention_id", f"another name than {first}") in codes
    assert checks.study_problems(REPORTS.head(0), STUDIES, named)[0].code == "STUD-010"
