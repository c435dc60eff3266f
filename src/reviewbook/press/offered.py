"""What of a book can be taken away: its tables in one file, references, citations, supplements; and the page that lists them.

The files lie in downloads/ of the site, at addresses that stay, each with its size and SHA-256. They are made of the tables as they are
published (`reviewbook.press.downloads`), the same bytes each time. The workbook, which takes longest, is made in a process beside.
"""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files import digest, references, word, xlsx
from reviewbook.files.replace import whole
from reviewbook.page import colophon, reporting
from reviewbook.page.draft import attempt
from reviewbook.page.words import counted
from reviewbook.press import card, children, citing, downloads, heads, menu, packaged, settings
from reviewbook.press.citing import FOLDER
from reviewbook.press.foot import PAGE as COLOPHON
from reviewbook.press.shell import template
from reviewbook.review.model import Review
from reviewbook.selection import exports
from reviewbook.selection.drawing.records import LEDGER

SUMS = f"{FOLDER}/SHA256SUMS"
BESIDE = {  # name of a file that another task makes, and that is offered where it is there -> what it is
    "book.pdf": ("The whole book", "PDF, to read and print"),
    "manuscript.zip": (
        "What goes with an article",
        "Tables in Word and Excel, figures, texts and filled checklists",
    ),
}
KINDS = {
    ".zip": ("zip", heads.ZIP),
    ".xlsx": ("Excel", heads.XLSX),
    ".csv": ("CSV", "text/csv"),
    ".json": ("JSON", "application/json"),
    ".ris": ("RIS", "application/x-research-info-systems"),
    ".bib": ("BibTeX", "application/x-bibtex"),
    ".docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("PDF", "application/pdf"),
}


class File(NamedTuple):
    """A file to download: its address from the root of the site, how large it is, and its SHA-256."""

    address: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return posixpath.basename(self.address)

    @property
    def href(self) -> str:
        return _from_here(self.address)

    @property
    def kind(self) -> tuple[str, str]:
        """What it is called, and its media type."""
        return KINDS[posixpath.splitext(self.address)[1]]

    @property
    def large(self) -> str:
        """How large it is, in words: "68.7 KB"."""
        for unit, one in (("MB", 1_000_000), ("KB", 1_000)):
            if self.size >= one:
                return f"{self.size / one:.{1 if self.size < 100 * one else 0}f} {unit}"
        return counted(self.size, "byte")


class Offer(NamedTuple):
    """One thing to take away: what it is, more on it, and the files that have it, the same in each."""

    name: str
    about: str
    files: list[File]


@contextmanager
def workbook(review: Review, published: Path, before: Path) -> Iterator[Callable[[], bytes]]:
    """Inside, the workbook of all tables is made in another process, unless the one that was made before still holds; gives its bytes.

    Parameters
    ----------
    published : folder of the review's files as they are published
    before : where the workbook was put when it was made the last time; beside it stands what it was made of
    """
    tables = packaged.tables(published / one.name for one in review.path.glob("*.csv"))
    day = word.dated(review)
    given = [[file.name, about, digest.of_file(file)] for file, about in tables]
    made_of = digest.of_value([given, review.title, str(day), digest.of_file(Path(xlsx.__file__))])
    known = before.with_suffix(".made")
    if before.is_file() and known.is_file() and known.read_text(encoding="utf-8") == made_of:
        yield before.read_bytes
        return
    with children.pool(1) as beside:
        coming = beside.submit(functools.partial(xlsx.of_files, tables, title=review.title, day=day))
        yield coming.result
        if not coming.exception():
            whole({before: coming.result(), known: made_of.encode()})


def write(
    review: Review,
    folder: Path,
    *,
    source: Path,
    given: Path,
    workbook: Callable[[], bytes],
    failures: list[str],
) -> None:
    """Write the downloads of a book, and the page that lists them, into downloads/ of a folder, and leave nothing else there.

    Parameters
    ----------
    folder : of the site's files beside Sphinx's pages; it has the published files of the review, and what is made of its tables
    source : of _config.yml, _toc.yml and data/
    given : folder of what other tasks made (`settings.GIVEN`)
    failures : gets a line about each file of a draft that could not be made
    """
    made: dict[str, bytes] = {}
    for what, make in _makers(review, folder, source, given, workbook).items():
        nothing: dict[str, bytes] = {}
        made |= attempt(f"The download {what}", make, failures, otherwise=nothing)
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    for address, content in made.items():
        _put(folder / address, content)
    offers = offered(review, folder, made)
    listed = sorted({file for one in offers for file in one.files})
    sums = "".join(
        f"{one.sha256}  {one.name}\n" for one in listed
    )  # as they lie where one loads them down to
    _put(folder / SUMS, sums.encode())
    _put(folder / menu.DOWNLOADS.address, page(review, source, offers).encode())
    kept = {*made, SUMS, menu.DOWNLOADS.address}
    for file in place.iterdir():
        if f"{FOLDER}/{file.name}" not in kept:
            file.unlink()


