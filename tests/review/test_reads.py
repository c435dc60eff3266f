"""Tables that notice: whatever is done with one notes at least what it reads, and gives what a plain table gives."""

import copy
import io
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC
from packages.examples import examples

from reviewbook.review import reads
from reviewbook.review.reads import FILE, ROWS, WHOLE

PLAIN = pd.DataFrame({"a": [3, 1, 2], "b": ["x", "y", "x"], "n": [0.5, 1.5, 2.5], "size": [7, 8, 9]})
OTHER = pd.DataFrame({"a": [1, 2, 4], "c": ["one", "two", "four"]})


def _registered(t: pd.DataFrame) -> list:
    with duckdb.connect() as asked:
        asked.register("known", t)
        return asked.sql("SELECT b, n FROM known ORDER BY a").fetchall()


def _set_into_another(t: pd.DataFrame) -> pd.Series:
    into = t[t["a"] > 0]
    into[["a", "b", "n", "size"]] = t.copy()  # the value itself: nobody asks it for a column
    return into["a"]


WAYS: dict[str, tuple[Callable[[pd.DataFrame], Any], set[str]]] = {
    "a column": (lambda t: t["a"], {"a"}),
    "a column as an attribute": (lambda t: t.a, {"a"}),
    "columns by a list": (lambda t: t[["a", "b"]], {"a", "b"}),
    "columns by an index": (lambda t: t[pd.Index(["b"])], {"b"}),
    "no column": (lambda t: t[[]], set()),
    "rows by a mask, and a column of them": (lambda t: t[t["a"] > 1]["b"], {"a", "b"}),
    "rows by a mask, and an attribute of them": (lambda t: t[(t["a"] > 1).to_numpy()].n, {"a", "n"}),
    "all rows by a mask": (lambda t: t[t["a"] > 0]["n"], {"a", "n"}),
    "how many rows a mask leaves": (lambda t: len(t[t["a"] > 1]), {"a"}),
    "its length": (len, set()),
    "its shape": (lambda t: (t.shape, t.empty, t.ndim), set()),
    "the names of its columns": (lambda t: (list(t), list(t.columns), "a" in t, "z" in t), set()),
    "its index": (lambda t: t.index, set()),
    "a copy": (lambda t: t.copy()["a"], {"a"}),
    "a shallow copy": (lambda t: copy.copy(t.copy(deep=False))[["b"]], {"b"}),
    "a deep copy": (lambda t: copy.deepcopy(t).n, {"n"}),
    "a column that is set": (lambda t: (t.__setitem__("d", t["a"] * 2), t["d"])[1], {"a"}),
    "another column than is set": (lambda t: (t.__setitem__("d", 1), t["b"])[1], {"b"}),
    # What is not known to read less reads all.
    "rows by a list of truths": (lambda t: t[[True, False, True]], {WHOLE}),
    "rows by a slice": (lambda t: t[:2], {WHOLE}),
    "rows by a function": (lambda t: t[lambda u: u["a"] > 1], {WHOLE}),
    "cells by a mask": (lambda t: t[["a"]].where(t[["a"]] > 1), {"a"}),
    "cells by a table of truths": (lambda t: t[t.isna()], {WHOLE}),
    "loc": (lambda t: t.loc[0, "a"], {WHOLE}),
    "iloc": (lambda t: t.iloc[0], {WHOLE}),
    "at": (lambda t: t.at[1, "b"], {WHOLE}),
    "a property of the name of a column": (lambda t: t.size, {WHOLE}),
    "merged on the left": (lambda t: t.merge(OTHER, on="a"), {WHOLE}),
    "merged on the right": (lambda t: OTHER.merge(t, on="a"), {WHOLE}),
    "merged by pandas": (lambda t: pd.merge(OTHER, t, on="a", how="outer"), {WHOLE}),
    "some columns merged": (lambda t: OTHER.merge(t[["a", "b"]], on="a"), {"a", "b"}),
    "joined": (lambda t: OTHER[["c"]].join(t), {WHOLE}),
    "one below another": (lambda t: pd.concat([OTHER, t]), {WHOLE}),
    "one beside another": (lambda t: pd.concat([t, OTHER], axis=1), {WHOLE}),
    "grouped": (lambda t: t.groupby("b")["a"].sum(), {WHOLE}),
    "counted": (lambda t: pd.crosstab(t["a"], t["b"]), {"a", "b"}),
    "sorted": (lambda t: t.sort_values("a"), {WHOLE}),
    "its values": (lambda t: t.values, {WHOLE}),
    "an array": (lambda t: np.asarray(t[["a", "n"]]), {"a", "n"}),
    "all of it an array": (np.asarray, {WHOLE}),
    "a sum by numpy": (lambda t: np.sum(t[["a"]]), {"a"}),
    "arithmetic of numpy": (lambda t: np.add(t, t), {WHOLE}),
    "arithmetic": (lambda t: t * 2, {WHOLE}),
    "compared": (lambda t: t == t, {WHOLE}),
    "equal on the left": (lambda t: t.equals(PLAIN), {WHOLE}),
    "equal on the right": (lambda t: PLAIN.equals(t), {WHOLE}),
    "its rows": (lambda t: [tuple(row) for row in t.itertuples()], {WHOLE}),
    "its columns, one after the other": (lambda t: [(name, list(one)) for name, one in t.items()], {WHOLE}),
    "its columns, by their names": (lambda t: [list(t[name]) for name in t], {"a", "b", "n", "size"}),
    "a dict": (lambda t: t.to_dict("records"), {WHOLE}),
    "another table of it": (pd.DataFrame, {WHOLE}),
    "written as CSV": (lambda t: t.to_csv(index=False), {WHOLE}),
    "printed": (repr, {WHOLE}),
    "shown": (lambda t: t._repr_html_(), {WHOLE}),
    "written as JSON": (lambda t: t.to_json(), {WHOLE}),
    "pickled": (lambda t: pickle.loads(pickle.dumps(t)), {WHOLE}),
    "pickled by pandas": (lambda t: (b := io.BytesIO(), t.to_pickle(b), b.seek(0), pd.read_pickle(b))[3], {WHOLE}),
    "asked in SQL": (lambda t: duckdb.sql("SELECT sum(a) FROM t").fetchall(), {WHOLE}),
    "asked in SQL by a name": (_registered, {WHOLE}),
    "renamed columns": (lambda t: t.rename(columns={"a": "b", "b": "a"})["a"], {WHOLE}),
    "columns renamed in place": (lambda t: (setattr(t, "columns", ["b", "a", "n", "size"]), t["a"])[1], {WHOLE}),
    "another's columns set": (lambda t: (u := OTHER.copy(), u.__setitem__(["a"], t[["a"]]), u)[2], {"a"}),
    "all of it set into another": (_set_into_another, {WHOLE}),
    "a column deleted": (lambda t: (t.__delitem__("a"), t)[1], {WHOLE}),
    "a column taken out": (lambda t: t.pop("b"), {WHOLE}),
}  # fmt: skip


