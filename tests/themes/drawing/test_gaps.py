"""What no category of the framework caught."""

import re

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS, rows_of
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.themes.drawing.gaps import framework_gaps


def test_gaps_count_what_no_category_caught_by_theme_and_in_all():
    review = OPENED[SYNTHETIC]
    kept = review.codings[
        ~((review.codings["excerpt_id"] == "F2") & (review.codings["code_id"] == "motivation"))
    ]
    text = framework_gaps(only(review, codings=kept)).data
    rows = [row.split("\n  - ") for row in text.split(":::")[1].split("\n* - ")[1:]]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["Theme", "In no category of behaviour change", "In no category of outcomes", "In no category of any framework"],
        ["Carrying on", "2/4", "3/4", "2/4"],
        ["— Making a habit", "0/2", "1/2", "0/2"],
        ["— Being encouraged", "2/2", "2/2", "2/2"],
        ["Stopping", "1/2", "0/2", "0/2"],
        ["All, each passage once", "3/6", "3/6", "2/6"],
    ]  # fmt: skip
    assert "Behaviour change: no passage stands under Motivation." in text
    assert "Outcomes: every category has a passage." in text
    assert "{dropdown} 3 passages that no category of behaviour change caught" in text


def test_gaps_list_each_excerpt_once_under_its_lowest_themes():
    text = framework_gaps(open_review(WILLIAMS)).data
    listed = text.partition(":name: tbl-uncaught-recovery-practices")[2]
    rows = [row.split("\n  - ") for row in listed.split("\n* - ")[2:]]
    scheme = {code["code_id"]: code["scheme"] for code in rows_of(WILLIAMS / "codes.csv")}
    given = rows_of(WILLIAMS / "codings.csv")
    in_themes, caught = (
        {one["excerpt_id"] for one in given if scheme[one["code_id"]] == of}
        for of in ("themes", "recovery_practices")
    )
    left = in_themes - caught
    assert len(left) > 40 and len(rows) == len({row[0] for row in rows}) == len(left)
    assert rows[0][1] == "Talking as partners"
    assert f"{{dropdown}} {len(left)} passages" in text and f"  - {len(left)}/{len(in_themes)}\n:::" in text


def test_a_gap_without_a_report_says_so():
    review = OPENED[SYNTHETIC]
    links = review.excerpt_reports
    text = framework_gaps(only(review, excerpt_reports=links[links["excerpt_id"] != "Q2"])).data
    assert "no report named" in text


def test_a_framework_that_catches_all_says_so():
    review = OPENED[SYNTHETIC]
    more = pd.DataFrame(
        {"excerpt_id": review.excerpts["excerpt_id"], "code_id": "oc_pain", "coder": "b", "locator": "x"}
    )
    text = framework_gaps(only(review, codings=pd.concat([review.codings, more.astype("string")]))).data
    assert "No passage is left out by outcomes." in text


def test_a_long_list_of_gaps_is_cut_and_says_how_much_there_is(big):
    text = framework_gaps(big).data
    assert re.search(r"50 of [\d,]+ rows are shown; all are in", text)
    assert text.count("\n* - ") < 2 * 51 + 30
