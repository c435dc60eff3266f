"""The colophon, and what of it stands on the first page."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reviews import only

from reviewbook.press import colophon


def test_the_first_book_speaks_as_a_re_publication():
    review = OPENED[WILLIAMS]
    said = colophon.standing(review)
    assert said.startswith(
        "This book is a re-publication of a published review as open, recomputed data; the authors of that review have no part in "
        "it and have not endorsed it. It is not a living review: no search reaches beyond December 2017, and none is planned. "
        "The review: [Williams A, "
    )
    licence = "https://creativecommons.org/licenses/by/4.0/"
    assert said.endswith(f"(<https://doi.org/10.1186/s12888-019-2153-0>) ([CC BY 4.0](<{licence}>)).")
    made = colophon.made(review)
    assert "What was changed: the text of the review was put into tables" in made
    assert (
        "One of the reviewbook contributors took the data from the sources; reviewbook contributors put passages "
        "under themes and categories, checked and wrote." in made
    )
    assert "https://github.com/reviewbook/reviewbook/issues" in made


def test_a_review_of_its_authors_says_so_and_shows_who_did_what_for_each_work():
    page = colophon.page(OPENED[SYNTHETIC])
    assert (
        "{.rb-answer}\nThis book is published by the author of the review, Synthetic Author. It is a living review"
        in page
    )
    assert ":name: tbl-people-review" in page and ":name: tbl-people-book" in page
    searched = "* - Synthetic Author\n  - **Searched.** SYNTHETIC: the three sources.\n  - June 2021 to January 2022\n"
    assert searched in page
    assert page.index("**Searched") < page.index("**Screened") < page.index("**Took the data")
    assert "When it was done is not reported." in page  # of the book, which has no date at all


def test_without_the_table_the_page_says_so_in_one_line():
    review = OPENED[SYNTHETIC]
    page = colophon.page(only(review, people=review.people[:0]))
    assert "This review gives no people and what they did (table `people`)." in page
    assert "tbl-people" not in page
    assert "Who did what for this book" not in colophon.made(only(review, people=review.people[:0]))


def test_a_package_that_does_not_say_whose_the_book_is_speaks_for_nobody():
    review = replace(OPENED[SYNTHETIC], package={"name": "x", "title": "X"})
    assert colophon.standing(review) == colophon.made(review) == ""
    assert "rb-answer" not in colophon.page(review)
