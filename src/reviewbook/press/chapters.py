"""Which pages the book of a review has, in which order, and what they are called.

_toc.yml lists what a book may have. A page without data is not in the book of a review; its datapackage.json may order, rename
and leave out chapters, and has pages of its own beside its tables.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.page.escape import one_line
from reviewbook.press import settings
from reviewbook.review import nouns
from reviewbook.review.labels import label, within
from reviewbook.review.package import FILE, read_package
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.schemes import titled

SELECTION, RECORDS = "notebooks/01-selection", "book/records"
ENTITIES, THEMES, FRAMEWORKS = "notebooks/04-interventions", "notebooks/05-themes", "notebooks/06-practices"
# The tables of which one, at least, has a row where the page has anything to show. Pages that are not named are in every book.
NEEDS = {
    SELECTION: (
        "sources",
        "searches",
        "protocol",
        "eligibility",
        "flow",
        "records",
        "decisions",
        "agreement",
    ),
    RECORDS: ("records",),
    "notebooks/02-studies": ("reports", "studies"),
    "notebooks/03-appraisal": ("appraisals", "ratings"),
    ENTITIES: ("interventions",),
    THEMES: ("codes of themes",),
    FRAMEWORKS: ("codes of frameworks",),
    "notebooks/07-evidence-map": ("reports",),
    "notebooks/08-claims": ("claims", "disagreements"),
    "notebooks/09-results": ("results",),
    "notebooks/10-charting": ("questions",),
    "book/scoring": ("appraisals", "ratings"),
    "book/checklist": ("checklist",),
    "book/whats-new": ("editions",),
}
OWN = ("methods", "discussion")  # pages of book/ that only the review can write
# Pages of book/ that are the library's own text, as its notebooks are.
LIBRARY = (
    "how-to-read",
    "tutorial",
    "how-to-bring-in",
    "how-to-work-together",
    "how-to-publish",
    "commands",
    "imports",
    "instruments",
    "rerun",
    "references",
    "errors",
    "data-dictionary",
)
MOST_SCHEMES = 2  # that a title names
ASKED = "What do the reports say about {}?"  # the heading of the chapter of frameworks
ENOUGH = 100_000  # bytes in which a table has its first row, if it has one


class Book(NamedTuple):
    """The pages of a book.

    toc : what _toc.yml would say of them
    titles : of pages that are called otherwise than their first heading says
    names : what the menu and the links to a page call it, where this is not its first heading
    out : pages that the book does not have, though others may lead to them
    own : pages that the review wrote, and not the library
    nouns : what the review calls its own things
    """

    toc: dict[str, Any]
    titles: dict[str, str]
    names: dict[str, str]
    out: tuple[str, ...]
    own: tuple[str, ...]
    nouns: nouns.Nouns

    def plain(self) -> dict[str, Any]:
        """All of it as plain data, as Sphinx can keep and compare it."""
        return self._asdict() | {"nouns": [self.nouns.one, self.nouns.many, self.nouns.article]}


def of(root: Path) -> Book:
    """The pages of the book whose _config.yml, _toc.yml and data/ are in a folder; of one without a _toc.yml, nothing is known.

    Raises
    ------
    ReviewProblems (PACK-012) where _toc.yml cannot be used.
    """
    if not (root / settings.TOC).is_file():
        return Book({}, {}, {}, (), (), nouns.Nouns())
    listed = settings.toc(root)
    try:
        review = root / "data" / settings.config(root)["reviewbook"]["review"]
    except ReviewProblems:  # which a build tells
        review = root / "data"
    if not (review / FILE).is_file():
        return Book(listed, {}, _names(listed), (), (), nouns.Nouns())
    package, _ = read_package(review)
    return _book(root, review, listed, package)


def book_of(root: Path, review: Path, package: Mapping[str, Any]) -> Book:
    """The pages that the book of a review has, from the notebooks and pages of the book in ``root``, before it is laid out."""
    return _book(root, review, settings.toc(root), package)


def files(book: Book) -> list[str]:
    """The pages of a book in the order in which it is read, the first page before all others."""
    parts = book.toc.get("parts") or [{"chapters": book.toc.get("chapters", [])}]
    return [*([book.toc["root"]] if "root" in book.toc else []), *_pages(parts)]


def _book(root: Path, review: Path, listed: dict[str, Any], package: Mapping[str, Any]) -> Book:
    schemes = _schemes(review / "codes.csv")
    there = {file.stem for file in review.glob("*.csv") if has_row(file)}
    there |= {f"codes of {'themes' if scheme == 'themes' else 'frameworks'}" for scheme in schemes}
    own = {f"book/{file.stem}" for file in review.glob("pages/*.md")}
    parts = listed.get("parts") or [{"chapters": listed.get("chapters", [])}]
    known = [page["file"] for part in parts for page in part["chapters"] if "file" in page]
    every = {_place(one["file"]): one.get("title") for one in _asked(package)}
    asked = {page: title for page, title in every.items() if page in known or has_file(root, page)}
    wanted = dict.fromkeys(asked)
    if SELECTION in asked:
        wanted = dict.fromkeys(x for one in asked for x in ((one, RECORDS) if one == SELECTION else (one,)))

    def is_in(page: str) -> bool:
        if page.removeprefix("book/") in OWN and page.startswith("book/"):
            return has_file(root, page)
        if asked and page.startswith("notebooks/") and page not in asked:
            return False
        needed = NEEDS.get(page, ())
        return not needed or page in own or any(table in there for table in needed)

    said = nouns.of(package)
    titles = {page: one_line(title) for page, title in asked.items() if title}
    names = _names(listed) | ({ENTITIES: said.several} if said != nouns.Nouns() else {})
    if frameworks := [scheme for scheme in schemes if scheme != "themes"]:
        first, *others = frameworks
        named = " and ".join([titled(package, first), *(within(titled(package, one)) for one in others)])
        names[FRAMEWORKS] = named if len(frameworks) <= MOST_SCHEMES else "Frameworks"
        titles.setdefault(FRAMEWORKS, ASKED.format(within(names[FRAMEWORKS])))
    if "themes" in schemes and titled(package, "themes") != label("themes"):
        names[THEMES] = titled(package, "themes")
    names |= {page: one_line(title) for page, title in asked.items() if title}
    added = [page for page in sorted(own) if page not in known and (root / f"{page}.md").is_file()]
    new = []
    for part, pages in _laid(parts, list(wanted), added):
        kept = [
            page | ({"title": names[page["file"]]} if page.get("file") in names else {})
            for page in pages
            if "file" not in page or is_in(page["file"])
        ]
        if kept:
            new.append(part | {"chapters": kept})
    toc = listed | (
        {"parts": new} if listed.get("parts") else {"chapters": new[0]["chapters"] if new else []}
    )
    left = [page for page in dict.fromkeys([*known, *NEEDS]) if page not in set(_pages(new))]
    theirs = sorted({*own, *(f"book/{name}" for name in OWN)})
    return Book(toc, titles, names, tuple(left), tuple(theirs), said)


def _names(listed: Mapping[str, Any]) -> dict[str, str]:
    """What _toc.yml itself calls pages."""
    parts = listed.get("parts") or [listed]
    pages = (page for part in parts for page in part.get("chapters", ()))
    return {page["file"]: str(page["title"]) for page in pages if "file" in page and "title" in page}


def has_file(root: Path, page: str) -> bool:
    """Whether a book has the file of a page."""
    return any((root / f"{page}{ending}").is_file() for ending in (".md", ".ipynb"))


def _asked(package: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The chapters that a datapackage.json lists; those that cannot be used are told by `check` and left out here."""
    given = package.get("chapters")
    listed = given if isinstance(given, list) else []
    return [one for one in listed if isinstance(one, Mapping) and isinstance(one.get("file"), str)]


