"""The first page: what was found and how sure it is, the questions, and the way to the rows."""

import re
from dataclasses import replace

from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.press import chapters, landing
from reviewbook.press.repository.asked import Asked
from reviewbook.press.repository.write import write
from reviewbook.press.static import loaded


def test_the_first_page_says_how_sure_it_is_and_where_nothing_is_coded_leaves_it_out():
    review = OPENED[SYNTHETIC]
    shown = landing.page(review)
    block = shown.partition("## How sure is it?")[2].partition(":::{container} rb-current")[0]
    assert "{glue:text}`../notebooks/05-themes.ipynb::confidence:s`" in block
    assert 'href="../notebooks/05-themes.html#code-carrying_on"' in block and "●●●○" in block
    assert 'href="../notebooks/06-practices.html#code-opportunity"' in block
    assert 'href="../notebooks/05-themes.html#tbl-evidence-profile-themes">Rows behind it</a>' in block, (
        "countries and settings are in the profile, and nowhere at the code"
    )
    assert "How sure" not in landing.page(only(review, codes=review.codes[:0]))


def test_the_first_page_of_a_re_publication_says_so_before_anything_else():
    page = landing.page(OPENED[WILLIAMS])
    _, kicker, title, first, *_ = page.split("\n\n")
    assert kicker.startswith("{.rb-kicker}\nScoping review · ") and title.startswith("# Williams")
    assert first.startswith(
        "{.rb-standing}\nThis book is a re-publication of a published review as open, recomputed data"
    )
    assert "### The review\n" in page and "### This book\n" in page
    assert "A re-publication as data, not by the authors of the review." in page and "Review by" not in page
    assert "{doc}`/book/colophon`" in page


def test_a_book_is_cited_by_its_authors_only_where_it_says_that_it_is_theirs():
    review = OPENED[SYNTHETIC]
    assert '<p class="rb-citation" data-copy>Synthetic Author. (' in landing.page(review)
    unsaid = {name: value for name, value in review.package.items() if name != "relation"}
    page = landing.page(replace(review, package=unsaid))
    assert "Review by Synthetic Author; tables and book by its contributors." in page
    assert "rb-standing" in page and "## Who made it" not in page  # that it is living is still said


def test_what_a_reader_does_with_the_book_stands_together_and_leads_where_there_is_something():
    review = OPENED[SYNTHETIC]
    places = ("#how-to-cite-it", "../downloads/index.html", "whats-new.html", "https://example.org/synthetic")
    assert [f'href="{to}"' in landing._actions(review, ()) for to in places] == [True] * 4
    for gone in (
        {"title": "A", "role": "contact"},
        {"title": "A", "role": "contact", "path": "javascript:x"},
    ):
        nobody = replace(review, package=review.package | {"contributors": [gone]})
        assert "Report an error" not in landing._actions(nobody, ())


def test_the_first_page_leads_only_to_rows_and_lists_that_are_there():
    review = OPENED[SYNTHETIC]
    page = landing.page(review)
    # One a coding scheme; where a chapter has several, each link says which.
    behind = re.findall("Rows behind ([^<]*)", "\n".join(landing.how_sure(review)))
    assert behind == ["it", "behaviour change", "outcomes"] and page.count("Rows behind it") == 13 + 1
    assert "#tbl-claims-kinds" in page and "#tbl-sources" in page
    gone = ("claims", "features", "feature_values", "interventions", "ratings", "appraisals", "codings")
    bare = only(review, **{table: getattr(review, table)[:0] for table in gone})
    blank = bare.sources.assign(searched_to=None, updated_to=None)
    page = landing.page(only(bare, sources=blank))
    for table in ("claims-kinds", "fractions", "ratings", "support", "sources"):
        assert f"#tbl-{table}" not in page
    assert "whats-new.html#tbl-editions" in page
    assert "Looking for one report: " in page and "interventions/_index.html" not in page


def test_the_first_page_says_nothing_of_chapters_that_the_book_does_not_have():
    review = OPENED[SYNTHETIC]
    out = ("notebooks/05-themes", "notebooks/07-evidence-map", "notebooks/08-claims", "book/methods")
    page = landing.page(review, out=out)
    assert not any(name in page for name in out)
    assert "Doubting a number: {doc}`/book/how-to-read`." in page
    assert 'Looking for one report or intervention: the lists of <a href="../reports/_index.html">' in page


def test_what_was_found_is_promised_only_where_the_review_answers_its_questions():
    review = OPENED[SYNTHETIC]
    assert "## Two questions\n" in landing.page(review)
    answered = replace(review, package=review.package | {"answers": ["SYNTHETIC: some.", ""]})
    assert "## Two questions, two answers\n" in landing.page(answered)


def test_the_first_page_leads_to_the_lists_that_there_are_and_counts_the_people_that_are_charted():
    review = OPENED[SYNTHETIC]
    whole = landing.page(review)
    assert (
        "reports/_index.html" in whole
        and "interventions/_index.html" in whole
        and whole.count("Who took part: ") == 1
    )
    studies = review.studies.assign(participants_n_as_charted="", workers_n_as_charted="")
    own = landing.page(only(review, interventions=review.interventions[:0], studies=studies))
    assert "Looking for one report:" in own and "interventions/_index.html" not in own
    assert "Who took part: " not in own


def test_the_lead_is_of_the_first_chapter_that_found_something():
    review = OPENED[SYNTHETIC]
    lead = "{.rb-lead}\n{glue:text}`../notebooks/"
    assert f"{lead}05-themes.ipynb::lead:s`" in landing.page(review)
    bare = only(review, codings=review.codings[:0])
    assert f"{lead}09-results.ipynb::answer:s`" in landing.page(bare)


def test_a_question_leads_to_the_chapter_that_answers_it_where_the_book_has_it():
    review = OPENED[SYNTHETIC]
    placed = replace(review, package=review.package | {"answered_in": ["notebooks/04-interventions", ""]})
    card = landing.page(placed).partition(":::{container} rb-card")[2].partition(":::")[0]
    assert "{doc}`/notebooks/04-interventions`" in card
    gone = landing.page(placed, out=("notebooks/04-interventions",))
    assert "{doc}`/notebooks/04-interventions`" not in gone


def test_containers_within_have_fewer_colons():
    inner = landing._boxed("rb-inner", "text")
    assert inner.startswith(":::{container} rb-inner") and landing._boxed("rb-outer", inner).startswith(
        "::::{container}"
    )


def test_the_first_page_of_a_review_that_is_only_begun_says_what_comes_next(tmp_path):
    write(tmp_path, Asked("walking", "Walking", parts=()))
    review = open_review(tmp_path / "data" / "walking")
    page = landing.page(review, out=chapters.of(tmp_path).out)
    assert "## What comes next" in page and "The answer in" not in page
    assert "tbl-sources" not in page, "the chapter that has it is not in the book"
    assert "Rows behind it" not in page and "rb-lead" not in page
    told = page.replace("{.", '<p class="').replace("}\n", '">\n')
    assert loaded(told) == ["share", "landing"], "it has the style of every first page"
