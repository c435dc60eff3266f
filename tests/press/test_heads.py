"""What the head of a page says of it: one function for all pages, each text escaped for its place, whole addresses only where known."""

import json

import pytest
from bs4 import BeautifulSoup
from packages import ROOT

from reviewbook.press import heads, menu

SITE = heads.site(ROOT)
HOME = SITE["home"]
# What search engines ask of each (developers.google.com/search/docs), and schema.org of a list.
REQUIRED = {
    "Dataset": {"name", "description", "license", "creator", "url"},
    "ScholarlyArticle": {"headline", "author", "datePublished"},
    "BreadcrumbList": {"itemListElement"},
}


def head(address, title="A title", about="About it", site=SITE, **more):
    return BeautifulSoup(heads.head(site, address, title, about, **more), "html.parser")


def metas(page):
    return [(one.get("name") or one["property"], one["content"]) for one in page.find_all("meta")]


def linked(page):
    script = page.find("script", type="application/ld+json")
    return {one["@type"]: one for one in json.loads(script.string)["@graph"]} if script else {}


@pytest.mark.parametrize(
    "address", [menu.HOME, menu.DOWNLOADS.address, "notebooks/05-themes.html", "reports/Doe.html"]
)
def test_what_is_linked_has_what_is_required_of_it(address):
    found = linked(head(address))
    assert found and all(found[kind].keys() >= REQUIRED[kind] for kind in found)
    whole = address in (menu.HOME, menu.DOWNLOADS.address)
    assert set(found) == ({"Dataset", "ScholarlyArticle"} if whole else {"BreadcrumbList"})
    if whole:
        assert (
            50 <= len(found["Dataset"]["description"]) <= 5000
            and len(found["ScholarlyArticle"]["headline"]) <= 110
        )
        assert found["Dataset"]["isBasedOn"] == [{"@id": found["ScholarlyArticle"]["@id"]}]
        assert found["ScholarlyArticle"]["@id"] == "https://doi.org/10.1186/s12888-019-2153-0"


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", '"><img src=x>', "<!--", "a & b — $x$"]
)
def test_no_text_ends_its_place(text):
    book = SITE["book"] | {"fields": SITE["book"]["fields"] | {"title": text}}
    site = SITE | {"title": text, "description": text, "book": book}
    page = head(menu.HOME, text, text, site=site)
    assert {one.name for one in page.find_all(True)} == {"title", "meta", "link", "script"}
    assert (
        page.title.string == text
        and ("og:title", text) in metas(page)
        and ("description", text) in metas(page)
    )
    assert len(page.find_all("script")) == 1 and linked(page)["Dataset"]["name"] == text


def test_a_page_is_cited_as_a_part_of_the_book_and_the_book_refers_to_the_paper():
    first, page = metas(head(menu.HOME)), metas(head("notebooks/05-themes.html", "Themes"))
    assert ("citation_title", SITE["title"]) in first and (
        "citation_author",
        "reviewbook contributors",
    ) in first
    assert next(value for name, value in first if name == "citation_reference").endswith(
        "citation_doi=10.1186/s12888-019-2153-0"
    )
    assert ("citation_title", "Themes") in page and ("citation_inbook_title", SITE["title"]) in page
    assert "citation_reference" not in dict(page) and "citation_doi" not in dict(first), "the book has none"


def test_whole_addresses_stand_there_only_where_it_is_known_where_the_book_is():
    page = head("notebooks/05-themes.html")
    assert page.find("link", rel="canonical")["href"] == f"{HOME}notebooks/05-themes.html"
    assert dict(metas(page))["og:image"] == f"{HOME}downloads/card.png"
    bare = head("notebooks/05-themes.html", site=SITE | {"home": ""})
    assert (
        not bare.find("link") and not {"og:image", "og:url", "citation_public_url"} & dict(metas(bare)).keys()
    )
    assert dict(metas(bare))["twitter:card"] == "summary" and not linked(bare)
    assert "url" not in linked(head(menu.HOME, site=SITE | {"home": ""}))["Dataset"]


def test_the_way_to_a_page_names_its_part_and_the_list_of_a_report():
    def way(address, title):
        return [one["name"] for one in linked(head(address, title))["BreadcrumbList"]["itemListElement"]]

    assert way("notebooks/06-practices.html", "Practices") == ["Summary", "What was found", "Practices"]
    assert way("reports/Doe.html", "Doe 2015") == ["Summary", "Explore", "All reports", "Doe 2015"]


def test_a_page_that_is_not_there_and_a_book_that_cannot_be_read_say_little(tmp_path):
    assert not linked(head(menu.LOST)) and not metas(head(menu.LOST))[2:]
    assert heads.site(tmp_path) == heads.NOWHERE
    assert head("a.html", "A", site=heads.NOWHERE).title.string == "A"


def test_a_page_that_says_nothing_of_its_own_is_described_as_the_book_is():
    assert dict(metas(head("search.html", "Search", about="")))["description"] == heads.short(
        SITE["description"]
    )
    bare = head("search.html", "Search", about="", site=SITE | {"description": ""})
    assert dict(metas(bare))["description"] == SITE["title"]


def test_a_description_is_cut_between_words():
    assert heads.short("word " * 100).endswith("word …") and len(heads.short("word " * 100)) <= heads.SHORT
