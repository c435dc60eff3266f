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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewbook import agreement
from reviewbook.agreement import COEFFICIENTS, CONFLICT, CONSENSUS
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.themes.coding import tree

LOW_KAPPA, HIGH_PERCENT = 0.41, 80
ONLY_A, ONLY_B, BOUNDARIES = "only_a", "only_b", "boundaries"
NO_LENGTH = "the length of a document is not charted yet: kappa needs the characters that nobody marked"
TOO_LONG = "a passage ends beyond the given length of its document: kappa cannot be computed"
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
        there on every level. The names are categories: excerpts as codings.csv has them, codes in the order of the tree,
        coders of the scheme by name; the other rules work with their numbers.
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
            "excerpt_id": pd.Categorical.from_codes(excerpt[there], excerpts),
            "code_id": pd.Categorical.from_codes(code[there], index),
            "coder": pd.Categorical.from_codes(coder[there], names),
        }
    )


def levels(own: pd.DataFrame) -> pd.DataFrame:
    """Who gave codes on which level of a scheme: says why coders cannot be compared, where they cannot.

    Parameters
    ----------
    own : from `given`.

    Returns
    -------
    DataFrame, one row (depth, coder), without "consensus": excerpts (how many that coder coded on the level)
    """
    unique = _judged(own).drop_duplicates(["depth", "coder", "excerpt_id"])
    table = unique.groupby(["depth", "coder"]).size().rename("excerpts").reset_index()
    return table.astype({"coder": "string"})


def _judged(own: pd.DataFrame) -> pd.DataFrame:
    """The rows of `given` that are compared: all but those of the consensus."""
    return own[(own["coder"] != CONSENSUS).to_numpy(dtype=bool)]


# --- on excerpts


