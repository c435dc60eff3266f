"""bib-dedupe gives what it gives by itself, only sooner."""

from __future__ import annotations

import importlib.util
import random
import warnings
from types import ModuleType

import pandas as pd
import pytest

from reviewbook.selection import matching


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


def told(pairs: pd.DataFrame) -> list[tuple]:
    return sorted(zip(pairs["ID_1"], pairs["ID_2"], pairs["require_title_overlap"], strict=True))


def test_records_are_paired_by_each_group_of_fields(prepared):
    theirs = by_itself("bib_dedupe.block")
    counts = []
    for fields in theirs.block_fields_list:
        pairs = matching.pairs_of_groups(prepared, fields)
        assert told(pairs) == told(theirs.create_pairs_for_block_fields(prepared, fields)), fields
        assert set(pairs["block_rule"]) <= {"-".join(sorted(fields))}
        counts.append(len(pairs))
    assert min(counts) > 0


def test_records_that_share_nothing_give_no_pair(prepared):
    alone = prepared.drop_duplicates("doi").query("doi != ''")
    pairs = matching.pairs_of_groups(alone, {"doi"})
    assert list(pairs) == ["ID_1", "ID_2", "block_rule", "require_title_overlap"] and pairs.empty


@pytest.fixture(scope="module")
def pairs(prepared) -> pd.DataFrame:
    every = pd.concat(
        [matching.pairs_of_groups(prepared, {"year", "volume"}), matching.pairs_of_groups(prepared, {"doi"})]
    )
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


@pytest.mark.parametrize(
    "text", ["", "twenty two letters", "one", "dos cartas", "Sleep in 3 trials", "veintidós"]
)
def test_numbers_in_words_are_read_as_before(text):
    theirs = by_itself("number_parser.parser")
    assert matching._numbers.parse(text) == theirs.parse(text)
    assert matching._numbers.LanguageData("en") is matching._numbers.LanguageData("en")


def test_bib_dedupe_goes_through_what_is_here():
    import bib_dedupe.block
    import bib_dedupe.sim

    assert bib_dedupe.block.create_pairs_for_block_fields is matching.pairs_of_groups
    assert bib_dedupe.block.reduce_non_overlapping_titles is matching.with_shared_words
    assert bib_dedupe.sim.process_df_split is matching.with_likeness
