"""Citations in a book of many reports lead to the reports' own pages; in others nothing is otherwise."""

import io
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from packages import ROOT, SYNTHETIC, rows_of, set_cell
from packages.sites import words
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from reviewbook.press import citations
from reviewbook.review import bibliography
from reviewbook.review.reading import load_review

KEYS = [row["report_id"] for row in rows_of(SYNTHETIC / "reports.csv")]
ONE, TWO = KEYS[:2]


@pytest.fixture
def book(tmp_path) -> Path:
    """A book of two pages on the synthetic review, whose first page cites reports and a work on method."""
    folder = tmp_path / "source"
    shutil.copytree(SYNTHETIC, folder / "data" / "synthetic")
    (folder / "book").mkdir()
    (folder / "_config.yml").write_text("reviewbook: {review: synthetic}\n")
    (folder / "conf.py").write_text(
        "extensions = ['reviewbook.press.citations', 'sphinxcontrib.bibtex']\n"
        f"bibtex_bibfiles = ['data/synthetic/references.bib', {str(ROOT / 'book' / 'instruments.bib')!r}]\n"
        "bibtex_reference_style = 'author_year'\nhtml_theme = 'basic'\nroot_doc = 'book/index'\n"
    )
    (folder / "book" / "index.rst").write_text(
        f"Index\n=====\n\nText :cite:t:`{ONE},{TWO}` ends.\n\nBrackets :cite:p:`{ONE}` and :cite:p:`Pluye2011`.\n\n"
        f"Both :cite:t:`Pluye2011,{TWO}`.\n\n.. toctree::\n\n   other\n   references\n"
    )
    (folder / "book" / "other.rst").write_text("Other\n=====\n\nNothing is cited.\n")
    (folder / "book" / "references.rst").write_text("References\n==========\n\nWorks.\n\n.. bibliography::\n")
    return folder


def built(book: Path, monkeypatch, *, listed: int = 0) -> dict[str, BeautifulSoup]:
    """The pages, by name; "read": those that Sphinx read for it; "kept": reports that it remembers the entries of."""
    monkeypatch.setattr(citations, "LISTED", listed)
    said, out = io.StringIO(), book.parent / "out"
    read: list[str] = []
    with docutils_namespace():
        app = Sphinx(book, book, out, out / ".doctrees", "html", status=None, warning=said, parallel=1)
        app.connect("source-read", lambda _app, page, _source: read.append(page))
        app.build()
    assert said.getvalue() == "" and app.statuscode == 0
    pages = {
        file.stem: BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in out.glob("book/*.html")
    }
    kept = app.env.get_domain("cite").bibdata.data.entries
    return pages | {"read": sorted(read), "kept": sorted(set(kept) & set(KEYS))}


