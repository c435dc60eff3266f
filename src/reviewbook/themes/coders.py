"""The rules of double coding: how far coders gave the same codes, to the same excerpts and to the same passages.

Who is compared. Coders answer one question only where they code on one level of a scheme (themes with themes, subthemes with
subthemes), so two coders are compared on a level on which both gave codes. There, a code also counts as given where the same coder
gave one below it, as in `reviewbook.themes.coding.coded`. A coder who gave only codes of a deeper level is not compared with one who gave
only those above: that would count the tree, and nobody's judgement. The coder "consensus" settles a difference and is never compared
with anybody; where a coder's name is not reported, nobody knows whose codes they are, and they are left out.

What is compared. On excerpts: of the excerpts that both coded on the level, whether each of them gave the code (Cohen's kappa and
the other figures of `reviewbook.agreement`). Coders who mark passages themselves seldom mark the same ones; then the characters
count: of the documents that both coded on the level, which characters each of them gave the code. Characters next to each other
are not judged one by one, so kappa over characters has no interval; that over excerpts and codes together takes each excerpt and
code as a judgement of its own, and its interval is, if anything, too narrow.

A code that neither of two coders gave where they can be compared is left out: counting it as agreement would let them agree the
more, the more codes there are that nobody uses.

Where a code is rare, or hardly ever absent, kappa is low although coders agree nearly always (Feinstein and Cicchetti 1990, J Clin
Epidemiol 43:543): such a row carries a caution, and PABAK and AC1 say more there. Kappa counts as low below 0.41 (less than moderate:
Landis and Koch 1977, Biometrics 33:159), agreement as high from 80 % (McHugh 2012, Biochem Med 22:276).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from reviewbook import agreement
from reviewbook.agreement import COEFFICIENTS, CONFLICT, CONSENSUS
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.themes.coding import schemes, tree

LOW_KAPPA, HIGH_PERCENT = 0.41, 80
ONLY_A, ONLY_B, BOUNDARIES = "only_a", "only_b", "boundaries"
NO_LENGTH = "the length of a document is not charted: kappa needs the characters that nobody coded"
TOO_LONG = "a passage ends beyond the length charted of its document: kappa cannot be computed"
SHARED, PAIR = ["depth", "excerpt_id", "code_id"], ["depth", "coder_a", "coder_b"]
COUNTS = ["both", "only_a", "only_b", "neither"]
CHARACTERS = ["characters_a", "characters_b", "both", "either"]
SHARES = {
    "jaccard": "either",
    "share_a": "characters_a",
    "share_b": "characters_b",
}  # what each is a share of


def given(codes: pd.DataFrame, codings: pd.DataFrame, *, scheme: str) -> pd.DataFrame:
    """Which codes each coder gave each excerpt, on every level on which that coder gave codes.

    Returns
    -------
    DataFrame, one row (depth, excerpt_id, code_id, coder), in the order of levels, of codings.csv and of the tree
        ``depth`` is that of the code, 0 at the top. A code also counts as given where one below it was. The coder "consensus" is
        there on every level.
    """
    nodes = tree(codes, scheme=scheme)
    index = pd.Index(nodes["code_id"])
    parent, depth = index.get_indexer(nodes["parent_id"].fillna(NOT_APPLICABLE)), nodes["depth"].to_numpy(int)
    code = index.get_indexer(codings["code_id"])
    kept = (code >= 0) & (codings["coder"].notna() & ~codings["coder"].isin(NOTHING)).to_numpy(dtype=bool)
    excerpt, excerpts = pd.factorize(codings.loc[kept, "excerpt_id"])
    coder, names = pd.factorize(codings.loc[kept, "coder"], sort=True)
    code = code[kept]
    # A coder stands on the levels of the codes that this coder gave, not on those that follow from them.
    stands = np.zeros((depth.max(initial=0) + 1, len(names)), dtype=bool)
    stands[depth[code], coder] = True
    stands[:, names == CONSENSUS] = True
    # One whole number a row: rows given twice fall together, and stand in their order.
    sizes = (len(stands), max(len(excerpts), 1), max(len(nodes), 1), max(len(names), 1))
    every = []
    while len(code):
        every.append(np.ravel_multi_index((depth[code], excerpt, code, coder), sizes))
        below = parent[code] >= 0
        excerpt, code, coder = excerpt[below], parent[code][below], coder[below]
    at, excerpt, code, coder = np.unravel_index(np.unique(np.concatenate([np.empty(0, int), *every])), sizes)
    there = stands[at, coder] if len(at) else np.empty(0, bool)
    return pd.DataFrame(
        {
            "depth": at[there],
            "excerpt_id": excerpts.take(excerpt[there]).array,
            "code_id": index.take(code[there]).array,
            "coder": names.take(coder[there]).array,
        }
    )


def levels(codes: pd.DataFrame, codings: pd.DataFrame, *, scheme: str) -> pd.DataFrame:
    """Who gave codes on which level of a scheme: says why coders cannot be compared, where they cannot.

    Returns
    -------
    DataFrame, one row (depth, coder), without "consensus": excerpts (how many that coder coded on the level)
    """
    own = given(codes, codings, scheme=scheme)
    own = own[own["coder"] != CONSENSUS]
    return own.groupby(["depth", "coder"])["excerpt_id"].nunique().rename("excerpts").reset_index()


# --- on excerpts


def agreed(codes: pd.DataFrame, codings: pd.DataFrame, *, scheme: str) -> pd.DataFrame:
    """Agreement between coders on the excerpts that they share, over all codes and code by code.

    Returns
    -------
    DataFrame, one row (depth, coders, code_id): for each level and each pair of coders that share an excerpt there, first a row of
    all codes (``code_id`` missing), where a unit is an excerpt with a code, then the codes that one of them gave, in the order of
    the tree; on a level with more than two coders the same rows for all of them together
        - coders: "AA and BB", or "all 3"; coder_a, coder_b: the pair, missing in the rows for all
        - excerpts: coded by both on the level; in the rows for all, by two coders or more
        - alone_a, alone_b: excerpts that only one of the two coded on the level
        - units; both, only_a, only_b, neither: units to which they gave the code (missing in the rows for all)
        - agreed, percent, kappa, pabak, ac1, alpha, their intervals, kappa_kind and note: as `agreement.between` gives them
        - caution: "rare" or "common" where kappa is low though agreement is high, because hardly any excerpt has the code, or
          hardly any lacks it; else missing
    """
    table = given(codes, codings, scheme=scheme)
    table = table[table["coder"] != CONSENSUS]
    nodes = pd.Index(tree(codes, scheme=scheme)["code_id"])
    rows = [
        {"depth": depth} | row for depth, level in table.groupby("depth") for row in _compared(level, nodes)
    ]
    kinds = {
        "string": ["coders", "coder_a", "coder_b", "code_id", "kappa_kind", "note", "caution"],
        "Int64": ["depth", "excerpts", "alone_a", "alone_b", "units", *COUNTS, "agreed"],
        "Float64": ["percent", "percent_low", "percent_high", *COEFFICIENTS],
    }
    columns = ["depth", "coders", "coder_a", "coder_b", "code_id", "excerpts", "alone_a", "alone_b", "units"]
    columns += [*COUNTS, "agreed", "percent", "percent_low", "percent_high", *COEFFICIENTS]
    columns += ["kappa_kind", "note", "caution"]
    types = {name: kind for kind, names in kinds.items() for name in names}
    return pd.DataFrame(rows, columns=columns).astype(types)


def _compared(level: pd.DataFrame, nodes: pd.Index) -> Iterator[dict]:
    """The rows of one level: each pair of coders, then all of them."""
    coder, names = pd.factorize(level["coder"], sort=True)
    ids = pd.DataFrame(
        {
            "excerpt": pd.factorize(level["excerpt_id"])[0],
            "code": nodes.get_indexer(level["code_id"]),
            "coder": coder,
        }
    )
    members = ids[["excerpt", "coder"]].drop_duplicates()
    pairs = members.merge(members, on="excerpt", suffixes=("_a", "_b"))
    pairs = pairs[pairs["coder_a"] < pairs["coder_b"]]
    shared = pairs.groupby(["coder_a", "coder_b"]).size()
    of_coder = members["coder"].value_counts()
    sides = [
        pairs.merge(ids.rename(columns={"coder": side}), on=["excerpt", side])
        for side in ("coder_a", "coder_b")
    ]
    crossed = sides[0].merge(sides[1], how="outer", indicator="gave")
    counts = crossed.groupby(["coder_a", "coder_b", "code", crossed["gave"].astype("string")]).size()
    counts = counts.unstack("gave", fill_value=0)
    counts = counts.reindex(columns=["both", "left_only", "right_only"], fill_value=0)
    for (a, b), excerpts in shared.items():
        own = counts.loc[(a, b)].to_numpy()
        about = {"coders": f"{names[a]} and {names[b]}", "coder_a": names[a], "coder_b": names[b]}
        about |= {"excerpts": excerpts, "alone_a": of_coder[a] - excerpts, "alone_b": of_coder[b] - excerpts}
        for code, three, times in [
            (None, own.sum(axis=0), len(own)),
            *((nodes[at], line, 1) for at, line in zip(counts.loc[(a, b)].index, own, strict=True)),
        ]:
            four = [*map(int, three), int(excerpts * times - three.sum())]
            yield about | {"code_id": code} | dict(zip(COUNTS, four, strict=True)) | _of_two(four)
    if len(names) > 2 and len(shared):
        yield from _all_together(ids, members, nodes, len(names))


def _all_together(ids: pd.DataFrame, members: pd.DataFrame, nodes: pd.Index, coders: int) -> Iterator[dict]:
    """The rows of all coders of a level: over all codes, then code by code."""
    judged_by = members["excerpt"].value_counts()
    judged_by = judged_by[judged_by > 1]
    of_size = judged_by.value_counts()  # how many excerpts so many coders coded
    own = ids[ids["excerpt"].isin(judged_by.index)]
    times = own.groupby(["code", "excerpt"]).size().rename("given").reset_index()
    times["coders"] = times["excerpt"].map(judged_by)
    patterns = times.groupby(["code", "coders", "given"]).size()
    about = {"coders": f"all {coders}", "excerpts": int(of_size.sum())}
    by_code = {code: one.droplevel("code") for code, one in patterns.groupby(level="code")}
    whole = patterns.groupby(level=["coders", "given"]).sum()
    for code, had, of in [
        (None, whole, of_size * len(by_code)),
        *((nodes[code], had, of_size) for code, had in by_code.items()),
    ]:
        nobody = of - had.groupby(level="coders").sum().reindex(of.index, fill_value=0)
        rows = [(size, 0, n) for size, n in nobody.items()] + [(*key, n) for key, n in had.items()]
        size, gave, n = np.array(rows, dtype=np.int64).T
        figures = agreement.of_several(np.column_stack([gave, size - gave]), n)
        yield about | {"code_id": code} | _explained(figures, (gave @ n) / (size @ n))


def _of_two(counts: Sequence[int]) -> dict:
    """The figures of two coders, from the units that both, only one or the other, or neither gave the code."""
    both, only_a, only_b, neither = counts
    figures = agreement.of_two(np.array([[both, only_a], [only_b, neither]]))
    return _explained(figures, (2 * both + only_a + only_b) / (2 * sum(counts)))


def _explained(figures: dict, prevalence: float) -> dict:
    low = figures["kappa"] is not None and figures["kappa"] < LOW_KAPPA and figures["percent"] >= HIGH_PERCENT
    caution = ("rare" if prevalence < 0.5 else "common") if low else None
    return figures | {"caution": caution}


def conflicts(codes: pd.DataFrame, codings: pd.DataFrame, *, scheme: str) -> pd.DataFrame:
    """Every excerpt to which coders of one level gave different codes: those still open, and those settled by consensus.

    Returns
    -------
    DataFrame, one row (depth, excerpt_id, coder, code_id): by_all, how
        Every code of the level that each coder gave the excerpt; ``by_all`` says whether all who coded it on the level gave it.
        ``how`` is "consensus" where the coder "consensus" coded the excerpt, on whatever level of the scheme, else "conflict". The
        codes of the consensus come last, one row with ``code_id`` missing where it gave none of this level.
    """
    table = given(codes, codings, scheme=scheme)
    settles = (table["coder"] == CONSENSUS).to_numpy(dtype=bool)
    said = table[~settles].copy()
    on = ["depth", "excerpt_id"]
    coders = said.groupby(on)["coder"].transform("nunique")
    said["by_all"] = said.groupby(SHARED)["coder"].transform("size") == coders
    contested = said[~said.groupby(on)["by_all"].transform("all")]
    contested = contested.assign(at=contested.groupby(on, sort=False).ngroup())
    settled = contested["excerpt_id"].isin(table.loc[settles, "excerpt_id"])
    ended = contested.loc[settled, [*on, "at"]].drop_duplicates()
    ended = ended.merge(table[settles], on=on, how="left").assign(coder=CONSENSUS)
    given_by_all = pd.MultiIndex.from_frame(contested.loc[contested["by_all"], SHARED])
    ended["by_all"] = pd.MultiIndex.from_frame(ended[SHARED]).isin(given_by_all)
    out = pd.concat([contested, ended], ignore_index=True)
    out["how"] = np.where(out["at"].isin(ended["at"]), CONSENSUS, CONFLICT)
    last = (out["coder"] == CONSENSUS).to_numpy(dtype=bool)
    out = out.iloc[np.lexsort((pd.factorize(out["coder"], sort=True)[0], last, out["at"]))]
    out = out.astype({"coder": "string", "code_id": "string", "by_all": "bool", "how": "string"})
    return out.reset_index(drop=True)[[*on, "coder", "code_id", "by_all", "how"]]


# --- on passages


def _marked(
    codes: pd.DataFrame, codings: pd.DataFrame, excerpts: pd.DataFrame, *, scheme: str
) -> pd.DataFrame:
    """Where in documents each coder gave each code: one row (depth, excerpt_id, code_id, coder), with document_id, start, end."""
    placed = excerpts[["excerpt_id", "document_id", "start", "end"]].dropna()
    placed = placed[~placed["document_id"].isin(NOTHING)].astype({"start": "int64", "end": "int64"})
    table = given(codes, codings, scheme=scheme)
    table = table[table["coder"] != CONSENSUS]
    return table.merge(placed[placed["start"] < placed["end"]], on="excerpt_id")


def _runs(ranges: pd.DataFrame, keys: list[str], *, touching: bool) -> np.ndarray:
    """A number for each range, the same for those of the same keys that overlap, also by way of others between them.

    Parameters
    ----------
    ranges : sorted by ``keys``, then start.
    touching : whether a range that begins where another ends belongs to it.
    """
    group = ranges.groupby(keys, sort=False).ngroup().to_numpy()
    # Ranks in place of positions: however far a position lies, its number and that of its group fit one whole number.
    ranks = np.unique(ranges[["start", "end"]].to_numpy(), return_inverse=True)[1].reshape(-1, 2)
    ranks = ranks + (group * (ranks.max(initial=0) + 2))[:, None]
    reach = np.maximum.accumulate(ranks[:, 1])
    begins = ranks[1:, 0] > reach[:-1] if touching else ranks[1:, 0] >= reach[:-1]
    return np.cumsum(np.append(np.zeros(min(len(ranges), 1), bool), begins))


def _joined(ranges: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Ranges of the same keys that overlap or touch, as one: one row a range, keys, start, end."""
    ordered = ranges.sort_values([*keys, "start", "end"], kind="stable")
    run = _runs(ordered, keys, touching=True)
    out = ordered.groupby(run).agg(dict.fromkeys(keys, "first") | {"start": "min", "end": "max"})
    return out.reset_index(drop=True)


