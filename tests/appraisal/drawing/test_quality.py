"""The figure of appraisals: what it says, what it draws, and that nothing on it collides, for every tool and size."""

import random
import re
import subprocess
import sys
import time
from collections import Counter
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages.browser import barriers, departures, faces, lines

from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.drawing.quality import Panel, Row, Spread, plan
from reviewbook.appraisal.instruments import tool

SVG = "{http://www.w3.org/2000/svg}"
TITLE = "Quality of the included reports"
LARGEST, SECONDS = 150_000, 2  # bytes and time that 128 reports may take
EIGHT_POINTS = 8 * 96 / 72  # in CSS pixels
SHEET = 960  # pixels of a printed page, A4 or Letter, between narrow margins
MMAT_2011, MMAT_2018, ROB_2 = tool("mmat-2011"), tool("mmat-2018"), tool("rob-2")
JBI = {
    "answers": {
        "yes": {"label": "yes", "means": "met"},
        "partly": {"label": "for the most part", "means": "met"},
        "no": {"label": "no", "means": "not_met"},
        "unclear": {"label": "unclear", "means": "unclear"},
        "na": {"label": "not applicable", "means": "not_applicable"},
    },
    "screening": {},
    "scoring": {"rule": "none", "maximum": None, "caution": None},
    "categories": {
        "trials": {
            "title": "Randomised trials",
            "criteria": {
                f"Q{i}": "Was true randomisation used for assignment of participants?" for i in range(1, 14)
            },
        }
    },
}
NAMES = [
    "Bardosh et al.",
    "Ito and Kline",
    "Fernández-López and Abdulrahman",
    "Müller",
    "O'Brien & Xu",
    "van der Berg",
]


def synthetic(number, *, by=MMAT_2018, screened=True, href="", seed=1):
    """Invented answers: the panels, and the ratings by design."""
    chance = random.Random(seed)
    words = [*by["answers"]] + [next(iter(by["answers"]))] * 5
    rows, ratings = {category: [] for category in by["categories"]}, {}
    for at in range(number):
        label = f"{chance.choice(NAMES)} {chance.randrange(2008, 2026)}"
        category = chance.choice([*by["categories"]])
        mixed = category == "mixed_methods"
        blocks = ["qualitative", "quantitative_descriptive", category] if mixed else [category]
        points = chance.randrange(6)
        ratings.setdefault(by["categories"][category]["title"], Counter())[points] += 1
        for block in blocks:
            asked = [*(by["screening"] if screened else ()), *by["categories"][block]["criteria"]]
            answers = {one: chance.choice([*words, "conflict", ""]) for one in asked}
            rating = f"{points}/5" if block == category else ""
            link = href and f"{href}-{at}"
            rows[block].append(Row(f"r{at}", label, answers, rating, mixed and block != category, link))
    panels = [
        Panel(
            category,
            block["title"],
            (by["screening"] if screened else {}) | block["criteria"],
            rows[category],
        )
        for category, block in by["categories"].items()
        if rows[category]
    ]
    return panels, [Spread(design, counts) for design, counts in ratings.items()]


CRITERIA = {
    "1.1": "Approach fits",
    "1.2": "Data adequate",
    "1.3": "Findings derived",
    "1.4": "Findings backed",
}
YES = dict.fromkeys(CRITERIA, "yes")
BARDOSH = Row("Bardosh2017", "Bardosh et al. 2017", YES | {"1.4": "no"}, "75 %")
KLINE = Row("Kline2020", "Kline 2020", {"1.1": "yes", "1.2": "cannot_tell", "1.3": "conflict"}, mixed=True)
PANEL = Panel("qualitative", "Qualitative", CRITERIA, [BARDOSH, KLINE])
SPREAD = [Spread("Qualitative", {3: 1, 1: 2}), Spread("Mixed methods", {})]


def blocks_of(panels, spreads=(), by=MMAT_2018, **more):
    return [plan.key(panels, by), *plan.place(panels, spreads, tool=by, **more)]


