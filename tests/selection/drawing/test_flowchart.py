"""The flow chart: what it says, what it draws, and that nothing on it collides, in every layout.

After a wanted change of the drawing, write the golden files anew: ``python tests/test_flowchart.py``.
"""

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from packages import ROOT
from packages.browser import barriers, departures, faces, lines
from packages.flowcharts import (
    MORE,
    TITLE,
    box,
    contradicted,
    drawn,
    frame_with,
    review,
    routes,
    svg,
)

from reviewbook.page.svg import SIZE
from reviewbook.selection.drawing import flow_words, flowchart
from reviewbook.selection.layout import load_layout

GOLDEN = ROOT / "tests" / "golden"
LAYOUT = load_layout("prisma-2020")
SVG = "{http://www.w3.org/2000/svg}"
LARGEST = 40_000  # bytes, what a chart may weigh on a page


# Words and statuses ---------------------------------------------------------------------------------------------------


def test_a_contradiction_is_marked_by_sign_words_and_outline():
    boxes = contradicted()
    frame = frame_with(boxes, "130")
    assert frame.wrong
    assert [text.text for text in frame.texts][-2:] == ["130", "≠ expected 128"]
    assert flow_words.WRONG in drawn(boxes) and flow_words.WRONG not in drawn(review())
    assert "130 reports (contradiction: expected 128) were assessed in full text" in flowchart.describe(
        boxes, LAYOUT
    )
    assert svg(boxes).find(f"{SVG}rect[@class='wrong solid']") is not None


@pytest.mark.parametrize(
    ("n", "status"),
    [(5, "not_reported"), (5, "not_charted"), (None, "reported"), (None, "computed"), (None, "counted")],
)
def test_a_number_that_contradicts_its_status_is_refused(n, status):
    with pytest.raises(ValueError, match=r"position \[1\]"):
        flowchart.draw([box(1, "included", n, unit="studies", status=status)], LAYOUT, title=TITLE)


def test_a_flow_without_boxes_is_refused():
    with pytest.raises(ValueError, match="at least one box"):
        flowchart.draw([], LAYOUT, title=TITLE)


def test_the_sentences_tell_the_flow():
    assert flowchart.describe(review(), LAYOUT) == (
        "The number of records identified is not reported; "
        "the number of records removed as duplicates is not reported. "
        "558 records were screened by title; 323 were excluded. "
        "235 records (computed) were screened by abstract; 107 were excluded. "
        "128 reports were assessed in full text; 113 (computed) were excluded: "
        "Population does not clearly include people with severe mental illness, 32; "
        "Intervention criteria not met, 30; Review or opinion article, not reported; "
        "Clinical outcomes only, not reported; "
        "Further study of an included intervention that adds nothing, not reported; "
        "Remaining reasons together (3 not reported one by one), 51 (computed). "
        "15 reports, 12 studies and 11 interventions were included."
    )


def test_the_sentences_go_route_by_route_and_use_the_singular():
    assert flowchart.describe(routes(reasons=1), LAYOUT) == (
        "Previous studies: 12 studies and 14 reports were included in the previous version of the review. "
        "Identification via databases and registers: "
        "1,204 records were identified from databases: PubMed, 800; Embase, 404; 36 were identified from registers; "
        "200 were removed as duplicates; 30 were marked as ineligible by automation tools; "
        "10 were removed before screening for other reasons. "
        "1,000 records were screened by title and abstract; 900 were excluded. "
        "100 reports were sought for retrieval; 1 was not retrieved. "
        f"99 reports were assessed in full text; 80 were excluded: {MORE[0]}, 80. "
        "Identification via other methods: "
        "20 records were identified from websites; 30 were identified by citation searching. "
        "50 reports were sought for retrieval; 2 were not retrieved. "
        f"48 reports were assessed in full text; 40 were excluded: {MORE[0]}, 40. "
        "24 studies and 27 reports were included. "
        "36 studies (computed) and 41 reports (computed) were included in all, previous and new. "
        "10 studies were included in a narrative synthesis; "
        "the number of studies included in a quantitative synthesis is not reported."
    )


