"""How to cite the review and the book, for a reader and for reference managers: what is not known is left out."""

import json

import pytest
from bs4 import BeautifulSoup
from packages import MEASURES, SAMPLES, SYNTHETIC, WILLIAMS
from pybtex.database import parse_string

from reviewbook.files import references
from reviewbook.press import citing

HOME = "https://example.org/book/"


def cited(review, **changed):
    package = json.loads((review / "datapackage.json").read_text("utf-8")) | changed
    return citing.of(review, package, home=HOME)


def test_a_republication_cites_the_paper_by_its_authors_and_the_book_by_its_makers():
    paper, book = cited(WILLIAMS)
    assert references.apa(paper.work) == (
        "Williams, A., Farhall, J., Fossey, E., & Thomas, N. (2019). Internet-based interventions to support recovery and "
        "self-management: A scoping review of their use by mental health service users and providers together. "
        "BMC Psychiatry, 19, 191. https://doi.org/10.1186/s12888-019-2153-0"
    )
    said = references.apa(book.work)
    assert (
        said.startswith("reviewbook contributors. (") and said.endswith(HOME) and "Williams, A." not in said
    )
    assert book.note == citing.AGAIN and book.work.fields["note"] == citing.AGAIN


def test_a_paper_that_no_bibliography_has_is_cited_by_its_source():
    paper, _ = cited(WILLIAMS, citation="Nobody1900")
    assert paper.work is None and "BMC Psychiatry" in paper.source.title
    (book,) = cited(SYNTHETIC, citation="x` {download}`/etc/passwd")
    assert book.name == "This book"


def test_what_is_not_known_is_not_in_a_citation():
    (book,) = cited(MEASURES, citation=None, contributors=[])
    assert "year" not in book.work.fields or book.work.fields["year"].isdigit()
    bare = citing.book({"title": "Trees"}, citing.Edition())
    assert references.apa(bare) == "Trees. (n.d.)."
    assert cited(SAMPLES)[-1].work.people == (), "it does not say whose the book is"
    of_people = citing.book(
        {"title": "T", "relation": "own", "contributors": [{"title": "Doe, Jane"}]}, citing.Edition()
    )
    assert references.apa(of_people) == "Doe, J. (n.d.). T."


def test_the_box_holds_what_the_files_hold_whatever_a_title_says():
    title = 'A <b> & "$x$" {{sub-ref}}`today` </pre>'
    found = cited(SYNTHETIC, title=title)
    shown = BeautifulSoup("".join(citing.box(found)), "html.parser")
    files = dict(citing.files(found))
    bibtex, ris = shown.find_all("pre")[-2:]
    assert bibtex.get_text() == files["downloads/cite-book.bib"].decode().strip()
    assert ris.get_text() == files["downloads/cite-book.ris"].decode().strip()
    assert list(parse_string(bibtex.get_text(), "bibtex").entries) == ["synthetic"]
    assert "\n\n" not in citing.box(found)[-1].partition("\n\n")[2], "MyST would end the HTML there"
    assert f"../{next(iter(files))}" in {link["href"] for link in shown.find_all("a", download=True)}


@pytest.mark.parametrize("rows", ["", "1,2021-03-04,,,x\n"])
def test_the_newest_edition_is_the_last_row(tmp_path, rows):
    assert citing.edition(tmp_path, {}) == citing.Edition()
    (tmp_path / "editions.csv").write_text(f"edition,published,searched_to,note,locator\n{rows}", "utf-8")
    assert citing.edition(tmp_path, {}) == (citing.Edition("1", "2021-03-04") if rows else citing.Edition())


def test_one_entry_is_read_of_a_bibliography_however_it_stands_there(tmp_path):
    file = tmp_path / "r.bib"
    file.write_text(
        "@article{A1, title={One}}\n  @book (B2,title={Two, @ home}, year=2001)\n@misc{C3, title={Three}}\n",
        "utf-8",
    )
    assert citing._entry(file, "B2")["B2"].fields["year"] == "2001"
    assert citing._entry(file, "B") == {} and citing._entry(tmp_path / "none.bib", "B2") == {}
