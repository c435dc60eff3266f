"""Coded matrices in a real browser: cells walked by keys, their excerpts opened, the open cell cited."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, large
from packages.browser import STATIC, barriers, tags
from packages.coded_tables import HOSTILE

from reviewbook.check import open_review
from reviewbook.themes.drawing import coded_matrix
from reviewbook.themes.drawing.ways import CROSSED_WITH

PAGE = """<!doctype html><html lang="en" data-content_root="../" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Try</title>
{tags}
<style>body { background: var(--rb-paper); color: var(--rb-ink) } main > p a { color: var(--rb-link) }</style></head>
<body><main class="rb-main rb-article"><h1>Try</h1><p><a href="#before">Before</a></p>{}
<p><a href="#after">After</a></p><h2 id="code-stopping">Stopping</h2><p id="excerpt-Q3">Words</p></main></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "notebooks").mkdir()
    shutil.copytree(STATIC, folder / "_static")
    synthetic, seed = OPENED[SYNTHETIC], open_review(WILLIAMS, min_rating=2)
    big = open_review(large.write(folder / "big", reports=120, interventions=60, features=2, excerpts=900))
    codes, excerpts = synthetic.codes.assign(label=HOSTILE), synthetic.excerpts.assign(text=HOSTILE)
    harmful = replace(
        synthetic,
        package={**synthetic.package, "name": "harmful"},
        tables={**synthetic.tables, "codes": codes, "excerpts": excerpts},
    )
    pages = {
        "report": (synthetic, "themes", "report_id"),
        "speaker": (synthetic, "themes", "speaker"),
        "crossed": (synthetic, "frameworks", CROSSED_WITH + "role"),
        "seed": (seed, "themes", "report_id"),
        "big": (big, "themes", "speaker"),
        "many": (big, "themes", "report_id"),
        "harmful": (harmful, "themes", "report_id"),
    }
    for name, (review, which, by) in pages.items():
        html = coded_matrix.coded_matrix(review, which, by).data
        text = PAGE.replace("{tags}", tags(html)).replace("{}", html)
        (folder / "notebooks" / f"{name}.html").write_text(text, encoding="utf-8")
    for review in (synthetic, seed, big, harmful):
        for place, content in coded_matrix.files(review):
            (folder / place).parent.mkdir(parents=True, exist_ok=True)
            (folder / place).write_bytes(content)
    return folder


@pytest.fixture
def visit(tab, site):
    """Opens a page, its tables ready where scripts run."""

    def open_page(name, query="", scripts=True, **options):
        page = tab((site / "notebooks" / f"{name}.html").as_uri() + query, scripts=scripts, **options)
        if scripts:
            page.locator("table[role=grid]").first.wait_for()
        return page

    return open_page


def cell(page, row: str, code: str):
    return page.locator(f'a[data-row="{row}"][data-code="{code}"]')


def opened(page):
    """The dialog, its excerpts loaded."""
    page.locator("dialog[open] ol").wait_for()
    return page.get_by_role("dialog")


def focused(page) -> list[str]:
    return page.evaluate(
        "[document.activeElement.dataset.row ?? '', document.activeElement.dataset.code ?? document.activeElement.textContent]"
    )


@pytest.mark.parametrize("key", ["click", "Enter", " "])
def test_a_cell_opens_its_excerpts_and_escape_gives_the_focus_back(visit, key):
    page = visit("report")
    link = cell(page, "Synthetic2019", "co_habit")
    link.focus()
    link.click() if key == "click" else page.keyboard.press(key)
    dialog = opened(page)
    assert page.get_by_role("dialog", name="Author 2019: Carrying on: Making a habit").count() == 1
    text = dialog.inner_text()
    assert "● 1 finding and 1 quotation" in text and "The exercises find a place in the day." in text
    assert (
        "exercises at a fixed hour were kept up" in text
        and "Finding, in our own words · speaker not reported" in text
    )
    assert (
        "“Synthetic quotation: the exercises fitted into my day.”"
        in dialog.locator("blockquote").inner_text()
    )
    assert "Quotation · Participant · participants' account · p. 3 · Synthetic paper, section 4" in text
    report = dialog.get_by_role("link", name="Author 2019").first
    assert report.get_attribute("href") == "../reports/Synthetic2019.html" and "Author 2019, 2/4" in text
    assert focused(page)[1] == "Close"
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0 and focused(page) == ["Synthetic2019", "co_habit"]


def test_table_is_one_stop_of_the_tab_key_and_arrows_walk_over_empty_cells(visit):
    page = visit("report")
    page.get_by_role("link", name="Before").focus()
    page.keyboard.press("Tab")
    assert focused(page) == ["Synthetic2019", "carrying_on"]
    page.keyboard.press("Tab")
    assert focused(page)[1] == "After"
    page.keyboard.press("Shift+Tab")
    steps = {
        "ArrowRight": ["Synthetic2019", "co_habit"], "End": ["Synthetic2019", "stopping"],
        "ArrowDown": ["Synthetic2021", "stopping"], "Home": ["", "Author 2021"], "ArrowUp": ["", "Author 2020b"],
    }  # fmt: skip
    for key, there in steps.items():
        page.keyboard.press(key)
        assert focused(page) == there, key


