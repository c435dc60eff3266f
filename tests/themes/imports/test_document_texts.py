"""The texts of coded documents, written for checks of quotations."""

from packages import SYNTHETIC, rows_of
from packages.coded_review import CODES, bytes_of, project, refused

from reviewbook.files import replace


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
