"""Foreign formats, in and out: one small module a format.

A reader takes bytes that other software wrote and gives an `Export`; nothing of the file is dropped: what is not understood
is a `Piece` with its place. Writing into a review's folder is for `reviewbook.selection.imports.store` alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd


class Piece(NamedTuple):
    """A piece of a file that was not understood, kept as it stands there."""

    line: int | None  # first line of the piece in the file; None where the file has no lines
    entry: str  # key or title of the entry in which it stands, "not_applicable" outside every entry
    field: str  # tag, field or column, "not_applicable" where it has none
    found: str
    why: str


@dataclass(frozen=True)
class Export:
    """What a file holds.

    ``records``: DataFrame, one row a record, with columns of the table records that the file can give (never record_id,
    source_id, duplicate_of or import_id: the store sets them), ``source_key`` and ``locator`` (file and line) always.
    ``decisions``: DataFrame, one row a decision, with columns of the table decisions, but ``source_key`` in place of
    record_id. Either is None where the format holds none. Text cells are str, missing (None/NA) where the file has nothing.
    """

    entries: int
    records: pd.DataFrame | None = None
    decisions: pd.DataFrame | None = None
    set_aside: list[Piece] = field(default_factory=list)


class Left(NamedTuple):
    """What a review has no place for, one entry a kind: said to the user and kept in set_aside.csv."""

    what: str  # "colours of codes", "sets", "notes"
    n: int
    example: str  # one of them, as the file has it
    why: str
