"""The rules of coding: code trees, what stands behind a code, and what bears on a finding."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING, given
from reviewbook.themes import grounds

THEMES = "themes"  # the scheme of themes found in the data; any other scheme was brought to them
CONTRARY = "contrary"
LIMITS = "limits"
RELATIONS = (
    "illustrates",
    "supports",
    LIMITS,
    CONTRARY,
)  # of finding_excerpts, the closest to the finding first


def noun(which: str) -> tuple[str, str]:
    """What readers call one code and several of schemes of a kind ("themes", "frameworks")."""
    return ("theme", "themes") if which == THEMES else ("category", "categories")


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
        is tied to no report has one row, its report_id missing. The three identifiers are categories: codes in the order of
        their tree, excerpts in that of their table, reports by name.
    """
    nodes, rows = tree(codes, scheme=scheme), pd.Index(excerpts["excerpt_id"])
    keys = np.unique(np.concatenate(levels(nodes, codings, rows)))
    excerpt, code = np.divmod(keys, max(len(nodes), 1))
    order = np.argsort(code, kind="stable")
    excerpt, code = excerpt[order], code[order]
    links, names = _links(excerpt_reports, rows)
    of, first = np.bincount(links["excerpt"], minlength=len(rows)), np.searchsorted(links["excerpt"], excerpt)
    many = np.maximum(of[excerpt], 1)  # rows of each pair; what is tied to no report has one, too
    nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    pair = np.repeat(np.arange(len(many)), many)
    tied = of[excerpt[pair]] > 0
    report = np.full(len(pair), -1)
    report[tied] = links["report"].to_numpy()[(first[pair] + nth)[tied]]
    table = excerpts.iloc[excerpt[pair]].reset_index(drop=True)
    del table["excerpt_id"]
    table.insert(0, "code_id", pd.Categorical.from_codes(code[pair], nodes["code_id"].astype("string")))
    table.insert(1, "excerpt_id", pd.Categorical.from_codes(excerpt[pair], rows))
    table["report_id"] = pd.Categorical.from_codes(report, names)
    return table


