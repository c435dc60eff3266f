"""Numbers that a review charts by its own form: a strip of marks or bars for each, and the table of what they come to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.page.drawing import SIZE, SMALL, Sheet, both, cut
from reviewbook.page.figure import Data, framed, slug
from reviewbook.page.grid import absent, grid, in_place, nothing, page
from reviewbook.page.svg import text_width, wrap
from reviewbook.page.words import counted, escape, joined, number, span
from reviewbook.review import form
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.review.questions import ABOUT
from reviewbook.studies import asked, of_review

MOST = 12  # strips of a figure; the table has all
MOST_MARKS = 60  # numbers drawn one by one; of more, how many lie within each twentieth of the range
BARS = 20
MARK = 4.5  # radius
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
    names = form.headings([one for one, _ in shown])
    beside = [_beside(review, one, found) for one, found in shown]

    def draw(sheet: Sheet) -> None:
        for name, said, (_, found) in zip(names, beside, shown, strict=True):
            y = sheet.lines(cut(wrap(name, sheet.width, bold=True), 2), 0, sheet.y + SIZE, "b")
            sheet.y = sheet.lines(wrap(said, sheet.width, size=SMALL), 0, y, "q s") - SIZE + 4
            _strip(sheet, found.numbers)

    told = [f"{name}: {said}" for name, said in zip(names, beside, strict=True)]
    more = f"; {counted(len(drawn) - MOST, 'further number')} in the table" if len(drawn) > MOST else ""
    title = form.heading(shown[0][0]) if question else CAPTION
    name = f"numbers-{slug(question)}" if question else "numbers"
    image = both(draw, title=title, description=f"{'; '.join(told)}{more}.", name=name)
    data = Data(
        ["Number", "Value"],
        [
            [one, number(value)]
            for one, (_, found) in zip(names, shown, strict=True)
            for value in found.numbers
        ],
    )
    return HTML(
        framed(
            review,
            image,
            name=name,
            finding=finding(names, [found.numbers for _, found in shown]),
            unit=f"A mark is one number; the line of dashes is their median{more}",
            tables=_tables(one for one, _ in shown),
            data=data,
        )
    )


def finding(names: Sequence[str], values: Sequence[pd.Series]) -> str:
    """The middle and the ends of the number that most give, of equals of the first."""
    at = max(range(len(names)), key=lambda at: (len(values[at]), -at))
    name, own = names[at], values[at]
    if len(own) == 1 or own.min() == own.max():
        return f"{name}: {number(own.min())}{', the only one given' if len(own) == 1 else ' wherever it is given'}"
    return f"{name}: median {number(own.median())}, from {number(own.min())} to {number(own.max())}"


def _tables(questions: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(ABOUT[one["about"]][0] for one in questions))


def _none(review: Review, question: str | None) -> str:
    """The line in place of numbers that there are not."""
    return absent(review, "questions") or nothing(
        "No number is there yet." if of_form(review, question) else NONE
    )


def _found(review: Review, question: str | None) -> list[tuple[dict[str, Any], asked.Spread]]:
    return [(one, asked.spread(of_review.cells(review, one))) for one in of_form(review, question)]


def _strip(sheet: Sheet, values: pd.Series) -> None:
    """Marks, or of many numbers bars, over their scale; a dashed line at the median."""
    low, high = float(values.min()), float(values.max())
    edges = _edges(values) if len(values) > MOST_MARKS else []
    if edges:
        low, high = edges[0], edges[-1]
    room = (high - low) * 0.02 or 1.0
    low, high = low - room, high + room

    def place(value: float) -> float:
        return sheet.width * (value - low) / (high - low)

    if edges:
        counts = pd.cut(values, edges, right=False).value_counts(sort=False).tolist()
        counts[-1] += int((values == edges[-1]).sum())
        tall, top = 34, sheet.y + 4
        base = top + tall
        for n, begin, end in zip(counts, edges[:-1], edges[1:], strict=True):
            own = tall * n / max(counts)
            sheet.bar(place(begin) + 0.5, base - own, place(end) - place(begin) - 1, own)
    else:
        stacked: Counter = Counter()
        at = []
        for value in values:
            slot = int(place(float(value)) / (2.2 * MARK))
            at.append((place(float(value)), stacked[slot]))
            stacked[slot] += 1
        top = sheet.y + 4
        base = top + max(16, 2.2 * MARK * max(stacked.values()) + 2)
        sheet.marks([(x, base - 2.2 * MARK * (n + 0.5) - 1) for x, n in at], "v", size=MARK)
    sheet.path(f"M0 {base:.1f}H{sheet.width:g}", "r")
    middle = place(float(values.median()))
    sheet.parts.append(f'<path class="k" stroke-dasharray="3 2" d="M{middle:.1f} {top:.1f}V{base:.1f}"/>')
    for tick in _ticks(
        float(values.min()),
        float(values.max()),
        whole=bool((values % 1 == 0).all()),
        most=4 if sheet.narrow else 7,
    ):
        text = number(tick)
        half = text_width(text, size=SMALL) / 2
        x = min(max(place(tick), half), sheet.width - half)
        sheet.path(f"M{place(tick):.1f} {base:.1f}v4", "r")
        sheet.text(text, x, base + 16, "s m")
    sheet.y = base + 34


def _ticks(low: float, high: float, *, whole: bool, most: int) -> list[float]:
    """Round numbers from the lowest to the highest, at most so many; where there is none, both ends."""
    spread = high - low
    if not spread:
        return [low]
    step = 10.0 ** math.floor(math.log10(spread / most))
    step *= next(by for by in (1, 2, 5, 10) if spread / (step * by) <= most - 1 or by == 10)
    step = max(1.0, step) if whole else step
    first = math.ceil(low / step)
    found = [round(at * step, 10) for at in range(first, math.floor(high / step) + 1)]
    return found if len(found) > 1 else [low, high]


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
