"""The one family: its files belong together, pages and drawings are set in it, and lines are as wide as planned."""

import http.server
import re
import threading
from functools import partial
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packages import ROOT
from packages.browser import departures, lines

from reviewbook.page import svg, typeface
from reviewbook.page.fonts import make

HTML = ROOT / "_build" / "html"
WEB = typeface.FONTS / "web"
CSS = (WEB / "inter.css").read_text(encoding="utf-8")
README = (typeface.FONTS / "README.md").read_text(encoding="utf-8")
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg"><style>text{fill:red}</style><text>%s</text></svg>'
# What each chapter draws: the flow, both kinds of chart, the figure of appraisals, the theme map.
CHAPTERS = {
    "01-selection": ".rb-flowchart text",
    "02-studies": ".rb-drawn text",
    "03-appraisal": ".rb-quality text",
    "05-themes": ".rb-theme-map text, .rb-drawn text",
}


@pytest.mark.parametrize(("bold", "file"), [(False, "Inter-Regular.ttf"), (True, "Inter-Bold.ttf")])
def test_the_table_of_widths_is_that_of_the_font(bold, file):
    font = TTFont(typeface.FONTS / file)
    assert font["head"].unitsPerEm == typeface.EM
    real = {chr(code): font["hmtx"][name][0] for code, name in font.getBestCmap().items()}
    assert typeface.advances(bold) == real


@pytest.mark.parametrize("bold", [False, True])
def test_digits_are_all_of_one_width(bold):
    assert len({typeface.advances(bold)[digit] for digit in "0123456789"}) == 1


def test_accents_take_no_room_and_letters_that_the_family_lacks_take_a_square():
    assert svg.text_width("e\u0323") == svg.text_width("e") == svg.text_width("ẹ")
    assert svg.text_width("文", size=10) == 10


def test_signs_of_figures_and_tables_are_in_the_font_that_english_pages_fetch():
    latin = set(typeface._parts()["latin"]["characters"])
    assert [sign for sign in "≠–—…·×−±≤≥≈√✓✗●○★†‡→←↑↓‘’“”€" if sign not in latin] == []


def test_the_style_sheet_names_every_file_once_and_no_other_place():
    assert sorted(re.findall(r'url\("([^"]+)"\)', CSS)) == sorted(file.name for file in WEB.glob("*.woff2"))
    faces = CSS.count("@font-face") - CSS.count("size-adjust")
    assert CSS.count("font-display: swap") == faces == CSS.count("unicode-range: U+")


def test_what_stands_in_for_a_font_is_named_by_pages_and_fetched_from_nowhere():
    assert "".join(make.stand_ins()) in CSS
    named = set(re.findall(r'"(\w[\w ]* in \w+)"', CSS))
    page = (ROOT / "book" / "_static" / "page.css").read_text(encoding="utf-8")
    assert named and [one for one in named if f'"{one}"' not in page] == []


def test_an_english_page_fetches_less_than_sixty_kilobytes_of_letters():
    assert sum(file.stat().st_size for file in WEB.glob("inter-latin-[47]00*.woff2")) < 60_000


def test_the_licence_stands_beside_the_fonts_and_the_readme_says_where_they_are_from():
    licence = (WEB / "OFL.txt").read_text(encoding="utf-8")
    assert "The Inter Project Authors" in licence and "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert re.search(r"^From: npm package inter-ui [\d.]+ .*sha512", README, re.MULTILINE)


def test_a_drawing_of_its_own_brings_the_files_that_its_letters_need_and_no_others():
    for text, parts in (("n = 15", 1), ("Łódź", 2), ("Λόγος, слово", 3)):
        embedded = typeface.embed(DRAWN % text)
        assert embedded.count("@font-face") == parts * len(typeface.WEIGHTS)
        assert embedded == typeface.embed(DRAWN % text)
        assert embedded.endswith(f"text{{fill:red}}</style><text>{text}</text></svg>")


def test_matplotlib_knows_the_family_only_while_it_draws():
    from matplotlib.font_manager import FontProperties, findfont, fontManager

    before = list(fontManager.ttflist)
    with typeface.in_matplotlib():
        found = {findfont(FontProperties(family=typeface.ON_PAPER, weight=w)) for w in ("normal", "bold")}
    assert {Path(file).name for file in found} == {"Inter-Regular.ttf", "Inter-Bold.ttf"}
    assert fontManager.ttflist == before


# --- in a browser


@pytest.mark.measures_text
def test_a_drawing_of_its_own_looks_the_same_without_the_page(browser, tmp_path):
    text = "Records identified 1,204 – présentée, Łódź, слово ≠ 36"
    style = f"text{{font:400 15px/1 {typeface.STACK};{typeface.PLAIN}}} .b{{font-weight:700}}"
    drawing = (
        (DRAWN % text)
        .replace("text{fill:red}", style)
        .replace("</svg>", f'<text class="b">{text}</text></svg>')
    )
    page = browser.new_page()
    page.set_content(f"<!doctype html><body>{typeface.embed(drawing)}")
    assert len(lines(page, "text")) == 2
    assert departures(page, "text") == []
    page.close()


@pytest.fixture(scope="module")
def site():
    """The address of the built book: fonts come from a server, as readers get them."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=HTML))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.skipif(not HTML.is_dir(), reason="there is no built book in _build/html: run `make book` first")
@pytest.mark.measures_text
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_in_the_built_book_every_line_of_a_drawing_is_as_wide_as_planned(browser, site, chapter):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/notebooks/{chapter}.html")
    assert len(lines(page, CHAPTERS[chapter])) > 15
    assert departures(page, CHAPTERS[chapter]) == []
    assert page.evaluate(
        "getComputedStyle(document.querySelector('article p:not([class])')).fontFamily"
    ).startswith("Inter,")
    page.close()


@pytest.mark.skipif(not HTML.is_dir(), reason="there is no built book in _build/html: run `make book` first")
@pytest.mark.measures_text
@pytest.mark.parametrize("name", ["book/index", "reports/Anttila2008"])
def test_a_page_hardly_moves_when_its_fonts_come(browser, site, name):
    heights = {}
    for there in (True, False):
        page = browser.new_page(viewport={"width": 412, "height": 823})
        if not there:
            page.route("**/*.woff2", lambda route: route.abort())
        page.goto(f"{site}/{name}.html")
        page.evaluate("document.fonts.ready")
        top = "document.querySelector('article h2').getBoundingClientRect().top"
        heights[there] = page.evaluate(top)
        page.close()
    assert abs(heights[True] - heights[False]) < 0.04 * heights[True]


@pytest.mark.skipif(not HTML.is_dir(), reason="there is no built book in _build/html: run `make book` first")
def test_no_number_of_the_book_is_squeezed_and_every_page_has_the_fonts():
    for page in HTML.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "textLength" not in text, page.name
        if "<h1" in text and "_static" not in page.parts:
            assert "_static/inter.css" in text, page.name