def _place(name: str) -> str:
    """Where a page that a package lists stands in the book: one of its own is laid beside the library's."""
    return re.sub(r"^pages/", "book/", name.removesuffix(".md").removesuffix(".ipynb"))


def _is_chapter(page: Mapping[str, Any]) -> bool:
    return str(page.get("file", "")).startswith("notebooks/")


def _laid(
    parts: list[dict[str, Any]], wanted: list[str], added: list[str]
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The parts of a table of contents, each with its pages, in the order that is wanted.

    A page that is wanted stays in its part, which comes where its first wanted page does; a page of the review's own stands behind
    the one that it was listed behind, or with ``added`` behind the first part that has chapters.
    """
    home = {page["file"]: at for at, part in enumerate(parts) for page in part["chapters"] if "file" in page}
    with_chapters = [at for at, part in enumerate(parts) if any(map(_is_chapter, part["chapters"]))]
    if not with_chapters:
        return [(part, list(part["chapters"])) for part in parts]
    at = next((home[page] for page in wanted if page in home), with_chapters[0])
    places: dict[int, list[str]] = {}
    for page in wanted:
        at = home.get(page, at)
        places.setdefault(at, []).append(page)
    for page in added:
        if page not in wanted:
            home[page] = with_chapters[0]
    found = []
    for at, part in enumerate(parts):
        here = places.get(at, [])
        own = [{"file": page} for page in added if home.get(page) == at]
        found.append((part, _in_order(list(part["chapters"]), here) + own))
    moved = sorted((at for at in with_chapters if at in places), key=lambda at: wanted.index(places[at][0]))
    order = iter(moved)
    return [found[next(order)] if at in moved else found[at] for at in range(len(parts))]


def _in_order(pages: list[dict[str, Any]], wanted: list[str]) -> list[dict[str, Any]]:
    """Pages in the order that is wanted, others of the same part behind them; all as they stand where none is."""
    by = {page.get("file"): page for page in pages}
    first = [by.get(name, {"file": name}) for name in wanted]
    return [*first, *(page for page in pages if page.get("file") not in wanted)]


def _pages(parts: list[dict[str, Any]]) -> Iterator[str]:
    return (page["file"] for part in parts for page in part["chapters"] if "file" in page)


def has_row(file: Path) -> bool:
    """Whether a table has anything beneath its headings."""
    with file.open("rb") as open_file:
        lines = open_file.read(ENOUGH).replace(b"\0", b"").splitlines()
    return sum(bool(line.strip(b' \t\r,;"')) for line in lines[:ENOUGH]) > 1


def _schemes(file: Path) -> list[str]:
    """The coding schemes of the table codes, in its order."""
    if not file.is_file():
        return []
    lines = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    head = next((line for line in lines if line.strip()), "")
    between = max(",;\t", key=head.count)
    rows = csv.reader((line for line in lines if line.strip()), delimiter=between)
    names = [name.strip().casefold() for name in next(rows, [])]
    if "scheme" not in names:
        return []
    at = names.index("scheme")
    return [name for name in dict.fromkeys(row[at].strip() for row in rows if len(row) > at) if name]
