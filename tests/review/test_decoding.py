"""The text in the bytes of a foreign file, whatever its encoding."""

import pytest

from reviewbook.review import decoding
from reviewbook.review.decoding import BINARY, begins, decoded, read_text
from reviewbook.review.problems import ReviewProblems

SAID = "Grüße – aus Köln"


@pytest.mark.parametrize(
    ("data", "encoding", "marked"),
    [
        (SAID.encode(), "utf-8", False),
        (SAID.encode("utf-8-sig"), "utf-8", True),
        (SAID.encode("utf-16"), "utf-16", True),
        (SAID.encode("utf-16-le"), "utf-16-le", False),
        (SAID.encode("utf-16-be"), "utf-16-be", False),
        (SAID.encode("cp1252"), "cp1252", False),
        (b"Gr\xfc\x81", "latin-1", False),
        ("<?xml version='1.0' encoding='iso-8859-2'?>ł".encode("iso-8859-2"), "iso-8859-2", False),
        ("<?xml version='1.0' encoding='nonsense'?>ü".encode("cp1252"), "cp1252", False),
    ],
)
def test_bytes_are_decoded_by_mark_then_by_what_they_can_be(data, encoding, marked):
    found = decoded(data)
    assert (found.encoding, found.marked) == (encoding, marked)
    assert found.text in (SAID, "Grü\x81") or found.text.endswith(("ł", "ü"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_has_plain_line_ends_and_no_mark(tmp_path, end):
    file = tmp_path / "a.txt"
    file.write_bytes(f"one{end}two".encode("utf-8-sig"))
    assert read_text(file) == ("one\ntwo", "utf-8")


def test_a_stray_zero_is_a_sign_that_cannot_be_read_and_many_are_no_text(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"a\x00" + b"b" * 200)
    assert read_text(file)[0][:2] == "a\ufffd"
    file.write_bytes(b"\x89PNG\x00\x00\x00\rIHDR")
    with pytest.raises(ReviewProblems, match=r"IMPT-001 .*a file of bytes, no text"):
        read_text(file)


@pytest.mark.parametrize(("mark", "what"), BINARY.items())
def test_a_file_that_is_no_text_is_called_what_it_is(tmp_path, mark, what):
    (tmp_path / "a.csv").write_bytes(mark + b" and more")
    with pytest.raises(ReviewProblems) as refused:
        read_text(tmp_path / "a.csv")
    assert [(p.code, p.file, p.found) for p in refused.value.problems] == [("IMPT-001", "a.csv", what)]


def test_a_file_begins_with_a_mark_or_not_and_one_that_is_not_there_does_not(tmp_path):
    (tmp_path / "a").write_bytes(b"PK\x03\x04")
    assert begins(tmp_path / "a", b"PK") and not begins(tmp_path / "a", b"%PDF")
    assert not begins(tmp_path / "gone", b"PK")


def test_a_text_longer_than_the_cap_is_refused_and_no_more_of_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(decoding, "LARGEST", 2 * 2**20)
    file = tmp_path / "a.ris"
    file.write_bytes(b"a" * 2 * 2**20)
    assert len(read_text(file)[0]) == 2 * 2**20
    file.write_bytes(b"a" * 3 * 2**20)
    with pytest.raises(ReviewProblems, match="found a file of 3 MB, expected at most 2 MB of text"):
        read_text(file)
