"""What the prose of a review refers to: asked before the build, which would tell it as a warning of Sphinx."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pandas as pd

from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given
from reviewbook.review.package import FILE
from reviewbook.review.problems import Problem, quote

REFERS = re.compile(r"\{(numref|ref|doc|glue:text)\}`([^`]+)`")
LABELS = re.compile(r"^\(([^)\n]+)\)=\s*$|^:(?:name|label): *(\S+)\s*$", re.MULTILINE)


def problems(review: Review, root: Path) -> list[Problem]:
    """Labels, pages and glued numbers that the pages/ of a review name and that no page of its book has (PAGE-001); the same
    of the pages that a reporting checklist leads to, and of the chapters that datapackage.json lists.

    Parameters
    ----------
    root : the repository, whose notebooks are the chapters. Only those that are referred to are worked out.
    """
    pages = sorted((review.path / "pages").glob("*.md"))
    texts = {page: page.read_text(encoding="utf-8", errors="replace") for page in pages}
    chapters = _Chapters(review, root / "notebooks")
    own = {name for text in texts.values() for found in LABELS.findall(text) for name in found if name}
    there: dict[str, Callable[[str], bool]] = {
        "doc": lambda target: _is_page(root, target),
        "numref": lambda target: target in own or target in chapters.labels(),
        "ref": lambda target: target in own or target in chapters.labels(),
        "glue:text": chapters.has_number,
    }
    found = []
    for page, text in texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            for role, written in REFERS.findall(line):
                target = _target(written)
                if not there[role](target):
                    expected = "the name of a page, table, figure or number of this book"
                    found.append(
                        Problem(
                            "PAGE-001", f"pages/{page.name}", quote(target), expected, row=number, field=role
                        )
                    )
    return [*found, *_chapters(review, root), *review.placed(_anchors(review.checklist, root))]


def _chapters(review: Review, root: Path) -> Iterator[Problem]:
    """Chapters that datapackage.json lists and that neither the book nor the pages/ of the review have (PAGE-001)."""
    given = review.package.get("chapters")
    for at, one in enumerate(given if isinstance(given, list) else []):
        name = one.get("file") if isinstance(one, dict) else None
        if not isinstance(name, str):
            continue  # which PACK-007 tells
        place = name.removesuffix(".md").removesuffix(".ipynb")
        own = place.startswith("pages/") and (review.path / f"{place}.md").is_file()
        if not own and not _is_page(root, f"/{place}"):
            expected = "a page of this book, such as notebooks/06-practices, or one of pages/"
            yield Problem("PAGE-001", FILE, quote(name), expected, field=f"chapters[{at}].file")


def _anchors(checklist: pd.DataFrame, root: Path) -> list[Problem]:
    """Pages that a reporting checklist leads to and the book does not have (PAGE-001)."""
    expected = "a page of this book from its root, such as book/methods"
    return [
        Problem("PAGE-001", "checklist.csv", quote(anchor), expected, row=at + 2, field="anchor")
        for at, anchor in checklist["anchor"].items()
        if is_given(anchor) and not _is_page(root, f"/{anchor}")
    ]


def _target(written: str) -> str:
    """What a role refers to, without the words that stand for it: "chapter 1 </notebooks/01-selection>"."""
    inside = re.search(r"<([^>]+)>\s*$", written)
    return (inside[1] if inside else written).strip()


def _is_page(root: Path, target: str) -> bool:
    place = root / target.lstrip("/") if target.startswith("/") else root / "book" / target
    return any(place.with_name(place.name + ending).is_file() for ending in (".md", ".ipynb", ""))


class _Chapters:
    """What the notebooks define for a review, worked out when it is asked for."""

    def __init__(self, review: Review, folder: Path):
        self.review, self.folder = review, folder
        self._labels: set[str] | None = None
        self._numbers: dict[str, set[str]] = {}

    def labels(self) -> set[str]:
        """The names of all tables and figures."""
        if self._labels is None:
            self._labels = set()
            for notebook in sorted(self.folder.glob("*.ipynb")):
                for source, name in _cells(notebook):
                    self._labels |= {name} if name else set()
                    if source.startswith(("tables.", "charts.")):
                        shown = getattr(self._made(source), "data", "")
                        self._labels |= {found for pair in LABELS.findall(shown) for found in pair if found}
        return self._labels

    def has_number(self, target: str) -> bool:
        """Whether a notebook glues a number: "../notebooks/02-studies.ipynb::n_reports:d"."""
        place, _, key = target.partition("::")
        notebook = self.folder / PurePosixPath(place).name
        if not key or not notebook.is_file():
            return False
        if notebook.name not in self._numbers:
            glued = [source for source, _ in _cells(notebook) if source.startswith("numbers.glue(")]
            self._numbers[notebook.name] = {
                name for source in glued for name in self._made(f"dict{source[12:]}")
            }
        return key.partition(":")[0] in self._numbers[notebook.name]

    def _made(self, source: str):
        """What a cell of a chapter gives. These are the cells that `run` executes, of the repository and not of the review."""
        from reviewbook import charts, numbers, tables

        return eval(source, {"charts": charts, "numbers": numbers, "tables": tables, "review": self.review})


def _cells(notebook: Path) -> Iterator[tuple[str, str]]:
    """The source of each code cell, and the name of its figure where it has one."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            figure = cell["metadata"].get("mystnb", {}).get("figure", {})
            yield "".join(cell["source"]), figure.get("name", "")
