"""Which records are compared: each with each in a small group, next to each other in a large one, and what is left out is counted."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples

from reviewbook.selection import blocks

MANY = blocks.LARGEST + 1


def prepared(*titles: str) -> pd.DataFrame:
    rows = [dict.fromkeys((*blocks.FIRST, *blocks.THEN), "") | {"title": title} for title in titles]
    return pd.DataFrame(rows, columns=list(blocks.FIRST), dtype=object)


def paired(keys: list, *titles: str, **options) -> tuple[set[tuple[int, int]], blocks.LeftOut | None]:
    given = titles or [f"title {at:05}" for at in range(len(keys))]
    found = blocks.paired(keys, blocks.orders(prepared(*given)), shared="the year", **options)
    one, other = blocks.pairs(found.codes, len(keys))
    return set(zip(one.tolist(), other.tolist(), strict=True)), found.left_out


def test_all_that_share_something_are_compared_each_with_each():
    assert paired(["a", "b", "a", None, "a", None]) == ({(0, 2), (0, 4), (2, 4)}, None)


def test_records_that_share_nothing_are_not_compared():
    assert paired([None, "a", None]) == (set(), None)
    assert paired([]) == (set(), None)


def test_the_largest_group_is_compared_whole_and_one_more_record_is_not():
    whole, none = paired(["a"] * blocks.LARGEST)
    assert len(whole) == 4950 and none is None
    found, left_out = paired(["a"] * MANY)
    assert left_out == ("the year", blocks.LARGEST, 1, MANY, 5050 - len(found), 5050)


def test_ten_times_as_many_records_give_hardly_more_than_ten_times_the_pairs():
    few, many = (len(paired(["a"] * count)[0]) for count in (400, 4000))
    assert few <= 400 * 2 * blocks.NEAREST and many < 11 * few


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sleep in adults", "sleep in adults a trial"),
        ("sleep in adults", "zzz sleep in adults"),  # they end alike
    ],
)
def test_in_a_large_group_like_titles_are_compared_wherever_they_stand(one, other):
    between = [f"titles {at:04} and words {at * 7919 % 1000:04}" for at in range(600)]
    found, left_out = paired(["a"] * 602, one, *between, other)
    assert (0, 601) in found and left_out


def test_of_many_with_one_title_those_of_one_author_are_compared():
    frame = prepared(*["editorial"] * 400)
    frame["author"] = [f"author {at % 200:03}" for at in range(400)]
    found = blocks.paired(["a"] * 400, blocks.orders(frame), shared="the title")
    one, other = blocks.pairs(found.codes, 400)
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    assert all((at, at + 200) in pairs for at in range(200))


def test_without_an_order_a_large_group_is_left_out_whole():
    found = blocks.paired(["a"] * 12, (), shared="the title alone", largest=10)
    assert len(found.codes) == 0
    assert blocks.words(found.left_out) == (
        "66 of 66 pairs that share the title alone (1 group of more than 10 records, 12 in all)"
    )


@given(st.lists(st.sampled_from([None, "a", "b", "c"]), max_size=40), st.integers(1, 12))
@examples(60)
def test_every_pair_that_shares_something_is_compared_or_counted(keys, largest):
    found, left_out = paired(keys, largest=largest)
    sharing = {(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] and keys[a] == keys[b]}
    assert found <= sharing and len(sharing) == len(found) + (left_out.pairs if left_out else 0)


def test_a_pair_is_told_by_one_number_for_any_count_of_records():
    last = 2_000_000
    one, other = blocks.pairs(np.array([(last - 2) * last + last - 1]), last)
    assert (one.tolist(), other.tolist()) == ([last - 2], [last - 1])
