"""Write a page for each report and each intervention, the lists that lead to them, and the evidence that the matrix loads.

They do not pass through Sphinx, which would take hours over thousands of pages: a page here takes a thousandth of a second.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewbook.page.draft import attempt
from reviewbook.page.escape import html
from reviewbook.page.links import Kind
from reviewbook.press import children, settings
from reviewbook.press.entry import PAGE, Entries, Page, Part, index_name
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


def write(
    review: Review,
    out: Path,
    *,
    jobs: int = 2,
    contents: Sequence[Part] = (),
    failures: list[str] | None = None,
) -> int:
    """Write reports/ID.html, interventions/ID.html, interventions/ID.js and the lists of both into a folder.

    Parameters
    ----------
    out : the root of the site, or a folder whose content is moved there; nothing in it is deleted
    jobs : processes at once, where there are many pages
    contents : the book's table of contents, from `contents`
    failures : gets a line about each page of a draft that could not be made

    Returns
    -------
    How many pages were written: the same review gives the same bytes, whatever ``jobs`` is.
    """
    told = failures if failures is not None else []
    made: dict[str, Any] = {
        "review": review,
        "labels": bibliography.labels(review),
        "bibliography": bibliography.references(review),
        "contents": contents,
    }
    entries = Entries(**made)
    for kind in KINDS:
        (out / kind).mkdir(parents=True, exist_ok=True)
        for name, text in entries.index(kind):
            (out / kind / name).write_text(text, encoding="utf-8", newline="\n")
    keys = [(kind, key) for kind in KINDS for key in entries.order[kind]]
    if jobs == 1 or len(keys) <= FEW:
        told += _write_share(entries, keys, out)
    else:
        shares = [keys[at : at + SHARE] for at in range(0, len(keys), SHARE)]
        del entries  # each process has its own
        with children.pool(jobs, _begin, (made, out)) as pool:
            for share in pool.map(_write_in_process, shares):
                told += share
    return len(addresses(review))


def addresses(review: Review) -> list[str]:
    """The addresses of all these pages from the site's root, as a sitemap lists them."""
    found = []
    for kind, column in (("reports", "report_id"), ("interventions", "intervention_id")):
        keys = sorted(getattr(review, kind)[column])
        found += [f"{kind}/{index_name(n)}" for n in range(-(-len(keys) // PAGE))]
        found += [f"{kind}/{key}.html" for key in keys]
    return found


def _write_share(entries: Entries, keys: Iterable[tuple[Kind, str]], out: Path) -> list[str]:
    """Write these pages; in a draft, what could not be made of them."""
    failures: list[str] = []
    for kind, key in keys:
        told: list[str] = []
        make = functools.partial(entries.report if kind == "reports" else entries.intervention, key)
        page = attempt(f"The page of {key}", make, told, otherwise="")
        if told:  # in a draft
            page = WITHOUT.format(title=html(key), why=html(told[0]))
        (out / kind / f"{key}.html").write_text(page, encoding="utf-8", newline="\n")
        if kind == "interventions":
            made = attempt(
                f"The evidence on {key}", functools.partial(entries.evidence, key), told, otherwise=b""
            )
            (out / kind / f"{key}.js").write_bytes(made)
        failures += told
    return failures


_in_process: dict[str, Any] = {}  # what a process of the pool keeps between its shares


def _begin(made: Mapping[str, Any], out: Path) -> None:
    _in_process.update(entries=Entries(**made), out=out)


def _write_in_process(keys: Sequence[tuple[Kind, str]]) -> list[str]:
    return _write_share(_in_process["entries"], keys, _in_process["out"])


# --- the way through the book


def contents(source: Path) -> list[Part]:
    """The book's table of contents: the parts of _toc.yml, each page with its first heading.

    Parameters
    ----------
    source : the folder that holds _toc.yml and the pages that it names

    Raises
    ------
    ReviewProblems (PACK-012) where _toc.yml cannot be used.
    """
    toc = settings.toc(source)
    parts = toc.get("parts") or [{"chapters": toc.get("chapters", [])}]
    return [
        Part(
            str(part.get("caption", "Chapters")),
            [
                Page(
                    f"{chapter['file']}.html", str(chapter.get("title") or _heading(source, chapter["file"]))
                )
                for chapter in part["chapters"]
                if "file" in chapter
            ],
        )
        for part in parts
    ]


def _heading(source: Path, name: str) -> str:
    """The first heading of a page, which is its title; its name where it has none."""
    page = source / f"{name}.md"
    if page.is_file():
        lines = page.read_text(encoding="utf-8").splitlines()
    elif not (notebook := source / f"{name}.ipynb").is_file():  # which Sphinx tells
        lines = []
    else:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        lines = [
            line
            for cell in cells
            if cell["cell_type"] == "markdown"
            for line in "".join(cell["source"]).splitlines()
        ]
    return next((line[2:].strip() for line in lines if line.startswith("# ")), name.rpartition("/")[2])
