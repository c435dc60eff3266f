"""What can be downloaded from a book: the tables as they are, and abstracts only where the review says so."""

import json

import pytest
from packages import SYNTHETIC, copied, rows_of
from packages.folders import add_column, declare

from reviewbook.check import open_review
from reviewbook.evidence_map import charts
from reviewbook.press import downloads, entries, pages
from reviewbook.review.reading import read
from reviewbook.selection.withheld import INSTEAD, NOTE

TEXT = "SYNTHETIC abstract: nobody wrote this"


@pytest.fixture
def review(tmp_path):
    """The synthetic review with an abstract for each record, a column of the authors' own, and pieces that hold abstracts."""
    folder = copied(SYNTHETIC, tmp_path)
    n = len(rows_of(folder / "records.csv"))
    blank = ["not_reported"] * (n - 1)
    declare(
        folder, "records", {"name": "abstract", "type": "string"}, {"name": "title_words", "type": "string"}
    )
    declare(folder, "reports", {"name": "abstract_en", "type": "string"})
    # R10 is merged into R01, which has no abstract of its own.
    at = [row["record_id"] for row in rows_of(folder / "records.csv")].index("R10")
    add_column(folder, "records", "abstract", *(TEXT if i == at else blank[0] for i in range(n)))
    add_column(folder, "records", "title_words", *["5"] * n)
    add_column(
        folder,
        "reports",
        "abstract_en",
        *(f"{TEXT} {n % 2}" for n, _ in enumerate(rows_of(folder / "reports.csv"))),
    )
    with (folder / "set_aside.csv").open("a", encoding="utf-8") as lines:
        lines.write(f"i5a0000000001,2,60,Synthetic record 05,AB,{TEXT},twice\n")
        lines.write(f"i5a0000000001,3,70,not_applicable,not_applicable,{'word ' * 60}{TEXT},no entry\n")
    return folder


def allow(folder, said):
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"abstracts": said}), "utf-8")


def published(folder, to):
    to.mkdir()
    downloads.write(open_review(folder), to)
    return to


@pytest.mark.parametrize("said", [None, "withheld"])
def test_abstracts_are_withheld_unless_the_review_says_otherwise(review, said, tmp_path):
    if said:
        allow(review, said)
    before = {file.name: file.read_bytes() for file in review.iterdir()}
    place = published(review, tmp_path / "out")
    assert [file.name for file in place.iterdir() if TEXT in file.read_text("utf-8")] == []
    assert {file.name: file.read_bytes() for file in review.iterdir()} == before, "the review's own tables"
    header = rows_of(place / "records.csv")[0]
    assert "abstract" not in header and header["title_words"] == "5"
    assert "abstract_en" not in rows_of(place / "reports.csv")[0]
    found = [row["found"] for row in rows_of(place / "set_aside.csv")]
    assert found[:2] == ["in press", INSTEAD] and found[2].endswith("(cut: it may hold an abstract)")
    assert NOTE in (place / "README.md").read_text("utf-8")
    assert (place / "README.md").read_text("utf-8").startswith((review / "README.md").read_text("utf-8"))
    assert json.loads((place / "datapackage.json").read_text("utf-8"))["abstracts"] == "withheld"


def test_what_is_published_without_abstracts_is_a_sound_review_still(review, tmp_path):
    place = published(review, tmp_path / "out")
    assert [str(problem) for problem in read(place)[1]] == []


def test_a_review_that_publishes_abstracts_is_copied_to_the_byte(review, tmp_path):
    allow(review, "published")
    place = published(review, tmp_path / "out")
    assert len(list(place.iterdir())) > 20
    for file in place.iterdir():
        assert file.read_bytes() == (review / file.name).read_bytes(), file.name


def test_a_review_without_abstracts_is_copied_to_the_byte(tmp_path):
    place = published(SYNTHETIC, tmp_path / "out")
    assert {file.name for file in place.iterdir()} >= {"records.csv", "set_aside.csv", "README.md"}
    for file in place.iterdir():
        assert file.read_bytes() == (SYNTHETIC / file.name).read_bytes(), file.name


def test_the_page_of_records_shows_an_abstract_only_where_it_may(review):
    page = pages.records(open_review(review))
    assert TEXT not in page and NOTE in page
    assert page.split("tbl-merged-fields")[1].count(INSTEAD) == 1, "R10 has one that R01 lacks"
    allow(review, "published")
    page = pages.records(open_review(review))
    assert page.split("tbl-merged-fields")[1].count(TEXT) == 1 and NOTE not in page and INSTEAD not in page


def test_the_explorer_and_the_pages_of_reports_show_no_abstract(review, tmp_path):
    opened = open_review(review)
    entries.write(opened, tmp_path / "site", jobs=1)
    pages_ = [file.read_text("utf-8") for file in (tmp_path / "site").rglob("*") if file.is_file()]
    shown = [charts.data(opened).decode(), charts.evidence_map(opened).data, *pages_]
    assert len(shown) > 8 and not [text for text in shown if TEXT in text]
    allow(review, "published")
    assert TEXT in charts.data(open_review(review)).decode()


def test_a_page_without_abstracts_says_nothing_of_them():
    assert NOTE not in pages.records(open_review(SYNTHETIC))


def test_instruments_of_the_review_can_be_downloaded_with_its_tables(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "instruments").mkdir()
    (folder / "instruments" / "own.yaml").write_text("id: own\n", "utf-8")
    (tmp_path / "site").mkdir()
    downloads.write(read(folder)[0], tmp_path / "site")
    assert (tmp_path / "site" / "instruments" / "own.yaml").read_text("utf-8") == "id: own\n"
