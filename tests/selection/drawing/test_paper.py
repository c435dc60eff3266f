"""The flow on paper: its size, its links, its letters, and that the same plan gives the same bytes."""

import struct

import pytest
from packages.flowcharts import TITLE, box, contradicted, review, routes

from reviewbook.page import typeface
from reviewbook.page.svg import SIZE
from reviewbook.selection.drawing import flow_plan, paper
from reviewbook.selection.layout import load_layout

LAYOUT = load_layout("prisma-2020")


def test_a_png_is_as_large_as_its_plan_and_its_dots_ask_for():
    plan = flow_plan.place(review(), LAYOUT)
    picture = paper.png(plan, title=TITLE, dpi=96)
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height) == (int(plan.width), int(plan.height))


@pytest.mark.parametrize("make", [paper.png, paper.pdf])
def test_the_same_plan_gives_the_same_bytes_on_paper(make):
    plan = flow_plan.place(contradicted(), LAYOUT)
    assert make(plan, title=TITLE) == make(plan, title=TITLE)


def test_a_pdf_keeps_links_to_the_web_and_no_others():
    boxes = [
        box(1, "included", 3, unit="studies", href="https://a.org/list"),
        box(2, "included", 4, unit="reports", href="#x"),
    ]
    made = paper.pdf(flow_plan.place(boxes, LAYOUT), title=TITLE)
    assert b"(https://a.org/list)" in made and b"(#x)" not in made
    assert b"/CreationDate" not in made


def test_letters_on_paper_are_as_wide_as_planned():
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    plan = flow_plan.place(routes(reasons=12, scale=10_000), LAYOUT)
    with typeface.in_matplotlib():
        for text in (text for frame in plan.frames for text in frame.texts):
            font = FontProperties(family=typeface.ON_PAPER, weight=700 if text.kind else 400, size=SIZE)
            real, _, _ = text_to_path.get_text_width_height_descent(text.text, font, ismath=False)
            assert real == pytest.approx(text.width, rel=0.01, abs=0.3), text.text
    sizes = {text.get_fontsize() for text in paper._figure(plan).axes[0].texts}
    assert sizes == {SIZE * paper.POINT}


def test_characters_that_cannot_be_drawn_on_paper_are_named():
    plan = flow_plan.place(review([("文献 are $5 ≠ é", 113)]), LAYOUT)
    assert paper.without_glyph(plan) == ["文", "献"]
    with pytest.raises(paper.NoGlyph, match=r"文 \(U\+6587\), 献 \(U\+732E\)"):
        paper.pdf(plan, title=TITLE)
