"""The plan of the figure of appraisals: what stands where, with room for every label and every report."""

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from packages.qualities import (
    BARDOSH,
    CRITERIA,
    EIGHT_POINTS,
    JBI,
    KLINE,
    MMAT_2011,
    MMAT_2018,
    PANEL,
    ROB_2,
    SHEET,
    SPREAD,
    blocks_of,
    drawn,
    synthetic,
    texts_of,
)

from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.drawing.quality import Panel, Row, Spread, plan


def test_every_row_says_its_answers_and_its_rating():
    _, block = blocks_of([PANEL])
    assert [group.says for group in block.groups if group.name] == [
        "Bardosh et al. 2017: 1.1 yes, 1.2 yes, 1.3 yes, 1.4 no; 75 %",
        "Kline 2020 (mixed): 1.1 yes, 1.2 can't tell, 1.3 appraisers differ, 1.4 not answered yet",
    ]


def test_the_key_names_what_occurs_in_the_tools_own_words():
    def words(panels, by):
        return [text.text for text in texts_of(plan.key(panels, by)) if not text.kind]

    assert words([PANEL], MMAT_2011) == ["yes", "no", "can't tell", "appraisers differ", "not answered yet"]
    assert words([], MMAT_2011) == ["yes", "no", "can't tell"]
    assert words([], ROB_2) == ["low risk", "high risk", "some concerns"]
    rows = [Row("a", "A", dict.fromkeys(CRITERIA, "na"))]
    assert words([PANEL._replace(rows=rows)], JBI) == [
        "yes, for the most part",
        "no",
        "unclear",
        "not applicable",
    ]


def test_the_key_explains_mixed_only_where_it_stands():
    assert plan.SEE_MIXED[:30] in " ".join(text.text for text in texts_of(plan.key([PANEL], MMAT_2011)))
    assert "mixed:" not in plan.key([PANEL._replace(rows=[BARDOSH])], MMAT_2011).says


def test_a_block_of_a_mixed_methods_study_is_marked_in_words():
    _, block = blocks_of([PANEL])
    marked = [[text.text for text in group.texts] for group in block.groups if group.name]
    assert marked == [["75 %"], ["mixed"]]


def test_a_bar_shows_each_answer_by_its_share():
    _, block = blocks_of([PANEL._replace(rows=[BARDOSH, BARDOSH, BARDOSH, KLINE])])
    bars = [group.boxes for group in block.groups if group.boxes and not group.name]
    assert [[box.state for box in bar] for bar in bars] == [
        ["met"], ["met", "unclear"], ["met", "conflict"], ["not_met", "not_charted"]
    ]  # fmt: skip
    for bar in bars:
        assert bar[-1].x + bar[-1].width == pytest.approx(block.width)
        whole = sum(box.width for box in bar)
        assert [round(box.width / whole, 3) for box in bar] in ([1], [0.75, 0.25])
    shares = [text.text for text in texts_of(block) if "/" in text.text]
    assert shares == ["4/4", "3/4", "3/4", "0/4"]


def test_reports_stand_in_the_order_given_each_with_a_cell_for_each_criterion():
    panels, _ = synthetic(128)
    for panel in panels:
        groups = [group for block in blocks_of([panel])[1:] for group in block.groups if group.name]
        names = [group.says.split(": S1")[0].removesuffix(" (mixed)") for group in groups]
        assert names == [row.label for row in panel.rows]
        assert {len(group.boxes) for group in groups} == {len(panel.criteria)}


def test_a_long_panel_goes_on_in_blocks_that_name_their_part_and_fit_a_sheet_of_paper():
    panels, _ = synthetic(300)
    for panel in panels:
        blocks = blocks_of([panel])[1:]
        parts = [re.search(r"(\d+) to (\d+) of (\d+) reports", block.title) for block in blocks]
        spans = [tuple(map(int, part.groups())) for part in parts]
        assert [first for first, _, _ in spans] == [1, *(last + 1 for _, last, _ in spans[:-1])]
        assert {whole for _, _, whole in spans} == {spans[-1][1]} == {len(panel.rows)}
        assert max(block.height for block in blocks) <= SHEET
        heads = [[text.text for text in texts_of(block)].count("S1") for block in blocks]
        assert heads[1:] == [1] * (len(blocks) - 1) and heads[0] == 2


def test_ratings_by_design_show_every_point_that_there_is():
    block = plan.place([], SPREAD, tool=MMAT_2011, maximum=4)[0]
    rows = [[text.text for text in group.texts] for group in block.groups]
    assert rows[1:] == [
        ["Qualitative", "1 to 3", "3", "0", "2", "0", "1", "0"],
        ["Mixed methods", "0", "0", "0", "0", "0", "0"],
    ]
    assert rows[0][-7:] == ["0", "1", "2", "3", "4", "range", "reports"]
    assert [round(box.share, 2) for box in block.groups[1].boxes] == [0, 0.67, 0, 0.33, 0]
    assert MMAT_2011["scoring"]["caution"] in " ".join(rows[0])


def test_a_scale_of_per_cent_shows_the_ratings_that_occur():
    block = plan.place([], [Spread("Cohorts", {25: 128, 100: 1})], tool=MMAT_2018, maximum=100)[0]
    assert [text.text for text in block.groups[1].texts] == ["Cohorts", "25 to 100", "129", "128", "1"]


def apart(a, b):
    return (
        a[0] + a[2] <= b[0] + 0.01
        or b[0] + b[2] <= a[0] + 0.01
        or a[1] + a[3] <= b[1] + 0.01
        or b[1] + b[3] <= a[1] + 0.01
    )


