"""The rules of codes that meet: which codes were given to the same excerpts, and which hold findings contrary to each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.themes import coding


def nodes(codes: pd.DataFrame) -> pd.DataFrame:
    """The codes of every scheme as `coding.tree` has them, scheme after scheme."""
    trees = [coding.tree(codes, scheme=scheme) for scheme in dict.fromkeys(codes["scheme"])]
    return pd.concat([tree for tree in trees if len(tree)] or [coding.tree(codes, scheme="")]).reset_index(
        drop=True
    )


def given(codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The codes that each excerpt was given, by whichever coder.

    Where an excerpt has a code and one above it, as when one coder gave themes and another their subthemes, the one
    below alone counts: it says what the other says, and more.

    Returns
    -------
    DataFrame, one row (excerpt_id, code_id), each once, in the order of ``codings``; both are categories, the codes in the
        order of `nodes`
    """
    every, names, (own, *above) = _levels(codes, codings)
    return _named(own[~np.isin(own, np.concatenate([own[:0], *above]))], every, names)


def held(codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The codes that hold each excerpt: those that it was given, and every code above them; as `given`."""
    every, names, levels = _levels(codes, codings)
    return _named(pd.unique(np.concatenate(levels)), every, names)


def _levels(codes: pd.DataFrame, codings: pd.DataFrame) -> tuple[pd.DataFrame, pd.Index, list[np.ndarray]]:
    """The codes of all schemes, the excerpts that are coded, and their pairs (`coding.levels`)."""
    every, names = nodes(codes), pd.Index(codings["excerpt_id"].astype("string").unique())
    return every, names, coding.levels(every, codings, names)


def _named(pairs_: np.ndarray, every: pd.DataFrame, names: pd.Index) -> pd.DataFrame:
    excerpt, code = np.divmod(pairs_, max(len(every), 1))
    return pd.DataFrame(
        {
            "excerpt_id": pd.Categorical.from_codes(excerpt, names),
            "code_id": pd.Categorical.from_codes(code, every["code_id"].astype("string")),
        }
    )


def _parents(codes: pd.DataFrame) -> dict[str, str]:
    """The code above each; codes that the tree of their scheme does not reach are left out."""
    table = nodes(codes)
    return dict(zip(table["code_id"], table["parent_id"].fillna(NOT_APPLICABLE), strict=True))


def upper(every: pd.DataFrame) -> dict[str, str]:
    """The code of the upper two levels that each code counts under: itself, or the subtheme above it; ``every`` is from `nodes`."""
    found: dict[str, str] = {}
    for row in every.itertuples():  # a code stands after those above it
        found[row.code_id] = row.code_id if row.depth < 2 else found[row.parent_id]
    return found


def behind(table: pd.DataFrame, excerpt_reports: pd.DataFrame) -> pd.DataFrame:
    """How much there is under each code: DataFrame indexed by code_id, in the order of its categories: excerpts, reports (int).

    ``table`` is from `held`; an excerpt that is tied to no report adds none of them.
    """
    (code, codes), (excerpt, excerpts) = (coding.numbered(table[name]) for name in ("code_id", "excerpt_id"))
    rows = pd.DataFrame({"code": code, "excerpt": excerpt})
    tied = rows.merge(_links(excerpt_reports, excerpts), on="excerpt")[["code", "report"]].drop_duplicates()
    return pd.DataFrame(
        {
            name: np.bincount(own["code"], minlength=len(codes))
            for name, own in (("excerpts", rows), ("reports", tied))
        },
        index=codes.rename("code_id"),
    )


def _links(excerpt_reports: pd.DataFrame, excerpts: pd.Index) -> pd.DataFrame:
    """The reports of excerpts, both by number; ``excerpt`` is the place in ``excerpts``."""
    links = pd.DataFrame(
        {
            "excerpt": excerpts.get_indexer(excerpt_reports["excerpt_id"]),
            "report": pd.factorize(excerpt_reports["report_id"], use_na_sentinel=False)[0],
        }
    )
    return links[links["excerpt"] >= 0]


def pairs(table: pd.DataFrame, codes: pd.DataFrame, excerpt_reports: pd.DataFrame) -> pd.DataFrame:
    """Which codes share excerpts, within a scheme and across schemes; a code and one above it are never a pair.

    Parameters
    ----------
    table : one row (excerpt_id, code_id), from `given` or `held`.
    codes, excerpt_reports : the tables.

    Returns
    -------
    DataFrame, one row a pair that shares an excerpt: a, b, excerpts, reports, of_a, of_b, jaccard
        ``a`` stands before ``b`` in `nodes`. ``excerpts`` have both codes, each counted once; they come from
        ``reports`` (an excerpt that is tied to no report adds none). ``of_a`` and ``of_b`` excerpts have the one and
        the other code; ``jaccard`` is the share of the excerpts with either that have both, 0 to 1. Most excerpts
        first; of equals the larger share, then the order of `nodes`.
    """
    names = nodes(codes)["code_id"]
    excerpt, excerpts = coding.numbered(table["excerpt_id"])
    each = pd.DataFrame({"excerpt": excerpt, "code": _places(table["code_id"], names)})
    each = each[each["code"] >= 0].drop_duplicates()
    of = np.bincount(each["code"], minlength=len(names))
    both = each.merge(each, on="excerpt", suffixes=("_a", "_b"))
    both = both[both["code_a"] < both["code_b"]]
    both = both.assign(pair=both["code_a"] * len(names) + both["code_b"])
    both = both[~both["pair"].isin(_related(codes, names))]
    links = both[["excerpt", "pair"]].merge(_links(excerpt_reports, excerpts), on="excerpt")
    reports = links.drop_duplicates(["pair", "report"])["pair"].value_counts()
    shared = both["pair"].value_counts().sort_index()
    a, b = np.divmod(shared.index.to_numpy(dtype=int), max(len(names), 1))
    found = pd.DataFrame(
        {
            "a": names.to_numpy()[a],
            "b": names.to_numpy()[b],
            "excerpts": shared.to_numpy(),
            "reports": reports.reindex(shared.index, fill_value=0).to_numpy(),
            "of_a": of[a],
            "of_b": of[b],
        }
    )
    found["jaccard"] = found["excerpts"] / (found["of_a"] + found["of_b"] - found["excerpts"])
    return found.sort_values(["excerpts", "jaccard"], ascending=False, kind="stable").reset_index(drop=True)


def _places(code_ids: pd.Series, names: pd.Series) -> np.ndarray:
    """Where codes stand among ``names``, -1 those that do not."""
    number, known = coding.numbered(code_ids)
    return np.append(pd.Index(names).get_indexer(known), -1)[number]


def _related(codes: pd.DataFrame, names: pd.Series) -> list[int]:
    """The pairs of a code and one above it, each as one number (the place of the first times their number, plus the other)."""
    at, parent = {name: place for place, name in enumerate(names)}, _parents(codes)
    keys = []
    for name in names:
        above = parent[name]
        while above in at:
            keys.append(at[above] * len(names) + at[name])  # a code stands after those above it
            above = parent[above]
    return keys


def contrary(table: pd.DataFrame, codes: pd.DataFrame, finding_excerpts: pd.DataFrame) -> pd.DataFrame:
    """Which codes of one scheme hold excerpts that are contrary to each other.

    Parameters
    ----------
    table : one row (excerpt_id, code_id), from `given` or `held`.
    codes, finding_excerpts : the tables; "contrary" holds in both directions, so that two rows may say the same.

    Returns
    -------
    DataFrame, one row a pair: a, b, contrary
        ``contrary`` counts the pairs of excerpts, one with the code ``a`` and the other with ``b``, that are contrary
        to each other. Both codes are the same where both excerpts have it, or one has it and the other a code below
        it; such a pair says nothing of the other codes of the two. Most first, then the order of `nodes`.
    """
    names = nodes(codes)
    rows = finding_excerpts.loc[finding_excerpts["relation"] == coding.CONTRARY, ["finding_id", "excerpt_id"]]
    excerpt, excerpts = coding.numbered(table["excerpt_id"])
    pair = np.sort([excerpts.get_indexer(rows[column]) for column in rows], axis=0)
    met = pd.DataFrame({"x": pair[0], "y": pair[1]})[(pair[0] >= 0) & (pair[0] != pair[1])]
    each = pd.DataFrame({"excerpt": excerpt, "code": _places(table["code_id"], names["code_id"])})
    each = each[each["excerpt"].isin(pair.ravel()) & (each["code"] >= 0)]
    each = each.assign(scheme=pd.factorize(names["scheme"])[0][each["code"]])
    sides = met.merge(each, left_on="x", right_on="excerpt").merge(
        each, left_on=["y", "scheme"], right_on=["excerpt", "scheme"], suffixes=("_x", "_y")
    )
    has = each["excerpt"] * len(names) + each["code"]
    both = sides["code_x"] == sides["code_y"]
    shared = [
        (sides[excerpt_] * len(names) + sides[code]).isin(has)
        for excerpt_, code in (("x", "code_y"), ("y", "code_x"))
    ]
    sides = sides[both | ~(shared[0] | shared[1])]
    at = np.sort([sides["code_x"], sides["code_y"]], axis=0)
    above = np.isin(at[0] * len(names) + at[1], _related(codes, names["code_id"]))
    unique = sides[["x", "y"]].assign(a=at[0], b=np.where(above, at[0], at[1])).drop_duplicates()
    size = unique.groupby(["a", "b"]).size().sort_values(ascending=False, kind="stable")
    code = names["code_id"].to_numpy()
    found = size.index.to_frame(index=False).astype(int)
    return pd.DataFrame({"a": code[found["a"]], "b": code[found["b"]], "contrary": size.to_numpy()})