def same(one: Any, other: Any) -> None:
    if isinstance(one, pd.DataFrame):
        pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))
    elif isinstance(one, pd.Series):
        pd.testing.assert_series_equal(one, other)
    elif isinstance(one, np.ndarray | pd.Index):
        assert list(map(str, np.ravel(one))) == list(map(str, np.ravel(other)))
    else:
        assert one == other


def noticed(way: Callable[[pd.DataFrame], Any], frame: pd.DataFrame) -> tuple[Any, set[str]]:
    """What a way to touch a table gives, and what it is noted to have read of it."""
    with reads.noted() as read:
        given = way(reads.noticing("t", frame))
    assert {table for table, _ in read} == {"t"}
    return given, {column for _, column in read}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_is_done_with_a_table_notes_what_it_reads_and_gives_what_a_plain_one_gives(way):
    do, reads_ = WAYS[way]
    given, read = noticed(do, PLAIN)
    same(do(PLAIN.copy()), given)
    assert ROWS in read
    if WHOLE in reads_:
        assert WHOLE in read
    else:  # no more than that
        assert read - {"d"} == reads_ | {ROWS}


def test_a_table_is_not_changed_by_what_is_set_in_one_that_notices():
    before = PLAIN.copy()
    noticed(lambda t: (t.__setitem__("a", 0), t.__setitem__("new", 1), t.pop("b")), PLAIN)
    pd.testing.assert_frame_equal(PLAIN, before)


def test_outside_of_noted_a_table_is_a_plain_one():
    assert type(reads.noticing("t", PLAIN)) is pd.DataFrame
    review = OPENED[SYNTHETIC]
    assert type(review.reports) is pd.DataFrame
    with reads.noted():
        assert type(review.reports) is not pd.DataFrame
        assert type(review.reports.head(1)) is pd.DataFrame  # what pandas makes of it is plain
    assert type(review.reports) is pd.DataFrame


