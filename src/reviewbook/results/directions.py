"""The rules of effect direction: one direction a study and outcome domain, and what a domain's directions add up to.

Which way an estimate points is what is counted, never whether it is statistically significant: counting by significance is
unacceptable (McKenzie and Brennan, Cochrane Handbook, chapter 12). Several results of a study in one domain become one direction
by the rule of the effect direction plot (Thomson and Thomas 2013, Res Synth Methods 4:95; as revised by Hilton Boon and Thomson
2021, Res Synth Methods 12:29).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from reviewbook.review.nothing import given

FAVOURS, NO_DIFFERENCE, AGAINST, UNCLEAR = DIRECTIONS = ("favours", "no_difference", "against", "unclear")
CONFLICTING = (
    "conflicting"  # what a study's results in one domain are where no direction has the share that it needs
)
ALL = (
    FAVOURS,
    AGAINST,
    NO_DIFFERENCE,
    CONFLICTING,
    UNCLEAR,
)  # what a study may be in a domain, in the order of tables
SHARE = 70  # per cent of a study's results in a domain that must agree, by the plot's rule
# Sizes of arrows by the people behind them: up to how many is small, up to how many medium.
SMALL, MEDIUM = 49, 300
# With fewer clear directions even all of them alike have a two-sided p above 0.05: the test could find nothing.
LEAST = 6
# What makes two results of one study the same, told in two reports.
SAME = ["study_id", "domain", "outcome", "instrument", "group", "time_point", "comparison", "direction"]
STUDY = ["domain", "study_id"]


def directed(results: pd.DataFrame, study_of: Mapping[str, str]) -> pd.DataFrame:
    """The results that have a direction and an outcome domain, each once a study: rows of ``results`` with study_id added.

    A result that several reports of a study tell alike (domain, outcome, instrument, group, time, comparison and direction, none of them
    blank) is one.

    Parameters
    ----------
    results : the table results
    study_of : report_id -> study_id, of reports that tell of one study; of others the result says which
    """
    told = results["report_id"].map(dict(study_of)).astype("string")
    if "study_id" in results:
        told = results["study_id"].where(given(results["study_id"]), told)
    own = results.assign(study_id=told)
    own = own[own["direction"].isin(DIRECTIONS) & given(own["domain"]) & own["study_id"].notna()]
    again = own.duplicated(SAME) & own[SAME].notna().all(axis=1)
    return own[~again].reset_index(drop=True)


def by_study(directed: pd.DataFrame) -> pd.DataFrame:
    """The direction of each study in each domain.

    Parameters
    ----------
    directed : what `directed` gives

    Returns
    -------
    DataFrame, one row a domain and study, domains and studies as they first come: domain, study_id, direction (of `ALL`), results
        (Int64), favours, against, no_difference, unclear (Int64, of the results), n (Int64, people: the largest of the results;
        missing where none gives it), reports (list of report_id)
    """
    columns = [*STUDY, "direction", "results", FAVOURS, AGAINST, NO_DIFFERENCE, UNCLEAR, "n", "reports"]
    rows = []
    for (domain, study), own in directed.groupby(STUDY, sort=False):
        counts = own["direction"].value_counts().to_dict()
        rows.append(
            {
                "domain": domain,
                "study_id": study,
                "direction": overall(counts),
                "results": len(own),
                **{one: counts.get(one, 0) for one in DIRECTIONS},
                "n": own["n"].max(),
                "reports": list(dict.fromkeys(own["report_id"])),
            }
        )
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(["results", *DIRECTIONS, "n"], "Int64"))


def overall(counts: Mapping[str, int]) -> str:
    """The one direction of a study's results in a domain: that of at least `SHARE` per cent of them, else conflicting.

    Parameters
    ----------
    counts : direction -> results, at least one in all

    Examples
    --------
    >>> overall({"favours": 7, "no_difference": 3}), overall({"favours": 2, "against": 1})
    ('favours', 'conflicting')
    """
    whole = sum(counts.values())
    most = [one for one in DIRECTIONS if 100 * counts.get(one, 0) >= SHARE * whole]
    return most[0] if most else CONFLICTING


def size(n: Any) -> str:
    """How large an arrow is for the people behind it: "small", "medium", "large", or "unknown" where no number is given."""
    if pd.isna(n):
        return "unknown"
    return "small" if n <= SMALL else "medium" if n <= MEDIUM else "large"


def by_domain(by_study: pd.DataFrame) -> pd.DataFrame:
    """What the studies' directions in each domain add up to.

    Parameters
    ----------
    by_study : what `by_study` gives

    Returns
    -------
    DataFrame, one row a domain as they first come: domain, studies, then studies by direction (`ALL`), clear (those that favour or
        are against; all Int64), share, low, high (Float64, per cent of the clear ones that favour, with the 95 % interval of Wilson),
        p (Float64, `sign_test`); the last four are missing where fewer than `LEAST` are clear
    """
    rows = []
    for domain, own in by_study.groupby("domain", sort=False):
        n = {one: int((own["direction"] == one).sum()) for one in ALL}
        share, low, high, p = sign_test(n[FAVOURS], n[AGAINST])
        told = {"share": share, "low": low, "high": high, "p": p}
        rows.append({"domain": domain, "studies": len(own), **n, "clear": n[FAVOURS] + n[AGAINST], **told})
    columns = ["domain", "studies", *ALL, "clear", "share", "low", "high", "p"]
    types = dict.fromkeys(["studies", *ALL, "clear"], "Int64") | dict.fromkeys(columns[-4:], "Float64")
    return pd.DataFrame(rows, columns=columns).astype(types)


def sign_test(favours: int, against: int) -> tuple[float | None, float | None, float | None, float | None]:
    """How many of the clear directions favour, in per cent with the 95 % interval of Wilson, and the two-sided exact sign test.

    The test asks how probable so uneven a split, or one still more uneven, is if both directions were equally likely. Studies
    without a clear direction are left out of it. It says nothing of how large an effect is.

    Returns
    -------
    share, low, high (per cent), p; each None where fewer than `LEAST` directions are clear

    Examples
    --------
    >>> [round(one, 3) for one in sign_test(10, 2)]
    [83.333, 55.196, 95.304, 0.039]
    """
    if (clear := favours + against) < LEAST:
        return None, None, None, None
    from scipy.stats import binomtest  # slow to load, and few reviews need it

    test = binomtest(favours, clear)
    ends = test.proportion_ci(method="wilson")
    return 100 * favours / clear, 100 * ends.low, 100 * ends.high, test.pvalue


def contrast(directed: pd.DataFrame, *, low: Collection[str]) -> pd.DataFrame:
    """The directions of each domain with and without the reports that are rated low.

    A study that keeps a report with results in the domain stays, with the direction that these have.

    Parameters
    ----------
    directed : what `directed` gives
    low : report_id of the reports set aside

    Returns
    -------
    DataFrame, one row a domain of all: domain, studies, favours, against, unclear, and the same four with _without (Int64)
    """
    told = ["studies", FAVOURS, AGAINST, UNCLEAR]
    every = by_domain(by_study(directed)).set_index("domain")[told]
    left = by_domain(by_study(directed[~directed["report_id"].isin(low)])).set_index("domain")[told]
    return every.join(left.reindex(every.index).fillna(0).add_suffix("_without")).reset_index()
