"""The matrix in a real browser: grouped, sorted, searched, walked by keys, its evidence opened, its view cited."""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from packages import large, table
from packages.browser import STATIC, barriers, tags
from packages.matrices import COLUMNS, HOSTILE, MARKS, ROWS, VALUES, many

from reviewbook.check import open_review
from reviewbook.interventions.drawing import features
from reviewbook.page import matrix

PAGE = """<!doctype html><html lang="en" data-content_root="../" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Try</title>
{tags}
<style>body { background: var(--rb-paper) } main > p a { color: var(--rb-link) }</style></head>
<body><main class="rb-main rb-article"><h1>Try</h1><p><a href="#before">Before</a></p>{}
<p><a href="#after">After</a></p></main></body></html>"""
EVIDENCE = {
    "name": "Alpha",
    "features": {
        "app": {"value": "yes", "evidence": f"An app, {HOSTILE}", "locator": "Table 4, note b",
                "report": {"label": "Doe et al. 2015", "href": "../reports/Doe2015.html"}},
        "forum": {"value": "no", "evidence": "not_reported", "locator": "Searched", "report": None},
    },
}  # fmt: skip


def written(rows=ROWS, columns=COLUMNS, values=VALUES, **options) -> str:
    options = {"settled": ("yes", "no"), "title": "Features", "name": "fig-try", "marks": MARKS} | options
    return matrix.matrix(rows, columns, values, evidence=True, **options).data


ACROSS = {"rows": ROWS[:3], "columns": table("key label group anchor printed",
          *([f"f{at}", f"Feature {at}", f"Group {at // 3}", f"feature-f{at}", "2 of 3" if at == 1 else ""] for at in range(7)),
          ("app", "App", "Last", "feature-app", None)), "values": table("row column value",
          ("a", "app", "yes"), ("b", "app", "no"), ("a", "f0", "yes"), ("c", "f0", "unclear"))}  # fmt: skip
