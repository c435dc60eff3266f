"""Appraisal: MMAT answers scored by the tool's own rule, ratings as reported, and where the two differ."""

import csv
from collections import defaultdict

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, rows_of, shared, table

from reviewbook import appraisal
from reviewbook.instruments import instrument

TOOL = "mmat-2011"
QUAL, RCT, NRS, DESC = (
    "qualitative",
    "quantitative_randomised",
    "quantitative_nonrandomised",
    "quantitative_descriptive",
)
MIXED = "mixed_methods"
NUMBER = {QUAL: 1, RCT: 2, NRS: 3, DESC: 4, MIXED: 5}
WORDS = {"y": "yes", "n": "no", "?": "cannot_tell", "!": "conflict"}


def answers(report: str, **blocks: str) -> list[tuple]:
    """Answers of one report, a letter a criterion: answers("A", qualitative="yyn?")."""
    return [
        (report, category, f"{NUMBER[category]}.{at}", WORDS[letter])
        for category, letters in blocks.items()
        for at, letter in enumerate(letters, 1)
    ]


def points(*rows: list[tuple]) -> dict:
    frame = table("report_id category criterion answer", *[row for own in rows for row in own])
    return appraisal.rating(frame, tool=TOOL).to_dict()


# --- the scoring rule of 2011


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("yyyy", 4), ("yyyn", 3), ("ynny", 2), ("n?yn", 1), ("nnnn", 0), ("????", 0), ("!yyy", 3)],
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
    assert points(screening) == {}


def test_reports_are_rated_each_for_itself():
    mixed = answers("B", qualitative="yyyy", quantitative_descriptive="yyyn", mixed_methods="yyy")
    assert points(answers("A", qualitative="yynn"), mixed) == {"A": 2, "B": 3}


def test_a_tool_whose_authors_discourage_a_total_is_not_totalled():
    frame = table("report_id category criterion answer", *answers("A", qualitative="yyyyy"))
    with pytest.raises(appraisal.NoOverallRating, match="version 2018.* discourages an overall rating"):
        appraisal.rating(frame, tool="mmat-2018")


letters = st.sampled_from("yn?!")
blocks = st.tuples(*[st.lists(letters, min_size=n, max_size=n) for n in (4, 4, 3)])


def mixed_report(block) -> list[tuple]:
    qualitative, quantitative, mixed = block
    return answers("A", qualitative=qualitative, quantitative_randomised=quantitative, mixed_methods=mixed)


@settings(max_examples=30)
@given(blocks, st.integers(0, 10))
def test_points_never_rise_when_a_yes_becomes_a_no(block, at):
    before = mixed_report(block)
    after = [(*row[:3], "no") if i == at and row[3] == "yes" else row for i, row in enumerate(before)]
    assert points(after)["A"] <= points(before)["A"]


@settings(max_examples=30)
@given(blocks)
def test_mixed_methods_is_never_above_its_lowest_component(block):
    met = [sum(letter == "y" for letter in part) for part in block]
    overall = points(mixed_report(block))["A"]
    assert overall <= min(met[0], met[1]), "better than its weaker method"
    assert overall == min(met[0], met[1], met[2] + 1)
    for at, part in enumerate((QUAL, RCT)):
        assert overall <= points(answers("A", **{part: block[at]}))["A"]


