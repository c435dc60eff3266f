"""Where the book is: the folder that holds _config.yml and notebooks/. One's own is found from where one stands; for a review that is
named and stands in no book, there is the book that comes with the library."""

from __future__ import annotations

import os
from pathlib import Path

from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import nearest as nearest_name

FILE = "datapackage.json"  # of a review: says what it is
SHIPPED = "_book"  # below the library, in a wheel (setup.py)
NAMED = "REVIEWBOOK_ROOT"  # an environment variable: for notebooks that are run outside of their book


def is_root(folder: Path) -> bool:
    return (folder / "_config.yml").is_file() and (folder / "notebooks").is_dir()


def nearest() -> Path | None:
    """The book in which one stands: the one that `NAMED` names, or the nearest folder upward; None where there is none."""
    if named := os.environ.get(NAMED):
        return Path(named).expanduser().resolve()
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if is_root(folder)), None)


def library() -> Path:
    """The book that comes with the library, without a review: the checkout that the library lies in, else what its wheel holds."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / SHIPPED
    return shipped if is_root(shipped) else package.parents[1]


def root(named: str | os.PathLike[str] | None = None, *, of_any: bool = False) -> Path:
    """The folder of the book: the one named; else the one in which one stands; else, where any will do, that of the library.

    Parameters
    ----------
    named : by the option ``--root``
    of_any : whether the book of any review will do, because the review is named
        Notebooks and pages are the same for every review. What is built of one in the library's own book is laid where one stands
        (`built`).

    Raises
    ------
    ReviewProblems (PACK-008) where there is none.
    """
    found = Path(named).expanduser().resolve() if named is not None else nearest()
    if found is None and of_any and is_root(library()):
        return library()
    if found is None or not is_root(found):
        place = str(named) if named is not None else str(found or Path.cwd())
        seen = "no _config.yml and notebooks/" + ("" if found else ", nor in a folder above it")
        raise ReviewProblems([Problem("PACK-008", place, seen, "the folder of a book")])
    return found


def built(root: Path) -> Path:
    """Where books are built: ``_build`` of the book; of that in a wheel, which nothing is written to, of the folder in which one stands."""
    return (Path.cwd() if root.name == SHIPPED else root) / "_build"


def reviews(root: Path) -> str:
    """The reviews of a book, as a problem names them."""
    names = sorted(file.parent.name for file in (root / "data").glob("*/datapackage.json"))
    return ", ".join(quote(f"data/{name}") for name in names[:5]) or "none is there yet"


def find_review(review: str | os.PathLike) -> Path:
    """The folder of a review, given as a path from here, from notebooks/, from the book or as a name in its data/.

    The book is the one in which one stands (`nearest`).

    Raises
    ------
    ReviewProblems (PACK-001) where there is none, (PACK-009) where the folder is that of a book.
    """
    asked = Path(review).expanduser()
    root = nearest()
    tried = [asked, *(root / within / asked for within in ("notebooks", "", "data") if root)]
    for folder in tried:
        if (folder / FILE).is_file() or (folder.is_dir() and any(folder.glob("*.csv"))):
            return folder.resolve()
    if is_root(asked):
        expected = f"a review of it: {reviews(asked)}"
        raise ReviewProblems([Problem("PACK-009", str(review), "_config.yml and notebooks/", expected)])
    found = "no datapackage.json and no CSV table there"
    expected = f"the folder of a review{_meant(asked, root)}"
    raise ReviewProblems([Problem("PACK-001", str(review), found, expected)])


def _meant(asked: Path, root: Path | None) -> str:
    """Which folder of a review was perhaps meant: the one a file lies in, those in a folder, or one whose name is nearly right."""
    if asked.is_file() and (asked.parent / FILE).is_file():
        return f", perhaps {quote(asked.parent)}"
    if inside := _named_in(asked):
        return f", such as {quote(asked / inside[0])}"
    for within in dict.fromkeys([asked.parent, *([root / "data"] if root else [])]):
        if near := nearest_name(asked.name, _named_in(within)):
            here = Path.cwd()
            folder = within / near
            return f", perhaps {quote(folder.relative_to(here) if folder.is_relative_to(here) else folder)}"
    there = _named_in(root / "data") if root else []
    return f", such as {quote(f'data/{there[0]}')} of this book" if there else ""


def _named_in(folder: Path) -> list[str]:
    """The names of the reviews in a folder."""
    try:
        return sorted(one.name for one in folder.iterdir() if (one / FILE).is_file())
    except OSError:  # no such folder, or none that may be looked into
        return []