ASIDE = {"not_reported": "not_asked", "not_available": "not_applicable"}
LESS = {
    "values": VALUES.assign(value=VALUES["value"].replace(ASIDE)),
    "marks": {one: one for one in ("yes", "no", "unclear", *ASIDE.values())},
}
DOWN = {"columns": COLUMNS.assign(printed=["", f"3 of 4 {HOSTILE}", ""])}
LONG = many(65)
LONG["columns"] = LONG["columns"].head(18).copy()  # with more of them, fewer rows are shown at once
LONG["values"] = LONG["values"][LONG["values"]["column"].isin(LONG["columns"]["key"])]
LONG["rows"]["href"] = "../interventions/" + LONG["rows"]["key"] + ".html"
LONG["columns"]["anchor"] = "feature-" + LONG["columns"]["key"]
HARMFUL = {"rows": ROWS.assign(label=HOSTILE), "columns": COLUMNS.assign(label=HOSTILE, description=HOSTILE)}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name in ("notebooks", "interventions", "data/big"):
        (folder / name).mkdir(parents=True)
    shutil.copytree(STATIC, folder / "_static")
    script = f'reviewbook.data["interventions/a"]={json.dumps(EVIDENCE).replace("</", "<" + chr(92) + "/")};'
    (folder / "interventions" / "a.js").write_text(script, encoding="utf-8")
    big = open_review(large.write(folder / "big", reports=130, interventions=130, features=18))
    (folder / "data" / "big" / "matrix.js").write_bytes(features.data(big))
    pages = {
        "down": written(**DOWN),
        "across": written(**ACROSS),
        "less": written(**LESS),
        "harmful": written(**HARMFUL),
        "long": written(**LONG),
        "big": features.features(big).data,
    }
    for by in (None, "region"):
        for order in ("charted", "similarity"):
            pages[f"down-{by}-{order}"] = written(**DOWN, by=by, order=order)
            pages[f"across-{by}-{order}"] = written(**ACROSS, by=by, order=order)
            pages[f"less-{by}-{order}"] = written(**LESS, by=by, order=order)
    for name, html in pages.items():
        text = PAGE.replace("{tags}", tags(html)).replace("{}", html)
        (folder / "notebooks" / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def visit(tab, site):
    """Opens a page, its table ready where scripts run."""

    def open_page(name, query="", scripts=True, ready="table[role=grid]", **options):
        page = tab((site / "notebooks" / f"{name}.html").as_uri() + query, scripts=scripts, **options)
        if scripts:
            page.locator(ready).wait_for()
        return page

    return open_page


def cells(html: str) -> list[list[tuple]]:
    """Every cell of the table: tag, text, spans, scope, where it leads."""
    return [
        [
            (cell.name, cell.get_text(), cell.get("colspan"), cell.get("rowspan"), cell.get("scope"),
             cell.a and cell.a["href"], [one["class"] for one in cell.select("[aria-label]")])
            for cell in row.find_all(["th", "td"])
        ]
        for row in BeautifulSoup(html, "html.parser").table.find_all("tr")
    ]  # fmt: skip


def first_column(page) -> list[str]:
    return page.locator("tbody tr:not(.rb-total) th").all_inner_texts()


def status(page) -> str:
    return page.locator(".rb-tools [role=status]").inner_text()


def focused(page) -> str:
    """What has the focus: its row's head and its own text."""
    return page.evaluate(
        "[document.activeElement.closest('tr')?.cells[0].textContent, document.activeElement.textContent].join(': ')"
    )


# The table is the same, with scripts and without


@pytest.mark.parametrize("by", [None, "region"])
@pytest.mark.parametrize("order", ["charted", "similarity"])
@pytest.mark.parametrize("way", ["down", "across", "less"])
def test_scripts_build_the_table_that_the_library_wrote(visit, site, way, by, order):
    wanted = (site / "notebooks" / f"{way}-{by}-{order}.html").read_text("utf-8")
    assert cells(visit(f"{way}-{by}-{order}").content()) == cells(wanted)
    page = visit(way)
    if by:
        page.get_by_label("Group by").select_option("Region")
    page.get_by_label("Order").select_option(order)
    assert cells(page.content()) == cells(wanted)


def test_without_scripts_every_cell_is_there_and_leads_to_its_evidence(visit):
    page = visit("down", scripts=False)
    assert page.locator("td a").count() == 12
    assert page.locator("td a").nth(2).get_attribute("href") == "../interventions/a.html#feature-forum"
    assert page.locator(".rb-tools, select, button").count() == 0


def test_hostile_labels_stay_text(visit):
    page = visit("harmful")
    assert page.locator("img").count() == 0
    page.locator("td a").first.click()
    assert HOSTILE in page.get_by_role("dialog").inner_text()
    assert page.locator("img").count() == 0


# Order, search, address


def test_a_click_on_a_feature_puts_first_those_that_have_it_and_a_second_undoes_it(visit):
    page = visit("down")
    button = page.get_by_role("button", name="Forum")
    button.click()
    assert first_column(page) == ["Beta", "Alpha", "Delta", "Gamma"]
    assert button.get_attribute("aria-pressed") == "true" and button.evaluate(
        "e => e === document.activeElement"
    )
    assert status(page) == "4 of 4 interventions shown, first those with “Forum”"
    assert page.get_by_label("Order").input_value() == "first forum"
    button.click()
    assert first_column(page) == ["Alpha", "Beta", "Gamma", "Delta"] and "#" not in page.url


def test_search_finds_names_and_says_how_many(visit):
    page = visit("long")
    page.get_by_label("Search interventions by name").fill("5 NAME")
    assert status(page) == "15 of 65 interventions shown"
    page.get_by_label("Search interventions by name").fill("nothing like it")
    assert status(page) == "0 of 65 interventions shown"
    page.get_by_role("button", name="Reset").click()
    assert status(page) == "50 of 65 interventions shown (1 to 50)"


def test_a_short_list_has_no_search(visit):
    assert visit("down").get_by_role("searchbox").count() == 0


def test_view_is_kept_in_the_address_and_comes_back(visit):
    page = visit("down")
    page.get_by_label("Group by").select_option("Region")
    page.get_by_label("Order").select_option("similarity")
    assert page.url.endswith("#fig-try?by=region&order=similarity")
    again = visit("down", "#fig-try?by=region&order=similarity")
    assert cells(again.content()) == cells(page.content())
    assert again.get_by_label("Group by").input_value() == "region"
    again.evaluate("location.hash = '#fig-try?first=web&by=gone&order=odd&page=x'")
    again.wait_for_function("document.querySelector('.rb-tools [role=status]').textContent.includes('Web')")
    assert first_column(again) == ["Alpha", "Delta", "Beta", "Gamma"]


def test_view_that_groups_from_the_start_can_be_cited_without_groups(visit):
    page = visit("down-region-charted")
    page.get_by_label("Group by").select_option("No groups")
    assert page.url.endswith("#fig-try?by=")
    again = visit("down-region-charted", "#fig-try?by=")
    assert first_column(again) == ["Alpha", "Beta", "Gamma", "Delta"]


# Evidence


@pytest.mark.parametrize("key", ["click", "Enter", " "])
def test_a_cell_opens_its_evidence_and_escape_gives_the_focus_back(visit, key):
    page = visit("down")
    link = page.locator("td a").first
    link.focus()
    link.click() if key == "click" else page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="Alpha: App")
    dialog.get_by_text("Table 4, note b").wait_for()
    assert "✓ yes" in dialog.inner_text() and HOSTILE in dialog.inner_text()
    assert (
        dialog.get_by_role("link", name="Doe et al. 2015").get_attribute("href") == "../reports/Doe2015.html"
    )
    more = dialog.get_by_role("link", name="All about Alpha").get_attribute("href")
    assert more.endswith("/interventions/a.html#feature-app")
    page.keyboard.press("Escape")
    assert dialog.count() == 0 and focused(page) == "Alpha: ✓"