def test_a_table_that_outlives_being_noted_still_gives_what_it_has():
    with reads.noted():
        late = reads.noticing("t", PLAIN)
    same(late[late["a"] > 1]["b"], PLAIN[PLAIN["a"] > 1]["b"])
    same(pickle.loads(pickle.dumps(late)), PLAIN)


def test_what_is_noted_within_is_noted_there_alone():
    with reads.noted() as outer:
        table = reads.noticing("t", PLAIN)
        with reads.noted() as inner:
            table["a"]
        table["b"]
    assert (outer, inner) == ({("t", ROWS), ("t", "b")}, {("t", "a")})


def test_a_failure_while_noted_ends_it():
    with pytest.raises(ZeroDivisionError), reads.noted():
        1 / 0  # noqa: B018
    assert type(reads.noticing("t", PLAIN)) is pd.DataFrame


def test_a_failure_within_pandas_does_not_keep_a_table_from_noticing():
    with reads.noted() as read:
        table = reads.noticing("t", PLAIN)
        with pytest.raises(KeyError):
            table["nowhere"]
        table["a"]
    assert read == {("t", ROWS), ("t", "nowhere"), ("t", "a")}


def test_files_are_told_to_the_runner_where_nobody_notes_them(tmp_path, monkeypatch):
    log = tmp_path / "log"
    monkeypatch.setenv(reads.LOG, str(log))
    reads.note_file(Path("one.csv"))
    with reads.noted() as read:
        reads.note_file(Path("two.csv"))
    reads.note([("t", "a")])
    assert log.read_text("utf-8") == f"{Path('one.csv').resolve()}\n"
    assert read == {(FILE, str(Path("two.csv").resolve()))}


# --- random expressions

COLUMNS = st.sampled_from(["a", "b", "n", "size"])
STEPS = st.one_of(
    st.tuples(st.just("column"), COLUMNS),
    st.tuples(st.just("columns"), st.lists(COLUMNS, min_size=1, max_size=3, unique=True)),
    st.tuples(st.just("where"), COLUMNS),
    st.tuples(st.just("set"), st.tuples(COLUMNS, COLUMNS)),
    st.tuples(st.just("rename"), st.permutations(["a", "b", "n", "size"])),
    st.tuples(st.just("copy"), st.booleans()),
    st.tuples(st.just("into"), COLUMNS),
    st.tuples(st.just("merge"), COLUMNS),
    st.tuples(st.just("concat"), st.integers(0, 1)),
    st.tuples(st.just("sort"), COLUMNS),
    st.tuples(st.just("group"), COLUMNS),
    st.tuples(st.just("loc"), COLUMNS),
    st.tuples(st.just("length"), st.none()),
    st.tuples(st.just("names"), st.none()),
    st.tuples(st.just("array"), COLUMNS),
)


def walked(table: pd.DataFrame, steps: list[tuple[str, Any]]) -> str:
    """What comes of a table on which things are done one after the other, as text; what fails ends it."""
    said: list[object] = []
    whole = table
    try:
        for step, about in steps:
            match step:
                case "column":
                    said.append(table[about].tolist())
                case "columns":
                    table = table[about]
                case "where":
                    table = table[table[about].astype(str) > "1"]
                case "set":
                    table[about[0]] = table[about[1]]
                case "rename":
                    table.columns = about[: len(table.columns)]
                case "copy":
                    table = table.copy(deep=about)
                case "into":
                    table[[about]] = whole[whole["a"] > 0][[about]]
                case "merge":
                    table = whole.merge(table, on=about)
                case "concat":
                    table = pd.concat([table, whole], axis=about)
                case "sort":
                    table = table.sort_values(about)
                case "group":
                    said.append(table.groupby(about).size().tolist())
                case "loc":
                    said.append(table.loc[:, about].tolist())
                case "length":
                    said.append(len(table))
                case "names":
                    said.append([*table, *table.columns])
                case "array":
                    said.append(np.asarray(table[[about]]).tolist())
        said.append(table["b"].tolist())
    except Exception as failure:
        said.append(repr(failure)[:40])
    return repr(said)


@examples(300)
@given(st.lists(STEPS, max_size=6))
def test_a_column_that_was_not_noted_does_not_matter(steps):
    with reads.noted() as read:
        given_ = walked(reads.noticing("t", PLAIN), steps)
    assert given_ == walked(PLAIN.copy(), steps)
    noted = {column for _, column in read}
    others = [] if WHOLE in noted else [name for name in PLAIN if name not in noted]
    changed = PLAIN.assign(**{name: ["z", 99, None] for name in others})
    assert walked(changed, steps) == given_
