"""XML from strangers as a tree of elements: small, bounded, without a document type, and whatever encoding it says it has."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from reviewbook.files.archive import refused
from reviewbook.review.decoding import BINARY, decoded
from reviewbook.review.problems import quote

DEEPEST = 256  # elements within elements: codes twenty levels deep need thirty
MOST_ELEMENTS = 2_000_000  # a passage with a coding has three
# XML 1.0 forbids these; programs write them where a text had them. One blank for each keeps the positions behind it.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)


@dataclass(slots=True)
class Node:
    """An element: its name and its attributes' names in small letters, without namespaces; ``line`` is where it begins."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self, *tags: str) -> Iterator[Node]:
        return (child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> Node | None:
        return next(self.all(tag), None)

    def below(self) -> Iterator[Node]:
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


def parsed(data: bytes, *, name: str) -> tuple[Node, int]:
    """The root of an XML file, and how many characters in it XML forbids (each is read as a blank).

    Raises
    ------
    ReviewProblems (QDAF-001, QDAF-003, QDAF-006, QDAF-007; QDAF-002 where it is no XML at all).
    """
    for mark, what in BINARY.items():
        if data.startswith(mark):
            raise refused("QDAF-002", name, what, "a REFI-QDA project or codebook")
    text = decoded(data).text
    if not text.strip():
        raise refused("QDAF-001", name, "an empty file", "a REFI-QDA project or codebook")
    if not text.lstrip().startswith("<"):
        found = f"text that begins {quote(text.strip()[:40])}"
        raise refused("QDAF-002", name, found, "XML: a REFI-QDA project or codebook")
    text, forbidden = FORBIDDEN.subn(" ", text.lstrip())
    return _tree(text, name), forbidden


def _tree(text: str, name: str) -> Node:
    # The text is already decoded, whatever encoding its declaration names (some programs write "utf-16" over UTF-8).
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.buffer_size = 2**16
    path: list[Node] = [Node("", {}, 0)]
    pieces: list[list[str]] = [[]]  # of the text of each element on the path
    n = 0

    def refuse(code: str, found: str, expected: str) -> None:
        raise refused(code, name, found, expected, row=parser.CurrentLineNumber)

    def doctype(*_: object) -> None:
        refuse("QDAF-006", "a document type (DOCTYPE)", "XML without one")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal n
        n += 1
        if n > MOST_ELEMENTS:
            refuse("QDAF-003", f"{n:,} elements and more", f"at most {MOST_ELEMENTS:,}")
        if len(path) > DEEPEST:
            refuse("QDAF-007", f"elements {len(path)} deep in one another", f"at most {DEEPEST} deep")
        named = {_local(key): value for key, value in attributes.items()}
        node = Node(_local(tag), named, parser.CurrentLineNumber)
        path[-1].children.append(node)
        path.append(node)
        pieces.append([])

    def end(_: str) -> None:
        node, text = path.pop(), "".join(pieces.pop())
        node.text = text if node.tag == "plaintextcontent" or text.strip() else ""

    def characters(piece: str) -> None:
        pieces[-1].append(piece)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(text.encode("utf-8", errors="replace"), True)
    except expat.ExpatError as error:
        why = expat.errors.messages[error.code]
        found = "XML that ends too early" if why in _CUT else f"what is no XML ({why})"
        raise refused("QDAF-001", name, found, "a whole XML file", row=error.lineno) from None
    return path[0].children[0]


_CUT = (
    expat.errors.XML_ERROR_NO_ELEMENTS,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN,
    expat.errors.XML_ERROR_PARTIAL_CHAR,
)


@functools.lru_cache(maxsize=1000)
def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