def test_evidence_says_what_is_not_reported_and_names_no_report(visit):
    page = visit("down")
    page.locator("td a").nth(2).click()
    dialog = page.get_by_role("dialog", name="Alpha: Forum")
    dialog.get_by_text("Searched").wait_for()
    assert "not reported" in dialog.inner_text() and dialog.get_by_role("link").count() == 1
    page.get_by_role("button", name="Close").click()
    page.locator("td a").nth(1).click()
    page.get_by_role("dialog", name="Alpha: Web").get_by_text("Nothing is told here yet.").wait_for()


def test_evidence_that_cannot_be_loaded_is_said_and_the_page_offered(visit):
    page = visit("down")
    page.locator("tbody tr", has_text="Beta").locator("td a").first.click()
    dialog = page.get_by_role("dialog", name="Beta: App")
    dialog.get_by_text("The evidence could not be loaded.").wait_for()
    assert dialog.get_by_role("link", name="All about Beta").count() == 1


def test_a_click_beside_the_evidence_closes_it(visit):
    page = visit("down")
    page.locator("td a").first.click()
    page.get_by_text("Table 4, note b").wait_for()
    page.mouse.click(5, 5)
    assert page.get_by_role("dialog").count() == 0


# Keys


def test_table_is_one_stop_of_the_tab_key_and_arrows_walk_it(visit):
    page = visit("down")
    page.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Tab")
    assert focused(page) == "Alpha: ✓"
    page.keyboard.press("Tab")
    assert focused(page) == ": After"
    page.keyboard.press("Shift+Tab")
    steps = {
        "ArrowRight": "Alpha: ✓", "End": "Alpha: ✗", "ArrowDown": "Beta: ✓", "ArrowLeft": "Beta: –",
        "Home": "Beta: Beta", "ArrowUp": "Alpha: Alpha",
    }  # fmt: skip
    for key, there in steps.items():
        page.keyboard.press(key)
        assert focused(page) == there, key
    page.keyboard.press("ArrowLeft")  # nothing there: it stays
    assert focused(page) == "Alpha: Alpha"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")  # over the fractions to the head of the column
    assert focused(page) == "App: App"
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="App").get_attribute("aria-pressed") == "true"


def test_arrows_walk_over_heads_of_groups(visit):
    page = visit("across-region-charted")
    page.locator("td a").first.focus()
    before = focused(page)
    for _ in range(6):  # the head of a group is a stop, too
        if not focused(page).startswith("Feature 3"):
            page.keyboard.press("ArrowDown")
    assert (before.split(":")[0], focused(page).split(":")[0]) == ("Feature 0", "Feature 3")


# Matrices too large for a page


