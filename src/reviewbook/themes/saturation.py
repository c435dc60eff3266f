"""The rules of saturation: how many codes were new with each report, in a stated order, and in no order at all.

Reports of a review are not interviews that a team chose one after another, so where the curve flattens depends on the
order in which they stand. Two numbers do not: the codes that a single report holds, and what a number of reports
brings on average over all orders (`expected`). From that average alone follows the share of new information
(`new_information`) that Guest, Namey and Chen (2020, PLoS ONE 15:e0232076) compare between a first few interviews (the
base) and the last few (the run).

All of it asks for excerpts that were coded from the reports themselves (`first_hand`). In a text about the reports, such as a
review that was published before, each is seen through the few sentences that this text has on it: when a code comes up first
says what its authors chose to cite, and nothing about saturation.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import numpy as np
import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.themes.coding import numbered

AS_CHARTED = "charted"  # the order of the table reports; the other order is "year"
BASE, RUN = (
    4,
    3,
)  # reports; of the sizes that Guest et al. try, the base that is smallest, the run that is longest


def first_hand(excerpts: pd.DataFrame, documents: pd.DataFrame) -> pd.Series:
    """Which excerpts were coded from the reports themselves: bool, false where the document is that of no report.

    Parameters
    ----------
    excerpts, documents : the tables. An excerpt in no document, and a document whose report is not charted yet, count as first hand.
    """
    about = documents.loc[documents["report_id"].eq(NOT_APPLICABLE).fillna(False), "document_id"]
    return ~excerpts["document_id"].isin(about)


def by_report(
    table: pd.DataFrame, excerpt_reports: pd.DataFrame, reports: pd.DataFrame, *, order: str = "year"
) -> pd.DataFrame:
    """How many codes each report has, and how many of them no report before it has.

    Parameters
    ----------
    table : one row (excerpt_id, code_id) of the codes that excerpts were given, from `cooccurrence.given`: a code counts
        where it was given, not where one below it was. What is tied to no report is in none.
    excerpt_reports, reports : the tables.
    order : "year" of publication, of one year as the table has them, those without a year last; or "charted", as the
        table has them.

    Returns
    -------
    DataFrame, one row a report in that order: report_id, year, codes, new, known, so_far
        ``codes``, ``new`` and ``known`` are lists of code_id, as they come in ``table``; ``so_far`` counts the codes of this
        report and those before it. A report without a code is there too, its lists empty.
    """
    rows = reports[["report_id", "year"]]
    if order != AS_CHARTED:
        rows = rows.sort_values("year", kind="stable", na_position="last")
    found = _codes(table, excerpt_reports, rows["report_id"])
    first = ~found["code"].duplicated()
    new = _by_row(found[first], len(rows))
    out = rows.assign(codes=_by_row(found, len(rows)), new=new, known=_by_row(found[~first], len(rows)))
    return out.assign(so_far=np.cumsum([len(codes) for codes in new], dtype=int)).reset_index(drop=True)


def by_year(found: pd.DataFrame) -> pd.DataFrame:
    """The same for each year of publication; those without a year are one row, the last.

    Parameters
    ----------
    found : from `by_report`, in the order of years.

    Returns
    -------
    DataFrame, one row a year in which a report appeared: year, reports (how many), codes, new, known, so_far; as
    `by_report`
    """
    rows = []
    for year, own in found.groupby("year", sort=True, dropna=False):
        codes = list(dict.fromkeys(code for codes in own["codes"] for code in codes))
        new = [code for codes in own["new"] for code in codes]
        fresh = set(new)
        known = [code for code in codes if code not in fresh]
        rows.append((year, len(own), codes, new, known, own["so_far"].iloc[-1]))
    table = pd.DataFrame(rows, columns=["year", "reports", "codes", "new", "known", "so_far"])
    return table.astype({"year": "Int64"})


def _codes(table: pd.DataFrame, excerpt_reports: pd.DataFrame, reports: pd.Series) -> pd.DataFrame:
    """The codes of each report, each once: one row (row, code), ``row`` being the report's place among ``reports``."""
    (excerpt, excerpts), (code, codes) = (numbered(table[name]) for name in ("excerpt_id", "code_id"))
    links = pd.DataFrame(
        {
            "excerpt": excerpts.get_indexer(excerpt_reports["excerpt_id"]),
            "row": pd.Index(reports).get_indexer(excerpt_reports["report_id"]),
        }
    )
    links = links[(links >= 0).all(axis=1)]
    pairs = pd.DataFrame({"excerpt": excerpt, "code": code}).merge(links, on="excerpt")[["row", "code"]]
    pairs = pairs.drop_duplicates().sort_values("row", kind="stable")
    return pairs.assign(code=codes.to_numpy(dtype=object)[pairs["code"]])


def _by_row(found: pd.DataFrame, rows: int) -> list[list[str]]:
    """The codes of each row, from `_codes`."""
    codes, ends = found["code"].tolist(), np.searchsorted(found["row"], range(rows + 1)).tolist()
    return [codes[begin:end] for begin, end in pairwise(ends)]


def spread(found: pd.DataFrame) -> pd.Series:
    """In how many reports each code is: Series of int, indexed by code_id; ``found`` is from `by_report`."""
    each = found["codes"].explode().dropna()
    return each.groupby(each, sort=False).size().rename("reports").rename_axis("code_id").astype(int)


def expected(spread_: pd.Series, reports: int, sizes: Collection[int]) -> np.ndarray:
    """How many codes so many of the reports hold, on average over all ways to choose them: an order plays no part.

    The exact mean of a species accumulation curve (Ugland, Gray and Ellingsen 2003, J Anim Ecol 72:888): a code of k
    of N reports is in a choice of n unless all n come from the other N - k.

    Parameters
    ----------
    spread_ : from `spread`.
    reports : how many there are (N), those without a code included.
    sizes : how many are chosen (n), each from 0 to N.

    Returns
    -------
    array of float, one number of codes a size
    """
    from scipy.special import gammaln

    n = np.asarray(list(sizes), dtype=float)[:, None]
    others = reports - spread_.to_numpy(dtype=float)[None, :]
    # The logarithm of choose(others, n) / choose(reports, n); where n is more than the others the code is always there.
    left = np.maximum(others - n, 0)
    none = np.exp(gammaln(others + 1) - gammaln(left + 1) + gammaln(reports - n + 1) - gammaln(reports + 1))
    return np.where(n > others, 1.0, 1 - none).sum(axis=1)


def new_information(spread_: pd.Series, reports: int) -> float | None:
    """The codes that the last `RUN` reports add, as a share of those that the first `BASE` hold, on average over all orders.

    Guest et al. take 0.05 or less as one sign of saturation, in interviews of one population. None where the reports
    are fewer than base and run together, or without a code.

    Parameters
    ----------
    spread_ : from `spread`.
    reports : how many there are, those without a code included.
    """
    if reports < BASE + RUN or not len(spread_):
        return None
    base, before, all_ = expected(spread_, reports, (BASE, reports - RUN, reports))
    return float((all_ - before) / base)
