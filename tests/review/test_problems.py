"""How problems are told: in words, as JSON, in a notebook."""

import json
import re

from reviewbook.review.problems import Problem, ReviewProblems, as_json, codes, quote, report


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
    assert report([wrong, wrong, notice]).splitlines()[-1] == "2 problems, 1 notice"
    assert report([wrong, notice, notice]).splitlines()[-1] == "1 problem, 2 notices"
    assert report([]) == "0 problems, 0 notices"


def test_problems_as_json_say_all_that_the_words_say():
    problem = Problem("TABL-007", "ratings.csv", '"four — 4"', "one of …", row=3, field="unit")
    assert "four — 4" in as_json([problem])  # readable as it is
    assert json.loads(as_json([problem, Problem("STUD-007", "studies.csv", "x", "y")])) == [
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
        assert about.severity in ("problem", "notice")
