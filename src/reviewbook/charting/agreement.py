"""How far charters agree: pairs of cells that two of them filled in, question by question.

What a pair is. Two charters who both charted a report, study or entity are compared there on every question that either of them
answers anywhere. A pair in which one cell is blank is told apart: nobody is asked to agree with what is not charted yet. The charter
"consensus" settles what others differ on and is never compared with anybody.

What is alike. Choices: the same choice; of several the same ones, whatever their order. Numbers: equal. Dates and countries: the
same. Texts: the same words, whatever their capitals and blanks. A word for nothing is alike with itself; against a value it stands
apart, as one of the two found what the other did not.

What is nearly alike, and never counted as alike: several choices that have one in common; numbers at most `TOLERANCE` of the larger
apart; dates one of which says more of the other; texts with a likeness of `NEARLY` or more. Likeness is the share of words in the
same order in both texts, punctuation and capitals aside: the ratio of difflib's SequenceMatcher, 0 to 1, of the first `MOST_WORDS`
words.

Shares have Wilson's interval. Kappa, AC1 and PABAK (`reviewbook.agreement.between`) are worked out for one choice and yes or no, from
`LEAST` pairs.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import pandas as pd

from reviewbook import agreement
from reviewbook.agreement import COEFFICIENTS
from reviewbook.review.answers import CONSENSUS, DIFFER, SETTLED, alikeness
from reviewbook.review.dictionary import PLAIN
from reviewbook.review.mending import key
from reviewbook.review.nothing import NOTHING
from reviewbook.review.questions import parted

TOLERANCE = 0.05  # of the larger of two numbers
NEARLY = 0.8  # likeness of two texts
MOST_WORDS = 1_000
LEAST = 10  # pairs: with fewer a coefficient says next to nothing

ALIKE, NEAR, APART, ONE_SILENT, BLANK = "alike", "nearly", "differ", "one_silent", "blank"
OUTCOMES = (ALIKE, NEAR, APART, ONE_SILENT, BLANK)
PAIRS = ["question_id", "about_id", "charter_a", "charter_b", "value_a", "value_b", "outcome", "likeness"]
FIGURES = ["percent", "percent_low", "percent_high", *COEFFICIENTS]
COUNTS = ["pairs", "differ_as_written", "answered", *OUTCOMES]


def pairs(
    answers: pd.DataFrame,
    as_read: pd.DataFrame,
    questions: pd.DataFrame,
    *,
    not_asked: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Every pair of cells of two charters, and whether they are alike.

    Parameters
    ----------
    answers : table answers, as written; as_read : the same rows from `reviewbook.review.answers.read`.
    not_asked : (question, about) that were not asked: pairs that are blank there are none.

    Returns
    -------
    DataFrame, one row (question_id, about_id, charter_a, charter_b), questions in their order, charters by name
        - value_a, value_b: as read, missing where blank
        - outcome: alike, nearly, differ, one_silent (a word for nothing against a value), blank (one or both are)
        - likeness: 0 to 1, of texts that are not alike; else missing
        - as_written: whether the cells are the same but for blanks around and between words
    """
    kinds = dict(zip(questions["question_id"], questions["type"], strict=True))
    about_kind = dict(zip(questions["question_id"], questions["about"], strict=True))
    read, written = _cells(as_read, kinds), _cells(answers, kinds)
    charters: dict[tuple[str, str], set[str]] = {}  # of each thing, by what kind of thing it is
    answered: dict[str, set[str]] = {}  # of each charter, the questions
    for question, about, charter in read:
        charters.setdefault((about_kind[question], about), set()).add(charter)
        answered.setdefault(charter, set()).add(question)
    ordered = questions.sort_values("position", kind="stable")[["question_id", "about"]]
    rows = []
    for question, kind in ordered.itertuples(index=False, name=None):
        for (of, about), own in charters.items():
            if of != kind:
                continue
            for a, b in combinations(sorted(own), 2):
                if question not in answered[a] | answered[b]:
                    continue
                cells = [read.get((question, about, one)) for one in (a, b)]
                if cells == [None, None] and (question, about) in not_asked:
                    continue
                outcome, likeness = _compared(cells[0], cells[1], kinds[question])
                same = written.get((question, about, a)) == written.get((question, about, b))
                rows.append([question, about, a, b, *cells, outcome, likeness, same])
    found = pd.DataFrame(rows, columns=[*PAIRS, "as_written"])
    texts = dict.fromkeys([name for name in PAIRS if name != "likeness"], "string")
    return found.astype(texts | {"likeness": "Float64", "as_written": "boolean"})


