"""The figure of appraisals: what it says, what it draws, and that nothing on it collides, for every tool and size."""

import re
import subprocess
import sys
import time
from itertools import combinations
from xml.etree import ElementTree

import pytest
from packages.browser import barriers, departures, faces, lines
from packages.qualities import (
    BARDOSH,
    EIGHT_POINTS,
    JBI,
    KLINE,
    MMAT_2011,
    MMAT_2018,
    PANEL,
    SHEET,
    SVG,
    TITLE,
    blocks_of,
    drawn,
    synthetic,
)

from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.drawing.quality import Row, Spread
from reviewbook.appraisal.instruments import tool

LARGEST, SECONDS = 150_000, 2  # bytes and time that 128 reports may take


# What it says ---------------------------------------------------------------------------------------------------------


def test_the_words_of_a_row_stand_in_its_title():
    titles = [title.text for title in drawn([PANEL]).iter(f"{SVG}title")]
    assert "Bardosh et al. 2017: 1.1 yes, 1.2 yes, 1.3 yes, 1.4 no; 75 %" in titles


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


# Colours --------------------------------------------------------------------------------------------------------------


MODES = {
    "light": quality.LIGHT,
    "dark": quality.DARK | {"paper": "#14181d"},
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
    assert len({mark for _, mark in quality.MARKS.values()}) == len(quality.MARKS) == 7
    assert set(quality.PAINT) - set(quality.MARKS) == {"not_charted"}
    assert len({letter for letter, _, _ in quality.PAINT.values()}) == len(quality.PAINT) == 8


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
    assert ink == "rgb(27, 37, 48)"  # dark on white also from a dark page


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
    for svg in (
        quality.figure([], spreads, tool=rules, title="t", maximum=4),
        quality.draw([], spreads, tool=rules, title="t", maximum=4),
    ):
        assert "can't tell" not in svg and "Ratings by design" in svg and "<style>" in svg
