"""The bibliography of a review: its entries of the included reports, and how figures name a report."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from reviewbook.review import reads
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED, WORDS
from reviewbook.review.place import library
from reviewbook.review.problems import Problem, quote

CITED = re.compile(r"\{cite(?::\w+)?\}`([^`]+)`")
_LETTER = re.compile(r"(?<=[0-9])[a-z]$")  # of the year in a name
NO_YEAR = "n.d."  # as sphinxcontrib-bibtex has it in citations
INSTRUMENTS = library() / "book" / "instruments.bib"


def bibliography(r: Review) -> Path:
    """The review's BibTeX file: as datapackage.json names it (property ``bibliography``), else references.bib beside it."""
    return named(r.path, r.package).resolve()


def named(folder: Path, package: Mapping[str, Any]) -> Path:
    """As `bibliography`, of what a datapackage.json says that nobody has checked yet."""
    return folder / str(package.get("bibliography", "references.bib"))


@functools.lru_cache(maxsize=2)
def _entries(file: Path, changed: int) -> dict[str, Any]:
    """The entries of a bibliography, by key. A page asks several times; ``changed`` is when the file last was."""
    from pybtex.database import parse_file

    from reviewbook.review.bibtex import read_plain_fields_fast

    read_plain_fields_fast()
    return dict(parse_file(str(file)).entries)


def references(r: Review) -> dict[str, Any]:
    """The bibliography's entries of the included reports (pybtex), by report_id; a report without one is left out."""
    entries = _known(r)
    return {key: entries[key] for key in r.reports["report_id"] if key in entries}


@kept
def labels(r: Review) -> dict[str, str]:
    """Reports as a figure names them, "Doe and Roe 2015", by report_id; one that names two reports gets a letter for each."""
    return names(r.reports["report_id"], references(r))


def names_of_all(r: Review, *, taken: Mapping[str, str]) -> dict[str, str]:
    """The `labels` of what pages may cite beside the included reports, by key: other works of the review, and its instruments'."""
    entries = {**_instrument_entries(), **_known(r)}
    return names([key for key in entries if key not in taken], entries, taken=taken.values())


def names(works: Iterable[str], entries: Mapping[str, Any], *, taken: Iterable[str] = ()) -> dict[str, str]:
    """The `labels` of these reports or other works, whose entries of the bibliography are given by key.

    Parameters
    ----------
    taken : such names that others have already; none of these works gets one of them
    """
    found = {key: _named(entries[key]) if key in entries else key for key in works}
    before = Counter(_LETTER.sub("", name) for name in taken)
    several = {name for name, n in (Counter(found.values()) + before).items() if n > 1}
    for key, name in found.items():
        if name in several:
            at = before[name]
            before[name] += 1
            found[key] = (
                f"{name}{chr(ord('a') + at)}" if name[-1:].isdigit() and at < 26 else f"{name} ({key})"
            )
    return found


def lettered_years(found: Mapping[str, str], entries: Mapping[str, Any]) -> dict[str, str]:
    """The years of works as their `names` end, "2015a", by key: of those whose name has more than the year at its end."""
    bare = {key: _named(entries[key]) for key in found if key in entries}
    return {
        key: (entries[key].fields.get("year") or NO_YEAR) + found[key][len(name) :]
        for key, name in bare.items()
        if found[key] != name
    }


def _named(entry: Any) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    last = [_surname(person) for person in people[:2]]
    who = " and ".join(last) if len(people) < 3 else f"{last[0]} et al."
    return f"{who or entry.key} {entry.fields.get('year') or NO_YEAR}"


def _surname(person: Any) -> str:
    from pybtex.richtext import Text

    written = " ".join([*person.prelast_names, *person.last_names])
    if "\\" in written:  # an accent in LaTeX
        written = str(Text.from_latex(written))
    return written.replace("{", "").replace("}", "")


