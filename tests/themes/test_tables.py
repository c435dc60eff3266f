"""What stands behind each code, as a chapter shows it."""

from dataclasses import replace

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reading import by_head, rows
from packages.reviews import only

from reviewbook.themes.drawing import ground_words
from reviewbook.themes.tables import support


def plain(table) -> str:
    """A table as MyST, blanks within short lines like any other."""
    return table.data.replace("\N{NO-BREAK SPACE}", " ")


def test_each_code_has_its_counts_and_one_that_rests_on_a_single_report_is_marked():
    told = by_head(plain(support(OPENED[SYNTHETIC], "themes")), "tbl-support-themes")
    assert told['<a href="#code-carrying_on">Carrying on</a>'] == [
        "2/5 told", "2/4", "2/3", "2/2", "1 told<br>+1 measured", "2",
    ]  # fmt: skip
    assert told['— <a href="#code-co_encouragement">Being encouraged</a>'] == [
        "1/5 told [! rests on a single report]{.rb-differs}", "1/4", "1/3", "2/2",
        "1 told", "1",
    ]  # fmt: skip


def test_a_code_without_an_excerpt_has_0_of_all_and_no_mark():
    review = OPENED[SYNTHETIC]
    none = review.codings[review.codings["code_id"] != "stopping"]
    told = by_head(support(only(review, codings=none), "themes").data, "tbl-support-themes")
    assert told['<a href="#code-stopping">Stopping</a>'] == ["0/5", "0/4", "0/3", "0/2", "0", "0"]


def test_without_direction_and_basis_the_table_is_as_before():
    review = OPENED[SYNTHETIC]
    blank = only(review, excerpts=review.excerpts.assign(direction=pd.NA, basis=pd.NA))
    told = by_head(support(blank, "themes").data, "tbl-support-themes")
    assert told['<a href="#code-carrying_on">Carrying on</a>'] == ["2/5", "2/4", "2/3", "2/2", "2", "2"]


def test_speakers_are_a_range_where_an_excerpt_does_not_say_who_speaks():
    shown = plain(support(OPENED[WILLIAMS], "frameworks"))
    told = by_head(shown, "tbl-support-recovery-practices")
    assert (
        told['<a href="#code-amplifying_strengths">Assessing and amplifying strengths</a>'][3]
        == "0 to 3 of 3"
    )
    assert "Speakers are a range" in shown


def test_what_limits_a_code_stands_beside_it():
    shown = plain(support(OPENED[WILLIAMS], "frameworks"))
    told = by_head(shown, "tbl-support-recovery-practices")
    strengths = told['<a href="#code-amplifying_strengths">Assessing and amplifying strengths</a>']
    assert strengths[0] == "2/15 not said<br>+1 part only"
    assert strengths[4:] == [
        "1 not said<br>+2 part only",
        "0",
        "2 limit it<br>1 in general",
    ]
    assert ground_words.BENEATH in shown
    assert "Beside it" in shown and "Beside it" not in support(OPENED[SYNTHETIC], "frameworks").data


def test_codes_on_low_rated_reports_are_marked_only_where_a_contrast_is_asked_for():
    review = OPENED[SYNTHETIC]
    assert "low-rated" not in support(review, "themes").data
    assert "low-rated" in support(replace(review, min_rating=4), "themes").data


def test_a_review_without_codes_keeps_the_name_of_the_table():
    review = OPENED[SYNTHETIC]
    told = rows(support(only(review, codes=review.codes[:0]), "themes").data, "tbl-support-themes")
    assert told == [["[This review gives no themes and categories (table `codes`).]{.rb-absent}"]]
