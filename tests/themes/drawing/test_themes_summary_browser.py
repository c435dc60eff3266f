"""The thematic summary in a real browser: unfolded by links and keys, side by side or beneath, on paper, for everybody."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, large
from packages.browser import STATIC, barriers, tags
from packages.summaries import HOSTILE, changed

from reviewbook.check import open_review
from reviewbook.themes.drawing.summary import thematic_summary

PAGE = """<!doctype html><html lang="en" data-content_root="../" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Try</title>
{tags}
<style>body { background: var(--rb-paper); margin: 0 auto; max-width: 46rem; padding: 0 1rem }
h1, h2 { color: var(--rb-ink) } main a { color: var(--rb-link) }</style></head>
<body><main class="rb-article"><h1>Try</h1><h2>What was found?</h2>{}</main></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "notebooks").mkdir()
    shutil.copytree(STATIC, folder / "_static")
    seed = replace(OPENED[WILLIAMS], min_rating=2)
    big = large.write(folder / "big", reports=60, interventions=20, features=3, excerpts=3_000)
    pages = {
        "seed": thematic_summary(seed, "themes"),
        "practices": thematic_summary(seed, "frameworks"),
        "several": thematic_summary(OPENED[SYNTHETIC], "frameworks"),
        "big": thematic_summary(open_review(big, min_rating=2), "frameworks"),
        "harmful": thematic_summary(
            changed(
                codes=lambda own: own.assign(label=HOSTILE),
                excerpts=lambda own: own.assign(text="word" * 100, locator=HOSTILE),
            ),
            "themes",
        ),
    }
    for name, html in pages.items():
        text = PAGE.replace("{tags}", tags(html.data)).replace("{}", html.data)
        (folder / "notebooks" / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def visit(tab, site):
    """Opens a page without scripts, which it does not need."""

    def open_page(name, query="", scripts=False, **options):
        return tab((site / "notebooks" / f"{name}.html").as_uri() + query, scripts=scripts, **options)

    return open_page


def unfold(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")


def test_subthemes_are_folded_until_a_key_or_a_click_unfolds_them(visit):
    page = visit("seed")
    finding = page.locator("#excerpt-F01")
    assert not finding.is_visible()
    heading = page.locator("summary", has_text="Talking as partners")
    assert "findings and" in heading.inner_text()  # what stands behind it is in sight
    heading.focus()
    page.keyboard.press("Enter")
    assert finding.is_visible()
    heading.click()
    assert not finding.is_visible()


@pytest.mark.parametrize("place", ["excerpt-F39", "code-mt_unease_online"])
def test_address_of_what_is_folded_unfolds_it_and_brings_it_into_view(visit, place):
    page = visit("seed", f"#{place}")
    target = page.locator(f"#{place}")
    target.wait_for()
    assert 0 <= target.bounding_box()["y"] < 700
    assert page.locator("#excerpt-F01").is_visible() is False


def test_contrary_finding_is_followed_into_another_theme(visit):
    page = visit("seed", "#excerpt-F01")
    page.locator("li:has(#excerpt-F01) .rb-contrary a[href='#excerpt-F27']").click()
    page.locator("#excerpt-F27").wait_for()
    assert page.url.endswith("#excerpt-F27")


def test_contrary_findings_stand_beside_where_there_is_room_and_beneath_where_not(visit):
    for width, beside in ((1280, True), (375, False)):
        page = visit("seed", "#excerpt-F01", width=width)
        row = page.locator("li.rb-weighed:has(#excerpt-F01)")
        said, weighed = row.locator(".rb-said").bounding_box(), row.locator(".rb-beside").bounding_box()
        assert (weighed["x"] >= said["x"] + said["width"]) is beside
        assert (weighed["y"] >= said["y"] + said["height"]) is not beside


def test_quotation_looks_different_from_a_finding_without_colour(visit):
    page = visit("seed", "#excerpt-F01", scripts=True)
    bar = "e => parseFloat(getComputedStyle(e).borderLeftWidth)"
    assert page.locator("#excerpt-Q01").evaluate(bar) >= 3
    assert page.locator("#excerpt-F01").evaluate(bar) == 0


def test_paper_shows_all_of_it_unfolded(visit):
    page = visit("seed", scripts=True)
    hidden = (
        "() => [...document.querySelectorAll('.rb-finding, blockquote')].filter(e => !e.checkVisibility("
        "{contentVisibilityAuto: true})).length"
    )
    assert page.evaluate(hidden) > 30
    page.emulate_media(media="print")
    page.wait_for_function(f"({hidden})() === 0")  # the medium changes a moment after the call
    below = page.locator("summary", has_text="Within reach").bounding_box()
    assert below["y"] >= page.locator("#excerpt-F23").bounding_box()["y"]


@pytest.mark.parametrize("name", ["seed", "several", "harmful"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_barriers(visit, name, theme):
    page = visit(name, width=375 if name == "several" else 1280, scripts=True)
    page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
    unfold(page)
    assert barriers(page) == []


@pytest.mark.parametrize("name", ["seed", "practices", "several", "big", "harmful"])
def test_nothing_scrolls_sideways_and_no_label_becomes_an_element(visit, name):
    for width in (1280, 375):
        page = visit(name, width=width, scripts=True)
        unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("img").count() == 0
