"""Numbers that a review charts by its own form: a strip of marks or bars for each, and the table of what they come to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import matplotlib
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.figure import INK, STYLE, axes, inline
from reviewbook.page.grid import absent, grid, in_place, nothing, page
from reviewbook.page.words import counted, escape, joined, number, span
from reviewbook.review import form
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.studies import asked, of_review

MOST = 12  # strips of a figure; the table has all
MOST_MARKS = 60  # numbers drawn one by one; of more, how many lie within each twentieth of the range
BINS, BARS = 48, 20
CHARACTERS = 92  # of a line above a strip
HEIGHT, HEAD, LEAST = 1.2, 0.15, 1.4  # inches of a strip, above all of them, and of a figure
MARK, BAR = "#3579b8", "#3579b8"
NONE = "The charting form of this review asks for no number."
CAPTION, NAME = "Numbers", "tbl-numbers"


def of_form(review: Review, name: str | None) -> list[dict[str, Any]]:
    """The questions for a number: that one; else those of the table of characteristics; else all."""
    every = form.ordered(review.questions, type="number")
    if name is not None:
        return [one for one in every if one["question_id"] == name]
    return [one for one in every if one["table_1"] == "yes"] or every


def numbers(review: Review, question: str | None = None) -> HTML | Markdown:
    """The numbers that answer a question, or each question for a number of the table of characteristics, on a line of their own.

    A mark is a report, a study or an entity; beyond 60 of them, bars say how many lie where. Beside each stand its unit, how many
    gave a number and of how many it is not known.
    """
    drawn = [(one, found) for one, found in _found(review, question) if found.values]
    if not drawn:
        return page(_none(review, question))
    shown = drawn[:MOST]
    height = max(HEAD + HEIGHT * len(shown), LEAST)
    figure, whole = axes(height=height)
    whole.set_axis_off()
    names = form.headings([one for one, _ in shown])
    for at, (one, found) in enumerate(shown):
        bottom = 1 - (HEAD + HEIGHT * (at + 1) - 0.3) / height
        with matplotlib.rc_context(STYLE):
            ax = figure.add_axes((0.04, bottom, 0.92, 0.34 / height))
        said = [*wrap(names[at], CHARACTERS)[:1], *wrap(_beside(review, one, found), CHARACTERS)[:2]]
        ax.set_title("\n".join(said), loc="left", fontsize=9, color=INK, pad=6, linespacing=1.3)
        _strip(ax, found.numbers)
    told = [f"{name}: {_beside(review, one, found)}" for name, (one, found) in zip(names, shown, strict=True)]
    more = f"; {counted(len(drawn) - MOST, 'further number')} in the table" if len(drawn) > MOST else ""
    title = form.heading(shown[0][0]) if question else CAPTION
    return inline(figure, title=title, description=f"{'; '.join(told)}{more}.")


def _none(review: Review, question: str | None) -> str:
    """The line in place of numbers that there are not."""
    return absent(review, "questions") or nothing(
        "No number is charted yet." if of_form(review, question) else NONE
    )


def _found(review: Review, question: str | None) -> list[tuple[dict[str, Any], asked.Spread]]:
    return [(one, asked.spread(of_review.cells(review, one))) for one in of_form(review, question)]


def _strip(ax: Any, values: pd.Series) -> None:
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.04 or 1.0
    ax.set_xlim(low - room, high + room)
    for side in ("left", "top", "right"):
        ax.spines[side].set_visible(False)
    ax.set_yticks([])
    ax.tick_params(axis="x", labelsize=9)
    ax.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(6, integer=bool((values % 1 == 0).all())))
    ax.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda at, _: number(at)))
    if len(values) > MOST_MARKS:
        ax.hist(values, bins=_edges(values), color=BAR, edgecolor=INK, linewidth=0.4)
    else:
        width = (high - low + 2 * room) / BINS
        stacked: Counter = Counter()
        heights = []
        for value in values:
            place = int((value - low) / width)
            heights.append(stacked[place])
            stacked[place] += 1
        ax.scatter(values, heights, s=30, color=MARK, edgecolors=INK, linewidths=0.5, clip_on=False, zorder=3)
        ax.set_ylim(-0.6, max(2.4, max(heights) + 0.6))
    ax.axvline(float(values.median()), color=INK, linewidth=1, linestyle=(0, (3, 2)))


def _edges(values: pd.Series) -> list[float]:
    """Where bars begin and end: of whole numbers each bar holds equally many."""
    low, high = float(values.min()), float(values.max())
    if (values % 1 == 0).all():
        wide = max(1, math.ceil((high - low + 1) / BARS))
        return [low - 0.5 + wide * n for n in range(math.ceil((high - low + 1) / wide) + 1)]
    return [low + (high - low) * n / BARS for n in range(BARS + 1)]


def _beside(review: Review, question: Mapping[str, Any], found: asked.Spread) -> str:
    """How many gave a number, its middle and its ends, and of how many it is not known."""
    values, (one, many) = found.numbers, review.nouns.things(question["about"])
    text = f"{len(values):,} of {counted(found.of, one, many)}"
    text += (
        f", median {number(values.median())}, range {span(values.min(), values.max())}"
        if len(values) > 1
        else ""
    )
    silent = [f"{n:,} {UNSAID.get(word, 'in words')}" for word, n in found.silent.items()]
    return text + (f"; {joined(silent)}" if silent else "")


def numbers_table(review: Review, question: str | None = None) -> Markdown:
    """What the numbers of a figure come to: how many, median, quartiles, range, and of how many there is none. All of them."""
    found = _found(review, question)
    name = f"{NAME}-{question.replace('_', '-')}" if question else NAME
    if not any(own.values for _, own in found):
        return in_place(_none(review, question), caption=CAPTION, name=name)
    names = form.headings([one for one, _ in found])
    rows = [[escape(name), *_row(review, one, own)] for name, (one, own) in zip(names, found, strict=True)]
    head = ["Number", "Given (n/N)", "Median", "Middle half", "Range", "Not known"]
    caption = escape(form.heading(found[0][0])) if question else CAPTION
    return page(grid(head, rows, caption=caption, name=name))


def _row(review: Review, question: Mapping[str, Any], found: asked.Spread) -> list[str]:
    values, (one, many) = found.numbers, review.nouns.things(question["about"])
    silent: Sequence[str] = [f"{n:,} {UNSAID.get(word, 'in words')}" for word, n in found.silent.items()]
    ends = [("–", "–", "–")] if values.empty else [
        (
            number(values.median()),
            span(values.quantile(0.25), values.quantile(0.75)),
            span(values.min(), values.max()),
        )
    ]  # fmt: skip
    return [
        f"{len(values):,}/{found.of:,} {one if found.of == 1 else many}",
        *ends[0],
        joined(silent) or "–",
    ]
