"""Take a search strategy into a review, as databases print or export it: the table searches, a line a row.

What is read: a table with a header row (PubMed's history, Ovid's and EBSCO's tables in a spreadsheet), and text as it is copied from a
platform: "1. exp Schizophrenia/ (1234)" of Ovid, "#1 ..." of the Cochrane Library and Embase.com, "S1 ..." of EBSCO, and lines without
numbers, which are one search of one line.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import grids, ledger, workbook
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import one_line
from reviewbook.review import decoding
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed

FORMAT = "search"
TABLES = ("sources", "searches", "imports")
# What the headings of exports are called, letters alone.
HEADINGS = {
    "line": {"", "no", "number", "line", "searchnumber", "search", "set", "searchid", "id", "nr"},
    "text": {
        "query",
        "queries",
        "searches",
        "searchterms",
        "searchstatement",
        "searchquery",
        "searchstring",
        "strategy",
        "terms",
        "text",
    },
    "hits": {
        "results",
        "hits",
        "itemsfound",
        "records",
        "result",
        "found",
        "items",
        "resultsfound",
        "numberofresults",
        "count",
    },
}
_DATED = {"time", "date", "rundate", "runat", "lastrun"}
_NUMBERED = re.compile(r"^\s*(?:#|S|line\s+)?(\d{1,3})(?:[.):]\s*|\s+|\t)(?=\S)(.*)$", re.IGNORECASE)
_HITS = re.compile(
    r"^(.*\S)(?:\s*[(\[]\s*(\d[\d,. ]*)\s*(?:results?|hits?|records?)?\s*[)\]]|\t+\s*(\d[\d,. ]*)|\s{2,}(\d[\d,. ]*))\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"^(.*\S)\s+(\d[\d,]*)\s*$")
_TOLD = re.compile(
    r"\b(?:results?|hits?|records?)\s*[)\]]\s*$", re.IGNORECASE
)  # only so is a number behind a single line one of records
_PLAIN = re.compile(r"\d+")


class Line(NamedTuple):
    """A line of a strategy: its number, its text to the letter, how many records it found ("" where that is not said), its place."""

    line: int
    text: str
    hits: str
    place: str


def add(
    review: str | os.PathLike, file: Path, *, source_id: str | None = None, dry_run: bool = False
) -> Report:
    """Import a strategy into the table searches of a review.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    source_id : the source that was searched, as in sources.csv.
    dry_run : read and report, write nothing.

    Returns
    -------
    Report; what is left of the file is told by line

    Raises
    ------
    ReviewProblems, and nothing written: no source is named or it is not in sources.csv (IMPT-005), the file cannot be read
    (IMPT-001), holds no line of a strategy or two of one number (IMPT-021), or the review is none (IMPT-004).
    """
    folder = ledger.folder_of(review)
    loaded = needed(folder, *TABLES)
    known = sorted(loaded.sources["source_id"].dropna())
    if source_id not in known:
        found = "nothing" if source_id is None else quote(source_id)
        raise ReviewProblems(
            [
                Problem(
                    "IMPT-005",
                    "--source",
                    found,
                    f"one of sources.csv: {', '.join(known) or 'none is there yet'}",
                )
            ]
        )
    tables = {name: Table.read(folder, name) for name in ("searches", "imports")}
    import_id = ledger.identified(tables["imports"], file, FORMAT, {"source": source_id})
    if any(row["import_id"] == import_id for row in tables["imports"].rows):
        return Report([Imported(file.name, import_id, FORMAT, before=True)], [], [])
    lines, left = read(file)
    search = _free(f"{source_id}-", {row["search_id"] for row in tables["searches"].rows})
    tables["searches"].add(
        {
            "search_id": search,
            "source_id": str(source_id),
            "line": str(one.line),
            "text": one.text,
            "hits": one.hits,
            "locator": f"{file.name}, {one.place}",
        }
        for one in lines
    )
    done = Imported(file.name, import_id, FORMAT, entries=len(lines), added=len(lines))
    tables["imports"].add([ledger.entered(done, source_id=str(source_id))])
    changed = [table for table in tables.values() if table.changed]
    people = People(loaded)
    ledger.redact(changed, people)
    notes = [f"{file.name}: left out: {', '.join(left)}"] if left else []
    unsaid = sum(not one.hits for one in lines)
    if unsaid:
        notes.append(
            f"{file.name}: of {unsaid:,} of {len(lines):,} lines it is not said how many records they found"
        )
    notes.append(f"The search is {search}: write the day on which it was run into run_at of its first line.")
    if not dry_run:
        ledger.write(folder, changed, people, by=[import_id])
    return Report([done], [table.name for table in changed], people.notes() + notes)


def _free(name: str, taken: set[str]) -> str:
    """The next identifier of a search in a source."""
    n = 1
    while f"{name}{n}" in taken:
        n += 1
    return f"{name}{n}"


def read(file: Path) -> tuple[list[Line], list[str]]:
    """The lines of a strategy in a file, by number, and what of the file is none, in words.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-021).
    """
    if decoding.begins(file, workbook.ZIP):
        text, _ = grids.read_text(file, lambda row: len(_columns(row)))
    else:
        text, _ = decoding.read_text(file)
    found, left = _of_table(text) or _of_text(text)
    if not found:
        raise ReviewProblems(
            [
                Problem(
                    "IMPT-021",
                    file.name,
                    "no line of a strategy",
                    "numbered lines, or a table with a column of queries",
                )
            ]
        )
    seen: dict[int, Line] = {}
    wrong = []
    for one in found:
        if one.line in seen:
            told = f"line {one.line} at {one.place}, and at {seen[one.line].place}"
            wrong.append(Problem("IMPT-021", file.name, told, "each number once; one strategy a file"))
        seen[one.line] = one
    if wrong:
        raise ReviewProblems(wrong)
    return sorted(found, key=lambda one: one.line), left


# --- a table


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Which cell of a row of headings stands for which column; empty where there is none of queries."""
    names = [re.sub(r"[^a-z]", "", cell.casefold()) for cell in row]
    found: dict[str, int] = {}
    for column in ("text", "hits"):
        at = next((n for n, name in enumerate(names) if name and name in HEADINGS[column]), None)
        if at is not None:
            found[column] = at
    at = next(
        (
            n
            for n, name in enumerate(names)
            if name in HEADINGS["line"] and n not in found.values() and (name or row[n].strip() in ("", "#"))
        ),
        None,
    )
    if at is not None:
        found["line"] = at
    return found if "text" in found and len(found) > 1 else {}


