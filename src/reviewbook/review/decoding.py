"""The text in the bytes of a foreign file, whatever its encoding."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import beside

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Beginnings of files that are no text; what they are called in a problem.
BINARY = {
    b"PK\x03\x04": "a zip file or a workbook (.xlsx)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"\x1f\x8b": "a gzip file",
    b"SQLite format 3": "an SQLite database",
}
TEXT = "a file of text that can be read"  # what is expected where none is
LARGEST = 512 * 2**20  # bytes; a million records with their abstracts
BYTES = "a file of bytes, no text"
GUESSED = ("cp1252", "latin-1")  # what any bytes can be read as
CONTROLS = re.compile("[\x80-\x9f]")
# What bytes of another encoding give that are read as cp1252: a capital within a word, three such letters in a row, a letter
# where a dash stood, a sign that begins or ends no word; of UTF-8, what its pairs of bytes become.
UNLIKELY = re.compile(
    r"[a-z][À-ÖØ-ÞŠŒŽŸ]|[À-ÖØ-öø-ÿŠŒŽšœžŸƒ]{3}|(?<!\w)[ÐÑ](?!\w)|[\x80-\x9f]|[˜¶¤¦¨¯¸¬]\w"
    r"|Ÿ[a-zß]|[a-zß]§(?![\s\d])|[ÂÃ][\xa1-\xbf€‚ƒ„…†‡ˆ‰‹‘’“”•–—˜™›]|â€"
)
# Encodings of other scripts and of the east of Europe, which a second opinion is believed about; it mistakes dashes and quotation
# marks of cp1252 for letters of others (MacLatin2, cp437). Their names are those of Python.
BELIEVED = re.compile(
    r"cp125[013-7]|iso8859-(?:2|5|6|7|8|9|13|16)|koi8-\w|kz1048|mac-(?:cyrillic|greek|turkish)|tis-620|cp874"
    r"|gb\w+|big5\w*|shift_jis\w*|euc_\w+|cp9(?:32|49|50)|johab"
)
LEAST = 0.1  # how sure of one of them: of 862 passages that were cp1252, none was mistaken for one
ITS_NAME = "the name of an encoding, such as utf-8, cp1252, cp1251, gb18030, shift-jis or mac-roman"

# Said once for all files of an import: readers open them at many depths.
_said: ContextVar[str | None] = ContextVar("encoding of foreign files", default=None)


class Decoded(NamedTuple):
    """The text of some bytes without a byte order mark, its line ends as they are."""

    text: str
    encoding: str
    marked: bool  # the bytes begin with a byte order mark


@contextmanager
def in_encoding(name: str | None) -> Iterator[None]:
    """Within, `read_text` reads foreign files in this encoding; None: in the one that each shows.

    Parameters
    ----------
    name : that of an encoding of text (`unfit`).
    """
    token = _said.set(name and codecs.lookup(name).name)
    try:
        yield
    finally:
        _said.reset(token)


def read_text(file: Path, *, sure: bool = True) -> tuple[str, str]:
    """The text of a file with plain line ends, and the encoding it was read in (see `decoded` and `in_encoding`).

    Parameters
    ----------
    sure : refuse a file whose encoding cannot be told, rather than read it in the likeliest.

    Raises
    ------
    ReviewProblems (IMPT-001) where there is no such file, it is empty or larger than `LARGEST`, it holds no text, or its encoding
    is not the one that was said, or cannot be told.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
        size = file.stat().st_size
    except OSError as error:
        raise _unreadable(file, (error.strerror or str(error)).lower(), TEXT + beside(file)) from None
    for mark, what in BINARY.items():
        if data.startswith(mark):
            raise _unreadable(file, what)
    if len(data) > LARGEST:
        found = f"a file of {max(size, len(data)) / 2**20:,.0f} MB"
        raise _unreadable(file, found, f"at most {LARGEST / 2**20:,.0f} MB of text")
    if sure and (said := _said.get()):
        text, encoding = _in_encoding(file, data, said), said
    else:
        text, encoding, _ = decoded(data)
        if sure and encoding in GUESSED and (problem := _doubt(file, data, text)):
            raise problem
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
            text = data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        if encoding == "utf-8" or not CONTROLS.search(text):  # no encoding of a country has them as text
            return Decoded(text, encoding, False)
    return Decoded(data.decode("latin-1"), "latin-1", False)


