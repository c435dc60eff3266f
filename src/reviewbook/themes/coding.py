"""The rules of coding: code trees, what stands behind a code, and what bears on a finding."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING

THEMES = "themes"  # the scheme of themes found in the data; any other scheme was brought to them
CONTRARY = "contrary"
RELATIONS = ("illustrates", "supports", CONTRARY)  # of finding_excerpts, the closest to the finding first


def schemes(codes: pd.DataFrame, which: str) -> list[str]:
    """The coding schemes of a kind, in the order of the table: "themes" found in the data, or "frameworks" brought to them."""
    every = dict.fromkeys(codes["scheme"])
    return [scheme for scheme in every if (scheme == THEMES) == (which == THEMES)]


def tree(codes: pd.DataFrame, *, scheme: str) -> pd.DataFrame:
    """The codes of a scheme, each parent before its children, with its depth (0 at the top) and its top code."""
    below: dict[str, list] = {}
    own = codes[codes["scheme"] == scheme].sort_values("position")
    for row, parent in zip(own.itertuples(index=False), own["parent_id"].fillna(NOT_APPLICABLE), strict=True):
        below.setdefault(parent, []).append(row)
    rows = []

    def add(parent: str, depth: int, top: str | None) -> None:
        for row in below.get(parent, []):
            rows.append(row._asdict() | {"depth": depth, "top": top or row.code_id})
            add(row.code_id, depth + 1, top or row.code_id)

    add(NOT_APPLICABLE, 0, None)
    return pd.DataFrame(rows, columns=[*codes.columns, "depth", "top"])


def parties(speaker: object) -> tuple[str, ...]:
    """Who speaks in an excerpt, one word each: "service_user_and_worker" is two; nobody where it is not said.

    Parameters
    ----------
    speaker : a cell of excerpts.speaker. "_and_" stands between parties; missing, not_reported and not_applicable name none.
    """
    if pd.isna(speaker) or speaker in NOTHING:
        return ()
    return tuple(dict.fromkeys(str(speaker).split("_and_")))


def coded(
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    excerpts: pd.DataFrame,
    excerpt_reports: pd.DataFrame,
    *,
    scheme: str,
) -> pd.DataFrame:
    """Everything coded under a scheme.

    Returns
    -------
    DataFrame, one row (code_id, excerpt_id, report_id), each pair once however many coders gave the code: with speaker,
        kind, text, page, locator of the excerpt. A code also holds what is coded under the codes below it. An excerpt that
        is tied to no report has one row, its report_id missing.
    """
    nodes = tree(codes, scheme=scheme)
    levels = _levels(nodes, codings)
    pairs = pd.concat(levels).drop_duplicates()
    links = excerpt_reports[["excerpt_id", "report_id"]].drop_duplicates()
    table = pairs.merge(excerpts, on="excerpt_id").merge(links, on="excerpt_id", how="left")
    # By numbers: several times as fast as by names. A missing report has the highest.
    report = table["report_id"].astype("category").cat.codes
    keys = (report, *_places(table, nodes, excerpts))
    return table.iloc[np.lexsort(keys)].reset_index(drop=True)


def _levels(nodes: pd.DataFrame, codings: pd.DataFrame) -> list[pd.DataFrame]:
    """The codings of a scheme (code_id, excerpt_id): as given, then as they hold for the codes above, a level at a time."""
    parent = dict(zip(nodes["code_id"], nodes["parent_id"].fillna(NOT_APPLICABLE), strict=True))
    own = codings.loc[codings["code_id"].isin(parent), ["code_id", "excerpt_id"]].drop_duplicates()
    levels = [own]
    while len(own):
        own = own.assign(code_id=own["code_id"].map(parent))
        own = own[own["code_id"].isin(parent)].drop_duplicates()
        levels.append(own)
    return levels


def _places(
    table: pd.DataFrame, nodes: pd.DataFrame, excerpts: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Where each row's excerpt stands among the excerpts, and its code in the tree."""
    return (
        pd.Index(excerpts["excerpt_id"]).get_indexer(table["excerpt_id"]),
        pd.Index(nodes["code_id"]).get_indexer(table["code_id"]),
    )


def speakers(table: pd.DataFrame) -> pd.DataFrame:
    """Who speaks under each code.

    Parameters
    ----------
    table : from `coded`.

    Returns
    -------
    DataFrame, one row (code_id, speaker), of each code those with most excerpts first: excerpts (int)
        A speaker is one party (`parties`): an excerpt in which two speak counts for both. Excerpts that do not say who
        speaks are not in it.
    """
    unique = table[["code_id", "excerpt_id", "speaker"]].drop_duplicates(["code_id", "excerpt_id"])
    said = {speaker: parties(speaker) for speaker in unique["speaker"].dropna().unique()}
    each = unique.assign(speaker=unique["speaker"].map(said)).explode("speaker").dropna(subset="speaker")
    counts = each.groupby(["code_id", "speaker"], sort=False).size().reset_index(name="excerpts")
    order = {code: at for at, code in enumerate(unique["code_id"].unique())}
    counts = counts.assign(at=counts["code_id"].map(order), n=-counts["excerpts"])
    counts = counts.sort_values(["at", "n", "speaker"])[["code_id", "speaker", "excerpts"]]
    return counts.astype({"code_id": "string", "speaker": "string"}).reset_index(drop=True)