def agreed(own: pd.DataFrame) -> pd.DataFrame:
    """Agreement between coders on the excerpts that they share, over all codes and code by code.

    Parameters
    ----------
    own : from `given`.

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
    rows = [
        {"depth": depth} | row for depth, level in _judged(own).groupby("depth") for row in _compared(level)
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


def _compared(level: pd.DataFrame) -> Iterator[dict]:
    """The rows of one level: each pair of coders, then all of them."""
    nodes = level["code_id"].cat.categories
    excerpt, code, coder = (
        level[name].cat.codes.to_numpy(int) for name in ("excerpt_id", "code_id", "coder")
    )
    there, coder = np.unique(coder, return_inverse=True)
    names = level["coder"].cat.categories[there]
    worked = np.zeros((len(names), len(level["excerpt_id"].cat.categories)), dtype=bool)
    worked[coder, excerpt] = True
    pairs = excerpt * len(nodes) + code
    gave = [pairs[coder == one] for one in range(len(names))]
    of_coder, compared = worked.sum(axis=1), False
    for a, b in combinations(range(len(names)), 2):
        both_coded = worked[a] & worked[b]
        excerpts = int(both_coded.sum())
        if not excerpts:
            continue
        compared = True
        of_a, of_b = (own[both_coded[own // len(nodes)]] for own in (gave[a], gave[b]))
        alike = np.intersect1d(of_a, of_b, assume_unique=True)
        n_a, n_b, n = (np.bincount(own % len(nodes), minlength=len(nodes)) for own in (of_a, of_b, alike))
        codes = np.flatnonzero(n_a + n_b)
        own = np.column_stack([n, n_a - n, n_b - n])[codes]
        about = {"coders": f"{names[a]} and {names[b]}", "coder_a": names[a], "coder_b": names[b]}
        about |= {"excerpts": excerpts, "alone_a": of_coder[a] - excerpts, "alone_b": of_coder[b] - excerpts}
        for code_id, three, times in [
            (None, own.sum(axis=0), len(own)),
            *((nodes[at], line, 1) for at, line in zip(codes, own, strict=True)),
        ]:
            four = [*map(int, three), int(excerpts * times - three.sum())]
            yield about | {"code_id": code_id} | dict(zip(COUNTS, four, strict=True)) | _of_two(four)
    if len(names) > 2 and compared:
        yield from _all_together(excerpt, code, worked.sum(axis=0), nodes, len(names))


def _all_together(
    excerpt: np.ndarray, code: np.ndarray, judged_by: np.ndarray, nodes: pd.Index, coders: int
) -> Iterator[dict]:
    """The rows of all coders of a level: over all codes, then code by code. ``judged_by`` : coders of each excerpt."""
    size, many = np.unique(judged_by[judged_by > 1], return_counts=True)
    of_size = pd.Series(many, index=size)  # how many excerpts so many coders coded
    own = pd.DataFrame({"code": code, "excerpt": excerpt})[judged_by[excerpt] > 1]
    times = own.groupby(["code", "excerpt"]).size().rename("given").reset_index()
    times["coders"] = judged_by[times["excerpt"]]
    patterns = times.groupby(["code", "coders", "given"]).size()
    about = {"coders": f"all {coders}", "excerpts": int(of_size.sum())}
    by_code = {code: one.droplevel("code") for code, one in patterns.groupby(level="code")}
    whole = patterns.groupby(level=["coders", "given"]).sum()
    for code_id, had, of in [
        (None, whole, of_size * len(by_code)),
        *((nodes[at], had, of_size) for at, had in by_code.items()),
    ]:
        nobody = of - had.groupby(level="coders").sum().reindex(of.index, fill_value=0)
        rows = [(size, 0, n) for size, n in nobody.items()] + [(*key, n) for key, n in had.items()]
        size, gave, n = np.array(rows, dtype=np.int64).T
        figures = agreement.of_several(np.column_stack([gave, size - gave]), n)
        yield about | {"code_id": code_id} | _explained(figures, (gave @ n) / (size @ n))


def _of_two(counts: Sequence[int]) -> dict:
    """The figures of two coders, from the units that both, only one or the other, or neither gave the code."""
    both, only_a, only_b, neither = counts
    figures = agreement.of_two(np.array([[both, only_a], [only_b, neither]]))
    return _explained(figures, (2 * both + only_a + only_b) / (2 * sum(counts)))


def _explained(figures: dict, prevalence: float) -> dict:
    low = figures["kappa"] is not None and figures["kappa"] < LOW_KAPPA and figures["percent"] >= HIGH_PERCENT
    caution = ("rare" if prevalence < 0.5 else "common") if low else None
    return figures | {"caution": caution}


def conflicts(own: pd.DataFrame) -> pd.DataFrame:
    """Every excerpt to which coders of one level gave different codes: those still open, and those settled by consensus.

    Parameters
    ----------
    own : from `given`.

    Returns
    -------
    DataFrame, one row (depth, excerpt_id, coder, code_id): by_all, how
        Every code of the level that each coder gave the excerpt; ``by_all`` says whether all who coded it on the level gave it.
        ``how`` is "consensus" where the coder "consensus" coded the excerpt, on whatever level of the scheme, else "conflict". The
        codes of the consensus come last, one row with ``code_id`` missing where it gave none of this level.
    """
    names = {name: own[name].cat.categories for name in ("excerpt_id", "code_id", "coder")}
    table = pd.DataFrame({"depth": own["depth"]} | {name: own[name].cat.codes.astype(int) for name in names})
    consensus = names["coder"].get_indexer([CONSENSUS])[0]
    settles = (table["coder"] == consensus) & (consensus >= 0)
    said, on = table[~settles], ["depth", "excerpt_id"]
    unit = said.groupby(on, sort=False).ngroup()
    coders = said.assign(unit=unit).drop_duplicates(["unit", "coder"])["unit"].value_counts()
    said = said.assign(by_all=said.groupby(SHARED)["coder"].transform("size") == unit.map(coders))
    contested = said[unit.isin(unit[~said["by_all"]])]
    contested = contested.assign(at=contested.groupby(on, sort=False).ngroup())
    settled = contested["excerpt_id"].isin(table.loc[settles, "excerpt_id"])
    ended = contested.loc[settled, [*on, "at"]].drop_duplicates()
    ended = ended.merge(table[settles].drop(columns="coder"), on=on, how="left").assign(coder=consensus)
    by_all = contested.loc[contested["by_all"], SHARED].drop_duplicates().assign(by_all=True)
    ended = ended.merge(by_all, on=SHARED, how="left").fillna({"by_all": False, "code_id": -1})
    out = pd.concat([contested, ended], ignore_index=True).astype({"code_id": int, "by_all": bool})
    out["how"] = np.where(out["at"].isin(ended["at"]), CONSENSUS, CONFLICT)
    out = out.iloc[np.lexsort((out["coder"], out["coder"] == consensus, out["at"]))].reset_index(drop=True)
    return _named(out[[*on, "coder", "code_id", "by_all", "how"]], names).astype({"how": "string"})


def _named(table: pd.DataFrame, names: Mapping[str, pd.Index]) -> pd.DataFrame:
    """A table with names in place of numbers; of -1 there is none. ``names`` are those of a column, or of all that begin so."""
    said = {
        column: names[name].astype("string").array.take(table[column].to_numpy(), allow_fill=True)
        for column in table
        for name in names
        if column.startswith(name)
    }
    return table.assign(**said)


# --- on passages


class Passages(NamedTuple):
    """Where in documents coders gave the codes of a scheme. Names are numbers; ``names`` says whose."""

    marked: pd.DataFrame  # one row (depth, excerpt_id, code_id, coder), with document_id, start, end
    shared: (
        pd.DataFrame
    )  # documents that two coders share on a level: one row (depth, coder_a, coder_b, document_id)
    ranges: (
        pd.DataFrame
    )  # of one of the two there (``side``), those of the same coder and code that overlap or touch as one
    names: Mapping[str, pd.Index]


def passages(own: pd.DataFrame, excerpts: pd.DataFrame) -> Passages:
    """The passages that coders marked, and those of two coders in the documents that both coded on a level.

    Parameters
    ----------
    own : from `given`.
    """
    names = {name: own[name].cat.categories for name in ("excerpt_id", "code_id", "coder")}
    placed = excerpts[["excerpt_id", "document_id", "start", "end"]].dropna()
    placed = placed[~placed["document_id"].isin(NOTHING)].astype({"start": "int64", "end": "int64"})
    placed = placed[placed["start"] < placed["end"]]
    document, names["document_id"] = pd.factorize(placed["document_id"], sort=True)
    said = _judged(own)
    at = pd.Index(placed["excerpt_id"]).get_indexer(names["excerpt_id"])[said["excerpt_id"].cat.codes]
    table = {"depth": said["depth"]} | {n: said[n].cat.codes.astype(int) for n in names if n in said}
    marked = pd.DataFrame(table)[at >= 0].reset_index(drop=True)
    at = at[at >= 0]
    marked = marked.assign(
        document_id=document[at], start=placed["start"].array[at], end=placed["end"].array[at]
    )
    ranges = _joined(marked, ["depth", "coder", "code_id", "document_id"])
    worked = marked[["depth", "document_id", "coder"]].drop_duplicates()
    pairs = worked.merge(worked, on=["depth", "document_id"], suffixes=("_a", "_b"))
    pairs = pairs[pairs["coder_a"] < pairs["coder_b"]]
    pairs = pairs.sort_values([*PAIR, "document_id"], ignore_index=True)[[*PAIR, "document_id"]]
    sides = [
        pairs.merge(ranges.rename(columns={"coder": side}), on=["depth", side, "document_id"]).assign(side=at)
        for at, side in enumerate(("coder_a", "coder_b"))
    ]
    return Passages(marked, pairs, pd.concat(sides, ignore_index=True), names)


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
    ordered = ranges.iloc[np.lexsort([ranges[name] for name in ("end", "start", *reversed(keys))])]
    return _outermost(ordered, _runs(ordered, keys, touching=True), keys)


def _outermost(ranges: pd.DataFrame, run: np.ndarray, keys: list[str]) -> pd.DataFrame:
    """Ranges of one run as one: one row a run, keys, start, end. ``ranges`` are sorted by keys, then start."""
    first = np.flatnonzero(np.diff(run, prepend=-1))
    out = ranges.iloc[first][[*keys, "start"]].reset_index(drop=True)
    ends = ranges["end"].to_numpy()
    return out.assign(end=np.maximum.reduceat(ends, first) if len(first) else ends)


def overlap(found: Passages, documents: pd.DataFrame) -> pd.DataFrame:
    """How far two coders gave a code to the same characters of a document that both coded on its level.

    Parameters
    ----------
    found : from `passages`.

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
    return _named(_overlaps(found, documents), found.names)


