"""EndNote XML, of today and of EndNote 7 and earlier (in capitals, with other names).

Each <record> is read by itself, so that a broken one loses no other; a file that declares entities is refused, for it may grow
without end or point at other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from reviewbook.files.wording import one_line, words
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.selection.imports.bibliography import IDENTIFIERS, Entries, Export, address, joined, pages
from reviewbook.selection.imports.expected import other_format, require
from reviewbook.selection.imports.identifiers import is_none

ENTITIES = re.compile(r"<!ENTITY", re.IGNORECASE)
DEEPEST = 256  # elements within elements; EndNote's own go eight deep
RECORD = re.compile(
    r"<record(?:\s[^<>]*)?>.*?(?:</record\s*>|(?=<record[\s>])|\Z)", re.DOTALL | re.IGNORECASE
)
# XML 1.0 forbids these; EndNote writes them where a PDF's text was pasted in.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:[0-8]|1[124-9]|2\d|3[01]|x(?:0?[0-8bcef]|1[0-9a-f]));",
    re.IGNORECASE,
)
# Our column: the paths that can fill it, the best first.
PATHS = {
    "title": ("titles/title", "title"),
    "year": ("dates/year", "dates/pub-dates/date", "year", "date"),
    "doi": ("electronic-resource-num",),
    "journal": (
        "periodical/full-title",
        "titles/secondary-title",
        "alt-periodical/full-title",
        "periodical/abbr-1",
        "secondary_title",
    ),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "abstract": ("abstract",),
    "language": ("language",),
    "isbn": ("isbn",),
    "url": ("urls/related-urls/url", "urls/web-urls/url", "url"),
}
AUTHORS = ("contributors/authors/author", "authors/author")
KEYS = ("accession-num", "accession_number", "rec-number", "refnum")
# Elements of the format that hold nothing we have a column for (the first step of their path).
LEFT = words(
    """abstract accession-num access-date alt-periodical alt-title auth-address author-address call-num caption contributors
    custom1 custom2 custom3 custom4 custom5 custom6 custom7 database dates edition electronic-resource-num foreign-keys image isbn
    issue key keywords label language meeting-place misc1 misc2 misc3 modified-date notes num-vols number orig-pub pages periodical
    publisher pub-location rec-number ref-type related-urls remote-database-name remote-database-provider reprint-edition
    reprint-status research-notes reviewed-item section short-title size source-app style tertiary-title titles translated-author
    translated-title urls version volume work-type year zz-index
    alternate_title author_address call_number date image keywords original_pub place_published record_number refnum
    reference_type secondary_author secondary_title short_title subsidiary_author tertiary_author tertiary_title type_of_work url
    accession_number number_of_volumes custom_1 custom_2 custom_3 custom_4 custom_5 custom_6"""
)


def read(file: Path) -> Export:
    """The records of an EndNote XML file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002, IMPT-003) where the file cannot be read, is of another format, or declares entities.
    """
    text, encoding = read_text(file)
    require("endnote-xml", file, text)
    first = RECORD.search(text)
    if first is None:
        raise other_format("endnote-xml", file)
    if ENTITIES.search(text, 0, first.start()):
        raise ReviewProblems([Problem("IMPT-003", file.name, "declared entities", "XML without them")])
    found = Entries(file)
    at, line = 0, 1
    for record in RECORD.finditer(text):
        between = text[at : record.start()]
        if stray := re.sub(r"<[^<>]*>|\s", "", between):
            found.set_aside(line, stray, "text outside every record")
        line += between.count("\n")
        _read_record(record[0], found, line)
        line += record[0].count("\n")
        at = record.end()
    return found.export(encoding)


def _read_record(text: str, found: Entries, line: int) -> None:
    clean = FORBIDDEN.sub(" ", text)
    if clean != text:
        found.leave("forbidden character", len(FORBIDDEN.findall(text)))
    try:
        root = ElementTree.fromstring(clean)
        leaves = list(_leaves(root))
    except _TooDeep as error:
        found.broken(line, text.strip(), str(error))
        return
    except ElementTree.ParseError as error:
        found.broken(line, text.strip(), f"not XML: {one_line(str(error)).partition(':')[0]}")
        return
    texts: dict[str, list[str]] = {}
    for path, value in leaves:
        texts.setdefault(path, []).append(value)
    cells = _cells(texts, root, found, line)
    found.add(cells, line=line, raw=text.strip())


class _TooDeep(ValueError):
    """That elements stand deeper in one another than `DEEPEST`."""


def _leaves(element: ElementTree.Element, path: str = "", deep: int = 1) -> Iterator[tuple[str, str]]:
    """Every element with text of its own, by its path; <style> only dresses the text around it."""
    if deep > DEEPEST:
        raise _TooDeep(f"elements {deep} deep in one another, of which at most {DEEPEST} are read")
    inner = [child for child in element if child.tag != "style"]
    if inner:
        for child in inner:
            name = child.tag.lower()
            yield from _leaves(child, f"{path}/{name}" if path else name, deep + 1)
    elif path and (text := one_line("".join(element.itertext()))):
        yield path, text


def _cells(
    texts: dict[str, list[str]], root: ElementTree.Element, found: Entries, line: int
) -> dict[str, str]:
    key = next((texts.pop(path)[0] for path in KEYS if path in texts and not is_none(texts[path][0])), "")
    place: dict[str, Any] = {"line": line, "entry": key or f"line {line}"}
    cells = {"source_key": key}
    kind = root.find("ref-type")
    if kind is not None:
        cells["record_type"] = kind.get("name") or one_line("".join(kind.itertext()))
        texts.pop("ref-type", None)
    cells["authors"] = joined(name.rstrip(" ,") for path in AUTHORS for name in texts.pop(path, []))
    for column, paths in PATHS.items():
        for path in paths:
            for value in texts.pop(path, []):
                if cells.get(column):
                    found.leave(path)
                    continue
                if column == "year":
                    value = found.dated(value, field=path, **place)
                elif column == "url":
                    value = address(value)
                    found.leave(path, int(not value))
                elif column == "journal":
                    value = found.published_in(value, field=path)
                if column in IDENTIFIERS:
                    value = found.identified(value, field=path, column=column, **place)
                if value:
                    cells[column] = value
    cells["pages"] = pages("".join(texts.pop("pages", [])), "")
    if key.isdigit() and "PubMed" in " ".join(texts.get("remote-database-name", [])):
        cells["pmid"] = key
    for path, values in texts.items():
        if path.partition("/")[0] in LEFT:
            found.leave(path, len(values))
        else:
            for value in values:
                found.set_aside(line, value, "an element that is not known", entry=place["entry"], field=path)
    return cells
