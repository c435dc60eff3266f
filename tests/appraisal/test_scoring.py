"""Published scores beside those that their answers give."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, table
from packages.appraisals import MIXED, QUAL, RATINGS, TOOL, TOOLS, answers, appraised, rated

from reviewbook.appraisal import answering, checks, scoring
from reviewbook.appraisal.instruments import instrument

RCT, DESC = "quantitative_randomised", "quantitative_descriptive"


def checked(rows: list[tuple], *printed: tuple, tool: str = TOOL) -> list[tuple]:
    """(report, part, computed, verdict) of each printed (report, category, written, value, of, unit)."""
    given = table("report_id category criterion answer", *rows)
    published = pd.DataFrame(printed, columns=["report_id", "category", "written", "value", "of", "unit"])
    found = scoring.check(given, published, tool=instrument(tool))
    found["computed"] = found["computed"].astype(object).where(found["computed"].notna(), None)
    return list(found[["report_id", "part", "computed", "verdict", "why"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("written", "value", "of", "unit"),
    [
        ("75", 75, None, "percent"),
        ("3/4", 3, 4, "points"),
        ("3", 3, None, "points"),
        ("***", 3, None, "stars"),
        ("75/100", 75, 100, "points"),
    ],
)
def test_a_score_holds_in_whatever_unit_it_is_printed(written, value, of, unit):
    assert checked(answers("A", qualitative="yyyn"), ("A", QUAL, written, value, of, unit)) == [
        ("A", "overall", 75 if value == 75 else 3, "holds", "")
    ]


def test_a_score_that_its_answers_contradict_differs_and_both_are_there():
    assert checked(answers("A", qualitative="yyyn"), ("A", QUAL, "25", 25, None, "percent")) == [
        ("A", "overall", 75, "differs", "contradicted by its own answers")
    ]


def test_one_score_beside_the_blocks_of_a_mixed_study_is_that_of_the_whole():
    own = answers("J", qualitative="yyyy", quantitative_nonrandomised="nyny", mixed_methods="?y?")
    assert checked(own, ("J", MIXED, "50", 50, None, "percent")) == [("J", "overall", 50, "holds", "")]


def test_scores_that_differ_between_the_blocks_of_a_mixed_study_are_those_of_the_blocks():
    own = answers("J", qualitative="yyyy", quantitative_randomised="nyny", mixed_methods="yyy")
    assert checked(own, ("J", QUAL, "100", 100, None, "percent"), ("J", RCT, "50", 50, None, "percent")) == [
        ("J", QUAL, 100, "holds", ""),
        ("J", RCT, 50, "holds", ""),
    ]


def test_one_score_printed_beside_every_block_is_told_once():
    own = answers("J", qualitative="yyyy", quantitative_randomised="nyny", mixed_methods="yyy")
    printed = [("J", category, "50", 50, None, "percent") for category in (QUAL, RCT, MIXED)]
    assert checked(own, *printed) == [("J", "overall", 50, "holds", "")]


def test_the_score_in_the_row_of_the_mixed_block_is_the_whole_studys_where_it_is_that():
    own = answers("J", qualitative="yyyy", quantitative_randomised="nyny", mixed_methods="yyy")
    printed = [
        ("J", QUAL, "100", 100, None, "percent"),
        ("J", RCT, "50", 50, None, "percent"),
        ("J", MIXED, "50 ", 50, None, "percent"),
    ]
    assert [row[1:4] for row in checked(own, *printed)] == [
        (QUAL, 100, "holds"),
        (RCT, 50, "holds"),
        ("overall", 50, "holds"),
    ]
    assert [row[1] for row in checked(own, *printed[:2], ("J", MIXED, "99", 99, None, "percent"))][
        -1
    ] == MIXED


def test_the_naive_share_of_three_is_not_the_rule_of_the_mixed_block():
    own = answers("J", qualitative="yyyy", quantitative_nonrandomised="yyyy", mixed_methods="nyn")
    ((_, _, computed, verdict, _),) = checked(own, ("J", MIXED, "33", 33, None, "percent"))
    assert (computed, verdict) == (50, "differs")


def test_a_score_in_words_or_of_an_appraisal_that_is_not_whole_cannot_be_checked():
    own = answers("A", qualitative="yyyn") + answers("B", qualitative="yy")
    assert checked(own, ("A", QUAL, "High", None, None, "words"), ("B", QUAL, "75", 75, None, "percent")) == [
        ("A", "overall", None, "cannot_be_checked", "printed in words"),
        ("B", "overall", None, "cannot_be_checked", "no 1.3, 1.4"),
    ]


SCREENED = [(r, "screening", s, "yes") for r in "AB" for s in ("S1", "S2")]
TWO = answers("A", qualitative="yyyyn") + answers("B", quantitative_descriptive="yynny")


@pytest.mark.parametrize(
    ("printed", "convention"),
    [
        ((80, 60), "criteria met"),
        ((86, 71), "criteria met with the screening questions"),
        ((85.7, 71.4), "criteria met with the screening questions"),
        ((85, 71), "criteria met with the screening questions"),
    ],
)
def test_scores_of_2018_are_checked_by_the_convention_that_explains_most(printed, convention):
    published = pd.DataFrame(
        [(r, "overall", str(v), v, None, "percent") for r, v in zip("AB", printed, strict=True)],
        columns=["report_id", "category", "written", "value", "of", "unit"],
    )
    given = table("report_id category criterion answer", *SCREENED, *TWO)
    found = scoring.check(given, published, tool=instrument("mmat-2018"))
    assert set(found["verdict"]) == {"holds"} and set(found["convention"]) == {convention}


def test_what_the_convention_of_a_table_does_not_explain_differs_and_says_whose_figure_it_is():
    own = [
        *SCREENED,
        *TWO,
        *answers("C", qualitative="yyynn"),
        ("C", "screening", "S1", "yes"),
        ("C", "screening", "S2", "yes"),
    ]
    printed = [("A", "80", 80), ("B", "60", 60), ("C", "71", 71)]
    found = checked(own, *[(r, "overall", w, v, None, "percent") for r, w, v in printed], tool="mmat-2018")
    assert [row[3] for row in found] == ["holds", "holds", "differs"]
    assert found[2][2] == 60
    assert found[2][4] == "it is that of: criteria met with the screening questions"


@pytest.mark.parametrize(
    ("written", "value", "says"),
    [
        ("60", 60, "the lowest block"),
        ("80", 80, "all blocks together"),
        ("100", 100, "the mixed block alone"),
    ],
)
def test_mixed_studies_of_2018_are_tried_by_lowest_block_all_blocks_and_mixed_block(written, value, says):
    own = answers("A", qualitative="yyyny", quantitative_randomised="yynny", mixed_methods="yyyyy")
    published = pd.DataFrame(
        [("A", MIXED, written, value, None, "percent")],
        columns=["report_id", "category", "written", "value", "of", "unit"],
    )
    given = table("report_id category criterion answer", *own)
    (row,) = scoring.check(given, published, tool=instrument("mmat-2018")).to_dict("records")
    assert row["verdict"] == "holds" and row["convention"].endswith(says)


def test_a_mixed_study_of_which_the_mixed_block_alone_is_printed_is_checked_by_that_and_not_rated():
    own = answers("A", mixed_methods="yyyyn") + answers("B", qualitative="yyynn")
    printed = [("A", MIXED, "80", 80, None, "percent"), ("B", QUAL, "60", 60, None, "percent")]
    assert [row[3] for row in checked(own, *printed, tool="mmat-2018")] == ["holds", "holds"]
    given = table("report_id category criterion answer", *own)
    rated_ = scoring.by_report(given, tool=instrument("mmat-2018"), name="mmat-2018", overall="count")
    assert rated_.set_index("report_id")["note"].fillna("").to_dict() == {
        "A": "mixed methods, no qualitative block; mixed methods, no quantitative block",
        "B": "",
    }
    assert checked(answers("A", mixed_methods="yyy"), ("A", MIXED, "75", 75, None, "percent"))[0][3] == (
        "cannot_be_checked"
    ), "the rule of 2011 needs all three blocks"


# --- ratings of a review


def test_reported_ratings_stand_beside_those_that_the_answers_give():
    ratings = table(
        RATINGS,
        ("A", TOOL, "overall", 3, "points_of_4"),
        ("B", TOOL, "overall", 50, "percent"),
        ("C", TOOL, "overall", 1, "percent"),
    )
    own = appraised(
        *answers("A", qualitative="yynn"),
        *answers("B", qualitative="yynn"),
        *answers("D", qualitative="yyyy"),
    )
    found = scoring.compared(answering.standing(own), ratings, tools=TOOLS)
    assert found[["report_id", "value", "computed", "verdict"]].values.tolist() == [
        ["A", 3, 2, "differs"],
        ["B", 50, 50, "holds"],
    ]
    assert [(p.code, p.row, p.field, p.found) for p in checks.rating_problems(found)] == [
        ("APPR-005", 2, "rating", "3 for A"),
    ]


def test_a_rating_of_one_component_is_held_against_its_block():
    own = appraised(*answers("A", qualitative="yynn", quantitative_descriptive="yyyy", mixed_methods="yyy"))
    ratings = rated(("A", "overall", None), ("A", QUAL, 2), ("A", "quantitative", 3))
    found = scoring.compared(answering.standing(own), ratings, tools=TOOLS)
    assert found[["part", "computed", "verdict"]].values.tolist() == [
        [QUAL, 2, "holds"],
        [DESC, 4, "differs"],
    ]


def test_the_synthetic_ratings_follow_from_its_answers():
    review = OPENED[SYNTHETIC]
    found = scoring.compared(answering.standing(review.appraisals), review.ratings, tools=TOOLS)
    assert set(found["verdict"]) == {"holds"}
    assert dict(zip(found["report_id"] + " " + found["part"], found["computed"], strict=True)) == {
        "Synthetic2018 overall": 3,
        "Synthetic2019 overall": 2,
        "Synthetic2020a overall": 2,  # qualitative 3, quantitative 3, mixed 1 + 1
        "Synthetic2020a qualitative": 3,
        "Synthetic2020b overall": 1,
    }


@pytest.mark.parametrize("name", ["mmat-2011", "mmat-2018"])
def test_a_report_that_failed_screening_is_among_the_reports_of_the_table(name):
    screening = [("F", "screening", "S1", "cannot_tell"), ("P", "screening", "S1", "yes")]
    frame = table("report_id category criterion answer", *screening, *answers("A", qualitative="yyyy"))
    found = scoring.by_report(frame, tool=instrument(name), name=name)
    assert dict(zip(found["report_id"], found["blocks"], strict=True)) == {
        "F": "failed screening",
        "P": "screened alone",
        "A": "qualitative",
    }
    assert found["note"].iloc[0].startswith("failed screening")
