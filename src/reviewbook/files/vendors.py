"""The page of formats, book/imports.md: for each vendor what is read, what is not, and what to export instead.

It is made of the chapters' registers: their formats, the vendors of their ``imports/vendors.yaml``, and what is known by sight and
not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from reviewbook.files.formats import Format
from reviewbook.files.signs import FOREIGN, INSTEAD, OTHERWISE
from reviewbook.review import shipped

OPTION = re.compile(r"(?<![\w`-])--[a-z][a-z-]*")
HEAD = """\
% Made by `reviewbook import --formats > book/imports.md` from the registers of formats: change those, not this page.

# Imports

What `reviewbook import FORMAT FILE ...` takes in, for each vendor: what is read, what is not, and what to export instead.

Every import says how many entries the file has, how many of them were taken, known before or set aside, and in how many records
title, year, authors, DOI and abstract are filled.
What the review has no column for is left in the file and counted by name; what is not understood stands in `set_aside.csv` with its line.
Where a main field is blank in every record, or nothing was taken, the import stops, names the columns that could hold it, and
`--columns year=HEADING` names the right one.

What was set aside because something was lacking (a log before its articles) is tried again when it comes.
`reviewbook import --undo ID` takes an import back whole: what it wrote is noted in the hidden file `.imports.json` of the review's folder,
which belongs to the tables and is kept with them.
"""


@dataclass(frozen=True)
class Vendor:
    """One vendor or program."""

    vendor: str
    reads: dict[str, str]  # which of its exports each format is
    leaves: str = ""  # what is not carried over
    instead: dict[str, str] = field(default_factory=dict)  # what is not read, and what to do


def of_chapter(chapter: ModuleType) -> tuple[str, list[Vendor]]:
    """The title of a chapter's part of the page, and its vendors (``vendors.yaml`` beside its register)."""
    listed = shipped.read(Path(str(chapter.__file__)).with_name("vendors.yaml"))
    return listed["title"], [Vendor(**one) for one in listed["vendors"]]


def page(chapters: Iterable[ModuleType]) -> str:
    """The page, in Markdown: lists alone, which a narrow window holds."""
    lines = [HEAD]
    for chapter in chapters:
        title, vendors = of_chapter(chapter)
        lines += [f"## {title}", "", *map(_format, chapter.FORMATS)]
        for one in vendors:
            lines += ["", f"### {one.vendor}", "", *map(_coded, _of_vendor(one))]
        lines.append("")
    lines += ["## Known by sight, and refused by name", ""]
    lines += [_coded(f"- {words}: {INSTEAD.get(words, OTHERWISE)}") for words in FOREIGN]
    return "\n".join(lines) + "\n"


def _format(one: Format) -> str:
    options = ", ".join(f"`--{option}`" for option in one.options)
    return _coded(f"- `{one.name}`: {one.says} ({one.endings}){f'; takes {options}' if options else ''}")


def _of_vendor(one: Vendor) -> Iterator[str]:
    yield from (f"- Read as `{name}`: {what}" for name, what in one.reads.items())
    if one.leaves:
        yield f"- Left in the file: {one.leaves}"
    yield from (f"- Not read: {what}. Instead: {do}" for what, do in one.instead.items())


def _coded(text: str) -> str:
    """A text whose options are code, so that no dash of theirs is joined."""
    return OPTION.sub(r"`\g<0>`", text)
