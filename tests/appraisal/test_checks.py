"""What does not fit in appraisals: answers their tool does not have, blocks that are not whole, ratings that contradict their answers."""

import pandas as pd
import pytest
from packages import table
from packages.appraisals import KEYS, QUAL, RATINGS, RCT, TOOL, TOOLS, answers, appraised, rated

from reviewbook.appraisal import answering, checks, scoring


def found(rows: pd.DataFrame, ratings=None) -> list[tuple]:
    problems = checks.answer_problems(rows, rated() if ratings is None else ratings)
    return [(p.code, p.row, p.field, p.found) for p in problems]


@pytest.mark.parametrize(
    ("tool", "criterion"),
    [
        ("mmat-2011", "1.5"),
        ("mmat-2011", "5.4"),
        ("mmat-2011", "5.5"),
        ("mmat-2018", "1.6"),
        ("mmat-2018", "S3"),
    ],
)
def test_a_criterion_that_this_version_does_not_have_is_refused(tool, criterion):
    rows = table(KEYS, ("A", tool, QUAL, criterion, "AA", "yes"))
    assert found(rows) == [("APPR-001", 2, "criterion", f"{criterion} under {tool}")]


def test_a_criterion_under_another_category_is_named():
    assert found(appraised(("A", RCT, "1.1", "yes"))) == [("APPR-002", 2, "category", f"1.1 under {RCT}")]


def test_a_category_answered_in_part_is_named_for_each_appraiser():
    whole = appraised(*answers("A", qualitative="yynn"))
    part = whole.iloc[:2].assign(appraiser="BB")
    assert found(pd.concat([whole, part], ignore_index=True)) == [
        ("APPR-003", 6, "criterion", "A by BB: no 1.3, 1.4")
    ]


def test_a_consensus_settles_single_criteria_beside_others_and_must_be_whole_alone():
    whole = appraised(*answers("A", qualitative="yynn"))
    consensus = whole.iloc[:1].assign(appraiser="consensus")
    assert found(pd.concat([whole, consensus], ignore_index=True)) == []
    assert found(consensus) == [("APPR-003", 2, "criterion", "A by consensus: no 1.2, 1.3, 1.4")]


def test_mixed_methods_needs_a_qualitative_and_a_quantitative_block():
    assert found(appraised(*answers("A", mixed_methods="yyy", qualitative="yyyy"))) == [
        ("APPR-003", 2, "category", "A by AA: mixed methods, no quantitative block"),
    ]
    whole = answers("A", mixed_methods="yyy", qualitative="yyyy", quantitative_descriptive="nnnn")
    assert found(appraised(*whole)) == []


@pytest.mark.parametrize(("unit", "most"), [("points_of_4", 4), ("points_of_5", 5), ("percent", 100)])
def test_a_rating_beyond_its_unit_is_named(unit, most):
    ratings = table(RATINGS, ("A", TOOL, "overall", most, unit), ("B", TOOL, "overall", most + 1, unit))
    assert found(appraised(), ratings) == [("APPR-004", 3, "rating", str(most + 1))]


@pytest.mark.parametrize("answer", ["Partial", "y/n", "NA", "Yes", "not_applicable"])
def test_an_answer_that_the_tool_does_not_permit_is_named_with_its_place(answer):
    rows = appraised(*answers("A", qualitative="yynn"))
    rows.loc[2, "answer"] = answer
    assert found(rows) == [("APPR-012", 4, "answer", f'"{answer}"')]


def test_a_tool_that_nobody_has_is_named_once_a_table():
    rows = appraised(*answers("A", qualitative="yynn")).assign(tool="mmat-2009")
    assert found(rows) == [("APPR-006", 2, "tool", '"mmat-2009"')]
    assert found(appraised(), rated(("A", "overall", 1)).assign(tool="casp")) == [
        ("APPR-006", 2, "tool", '"casp"')
    ]


def test_a_mixed_methods_report_with_one_block_alone_lacks_the_others():
    rows = appraised(*answers("A", qualitative="yynn"))
    named = [p.found for p in checks.answer_problems(rows, rated(), designs={"A": "mixed_methods"})]
    assert named == ["A by AA: mixed_methods, and a block of qualitative alone"]
    assert checks.answer_problems(rows, rated(), designs={"A": "qualitative"}) == []


def test_a_printed_total_under_2018_is_checked_though_none_is_given():
    own = table(KEYS, *[("A", "mmat-2018", QUAL, f"1.{i}", "AA", "yes") for i in range(1, 6)])
    ratings = table(RATINGS, ("A", "mmat-2018", "overall", 2, "points_of_5"))
    (found,) = checks.rating_problems(scoring.compared(answering.standing(own), ratings, tools=TOOLS))
    assert (found.code, found.found) == ("APPR-005", "2 for A") and found.expected.startswith(
        "5, from the answers"
    )