def _by_pair(marked: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The documents that two coders share on a level, and their ranges there.

    Returns
    -------
    DataFrame, one row (depth, coder_a, coder_b, document_id); DataFrame, one row a range of one of the two, ``coder``, those of the
    same coder and code that overlap or touch as one.
    """
    ranges = _joined(marked, ["depth", "coder", "code_id", "document_id"])
    worked = marked[["depth", "document_id", "coder"]].drop_duplicates()
    pairs = worked.merge(worked, on=["depth", "document_id"], suffixes=("_a", "_b"))
    pairs = pairs[(pairs["coder_a"] < pairs["coder_b"]).to_numpy(dtype=bool)]
    pairs = pairs.sort_values([*PAIR, "document_id"])[[*PAIR, "document_id"]]
    sides = [
        pairs.merge(ranges.rename(columns={"coder": side}), on=["depth", side, "document_id"]).assign(
            side=side
        )
        for side in ("coder_a", "coder_b")
    ]
    return pairs, pd.concat(sides, ignore_index=True)


def overlap(
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    excerpts: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    scheme: str,
) -> pd.DataFrame:
    """How far two coders gave a code to the same characters of a document that both coded on its level.

    Returns
    -------
    DataFrame, one row (depth, coder_a, coder_b, code_id, document_id), where one of the two gave the code, codes in the order of
    the tree
        - characters_a, characters_b: characters that each gave the code, each once however many passages it stands in
        - both, either: by both, by at least one of them
        - jaccard, share_a, share_b: ``both`` as a share of ``either``, and of what each gave the code (0 to 1; missing where that
          is nothing)
        - characters: length of the document; missing where it is not charted
    """
    return _overlaps(codes, codings, excerpts, documents, scheme=scheme)[0]


def overlap_by_code(
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    excerpts: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    scheme: str,
) -> pd.DataFrame:
    """How far two coders gave each code to the same characters, over all documents that both coded on its level.

    Returns
    -------
    DataFrame, one row (depth, coder_a, coder_b, code_id), for each pair first one of all codes (``code_id`` missing), which adds
    up those of the codes: documents (that both coded on the level), and the columns of `overlap` and `with_kappa`. ``characters`` is
    the length of these documents, whether or not one has the code.
    """
    single, shared = _overlaps(codes, codings, excerpts, documents, scheme=scheme)
    if single.empty:
        return with_kappa(single.rename(columns={"document_id": "documents"}).astype({"documents": "Int64"}))
    lengths = shared.groupby(PAIR)["characters"].agg(["size", lambda of: of.sum(skipna=False)])
    lengths.columns = ["documents", "characters"]
    by_code = single.groupby([*PAIR, "code_id"], sort=False)[CHARACTERS].sum().reset_index()
    by_code = by_code.join(lengths, on=PAIR)
    # Over all codes, each character is judged once for each code.
    whole = by_code.groupby(PAIR, sort=False)[[*CHARACTERS, "characters"]]
    whole = whole.agg(lambda of: of.sum(skipna=False)).reset_index().join(lengths["documents"], on=PAIR)
    parts = pd.concat([whole.assign(code_id=pd.NA), by_code]).astype({"code_id": "string"})
    parts = parts.sort_values(PAIR, kind="stable", ignore_index=True)
    return with_kappa(_shares(parts)[[*PAIR, "code_id", "documents", *CHARACTERS, *SHARES, "characters"]])


def _overlaps(codes, codings, excerpts, documents, *, scheme) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of `overlap`; and the documents that two coders share on a level, with their length."""
    pairs, ranges = _by_pair(_marked(codes, codings, excerpts, scheme=scheme))
    length = documents.set_index("document_id")["characters"].astype("Int64")
    pairs = pairs.join(length, on="document_id")
    key = [*PAIR, "code_id", "document_id"]
    ranges["size"] = ranges["end"] - ranges["start"]
    sizes = ranges.groupby([*key, "side"])["size"].sum().unstack("side", fill_value=0)
    sizes = sizes.reindex(columns=["coder_a", "coder_b"], fill_value=0)
    every = _joined(ranges, key)
    out = pd.DataFrame({"characters_a": sizes["coder_a"], "characters_b": sizes["coder_b"]})
    out["either"] = (every["end"] - every["start"]).groupby([every[name] for name in key]).sum()
    out["both"] = out["characters_a"] + out["characters_b"] - out["either"]
    out = out.astype("Int64").reset_index().join(length, on="document_id")
    place = {code: at for at, code in enumerate(tree(codes, scheme=scheme)["code_id"])}
    out = out.sort_values(key, key=lambda part: part.map(place) if part.name == "code_id" else part)
    return _shares(out.reset_index(drop=True))[[*key, *CHARACTERS, *SHARES, "characters"]], pairs


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with what both gave the code as a share of what either, one and the other gave it."""
    out = table.copy()
    for name, of in SHARES.items():
        whole = out[of].astype("Float64")
        out[name] = out["both"] / whole.mask(whole == 0)
    return out


def with_kappa(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of `overlap` with Cohen's kappa over characters: apart, as it takes long for hundreds of thousands of rows.

    Returns
    -------
    DataFrame, the rows with kappa and note; kappa is missing where the length of a document is not charted, where a passage ends
    beyond it, and where one answer was given throughout: note says which
    """
    kappas, notes = [], []
    for row in table[[*CHARACTERS, "characters"]].itertuples(index=False):
        kappa = note = None
        if pd.isna(row.characters):
            note = NO_LENGTH
        elif row.characters < row.either:
            note = TOO_LONG
        else:
            only = [row.characters_a - row.both, row.characters_b - row.both]
            kappa, _ = agreement.cohen(
                np.array([[row.both, only[0]], [only[1], row.characters - row.either]])
            )
            note = agreement.ONE_ANSWER if kappa is None else None
        kappas.append(kappa)
        notes.append(note)
    return table.assign(kappa=pd.array(kappas, "Float64"), note=pd.array(notes, "string"))


def differing(
    codes: pd.DataFrame, codings: pd.DataFrame, excerpts: pd.DataFrame, *, scheme: str
) -> pd.DataFrame:
    """Every passage of a document that two coders share to which they did not give a code alike.

    Returns
    -------
    DataFrame, one row a passage, in the order of levels, coders, the tree, documents and places
        depth, coder_a, coder_b, code_id, document_id; start, end; kind; places_a, places_b; excerpt_id
        ``kind`` is "only_a" or "only_b" where one of the two gave the code there and the other to nothing of it; "boundaries" where
        both did, but not to the same characters. ``start`` and ``end`` are the outermost of both; the places of each are written
        "39-94, 101-120" (characters before it - up to its end), missing where there is none. ``excerpt_id`` is the first excerpt
        that begins there.
    """
    marked = _marked(codes, codings, excerpts, scheme=scheme)
    _, ranges = _by_pair(marked)
    key = [*PAIR, "code_id", "document_id"]
    place = {code: at for at, code in enumerate(tree(codes, scheme=scheme)["code_id"])}
    ranges["at"] = ranges["code_id"].map(place)
    ranges = ranges.sort_values([*PAIR, "at", "document_id", "start", "end", "side"], ignore_index=True)
    ranges["run"] = _runs(ranges, key, touching=False)
    ranges["places"] = ranges["start"].astype("string") + "-" + ranges["end"].astype("string")
    of_run = ranges.groupby("run")
    alike = (of_run["side"].nunique() == 2) & (of_run["places"].nunique() == 1)
    ranges = ranges[~ranges["run"].map(alike).to_numpy(dtype=bool)]
    out = ranges.groupby("run").agg(dict.fromkeys(key, "first") | {"start": "min", "end": "max"})
    for name, side in (("places_a", "coder_a"), ("places_b", "coder_b")):
        out[name] = ranges[ranges["side"] == side].groupby("run")["places"].agg(", ".join)
    kinds = np.select([out["places_b"].isna(), out["places_a"].isna()], [ONLY_A, ONLY_B], default=BOUNDARIES)
    out["kind"] = pd.array(kinds, "string")
    begins = marked[["depth", "coder", "code_id", "document_id", "start", "excerpt_id"]]
    begins = begins.drop_duplicates(begins.columns[:-1])
    first = [
        out.merge(
            begins.rename(columns={"coder": side}),
            on=["depth", side, "code_id", "document_id", "start"],
            how="left",
        )["excerpt_id"]
        for side in ("coder_a", "coder_b")
    ]
    out = out.reset_index(drop=True).assign(excerpt_id=first[0].fillna(first[1]).array)
    out = out.astype(dict.fromkeys(("places_a", "places_b", "excerpt_id"), "string"))
    return out[[*key, "start", "end", "kind", "places_a", "places_b", "excerpt_id"]]


# --- in a few numbers


def summary(codes: pd.DataFrame, codings: pd.DataFrame, *, which: str) -> dict[str, int | float | None]:
    """What the tables of two coders come to, in numbers that a sentence can carry.

    Parameters
    ----------
    which : as in `coding.schemes`.

    Returns
    -------
    dict of plain values
        n_coders: who gave codes, without "consensus"; n_excerpts: excerpts that one of them coded, n_shared: on a level that two
        of them coded; n_comparisons: pairs of coders that share excerpts on a level, counted level by level;
        percent_lowest, percent_highest, kappa_lowest, kappa_highest: over all codes, of these comparisons, None where there is
        none; n_conflicts, n_conflicts_open: excerpts that got different codes on a level, counted level by level, and those that
        no consensus settled
    """
    coders, coded, shared = set(), set(), set()
    compared, differ = [], []
    for scheme in schemes(codes, which):
        own = given(codes, codings, scheme=scheme)
        own = own[own["coder"] != CONSENSUS]
        coders |= set(own["coder"])
        coded |= set(own["excerpt_id"])
        several = own.groupby(["depth", "excerpt_id"])["coder"].nunique()
        shared |= set(several[several > 1].index.get_level_values("excerpt_id"))
        figures = agreed(codes, codings, scheme=scheme)
        compared.append(figures[figures["code_id"].isna() & figures["coder_a"].notna()])
        differ.append(conflicts(codes, codings, scheme=scheme).drop_duplicates(["depth", "excerpt_id"]))
    values: dict[str, int | float | None] = {
        "n_coders": len(coders),
        "n_excerpts": len(coded),
        "n_shared": len(shared),
    }
    values["n_comparisons"] = sum(map(len, compared))
    for name in ("percent", "kappa"):
        every = [float(value) for own in compared for value in own[name].dropna()]
        values |= {f"{name}_lowest": min(every, default=None), f"{name}_highest": max(every, default=None)}
    values["n_conflicts"] = sum(map(len, differ))
    values["n_conflicts_open"] = sum(int((own["how"] == CONFLICT).sum()) for own in differ)
    return values
