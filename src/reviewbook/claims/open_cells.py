"""Which cells leave a printed number open: what they hold in place of an answer, said by what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, NOTHING

SETTLED = ("yes", "no", NOT_APPLICABLE)  # values of a feature that leave nothing open
UNCLEAR = "unclear"
NOT_CHARTED = "not charted yet"


def behind(claim: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> Counter[str]:
    """What the cells behind a claim hold, where it counts interventions with a feature: how many cells of each value, "" where
    blank; nothing where the claim names no feature.

    Parameters
    ----------
    claim : a row of the table claims; its ``worker_role``, where one is given, leaves out the interventions of other groups
    """
    feature, role = claim.get("feature_id"), claim.get("worker_role")
    if pd.isna(feature) or feature in NOTHING:
        return Counter()
    values = tables["feature_values"]
    own = values[values["feature_id"] == feature]
    if pd.notna(role) and role not in NOTHING:
        among = tables["interventions"]
        own = own[own["intervention_id"].isin(among.loc[among["worker_role"] == role, "intervention_id"])]
    return Counter(own["value"].fillna("").tolist())


def named(query: str, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The words for an open cell that columns hold which a query names, with their table: "unclear", "not_reported", "" for blank."""
    words = set(re.findall(r"\w+", query.lower()))
    found = dict.fromkeys(
        word
        for table, frame in tables.items()
        if table in words
        for column in frame
        if column.lower() in words
        for word in frame[column + AS_CHARTED if column + AS_CHARTED in frame else column].fillna("").unique()
        if word == UNCLEAR or (word in NOTHING and word != NOT_APPLICABLE)
    )
    return list(found)


def in_words(cells: Mapping[str, int], kinds: list[str]) -> str:
    """What leaves a number open, as the end of a sentence: "of the 7 values behind it, 1 is unclear and 2 are not reported".

    Parameters
    ----------
    cells : from `behind`; where there are none, ``kinds`` (from `named`) says what the cells are

    Examples
    --------
    >>> in_words({"yes": 4, "unclear": 1, "not_reported": 2}, [])
    'of the 7 values behind it, 1 is unclear and 2 are not reported'
    >>> in_words({"unclear": 7}, []), in_words({}, ["not_reported"])
    ('all 7 values behind it are unclear', 'values behind it are not reported')
    """
    left = {value: n for value, n in cells.items() if value not in SETTLED and n}
    of = sum(cells.values())
    if not left:
        return f"values behind it are {_joined(map(_word, kinds), 'or') or 'open'}"
    if len(left) == 1 and of in left.values():
        (value,) = left
        return f"{'the one value' if of == 1 else f'all {of:,} values'} behind it {_are(of)} {_word(value)}"
    told = _joined(f"{n:,} {_are(n)} {_word(value)}" for value, n in left.items())
    return f"of the {of:,} values behind it, {told}"


def _word(value: str) -> str:
    return value.replace("_", " ") or NOT_CHARTED


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _joined(words: Any, last: str = "and") -> str:
    words = list(words)
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
