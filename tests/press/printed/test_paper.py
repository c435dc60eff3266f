"""The whole book as one PDF: contents with numbers, bookmarks, tags."""

import io

import pytest
from packages.browser import NONE, find
from pypdf import PdfReader

from reviewbook.press.printed.paper import book


def test_the_pdf_has_numbers_bookmarks_tags_and_the_same_bytes_again(site):
    if not (program := find()):
        pytest.skip(NONE)
    data = book(site, program)
    pdf = PdfReader(io.BytesIO(data))
    texts = [page.extract_text() for page in pdf.pages]
    at = next(n for n, text in enumerate(texts) if "Doe 2020" in text and "12" in text)
    assert "Folded words" in "".join(texts)
    assert f"Doe 2020 {at + 1}" in " ".join(texts[1].split())
    marks = pdf.outline
    assert [marks[0].title, marks[2].title] == ["Summary", "What was found"]
    assert pdf.root_object["/MarkInfo"]["/Marked"] and pdf.root_object["/Lang"] == "de"
    assert pdf.metadata.title == "A <book>"
    assert book(site, program) == data