def _cells(answers: pd.DataFrame, kinds: Collection[str]) -> dict[tuple[str, str, str], str]:
    """What each charter answered to each question about each thing, blanks left out."""
    own = answers.loc[
        answers["value"].notna() & (answers["charter"] != CONSENSUS).fillna(False),
        ["question_id", "about_id", "charter", "value"],
    ]
    return {
        (question, about, charter): " ".join(value.split())
        for question, about, charter, value in own.itertuples(index=False, name=None)
        if question in kinds and value.strip()
    }


def _compared(a: str | None, b: str | None, kind: str) -> tuple[str, object]:
    """How two answers to a question of a type compare, and the likeness of two texts."""
    if a is None or b is None:
        return BLANK, pd.NA
    if alikeness(a, kind) == alikeness(b, kind):
        return ALIKE, pd.NA
    if a in NOTHING or b in NOTHING:
        return (APART if a in NOTHING and b in NOTHING else ONE_SILENT), pd.NA
    if kind == "text":
        said = likeness(a, b)
        return (NEAR if said >= NEARLY else APART), said
    return (NEAR if _nearly(a, b, kind) else APART), pd.NA


def _nearly(a: str, b: str, kind: str) -> bool:
    """Whether two answers that are not alike, and no texts, say nearly the same."""
    if kind == "choices":
        return bool(set(map(key, parted(a))) & set(map(key, parted(b))))
    if kind == "number" and PLAIN["number"].fullmatch(a) and PLAIN["number"].fullmatch(b):
        one, other = float(a), float(b)
        return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))
    return kind == "date" and (a.startswith(f"{b}-") or b.startswith(f"{a}-"))


