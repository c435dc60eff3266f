"""What does not fit in studies: reports, studies and interventions against each other, countries and dates."""

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.studies import BOTH, INTERVENTIONS, REPORT_STUDIES, REPORTS, STUDIES, changed

from reviewbook.review.disagreements import Touched
from reviewbook.review.problems import codes
from reviewbook.studies import checks

NA, NR = "not_applicable", "not_reported"


def found(reports=REPORTS, told=REPORT_STUDIES, studies_=STUDIES, interventions=INTERVENTIONS) -> list[tuple]:
    problems = checks.study_problems(reports, told, studies_, interventions)
    return [(p.code, p.file, p.row, p.found, p.expected) for p in problems]


def test_tables_that_fit_together_have_no_problem():
    assert found() == []


def test_a_report_with_more_people_than_its_study_is_named():
    assert found(changed(REPORTS, 1, participants_n=51)) == [
        ("STUD-001", "reports.csv", 3, "51", "at most 50, the participants_n of study walk_1"),
    ]
    assert found(changed(REPORTS, 3, participants_n=900)) == []  # its study gives no number


def test_a_sample_shared_with_another_study_is_named():
    shared = changed(REPORT_STUDIES, 1, sample_of="C")
    assert found(told=shared) == [
        ("STUD-002", "report_studies.csv", 3, "report C", "a report of study walk_1")
    ]


def test_a_report_without_a_study_is_to_do_and_contradicts_none():
    alone = changed(REPORTS, 1, participants_n=900, role="nurse")
    assert found(alone, REPORT_STUDIES.drop(1)) == [
        ("STUD-011", "reports.csv", 3, "report B without a study", "a study"),
    ]
    assert codes()["STUD-011"].severity == "to do"
    # A review without studies lacks none.
    assert found(told=REPORT_STUDIES.iloc[:0], studies_=STUDIES.iloc[:0]) == []


WIDE = changed(REPORTS, 2, country="Xland; Yland")  # the report that tells of both, in `BOTH`


def test_a_report_that_tells_of_several_studies_has_the_people_of_all_and_the_role_of_one():
    assert found(WIDE, BOTH) == []
    many = changed(STUDIES, 2, participants_n=7)
    assert found(changed(WIDE, 2, participants_n=27), BOTH, many) == []
    assert found(changed(WIDE, 2, participants_n=28), BOTH, many) == [
        (
            "STUD-001",
            "reports.csv",
            4,
            "28",
            "at most 27, the participants_n of studies walk_2, swim_1 together",
        ),
    ]
    assert found(changed(WIDE, 2, participants_n=900), BOTH) == []  # one of its studies gives no number
    assert found(changed(WIDE, 2, role="nurse"), BOTH) == []
    assert found(changed(WIDE, 2, role="peer"), BOTH) == [
        ("STUD-005", "reports.csv", 4, "peer", "coach or nurse, the worker_role of walk, swim"),
    ]


def test_a_study_of_a_report_of_several_is_held_against_the_other_reports_of_it():
    assert found(WIDE, changed(BOTH, 4, sample_of=NA)) == [
        ("STUD-006", "studies.csv", 4, "C, D each with a sample of its own", "one main report"),
    ]
    assert found(WIDE, changed(BOTH, 4, sample_of="A")) == [
        ("STUD-002", "report_studies.csv", 6, "report A", "a report of study swim_1"),
    ]


def test_a_report_of_several_studies_may_name_the_countries_of_all_and_no_other():
    assert [(p[0], p[2]) for p in found(REPORTS, BOTH)] == [
        ("STUD-007", 4)
    ]  # of one alone: where was the other?
    other = changed(REPORTS, 2, country="Xland; Yland; Zland")
    assert [(p[0], p[2]) for p in found(other, BOTH)] == [("STUD-007", 3), ("STUD-007", 4)]
    silent = changed(STUDIES, 1, country=NR)  # what is named beside may be that of the other study
    assert found(changed(REPORTS, 2, country="Yland; Zland"), BOTH, silent) == []


def test_problems_of_reports_come_in_the_order_of_their_rows():
    wrong = changed(changed(REPORTS, 0, role="nurse"), 1, participants_n=51, role="nurse")
    assert [(code, row) for code, _, row, _, _ in found(wrong)] == [
        ("STUD-005", 2),
        ("STUD-001", 3),
        ("STUD-005", 3),
    ]


def test_a_study_without_a_report_and_an_intervention_without_a_study_are_named():
    assert found(REPORTS.iloc[:2], REPORT_STUDIES.iloc[:2], STUDIES.iloc[:2]) == [
        ("STUD-003", "studies.csv", 3, "study walk_2 without a report", "a report"),
        ("STUD-004", "interventions.csv", 3, "swim without a study", "a study"),
    ]


