"""The manuscript pack as a whole."""

import hashlib
import io
import json
import re

import openpyxl
import pytest
from docx import Document
from packages import ROOT, SYNTHETIC, WILLIAMS, open_once
from packages.policy import POLICY

from reviewbook.press.manuscript import chapter, pack
from reviewbook.press.manuscript.pack import MANIFEST, README, File, Pack
from reviewbook.review.problems import ReviewProblems

pytest.importorskip("typst")


@pytest.fixture(scope="module")
def small():
    return pack.made(ROOT, open_once(POLICY))


@pytest.fixture(scope="module")
def whole():
    return pack.made(ROOT, open_once(SYNTHETIC))


def words_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_tables_have_the_number_and_caption_of_the_book_and_the_same_cells_in_word_and_excel(whole):
    captions = [
        one.text
        for one in Document(io.BytesIO(whole.files["tables.docx"].data)).paragraphs
        if one.style.name == "Caption"
    ]
    book = openpyxl.load_workbook(io.BytesIO(whole.files["tables.xlsx"].data))
    numbers = [re.match(r"(Table|Fig\.) \d+[a-z]?", one)[0] for one in captions if "(continued)" not in one]
    assert numbers == book.sheetnames[1:] and len(set(numbers)) == len(numbers)
    assert (
        "Table 5. Sources searched" not in captions
        or book["Table 5"]["A1"].value == "Table 5. Sources searched"
    )
    text = words_of(whole.files["tables.docx"].data)
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=3, max_row=4):
            assert all(cell.data_type != "f" for cell in row)
            assert all(str(cell.value) in text for cell in row if isinstance(cell.value, str))


def test_no_markup_of_a_page_is_left_in_any_document(whole):
    for name, file in whole.files.items():
        if name.endswith(".docx"):
            assert not re.search(
                r"\{cite|\{\.rb-|</?(?:a|br|span|details)\b|:::|\{doc\}|\{numref\}", words_of(file.data)
            ), name


def test_every_drawing_comes_three_times_with_its_words_beside_it(whole):
    drawn = {name.rpartition(".")[0] for name in whole.files if name.endswith(".svg")}
    assert "figures/fig-1" in drawn
    for name in drawn:
        assert {f"{name}.png", f"{name}.pdf", f"{name}.txt"} <= set(whole.files)
        assert len(whole.files[f"{name}.txt"].data.decode().strip().splitlines()) >= 3


def test_the_filled_checklist_has_every_item_and_the_page_that_answers_it():
    table = Document(
        io.BytesIO(pack.documents.checklists(open_once(WILLIAMS), {"book/methods": "Methods"})["prisma-scr"])
    ).tables[0]
    assert [row.cells[0].text for row in table.rows[1:]] == [str(at) for at in range(1, 23)]
    assert "Methods" in {row.cells[4].text for row in table.rows}


def test_the_manifest_has_the_size_and_checksum_of_every_file_and_no_day_of_today(small):
    told = json.loads(small.files[MANIFEST].data)
    assert {one["file"] for one in told["files"]} == set(small.files) - {MANIFEST}
    for one in told["files"]:
        data = small.files[one["file"]].data
        assert (one["bytes"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest()) and one["about"]
    assert all(
        name in small.files[README].data.decode() for name in small.files if name not in (README, MANIFEST)
    )


def test_what_a_review_does_not_give_is_said_and_left_out(small):
    assert "tidier.docx" not in small.files and not any(
        name.startswith("checklists/") for name in small.files
    )
    assert {"TIDieR sheets", "filled reporting checklists"} <= {one.what for one in small.left}


def test_the_same_review_gives_the_same_bytes(small):
    again = pack.made(ROOT, open_once(POLICY))
    assert {name: one.data for name, one in again.files.items()} == {
        name: one.data for name, one in small.files.items()
    }


def listed(*names: str) -> Pack:
    files = {name: File(name.encode(), "x") for name in names}
    return Pack(pack._listed(open_once(POLICY), files, []), ())


def test_a_folder_is_replaced_whole_and_a_strangers_is_left_as_it_is(tmp_path):
    there = tmp_path / "pack"
    pack.write(listed("a.txt", "old/b.txt"), there)
    pack.write(listed("a.txt", "c.txt"), there)
    assert sorted(one.name for one in there.rglob("*")) == ["README.txt", "a.txt", "c.txt", MANIFEST]
    (there / "letter.txt").write_text("Dear editor", encoding="utf-8")
    with pytest.raises(ReviewProblems) as wrong:
        pack.write(listed("d.txt"), there)
    assert wrong.value.problems[0].code == "EXPO-007" and "letter.txt" in wrong.value.problems[0].found
    assert not (there / "d.txt").exists()


def test_a_list_of_files_that_leads_out_of_the_folder_takes_nothing_away(tmp_path):
    there, outside = tmp_path / "pack", tmp_path / "mine.txt"
    outside.write_text("mine", encoding="utf-8")
    there.mkdir()
    (there / MANIFEST).write_text(json.dumps({"files": [{"file": "../mine.txt"}]}), encoding="utf-8")
    pack.write(listed("a.txt"), there)
    assert outside.read_text(encoding="utf-8") == "mine"


def test_long_tables_are_whole(monkeypatch):
    monkeypatch.setattr("reviewbook.page.grid.ROWS", 2)
    monkeypatch.setattr("reviewbook.page.grid.FIRST_ROWS", 1)
    found, _, _ = pack._numbered(list(chapter.pages_of(ROOT, open_once(POLICY))), open_once(POLICY))
    sources = next(one.grid for one in found if one.grid.caption.startswith("Sources"))
    assert len(sources.rows) == len(open_once(POLICY).sources)
