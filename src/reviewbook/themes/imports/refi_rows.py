"""What is read of a REFI-QDA project, as rows; and how reviewbook itself writes what the standard has no place for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from reviewbook.files.elements import Node
from reviewbook.files.pieces import Left
from reviewbook.themes.imports.refi_sources import Archived, Beside

# How `reviewbook.themes.exports` writes what the standard has no place for.
ORIGIN = "reviewbook"
SCHEME = "coding scheme"  # first line of the description of a set that holds the codes of one scheme; GUID and code_id follow
CODE_ID = re.compile(r"([0-9A-Fa-f-]{36}): (\S+)")
COMPILED = "Compiled from the review's excerpts; not the text of a document."  # description of such a source
# Of links, by relation.
DIRECTION = {"illustrates": "OneWay", "supports": "OneWay", "limits": "OneWay", "contrary": "Bidirectional"}
EXCERPT = re.compile(
    r"""kind:[ ](?P<kind>[^\n]+)
    (?:\nspeaker:[ ](?P<speaker>[^\n]+))?
    (?:\ndirection:[ ](?P<direction>[^\n]+))?
    (?:\nbasis:[ ](?P<basis>[^\n]+))?
    (?:\npage:[ ](?P<page>[^\n]+))?
    (?:\ndocument_id:[ ](?P<document_id>[^\n]+))?
    (?:\nstart:[ ](?P<start>[0-9]{1,15})\nend:[ ](?P<end>[0-9]{1,15}))?
    (?P<wordless>\ntext:[ ]not_applicable)?
    \nlocator:[ ](?P<locator>.+)""",
    re.VERBOSE | re.DOTALL,
)
DOCUMENT = re.compile(
    r"""document_id:[ ](?P<document_id>[^\n]+)
    (?:\nreport_id:[ ](?P<report_id>[^\n]+))?
    \nlocator:[ ](?P<locator>.+)""",
    re.VERBOSE | re.DOTALL,
)
WHOLE = "the whole document"


class Text(NamedTuple):
    document: str
    text: str | None
    marked: bool  # began with a byte order mark
    offset: int  # where it begins in the document's text


@dataclass(slots=True)
class Selection:
    node: Node
    document: str
    start: int | None = None
    end: int | None = None
    place: str = ""
    wording: str = ""  # what the file says stands there
    text: int | None = None  # which of the texts its positions are in


class Reading:
    """The rows of a project as they are found, and what is left in the file."""

    def __init__(self, sources: Archived | Beside, *, own: bool):
        self.sources = sources
        self.own = own  # a review was exported to it
        self.codes: list[dict] = []
        self.documents: list[dict] = []
        self.excerpts: list[dict] = []
        self.codings: dict[tuple, dict] = {}
        self.relations: list[dict] = []
        self.cases: dict[tuple, dict] = {}
        self.users: dict[str, str] = {}
        self.texts: list[Text] = []
        self.selections: list[Selection] = []
        self.excerpts_of: dict[str, list[str]] = defaultdict(list)  # GUID of a selection -> keys of excerpts
        self.excerpts_in: dict[str, list[str]] = defaultdict(list)  # key of a document -> keys of excerpts
        self.compiled: set[str] = set()  # keys of sources that are no documents
        self.read: set[int] = set()  # ids of the elements of which nothing is left
        self.coded_with: dict[str, list[str]] = defaultdict(list)
        self._left: dict[str, list] = {}
        self.keys: set[tuple[str, str]] = set()  # by table

    def leave(self, what: str, example: str, why: str, n: int = 1) -> None:
        if not n:
            return
        if what not in self._left:
            self._left[what] = [0, " ".join(example.split())[:120], why]
        self._left[what][0] += n

    @property
    def left(self) -> tuple[Left, ...]:
        return tuple(Left(what, n, example, why) for what, (n, example, why) in self._left.items())

    def key(self, table: str, guid: str) -> str:
        """The GUID, or a key of its own where there is none or it is taken."""
        wanted = guid or f"{table}-{len(self.keys) + 1}"
        key, n = wanted, 1
        while (table, key) in self.keys:
            n += 1
            key = f"{wanted}-{n}"
        self.keys.add((table, key))
        return key

    def told(self, node: Node, form: re.Pattern[str]) -> dict[str, str | None]:
        """What the description of an element tells in a form that the export writes; nothing in other projects."""
        found = form.fullmatch(description(node) or "") if self.own else None
        if found is None:
            return {}
        self.read.add(id(node))
        return found.groupdict()


def description(node: Node) -> str | None:
    description = node.first("description")
    return description.text.strip() or None if description else None


def guid_of(node: Node) -> str:
    return normal(node.get("guid"))


def normal(guid: str) -> str:
    return guid.strip().strip("{}").lower()


def whole_number(value: str) -> int | None:
    return int(value) if re.fullmatch(r"\s*[+-]?\d{1,15}\s*", value, re.ASCII) else None


def base_of(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
