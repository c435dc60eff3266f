"""Which codes and links a map of themes shows, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from reviewbook.page.words import counted, joined
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.schemes import titled
from reviewbook.themes import coding, cooccurrence, of_review

MOST_NODES = 30  # codes that can still be told apart and followed
MOST_LINKS, MOST_CONTRARY = 16, 8  # lines that can still be followed
CHAPTERS = {
    True: "05-themes.html",
    False: "06-practices.html",
}  # where the codes of themes, and of frameworks, are shown

KINDS = {coding.THEMES: False, "frameworks": True}  # of schemes, and whether they were brought to the data


class Node(NamedTuple):
    """A code on the map: what it is called, what is behind it (what stands below it included), and where it leads."""

    code_id: str
    label: str
    reports: int
    of: int  # reports that were asked for the code
    told: int  # of the reports, those that tell of it or measure it; all of them where no basis is charted
    excerpts: int
    inside: int  # pairs of excerpts under it that are contrary to each other
    href: str


class Block(NamedTuple):
    """A theme with its subthemes, or the categories of a scheme that has no levels (``head`` is missing)."""

    title: str  # the scheme, where it has to be said
    head: Node | None
    nodes: list[Node]
    brought: bool  # to the data, by a framework


class Link(NamedTuple):
    """Two codes that share ``n`` excerpts; where ``against``, ``n`` pairs of their excerpts are contrary to each other."""

    a: str
    b: str
    n: int
    reports: int
    against: bool


class Chosen(NamedTuple):
    """What is drawn, and in plain words what is not."""

    blocks: list[Block]
    links: list[Link]
    reports: int  # of the review
    some: bool  # whether any code drawn was brought to some of them alone
    by_basis: bool  # whether it is charted what excerpts rest on
    left_out: list[str]

    @property
    def nodes(self) -> list[Node]:
        return [node for block in self.blocks for node in [block.head, *block.nodes] if node]

    @property
    def noun(self) -> tuple[str, str]:
        """What readers call one box and several: themes, categories, or both where both are drawn."""
        kinds = [
            coding.noun(kind) for kind in KINDS if any(block.brought == KINDS[kind] for block in self.blocks)
        ]
        return joined([one for one, _ in kinds], "or"), joined(many for _, many in kinds)


def chosen(review: Review, which: str) -> Chosen:
    """The codes and links to draw: two levels of the tree; what stands below a subtheme counts under it."""
    every = cooccurrence.nodes(review.codes)
    mine = coding.schemes(review.codes, which)
    every["own"] = every["scheme"].isin(mine)
    upper = cooccurrence.upper(every)
    every = every.join(of_review.behind(review), on="code_id")
    by_basis = "basis" in of_review.has_grounds(review)
    told = every["code_id"].map(of_review.told(review)).fillna(0).astype(int)
    every["told"] = told if by_basis else every["reports"]
    pairs, contrary = of_review.met(review, upper=True)

    shown = every[every["code_id"].map(upper) == every["code_id"]]
    own = shown[shown["own"]]
    if len(own) > MOST_NODES:
        own = own[own["excerpts"] > 0]
    kept = _most(own)
    others = _others(shown[~shown["own"]], pairs, kept)
    keys = [*kept, *others]
    links, lines = _links(pairs, contrary, kept, keys)
    inside = contrary[contrary["a"] == contrary["b"]].set_index("a")["contrary"].to_dict()
    drawn = shown[shown["code_id"].isin(keys)]
    # Of two kinds the one that the chapter is about comes first.
    drawn = pd.concat([drawn[drawn["own"]], drawn[~drawn["own"]]])
    asked = {
        code: of["reports"]
        for scheme in drawn["scheme"].unique()
        for code, of in of_review.wholes(review, scheme).items()
    }
    n = len(review.reports)
    titles = {scheme: titled(review.package, scheme) for scheme in drawn["scheme"].unique()}
    blocks = _blocks(drawn, inside, which, asked, titles)
    left_out = [*_left_out(every, shown, which, kept, others, pairs), *lines]
    some = any(asked[code] < n for code in drawn["code_id"])
    return Chosen(blocks, links, n, some, by_basis, left_out)


def _most(own: pd.DataFrame) -> list[str]:
    """The codes with most reports, of equals with most excerpts, then as they come: a theme before its subthemes, always."""
    rank = own.sort_values(["reports", "excerpts"], ascending=False, kind="stable")
    return list(rank["code_id"].head(MOST_NODES))


def _others(shown: pd.DataFrame, pairs: pd.DataFrame, kept: Sequence[str]) -> list[str]:
    """Codes of the other kind that share excerpts with those kept, those that share most first, each with the code above it."""
    parent = dict(zip(shown["code_id"], shown["parent_id"].fillna(NOT_APPLICABLE), strict=True))
    near = pairs[pairs["a"].isin(kept) != pairs["b"].isin(kept)]
    other = near["a"].where(~near["a"].isin(kept), near["b"])
    shared = near["excerpts"].groupby(other, sort=False).sum().sort_values(ascending=False, kind="stable")
    found: list[str] = []
    for code in shared.index[shared.index.isin(list(parent))]:
        with_above = [one for one in (parent[code], code) if one in parent and one not in found]
        if len(kept) + len(found) + len(with_above) <= MOST_NODES:
            found += with_above
    return found


def _links(
    pairs: pd.DataFrame, contrary: pd.DataFrame, kept: Sequence[str], keys: Sequence[str]
) -> tuple[list[Link], list[str]]:
    """The links to draw, and in words those that are not."""

    def between(table: pd.DataFrame) -> pd.DataFrame:
        drawn = table["a"].isin(keys) & table["b"].isin(keys)
        return table[drawn & (table["a"].isin(kept) | table["b"].isin(kept)) & (table["a"] != table["b"])]

    shared, against = between(pairs), between(contrary)
    links = [
        Link(row.a, row.b, row.excerpts, row.reports, False) for row in shared.head(MOST_LINKS).itertuples()
    ]
    links += [Link(row.a, row.b, row.contrary, 0, True) for row in against.head(MOST_CONTRARY).itertuples()]
    lines = [
        f"Of {len(table):,} links {of} between what is drawn the {most} strongest are shown."
        for table, most, of in ((shared, MOST_LINKS, "by shared passages"), (against, MOST_CONTRARY, "by contrary passages"))
        if len(table) > most
    ]  # fmt: skip
    return links, lines


def _blocks(
    drawn: pd.DataFrame,
    inside: Mapping[str, int],
    which: str,
    asked: Mapping[str, int],
    titles: Mapping[str, str],
) -> list[Block]:
    blocks = []
    several = drawn["scheme"].nunique() > 1
    for scheme, own in drawn.groupby("scheme", sort=False):
        brought = scheme != coding.THEMES
        chapter = "" if brought == (which != coding.THEMES) else CHAPTERS[not brought]
        nodes = {
            row.code_id: Node(row.code_id, " ".join(row.label.split()), row.reports, asked[row.code_id], row.told, row.excerpts,
                              inside.get(row.code_id, 0), f"{chapter}#code-{row.code_id}")
            for row in own.itertuples()
        }  # fmt: skip
        title = titles[scheme] if several and brought else ""
        if several and (own["depth"] == 0).all():
            blocks.append(Block(titles[scheme], None, list(nodes.values()), brought))
            continue
        for top, below in own.groupby("top", sort=False):
            under = [nodes[code] for code in below["code_id"] if code != top]
            blocks.append(Block(title, nodes[top], under, brought))
    return blocks


def _left_out(
    every: pd.DataFrame,
    shown: pd.DataFrame,
    which: str,
    kept: Sequence[str],
    others: Sequence[str],
    pairs: pd.DataFrame,
) -> list[str]:
    lines = []
    noun = coding.noun(which)
    of = int(shown["own"].sum())
    if len(kept) < of:
        lines.append(f"Of {counted(of, *noun)} on two levels the {len(kept)} with most reports are drawn.")
    if deeper := int((every["own"] & (every["depth"] > 1)).sum()):
        lines.append(
            f"{counted(deeper, *noun)} on deeper levels {'counts' if deeper == 1 else 'count'} under these."
        )
    near = pairs[pairs["a"].isin(kept) != pairs["b"].isin(kept)]
    beside = set(near["a"]) | set(near["b"])
    rest = beside & set(shown.loc[~shown["own"], "code_id"]) - set(others)
    if rest:
        lines.append(
            f"{counted(len(rest), *coding.noun(_other(which)))} {'shares' if len(rest) == 1 else 'share'} passages with these "
            f"and {'is' if len(rest) == 1 else 'are'} not drawn, for lack of room."
        )
    return lines


def _other(which: str) -> str:
    """The kind of schemes that a chapter is not about."""
    return "frameworks" if which == coding.THEMES else coding.THEMES


def _count(drawn: Chosen) -> str:
    shared, against = (sum(link.against == kind for link in drawn.links) for kind in (False, True))
    n = {
        kind: sum(len(block.nodes) + bool(block.head) for block in drawn.blocks if block.brought == brought)
        for kind, brought in KINDS.items()
    }
    line = joined(counted(n[kind], *coding.noun(kind)) for kind in n if n[kind])
    if shared:
        line += f", {counted(shared, 'link')} by shared passages"
    if against:
        line += f", {counted(against, 'link')} by contrary passages"
    return line + ("." if drawn.links else "; no two of them share a passage.")


def describe(drawn: Chosen) -> str:
    """The numbers of the map as sentences: the codes, block by block, then the links."""
    names = {node.code_id: node.label for node in drawn.nodes}
    sentences = [_count(drawn)]
    if any(node.reports > node.told for node in drawn.nodes) and drawn.by_basis:
        sentences.append(
            f"Reports known to tell of a {drawn.noun[0]} or measure it stand before a plus sign, others behind it."
        )
    for block in drawn.blocks:
        told = [
            _said(node, drawn.some, whole=drawn.some or (at == 0 and block.head is None))
            for at, node in enumerate(block.nodes)
        ]
        head = _said(block.head, drawn.some, whole=True) if block.head else ""
        begin = f"{block.title}: " if block.title else ""
        sentences.append(f"{begin}{head}{': ' if head and told else ''}{'; '.join(told)}.")
    for against, verb in ((False, "Shared passages"), (True, "Contrary passages")):
        told = [
            f"{names[link.a]} and {names[link.b]} {link.n:,}"
            for link in drawn.links
            if link.against == against
        ]
        if told:
            sentences.append(f"{verb}: {'; '.join(told)}.")
    if within := [f"{node.label} {node.inside:,}" for node in drawn.nodes if node.inside]:
        sentences.append(f"Contrary to each other within one {drawn.noun[0]}: {'; '.join(within)}.")
    return " ".join(sentences)


def reports_of(node: Node) -> str:
    """The reports behind a code: "7"; "10+4", those that tell of it or measure it apart from others."""
    rest = node.reports - node.told
    return f"{node.told:,}+{rest:,}" if rest else f"{node.reports:,}"


def _said(node: Node, some: bool, *, whole: bool) -> str:
    n = reports_of(node)
    if not whole:
        return f"{node.label}, {n}"
    return f"{node.label}, {n} of {node.of:,} reports{' asked' if some else ''}"