@pytest.mark.parametrize("boxes", [review(), routes()], ids=["one column", "updated"])
def test_the_description_carries_every_number_in_order(boxes):
    description = re.sub(r"\(3 not", "(not", svg(boxes).findtext(f"{SVG}desc"))
    found = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\d|\d", description)]
    assert found == [one.n for one in boxes if one.n is not None]


# The SVG --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "boxes"), [("flowchart", review()), ("flowchart-updated", routes(href="list.html#x"))]
)
def test_the_examples_are_drawn_as_in_the_golden_files(name, boxes):
    assert flowchart.draw(boxes, LAYOUT, title=TITLE) == (GOLDEN / f"{name}.svg").read_text(encoding="utf-8")


def test_drawing_leaves_the_boxes_as_they_were():
    boxes = routes()
    flowchart.figure(boxes, LAYOUT, title=TITLE)
    assert boxes == routes()


@pytest.mark.parametrize(
    "words",
    [MORE, [f"{number} {'a long reason for exclusion ' * 3}" for number in range(12)]],
    ids=["usual", "long"],
)
def test_the_largest_chart_stays_below_forty_kilobytes(words):
    boxes = routes(reasons=12, href="../notebooks/01-selection.html#list", scale=10_000, words=words)
    drawing = flowchart.figure(boxes, LAYOUT, title=TITLE)
    assert drawing.count("<a ") == sum(bool(one.href) for one in boxes) > 40
    assert len(drawing.encode()) <= LARGEST


def test_a_box_or_one_of_its_lines_is_a_link_whose_name_says_where_it_leads():
    links = svg(routes(reasons=1, href="#list")).findall(f".//{SVG}a")
    named = {link.get("href"): link.get("aria-label") for link in links}
    assert named["#list-excluded"] == "Records excluded by title and abstract 900: list"
    assert named["#list-reason-0"] == f"{MORE[0]} 80: list of reports excluded in full text"
    assert [rect.get("class") for rect in links[0].findall(f"{SVG}rect")] == ["room"]
    whole = next(link for link in links if link.get("href") == "#list-sought")
    assert [rect.get("class") for rect in whole.findall(f"{SVG}rect")] == ["solid"]


def test_with_links_the_chart_is_a_group_and_without_any_an_image():
    linked, plain = svg(routes(href="#list"), name="x"), svg(routes(), name="x")
    assert (linked.get("role"), linked.get("aria-labelledby")) == ("group", "flow-x-title")
    assert linked.get("aria-describedby") == "flow-x-desc"
    assert (plain.get("role"), plain.get("aria-labelledby")) == ("img", "flow-x-title flow-x-desc")


@pytest.mark.parametrize(
    "href", ["list.html", "../a/b.html?q=1#x", "#list", "http://a.org/", "HTTPS://a.org/x:y", "a/b:c"]
)
def test_relative_addresses_and_web_addresses_are_links(href):
    assert svg([box(1, "included", 1, unit="studies", href=href)]).find(f"{SVG}a").get("href") == href


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:x",
        "java\nscript:x",
        " javascript:x",
        "\x01javascript:x",
        "data:text/html,x",
        "//a.org/",
    ],
)
def test_any_other_address_is_refused(href):
    with pytest.raises(ValueError, match="a link must be relative"):
        flowchart.draw([box(1, "included", 1, unit="studies", href=href)], LAYOUT, title=TITLE)


def test_labels_links_and_titles_are_escaped():
    boxes = [one._replace(href='?a=1&b="<') for one in review([('Dose < 5 & "other" reasons\x08', 113)])]
    drawing = flowchart.figure(boxes, LAYOUT, title='Flow of "A & B" <draft>')
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-label") == 'Flow of "A & B" <draft>'
    assert "".join(root.itertext()).count('Dose < 5 & "other" reasons') == 2  # drawn, and in the description
    assert {link.get("href") for link in root.iter(f"{SVG}a")} == {'?a=1&b="<'}


def test_the_chart_is_named_and_described_by_ids_made_from_its_name_or_title():
    drawing = svg(review())
    ids = [element.get("id") for element in drawing.iter() if element.get("id")]
    assert ids == drawing.get("aria-labelledby").split()
    assert ids[0] == "flow-flow-of-records-and-reports-through-the-review-title"
    other = svg(review(), name="Second chart").get("aria-labelledby")
    assert other == "flow-second-chart-title flow-second-chart-desc"


