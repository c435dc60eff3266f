"""Zip archives from strangers: what is not safe is refused before anything is unpacked."""

import io
import stat
import zipfile

import pytest

from reviewbook.files import archive
from reviewbook.review.problems import ReviewProblems


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries:
            packed.writestr(name, data)
    return out.getvalue()


def refused(data: bytes) -> list[str]:
    with pytest.raises(ReviewProblems) as wrong, archive.opened(data, name="a.zip"):
        pytest.fail("nothing may be unpacked")
    return [problem.code for problem in wrong.value.problems]


def test_files_are_found_whatever_their_case_and_read_whole():
    with archive.opened(zipped(("Sources/A.txt", b"one"), ("b.txt", b"two"), ("folder/", b""))) as found:
        assert found.names == ("Sources/A.txt", "b.txt")
        assert found.find("sources/a.TXT") == "Sources/A.txt" and found.find("c.txt") is None
        assert (found.size("b.txt"), found.read("b.txt")) == (3, b"two")


def test_a_path_of_windows_is_one_with_slashes():
    with archive.opened(zipped(("a\\b.txt", b"one"))) as found:
        assert found.names == ("a/b.txt",)


@pytest.mark.parametrize("name", ["../up", "a/../../up", "/etc/passwd", "C:/x", "..\\up"])
def test_a_path_out_of_the_archive_is_refused(name):
    assert refused(zipped((name, b""))) == ["QDAF-004"]


def test_links_archives_and_one_name_twice_are_refused_all_at_once():
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = zipped((link, b"/etc"), ("a", b""), ("a", b""), ("b.zip", b""))
    assert refused(data) == ["QDAF-004", "QDAF-004", "QDAF-003"]


def test_what_grows_beyond_measure_is_refused():
    assert set(refused(zipped(("zeros", bytes(archive.HARMLESS + 1))))) == {"QDAF-003"}


def test_more_text_than_may_be_read_is_refused_as_it_is_read(monkeypatch):
    monkeypatch.setattr(archive, "MOST_READ", 5)
    with archive.opened(zipped(("a", b"123"), ("b", b"123"))) as found:
        found.read("a")
        with pytest.raises(ReviewProblems, match="QDAF-003"):
            found.read("b")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04broken", zipped(("a", b"x" * 99))[:40]],
    ids=["empty", "broken", "half"],  # an archive holds the time it was made at
)
def test_what_is_no_archive_or_half_of_one_is_refused(data):
    assert refused(data) == ["QDAF-001"]


def test_a_damaged_entry_is_refused_when_it_is_read():
    data = bytearray(zipped(("a", bytes(range(256)) * 9)))
    data[60] ^= 0xFF
    with archive.opened(bytes(data)) as found, pytest.raises(ReviewProblems, match="QDAF-001"):
        found.read("a")


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    with pytest.raises(ReviewProblems, match=r"QDAF-001  gone\.zip"), archive.opened(tmp_path / "gone.zip"):
        pass
