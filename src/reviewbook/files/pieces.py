"""What a reader of a foreign file does not carry, and never drops in silence: pieces that are not understood, and what is left."""

from __future__ import annotations

from typing import NamedTuple


class Piece(NamedTuple):
    """A piece of a file that was not understood, kept as it stands there."""

    line: int | None  # first line of the piece in the file; None where the file has no lines
    entry: str  # key or title of the entry in which it stands, "not_applicable" outside every entry
    field: str  # tag, field or column, "not_applicable" where it has none
    found: str
    why: str


class Left(NamedTuple):
    """What a review has no place for, one entry a kind: said to the user and kept in set_aside.csv."""

    what: str  # "colours of codes", "sets", "notes"
    n: int
    example: str  # one of them, as the file has it
    why: str
