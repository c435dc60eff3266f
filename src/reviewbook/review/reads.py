"""What is read of a review: the files, the tables and the columns of them on which a notebook and each of its cells depend.

Files are told to the runner of notebooks. Inside `noted` a review hands out tables that notice: a column that is taken by its
name is noted alone; whatever else is done with a table counts as reading all of it, so nothing that matters is missed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

WHOLE = "*"  # every column of a table
ROWS = ""  # how many rows a table has, and what its columns are called
FILE = "file"
Read = tuple[str, str]  # a table and one of its columns, or WHOLE, or ROWS; or FILE and a path
LOG = "REVIEWBOOK_READS"  # names a file to which the files go that are read

_noting: list[set[Read]] = []
_within = False  # pandas itself is at work on one column: what it touches beside is not read


@contextmanager
def noted() -> Iterator[set[Read]]:
    """The set into which goes, and nowhere else, what is read meanwhile: who keeps a result notes it again (`note`)."""
    found: set[Read] = set()
    _noting.append(found)
    try:
        yield found
    finally:
        _noting.pop()


def note(reads: Iterable[Read]) -> None:
    """Write down what is read."""
    reads = set(reads)
    if _noting:
        _noting[-1].update(reads)
        return
    log = os.environ.get(LOG)
    if log and (files := sorted(path for what, path in reads if what == FILE)):
        with Path(log).open("a", encoding="utf-8") as out:
            out.write("".join(f"{path}\n" for path in files))


def note_file(path: Path) -> None:
    """Write down that a file is read: a notebook is run again when it changed."""
    note([(FILE, str(path.resolve()))])


def noticing(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A shallow copy of a table, which inside `noted` writes down what is read of it."""
    copy = frame.copy(deep=False)
    if not _noting:
        return copy
    note([(table, ROWS)])
    return _as_noticing(copy, table)


def _as_noticing(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    frame.__class__ = _Noticing
    object.__setattr__(frame, "_read_as", table)
    return frame


@contextmanager
def _pandas_at_work() -> Iterator[None]:
    global _within
    before, _within = _within, True
    try:
        yield
    finally:
        _within = before


# What tells nothing but the number of rows and the names of the columns; and a copy, which notices in turn.
_FREE = {"columns", "index", "shape", "empty", "ndim", "copy"}


class _Noticing(pd.DataFrame):
    """A table that notices what is read of it. What pandas makes of it is a plain table."""

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    def __getattribute__(self, name: str) -> Any:
        get = super().__getattribute__
        if _within or name.startswith("__"):
            return get(name)
        with _pandas_at_work():
            table = get("_read_as")
            if name in _FREE:
                return get(name)
            if name in get("columns") and not hasattr(pd.DataFrame, name):
                note([(table, name)])
                return super().__getitem__(name)
        note([(table, WHOLE)])
        return get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "columns":  # from now on what is read has another name
            self._whole()
        super().__setattr__(name, value)

    def _whole(self) -> None:
        note([(super().__getattribute__("_read_as"), WHOLE)])

    def copy(self, deep: bool = True) -> pd.DataFrame:
        with _pandas_at_work():
            return _as_noticing(super().copy(deep), super().__getattribute__("_read_as"))

    def __reduce_ex__(self, protocol: Any) -> Any:
        return pd.DataFrame, (pd.DataFrame(self),)  # elsewhere nobody notices

    def __getitem__(self, key: Any) -> Any:
        with _pandas_at_work():
            names = super().__getattribute__("columns")
            table = super().__getattribute__("_read_as")
            if isinstance(key, str):
                note([(table, key)])
                return super().__getitem__(key)
            if isinstance(key, list | pd.Index) and all(isinstance(one, str) and one in names for one in key):
                note((table, one) for one in key)
                return super().__getitem__(key)
            if pd.api.types.is_bool_dtype(getattr(key, "dtype", None)):  # rows of it, which notice in turn
                return _as_noticing(super().__getitem__(key), table)
        self._whole()
        return super().__getitem__(key)

    def __len__(self) -> int:
        with _pandas_at_work():
            return super().__len__()

    def __iter__(self) -> Iterator:
        with _pandas_at_work():
            return iter(list(super().__getattribute__("columns")))

    def __contains__(self, name: object) -> bool:
        with _pandas_at_work():
            return super().__contains__(name)

    def __setitem__(self, key: Any, value: Any) -> None:
        for given in (key, value):
            if isinstance(given, _Noticing):
                given._whole()
        with _pandas_at_work():
            super().__setitem__(key, value)
