"""The matrix and the evidence map in the book as it was built, driven from a disk with the book's own data."""

from __future__ import annotations

import csv

import pytest
from packages import ROOT

HTML = ROOT / "_build" / "html"

pytestmark = pytest.mark.skipif(not (HTML / "index.html").is_file(), reason="no built book: run make book")


@pytest.fixture
def visit(tab):
    """Opens a page of the book from the disk."""

    def open_page(name: str, *, scripts: bool = True, view: str = ""):
        return tab((HTML / name).as_uri() + view, height=900, scripts=scripts, reduced_motion="reduce")

    return open_page


def charted(intervention: str, feature: str) -> dict[str, str]:
    file = ROOT / "data" / "williams-2019" / "feature_values.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return next(
            row
            for row in csv.DictReader(lines)
            if (row["intervention_id"], row["feature_id"]) == (intervention, feature)
        )


def test_a_cell_of_the_matrix_shows_what_was_charted_and_leads_to_its_place(visit):
    page = visit("notebooks/04-interventions.html")
    cell = page.locator("#fig-features a[href$='mhen.html#feature-native_app']")
    page.wait_for_selector("#fig-features .rb-tools")
    cell.focus()
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog")
    row = charted("mhen", "native_app")
    shown.get_by_text(row["evidence"]).wait_for()
    words = shown.inner_text()
    assert row["locator"] in words and "yes" in words and "Forchuk et al. n.d." in words
    page.keyboard.press("Escape")
    assert page.locator(":focus").get_attribute("href") == "../interventions/mhen.html#feature-native_app"


def test_without_scripts_the_cell_leads_to_its_evidence_on_the_page_of_the_intervention(visit):
    page = visit("notebooks/04-interventions.html", scripts=False)
    page.locator("#fig-features a[href$='mhen.html#feature-native_app']").click()
    page.wait_for_url("**/interventions/mhen.html#feature-native_app")
    assert charted("mhen", "native_app")["evidence"] in page.locator("#feature-native_app").inner_text()


def test_the_map_filters_is_cited_and_comes_back(visit):
    page = visit("notebooks/07-evidence-map.html")
    page.wait_for_function("document.querySelector('#map').innerText.includes('15 of 15 reports')")
    page.goto(
        (HTML / "notebooks/07-evidence-map.html").as_uri()
        + "#map?x=rating&y=country&n=participants&f.role=usual_worker"
    )
    page.reload()
    page.wait_for_function("document.querySelector('#map').innerText.includes('11 of 15 reports')")
    before, address = page.locator("#map table").first.inner_text(), page.url
    again = visit("notebooks/07-evidence-map.html", view="#" + address.partition("#")[2])
    again.wait_for_function("document.querySelector('#map').innerText.includes('11 of 15 reports')")
    assert again.locator("#map table").first.inner_text() == before


def test_a_citation_in_a_chapter_leads_to_the_page_of_the_report(visit):
    page = visit(
        "notebooks/02-studies.html", scripts=False, view="#tbl-people-by-study"
    )  # which opens its fold
    link = page.locator("#tbl-people-by-study a[href$='reports/Gammon2017.html']")
    link.click()
    page.wait_for_url("**/reports/Gammon2017.html")
    assert "Gammon" in page.locator("h1").inner_text()


def test_the_references_lead_to_the_pages_of_included_reports_alone(visit):
    page = visit("book/references.html", scripts=False)
    assert page.locator("main a[href*='../reports/']").count() == 15