def texts_of(block):
    return [text for group in block.groups for text in (*group.texts, *group.name)]


def drawn(panels, spreads=(), *, by=MMAT_2018, **more):
    return ElementTree.fromstring(quality.draw(panels, spreads, tool=by, title=TITLE, **more))


# What it says ---------------------------------------------------------------------------------------------------------


def test_the_sentences_tell_every_number():
    assert quality.describe([PANEL], SPREAD, tool=MMAT_2011, maximum=4) == (
        "Ratings by design: Qualitative, 3 reports, 1 to 3 of 4 points: 1 in 2, 3 in 1; Mixed methods, no rating. "
        f"{MMAT_2011['scoring']['caution']} "
        "Qualitative, 2 reports, 1 of them mixed methods: 1.1 Approach fits: yes 2 of 2; "
        "1.2 Data adequate: yes 1 of 2, can't tell 1; 1.3 Findings derived: yes 1 of 2, appraisers differ 1; "
        "1.4 Findings backed: yes 0 of 2, no 1, not charted yet 1."
    )


def test_one_report_and_one_rating_are_said_in_the_singular():
    said = quality.describe([PANEL._replace(rows=[BARDOSH])], [Spread("Qualitative", {3: 1})], tool=MMAT_2011)
    assert "Qualitative, 1 report, 3 points: 3 in 1." in said and "Qualitative, 1 report: 1.1" in said


def test_every_row_says_its_answers_and_its_rating():
    _, block = blocks_of([PANEL])
    assert [group.says for group in block.groups if group.name] == [
        "Bardosh et al. 2017: 1.1 yes, 1.2 yes, 1.3 yes, 1.4 no; 75 %",
        "Kline 2020 (mixed): 1.1 yes, 1.2 can't tell, 1.3 appraisers differ, 1.4 not charted yet",
    ]


def test_the_words_of_a_row_stand_in_its_title():
    titles = [title.text for title in drawn([PANEL]).iter(f"{SVG}title")]
    assert "Bardosh et al. 2017: 1.1 yes, 1.2 yes, 1.3 yes, 1.4 no; 75 %" in titles


def test_the_key_names_what_occurs_in_the_tools_own_words():
    def words(panels, by):
        return [text.text for text in texts_of(plan.key(panels, by)) if not text.kind]

    assert words([PANEL], MMAT_2011) == ["yes", "no", "can't tell", "appraisers differ", "not charted yet"]
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


def test_an_answer_that_the_tool_does_not_have_is_refused():
    row = Row("Doe2015", "Doe 2015", {"1.1": "Partial"})
    with pytest.raises(ValueError, match=r"Doe2015, 1\.1: 'Partial' is none of the tool's answers \(yes, no"):
        quality.draw([PANEL._replace(rows=[row])], [], tool=MMAT_2011, title=TITLE)


def test_a_figure_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one panel"):
        quality.draw([], [], tool=MMAT_2011, title=TITLE)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "java\nscript:x", "data:text/html,x", "//a.org/"])
def test_an_address_that_leads_elsewhere_than_the_web_is_refused(href):
    with pytest.raises(ValueError, match="a link must be relative"):
        quality.draw([PANEL._replace(rows=[BARDOSH._replace(href=href)])], [], tool=MMAT_2011, title=TITLE)


# What it draws --------------------------------------------------------------------------------------------------------


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


def test_one_answer_of_three_hundred_still_has_a_part_of_its_bar():
    rows = [BARDOSH] * 299 + [KLINE]
    root = drawn([PANEL._replace(rows=rows)], by=MMAT_2011)
    lines = [path.get("d") for path in root.iter(f"{SVG}path")]
    assert all(re.fullmatch(r"([MmHhvcsz]|-?\d+(\.\d)?| ?\.\d| )+?", line) for line in lines)
    _, block, *_ = blocks_of([PANEL._replace(rows=rows)])
    assert {box.state for group in block.groups for box in group.boxes} >= {
        "unclear",
        "conflict",
        "not_charted",
    }


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


