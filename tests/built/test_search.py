"""A reader finds the right section first: on the served book by pagefind, from a disk by a look through the sections."""

import functools
import http.server
import threading

import pytest
from packages import ROOT
from packages.browser import barriers

HTML = ROOT / "_build" / "html"
LEFT = "net::ERR_ABORTED"
FIELD = ".rb-finder input[type=search]"
# What is asked, and how the address of the first section begins.
ASKED = {
    "login": "notebooks/04-interventions.html",
    "risk of bias": "notebooks/03-appraisal.html",
    "Forchuk": "reports/Forchuk",
    "trust": "notebooks/05-themes.html#code-mistrust",
    "certainty": (
        "how-sure",
        "book/index.html#how-sure",
        "notebooks/05-themes.html#how-sure",
        "notebooks/05-themes.html#how-much-confidence",
    ),
    "who had trouble logging in": "notebooks/04-interventions.html",
    "PACK-001": "book/errors.html#pack-001",
}

pytestmark = pytest.mark.skipif(
    not HTML.is_dir(), reason="no built book in _build/html: run `make book` first"
)


class _Site(http.server.SimpleHTTPRequestHandler):
    """The book below a path, as a project's pages are."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.replace("/some/path/", "/", 1))

    def log_message(self, *_args) -> None:
        pass


@pytest.fixture(scope="module")
def served():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Site, directory=HTML))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/path/"
    server.shutdown()


@pytest.fixture
def opened(browser):
    """Opens a page; fails at the end if something could not be loaded or a script failed."""
    wrong, contexts = [], []

    def open_page(address, **options):
        contexts.append(context := browser.new_context(viewport={"width": 1280, "height": 900}, **options))
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        # What is given up because the page is left has not failed.
        page.on("requestfailed", lambda asked: asked.failure == LEFT or wrong.append(asked.url))
        page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def search(page, words: str) -> list[str]:
    """The addresses of the sections that are found, from the root of the site."""
    page.locator(FIELD).fill(words)
    page.wait_for_function("words => reviewbook.asked === words", arg=words)
    return [one.get_attribute("href").lstrip("./") for one in page.locator(".rb-found a").all()]


@pytest.mark.parametrize("way", ["served", "from a disk"])
def test_the_right_section_comes_first(way, served, opened):
    page = opened(f"{served if way == 'served' else HTML.as_uri() + '/'}reports/Anttila2008.html")
    page.keyboard.press("/")
    page.locator(".rb-finder[open]").wait_for()
    found = {words: search(page, words) for words in ASKED}
    first = {words: (some or [""])[0] for words, some in found.items()}
    wrong = {
        words: first[words]
        for words, wanted in ASKED.items()
        if not any(one in first[words] for one in ([wanted] if isinstance(wanted, str) else wanted))
    }
    assert wrong == {}
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert any(name.endswith("pagefind.js") for name in loaded) == (way == "served")


def test_pages_load_nothing_of_the_search_before_it_is_opened(served, opened):
    page = opened(f"{served}book/index.html")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert [name for name in loaded if "search" in name or "pagefind" in name] == []


def test_it_is_worked_by_keyboard_and_told_to_those_who_hear_it(served, opened):
    page = opened(f"{served}reports/Anttila2008.html")
    page.locator(".rb-search input").press_sequentially("fo")  # goes on in the dialog
    page.locator(".rb-finder[open]").wait_for()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    found = search(page, "forchuk")
    assert "found" in page.get_by_role("status").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')").endswith(found[1])
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.type") == "search"
    for _ in range(40):  # the focus stays inside
        page.keyboard.press("Tab")
    assert page.evaluate(
        "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
    )
    assert barriers(page) == []
    page.keyboard.press("Escape")
    assert page.locator(".rb-finder[open]").count() == 0
    assert page.evaluate("document.activeElement.name") == "q"


def test_one_kind_of_pages_alone(served, opened):
    page = opened(f"{served}book/index.html")
    page.keyboard.press("/")
    page.locator(".rb-finder[open]").wait_for()
    assert {one.partition("/")[0] for one in search(page, "trust")} != {"reports"}
    page.get_by_role("radio", name="Reports").check()
    page.wait_for_function("reviewbook.asked === 'trust' && reviewbook.among === 'Reports'")
    found = [one.get_attribute("href") for one in page.locator(".rb-found a").all()]
    assert found and all("reports/" in one for one in found)


def test_a_section_in_a_fold_is_opened(served, opened):
    page = opened(f"{served}notebooks/05-themes.html#code-mt_unmet_expectations")
    assert page.locator("#code-mt_unmet_expectations").is_visible()


def test_without_scripts_the_field_leads_to_all_pages(served, opened):
    page = opened(f"{served}reports/Anttila2008.html", java_script_enabled=False)
    page.locator(".rb-search input").fill("trust")
    page.locator(".rb-search input").press("Enter")
    page.wait_for_url("**/search.html?q=trust")
    assert page.locator("article a").count() > 20
