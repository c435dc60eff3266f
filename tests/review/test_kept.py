"""What is kept of a review: worked out once for its tables, noted as read each time, and spoilt by no caller."""

import pickle
import weakref
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, copied

from reviewbook.review import reads
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.review.reading import load_review


def counting(work):
    """A function that is kept, and how often it worked: one list entry a time."""
    times = []

    @kept
    def asked(r, *arguments, **options):
        times.append((arguments, options))
        return work(r, *arguments, **options)

    return asked, times


def fresh() -> Review:
    """The synthetic review with tables of its own."""
    return replace(OPENED[SYNTHETIC], tables=dict(OPENED[SYNTHETIC].tables))


def noted(log: Path) -> list[str]:
    return [line.rpartition("/")[2] for line in log.read_text("utf-8").split()] if log.is_file() else []


def test_the_same_tables_are_worked_on_once_whatever_the_rating():
    asked, times = counting(lambda r: len(r.reports))
    review = fresh()
    other = replace(review, min_rating=3, notes_reads=False)
    assert [asked(review), asked(other), asked(review)] == [5, 5, 5]
    assert len(times) == 1


def test_other_tables_and_other_arguments_are_worked_on_anew():
    asked, times = counting(lambda r, most, word="": (len(r.reports.head(most)), word))
    review = fresh()
    fewer = replace(review, tables={**review.tables, "reports": review.reports.iloc[:1]})
    found = [asked(review, 2), asked(fewer, 2), asked(review, 3), asked(review, 2, word="a")]
    assert found == [(2, ""), (1, ""), (3, ""), (2, "a")]
    assert [asked(review, 2), asked(fewer, 2), asked(review, 3), asked(review, 2, word="a")] == found
    assert len(times) == 4


def test_two_functions_do_not_share_a_result():
    review = fresh()
    assert kept(lambda r: "one")(review) == "one"
    assert kept(lambda r: "other")(review) == "other"


@pytest.mark.parametrize(
    "change",
    [
        {"package": {"name": "other"}},
        {"path": Path("elsewhere")},
        {"subset": "coach"},
        {"whole": OPENED[SYNTHETIC]},
    ],
)
def test_what_a_review_has_beside_its_tables_counts_too(change):
    asked, times = counting(lambda r: (r.name, r.subset, str(r.path), r.whole is None))
    review = fresh()
    before, after = asked(review), asked(replace(review, **change))
    assert before != after
    assert asked(review) == before
    assert len(times) == 3


def test_a_function_that_is_kept_is_told_of_no_rating():
    review = replace(fresh(), min_rating=2)
    assert kept(lambda r: r.min_rating)(review) == 0


def test_the_same_reads_are_noted_each_time_also_where_the_first_caller_noted_none(tmp_path, monkeypatch):
    @kept
    def inner(r):
        return len(r.codings)

    @kept
    def outer(r):
        return len(r.codes) + inner(r)

    review = load_review(copied(SYNTHETIC, tmp_path))
    log = tmp_path / "reads"
    monkeypatch.setenv("REVIEWBOOK_READS", str(log))
    n = outer(replace(review, notes_reads=False))
    assert noted(log) == []
    assert outer(review) == outer(review) == n
    assert noted(log) == ["codes.csv", "codings.csv"] * 2
    inner(review)
    assert noted(log)[4:] == ["codings.csv"]
    with reads.noted() as read:
        outer(review)
    assert sorted(Path(path).name for what, path in read if what == "file") == ["codes.csv", "codings.csv"]
    assert len(noted(log)) == 5


class Pair(NamedTuple):
    names: list
    frame: pd.DataFrame


@pytest.mark.parametrize(
    ("result", "spoil"),
    [
        (lambda r: r.reports, lambda found: found.loc.__setitem__((0, "report_id"), "Spoilt")),
        (lambda r: r.reports, lambda found: found.pop("report_id")),
        (lambda r: r.reports["report_id"], lambda found: found.__setitem__(0, "Spoilt")),
        (lambda r: pd.DataFrame({"a": [["x"], None]}), lambda found: found["a"][0].append("spoilt")),
        (lambda r: pd.Series([{"x"}, pd.NA]), lambda found: found[0].clear()),
        (lambda r: pd.Index(["a"]), lambda found: setattr(found, "name", "spoilt")),
        (lambda r: np.arange(3), lambda found: found.__setitem__(0, 9)),
        (lambda r: {"a": [1, {2}]}, lambda found: found["a"][1].clear()),
        (lambda r: Pair(["a"], r.reports), lambda found: found.names.clear()),
        (lambda r: (Pair(["a"], r.reports),), lambda found: found[0].frame.pop("report_id")),
    ],
)
def test_no_caller_spoils_what_another_gets(result, spoil):
    review, asked = fresh(), kept(result)
    spoil(asked(review))
    spoil(asked(review))
    assert repr(asked(review)) == repr(result(review))


def test_what_a_caller_could_change_unseen_is_refused():
    with pytest.raises(TypeError, match="object cannot be kept"):
        kept(lambda r: object())(fresh())


def test_what_fails_is_tried_again():
    asked, times = counting(lambda r: 1 / 0)
    review = fresh()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            asked(review)
    assert len(times) == 2


def test_memory_is_given_back_with_the_review():
    review = fresh()
    kept(lambda r: r.reports)(review)
    tables = weakref.ref(review.tables)
    del review
    assert tables() is None


def test_what_is_kept_does_not_travel_to_another_process():
    review = fresh()
    kept(lambda r: "kept")(review)
    assert review.tables.kept and not pickle.loads(pickle.dumps(review.tables)).kept