@settings(max_examples=30)
@given(blocks, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(block, chance):
    rows = mixed_report(block) + answers("B", qualitative=block[0])
    mixed_up = list(rows)
    chance.shuffle(mixed_up)
    assert points(rows) == points(mixed_up)


@settings(max_examples=30)
@given(blocks)
def test_points_are_whole_numbers_from_0_to_4(block):
    value = points(mixed_report(block))["A"]
    assert isinstance(value, int) and 0 <= value <= 4


# --- published appraisals

PUBLISHED = {
    "Y": "yes",
    "Yes": "yes",
    "N": "no",
    "No": "no",
    "Unable to determine": "cannot_tell",
}
CATEGORY = {"quantitative_rct": RCT}


def published(name: str) -> tuple[dict, dict]:
    """Printed scores in per cent and those that the printed answers give, by study, of the studies printed whole."""
    rows, scores = defaultdict(list), {}
    with shared(f"mmat/v2011/{name}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            category = CATEGORY.get(row["category"], row["category"])
            cells = [row[f"c{i}"] for i in range(1, 4 if category == MIXED else 5)]
            letters_ = [
                {"yes": "y", "no": "n", "cannot_tell": "?"}[PUBLISHED[cell]] for cell in cells if cell
            ]
            rows[row["study"]] += answers(row["study"], **{category: "".join(letters_)})
            if row["published_score"]:
                scores[row["study"]] = int(row["published_score"])
            if "" in cells:
                rows[row["study"]] = []
    computed = points(*rows.values())
    return {study: scores[study] for study in computed}, {study: 25 * n for study, n in computed.items()}


def test_seventeen_of_eighteen_published_scores_are_what_their_answers_give():
    printed, computed = published("pmc7164241")
    assert len(printed) == 18
    differing = {
        study: (printed[study], computed[study]) for study in printed if printed[study] != computed[study]
    }
    assert differing == {"Williams et al. 2017": (25, 75)}  # three of four met, printed as 25 %


def test_a_published_mixed_methods_score_tells_the_rule_of_the_mixed_block():
    printed, computed = published("pmc6633275-part")
    assert printed == computed == {"Herschman": 75, "Holtz": 100, "Jibb": 50}


# --- which answer stands

KEYS = "report_id tool category criterion appraiser answer"


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
    stands = appraisal.standing(given_)
    assert dict(zip(stands["criterion"], stands["answer"], strict=True)) == {
        "1.1": "yes",
        "1.2": "no",
        "1.3": "conflict",
        "1.4": "no",
    }


def test_the_same_number_in_two_versions_is_two_answers():
    given_ = table(KEYS, ("A", TOOL, QUAL, "1.4", "AA", "yes"), ("A", "mmat-2018", QUAL, "1.4", "AA", "no"))
    assert appraisal.standing(given_)[["tool", "answer"]].to_dict("list") == {
        "tool": ["mmat-2011", "mmat-2018"],
        "answer": ["yes", "no"],
    }


# --- ratings as reported

RATINGS = "report_id tool component rating unit"


def rated(*rows) -> pd.DataFrame:
    return table(RATINGS, *[(report, TOOL, component, n, "points_of_4") for report, component, n in rows])


def test_the_overall_rating_stands_before_the_lowest_component():
    overall = appraisal.overall(
        rated(("A", QUAL, 1), ("A", "overall", 3), ("B", QUAL, 2), ("B", "quantitative", 1), ("C", QUAL, 0))
    )
    assert overall[["rating", "component"]].to_dict("index") == {
        "A": {"rating": 3, "component": "overall"},
        "B": {"rating": 1, "component": "quantitative"},
        "C": {"rating": 0, "component": QUAL},
    }


def test_an_overall_rating_that_is_not_reported_gives_way_to_a_component_that_is():
    overall = appraisal.overall(rated(("A", "overall", None), ("A", QUAL, 2), ("B", "overall", None)))
    assert overall.loc["A", ["rating", "component"]].tolist() == [2, QUAL]
    assert pd.isna(overall.loc["B", "rating"])


def test_ratings_by_design_give_lowest_highest_and_median_of_the_rated():
    reports = table(
        "report_id design",
        ("A", "qualitative"),
        ("B", "qualitative"),
        ("C", "qualitative"),
        ("D", "quantitative"),
        ("E", "qualitative"),
    )
    ratings = rated(("A", "overall", 4), ("B", "overall", 1), ("C", "overall", 2), ("E", "overall", None))
    by = appraisal.by_design(ratings, reports).fillna(-1)
    assert by.to_dict("records") == [
        {
            "design": "qualitative",
            "reports": 4,
            "rated": 3,
            "minimum": 1,
            "maximum": 4,
            "median": 2,
            "report_ids": ["A", "B", "C"],
        },
        {
            "design": "quantitative",
            "reports": 1,
            "rated": 0,
            "minimum": -1,
            "maximum": -1,
            "median": -1,
            "report_ids": [],
        },
    ]


def test_williams_ratings_by_design_as_read_from_its_files():
    by = appraisal.by_design(OPENED[WILLIAMS].ratings, OPENED[WILLIAMS].reports).set_index("design")
    rating = {row["report_id"]: int(row["rating"]) for row in rows_of(WILLIAMS / "ratings.csv")}
    for design in ("qualitative", "mixed_methods", "quantitative"):
        own = sorted(
            rating[row["report_id"]] for row in rows_of(WILLIAMS / "reports.csv") if row["design"] == design
        )
        middle = (own[(len(own) - 1) // 2] + own[len(own) // 2]) / 2
        assert by.loc[design, ["rated", "minimum", "maximum", "median"]].tolist() == [
            len(own),
            own[0],
            own[-1],
            middle,
        ]


# --- reported beside computed


def appraised(*rows) -> pd.DataFrame:
    return table(
        KEYS,
        *[(report, TOOL, category, criterion, "AA", answer) for report, category, criterion, answer in rows],
    )


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
    assert list(appraisal.compared(own, ratings).itertuples(index=False, name=None)) == [
        ("A", TOOL, 3, 2),
        ("B", TOOL, 2, 2),
    ]
    assert [(p.code, p.row, p.field, p.found) for p in appraisal.problems(own, ratings)] == [
        ("APPR-005", 2, "rating", "3 for A"),
    ]


def test_a_rating_that_is_not_reported_or_of_one_component_is_not_compared():
    own = appraised(*answers("A", qualitative="yynn"), *answers("B", qualitative="yynn"))
    assert appraisal.compared(own, rated(("A", "overall", None), ("B", QUAL, 4))).empty
    assert appraisal.problems(own, rated(("A", "overall", None), ("B", QUAL, 4))) == []


def test_answers_under_2018_are_not_compared_with_a_total():
    own = table(KEYS, *[("A", "mmat-2018", QUAL, f"1.{i}", "AA", "yes") for i in range(1, 6)])
    ratings = table(RATINGS, ("A", "mmat-2018", "overall", 2, "points_of_5"))
    assert appraisal.compared(own, ratings).empty
    assert appraisal.problems(own, ratings) == []


def test_the_synthetic_ratings_are_what_the_standing_answers_give():
    review = OPENED[SYNTHETIC]
    compared = appraisal.compared(review.appraisals, review.ratings)
    assert dict(zip(compared["report_id"], compared["computed"], strict=True)) == {
        "Synthetic2018": 3,
        "Synthetic2019": 2,
        "Synthetic2020a": 2,  # qualitative 3, quantitative 3, mixed 1 + 1
        "Synthetic2020b": 1,
    }
    assert (compared["reported"] == compared["computed"]).all()


# --- what does not fit


def found(rows: pd.DataFrame, ratings=None) -> list[tuple]:
    problems = appraisal.problems(rows, rated() if ratings is None else ratings)
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
        ("APPR-003", None, None, "A by BB: no 1.3, 1.4")
    ]


def test_a_consensus_settles_single_criteria_beside_others_and_must_be_whole_alone():
    whole = appraised(*answers("A", qualitative="yynn"))
    consensus = whole.iloc[:1].assign(appraiser="consensus")
    assert found(pd.concat([whole, consensus], ignore_index=True)) == []
    assert found(consensus) == [("APPR-003", None, None, "A by consensus: no 1.2, 1.3, 1.4")]


def test_mixed_methods_needs_a_qualitative_and_a_quantitative_block():
    assert found(appraised(*answers("A", mixed_methods="yyy", qualitative="yyyy"))) == [
        ("APPR-003", None, None, "A by AA: mixed methods, no quantitative block"),
    ]
    whole = answers("A", mixed_methods="yyy", qualitative="yyyy", quantitative_descriptive="nnnn")
    assert found(appraised(*whole)) == []


@pytest.mark.parametrize(("unit", "most"), [("points_of_4", 4), ("points_of_5", 5), ("percent", 100)])
def test_a_rating_beyond_its_unit_is_named(unit, most):
    ratings = table(RATINGS, ("A", TOOL, "overall", most, unit), ("B", TOOL, "overall", most + 1, unit))
    assert found(appraised(), ratings) == [("APPR-004", 3, "rating", str(most + 1))]


# --- the instruments


@pytest.mark.parametrize(
    ("tool", "each", "mixed", "total"), [("mmat-2011", 4, 3, 19), ("mmat-2018", 5, 5, 25)]
)
def test_each_version_has_its_number_of_criteria(tool, each, mixed, total):
    criteria = appraisal.criteria(tool)
    assert list(criteria.pop("screening")) == ["S1", "S2"]
    assert {category: len(items) for category, items in criteria.items()} == dict.fromkeys(
        (QUAL, RCT, NRS, DESC), each
    ) | {MIXED: mixed}
    assert sum(map(len, criteria.values())) == total
    for category, items in criteria.items():
        assert list(items) == [f"{NUMBER[category]}.{i}" for i in range(1, len(items) + 1)]


def test_lists_of_items_have_their_published_length():
    assert list(instrument("tidier")["items"]) == list(range(1, 13))
    assert list(instrument("prisma-scr")["items"]) == list(range(1, 23))
