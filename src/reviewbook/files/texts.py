"""The texts that quotations were taken from: a folder of plain text, Markdown, HTML, JATS XML, Word and PDF files, read as text.

A text is what a reader reads: markup, scripts and superscript reference marks that are links are left out, footnotes of Word files come
last. A blank line or a line break may stand where the page had none; `reviewbook.themes.quotations` does not mind.
"""

from __future__ import annotations

import html
import io
import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from reviewbook.files.wording import ENTITY, words
from reviewbook.review.decoding import GUESSED, read_text
from reviewbook.review.problems import Problem, ReviewProblems

MOST_PAGES = 20_000  # of a PDF
LARGEST = 200 * 2**20  # bytes; a book of a thousand pages has two million
UNSEEN = re.compile(
    r"[.~]|thumbs\.db$|desktop\.ini$|__macosx$", re.IGNORECASE
)  # what systems and Word put there
UTF_32 = {b"\xff\xfe\x00\x00": "utf-32", b"\x00\x00\xfe\xff": "utf-32"}
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.-]+)""", re.IGNORECASE)
PAGE = "\n\f"  # between pages
WIDTHLESS = "\u200b"  # takes the place of markup, so that what follows stays where it is

# Elements within a line; every other begins a new one.
INLINE = words(
    "a abbr acronym b bdi bdo big cite code data dfn del em font i ins kbd mark q s samp small span strike strong sub sup time tt u "
    "var wbr bold italic monospace overline roman sans-serif sc underline xref ext-link named-content styled-content email uri "
    "abbrev inline-formula inline-graphic target milestone-start milestone-end hi emph"
)
LEFT_OUT = words("script style template noscript svg tex-math")
LINE_ENDS = frozenset(["br", "break"])
LINKS = frozenset(["a", "xref"])

# Markdown: what marks the text and is no part of it.
LINE_START = re.compile(r"^[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]|[-*+][ \t])?", re.MULTILINE)
MARKUP = re.compile(
    r"!?\[(?=[^\[\]]*\]\()|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+\"[^\"]*\")?\)"  # links and pictures
    r"|\[\^[^\]\s]+\]|</?[A-Za-z][^<>]*>|\\(?=[^\w\s])|[*`]+|~~"
)


class Texts(NamedTuple):
    """What a folder of texts holds."""

    sources: dict[str, str]  # text by name: its path in the folder, with "/" between folders
    unread: list[Problem]  # one a text that cannot be read
    passed_over: list[str]  # names of files that are no texts


def read(folder: str | os.PathLike, *, progress: Callable[[str], None] | None = None) -> Texts:
    """The texts of a folder and the folders in it, in the order of their names.

    The encoding is that of the byte order mark, else UTF-16 or UTF-8 where it can be, else what the file declares, else the likeliest.

    Parameters
    ----------
    progress : is told in words what is being done.

    Raises
    ------
    ReviewProblems (QUOT-006) where there is no such folder, or no file in it that could be a text.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise _no_texts(folder, "a file" if folder.exists() else "no such folder")
    found = Texts({}, [], [])
    for n, name in enumerate(_files(folder), 1):
        reader = READERS.get(Path(name).suffix.lower())
        if reader is None:
            found.passed_over.append(name)
            continue
        try:
            text = _read(reader, folder / name)
        except ReviewProblems as unreadable:
            why = unreadable.problems[0]
            found.unread.append(Problem("QUOT-003", name, why.found, why.expected))
        else:
            found.sources[name] = text
        if progress and n % 100 == 0:
            progress(f"{n:,} files of {folder.name} read")
    if not found.sources and not found.unread:
        raise _no_texts(folder, "no text in it" if found.passed_over else "an empty folder")
    return found


def _no_texts(folder: Path, what: str) -> ReviewProblems:
    expected = f"a folder of source texts ({' '.join(READERS)})"
    return ReviewProblems([Problem("QUOT-006", str(folder), what, expected, field="--sources")])


def _files(folder: Path) -> Iterator[str]:
    for path, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not UNSEEN.match(name))
        within = "" if Path(path) == folder else f"{Path(path).relative_to(folder).as_posix()}/"
        for name in sorted(files):
            if not UNSEEN.match(name):
                yield within + name


