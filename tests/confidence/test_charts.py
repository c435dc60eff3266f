"""The trust strip as a chapter shows it."""

from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.confidence.charts import trust


def test_a_chapter_shows_a_line_for_each_of_its_kind():
    assert trust(OPENED[SYNTHETIC], "themes").data.count('class="rb-trust"') == 4
    assert "Opportunity" in trust(OPENED[SYNTHETIC], "frameworks").data


def test_a_review_without_codes_or_without_a_scheme_of_the_kind_says_so():
    review = OPENED[SYNTHETIC]
    assert (
        "This review gives no themes and categories"
        in trust(only(review, codes=review.codes[:0]), "themes").data
    )
    themes = review.codes[review.codes["scheme"] == "themes"].reset_index(drop=True)
    assert "This review has no frameworks." in trust(only(review, codes=themes), "frameworks").data