def links(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [(words(a), a["href"]) for a in page.select("div.body p a")]


def test_up_to_a_number_of_reports_the_bibliography_lists_those_that_are_cited(book, monkeypatch):
    pages = built(book, monkeypatch, listed=len(KEYS))
    assert all(href.startswith("references.html#") for _, href in links(pages["index"]))
    assert len(pages["references"].select("div.citation")) == 3
    assert "list of all reports" not in words(pages["references"])


def test_of_many_each_is_named_as_everywhere_and_leads_to_its_page(book, monkeypatch):
    names = bibliography.labels(load_review(SYNTHETIC))
    page = built(book, monkeypatch, listed=len(KEYS) - 1)["index"]
    said = {words(p).partition(" ")[0]: p for p in page.select("div.body p")}
    assert words(said["Text"]) == f"Text {names[ONE]} ; {names[TWO]} ends."
    assert links(page)[:2] == [(names[key], f"../reports/{key}.html") for key in (ONE, TWO)]
    assert f"({names[ONE]})" in said["Brackets"].get_text()
    assert [a["href"].partition("#")[0] for a in said["Brackets"].select("a")][1:] == ["references.html"]
    both = [a["href"].partition("#")[0] for a in said["Both"].select("a")]
    assert both == [f"../reports/{TWO}.html", "references.html"]


def test_the_bibliography_of_many_leads_to_their_list_and_holds_the_other_works(book, monkeypatch):
    pages = built(book, monkeypatch)
    assert pages["kept"] == []  # thousands would be written and read with every build
    page = pages["references"]
    assert [
        entry.select_one(".label").get_text(strip=True)[1:-1] for entry in page.select("div.citation")
    ] != []
    assert len(page.select("div.citation")) == 1
    line = page.find("a", string="list of all reports")
    assert line["href"] == "../reports/_index.html"
    assert f"The {len(KEYS)} reports that the review includes" in words(line.parent)


def test_a_page_that_names_a_report_otherwise_than_now_is_read_again_and_no_other(book, monkeypatch):
    assert built(book, monkeypatch)["read"] == ["book/index", "book/other", "book/references"]
    assert built(book, monkeypatch)["read"] == []
    bib = book / "data" / "synthetic" / "references.bib"
    text = bib.read_text("utf-8")
    entry = text[text.index(f"{{{ONE},") :]
    bib.write_text(text.replace(entry, entry.replace("year = {", "year = {1", 1), 1), "utf-8")
    after = built(book, monkeypatch)
    assert after["read"] == ["book/index", "book/references"]  # which depends on the file
    assert links(after["index"])[0][0].split()[-1].startswith("1")


def test_one_more_report_changes_the_line_above_the_bibliography_alone(book, monkeypatch):
    built(book, monkeypatch)
    reports = book / "data" / "synthetic" / "reports.csv"
    last = reports.read_text("utf-8").splitlines()[-1]
    with reports.open("a", encoding="utf-8") as file:
        file.write(last.replace(KEYS[-1], "Another2022") + "\n")
    after = built(book, monkeypatch)
    assert after["read"] == ["book/references"]
    assert f"The {len(KEYS) + 1} reports" in words(after["references"])


def test_a_review_that_becomes_large_leads_to_the_pages_of_its_reports(book, monkeypatch):
    built(book, monkeypatch, listed=len(KEYS))
    after = built(book, monkeypatch)
    assert after["read"] == ["book/index", "book/references"]
    assert links(after["index"])[0][1] == f"../reports/{ONE}.html"


def test_a_review_that_becomes_small_gets_its_reports_back_into_the_bibliography(book, monkeypatch):
    built(book, monkeypatch)
    after = built(book, monkeypatch, listed=len(KEYS))
    assert len(after["references"].select("div.citation")) == 3
    assert all(href.startswith("references.html#") for _, href in links(after["index"]))


def test_without_a_table_of_reports_none_is_named(book):
    assert citations.included(book) == KEYS
    set_cell(book / "data" / "synthetic" / "reports.csv", "report_id", "Else2001", row=2)
    assert citations.included(book) == ["Else2001", *KEYS[1:]]
    (book / "data" / "synthetic" / "reports.csv").write_bytes(b"\x00\x01")
    assert citations.included(book) == []
    (book / "data" / "synthetic" / "reports.csv").unlink()
    assert citations.included(book) == []
    (book / "_config.yml").unlink()
    assert citations.included(book) == []


ALIKE = """
@article{Alike2020, author = {Author, Synthetic}, title = {Cited}, journal = {Elsewhere}, year = {2020}}
@article{Alike2018, author = {Author, Synthetic}, title = {Not cited}, journal = {Elsewhere}, year = {2018}}
@article{Open1, author = {Roe, Jane}, title = {One}, journal = {Elsewhere}}
@article{Open2, author = {Roe, Jane}, title = {Two}, journal = {Elsewhere}}
@article{First2001, author = {Poe, John}, title = {One}, journal = {Elsewhere}, year = {2001}}
@article{Second2001, author = {Poe, John}, title = {Two}, journal = {Elsewhere}, year = {2001}}
"""


@pytest.mark.parametrize("listed", [0, len(KEYS)], ids=["many reports", "few"])
def test_two_works_of_one_author_and_year_are_told_apart_as_in_tables_and_figures(book, monkeypatch, listed):
    (book / "more.bib").write_text(ALIKE, "utf-8")
    settings = book / "conf.py"
    settings.write_text(
        settings.read_text("utf-8").replace("references.bib'", "references.bib', 'more.bib'"), "utf-8"
    )
    works = [*KEYS, "Alike2020", "Open1", "Open2", "First2001", "Second2001"]
    page = book / "book" / "other.rst"
    page.write_text("Other\n=====\n\n" + "".join(f":cite:t:`{key}`\n\n" for key in works), "utf-8")
    names = bibliography.labels(load_review(SYNTHETIC))
    wanted = [
        *names.values(),
        "Author 2020c",
        "Roe n.d. (Open1)",
        "Roe n.d. (Open2)",
        "Poe 2001a",
        "Poe 2001b",
    ]
    assert "Author 2020a" in wanted and "Author 2020b" in wanted and "Author 2018" in wanted

    def said() -> list[str]:
        pages = built(book, monkeypatch, listed=listed)
        return [p.get_text().replace("[", "").replace("]", "") for p in pages["other"].select("div.body p")]

    assert said() == wanted
    page.write_text(page.read_text("utf-8") + "Once more.\n", "utf-8")
    assert said() == [*wanted, "Once more."]  # what was lettered before is not lettered twice
    page.write_text(page.read_text("utf-8").replace(":cite:t:`First2001`", "None."), "utf-8")
    assert said() == [*wanted[:-2], "None.", "Poe 2001", "Once more."]
