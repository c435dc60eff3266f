"""Chapters 05 and 06: how far coders agreed, on excerpts and on passages, and where they differed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import shorten
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.agreement import CONFLICT, CONSENSUS
from reviewbook.page.grid import ROWS, file_link, folded, grid, in_place, needs, no_scheme, page
from reviewbook.page.words import coefficient, counted, escape, joined, listed, number, said, symbol
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.schemes import titled
from reviewbook.themes import coders, coding, of_review

TABLES = ("codes", "excerpts", "codings")
AGREEMENT, OVERLAP, CONFLICTS = (
    "Agreement between coders",
    "Passages that coders marked alike",
    "Where coders differ",
)
EXCERPT, DOCUMENT = "passage", "document (by where their passages start and end)"
LONGEST = 160  # characters of an excerpt that a cell shows
CAUTIONS = {"rare": "hardly ever given", "common": "hardly ever absent"}
READING = (
    "Over all {many}, each passage counts once for each {one} that one of the coders gave it; a {one} that neither gave counts nowhere. "
    "A {one} also counts as given where the same coder gave one below it."
)
CARE = (
    "◐ marks a low kappa beside high agreement: where nearly all passages lack a {one}, or nearly all have it, "
    "kappa is low however well coders agree. PABAK and AC1 say more there."
)


def _named(part: str) -> Callable[[str], str]:
    return lambda which: f"tbl-{part}-{which}"


def _of_schemes(review: Review, which: str, table: Callable[[str], pd.DataFrame]) -> pd.DataFrame:
    """The rows of a rule for every scheme of a kind, with their scheme."""
    parts = [
        table(scheme).assign(scheme=scheme, called=titled(review.package, scheme))
        for scheme in coding.schemes(review.codes, which)
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["scheme"])


def _level(row) -> str:
    return f"{escape(row.called)}, {_depth(row.depth)}"


def _depth(depth: int) -> str:
    return f"level {depth + 1}" if depth else "top level"


def _names(review: Review) -> dict[str, str]:
    """code_id -> its label, as a cell has it."""
    return {
        code: escape(text) for code, text in zip(review.codes["code_id"], review.codes["label"], strict=True)
    }


def _why_not(review: Review, which: str, unit: str, *, shown: Collection[str] = ()) -> str:
    """One line that says why coders cannot be compared in the schemes that are not ``shown``; empty where all are."""
    every = coding.schemes(review.codes, which)
    if not every:
        return no_scheme(which)
    told = [
        f"{escape(titled(review.package, scheme))}: {_why_none(review, scheme, unit)}"
        for scheme in every
        if scheme not in shown
    ]
    return f"Coders cannot be compared. {' '.join(told)}" if told else ""


def _why_none(review: Review, scheme: str, unit: str) -> str:
    at = coders.levels(of_review.coder_codes(review, scheme))
    names = sorted(set(at["coder"]))
    if not names:
        return "no coder whose name is known put a passage under it."
    if len(names) == 1:
        return f"{_who(names[0])} alone put passages under it."
    by_level = dict(iter(at.groupby("depth")))
    told = []
    for depth, own in by_level.items():
        who = [f"{_who(row.coder)} ({counted(row.excerpts, 'passage')})" for row in own.itertuples()]
        if len(who) > 1:
            told.append(f"{listed(who)} share no {unit} on {_at(depth)}")
    if told:
        return f"{joined(told)}."
    gave = [f"{_who(own['coder'].iloc[0])} on {_at(depth)}" for depth, own in by_level.items()]
    many = coding.noun(scheme)[1]
    return f"{many} were given by {listed(gave)}: {many} of different levels are not answers to one question."


def _at(depth: int) -> str:
    return _depth(depth) if depth else f"the {_depth(depth)}"


@needs(*TABLES, caption=AGREEMENT, name=_named("coders"))
def compared_coders(review: Review, which: str) -> Markdown:
    """Agreement, overlap and conflicts of coders; where they cannot be compared, one line that says why.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    """
    parts = [coder_agreement(review, which)]
    overlapping = _overlaps(review, which)
    if len(overlapping):
        parts.append(_overlap(review, which, overlapping))
    if of_review.coders_summary(review, which)["n_comparisons"]:
        parts.append(coder_conflicts(review, which))
    return page(*(part.data for part in parts))


@needs(*TABLES, caption=AGREEMENT, name=_named("coders"))
def coder_agreement(review: Review, which: str) -> Markdown:
    """How far coders gave the same codes to the excerpts that they share: over all codes, and folded away code by code.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    """
    table = _of_schemes(review, which, lambda scheme: of_review.agreed(review, scheme))
    name = _named("coders")(which)
    if table.empty:
        return in_place(_why_not(review, which, EXCERPT), caption=AGREEMENT, name=name)
    three = bool((table["kappa_kind"] == "Fleiss").any())
    head = ["Scheme and level", "Coders", "Passages shared", "Of one coder alone", "Agreed"]
    head += ["Agreed (%, 95 % interval)", *_headings(three)]
    rows = [
        [
            *(_level(row), _who(row.coders), number(row.excerpts), _alone(row)),
            *(f"{row.agreed:,}/{row.units:,}", _percent(row), *_coefficients(row, three)),
        ]
        for row in table[table["code_id"].isna()].itertuples()
    ]
    whole = grid(
        head, rows, caption=AGREEMENT, name=name, css="rb-sticky", all_in=file_link(review, "codings")
    )
    labels = _names(review)
    one, many = coding.noun(which)
    single = [
        folded(f"Agreement {one} by {one}: {_level(next(own.itertuples()))}", _by_code(review, own, labels))
        for _, own in table[table["code_id"].notna()].groupby(["scheme", "depth"], sort=False)
    ]
    care = CARE.format(one=one) if table["caution"].notna().any() else ""
    return page(
        whole,
        READING.format(one=one, many=many),
        *single,
        care,
        _why_not(review, which, EXCERPT, shown=set(table["scheme"])),
    )


def _alone(row) -> str:
    if pd.isna(row.coder_a):
        return "–"
    return f"{_who(row.coder_a)} {number(row.alone_a)}<br>{_who(row.coder_b)} {number(row.alone_b)}"


def _percent(row) -> str:
    return f"{number(row.percent)} ({number(row.percent_low)} to {number(row.percent_high)})"


def _headings(three: bool) -> list[str]:
    return [
        "Kappa (95 % interval)",
        "PABAK",
        "AC1 (95 % interval)",
        *(["Krippendorff's alpha"] if three else []),
    ]


def _coefficients(row, three: bool) -> list[str]:
    kappa = coefficient(row.kappa, row.kappa_low, row.kappa_high)
    if pd.notna(row.caution):
        kappa = f"{kappa} [◐ {CAUTIONS[row.caution]}]{{.rb-unclear}}"
    cells = [kappa, coefficient(row.pabak), coefficient(row.ac1, row.ac1_low, row.ac1_high)]
    return cells + ([coefficient(row.alpha)] if three else [])


def _by_code(review: Review, table: pd.DataFrame, labels: dict[str, str]) -> str:
    """The codes of one level of a scheme; where one pair alone is compared, its names stand in the heading."""
    first = next(table.itertuples())
    pairs = table["coders"].nunique()
    three = bool((table["kappa_kind"] == "Fleiss").any())
    one = coding.noun(first.scheme)[0]
    head = [
        one.capitalize(),
        *(["Coders"] if pairs > 1 else []),
        "Given by both",
        *(f"Only by {name}" for name in _whose(table)),
    ]
    head += ["By neither", "Agreed (%, 95 % interval)", *_headings(three)]
    rows = (
        [
            labels[row.code_id],
            *([_who(row.coders)] if pairs > 1 else []),
            *(number(getattr(row, count)) for count in coders.COUNTS),
            _percent(row),
            *_coefficients(row, three),
        ]
        for row in table.itertuples()
    )
    return grid(
        head,
        rows,
        caption=f"{AGREEMENT}, {one} by {one}: {_level(first)}",
        name=f"tbl-coders-{first.scheme.replace('_', '-')}-level-{first.depth + 1}",
        css="rb-sticky",
        of=len(table),
        all_in=file_link(review, "codings"),
    )


def _overlaps(review: Review, which: str) -> pd.DataFrame:
    def table(scheme: str) -> pd.DataFrame:
        return coders.overlap_by_code(of_review.passages(review, scheme), review.documents)

    return _of_schemes(review, which, table)


def _overlap(review: Review, which: str, table: pd.DataFrame) -> Markdown:
    """The tables of overlap; ``table`` is from `_overlaps`."""
    name, labels = _named("coder-overlap")(which), _names(review)
    documents = dict(zip(review.documents["document_id"], review.documents["name"], strict=True))
    single = _of_schemes(
        review, which, lambda scheme: coders.overlap(of_review.passages(review, scheme), review.documents)
    )
    every = [(row, _code(row, labels), number(row.documents)) for row in table.head(ROWS).itertuples()]
    each = [
        (row, labels[row.code_id], said(documents.get(row.document_id, row.document_id)))
        for row in coders.with_kappa(single.head(ROWS)).itertuples()
    ]
    options: dict[str, Any] = {"css": "rb-sticky", "all_in": file_link(review, "excerpts", "codings")}
    whole = grid(
        *_overlapping(every, table, "Documents"), caption=OVERLAP, name=name, of=len(table), **options
    )
    documented = grid(
        *_overlapping(each, table, "Document"),
        caption=f"{OVERLAP}, document by document",
        name=_named("coder-overlap-documents")(which),
        of=len(single),
        **options,
    )
    return page(
        whole,
        _notes(table),
        folded("Document by document", documented),
        _differing(review, which, labels, documents),
        _why_not(review, which, DOCUMENT, shown=set(table["scheme"])),
    )


def _whose(table: pd.DataFrame) -> list[str]:
    """What the columns of two coders are called: by their names where one pair alone is compared."""
    pairs = table[["coder_a", "coder_b"]].dropna().drop_duplicates()
    if len(pairs) > 1:
        return ["the first", "the other"]
    return [_who(name) for name in pairs.iloc[0]]


def _code(row, labels: dict[str, str]) -> str:
    return (
        f"**{_level(row)}: all {coding.noun(row.scheme)[1]}**"
        if pd.isna(row.code_id)
        else f"— {labels[row.code_id]}"
    )


def _overlapping(rows: list[tuple], table: pd.DataFrame, where: str) -> tuple[list[str], list[list[str]]]:
    """Heading and cells of overlap, a row given as (the row of its rule, its code, its document or how many there are)."""
    several = len(table[["coder_a", "coder_b"]].drop_duplicates()) > 1
    head = [
        coding.noun(table["scheme"].iloc[0])[0].capitalize(),
        *(["Coders"] if several else []),
        where,
        "By both (characters)",
        "By either",
        "Overlap (%)",
    ]
    head += [*(f"Share of {name}'s (%)" for name in _whose(table)), "Kappa over characters"]
    cells = [
        [
            code,
            *([f"{_who(row.coder_a)} and {_who(row.coder_b)}"] if several else []),
            document,
            number(row.both),
            number(row.either),
            *(number(100 * share) for share in (row.jaccard, row.share_a, row.share_b)),
            coefficient(row.kappa),
        ]
        for row, code, document in rows
    ]
    return head, cells


def _notes(table: pd.DataFrame) -> str:
    """Why figures are missing, each reason once."""
    return " ".join(f"{note[0].upper()}{note[1:]}." for note in table["note"].dropna().unique())


def _differing(review: Review, which: str, labels: dict[str, str], documents: dict[str, str]) -> str:
    """The passages to which two coders did not give a code alike, folded away; a line where there is none."""
    table = _of_schemes(review, which, lambda scheme: coders.differing(of_review.passages(review, scheme)))
    if table.empty:
        return f"In the documents that they share, coders gave every {coding.noun(which)[0]} to the same characters."
    texts = _of_excerpts(review, "text", table["excerpt_id"].head(ROWS))
    rows = (
        [
            labels[row.code_id],
            _what_differs(row),
            said(documents.get(row.document_id, row.document_id)),
            _places(row),
            _cut(row.excerpt_id, texts),
        ]
        for row in table.itertuples()
    )
    head = [
        coding.noun(which)[0].capitalize(),
        "What differs",
        "Document",
        "Characters",
        "Passage that begins there",
    ]
    caption = "Passages that coders marked differently"
    shown = grid(
        head,
        rows,
        caption=caption,
        name=_named("coder-passages")(which),
        css="rb-prose",
        widths=[18, 18, 18, 18, 28],
        of=len(table),
        all_in=file_link(review, "excerpts", "codings"),
    )
    return folded(f"{caption} ({len(table):,})", shown)


def _what_differs(row) -> str:
    if row.kind == coders.BOUNDARIES:
        return "[◐ where it begins or ends]{.rb-unclear}"
    return f"[! {_who(row.coder_a if row.kind == coders.ONLY_A else row.coder_b)} alone]{{.rb-differs}}"


def _places(row) -> str:
    both = ((row.coder_a, row.places_a), (row.coder_b, row.places_b))
    return "<br>".join(
        f"{escape(name)}: {listed(places.replace('-', ' to ').split(', '))}"
        for name, places in both
        if pd.notna(places)
    )


def _of_excerpts(review: Review, column: str, wanted: pd.Series) -> dict[str, Any]:
    """The cells of some excerpts, by excerpt_id."""
    own = review.excerpts[review.excerpts["excerpt_id"].isin(wanted)]
    return dict(zip(own["excerpt_id"], own[column], strict=True))


def _cut(excerpt: str, texts: Mapping[str, str]) -> str:
    """An excerpt in a cell: its identifier, and as much of its text as one reads at a glance."""
    text = texts[excerpt]
    words = said(text) if text == NOT_APPLICABLE else escape(shorten(text, LONGEST, placeholder=" …"))
    return f"{escape(excerpt)}: {words}"


@needs(*TABLES, caption=CONFLICTS, name=_named("coder-conflicts"))
def coder_conflicts(review: Review, which: str) -> Markdown:
    """Every excerpt to which coders gave different codes, with what each gave and what it came to; open ones first."""
    table = _of_schemes(review, which, lambda scheme: of_review.conflicts(review, scheme))
    name = _named("coder-conflicts")(which)
    if table.empty:
        shared = of_review.coders_summary(review, which)["n_shared"]
        if not shared:
            return in_place(_why_not(review, which, EXCERPT), caption=CONFLICTS, name=name)
        line = f"Coders agree on all passages that two of them judged on the same level ({shared:,})."
        return in_place(line, caption=CONFLICTS, name=name)
    key = ["scheme", "depth", "excerpt_id"]
    every = table.drop_duplicates(key)
    first = every.sort_values("how", key=lambda how: how != CONFLICT, kind="stable").head(ROWS)
    own: dict[tuple, list[Any]] = {}
    for row in table[table["excerpt_id"].isin(first["excerpt_id"])].itertuples():
        own.setdefault((row.scheme, row.depth, row.excerpt_id), []).append(row)
    texts, places = (_of_excerpts(review, column, first["excerpt_id"]) for column in ("text", "locator"))
    labels = _names(review)
    rows = [
        [
            _cut(row.excerpt_id, texts),
            "<br>".join(_gave(own[row.scheme, row.depth, row.excerpt_id], labels)),
            _stands(own[row.scheme, row.depth, row.excerpt_id], labels),
            _level(row),
            said(places[row.excerpt_id]),
        ]
        for row in first.itertuples()
    ]
    columns = ["Passage", "What each gave", "What stands", "Scheme and level", "Where it says so"]
    shown = grid(
        columns,
        rows,
        caption=f"{CONFLICTS} (≠ = a {coding.noun(which)[0]} that not all of them gave)",
        name=name,
        css="rb-prose",
        widths=[32, 26, 14, 14, 14],
        of=len(every),
        all_in=file_link(review, "codings"),
    )
    return page(shown)


def _gave(rows: Sequence[Any], labels: dict[str, str]) -> Iterator[str]:
    """What each coder gave an excerpt: "AA: Habit, ≠ Pride"; ``rows`` are those of `coders.conflicts`, in its order."""
    said = [row for row in rows if row.coder != CONSENSUS]
    for coder, given in groupby(said, key=lambda row: row.coder):
        marks = [
            labels[row.code_id] if row.by_all else f"[≠ {labels[row.code_id]}]{{.rb-unclear}}"
            for row in given
        ]
        yield f"{_who(coder)}: {', '.join(marks)}"


def _stands(rows: Sequence[Any], labels: dict[str, str]) -> str:
    if rows[0].how == CONFLICT:
        return symbol("conflict_open")
    settled = [row.code_id for row in rows if row.coder == CONSENSUS and pd.notna(row.code_id)]
    return f"by consensus: {joined(labels[code] for code in settled) or 'none of this level'}"


def _who(coder: str) -> str:
    """A coder, or several, as MyST: identifiers such as "book_charters" in words."""
    return escape(coder.replace("_", " "))