def test_the_open_cell_is_kept_in_the_address_and_comes_back(visit):
    page = visit("report")
    cell(page, "Synthetic2021", "stopping").click()
    opened(page)
    query = "#tbl-themes-by-report?row=Synthetic2021&code=stopping"
    assert page.url.endswith(query)
    again = visit("report", query)
    assert "some never came back" in opened(again).inner_text()
    again.keyboard.press("Escape")
    again.wait_for_function("!location.hash")
    again.evaluate("location.hash = '#tbl-themes-by-report?row=Synthetic2019&code=stopping'")
    assert "pain made some people stop" in opened(again).inner_text()
    nothing = visit("report", "#tbl-themes-by-report?row=gone&code=stopping")
    assert nothing.get_by_role("dialog").count() == 0


def test_an_address_with_a_worker_group_comes_back(visit):
    page = visit("crossed")
    link = page.locator("a[data-code]").first
    link.click()
    text = opened(page).inner_text()
    assert opened(visit("crossed", page.url[page.url.index("#") :])).inner_text() == text


def test_links_of_the_dialog_lead_on_and_leave_the_focus_there(visit):
    page = visit("report")
    cell(page, "Synthetic2021", "stopping").click()
    opened(page).get_by_role("link", name="in its place on the page").click()
    page.wait_for_function("location.hash === '#excerpt-Q3'")
    assert page.get_by_role("dialog").count() == 0
    cell(page, "Synthetic2021", "stopping").click()
    opened(page).get_by_role("link", name="All about it on the page").click()
    page.wait_for_function("location.hash === '#code-stopping'")
    assert page.get_by_role("dialog").count() == 0


def test_a_low_rated_report_is_marked_in_the_dialog(visit):
    page = visit("seed")
    cell(page, "Korsbek2016", "working_together").click()
    text = opened(page).inner_text()
    assert "low-rated reports only" in text and "(! low-rated)" in text


def test_a_cell_with_very_many_excerpts_says_how_many_it_shows(visit):
    page = visit("big")
    cell(page, "worker", "themes_1").click()
    dialog = opened(page)
    assert dialog.locator("ol > li").count() == 50
    line = dialog.get_by_text("50 of").inner_text()
    assert line.endswith("are shown; all are in excerpts.csv and codings.csv.")
    assert dialog.get_by_role("link", name="codings.csv").get_attribute("href") == "../data/big/codings.csv"


def test_excerpts_that_cannot_be_loaded_are_said_and_the_page_offered(visit, site):
    file = site / "data" / "synthetic" / "codes" / "co_encouragement.js"
    kept = file.read_bytes()
    file.unlink()
    try:
        page = visit("report")
        cell(page, "Synthetic2020a", "co_encouragement").click()
        page.get_by_text("The passages could not be loaded.").wait_for()
        assert page.get_by_role("link", name="All about it on the page").count() == 1
    finally:
        file.write_bytes(kept)


def test_a_click_beside_the_dialog_closes_it(visit):
    page = visit("report")
    cell(page, "Synthetic2019", "stopping").click()
    opened(page)
    page.mouse.click(5, 5)
    assert page.get_by_role("dialog").count() == 0


def test_hostile_texts_stay_text(visit):
    page = visit("harmful")
    page.locator("a[data-code]").first.click()
    assert HOSTILE in opened(page).inner_text()
    assert page.locator("img").count() == 0


def test_cells_that_came_without_links_get_them(visit, site):
    file = site / "notebooks" / "many.html"
    html = file.read_text("utf-8")
    bare = html.replace('<td><a href="#code-themes_1">', "<td>").replace("</span></a></td>", "</span></td>")
    (site / "notebooks" / "bare.html").write_text(bare, "utf-8")
    with_links, without = visit("many"), visit("bare")
    assert without.locator("td a").count() == with_links.locator("td a").count() > 100
    without.locator("td a[data-code=themes_1]").first.click()
    assert opened(without).locator("ol > li").count() >= 1


def test_without_scripts_every_cell_leads_to_its_code(visit):
    page = visit("report", scripts=False)
    assert page.locator("td a").count() == 7
    assert page.locator("td a").last.get_attribute("href") == "#code-stopping"
    assert page.locator("dialog, button").count() == 0


@pytest.mark.parametrize("name", ["report", "seed", "crossed"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_barriers_and_no_sideways_scrolling_of_the_page(visit, name, theme):
    for width in (1280, 375):
        page = visit(name, width=width)
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("a[data-code]").first.click()
        box = opened(page).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        assert barriers(page) == []


def test_on_paper_nothing_scrolls(visit):
    page = visit("seed")
    page.emulate_media(media="print")
    assert page.locator(".rb-matrix-frame").evaluate("e => getComputedStyle(e).overflow") == "visible"
