"""Printed numbers beside recomputed ones, and where the source disagrees with itself, as a chapter shows them."""

import re

import pytest
from packages import OPENED, SYNTHETIC, table
from packages.reading import by_head, rows
from packages.reviews import only

from reviewbook.claims.tables import claim_kinds, claims, disagreements

REVIEW = OPENED[SYNTHETIC]


def shown(verdict: str, review=REVIEW) -> dict[str, list[str]]:
    """The rows of a table of claims by identifier, without the anchors in front."""
    told = by_head(claims(review, verdict).data, f"tbl-claims-{verdict.replace('_', '-')}")
    return {re.sub(r"<span.*?</span>", "", head).split()[0]: cells for head, cells in told.items()}


def test_a_number_that_differs_stands_beside_the_recomputed_one_with_its_query():
    told = shown("differs")
    assert list(told) == ["C5"]
    reported, recomputed, check, known, where = told["C5"]
    assert (reported, recomputed, check, where) == (
        "5 reports",
        "4",
        "independent",
        "Synthetic paper, section 3.1",
    )
    assert known.startswith("Wrong on purpose: figure 1 gives 4. <a ") and "#disagreement-S1" in known
    assert "<details><summary>Query</summary>`SELECT sum(n) FROM flow" in known


def test_what_cannot_be_checked_says_why_and_shows_the_range_that_the_tables_allow():
    told = shown("cannot_be_checked")
    assert told["C4"][:4] == [
        "2 interventions",
        "1 to 2",
        "independent",
        "The tables allow 1 to 2: of the 3 cells behind it, 1 is not reported. "
        "<details><summary>Query</summary>`SELECT count(*) FILTER (WHERE value = 'yes'), count(*) FILTER (WHERE value <> 'no') "
        "FROM feature_values WHERE feature_id = 'reminders'`</details>",
    ]
    assert told["C6"][1:4] == ["–", "input", "The tables hold no outcomes."]


def test_a_restated_number_leads_to_the_one_that_it_restates_and_a_statement_says_that_no_number_is_printed():
    told = shown("holds")
    assert told["C7"][0] == "5 reports (a statement, no printed number)"
    assert told["C7"][2] == 'restates <a href="#claim-C1">C1</a>'
    assert claims(REVIEW, "holds").data.count('<span id="claim-C1"></span>') == 1


def test_a_caption_agrees_with_how_many_there_are():
    assert "{list-table} The printed number that differs\n" in claims(REVIEW, "differs").data
    assert "{list-table} Printed numbers that hold\n" in claims(REVIEW, "holds").data
    assert "{list-table} Printed numbers that cannot be checked\n" in claims(REVIEW, "cannot_be_checked").data


def test_a_verdict_that_no_number_has_and_a_review_without_claims_say_so():
    held = REVIEW.claims[REVIEW.claims["claim_id"] == "C1"]
    assert claims(only(REVIEW, claims=held), "differs").data.strip() == "There is no such number."
    assert "This review gives no" in claims(only(REVIEW, claims=held[:0]), "holds").data


def test_kinds_of_checks_are_counted_with_how_they_end():
    told = by_head(claim_kinds(REVIEW).data, "tbl-claims-kinds")
    assert {head.split(":")[0]: cells for head, cells in told.items()} == {
        "Independent": ["2", "1", "1", "4"],
        "Restated": ["1", "0", "0", "1"],
        "Same sentence": ["1", "0", "0", "1"],
        "Input": ["0", "0", "1", "1"],
        "All": ["4", "1", "2", "7"],
    }


def test_where_no_kind_is_judged_a_line_says_so():
    blank = REVIEW.claims.assign(kind=REVIEW.claims["kind"].mask(REVIEW.claims["kind"].notna()))
    assert "is not judged yet" in claim_kinds(only(REVIEW, claims=blank)).data
    assert shown("differs", only(REVIEW, claims=blank))["C5"][2] == "not judged yet"


def test_a_disagreement_stands_with_both_places_what_is_kept_and_what_it_touches():
    head, first, second, third = rows(disagreements(REVIEW).data, "tbl-disagreements")
    assert head == [
        "What it is about",
        "One place",
        "Another place",
        "What the tables keep",
        "What it touches",
    ]
    assert first == [
        '<span id="disagreement-S1"></span>S1 Reports excluded on their full texts',
        "5 reports<br><small>Synthetic paper, section 3.1</small>",
        "4 reports<br><small>Synthetic paper, figure 1</small>",
        "The other. SYNTHETIC: the table flow keeps the figure.",
        'Flow: Excluded, full text, reports<br>Claims: <a href="#claim-C5">C5</a>',
    ]
    assert second[4] == "Reports: {cite:t}`Synthetic2018`<br>Studies: FlexLine trial"
    assert third[3:] == ["The first.", 'Interventions: <a href="../interventions/flexline.html">FL</a>']


def test_a_disagreement_of_which_little_is_charted_says_so():
    blank = REVIEW.disagreements[:1].assign(other_value=None, decision=None, note=None)
    review = only(REVIEW, disagreements=blank, disagreement_cells=REVIEW.disagreement_cells[:0])
    ((_, _, other, kept, touches),) = rows(disagreements(review).data, "tbl-disagreements")[1:]
    assert other.startswith("[not charted yet]") and (kept, touches) == ("Not decided yet.", "–")


def test_no_disagreement_is_cut_off():
    many = REVIEW.disagreements.iloc[[0] * 300].reset_index(drop=True)
    many["disagreement_id"] = [f"S{n}" for n in range(300)]
    assert len(rows(disagreements(only(REVIEW, disagreements=many)).data, "tbl-disagreements")) == 301


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
    told = rows(disagreements(only(REVIEW, disagreement_cells=cells)).data, "tbl-disagreements")[1][4]
    assert told == (
        "Ratings: {cite:t}`Synthetic2018`<br>Feature values: Reminders (FL and StrongBack)<br>Features: Reminders<br>"
        "Excerpts: Synthetic finding: exercises at a fixed hour were kept up for longer.<br>"
        "Eligibility: Massage or medicine without exercises<br>"
        "Results: Synthetic pain at rest in {cite:t}`Synthetic2018`<br>Reports: Gone2000"
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
    told = shown("holds", review) if printed in ("<=20", ">=3", "<50", ">0") else shown("differs", review)
    assert told["C1"][0] == f"{read} reports"
