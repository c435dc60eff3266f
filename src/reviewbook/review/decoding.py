"""The text in the bytes of a foreign file, whatever its encoding."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from reviewbook.review.problems import Problem, ReviewProblems

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Beginnings of files that are no text; what they are called in a problem.
BINARY = {
    b"PK\x03\x04": "a zip file or a workbook (.xlsx)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3": "an SQLite database",
}
LARGEST = 512 * 2**20  # bytes; a million records with their abstracts
BYTES = "a file of bytes, no text"


class Decoded(NamedTuple):
    """The text of some bytes without a byte order mark, its line ends as they are."""

    text: str
    encoding: str
    marked: bool  # the bytes begin with a byte order mark


def read_text(file: Path) -> tuple[str, str]:
    """The text of a file with plain line ends, and the encoding it was read in (see `decoded`).

    Raises
    ------
    ReviewProblems (IMPT-001) where there is no such file, it is empty or larger than `LARGEST`, or it holds no text.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        size = file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error.strerror or str(error)) from None
    for mark, what in BINARY.items():
        if data.startswith(mark):
            raise _unreadable(file, what)
    if len(data) > LARGEST:
        found = f"a file of {max(size, len(data)) / 2**20:,.0f} MB"
        raise _unreadable(file, found, f"at most {LARGEST / 2**20:,.0f} MB of text")
    text, encoding, _ = decoded(data)
    if not text.lstrip("\ufeff\x00 \t\r\n"):
        raise _unreadable(file, "an empty file")
    if text.count("\x00") > len(text) / 100:
        raise _unreadable(file, BYTES)
    text = text.replace("\x00", "\ufffd").removeprefix("\ufeff")
    if "\r" in text:  # seen at once; to replace what is not there goes through the whole text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, encoding


def decoded(data: bytes) -> Decoded:
    """The text of some bytes, and the encoding it was read in.

    A byte order mark decides; without one the text is UTF-16 if every other byte is zero, else UTF-8 if it can be, else what
    its XML declaration says, else cp1252 (what Windows programs write in western Europe and America), else latin-1.
    """
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return Decoded(data.decode(encoding, errors="replace"), encoding.removesuffix("-sig"), True)
    start = data[:2000]
    for zeros, encoding in ((start[1::2], "utf-16-le"), (start[::2], "utf-16-be")):
        if zeros and zeros.count(0) > len(zeros) * 0.4 and start.count(0) < len(start) * 0.6:
            return Decoded(data.decode(encoding, errors="replace"), encoding, False)
    declared = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", data)
    for encoding in ("utf-8", *([declared[1].decode().lower()] if declared else []), "cp1252"):
        try:
            return Decoded(data.decode(encoding), encoding, False)
        except (UnicodeError, LookupError):
            pass
    return Decoded(data.decode("latin-1"), "latin-1", False)


def begins(file: Path, mark: bytes) -> bool:
    """Whether a file begins with these bytes; no where it cannot be read, which is said where it is read as a text."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(mark)) == mark
    except OSError:
        return False


def _unreadable(file: Path, found: str, expected: str = "a file of text that can be read") -> ReviewProblems:
    return ReviewProblems([Problem("IMPT-001", file.name, found, expected)])
