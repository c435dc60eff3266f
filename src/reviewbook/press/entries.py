"""Write a page for each report and each intervention, the lists that lead to them, and the evidence that the matrix loads.

They do not pass through Sphinx, which would take hours over thousands of pages: a page here takes a thousandth of a second.
Where it is known what each page held when it was last written, those that hold the same now are left alone.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.page import reporting
from reviewbook.page.draft import attempt
from reviewbook.page.escape import html
from reviewbook.page.links import Kind
from reviewbook.press import children, menu
from reviewbook.press.entry import PAGE, Entries, index_name, intervention, listing, report
from reviewbook.press.entry.frame import Frame
from reviewbook.press.menu import Part
from reviewbook.review import bibliography
from reviewbook.review.model import Review

KINDS: tuple[Kind, ...] = ("reports", "interventions")
FEW = 1000  # up to so many pages, a second process would take longer to start than to help
# A page of a draft that could not be made.
WITHOUT = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{why}</p><p><a href="_index.html">All pages of this kind</a></p></main></body>
</html>
"""
SHARE = 250  # pages that a process writes at a time
AHEAD = 2  # shares that wait for each process: none is without work, and few pages are in memory
LIBRARY = Path(__file__).resolve().parents[1]
WRITERS = ("jinja2", "markupsafe", "pybtex")  # packages that the bytes of a page depend on


class Piece(NamedTuple):
    """A page to write: its place below the root, without an ending; what it holds, as JSON; in a draft, why that is not known."""

    place: str
    held: str
    failure: str = ""


class Wrote(NamedTuple):
    """What became of a page: the addresses of its files that are others than before, and in a draft what could not be made."""

    place: str
    changed: list[str]
    failures: list[str]


def write(
    review: Review,
    out: Path,
    *,
    jobs: int = 2,
    contents: Sequence[Part] = (),
    repository: str = "",
    site: Mapping[str, Any] | None = None,
    home: str = "",
    failures: list[str] | None = None,
    known: Path | None = None,
    changed: list[str] | None = None,
) -> int:
    """Write reports/ID.html, interventions/ID.html, interventions/ID.js and the lists of both into a folder.

    Parameters
    ----------
    out : the root of the site, or a folder whose content is moved there
        Its two folders hold these files alone: others, such as pages of reports that are gone, are removed.
    jobs : processes at once, where there are many pages
    contents : the book's table of contents, from `menu.contents`
    home : the address at which the book is published; "" where that is not known
    repository : that of the book, where errors are reported if the review names nobody to write to
    site : what the heads of all pages share, from `heads.site`
    failures : gets a line about each page of a draft that could not be made
    known : a file that says what each page held when it was last written there; it is brought up to date
        A page that holds the same is left alone. None, or no such file: every page is made.
    changed : gets the address, from the root, of each file that is another than before, new or gone

    Returns
    -------
    How many pages there are. The same review gives the same bytes, whatever ``jobs`` is and whatever was there before; a file
    that would get the bytes that it has is not touched.
    """
    listed = [menu.Page(*page) for page in menu.lists(review.path, review.nouns.many)]
    parts = menu.parts_of(contents, listed)
    called = (site or {}).get("called") or review.title
    entries = Entries(
        review,
        labels=bibliography.labels(review),
        bibliography=bibliography.references(review),
        contents=contents,
        home=home,
        errors_to=reporting.receiver(review.package, repository),
        top={kind: menu.top(parts, f"{kind}/_index.html", called) for kind in KINDS},
        site=site,
    )
    shared = json.dumps(entries.shared)
    common = _digest(shared, _library(), *map(version, WRITERS))
    before = _known(known, common)
    if known:
        known.unlink(missing_ok=True)  # a build that is stopped leaves no word of pages that it did not write
    now: dict[str, str] = {}
    others: list[str] = []
    for kind in KINDS:
        (out / kind).mkdir(parents=True, exist_ok=True)
    for wrote in _written(_stale(_pieces(entries), out, before, now), shared, out, jobs=jobs):
        others += wrote.changed
        if failures is not None:
            failures += wrote.failures
        if wrote.failures:  # to be told of again
            del now[wrote.place]
    others += _swept(out, addresses(review))
    if changed is not None:
        changed += sorted(others)
    if known:
        known.write_text(json.dumps({"common": common, "pages": now}), encoding="utf-8")
    return len(addresses(review))


