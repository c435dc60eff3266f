"""The theme map: what it draws and says, that nothing on it collides, and how it is used on a desktop and a phone."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from packages import OPENED, REVIEWS, ROOT, SYNTHETIC, WILLIAMS
from packages.browser import barriers
from packages.maps import crowded, made, many

from reviewbook.review.reading import load_review
from reviewbook.themes.drawing import theme_choice, theme_map

NONE = "not_applicable"
SVG = "{http://www.w3.org/2000/svg}"


def drawings(html: str) -> list[ET.Element]:
    return [
        ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
        for svg in re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    ]


def words(element: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


# --- what it says


@REVIEWS
@pytest.mark.parametrize("which", ["themes", "frameworks"])
def test_both_drawings_say_the_same_and_are_sound_xml(review, which):
    wide, narrow = drawings(theme_map.theme_map(OPENED[review], which).data)
    for name in ("title", "desc"):
        assert wide.find(f"{SVG}{name}").text == narrow.find(f"{SVG}{name}").text
    ids = [one.get("id") for svg in (wide, narrow) for one in svg.iter() if one.get("id")]
    assert len(ids) == len(set(ids)) == 4
    for svg in (wide, narrow):
        assert (
            svg.get("role") == "group"
            and svg.get("aria-labelledby") in ids
            and svg.get("aria-describedby") in ids
        )
        codes = [node.code_id for node in theme_choice.chosen(OPENED[review], which).nodes]
        assert sorted(a.get("href").split("#code-")[1] for a in svg.iter(f"{SVG}a")) == sorted(codes)


def test_contrary_links_differ_by_dash_and_sign_not_by_colour_alone():
    wide, _ = drawings(theme_map.theme_map(OPENED[WILLIAMS], "themes").data)
    kinds = [path.get("class").split()[0] for path in wide.iter(f"{SVG}path")]
    assert kinds.count("against") == 2 and kinds.count("link") == 5, "each kind once more in the key"
    assert "≠ 1" in words(wide)
    assert re.search(r"\.against\{[^}]*stroke-dasharray", theme_map.STYLE)


def test_labels_are_escaped_and_cut_only_on_the_map():
    label = "</script><b>bold</b> & “quoted” $5 " + "word " * 40
    html = theme_map.theme_map(made([("a", NONE, "themes", label)], [("F1", "a")]), "themes").data
    assert "<b>" not in html and "</script>" not in html
    wide, _ = drawings(html)
    link = next(wide.iter(f"{SVG}a"))
    assert link.find(f"{SVG}title").text == " ".join(label.split()) and words(link).count("…") == 1
    assert " ".join(label.split()) in wide.find(f"{SVG}desc").text


def test_where_there_is_nothing_to_draw_one_line_says_so():
    opened = OPENED[SYNTHETIC]
    assert theme_map.theme_map(made(many(2, 2), [("F1", "gone")]), "themes").data == (
        "No passage of these reports stands under any of them.\n"
    )
    assert theme_map.theme_map(made(many(2, 2), [("F1", "t0")]), "frameworks").data == (
        "[This review has no frameworks.]{.rb-absent}\n"
    )
    bare = replace(opened, tables=opened.tables | {"codings": opened.codings.iloc[:0]})
    assert "gives no passages under themes and categories" in theme_map.theme_map(bare, "themes").data


def test_codes_that_share_nothing_are_drawn_and_it_is_said():
    html = theme_map.theme_map(made(many(2, 1), [("F1", "t0_0"), ("F2", "t1_0")]), "themes").data
    assert "4 themes; no two of them share a passage." in html and "shared passages" not in html


@REVIEWS
def test_the_same_review_gives_the_same_bytes(review):
    assert (
        theme_map.theme_map(load_review(review), "themes").data
        == theme_map.theme_map(OPENED[review], "themes").data
    )


# --- in a browser


@pytest.fixture
def visit(tab, tmp_path):
    """Opens a page with the map of the seed, and that of a crowded review."""
    style = ROOT / "book" / "_static" / "page.css"
    maps = [
        theme_map.theme_map(OPENED[WILLIAMS], "themes").data,
        theme_map.theme_map(crowded(), "themes").data,
    ]
    # Two maps on one page: their ids differ by kind of scheme, which here is the same.
    maps[1] = maps[1].replace("theme-map-themes", "theme-map-crowded")
    (tmp_path / "page.html").write_text(
        "<!doctype html><html lang=en data-theme=light><meta charset=utf-8><title>t</title>"
        "<meta name=viewport content='width=device-width'>"
        f"<link rel=stylesheet href='{style.as_uri()}'><style>body{{background:var(--rb-paper);color:var(--rb-ink);margin:0}}"
        f"main{{max-width:720px;margin:auto;padding:0 16px}}</style><main class=rb-article><h1>Look</h1>{''.join(maps)}</main>",
        encoding="utf-8",
    )

    def open_page(width=1280, theme="light"):
        page = tab((tmp_path / "page.html").as_uri(), width=width, height=900, color_scheme=theme)
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        return page

    return open_page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "kind"), [(1280, "wide"), (375, "narrow")])
def test_the_map_fits_the_screen_and_has_no_barriers(visit, width, kind, theme):
    page = visit(width, theme)
    assert page.locator(f".rb-theme-map svg.{kind}").first.is_visible()
    assert page.locator(".rb-theme-map svg:visible").count() == 2
    assert page.evaluate("document.documentElement.scrollWidth") == width
    least = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.rb-theme-map svg text')].filter(t => t.checkVisibility())"
        ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))"
    )
    assert least >= 11.5, "print that is read without a glass"
    assert barriers(page) == []


def test_the_keyboard_walks_the_codes_and_shows_their_links_alone(visit):
    page = visit()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert (
        page.evaluate("document.activeElement.textContent.replace(/\\s+/g, ' ').trim()")
        == "Talking as partners 6+1/15"
    )
    strong = page.evaluate(
        "[...document.querySelectorAll('.wide path.l')].slice(0, 5).map(p => getComputedStyle(p).opacity)"
    )
    assert strong.count("1") == 2 and strong.count("0.1") == 3


def test_paper_shows_the_wide_map_on_white(visit):
    page = visit(375, "dark")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    assert page.locator(".rb-theme-map svg.wide").first.is_visible()
    ink = page.evaluate("getComputedStyle(document.querySelector('.wide text.n')).fill")
    assert ink == "rgb(0, 0, 0)"
