"""The kit that drawings are made with."""

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from reviewbook.page import drawing
from reviewbook.page.drawing import NARROW, WIDE, Bars, Sheet, both, cut, key, looks, mark
from reviewbook.page.svg import text_width

LONG = "How far people can walk on flat ground and on stairs without a rest, with help, or with a stick, as they say themselves"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(width: float) -> Sheet:
    sheet = Sheet(width)
    key(sheet, [("v", "surely"), ("p", "possibly: unclear, not reported or not charted yet"), ("g", "no")])
    labels, numbers = ["Short", LONG, "Unbroken" * 12], ["1 of 11", "9 to 11 of 11", "0 of 11"]
    bars = Bars(sheet, labels, numbers, 11)
    bars.heading("A heading")
    for label, said, parts in zip(labels, numbers, ([("v", 1)], [("v", 9), ("p", 2)], []), strict=True):
        bars.row(label, parts, said, notes=["printed 6 of 7; the tables allow 5 to 7"], of=11)
    return sheet


def boxes(sheet: Sheet) -> list[tuple[str, float, float, float, float]]:
    """Each text with the room that it takes."""
    found = []
    for css, x, y, text in re.findall(
        r'<text(?: class="([^"]*)")? x="([\d.-]+)" y="([\d.-]+)">([^<]*)', "".join(sheet.parts)
    ):
        size = drawing.SMALL if "s" in css.split() else drawing.SIZE
        wide = text_width(text, bold="b" in css.split(), size=size)
        left = float(x) - (wide / 2 if "m" in css.split() else wide if "e" in css.split() else 0)
        found.append((text, left, float(y) - 0.8 * size, left + wide, float(y) + 0.1 * size))
    return found


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_no_text_leaves_the_drawing_or_lies_on_another(width):
    sheet = drawn(width)
    every = boxes(sheet)
    assert len(every) > 8
    for text, left, top, right, bottom in every:
        assert left >= -0.5 and right <= width + 0.5 and top >= 0 and bottom <= sheet.y, text
    for one, other in combinations(every, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one[0], other[0])


def test_both_drawings_are_images_that_say_what_they_show_and_share_no_id():
    html = both(lambda sheet: sheet.text("a & b", 0, 10), title="A <title>", description="1 & 2", name="x")
    wide, narrow = (ET.fromstring(one) for one in re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    assert (wide.get("class"), narrow.get("class")) == ("rb-drawn wide", "rb-drawn narrow")
    for svg in (wide, narrow):
        assert svg.get("role") == "img" and svg.find(f"{SVG}title").text == "A <title>"
        assert svg.find(f"{SVG}desc").text == "1 & 2" and svg.find(f"{SVG}text").text == "a & b"
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 4 and html.count("<style>") == 1


def test_colours_are_those_of_the_page_with_the_light_ones_for_a_file():
    tokens = set(re.findall(r"var\(--rb-([\w-]+),#[0-9a-f]{3,6}\)", drawing.STYLE))
    assert {"ink", "muted", "line", "edge", "link", "yes", "no", "unclear"} <= tokens
    assert not re.search(r":#", drawing.STYLE)


def test_designs_have_shapes_of_their_own_as_long_as_there_are_any():
    found = list(looks(f"kind {n}" for n in range(8)).values())
    assert len(set(found[:6])) == 6 and found[6] == found[7] == found[5]
    assert [shape for _, shape in found[:3]] == ["circle", "diamond", "square"]
    assert len({mark(shape, 0, 0, 4) for shape in drawing.SHAPES}) == 3


def test_a_label_is_cut_after_its_last_line():
    assert cut(["a", "b"], 2) == ["a", "b"] and cut(["a", "b", "c"], 2) == ["a", "b…"]