def addresses(review: Review) -> list[str]:
    """The addresses of all these pages from the site's root, as a sitemap lists them."""
    found = []
    for kind, column in (("reports", "report_id"), ("interventions", "intervention_id")):
        keys = sorted(getattr(review, kind)[column])
        found += [f"{kind}/{index_name(n)}" for n in range(-(-len(keys) // PAGE))]
        found += [f"{kind}/{key}.html" for key in keys]
    return found


# --- what pages hold, and which hold something else than before


def _pieces(entries: Entries) -> Iterator[Piece]:
    """Every page, with what it holds."""
    for kind in KINDS:
        for name, held in entries.lists(kind):
            yield Piece(f"{kind}/{name.removesuffix('.html')}", json.dumps(held))
        for key in entries.order[kind]:
            told: list[str] = []
            hold = functools.partial(entries.held, kind, key)
            nothing: dict[str, Any] = {}
            found = attempt(f"The page of {key}", hold, told, otherwise=nothing)
            yield Piece(f"{kind}/{key}", json.dumps(found), *told)


def _stale(
    pieces: Iterable[Piece], out: Path, before: Mapping[str, str], now: dict[str, str]
) -> Iterator[Piece]:
    """The pages that do not hold what they held ``before``, or are not there; ``now`` gets what every page holds, as a digest."""
    for piece in pieces:
        now[piece.place] = _digest(piece.held)
        there = all((out / name).is_file() for name in _files(piece.place))
        if piece.failure or not there or before.get(piece.place) != now[piece.place]:
            yield piece


def _files(place: str) -> list[str]:
    """The files of a page, from the root."""
    kind, _, name = place.partition("/")
    return [f"{place}.html", *([f"{place}.js"] if kind == "interventions" and not _is_list(name) else [])]


def _is_list(name: str) -> bool:
    return name.startswith("_")  # no identifier does


def _known(file: Path | None, common: str) -> dict[str, str]:
    """What pages held when they were last written, as digests by place; none where it is not known or no longer true of any."""
    if not file or not file.is_file():
        return {}
    read = json.loads(file.read_text(encoding="utf-8"))
    return read["pages"] if read["common"] == common else {}


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


def _library() -> str:
    """The library that writes the pages, as a digest."""
    files = sorted(file for file in LIBRARY.rglob("*") if file.suffix in (".py", ".html", ".yaml"))
    return _digest(*(file.read_text(encoding="utf-8") for file in files))


def _swept(out: Path, pages: Iterable[str]) -> list[str]:
    """Remove from the two folders what belongs to none of these pages; the addresses of what is gone."""
    wanted = {name for page in pages for name in _files(page.removesuffix(".html"))}
    found = [f"{kind}/{file.name}" for kind in KINDS for file in (out / kind).iterdir()]
    gone = [name for name in found if name not in wanted]
    for name in gone:
        (out / name).unlink()
    return gone


# --- writing, here or in several processes


def _written(pieces: Iterator[Piece], shared: str, out: Path, *, jobs: int) -> Iterator[Wrote]:
    """Write pages; what became of each, in their order."""
    first = list(islice(pieces, FEW + 1))
    every = chain(first, pieces)
    if jobs == 1 or len(first) <= FEW:
        frame = Frame(json.loads(shared))
        yield from (_write_page(frame, piece, out) for piece in every)
        return
    with children.pool(jobs, _begin, (shared, out)) as pool:
        waiting: deque = deque()
        while share := list(islice(every, SHARE)):
            waiting.append(pool.submit(_write_in_process, share))
            if len(waiting) > AHEAD * jobs:
                yield from waiting.popleft().result()
        for done in waiting:
            yield from done.result()


def _write_page(frame: Frame, piece: Piece, out: Path) -> Wrote:
    kind, _, name = piece.place.partition("/")
    held = json.loads(piece.held)
    told = [piece.failure] if piece.failure else []
    writer = listing.page if _is_list(name) else report.page if kind == "reports" else intervention.page
    page = ""
    if not told:
        page = attempt(f"The page of {name}", functools.partial(writer, frame, held), told, otherwise="")
    if told:  # in a draft
        page = WITHOUT.format(title=html(name), why=html(told[0]))
    contents = [page.encode("utf-8")]
    if len(_files(piece.place)) > 1:
        make = functools.partial(intervention.evidence, frame, held)
        contents.append(b"" if told else attempt(f"The evidence on {name}", make, told, otherwise=b""))
    changed = [file for file, new in zip(_files(piece.place), contents, strict=True) if _put(out / file, new)]
    return Wrote(piece.place, changed, told)


def _put(file: Path, content: bytes) -> bool:
    """Put a new file in place, or leave it alone where that is what it holds; whether it was put.

    Never written into: a site may hold the file that stands there by a link.
    """
    if file.is_file():
        if file.read_bytes() == content:
            return False
        file.unlink()
    file.write_bytes(content)
    return True


_in_process: dict[str, Any] = {}  # what a process of the pool keeps between its shares


def _begin(shared: str, out: Path) -> None:
    _in_process.update(frame=Frame(json.loads(shared)), out=out)


def _write_in_process(share: Sequence[Piece]) -> list[Wrote]:
    return [_write_page(_in_process["frame"], piece, _in_process["out"]) for piece in share]


# --- the way through the book
