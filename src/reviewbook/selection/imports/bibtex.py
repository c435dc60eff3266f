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
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files.pieces import Piece
from reviewbook.files.wording import one_line, words
from reviewbook.review.decoding import read_text
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.selection.imports.bibliography import IDENTIFIERS, Entries, Export, joined, pages
from reviewbook.selection.imports.columns import placed
from reviewbook.selection.imports.expected import require

# Our column: the fields that can fill it, the best first.
FIELDS = {
    "title": ("title",),
    "year": ("year", "date", "issued", "publication_year", "early access date", "early-access-date"),
    "doi": ("doi",),
    "journal": ("journal", "journaltitle", "booktitle", "source_title", "journal-full", "series"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages", "art_number", "article-number", "eid", "articleno"),
    "abstract": ("abstract",),
    "record_type": ("document_type", "type"),
    "language": ("language", "langid"),
    "pmid": ("pmid", "pubmed_id"),
    "isbn": ("isbn",),
    "url": ("url", "link"),
}
# Macros that every BibTeX style defines.
MONTHS = {month: month for month in words("jan feb mar apr may jun jul aug sep oct nov dec")}
SCOPUS = re.compile(r"Scopus\s+EXPORT DATE:.*")
NAME = r"(?:Early Access Date|[A-Za-z][\w-]*)"  # of a field; only Web of Science has one of several words
# The beginning of an entry up to its first field, its key between; what is no entry has another word behind "@".
HEAD = re.compile(
    r"^(?P<start>[ \t]*@(?!string\b|comment\b|preamble\b)\w+\s*[{(])(?P<key>[^=@]{0,300}?)"
    rf"(?P<comma>,?)(?P<blank>\s*)(?={NAME}\s*=\s*[{{\"\w])",
    re.MULTILINE | re.IGNORECASE,
)
PLAIN_KEY = re.compile(r"\s*[^\s,={}\"#%()\ue000]+\s*")
STANDS_FOR = "\ue000"  # before the number of a key that is not plain
# The beginning of a field: its name stands first on a line, or behind the end of another field.
START = re.compile(
    rf"(?:^|(?<=[}}\"],))[ \t]*({NAME})[ \t]*=[ \t]*(?=[{{\"\w])", re.MULTILINE | re.IGNORECASE
)
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


def read(file: Path, *, columns: Mapping[str, str] | None = None) -> Export:
    """The records of a BibTeX file, with what was left in it and what was set aside.

    Parameters
    ----------
    columns : our columns, and the fields that fill them, as in `table.read`.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read, or is no BibTeX, (IMPT-005) where no entry has such a field.
    """
    found, encoding = _split(file)
    named = placed(
        columns or {}, list(dict.fromkeys(name for entry in found.entries_read for name in entry.fields))
    )
    for entry in found.entries_read:
        for column, name in named.items():
            ours = "author" if column == "authors" else FIELDS.get(column, (column,))[0]
            if name in entry.fields:
                entry.fields[ours], entry.lines[ours] = entry.fields.pop(name), entry.lines[name]
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
    keyed = _Keys(text)
    blocks: list[Any] = [_within(block) for block in Splitter(keyed.text).split().blocks]
    macros = dict(MONTHS)
    for block in blocks:
        line, raw = block.start_line + 1, block.raw
        if isinstance(block, model.String):
            value, why = _value(block.value, macros)
            if why:
                found.set_aside(line, raw, why)
            macros[block.key.lower()] = value
    for block, behind in pairwise([*blocks, None]):
        line, raw = block.start_line + 1, block.raw
        is_broken = isinstance(block, model.ParsingFailedBlock)
        if is_broken or isinstance(block, model.Entry):
            why = f"not BibTeX: {_reason(block.error)}" if is_broken else ""
            if isinstance(behind, model.ImplicitComment) and _goes_on(block, behind, is_broken=is_broken):
                why, raw = why or "not BibTeX: a brace closes it too early", keyed.between(block, behind)
                behind.comment = ""
            if not why:
                found.entries_read.append(_entry(block, macros, found, keyed))
                continue
            key, kind = keyed.head(raw)
            raw = keyed.as_written(raw).strip()
            if entry := _by_field(raw, line, key, kind, macros):
                found.entries_read.append(entry)
                found.set_aside(line, raw, f"{why}; its sound fields were taken", entry=key)
            else:
                found.broken(line, raw, why, entry=key)
        elif isinstance(block, model.ImplicitComment):
            outside = [text for text in block.comment.split("\n") if not text.lstrip().startswith("%")]
            if SCOPUS.fullmatch(block.comment.strip()):
                found.leave_outside("heading")
            elif "".join(outside).strip():
                found.set_aside(line, block.comment, "text outside every entry")
            elif block.comment.strip():
                found.leave_outside("comment")
        elif isinstance(block, model.ExplicitComment | model.Preamble):
            found.leave_outside("comment" if isinstance(block, model.ExplicitComment) else "preamble")
    found.settle()
    return found, encoding


class _Keys:
    """A text in which every key can be read: what is none of BibTeX's (commas, braces, none at all) is a sign that stands for it."""

    def __init__(self, text: str):
        self.written: list[
            tuple[str, str]
        ] = []  # of each such key, and how it stands there with what is behind it
        self.text = HEAD.sub(self._named, text)
        self.lines = self.text.split("\n")

    def _named(self, head: re.Match) -> str:
        if head["comma"] and PLAIN_KEY.fullmatch(head["key"]):
            return head[0]
        self.written.append((plain(head["key"].strip(" \t\n,")), head["key"] + head["comma"]))
        lines = "\n" * head["key"].count("\n")  # what follows stays on its line
        return f"{head['start']}{STANDS_FOR}{len(self.written) - 1}{lines},{head['blank']}"

    def as_written(self, text: str) -> str:
        """A part of the text as it stands in the file."""
        return re.sub(rf"{STANDS_FOR}(\d+)\n*,", lambda sign: self.written[int(sign[1])][1], text)

    def key(self, text: str) -> str:
        """The key of an entry; blank where it has none."""
        text = text.strip()
        return self.written[int(text[1:])][0] if text.startswith(STANDS_FOR) else text

    def head(self, raw: str) -> tuple[str, str]:
        """Key and kind of the entry with which a text begins."""
        head = re.match(r"\s*@(\w+)\s*[{(]([^,=]*)", raw)
        return (self.key(head[2]), head[1].lower()) if head else (NOT_APPLICABLE, "")

    def between(self, block, last) -> str:
        """The text from the beginning of a block to the end of another one."""
        return "\n".join(self.lines[block.start_line : last.start_line + last.comment.count("\n") + 1])


def _goes_on(block, behind, *, is_broken: bool) -> bool:
    """Whether text outside every entry is the rest of the one before: it has fields, and begins where that one ended."""
    end = block.start_line + block.raw.count("\n")
    return START.search(behind.comment) is not None and behind.start_line <= end + is_broken


def _by_field(raw: str, start: int, key: str, kind: str, macros: dict[str, str]) -> Entry | None:
    """A broken entry from those of its fields that stand whole between two others; None without a title.

    Scopus and Web of Science take over abstracts with the braces that their LaTeX had lost.
    """
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    starts = list(START.finditer(raw))
    ends = [*(following.start() for following in starts[1:]), len(raw)]
    for at, end in zip(starts, ends, strict=False):  # of an entry without a field there is an end alone
        text = raw[at.end() : end].strip().removesuffix(",")
        # behind the last field stands what closes the entry
        for own in (text, text[:-1].rstrip().removesuffix(",")) if end == len(raw) else (text,):
            value, why = _value(own, macros)
            if value and not why:
                fields.setdefault(at[1].lower(), value)
                lines.setdefault(at[1].lower(), start + raw.count("\n", 0, at.start(1)))
                break
    return Entry(key, kind, start, fields, lines, raw) if "title" in fields else None


def _within(block):
    """The block itself where bibtexparser wrapped it because a key stands twice: two entries are two records."""
    while (inner := getattr(block, "ignore_error_block", None)) is not None:
        block = inner
    return block


def _reason(error: Exception) -> str:
    return one_line(getattr(error, "abort_reason", str(error))).rstrip(".")


def _entry(block, macros: dict[str, str], found: _Split, keyed: _Keys) -> Entry:
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    key = keyed.key(block.key)
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
    return Entry(
        key, block.entry_type.lower(), block.start_line + 1, fields, lines, keyed.as_written(block.raw)
    )


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
            elif column in IDENTIFIERS:
                value = found.identified(value, line=entry.lines[name], field=name, column=column, **place)
            elif column == "pages":
                value = pages(plain(re.sub(r"\s*-{2,}\s*", "-", value)), "")
            else:
                value = plain(value)
            if column == "journal":
                value = found.published_in(value, field=name)
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
    for name, value in fields.items():
        if value.strip():
            found.leave(name, value=value)
    return cells


def _names(text: str) -> list[str]:
    """The names of an author field: parted by " and " outside braces.

    Web of Science and JabRef put the whole list in a second pair: it is one where each part is a surname, a comma and what is before it.
    """
    names, depth, start = [], 0, 0
    if text[:1] + text[-1:] == "{}" and _end(text, 0) == len(text):
        within = _names(text[1:-1])
        if len(within) > 1 and all(name.count(",") == 1 for name in within):
            return within
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
