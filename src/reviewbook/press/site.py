"""Make the site: Sphinx's pages, those of each report and intervention, and the tables to download, mended and in place as one.

What did not change is taken over from the site that stands there. The new one is laid out aside and moved into place: a reader
never sees half a book, and a failed build leaves the former one.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewbook.files import digest
from reviewbook.files.cells import for_spreadsheets
from reviewbook.files.replace import whole
from reviewbook.page.draft import attempt
from reviewbook.press import chapters, figures, menu, settings
from reviewbook.press.finish import for_crawlers, mended, without_links
from reviewbook.press.light import lightened
from reviewbook.press.search.index import FOLDER as SEARCH
from reviewbook.press.search.index import Index
from reviewbook.press.steps import Steps
from reviewbook.press.typeset import WARNING, BuildFailed, Typesetter
from reviewbook.review.questions import ABOUT
from reviewbook.review.reads import FILE, noted
from reviewbook.review.usable import drafting

if TYPE_CHECKING:
    from reviewbook.review.model import Review


@dataclass(frozen=True)
class Beside:
    """What stands beside Sphinx's pages.

    Attributes
    ----------
    folder : of the pages of reports and interventions, and of ``data/``
    labels : report_id -> how it is named, of reports that have a page
    addresses : of these pages, from the root of the site
    failures : of a draft, a line about each part that could not be made
    """

    folder: Path
    labels: Mapping[str, str]
    addresses: Sequence[str]
    failures: Sequence[str]


def make(
    source: Path,
    tables: Path,
    place: Path,
    *,
    typesetter: Typesetter,
    jobs: int,
    progress: Callable[[str], object],
    steps: Steps,
    banner: Callable[[str, str], str] | None = None,
    anew: bool = True,
) -> list[str]:
    """Bring the site in ``place``/html up to date with its sources.

    Parameters
    ----------
    source : folder of _config.yml, _toc.yml and the pages
    tables : folder of the review
    place : folder of the site (html) and of what its parts are made in (press)
    steps : is told what was done
    banner : changes the text of each page, given its address: for drafts
    anew : whether pages of reports and interventions, downloads, and the search, that are there already are brought up to date too

    Returns
    -------
    Of a draft, a line about each part that could not be made.

    Raises
    ------
    BuildFailed with what Sphinx says.
    """
    press = place / "press"
    typesetter.ask(source, press / "pages", jobs=jobs, strict=not drafting())
    with steps.of("pages of reports and interventions, and downloads") as step:
        beside, step.reused = _beside(
            source,
            tables,
            press / "beside",
            jobs=jobs,
            given=place,
            progress=progress,
            anew=anew,
        )
    with steps.of("figures as files") as step:
        step.reused = figures.write(source, press / "drawn")
    book = chapters.of(source)
    search = Index(press / "search", menu.contents(source), book.nouns.many)
    if anew:  # while Sphinx is at work
        with steps.of("search of reports and interventions") as step:
            step.reused = search.bring(beside.folder, entries=True)
    with steps.of("waited for Sphinx") as step:
        pages = typesetter.answer()
        step.why = pages.why
    if pages.failed:
        count = len(WARNING.findall(pages.said))
        raise BuildFailed(
            f"The book was not built: {count or 'some'} problem{'' if count == 1 else 's'}.\n{pages.said}"
        )
    if pages.warnings:
        progress(f"warnings  {pages.warnings:,}")
    if anew:  # else somebody waits for one page, and what is found may lag behind
        with steps.of("search of chapters") as step:
            step.reused = search.bring(Path(pages.html))
            search.scripts(tables)
    with steps.of("site laid out") as step:
        step.reused = _Site(
            place,
            Path(pages.html),
            beside,
            search,
            pages.citations,
            banner,
            book.out,
            press / "drawn",
            home=settings.home(source),
        ).lay_out()
    return list(beside.failures)


def _beside(
    source: Path,
    tables: Path,
    folder: Path,
    *,
    jobs: int,
    given: Path,
    progress: Callable[[str], object],
    anew: bool = True,
) -> tuple[Beside, str]:
    """Write the pages of reports and interventions, and the tables to download, where they are not as they were; what was reused."""
    from reviewbook.press import entries, heads

    contents, heading = menu.contents(source), heads.site(source)
    of_book = {"home": settings.home(source), "repository": settings.repository(source)}
    made_of = digest.of_value(
        [
            digest.of_folder(tables),
            digest.of_bibliography(tables),
            digest.of_library(),
            drafting(),
            repr(contents),
            of_book,
            heading,
            digest.of_folder(given, *settings.GIVEN),
        ]
    )
    known = folder.with_suffix(".json")
    before = json.loads(known.read_text(encoding="utf-8")) if known.is_file() and folder.is_dir() else {}
    if before and (before["made_of"] == made_of or not anew):
        return Beside(folder, before["labels"], before["addresses"], before["failures"]), "all"
    known.unlink(missing_ok=True)
    from reviewbook.check import as_read, drafted
    from reviewbook.press import downloads, offered
    from reviewbook.review.bibliography import labels

    review = drafted(tables) if drafting() else as_read(tables)
    told: list[str] = []
    changed: list[str] = []

    def write() -> int:
        known = folder.with_suffix(".pages.json")
        return entries.write(
            review,
            folder,
            jobs=jobs,
            contents=contents,
            site=heading,
            failures=told,
            known=known,
            changed=changed,
            **of_book,
        )

    published = folder / "data" / review.name
    published.mkdir(parents=True, exist_ok=True)
    downloads.write(review, published)
    with offered.workbook(review, published, folder.with_suffix(".xlsx")) as workbook:
        written = attempt("The list of reports and interventions", write, told, otherwise=0)
        progress(f"pages of reports and interventions  {_became(folder, changed, of=written)}")
        reused = _publish(review, folder, told, folder.with_suffix(".parts.json"))
        offered.write(review, folder, source=source, given=given, workbook=workbook, failures=told)
    beside = Beside(folder, labels(review) if written else {}, entries.addresses(review), told)
    said = {"labels": beside.labels, "addresses": beside.addresses, "failures": told}
    whole({known: json.dumps({"made_of": made_of, **said}).encode()})
    return beside, reused


def _became(folder: Path, changed: Sequence[str], *, of: int) -> str:
    """What became of pages, in words: "3 of 28 new or changed, 1 gone".

    Parameters
    ----------
    changed : addresses of their files that are others than before, from the folder
    of : how many pages there are
    """
    pages = {Path(address).with_suffix(".html") for address in changed}
    gone = sum(not (folder / page).is_file() for page in pages)
    return f"{len(pages) - gone:,} of {of:,} new or changed" + (f", {gone:,} gone" if gone else "")


class _Site:
    """The files of a site, each made of one that Sphinx or this library wrote."""

    def __init__(
        self,
        place: Path,
        pages: Path,
        beside: Beside,
        search: Index,
        cited: Mapping[str, str],
        banner: Callable[[str, str], str] | None,
        out: Sequence[str] = (),
        drawn: Path | None = None,
        *,
        home: str = "",
    ):
        self.html, self.aside = place / "html", place / "html.next"
        self.pages, self.beside, self.search, self.cited, self.banner = pages, beside, search, cited, banner
        self.out, self.drawn, self.home = list(out), drawn, home
        self.listing = place / "site.json"
        self.before: dict[str, Any] = {}
        if self.listing.is_file() and self.html.is_dir():
            self.before = json.loads(self.listing.read_text(encoding="utf-8"))
        self.made_with = digest.of_value(
            [
                sorted(beside.labels.items()),
                sorted(cited.items()),
                list(beside.addresses),
                self.out,
                banner("<body>", "index.html") if banner else "",
                digest.of_folder(digest.LIBRARY, "press/*.py"),
            ]
        )

    def lay_out(self) -> str:
        """Put every file where it belongs, and then the whole into place; what was reused, in words."""
        shutil.rmtree(self.aside, ignore_errors=True)
        self.aside.mkdir(parents=True)
        files: dict[str, list[Any]] = {}
        for address, file in self._files():
            made_of = [self.made_with, *_stamp(file)]
            was = self.before.get("files", {}).get(address)
            same = was and was[0] == made_of and self._take_over(address, was[1])
            if not same:
                self._write(address, file)
            files[address] = [made_of, _stamp(self.aside / address)]
        for address, made in for_crawlers(self.home, list(files)).items():
            self._put(address, made)
            files[address] = [[], _stamp(self.aside / address)]
        self.listing.unlink(missing_ok=True)
        old = self.html.with_name("html.old")
        shutil.rmtree(old, ignore_errors=True)
        if self.html.exists():
            self.html.rename(old)
        self.aside.rename(self.html)
        shutil.rmtree(old, ignore_errors=True)
        whole({self.listing: json.dumps({"files": files}).encode()})
        before = self.before.get("files", {})
        same = sum(address in before and before[address][1] == now[1] for address, now in files.items())
        return f"{same} of {len(files)} files"

    def _files(self) -> Iterator[tuple[str, Path]]:
        drawn = [(self.drawn, "")] if self.drawn else []
        for folder, part in (
            (self.pages, ""),
            (self.beside.folder, ""),
            *drawn,
            (self.search.folder, SEARCH),
        ):
            for file in sorted((folder / part).rglob("*")):
                if file.is_file():
                    yield file.relative_to(folder).as_posix(), file

    def _take_over(self, address: str, stamp: Sequence[int]) -> bool:
        """Take a file over from the site that stands there; whether it is there, as it was written."""
        there, to = self.html / address, self.aside / address
        if not there.is_file() or _stamp(there) != list(stamp):
            return False
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(there, to)  # files of a site are replaced, never written into
        except OSError:  # a file system without links
            shutil.copy2(there, to)
        return True

    def _write(self, address: str, file: Path) -> None:
        """Write a file of the site."""
        kind, own, made = file.suffix, file.is_relative_to(self.beside.folder), file.read_bytes()
        if kind in (".html", ".css", ".js"):
            text = made.decode("utf-8")
            if kind == ".html":
                if not own:
                    text = mended(text, address, reports=self.beside.labels, cited=self.cited)
                text = without_links(text, address, self.out)
                text = lightened(self.banner(text, address) if self.banner else text)
            made = text.encode("utf-8")
        self._put(address, made)

    def _put(self, address: str, made: bytes) -> None:
        """Put a file into the site, or take over the one that stands there where it is the same."""
        there, was = self.html / address, self.before.get("files", {}).get(address)
        if was and there.is_file() and there.read_bytes() == made and self._take_over(address, was[1]):
            return  # made anew, and the same
        to = self.aside / address
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(made)


def _stamp(file: Path) -> list[int]:
    """What changes when a file is written."""
    seen = file.stat()
    return [seen.st_size, seen.st_mtime_ns]


def _publish(review: Review, folder: Path, failures: list[str], known: Path) -> str:
    """Put what is made of the review's tables beside them, at data/<review>/ of the site: addresses that stay. What was reused.

    After Sphinx and not by its html_extra_path, which copies a folder's content to the root of the site and has no way
    to say "below data/".

    Parameters
    ----------
    known : file of what each part read when it was made: one that would read the same is not made again
    """
    from reviewbook.press import downloads, records

    parts = _parts(review)
    tables = {file.name for file in review.path.glob("*.csv")}
    others = digest.of_files(
        (one for one in sorted(review.path.glob("*")) if one.is_file() and one.name not in tables),
        review.path,
    )
    made_of = digest.of_value(
        [others, digest.of_bibliography(review.path), sorted(tables), digest.of_library(), drafting()]
    )
    before = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    was: dict[str, Any] = before.get("parts", {}) if before.get("made_of") == made_of else {}
    now: dict[str, Any] = {}
    for name, make in parts.items():
        part = was.get(name)
        there = part is not None and all((folder / file).is_file() for file in part["files"])
        if part and there and records.of_columns(review, part["reads"]) == part["columns"]:
            now[name] = part
            continue
        told: list[str] = []
        nothing: dict[str, bytes] = {}
        with noted() as found:
            files = attempt(f"The file {name}", functools.partial(_all, make), told, otherwise=nothing)
        for address, content in files.items():
            file = folder / address
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        failures += told
        if not told:
            reads = sorted(one for one in found if one[0] != FILE)
            now[name] = {"reads": reads, "columns": records.of_columns(review, reads), "files": sorted(files)}
    laid = {address for part in now.values() for address in part["files"]}
    own = {
        f"data/{review.name}/{file.relative_to(review.path).as_posix()}"
        for file in downloads.of_review(review.path)
    }
    for file in sorted((folder / "data").rglob("*")):
        if file.is_file() and file.relative_to(folder).as_posix() not in laid | own:
            file.unlink()
    whole({known: json.dumps({"made_of": made_of, "parts": now}).encode()})
    return f"{sum(now.get(name) is was.get(name) and name in was for name in parts)} of {len(parts)} made of the tables"


def _all(make: Callable[[], Iterable[tuple[str, bytes]]]) -> dict[str, bytes]:
    return dict(make())


def _parts(review: Review) -> dict[str, Callable[[], Iterable[tuple[str, bytes]]]]:
    """What is made of the tables, by name: gives address and content of each of its files."""
    from reviewbook.charting.drawing import yes_no
    from reviewbook.confidence import exports as profiles
    from reviewbook.confidence.drawing.profile import documented
    from reviewbook.evidence_map import charts
    from reviewbook.interventions import exports
    from reviewbook.interventions.drawing import features, tidier
    from reviewbook.page.scope import MOST_SHEETS
    from reviewbook.selection.drawing.records import LEDGER, ledger
    from reviewbook.selection.of_review import flow_of
    from reviewbook.themes.drawing import coded_matrix

    place = f"data/{review.name}"

    def became() -> Iterator[tuple[str, bytes]]:
        found = flow_of(review)
        if len(found.ledger):
            yield f"{place}/{LEDGER}", for_spreadsheets(ledger(review, found))

    def one(name: str, make: Callable[[Review], bytes | None]) -> Callable[[], Iterator[tuple[str, bytes]]]:
        def file() -> Iterator[tuple[str, bytes]]:
            if (content := make(review)) is not None:
                yield f"{place}/{name}", content

        return file

    made: dict[str, Callable[[], Iterable[tuple[str, bytes]]]] = {
        LEDGER: became,
        "explorer.js": one("explorer.js", charts.data),
        **{
            yes_no.script_of(about): one(yes_no.script_of(about), functools.partial(yes_no.data, about=about))
            for about in ABOUT
        },
        "matrix.js": one("matrix.js", features.data),
        tidier.SCRIPT: one(tidier.SCRIPT, tidier.data),
    }
    if review.has("interventions", "tidier"):
        made["tidier-sheets.csv"] = one("tidier-sheets.csv", exports.csv)
        if len(review.interventions) <= MOST_SHEETS:
            made["tidier-sheets.docx"] = one("tidier-sheets.docx", exports.docx)
    if review.has("codes", "excerpts", "codings"):
        made["evidence-profile.csv"] = one("evidence-profile.csv", profiles.csv)
        if documented(review):
            made["evidence-profile.docx"] = one("evidence-profile.docx", profiles.docx)
    return made | {"codes": lambda: coded_matrix.files(review)}
