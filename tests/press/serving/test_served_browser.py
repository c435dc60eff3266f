"""A served book in a browser: what is saved is on the page, and what is wrong with it."""

import time

import pytest
from packages.browser import barriers
from packages.served import APPRAISAL, PATIENCE, RATINGS, change

STATE = "state => document.documentElement.dataset.rbServe === state"
RATING = "() => [...document.querySelectorAll('tr')].find(row => /2018/.test(row.textContent))?.textContent.match(/\\d\\/4/)[0]"
WIDTHS, COLOURS = (1280, 375), ("light", "dark")
BUILT = "of the site changed"


@pytest.fixture
def page(browser, served):
    """A page that asks no other host, and in which nothing goes wrong."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 500}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE * 1000)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    opened.on(
        "request", lambda asked: None if asked.url.startswith(served.address) else wrong.append(asked.url)
    )
    yield opened
    context.close()
    assert wrong == []


@pytest.fixture
def at(page, served):
    """Opens a page of the book, and waits until it listens."""

    def go(address: str, state: str = "ready"):
        page.goto(served.address + address)
        page.wait_for_function(STATE, arg=state)
        return page

    return go


@pytest.fixture
def box(page):
    return page.get_by_role("region", name="Why the book was not built")


@pytest.fixture
def took(capsys):
    """Prints how long something took: a busy machine must not fail a change that is right."""
    began = time.monotonic()

    def tell(what: str) -> None:
        nonlocal began
        with capsys.disabled():
            print(f"\n  {what} {time.monotonic() - began:.1f} s after the file was saved")

    def begin() -> None:
        nonlocal began
        began = time.monotonic()

    tell.begin = begin
    return tell


def test_a_number_that_is_saved_is_on_the_page_that_is_open_which_stays_where_it_is(at, book, took):
    page = at(APPRAISAL)
    assert page.evaluate(RATING) == "3/4"
    page.evaluate("scrollTo({top: 60, behavior: 'instant'})")
    took.begin()
    change(book / RATINGS, "overall,3,", "overall,2,")
    page.wait_for_function(f"({RATING})() === '2/4'")
    took("The number is on the page")
    page.wait_for_function(STATE, arg="ready")
    assert page.evaluate("scrollY") == 60


def test_what_is_wrong_is_on_the_page_of_its_table_with_its_place_until_it_is_mended(
    at, book, box, served, took
):
    page = at(APPRAISAL)
    took.begin()
    change(book / RATINGS, "Synthetic2019,mmat-2011,overall,2", "Synthetic2019,mmat-2011,overall,seven")
    box.wait_for()
    took("The problem is on the page")
    said = box.inner_text()
    for words in (
        "1 problem.",
        "TABL-006 ratings.csv, row 3, field rating",
        'Found "seven"',
        "Write what is",
    ):
        assert words in said, said
    assert page.evaluate("document.activeElement === document.body")  # nothing takes the focus
    alert, lines = box.get_by_role("alert").element_handle(), len(served.lines)
    change(book / "book" / "methods.md", "We looked.", "We looked again.")  # built anew, and wrong as before
    served.says(BUILT, after=lines)
    page.wait_for_function(STATE, arg="problems")
    assert alert.is_visible()  # still the same: it is not read out again
    took.begin()
    change(book / RATINGS, "seven", "2")
    box.wait_for(state="detached")
    took("The problem is gone")
    assert page.evaluate("getComputedStyle(document.body).paddingBottom") == "0px"


def test_prose_that_is_saved_is_on_its_page_and_no_other_page_is_loaded_again(at, book, served):
    page = at("book/methods.html")
    page.evaluate("scrollTo({top: 900, behavior: 'instant'})")
    other = page.context.new_page()
    other.goto(f"{served.address}book/rerun.html")
    other.wait_for_function(STATE, arg="ready")
    other.evaluate("window.same = true")
    change(book / "book" / "methods.md", "Paragraph 79", "Paragraph last")
    page.get_by_text("Paragraph last").wait_for()
    page.wait_for_function(STATE, arg="ready")
    assert page.evaluate("scrollY") == 900
    other.wait_for_function(STATE, arg="ready")
    assert other.evaluate("window.same")


def test_the_box_can_be_read_reached_and_folded_in_every_view(at, book, box, page):
    flow = book / RATINGS.replace("ratings", "flow")
    change(book / RATINGS, "overall,2,", "overall,seven,")
    change(flow, ",records,", ",sheets,")
    at("book/methods.html", "problems")
    said = box.inner_text()
    assert (
        "ratings.csv" not in said
        and "1 problem on 01-selection" in said
        and "1 problem on 03-appraisal" in said
    )
    box.get_by_role("link", name="03-appraisal").click()
    page.wait_for_function(STATE, arg="problems")
    assert "ratings.csv, row 2, field rating" in box.inner_text()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for colours in COLOURS:
            page.emulate_media(color_scheme=colours)
            page.wait_for_function("wanted => document.documentElement.dataset.theme === wanted", arg=colours)
            assert [one for one in barriers(page) if "rb-serve" in one[1]] == [], (width, colours)
            place = box.bounding_box()
            assert place["x"] >= 0 and place["x"] + place["width"] <= width and place["height"] <= 800 / 2
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    assert (
        page.locator("footer").last.bounding_box()["y"] < box.bounding_box()["y"]
    )  # the end is not behind it
    box.get_by_role("button", name="Fold").press("Enter")
    assert not box.get_by_role("link", name="TABL-").first.is_visible()
    assert box.bounding_box()["height"] < 100 and "Not built" in box.inner_text()
    page.reload()
    box.get_by_role("button", name="Show").click()
    assert box.get_by_role("link", name="TABL-").first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".rb-serve").is_visible()
    page.emulate_media(media="screen")
    change(flow, ",sheets,", ",records,")
    change(book / RATINGS, "overall,seven,", "overall,2,")
    box.wait_for(state="detached")


def test_a_text_of_a_table_is_shown_letter_by_letter(at, book, box, page):
    evil = "<img src=x onerror=document.title=1>"
    at(APPRAISAL)
    change(book / RATINGS, "overall,2,", f"overall,{evil},")
    box.wait_for()
    assert evil in box.inner_text() and box.locator("img").count() == 0
    change(book / RATINGS, f"overall,{evil},", "overall,2,")
    box.wait_for(state="detached")


def test_a_page_out_of_sight_holds_no_connection_and_catches_up_when_it_is_looked_at(at, book, served):
    page = at("book/rerun.html")
    hide = """hidden => {
        Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    lines = len(served.lines)
    change(book / "book" / "rerun.md", "We looked.", "We looked elsewhere.")
    served.says(BUILT, after=lines)
    assert page.get_by_text("We looked.", exact=True).is_visible()
    page.evaluate(hide, False)
    page.get_by_text("We looked elsewhere.").wait_for()
