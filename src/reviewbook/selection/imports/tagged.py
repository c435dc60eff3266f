"""Files of tagged lines (RIS, nbib, ciw, refworks, enw): a tag, its value, lines that go on with it; read into the fields of an entry.

The kept parsers were judged on the samples and left. rispy 0.10 drops the second value of a tag, an entry without an end and
text between entries without a word, and its Web of Science parser stops at tags that the export has; nbib 0.3.2 reads two of
three PubMed records and stops at ERIC's addresses and at a line without a tag; neither names a line. Reading a line is one
regular expression here; which tag fills which column, and what becomes of the rest, is ours in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from reviewbook.files.wording import one_line
from reviewbook.review.decoding import read_text
from reviewbook.selection.imports.bibliography import IDENTIFIERS, Entries, Export, address, joined
from reviewbook.selection.imports.expected import require

Field = tuple[str, str, int]  # tag, value and the line on which it begins


class Entry:
    """One entry with its fields in the order of the file."""

    def __init__(self, line: int):
        self.line = line
        self.fields: list[Field] = []

    def add(self, tag: str, value: str, line: int) -> None:
        self.fields.append((tag, value.strip(), line))

    def go_on(self, text: str) -> None:
        """Add a further line to the last field."""
        tag, value, line = self.fields[-1]
        self.fields[-1] = tag, f"{value}\n{text.strip()}" if value else text.strip(), line

    def of_tags(self) -> dict[str, list[Field]]:
        """The fields that have a value, by tag."""
        found: dict[str, list[Field]] = {}
        for given in self.fields:
            if given[1]:
                found.setdefault(given[0], []).append(given)
        return found

    def values(self, *tags: str) -> list[str]:
        return [value for tag, value, _ in self.fields if tag in tags and value]

    def first(self, *tags: str) -> str:
        """The first value of the first of these tags that has one."""
        return next((value for tag in tags for value in self.values(tag)), "")

    def raw(self) -> str:
        return "\n".join(f"{tag} {value}" for tag, value, _ in self.fields)


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


def begun_by(
    start: str, tagged: Callable[[str], tuple[str, str] | None], *, before: Collection[str] = ()
) -> Callable[[str, Entries], Iterator[Entry]]:
    """How a text is parted into entries that begin with one tag; behind a blank line with that of the first, where it is missing.

    Parameters
    ----------
    start : the tag with which an entry begins.
    tagged : tag and value of a line, None where it goes on with the field before.
    before : tags that may stand before ``start``, behind a blank line: then it begins an entry only where the one before has it.
    """

    def begins(tag: str, entry: Entry, first: str, after_blank: bool) -> bool:
        if tag == start and (not before or entry.first(start)):
            return True
        return after_blank and tag in (first, *before, *([start] if before else []))

    def entries(text: str, found: Entries) -> Iterator[Entry]:
        entry: Entry | None = None
        first, after_blank = "", False
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip():
                after_blank = True
                continue
            if tag_and_value := tagged(line):
                tag, value = tag_and_value
                if entry and begins(tag, entry, first, after_blank):
                    yield entry
                    entry = None
                first = first or tag
                entry = entry or Entry(number)
                entry.add(tag, value, number)
            elif entry:
                entry.go_on(line)
            else:
                found.set_aside(number, line, "text before the first entry")
            after_blank = False
        if entry:
            yield entry

    return entries


def fill(
    of_tag: dict[str, list[Field]],
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
    of_tag : the fields of the entry (`Entry.of_tags`), which are taken out of it.
    key : what the entry is called where a piece of it is set aside.
    columns : our column and the tags that can fill it, the best first: one value is taken.
    gathered : our column and the tags that can fill it, the best first: every value is taken, parted by "; ".
    left : tags that are known and have no column.
    carried : tags whose first value the caller carries itself.
    """
    cells: dict[str, str] = {}
    for tag in carried:
        if (more := len(of_tag.pop(tag, ())) - 1) > 0:
            found.leave(tag, more)
    for column, tags in gathered.items():
        for tag in filter(of_tag.__contains__, tags):
            values = of_tag.pop(tag)
            if column in cells:
                found.leave(tag, len(values))
            else:
                lines = (line for _, value, _ in values for line in value.split("\n"))
                cells[column] = joined(part.rstrip(" ,") for line in lines for part in line.split(";"))
    for column, tags in columns.items():
        for tag in filter(of_tag.__contains__, tags):
            values = of_tag.pop(tag)
            if column in cells:
                found.leave(tag, len(values))
            else:
                for nth, given in enumerate(values):
                    _take(cells, column, given, found, key=key, again=nth > 0)
    for tag, values in of_tag.items():
        if tag in left:
            found.leave(tag, len(values))
        else:
            for _, value, line in values:
                found.set_aside(line, value, "a tag that is not known", entry=key, field=tag)
    return cells


def _take(cells: dict[str, str], column: str, given: Field, found: Entries, *, key: str, again: bool) -> None:
    """One value for a column that takes one; ``again`` where the same tag had a value before."""
    tag, text, line = given
    value = text
    # The longest text by far is brought on one line where the entry is added; until then only its markup needs that.
    if column != "abstract" or "<" in text or "&" in text:
        value = one_line(text)
    if column == "url":
        value = address(text)
        if left := text.count("\n") + (not value):
            found.leave(tag, left)
    if column == "year":
        value = found.dated(value, line=line, entry=key, field=tag)
    elif column == "journal":
        value = found.published_in(value, field=tag)
    elif column in IDENTIFIERS:
        value = found.identified(value, line=line, entry=key, field=tag, column=column)
    if not value:
        return
    if column not in cells:
        cells[column] = value
    elif again and column == "abstract":
        cells[column] += f" {value}"  # one field a paragraph, in some exports
    elif again and column not in ("url", "isbn") and value != cells[column]:
        why = "the field is there twice; the first was taken"
        found.set_aside(line, text, why, entry=key, field=tag)
    else:
        found.leave(tag)
