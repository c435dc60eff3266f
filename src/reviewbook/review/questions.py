"""The charting form of a review: which questions it asks, and of what form their answers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import pandas as pd

from reviewbook.review import dictionary
from reviewbook.review.nothing import NOTHING, given
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.table import read_table

# What a question may be about: the table with a row for each, and its key.
ABOUT = {
    "report": ("reports", "report_id"),
    "study": ("studies", "study_id"),
    "entity": ("interventions", "intervention_id"),
}
FORM = ("questions", "choices", "answers")  # the tables of the form; the others stand as they are
SEVERAL = ";"  # parts the answers in a cell of several
CHOSEN = ("choice", "choices", "yes_no")  # the types whose answers are of a list
YES_NO = ("yes", "no", "unclear")
ASKED_OF = dictionary.ASKED_OF
KIND = "kind"  # of an entity: a column of its table that is as good as a question
DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Cells(Protocol):
    """The cells of a column by their rows, from 0."""

    def __getitem__(self, row: int, /) -> str: ...


def asked_where(asked_of: object, cells: Mapping[str, Cells], rows: Iterable[int]) -> list[int]:
    """Of some rows of a table those of which a question is asked, or may be, as what decides it is blank.

    Parameters
    ----------
    cells : the cells of the table by column, as its file has them; where the deciding question is no column of it, none is known to be
        asked.
    """
    within = scope(asked_of)
    if within is None:
        return list(rows)
    other = cells.get(within.question)
    if other is None:
        return []
    return [
        at
        for at in rows
        if not (cell := other[at].strip())
        or cell in within.answers
        or set(parted(cell)) & set(within.answers)
    ]


class Scope(NamedTuple):
    """Of which reports, studies or entities a question is asked: those that have one of these answers to another question."""

    question: str
    answers: tuple[str, ...]


def scope(asked_of: object) -> Scope | None:
    """What the column ``asked_of`` says; None: the question is asked of all.

    >>> scope("design = cohort | case_control")
    Scope(question='design', answers=('cohort', 'case_control'))
    """
    if pd.isna(asked_of) or asked_of in NOTHING:
        return None
    question, _, answers = str(asked_of).partition("=")
    return Scope(question.strip(), tuple(one.strip() for one in answers.split("|")))


def whose(questions: pd.DataFrame) -> dict[str, str]:
    """What each question is about; the kind of an entity is as good as a question about it, unless the form asks one of that name."""
    return {KIND: "entity"} | dict(zip(questions["question_id"], questions["about"], strict=True))


def parted(cell: object) -> list[str]:
    """The answers in a cell of several, each once in their order; none where it holds no value."""
    if pd.isna(cell) or cell in NOTHING:
        return []
    return list(dict.fromkeys(one for part in str(cell).split(SEVERAL) if (one := part.strip())))


def together(answers: list[str]) -> str:
    """Several answers as a cell holds them.

    >>> together(parted("web ;app; web"))
    'web; app'
    """
    return f"{SEVERAL} ".join(answers)


def field(question: Mapping, choices: pd.DataFrame) -> dict:
    """The column of answers to a question, as a Frictionless schema describes it.

    Parameters
    ----------
    question : a row of the table questions.
    choices : the table choices; of a question that has any, other answers are wrong.
    """
    kind, unit = question["type"], question.get("unit")
    found: dict = {"name": question["question_id"], "type": "number" if kind == "number" else "string"}
    words = [question["label"], question.get("help")]
    found["description"] = ". ".join(str(one) for one in words if pd.notna(one) and one not in NOTHING)
    if kind == "number" and pd.notna(unit) and unit not in NOTHING:
        found["unit"] = unit
    if scope(question.get("asked_of")):
        found[ASKED_OF] = question["asked_of"]
    if kind == "yes_no":
        found["constraints"] = {"enum": list(YES_NO)}
    elif kind == "date":
        found["constraints"] = {"pattern": DATE}
    elif kind == "choice":
        own = choices.loc[choices["question_id"] == question["question_id"], "value"].dropna()
        if len(own):
            found["constraints"] = {"enum": own.tolist()}
    return found


def fields(questions: pd.DataFrame, choices: pd.DataFrame) -> dict[str, dict[str, dict]]:
    """The columns that the questions add to the tables of what they are about, or describe otherwise: by table, by name.

    A column that the library's schema has already stays as that describes it, save that where the question lists choices these are
    the values that it may hold; so may the column of the same name in the other of these tables.
    """
    found: dict[str, dict[str, dict]] = {}
    for question in questions.to_dict("records"):
        name = question["question_id"]
        if question.get("about") not in ABOUT or pd.isna(name):
            continue
        own = field(question, choices)
        for table, _ in ABOUT.values():
            known = _of_schema(table).get(name)
            if known is None and table == ABOUT[question["about"]][0]:
                found.setdefault(table, {})[name] = own
            elif known is not None and _lists(question, choices):
                found.setdefault(table, {})[name] = _with_choices(known, own)
            elif known is not None and ASKED_OF in own and table == ABOUT[question["about"]][0]:
                found.setdefault(table, {})[name] = known | {ASKED_OF: own[ASKED_OF]}
    return found


def _of_schema(table: str) -> dict[str, dict]:
    return {one["name"]: one for one in dictionary.schema(table)["fields"]}


def _lists(question: Mapping, choices: pd.DataFrame) -> bool:
    """Whether a question lists the answers that it may have."""
    own = choices.loc[choices["question_id"] == question["question_id"], "value"].dropna()
    return question["type"] in ("choice", "choices") and len(own) > 0


def _with_choices(known: dict, own: dict) -> dict:
    """A column of the library's schema whose values are those of the review's own question."""
    rules = {name: rule for name, rule in known.get("constraints", {}).items() if name == "required"}
    rules |= own.get("constraints", {})
    rest = {"constraints": rules} if rules else {}
    rest |= {name: own[name] for name in (ASKED_OF,) if name in own}
    return {name: part for name, part in known.items() if name != "constraints"} | rest


def columns(folder: Path, table: str, package: Mapping) -> dict[str, dict]:
    """The fields that a table of the review in a folder may have: those of its schema, the author's own of datapackage.json, and
    those that the review's questions ask."""
    known = dictionary.columns(table, package)
    if table not in {about for about, _ in ABOUT.values()}:
        return known
    return known | asked(folder, package).get(table, {})


def asked(folder: Path, package: Mapping) -> dict[str, dict[str, dict]]:
    """The columns that the questions of the review in a folder add, as far as these can be read: what is wrong with them is told
    where their tables are read."""
    form = [_as_far(folder, name, package) for name in ("questions", "choices")]
    return fields(*form)


def _as_far(folder: Path, table: str, package: Mapping) -> pd.DataFrame:
    """The cells of a table as text, missing where blank; no row where the table cannot be read."""
    known = dictionary.columns(table, package)
    try:
        cells = read_table(folder / f"{table}.csv", table, known).cells
    except (ReviewProblems, OSError):
        return pd.DataFrame({name: pd.Series(dtype="string") for name in known})
    frame = pd.DataFrame(
        {name: [column.cells[code] for code in column.codes] for name, column in cells.items()}
    )
    frame = frame.reindex(columns=list(known)).astype("string")
    return frame.mask(frame.apply(lambda column: column.str.strip() == "").fillna(True))


def counted_as(choices: pd.DataFrame, question: str) -> dict[str, str]:
    """As what each answer to a question is counted, where that is another: those that are charted in other words."""
    own = choices[(choices["question_id"] == question) & given(choices["counts_as"])]
    return dict(zip(own["value"], own["counts_as"], strict=True))
