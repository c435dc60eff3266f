"""bib-dedupe, spared the work that it does again for each record, group and pair; what it finds is the same."""

from __future__ import annotations

import functools
from collections import defaultdict
from itertools import combinations

import bib_dedupe.block
import bib_dedupe.sim
import number_parser.parser
import pandas as pd
from bib_dedupe.bib_dedupe import block, match, prep
from bib_dedupe.constants.fields import AUTHOR, DOI, ID, PAGES, TITLE_SHORT

__all__ = ["block", "calculate_similarities", "match", "prep"]

calculate_similarities = bib_dedupe.sim.calculate_similarities
# Of the words of a title, so many are shared by two that may be the same; bib-dedupe's number.
SHARED = 0.5


def pairs_of_groups(records_df: pd.DataFrame, block_fields: set[str]) -> pd.DataFrame:
    """Pairs of records with the same in all these fields, as `bib_dedupe.block.create_pairs_for_block_fields` gives them.

    That makes a table for each group, of which nearly all have one record.

    Returns
    -------
    DataFrame, one row a pair: ID_1, ID_2, block_rule, require_title_overlap; those of a group together, by its first record
    """
    names = sorted(block_fields)
    groups: dict[tuple, list[str]] = defaultdict(list)
    for one, *values in zip(records_df[ID], *(records_df[name] for name in names), strict=True):
        if "" not in values:
            groups[tuple(values)].append(one)
    found = [pair for group in groups.values() for pair in combinations(group, 2)]
    pairs = pd.DataFrame(found, columns=["ID_1", "ID_2"], dtype=object)
    pairs["block_rule"] = "-".join(names)
    pairs["require_title_overlap"] = block_fields.isdisjoint({TITLE_SHORT, DOI, PAGES})
    return pairs


def with_shared_words(pairs_df: pd.DataFrame) -> pd.DataFrame:
    """The pairs whose titles share half of their words where they must, as `bib_dedupe.block.reduce_non_overlapping_titles`.

    That goes through the pairs as rows of a table.
    """
    words = functools.cache(str.split)
    sets = functools.cache(lambda title: frozenset(words(title)))

    def kept(first: str, second: str, must: bool) -> bool:
        if not must or first == second or " " not in first or " " not in second:
            return True
        return len(sets(first) & sets(second)) / (min(len(words(first)), len(words(second))) + 1) >= SHARED

    columns = (pairs_df[name] for name in ("title_1", "title_2", "require_title_overlap"))
    holds = [kept(*values) for values in zip(*columns, strict=True)]
    return pairs_df[pd.Series(holds, index=pairs_df.index, dtype=bool)]


def with_likeness(split_df: pd.DataFrame) -> pd.DataFrame:
    """The pairs with how alike their fields are, as `bib_dedupe.sim.process_df_split` gives them, which writes cell by cell."""
    sim = bib_dedupe.sim
    rows = split_df.to_dict("records")
    sides = ("author_1", "author_full_1", "author_2", "author_full_2")
    split_df[AUTHOR] = [sim.sim_author(*(str(row[side]) for side in sides)) for row in rows]
    for field, function in sim.similarity_functions.items():
        split_df[field] = [function(str(row[f"{field}_1"]), str(row[f"{field}_2"])) for row in rows]
    split_df[sim.PAGE_RANGES_ADJACENT] = [sim.page_ranges_adjacent(row) for row in rows]
    return split_df


_numbers = number_parser.parser
if not hasattr(_numbers.LanguageData, "cache_info"):
    # For each text it makes its lists of words in five languages, and looks every word up in each.
    _numbers.LanguageData = functools.cache(_numbers.LanguageData)
    _numbers._apply_cardinal_conversion = functools.lru_cache(2**16)(_numbers._apply_cardinal_conversion)
bib_dedupe.block.create_pairs_for_block_fields = pairs_of_groups
bib_dedupe.block.reduce_non_overlapping_titles = with_shared_words
bib_dedupe.sim.process_df_split = with_likeness
