"""Works as RIS, BibTeX and CSL-JSON; the first two are read again by our own imports."""

import json

import pytest

from reviewbook.files.references import Work, as_bibtex, csl, of_entries, people, ris
from reviewbook.selection.imports import bibtex as read_bibtex
from reviewbook.selection.imports import ris as read_ris

WORK = Work(
    "Roe2020",
    "article",
    (("Roe", "Ann"), ("Council for Trees", "")),
    {
        "title": "50% of A & B: {x}",
        "journal": "J",
        "year": "2020",
        "volume": "3",
        "number": "2",
        "pages": "10--19",
        "doi": "10.5555/a_b",
    },
)


@pytest.mark.parametrize(("reader", "write"), [(read_ris, ris), (read_bibtex, as_bibtex)])
def test_what_is_written_is_read_again(tmp_path, reader, write):
    file = tmp_path / "works.txt"
    file.write_bytes(write([WORK, WORK._replace(key="Other", people=(), fields={"title": "Untold"})]))
    found = reader.read(file).records
    first, second = found.iloc[0], found.iloc[1]
    told = ("year", "doi", "journal", "volume", "issue", "authors")
    assert [str(first[one]) for one in told] == [
        "2020",
        "10.5555/a_b",
        "J",
        "3",
        "2",
        "Roe, Ann; Council for Trees",
    ]
    assert first["title"].startswith("50% of A & B: ") and first["pages"] in ("10-19", "10–19")
    assert b"pages = {10--19}" in as_bibtex([WORK])
    assert second["title"] == "Untold"


def test_csl_has_what_citeproc_asks_for():
    (one,) = json.loads(csl([WORK]))
    assert (one["id"], one["type"], one["issued"]) == ("Roe2020", "article-journal", {"date-parts": [[2020]]})
    assert one["author"] == [{"family": "Roe", "given": "Ann"}, {"literal": "Council for Trees"}]


def test_pages_of_ris_are_two_and_a_line_break_begins_no_tag():
    text = ris([WORK._replace(fields={"title": "A\nER  - ", "pages": "1-9"})]).decode()
    assert "SP  - 1\nEP  - 9\n" in text and text.count("\nER  - \n") == 1


def test_people_of_a_cell_and_of_a_bibliography(tmp_path):
    from pybtex.database import parse_string

    assert people("Doe, J; Body") == (("Doe", "J"), ("Body", ""))
    entries = parse_string(
        '@article{K, author = {van M{\\"u}ller, Ann and {A and B}}, title = {{T} \\& t}}', "bibtex"
    ).entries
    (work,) = of_entries(entries, ["K", "gone"])
    assert work.people == (("van Müller", "Ann"), ("A and B", ""))
    assert work.fields["title"] == "T & t"