def numbered(names: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """The number of each name (-1: missing), and the names by number; of categories all, whether or not they occur."""
    if isinstance(names.dtype, pd.CategoricalDtype):
        return names.cat.codes.to_numpy(int), names.cat.categories
    return pd.factorize(names)


def _links(excerpt_reports: pd.DataFrame, rows: pd.Index) -> tuple[pd.DataFrame, pd.Index]:
    """The reports of each excerpt in order, each once, both by number (excerpt: its place in ``rows``); what the reports are called."""
    report, names = pd.factorize(excerpt_reports["report_id"], sort=True)
    links = pd.DataFrame({"excerpt": rows.get_indexer(excerpt_reports["excerpt_id"]), "report": report})
    links = links[links["excerpt"] >= 0].drop_duplicates().sort_values(["excerpt", "report"])
    return links, names


def levels(nodes: pd.DataFrame, codings: pd.DataFrame, excerpts: pd.Index) -> list[np.ndarray]:
    """The codings under some codes, as they were given, then as they hold for the codes above, a level at a time.

    Parameters
    ----------
    nodes : from `tree`.
    excerpts : the identifiers of excerpts, each once; codings of others are left out.

    Returns
    -------
    list of arrays of whole numbers, one a pair, each pair once in an array: the place of its excerpt in ``excerpts``, times the
        number of ``nodes`` (1 if there is none), plus the place of its code there. Numbers are several times as fast as names.
    """
    index = pd.Index(nodes["code_id"])
    parent = index.get_indexer(nodes["parent_id"].fillna(NOT_APPLICABLE))
    code, excerpt = index.get_indexer(codings["code_id"]), excerpts.get_indexer(codings["excerpt_id"])
    known = (code >= 0) & (excerpt >= 0)
    code, excerpt = code[known], excerpt[known]
    found: list[np.ndarray] = []
    while len(code) or not found:
        found.append(pd.unique(excerpt * max(len(nodes), 1) + code))
        excerpt, code = np.divmod(found[-1], max(len(nodes), 1))
        below = parent[code] >= 0
        excerpt, code = excerpt[below], parent[code[below]]
    return found


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
    (code, codes), (excerpt, _), (speaker, said) = (
        numbered(table[name]) for name in ("code_id", "excerpt_id", "speaker")
    )
    rows = pd.DataFrame({"at": code, "excerpt": excerpt, "speaker": speaker})
    own = rows[~rows[["at", "excerpt"]].duplicated() & (speaker >= 0)]
    counts = own.groupby(["at", "speaker"]).size().reset_index(name="excerpts")
    each = counts.assign(speaker=[parties(said[at]) for at in counts["speaker"]]).explode("speaker").dropna()
    counts = each.groupby(["at", "speaker"], sort=False)["excerpts"].sum().reset_index()
    counts = counts.assign(n=-counts["excerpts"]).sort_values(["at", "n", "speaker"], ignore_index=True)
    counts["code_id"] = codes.take(counts["at"]).array
    return counts[["code_id", "speaker", "excerpts"]].astype(
        {"code_id": "string", "speaker": "string", "excerpts": "int64"}
    )


def support(
    table: pd.DataFrame,
    path: pd.DataFrame,
    *,
    low: Collection[str] = (),
    relations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What stands behind each code, nothing counted twice.

    Behind a code stands what speaks for it. What limits it, or is general (`grounds.beside`), is counted apart.

    Parameters
    ----------
    table : from `coded`; the columns speaker and direction may be left out.
    path : from `links.links` of the studies: one row (report, study), with report_id, study_id, intervention_id.
    low : report_id of the low-rated, from `sensitivity.low_rated`.
    relations : the table finding_excerpts.

    Returns
    -------
    DataFrame indexed by code_id, of counts: findings, quotations, reports, studies, interventions, low (reports that are
        low-rated; `sensitivity.verdicts` says how far the code rests on them), unreported (excerpts tied to no report), and,
        where the table says who speaks, speakers (parties, see `speakers`) and speakers_unsaid (excerpts that do not say who speaks),
        all of what stands behind the code; limits and general (excerpts that limit it, or are about several codes at once); and of
        all findings coded there, contrary (those to which another excerpt is contrary, in either direction) and limited (those that
        another limits)
        On what the reports and excerpts rest is in `grounds.counts`.
    """
    (code, names), (excerpt, excerpts), (report, reports) = (
        numbered(table[name]) for name in ("code_id", "excerpt_id", "report_id")
    )
    beside = grounds.beside(table).to_numpy(dtype=bool)
    rows = pd.DataFrame({"code": code, "excerpt": excerpt, "report": report})
    unique = rows[~rows[["code", "excerpt"]].duplicated()]
    kind, aside = table["kind"].array[unique.index], beside[unique.index]
    finding, quotation = (np.asarray(kind == one, dtype=bool) for one in ("finding", "quotation"))
    against, limited = (
        excerpts.isin(named)[unique["excerpt"]] for named in (_contradicted(relations), _limited(relations))
    )
    behind = rows.loc[(report >= 0) & ~beside, ["code", "report"]].drop_duplicates()
    leads = pd.DataFrame({"report": reports.get_indexer(path["report_id"])})
    leads["study"], leads["intervention"] = (
        pd.factorize(path[unit])[0] for unit in ("study_id", "intervention_id")
    )
    led = behind.merge(leads[leads["report"] >= 0], on="report")

    def count(codes: pd.Series) -> np.ndarray:
        return np.bincount(codes, minlength=len(names))

    def different(unit: str) -> np.ndarray:
        return count(led.loc[led[unit] >= 0, ["code", unit]].drop_duplicates()["code"])

    counts = pd.DataFrame(
        {
            "findings": count(unique["code"][finding & ~aside]),
            "quotations": count(unique["code"][quotation & ~aside]),
            "reports": count(behind["code"]),
            "studies": different("study"),
            "interventions": different("intervention"),
            "low": count(behind["code"][reports.isin(low)[behind["report"]]]),
            "contrary": count(unique["code"][finding & against]),
            "limited": count(unique["code"][finding & limited]),
            "unreported": count(unique["code"][(unique["report"] < 0).to_numpy() & ~aside]),
        }
        | {
            direction: count(unique["code"][_is(table, "direction", direction)[unique.index]])
            for direction in grounds.ASIDE
        },
        index=names.astype("string").rename("code_id"),
    )
    if "speaker" in table:
        counts["speakers"] = speakers(table[~beside])["code_id"].value_counts()
        unsaid = ~given(table["speaker"]) & ~table["speaker"].isin([NOT_APPLICABLE])
        silent = table[~beside & unsaid.to_numpy(dtype=bool)]
        counts["speakers_unsaid"] = silent.drop_duplicates(["code_id", "excerpt_id"])[
            "code_id"
        ].value_counts()
    return counts[count(code) > 0].sort_index().fillna(0).astype(int)


def _contradicted(relations: pd.DataFrame | None) -> pd.Series:
    """The excerpts that another one is contrary to."""
    if relations is None:
        return pd.Series(dtype="string")
    against = relations.loc[relations["relation"] == CONTRARY, ["finding_id", "excerpt_id"]]
    return pd.concat([against["finding_id"], against["excerpt_id"]])


def _limited(relations: pd.DataFrame | None) -> pd.Series:
    """The findings that another excerpt limits."""
    if relations is None:
        return pd.Series(dtype="string")
    return relations.loc[relations["relation"] == LIMITS, "finding_id"]


def _is(table: pd.DataFrame, column: str, value: str) -> np.ndarray:
    """Which rows hold a value; none where there is no such column."""
    if column not in table:
        return np.zeros(len(table), dtype=bool)
    return table[column].eq(value).fillna(False).to_numpy(dtype=bool)


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
        else supports, else limits, else is contrary to (``relation`` says which); one that bears on no finding there comes last, its
        finding_id missing. What else bears on a finding is in `related`.
    """
    nodes, rows = tree(codes, scheme=scheme), pd.Index(excerpts["excerpt_id"])
    given, *above = levels(nodes, codings, rows)
    given = given[~np.isin(given, np.concatenate([given[:0], *above]))]
    excerpt, code = np.divmod(given, max(len(nodes), 1))
    own = pd.DataFrame({"key": given, "code": code, "at": excerpt})
    of_finding = np.asarray(excerpts["kind"].array[excerpt] == "finding", dtype=bool)
    findings = own[of_finding]
    findings = findings.assign(finding=findings["at"], rank=0, row=-1)
    rank = {relation: at for at, relation in enumerate(RELATIONS, start=1)}
    bearing = pd.DataFrame(
        {
            "at": rows.get_indexer(relations["excerpt_id"]),
            "finding": rows.get_indexer(relations["finding_id"]),
            "rank": relations["relation"].map(rank).to_numpy(dtype=float, na_value=np.nan),
            "row": np.arange(len(relations)),
        }
    )
    beneath = own[~of_finding].merge(
        bearing[(bearing[["at", "finding"]] >= 0).all(axis=1)], on="at", how="left"
    )
    # Beside a finding of another code it is only named there.
    here = (beneath["finding"] * max(len(nodes), 1) + beneath["code"]).isin(findings["key"])
    beneath.loc[~here, ["finding", "rank", "row"]] = np.nan
    beneath = beneath.sort_values(["rank", "finding"]).drop_duplicates("key")
    table = pd.concat([findings, beneath], ignore_index=True)
    table = table.sort_values(["code", "finding", "rank", "at"], ignore_index=True)
    finding, row = (table[name].fillna(-1).to_numpy(dtype=int) for name in ("finding", "row"))
    return pd.DataFrame(
        {
            "code_id": nodes["code_id"].array.take(table["code"]),
            "finding_id": rows.array.take(finding, allow_fill=True),
            "excerpt_id": rows.array.take(table["at"]),
            "relation": relations["relation"].array.take(row, allow_fill=True),
        },
        dtype="string",
    )


def related(relations: pd.DataFrame) -> pd.DataFrame:
    """What bears on each excerpt, read from both sides.

    Parameters
    ----------
    relations : the table finding_excerpts.

    Returns
    -------
    DataFrame, one row (excerpt_id, other_id, relation), each once, in the order of the table
        relation, said of the excerpt: "illustrated", "supported", "limited" (by the other), "illustrates", "supports", "limits"
        (the other), or "contrary", which holds in both directions.
    """
    columns = ["excerpt_id", "other_id", "relation"]
    ahead = relations[["finding_id", "excerpt_id", "relation"]].set_axis(columns, axis=1)
    back = relations[["excerpt_id", "finding_id", "relation"]].set_axis(columns, axis=1)
    ahead = ahead.assign(
        relation=ahead["relation"].replace(
            {"illustrates": "illustrated", "supports": "supported", LIMITS: "limited"}
        )
    )
    return pd.concat([ahead, back]).sort_index(kind="stable").drop_duplicates(ignore_index=True)
