"""How problems are told: in words, as JSON, in a notebook."""

import re

import pytest

from reviewbook.review.problems import Problem, ReviewProblems, codes, quote, report


def test_a_problem_is_told_as_the_style_guide_shows_it():
    problem = Problem(
        "TABL-007", "appraisals.csv", '"Partial"', "one of yes, no, cannot_tell", row=7, field="answer"
    )
    assert str(problem) == (
        'TABL-007  appraisals.csv, row 7, field answer: found "Partial", expected one of yes, no, cannot_tell.\n'
        "          Write one of the values that are expected. See errors.html#tabl-007"
    )


def test_the_report_closes_with_a_count():
    wrong = Problem("TABL-001", "a.csv", "x", "y")
    notice = Problem("STUD-007", "b.csv", "x", "y")
    todo = Problem("TABL-012", "b.csv", "x", "y")
    assert report([wrong, wrong, notice]).splitlines()[-1] == "2 to mend, 0 to do, 1 notice"
    assert report([wrong, todo, notice, notice]).splitlines()[-1] == "1 to mend, 1 to do, 2 notices"
    assert report([]) == "0 to mend, 0 to do, 0 notices"


def test_the_report_has_three_groups_under_headings():
    notice, todo = Problem("STUD-007", "b.csv", "x", "y"), Problem("TABL-012", "b.csv", "x", "y")
    wrong = Problem("TABL-001", "a.csv", "x", "y")
    lines = [line for line in report([notice, todo, wrong]).splitlines() if not line.startswith(" ")]
    begun = [line.partition("  ")[0] for line in lines]
    assert begun[:-1] == ["Must mend", "TABL-001", "", "To do", "TABL-012", "", "Notices", "STUD-007"]
    assert begun[-1] == "1 to mend, 1 to do, 1 notice"
    assert report([todo]).startswith("To do\nTABL-012")
    assert report([wrong]).startswith("TABL-001")  # an error message needs no heading


def faults(n: int, *, first: int = 2, code: str = "TABL-007", field: str | None = "design") -> list[Problem]:
    return [
        Problem(code, "reports.csv", quote(f"v{at}"), "one of a, b", row=at, field=field)
        for at in range(first, first + n)
    ]


@pytest.mark.parametrize("n", [4, 115, 690])
def test_one_fault_in_many_rows_is_told_once(n):
    told = report(faults(n))
    assert told.splitlines() == [
        f'TABL-007  reports.csv, rows 2-{n + 1}, field design: found "v2", "v3", "v4", …, expected one of a, b.',
        f"          {codes()['TABL-007'].remedy} See errors.html#tabl-007",
        f"{n} to mend, 0 to do, 0 notices",
    ]
    assert ReviewProblems(faults(n)).problems == faults(n)


def test_three_faults_or_faults_of_other_columns_are_told_one_by_one():
    assert len(report(faults(3)).splitlines()) == 7
    mixed = faults(3) + faults(3, field="year") + faults(3, code="TABL-008")
    assert len(report(mixed).splitlines()) == 2 * 9 + 1


def test_rows_are_told_as_runs_and_the_rest_is_counted():
    rows = [*faults(13), *faults(1, first=17), *faults(2, first=20), *faults(1, first=30)]
    assert "rows 2-14, 17 and 3 more, field design" in report(rows)
    assert "rows 2-14, 17 and 20-21, field" in report(rows[:-1])


def test_faults_without_a_row_are_counted_and_other_expectations_are_not_hidden():
    told = report(
        Problem("INTV-002", "tidier.csv", f"no item {at} of a", f"one{at // 100}") for at in range(690)
    )
    assert "tidier.csv: found no item 0 of a, no item 1 of a, no item 2 of a, … (690 in all)" in told
    assert "expected one0 (others: 6 more)." in told and told.endswith("0 to mend, 690 to do, 0 notices")


def test_problems_for_machines_say_all_that_the_words_say():
    problem = Problem("TABL-007", "ratings.csv", '"four — 4"', "one of …", row=3, field="unit")
    assert [one.as_dict() for one in (problem, Problem("STUD-007", "studies.csv", "x", "y"))] == [
        {
            "code": "TABL-007",
            "file": "ratings.csv",
            "found": '"four — 4"',
            "expected": "one of …",
            "row": 3,
            "field": "unit",
            "severity": "problem",
            "title": codes()["TABL-007"].title,
            "remedy": codes()["TABL-007"].remedy,
        },
        {
            "code": "STUD-007",
            "file": "studies.csv",
            "found": "x",
            "expected": "y",
            "row": None,
            "field": None,
            "severity": "notice",
            "title": codes()["STUD-007"].title,
            "remedy": codes()["STUD-007"].remedy,
        },
    ]


def test_a_notebook_shows_problems_without_a_traceback():
    raised = ReviewProblems([Problem("TABL-001", "a.csv", "x", "y")])
    assert raised._render_traceback_() == [str(raised)]
    assert str(raised).startswith("TABL-001  a.csv: found x, expected y.")


def test_a_long_value_is_cut_and_kept_on_one_line():
    assert quote("a\nb") == '"a b"'
    assert quote("x" * 60) == f'"{"x" * 60}"'
    assert quote("x" * 61) == f'"{"x" * 57}..."'


def test_codes_are_said_once_and_in_sentences():
    for code, about in codes().items():
        assert re.fullmatch(r"[A-Z]{4}-\d{3}", code) and about.code == code
        assert about.title.endswith(".") and about.remedy.endswith(".")
        assert about.severity in ("problem", "to do", "notice")


def test_what_is_the_same_of_many_files_is_told_once_with_their_names():
    same = [Problem("TABL-021", f"{name}.csv", "a byte order mark", "UTF-8") for name in "abcde"]
    told = report([*same, Problem("TABL-021", "f.csv", "`;` between the cells", "UTF-8")])
    assert "TABL-021  a.csv, b.csv, c.csv and 2 more files: found a byte order mark, expected UTF-8." in told
    assert told.count("TABL-021  ") == 2