def test_pages_of_a_large_matrix_say_what_is_shown(visit):
    page = visit("big")
    assert status(page) == "50 of 130 interventions shown (1 to 50)"
    page.get_by_role("button", name="Next page").click()
    page.get_by_role("button", name="Next page").click()
    assert status(page) == "30 of 130 interventions shown (101 to 130)"
    assert page.get_by_role("button", name="Next page").is_disabled()
    assert page.url.endswith("#fig-features?page=3")
    assert first_column(visit("big", "#fig-features?page=3")) == first_column(page)
    page.get_by_label("Search interventions by name").fill("00119")
    assert first_column(page) == ["P119"]  # found by its name, shown by its abbreviation
    assert page.locator("tbody tr.rb-total td.rb-total").last.inner_text().endswith(" of 130")


def test_large_matrix_is_the_same_with_scripts_and_without(visit, site):
    wanted = (site / "notebooks" / "big.html").read_text("utf-8")
    built, static = (
        [[cell[:5] for cell in row] for row in cells(t)] for t in (visit("big").content(), wanted)
    )
    assert built == static  # but for the links of cells


def test_groups_go_on_over_pages_with_the_fractions_of_all(visit):
    page = visit("big", "#fig-features?by=delivery&page=2")
    heads = page.locator("th[scope=rowgroup]").all_inner_texts()
    assert heads and all(re.fullmatch(r"[\w ]+ \(\d+\)", head) for head in heads)
    size = int(re.search(r"\d+", heads[0])[0])
    assert page.locator("tr.rb-group td.rb-total").first.inner_text().endswith(f" of {size}")


def test_pages_of_groups_hold_every_row_once(visit):
    page, names = visit("big", "#fig-features?by=delivery"), []
    for _ in range(3):
        names += page.locator("tbody th[scope=row] a").all_inner_texts()
        page.get_by_role("button", name="Next page").dispatch_event("click")
    assert len(names) == len(set(names)) == 130


def test_large_matrix_without_its_data_keeps_what_the_page_holds(visit, site):
    text = (site / "notebooks" / "big.html").read_text("utf-8").replace("data/big/matrix.js", "data/none.js")
    (site / "notebooks" / "lost.html").write_text(text, encoding="utf-8")
    page = visit("lost", ready="text=The other pages could not be loaded.")
    assert len(first_column(page)) == 50
    assert "50 of 130 interventions are shown" in page.locator(".rb-count").inner_text()


# For everybody


@pytest.mark.parametrize("name", ["down-region-charted", "across-region-similarity"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_barriers_and_no_sideways_scrolling_of_the_page(visit, name, theme):
    for width in (1280, 375):
        page = visit(name, width=width)
        page.evaluate("theme => (document.documentElement.dataset.theme = theme)", theme)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("td a").first.click()
        page.get_by_role("button", name="Close").wait_for()
        assert barriers(page) == []


def test_heads_stay_in_sight(visit):
    page = visit("long", width=375)
    frame = page.locator(".rb-matrix-frame")
    frame.evaluate("e => e.scrollTo(600, 900)")
    box, head = frame.bounding_box(), page.locator("thead").bounding_box()
    assert abs(head["y"] - box["y"]) < 3
    names = page.locator("tbody th", has_text="Name 30").bounding_box()
    assert abs(names["x"] - box["x"]) < 3


def test_focus_is_not_hidden_behind_the_heads(visit):
    page = visit("long")
    page.locator("tbody tr").nth(45).locator("td a").nth(15).focus()
    for key in ["ArrowUp"] * 25 + ["ArrowLeft"] * 13:
        page.keyboard.press(key)
    cell = page.locator("a:focus").bounding_box()
    head, names = page.locator("thead").bounding_box(), page.locator("tbody th").first.bounding_box()
    assert cell["y"] >= head["y"] + head["height"] - 1
    assert cell["x"] >= names["x"] + names["width"] - 1


def test_on_paper_nothing_scrolls_and_yes_is_dark(visit):
    page = visit("long")
    page.emulate_media(media="print")
    assert page.locator(".rb-matrix-frame").evaluate("e => getComputedStyle(e).overflow") == "visible"
    colours = page.locator("td a.rb-yes").first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )
    assert colours == ["rgb(11, 110, 105)", "rgba(0, 0, 0, 0)"]
