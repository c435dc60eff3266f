"""The pages of reports and interventions in a browser: readable, reachable by keyboard, in the reader's colours, from a disk."""

import shutil

import pytest
from packages import ROOT, SYNTHETIC
from packages.browser import barriers
from packages.large import write

from reviewbook.page.typeface import FONTS
from reviewbook.press import entries, menu
from reviewbook.review.reading import load_review

PAGES = ("interventions/flexline.html", "reports/Synthetic2018.html", "reports/_index.html")
VIEWS = [(width, colours) for width in (1280, 375) for colours in ("light", "dark")]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> str:
    """The address of a site on a disk, with the style sheets and scripts that the book has."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "book" / "_static", folder / "_static")
    shutil.copytree(FONTS / "web", folder / "_static", dirs_exist_ok=True)
    entries.write(load_review(SYNTHETIC), folder, jobs=1, contents=menu.contents(ROOT))
    return folder.as_uri()


@pytest.fixture
def page(browser):
    """A page that notes what goes wrong in it; nothing may."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "request", lambda asked: None if asked.url.startswith(("file:", "data:")) else wrong.append(asked.url)
    )
    yield opened
    context.close()
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier_and_nothing_sticks_out(site, page, name):
    page.goto(f"{site}/{name}")
    for width, colours in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=colours)
        page.wait_for_function("wanted => document.documentElement.dataset.theme === wanted", arg=colours)
        assert barriers(page) == [], (width, colours)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_readers_choice_of_colours_holds_here_and_in_the_rest_of_the_book(site, page):
    page.goto(f"{site}/{PAGES[0]}")
    button = page.get_by_role("button", name="Colours: auto")
    button.click()  # light
    button = page.get_by_role("button", name="Colours: light")
    button.focus()
    page.keyboard.press("Enter")
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "dark"
    assert page.evaluate("localStorage.mode") == "dark"
    page.goto(f"{site}/{PAGES[1]}")
    assert page.evaluate(theme) == "dark"
    page.evaluate("localStorage.mode = 'none of these'")
    page.reload()
    assert page.evaluate(theme) == "light"


def test_the_keyboard_comes_first_to_a_link_that_skips_to_the_content(site, page):
    page.goto(f"{site}/{PAGES[0]}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert page.locator(".rb-skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_a_feature_that_a_link_leads_to_is_in_view_and_marked(site, page):
    page.goto(f"{site}/{PAGES[0]}#feature-group_sessions")
    row = page.locator("#feature-group_sessions")
    box = row.bounding_box()
    assert 0 <= box["y"] < 800
    assert row.evaluate("element => getComputedStyle(element).boxShadow") != "none"


def test_the_menu_stands_above_the_page_and_is_a_fold_on_a_phone(site, page):
    page.goto(f"{site}/{PAGES[0]}")
    wide = page.get_by_role("navigation", name="This book", exact=True)
    assert wide.bounding_box()["y"] < page.locator("main").bounding_box()["y"]
    assert wide.locator("[aria-current=page]").inner_text() == "All interventions"
    page.set_viewport_size({"width": 375, "height": 800})
    assert not wide.is_visible()
    narrow = page.get_by_role("navigation", name="This book, folded")
    narrow.locator("summary").focus()
    page.keyboard.press("Enter")
    assert narrow.get_by_role("link", name="All reports").is_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 375


def test_without_scripts_everything_is_there(site, browser):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    opened = context.new_page()
    opened.goto(f"{site}/{PAGES[0]}")
    for fold in opened.locator("main details > summary").all():  # a fold needs no script
        fold.click()
    text = opened.locator("main").inner_text()
    context.close()
    for words in (
        "FlexLine",
        "Exercises at home",
        "✓ yes",
        "1. Brief name",
        "Synthetic finding",
        "FlexLine trial",
    ):
        assert words in text


def test_the_evidence_of_an_intervention_loads_from_a_disk(site, page):
    page.goto(f"{site}/{PAGES[1]}")
    page.evaluate("reviewbook.load('interventions/flexline.js')")
    data = page.evaluate("reviewbook.data['interventions/flexline']")
    assert data["name"] == "FlexLine"
    assert data["features"]["group_sessions"]["value"] == "no"


def test_paper_gets_the_content_alone_in_black_on_white(site, page):
    page.goto(f"{site}/{PAGES[0]}")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".rb-menu-wide", ".rb-wrong", ".rb-turn", ".rb-colours"):
        assert not page.locator(gone).is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.rb-rows dd')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("width", [1280, 375])
def test_a_long_list_shows_its_first_rows_until_all_are_asked_for_and_finds_among_all(tmp_path, page, width):
    shutil.copytree(ROOT / "book" / "_static", tmp_path / "site" / "_static")
    shutil.copytree(FONTS / "web", tmp_path / "site" / "_static", dirs_exist_ok=True)
    folder = write(tmp_path / "large", reports=80, interventions=3, features=1)
    entries.write(load_review(folder), tmp_path / "site", jobs=1, contents=menu.contents(ROOT))
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((tmp_path / "site" / "reports" / "_index.html").as_uri())
    status, rows = page.locator(".rb-listed [role=status]"), page.locator(".rb-listed tbody tr")
    last = rows.last.locator("a").first.inner_text()
    assert status.inner_text() == "50 of 80 shown" and rows.locator("visible=true").count() == 50
    page.get_by_label("Find").fill(last)
    assert rows.locator("visible=true").first.locator("a").first.inner_text() == last
    assert page.get_by_role("button", name="Show all 80").is_hidden()
    page.get_by_label("Find").fill("")
    page.get_by_role("button", name="Show all 80").click()
    assert rows.locator("visible=true").count() == 80 and status.inner_text() == ""
