"""The rules of coding: code trees, what stands behind a code, and matrices of codes by reports or interventions."""

from __future__ import annotations

import pandas as pd

from reviewbook.problems import Problem
from reviewbook.review import NOT_APPLICABLE

THEMES = "themes"  # the scheme of themes found in the data; any other scheme was brought to them


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
        kind, text, page, locator of the excerpt. A code also holds what is coded under the codes below it.
    """
    nodes = tree(codes, scheme=scheme)
    parent = dict(zip(nodes["code_id"], nodes["parent_id"].fillna(NOT_APPLICABLE), strict=True))
    own = codings.loc[codings["code_id"].isin(parent), ["code_id", "excerpt_id"]]
    levels = [own]
    while len(own):
        own = own.assign(code_id=own["code_id"].map(parent))
        own = own[own["code_id"].isin(parent)]
        levels.append(own)
    pairs = pd.concat(levels).drop_duplicates()
    links = excerpt_reports[["excerpt_id", "report_id"]].drop_duplicates()
    table = pairs.merge(excerpts, on="excerpt_id").merge(links, on="excerpt_id")
    order = {code: at for at, code in enumerate(nodes["code_id"])}
    place = {excerpt: at for at, excerpt in enumerate(excerpts["excerpt_id"])}
    keys = pd.DataFrame(
        {"c": table["code_id"].map(order), "e": table["excerpt_id"].map(place), "r": table["report_id"]}
    )
    return table.loc[keys.sort_values(["c", "e", "r"]).index].reset_index(drop=True)


def support(table: pd.DataFrame, path: pd.DataFrame) -> pd.DataFrame:
    """What stands behind each code, nothing counted twice.

    Parameters
    ----------
    table : from `coded`.
    path : one row a report: report_id, study_id, intervention_id.

    Returns
    -------
    DataFrame indexed by code_id: findings, quotations, reports, studies, interventions (counts)
    """
    linked = table.merge(path[["report_id", "study_id", "intervention_id"]], on="report_id", how="left")
    grouped = linked.groupby("code_id", sort=False)
    kinds = (
        linked.drop_duplicates(["code_id", "excerpt_id"])
        .groupby(["code_id", "kind"])
        .size()
        .unstack(fill_value=0)
    )
    kinds = kinds.reindex(columns=["finding", "quotation"], fill_value=0)
    counts = pd.DataFrame(
        {
            "findings": kinds["finding"],
            "quotations": kinds["quotation"],
            "reports": grouped["report_id"].nunique(),
            "studies": grouped["study_id"].nunique(),
            "interventions": grouped["intervention_id"].nunique(),
        }
    )
    return counts.fillna(0).astype(int)


def matrix(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """How many excerpts each code has in each value of a column: codes as rows, values as columns, whole numbers."""
    unique = table.drop_duplicates(["code_id", "excerpt_id", column])
    return unique.groupby(["code_id", column], sort=False).size().unstack(fill_value=0)


def problems(
    codes: pd.DataFrame, excerpts: pd.DataFrame, excerpt_reports: pd.DataFrame, codings: pd.DataFrame
) -> list[Problem]:
    """Excerpts without a report or a code, and codes whose parents lead nowhere."""
    found: list[Problem] = []
    reported, coded_ = set(excerpt_reports["excerpt_id"]), set(codings["excerpt_id"])
    for at, excerpt in excerpts["excerpt_id"].items():
        if excerpt not in reported:
            found.append(
                Problem("THEM-001", "excerpts.csv", f"{excerpt} without a report", "at least one", row=at + 2)
            )
        if excerpt not in coded_:
            found.append(
                Problem("THEM-002", "excerpts.csv", f"{excerpt} without a code", "at least one", row=at + 2)
            )
    parent = dict(zip(codes["code_id"], codes["parent_id"].fillna(NOT_APPLICABLE), strict=True))
    scheme = dict(zip(codes["code_id"], codes["scheme"], strict=True))
    for at, code in codes["code_id"].items():
        above, seen = parent[code], {code}
        place = {"file": "codes.csv", "row": at + 2, "field": "parent_id"}
        if above not in scheme and above != NOT_APPLICABLE:
            found.append(
                Problem(
                    "THEM-003", found=f"the parent {above}", expected=f"a code, or {NOT_APPLICABLE}", **place
                )
            )
        if above in scheme and scheme[above] != scheme[code]:
            found.append(
                Problem(
                    "THEM-003", found=f"a parent in scheme {scheme[above]}", expected=scheme[code], **place
                )
            )
        while above in parent and above not in seen:
            seen.add(above)
            above = parent[above]
        if above in seen:
            found.append(
                Problem(
                    "THEM-003",
                    found=f"{code} above itself",
                    expected="a parent that ends at the top",
                    **place,
                )
            )
    return found
