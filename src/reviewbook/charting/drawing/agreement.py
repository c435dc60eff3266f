"""How far charters agree, question by question: a dot at the share of pairs that are alike, and its interval.

How it looks: `book/_static/charting.css`. It says in words what it draws; the table beneath has the coefficients
(`reviewbook.charting.tables.compared_charters`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from IPython.display import HTML, Markdown

from reviewbook.charting import agreement, of_review
from reviewbook.charting.drawing.parts import line
from reviewbook.page.escape import html as escape
from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, page
from reviewbook.page.words import counted, unbroken
from reviewbook.review.model import Review


def charters(review: Review) -> HTML | Markdown | None:
    """The share of pairs alike of each question with its interval; None where no two charters answered the same."""
    if line := absent(review, "questions"):
        return page(line)
    pairs = of_review.pairs(review)
    whole = agreement.counts(pairs)
    if not whole["answered"]:
        return None
    names = dict(zip(review.questions["question_id"], review.questions["label"], strict=True))
    lines = [_line("All questions", whole, "rb-line-all")]
    lines += [
        _line(names[row["question_id"]], row) for row in of_review.by_question(review).to_dict("records")
    ]
    ends = "".join(f"<i>{share} %</i>" for share in (0, 50, 100))
    scale = f'<li class="rb-line-scale" aria-hidden="true"><span></span><span>{ends}</span><span></span></li>'
    named = '<ul class="rb-lines rb-dots" aria-label="Pairs of answers that are alike">'
    data = Data(
        ["Question", "Alike", "Pairs", "Per cent"],
        [
            [
                names[row["question_id"]],
                row["alike"],
                row["answered"],
                f"{float(row['percent']):.1f}" if row["answered"] else "",
            ]
            for row in of_review.by_question(review).to_dict("records")
        ],
    )
    return HTML(
        framed(
            review,
            f'<div class="rb-charted">\n{named}{scale}{"".join(lines)}</ul>\n</div>',
            name="charters",
            finding=finding(whole),
            unit="Pairs of answers that two people gave apart, before they talked; a line is the 95 % interval",
            tables=["questions", "answers"],
            data=data,
            table=True,
        )
    )


def finding(whole: Mapping[str, Any]) -> str:
    """How often two people gave the same answer, of `agreement.counts`."""
    pairs = f"{whole['alike']:,} of {counted(whole['answered'], 'pair')}"
    return f"Two people gave the same answer in {pairs} ({float(whole['percent']):.0f} %)"


def _line(name: str, row: dict[str, Any], css: str = "") -> str:
    if not row["answered"]:
        return line(escape(name), '<span class="rb-dot-line" aria-hidden="true"></span>', "no pair answered")
    low, share, high = (float(row[one]) for one in ("percent_low", "percent", "percent_high"))
    drawn = (
        '<span class="rb-dot-line" aria-hidden="true">'
        f'<i style="left:{low:.4g}%;width:{high - low:.4g}%"></i><b style="left:{share:.4g}%"></b></span>'
    )
    interval = unbroken(f"{share:.0f} % ({low:.0f} to {high:.0f})")
    said = f"<strong>{row['alike']:,} of {row['answered']:,}</strong> alike: {interval}"
    return line(escape(name), drawn, said, css)
