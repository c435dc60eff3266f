"""The pages that are made from data."""

import shutil

import pandas as pd
import pytest
from packages import OPENED, ROOT, SYNTHETIC, WILLIAMS, copied, set_cell
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.page import words
from reviewbook.page.escape import html_in_myst
from reviewbook.page.glue import identity
from reviewbook.press import landing, pages
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.problems import Problem, codes


def test_generated_pages_are_up_to_date(tmp_path):
    (tmp_path / "book").mkdir()
    shutil.copy(ROOT / "book" / "scoring.csv", tmp_path / "book")
    shutil.copy(ROOT / "_config.yml", tmp_path)  # where the book is published
    written = pages.write(tmp_path, WILLIAMS)
    stored = {path.name: (ROOT / "book" / path.name).read_text(encoding="utf-8") for path in written}
    assert stored == {path.name: path.read_text(encoding="utf-8") for path in written}


def test_dictionary_and_problem_page_leave_nothing_out():
    dictionary = (ROOT / "book" / "data-dictionary.md").read_text(encoding="utf-8")
    for table in TABLES:
        for field in schema(table)["fields"]:
            told = field["description"]
            assert words.escape(told) in dictionary or html_in_myst(told) in dictionary
    page = (ROOT / "book" / "errors.md").read_text(encoding="utf-8")
    assert all(f"### {code}\n" in page for code in codes())
    assert "errors.html#flow-001" in str(Problem("FLOW-001", "flow.csv", "1", "2"))


def test_what_only_a_duplicate_says_is_shown_with_the_record_that_says_it(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    assert "tbl-merged-fields" not in pages.records(open_review(folder))
    set_cell(folder / "records.csv", "doi", "not_reported", row=2)  # R01; its duplicate R10 has one
    page = pages.records(open_review(folder))
    assert "tbl-merged-fields" in page
    shown_row = page.split("tbl-merged-fields")[1]
    assert (
        "* - R01\n  - Doi\n" in shown_row and "10.5555/synthetic-01" in shown_row and "  - R10" in shown_row
    )


def test_what_is_new_says_how_far_each_search_reached():
    page = pages.whats_new(OPENED[WILLIAMS])
    assert (
        "This is edition 2 of the book, published 30 November 2026.\nThe searches reached December 2017 in"
        in page
    )


def test_the_days_of_editions_are_in_words_and_a_blank_one_is_told():
    review = OPENED[SYNTHETIC]
    page = pages.whats_new(review)
    assert "- 1 March 2022" in page and "- January 2022" in page
    blank = review.editions.assign(published=review.editions["published"].mask(lambda days: days.notna()))
    page = pages.whats_new(only(review, editions=blank))
    assert "This is edition 0.2 of the book.\n" in page and "Not charted yet: Published." in page


@pytest.mark.parametrize("nothing", [pd.NA, "not_reported"])
def test_an_edition_without_a_number_is_told_in_words(nothing):
    review = only(OPENED[SYNTHETIC], editions=OPENED[SYNTHETIC].editions.assign(edition=nothing))
    told = "This edition of the book has no number yet"
    assert f"{told}, published 1 March 2022.\n" in pages.whats_new(review)
    index = landing.page(review)
    assert told in index and "ipynb::edition:" not in index
    assert identity(review)["edition"] == "not charted yet"
