"""What a browser finds sections with: an index by pagefind, and for books that are opened from a disk, the sections themselves as a script.

A browser loads nothing from a disk but scripts, and pagefind needs more; so there is both, and `book/_static/search.js` asks
the one that it can have. The index is in bundles, each of which is made anew where its own pages changed: it takes a second.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple

from reviewbook.files import digest
from reviewbook.files.replace import whole
from reviewbook.page.scripts import script
from reviewbook.press.menu import APART, HOME, SUMMARY, Part
from reviewbook.press.search.sections import Page, Section, of_page
from reviewbook.review.nouns import capital

FOLDER = "search"  # of the site
CHAPTERS, ENTRIES, FOR_AUTHORS = "chapters", "entries", "authors"  # the bundles
SECOND = "second"  # what marks the sections of the second kind of a bundle
SYNONYMS = "synonyms.txt"
# Kinds of pages that a reader can choose among; interventions are called what the review calls them.
FINDINGS, REPORTS, METHODS, AUTHORS = "Findings", "Reports", "Methods", "For authors"
OF_METHODS = ("01-selection", "10-charting", "08-claims")  # notebooks that do not tell what was found
OF_FINDINGS = (HOME, "book/discussion.html")
# Characters of text in the script for books on a disk: of a larger book it has the titles, and the beginnings of sections.
MOST, BEGINNING = 6_000_000, 300
_AT_ONCE = 100  # requests whose answers fit into a pipe
MOST_SECTIONS = 20_000  # of entries: where there are more, each page is one
_NEEDED = ("pagefind.js", "pagefind-entry.json")  # and what is compressed; not its surfaces


class Found(NamedTuple):
    """A page of the site with what the search knows of it."""

    address: str
    kind: str
    page: Page


def kind_of(address: str, contents: Sequence[Part], entities: str) -> str:
    """What kind a page is of, for who searches among some kinds alone.

    Parameters
    ----------
    contents : the book's table of contents
    entities : what the review calls its interventions, in the plural

    Examples
    --------
    >>> kind_of("interventions/calm.html", [], "apps"), kind_of("book/methods.html", [], "apps")
    ('Apps', 'Methods')
    """
    folder, _, name = address.rpartition("/")
    if any(page.address == address for part in contents if part.caption in APART for page in part.pages):
        return AUTHORS
    if folder in ("reports", "interventions"):
        return REPORTS if folder == "reports" else capital(entities)
    of_chapter = folder == "notebooks" and not name.startswith(OF_METHODS)
    return FINDINGS if of_chapter or address in OF_FINDINGS else METHODS


class Index:
    """The search of one book, in a folder that lies beside its pages and keeps what did not change.

    Parameters
    ----------
    folder : what is in its folder `FOLDER` belongs into the site
    """

    def __init__(self, folder: Path, contents: Sequence[Part], entities: str) -> None:
        self.folder, self.contents, self.entities = folder, contents, entities
        self.site = folder / FOLDER
        self._pages: dict[str, list[Found]] = {}
        # Two kinds at most: of more marks than one, pagefind writes another order each time.
        self.bundles = {
            CHAPTERS: (FINDINGS, METHODS),
            ENTRIES: (REPORTS, capital(entities)),
            FOR_AUTHORS: (AUTHORS,),
        }

    def bring(self, pages: Path, *, entries: bool = False) -> str:
        """Bring the bundles of the pages in a folder up to date; what was reused, in words.

        Parameters
        ----------
        entries : whether they are those of reports and interventions
        """
        found = self._read(ENTRIES if entries else CHAPTERS, pages)
        names = [ENTRIES] if entries else [CHAPTERS, FOR_AUTHORS]
        same = []
        for name in names:
            self._pages[name] = own = [page for page in found if page.kind in self.bundles[name]]
            if self._bundle(name, list(_records(own, second=self.bundles[name][1:]))):
                same.append(name)
        return "all" if same == names else ", ".join(same)

    def _bundle(self, name: str, records: list[dict[str, Any]]) -> bool:
        """Make the index of some sections, if it is not there; whether it was."""
        known, there = self.folder / f"{name}.made", self.site / name
        made_of = digest.of_value([records, digest.of_file(Path(__file__))])
        if known.is_file() and known.read_text("utf-8") == made_of:
            return True
        known.unlink(missing_ok=True)
        shutil.rmtree(there, ignore_errors=True)
        if records and (program := _program()):
            try:
                files = _made(program, records)
            except (OSError, RuntimeError, ValueError):  # the script of the sections is there for all
                files = {}
            for address, content in files.items():
                (there / address).parent.mkdir(parents=True, exist_ok=True)
                (there / address).write_bytes(content)
        self.folder.mkdir(parents=True, exist_ok=True)
        known.write_text(made_of, "utf-8")
        return False

    def scripts(self, review: Path) -> None:
        """Write what search.js is told: the words that mean the same, the kinds, which bundles there are; and the sections."""
        found = [page for name in self.bundles for page in self._pages.get(name, [])]
        kinds = dict.fromkeys((FINDINGS, REPORTS, capital(self.entities), METHODS, AUTHORS))
        there = {page.kind for page in found}
        own = review / SYNONYMS
        about = {
            "bundles": {name: kinds for name, kinds in self.bundles.items() if (self.site / name).is_dir()},
            "kinds": [kind for kind in kinds if kind in there],
            "last": AUTHORS,
            "entries": dict(zip(("reports", "interventions"), self.bundles[ENTRIES], strict=True)),
            "pages": {page.address: page.kind for page in found if page.kind not in self.bundles[ENTRIES]},
            "synonyms": [
                group
                for file in (Path(__file__).with_name(SYNONYMS), own)
                if file.is_file()
                for group in synonyms(file.read_text("utf-8", errors="replace"))
            ],
        }
        files = {"about.js": script("search", about), "sections.js": script("sections", as_data(found))}
        self.site.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            file = self.site / name
            if not file.is_file() or file.read_bytes() != content:
                whole({file: content})

    def _read(self, name: str, pages: Path) -> list[Found]:
        """The pages in a folder; those that are as they were are not read again."""
        known = self.folder / f"{name}.json"
        before: dict[str, Any] = json.loads(known.read_bytes()) if known.is_file() else {}
        library = digest.of_files(Path(__file__).parent.glob("*.py"), Path(__file__).parent)
        was = before.get("pages", {}) if before.get("library") == library else {}
        now: dict[str, Any] = {}
        for file in sorted(pages.rglob("*.html")):
            address = file.relative_to(pages).as_posix()
            seen = file.stat()
            stamp = [seen.st_size, seen.st_mtime_ns]
            if address.startswith("_") or address in ("404.html", "search.html"):
                continue
            if address in was and was[address][0] == stamp:
                now[address] = was[address]
            else:
                now[address] = [stamp, of_page(file.read_bytes())]
        if now != was:
            self.folder.mkdir(parents=True, exist_ok=True)
            whole({known: json.dumps({"library": library, "pages": now}).encode()})
        named = {HOME: SUMMARY} | {page.address: page.title for part in self.contents for page in part.pages}
        return [
            Found(
                address,
                kind_of(address, self.contents, self.entities),
                Page(named.get(address, title), language, [Section(*one) for one in parts]),
            )
            for address, (_, page) in now.items()
            if page
            for title, language, parts in [page]
        ]


def synonyms(text: str) -> list[list[str]]:
    """Groups of words that mean about the same, one a line; lines with # are remarks.

    Examples
    --------
    >>> synonyms("# field\\nRCT, randomised\\nalone\\n")
    [['rct', 'randomised']]
    """
    lines = (line for line in text.lower().splitlines() if not line.lstrip().startswith("#"))
    groups = [[word for one in line.split(",") if (word := " ".join(one.split()))] for line in lines]
    return [group for group in groups if len(group) > 1]


def as_data(found: Iterable[Found]) -> list[list[Any]]:
    """Pages with their sections as the script for books on a disk holds them; of a large book, no whole texts."""
    pages = list(found)
    long = sum(len(one.text) for page in pages for one in page.page.sections) > MOST
    return [
        [
            one.address,
            one.page.title,
            one.kind,
            [[s.anchor, s.title, s.rows, s.text[:BEGINNING] if long else s.text] for s in one.page.sections],
        ]
        for one in pages
    ]


def _records(found: Sequence[Found], second: Collection[str]) -> Iterator[dict[str, Any]]:
    """What pagefind is asked to find: each section by itself. ``second``: the kinds to mark as the second of a bundle."""
    many = sum(len(one.page.sections) for one in found) > MOST_SECTIONS
    for address, kind, page in found:
        sections = page.sections
        if many:
            rows = " · ".join(one.rows for one in sections if one.rows)
            sections = [Section("", page.title, rows, " ".join(one.text for one in sections))]
        for one in sections:
            meta = {"title": one.title, "rows": one.rows, "page": page.title}  # it finds these words too
            yield {
                "type": "AddRecord",
                "url": f"{address}#{one.anchor}" if one.anchor else address,
                "content": one.text or one.title,
                "language": page.language,
                "meta": {name: words for name, words in meta.items() if words},
                "filters": {SECOND: ["1"]} if kind in second else {},
                "sort": None,
            }


def _program() -> Path | None:
    """The program of pagefind; None on a system for which there is none."""
    try:
        return Path(import_module("pagefind_bin").get_executable())
    except (ImportError, OSError):
        return None


def _made(program: Path, records: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """The files of an index of records, made by pagefind: of all that it gives, what a browser needs.

    Asked by its own messages: its library for Python waits a tenth of a second for each answer. It is asked for what the files
    hold, as it says that it wrote them before they are whole.
    """
    with subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None and running.stdout is not None
        answers = _answers(running.stdout)
        files: list[dict[str, str]] = []
        asked = [{"type": "NewIndex", "config": {}}, *({"index_id": 0, **one} for one in records)]
        asked.append({"type": "GetFiles", "index_id": 0})
        for at in range(0, len(asked), _AT_ONCE):
            some = asked[at : at + _AT_ONCE]
            said = (json.dumps({"message_id": number, "payload": one}) for number, one in enumerate(some))
            running.stdin.write(b"".join(base64.b64encode(one.encode()) + b"," for one in said))
            running.stdin.flush()
            for _ in some:
                told = next(answers, {})
                if told.get("type", "Error") == "Error":
                    raise RuntimeError(f"pagefind: {told or 'it ended'}")
                files = told.get("files", files)
    return {
        file["path"]: base64.b64decode(file["content"])
        for file in files
        if file["path"] in _NEEDED or Path(file["path"]).suffix.startswith((".pf", ".pagefind"))
    }


def _answers(told: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What pagefind answers, message by message."""
    waiting = b""
    while piece := os.read(told.fileno(), 1 << 20):
        *whole, waiting = (waiting + piece).split(b",")
        for one in whole:
            yield json.loads(base64.b64decode(one))["payload"]
