"""The flow chart of a review as a chapter shows it."""

import re

from packages import OPENED, SYNTHETIC, WILLIAMS, broken, open_once
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.review.usable import usable
from reviewbook.selection import charts, tables


def test_a_counted_box_leads_to_its_list_and_the_included_to_their_chapters():
    chart = charts.flow(OPENED[SYNTHETIC]).data.partition("</svg>")[0]
    links = re.findall(r'href="([^"]+)"', chart)
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
    assert charts.flow(bare).data.startswith("[This review gives no")


def test_a_flow_of_which_no_box_applies_says_so():
    review = OPENED[SYNTHETIC]
    flow = review.flow.assign(n=None, n_as_charted="not_applicable")
    bare = only(review, flow=flow, records=review.records[:0], decisions=review.decisions[:0])
    assert charts.flow(bare).data.startswith("Every row of the flow of this review")
    assert "Every row of the flow of this review" in tables.flow(bare).data


def test_a_published_count_that_the_log_does_not_give_stands_beside_it_in_its_box(tmp_path):
    said = charts.flow(open_review(broken("FLOW-015", tmp_path))).data
    text = " ".join(re.sub(r"<[^>]+>", " ", said).split())
    assert "reported 1, log gives 2" in text and "reported 2, log gives 1" in text
    assert "≠" not in text  # no sum is broken


def test_a_flow_that_contradicts_itself_is_drawn_marked_where_a_draft_shows_it(tmp_path):
    text = charts.flow(usable(broken("FLOW-001", tmp_path)).review).data
    assert "≠ expected 15" in " ".join(re.sub(r"<[^>]+>", " ", text).split())
    assert "≠" not in charts.flow(OPENED[SYNTHETIC]).data
