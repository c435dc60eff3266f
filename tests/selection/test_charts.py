"""The flow chart of a review as a chapter shows it."""

import re

from packages import OPENED, SYNTHETIC, WILLIAMS, open_once
from packages.reviews import only

from reviewbook.selection import charts, tables


def test_a_counted_box_leads_to_its_list_and_the_included_to_their_chapters():
    links = re.findall(r'href="([^"]+)"', charts.flow(OPENED[SYNTHETIC]).data)
    assert links[:2] == [
        "../book/records.html#list-identified",
        "../book/records.html#list-identified-databases",
    ]
    assert links[-2:] == ["02-studies.html#tbl-people", "02-studies.html#tbl-per-intervention"]


def test_a_box_that_is_only_reported_has_no_list_of_records():
    assert "records.html#" not in charts.flow(OPENED[WILLIAMS]).data


def test_a_subset_shows_the_flow_of_the_whole_review():
    whole = charts.flow(open_once(SYNTHETIC)).data
    assert charts.flow(open_once(SYNTHETIC, subset="coach")).data == whole


def test_a_review_without_a_flow_says_so():
    review = OPENED[SYNTHETIC]
    left = ("flow", "records", "decisions")
    bare = only(review, **{name: getattr(review, name)[:0] for name in left})
    assert charts.flow(bare).data.startswith("This review gives no")


def test_a_flow_of_which_no_box_applies_says_so():
    review = OPENED[SYNTHETIC]
    flow = review.flow.assign(n=None, n_as_charted="not_applicable")
    bare = only(review, flow=flow, records=review.records[:0], decisions=review.decisions[:0])
    assert charts.flow(bare).data.startswith("Every row of the flow of this review")
    assert "Every row of the flow of this review" in tables.flow(bare).data
