"""Appraisal: MMAT answers scored by the tool's own rule, ratings as reported, and where the two differ."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, WILLIAMS, rows_of, table
from packages.appraisals import (
    DESC,
    KEYS,
    NRS,
    QUAL,
    RATINGS,
    RCT,
    TOOL,
    TOOLS,
    answers,
    appraised,
    rated,
)
from packages.examples import examples

from reviewbook.appraisal import answering, checks
from reviewbook.appraisal.instruments import instrument
from reviewbook.appraisal.of_review import rated as rated_reports


def points(*rows: list[tuple]) -> dict:
    frame = table("report_id category criterion answer", *[row for own in rows for row in own])
    return answering.ratings(frame, tool=instrument(TOOL))["points"].to_dict()


# --- the scoring rule of 2011


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("yyyy", 4), ("yyyn", 3), ("ynny", 2), ("n?yn", 1), ("nnnn", 0), ("????", 0)],
)
@pytest.mark.parametrize("category", [QUAL, RCT, NRS, DESC])
def test_a_single_method_counts_the_criteria_met(category, letters, expected):
    assert points(answers("A", **{category: letters})) == {"A": expected}


@pytest.mark.parametrize(
    ("qualitative", "quantitative", "mixed", "expected"),
    [
        (
            "yyyy",
            "nnyy",
            "nyn",
            2,
        ),  # Jibb 2011: min(4, 2, 1 + 1) = 2, printed as 50 %; a share of three would give 33 %
        ("yyyy", "yyyy", "yyy", 4),
        ("yyyy", "yyyy", "yyn", 3),
        ("yyyy", "yyyy", "nnn", 1),  # the mixed block counts its criteria met and one
        ("ynnn", "yyyy", "yyy", 1),
        ("yyyy", "nnnn", "yyy", 0),
    ],
)
def test_mixed_methods_takes_the_lowest_component(qualitative, quantitative, mixed, expected):
    own = answers("A", qualitative=qualitative, quantitative_nonrandomised=quantitative, mixed_methods=mixed)
    assert points(own) == {"A": expected}


def test_screening_questions_earn_no_points():
    screening = [("A", "screening", "S1", "yes"), ("A", "screening", "S2", "yes")]
    assert points(screening, answers("A", qualitative="ynnn")) == {"A": 1}
    assert points(screening) == {"A": None}


def test_reports_are_rated_each_for_itself():
    mixed = answers("B", qualitative="yyyy", quantitative_descriptive="yyyn", mixed_methods="yyy")
    assert points(answers("A", qualitative="yynn"), mixed) == {"A": 2, "B": 3}


def test_a_tool_whose_authors_discourage_a_total_is_not_totalled_unless_the_author_asks():
    frame = table("report_id category criterion answer", *answers("A", qualitative="yyyny"))
    with pytest.raises(answering.NoOverallRating, match=r"version 2018.* no overall rating.*discourages"):
        answering.ratings(frame, tool=instrument("mmat-2018"))
    counted = answering.ratings(frame, tool=instrument("mmat-2018"), overall="count")
    assert counted[["points", "of"]].to_dict("index") == {"A": {"points": 4, "of": 5}}


def test_a_mixed_study_counted_under_2018_takes_the_lowest_of_its_three_blocks_of_five():
    frame = table(
        "report_id category criterion answer",
        *answers("A", qualitative="yyyyy", quantitative_descriptive="yynny", mixed_methods="yyyyn"),
    )
    (row,) = answering.ratings(frame, tool=instrument("mmat-2018"), overall="count").to_dict("records")
    assert (row["points"], row["of"], row["lowest"]) == (3, 5, DESC)


def test_domains_of_bias_are_never_counted():
    frame = table("report_id category criterion answer", ("A", "randomised_trial", "D1", "low"))
    with pytest.raises(answering.NoOverallRating, match="not counted"):
        answering.ratings(frame, tool=instrument("rob-2"), overall="count")


def test_where_no_design_combines_blocks_the_sections_of_a_checklist_add_up():
    checklist = {
        "title": "Synthetic checklist",
        "answers": instrument(TOOL)["answers"],
        "screening": {},
        "categories": {
            "validity": {"title": "Validity", "component": "all", "criteria": {"1": "a", "2": "b"}},
            "results": {"title": "Results", "component": "all", "criteria": {"3": "c", "4": "d"}},
        },
        "combined": {},
        "optional": frozenset(),
        "scoring": {"rule": "criteria_met", "maximum": 4, "combined": None, "bonus": {}, "caution": ""},
    }
    rows = [
        ("A", "validity", "1", "yes"),
        ("A", "validity", "2", "yes"),
        ("A", "results", "3", "yes"),
        ("A", "results", "4", "no"),
    ]
    frame = table("report_id category criterion answer", *rows)
    assert answering.ratings(frame, tool=checklist)["points"].to_dict() == {"A": 3}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (answers("A", qualitative="!yyy"), "appraisers differ on 1.1"),
        (answers("A", qualitative="yy"), "no 1.3, 1.4"),
        (answers("A", qualitative="yyyy", mixed_methods="yyy"), "mixed methods, no quantitative block"),
        (
            answers("A", qualitative="yyyy", quantitative_descriptive="yyyy"),
            "qualitative, quantitative_descriptive: no mixed_methods block",
        ),
        (
            answers("A", quantitative_randomised="yyyy", quantitative_descriptive="yyyy"),
            "two blocks: quantitative_randomised, quantitative_descriptive",
        ),
    ],
)
def test_what_is_not_complete_or_not_settled_has_no_rating_and_says_why(rows, why):
    frame = table("report_id category criterion answer", *rows, *answers("B", qualitative="yyyy"))
    rated_ = answering.ratings(frame, tool=instrument(TOOL))
    assert pd.isna(rated_.at["A", "points"]) and rated_.at["A", "note"] == why
    assert (rated_.at["B", "points"], pd.isna(rated_.at["B", "note"])) == (4, True)


def test_a_block_counts_its_answers_by_what_they_mean():
    frame = table("report_id category criterion answer", *answers("A", qualitative="y?!"))
    (row,) = answering.blocks(frame, tool=instrument(TOOL)).to_dict("records")
    assert {k: row[k] for k in ("met", "unclear", "not_met", "open", "missing", "of")} == {
        "met": 1,
        "unclear": 1,
        "not_met": 0,
        "open": 1,
        "missing": 1,
        "of": 4,
    }


def test_a_screening_question_not_met_is_carried_beside_the_rating():
    screening = [
        ("A", "screening", "S1", "yes"),
        ("A", "screening", "S2", "cannot_tell"),
        ("B", "screening", "S1", "yes"),
    ]
    frame = table("report_id category criterion answer", *screening, *answers("A", qualitative="yyyy"))
    assert answering.screened(frame, tool=instrument(TOOL)).to_dict() == {"A": "S2: can't tell"}
    assert answering.ratings(frame, tool=instrument(TOOL))["points"].dropna().to_dict() == {"A": 4}


def test_a_report_that_failed_screening_stays_without_a_rating_and_lacks_nothing():
    screening = [("F", "screening", "S1", "no"), ("P", "screening", "S1", "yes")]
    frame = table("report_id category criterion answer", *screening, *answers("A", qualitative="yyyy"))
    tool = instrument(TOOL)
    assert answering.only_screened(frame, tool=tool).to_dict() == {"F": True, "P": False}
    rated = answering.ratings(frame, tool=tool)
    assert rated["note"].fillna("").to_dict() == {
        "A": "",
        "F": "failed screening (S1: no)",
        "P": "answers to the screening questions alone",
    }
    assert rated["points"].isna().to_dict() == {"A": False, "F": True, "P": True}
    assert answering.gaps(frame, tool=tool)["report_id"].to_list() == ["P"]


letters = st.sampled_from("yn?")
blocks = st.tuples(*[st.lists(letters, min_size=n, max_size=n) for n in (4, 4, 3)])


def mixed_report(block) -> list[tuple]:
    qualitative, quantitative, mixed = block
    return answers("A", qualitative=qualitative, quantitative_randomised=quantitative, mixed_methods=mixed)


@examples(30)
@given(blocks, st.integers(0, 10))
def test_points_never_rise_when_a_yes_becomes_a_no(block, at):
    before = mixed_report(block)
    after = [(*row[:3], "no") if i == at and row[3] == "yes" else row for i, row in enumerate(before)]
    assert points(after)["A"] <= points(before)["A"]


@examples(30)
@given(blocks)
def test_mixed_methods_is_never_above_its_lowest_component(block):
    met = [sum(letter == "y" for letter in part) for part in block]
    overall = points(mixed_report(block))["A"]
    assert overall <= min(met[0], met[1]), "better than its weaker method"
    assert overall == min(met[0], met[1], met[2] + 1)
    for at, part in enumerate((QUAL, RCT)):
        assert overall <= points(answers("A", **{part: block[at]}))["A"]


@examples(30)
@given(blocks, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(block, chance):
    rows = mixed_report(block) + answers("B", qualitative=block[0])
    mixed_up = list(rows)
    chance.shuffle(mixed_up)
    assert points(rows) == points(mixed_up)


@examples(30)
@given(blocks)
def test_points_are_whole_numbers_from_0_to_4(block):
    value = points(mixed_report(block))["A"]
    assert isinstance(value, int) and 0 <= value <= 4


# --- which answer stands


def test_a_consensus_stands_and_without_one_a_disagreement_is_a_conflict():
    given_ = table(
        KEYS,
        ("A", TOOL, QUAL, "1.1", "AA", "yes"),
        ("A", TOOL, QUAL, "1.1", "BB", "yes"),
        ("A", TOOL, QUAL, "1.2", "AA", "yes"),
        ("A", TOOL, QUAL, "1.2", "BB", "no"),
        ("A", TOOL, QUAL, "1.2", "consensus", "no"),
        ("A", TOOL, QUAL, "1.3", "AA", "yes"),
        ("A", TOOL, QUAL, "1.3", "BB", "cannot_tell"),
        ("A", TOOL, QUAL, "1.4", "AA", "no"),
    )
    stands = answering.standing(given_)
    assert stands["how"].tolist() == ["agreed", "consensus", "conflict", "single"]
    assert dict(zip(stands["criterion"], stands["answer"], strict=True)) == {
        "1.1": "yes",
        "1.2": "no",
        "1.3": "conflict",
        "1.4": "no",
    }


def test_the_same_number_in_two_versions_is_two_answers():
    given_ = table(KEYS, ("A", TOOL, QUAL, "1.4", "AA", "yes"), ("A", "mmat-2018", QUAL, "1.4", "AA", "no"))
    assert answering.standing(given_)[["tool", "answer"]].to_dict("list") == {
        "tool": ["mmat-2011", "mmat-2018"],
        "answer": ["yes", "no"],
    }


# --- ratings as reported


def test_the_overall_rating_stands_before_the_lowest_component():
    overall = answering.overall(
        rated(("A", QUAL, 1), ("A", "overall", 3), ("B", QUAL, 2), ("B", "quantitative", 1), ("C", QUAL, 0))
    )
    assert overall[["rating", "component"]].to_dict("index") == {
        "A": {"rating": 3, "component": "overall"},
        "B": {"rating": 1, "component": "quantitative"},
        "C": {"rating": 0, "component": QUAL},
    }


def test_an_overall_rating_that_is_not_reported_gives_way_to_a_component_that_is():
    overall = answering.overall(rated(("A", "overall", None), ("A", QUAL, 2), ("B", "overall", None)))
    assert overall.loc["A", ["rating", "component"]].tolist() == [2, QUAL]
    assert pd.isna(overall.loc["B", "rating"])


def test_ratings_by_design_give_lowest_and_highest_and_how_many_reports_have_each():
    reports = table(
        "report_id design",
        ("A", "qualitative"),
        ("B", "qualitative"),
        ("C", "qualitative"),
        ("D", "quantitative"),
        ("E", "qualitative"),
    )
    ratings = rated(("A", "overall", 4), ("B", "overall", 1), ("C", "overall", 2), ("E", "overall", None))
    by = answering.by_design(answering.alike(answering.overall(ratings)), reports).fillna(-1)
    assert by.to_dict("records") == [
        {
            "design": "qualitative",
            "reports": 4,
            "rated": 3,
            "minimum": 1,
            "maximum": 4,
            "counts": {1: 1, 2: 1, 4: 1},
            "report_ids": ["A", "B", "C"],
        },
        {
            "design": "quantitative",
            "reports": 1,
            "rated": 0,
            "minimum": -1,
            "maximum": -1,
            "counts": {},
            "report_ids": [],
        },
    ]


def test_ratings_in_several_units_are_ranged_in_per_cent_and_those_in_one_as_they_are():
    rows = [
        ("A", TOOL, "overall", 3, "points_of_4"),
        ("B", "mmat-2018", "overall", 3, "points_of_5"),
        ("C", TOOL, "overall", 50, "percent"),
    ]
    both = answering.alike(answering.overall(table(RATINGS, *rows)))
    assert both["rating"].to_dict() == {"A": 75, "B": 60, "C": 50} and set(both["unit"]) == {"percent"}
    one = answering.alike(answering.overall(rated(("A", "overall", 3), ("B", "overall", None))))
    assert one["rating"].to_dict() == {"A": 3} and set(one["unit"]) == {"points_of_4"}


def test_williams_ratings_by_design_as_read_from_its_files():
    by = answering.by_design(
        answering.alike(rated_reports(OPENED[WILLIAMS])), OPENED[WILLIAMS].reports
    ).set_index("design")
    rating = {row["report_id"]: int(row["rating"]) for row in rows_of(WILLIAMS / "ratings.csv")}
    for design in ("qualitative", "mixed_methods", "quantitative"):
        own = sorted(
            rating[row["report_id"]] for row in rows_of(WILLIAMS / "reports.csv") if row["design"] == design
        )
        assert by.loc[design, ["rated", "minimum", "maximum"]].tolist() == [len(own), own[0], own[-1]]
        assert by.loc[design, "counts"] == {rating: own.count(rating) for rating in own}


# --- reported before computed


def test_a_report_without_a_reported_rating_has_that_of_its_answers():
    own = appraised(
        *answers("A", qualitative="yynn"), *answers("B", qualitative="yyyn"), *answers("C", qualitative="yn")
    )
    computed = answering.computed(answering.standing(own), tools=TOOLS)
    both = answering.overall(rated(("A", "overall", 4), ("B", "overall", None)), computed)
    assert both["note"].dropna().to_dict() == {"C": "no 1.3, 1.4"}
    assert both[["rating", "basis"]].fillna(-1).to_dict("index") == {
        "A": {"rating": 4, "basis": "reported"},
        "B": {"rating": 3, "basis": "computed"},
        "C": {"rating": -1, "basis": "computed"},
    }


def test_answers_under_2018_give_no_rating_unless_it_is_asked_for():
    own = table(KEYS, *[("A", "mmat-2018", QUAL, f"1.{i}", "AA", "yes") for i in range(1, 6)])
    stands = answering.standing(own)
    assert answering.computed(stands, tools=TOOLS)["rating"].isna().all()
    asked = answering.computed(stands, tools=TOOLS, overall="count")
    assert asked[["rating", "unit"]].to_dict("index") == {"A": {"rating": 5, "unit": "points_of_5"}}


@pytest.mark.parametrize(
    ("rating", "unit", "points"),
    [(75, "percent", 3), (3, "points_of_4", 3), (2, "stars_of_4", 2), (6, "points_of_7", None)],
)
def test_ratings_in_other_units_are_read_in_points_of_the_tool(rating, unit, points):
    one = answering.overall(table(RATINGS, ("A", TOOL, "overall", rating, unit)))
    (found_,) = answering.points(one, tools=TOOLS)
    assert pd.isna(found_) if points is None else found_ == points


# --- two appraisers


def two_appraisers() -> pd.DataFrame:
    return table(
        KEYS,
        *[("A", TOOL, QUAL, f"1.{i}", "AA", a) for i, a in enumerate(("yes", "yes", "no", "yes"), 1)],
        *[("A", TOOL, QUAL, f"1.{i}", "BB", a) for i, a in enumerate(("yes", "no", "no", "cannot_tell"), 1)],
        ("A", TOOL, QUAL, "1.2", "consensus", "no"),
        *[("B", TOOL, QUAL, f"1.{i}", w, "yes") for i in range(1, 5) for w in ("AA", "BB")],
    )


def test_agreement_is_counted_over_all_criteria_and_by_criterion_before_consensus():
    found_ = answering.agreed(two_appraisers(), tools=TOOLS)
    by = {row.criterion: (row.reviewers, row.units, row.agreed) for row in found_.itertuples()}
    assert by == {
        "all": ("AA and BB", 8, 6),
        "1.1": ("AA and BB", 2, 2),
        "1.2": ("AA and BB", 2, 1),
        "1.3": ("AA and BB", 2, 2),
        "1.4": ("AA and BB", 2, 1),
    }
    whole = found_.iloc[0]
    # 6 of 8 agreed; AA: 7 yes, 1 no; BB: 5 yes, 2 no, 1 can't tell; by chance (7 * 5 + 1 * 2) / 64
    assert whole["kappa"] == pytest.approx((6 / 8 - 37 / 64) / (1 - 37 / 64))
    assert whole["pabak"] == pytest.approx((3 * 6 / 8 - 1) / 2)  # three answers are permitted
    assert 0 < whole["percent_low"] < 75 < whole["percent_high"] < 100


def test_differences_are_listed_with_what_each_answered_and_how_it_ended():
    assert answering.conflicts(two_appraisers())[
        ["criterion", "answers", "answer", "how"]
    ].values.tolist() == [
        ["1.2", "AA: yes; BB: no", "no", "consensus"],
        ["1.4", "AA: yes; BB: cannot_tell", "conflict", "conflict"],
    ]


def test_one_appraiser_alone_has_nobody_to_agree_with():
    alone = appraised(*answers("A", qualitative="yyyy"))
    assert answering.agreed(alone, tools=TOOLS).empty and answering.conflicts(alone).empty


@examples(20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_appraisers_does_not_matter(chance):
    own = two_appraisers()
    rows = list(range(len(own)))
    chance.shuffle(rows)
    mixed_up = own.iloc[rows].reset_index(drop=True)
    swapped = mixed_up.assign(appraiser=mixed_up["appraiser"].replace({"AA": "BB", "BB": "AA"}))
    stands = answering.standing(own)
    assert stands.equals(answering.standing(mixed_up)) and stands.equals(answering.standing(swapped))
    assert answering.agreed(own, tools=TOOLS).equals(answering.agreed(mixed_up, tools=TOOLS))
    figures = ["criterion", "units", "agreed", "percent", "kappa", "ac1", "alpha"]
    pd.testing.assert_frame_equal(
        answering.agreed(own, tools=TOOLS)[figures], answering.agreed(swapped, tools=TOOLS)[figures]
    )


# --- the instruments


def test_a_criterion_about_the_other_blocks_is_not_met_beside_one_of_theirs_that_is_not():
    own = [
        *answers("A", qualitative="yyyyn", quantitative_descriptive="yny?y", mixed_methods="yyyyy"),
        *answers("B", qualitative="yyyyn", quantitative_descriptive="yyyyy", mixed_methods="yyyyn"),
        *answers("C", qualitative="yyyy?", quantitative_descriptive="yyyyy", mixed_methods="yyyyy"),
    ]
    frame = table("report_id category criterion answer", *own)
    found_ = answering.tensions(frame, tool=instrument("mmat-2018"))
    assert found_.values.tolist() == [["A", "5.5", "1.5, 4.2"]]
    rows = table(KEYS, *[(r, "mmat-2018", category, c, "AA", a) for r, category, c, a in own])
    (notice,) = checks.answer_problems(rows, rated())
    assert (notice.code, notice.severity, notice.row) == ("APPR-011", "notice", 16)
    assert notice.found == "5.5 met for A, and 1.5, 4.2 not"
    assert answering.tensions(frame, tool=instrument(TOOL)).empty, "2011 has no such criterion"
