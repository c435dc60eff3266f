"""bib-dedupe, spared the work that it does again for each record, group and pair; what it finds is the same."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import bib_dedupe.block
import bib_dedupe.match
import bib_dedupe.sim
import number_parser.parser
import numpy as np
import pandas as pd
from bib_dedupe.bib_dedupe import match, prep
from bib_dedupe.constants.fields import AUTHOR, DOI, DUPLICATE_LABEL, PAGES, TITLE_SHORT

from reviewbook.selection.blocks import LeftOut, paired

__all__ = ["RULES", "blocked", "judged", "prep", "with_likeness", "with_shared_words"]

# What two records agree in that are compared, as bib-dedupe has it.
RULES: list[set[str]] = bib_dedupe.block.block_fields_list
# Pairs that agree in none of these must share words of their titles.
TELLING = {TITLE_SHORT, DOI, PAGES}
IN_WORDS = {
    "author_first": "the first author",
    "container_title": "the journal",
    "container_title_short": "the initials of the journal",
    "title_short": "the first words of the title",
    "number": "the issue",
    "doi": "the DOI",
}
# Of the words of a title, so many are shared by two that may be the same; bib-dedupe's number.
SHARED = 0.5


def blocked(
    prepared: pd.DataFrame, places: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray, list[LeftOut]]:
    """The pairs that bib-dedupe compares: those that agree in two fields, or in the DOI or the abstract.

    Parameters
    ----------
    prepared : records as `prep` gives them.
    places : as `reviewbook.selection.blocks.orders` gives them.

    Returns
    -------
    pairs to compare; pairs to compare if their titles share words (both sorted, none in both); what was left out
        Where more records agree than blocks.LARGEST, bib-dedupe by itself compares each of them with each.
    """
    free: list[np.ndarray] = []
    must: list[np.ndarray] = []
    left_out = []
    for rule in RULES:
        names = sorted(rule)
        rows = zip(*(prepared[name] for name in names), strict=True)
        keys = [None if "" in row else row for row in rows]
        shared = " and ".join(IN_WORDS.get(name, f"the {name}") for name in names)
        found = paired(keys, places, shared=shared)
        (must if rule.isdisjoint(TELLING) else free).append(found.codes)
        left_out += [found.left_out] if found.left_out else []
    told = np.unique(np.concatenate(free))
    return told, np.setdiff1d(np.concatenate(must), told), left_out


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

    def rows(*names: str) -> Iterator[tuple[str, ...]]:
        sides = (split_df[f"{name}{side}"].to_numpy(dtype=object) for side in ("_1", "_2") for name in names)
        return zip(*(map(str, side) for side in sides), strict=True)

    split_df[AUTHOR] = [sim.sim_author(*row) for row in rows("author", "author_full")]
    for field, function in sim.similarity_functions.items():
        split_df[field] = [function(*row) for row in rows(field)]
    pages = rows("pages")
    split_df[sim.PAGE_RANGES_ADJACENT] = [
        sim.page_ranges_adjacent({"pages_1": one, "pages_2": two}) for one, two in pages
    ]
    return split_df


def judged(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs with the likeness of their fields, and with what bib-dedupe judges.

    ``duplicate_label`` is "duplicate", "maybe" or missing.
    """
    compared = pairs.copy()
    found = match(compared, verbosity_level=0, cpu=1)  # writes the likeness into the table that it is given
    label = found[DUPLICATE_LABEL].reindex(compared.index) if len(compared) else None
    return compared.assign(duplicate_label=label)


_numbers = number_parser.parser
if not hasattr(_numbers.LanguageData, "cache_info"):
    # For each text it makes its lists of words in five languages, and looks every word up in each.
    _numbers.LanguageData = functools.cache(_numbers.LanguageData)
    _numbers._apply_cardinal_conversion = functools.lru_cache(2**16)(_numbers._apply_cardinal_conversion)
bib_dedupe.sim.process_df_split = with_likeness