def likeness(a: str, b: str) -> float:
    """The share of words that two texts have in the same order, 0 to 1, whichever comes first.

    >>> likeness("Lack of time, and pain.", "lack of time and pain")
    1.0
    """
    first, second = sorted((_words(a), _words(b)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return (re.findall(r"\w+", text.casefold()) or text.split())[:MOST_WORDS]


def by_question(compared: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame) -> pd.DataFrame:
    """Agreement on each question.

    Parameters
    ----------
    compared : from `pairs`.

    Returns
    -------
    DataFrame, one row a question that has pairs, in their order
        - question_id, type
        - pairs, differ_as_written, answered (pairs in which both did), alike, nearly, differ, one_silent, blank: numbers of pairs
        - percent (alike, of those answered), percent_low, percent_high
        - kappa and the other `COEFFICIENTS`, missing where there are fewer than `LEAST` pairs or another type
        - categories: how many answers these count with
    """
    rows = []
    kinds = dict(zip(questions["question_id"], questions["type"], strict=True))
    for question, own in compared.groupby("question_id", sort=False):
        row = {"question_id": question, "type": kinds[question]} | counts(own)
        if kinds[question] in ("choice", "yes_no") and row["answered"] >= LEAST:
            row |= _coefficients(own, _listed(question, kinds[question], choices))
        rows.append(row)
    columns = ["question_id", "type", *COUNTS, *FIGURES, "categories"]
    found = pd.DataFrame(rows, columns=columns)
    types = dict.fromkeys(["question_id", "type"], "string") | dict.fromkeys([*COUNTS, "categories"], "Int64")
    return found.astype(types | dict.fromkeys(FIGURES, "Float64"))


def counts(compared: pd.DataFrame) -> dict[str, Any]:
    """Of pairs, the numbers and the share alike that `by_question` names; the share is missing where no pair is answered."""
    n = compared["outcome"].value_counts()
    of = {outcome: int(n.get(outcome, 0)) for outcome in OUTCOMES}
    answered = len(compared) - of[BLANK]
    found: dict[str, Any] = {
        "pairs": len(compared),
        "differ_as_written": int((~compared["as_written"]).sum()),
        "answered": answered,
        **of,
    }
    if answered:
        low, high = agreement.wilson(of[ALIKE], answered)
        found |= {
            "percent": 100 * of[ALIKE] / answered,
            "percent_low": 100 * low,
            "percent_high": 100 * high,
        }
    return found


def _listed(question: str, kind: str, choices: pd.DataFrame) -> list[str]:
    if kind == "yes_no":
        return ["yes", "no", "unclear"]
    return choices.loc[choices["question_id"] == question, "value"].dropna().map(key).tolist()


def _coefficients(own: pd.DataFrame, listed: Collection[str]) -> dict[str, Any]:
    """The coefficients of the answers to one question; of more than two charters those of all together."""
    there = own[own["outcome"] != BLANK]
    sides = [
        there[["about_id", f"charter_{side}", f"value_{side}"]].set_axis(
            ["about_id", "charter", "value"], axis=1
        )
        for side in "ab"
    ]
    judged = pd.concat(sides).drop_duplicates(["about_id", "charter"])
    said = judged["value"].map(lambda value: value if value in NOTHING else key(value))
    every = list(dict.fromkeys([*listed, *sorted(said.unique())]))
    if len(every) < 2:
        return {"categories": len(every)}
    found = agreement.between(
        judged.assign(said=said), unit="about_id", rater="charter", answer="said", answers=every
    )
    last = found.iloc[-1]  # the pair, or, behind the pairs, all together
    return {name: last[name] for name in COEFFICIENTS} | {"categories": len(every)}


def differences(compared: pd.DataFrame, as_read: pd.DataFrame, stands: pd.DataFrame) -> pd.DataFrame:
    """The cells in which charters are not alike: those that nobody has settled first.

    Parameters
    ----------
    compared : from `pairs`; as_read, stands : from `reviewbook.review.answers.read` and `standing`.

    Returns
    -------
    DataFrame, one row (question_id, about_id), open ones first
        - said: what each charter answered, as (charter, value), missing where blank
        - outcome: of several pairs that of the one furthest apart; likeness: the lowest
        - stands: the answer, missing where none does
        - settled: whether a consensus is there; settled_by: who it says settled it
        - open: whether charters differ, and no consensus is there
    """
    by = ["question_id", "about_id"]
    contested = (compared["outcome"] != ALIKE) & (compared["value_a"].notna() | compared["value_b"].notna())
    cells = compared[contested.groupby([compared[name] for name in by]).transform("any").astype(bool)]
    far = {outcome: at for at, outcome in enumerate((APART, ONE_SILENT, NEAR, BLANK, ALIKE))}
    names = ["question_id", "about_id", "value", "standing"]
    standing = {row[:2]: row[2:] for row in stands[names].itertuples(index=False, name=None)}
    by_consensus = as_read.loc[(as_read["charter"] == CONSENSUS).fillna(False)]
    who = {
        (row.question_id, row.about_id): row.settled_by
        for row in by_consensus[["question_id", "about_id", "settled_by"]].itertuples(index=False)
    }
    rows = []
    for (question, about), own in cells.groupby(by, sort=False):
        said: dict[str, object] = {}
        for row in own.itertuples(index=False):
            said |= {row.charter_a: row.value_a, row.charter_b: row.value_b}
        value, how = standing.get((question, about), (pd.NA, BLANK))
        rows.append(
            [
                question,
                about,
                list(said.items()),
                min(own["outcome"], key=far.__getitem__),
                own["likeness"].min(),
                value,
                who.get((question, about), pd.NA) if how == SETTLED else pd.NA,
                how == SETTLED,
                how == DIFFER,
            ]
        )
    columns = [
        "question_id",
        "about_id",
        "said",
        "outcome",
        "likeness",
        "stands",
        "settled_by",
        "settled",
        "open",
    ]
    found = pd.DataFrame(rows, columns=columns)
    texts = dict.fromkeys(["question_id", "about_id", "outcome", "stands", "settled_by"], "string")
    found = found.astype(texts | {"likeness": "Float64", "settled": "boolean", "open": "boolean"})
    return found.sort_values("open", ascending=False, kind="stable").reset_index(drop=True)
