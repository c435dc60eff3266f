"""What the reports of a review can be parted by: the answers to its own choice questions, and the worker group of the table reports.

A subset of a review is named by a worker group ("usual_worker"), or by a question and one of its answers ("supervision=partly").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.review.form import ordered, shown, words
from reviewbook.review.labels import label
from reviewbook.review.nothing import NOTHING
from reviewbook.review.questions import ABOUT, CHOSEN, KIND, parted

ALL = "all"  # the subset of a review that leaves nothing out
ROLE = "role"  # the column of reports by which a review without a form is parted
PARTED = (*CHOSEN, "country")  # the types of questions by whose answers a review can be parted
READ = ("reports", "studies", "interventions", "report_studies", "questions", "choices")  # what parts them
Tables = Mapping[str, pd.DataFrame]


class Group(NamedTuple):
    """A question by whose answers reports can be parted.

    about : report, study or entity. label : as readers see it. several : whether one report may have several answers.
    words : the answers that are listed, in their order, as readers see them.
    """

    key: str
    about: str
    label: str
    several: bool
    words: Mapping[str, str]

    def word(self, answer: str) -> str:
        """An answer as readers see it."""
        return self.words.get(answer) or (label(answer) if answer in NOTHING else shown(answer))

    def rank(self, answer: str) -> tuple[int, str]:
        """The place of an answer: as listed, then by name."""
        place = {one: at for at, one in enumerate(self.words)}
        return place.get(answer, len(place)), answer


def group(question: Mapping[str, Any], choices: pd.DataFrame) -> Group:
    """A question of the form as one that reports can be parted by."""
    several = question["type"] in ("choices", "country")
    return Group(
        question["question_id"], question["about"], question["label"], several, words(question, choices)
    )


def groups(questions: pd.DataFrame, choices: pd.DataFrame, **wanted: str) -> dict[str, Group]:
    """The questions by whose answers reports can be parted, in their order; ``wanted``: those whose columns hold that alone.

    >>> from reviewbook.review.cells import empty
    >>> groups(empty("questions"), empty("choices"), grouping="yes")
    {}
    """
    own = (one for one in ordered(questions, **wanted) if one["type"] in PARTED and one["about"] in ABOUT)
    return {one["question_id"]: group(one, choices) for one in own}


def kinds(interventions: pd.DataFrame) -> list[str]:
    """The kinds that a review has of what it is about, in the order of the table; none where no kind is charted."""
    cells = interventions[KIND].dropna()
    return cells[~cells.isin(NOTHING)].drop_duplicates().tolist()


def of_tables(tables: Tables, **wanted: str) -> dict[str, Group]:
    """`groups` of the form in these tables, and the kind of entity where one is charted and the form does not ask it."""
    found = groups(tables["questions"], tables["choices"], **wanted)
    if (tables["questions"]["question_id"] == KIND).any():
        return found
    there = kinds(tables["interventions"])
    return found | ({KIND: Group(KIND, "entity", label(KIND), False, {})} if there else {})


def answers(own: Group, tables: Tables) -> pd.DataFrame:
    """The answers of what a question is about: one row (its identifier, value), none where the cell is blank."""
    table, key = ABOUT[own.about]
    frame = tables[table]
    cells = frame[own.key].astype("string")
    said = [
        [] if pd.isna(cell) else parted(cell) or [cell] if own.several else [cell] for cell in cells.tolist()
    ]
    found = pd.DataFrame({key: frame[key], "value": pd.Series(said, index=frame.index, dtype=object)})
    return found.explode("value").dropna().drop_duplicates().astype("string").reset_index(drop=True)


def of_reports(own: Group, tables: Tables) -> pd.DataFrame:
    """The answers of each report, of its studies, or of what these are about: one row (report_id, value), each once.

    Parameters
    ----------
    tables : reports, studies, interventions, and report_studies.
    """
    found = answers(own, tables)
    if own.about == "report":
        return found
    if own.about == "entity":
        leads = tables["studies"][["study_id", "intervention_id"]]
        found = leads.merge(found, on="intervention_id")
    pairs = tables["report_studies"][["report_id", "study_id"]].merge(found, on="study_id")
    return pairs[["report_id", "value"]].drop_duplicates().reset_index(drop=True)


def columns_to_group_by(
    names: Iterable[str], about: str, questions: pd.DataFrame, choices: pd.DataFrame
) -> dict[str, str]:
    """The columns of what questions are about by which its rows may be grouped, each with its title, "" where it has none of its own.

    Parameters
    ----------
    names : columns that are offered where no question bears their name; of questions those with grouping = yes are, and no others.
    about : report, study or entity.
    """
    asked = set(questions.loc[questions["about"] == about, "question_id"])
    own = {
        key: one.label
        for key, one in groups(questions, choices, grouping="yes").items()
        if one.about == about and not one.several
    }
    return {name: own.get(name, "") for name in names if name not in asked or name in own} | own


def in_words(frame: pd.DataFrame, questions: pd.DataFrame, choices: pd.DataFrame) -> pd.DataFrame:
    """A table whose columns that are questions with listed choices hold these in the words that readers see; words for nothing stay."""
    found = {}
    for key, own in groups(questions, choices).items():
        if key in frame and own.words and not own.several:
            cells = frame[key].astype("string")
            found[key] = cells.where(
                cells.isna() | cells.isin(NOTHING), cells.map(own.word, na_action="ignore")
            )
    return frame.assign(**found)


class Subset(NamedTuple):
    """A part of a review: which reports, and what is said of them.

    group : the question whose answer it goes by; None: it goes by the worker group.
    """

    group: Group | None
    answer: str
    reports: frozenset[str]


def named(subset: str) -> tuple[str, str]:
    """The question and the answer that a subset names; no question where it names a worker group.

    >>> named("supervision = partly"), named("usual_worker")
    (('supervision', 'partly'), ('', 'usual_worker'))
    """
    question, found, answer = subset.partition("=")
    return (question.strip(), answer.strip()) if found else ("", subset)


def subset_of(subset: str, tables: Tables) -> Subset | None:
    """The part of a review that a subset names; None where no report is in it.

    Parameters
    ----------
    subset : a value of reports.role, "question=answer" of any choice question of the form, or "kind=" and a kind of entity.
    tables : those of the whole review.
    """
    question, answer = named(subset)
    if not question:
        own = tables["reports"]
        kept = frozenset(own.loc[(own[ROLE] == answer).fillna(False), "report_id"])
        return Subset(None, answer, kept) if kept else None
    found = of_tables(tables).get(question)
    if found is None:
        return None
    pairs = of_reports(found, tables)
    kept = frozenset(pairs.loc[pairs["value"] == answer, "report_id"])
    return Subset(found, answer, kept) if kept else None


def subsets(tables: Tables) -> list[str]:
    """Every part of a review that can be asked for: all, worker groups, then the answers to each choice question of the form."""
    found = [ALL, *sorted(tables["reports"][ROLE].dropna().unique())]
    for key, own in of_tables(tables).items():
        there = sorted(of_reports(own, tables)["value"].unique(), key=own.rank)
        found += [f"{key}={answer}" for answer in there]
    return found


def told(found: Subset) -> str:
    """What the reports of a subset have in common, before its answer: "group", "those where Supervision is"."""
    if found.group is None:
        return "group"
    verb = "includes" if found.group.several else "is"
    whose = {"report": "those where", "study": "those of a study where", "entity": "those on one where"}
    return f"{whose[found.group.about]} {found.group.label} {verb}"
