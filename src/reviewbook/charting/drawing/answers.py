"""What was answered: for each group of questions one figure, with a bar an answer and a strip for numbers.

Each fraction is of those that have a value; what is not reported or open stands apart and is in no bar. How it looks:
`book/_static/charting.css`. It is its own table: every number stands in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import groupby
from statistics import median
from typing import Any

from IPython.display import HTML, Markdown

from reviewbook.charting import of_review
from reviewbook.charting.answered import Answered
from reviewbook.charting.drawing.parts import apart, bar, line, things
from reviewbook.page.escape import html as escape
from reviewbook.page.figure import framed
from reviewbook.page.grid import absent, page
from reviewbook.page.words import counted, do, number, span
from reviewbook.review import form
from reviewbook.review.labels import LABELS
from reviewbook.review.model import Review
from reviewbook.review.nothing import is_given

MOST_ANSWERS = 12  # bars of a question; further answers are counted together
WIDE = 100  # times the smallest that the largest number is, from which a strip is on a log scale


def answers(review: Review) -> HTML | Markdown | None:
    """What was answered to each question, a figure a group; None where nothing is charted."""
    if line := absent(review, "questions"):
        return page(line)
    questions = of_review.in_order(review)
    pairs = list(zip(questions, of_review.answered(review), strict=True))
    if not any(found.charted for _, found in pairs):
        return None
    parts = []
    several = len({question["group"] for question in questions}) > 1
    for group, own in groupby(pairs, key=lambda pair: pair[0]["group"]):
        if several:
            parts.append(f'<p class="rb-line-head">{escape(group or "Further questions")}</p>')
        shown = "\n".join(_question(question, found, review) for question, found in own)
        named = f' aria-label="{escape(group)}"' if group else ""
        parts.append(f'<ul class="rb-asked"{named}>\n{shown}\n</ul>')
    return HTML(
        framed(
            review,
            '<div class="rb-charted">\n' + "\n".join(parts) + "\n</div>",
            name="answers",
            finding=_finding(sum(found.charted > 0 for _, found in pairs), len(pairs)),
            unit="Each share is of those that have an answer; what is not known stands beside the question",
            tables=["questions", "answers" if len(review.answers) else "reports"],
            table=True,
        )
    )


def _finding(given: int, n: int) -> str:
    if given == n > 1:
        return f"Each of {n:,} questions is answered at least once"
    return f"{given:,} of {counted(n, 'question')} {do(given, 'are')} answered at least once"


def _question(question: Mapping[str, Any], found: Answered, review: Review) -> str:
    """A question with what is charted of it, and what was answered."""
    beside = [f"{found.charted:,} of {things(found.asked, question['about'])} charted", apart(found.apart)]
    if found.several:
        beside.append("several answers each, so that shares add to more than all")
    if question["type"] == "text" and found.charted:
        beside[0] += ", in words"  # which cannot be counted
    told = "; ".join(filter(None, beside))
    head = f'<p><strong>{escape(question["label"])}</strong> <span class="rb-line-of">{told}</span></p>'
    if not found.charted or question["type"] == "text":
        return f"<li>{head}</li>"
    if question["type"] == "number":
        return f"<li>{head}{_numbers(found, question)}</li>"
    known = form.words(question, review.choices)
    words = {value: form.in_words(question, [value], known) for value, _ in found.answers}
    return f"<li>{head}{_bars(found, words)}</li>"


def _bars(found: Answered, words: Mapping[str, str]) -> str:
    """A bar an answer, of those that have a value; of many those that were given most often."""
    told = list(found.answers)
    if more := told[MOST_ANSWERS:]:
        most = sorted(range(len(told)), key=lambda at: (-told[at][1], at))[: MOST_ANSWERS - 1]
        more = [told[at] for at in range(len(told)) if at not in set(most)]
        told = [told[at] for at in sorted(most)]
    lines = [
        line(
            escape(words[value]),
            bar([("rb-share", n)], found.charted),
            f"{n:,} of {found.charted:,}",
        )
        for value, n in told
    ]
    if more:
        given = [n for _, n in more if n]
        never = len(more) - len(given)
        said = f"{counted(len(given), 'further answer')}, each given by {span(min(given), max(given))}" if given else ""  # fmt: skip
        said += (
            f"{'; ' if given and never else ''}{counted(never, 'choice')} that nobody gave" if never else ""
        )
        lines.append(f'<li class="rb-line-more">{said}</li>')
    return f'<ul class="rb-lines">{"".join(lines)}</ul>'


def _numbers(found: Answered, question: Mapping[str, Any]) -> str:
    """A strip with a stroke a number, and their median and range."""
    if not found.numbers:
        return ""
    low, high = found.numbers[0], found.numbers[-1]
    unit = f" {escape(LABELS.get(question['unit'], question['unit']))}" if is_given(question["unit"]) else ""
    middle = median(found.numbers)
    log = low > 0 and high >= WIDE * low
    name = f"median {number(middle)}{unit}"
    said = f"range {span(low, high)}{unit}; {counted(len(found.numbers), 'number')}"
    said += "; log scale" if log else ""
    strip = _strip([*map(_log if log else float, found.numbers)], (_log if log else float)(middle))
    return f'<ul class="rb-lines">{line(name, strip, said)}</ul>'


def _log(value: float) -> float:
    return math.log10(value)


def _strip(numbers: list[float], middle: float) -> str:
    """Strokes between the smallest and the largest number; the median is taller."""
    low, wide = numbers[0], numbers[-1] - numbers[0]

    def place(value: float) -> str:
        return f"{1 + 98 * ((value - low) / wide if wide else 0.5):.4g}"

    strokes = "".join(
        f'<path d="M{at} 4V12"/>' for at in dict.fromkeys(place(value) for value in numbers)
    )  # fmt: skip
    return (
        '<svg class="rb-strip" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'{strokes}<path class="rb-middle" d="M{place(middle)} 0V16"/></svg>'
    )
