"""The pages that Sphinx built, finished: citations lead to the pages of reports, the sitemap lists these."""

import pickle
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from packages.sites import words

from reviewbook.press import finish


@pytest.fixture(scope="module")
def sphinx_site(tmp_path_factory) -> Path:
    """A site that Sphinx built with a bibliography, one folder deep as the book is."""
    source = tmp_path_factory.mktemp("source")
    (source / "book").mkdir()
    (source / "conf.py").write_text(
        "extensions = ['sphinxcontrib.bibtex']\nbibtex_bibfiles = ['r.bib']\nbibtex_reference_style = 'author_year'\n"
        "html_theme = 'basic'\nroot_doc = 'book/index'\n"
    )
    (source / "r.bib").write_text(
        "@misc{Method1990, author={Way, A.}, title={How}, year=1990}\n"
        "@misc{Doe2015, author={Doe, Jane}, title={First}, year=2015}\n"
        "@misc{Roe2016, author={Roe, R.}, title={Second}, year=2016}\n"
    )
    (source / "book" / "index.rst").write_text(
        "Index\n=====\n\n:cite:t:`Doe2015,Method1990` and :cite:t:`Roe2016`\n\n.. toctree::\n\n   references\n"
    )
    (source / "book" / "references.rst").write_text(
        "References\n==========\n\nSee :cite:t:`Roe2016`.\n\n.. bibliography::\n"
    )
    out = source / "_build"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-W",
            "-d",
            str(out / ".doctrees"),
            str(source),
            str(out / "html"),
        ],
        check=True,
    )
    return out


@pytest.fixture(scope="module")
def cited(sphinx_site) -> dict[str, str]:
    """What each entry of its bibliography is about."""
    environment = pickle.loads((sphinx_site / ".doctrees" / "environment.pickle").read_bytes())
    return {
        f"{one.bibliography_key.docname}.html#{one.citation_id}": one.key
        for one in environment.domaindata["cite"]["citations"]
    }


REPORTS = {"Doe2015": "Doe <2015>", "Roe2016": "Roe 2016"}


def test_citations_of_included_reports_lead_to_their_pages_and_others_do_not(sphinx_site, cited):
    def page(name: str) -> str:
        return (sphinx_site / "html" / name).read_text(encoding="utf-8")

    def mended(name: str) -> BeautifulSoup:
        return BeautifulSoup(finish.mended(page(name), name, reports=REPORTS, cited=cited), "html.parser")

    assert sorted(cited.values()) == ["Doe2015", "Method1990", "Roe2016"]
    before = [a["href"] for a in BeautifulSoup(page("book/index.html"), "html.parser").select("p a.internal")]
    assert [link.partition("#")[0] for link in before] == ["references.html"] * 3
    links = [a["href"] for a in mended("book/index.html").select("p a.internal")]
    assert links[0] == "../reports/Doe2015.html" and links[2] == "../reports/Roe2016.html"
    assert links[1] == before[1]  # a work on method stays in the bibliography
    works = mended("book/references.html")
    assert works.select_one("p a.internal")["href"] == "../reports/Roe2016.html"
    own = {words(a): a["href"] for a in works.select("div.citation p a")}
    assert own == {
        "All on Doe <2015>": "../reports/Doe2015.html",
        "All on Roe 2016": "../reports/Roe2016.html",
    }


def test_pages_stay_as_they_were_where_no_report_has_a_page(sphinx_site, cited):
    text = (sphinx_site / "html" / "book" / "references.html").read_text(encoding="utf-8")
    once = finish.mended(text, "book/references.html", cited=cited)  # what it does to every page
    assert finish.mended(once, "book/references.html", cited=cited) == once
    assert "reports/" not in once


def test_the_sitemap_lists_the_pages_under_the_sites_address_and_robots_are_told_of_it():
    files = ["search.html", "reports/Doe2015.html", "404.html", "book/a.html", "data/x.csv", "index.html"]
    made = finish.for_crawlers("https://x.org/y/", files)
    found = ElementTree.fromstring(made["sitemap.xml"]).iter(
        "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    )
    assert [one.text for one in found] == [
        "https://x.org/y/book/a.html",
        "https://x.org/y/reports/Doe2015.html",
    ]
    assert b"Sitemap: https://x.org/y/sitemap.xml\n" in made["robots.txt"]
    assert finish.for_crawlers("", files) == {}, "nobody knows where the site will be"


def test_every_page_of_a_draft_says_so_and_leads_to_what_is_open():
    page = '<html><head></head><body class="x">One <body> more.</body></html>'
    for name, link in (
        ("search.html", "book/a.html"),
        ("book/a.html", "a.html"),
        ("reports/deep/b.html", "../../book/a.html"),
    ):
        marked = finish.marked_as_draft(page, name, "Draft: 2 < 3.", leads_to="book/a.html")
        line = f'<aside class="rb-draft" aria-label="Draft">Draft: 2 &lt; 3. <a href="{link}">What is open</a></aside>'
        assert marked.partition("One")[0].endswith(f'<body class="x">{line}')
        assert marked.count("rb-draft") == 1


def test_the_line_of_a_draft_stands_after_the_link_that_leads_past_what_is_above_the_page():
    skip = '<a class="rb-skip" href="#main-content">Skip</a>'
    marked = finish.marked_as_draft(
        f"<body>\n{skip}<header></header></body>", "a.html", "Draft.", leads_to="b.html"
    )
    assert marked.startswith(f'<body>\n{skip}<aside class="rb-draft"')


def test_links_to_pages_that_the_book_does_not_have_leave_their_words():
    there = '<a href="02-studies.html">Studies</a>'
    page = (
        '<p><a class="x" href="05-themes.html#tbl-a">a <b>theme</b></a>, <a href="../notebooks/05-themes.html">all</a>, '
        f'{there}, <a href="https://example.org/notebooks/05-themes.html">theirs</a></p>'
    )
    shown = finish.without_links(page, "notebooks/06-practices.html", ["notebooks/05-themes", "book/methods"])
    assert shown == (
        f'<p>a <b>theme</b>, all, {there}, <a href="https://example.org/notebooks/05-themes.html">theirs</a></p>'
    )
    assert finish.without_links(page, "reports/05-themes.html", ["notebooks/05-themes"]) == page.replace(
        '<a href="../notebooks/05-themes.html">all</a>', "all"
    )  # beside a report of that name stands another page