@settings(max_examples=60)
@given(
    st.lists(words, min_size=1, max_size=20, unique=True),
    st.lists(
        st.tuples(words, st.sampled_from(["", "3/4", "75 %", "not reported by the authors"]), st.booleans()),
        max_size=4,
    ),
    words,
)
def test_nothing_collides_for_any_labels_identifiers_and_ratings(names, rows, title):
    criteria = {name: label for name, label in zip(names, reversed(names), strict=True)}
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


# Colours --------------------------------------------------------------------------------------------------------------

MODES = {
    "light": quality.LIGHT,
    "dark": quality.DARK | {"paper": "#14181e"},
    "book": quality.DARK | {"paper": "#121212"},
}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", MODES.values(), ids=MODES)
def test_boxes_stand_out_from_the_page_and_marks_from_their_boxes(colours):
    for _, fill, mark in quality.PAINT.values():
        assert contrast(colours[mark], colours[fill]) >= 4.5
        assert max(contrast(colours[one], colours["paper"]) for one in (fill, mark)) >= 3


@pytest.mark.parametrize("colours", MODES.values(), ids=MODES)
def test_words_and_links_can_be_read(colours):
    assert all(contrast(colours[one], colours["paper"]) >= 4.5 for one in ("ink", "quiet", "link"))


@pytest.mark.parametrize("colours", MODES.values(), ids=MODES)
def test_counts_can_be_read_on_the_darkest_share(colours):
    def mixed(over, under, share):
        parts = [
            round(share * int(over[i : i + 2], 16) + (1 - share) * int(under[i : i + 2], 16))
            for i in (1, 3, 5)
        ]
        return "#" + "".join(f"{part:02x}" for part in parts)

    paper = colours["paper"] if len(colours["paper"]) == 7 else "#ffffff"
    assert contrast(colours["ink"], mixed(colours["met"], paper, quality.DARKEST)) >= 4.5
    assert contrast(colours["quiet"], paper) >= 4.5  # a nought


@pytest.mark.parametrize("colours", MODES.values(), ids=MODES)
def test_the_three_answers_differ_without_colour(colours):
    fills = [colours[quality.PAINT[state][1]] for state in ("met", "not_met", "unclear")]
    assert all(contrast(a, b) >= 1.9 for a, b in combinations(fills, 2))


def test_every_state_has_a_mark_of_its_own_but_the_empty_one():
    assert len({mark for _, mark in quality.MARKS.values()}) == len(quality.MARKS) == 5
    assert set(quality.PAINT) - set(quality.MARKS) == {"not_charted"}
    assert len({letter for letter, _, _ in quality.PAINT.values()}) == len(quality.PAINT) == 6


def test_the_better_answer_is_not_the_red_one():
    for colours in (quality.LIGHT, quality.DARK):
        red, _, blue = (int(colours["met"][i : i + 2], 16) for i in (1, 3, 5))
        assert blue > red


# The SVG --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("href", ["", "#r"], ids=["plain", "linked"])
def test_128_reports_are_drawn_quickly_and_stay_small(href):
    panels, spreads = synthetic(128, href=href)
    assert sum(row.mixed for panel in panels for row in panel.rows) >= 40
    for make in (quality.draw, quality.figure):
        start = time.perf_counter()
        drawing = make(panels, spreads, tool=MMAT_2018, title=TITLE, maximum=5)
        assert time.perf_counter() - start < SECONDS
        assert len(drawing.encode()) < LARGEST


def test_the_same_answers_give_the_same_bytes_and_stay_as_they_were():
    first, second = synthetic(40), synthetic(40)
    told = {"tool": MMAT_2018, "title": TITLE, "maximum": 5}
    again = told | {"title": " ".join(TITLE.split())}
    assert quality.figure(*first, **told) == quality.figure(*second, **again)
    assert quality.draw(*first, **told) == quality.draw(*second, **again)
    assert first == second


