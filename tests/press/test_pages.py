"""The pages that are made from data."""

import shutil
from dataclasses import replace

from packages import OPENED, ROOT, SYNTHETIC, WILLIAMS, copied, set_cell
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.page import words
from reviewbook.press import chapters, pages
from reviewbook.press.repository.asked import Asked
from reviewbook.press.repository.write import write
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.problems import Problem, codes


def test_generated_pages_are_up_to_date(tmp_path):
    (tmp_path / "book").mkdir()
    shutil.copy(ROOT / "book" / "scoring.csv", tmp_path / "book")
    written = pages.write(tmp_path, WILLIAMS)
    stored = {path.name: (ROOT / "book" / path.name).read_text(encoding="utf-8") for path in written}
    assert stored == {path.name: path.read_text(encoding="utf-8") for path in written}


def test_dictionary_and_problem_page_leave_nothing_out():
    dictionary = (ROOT / "book" / "data-dictionary.md").read_text(encoding="utf-8")
    for table in TABLES:
        for field in schema(table)["fields"]:
            assert words.escape(field["description"]) in dictionary
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


def test_a_citation_that_is_no_key_is_text():
    review = OPENED[SYNTHETIC]
    shown = pages.index(replace(review, package=review.package | {"citation": "x` {download}`/etc/passwd"}))
    assert "The review x\\` \\{download\\}\\`/etc/passwd: " in shown
    assert "{cite:p}`Synthetic2022`" in pages.index(review)


def test_the_first_page_says_how_sure_it_is_and_where_nothing_is_coded_leaves_it_out():
    review = OPENED[SYNTHETIC]
    shown = pages.index(review)
    block = shown.partition("## How sure is it?")[2].partition("## How current")[0]
    assert "{glue:text}`../notebooks/05-themes.ipynb::confidence:s`" in block
    assert 'href="../notebooks/05-themes.html#code-carrying_on"' in block and "●●●○" in block
    assert 'href="../notebooks/06-practices.html#code-opportunity"' in block
    assert 'href="../notebooks/05-themes.html#tbl-evidence-profile-themes">Rows behind it</a>' in block, (
        "countries and settings are in the profile, and nowhere at the code"
    )
    assert "How sure" not in pages.index(only(review, codes=review.codes[:0]))


def test_the_first_page_of_a_re_publication_says_so_before_anything_else():
    page = pages.index(OPENED[WILLIAMS])
    first, answer, *_ = page.split("\n\n")[2:]
    assert first.startswith(
        "{.rb-standing}\nThis book is a re-publication of a published review as open, recomputed data"
    )
    assert answer.startswith("{.rb-answer}")
    glued = "{glue:text}`../notebooks/01-selection.ipynb::"
    assert f"This book: {glued}makers:s`. {glued}title:s`. Edition {glued}edition:s`" in page
    assert "A re-publication as data, not by the authors of the review." in page and "Review by" not in page
    assert "{doc}`/book/colophon`" in page


def test_a_book_is_cited_by_its_authors_only_where_it_says_that_it_is_theirs():
    review = OPENED[SYNTHETIC]
    glued = "{glue:text}`../notebooks/01-selection.ipynb::"
    assert f"This book: {glued}authors:s`. {glued}title:s`." in pages.index(review)
    unsaid = {name: value for name, value in review.package.items() if name != "relation"}
    page = pages.index(replace(review, package=unsaid))
    assert f"Review by {glued}authors:s`; tables and book by its contributors." in page
    assert "rb-standing" in page and "## Who made it" not in page  # that it is living is still said


def test_what_is_new_says_how_far_each_search_reached():
    page = pages.whats_new(OPENED[WILLIAMS])
    assert (
        "This is edition 2 of the book, published 2026-11-30.\nThe searches reached December 2017 in" in page
    )


def test_the_days_of_editions_are_in_words_and_a_blank_one_is_told():
    review = OPENED[SYNTHETIC]
    page = pages.whats_new(review)
    assert "- 1 March 2022" in page and "- January 2022" in page
    blank = review.editions.assign(published=review.editions["published"].mask(lambda days: days.notna()))
    page = pages.whats_new(only(review, editions=blank))
    assert "This is edition 0.2 of the book.\n" in page and "Not charted yet: Published." in page


def test_the_first_page_leads_only_to_rows_and_lists_that_are_there():
    review = OPENED[SYNTHETIC]
    page = pages.index(review)
    how_sure = "\n".join(pages.how_sure(review)).count("Rows behind it")  # one a coding scheme
    assert how_sure == 3 and page.count("Rows behind it") == 13 + how_sure
    assert "#tbl-claims-kinds" in page and "#tbl-sources" in page
    gone = ("claims", "features", "feature_values", "interventions", "ratings", "appraisals", "codings")
    bare = only(review, **{table: getattr(review, table)[:0] for table in gone})
    blank = bare.sources.assign(searched_to=None, updated_to=None)
    page = pages.index(only(bare, sources=blank))
    for table in ("claims-kinds", "fractions", "ratings", "support", "sources"):
        assert f"#tbl-{table}" not in page
    assert "whats-new.html#tbl-editions" in page
    assert "Looking for one report: " in page and "interventions/_index.html" not in page


def test_the_first_page_says_nothing_of_chapters_that_the_book_does_not_have():
    review = OPENED[SYNTHETIC]
    out = ("notebooks/05-themes", "notebooks/07-evidence-map", "notebooks/08-claims", "book/methods")
    page = pages.index(review, out=out)
    assert not any(name in page for name in out)
    assert "Doubting a number: {doc}`/book/how-to-read`." in page
    assert 'Looking for one report or intervention: the lists of <a href="../reports/_index.html">' in page


def test_what_was_found_is_promised_only_where_the_review_answers_its_questions():
    review = OPENED[SYNTHETIC]
    assert "## What was asked\n" in pages.index(review)
    answered = replace(review, package=review.package | {"answers": ["SYNTHETIC: some.", ""]})
    assert "## What was asked, and what was found\n" in pages.index(answered)


def test_the_first_page_leads_to_the_lists_that_there_are_and_counts_the_people_that_are_charted():
    review = OPENED[SYNTHETIC]
    whole = pages.index(review)
    assert (
        "reports/_index.html" in whole
        and "interventions/_index.html" in whole
        and "nobody is counted twice" in whole
    )
    studies = review.studies.assign(participants_n_as_charted="", workers_n_as_charted="")
    own = pages.index(only(review, interventions=review.interventions[:0], studies=studies))
    assert "Looking for one report:" in own and "interventions/_index.html" not in own
    assert "nobody is counted twice" not in own


def test_the_first_page_of_a_review_that_is_only_begun_says_what_comes_next(tmp_path):
    write(tmp_path, Asked("walking", "Walking", parts=()))
    review = open_review(tmp_path / "data" / "walking")
    page = pages.index(review, out=chapters.of(tmp_path).out)
    assert "## What comes next" in page and "The answer in" not in page
    assert "tbl-sources" not in page, "the chapter that has it is not in the book"
    assert "Rows behind it" not in page
