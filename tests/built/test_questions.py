"""What readers of the first book come to ask is answered in at most two clicks from its first page."""

import re

import pytest
from packages import ROOT

HTML = ROOT / "_build" / "html"
# The question: what is clicked, where that leads, and words that then stand in the window.
ASKED = {
    "what was found": (["nav a:text-is('What was found')"], "notebooks/05-themes.html", "Two themes run through"),
    "may I trust it": (["nav a:text-is('How sure')"], "notebooks/03-appraisal.html", "reports are rated, in points of 4"),
    "where does 919 come from": (
        ["main p:has-text('919 service users') a:text-is('Rows behind it')"],
        "notebooks/02-studies.html#tbl-people-by-study",
        "People of each study",
    ),
    "who had trouble logging in": (
        ["search: trouble logging in", ".rb-found a"],
        "notebooks/04-interventions.html",
        "Difficulties logging in",
    ),
    "what did service users say": (
        ["nav a:text-is('What was found')", "main summary:has-text('Talking as partners')"],
        "notebooks/05-themes.html",
        "Quotation, exact · Service user",
    ),
    "give me the data and a citation": (
        ["main a:has-text('Download')"],
        "downloads/index.html",
        "BibTeX",
    ),
}  # fmt: skip

# Whether some text of the page says so where a reader stands: within two windows.
NEAR = """words => [...document.querySelectorAll("main *")].some(one => {
    const { top, bottom } = one.getBoundingClientRect();
    const says = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.includes(words));
    return says && one.checkVisibility() && bottom > 0 && top < 2 * innerHeight;
})"""

pytestmark = pytest.mark.skipif(
    not HTML.is_dir(), reason="no built book in _build/html: run `make book` first"
)


@pytest.mark.parametrize("question", ASKED)
def test_two_clicks_lead_to_the_answer(browser, question):
    clicks, address, words = ASKED[question]
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    page.goto((HTML / "book" / "index.html").as_uri())
    for one in clicks:
        if one.startswith("search: "):
            words_asked = one.removeprefix("search: ")
            page.locator("input[type=search]").first.click()
            page.locator(".rb-finder input[type=search]").fill(words_asked)
            page.wait_for_function("words => reviewbook.asked === words", arg=words_asked)
        else:
            page.locator(one).first.click()
    page.wait_for_url(re.compile(re.escape(address)))
    page.wait_for_function(NEAR, arg=words)
    page.close()
    assert len(clicks) <= 2
