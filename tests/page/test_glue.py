"""Values that prose glues in, and what the index says of a review."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC, open_once
from packages.reviews import only

from reviewbook.page.glue import glue, identity


def test_the_index_gives_title_questions_and_the_last_edition():
    values = identity(OPENED[SYNTHETIC])
    assert values["title"] == "SYNTHETIC example review: exercise programmes for back pain"
    assert (
        values["questions"].startswith("(1) SYNTHETIC: which")
        and " (2) SYNTHETIC: what" in values["questions"]
    )
    assert (values["edition"], values["published"]) == ("0.2", "1 March 2022")
    assert values["authors"] == values["makers"] == "Synthetic Author"
    assert values["whose"] == "This book is published by the author of the review, Synthetic Author."
    assert values["where_to_write"] == (
        "Corrections go to SYNTHETIC: nobody, for the review is invented (https://example.org/synthetic)."
    )


def test_a_review_without_editions_says_not_reported():
    review = OPENED[SYNTHETIC]
    values = identity(only(review, editions=review.editions[:0]))
    assert [values[name] for name in ("edition", "published", "edition_note")] == ["not reported"] * 3


def test_an_edition_whose_day_and_note_are_blank_says_that_they_are_not_charted():
    review = OPENED[SYNTHETIC]
    blank = {name: review.editions[name].mask(lambda cells: cells.notna()) for name in ("published", "note")}
    values = identity(only(review, editions=review.editions.assign(**blank)))
    assert values["published"] == "not charted yet"
    assert values["edition_note"] == "What changed is not charted yet."


def test_what_the_package_does_not_say_yet_is_not_reported():
    review = replace(OPENED[SYNTHETIC], package={"name": "x", "title": "X"})
    values = identity(review)
    assert values["title"] == "X"
    nothing = {values[name] for name in ("description", "source", "authors", "makers", "questions")}
    assert nothing == {"not reported"}
    assert values["whose"] == "This book does not say whether it is published by the authors of the review."
    assert values["where_to_write"] == "This book names nobody to write to."


def test_a_subset_is_a_part_of_the_same_review():
    assert identity(open_once(SYNTHETIC, subset="coach")) == identity(OPENED[SYNTHETIC])


def test_every_value_is_stored_under_its_own_name_and_none_is_shown(monkeypatch):
    stored = []
    monkeypatch.setattr("myst_nb.glue", lambda name, value, display: stored.append((name, value, display)))
    glue({"n": 3, "answer": "Three."})
    assert stored == [("n", 3, False), ("answer", "Three.", False)]
