"""Which books of a review are there, and whether they are made of what its tables, notebooks and pages are now."""

from __future__ import annotations

from pathlib import Path

from reviewbook.press import book
from reviewbook.press.typeset import BuildFailed
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.stages import Row

INDEX = "html/index.html"


def made(root: Path, review: Path, *, where: str) -> list[Row]:
    """How far the book of a review is: one row for the book, one for its draft where that is there.

    Parameters
    ----------
    root : of the book; where : the folder of the review, as commands are to name it.
    """
    own, folder = f"`reviewbook build {where}`", review.resolve()
    try:
        place = book.place_of(root, folder)
    except BuildFailed:  # a folder of that name cannot be built, which building says
        return [Row("built", "cannot be built", "book", 0, 1, 1, next=f"{own} says why")]
    found = []
    if (place / INDEX).is_file():
        now = book.stands(root, folder, place)
        state = "of what is there now" if now else "of an earlier state"
        found.append(Row("built", state, "book", int(now), 1, int(not now), next="" if now else own))
    else:
        found.append(Row("built", "not yet", "book", 0, 1, 1, next=own))
    if (book.place_of(root, folder, draft=True) / INDEX).is_file():
        found.append(Row("built", "a draft is there", "draft", 1))
    return found


def site(root: Path, review: Path, *, where: str) -> Path:
    """The folder of the built site of a review.

    Parameters
    ----------
    root : of the book; where : the folder of the review, as commands are to name it.

    Raises
    ------
    ReviewProblems (EXPO-009) where it was not built, or of what is not there any more.
    """
    (row,) = (one for one in made(root, review, where=where) if one.unit == "book")
    if row.open:
        raise ReviewProblems([Problem("EXPO-009", "book", row.part, f"a book that was built: {row.next}")])
    return book.place_of(root, review.resolve()) / Path(INDEX).parent
