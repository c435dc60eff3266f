"""Chapter 10: what became of each question, how far charters agree, and every cell in which they do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import shorten
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.charting import agreement, of_review
from reviewbook.charting.agreement import ALIKE, APART, BLANK, LEAST, NEAR, NEARLY, ONE_SILENT, TOLERANCE
from reviewbook.charting.coverage import CHARTED, NOT_ASKED, OPEN, STATES, by_question
from reviewbook.charting.drawing.parts import SIGNS
from reviewbook.page.grid import file_link, folded, grid, page
from reviewbook.page.links import link
from reviewbook.page.words import (
    cite,
    coefficient,
    counted,
    escape,
    fraction,
    number,
    of_all,
    said,
    unbroken,
)
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.review.nouns import THINGS
from reviewbook.review.questions import parted, together

LONGEST = 160  # characters of an answer that a cell shows
MOST_CELLS = 500  # in which charters differ: they are opened by a click, and somebody goes through them
NOBODY = "nobody has decided it"
OUTCOME = {APART: "differ", ONE_SILENT: "one says nothing", NEAR: "nearly alike", BLANK: "one is blank"}
RULE = (
    "What is compared is what was charted before anybody decided. Alike are the same choice, several in whatever order; equal numbers; "
    "the same date; texts of the same words. Nearly alike, and not counted as alike, are several choices of which one is the same, numbers "
    f"at most {100 * TOLERANCE:.0f} % apart, dates of which one says more of the other, and texts with a likeness of {NEARLY} or more: the "
    "share of words in the same order, punctuation and capitals aside. Where one says that nothing is reported and the other gives a "
    "value, the pair stands apart. A blank is not charted yet; it counts in the column of what differs as written alone. AC1 and "
    f"kappa are there for one choice, and for yes or no, from {LEAST} pairs; a word for nothing is an answer there. Brackets hold "
    "intervals at 95 %, Wilson's for shares. Over all questions each pair counts as a judgement of its own, so that the interval is, if "
    "anything, too narrow."
)


def coverage(review: Review) -> Markdown | None:
    """How many are in which state, question by question, folded away; None where the review has no form."""
    states = of_review.coverage(review)
    if states.empty:
        return None
    table = by_question(states, review.questions)
    shown = [state for state in STATES if table[state].any() or state == CHARTED]
    rows = [
        [
            escape(row["label"]),
            of_all(int(row[CHARTED]), int(row[CHARTED] + row[OPEN]), int(row["asked"])),
            *(number(row[state]) for state in shown if state != CHARTED),
            number(row["asked"]),
            THINGS[row["about"]][1],
        ]
        for _, row in table.iterrows()
    ]
    words = [SIGNS[state][1].capitalize() for state in shown if state != CHARTED]
    content = grid(
        ["Question", "Charted", *words, "Asked", "About"],
        rows,
        caption="What became of each question",
        name="tbl-coverage",
        all_in=file_link(review, "questions"),
    )
    note = "\n\nWhere answers are not charted yet, how many are charted is a range." if OPEN in shown else ""
    note += "\n\nOf those that were not asked, no question counts any." if NOT_ASKED in shown else ""
    return page(folded("The same numbers as a table", content + note))


def compared_charters(review: Review) -> Markdown | None:
    """How charters are compared, and how far they agree, question by question, folded away; None where no two charted the same."""
    pairs = of_review.pairs(review)
    if not agreement.counts(pairs)["answered"]:
        return None
    names = _labels(review)
    rows = [
        _compared(escape(names[row["question_id"]]), row)
        for row in of_review.by_question(review).to_dict("records")
    ]
    head = [
        "Question",
        "Alike, of pairs answered, and %",
        "Nearly alike",
        "Differ",
        "One says nothing",
        "Not both answered",
        "Differ as written, of all pairs",
        "AC1 and kappa",
    ]
    table = grid(
        head,
        rows,
        caption="Agreement of charters",
        name="tbl-charters",
        widths=[24, 14, 9, 8, 9, 11, 11, 18],
        total=_compared("All questions", agreement.counts(pairs)),
        all_in=file_link(review, "answers"),
    )
    return page(RULE, folded("The same numbers as a table, with AC1 and kappa", table))


def _compared(name: str, row: Mapping[str, Any]) -> list[str]:
    ends = [row.get(f"percent{end}") for end in ("", "_low", "_high")]
    share = "–" if ends[0] is None or pd.isna(ends[0]) else f"{ends[0]:.0f} ({ends[1]:.0f} to {ends[2]:.0f})"
    coefficients = {
        name: coefficient(row.get(one, pd.NA), row.get(f"{one}_low", pd.NA), row.get(f"{one}_high", pd.NA))
        for one, name in (("ac1", "AC1"), ("kappa", "kappa"))
    }
    told = "<br>".join(f"{one}\u00a0{figure}" for one, figure in coefficients.items() if figure != "–")
    return [
        name,
        f"{fraction(row[ALIKE], row['answered'])}<br>{unbroken(share)}",
        *(number(row[one]) for one in (NEAR, APART, ONE_SILENT, BLANK)),
        fraction(row["differ_as_written"], row["pairs"]),
        told or "–",
    ]


def charter_differences(review: Review) -> Markdown | None:
    """Every cell in which charters are not alike, with what each said, what stands and who settled it, folded away: open ones first;
    None where there is none."""
    table = of_review.differences(review)
    if table.empty:
        return None
    abouts = _named(review)
    by_id = review.questions.set_index("question_id")[["label", "about", "type"]].to_dict("index")
    rows = (
        [
            f"{escape(asked['label'])}<br>{abouts[asked['about']](row.about_id)}",
            f"{_said(row.said, asked['type'])}<br>*{OUTCOME[row.outcome]}{_likeness(row.likeness)}*",
            f"**open**<br>{NOBODY}" if row.open else f"{_short(row.stands)}{_settled(row)}",
        ]
        for row in table.itertuples(index=False)
        for asked in [by_id[row.question_id]]
    )
    n_open = int(table["open"].sum())
    content = grid(
        ["Question, and about what", "What each charter said", "What stands, and who decided it"],
        rows,
        caption="Where charters differ",
        name="tbl-charter-differences",
        css="rb-prose",
        widths=[28, 42, 30],
        of=len(table),
        most=MOST_CELLS,
        all_in=file_link(review, "answers"),
    )
    title = f"Where charters differ: {counted(len(table), 'answer')}, {n_open:,} open"
    return page(folded(title, content))


def _labels(review: Review) -> dict[str, str]:
    return dict(zip(review.questions["question_id"], review.questions["label"], strict=True))


def _named(review: Review) -> dict[str, Any]:
    """How a cell names what a question is about, by kind."""
    studies = dict(zip(review.studies["study_id"], review.studies["label"].fillna(""), strict=True))
    entities = dict(
        zip(review.interventions["intervention_id"], review.interventions["name"].fillna(""), strict=True)
    )
    reports = set(review.reports["report_id"])
    return {
        "report": lambda key: cite([key]) if key in reports else escape(key),
        "study": lambda key: escape(studies.get(key) or key),
        "entity": lambda key: (
            link("interventions", key, entities[key] or key) if key in entities else escape(key)
        ),
    }


def _said(answers: list[tuple[str, object]], kind: str) -> str:
    """What each charter answered: of several choices those in common apart, of long texts from where they begin to differ."""
    given = [str(value) for _, value in answers if pd.notna(value)]
    both, shown = "", _from_where_they_differ(given)
    if kind == "choices" and len(given) > 1 and not set(given) & set(NOTHING):
        common = [one for one in parted(given[0]) if all(one in parted(other) for other in given)]
        every = "Both" if len(answers) == 2 else "All"
        both = f"{every}: {_short(together(common))}<br>" if common else ""

        def shown(value: str) -> str:
            return together([one for one in parted(value) if one not in common]) or "nothing more"

    told = (value if pd.isna(value) else shown(str(value)) for _, value in answers)
    lines = [f"{escape(charter)}: {_short(one)}" for (charter, _), one in zip(answers, told, strict=True)]
    return both + "<br>".join(lines)


def _from_where_they_differ(texts: list[str]) -> Callable[[str], str]:
    """Leaves out how all of some texts begin, where they begin alike for long: else their difference would not be seen."""
    words = list(zip(*(text.split() for text in texts), strict=False))
    alike = next((at for at, some in enumerate(words) if len(set(some)) > 1), len(words))
    long = sum(len(some[0]) + 1 for some in words[:alike]) > LONGEST // 2
    return lambda text: f"… {' '.join(text.split()[alike:])}" if long else text


def _short(value: object) -> str:
    return said(pd.NA if pd.isna(value) else shorten(str(value), LONGEST, placeholder=" …"))


def _likeness(value: object) -> str:
    return "" if pd.isna(value) else f", likeness {value:.2f}"


def _settled(row: Any) -> str:
    """Who settled a cell that is not open; blank where one charter alone answered, and nothing was to be settled."""
    return f"<br>*decided by:* {said(row.settled_by)}" if row.settled else ""
