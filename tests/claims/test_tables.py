"""Printed numbers beside recomputed ones, and where the source disagrees with itself, as a chapter shows them."""

import pytest
from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC, table
from packages.reading import by_head
from packages.reviews import only

from reviewbook.claims.tables import claim_kinds, claims, disagreements

REVIEW = OPENED[SYNTHETIC]


def items(shown: str, css: str) -> dict[str, BeautifulSoup]:
    """The items of a list, by their anchor."""
    return {one["id"]: one for one in BeautifulSoup(shown, "lxml").select(f"ul.{css} > li")}


def shown(verdict: str, review=REVIEW) -> dict[str, BeautifulSoup]:
    """The claims with a verdict, by identifier."""
    return {
        key.removeprefix("claim-"): one
        for key, one in items(claims(review, verdict).data, "rb-claims").items()
    }


def told(item: BeautifulSoup) -> list[str]:
    """What a claim says: its paragraphs, then what is printed and what is recomputed."""
    return [" ".join(one.get_text().split()) for one in item.select("p, dd")]


def test_a_number_that_differs_stands_beside_the_recomputed_one_with_its_query():
    (differs,) = shown("differs").items()
    assert differs[0] == "C5" and differs[1].span.get_text() == "✗ differs"
    statement, known, where, printed, recomputed = told(differs[1])
    assert (printed, recomputed) == ("5 reports", "4") and statement == "Reports excluded on their full texts"
    assert where == "Synthetic paper, section 3.1 · independent check · C5"
    assert known == "Wrong on purpose: figure 1 gives 4. ≠ source disagrees"
    assert differs[1].select_one("details > code").get_text().startswith("SELECT sum(n) FROM flow")


def test_what_cannot_be_checked_says_why_and_shows_the_range_that_the_tables_allow():
    found = shown("cannot_be_checked")
    assert told(found["C4"])[1:] == [
        "The tables allow 1 to 2: of the 3 values behind it, 1 is not reported.",
        "Synthetic paper, section 3.2 · independent check · C4",
        "2 interventions",
        "1 to 2",
    ]
    assert told(found["C6"])[1] == "The tables hold no outcomes." and told(found["C6"])[-1] == "–"
    assert found["C6"].details is None, "what has no query shows none"


def test_a_restated_number_leads_to_the_one_that_it_restates_and_a_statement_says_that_no_number_is_printed():
    found = shown("holds")
    assert told(found["C7"])[-2] == "5 reports said without a number"
    assert found["C7"].select_one("a[href='#claim-C1']").get_text() == "C1" and "C1" in found


def test_of_very_many_numbers_the_first_are_shown():
    many = REVIEW.claims.iloc[[0] * 201].reset_index(drop=True)
    many["claim_id"] = [f"C{n}" for n in range(201)]
    text = claims(only(REVIEW, claims=many), "holds").data
    assert len(items(text, "rb-claims")) == 50 and "50 of 201 are shown; all are in" in text


def test_a_verdict_that_no_number_has_and_a_review_without_claims_say_so():
    held = REVIEW.claims[REVIEW.claims["claim_id"] == "C1"]
    assert claims(only(REVIEW, claims=held), "differs").data.strip() == "There is no such number."
    assert "This review gives no" in claims(only(REVIEW, claims=held[:0]), "holds").data


def test_kinds_of_checks_are_counted_with_how_they_end():
    found = by_head(claim_kinds(REVIEW).data, "tbl-claims-kinds")
    assert {head.split(":")[0]: cells for head, cells in found.items()} == {
        "Independent": ["2", "1", "1", "4"],
        "Restated": ["1", "0", "0", "1"],
        "Same sentence": ["1", "0", "0", "1"],
        "Given once": ["0", "0", "1", "1"],
        "All": ["4", "1", "2", "7"],
    }


