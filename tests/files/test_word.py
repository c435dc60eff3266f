"""Word documents: what a table of them holds, and that nothing in them is of the day they are written."""

import io
import zipfile
from datetime import datetime

import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.files import word


def written(review=OPENED[SYNTHETIC], rows=(("a", "b"),)) -> bytes:
    document = word.blank(review, "Sheets", subject="A subject", keywords="A keyword")
    word.table(document, "Table 1. Sheets", ["One", "Two"], rows, [3.0, 4.0])
    return word.saved(document)


def test_a_table_has_its_caption_its_head_on_each_page_and_its_rows():
    document = Document(io.BytesIO(written(rows=[("a", "b"), ("c", "bell \x07")])))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["One", "Two"],
        ["a", "b"],
        ["c", "bell  "],
    ]
    assert [p.text for p in document.paragraphs if p.style.name == "Caption"] == ["Table 1. Sheets"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None


def test_a_document_is_of_the_day_of_the_last_edition():
    review = OPENED[SYNTHETIC]
    properties = Document(io.BytesIO(written(review))).core_properties
    assert properties.created.replace(tzinfo=None) == datetime.fromisoformat(
        review.editions["published"].iloc[-1]
    )
    assert properties.title == f"Sheets: {review.title}"[:255] and properties.subject == "A subject"
    undated = Document(io.BytesIO(written(only(review, editions=review.editions[:0])))).core_properties
    assert undated.created.replace(tzinfo=None) == word.UNDATED


@pytest.mark.parametrize(
    ("last", "line"),
    [
        ({"edition": "2", "published": "2026-03"}, ["Edition 2 of the book, 2026-03."]),
        ({"edition": "2", "published": None}, ["Edition 2 of the book."]),
        ({"edition": None, "published": "2026-03"}, []),
        (None, []),
    ],
)
def test_a_document_opens_with_what_it_is_of_which_edition_and_who_speaks(last, line):
    editions = OPENED[SYNTHETIC].editions[:0]
    review = only(OPENED[SYNTHETIC], editions=editions if last is None else pd.DataFrame([last]))
    document = word.blank(review, "Sheets", subject="A subject", keywords="A keyword")
    word.opening(document, review, "Sheets", speaks=["Whose it is.", "Its bell \x07."])
    told = [paragraph.text for paragraph in document.paragraphs]
    assert told == ["Sheets", review.title, *line, "Whose it is.", "Its bell  ."]


def test_it_is_the_same_each_time_and_no_part_bears_a_date_of_its_own():
    assert written() == written()
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
