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
    DataFrame, one row (excerpt_id, code_id), each once, in the order of ``codings``
    """
    own, above = _levels(codes, codings)
    pairs = pd.MultiIndex.from_frame(own)
    return own[~pairs.isin(pd.MultiIndex.from_frame(above))].reset_index(drop=True)


def held(codes: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The codes that hold each excerpt: those that it was given, and every code above them; as `given`."""
    return pd.concat(_levels(codes, codings)).drop_duplicates().reset_index(drop=True)


def _levels(codes: pd.DataFrame, codings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pairs (excerpt_id, code_id) as they were given, and as they hold for the codes above."""
    parent = _parents(codes)
    own = codings.loc[codings["code_id"].isin(parent), ["excerpt_id", "code_id"]].drop_duplicates()
    above, level = [own.iloc[:0]], own
    while len(level):
        level = level.assign(code_id=level["code_id"].map(parent).astype("string"))
        level = level[level["code_id"].isin(parent)].drop_duplicates()
        above.append(level)
    return own, pd.concat(above).drop_duplicates()


def _parents(codes: pd.DataFrame) -> dict[str, str]:
    """The code above each; codes that the tree of their scheme does not reach are left out."""
    table = nodes(codes)
    return dict(zip(table["code_id"], table["parent_id"].fillna(NOT_APPLICABLE), strict=True))


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
    known = table[table["code_id"].isin(names)].drop_duplicates(["excerpt_id", "code_id"])
    code = pd.Index(names).get_indexer(known["code_id"])
    each = pd.DataFrame({"excerpt_id": known["excerpt_id"].to_numpy(), "code": code})
    of = np.bincount(code, minlength=len(names))
    both = each.merge(each, on="excerpt_id", suffixes=("_a", "_b"))
    both = both[both["code_a"] < both["code_b"]]
    key = both["code_a"] * len(names) + both["code_b"]
    both = both.assign(pair=key)[~key.isin(_related(codes, names))]
    links = both[["excerpt_id", "pair"]].merge(excerpt_reports[["excerpt_id", "report_id"]], on="excerpt_id")
    reports = links.drop_duplicates(["pair", "report_id"])["pair"].value_counts()
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
    met = pd.DataFrame({"x": rows.min(axis=1), "y": rows.max(axis=1)}, dtype="string")
    near = table[table["excerpt_id"].isin(met["x"]) | table["excerpt_id"].isin(met["y"])]
    each = near.merge(names[["code_id", "scheme"]], on="code_id")
    sides = met.merge(each, left_on="x", right_on="excerpt_id").merge(
        each, left_on=["y", "scheme"], right_on=["excerpt_id", "scheme"], suffixes=("_x", "_y")
    )
    has = pd.MultiIndex.from_frame(each[["excerpt_id", "code_id"]])
    both = sides["code_id_x"] == sides["code_id_y"]
    shared = [
        pd.MultiIndex.from_frame(sides[[excerpt, code]]).isin(has)
        for excerpt, code in (("x", "code_id_y"), ("y", "code_id_x"))
    ]
    sides = sides[(sides["x"] != sides["y"]) & (both | ~(shared[0] | shared[1]))]
    place = pd.Index(names["code_id"])
    at = np.sort([place.get_indexer(sides["code_id_x"]), place.get_indexer(sides["code_id_y"])], axis=0)
    above = np.isin(at[0] * len(names) + at[1], _related(codes, names["code_id"]))
    unique = sides[["x", "y"]].assign(a=at[0], b=np.where(above, at[0], at[1])).drop_duplicates()
    size = unique.groupby(["a", "b"]).size().sort_values(ascending=False, kind="stable")
    code = names["code_id"].to_numpy()
    found = size.index.to_frame(index=False).astype(int)
    return pd.DataFrame({"a": code[found["a"]], "b": code[found["b"]], "contrary": size.to_numpy()})
