"""The grounds of a code: what its excerpts say of it, and on what they rest.

To count the reports that are cited for a theme takes what people told, what somebody measured and what an author supposes for the
same, and takes a limit for support. How much of each there is belongs to the adequacy of data (Glenton et al. 2018, Implement Sci
13 Suppl 1:14); what it comes to is for an assessor to say.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewbook.review.nothing import NOT_REPORTED

SUPPORTS, LIMITS, GENERAL = "supports", "limits", "general"
DIRECTIONS = (SUPPORTS, LIMITS, GENERAL)  # of excerpts.direction
# Of excerpts.basis, those that say most of a code first: what people tell of it, before what was counted.
BASES = ("participants_account", "measured", "authors_view", "hypothesis", "component_present")
EMPIRICAL = BASES[:2]  # somebody told of it, or it was measured
NOT_CHARTED = "not_charted"
OPEN = (NOT_REPORTED, NOT_CHARTED)  # it may be an account
# Grounds of what speaks for a code, the first of which counts. What is open comes before what is known to be no account: a report
# with both is not one that gives a supposition only.
BEHIND = (*EMPIRICAL, *OPEN, *BASES[len(EMPIRICAL) :])
ASIDE = (LIMITS, GENERAL)  # what stands beside a code, and not behind it
GROUNDS = (*BEHIND, *ASIDE)


def charted(excerpts: pd.DataFrame) -> tuple[str, ...]:
    """Which of direction and basis are charted of any excerpt; without either, nothing can be told apart."""
    there = [column for column in ("direction", "basis") if column in excerpts]
    return tuple(column for column in there if excerpts[column].notna().any())


def beside(excerpts: pd.DataFrame) -> pd.Series:
    """Which rows stand beside their codes and not behind them: bool, true where the direction is limits or general.

    A direction that is not charted yet takes nothing away.
    """
    if "direction" not in excerpts:
        return pd.Series(False, index=excerpts.index)
    return excerpts["direction"].isin(ASIDE)


def grounds(excerpts: pd.DataFrame) -> np.ndarray:
    """The place of each row's ground in `GROUNDS`: its direction where that is limits or general, else its basis."""
    place = {ground: at for at, ground in enumerate(GROUNDS)}
    found = np.full(len(excerpts), place[NOT_CHARTED])
    if "basis" in excerpts:
        given = excerpts["basis"].notna().to_numpy(dtype=bool)
        # Whatever other word there is for nothing, no basis was found.
        own = excerpts["basis"].map({basis: place[basis] for basis in BASES}).fillna(place[NOT_REPORTED])
        found[given] = own.to_numpy(dtype=int)[given]
    for direction in ASIDE:
        if "direction" in excerpts:
            found[excerpts["direction"].eq(direction).fillna(False).to_numpy(dtype=bool)] = place[direction]
    return found


def counts(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """How many reports, or excerpts, each code has on each ground, each of them once.

    Parameters
    ----------
    table : from `coding.coded`, with direction and basis where they are charted. Of findings alone, hand in their rows.
    unit : "report_id" or "excerpt_id".

    Returns
    -------
    DataFrame indexed by code_id, of counts, one column for each of `GROUNDS`
        A report counts on the first ground, in that order, of any of its excerpts under the code: one with an account and a
        supposition has an account, one with a supposition and something of an open basis is open; one under "limits" has nothing
        that speaks for the code. So the columns add up to all that is coded there. An excerpt that is tied to no report adds none.
    """
    code, of = pd.Categorical(table["code_id"]), pd.Categorical(table[unit])
    key = code.codes.astype(int) * max(len(of.categories), 1) + of.codes
    ground, tied = grounds(table), of.codes >= 0
    order = np.lexsort((ground[tied], key[tied]))  # the first row of each pair is the one that counts
    key, ground, at = key[tied][order], ground[tied][order], code.codes[tied].astype(int)[order]
    first = np.append(True, key[1:] != key[:-1])[: len(key)]
    size = (len(code.categories), len(GROUNDS))
    numbers = np.bincount(at[first] * size[1] + ground[first], minlength=size[0] * size[1]).reshape(size)
    index = pd.Index(code.categories, dtype="string", name="code_id")
    found = pd.DataFrame(numbers, index=index, columns=list(GROUNDS))
    return found[found.sum(axis=1) > 0]