def _read(reader: Callable[[Path], str], file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise _unreadable(file, f"a file of {size / 2**20:,.0f} MB", f"at most {LARGEST / 2**20:,.0f} MB")
        if not size:
            raise _unreadable(file, "an empty file")
        text = reader(file)
    except OSError as error:
        raise _unreadable(file, (error.strerror or str(error)).lower()) from None
    if not holds_words(text):
        raise _unreadable(file, "no words")
    return text


def holds_words(text: str) -> bool:
    """Whether a text holds a letter or digit: one without is no source of anything."""
    return any(char.isalnum() for char in text)


def _unreadable(file: Path, found: str, expected: str = "a text that can be read") -> ReviewProblems:
    return ReviewProblems([Problem("QUOT-003", file.name, found, expected)])


def _plain(file: Path) -> str:
    """A file of text, whatever its encoding, with plain line ends."""
    data = file.read_bytes()
    if data[:4] in UTF_32:
        return _unix(data.decode(UTF_32[data[:4]], errors="replace"))
    text, encoding = read_text(file, sure=False)
    if encoding not in GUESSED:
        return text
    import chardet

    declared = DECLARED.search(data[:4096]) if data.lstrip()[:1] == b"<" else None
    likeliest = declared[1].decode() if declared else chardet.detect(data[:200_000])["encoding"]
    try:
        return _unix(data.decode(likeliest or encoding))
    except (UnicodeDecodeError, LookupError):
        return text


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _markdown(file: Path) -> str:
    """A Markdown text without its marks, each letter where it was."""

    def away(found: re.Match) -> str:
        return WIDTHLESS * len(found[0])

    text = ENTITY.sub(lambda found: html.unescape(found[0]).ljust(len(found[0]), WIDTHLESS), _plain(file))
    return MARKUP.sub(away, LINE_START.sub(lambda found: " " * len(found[0]), text)).replace("|", " ")


def _html(file: Path) -> str:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    root = etree.fromstring(_plain(file).encode("utf-8", "replace"), parser)
    for error in parser.error_log:  # what comes behind it is not read
        _require_within(file, error.type, error.message, error.line)
    return "" if root is None else _flow(root)


def _xml(file: Path) -> str:
    from lxml import etree

    # Without the declaration of the encoding: the text is already decoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _plain(file))
    # JATS names a DTD, which is not fetched; entities of its own stay unexpanded, so that none can grow.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        return _flow(etree.fromstring(text.encode("utf-8", "replace"), parser))
    except etree.XMLSyntaxError as error:
        _require_within(file, error.code, str(error), error.lineno)
        found = f"XML that is not well formed (line {error.lineno})"
        raise _unreadable(file, found, "a well-formed XML file, such as JATS") from None


def _require_within(file: Path, kind: int, message: str, line: int) -> None:
    """Raise the problem of a markup that lxml stopped to read at one of its bounds."""
    from lxml import etree

    if kind == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        if "depth" in message:
            found, expected = "elements too deep in one another", "at most 256 deep"
        else:
            found, expected = "a text or a value that is too long", "at most 10,000,000 characters in one"
        raise _unreadable(file, f"{found} (line {line})", expected)


def _flow(root) -> str:
    """The text of an element tree as it is read, a line for each block."""
    out: list[str] = []
    waiting = [(root, False)]
    while waiting:
        element, closes = waiting.pop()
        if not isinstance(element.tag, str):  # a comment, an instruction, or an entity that was not expanded
            text = element.text or ""
            out += [html.unescape(text) if text.startswith("&") else "", element.tail or ""]
            continue
        tag = element.tag.rpartition("}")[2].lower()
        own_line = tag not in INLINE
        if closes:
            out += ['"' if tag == "q" else "\n" if own_line else "", element.tail or ""]
            continue
        waiting.append((element, True))
        if tag in LEFT_OUT or _reference_mark(element, tag):
            continue
        out += ['"' if tag == "q" else "\n" if own_line or tag in LINE_ENDS else "", element.text or ""]
        waiting += [(child, False) for child in reversed(element)]
    return re.sub(r"\s*\n\s*", "\n", "".join(out)).strip()


def _reference_mark(element, tag: str) -> bool:
    """Whether an element is a superscript link, as of a reference or a footnote."""
    within = {child.tag.rpartition("}")[2].lower() for child in element if isinstance(child.tag, str)}
    if tag == "sup":
        return bool(within & LINKS)
    return tag in LINKS and within == {"sup"} and not (element.text or "").strip()


def _word(file: Path) -> str:
    from docx import Document
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    from reviewbook.files import archive

    with archive.opened(file):  # refuses what is unsafe to unpack
        pass
    try:
        part = Document(io.BytesIO(file.read_bytes())).part
        roots = [part.element.body]
        for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            roots += [parse_xml(rel.target_part.blob) for rel in part.rels.values() if rel.reltype == kind]
    except Exception as error:  # python-docx raises what it meets: KeyError, ValueError, XMLSyntaxError ...
        raise _unreadable(file, f"a damaged Word file ({type(error).__name__})", "a .docx file") from None
    return "\n".join(_word_flow(root) for root in roots).strip()


# Within a paragraph of Word. Deleted text (w:delText) is not there; what an old Word shows instead of a drawing is there twice.
WORD = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad", "ptab": "\t"}


def _word_flow(root) -> str:
    out: list[str] = []
    waiting = [(root, False)]
    while waiting:
        element, closes = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        if closes:
            out.append("\n")
        elif tag == "t":
            out.append(element.text or "")
        elif tag in WORD:
            out.append(WORD[tag])
        elif tag not in ("Fallback", "pPr", "rPr"):
            waiting += [(element, True)] if tag == "p" else []
            waiting += [(child, False) for child in reversed(element)]
    return "".join(out)


def _pdf(file: Path) -> str:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity that it copes with
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _unreadable(file, "a PDF with a password", "a PDF that opens without one")
        if (number := len(reader.pages)) > MOST_PAGES:
            raise _unreadable(file, f"a PDF of {number:,} pages", f"at most {MOST_PAGES:,} pages")
        pages = [page.extract_text() for page in reader.pages]
    except ReviewProblems:
        raise
    except Exception as error:  # a damaged PDF breaks wherever it is damaged
        found = f"a PDF that cannot be read ({type(error).__name__})"
        raise _unreadable(file, found, "a PDF that opens in a reader") from None
    if not any(char.isalnum() for page in pages for char in page):
        raise _unreadable(file, "a PDF of pictures", "a PDF with text: run text recognition first")
    return PAGE.join(pages)


READERS = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".xml": _xml,
    ".nxml": _xml,
    ".docx": _word,
    ".pdf": _pdf,
}