def test_titles_without_latin_letters_still_give_two_charts_two_names():
    first, second = (
        ElementTree.fromstring(flowchart.draw(review(), LAYOUT, title=title)).get("aria-labelledby")
        for title in ("文献の流れ", "選択の流れ")
    )
    assert first != second


def test_nothing_is_fetched_and_nothing_runs():
    drawing = flowchart.figure(review(), LAYOUT, title=TITLE)
    assert drawing.replace('xmlns="http://www.w3.org/2000/svg"', "").count("http") == 0
    assert not re.search(r"<script|<image|<use|<a |href=|url\(|@import|@font-face|\bon\w+=", drawing)


def test_every_style_rule_keeps_to_the_chart():
    rules = re.findall(r"([^{};]+)\{", re.sub(r"@media[^{]+\{", "", flowchart.STYLE))
    assert rules and all(".rb-flowchart" in part for rule in rules for part in rule.split(","))


@pytest.mark.parametrize("boxes", [review(), routes()], ids=["one column", "updated"])
def test_the_frame_scrolls_by_keyboard_before_letters_get_smaller_than_twelve_pixels(boxes):
    frame = ElementTree.fromstring(flowchart.figure(boxes, LAYOUT, title=TITLE))
    assert (frame.get("class"), frame.get("tabindex"), frame.get("role")) == ("rb-flow", "0", "region")
    least = float(re.search(r"--least:([\d.]+)rem", frame[0].get("style"))[1]) * 16
    width = float(frame[0].get("viewBox").split()[2])
    assert SIZE * least / width == pytest.approx(12, abs=0.1)


def test_drawing_needs_no_table_library():
    code = (
        "import sys; from reviewbook.selection.drawing import flowchart, paper;"
        "print(sorted({'pandas', 'numpy', 'yaml', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# In a browser ---------------------------------------------------------------------------------------------------------


PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Chart</title>
<meta name="viewport" content="width=device-width">{faces}</head><body style="margin:8px"><main><h1>Charts</h1>{charts}</main>
</body></html>"""


@pytest.fixture(params=["light", "dark"])
def page(browser, request):
    charts = {"plain": review(), "linked": contradicted([one._replace(href="#x") for one in review()]),
              "updated": routes(reasons=5, href="#list")}  # fmt: skip
    told = "".join(flowchart.figure(boxes, LAYOUT, title=name, name=name) for name, boxes in charts.items())
    opened = browser.new_page(viewport={"width": 375, "height": 800})
    opened.set_content(PAGE.format(theme=request.param, charts=told, faces=faces()))
    yield opened
    opened.close()


def test_axe_finds_no_barrier(page):
    assert barriers(page) == []


def test_on_a_phone_the_frame_scrolls_and_the_page_does_not(page):
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    sizes = page.evaluate("""[...document.querySelectorAll('.rb-flowchart')].map(chart =>
        15 * chart.getBoundingClientRect().width / chart.viewBox.baseVal.width)""")
    assert all(size >= 11.9 for size in sizes), sizes


def test_every_link_is_reached_by_keyboard_and_shows_it(page):
    wanted = page.evaluate("document.querySelectorAll('.rb-flowchart a').length")
    seen = []
    for _ in range(wanted + 3):  # the frames themselves take the focus too
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("""document.activeElement.tagName === 'a' &&
            getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth""")
        )
    assert [width for width in seen if width] == ["4px"] * wanted


@pytest.mark.measures_text
def test_no_line_is_wider_in_the_browser_than_planned(page):
    assert len(lines(page, ".rb-flowchart text")) > 50
    assert departures(page, ".rb-flowchart text") == []


# On paper -------------------------------------------------------------------------------------------------------------


if __name__ == "__main__":
    for name, boxes in {"flowchart": review(), "flowchart-updated": routes(href="list.html#x")}.items():
        (GOLDEN / f"{name}.svg").write_text(flowchart.draw(boxes, LAYOUT, title=TITLE), encoding="utf-8")
