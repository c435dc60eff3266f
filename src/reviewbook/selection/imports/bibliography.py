"""What every reader of search exports needs: the text of a file, the forms of our cells, and the rows as they are built.

A reader carries what the table records has a column for. What it does not carry is never lost in silence:

- A field that it knows and that has no column (keywords, ISSN, publisher ...) is *left in the file* and counted by name.
  Formats with a closed list of tags (RIS, nbib, ciw, EndNote XML) name these tags as data; in formats whose fields are
  named freely (BibTeX, CSV, YAML) it is every field without a column.
- Everything else (an unknown tag, text outside every entry, a year that is none, a broken entry) is *set aside*: a `Piece`
  with its line.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.files.pieces import Piece
from reviewbook.files.wording import one_line, unmarked, words
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.review.private import EMAIL
from reviewbook.review.spreadsheets import SMALL, damage
from reviewbook.selection.imports.identifiers import doi, identifier, is_issn, is_none

if TYPE_CHECKING:
    import pandas as pd

# The columns of the table records that a file can give, in the order of its schema.
COLUMNS = (
    "title",
    "year",
    "doi",
    "authors",
    "journal",
    "volume",
    "issue",
    "pages",
    "abstract",
    "record_type",
    "language",
    "pmid",
    "isbn",
    "url",
    "source_key",
    "locator",
)
EXAMPLES = 50  # values of a field that are kept to tell what it holds
SHORT = ("volume", "issue", "pages")  # what spreadsheets take for days and numbers
# An entry with none of these is no record that anyone could find again, unless it has a key and one of `PLACED`.
TELLING = ("title", "doi", "authors", "abstract", "pmid", "url")
PLACED = ("year", "journal", "volume", "issue", "pages")

YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?!\d)")
COMPACT_DATE = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")
INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
SUFFIX = re.compile(r",? (?:Jr|Sr|I{2,3}|IV|2nd|3rd)\.?$")
TIGHT = re.compile(r"(?<=\w),(?=[^\W\d_])")  # "Doe,Ann", as RefWorks writes names
MAIL = re.compile(
    rf"[,\s]*[(\[<]?(?:e-?mail:? ?|mailto:)?{EMAIL.pattern}[)\]>]?", re.IGNORECASE
)  # behind a name
LINK = re.compile(r"\[https?:\S+")  # behind an identifier, as Ovid's workbooks have it
ADDRESS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
IDENTIFIERS = {
    "doi": "DOI",
    "pmid": "PubMed identifier",
    "isbn": "ISBN",
    "url": "address",
    "source_key": "key",
}  # as a person calls them
# What is searched and never what a record was published in, and what may stand beside such a name.
DATABASE = re.compile(
    r"\b(?:scopus|pubmed|medline|embase|psycinfo|psycarticles|psyndex|cinahl|wos|web of (?:science|knowledge)|ebsco(?:host)?|proquest"
    r"|ovid|lilacs|scielo|openalex|science ?direct|springer ?link|google scholar|semantic scholar|ieee xplore|acm digital library"
    r"|cochrane (?:library|central)|eric|dimensions|(?:the )?lens|crossref|jstor|biosis|zoological record|inspec|compendex"
    r"|sociological abstracts|assia|amed|clinicaltrials gov|ictrp)\b"
)
BESIDE_DATABASE = words(
    "all and apa api by central citation classic collection com complete core daily database databases epub ahead of print from full "
    "index in expanded library non indexed citations on org platform plus previews process r searched the to present text ultimate "
    "update via with"
)


@dataclass(frozen=True)
class Export:
    """What a file holds.

    ``records``: DataFrame, one row a record, with columns of the table records that the file can give (never record_id,
    source_id, duplicate_of or import_id: the store sets them), ``source_key`` and ``locator`` (file and line) always.
    ``decisions``: DataFrame, one row a decision, with columns of the table decisions, but ``source_key`` in place of
    record_id. Either is None where the format holds none. Text cells are str, missing (None/NA) where the file has nothing.
    ``left``: how often each field that we know and have no column for was left in the file; ``unplaced``: of those whose names are
    not known, the first values. ``encoding``: that in which the file was read.
    ``listed``: its records are those that its decisions are about, one for each, and never new ones.
    """

    entries: int
    records: pd.DataFrame | None = None
    decisions: pd.DataFrame | None = None
    set_aside: list[Piece] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    encoding: str = "utf-8"
    unplaced: Mapping[str, list[str]] = field(default_factory=dict)
    listed: bool = False


def address(text: str) -> str:
    """The first address of a field, whatever else stands there; "" for a link that only EndNote can follow."""
    lines = [one_line(line) for line in text.split("\n") if line.strip()]
    if first := next((line for line in lines if ADDRESS.match(line)), ""):
        return first
    return next((line for line in lines if not line.startswith("<")), "")


def year(text: str) -> str | None:
    """The year of publication in a date of any usual form; None where there is no year from 1500 to 2100."""
    if compact := COMPACT_DATE.search(text):
        return compact[1]
    found = YEAR.search(text)
    return found[1] if found else None


@functools.lru_cache(maxsize=10_000)
def is_database(text: str) -> bool:
    """Whether a text names a database and nothing else: the source of a record, never its journal.

    >>> is_database("Ovid MEDLINE(R) ALL"), is_database("Web of Science"), is_database("Science")
    (True, True, False)
    """
    plain = " ".join(re.findall(r"[^\W\d_]+", text.casefold()))
    beside, named = DATABASE.subn(" ", plain)
    return bool(named) and BESIDE_DATABASE.issuperset(beside.split())


def people(text: str) -> str:
    """Several names in one cell, parted by "; ", whatever parted them there: ";", "|", " and ", or "," between whole names.

    "Doe, Jane Mary" is one person: names with a "," between them are whole only where all have initials ("Doe J", "J Doe"), or
    where there are three or more and none is a single word.
    """
    text = TIGHT.sub(", ", one_line(text))
    for mark in (";", "|", "//"):
        if mark in text:
            return joined(text.split(mark))
    if re.search(r" and ", text):
        return joined(people(part) for part in re.split(r",? and ", text))
    parts = [SUFFIX.sub("", part) for part in SUFFIX.sub("", text).split(", ")]
    initialled = all(map(_has_initials, parts))
    if len(parts) > 1 and (initialled or (len(parts) > 2 and all(" " in part for part in parts))):
        # PubMed and others end the list, not the name, with a full stop
        closed = "." not in text[:-1]
        return joined((text.rstrip(".") if closed else text).split(", "))
    if len(parts) > 2 and len(parts) % 2 == 0 and all(map(INITIALS.fullmatch, parts[1::2])):
        return joined(map(", ".join, zip(parts[::2], parts[1::2], strict=True)))
    return text.rstrip(".") if re.search(r"\w{2}\.$", text) else text


def _has_initials(name: str) -> bool:
    """Whether a name begins or ends with its initials: "Doe JA", "Doe J.-A.", "J Doe"."""
    first, *rest = name.split(" ")
    letters = [re.sub(r"\W", "", word) for word in (first, rest[-1] if rest else "")]
    return bool(rest) and any(word.isalpha() and word.isupper() and len(word) <= 4 for word in letters)


def joined(values: Iterable[str]) -> str:
    """Values in their order, each once and on one line, parted by "; "."""
    return "; ".join(dict.fromkeys(cell for value in values if (cell := one_line(value))))


def pages(first: str, last: str) -> str:
    """First and last page as one cell; what an export calls "No Specified" is not_reported."""
    if not (first + last).isalnum():
        first, last = (re.sub(r"^pp?\.? +(?=\w)|\.$", "", page) for page in (first, last))
        first = re.sub(r"(?<=\w) *(?:-{1,3}|[\u2010-\u2015]) *(?=\w)", "-", first)
    if (first.lower(), last.lower()) in {("no", "specified"), ("no pagination", "specified")}:
        return NOT_REPORTED
    if first and last and first != last and not first.endswith(f"-{last}"):
        return f"{first}-{last}"
    return first or last


class Entries:
    """The records of one file as they are read, with what is left in the file and what is set aside."""

    def __init__(self, file: Path):
        self.file = file
        self.entries = 0
        self.rows: list[dict[str, str]] = []
        self.left: Counter[str] = Counter()
        self.unplaced: defaultdict[str, list[str]] = defaultdict(list)
        self.pieces: list[Piece] = []
        self._settled = 0  # pieces that are not of the entry being read
        self._left: list[tuple[str, int]] = []  # of the entry being read

    def leave(self, name: str, count: int = 1, *, value: str = "") -> None:
        """Count a field of the entry being read that we have no column for; its ``value`` where its name is not known."""
        self.left[name] += count
        self._left.append((name, count))
        if value and len(self.unplaced[name]) < EXAMPLES:
            self.unplaced[name].append(value)

    def leave_outside(self, name: str) -> None:
        """Count something between entries that we know and have no column for."""
        self.left[name] += 1

    def set_aside(
        self,
        line: int | None,
        found: str,
        why: str,
        *,
        entry: str = NOT_APPLICABLE,
        field: str = NOT_APPLICABLE,
    ) -> None:
        """Keep a piece that is not understood."""
        self.pieces.append(Piece(line, entry or NOT_APPLICABLE, field, found, why))

    def settle(self) -> None:
        """From here on, what is left or set aside is of the next entry."""
        self._settled = len(self.pieces)
        self._left = []

    def add(self, cells: Mapping[str, str], *, line: int, raw: str | Callable[[], str]) -> None:
        """One entry of the file as a record; without any word to find it by, its text (``raw``) is set aside whole."""
        self.entries += 1
        row = {
            name: value
            for name in COLUMNS
            if (cell := cells.get(name))
            and (value := cell if cell.isalnum() else one_line(unmarked(cell)))  # a word has nothing to mend
        }
        entry = row.get("source_key", NOT_APPLICABLE)
        for name in SHORT:
            if name in row and self.is_damaged(row[name], name, line=line, entry=entry, field=name):
                del row[name]
        if "authors" in row:
            row["authors"] = self._names(TIGHT.sub(", ", row["authors"]))
        for name in IDENTIFIERS:
            if name in row:
                row[name] = self.identified(row[name], line=line, entry=entry, field=name, column=name)
        if not row.get("doi") and (named := doi(row.get("url", ""))):
            row["doi"] = named
        if "journal" in row:
            row["journal"] = self.published_in(row["journal"], field="journal")
        row = {name: value for name, value in row.items() if value}
        placed = "source_key" in row and any(name in row for name in PLACED)
        if not placed and not any(name in row for name in TELLING):
            # set aside whole: its parts are neither left nor set aside once more
            for field_, count in self._left:
                self.left[field_] -= count
            earlier = self.pieces[: self._settled]
            self.pieces = earlier + [p for p in self.pieces[self._settled :] if p.field == NOT_APPLICABLE]
            why = "the entry has no title, author, abstract, DOI, PubMed identifier or address"
            found = raw() if callable(raw) else raw
            self.set_aside(line, found, why, entry=row.get("source_key", NOT_APPLICABLE))
            self.settle()
            return
        self.settle()
        if "pmid" in row:
            row.setdefault("source_key", row["pmid"])
        self.rows.append(row | {"locator": f"{self.file.name}, line {line}"})

    def broken(self, line: int, found: str, why: str, *, entry: str = NOT_APPLICABLE) -> None:
        """One entry of the file that could not be read at all."""
        self.entries += 1
        self.set_aside(line, found, why, entry=entry)

    def dated(self, text: str, *, line: int, entry: str, field: str) -> str:
        """The year in a date; a date without one is set aside and gives a blank."""
        found = year(text)
        if found is None and text.strip():
            self.set_aside(line, text, "no year of publication in it", entry=entry, field=field)
        return found or ""

    def is_damaged(
        self, text: str, column: str, *, line: int, entry: str, field: str, serials: frozenset[str] = SMALL
    ) -> bool:
        """Whether a spreadsheet made a field of a column of ours what it is (`damage`); then it is set aside."""
        if why := damage(text, column, serials=serials):
            self.set_aside(line, text, f"what a spreadsheet made of it: {why}", entry=entry, field=field)
        return bool(why)

    def _names(self, text: str) -> str:
        """Authors without the e-mail addresses that some databases put behind a name, which are left in the file."""
        if "@" not in text:
            return text
        bare, n = MAIL.subn("", text)
        if n:
            self.leave("authors (e-mail address)", n)
        return joined(bare.split(";")) if ";" in bare else one_line(bare)

    def published_in(self, text: str, *, field: str) -> str:
        """The journal, book or proceedings that a field names; a database is none, and is left in the file."""
        if is_database(text):
            self.leave(f"{field} (a database)")
            return ""
        return text

    def identified(self, text: str, *, line: int | None, entry: str, field: str, column: str = "doi") -> str:
        """The identifier that a field holds whole, blank where it holds none (`reviewbook.selection.imports.identifiers`).

        A word for none is counted; a publisher's number and further addresses behind are left in the file; anything else is set
        aside: of what is no whole identifier, all of it.

        Parameters
        ----------
        field : tag or name of the field in the file.
        column : {"doi", "pmid", "isbn", "url", "source_key"}, which the field is to fill.
        """
        found, what = identifier(column, unmarked(text)), IDENTIFIERS[column]
        if column == "isbn" and not found.value and (is_issn(text) or "isbn" not in field.lower()):
            self.leave(field)  # the number of a series: many formats have one field for both
            return ""
        if not found.value and is_none(text):
            if text.strip():
                self.leave(f"{field} (no identifier)")
        elif found.rest and (column == "url" or found.rest.endswith("[pii]") or LINK.fullmatch(found.rest)):
            self.leave(field)
        elif found.rest or not found.value:
            why = f"text after the {what}" if found.value else f"not a whole {what}"
            self.set_aside(line, found.rest or text, why, entry=entry, field=field)
        return found.value

    def export(self, encoding: str) -> Export:
        """Everything read, as an export with one row a record."""
        import pandas as pd

        columns = {name: pd.array([row.get(name) for row in self.rows], dtype="string") for name in COLUMNS}
        pieces = sorted(self.pieces, key=lambda piece: piece.line or 0)
        return Export(
            entries=self.entries,
            records=pd.DataFrame(columns),
            set_aside=pieces,
            left=+self.left,
            encoding=encoding,
            unplaced=self.unplaced,
        )