def _in_encoding(file: Path, data: bytes, said: str) -> str:
    """The text of bytes in the encoding that was said."""
    expected = "the encoding in which the file was saved, named with --encoding"
    mark = next(
        (encoding.removesuffix("-sig") for bytes_, encoding in BOMS.items() if data.startswith(bytes_)), ""
    )
    if mark and not said.startswith(("utf-16", "utf-32") if mark == "utf-16" else mark):
        raise _unreadable(file, f"a byte order mark of {mark}, not {said}", expected)
    try:
        text = data.decode(said)
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise _unreadable(file, f"bytes that are not {said} on line {line}", expected) from None
    if control := CONTROLS.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise _unreadable(file, f"a control character on line {line}, read as {said}", expected)
    return text


def _doubt(file: Path, data: bytes, text: str) -> ReviewProblems | None:
    """That an encoding which was guessed is likely another one; what the text reads in both, to judge by."""
    odd = UNLIKELY.search(text)
    likeliest = _likeliest(data, least=0 if odd else LEAST)
    if not odd and likeliest is None:
        return None
    expected = f"UTF-8, or an import with --encoding and {ITS_NAME}"
    found = "an encoding that cannot be told"
    if foreign := odd or re.search(r"[^\x00-\x7f]", text):
        found += f": its bytes could mean {quote(word_at(text, foreign))}"
    if likeliest:
        other = data.decode(likeliest)
        # where the two begin to differ
        at = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
        word = re.compile(r"\S").match(other, at)
        reads = f", in which it reads {quote(word_at(other, word))}" if word else ""
        expected = f"UTF-8, or an import with its encoding named, likely --encoding {likeliest}{reads}"
    return _unreadable(file, found, expected)


def _likeliest(data: bytes, *, least: float) -> str | None:
    """The encoding that bytes are likely in, where it is believed and gives another text than cp1252 without control characters.

    Parameters
    ----------
    least : how sure of it one must be, from 0 to 1.
    """
    import chardet

    plain = re.sub(rb"<[\x00-\x7f]{0,200}?>", b" ", data)  # markup, too, would be taken for a language
    lines = b"\n".join(line for line in plain.splitlines() if not line.isascii())[:200_000]
    seen = chardet.detect(lines)
    try:
        name = codecs.lookup(seen["encoding"] or "").name
        text = data.decode(name)
    except (LookupError, UnicodeError):
        return None
    believed = name == "mac-roman" or (BELIEVED.fullmatch(name) and seen["confidence"] >= least)
    same = text == data.decode("cp1252", errors="replace")
    return name if believed and not same and not CONTROLS.search(text) else None


def word_at(text: str, found: re.Match) -> str:
    """What stands around a place up to the next blanks, as far as a line goes."""
    before = text[max(0, found.start() - 20) : found.start()]
    after = text[found.end() : found.end() + 20]
    return (re.split(r"\s", before)[-1] + found[0] + re.split(r"\s", after)[0]).strip()


def begins(file: Path, mark: bytes) -> bool:
    """Whether a file begins with these bytes; no where it cannot be read, which is said where it is read as a text."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(mark)) == mark
    except OSError:
        return False


def unfit(name: str | None, files: Sequence[Path]) -> list[Problem]:
    """What is wrong with an encoding that is said of files, as problems (IMPT-005); none where none is said."""
    if name is None:
        return []
    wrong = [] if _is_of_text(name) else [Problem("IMPT-005", "--encoding", quote(name), ITS_NAME)]
    return wrong + [
        Problem("IMPT-005", "--encoding", f"{file.name}, {what}", "files of text")
        for file in files
        for mark, what in BINARY.items()
        if begins(file, mark)
    ]


def _is_of_text(name: str) -> bool:
    """Whether there is an encoding of this name, and not a codec of something else, such as base64."""
    try:
        codecs.lookup(name)
        with suppress(UnicodeError):
            b"a".decode(name)
    except (LookupError, ValueError):
        return False
    return True


def _unreadable(file: Path, found: str, expected: str = TEXT) -> ReviewProblems:
    return ReviewProblems([Problem("IMPT-001", file.name, found, expected)])
