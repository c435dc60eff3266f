"""Printed numbers beside recomputed ones, as a chapter shows them."""

from packages import OPENED, SYNTHETIC
from packages.reading import by_head
from packages.reviews import only

from reviewbook.claims.tables import claims


def test_a_number_that_differs_stands_beside_the_recomputed_one_with_its_query():
    told = by_head(claims(OPENED[SYNTHETIC], "differs").data, "tbl-claims-differs")
    assert list(told) == ["C5 Reports excluded on their full texts"]
    assert told["C5 Reports excluded on their full texts"] == [
        "5 reports",
        "4",
        "Wrong on purpose: figure 1 gives 4.",
        "`SELECT sum(n) FROM flow WHERE step = 'excluded' AND stage = 'full_text' AND reason = 'not_applicable'`",
        "Synthetic paper, section 3.1",
    ]


def test_what_cannot_be_checked_says_why_and_shows_the_range_that_the_tables_allow():
    told = by_head(claims(OPENED[SYNTHETIC], "cannot_be_checked").data, "tbl-claims-cannot-be-checked")
    assert told["C4 Interventions with reminders"][:3] == [
        "2 interventions",
        "1 to 2",
        "The tables allow 1 to 2: cells behind it are not reported.",
    ]
    assert told["C6 Share of people who still exercised after a year"][1:4] == [
        "–",
        "The tables hold no outcomes.",
        "–",
    ]


def test_a_verdict_that_no_number_has_and_a_review_without_claims_say_so():
    review = OPENED[SYNTHETIC]
    held = review.claims[review.claims["claim_id"] == "C1"]
    assert claims(only(review, claims=held), "differs").data.strip() == "There is no such number."
    assert "This review gives no" in claims(only(review, claims=held[:0]), "holds").data
