"""All pages of a book as one document: each page in the order of the menu, links within it."""

import pytest
from bs4 import BeautifulSoup
from lxml import html

from reviewbook.press.printed.joined import joined, order


@pytest.fixture(scope="module")
def document(site):
    return BeautifulSoup(joined(site, numbers={"p1": 7}).html, "html.parser")


def test_every_page_but_those_for_authors_is_there_once_in_the_order_of_the_menu(document):
    heads = [one.get_text(strip=True) for one in document.select("article > h1")]
    assert heads == ["Mood apps", 'Which </style> "themes"?', "All reports", "Doe 2020"]
    listed = [one.get_text(" ", strip=True) for one in document.select("nav li")]
    assert listed[2:5] == ["What was found", 'Which </style> "themes"? 7', "More"]


def test_links_lead_within_the_document_or_nowhere(document):
    ids = [one["id"] for one in document.select("[id]")]
    assert len(ids) == len(set(ids))
    for link in document.select("[href^='#']"):
        assert link["href"][1:] in ids
    assert document.find("a", string="More")["href"] == "#p1-more"
    assert document.find("a", string="far")["href"] == "https://example.org/"
    assert not any(document.find("a", string=gone).get("href") for gone in ("codes", "rerun"))
    assert document.select_one("g")["clip-path"] == "url(#p1-cut)"
    assert document.select_one("td")["headers"][0] == document.select_one("th")["id"]
    assert document.select_one("details").has_attr("open")
    assert document.select_one("details > p").get_text() == "Folded words" and not document.select("noscript")


def test_what_only_a_screen_is_for_is_left_out_and_the_front_says_so(document):
    assert "How to cite it" not in document.get_text()
    assert "SELECT" not in document.get_text() and "Query" not in document.get_text()
    assert "the query behind each printed number" in document.select_one(".rb-left-out").get_text()


def test_the_parts_of_authors_stand_apart(site):
    parts = order(html.document_fromstring((site / "book/index.html").read_text("utf-8")))
    assert parts[0] == ("Summary", ["book/index.html"]) and "For authors" not in dict(parts)
