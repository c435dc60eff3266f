"""The theme map: what it draws and says, that nothing on it collides, and how it is used on a desktop and a phone."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, ROOT, SYNTHETIC, WILLIAMS
from packages.browser import barriers
from packages.maps import made, many

from reviewbook.review.reading import load_review
from reviewbook.themes.drawing import theme_map
from reviewbook.themes.drawing.theme_map import NARROW, WIDE

NONE = "not_applicable"
SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


def drawings(html: str) -> list[ET.Element]:
    return [
        ET.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
        for svg in re.findall(r"<svg .*?</svg>", html, re.DOTALL)
    ]


def words(element: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


# --- what is drawn


@REVIEWS
def test_each_code_has_the_reports_that_the_tables_give(review):
    opened = OPENED[review]
    drawn = theme_map.chosen(opened, "themes")
    below = {}
    for row in opened.codes.itertuples():
        below.setdefault(row.parent_id, []).append(row.code_id)
    for node in drawn.nodes:
        codes = {node.code_id, *below.get(node.code_id, [])}
        excerpts = set(opened.codings.loc[opened.codings["code_id"].isin(codes), "excerpt_id"])
        links = opened.excerpt_reports[opened.excerpt_reports["excerpt_id"].isin(excerpts)]
        assert (node.excerpts, node.reports) == (len(excerpts), links["report_id"].nunique()), node.code_id


def test_the_seed_has_all_its_themes_and_what_they_share():
    drawn = theme_map.chosen(OPENED[WILLIAMS], "themes")
    own = [block for block in drawn.blocks if not block.brought]
    assert [(block.head.label, len(block.nodes)) for block in own] == [
        ("Working together", 5),
        ("Feelings of mistrust and not being appreciated", 5),
    ]
    links = {frozenset((link.a, link.b)): (link.n, link.against) for link in drawn.links}
    assert links[frozenset(("understanding_values", "wt_more_say"))] == (3, False)
    assert links[frozenset(("wt_conversations", "mt_unmet_expectations"))] == (1, True)
    inside = {node.label: node.inside for block in own for node in block.nodes}
    assert {label: n for label, n in inside.items() if n} == {"Waiting and holding back": 2}
    assert drawn.left_out == []


def test_links_to_codes_of_the_other_kind_are_drawn_but_none_among_these():
    codes = [("a", NONE, "themes", "A"), ("b", NONE, "practices", "B"), ("c", NONE, "practices", "C"),
             ("d", NONE, "practices", "D")]  # fmt: skip
    review = made(codes, [("F1", "a"), ("F1", "b"), ("F1", "c"), ("F2", "d"), ("F2", "b")])
    drawn = theme_map.chosen(review, "themes")
    assert [node.code_id for node in drawn.nodes] == ["a", "b", "c"]
    assert [(link.a, link.b) for link in drawn.links] == [("a", "c"), ("a", "b")], "the larger share first"
    assert [node.href for node in drawn.nodes] == [
        "#code-a",
        "06-practices.html#code-b",
        "06-practices.html#code-c",
    ]
    turned = theme_map.chosen(review, "frameworks")
    assert [node.href for node in turned.nodes] == ["#code-b", "#code-c", "#code-d", "05-themes.html#code-a"]
    assert {(link.a, link.b) for link in turned.links} == {("a", "b"), ("a", "c"), ("b", "c"), ("b", "d")}


def test_deeper_codes_count_under_their_subtheme():
    codes = [("t", NONE, "themes", "T"), ("s", "t", "themes", "S"), ("u", "s", "themes", "U"),
             ("v", "u", "themes", "V"), ("w", NONE, "themes", "W")]  # fmt: skip
    drawn = theme_map.chosen(made(codes, [("F1", "v"), ("F1", "w"), ("F2", "u")]), "themes")
    assert [(node.code_id, node.excerpts) for node in drawn.nodes] == [("t", 2), ("s", 2), ("w", 1)]
    assert [(link.a, link.b, link.n) for link in drawn.links] == [("s", "w", 1)]
    assert drawn.left_out == ["2 codes on deeper levels count under these."]


def test_beyond_thirty_codes_those_with_most_reports_are_drawn_and_the_rest_is_said():
    codes = many(6, 10)
    review = made(
        codes, [("F1", "t5_9"), ("F2", "t5_9"), ("F1", "t5_8"), *(("Q3", c[0]) for c in codes[:55])]
    )
    drawn = theme_map.chosen(review, "themes")
    assert len(drawn.nodes) == theme_map.MOST_NODES
    chosen = {node.code_id for node in drawn.nodes}
    assert {"t5", "t5_8", "t5_9"} <= chosen
    assert "Of 66 themes and subthemes the 30 with most reports are drawn." in drawn.left_out


def test_codes_of_the_other_kind_take_only_the_room_that_is_left():
    codes = [*many(25, 0), *(("p" + row[0], NONE, "practices", row[3]) for row in many(9, 0))]
    drawn = theme_map.chosen(made(codes, [("F1", code[0]) for code in codes]), "themes")
    assert [block.brought for block in drawn.blocks].count(True) == 1 and len(drawn.nodes) == 30
    assert (
        "4 codes of other schemes share excerpts with these and are not drawn, for lack of room."
        in drawn.left_out
    )


def test_codes_without_excerpts_are_drawn_where_there_is_room_only():
    few = theme_map.chosen(made(many(2, 2), [("F1", "t0_0")]), "themes")
    assert [node.reports for node in few.nodes] == [2, 2, 0, 0, 0, 0]
    lots = theme_map.chosen(made(many(8, 8), [("F1", "t0_0")]), "themes")
    assert [node.code_id for node in lots.nodes] == ["t0", "t0_0"]


def test_of_many_links_the_strongest_are_drawn_and_the_rest_is_said():
    codes = many(8, 0)
    every = [("F1", c[0]) for c in codes] + [("F2", "t6"), ("F2", "t7")]
    drawn = theme_map.chosen(made(codes, every), "themes")
    assert (drawn.links[0].a, drawn.links[0].b, drawn.links[0].n) == ("t6", "t7", 2)
    assert len(drawn.links) == theme_map.MOST_LINKS
    assert drawn.left_out == [
        "Of 28 links by shared excerpts between these codes the 16 strongest are drawn."
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["F1", "F2", "F3", "Q1", "Q2", "Q3"]), st.integers(0, 59)),
        min_size=1,
        max_size=40,
    )
)
@settings(max_examples=25)
def test_a_subtheme_is_never_drawn_without_its_theme(pairs):
    codes = many(12, 4)
    drawn = theme_map.chosen(made(codes, [(e, codes[at][0]) for e, at in pairs]), "themes")
    assert len(drawn.nodes) <= theme_map.MOST_NODES
    for block in drawn.blocks:
        assert block.head and all(node.code_id.startswith(f"{block.head.code_id}_") for node in block.nodes)
        assert all(node.reports <= block.head.reports for node in block.nodes)


# --- where it stands


def crowded():
    """Thirty codes, long labels, and as many links as are drawn."""
    practices = [("p" + key, NONE, "practices", name) for key, _, _, name in many(5, 0)]
    codes = [
        (key, parent, scheme, f"{name} and what people say of it, at some length" * (1 + at % 4))
        for at, (key, parent, scheme, name) in enumerate([*many(5, 4), *practices])
    ]
    pairs = [
        (e, f"t{at % 5}_{(at * k) % 4}" if at % 4 else f"pt{at % 5}")
        for k, e in enumerate(["F1", "F2", "F3", "Q1", "Q2", "Q3"])
        for at in range(9)
    ]
    return made(codes, pairs, relations=[("F1", "F3"), ("F2", "F3")])


@WIDTHS
@pytest.mark.parametrize("which", ["themes", "frameworks"])
@pytest.mark.parametrize("review", [WILLIAMS, SYNTHETIC, "crowded"], ids=["williams", "synthetic", "crowded"])
def test_boxes_do_not_touch_and_text_stays_in_its_box(review, which, width):
    drawn = theme_map.chosen(crowded() if review == "crowded" else OPENED[review], which)
    plan = theme_map.place(drawn, width=width)
    assert not any(a.rect.meets(b.rect) for a, b in combinations(plan.boxes, 2))
    assert not any(a.rect.meets(b.rect) for a, b in combinations(plan.panels, 2))
    for box in plan.boxes:
        assert box.rect.x >= 1 and box.rect.right <= width - 1 and box.rect.bottom <= plan.height
        for line in box.lines:
            size = 15 if box.head else 14
            assert theme_map.text_width(line, bold=box.head, size=size) <= box.rect.width - 2 * theme_map.PAD
    for curve in plan.curves:
        assert curve.chip.x >= 0 and curve.chip.right <= width
        assert not any(curve.chip.meets(panel.rect) for panel in plan.panels)


@WIDTHS
@REVIEWS
def test_numbers_on_links_do_not_cover_each_other(review, width):
    plan = theme_map.place(theme_map.chosen(OPENED[review], "themes"), width=width)
    assert not any(a.chip.meets(b.chip) for a, b in combinations(plan.curves, 2))


@WIDTHS
def test_a_link_begins_and_ends_at_its_boxes_and_grows_with_its_excerpts(width):
    plan = theme_map.place(theme_map.chosen(OPENED[WILLIAMS], "themes"), width=width)
    at = {box.node.code_id: box.rect for box in plan.boxes}
    for curve in plan.curves:
        for code, (x, y) in ((curve.link.a, curve.points[0]), (curve.link.b, curve.points[-1])):
            assert x in (at[code].x, at[code].right) and at[code].y < y < at[code].bottom
    shared = sorted((curve.link.n, curve.width) for curve in plan.curves if not curve.link.against)
    assert [n for n, _ in shared] == [1, 2, 3, 3] and shared[0][1] < shared[1][1] < shared[2][1] == shared[3][
        1
    ]


# --- what it says


def test_the_description_says_every_number_of_the_seed():
    said = theme_map.describe(theme_map.chosen(OPENED[WILLIAMS], "themes"))
    for text in (
        "Shared excerpts:",
        "Working together, 14 of 15 reports: Talking as partners, 7;",
        "Recovery practices: Understanding values, 7 of 15 reports; Supporting goal striving, 4.",
        "Understanding values and More say 3",
        "Contrary excerpts: Talking as partners and Expectations not met 1.",
        "Contrary to each other within one code: Waiting and holding back 2",
    ):
        assert text in said, text


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
        codes = [node.code_id for node in theme_map.chosen(OPENED[review], which).nodes]
        assert sorted(a.get("href").split("#code-")[1] for a in svg.iter(f"{SVG}a")) == sorted(codes)


def test_contrary_links_differ_by_dash_and_sign_not_by_colour_alone():
    wide, _ = drawings(theme_map.theme_map(OPENED[WILLIAMS], "themes").data)
    kinds = [path.get("class").split()[0] for path in wide.iter(f"{SVG}path")]
    assert kinds.count("against") == 2 and kinds.count("link") == 5, "each kind once more in the key"
    assert "≠ 1" in words(wide) and "≠ 2" in words(wide)
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
        "No excerpt of these reports is coded with them.\n"
    )
    assert theme_map.theme_map(made(many(2, 2), [("F1", "t0")]), "frameworks").data == (
        "This review has no coding scheme of this kind (frameworks).\n"
    )
    bare = replace(opened, tables=opened.tables | {"codings": opened.codings.iloc[:0]})
    assert "gives no codings" in theme_map.theme_map(bare, "themes").data


def test_codes_that_share_nothing_are_drawn_and_it_is_said():
    html = theme_map.theme_map(made(many(2, 1), [("F1", "t0_0"), ("F2", "t1_0")]), "themes").data
    assert "4 codes; no two of them share an excerpt." in html and "shared excerpts" not in html


@REVIEWS
def test_the_same_review_gives_the_same_bytes(review):
    assert (
        theme_map.theme_map(load_review(review), "themes").data
        == theme_map.theme_map(OPENED[review], "themes").data
    )


def test_an_excerpt_without_a_report_is_shared_and_adds_no_report():
    review = made(
        [("a", NONE, "themes", "A"), ("b", NONE, "themes", "B")], [("F9", "a"), ("F9", "b"), ("F1", "a")]
    )
    drawn = theme_map.chosen(review, "themes")
    assert [(node.reports, node.excerpts) for node in drawn.nodes] == [(2, 2), (0, 1)]
    assert [(link.n, link.reports) for link in drawn.links] == [(1, 0)]


# --- in a browser


@pytest.fixture
def visit(browser, tmp_path):
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
        f"main{{max-width:720px;margin:auto;padding:0 16px}}</style><main class=bd-content><h1>Look</h1>{''.join(maps)}</main>",
        encoding="utf-8",
    )
    contexts = []

    def open_page(width=1280, theme="light"):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme))
        page = contexts[-1].new_page()
        page.goto((tmp_path / "page.html").as_uri())
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        return page

    yield open_page
    for context in contexts:
        context.close()


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
        == "Talking as partners 7/15"
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
