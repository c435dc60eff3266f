"""Chapters 05 and 06: which codes meet in the same excerpts, and how many codes were new with each report."""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook.page.grid import file_link, grid, in_place, needs, no_scheme, page
from reviewbook.page.words import cite, counted, escape, joined, listed
from reviewbook.review.model import Review
from reviewbook.review.schemes import within
from reviewbook.themes import coding, cooccurrence, of_review, saturation
from reviewbook.themes.drawing import saturation as shown

MOST_PAIRS = 50
NEEDED = ("codes", "excerpts", "codings")
CAPTION_SATURATION = "New with each report"
GIVEN = "A pair counts where both stand over the same passage; of one above the other, the one below alone counts."


@needs(
    "reports",
    "codes",
    "codings",
    caption=CAPTION_SATURATION,
    name=lambda which, **_: f"tbl-saturation-{which}",
)
def saturation_table(review: Review, which: str, *, order: str = "year") -> Markdown:
    """For each report the codes that it has, those that are new with it, by name, and how many there are so far.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them;
    ``order`` of the reports is "year" or "charted", as `saturation.by_report` has it. The first table is called
    tbl-saturation-<which>, one of a further scheme tbl-saturation-<scheme>.
    """
    labels = _labels(review, which)
    parts: list[str] = []
    if shown.second_hand(review, which):
        line = "Not counted here, for the reason that stands in place of the chart."
        return in_place(line, caption=CAPTION_SATURATION, name=f"tbl-saturation-{which}")
    for part in shown.found(review, which, order=order):
        sorted_by = (
            "in the order of the table" if order == saturation.AS_CHARTED else "by year of publication"
        )
        rows = (
            [
                cite([row.report_id]),
                "–" if pd.isna(row.year) else str(row.year),
                f"{len(row.codes):,}",
                f"+{len(row.new):,}" if row.new else "0",
                listed(labels[code] for code in row.new) or "–",
                f"{row.so_far:,}",
            ]
            for row in part.reports.itertuples()
        )
        parts.append(
            grid(
                ["Report", "Year", "Found", "New", "Which are new", "So far"],
                rows,
                caption=f"{CAPTION_SATURATION}, {sorted_by}: {escape(part.called)}",
                name=f"tbl-saturation-{part.scheme.replace('_', '-') if parts else which}",
                css="rb-prose",
                widths=[22, 8, 9, 8, 44, 9],
                of=len(part.reports),
                all_in=file_link(review, "codings", "excerpt_reports"),
            )
        )
    if not parts:
        return in_place(no_scheme(which), caption=CAPTION_SATURATION, name=f"tbl-saturation-{which}")
    return page(*parts)


def _pairs(which: str) -> str:
    return f"{coding.noun(which)[1].capitalize()} that meet in the same passages"


@needs(*NEEDED, caption=_pairs, name=lambda which: f"tbl-code-pairs-{which}")
def code_pairs(review: Review, which: str) -> Markdown:
    """Which codes meet in the same excerpts, of one scheme and across schemes, and which hold contrary ones: the numbers of the theme map.

    ``which`` is "themes" for pairs with a theme, "frameworks" for pairs with a category of a framework. The `MOST_PAIRS` strongest
    are listed.
    """
    caption, name = _pairs(which), f"tbl-code-pairs-{which}"
    own = cooccurrence.nodes(review.codes)
    own = set(own.loc[own["scheme"].isin(coding.schemes(review.codes, which)), "code_id"])
    if not own:
        return in_place(no_scheme(which), caption=caption, name=name)
    pairs = _met(*of_review.met(review), own)
    n = int((pairs["excerpts"] > 0).sum())
    line = f"{counted(n, 'pair')} {'meets' if n == 1 else 'meet'} in the same passages."
    against = pairs[pairs["contrary"] > 0]
    within = int((against["a"] == against["b"]).sum())
    if len(against):
        places = [f"between {counted(len(against) - within, 'pair')}"] if len(against) > within else []
        places += [f"within {counted(within, *coding.noun(which))}"] if within else []
        line += f" Passages are contrary to each other {joined(places)}."
    if len(pairs) > MOST_PAIRS:
        line += f" The {MOST_PAIRS} that meet most often are listed; all follow from {file_link(review, 'codings')}."
    if pairs.empty:
        return in_place("No two of them meet in the same passage.", caption=caption, name=name)
    held = of_review.held_for(review)
    if len(held) < len(of_review.held(review)):
        line += " What only limits one, or is about several in general, is not counted here."
    return page(_listed(review, pairs, which, caption=caption, name=name), f"{line} {GIVEN}")


def _met(pairs: pd.DataFrame, contrary: pd.DataFrame, own: set[str]) -> pd.DataFrame:
    """The pairs with a code of one's own, which comes first: those that share excerpts, then those that only hold contrary ones."""
    both = pairs.merge(contrary, on=["a", "b"], how="left")
    known = pd.MultiIndex.from_frame(pairs[["a", "b"]])
    only = contrary[~pd.MultiIndex.from_frame(contrary[["a", "b"]]).isin(known)]
    met = pd.concat([both, only], ignore_index=True)
    met = met[met["a"].isin(own) | met["b"].isin(own)]
    turned = ~met["a"].isin(own)
    met.loc[turned, ["a", "b", "of_a", "of_b"]] = met.loc[turned, ["b", "a", "of_b", "of_a"]].to_numpy()
    numbers = ["excerpts", "reports", "of_a", "of_b", "contrary"]
    met[numbers] = met[numbers].fillna(0).astype(int)
    return met.reset_index(drop=True)


def _listed(review: Review, pairs: pd.DataFrame, which: str, *, caption: str, name: str) -> str:
    labels = _labels(review, which)
    rows = [
        [
            labels[row.a],
            "within itself" if row.a == row.b else labels[row.b],
            *(
                [f"{row.excerpts:,}", f"{row.excerpts:,}/{row.of_a:,}", f"{row.excerpts:,}/{row.of_b:,}",
                 f"{row.jaccard:.2f}", f"{row.reports:,}"]
                if row.excerpts
                else ["–" if row.a == row.b else "0", *["–"] * 4]
            ),
            f"≠ {row.contrary:,}" if row.contrary else "–",
        ]
        for row in pairs.head(MOST_PAIRS).itertuples()
    ]  # fmt: skip
    head = [coding.noun(which)[0].capitalize(), "With", "Passages with both", "Of those with the first", "Of those with the second",
            "Of those with either (Jaccard)", "Reports", "Contrary to each other"]  # fmt: skip
    return grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide")


def _labels(review: Review, which: str) -> dict[str, str]:
    """What the tables call each code, as MyST: with the code above it where two are called alike, with its scheme where that is another."""
    nodes = cooccurrence.nodes(review.codes)
    plain = dict(zip(nodes["code_id"], nodes["label"], strict=True))
    alike = nodes["label"].duplicated(keep=False)
    mine = coding.schemes(review.codes, which)
    labels = {}
    for row, twice in zip(nodes.itertuples(), alike, strict=True):
        more = [within(review.package, row.scheme)] if row.scheme not in mine else []
        more += [plain[row.parent_id]] if twice and row.parent_id in plain else []
        labels[row.code_id] = escape(f"{row.label} ({'; '.join(more)})" if more else row.label)
    return labels