def test_a_role_that_differs_from_the_interventions_is_named():
    assert found(changed(REPORTS, 2, role="nurse")) == [
        ("STUD-005", "reports.csv", 4, "nurse", "coach, the worker_role of walk"),
    ]


def test_each_study_has_one_report_whose_sample_is_its_own():
    two = changed(REPORT_STUDIES, 1, sample_of=NA)
    assert found(told=two) == [
        ("STUD-006", "studies.csv", 2, "A, B each with a sample of its own", "one main report")
    ]
    none = changed(REPORT_STUDIES, 0, sample_of="B")  # A shares B's sample, B shares A's
    assert found(told=none) == [
        ("STUD-006", "studies.csv", 2, "every report with the sample of another", "one main report"),
    ]


def test_countries_that_differ_are_a_notice_naming_each_place():
    other = changed(REPORTS, 3, country="Zland")
    problems = checks.study_problems(other, REPORT_STUDIES, STUDIES, INTERVENTIONS)
    assert [(p.code, p.severity, p.row, p.found, p.expected) for p in problems] == [
        ("STUD-007", "notice", 4, "Yland", "one country; elsewhere reports.csv, D: Zland"),
    ]
    for nothing in (NR, None):
        assert found(changed(REPORTS, 3, country=nothing)) == []
        assert found(studies_=changed(STUDIES, 2, country=nothing)) == []
        assert found(interventions=changed(INTERVENTIONS, 1, country=nothing)) == []


def test_a_disagreement_that_is_charted_is_not_told_again():
    reports = changed(REPORTS, 3, country="Zland")
    study = REPORT_STUDIES["study_id"][3]
    cells = [("D1", "reports", "D", "country"), ("D1", "studies", study, "country")]

    def told(*cells):
        charted = Touched(table("disagreement_id table_name row_key field_name", *cells))
        return [
            p.code for p in checks.study_problems(reports, REPORT_STUDIES, STUDIES, INTERVENTIONS, charted)
        ]

    assert told(*cells) == []
    assert told(cells[0]) == told(cells[1]) == ["STUD-007"]  # one disagreement touches both
    assert told(cells[0], ("D2", *cells[1][1:])) == ["STUD-007"]
    assert told(cells[0], (*cells[1][:3], "participants_n")) == ["STUD-007"]


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
    codes = [
        (p.code, p.row, p.field, p.expected)
        for p in checks.study_problems(REPORTS, REPORT_STUDIES, STUDIES, named)
    ]
    assert ("STUD-010", len(named) + 1, "intervention_id", f"another name than {first}") in codes
    assert checks.study_problems(REPORTS.head(0), REPORT_STUDIES, STUDIES, named)[0].code == "STUD-010"


def test_an_unknown_country_is_one_notice_at_its_first_cell_with_a_suggestion():
    studies = table(
        "study_id intervention_id country",
        ("s1", "a", "Norwy"),
        ("s2", "a", "Norway; Norwy"),
        ("s3", "a", "NR"),
    )
    reports = table("report_id country", ("r1", "Norwy"), ("r2", "Zzz"))
    interventions = table("intervention_id country", ("a", "Norway"), ("b", "USA"))
    found = checks.place_problems(reports, studies, interventions)
    assert [(p.code, p.file, p.row, p.field, p.found) for p in found] == [
        ("STUD-008", "studies.csv", 2, "country", '"Norwy", in 3 cells of the review'),
        ("STUD-008", "studies.csv", 4, "country", '"NR"'),
        ("STUD-008", "reports.csv", 3, "country", '"Zzz"'),
    ]
    assert [p.expected.rpartition("code")[2] for p in found] == ["; perhaps Norway", ", or not_reported", ""]
    assert codes()["STUD-008"].severity == "notice"


def test_the_reviews_of_the_repository_name_countries():
    for review in (SYNTHETIC, WILLIAMS):
        opened = OPENED[review]
        assert checks.place_problems(opened.reports, opened.studies, opened.interventions) == []


def test_what_no_calendar_has_and_an_end_before_the_start_are_problems():
    reports = table(
        "study_from study_to",
        ("2016", "2016"), ("2016-05", "2016"), ("2017", "2016"), ("2016-13", "2017-02-30"), (NR, "2016"),
        (None, None), ("2016-05-02", "2016-05-01"), ("2016-06", "2016-05"),
    )  # fmt: skip
    assert [(p.code, p.row, p.field, p.found) for p in checks.period_problems(reports)] == [
        ("STUD-009", 4, "study_to", '"2016"'),
        ("STUD-009", 5, "study_from", '"2016-13"'),
        ("STUD-009", 5, "study_to", '"2017-02-30"'),
        ("STUD-009", 8, "study_to", '"2016-05-01"'),
        ("STUD-009", 9, "study_to", '"2016-05"'),
    ]
