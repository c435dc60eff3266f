"""Files of tagged lines (RIS, nbib, ciw): a tag, its value, lines that go on with it; read into the fields of an entry.

The kept parsers were judged on the samples and left. rispy 0.10 drops the second value of a tag, an entry without an end and
text between entries without a word, and its Web of Science parser stops at tags that the export has; nbib 0.3.2 reads two of
three PubMed records and stops at ERIC's addresses and at a line without a tag; neither names a line. Reading a line is one
regular expression here; which tag fills which column, and what becomes of the rest, is ours in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files.wording import one_line
from reviewbook.review.decoding import read_text
from reviewbook.selection.imports.bibliography import Entries, Export, address, joined
from reviewbook.selection.imports.expected import require


class Tagged(NamedTuple):
    """One field: its tag, its value and the line on which it begins."""

    tag: str
    value: str
    line: int


@dataclass
class Entry:
    """One entry with its fields in the order of the file."""

    line: int
    fields: list[Tagged] = field(default_factory=list)

    def add(self, tag: str, value: str, line: int) -> None:
        self.fields.append(Tagged(tag, value.strip(), line))

    def go_on(self, text: str) -> None:
        """Add a further line to the last field."""
        last = self.fields[-1]
        self.fields[-1] = last._replace(value=f"{last.value}\n{text.strip()}" if last.value else text.strip())

    def values(self, *tags: str) -> list[str]:
        return [given.value for given in self.fields if given.tag in tags and given.value]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        return next((value for tag in tags for value in self.values(tag)), "")

    @property
    def raw(self) -> str:
        return "\n".join(f"{given.tag} {given.value}" for given in self.fields)


def read(
    file: Path,
    format_: str,
    *,
    entries: Callable[[str, Entries], Iterable[Entry]],
    cells: Callable[[Entry, Entries], Mapping[str, str]],
) -> Export:
    """The records of a file of this format: ``entries`` parts its text, ``cells`` gives the columns of one entry.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is of another format.
    """
    text, encoding = read_text(file)
    require(format_, file, text)
    found = Entries(file)
    for entry in entries(text, found):
        found.add(cells(entry, found), line=entry.line, raw=entry.raw)
    return found.export(encoding)


def fill(
    entry: Entry,
    found: Entries,
    *,
    key: str,
    columns: Mapping[str, tuple[str, ...]],
    gathered: Mapping[str, tuple[str, ...]],
    left: Collection[str],
    carried: Collection[str] = (),
) -> dict[str, str]:
    """The cells of one entry; every field is carried, left and counted, or set aside.

    Parameters
    ----------
    key : what the entry is called where a piece of it is set aside.
    columns : our column and the tags that can fill it, the best first: one value is taken.
    gathered : our column and the tags that can fill it, the best first: every value is taken, parted by "; ".
    left : tags that are known and have no column.
    carried : tags whose first value the caller carries itself.
    """
    of_tag: dict[str, list[Tagged]] = {}
    for given in entry.fields:
        if given.value:
            of_tag.setdefault(given.tag, []).append(given)
    cells: dict[str, str] = {}
    for tag in carried:
        if tag in of_tag:
            found.leave(tag, len(of_tag.pop(tag)) - 1)
    for column, tags in gathered.items():
        for tag in tags:
            values = of_tag.pop(tag, [])
            if column in cells:
                found.leave(tag, len(values))
            elif values:
                lines = (line for given in values for line in given.value.split("\n"))
                cells[column] = joined(part.rstrip(" ,") for line in lines for part in line.split(";"))
    for column, tags in columns.items():
        for tag in tags:
            values = of_tag.pop(tag, [])
            if column in cells:
                found.leave(tag, len(values))
                continue
            for nth, given in enumerate(values):
                _take(cells, column, given, found, key=key, again=nth > 0)
    for tag, values in of_tag.items():
        if tag in left:
            found.leave(tag, len(values))
        else:
            for given in values:
                found.set_aside(given.line, given.value, "a tag that is not known", entry=key, field=tag)
    return cells


def _take(
    cells: dict[str, str], column: str, given: Tagged, found: Entries, *, key: str, again: bool
) -> None:
    """One value for a column that takes one; ``again`` where the same tag had a value before."""
    value = one_line(given.value)
    place: dict[str, Any] = {"line": given.line, "entry": key, "field": given.tag}
    if column == "year":
        value = found.dated(value, **place)
    elif column == "doi":
        value = found.identified(value, **place)
    elif column == "url":
        value = address(given.value)
        found.leave(given.tag, given.value.count("\n") + (not value))
    if not value:
        return
    if column not in cells:
        cells[column] = value
    elif again and column == "abstract":
        cells[column] += f" {value}"  # one field a paragraph, in some exports
    elif again and column != "url" and value != cells[column]:
        why = "the field is there twice; the first was taken"
        found.set_aside(given.line, given.value, why, entry=key, field=given.tag)
    else:
        found.leave(given.tag)
