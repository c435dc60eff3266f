"""The plan of a flow chart: what stands where, and that nothing meets anything else in any flow."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from packages.flowcharts import (
    MORE,
    box,
    contradicted,
    counts,
    drawn,
    flows,
    frame_with,
    numbered,
    review,
    routes,
    svg,
    words,
)

from reviewbook.page.svg import Rect
from reviewbook.selection.drawing import flow_plan, flowchart
from reviewbook.selection.layout import load_layout

NONE = "not_applicable"
LAYOUT = load_layout("prisma-2020")


def apart(a, b):
    slack = 0.01
    return (
        a.right <= b.x + slack or b.right <= a.x + slack or a.bottom <= b.y + slack or b.bottom <= a.y + slack
    )


def inside(inner, outer):
    return (
        outer.x <= inner.x + 0.01
        and outer.y <= inner.y + 0.01
        and inner.right <= outer.right + 0.01
        and inner.bottom <= outer.bottom + 0.01
    )


def spread(rect):
    """A rectangle with the room that it needs around it."""
    return Rect(rect.x - 5, rect.y - 5, rect.width + 10, rect.height + 10)


def stroke(start, end):
    """The room that a line takes."""
    (x, y), (x2, y2) = start, end
    assert x == x2 or y == y2, "a slanted line"
    return Rect(min(x, x2), min(y, y2), abs(x - x2), abs(y - y2))


def check_geometry(boxes, layout=LAYOUT):
    plan = flow_plan.place(boxes, layout)
    page = Rect(0, 0, plan.width, plan.height)
    assert all(inside(frame.rect, page) for frame in plan.frames)
    assert all(apart(a.rect, spread(b.rect)) for a, b in combinations(plan.frames, 2))
    for frame in plan.frames:
        texts = [text for text in frame.texts if text.text]
        chips = [line.chip[0] for line in frame.lines if line.chip]
        for room in [*(text.rect for text in texts), *chips]:
            assert inside(room, frame.rect)
        assert all(apart(a.rect, b.rect) for a, b in combinations(texts, 2))
        if frame.outline == "legend":
            continue
        assert all(apart(a.rect, b.rect) for a, b in combinations(frame.lines, 2))
        for line in frame.lines:
            counts = [text for text in line.texts if text.kind == "count"]
            if line.chip:
                assert counts and all(
                    inside(text.rect, line.chip[0]) for text in counts if len(text.text) > 1
                )
                assert all(apart(line.chip[0], other.rect) for other in frame.lines if other is not line)
    for arrow in plan.arrows:
        for start, end in pairwise(arrow):
            line = stroke(start, end)
            assert inside(line, page)
            assert all(apart(line, frame.rect) for frame in plan.frames)


@examples(150)
@given(flows())
def test_nothing_meets_anything_else_in_any_flow(boxes):
    check_geometry(boxes)
    svg(boxes)
    flowchart.describe(boxes, LAYOUT)


@given(st.lists(st.tuples(words, counts), min_size=1, max_size=12))
def test_no_text_meets_another_or_leaves_its_box_for_any_reasons(reasons):
    rest = [one for one in review() if one.reason == NONE]
    own = [
        box(
            50 + i,
            "excluded",
            n,
            status=status,
            stage="full_text",
            unit="reports",
            reason=f"{i}",
            label=label,
        )
        for i, (label, (n, status)) in enumerate(reasons)
    ]
    check_geometry([*rest[:-3], *own, *rest[-3:]])


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("href", ["", "#list"], ids=["plain", "linked"])
def test_one_to_twelve_reasons_have_room_with_huge_numbers(number, href):
    boxes = routes(reasons=number, href=href, scale=10_000)
    check_geometry(boxes)
    check_geometry([one._replace(n=10_000_000, status="computed") for one in boxes])
    check_geometry(
        [one._replace(n=10_000_000, status=("reported", "computed")[i % 2]) for i, one in enumerate(boxes)]
    )
    check_geometry(review([(words, 10_000_000) for words in MORE[:number]]))


@pytest.mark.parametrize(
    "boxes",
    [
        review(),
        routes(),
        routes(previous=False),
        routes(other=False),
        routes(previous=False, other=False),
        contradicted(),
    ],
    ids=["one column", "updated", "two routes", "one route updated", "new", "contradicted"],
)
def test_every_layout_has_room(boxes):
    check_geometry(boxes)


def test_a_version_before_stands_at_the_left_and_joins_the_total():
    boxes = routes()
    before, total = frame_with(boxes, "Previous studies"), frame_with(boxes, "36 (computed)")
    assert before.rect.x < frame_with(boxes, "PubMed").rect.x
    ends = [
        arrow[-1]
        for arrow in flow_plan.place(boxes, LAYOUT).arrows
        if before.rect.x < arrow[0][0] < before.rect.right
    ]
    assert ends == [(total.rect.x, total.rect.y + total.rect.height / 2)]


def test_a_second_route_meets_the_first_where_the_included_are_counted():
    boxes = routes()
    included, last = frame_with(boxes, "27"), frame_with(boxes, "48")
    ends = [
        arrow[-1]
        for arrow in flow_plan.place(boxes, LAYOUT).arrows
        if arrow[0] == (last.rect.middle, last.rect.bottom)
    ]
    assert ends == [(included.rect.right, included.rect.y + included.rect.height / 2)]


def test_a_route_that_only_identifies_joins_the_first_stage_of_the_main_route():
    boxes = routes(other=False, previous=False)
    hand = box(90, "identified", 7, route="hand_search", label="Records found by hand")
    screened, found = (
        frame_with([*boxes, hand], "title and abstract"),
        frame_with([*boxes, hand], "found by hand"),
    )
    starts = {arrow[0]: arrow[-1] for arrow in flow_plan.place([*boxes, hand], LAYOUT).arrows}
    x, y = starts[found.rect.middle, found.rect.bottom]
    assert screened.rect.x < x < screened.rect.right
    assert y == screened.rect.y


def test_the_same_step_of_two_routes_stands_at_one_height():
    plan = flow_plan.place(routes(), LAYOUT)
    tops = [frame.rect.y for frame in plan.frames if any("sought" in text.text for text in frame.texts)]
    assert len(tops) == 2 and len(set(tops)) == 1


def test_the_same_stage_of_two_routes_stands_at_one_height_though_one_has_more_stages():
    boxes = numbered([
        *(box(0, "screened", 10, stage=stage, label=f"first {stage}") for stage in ("title", "abstract")),
        *(box(0, "screened", 10, stage=stage, label=f"second {stage}", route="other") for stage in ("abstract", "other")),
    ])  # fmt: skip
    assert frame_with(boxes, "first abstract").rect.y == frame_with(boxes, "second abstract").rect.y


def test_links_are_as_far_apart_as_a_finger_needs():
    for frame in flow_plan.place(routes(href="#list"), LAYOUT).frames:
        middles = [line.rect.y + line.rect.height / 2 for line in frame.lines if line.href]
        least = flowchart.LEAST * 16  # pixels of a unit on a narrow screen
        assert all((below - above) * least >= 24 for above, below in pairwise(middles))


def test_what_is_removed_before_screening_stands_in_one_box_line_by_line():
    frame = frame_with(routes(), "Duplicate records")
    told = [" ".join(text.text for text in line.texts) for line in frame.lines]
    assert told == [
        "Records removed before screening:",
        "Duplicate records 200",
        "Records marked as ineligible by automation tools 30",
        "Records removed for other reasons 10",
    ]


def test_a_box_alone_removed_before_screening_says_so_itself():
    assert "Duplicate records removed before screening" in drawn(review())


def test_sources_stand_below_the_total_of_their_kind():
    lines = frame_with(routes(), "PubMed").lines
    assert [line.texts[-1].text for line in lines] == ["1,204", "800", "404", "36"]
    assert [line.texts[0].x - lines[0].texts[0].x for line in lines] == [
        0,
        flow_plan.INDENT,
        flow_plan.INDENT,
        0,
    ]


def test_what_was_found_again_stands_below_the_sources_in_their_box():
    boxes = numbered(
        [
            box(0, "found_again", 50),
            box(0, "identified", 550),
            box(0, "identified", 500, reason="PubMed"),
            box(0, "identified", 100, reason="Embase"),
            box(0, "duplicates_removed", 10),
            box(0, "screened", 540),
        ]
    )
    frame = frame_with(boxes, "Records identified")
    assert [line.texts[0].text for line in frame.lines] == [
        "Records identified",
        "PubMed",
        "Embase",
        "Records found again by another",
    ]
    assert frame.rule is not None
    check_geometry(boxes)


def test_the_total_stands_in_the_head_of_the_excluded_above_a_rule():
    frame = frame_with(review(), "Intervention criteria")
    assert [text.text for text in frame.lines[0].texts] == ["Reports excluded in full text", "113 (computed)"]
    assert frame.lines[0].rect.bottom < frame.rule < frame.lines[1].rect.y


def test_exclusions_stand_beside_their_own_stage_even_when_listed_late():
    boxes = review()
    late = next(one for one in boxes if (one.stage, one.step) == ("title", "excluded"))
    boxes.append(boxes.pop(boxes.index(late)))
    assert frame_with(boxes, "323").rect.y == frame_with(boxes, "558").rect.y


def test_an_arrow_leads_back_from_what_a_discussion_brought_back():
    boxes = numbered(
        [
            box(0, "screened", 100, stage="title"),
            box(0, "excluded", 70, stage="title"),
            box(0, "brought_back", 5, stage="title"),
            box(0, "assessed", 35, stage="full_text", unit="reports"),
        ]
    )
    plan = flow_plan.place(boxes, LAYOUT)
    back = frame_with(boxes, "Records brought back by discussion,")
    (arrow,) = [points for points in plan.arrows if points[0][0] == back.rect.x]
    assert flow_plan.heading(arrow) == "left"
    assert arrow[-1][0] == plan.frames[0].rect.middle  # into what goes on below the box
    check_geometry(boxes)


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ([("screened", "abstract")], "Records screened by abstract"),
        ([("undecided", "title"), ("included", NONE), ("total", NONE)], "Records included"),
        ([("included", NONE)], "Records included"),
        ([], "Records screened by title"),
    ],
)
def test_what_each_reviewer_kept_stands_in_the_box_that_it_leads_to(last, first):
    boxes = numbered(
        [
            box(0, "screened", 500, stage="title"),
            box(0, "excluded", 448, stage="title"),
            *(box(0, "kept_by_reviewer", 34, stage="title", reason=name) for name in "AB"),
            *(box(0, step, 52, stage=stage) for step, stage in last),
        ]
    )
    frame = frame_with(boxes, first)
    told = [" ".join(text.text for text in line.texts) for line in frame.lines]
    assert told[1:] == ["Records kept by each reviewer by title", "A 34", "B 34"]
    check_geometry(boxes)


def test_the_next_step_stands_below_the_tallest_box_of_the_step_before():
    tall = "Records screened by two reviewers after a first sorting by title, year and language " * 2
    boxes = numbered([
        box(0, "screened", 9000, stage="title", label=tall),
        box(0, "excluded", 8000, stage="title"),
        box(0, "assessed", 980, stage="full_text", unit="reports"),
        box(0, "not_retrieved", 20, unit="reports"),
        box(0, "excluded", 945, stage="full_text", unit="reports"),
        box(0, "included", 15, unit="reports"),
    ])  # fmt: skip
    check_geometry(boxes)
    assert frame_with(boxes, "980").rect.y > frame_with(boxes, "9,000").rect.bottom
    assert frame_with(boxes, "15").rect.y > frame_with(boxes, "945").rect.bottom


def test_the_bands_of_the_phases_cover_the_whole_height():
    plan = flow_plan.place(routes(), LAYOUT)
    bands = [frame.rect for frame in plan.frames if frame.texts[0].kind == "phase"]
    boxes = [frame.rect for frame in plan.frames if frame.outline in ("solid", "dashed", "dotted")]
    assert bands[0].y <= min(rect.y for rect in boxes)
    assert bands[-1].bottom >= max(rect.bottom for rect in boxes)
    assert all(0 < below.y - above.bottom < flow_plan.GAP for above, below in pairwise(bands))


def test_an_outline_tells_the_statuses_apart_without_colour():
    boxes = [one._replace(n=None, status="not_charted") if one.n == 323 else one for one in review()]
    assert frame_with(boxes, "Records identified").outline == "dotted"
    assert frame_with(boxes, "235 (computed)").outline == "dashed"
    assert frame_with(boxes, "558").outline == "solid"
    assert frame_with(boxes, "not charted yet").outline == "dotted"


def test_in_a_box_of_several_statuses_each_count_has_its_own_outline():
    frame = frame_with(review(), "113 (computed)")
    assert frame.outline == "solid"
    chips = [line.chip and line.chip[1] for line in frame.lines]
    assert chips == ["dashed", None, None, *["dotted"] * 3, "dashed"]


def test_the_legend_explains_only_the_outlines_that_occur():
    assert drawn(review())[-2:] == [
        "dashed outline: computed from other counts",
        "dotted outline: not reported",
    ]
    plain = [one for one in routes() if one.status == "reported"]
    assert not any("outline" in line for line in drawn(plain))


def test_a_stage_that_nobody_foresaw_gets_its_row_and_its_words():
    boxes = [
        box(1, "screened", 9000, stage="machine_ranking"),
        box(2, "excluded", 8000, stage="machine_ranking"),
    ]
    told = "9,000 records were screened by machine ranking; 8,000 were excluded."
    assert flowchart.describe(boxes, LAYOUT) == told
    check_geometry(boxes)
