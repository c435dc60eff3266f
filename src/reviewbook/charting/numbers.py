"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from reviewbook.charting import of_review
from reviewbook.charting.coverage import CHARTED, NOT_ASKED, OPEN
from reviewbook.page.words import counted, do, joined
from reviewbook.review.answers import DIFFER
from reviewbook.review.labels import UNSAID
from reviewbook.review.model import Review
from reviewbook.review.nothing import WORDS

NO_FORM = "This review has no charting form of its own: it charts what the columns of its tables ask."


def charting_numbers(review: Review) -> dict[str, object]:
    """How many questions were asked, how many of the answers there are, and how many the charters differ on."""
    questions = review.questions
    values: dict[str, object] = {"n_questions": len(questions), "n_charters": len(of_review.charters(review))}
    if questions.empty:
        return values | {"answer": NO_FORM, "differ": NO_FORM}
    states = of_review.coverage(review)["state"].value_counts()
    whole = int(states.sum()) - int(states.get(NOT_ASKED, 0))
    there = int(states.get(CHARTED, 0))
    told = [f"{there:,} {do(there, 'are')} charted"]
    told += [f"{n:,} {do(n, 'are')} {UNSAID[word]}" for word in WORDS if (n := int(states.get(word, 0)))]
    told += [f"{n:,} {do(n, 'are')} open" for n in [int(states.get(OPEN, 0))] if n]
    asked = f"{counted(len(questions), 'question')}, {counted(whole, 'answer')} in all"
    differ = int((of_review.standing(review)["standing"] == DIFFER).sum())
    return values | {
        "answer": f"{asked}: {joined(told)}.",
        "differ": f"{counted(differ, 'answer')} {do(differ, 'are')} not settled: the charters differ.",
    }
