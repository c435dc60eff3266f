"""From answers and ratings to the panels of the figure."""

from packages import table
from packages.appraisals import DESC, MIXED, QUAL, TOOL, answers

from reviewbook.appraisal.drawing import panels
from reviewbook.appraisal.drawing.quality import Spread, describe, draw
from reviewbook.appraisal.instruments import instrument
from reviewbook.review.designs import Designs, by_schema

SCREENED = [("A", "screening", "S1", "yes"), ("M", "screening", "S1", "no")]
MIXED_STUDY = answers("M", qualitative="yyyy", quantitative_descriptive="yynn", mixed_methods="yyn")
GIVEN = table(
    "report_id category criterion answer", *SCREENED, *answers("A", qualitative="yn?y"), *MIXED_STUDY
)
LABELS = {"M": "Synthetic mixed 2020", "A": "Synthetic A 2019"}


def drawn(ratings=None):
    return panels.panels(GIVEN, tool=instrument(TOOL), labels=LABELS, ratings=ratings)


def test_a_mixed_study_stands_in_each_of_its_blocks_and_is_marked_but_in_its_own():
    found = {panel.category: [(row.report_id, row.mixed) for row in panel.rows] for panel in drawn()}
    assert found == {QUAL: [("M", True), ("A", False)], DESC: [("M", True)], MIXED: [("M", False)]}


def test_the_rating_of_a_mixed_study_stands_beside_its_mixed_block_alone():
    found = [
        (panel.category, row.report_id, row.rating)
        for panel in drawn({"A": "2/4", "M": "2/4"})
        for row in panel.rows
    ]
    assert found == [(QUAL, "M", ""), (QUAL, "A", "2/4"), (DESC, "M", ""), (MIXED, "M", "2/4")]


def test_screening_questions_that_anybody_answered_stand_before_the_criteria_with_their_answers():
    first = drawn()[0]
    assert list(first.criteria) == ["S1", "1.1", "1.2", "1.3", "1.4"]
    assert first.rows[0].answers["S1"] == "no" and first.rows[1].answers["1.3"] == "cannot_tell"
    without = GIVEN[GIVEN["category"] != "screening"]
    plain = panels.panels(without, tool=instrument(TOOL), labels=LABELS)[0]
    assert list(plain.criteria) == ["1.1", "1.2", "1.3", "1.4"]


def test_the_design_of_a_report_is_that_of_its_mixed_block_or_of_its_one_component():
    more = table(
        "report_id category criterion answer",
        *MIXED_STUDY,
        *answers("Q", quantitative_randomised="yyyy"),
        *answers("A", qualitative="yyyy"),
    )
    for frame in (more, more.iloc[::-1]):
        assert panels.designs(frame, tool=instrument(TOOL)) == {
            "M": "mixed_methods", "Q": "quantitative", "A": "qualitative",
        }  # fmt: skip


def test_ratings_are_spread_by_design_and_what_is_not_rated_is_not_counted():
    points = {"A": 3.0, "B": 3.0, "C": 0.0, "M": 2.0, "N": None}
    designs = dict.fromkeys("ABC", "qualitative") | dict.fromkeys("MN", "mixed_methods")
    assert panels.spreads(points, designs=designs, known=by_schema()) == [
        Spread("Qualitative", {0: 1, 3: 2}),
        Spread("Mixed methods", {2: 1}),
    ]


def test_ratings_are_spread_in_the_order_and_the_words_of_the_review():
    known = Designs({"rct": "Randomised trial", "cohort": "Cohort"}, {}, True)
    found = panels.spreads(
        {"A": 1, "B": 2, "C": 3}, designs={"A": "cohort", "B": "rct", "C": "other"}, known=known
    )
    assert [one.design for one in found] == ["Randomised trial", "Cohort", "Other"]


def test_reports_answered_on_the_screening_questions_alone_stand_in_panels_of_their_own():
    more = table(
        "report_id category criterion answer",
        *answers("A", qualitative="yyyy"),
        ("F", "screening", "S1", "no"),
        ("P", "screening", "S1", "yes"),
    )
    found = panels.panels(more, tool=instrument(TOOL), labels={"F": "F 2019", "A": "A 2019", "P": "P 2019"})
    assert [
        (panel.title, [row.report_id for row in panel.rows], list(panel.criteria)[:2]) for panel in found
    ] == [
        ("Qualitative", ["A"], ["S1", "1.1"]),
        ("Failed screening", ["F"], ["S1"]),
        ("Screened, criteria not answered yet", ["P"], ["S1"]),
    ]


def test_counts_without_answers_are_bars_of_their_criteria_alone():
    (panel,) = panels.of_tallies({QUAL: {"1.1": {"met": 3, "not_met": 1}}}, tool=instrument(TOOL))
    assert (panel.title, list(panel.criteria), panel.rows) == ("Qualitative", ["1.1"], [])
    said = describe([panel], [], tool=instrument(TOOL))
    assert said.startswith(
        "Qualitative, counts of 4 reports: 1.1 Data sources relevant to the question: yes 3 of 4, no 1."
    )
    assert draw([panel], [], tool=instrument(TOOL), title="Bars").count(">3/4<") == 1


def test_the_title_of_ratings_says_from_where_to_where_and_what_is_most_often():
    spreads = [Spread("A", {0: 1, 2: 2}), Spread("B", {2: 1, 4: 1})]
    assert panels.ratings_finding(spreads, 4) == "Ratings go from 0 to 4 of 4, most often 2 (3 of 5 reports)"
    assert panels.ratings_finding([Spread("A", {1: 1, 3: 1})], 4) == "Ratings go from 1 to 3 of 4 (2 reports)"
    assert panels.ratings_finding([Spread("A", {3: 2})], None) == "All 2 reports are rated 3"


def test_the_title_of_answers_names_the_criterion_that_is_met_least_of_those_asked_of_several():
    tool = instrument(TOOL)
    given = table(
        "report_id category criterion answer",
        *answers("A", qualitative="yny?"),
        *answers("B", qualitative="ynyy"),
    )
    found = panels.panels(given, tool=tool, labels={"A": "A", "B": "B"})
    assert panels.answers_finding(found, tool).startswith("Met least often: ")
    assert "(0 of 2 reports, qualitative)" in panels.answers_finding(found, tool)
    one = panels.panels(given[given["report_id"] == "A"], tool=tool, labels={"A": "A"})
    assert panels.answers_finding(one, tool) == "Answers by criterion"
