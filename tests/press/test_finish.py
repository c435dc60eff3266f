"""The pages that Sphinx built, finished: citations lead to the pages of reports, the sitemap lists these."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sphinx
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


def test_citations_of_included_reports_lead_to_their_pages_and_others_do_not(sphinx_site):
    cited = finish.citations(sphinx_site / ".doctrees")
    assert sorted(cited.values()) == ["Doe2015", "Method1990", "Roe2016"]
    html = sphinx_site / "html"
    before = [
        a["href"]
        for a in BeautifulSoup((html / "book/index.html").read_text(), "html.parser").select("p a.internal")
    ]
    assert [link.partition("#")[0] for link in before] == ["references.html"] * 3
    finish.finish(html, reports={"Doe2015": "Doe <2015>", "Roe2016": "Roe 2016"}, cited=cited)
    index = BeautifulSoup((html / "book/index.html").read_text(encoding="utf-8"), "html.parser")
    links = [a["href"] for a in index.select("p a.internal")]
    assert links[0] == "../reports/Doe2015.html" and links[2] == "../reports/Roe2016.html"
    assert links[1] == before[1]  # a work on method stays in the bibliography
    works = BeautifulSoup((html / "book/references.html").read_text(encoding="utf-8"), "html.parser")
    assert works.select_one("p a.internal")["href"] == "../reports/Roe2016.html"
    own = {words(a): a["href"] for a in works.select("div.citation p a")}
    assert own == {
        "All on Doe <2015>": "../reports/Doe2015.html",
        "All on Roe 2016": "../reports/Roe2016.html",
    }


def test_pages_stay_as_they_were_where_no_report_has_a_page(sphinx_site):
    page = sphinx_site / "html" / "book" / "references.html"
    finish.finish(sphinx_site / "html")  # what it does to every page
    before = page.read_bytes()
    finish.finish(sphinx_site / "html")
    assert page.read_bytes() == before


def test_the_sitemap_lists_the_pages_under_the_sites_address(tmp_path):
    sitemap = tmp_path / "sitemap.xml"
    head = "<urlset><url><loc>https://x.org/y/book/a.html</loc></url><url><loc>https://x.org/y/book/index.html</loc></url>"
    sitemap.write_text(f"{head}</urlset>")
    finish.list_in_sitemap(tmp_path, ["reports/Doe2015.html"])
    assert sitemap.read_text() == f"{head}<url><loc>https://x.org/y/reports/Doe2015.html</loc></url></urlset>"
    finish.list_in_sitemap(tmp_path / "without", ["reports/Doe2015.html"])
    assert not (tmp_path / "without").exists()


def test_the_search_shows_headings_as_text(tmp_path):
    """Where Sphinx writes its search anew, what is mended has to be looked at anew."""
    own = Path(sphinx.__file__).parent / "themes" / "basic" / "static" / "searchtools.js"
    (tmp_path / "_static").mkdir()
    shutil.copy(own, tmp_path / "_static")
    finish.finish(tmp_path)
    script = (tmp_path / "_static" / "searchtools.js").read_text("utf-8")
    assert "_asHtml(title)}` : _asHtml(title)," in script and "const _asHtml = " in script
    assert (
        own.read_text("utf-8").count(".innerHTML =") == 2
    )  # of a title, and of a description that only programs have


def test_every_page_of_a_draft_says_so_and_leads_to_what_is_open(tmp_path):
    for name in ("search.html", "book/a.html", "reports/deep/b.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('<html><head></head><body class="x">One <body> more.</body></html>')
    finish.mark_as_draft(tmp_path, "Draft: 2 < 3.", leads_to="book/a.html")
    for name, link in (
        ("search.html", "book/a.html"),
        ("book/a.html", "a.html"),
        ("reports/deep/b.html", "../../book/a.html"),
    ):
        line = f'<aside class="rb-draft" aria-label="Draft">Draft: 2 &lt; 3. <a href="{link}">What is open</a></aside>'
        assert (tmp_path / name).read_text().partition("One")[0].endswith(f'<body class="x">{line}')
        assert (tmp_path / name).read_text().count("rb-draft") == 1
