"""BibTeX (Scopus, Zotero, Mendeley, JabRef, Rayyan ...): entries are split by bibtexparser, which names their lines and goes
on after a broken one.

Fields of BibTeX are named freely: a field without a column of ours is left in the file and counted. So are comments.
Set aside are a broken entry, text between entries, a macro that nobody defined, a field given twice, a year or DOI that is
none.
"""

from __future__ import annotations

import functools
import logging
import re
from pathlib import Path
from typing import NamedTuple

from reviewbook.files.pieces import Piece
from reviewbook.files.wording import one_line, words
from reviewbook.review.decoding import read_text
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.imports.bibliography import Entries, Export, doi, joined, pages
from reviewbook.selection.imports.expected import require

# Our column: the fields that can fill it, the best first.
FIELDS = {
    "title": ("title",),
    "year": ("year", "date", "issued", "publication_year"),
    "doi": ("doi",),
    "journal": ("journal", "journaltitle", "booktitle", "source_title", "journal-full", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages", "art_number", "article-number", "eid", "articleno"),
    "abstract": ("abstract",),
    "record_type": ("document_type", "type"),
    "language": ("language", "langid"),
    "pmid": ("pmid", "pubmed_id"),
    "url": ("url", "link"),
}
# Macros that every BibTeX style defines.
MONTHS = {month: month for month in words("jan feb mar apr may jun jul aug sep oct nov dec")}
SCOPUS = re.compile(r"Scopus\s+EXPORT DATE:.*")
# The beginning of an entry, and a line that holds one whole field.
HEAD = re.compile(r"@(\w+)\s*[{(]\s*([^\s,={}]+)\s*,")
FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*([{\"].*[}\"])\s*,?\s*")
# Where a platform gives the PubMed identifier as the key of an entry, or as its note.
PMID = re.compile(r"PMID: ?(\d{1,8})")
# One part of a value, which "#" may join: {text}, "text", a number or the name of a macro. Braces nest to any depth, so
# they are followed by hand.
MARK = re.compile(r"\"|(?<!\\)[{}]")
BARE = re.compile(r"[^\s\"#%'(),={}]+")


class Entry(NamedTuple):
    """One entry as it stands: values without their outer delimiters, macros put in, LaTeX untouched."""

    key: str
    kind: str
    line: int
    fields: dict[str, str]
    lines: dict[str, int]  # line of each field
    raw: str


def read(file: Path) -> Export:
    """The records of a BibTeX file, with what was left in it and what was set aside.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is no BibTeX.
    """
    found, encoding = _split(file)
    for entry in found.entries_read:
        found.add(_record(entry, found), line=entry.line, raw=entry.raw)
    return found.export(encoding)


def entries(file: Path) -> tuple[list[Entry], list[Piece]]:
    """The entries of a BibTeX file with every field as it stands there, and what was set aside on the way."""
    found, _ = _split(file)
    return found.entries_read, found.pieces


class _Split(Entries):
    def __init__(self, file: Path):
        super().__init__(file)
        self.entries_read: list[Entry] = []


def _split(file: Path) -> tuple[_Split, str]:
    from bibtexparser import model
    from bibtexparser.splitter import Splitter

    text, encoding = read_text(file)
    require("bibtex", file, text)
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it warns of, we set aside
    found = _Split(file)
    blocks = [_within(block) for block in Splitter(text).split().blocks]
    macros = dict(MONTHS)
    for block in blocks:
        line, raw = block.start_line + 1, block.raw
        if isinstance(block, model.String):
            value, why = _value(block.value, macros)
            if why:
                found.set_aside(line, raw, why)
            macros[block.key.lower()] = value
    for block in blocks:
        line, raw = block.start_line + 1, block.raw
        if isinstance(block, model.Entry):
            found.entries_read.append(_entry(block, macros, found))
        elif isinstance(block, model.ParsingFailedBlock):
            why, key = f"not BibTeX: {_reason(block.error)}", _key(raw)
            if entry := _by_line(raw, line):
                found.entries_read.append(entry)
                found.set_aside(line, raw.strip(), f"{why}; its sound lines were taken", entry=key)
            else:
                found.broken(line, raw.strip(), why, entry=key)
        elif isinstance(block, model.ImplicitComment):
            outside = [text for text in block.comment.split("\n") if not text.lstrip().startswith("%")]
            if SCOPUS.fullmatch(block.comment.strip()):
                found.leave_outside("heading")
            elif "".join(outside).strip():
                found.set_aside(line, block.comment, "text outside every entry")
            else:
                found.leave_outside("comment")
        elif isinstance(block, model.ExplicitComment | model.Preamble):
            found.leave_outside("comment" if isinstance(block, model.ExplicitComment) else "preamble")
    found.settle()
    return found, encoding


def _by_line(raw: str, start: int) -> Entry | None:
    """A broken entry from those of its lines that hold one whole field each, as Scopus writes them; None without a title.

    Scopus takes over abstracts with the braces that their LaTeX had lost.
    """
    head = HEAD.match(raw)
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(raw.split("\n"), start):
        field = FIELD.fullmatch(line)
        if field and _end(field[2], 0) == len(field[2]):
            name = field[1].lower()
            fields.setdefault(name, field[2][1:-1])
            lines.setdefault(name, number)
    if head is None or "title" not in fields:
        return None
    return Entry(head[2], head[1].lower(), start, fields, lines, raw)


def _within(block):
    """The block itself where bibtexparser wrapped it because a key stands twice: two entries are two records."""
    while (inner := getattr(block, "ignore_error_block", None)) is not None:
        block = inner
    return block


def _reason(error: Exception) -> str:
    return one_line(getattr(error, "abort_reason", str(error))).rstrip(".")


def _key(raw: str) -> str:
    head = HEAD.match(raw)
    return head[2] if head else NOT_APPLICABLE


def _entry(block, macros: dict[str, str], found: _Split) -> Entry:
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    key = block.key.strip()
    for given in block.fields:
        name, line = given.key.lower(), given.start_line + 1
        value, why = _value(given.value, macros)
        if why:
            found.set_aside(line, given.value, why, entry=key, field=given.key)
        elif name not in fields:
            fields[name], lines[name] = value, line
        elif fields[name] == value:
            found.leave_outside(name)
        elif name not in {field for names in FIELDS.values() for field in names} | {"author"}:
            found.leave_outside(name)
            fields[name] += f"\n{value}"
        else:
            why = "the field is there twice; the first was taken"
            found.set_aside(line, given.value, why, entry=key, field=given.key)
    return Entry(key, block.entry_type.lower(), block.start_line + 1, fields, lines, block.raw)


def _value(text: str, macros: dict[str, str]) -> tuple[str, str]:
    """The value of a field and, where it is not understood, why."""
    parts, at = [], 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        start = at
        if text[at : at + 1] in ("{", '"'):
            end = _end(text, at)
            if end is None:
                return "", "braces or quotation marks do not match"
            parts.append(text[start + 1 : end - 1])
            at = end
        elif bare := BARE.match(text, at):
            at, word = bare.end(), bare[0]
            if not word.isdigit() and word.lower() not in macros:
                return "", f"the macro {word} is not defined"
            parts.append(macros.get(word.lower(), word))
        elif not text.strip():
            return "", ""
        else:
            return "", "not a value of BibTeX"
        rest = text[at:].lstrip()
        if not rest:
            return "".join(parts), ""
        if not rest.startswith("#"):
            return "", "text after the end of the value: a comma may be missing"
        at = text.index("#", at) + 1


def _end(text: str, at: int) -> int | None:
    """The place after the brace or quotation mark that closes the one at ``at``."""
    quoted, depth = text[at] == '"', 0
    for mark in MARK.finditer(text, at):
        if mark[0] == '"':
            if quoted and depth == 0 and mark.start() > at:
                return mark.end()
        elif mark[0] == "{":
            depth += 1
        else:
            depth -= 1
            if depth == 0 and not quoted:
                return mark.end()
    return None


def _record(entry: Entry, found: _Split) -> dict[str, str]:
    fields = dict(entry.fields)
    cells = {"source_key": entry.key, "record_type": entry.kind}
    place = {"entry": entry.key}
    if author := fields.pop("author", ""):
        cells["authors"] = joined(plain(name) for name in _names(author))
    for column, names in FIELDS.items():
        for name in names:
            value = one_line(fields.get(name, ""))
            if not value or (name == "type" and entry.kind in ("phdthesis", "techreport", "misc")):
                continue
            if column == "year":
                value = found.dated(plain(value), line=entry.lines[name], field=name, **place)
            elif column == "doi":
                value = found.identified(value.replace("\\", ""), line=entry.lines[name], field=name, **place)
            elif column == "pages":
                value = pages(plain(re.sub(r"\s*-{2,}\s*", "-", value)), "")
            elif column == "url":
                value = (
                    re.sub(r"\\url\{(.*)\}", r"\1", value)
                    .replace("\\_", "_")
                    .replace("\\%", "%")
                    .replace("\\&", "&")
                )
            else:
                value = plain(value)
            del fields[name]
            if value:
                cells[column] = value
                break
    if not cells.get("pmid"):
        for text in (entry.key, fields.get("note", "")):
            if pmid := PMID.fullmatch(text.strip()):
                cells["pmid"] = pmid[1]
                fields.pop("note" if text != entry.key else "", None)
                break
    if not cells.get("doi"):
        cells["doi"] = doi(cells.get("url", "")) or ""
    for name, value in fields.items():
        if value.strip():
            found.leave(name, value=value)
    return cells


def _names(text: str) -> list[str]:
    """The names of an author field: parted by " and " outside braces."""
    names, depth, start = [], 0, 0
    for at in re.finditer(r"[{}]|\s+and\s+", text):
        if at[0] in "{}":
            depth += 1 if at[0] == "{" else -1
        elif depth == 0:
            names.append(text[start : at.start()])
            start = at.end()
    return [*names, text[start:]]


def plain(text: str) -> str:
    """Text without its LaTeX: accents as letters, braces gone; a command that is not known stays as it is written."""
    if "\\" not in text:
        return one_line(re.sub(r"[{}]", "", text).replace("~", " ") if "{" in text else text)
    # LaTeX would take the rest of the line after a bare % as a comment; exports mean per cent.
    guarded = re.sub(r"(?<!\\)([%#&_^])", r"\\\1", text.replace("$", r"\$").replace(r"\\$", r"\$"))
    return one_line(_latex().latex_to_text(guarded))


@functools.cache
def _latex():
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    context = get_default_latex_context_db()
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=lambda node: node.latex_verbatim()))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim", strict_latex_spaces=False)
