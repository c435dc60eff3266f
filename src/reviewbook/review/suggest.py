"""What somebody may have meant: the nearest of some names to one that is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from reviewbook.review.problems import quote

ALIKE = 0.6  # share of two names that is the same, from 0 to 1: difflib's own


def nearest(word: object, among: Iterable[str]) -> str | None:
    """The name that is most like a word, in capitals or small letters; None where none is near.

    Examples
    --------
    >>> nearest("chekc", ["check", "build"]), nearest("MMAT2018", ["mmat-2011", "mmat-2018"]), nearest("x", ["check"])
    ('check', 'mmat-2018', None)
    """
    by_key = {name.casefold(): name for name in among}
    said = str(word).casefold()
    inside = [name for key, name in by_key.items() if len(said) > 2 and (said in key or key in said)]
    found = get_close_matches(said, by_key, n=1, cutoff=ALIKE)
    return by_key[found[0]] if found else inside[0] if len(inside) == 1 else None


def perhaps(word: object, among: Iterable[str]) -> str:
    """The end of what a problem expects: ', perhaps "check"'; blank where no name is near."""
    found = nearest(word, among)
    return f", perhaps {quote(found)}" if found else ""


def one_of(among: Iterable[str], word: object = "") -> str:
    """What a problem expects where a name is none of these, with the one that was perhaps meant.

    Examples
    --------
    >>> one_of(["tidier", "codebook"], "tidir")
    'one of tidier, codebook, perhaps "tidier"'
    """
    names = list(among)
    return f"one of {', '.join(names)}{perhaps(word, names)}"


def beside(file: Path) -> str:
    """As `perhaps`, of a file that is not there, or is a folder: the file in its folder, or in it, that is most like it."""
    if file.is_dir():
        return f", such as one in the folder {file.name}"
    try:
        there = [one.name for one in file.parent.iterdir() if not one.name.startswith(".")]
    except OSError:  # there is no such folder either
        return ""
    return perhaps(file.name, there)
