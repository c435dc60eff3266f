"""Search strategies: what they say of themselves, and where they contradict the sources. Reporting follows PRISMA-S (Rethlefsen 2021)."""

from __future__ import annotations

import re

import pandas as pd

from reviewbook.review.nothing import AS_CHARTED, given

DATABASE = "database"  # the kind of source of which a strategy is expected
OF_A_SEARCH = ("run_at", "limits", "run_by", "peer_reviewed")  # its first line says it for all
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”")
_NUMBERED = re.compile(r"(?<![\w#])(?:#|S)(\d{1,3})(?:\s*[-–]\s*(?:#|S)?(\d{1,3}))?(?![\w.])")
# Ovid's lines of numbers alone: "1 and 2", "or/1-5,7", "(1 or 2) not 3".
_ALONE = re.compile(
    r"[\s()]*(?:(?:and|or|not)/)?[\s()]*\d{1,3}(?:[\s(),\-–]*(?:and|or|not|adj\d*)?[\s(),\-–]*\d{1,3})*[\s()]*",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")


def refers_to(text: str) -> set[int]:
    """The numbers of the lines that a line of a strategy combines.

    "#3" and "S3" are such numbers wherever they stand outside quotation marks, plain numbers in a line that holds nothing else but
    operators.

    Examples
    --------
    >>> sorted(refers_to("#1 AND #2")), sorted(refers_to("or/1-3,6")), sorted(refers_to('trial* "S1 nerve"'))
    ([1, 2], [1, 2, 3, 6], [])
    """
    plain = _QUOTED.sub(" ", text)
    spans = _NUMBERED.findall(plain)
    if not spans and _ALONE.fullmatch(plain) and re.search(r"and|or|not|adj|/", plain, re.IGNORECASE):
        spans = _SPAN.findall(re.sub(r"adj\d*", " ", plain, flags=re.IGNORECASE))
    found: set[int] = set()
    for first, last in spans:
        found |= set(range(int(first), int(last or first) + 1))
    return found


def missing_lines(searches: pd.DataFrame) -> pd.DataFrame:
    """Lines that combine lines which their search does not have, or which come later.

    Returns
    -------
    DataFrame, the rows of ``searches`` of which that is so, with ``missing``: the numbers, as a list
    """
    rows = searches[given(searches["text"]) & searches["line"].notna()]
    there = rows.groupby("search_id")["line"].agg(set).to_dict()
    missing = [
        sorted(n for n in refers_to(str(row.text)) if n not in there[row.search_id] or n >= row.line)
        for row in rows.itertuples()
    ]
    return rows.assign(missing=missing)[[bool(one) for one in missing]]


def totals(searches: pd.DataFrame) -> pd.DataFrame:
    """What each search says as a whole, one row a search, in the order of the table.

    Returns
    -------
    DataFrame: search_id, source_id, lines (how many), hits (of the last line, Int64), row (of its last line in ``searches``), and
    run_at, limits, run_by, peer_reviewed as the first line that says it
    """
    found = []
    for search, own in searches.groupby("search_id", sort=False):
        own = own.sort_values("line", kind="stable")
        first = {
            name: next(iter(own.loc[own[name].notna() & (own[name] != ""), name]), pd.NA)
            for name in OF_A_SEARCH
        }
        last = own.iloc[-1]
        found.append(
            {
                "search_id": search,
                "source_id": last["source_id"],
                "lines": len(own),
                "hits": last["hits"],
                "hits" + AS_CHARTED: last.get("hits" + AS_CHARTED),
                "row": own.index[-1],
                **first,
            }
        )
    columns = ["search_id", "source_id", "lines", "hits", "hits" + AS_CHARTED, "row", *OF_A_SEARCH]
    return pd.DataFrame(found, columns=columns).astype({"hits": "Int64"})


def differing_totals(searches: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Searches whose last line found another number than the records of their source, where that was searched once.

    Returns
    -------
    DataFrame: as `totals`, with ``records`` of the source
    """
    whole = totals(searches).merge(sources[["source_id", "records"]], on="source_id")
    once = ~whole["source_id"].duplicated(keep=False)
    return whole[once & (whole["hits"] != whole["records"]).fillna(False)]


def too_early(searches: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Searches that were run before the end of the period that their source was searched for.

    Returns
    -------
    DataFrame: as `totals`, with ``ends``, the end of the period; dates are compared as far as both say them
    """
    ends = sources["updated_to"].where(given(sources["updated_to"]), sources["searched_to"])
    whole = totals(searches).merge(sources[["source_id"]].assign(ends=ends), on="source_id")
    known = whole[given(whole["run_at"]) & given(whole["ends"])]
    early = [
        str(run)[: min(len(str(run)), len(str(end)))] < str(end)[: min(len(str(run)), len(str(end)))]
        for run, end in zip(known["run_at"], known["ends"], strict=True)
    ]
    return known[early]


def without(searches: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The databases of which no strategy is charted: rows of ``sources``."""
    return sources[(sources["kind"] == DATABASE) & ~sources["source_id"].isin(searches["source_id"])]