def test_where_no_kind_is_judged_a_line_says_so():
    blank = REVIEW.claims.assign(kind=REVIEW.claims["kind"].mask(REVIEW.claims["kind"].notna()))
    assert "is not judged yet" in claim_kinds(only(REVIEW, claims=blank)).data
    assert " · not judged yet · " in told(shown("differs", only(REVIEW, claims=blank))["C5"])[2]


def test_a_disagreement_stands_with_both_places_what_is_kept_and_what_it_touches():
    first, second, third = items(disagreements(REVIEW).data, "rb-disagreements").values()
    assert first.p.get_text() == "Reports excluded on their full texts S1"
    assert [one.get_text(" | ") for one in first.select("dd")] == [
        "5 reports | Synthetic paper, section 3.1",
        "4 reports | Synthetic paper, figure 1",
        "The other. SYNTHETIC: the table flow keeps the figure.",
    ]
    assert str(first.details).removeprefix("<details><summary>What it touches</summary>") == (
        'Flow: Excluded, full text, reports<br/>Claims: <a href="#claim-C5">C5</a></details>'
    )
    assert second.details.get_text(" ").endswith("Studies: FlexLine trial")
    assert second.select_one("a[href='../reports/Synthetic2018.html']")
    assert third.select("dd")[2].get_text() == "The first." and third.select_one(
        "a[href='../interventions/flexline.html']"
    )


def test_a_disagreement_of_which_little_is_charted_says_so():
    blank = REVIEW.disagreements[:1].assign(other_value=None, decision=None, note=None)
    review = only(REVIEW, disagreements=blank, disagreement_cells=REVIEW.disagreement_cells[:0])
    (one,) = items(disagreements(review).data, "rb-disagreements").values()
    _, other, kept = one.select("dd")
    assert (
        other.span.get_text() == "not charted yet"
        and kept.get_text() == "Not decided yet."
        and one.details is None
    )


def test_no_disagreement_is_cut_off():
    many = REVIEW.disagreements.iloc[[0] * 300].reset_index(drop=True)
    many["disagreement_id"] = [f"S{n}" for n in range(300)]
    assert len(items(disagreements(only(REVIEW, disagreements=many)).data, "rb-disagreements")) == 300


def test_a_review_without_disagreements_keeps_the_name_of_the_table():
    none = only(REVIEW, disagreements=REVIEW.disagreements[:0])
    assert "This review gives no disagreements" in disagreements(none).data


def test_what_is_touched_has_the_names_that_readers_know():
    touched = [
        ("S1", "ratings", "Synthetic2018 mmat-2011 overall", "rating"),
        ("S1", "feature_values", "flexline reminders", "value"),
        ("S1", "feature_values", "strongback reminders", "value"),
        ("S1", "features", "reminders", "label"),
        ("S1", "excerpts", "F1", "text"),
        ("S1", "eligibility", "con_out_1", "text"),
        ("S1", "results", "A01", "value"),
        ("S1", "reports", "Gone2000", "year"),
    ]
    cells = table("disagreement_id table_name row_key field_name", *touched)
    first = next(
        iter(items(disagreements(only(REVIEW, disagreement_cells=cells)).data, "rb-disagreements").values())
    )
    assert first.details.get_text("").removeprefix("What it touches") == (
        "Ratings: Author 2018Feature values: Reminders (FL and StrongBack)Features: Reminders"
        "Passages: Synthetic finding: exercises at a fixed hour were kept up for longer."
        "Eligibility: Massage or medicine without exercises"
        "Results: Synthetic pain at rest in Author 2018Reports: Gone2000"
    )


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("15", "15"),
        ("<=20", "at most 20"),
        (">=3", "at least 3"),
        ("<50", "less than 50"),
        (">0", "more than 0"),
    ],
)
def test_a_sign_before_a_printed_number_is_read_in_words(printed, read):
    review = only(REVIEW, claims=REVIEW.claims[:1].assign(reported=printed))
    found = shown("holds", review) if printed in ("<=20", ">=3", "<50", ">0") else shown("differs", review)
    assert told(found["C1"])[-2] == f"{read} reports"
