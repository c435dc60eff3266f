"""What does not fit in assessments of confidence."""

from packages import table
from packages.assessed import assessments, whole

from reviewbook.confidence import assessing, checks

CODES = table("code_id", ("staying",))
EXCERPTS = table("excerpt_id kind", ("F1", "finding"), ("Q1", "quotation"))


def test_an_assessment_is_about_a_code_or_a_finding_of_the_review():
    rows = assessments(
        whole("staying"),
        whole("stayng"),
        whole("F1") | {"about_kind": "finding"},
        whole("Q1") | {"about_kind": "finding"},
        whole("F9") | {"about_kind": "finding"},
        whole("F1"),
    )
    found = [(p.code, p.row, p.found) for p in checks.about_nothing(rows, CODES, EXCERPTS)]
    assert found == [
        ("CONF-001", 3, '"stayng", no code'),
        ("CONF-001", 5, '"Q1", a quotation'),
        ("CONF-001", 6, '"F9", no excerpt'),
        ("CONF-001", 7, '"F1", no code'),
    ]


def test_a_row_that_is_whole_has_no_problem_and_a_judgement_without_its_reason_is_to_do():
    assert checks.row_problems(assessments(whole("staying"))) == []
    (problem,) = checks.row_problems(assessments(whole("staying", coherence_reason="not_applicable")))
    assert (problem.code, problem.severity, problem.row) == ("CONF-002", "to do", 2)
    assert (problem.field, problem.expected) == ("coherence_reason", "a reason for coherence")


def test_a_level_without_a_component_is_a_notice():
    (problem,) = checks.row_problems(assessments(whole("staying", coherence=None, coherence_reason=None)))
    assert (problem.code, problem.found) == ("CONF-003", "moderate without a judgement of coherence")


def test_a_level_above_what_serious_concerns_leave_is_a_notice_and_one_below_is_not():
    for level, codes in (("high", ["CONF-004"]), ("moderate", []), ("very_low", [])):
        found = checks.row_problems(assessments(whole("staying", coherence="serious", level=level)))
        assert [problem.code for problem in found] == codes


def test_assessors_who_differ_are_named_with_what_they_differ_on():
    rows = assessments(whole("leaving"), whole("staying"), whole("staying", "BB", level="low"))
    (problem,) = checks.unsettled(assessing.standing(rows), rows)
    assert (problem.code, problem.row, problem.found) == ("CONF-005", 3, "AA and BB on the level of staying")
    settled = assessments(
        whole("staying"), whole("staying", "BB", level="low"), whole("staying", "consensus")
    )
    assert checks.unsettled(assessing.standing(settled), settled) == []


def test_a_row_without_any_judgement_has_blank_cells_and_no_other_problem():
    assert checks.row_problems(assessments({"about_id": "staying"})) == []
