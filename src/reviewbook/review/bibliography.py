"""The bibliography of a review: its entries of the included reports, and how figures name a report."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path
from typing import Any

from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, quote


def bibliography(r: Review) -> Path:
    """The review's BibTeX file: as datapackage.json names it (property ``bibliography``), else references.bib beside it."""
    return (r.path / r.package.get("bibliography", "references.bib")).resolve()


@functools.lru_cache(maxsize=1)
def _entries(file: Path, changed: int) -> dict[str, Any]:
    """The entries of a bibliography, by key. A page asks several times; ``changed`` is when the file last was."""
    from pybtex.database import parse_file

    return dict(parse_file(str(file)).entries)


def references(r: Review) -> dict[str, Any]:
    """The bibliography's entries of the included reports (pybtex), by report_id; a report without one is left out."""
    from pybtex.database import PybtexError

    file = bibliography(r)
    try:
        entries = _entries(file, file.stat().st_mtime_ns)
    except (PybtexError, OSError):
        return {}
    return {key: entries[key] for key in r.reports["report_id"] if key in entries}


def labels(r: Review) -> dict[str, str]:
    """Reports as a figure names them, "Doe and Roe 2015", by report_id; one that names two reports gets a letter for each."""
    entries = references(r)
    names = {key: _named(entries[key]) if key in entries else key for key in r.reports["report_id"]}
    several = {name for name, n in Counter(names.values()).items() if n > 1}
    before: Counter[str] = Counter()
    for key, name in names.items():
        if name in several:
            at = before[name]
            before[name] += 1
            names[key] = (
                f"{name}{chr(ord('a') + at)}" if name[-1:].isdigit() and at < 26 else f"{name} ({key})"
            )
    return names


def _named(entry: Any) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    last = [_surname(person) for person in people[:2]]
    who = " and ".join(last) if len(people) < 3 else f"{last[0]} et al."
    return " ".join(part for part in (who or entry.key, entry.fields.get("year", "")) if part)


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
