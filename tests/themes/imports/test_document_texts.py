"""The texts of coded documents, written for checks of quotations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, rows_of
from packages.coded_review import CODES, bytes_of, empty, project, refused
from packages.examples import examples

from reviewbook.files import replace, texts
from reviewbook.review.reading import load_review
from reviewbook.themes import exports
from reviewbook.themes.imports import coded, positions
from reviewbook.themes.imports import project as qda


def test_texts_are_written_so_that_positions_hold(review, add, tmp_path):
    texts = tmp_path / "a" / "texts"
    add(
        review,
        project([], [("d", "ü.txt", "text", "Grüße\r\nund – 👋\n"), ("p", "p.jpg", "picture")]),
        texts=texts,
    )
    assert bytes_of(texts) == {"u.txt": "Grüße\r\nund – 👋\n".encode()}


def test_texts_are_not_written_unless_asked_nor_on_a_dry_run(review, add, tmp_path):
    add(review, dry_run=True, texts=tmp_path / "texts")
    add(review)
    assert not (tmp_path / "texts").exists()
    assert not list(review.glob("*.txt"))
    add(review, texts=tmp_path / "texts")
    assert list(bytes_of(tmp_path / "texts")) == ["interview_1.txt"]


def test_note_says_how_many_texts_were_written(review, add, tmp_path):
    assert add(review, texts=tmp_path).notes[-1] == f"Texts of documents in {tmp_path}: 1 new of 1"
    assert add(review, texts=tmp_path).notes[-1] == f"Texts of documents in {tmp_path}: 0 new of 1"
    bare = project(CODES)
    assert add(review, bare, texts=tmp_path).notes[-1].startswith("No text of a document")


def test_text_that_the_review_has_in_another_file_is_not_written(synthetic, add, tmp_path):
    text = (SYNTHETIC.parent / "texts" / "Synthetic2019.txt").read_text("utf-8")
    row = rows_of(synthetic / "documents.csv")[0]
    add(synthetic, project([], [("d", row["name"], "text", text)]), texts=tmp_path / "texts")
    assert not (tmp_path / "texts").exists()


def test_another_text_in_the_folder_of_texts_is_never_overwritten(review, add, tmp_path):
    (tmp_path / "interview_1.txt").write_text("Mine")
    assert refused(review, add, texts=tmp_path) == [
        ("IMPT-013", str(tmp_path / "interview_1.txt"), 'another text than that of "Interview 1.docx"')
    ]
    assert (tmp_path / "interview_1.txt").read_text() == "Mine"


def test_folder_of_texts_that_cannot_be_made_is_told(review, add, tmp_path):
    (tmp_path / "file").write_text("")
    ((code, place, _),) = refused(review, add, texts=tmp_path / "file")
    assert (code, place) == ("PACK-006", str(tmp_path / "file"))


def test_texts_that_cannot_be_written_stop_the_import(review, add, monkeypatch, tmp_path):
    def failing(source, target):
        raise OSError("disk full")

    monkeypatch.setattr(replace.os, "replace", failing)
    assert refused(review, add, texts=tmp_path / "texts")[0][0] == "PACK-006"
    assert list((tmp_path / "texts").iterdir()) == []


def test_a_document_without_a_word_has_no_text_and_is_named(review, add, tmp_path):
    given = project(
        CODES, [("d", "Blank", "text", " \n-"), ("e", "None", "text", ""), ("f", "T", "text", "A word.")]
    )
    (done,) = add(review, given, texts=tmp_path / "texts").files
    assert bytes_of(tmp_path / "texts") == {"t.txt": b"A word."}
    assert [row["file"] for row in rows_of(review / "documents.csv")] == [
        "not_reported",
        "not_reported",
        "t.txt",
    ]
    assert [(piece.field, piece.found) for piece in done.set_aside] == [
        ("text of a document", "Blank and 1 more")
    ]
    assert not texts.read(tmp_path / "texts").unread


@examples(25)
@given(
    text=st.text(st.sampled_from("ab \n\x0b\x0c\x07\ufeff\u0301😀ß\u2028"), min_size=1, max_size=12),
    data=st.data(),
)
def test_whatever_is_imported_stands_in_its_text_through_check_and_export(tmp_path_factory, text, data):
    folder = empty(tmp_path_factory.mktemp("any") / "review")
    ends = st.integers(0, len(text))
    places = data.draw(st.lists(st.tuples(ends, ends).map(sorted), min_size=1, max_size=4))
    given_project = project(
        CODES,
        [("d", "Talk", "text", text)],
        [(f"e{n}", "d", *place) for n, place in enumerate(places)],
        [(f"e{n}", "c2", "Ann") for n in range(len(places))],
    )
    (file := folder.parent / "p.qdpx").write_text("p")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qda, "read", lambda files, format: given_project)
        coded.add(folder, [file], "refi-qda", texts=folder.parent / "texts")
    loaded = load_review(folder)
    placed = loaded.excerpts.dropna(subset=["start"])
    if not texts.holds_words(text):
        assert not (folder.parent / "texts").exists()
        return
    found = texts.read(folder.parent / "texts")
    assert not found.unread
    (source,) = found.sources.values()
    for row in placed.itertuples():
        assert 0 <= row.start < row.end <= len(source) == loaded.documents["characters"][0]
        assert positions.as_charted(source[row.start : row.end]) == row.text
    exported = exports.qdpx(loaded, sources=found.sources)
    assert not [one for one in exported.left if "positions" in one.what or "length" in one.what]


def test_marks_and_characters_that_no_file_can_hold_shift_no_passage(review, add, tmp_path):
    text = "\ufeffOne\x07 two.\x0cThree four."
    places = [("e1", "d", 0, 4), ("e2", "d", 6, 10), ("e3", "d", 6, 16)]
    given = project(CODES, [("d", "T", "text", text)], places, [(f"e{n}", "c2") for n in (1, 2, 3)])
    add(review, given, texts=tmp_path)
    (source,) = texts.read(tmp_path).sources.values()
    assert len(source) == len(text)
    for row in load_review(review).excerpts.itertuples():
        assert positions.as_charted(source[row.start : row.end]) == row.text
    assert "two.\nThree" in set(load_review(review).excerpts["text"])
