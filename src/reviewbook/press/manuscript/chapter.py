"""The pages of a review's book as the press would have them, without writing one: notebooks are run in this process, cell by cell."""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.page.grid import uncut
from reviewbook.press import chapters, notebooks, pages, settings
from reviewbook.review.model import Review
from reviewbook.review.package import read_package

_OF_ONE = tuple(f"book/{name}" for name in chapters.OWN)


class Output(NamedTuple):
    """What a cell, or a page of prose, shows: MyST, or HTML where it is a drawing; of a figure its caption and label too."""

    kind: str  # "myst" or "html"
    text: str
    caption: str = ""
    name: str = ""


class Page(NamedTuple):
    """A page of the book: its place in it ("notebooks/02-studies"), its title, and what it shows in its order."""

    file: str
    title: str
    outputs: tuple[Output, ...]


def pages_of(root: Path, review: Review) -> Iterator[Page]:
    """The pages of a review's book in its order, tables whole where a page shows their first rows.

    Parameters
    ----------
    root : the folder of the book, whose notebooks and pages are taken
    review : sound, as `reviewbook.check.open_review` gives it
    """
    book = chapters.book_of(root, review.path, read_package(review.path)[0])
    own = settings.config(root)["reviewbook"]["review"] == review.path.name
    for file in chapters.files(book):
        if (
            not own
            and file in _OF_ONE
            and not (review.path / "pages" / f"{file.removeprefix('book/')}.md").is_file()
        ):
            continue  # what the book's own review says of itself is no other's
        if file.startswith("notebooks/"):
            with uncut():
                outputs = tuple(_run(root / f"{file}.ipynb", review.path))
        else:
            outputs = tuple(_prose(root, file, review, book))
        yield Page(file, book.names.get(file) or _title(root, file), outputs)


def _prose(root: Path, file: str, review: Review, book: chapters.Book) -> Iterator[Output]:
    name = file.removeprefix("book/")
    theirs = review.path / "pages" / f"{name}.md"
    there = theirs if theirs.is_file() else root / f"{file}.md"
    made = pages.made(root, review, out=book.out)
    if name in made:
        yield Output("myst", made[name]())
    elif there.is_file():
        yield Output("myst", there.read_text(encoding="utf-8"))


def _title(root: Path, file: str) -> str:
    if (notebook := root / f"{file}.ipynb").is_file():
        first = next(
            (cell.source for cell in notebooks.read(notebook).cells if cell.cell_type == "markdown"), ""
        )
    else:
        page = root / f"{file}.md"
        first = page.read_text(encoding="utf-8") if page.is_file() else ""
    headings = (line[2:].strip() for line in first.splitlines() if line.startswith("# "))
    return next(headings, file.rpartition("/")[2].replace("-", " ").capitalize())


def _run(notebook: Path, folder: Path) -> Iterator[Output]:
    """What the cells of a notebook show of a review; nothing of it is kept."""
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebooks.code_cells(notebooks.read(notebook)):
        shown = _cell(cell.source, names)
        if "parameters" in cell.metadata.get("tags", []):
            names["review"] = str(folder)
        figure = cell.metadata.get("mystnb", {}).get("figure", {})
        if (text := getattr(shown, "data", None)) is None or not isinstance(text, str):
            continue
        html = "text/html" in _kinds(shown)
        yield Output("html" if html else "myst", text, figure.get("caption", ""), figure.get("name", ""))


def _cell(source: str, names: dict[str, Any]) -> object:
    """Run a cell; what its last line gives."""
    body = ast.parse(source).body
    last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None  # type: ignore[attr-defined]
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
        return eval(compile(last, "<cell>", "eval"), names) if last else None


def _kinds(shown: object) -> tuple[str, ...]:
    return ("text/html",) if hasattr(shown, "_repr_html_") else ("text/markdown",)