def _of_table(text: str) -> tuple[list[Line], list[str]] | None:
    """The lines of a table with a header row; None where the text is none."""
    for mark in (",", "\t", ";"):
        rows = list(csv.reader(io.StringIO(text), delimiter=mark, skipinitialspace=True))
        head = next((n for n, row in enumerate(rows[:10]) if _columns(row)), None)
        if head is None:
            continue
        at = _columns(rows[head])
        found: list[Line] = []
        left: list[str] = []
        for number, row in enumerate(rows[head + 1 :], head + 2):
            cells = {name: row[n].strip() if n < len(row) else "" for name, n in at.items()}
            if not any(cells.values()):
                continue
            line = _PLAIN.search(cells.get("line", ""))
            if not cells["text"] or ("line" in at and not line):
                left.append(f"row {number} ({one_line(' '.join(row))[:60]})")
                continue
            n = int(line[0]) if line else len(found) + 1
            found.append(Line(n, one_line(cells["text"]), _count(cells.get("hits", "")), f"row {number}"))
        others = [cell.strip() for n, cell in enumerate(rows[head]) if n not in at.values() and cell.strip()]
        return found, [*left, *(f"the column {one}" for one in others)]
    return None


def _count(cell: str) -> str:
    """A number of records in plain digits; "" where the cell holds none."""
    digits = re.sub(r"[,.\s]", "", cell)
    return str(int(digits)) if digits.isdigit() and digits.isascii() else ""


# --- text


def _of_text(text: str) -> tuple[list[Line], list[str]]:
    """The lines of a strategy that was copied from a platform: numbered ones, with what goes on beneath them; else all as one line."""
    rows = [(n, row) for n, row in enumerate(text.splitlines(), 1) if row.strip()]
    begins = [(n, match) for n, row in rows if (match := _NUMBERED.match(row))]
    numbers = [int(match[1]) for _, match in begins]
    if not begins or (numbers[0] > 1 and numbers[-1] > 1) or not _is_run(numbers):
        whole = one_line(" ".join(row for _, row in rows))
        said, hits = _parted(whole, in_brackets=bool(_TOLD.search(whole)), ends=False)
        return ([Line(1, said, hits, "its whole text")] if whole else []), []
    lines: list[list] = []
    left = []
    starts = dict(begins)
    for n, row in rows:
        if match := starts.get(n):
            lines.append([int(match[1]), match[2], n])
        elif lines:
            lines[-1][1] += " " + row.strip() if not _HITS.match(lines[-1][1]) else ""
            if _HITS.match(lines[-1][1]) and not lines[-1][1].endswith(row.strip()):
                left.append(f"line {n} ({one_line(row)[:60]})")
        else:
            left.append(f"line {n} ({one_line(row)[:60]})")
    ends = all(_ENDS.match(said) for _, said, _ in lines)
    in_brackets = 2 * sum(bool(_HITS.match(said)) for _, said, _ in lines) >= len(lines)
    found = []
    for number, said, n in lines:
        query, hits = _parted(said, in_brackets=in_brackets, ends=ends)
        found.append(Line(number, one_line(query), hits, f"line {n}"))
    return found, left


def _is_run(numbers: list[int]) -> bool:
    """Whether numbers count up, or down as a history does, one by one: else they are part of the text."""
    steps = {b - a for a, b in pairwise(numbers)}
    return steps <= {1} or steps <= {-1}


def _parted(text: str, *, in_brackets: bool, ends: bool) -> tuple[str, str]:
    """A line without the number of records behind it, and that number.

    Parameters
    ----------
    in_brackets : whether lines of the file have such a number in brackets, or set apart by blanks
    ends : whether every line of the file ends in a number
    """
    match = _HITS.match(text) if in_brackets else None
    if match and (count := _count(match[2] or match[3] or match[4] or "")):
        return match[1], count
    if ends and (match := _ENDS.match(text)):
        return match[1], _count(match[2])
    return text, ""