def check_room(block):
    """No text meets another or leaves the block, nor does it meet a cell; no cell meets another."""
    texts = [text for text in texts_of(block) if text.text]
    for x, y, width, height in [text.rect for text in texts] + [
        box.rect for g in block.groups for box in g.boxes
    ]:
        assert (
            x >= -0.01
            and y >= -0.01
            and x + width <= block.width + 0.01
            and y + height <= block.height + 0.01
        )
    rooms = sorted((text.rect for text in texts), key=lambda rect: rect[1])
    for at, one in enumerate(rooms):
        for other in rooms[at + 1 :]:
            if other[1] >= one[1] + one[3]:
                break
            assert apart(one, other)
    for group in block.groups:
        if {box.state for box in group.boxes} == {"share"}:
            within = [text.rect for text in group.texts if text.anchor == "middle"]
            for (x, _, width, _), box in zip(within, group.boxes, strict=True):
                assert box.x <= x and x + width <= box.x + box.width
            continue
        assert all(apart(a.rect, b.rect) for a, b in combinations(group.boxes, 2))
        lines = [*group.texts, *group.name]
        legend = [(text, box) for text in lines for box in group.boxes]
        assert all(apart(text.rect, box.rect) for text, box in legend)
    for above, below in pairwise(group.boxes for group in block.groups if group.boxes):
        assert max(box.y + box.height for box in above) + 4 <= min(box.y for box in below)


@pytest.mark.parametrize("number", [1, 2, 5, 15, 40, 128, 300])
@pytest.mark.parametrize("by", [MMAT_2011, MMAT_2018, ROB_2, JBI], ids=["2011", "2018", "rob-2", "jbi"])
def test_nothing_collides_from_one_report_to_three_hundred(by, number):
    panels, spreads = synthetic(number, by=by, href="#r")
    for block in blocks_of(panels, spreads, by):
        check_room(block)


@pytest.mark.parametrize("number", [1, 5, 128])
def test_nothing_collides_on_the_whole_sheet(number):
    panels, spreads = synthetic(number)
    blocks = plan.place(panels, spreads, tool=MMAT_2018)
    sheet = plan.sheet(blocks, panels, MMAT_2018)
    rooms = [(x, y, block.width, block.height) for x, y, block in sheet.placed]
    assert [block for _, _, block in sheet.placed[1:]] == blocks
    assert all(apart(a, b) for a, b in combinations(rooms, 2))
    assert max(x + width for x, _, width, _ in rooms) == sheet.width
    assert max(y + height for _, y, _, height in rooms) == pytest.approx(sheet.height)
    check_room(sheet.placed[0][2])


words = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from("iMWg  文غé\u0301<&'\""),
    min_size=1,
    max_size=120,
)


@examples(60)
@given(
    st.lists(words, min_size=1, max_size=20, unique=True),
    st.lists(
        st.tuples(words, st.sampled_from(["", "3/4", "75 %", "not reported by the authors"]), st.booleans()),
        max_size=4,
    ),
    words,
)
def test_nothing_collides_for_any_labels_identifiers_and_ratings(names, rows, title):
    criteria = dict(zip(names, reversed(names), strict=True))
    own = [Row(f"{i}", label, dict.fromkeys(names, "no"), *more) for i, (label, *more) in enumerate(rows)]
    panel = Panel("own", title, criteria, own)
    spread = Spread(title, {0: 3, 2: 1200})
    for block in blocks_of([panel], [spread]):
        check_room(block)
    drawn([panel], [spread])


def test_letters_are_never_smaller_than_eight_points():
    sizes = {text.size for block in blocks_of(*synthetic(40)) for text in texts_of(block)}
    assert min(sizes) * quality.LEAST * 16 >= EIGHT_POINTS
    written = [float(size) for size in re.findall(r"font(?:-size)?:(?:400 )?([\d.]+)px", quality.STYLE)]
    assert sorted(written) == sorted(map(float, sizes))


def test_a_label_that_does_not_fit_on_two_lines_is_shortened_and_said_in_full():
    long = "A report of a very long name " * 6
    _, block = blocks_of([PANEL._replace(rows=[BARDOSH._replace(label=long)])])
    group = block.groups[-1]
    assert len(group.name) == 2 and group.name[-1].text.endswith("…")
    assert group.says.startswith(long)
    fits = blocks_of(
        [PANEL._replace(rows=[BARDOSH._replace(label="Fernández-López and Abdulrahman-Roe 2020")])]
    )[1]
    assert [text.text for text in fits.groups[-1].name] == ["Fernández-López and", "Abdulrahman-Roe 2020"]


def test_cells_stand_below_the_names_where_a_tool_has_many_criteria():
    panels, _ = synthetic(3, by=JBI)
    block = blocks_of(panels, by=JBI)[-1]
    report = next(group for group in block.groups if group.name)
    assert block.width == plan.WIDTH
    assert report.boxes[0].y > report.name[-1].y
    eleven = dict(list(panels[0].criteria.items())[:11])  # here too little room would be left
    report = next(
        group for group in blocks_of([panels[0]._replace(criteria=eleven)], by=JBI)[1].groups if group.name
    )
    assert report.boxes[0].y > report.name[-1].y


def test_links_leave_room_for_a_finger_where_columns_are_narrowest():
    panel = PANEL._replace(rows=[BARDOSH._replace(href="#a"), BARDOSH._replace(href="#b")])
    first, second = (group.name[0].y for group in blocks_of([panel])[1].groups if group.name)
    assert (second - first) * quality.NARROW * 16 / plan.WIDTH >= 24