def _makers(
    review: Review, folder: Path, source: Path, given: Path, workbook: Callable[[], bytes]
) -> dict[str, Callable[[], dict[str, bytes]]]:
    """What makes the files in downloads/, by what they are called: each gives address and content."""
    stem, published = f"{FOLDER}/{review.name}", folder / "data" / review.name

    def everything() -> dict[str, bytes]:
        names = [one.relative_to(review.path).as_posix() for one in downloads.of_review(review.path)]
        return {f"{stem}.zip": packaged.zipped({name: published / name for name in names})}

    def reports() -> dict[str, bytes]:
        works = exports.included(review)
        if not works:
            return {}
        return {
            f"{stem}-reports.ris": references.ris(works),
            f"{stem}-reports.bib": references.as_bibtex(works),
        }

    def citations() -> dict[str, bytes]:
        return dict(citing.files(citing.of(review.path, review.package, home=settings.home(source))))

    def others() -> dict[str, bytes]:
        return {
            f"{FOLDER}/{name}": (given / name).read_bytes()
            for name in settings.GIVEN
            if (given / name).is_file()
        }

    return {
        "of all tables": everything,
        "of all tables as a workbook": lambda: {f"{stem}.xlsx": workbook()},
        "of the reports": reports,
        "of the citations": citations,
        "picture": lambda: {card.ADDRESS: card.picture(review)},
        "of other tasks": others,
    }


def offered(review: Review, folder: Path, made: Mapping[str, bytes]) -> list[Offer]:
    """What the page lists, in its order: of ``made`` and of what else of the review is published, what there is."""
    data = f"data/{review.name}"
    tables = packaged.tables(folder / data / one.name for one in review.path.glob("*.csv"))
    n, stem = counted(len(tables), "table"), f"{FOLDER}/{review.name}"
    n_reports = counted(len(review.reports), "reference")
    listed = [
        *((name, about, [f"{FOLDER}/{file}"]) for file, (name, about) in BESIDE.items()),
        (
            "All tables",
            f"{n} as CSV with datapackage.json, which describes them: a Frictionless data package",
            [f"{stem}.zip"],
        ),
        ("All tables as a workbook", f"{n}, a sheet each, to read and filter", [f"{stem}.xlsx"]),
        (
            "The reports included",
            f"{n_reports}, for Zotero, EndNote, LaTeX and others",
            [f"{stem}-reports.ris", f"{stem}-reports.bib"],
        ),
        ("What became of each record", "One row a record found by the searches", [f"{data}/{LEDGER}"]),
        (
            f"TIDieR sheets of the {review.nouns.many}",
            "What was delivered, item by item, for a supplement",
            [f"{data}/tidier-sheets.docx", f"{data}/tidier-sheets.csv"],
        ),
        (
            "How sure each finding is",
            "Evidence profile after GRADE-CERQual, for a supplement",
            [f"{data}/evidence-profile.docx", f"{data}/evidence-profile.csv"],
        ),
        (
            "Citation of the review",
            "For reference managers",
            [f"{FOLDER}/cite-review.ris", f"{FOLDER}/cite-review.bib"],
        ),
        (
            "Citation of this book",
            "For reference managers",
            [f"{FOLDER}/cite-book.ris", f"{FOLDER}/cite-book.bib"],
        ),
    ]
    found = [
        Offer(name, about, [_file(folder, one) for one in files if (folder / one).is_file()])
        for name, about, files in listed
    ]
    return [one for one in found if one.files]


def page(review: Review, source: Path, offers: Sequence[Offer]) -> str:
    """The page that lists the downloads, as HTML."""
    contents = menu.contents(source)
    parts = menu.parts_of(contents, menu.lists(review.path, review.nouns.many))
    here = menu.DOWNLOADS
    site = heads.site(source)
    foot = colophon.foot(
        review.package,
        colophon=menu.listed(contents, f"{COLOPHON}.html"),
        cite=f"../{menu.HOME}#{citing.ANCHOR}",
    )
    tables = packaged.tables(review.path.glob("*.csv"))
    said = f"{counted(len(tables), 'table')} and what is made of them, to take away, check and use again."
    data = [
        file for one in offers for file in one.files if not file.address.endswith((".pdf", "manuscript.zip"))
    ]
    described = [_described(site, one) for one in data]
    head = heads.head(site, here.address, here.title, f"{review.title}: {said}", files=described)
    return template("downloads.html").render(
        in_head=lambda *_: head,
        key="",
        title=here.title,
        colours=menu.COLOURS,
        top={FOLDER: menu.top(parts, here.address, site["called"] or review.title)},
        kind=FOLDER,
        data={FOLDER: ""},
        bottom=foot
        + reporting.line(reporting.receiver(review.package, settings.repository(source)), here.address),
        about="",
        said=said,
        licence=colophon.as_html(colophon.licensed(review.package)),
        offers=offers,
        tables=[
            (review.nouns.told(about) or file.stem, f"../data/{review.name}/{file.name}", file.name)
            for file, about in tables
        ],
        package=f"../data/{review.name}/datapackage.json",
        sums=_from_here(SUMS),
    )


def _described(site: Mapping[str, Any], file: File) -> dict[str, str]:
    """A file as schema.org has it."""
    return {
        "@type": "DataDownload",
        "name": file.name,
        "contentUrl": f"{site['home'] or '../'}{file.address}",
        "encodingFormat": file.kind[1],
        "contentSize": file.large,
        "sha256": file.sha256,
    }


def _file(folder: Path, address: str) -> File:
    content = (folder / address).read_bytes()
    return File(address, len(content), digest.of_bytes(content))


def _from_here(address: str) -> str:
    """An address from the page of downloads."""
    return posixpath.relpath(address, FOLDER)


def _put(file: Path, content: bytes) -> None:
    """Put a file in place, or leave it alone where that is what it holds; never written into, as a site may hold it by a link."""
    if not file.is_file() or file.read_bytes() != content:
        file.unlink(missing_ok=True)
        file.write_bytes(content)
