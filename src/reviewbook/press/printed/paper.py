"""The joined document printed by a browser, twice: first to learn which page of paper each place is on, then with these numbers."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject

from reviewbook.press.doctor import BROWSERS
from reviewbook.press.printed.joined import Joined, Place, joined
from reviewbook.review.problems import Problem, ReviewProblems

BOOK = "book.pdf"
_LONGEST = 600  # seconds that a browser may take
_NOT_SHOWN = shutil.ignore_patterns(
    "*.html", "*.js", "*.csv", "*.zip", "*.xlsx", "*.pdf"
)  # what the document loads none of


def browser(environment: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> str:
    """The path of the browser that prints.

    Raises
    ------
    ReviewProblems (EXPO-008) where there is none.
    """
    found = environment.get("CHROMIUM") or next(filter(None, map(which, BROWSERS)), None)
    if not found:
        raise ReviewProblems([Problem("EXPO-008", "PDF", "no browser", f"one of {', '.join(BROWSERS)}")])
    return found


def book(site: Path, program: str, *, progress: Callable[[str], object] = lambda line: None) -> bytes:
    """The book of a site as a tagged PDF: contents with page numbers, bookmarks, links within it. The same bytes for the same site.

    Parameters
    ----------
    site : the folder of a built book
    program : the path of the browser
    progress : called with a line for each step

    Raises
    ------
    ReviewProblems (EXPO-008) where the browser prints nothing.
    """
    progress("joining the pages")
    first = joined(site)
    progress(f"printing {sum(place.depth == 1 for place in first.places)} pages, to learn what is where")
    numbers = pages_of(_printed(site, first, program), first.places)
    second = joined(site, numbers=numbers)
    progress("printing them with their numbers")
    return finished(_printed(site, second, program), second, numbers)


def _printed(site: Path, document: Joined, program: str) -> bytes:
    """What the browser prints of a document."""
    with tempfile.TemporaryDirectory(prefix="reviewbook-pdf-") as scratch:
        # Beside the document lie the styles, letters and pictures that its pages load; in the site, a file more would be a change.
        page, out = Path(scratch, "site", "printed.html"), Path(scratch, BOOK)
        shutil.copytree(site, page.parent, ignore=_NOT_SHOWN)
        page.write_text(document.html, encoding="utf-8")
        command = [
            program,
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            f"--user-data-dir={scratch}/profile",
            "--host-resolver-rules=MAP * ~NOTFOUND",  # the book needs no other host
            "--no-pdf-header-footer",
            "--export-tagged-pdf",
            f"--print-to-pdf={out}",
            # A browser refuses its sandbox to root, as which containers run.
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
            page.as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST, check=False)
            said = done.stderr.strip().splitlines()[-1:] or [f"status {done.returncode}"]
        except (OSError, subprocess.TimeoutExpired) as wrong:
            said = [str(wrong)]
        if not out.is_file():
            raise ReviewProblems([Problem("EXPO-008", "PDF", f"{program}: {said[0]}", "a printed book")])
        return out.read_bytes()


def pages_of(pdf: bytes, places: Sequence[Place]) -> dict[str, int]:
    """Anchor -> the number of the page of paper that it is on, from 1, of the places that are links' targets in a PDF."""
    reader = PdfReader(io.BytesIO(pdf))
    there = reader.named_destinations
    found = {}
    for place in places:
        if (target := there.get(place.anchor) or there.get(f"/{place.anchor}")) is not None:
            number = reader.get_destination_page_number(target)
            if number is not None and number >= 0:
                found[place.anchor] = number + 1
    return found


def finished(pdf: bytes, document: Joined, numbers: Mapping[str, int]) -> bytes:
    """A printed PDF with its title, its language and its bookmarks: parts, in them pages, in them sections."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.metadata = {"/Title": document.title, "/Author": document.author, "/Producer": "reviewbook"}
    above: list[Any] = []
    for place in document.places:
        if place.anchor not in numbers:
            continue
        del above[place.depth :]
        above.append(
            writer.add_outline_item(
                title=place.title,
                page_number=numbers[place.anchor] - 1,
                parent=above[-1] if above else None,
            )
        )
    writer.page_mode = "/UseOutlines"
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
