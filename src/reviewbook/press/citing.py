"""How to cite the review and the book: as text, BibTeX and RIS, for the first page, the downloads and the heads of pages.

What is not known is left out: a book without a year, an address or people has a shorter citation, and never an invented one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files import references
from reviewbook.files.references import Work
from reviewbook.page.escape import address, html_in_myst
from reviewbook.review import standing
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import ReviewProblems

ANCHOR = "how-to-cite-it"
FOLDER = "downloads"  # of the site
AGAIN = "A re-publication as data, not by the authors of the review."
_ENTRY = r"^[ \t]*@\w+[ \t]*[{(]\s*%s\s*,"
_NEXT = re.compile(r"^[ \t]*@", re.MULTILINE)


class Edition(NamedTuple):
    """The newest edition of a book: which it is, and when it was published; "" where that is not charted."""

    name: str = ""
    published: str = ""


class Cited(NamedTuple):
    """What there is to cite.

    name : what the page calls it; file : how the names of its files begin
    work : as programs take it; None where only a text is known, ``source``
    note : what its citation does not say
    """

    name: str
    file: str
    work: Work | None
    source: standing.Source | None = None
    note: str = ""


def edition(review: Path, package: Mapping[str, Any]) -> Edition:
    """The newest edition of the book of the review in a folder."""
    if not (review / "editions.csv").is_file():
        return Edition()
    from reviewbook.files import canonical  # brings pandas

    try:
        cells = canonical.read(review, "editions", package).cells
    except ReviewProblems:  # which a build tells
        return Edition()

    def last(name: str) -> str:
        column = cells.get(name)
        said = column.cells[column.codes[-1]] if column is not None and len(column.codes) else ""
        return "" if said in NOTHING else said

    return Edition(last("edition"), last("published"))


def of(review: Path, package: Mapping[str, Any], *, home: str = "") -> list[Cited]:
    """What readers of a book cite: the review, where it is known as a work or by its source, and the book.

    Parameters
    ----------
    review : its folder; package : what its datapackage.json says
    home : the address at which the book is published; "" where that is not known
    """
    found = []
    if work := _paper(review, package):
        found.append(Cited("The review", "review", work))
    elif standing.relation(package) == standing.REPUBLICATION and (listed := standing.sources(package)):
        found.append(Cited("The review", "review", None, listed[0]))
    own = book(package, edition(review, package), home=home)
    return [*found, Cited("This book", "book", own, note=own.fields.get("note", ""))]


def book(package: Mapping[str, Any], newest: Edition, *, home: str = "") -> Work:
    """The book as a work; it never has the authors of a review that others publish again."""
    kind = standing.relation(package)
    people = standing.makers(package) if kind == standing.REPUBLICATION else standing.authors(package)
    note = AGAIN if kind == standing.REPUBLICATION else ""
    if not kind and people:
        note, people = f"Review by {'; '.join(people)}; tables and book by its contributors.", []
    fields = {
        "title": str(package.get("title") or package.get("name") or ""),
        "year": newest.published[:4] if re.match(r"\d{4}", newest.published) else "",
        "edition": newest.name,
        "url": home,
        "note": note,
    }
    key = re.sub(r"\W+", "-", str(package.get("name") or "book")).strip("-") or "book"
    names = tuple(map(_parted, people))
    told = {name: text for name, text in fields.items() if text}
    return Work(key, references.OTHER, names, told)


def files(cited: list[Cited]) -> Iterator[tuple[str, bytes]]:
    """The citations as files: address from the root of the site, and content."""
    for one in cited:
        if one.work:
            yield f"{FOLDER}/cite-{one.file}.bib", references.as_bibtex([one.work])
            yield f"{FOLDER}/cite-{one.file}.ris", references.ris([one.work])


def box(cited: list[Cited]) -> list[str]:
    """How to cite each work, as MyST for a page one folder below the root: its text, and folds with what programs take."""
    return [f"### {one.name}\n\n{_boxed(one)}" for one in cited]


def _boxed(one: Cited) -> str:
    note = f'<p class="rb-cite-note">{html_in_myst(one.note)}</p>' if one.note else ""
    if one.work is None:
        assert one.source is not None
        text = f"{one.source.title} {one.source.path}".strip()
        return f'<div class="rb-cite">{_citation(text)}{note}</div>'
    kinds = (("BibTeX", "bib", references.as_bibtex), ("RIS", "ris", references.ris))
    folds = "".join(
        f"<details><summary>{kind}</summary>\n<pre data-copy>{_lines(write([one.work]).decode())}</pre>\n"
        f'<p><a href="../{FOLDER}/cite-{one.file}.{ending}" download>Download as {kind}</a></p></details>'
        for kind, ending, write in kinds
    )
    return f'<div class="rb-cite">{_citation(references.apa(one.work))}{note}<div class="rb-cite-as">{folds}</div></div>'


def _citation(text: str) -> str:
    """A citation, whose address at its end can be followed."""
    said, _, last = text.rpartition(" ")
    to = address(last) if last.startswith("http") else ""
    told = (
        f'{html_in_myst(said)} <a href="{html_in_myst(to)}">{html_in_myst(last)}</a>'
        if to
        else html_in_myst(text)
    )
    return f'<p class="rb-citation" data-copy>{told}</p>'


def _lines(text: str) -> str:
    """Lines of a file as they stand in it, without those that are blank."""
    shown = (line.split("  ") for line in text.splitlines() if line.strip())
    return "\n".join("&#32;&#32;".join(map(html_in_myst, parts)) for parts in shown)


def _paper(review: Path, package: Mapping[str, Any]) -> Work | None:
    """The review as its bibliography has it under the key that datapackage.json gives; None where it has none."""
    key = package.get("citation")
    if not isinstance(key, str) or not key:
        return None
    file = review / str(package.get("bibliography", "references.bib"))
    entries = _entry(file, key) if file.suffix == ".bib" else {}
    return next(iter(references.of_entries(entries, [key])), None)


def _entry(file: Path, key: str) -> Mapping[str, Any]:
    """One entry of a bibliography, by its key; the others, which may be thousands, are not read. Empty where it cannot be read."""
    from pybtex.database import PybtexError, parse_string

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    begins = re.search(_ENTRY % re.escape(key), text, re.MULTILINE)
    if not begins:
        return {}
    ends = _NEXT.search(text, begins.end())
    try:
        return dict(
            parse_string(text[begins.start() : ends.start() if ends else len(text)], "bibtex").entries
        )
    except PybtexError:  # `check` tells it
        return {}


def _parted(name: str) -> tuple[str, str]:
    """A person as (family, given): "Doe, Jane" parts them; other names stay whole, as nobody but their owner can part them."""
    family, comma, given = name.partition(",")
    return (family.strip(), given.strip()) if comma else (name, "")