def test_the_sheet_is_shaped_like_a_page():
    for number in (40, 128, 300):
        panels, spreads = synthetic(number)
        _, _, width, height = map(float, drawn(panels, spreads).get("viewBox").split())
        assert 0.9 <= height / width <= 1.8


def test_labels_and_titles_are_escaped():
    row = BARDOSH._replace(label='Doe <b> & "Roe" \x08 2017', href='?a=1&b="<')
    html = quality.figure(
        [PANEL._replace(rows=[row])], [], tool=MMAT_2011, title='Quality of "A & B" <draft>'
    )
    root = ElementTree.fromstring(html)
    assert root.get("aria-label") == 'Quality of "A & B" <draft>'
    assert {link.get("href") for link in root.iter(f"{SVG}a")} == {'?a=1&b="<'}
    assert "".join(next(root.iter(f"{SVG}a")).itertext()).split() == ["Doe", "<b>", "&", '"Roe"', "2017"]


def test_every_drawing_is_named_and_described_by_its_own_ids():
    panels, spreads = synthetic(60)
    told = {"tool": MMAT_2018, "title": TITLE}
    both = quality.figure(panels, spreads, name="a", **told) + quality.figure(
        panels, spreads, name="b", **told
    )
    root = ElementTree.fromstring(f"<main>{both}</main>")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 20
    for drawing in root.iter(f"{SVG}svg"):
        own = [element.get("id") for element in drawing if element.get("id")]
        assert drawing.get("aria-labelledby").split() == own
        assert all(element.text for element in drawing if element.get("id"))


def test_with_links_a_drawing_is_a_group_and_without_any_an_image():
    roles = [drawn(*synthetic(5, href=href)).get("role") for href in ("", "#r")]
    assert roles == ["img", "group"]
    linked = drawn(*synthetic(5, href="#r"))
    assert linked.get("aria-describedby").endswith("-desc")


def test_the_description_of_the_whole_is_that_of_its_numbers():
    panels, spreads = synthetic(15)
    root = drawn(panels, spreads, maximum=5)
    assert root.findtext(f"{SVG}desc") == quality.describe(panels, spreads, tool=MMAT_2018, maximum=5)


def test_the_descriptions_of_the_blocks_hold_the_sentences_of_the_whole():
    panels, spreads = synthetic(128)
    root = ElementTree.fromstring(quality.figure(panels, spreads, tool=MMAT_2018, title=TITLE, maximum=5))
    told = " ".join(desc.text for desc in root.iter(f"{SVG}desc"))
    for panel in panels:
        assert quality.describe([panel], [], tool=MMAT_2018) in told
    assert quality.describe([], spreads, tool=MMAT_2018, maximum=5) in told


def test_nothing_is_fetched_and_nothing_runs():
    drawing = quality.figure(*synthetic(5), tool=MMAT_2018, title=TITLE)
    assert drawing.replace('xmlns="http://www.w3.org/2000/svg"', "").count("http") == 0
    assert not re.search(r"<script|<image|<use|<a |href=|url\(|@import|@font-face|\bon\w+=", drawing)


def test_every_style_rule_keeps_to_the_figure():
    rules = re.findall(r"([^{};]+)\{", re.sub(r"@media[^{]+\{", "", quality.STYLE))
    assert rules and all(".rb-qualit" in part for rule in rules for part in rule.split(","))


def test_software_without_variables_gets_the_light_colours():
    for what, name in re.findall(r"(fill|stroke):var\(--([\w-]+)\)", quality.STYLE):
        assert f"{what}:{quality.LIGHT[name]};{what}:var(--{name})" in quality.STYLE


