"""A flow chart in words: what a box says of its counts, and a link of where it leads."""

import re

from packages.flowcharts import box, contradicted, drawn, review, svg

from reviewbook.selection import flow
from reviewbook.selection.drawing import flow_words, flowchart
from reviewbook.selection.layout import load_layout

NONE = "not_applicable"
LAYOUT = load_layout("prisma-2020")
SCOPING = load_layout("prisma-scr")
SVG = "{http://www.w3.org/2000/svg}"


def test_computed_and_not_reported_are_said_in_words():
    lines = drawn(review())
    assert lines.count("not reported") == 5
    assert [line for line in lines if line.endswith("(computed)")] == [
        "235 (computed)", "113 (computed)", "51 (computed)",
    ]  # fmt: skip
    assert "558" in lines


def test_counted_is_said_only_where_it_stands_beside_reported():
    boxes = review()
    mixed = [one._replace(status="counted") if one.unit == "studies" else one for one in boxes]
    counted = [one._replace(status="counted") for one in boxes if one.n is not None]
    assert "12 (counted)" in drawn(mixed) and flow_words.COUNTED in drawn(mixed)
    assert "12 studies (counted)" in flowchart.describe(mixed, LAYOUT)
    assert not any("(counted)" in line for line in drawn(counted))


def test_a_count_that_is_not_reported_is_never_zero():
    boxes = [
        one._replace(n=None, status="not_reported", reason="x" if one.reason != NONE else NONE, label="")
        for one in review()
    ]
    assert not re.search(r"\d", flowchart.describe(boxes, LAYOUT))
    assert not any(re.search(r"\d", line) for line in drawn(boxes))


def test_a_reported_zero_stays_zero():
    boxes = [box(1, "included", 0, unit="studies")]
    assert "0" in drawn(boxes)
    assert flowchart.describe(boxes, LAYOUT) == "0 studies were included."


def test_the_words_of_a_scoping_review_are_those_of_its_layout():
    boxes = flow.complete(
        [box(1, "screened", 1, stage="title"), box(2, "excluded", 1, stage="title")], SCOPING
    )
    assert flowchart.describe(boxes, SCOPING) == "1 source of evidence was screened by title; 1 was excluded."
    assert "Sources of evidence screened by title" in " ".join(drawn(boxes, SCOPING))


def test_the_name_of_a_link_holds_all_that_stands_there():
    boxes = contradicted([one._replace(href="#list") for one in review()])
    for link in svg(boxes).findall(f".//{SVG}a"):
        assert "".join(link.itertext()).strip().replace("  ", " ") in link.get("aria-label")


def test_a_total_that_an_author_names_is_said_by_that_name():
    boxes = flow.complete(
        [
            box(1, "assessed", 9, stage="full_text", unit="reports", label="Articles read"),
            box(2, "excluded", 4, stage="full_text", unit="reports"),
            box(3, "included", None, unit="studies", label="Trials kept"),
        ],
        LAYOUT,
    )
    assert (
        flowchart.describe(boxes, LAYOUT) == "Articles read: 9; 4 were excluded. Trials kept: not reported."
    )