def overlap_by_code(found: Passages, documents: pd.DataFrame) -> pd.DataFrame:
    """How far two coders gave each code to the same characters, over all documents that both coded on its level.

    Parameters
    ----------
    found : from `passages`.

    Returns
    -------
    DataFrame, one row (depth, coder_a, coder_b, code_id), for each pair first one of all codes (``code_id`` missing), which adds
    up those of the codes: documents (that both coded on the level), and the columns of `overlap` and `with_kappa`. ``characters`` is
    the length of these documents, whether or not one has the code.
    """
    single = _overlaps(found, documents)
    if single.empty:
        single = _named(single, found.names)
        return with_kappa(single.rename(columns={"document_id": "documents"}).astype({"documents": "Int64"}))
    lengths = found.shared.assign(characters=_lengths(found, documents)[found.shared["document_id"]])
    lengths = lengths.groupby(PAIR)["characters"].agg(["size", lambda of: of.sum(skipna=False)])
    lengths.columns = ["documents", "characters"]
    by_code = single.groupby([*PAIR, "code_id"], sort=False)[CHARACTERS].sum().reset_index()
    by_code = by_code.join(lengths, on=PAIR)
    # Over all codes, each character is judged once for each code.
    whole = by_code.groupby(PAIR, sort=False)[[*CHARACTERS, "characters"]]
    whole = whole.agg(lambda of: of.sum(skipna=False)).reset_index().join(lengths["documents"], on=PAIR)
    parts = pd.concat([whole.assign(code_id=-1), by_code]).sort_values(PAIR, kind="stable", ignore_index=True)
    parts = _shares(parts)[[*PAIR, "code_id", "documents", *CHARACTERS, *SHARES, "characters"]]
    return with_kappa(_named(parts, found.names))


