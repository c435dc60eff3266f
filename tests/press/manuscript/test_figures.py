"""Drawings as files."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader

from reviewbook.press.manuscript import figures
from reviewbook.press.manuscript.figures import Drawing, drawings, still

SVG = """<div class="rb-x"><style>
.rb-x svg{--ink:#102030;--paper:#fff;font:400 15px/1 Inter,sans-serif}
@media screen{html[data-theme="dark"] .rb-x svg{--ink:#fff}}
@media print{.rb-x svg{--ink:#000}}
.rb-x text{fill:var(--ink)}
.rb-x .box{fill:transparent;stroke:var(--line,#777)}
.rb-x a:hover text{fill:red}
</style>
<svg class="wide" viewBox="0 0 192 96" role="img" style="--least:1rem"><title>T &amp; t</title><desc>3 of 4.</desc>
<a href="x.html"><rect class="box" width="192" height="96"/></a><text x="10" y="50">Fine fi</text></svg>
<svg class="narrow" viewBox="0 0 100 100"><text>n</text></svg><svg viewBox="0 0 20 20"><circle r="1"/></svg></div>"""


def test_of_two_layouts_the_wide_one_is_taken_and_marks_are_none():
    (one,) = drawings(SVG)
    assert (one.title, one.description) == ("T & t", "3 of 4.")


def test_a_drawing_is_settled_to_its_light_look():
    (one,) = drawings(SVG)
    assert "fill:#102030" in one.svg and "stroke:#777" in one.svg and "fill:none" in one.svg
    for gone in ("var(", "--", "@media", ":hover", "href", "red", "currentColor"):
        assert gone not in one.svg
    assert figures.size(one) == (192 + 2 * figures.MARGIN, 96 + 2 * figures.MARGIN)


def test_the_pages_own_colour_becomes_ink():
    assert 'stroke="#18222c"' in still('<svg viewBox="0 0 9 9"><path stroke="currentColor"/></svg>')


def test_png_has_300_dots_an_inch_and_pdf_keeps_its_text_in_our_family():
    pytest.importorskip("typst")
    (one,) = drawings(SVG)
    made = Image.open(io.BytesIO(figures.png(one)))
    assert made.info["dpi"] == pytest.approx((figures.DPI, figures.DPI), abs=0.1)
    assert made.width == pytest.approx(figures.size(one)[0] / 96 * figures.DPI, abs=1)
    page = PdfReader(io.BytesIO(figures.pdf(one))).pages[0]
    assert "Fine fi" in page.extract_text()
    assert float(page.mediabox.width) == pytest.approx(figures.size(one)[0] * 0.75, abs=0.1)


def test_the_same_drawing_gives_the_same_bytes():
    pytest.importorskip("typst")
    one = drawings(SVG)[0]
    assert figures.png(one) == figures.png(Drawing(*one))
    assert figures.pdf(one) == figures.pdf(Drawing(*one))


def test_a_style_that_stands_in_one_drawing_holds_for_its_neighbours():
    first = '<svg viewBox="0 0 90 90"><style>.q .t{fill:#123456}</style><text class="t">a</text></svg>'
    second = '<svg class="q" viewBox="0 0 90 90"><text class="t">b</text></svg>'
    assert all("fill:#123456" in one.svg for one in drawings(f"<div>{first}{second}</div>"))