def uncited(r: Review) -> list[Problem]:
    from pybtex.database import PybtexError

    file = bibliography(r)
    if not len(r.reports):
        return []
    if not file.is_file():
        return [Problem("CITE-001", file.name, "no such file", "the bibliography of the review")]
    try:
        keys = _entries(file, file.stat().st_mtime_ns).keys()
    except PybtexError as error:
        return [Problem("CITE-001", file.name, quote(error), "a BibTeX file")]
    return [
        Problem(
            "CITE-001", "reports.csv", quote(key), f"an entry of {file.name}", row=at + 2, field="report_id"
        )
        for at, key in r.reports["report_id"].items()
        if key not in keys
    ]


NEEDED = {  # what a citation and a list of references show of a work, and a kind of work that has a place
    "article": ("title", "journal", "year"),
    "book": ("title", "publisher", "year"),
    "incollection": ("title", "booktitle", "year"),
    "inproceedings": ("title", "booktitle", "year"),
    "phdthesis": ("title", "school", "year"),
    "techreport": ("title", "institution", "year"),
}


def lacking(r: Review) -> list[Problem]:
    """Entries that name no work (CITE-003), and those that lack what their kind is known by (CITE-004)."""
    file, found = bibliography(r), []
    undated = set(r.reports.loc[r.reports["year" + AS_CHARTED].isin(WORDS), "report_id"])
    for key, entry in _known(r).items():
        named = any(entry.persons.get(role) for role in ("author", "editor"))
        lacks = [] if named else ["author"]
        lacks += [
            name
            for name in NEEDED.get(entry.type, ("title", "year"))
            if not entry.fields.get(name, "").strip() and not (name == "year" and key in undated)
        ]
        if {"author", "title"} <= set(lacks):
            found.append(
                Problem("CITE-003", file.name, f"{key} without author and title", "one of them", field=key)
            )
        elif lacks:
            expected = f"{', '.join(lacks)}, as a work of kind {entry.type} has"
            found.append(
                Problem("CITE-004", file.name, f"{key} without {', '.join(lacks)}", expected, field=key)
            )
    return found


def differing(r: Review) -> list[Problem]:
    """Years that the bibliography prints and the table of reports has not, or leaves open (CITE-005)."""
    file, found = bibliography(r).name, []
    years = dict(zip(r.reports["report_id"], r.reports["year" + AS_CHARTED], strict=True))
    for key, entry in references(r).items():
        printed, charted = entry.fields.get("year", "").strip(), years[key]
        if printed and charted and pd.notna(charted) and printed != charted:
            expected = f"no year, as it is {charted}" if charted in WORDS else f"{charted}, as in reports.csv"
            found.append(Problem("CITE-005", file, f"{key} of {quote(printed)}", expected, field=key))
    return found


def unknown(r: Review) -> list[Problem]:
    """What the review cites and its bibliography does not hold (CITE-002): its own citation, and the keys in its pages."""
    if not (known := _known(r)):
        return []  # CITE-001 says so
    expected = f"a key of {bibliography(r).name}"
    return [
        Problem("CITE-002", file, quote(key), expected, row=row, field=field)
        for key, file, row, field in _cited(r)
        if key not in known and key not in _instruments()
    ]


def _cited(r: Review) -> Iterator[tuple[str, str, int | None, str | None]]:
    """Each key that the review cites, with its place: file, row, field."""
    own = r.package.get("citation")
    if isinstance(own, str) and own:
        yield own, "datapackage.json", None, "citation"
    for page in sorted((r.path / "pages").glob("*.md")):
        for number, line in enumerate(page.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            for keys in CITED.findall(line):
                for key in keys.split(","):
                    yield key.strip(), f"pages/{page.name}", number, None


def _known(r: Review) -> dict[str, Any]:
    """All entries of the bibliography, by key; none where it cannot be read, which CITE-001 says."""
    from pybtex.database import PybtexError

    file = bibliography(r)
    if r.notes_reads:
        reads.note_file(file)
    try:
        return _entries(file, file.stat().st_mtime_ns)
    except (PybtexError, OSError):
        return {}


def _instruments() -> set[str]:
    """The keys of the works that the chapters cite of themselves."""
    return set(_instrument_entries())


def _instrument_entries() -> dict[str, Any]:
    return _entries(INSTRUMENTS, INSTRUMENTS.stat().st_mtime_ns) if INSTRUMENTS.is_file() else {}
