"""bib-dedupe gives what it gives by itself, only sooner."""

from __future__ import annotations

import importlib.util
import random
import warnings
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from reviewbook.selection import blocks, matching


def by_itself(name: str) -> ModuleType:
    """A module as it is installed, whatever was put in place of its functions."""
    spec = importlib.util.find_spec(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def prepared() -> pd.DataFrame:
    """SYNTHETIC records as bib-dedupe prepares them, many of which share what it looks for, or lack it."""
    drawn = random.Random(7)

    def one_of(*values: str) -> str:
        return drawn.choice(("", *values))

    rows = [
        {
            "ID": f"r{at:03}",
            "title": one_of(
                "walking and sleep in adults", "walking and mood in adults", "sleep", "a trial of letters"
            ),
            "title_short": one_of("walking", "sleep", "trial"),
            "author": one_of("korsbek a; aas b", "aas b", "dahl c"),
            "author_full": one_of("korsbek, anna; aas, bo", "aas, bo", "dahl, carl"),
            "author_first": one_of("korsbek", "aas"),
            "container_title": one_of("journal of trials", "trials"),
            "container_title_short": one_of("jot", "trials"),
            "year": one_of("2001", "2002"),
            "volume": one_of("1", "2"),
            "number": one_of("1", "3"),
            "pages": one_of("1-9", "10-12", "3"),
            "abstract": one_of("background synthetic", "synthetic words about walking"),
            "doi": one_of("10.5555/a", "10.5555/b"),
        }
        for at in range(60)
    ]
    return pd.DataFrame(rows, dtype=object)


def told(prepared: pd.DataFrame, codes: np.ndarray) -> set[frozenset[str]]:
    ids, sides = prepared["ID"].to_numpy(), blocks.pairs(codes, len(prepared))
    return {frozenset(pair) for pair in zip(*(ids[side] for side in sides), strict=True)}


def test_the_pairs_are_those_that_bib_dedupe_takes_up(prepared):
    theirs = by_itself("bib_dedupe.block")
    by_rule = pd.concat([theirs.calculate_pairs(prepared, rule) for rule in theirs.block_fields_list])
    must = by_rule.groupby(["ID_1", "ID_2"])["require_title_overlap"].all()
    free, overlap, left_out = matching.blocked(prepared, blocks.orders(prepared))
    assert told(prepared, free) == {frozenset(pair) for pair in must.index[~must]} != set()
    assert told(prepared, overlap) == {frozenset(pair) for pair in must.index[must]} != set()
    assert left_out == []


def test_of_too_many_that_agree_what_they_agree_in_is_said(prepared):
    many = pd.concat([prepared.query("author_first == 'aas'")] * 20, ignore_index=True)
    *_, left_out = matching.blocked(many, blocks.orders(many))
    assert {"the first author and the first words of the title", "the abstract"} <= {
        one.shared for one in left_out
    }


def test_records_that_share_nothing_give_no_pair(prepared):
    alone = prepared.iloc[:1]
    free, overlap, left_out = matching.blocked(alone, blocks.orders(alone))
    assert (len(free), len(overlap), left_out) == (0, 0, [])


@pytest.fixture(scope="module")
def pairs(prepared) -> pd.DataFrame:
    theirs = by_itself("bib_dedupe.block")
    every = pd.concat([theirs.calculate_pairs(prepared, rule) for rule in ({"year", "volume"}, {"doi"})])
    both = every.drop_duplicates(["ID_1", "ID_2"]).reset_index(drop=True)
    for side in ("_1", "_2"):
        both = both.merge(prepared.add_suffix(side), on=f"ID{side}")
    return both


def test_pairs_whose_titles_share_too_little_are_left_out(pairs):
    theirs = by_itself("bib_dedupe.block").reduce_non_overlapping_titles(pairs.copy())
    ours = matching.with_shared_words(pairs.copy())
    assert list(ours.index) == list(theirs.index) and 0 < len(ours) < len(pairs)
    none = matching.with_shared_words(pairs.iloc[:0])
    assert none.empty and list(none) == list(pairs)


@pytest.mark.parametrize(
    ("second", "kept"),
    [("a b c d", True), ("a b c x", True), ("a b x y", False), ("x y z v", False), ("a", True), ("", True)],
)
def test_so_many_words_are_shared_as_bib_dedupe_wants(second, kept):
    pair = pd.DataFrame({"title_1": ["a b c d"], "title_2": [second], "require_title_overlap": [True]})
    theirs = by_itself("bib_dedupe.block").reduce_non_overlapping_titles(pair.copy())
    assert len(matching.with_shared_words(pair)) == len(theirs) == kept


def test_pairs_are_as_alike_as_they_are_by_themselves(pairs):
    sim = by_itself("bib_dedupe.sim")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = sim.process_df_split(pairs.copy())
    ours = matching.with_likeness(pairs.copy())
    fields = [sim.AUTHOR, *sim.similarity_functions, sim.PAGE_RANGES_ADJACENT]
    for field in fields:
        assert ours[field].tolist() == theirs[field].tolist(), field
        assert ours[field].nunique() > 1, field


def test_a_pair_has_its_likeness_and_the_judgement_of_bib_dedupe(pairs):
    given = pairs.assign(search_set_1="", search_set_2="", ENTRYTYPE_1="article", ENTRYTYPE_2="article")
    theirs = matching.match(given.copy(), cpu=1)
    found = matching.judged(given)
    assert "duplicate_label" not in given
    assert set(found["duplicate_label"].dropna()) == {"duplicate", "maybe"}
    named = ["ID_1", "ID_2", "duplicate_label"]
    assert sorted(found.dropna(subset="duplicate_label")[named].to_numpy().tolist()) == sorted(
        theirs[named].to_numpy().tolist()
    )
    assert found["title"].tolist() == matching.with_likeness(given.copy())["title"].tolist()


@pytest.mark.parametrize(
    "text", ["", "twenty two letters", "one", "dos cartas", "Sleep in 3 trials", "veintidós"]
)
def test_numbers_in_words_are_read_as_before(text):
    theirs = by_itself("number_parser.parser")
    assert matching._numbers.parse(text) == theirs.parse(text)
    assert matching._numbers.LanguageData("en") is matching._numbers.LanguageData("en")


def test_bib_dedupe_goes_through_what_is_here():
    import bib_dedupe.sim

    assert bib_dedupe.sim.process_df_split is matching.with_likeness
