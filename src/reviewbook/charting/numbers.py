"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.charting import agreement, of_review
from reviewbook.charting.agreement import APART, BLANK, NEAR, ONE_SILENT
from reviewbook.charting.coverage import CHARTED, NOT_ASKED, OPEN
from reviewbook.charting.drawing.parts import things
from reviewbook.page.words import counted, do, in_words, joined, listed, of_all
from reviewbook.review.answers import DIFFER
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.review.nothing import WORDS
from reviewbook.review.nouns import THINGS
from reviewbook.review.questions import ABOUT

NO_FORM = "This review has no charting form of its own: it charts what the columns of its tables ask."
NOBODY = "Who charted what is not told, so that there is nothing to compare."
FRACTIONS = (
    "Each fraction is of those that have a value; what is not reported or not charted yet stands apart."
)


def charting_numbers(review: Review) -> dict[str, object]:
    """Chapter 10: how many questions were asked, how much is charted, and how far the charters agree."""
    questions = review.questions
    values: dict[str, object] = {"n_questions": len(questions), "n_charters": len(of_review.charters(review))}
    if questions.empty:
        return values | dict.fromkeys(("answer", "charted", "answers", "agree", "differ"), NO_FORM)
    differ = int((of_review.standing(review)["standing"] == DIFFER).sum())
    return values | {
        "answer": f"{_charted(review)} {_in_short(review)}".strip(),
        "charted": _by_kind(review),
        "answers": _answers(review),
        "agree": _agree(review),
        "differ": f"{counted(differ, 'answer')} {do(differ, 'are')} not resolved: the charters differ.",
    }


def _charted(review: Review) -> str:
    """How many questions of how many reports, studies and entities, and what became of the answers, as a sentence."""
    asked = review.questions["about"].dropna().unique()
    n = {about: len(getattr(review, table)) for about, (table, _) in ABOUT.items()}
    of = joined(things(n[about], about) for about in THINGS if about in asked and n[about])
    questions = counted(len(review.questions), "question")
    if not of:
        return f"{questions} {do(len(review.questions), 'are')} in the form; there is nothing yet of which they are asked."
    states = of_review.coverage(review)["state"].value_counts()
    return f"{questions} {'was' if len(review.questions) == 1 else 'were'} asked of {of}: {_states(states)}."


def _states(states: pd.Series) -> str:
    """What became of cells, in words: "31 of 40 answers are given and 9 are not reported"; a range where some are open."""
    n = {state: int(states.get(state, 0)) for state in (CHARTED, OPEN, NOT_ASKED)}
    whole = int(states.sum()) - n[NOT_ASKED]
    told = [f"{of_all(n[CHARTED], n[CHARTED] + n[OPEN], whole)} answers are given"]
    told += [f"{k:,} {do(k, 'are')} {UNSAID[word]}" for word in WORDS if (k := int(states.get(word, 0)))]
    told += [f"{n[OPEN]:,} {do(n[OPEN], 'are')} open"] if n[OPEN] else []
    return joined(told)


def _by_kind(review: Review) -> str:
    """What became of the questions about reports, studies and entities, each as a sentence, and what was not asked."""
    states = of_review.coverage(review)
    about = states["question_id"].map(
        dict(zip(review.questions["question_id"], review.questions["about"], strict=True))
    )
    told = []
    for kind in THINGS:
        own = states.loc[about == kind, "state"].value_counts()
        if len(own):
            n = int((review.questions["about"] == kind).sum())
            told.append(f"{counted(n, 'question')} about {THINGS[kind][1]}: {_states(own)}.")
    aside = int((states["state"] == NOT_ASKED).sum())
    if aside:
        told.append(f"{counted(aside, 'answer')} {do(aside, 'are')} not asked for, and counted nowhere.")
    return " ".join(told) or "There is nothing yet of which a question is asked."


def _answers(review: Review) -> str:
    found = of_review.answered(review)
    n = sum(one.charted > 0 for one in found)
    texts = int((review.questions["type"] == "text").sum())
    said = f"{n:,} of {counted(len(found), 'question')} {do(n, 'have')} an answer."
    if texts:
        said += f" {counted(texts, 'question')} {do(texts, 'are')} answered in texts, of which only the number is told."
    return f"{said} {FRACTIONS}" if n else said


def _in_short(review: Review) -> str:
    """How far charters agree and what is open, in a sentence; blank where no two charted the same."""
    whole = agreement.counts(of_review.pairs(review))
    if not whole["answered"]:
        return ""
    alike = f"Charters agree on {whole['alike']:,} of {whole['answered']:,} pairs of answers"
    return f"{alike}; {_settled(of_review.differences(review))}."


def _settled(differences: pd.DataFrame) -> str:
    """How many cells in which charters are not alike are settled, and how many open."""
    own = differences[differences["outcome"] != BLANK]
    n, settled = len(own), int(own["settled"].sum())
    if not n:
        return "no answers differ"
    left = f", and {n - settled:,} {do(n - settled, 'are')} open" if n > settled else ""
    return f"{settled:,} of {counted(n, 'difference')} {do(settled, 'are')} resolved{left}"


def _agree(review: Review) -> str:
    """How far charters agree, as sentences, or why they cannot be compared."""
    names = of_review.charters(review)
    if not names:
        return NOBODY
    if len(names) == 1:
        return f"{names[0]} alone charted: there is nothing to compare."
    whole = agreement.counts(of_review.pairs(review))
    who = f"{in_words(len(names)).capitalize()} charters ({listed(names)})"
    if not whole["answered"]:
        return f"{who} charted, and no two of them answered the same question about the same thing."
    return " ".join(
        [
            f"{who}: {counted(whole['pairs'], 'pair')} of answers, of which {whole['differ_as_written']:,} differ as written.",
            _alike(whole),
            f"{_settled(of_review.differences(review)).capitalize()}.",
        ]
    )


def _alike(whole: Mapping[str, Any]) -> str:
    n = whole["answered"]
    share = (
        f"{whole['percent']:.0f} %, 95 % interval {whole['percent_low']:.0f} to {whole['percent_high']:.0f}"
    )
    of = f"Both answered in {n:,} of them"
    told = [f"{whole['alike']:,} of {n:,} are alike ({share})"]
    told += [f"{k:,} {do(k, 'are')} nearly alike" for k in [whole[NEAR]] if k]
    told += [f"{k:,} {do(k, 'differ')}" for k in [whole[APART]] if k]
    told += [
        f"in {k:,} one says that nothing is reported and the other gives a value"
        for k in [whole[ONE_SILENT]]
        if k
    ]
    return f"{of}: {joined(told)}."
