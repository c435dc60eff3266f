"""The way through the book, the same above every page."""

import pytest
from bs4 import BeautifulSoup
from packages import SYNTHETIC, copied

from reviewbook.press import menu
from reviewbook.press.menu import Page, Part

CONTENTS = [
    Part(
        "What was found",
        [Page("notebooks/05-themes.html", "Themes"), Page("book/discussion.html", "Discussion")],
    ),
    Part("Explore", [Page("notebooks/07-evidence-map.html", "Evidence map")]),
    Part("For authors", [Page("book/rerun.html", "Rerun")]),
]
LISTS = [Page("reports/_index.html", "All reports")]


def test_lists_stand_in_the_part_to_explore_or_before_what_is_for_authors():
    assert menu.parts_of(CONTENTS, LISTS)[2].pages[-1] == LISTS[0]
    without = [CONTENTS[0], CONTENTS[2]]
    assert [part.caption for part in menu.parts_of(without, LISTS)] == [
        "Summary",
        "What was found",
        "Explore",
        "About",
        "For authors",
    ]
    assert [part.caption for part in menu.parts_of(without, [])] == [
        "Summary",
        "What was found",
        "About",
        "For authors",
    ]


def test_the_downloads_stand_in_the_part_about_the_book():
    about = Part("About", [Page("book/colophon.html", "Colophon")])
    parts = menu.parts_of([*CONTENTS, about], [])
    assert next(part for part in parts if part.caption == "About").pages[-1] == menu.DOWNLOADS
    assert menu.listed(parts, "book/colophon.html") == "../book/colophon.html" and not menu.listed(
        parts, "book/x.html"
    )


def test_where_a_page_is_shown_at_any_address_the_skip_link_names_it():
    assert 'href="404.html#main-content"' in menu.top([], menu.LOST, "A book")
    assert 'href="#main-content"' in menu.top([], "book/index.html", "A book")


@pytest.mark.parametrize(
    ("page", "part", "title"),
    [
        ("book/index.html", "Summary", "Summary"),
        ("book/discussion.html", "What was found", "Discussion"),
        ("reports/Doe2020.html", "Explore", "All reports"),
        ("search.html", "", ""),
    ],
)
def test_a_page_is_shown_where_it_is_and_one_report_in_the_list(page, part, title):
    shown = menu.shown(menu.parts_of(CONTENTS, LISTS), page)
    assert [one.caption for one in shown if one.current] == [part] * bool(part)
    assert [one.title for each in shown for one in each.pages if one.current] == [title] * bool(title)


def test_addresses_lead_from_the_page_that_shows_them():
    page = BeautifulSoup(
        menu.top(menu.parts_of(CONTENTS, LISTS), "reports/Doe2020.html", "A <book>"), "html.parser"
    )
    assert (
        page.select_one(".rb-home")["href"] == "../book/index.html"
        and page.select_one(".rb-home").get_text() == "A <book>"
    )
    assert page.select_one("form")["action"] == "../search.html"
    assert page.select_one(".rb-within a[aria-current=page]")["href"] == "_index.html"
    assert page.select_one(".rb-apart a").get_text() == "For authors"


def test_the_pages_before_and_after_have_the_short_names_of_the_menu():
    parts = menu.parts_of(CONTENTS, LISTS)
    first = {"link": "../book/index.html", "title": "A review with <em>a long</em> title"}
    assert menu.turn(parts, "notebooks/05-themes.html", first) == Page("../book/index.html", "Summary")
    other = first | {"link": "records.html"}
    assert menu.turn(parts, "book/methods.html", other).title == first["title"]
    risky = menu.parts_of([Part("What was found", [Page("book/a.html", "n < 5")])], [])
    assert menu.turn(risky, "book/index.html", {"link": "a.html", "title": "x"}).title == "n &lt; 5"


def test_a_review_has_the_lists_of_what_it_has(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    assert [one.title for one in menu.lists(review, "apps")] == ["All reports", "All apps"]
    (review / "interventions.csv").write_text("intervention_id\n", encoding="utf-8")
    assert [one.title for one in menu.lists(review, "apps")] == ["All reports"]


def test_below_a_page_stands_whose_the_book_is_or_nothing():
    assert (
        menu.bottom("") == ""
        and menu.bottom("<p>Ours</p>") == '<footer class="rb-footer"><p>Ours</p></footer>'
    )
