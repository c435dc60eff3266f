"""What several parts of a book ask of one review, worked out once for its tables and kept as long as they are there."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd

from reviewbook.review import reads
from reviewbook.review.model import Review, Tables

P = ParamSpec("P")
T = TypeVar("T")
AS_IT_IS = (type(None), type(pd.NA), bool, int, float, str, frozenset, np.generic)  # nobody can change it


class _Kept(NamedTuple):
    """A result, what it was worked out of beside the tables, and what was read for it."""

    about: tuple[Any, ...]
    result: Any
    read: frozenset[reads.Read]


def kept(work: Callable[Concatenate[Review, P], T]) -> Callable[Concatenate[Review, P], T]:
    """A function of a review that works each result out once, for as long as the review's tables are there.

    The very same tables and further arguments give the result that was worked out first. The same files are noted as read as if
    it were worked out anew, and each caller gets one of its own, which may be changed. What fails is not kept.

    Parameters
    ----------
    work : pure; its further arguments can be hashed. As tables are the same whatever min_rating is, it is handed the review with
        min_rating 0, and takes as an argument what follows from another. It gives a frame, a series, an index or an array, or lists,
        sets, dicts and tuples of these and of plain values.
    """

    @functools.wraps(work)
    def given(r: Review, *arguments: P.args, **options: P.kwargs) -> T:
        key = (work, arguments, tuple(sorted(options.items())))
        about = (r.path, r.package, r.whole, r.subset, r.rows)
        memory = cast(Tables, r.tables).kept  # a Review makes them so
        found = memory.get(key)
        if found is None or any(one is not before for one, before in zip(about, found.about, strict=True)):
            with reads.noted() as read:
                # A later caller may have to note what this one need not.
                result = work(replace(r, notes_reads=True, min_rating=0), *arguments, **options)
            found = memory[key] = _Kept(about, result, frozenset(read))
        if r.notes_reads:
            reads.note(found.read)
        return _own(found.result)

    return given


def _each(parts: Iterable[Any]) -> list[Any]:
    return [one if type(one) is str else _own(one) for one in parts]  # most are texts, and there are many


def _mixed(column: pd.Series) -> bool:
    """Whether there may be lists in the cells of a column."""
    return column.dtype == object and pd.api.types.infer_dtype(column).startswith("mixed")


def _own(result: Any) -> Any:
    """A result for one caller: what that one changes of it, the others do not see."""
    if isinstance(result, pd.DataFrame):
        mixed = {name: _own(column) for name, column in result.items() if _mixed(column)}
        return result.assign(**mixed)  # of the rest pandas copies what the caller changes
    if isinstance(result, pd.Series) and _mixed(result):
        return pd.Series(_each(result), index=result.index, name=result.name, dtype=object)
    if isinstance(result, pd.Series | pd.Index):
        return result.copy(deep=False)
    if isinstance(result, np.ndarray):
        return result.copy()
    if isinstance(result, dict):
        return dict(zip(result, _each(result.values()), strict=True))
    if isinstance(result, list | set):
        return type(result)(_each(result))
    if isinstance(result, tuple):
        return type(result)(*_each(result)) if hasattr(result, "_fields") else tuple(_each(result))
    if isinstance(result, AS_IT_IS):
        return result
    raise TypeError(f"{type(result).__name__} cannot be kept: a caller might change it")