def _lengths(found: Passages, documents: pd.DataFrame) -> pd.api.extensions.ExtensionArray:
    """The characters of each document of the passages, missing where they are not charted."""
    length = documents.set_index("document_id")["characters"].astype("Int64")
    return length.reindex(found.names["document_id"]).array


def _overlaps(found: Passages, documents: pd.DataFrame) -> pd.DataFrame:
    """The rows of `overlap`, names as numbers."""
    key = [*PAIR, "code_id", "document_id"]
    size = found.ranges["end"] - found.ranges["start"]
    sides = {f"characters_{of}": size.where(found.ranges["side"] == at, 0) for at, of in enumerate("ab")}
    every = _joined(found.ranges, key)
    out = found.ranges[key].assign(**sides).groupby(key).sum()
    out["either"] = every[key].assign(either=every["end"] - every["start"]).groupby(key)["either"].sum()
    out["both"] = out["characters_a"] + out["characters_b"] - out["either"]
    out = out.astype("Int64").reset_index()
    out["characters"] = _lengths(found, documents)[out["document_id"]]
    return _shares(out)[[*key, *CHARACTERS, *SHARES, "characters"]]


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


def differing(found: Passages) -> pd.DataFrame:
    """Every passage of a document that two coders share to which they did not give a code alike.

    Parameters
    ----------
    found : from `passages`.

    Returns
    -------
    DataFrame, one row a passage, in the order of levels, coders, the tree, documents and places
        depth, coder_a, coder_b, code_id, document_id; start, end; kind; places_a, places_b; excerpt_id
        ``kind`` is "only_a" or "only_b" where one of the two gave the code there and the other to nothing of it; "boundaries" where
        both did, but not to the same characters. ``start`` and ``end`` are the outermost of both; the places of each are written
        "39-94, 101-120" (characters before it - up to its end), missing where there is none. ``excerpt_id`` is the first excerpt
        that begins there.
    """
    key = [*PAIR, "code_id", "document_id"]
    ranges = found.ranges.sort_values([*key, "start", "end", "side"], ignore_index=True)
    run = _runs(ranges, key, touching=False)
    # Alike is a run of one range of each, from the same character to the same.
    same = (np.diff(ranges[["start", "end"]], axis=0) == 0).all(axis=1) & (np.diff(run) == 0)
    alike = np.isin(run, run[1:][same]) & (np.bincount(run, minlength=1)[run] == 2)
    ranges, run = ranges[~alike], run[~alike]
    out = _outermost(ranges, run, key)
    places = ranges["start"].astype("string") + "-" + ranges["end"].astype("string")
    for at, name in enumerate(("places_a", "places_b")):
        own = (ranges["side"] == at).to_numpy()
        told = places[own].groupby(run[own]).agg(", ".join)
        out[name] = told.reindex(pd.unique(run)).array
    kinds = np.select([out["places_b"].isna(), out["places_a"].isna()], [ONLY_A, ONLY_B], default=BOUNDARIES)
    out["kind"] = pd.array(kinds, "string")
    begins = found.marked[["depth", "coder", "code_id", "document_id", "start", "excerpt_id"]]
    begins = begins.drop_duplicates(begins.columns[:-1])
    first = [
        out.merge(
            begins.rename(columns={"coder": side}),
            on=["depth", side, "code_id", "document_id", "start"],
            how="left",
        )["excerpt_id"]
        for side in ("coder_a", "coder_b")
    ]
    out["excerpt_id"] = first[0].fillna(first[1]).fillna(-1).astype(int).array
    out = out[[*key, "start", "end", "kind", "places_a", "places_b", "excerpt_id"]]
    return _named(out, found.names).astype({"places_a": "string", "places_b": "string"})


# --- in a few numbers


def summary(
    schemes: Iterable[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]],
) -> dict[str, int | float | None]:
    """What the tables of two coders come to, in numbers that a sentence can carry.

    Parameters
    ----------
    schemes : of each scheme what `given`, `agreed` and `conflicts` give.

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
    for own, figures, contested in schemes:
        said = _judged(own)
        coders |= set(said["coder"].unique())
        coded |= set(said["excerpt_id"].unique())
        worked = said[["depth", "excerpt_id", "coder"]].drop_duplicates()
        shared |= set(worked.loc[worked[["depth", "excerpt_id"]].duplicated(), "excerpt_id"])
        compared.append(figures[figures["code_id"].isna() & figures["coder_a"].notna()])
        differ.append(contested.drop_duplicates(["depth", "excerpt_id"]))
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
