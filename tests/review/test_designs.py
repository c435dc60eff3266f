"""The designs of a review: its own values, in its own order and words, mapped to the categories of an appraisal tool."""

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, copied, table
from packages.reviews import only

from reviewbook.check import check, open_review
from reviewbook.review import designs
from reviewbook.review.cells import empty
from reviewbook.review.designs import by_schema, known

QUESTIONS = table("question_id position about label type", ("design", 1, "report", "Design", "choice"))
CHOICES = table(
    "question_id value position label counts_as category",
    ("design", "rct", 2, "Randomised trial", None, "quantitative_randomised"),
    ("design", "interviews", 1, None, None, "qualitative"),
    ("design", "survey", 3, None, None, "not_applicable"),
    ("design", "series", 4, None, None, None),
    ("design", "trial", 5, None, "rct", None),
)  # fmt: skip


def test_without_a_form_the_designs_are_those_of_the_schema_and_their_own_categories():
    own = known(empty("questions"), empty("choices"))
    assert own == by_schema() and list(own.words) == ["qualitative", "mixed_methods", "quantitative"]
    assert own.category("mixed_methods") == "mixed_methods" and own.category("not_reported") is None


def test_a_form_that_lists_no_choices_leaves_the_designs_as_they_are():
    assert known(QUESTIONS, empty("choices")) == by_schema()


def test_the_choices_of_a_form_are_the_designs_in_their_order_and_words():
    own = known(QUESTIONS, CHOICES)
    assert own.words == {
        "interviews": "Interviews", "rct": "Randomised trial", "survey": "Survey", "series": "Series"
    }  # fmt: skip
    assert own.in_order(["zoo", "rct", "interviews", None, "rct"]) == ["interviews", "rct", "zoo"]
    assert own.word("not_reported") == "Not reported"


@pytest.mark.parametrize(
    ("design", "category"),
    [("rct", "quantitative_randomised"), ("survey", None), ("series", None), ("zoo", None), (None, None)],
)
def test_a_design_is_appraised_by_the_category_that_it_is_mapped_to(design, category):
    assert known(QUESTIONS, CHOICES).category(design) == category


def test_of_reports_the_categories_follow_from_their_designs():
    own = designs.categories(OPENED[SYNTHETIC])
    assert own["Synthetic2019"] == "qualitative" and own["Synthetic2018"] is None
    r = OPENED[WILLIAMS]
    assert set(designs.categories(only(r, questions=r.questions[:0])).values()) == set(by_schema().words)
    assert set(designs.categories(r).values()) == {"qualitative", "mixed_methods", None}


def test_reports_may_have_any_design_that_the_form_lists(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for name in ("reports", "choices", "questions"):
        file = folder / f"{name}.csv"
        text = file.read_text()
        if name == "reports":
            text = text.replace(",quantitative,Synthetic randomised", ",rct,Synthetic randomised")
        text = text.replace(
            "design,quantitative,3,,,not_app",
            "design,rct,3,Randomised trial,,quantitative_randomised,\ndesign,quantitative,4,,,not_app",
        )
        file.write_text(text)
    assert [str(one) for one in check(folder) if one.severity == "problem" and one.code != "PACK-011"] == []
    assert "rct" in set(open_review(folder).reports["design"])