def support(
    table: pd.DataFrame,
    path: pd.DataFrame,
    *,
    low: Collection[str] = (),
    relations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What stands behind each code, nothing counted twice.

    Parameters
    ----------
    table : from `coded`; the column speaker may be left out.
    path : one row a report: report_id, study_id, intervention_id.
    low : report_id of the low-rated, from `sensitivity.low_rated`.
    relations : the table finding_excerpts.

    Returns
    -------
    DataFrame indexed by code_id, of counts: findings, quotations, reports, studies, interventions, low (reports that are
        low-rated; `sensitivity.verdicts` says how far the code rests on them), contrary (findings to which another excerpt is
        contrary, in either direction), unreported (excerpts tied to no report), and, where the table says who speaks,
        speakers (parties, see `speakers`)
    """
    linked = table.merge(path[["report_id", "study_id", "intervention_id"]], on="report_id", how="left")
    grouped = linked.groupby("code_id", sort=False)
    unique = linked.drop_duplicates(["code_id", "excerpt_id"])
    kinds = unique.groupby(["code_id", "kind"]).size().unstack(fill_value=0)
    kinds = kinds.reindex(columns=["finding", "quotation"], fill_value=0)
    against = unique[(unique["kind"] == "finding") & unique["excerpt_id"].isin(_contradicted(relations))]
    counts = pd.DataFrame(
        {
            "findings": kinds["finding"],
            "quotations": kinds["quotation"],
            "reports": grouped["report_id"].nunique(),
            "studies": grouped["study_id"].nunique(),
            "interventions": grouped["intervention_id"].nunique(),
            "low": linked[linked["report_id"].isin(low)].groupby("code_id")["report_id"].nunique(),
            "contrary": against.groupby("code_id").size(),
            "unreported": unique[unique["report_id"].isna()].groupby("code_id").size(),
        }
    )
    if "speaker" in table:
        counts["speakers"] = speakers(table).groupby("code_id").size()
    return counts.fillna(0).astype(int)


def _contradicted(relations: pd.DataFrame | None) -> pd.Series:
    """The excerpts that another one is contrary to."""
    if relations is None:
        return pd.Series(dtype="string")
    against = relations.loc[relations["relation"] == CONTRARY, ["finding_id", "excerpt_id"]]
    return pd.concat([against["finding_id"], against["excerpt_id"]])


def statements(
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    excerpts: pd.DataFrame,
    relations: pd.DataFrame,
    *,
    scheme: str,
) -> pd.DataFrame:
    """A scheme as it is read: code, finding, what stands beneath the finding.

    Parameters
    ----------
    relations : the table finding_excerpts.

    Returns
    -------
    DataFrame, one row (code_id, excerpt_id), codes in the order of their tree: finding_id, relation
        An excerpt stands under the codes that it was given, but not where it was also given one below. A finding is its own
        finding_id, its relation missing. A quotation stands beneath the first finding of the same code that it illustrates,
        else supports, else is contrary to (``relation`` says which); one that bears on no finding there comes last, its
        finding_id missing. What else bears on a finding is in `related`.
    """
    nodes = tree(codes, scheme=scheme)
    given, *above = _levels(nodes, codings)
    below = pd.MultiIndex.from_frame(pd.concat([given.iloc[:0], *above]))
    own = given[~pd.MultiIndex.from_frame(given).isin(below)]
    own = own.merge(excerpts[["excerpt_id", "kind"]], on="excerpt_id")
    excerpt, code = _places(own, nodes, excerpts)
    own = own.assign(code=code, at=excerpt)
    of_finding = own["kind"] == "finding"
    findings = own[of_finding]
    findings = findings.assign(finding_id=findings["excerpt_id"], relation=None, rank=0)
    rank = {relation: at for at, relation in enumerate(RELATIONS, start=1)}
    beneath = own[~of_finding].merge(
        relations[["finding_id", "excerpt_id", "relation"]], on="excerpt_id", how="left"
    )
    beneath = beneath.assign(rank=beneath["relation"].map(rank))
    beneath = beneath.merge(
        findings[["code_id", "excerpt_id", "at"]].set_axis(["code_id", "finding_id", "finding"], axis=1),
        on=["code_id", "finding_id"],
        how="left",
    )
    # Beside a finding of another code it is only named there.
    elsewhere = beneath["finding"].isna()
    beneath.loc[elsewhere, ["finding_id", "relation", "rank"]] = None
    beneath = beneath.sort_values(["rank", "finding"]).drop_duplicates(["code_id", "excerpt_id"])
    table = pd.concat([findings.assign(finding=findings["at"]), beneath], ignore_index=True)
    table = table.sort_values(["code", "finding", "rank", "at"], ignore_index=True)
    return table[["code_id", "finding_id", "excerpt_id", "relation"]].astype("string")


def related(relations: pd.DataFrame) -> pd.DataFrame:
    """What bears on each excerpt, read from both sides.

    Parameters
    ----------
    relations : the table finding_excerpts.

    Returns
    -------
    DataFrame, one row (excerpt_id, other_id, relation), each once, in the order of the table
        relation, said of the excerpt: "illustrated", "supported" (by the other), "illustrates", "supports" (the other), or
        "contrary", which holds in both directions.
    """
    columns = ["excerpt_id", "other_id", "relation"]
    ahead = relations[["finding_id", "excerpt_id", "relation"]].set_axis(columns, axis=1)
    back = relations[["excerpt_id", "finding_id", "relation"]].set_axis(columns, axis=1)
    ahead = ahead.assign(
        relation=ahead["relation"].replace({"illustrates": "illustrated", "supports": "supported"})
    )
    return pd.concat([ahead, back]).sort_index(kind="stable").drop_duplicates(ignore_index=True)
