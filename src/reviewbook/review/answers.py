"""What was charted, an answer a row, by whom; and what of it stands: the answers that a review is told by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.review.cells import TEXT
from reviewbook.review.dictionary import DTYPES, PLAIN
from reviewbook.review.mending import key, mended_cells
from reviewbook.review.nothing import AS_CHARTED, NOTHING
from reviewbook.review.questions import ABOUT, CHOSEN, counted_as, field, parted, together

CONSENSUS = "consensus"  # the charter whose answers settle what the others differ on
STANDS = ["question_id", "about_id", "value", "charters", "standing"]
SETTLED, ALONE, AGREED, DIFFER, BLANK = "settled", "alone", "agreed", "differ", "blank"


def read(answers: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame) -> pd.DataFrame:
    """The table answers, each value in the form that its question asks for, as far as it can be read as such.

    Returns
    -------
    DataFrame, one row an answer, as ``answers``: "Non-humanoid " is "non-humanoid" where that is the choice, 42,5 is 42.5.
    """
    found = answers.copy()
    by_id = questions.set_index("question_id", drop=False).to_dict("index")
    for question, rows in found.groupby("question_id", sort=False).groups.items():
        about = by_id.get(question)
        if about is None:
            continue
        cells = found.loc[rows, "value"].fillna("").astype(str)
        own = _choices_of(about, choices)
        if about["type"] == "choices":
            found.loc[rows, "value"] = [_several(cell, own) or pd.NA for cell in cells]
            continue
        distinct = list(dict.fromkeys(cells))
        mended = mended_cells(distinct, field(about, choices))
        now = {cell: mended.get(code, cell).strip() for code, cell in enumerate(distinct)}
        found.loc[rows, "value"] = [now[cell] or pd.NA for cell in cells]
    return found


def _choices_of(question: Mapping[str, Any], choices: pd.DataFrame) -> list[str]:
    return choices.loc[choices["question_id"] == question["question_id"], "value"].dropna().tolist()


def _several(cell: str, choices: list[str]) -> str:
    """A cell of several answers, each in the words of its choice."""
    if cell.strip() in NOTHING:
        return cell.strip()
    said = parted(cell)
    mended = mended_cells(said, {"type": "string", "constraints": {"enum": choices}}) if choices else {}
    return together(list(dict.fromkeys(mended.get(code, one) for code, one in enumerate(said))))


def standing(answers: pd.DataFrame, questions: pd.DataFrame) -> pd.DataFrame:
    """What stands of the answers of all charters.

    The consensus, where there is one; else what all who answered say alike: as numbers 1.0 and 1 are alike, of several choices
    the order does not count. Where they differ nothing stands.

    Parameters
    ----------
    answers : from `read`.

    Returns
    -------
    DataFrame, one row (question, what it is about), in the order of the answers: question_id, about_id, value (missing where
    nothing stands), charters (how many answered, the consensus not counted), standing (settled: by consensus; agreed: several say
    the same; alone: one answered; differ; blank: none answered yet)
    """
    kinds = dict(zip(questions["question_id"], questions["type"], strict=True))
    said: dict[tuple[str, str], dict[str, str]] = {}
    for question, about, charter, value in answers[
        ["question_id", "about_id", "charter", "value"]
    ].itertuples(index=False, name=None):
        own = said.setdefault((question, about), {})
        if pd.notna(value):
            own[charter] = value
    rows = [[*key, *_stands(own, kinds.get(key[0], "text"))] for key, own in said.items()]
    found = pd.DataFrame(rows, columns=STANDS)
    text = ("question_id", "about_id", "value", "standing")
    return found.astype(dict.fromkeys(text, "string") | {"charters": "int64"})


def _stands(said: Mapping[str, str], kind: str) -> tuple[object, int, str]:
    """Of what each charter said to one question about one thing: what stands, how many answered, and how it stands."""
    others = {charter: value for charter, value in said.items() if charter != CONSENSUS}
    alike = {alikeness(value, kind) for value in others.values()}
    if CONSENSUS in said:
        return said[CONSENSUS], len(others), SETTLED
    if len(alike) == 1:
        return next(iter(others.values())), len(others), AGREED if len(others) > 1 else ALONE
    return pd.NA, len(others), DIFFER if alike else BLANK


def alikeness(value: str, kind: str) -> object:
    """What answers to a question of a type have in common that say the same."""
    if value in NOTHING:
        return value
    if kind == "number" and PLAIN["number"].fullmatch(value):
        return float(value)
    if kind == "choices":
        return frozenset(map(key, parted(value)))
    return key(value) if kind in CHOSEN else " ".join(value.split()).casefold()


def widened(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables reports, studies and interventions with a column for each question about them.

    A cell that the table itself holds stays; a blank one, or a column that is not there, takes the answer that stands. Answers that
    the table choices counts as others are these here.
    """
    questions, choices = tables["questions"], tables["choices"]
    if questions.empty:
        return {}
    stands = standing(read(tables["answers"], questions, choices), questions)
    found: dict[str, pd.DataFrame] = {}
    for about, (table, own_key) in ABOUT.items():
        own = questions[questions["about"] == about]
        if own.empty:
            continue
        frame = tables[table].copy(deep=False)
        for question in own.to_dict("records"):
            name = question["question_id"]
            of_it = stands[stands["question_id"] == name].set_index("about_id")["value"]
            _fill(frame, question, frame[own_key].map(of_it).astype("string"), counted_as(choices, name))
        found[table] = frame
    return found


def _fill(
    frame: pd.DataFrame, question: Mapping[str, Any], answers: pd.Series, other: Mapping[str, str]
) -> None:
    """Put the answers to a question into its column of a frame."""
    name, companion = question["question_id"], question["question_id"] + AS_CHARTED
    there = frame[companion].replace("", pd.NA) if companion in frame else frame.get(name)
    cells = answers if there is None else there.astype("string").fillna(answers)
    if question["type"] in CHOSEN and other:
        cells = cells.map(lambda cell: counted(cell, other)).astype("string")
    number = companion in frame or (name not in frame and question["type"] == "number")
    if not number:
        frame[name] = pd.array(cells, dtype=TEXT)
        return
    kind = "integer" if name in frame and str(frame[name].dtype) == DTYPES["integer"] else "number"
    plain = cells.fillna("").str.fullmatch(PLAIN[kind])
    frame[name] = pd.to_numeric(cells.where(plain)).astype(DTYPES[kind])
    frame[companion] = pd.array(cells.fillna(""), dtype=TEXT)


def counted(cell: object, other: Mapping[str, str]) -> object:
    """An answer, of several each, as what it is counted (`questions.counted_as`)."""
    if pd.isna(cell) or cell in NOTHING or not other:
        return cell
    if cell in other:  # one that is charted with a semicolon
        return other[str(cell)]
    return together(list(dict.fromkeys(other.get(one, one) for one in parted(cell))))