def test_drawing_needs_no_table_library():
    code = (
        "import sys; from reviewbook.appraisal.drawing import quality;"
        "print(sorted({'pandas', 'numpy', 'yaml', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# In a browser ---------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Figure</title>
<meta name="viewport" content="width=device-width">{faces}</head><body style="margin:16px"><main><h1>Figure</h1>{figures}</main>
</body></html>"""


@pytest.fixture(params=["light", "dark"])
def page(browser, request):
    kinds = {
        "2018": (synthetic(40, href="#r"), MMAT_2018),
        "plain": (synthetic(5), MMAT_2018),
        "jbi": (synthetic(5, by=JBI), JBI),
    }
    figures = "".join(
        quality.figure(*given, tool=by, title=name, name=name, maximum=5)
        for name, (given, by) in kinds.items()
    )
    opened = browser.new_page(viewport={"width": 375, "height": 800})
    opened.set_content(PAGE.format(theme=request.param, figures=figures, faces=faces()))
    yield opened
    opened.close()


SIZES = """[...document.querySelectorAll('.rb-quality text')].map(text => parseFloat(getComputedStyle(text).fontSize) *
    text.ownerSVGElement.getBoundingClientRect().width / text.ownerSVGElement.viewBox.baseVal.width)"""


def test_axe_finds_no_barrier(page):
    assert barriers(page) == []


def test_on_a_phone_letters_are_at_least_eight_points_and_nothing_scrolls_sideways(page):
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert min(page.evaluate(SIZES)) >= EIGHT_POINTS
    over = "[...document.querySelectorAll('.rb-qualities')].map(one => one.scrollWidth - one.clientWidth)"
    assert page.evaluate(over) == [0, 0, 0]


def test_on_a_narrower_screen_the_figure_scrolls_before_letters_get_smaller(page):
    page.set_viewport_size({"width": 280, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") == 280
    assert min(page.evaluate(SIZES)) >= EIGHT_POINTS


def test_on_a_desktop_the_blocks_stand_side_by_side(page):
    page.set_viewport_size({"width": 688 + 32, "height": 800})  # the text of a book on a screen of 1280
    first, second = page.evaluate("""[...document.querySelectorAll('.rb-quality')].slice(0, 2).map(
        one => ({x: one.getBoundingClientRect().x, y: one.getBoundingClientRect().y}))""")
    assert first["y"] == second["y"] and first["x"] < second["x"]


def test_on_paper_blocks_fit_a_sheet_and_letters_stay_at_eight_points(page):
    page.set_viewport_size({"width": 690, "height": 1000})
    page.emulate_media(media="print")
    assert min(page.evaluate(SIZES)) >= EIGHT_POINTS
    heights = page.evaluate(
        "[...document.querySelectorAll('.rb-quality')].map(one => one.getBoundingClientRect().height)"
    )
    assert max(heights) <= SHEET
    avoid = "[...document.querySelectorAll('.rb-quality')].every(one => getComputedStyle(one).breakInside === 'avoid')"
    assert page.evaluate(avoid)
    ink = page.evaluate("getComputedStyle(document.querySelector('.rb-quality text')).fill")
    assert ink == "rgb(24, 34, 44)"  # dark on white also from a dark page


def test_a_link_that_has_the_focus_shows_it(page):
    seen = set()
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate("""document.activeElement.tagName === 'a' &&
            getComputedStyle(document.activeElement.querySelector('text')).strokeWidth""")
        )
    assert seen == {False, "7px"}
    link = "document.querySelector('.rb-quality a:not(:focus-visible) text')"
    assert page.evaluate(f"getComputedStyle({link}).stroke") == "none"


@pytest.mark.measures_text
def test_no_line_is_wider_in_the_browser_than_planned(page):
    assert len(lines(page, ".rb-quality text")) > 300
    assert departures(page, ".rb-quality text") == []


def test_ratings_alone_have_no_key_of_signs():
    spreads = [Spread("Qualitative", {1: 2, 3: 1})]
    rules = tool("mmat-2011")
    for drawn in (
        quality.figure([], spreads, tool=rules, title="t", maximum=4),
        quality.draw([], spreads, tool=rules, title="t", maximum=4),
    ):
        assert "can't tell" not in drawn and "Ratings by design" in drawn and "<style>" in drawn
