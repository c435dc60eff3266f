"""What a review's folder and its built pages tell that others should not read: addresses, names, paths of machines, sessions."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import pseudonyms
from reviewbook.review.model import Review
from reviewbook.review.private import EMAIL, MACHINE_PATH, PEOPLE, SESSION, folded, looks_like_name
from reviewbook.review.problems import Problem, quote

# Tables in which somebody who has a letter should not stand by name; elsewhere it may be the author of a report.
LOGS = ("decisions", "reasons", "appraisals", "codings", "imports", "set_aside", "merges")
TEXTS = ("README.md", "references.bib", "pages/*.md", "instruments/*.yaml")
# Of a built book; what lies in folders that begin with these is the theme's and the libraries'.
PAGES = (".html", ".js", ".json", ".ipynb", ".md", ".txt", ".csv", ".svg", ".xml")
OTHERS = ("_static", "_sphinx_design_static", "_vendor")
WANTED = {
    "PRIV-001": "no address, or one of a contributor in datapackage.json",
    "PRIV-002": "the person's letter",
    "PRIV-003": "a pseudonym, such as A",
    "PRIV-004": "the name of the file alone",
    "PRIV-005": "an address that anybody may follow",
}


class Place(NamedTuple):
    """Where a text stands; ``row`` is None where the file has no rows."""

    file: str
    row: int | None
    field: str | None


Look = Callable[
    [str], Iterator[tuple[str, str]]
]  # the codes of what a text exposes, each with what was found


def problems(review: Review, *, pages: Path | None = None) -> list[Problem]:
    """Every e-mail address, name of a reviewer, path of a machine and address with a session, one problem a value and column.

    Parameters
    ----------
    pages : folder of the built book, where there is one.

    Raises
    ------
    ReviewProblems (IMPT-014) where the key of pseudonyms cannot be used.
    """
    people = [name for name, _ in pseudonyms.read_key(review.path)]
    declared = contributors(review.package)
    own = {folded(one.get("title", "")) for one in declared}
    addresses = {one["email"].casefold() for one in declared if one.get("email")}
    anywhere = _looking(addresses, None)
    in_logs = _looking(addresses, pseudonyms.pattern(people))
    in_pages = _looking(addresses, pseudonyms.pattern(name for name in people if folded(name) not in own))
    found = [
        *(
            told
            for file in sorted(review.path.glob("*.csv"))
            for told in _in_table(file, in_logs if file.stem in LOGS else anywhere)
        ),
        *_in_package(review, anywhere),
        *(
            told
            for pattern in TEXTS
            for file in sorted(review.path.glob(pattern))
            for told in _in_text(file, file.relative_to(review.path).as_posix(), anywhere)
        ),
    ]
    for file in built(pages):
        assert pages is not None
        found += _in_text(file, (pages.name / file.relative_to(pages)).as_posix(), in_pages)
    return _once(found)


def contributors(package: Mapping) -> list[dict]:
    """The contributors that datapackage.json lists, as far as they are listed as the standard has it."""
    listed = package.get("contributors")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def built(pages: Path | None) -> list[Path]:
    """The files of a built book that show what the review says."""
    if pages is None or not pages.is_dir():
        return []
    return [
        file
        for file in sorted(pages.rglob("*"))
        if file.suffix in PAGES
        and not file.name.endswith(".min.js")
        and file.is_file()
        and not file.relative_to(pages).parts[0].startswith(OTHERS)
    ]


def _looking(addresses: set[str], names: re.Pattern | None) -> Look:
    """Looks through a text, for all but the addresses of contributors; for names where there are any."""

    def look(text: str) -> Iterator[tuple[str, str]]:
        if "@" in text:
            for match in EMAIL.finditer(text):
                if match[0].casefold() not in addresses:
                    yield "PRIV-001", match[0]
        if names is not None:
            yield from (("PRIV-002", match[0]) for match in names.finditer(text))
        if "/" in text or "\\" in text:
            yield from (("PRIV-004", match[0]) for match in MACHINE_PATH.finditer(text))
        yield from (("PRIV-005", match[0]) for match in SESSION.finditer(text))

    return look


def _in_table(file: Path, look: Look) -> Iterator[tuple[str, str, Place]]:
    csv.field_size_limit(2**31 - 1)
    with file.open(encoding="utf-8", errors="replace", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows, [])
        person = PEOPLE.get(file.stem)
        for number, row in enumerate(rows, 2):
            for name, cell in zip(header, row, strict=False):
                told = list(look(cell)) if cell else []
                if name == person and not told and looks_like_name(cell):
                    told = [("PRIV-003", cell)]
                yield from ((code, what, Place(file.name, number, name)) for code, what in told)


def _in_package(review: Review, look: Look) -> Iterator[tuple[str, str, Place]]:
    """What datapackage.json says in its texts, below which property."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list):
            for one in value:
                yield from texts(one)

    for name, value in review.package.items():
        for text in texts(value):
            yield from ((code, what, Place("datapackage.json", None, name)) for code, what in look(text))


def _in_text(file: Path, name: str, look: Look) -> Iterator[tuple[str, str, Place]]:
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix in (".ipynb", ".json"):
        # Written as JSON, a path has each of its strokes twice.
        text = text.replace("\\\\", "\\")
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((code, what, Place(name, number, None)) for code, what in look(line))


def _once(found: Iterable[tuple[str, str, Place]]) -> list[Problem]:
    """One problem for each value in a column, or in a text, at the first row that has it."""
    rows: dict[tuple[str, str, str, str | None], list[int | None]] = {}
    for code, what, place in found:
        rows.setdefault((code, what, place.file, place.field), []).append(place.row)
    return [
        Problem(
            code,
            file,
            quote(what) + (f" in {len(at):,} places" if len(at) > 1 else ""),
            WANTED[code],
            at[0],
            field,
        )
        for (code, what, file, field), at in rows.items()
    ]
