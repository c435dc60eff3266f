"""The rules of the sensitivity analysis: what a review shows and concludes with, and without, its reports that are rated low.

Low-rated reports stay in the review: leaving them out is discouraged by the guide of the MMAT (version 2018), which advises to
contrast them. The contrast is that of Carroll, Booth and Lloyd-Jones (2012, Qual Health Res 22:1425): set them aside, and see
which findings no longer have a report behind them. A conclusion that rests on them is one to hold with less confidence (the
component "methodological limitations" of GRADE-CERQual; Munthe-Kaas et al. 2018, Implement Sci 13 Suppl 1:9). Findings are contrasted,
and what was counted of reports; whether an intervention has an app does not hang on how well it was studied.

Low-rated is a report rated below ``min_rating`` points. One that is not rated is not low-rated, and is never set aside. A study,
an intervention or an excerpt goes only where every report of it is set aside.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from reviewbook.review.designs import Designs
from reviewbook.studies import characteristics
from reviewbook.themes import coding, grounds

VERDICTS = ("alone", "mostly", "partly", "none")
NOT_CHARTED = "not_charted"


def low_rated(rated: pd.DataFrame, *, min_rating: int) -> list[str]:
    """The reports rated below ``min_rating`` points of their tool's scale, by report_id, in alphabetical order.

    Parameters
    ----------
    rated : DataFrame indexed by report_id, with ``points`` (missing where there is no rating in points): `answering.points` of
        what `answering.overall` gives. Where a source prints the rating of components only, it is the lowest of them.
    """
    return sorted(rated.index[(rated["points"] < min_rating).fillna(False)])


def _gone(paths: pd.DataFrame, column: str, low: Collection[str]) -> pd.Series:
    """The values of a column that have reports, all of them set aside: one row a value."""
    paths = paths.dropna(subset=[column])
    aside = paths["report_id"].isin(low)
    return paths.loc[aside & ~paths[column].isin(paths.loc[~aside, column]), column].drop_duplicates()


def counts(
    reports: pd.DataFrame,
    studies_: pd.DataFrame,
    paths: pd.DataFrame,
    *,
    low: Collection[str],
    known: Designs,
) -> pd.DataFrame:
    """How much of the evidence the low-rated reports are.

    Parameters
    ----------
    paths : from `links.links` of the studies.
    low : report_id of those set aside, from `low_rated`.
    known : the designs of the review.

    Returns
    -------
    DataFrame, one row a unit: "reports" (then a row for each design, named in ``design``), "studies",
        "interventions", "participants", "workers" (people, each counted once); with
        all, without, set_aside : Int64; of people missing where none of the studies meant gives a number
        said_all, said_without, said_set_aside : of people, studies that give a number; missing for other units
    """
    aside = reports["report_id"].isin(low)
    rows = [_counted("reports", len(reports), aside.sum())]
    designs = reports["design"].fillna(NOT_CHARTED)
    for design in known.in_order(designs):
        own = designs == design
        rows.append(_counted("reports", own.sum(), (own & aside).sum()) | {"design": design})
    for unit, column in (("studies", "study_id"), ("interventions", "intervention_id")):
        rows.append(_counted(unit, paths[column].nunique(), len(_gone(paths, column, low))))
    gone = studies_["study_id"].isin(_gone(paths, "study_id", low))
    parts = {"all": studies_, "without": studies_[~gone], "set_aside": studies_[gone]}
    people = {part: characteristics.people(own).set_index("who") for part, own in parts.items()}
    for who in people["all"].index:
        row: dict[str, object] = {"unit": who}
        for part, own in parts.items():
            # No study at all has nobody; studies that give no number have nobody knows how many.
            row[part] = people[part].at[who, "people"] if len(own) else 0
            row[f"said_{part}"] = people[part].at[who, "studies"]
        rows.append(row)
    table = pd.DataFrame(rows, columns=["unit", "design", *parts, *(f"said_{part}" for part in parts)])
    numbers = dict.fromkeys(table.columns.drop(["unit", "design"]), "Int64")
    return table.astype(numbers | {"unit": "string", "design": "string"})


def _counted(unit: str, every: int, aside: int) -> dict[str, object]:
    return {"unit": unit, "all": every, "without": every - aside, "set_aside": aside}


def support(
    codes: pd.DataFrame, coded: Mapping[str, pd.DataFrame], paths: pd.DataFrame, *, low: Collection[str]
) -> pd.DataFrame:
    """What stands behind each code of every scheme, with and without the low-rated reports; nothing counted twice.

    Parameters
    ----------
    coded : scheme -> what is coded under it, from `coding.coded`; what limits a code, or is general, is not behind it.
    paths : from `links.links` of the studies.
    low : report_id of those set aside, from `low_rated`.

    Returns
    -------
    DataFrame, one row a code, scheme by scheme, each parent before its children: scheme, code_id, label, depth, top;
        reports, told (of these, those that tell of it or measure it: `grounds.EMPIRICAL`), open (those that may: `grounds.OPEN`),
        excerpts, interventions (of all), and the same without the low-rated: reports_without, told_without and so on (Int64);
        verdict on how far the code rests on low-rated reports (see `conclusions`; missing where no report is behind it)
    """
    units = ["reports", "told", "open", "excerpts", "interventions"]
    parts = []
    for scheme, every in coded.items():
        table = every.drop(columns="speaker", errors="ignore")
        nodes = coding.tree(codes, scheme=scheme)[["scheme", "code_id", "label", "depth", "top"]]
        for own, suffix in ((table, ""), (table[~table["report_id"].isin(low)], "_without")):
            behind = coding.support(own, paths)
            behind["excerpts"] = behind["findings"] + behind["quotations"]
            on = grounds.counts(own, "report_id")
            behind["told"], behind["open"] = (
                on[list(some)].sum(axis=1) for some in (grounds.EMPIRICAL, grounds.OPEN)
            )
            nodes = nodes.join(behind[units].add_suffix(suffix), on="code_id")
        parts.append(nodes)
    columns = ["scheme", "code_id", "label", "depth", "top", *units, *(f"{unit}_without" for unit in units)]
    out = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    out[columns[5:]] = out[columns[5:]].fillna(0).astype("Int64")
    out["verdict"] = verdicts(out["reports"], out["reports"] - out["reports_without"])
    return out


def behind(codes: pd.DataFrame, codings: pd.DataFrame, excerpt_reports: pd.DataFrame) -> pd.DataFrame:
    """The reports behind each conclusion of a review: those of the excerpts of each theme and category.

    Returns
    -------
    DataFrame, one row (conclusion, report): kind, scheme, conclusion (code_id), label, top, report_id
        kind is "theme", "subtheme" (a code below a theme) or "category" (of any other scheme). ``top`` is the label of the
        theme or category above, missing at the top.
    """
    parts = []
    linked = excerpt_reports[["excerpt_id"]].drop_duplicates()
    for scheme in dict.fromkeys(codes["scheme"]):
        table = coding.coded(codes, codings, linked, excerpt_reports, scheme=scheme)
        pairs = table[["code_id", "report_id"]].drop_duplicates()
        nodes = coding.tree(codes, scheme=scheme)  # in the order of the categories of code_id
        nodes["kind"] = "category"
        if scheme == coding.THEMES:
            nodes["kind"] = nodes["depth"].map(lambda depth: "subtheme" if depth else "theme")
        labels = nodes.set_index("code_id")["label"]
        nodes["top"] = nodes["top"].map(labels).where(nodes["depth"] > 0)
        own = nodes.iloc[pairs["code_id"].cat.codes].rename(columns={"code_id": "conclusion"})
        parts.append(own.assign(report_id=pairs["report_id"].array))
    columns = ["kind", "scheme", "conclusion", "label", "top", "report_id"]
    if not parts:
        return pd.DataFrame(columns=columns, dtype="string")
    return pd.concat([part[columns].astype("string") for part in parts], ignore_index=True)


def conclusions(pairs: pd.DataFrame, *, low: Collection[str]) -> pd.DataFrame:
    """How far each conclusion rests on low-rated reports.

    Parameters
    ----------
    pairs : from `behind`. A conclusion without any report is not in it, and nothing is said of it.
    low : report_id of the low-rated, from `low_rated`.

    Returns
    -------
    DataFrame, one row a conclusion, in the order of ``pairs``: kind, scheme, conclusion, label, top; reports behind it, low
        of them low-rated (Int64); verdict; low_reports, other_reports (report_id as lists, in alphabetical order)
        verdict: "alone" where all its reports are low-rated (none is left unrated), "mostly" where more than half are,
        "partly" where any is, else "none".
    """
    keys = ["kind", "conclusion"]
    at = pairs.groupby(keys, sort=False).ngroup().to_numpy()
    report, names = pd.factorize(pairs["report_id"], sort=True, use_na_sentinel=False)
    table = pairs[~pairs[keys].duplicated()].drop(columns="report_id").reset_index(drop=True)
    # By numbers: several times as fast as sorting and listing text.
    at, report = np.divmod(np.unique(at * max(len(names), 1) + report), max(len(names), 1))
    is_low, names = names.isin(low)[report], names.to_numpy(dtype=object)
    for column, own in (("low_reports", is_low), ("other_reports", ~is_low)):
        reports, ends = names[report[own]].tolist(), np.searchsorted(at[own], range(len(table) + 1)).tolist()
        cells = [reports[begin:end] for begin, end in pairwise(ends)]
        table[column] = pd.Series(cells, index=table.index, dtype="object")
    table["low"] = table["low_reports"].map(len).astype("Int64")
    table["reports"] = table["low"] + table["other_reports"].map(len).astype("Int64")
    table["verdict"] = verdicts(table["reports"], table["low"])
    about = ["kind", "scheme", "conclusion", "label", "top"]
    return table[[*about, "reports", "low", "verdict", "low_reports", "other_reports"]]


def verdicts(reports: pd.Series, low: pd.Series) -> pd.Series:
    """How far each of several things rests on low-rated reports: one of `VERDICTS`, missing where no report is behind it.

    Parameters
    ----------
    reports, low : how many reports are behind it, and how many of them are low-rated.
    """
    told = pd.Series("none", index=reports.index, dtype="string")
    told[low > 0] = "partly"
    told[2 * low > reports] = "mostly"
    told[low == reports] = "alone"
    return told.mask(reports == 0)


def summary(
    found: pd.DataFrame, reports: pd.DataFrame, rated: pd.DataFrame, *, low: Collection[str]
) -> dict[str, Any]:
    """The sensitivity analysis in numbers.

    Parameters
    ----------
    found : from `conclusions`.
    rated : as for `low_rated`.

    Returns
    -------
    dict of whole numbers: n_reports, n_rated (reports with a rating in points), n_low, n_conclusions, and of these n_alone,
        n_mostly, n_partly, n_none; and low, report_id of the low-rated as a list
    """
    verdicts = found["verdict"].value_counts()
    return {
        "n_reports": len(reports),
        "n_rated": int(reports["report_id"].isin(rated["points"].dropna().index).sum()),
        "n_low": len(low),
        "n_conclusions": len(found),
        **{f"n_{verdict}": int(verdicts.get(verdict, 0)) for verdict in VERDICTS},
        "low": list(low),
    }
