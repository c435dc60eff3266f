"""To which reports codes were brought, and of how many each is told."""

import pandas as pd
from packages import OPENED, SYNTHETIC, table
from packages.reviews import only

from reviewbook.confidence.drawing import told
from reviewbook.confidence.of_review import measures
from reviewbook.numbers import themes_numbers
from reviewbook.page.words import of_asked
from reviewbook.tables import support
from reviewbook.themes import brought, of_review
from reviewbook.themes.drawing import gaps, theme_choice
from reviewbook.themes.drawing.summary import thematic_summary

CODES = table(
    "code_id parent_id scheme position label asked_of",
    ("out", "not_applicable", "outcomes", 1, "Outcomes", "design = cohort | survey"),
    ("deep", "out", "outcomes", 1, "Deep", None),
    ("all", "not_applicable", "outcomes", 2, "All", None),
)
FORM = table("question_id about", ("design", "report"))
TABLES = {
    "reports": table(
        "report_id design", ("R0", "cohort"), ("R1", "survey"), ("R2", "interviews"), ("R3", None)
    )
}
PATH = table(
    "report_id study_id intervention_id", ("R0", "s0", "a"), ("R2", "s0", "a"), ("R2", "s1", "b"), ("R3", "s2", None)
)  # fmt: skip


def scoped(*, scheme="themes", asked_of="design = qualitative"):
    """The synthetic review with a scheme that was brought to its two qualitative reports alone."""
    review = OPENED[SYNTHETIC]
    said = pd.Series(asked_of, index=review.codes.index, dtype="string")
    return only(review, codes=review.codes.assign(asked_of=said.where(review.codes["scheme"] == scheme)))


def test_a_code_below_was_brought_to_those_to_which_the_one_above_was():
    found = brought.asked(CODES, FORM, TABLES)
    assert sorted(found) == ["deep", "out"]
    assert found["deep"].tolist() == [True, True, False, pd.NA]
    assert brought.asked(CODES.drop(columns="asked_of"), FORM, TABLES) == {}


def test_who_holds_something_of_a_code_or_may_have_been_asked_counts_as_asked():
    asked = brought.asked(CODES, FORM, TABLES)
    held = table("code_id report_id", ("deep", "R2"), ("all", "R2"))
    assert brought.not_asked(asked, held) == {"out": {"R2"}}
    assert brought.none_asked({"out": frozenset({"R2"})}, ["out", "all"]) == frozenset()


def test_a_study_is_asked_where_one_of_its_reports_is():
    every = {"reports": 4, "studies": 3, "interventions": 2}
    out = {"out": frozenset({"R2"})}
    assert brought.wholes(out, ["out", "all"], PATH, every) == {
        "out": {"reports": 3, "studies": 2, "interventions": 1, "not_asked": 1},
        "all": every | {"not_asked": 0},
    }


def test_a_part_of_those_that_were_asked_says_so():
    assert of_asked(2, 9, some=True) == "2 of 9 reports asked"
    assert of_asked(2, 9, some=False) == "2 of 9 reports"
    assert of_asked(0, 0, some=True) == "asked of no report"


def test_codes_are_told_of_the_reports_that_were_asked_and_of_those_with_an_excerpt():
    review = scoped()
    # One of mixed methods has excerpts of all but one code.
    found = {code: of["reports"] for code, of in of_review.wholes(review, "themes").items()}
    assert found == {"carrying_on": 3, "co_encouragement": 3, "co_habit": 3, "stopping": 2}
    assert of_review.none_asked(review, ["themes"]) == {"Synthetic2018", "Synthetic2020b"}
    answer = themes_numbers(review, "themes")
    assert "2 of 2 reports asked" in answer["answer"]
    assert "come from 3 of 3 reports asked." in answer["behind"]
    assert "2/2 asked, told" in support(review, "themes").data.replace("\N{NO-BREAK SPACE}", " ")
    assert "2 of 2 reports asked" in thematic_summary(review, "themes").data


def test_a_scheme_that_was_brought_to_nobody_is_no_part_of_nothing():
    review = scoped(scheme="behaviour_change", asked_of="design = nothing_such")
    review = only(review, codings=review.codings[~review.codings["code_id"].isin(["motivation"])])
    told = support(review, "frameworks").data.replace("\N{NO-BREAK SPACE}", " ")
    assert "0/0" not in told and "Motivation</a>\n  - not asked\n" in told
    assert "Motivation" not in themes_numbers(review, "frameworks")["answer"], (
        "of two categories others speak"
    )


def test_the_map_of_themes_tells_each_code_of_those_that_were_asked():
    drawn = theme_choice.chosen(scoped(), "themes")
    assert {node.code_id: node.of for node in drawn.nodes if node.code_id == "stopping"} == {"stopping": 2}
    assert "Stopping, 2 of 2 reports asked" in theme_choice.describe(drawn)
    assert "asked" not in theme_choice.describe(theme_choice.chosen(OPENED[SYNTHETIC], "themes"))


def test_saturation_takes_only_reports_that_were_asked():
    assert len(of_review.codes_by_report(scoped(), "themes", "year")) == 3
    assert len(of_review.codes_by_report(OPENED[SYNTHETIC], "themes", "year")) == 5


def test_no_framework_leaves_out_what_it_was_not_brought_to():
    review = scoped(scheme="behaviour_change", asked_of="design = mixed_methods")
    before, after = (gaps.framework_gaps(one).data for one in (OPENED[SYNTHETIC], review))
    assert "whose reports were asked" in after and "whose reports were asked" not in before
    assert "Synthetic2021" in before and "Synthetic2021" not in after


def test_confidence_lays_those_that_were_asked_beside_a_code():
    review = scoped()
    parts = told.by_subject(measures(review, "themes"))[("code", "stopping")]
    assert told.reports_of(parts).startswith(("2 of 2 reports asked", "1 of 2 reports asked"))
    assert told.sentences("methodological_limitations", parts, below="2 points")[0].startswith(
        "2 of 2 reports asked stand"
    )
    assert (
        told.sentences("adequacy", parts, below="2 points")[0]
        == "2 of 2 studies and 2 of 2 interventions that were asked."
    )
