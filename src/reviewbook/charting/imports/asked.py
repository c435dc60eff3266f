"""The questions that the columns of an extraction ask, and what each row answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reviewbook.charting.imports import headings, kinds
from reviewbook.charting.imports.kinds import Guess
from reviewbook.charting.imports.sheet import Column, Line, Sheet, together
from reviewbook.files.wording import letters
from reviewbook.review.dictionary import schema
from reviewbook.review.mending import key
from reviewbook.review.nothing import WORDS
from reviewbook.review.problems import quote
from reviewbook.review.questions import ABOUT

NUMBERS = ("participants_n", "participants_male_percent")  # columns of the library that hold numbers
NONE = "none"  # of a group of ticks, that none of them was set
SHORT = 60  # characters of an example
IN_TABLE = 6  # questions that stand in the table of characteristics where the library knows none of them
FILTERS = ("choice", "choices", "yes_no", "country")  # types by which readers may filter and lay out reports
MOST_CHOICES = 15  # of a question that they filter by
OF_TABLE = ("choice", "choices", "yes_no", "number", "country")


class Odd(NamedTuple):
    """A cell that does not fit the type of its question, and is kept as its comment."""

    place: str
    cell: str


@dataclass
class Question:
    """A question that a sheet asks, with its answers: one for each part of it that a charter filled in for a study."""

    question_id: str
    columns: list[Column]  # one, or those of a group of ticks
    heading: str
    guess: Guess
    group: str = ""
    known: bool = False  # the review asks it already
    ticks: bool = False
    comments: dict[int, str] = field(default_factory=dict)  # by the number of the part
    odd: list[Odd] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return sum(map(bool, self.guess.values)) + len(self.odd)


def questions(
    found: Sheet,
    parts: Sequence[Sequence[Line]],
    asked: Sequence[Column],
    *,
    about: str,
    said: Mapping[str, str],
    there: Sequence[Mapping[str, str]],
    blank: str | None,
) -> list[Question]:
    """The questions of the columns ``asked``, in their order.

    Parameters
    ----------
    parts : the rows of each study and charter.
    said : the question_id that the author gives to a heading, by `letters` of it.
    there : the rows of the table questions.
    blank : what a blank among ticks stands for; None: it is not charted.
    """
    cells = {column.at: [together(rows, column.at) for rows in parts] for column in asked}
    taken = {row["question_id"] for row in there}
    free = list(there)  # questions that no column of the sheet asks yet
    made: list[Question] = []
    for group in _grouped(asked, cells, said):
        several = len(group) > 1
        heading = ": ".join(group[0].parts[:-1]) if several else group[0].heading
        before = _there(free, heading, group[0], about, said)
        free = [row for row in free if row is not before]
        answers = _ticks(group, cells, blank) if several else cells[group[0].at]
        lone = not several and _lone_tick(answers, group[0], cells)
        if lone:
            answers = [_of_tick(cell, blank) for cell in answers]
        if before:
            guess = kinds.as_type(answers, before["type"]) or Guess("text", "", answers, [], [], [])
            guess = guess._replace(type=before["type"])
        elif several:
            codes = [column.parts[-1] for column in group] + ([NONE] if NONE in answers else [])
            guess = Guess("choices", "", answers, [], codes, [])
        else:
            guess = kinds.guessed(answers, group[0].heading)
            if guess.type == "number" and not guess.unit:
                guess = guess._replace(unit=kinds.unit(group[0].unit))
        name = before["question_id"] if before else _named(group, heading, guess, about, said, taken)
        taken.add(name)
        question = Question(
            name, list(group), heading, guess, _group(group), known=bool(before), ticks=several or lone
        )
        _keep_odd(question, found, parts, answers)
        made.append(question)
    return made


def columns_of_tables() -> set[str]:
    """The columns that the library's own tables of what questions are about have: a new question is called otherwise."""
    return {one["name"] for table, _ in ABOUT.values() for one in schema(table)["fields"]}


def _there(
    there: Sequence[Mapping[str, str]], heading: str, column: Column, about: str, said: Mapping[str, str]
) -> Mapping[str, str] | None:
    """The question of the review that a heading asks: by the name that it is said to have, or its words."""
    own = [row for row in there if row["about"] == about]
    name = said.get(letters(heading)) or said.get(letters(column.parts[-1]))
    if name:
        return next((row for row in own if row["question_id"] == name), None)
    words = letters(heading)
    for row in own:
        if words in (letters(row.get("help") or ""), letters(row["label"]), letters(row["question_id"])):
            return row
    return None


def _named(
    group: Sequence[Column],
    heading: str,
    guess: Guess,
    about: str,
    said: Mapping[str, str],
    taken: set[str],
) -> str:
    """The name of a new question: the one that it is said to have, the library's own, else one made of its heading."""
    own = said.get(letters(heading)) or said.get(letters(group[0].parts[-1]))
    if own:
        return own
    known = headings.known(": ".join(group[0].parts), about) or headings.known(group[0].parts[-1], about)
    fits = len(group) == 1 and (known not in NUMBERS or guess.type == "number")
    if known and fits and known not in taken:
        return known
    upper = group[0].parts[:-1] if len(group) > 1 else ()
    short = (upper or group[0].parts)[-1]
    gone = taken | columns_of_tables()
    first = headings.question_id(short, ())
    return first if first not in gone else headings.question_id(": ".join(upper or group[0].parts), gone)


def _group(group: Sequence[Column]) -> str:
    upper = group[0].parts[:-2] if len(group) > 1 else group[0].parts[:-1]
    return ": ".join(upper)


def _grouped(
    asked: Sequence[Column], cells: Mapping[int, Sequence[str]], said: Mapping[str, str]
) -> list[list[Column]]:
    """The columns one by one, those of a group in which ticks alone stand together."""
    found: list[list[Column]] = []
    by_group: dict[tuple[str, ...], list[Column]] = {}
    for column in map(_apart, asked):
        named = letters(column.heading) in said
        upper = tuple(map(letters, column.parts[:-1]))
        if upper and not named and _are_ticks(cells[column.at]):
            if upper in by_group:
                by_group[upper].append(column)
                continue
            by_group[upper] = [column]
            found.append(by_group[upper])
        else:
            found.append([column])
    return [group for group in found if any(any(cells[column.at]) for column in group)]


def _apart(column: Column) -> Column:
    """A column with its heading "Group: code" taken apart."""
    if len(column.parts) == 1 and ":" in column.parts[0]:
        group, _, code = column.parts[0].partition(":")
        if group.strip() and code.strip():
            return column._replace(parts=(group.strip(), code.strip()))
    return column


def _are_ticks(cells: Sequence[str]) -> bool:
    return all(kinds.ticked(cell) is not None for cell in cells)


def _ticks(group: Sequence[Column], cells: Mapping[int, Sequence[str]], blank: str | None) -> list[str]:
    """For each part the codes that are ticked; `NONE` where each is said not to be, blank where nothing is said."""
    found = []
    for at in range(len(cells[group[0].at])):
        own = [(column.parts[-1], cells[column.at][at]) for column in group]
        set_ = list(dict.fromkeys(code.replace(";", ",") for code, cell in own if kinds.ticked(cell)))
        silent = any(not cell for _, cell in own)
        found.append(
            "; ".join(set_)
            or ((("", NONE)[blank == "no"] if blank != "not_reported" else blank) if silent else NONE)
        )
    return found


def _lone_tick(answers: Sequence[str], column: Column, cells: Mapping[int, Sequence[str]]) -> bool:
    """Whether ticks stand in a column by itself: x, or 0 and 1 where other columns are so too."""
    given = {cell.casefold() for cell in answers if cell}
    if not given or not _are_ticks(answers):
        return False
    if given <= {"0", "1"}:
        others = sum(set(one) <= {"", "0", "1"} and any(one) for one in cells.values())
        return others > 1
    return True


def _of_tick(cell: str, blank: str | None) -> str:
    if not cell:
        return blank or ""
    return "yes" if kinds.ticked(cell) else "no"


def _keep_odd(
    question: Question, found: Sheet, parts: Sequence[Sequence[Line]], answers: Sequence[str]
) -> None:
    """Keep the cells that do not fit as comments, and note where they stand."""
    for at in question.guess.odd:
        row = next((number for number, cells in parts[at] if cells[question.columns[0].at]), parts[at][0][0])
        question.comments[at] = f"charted as “{answers[at]}”"
        question.odd.append(Odd(found.place(row, question.columns[0]), answers[at]))


def rows(made: Sequence[Question], *, about: str, last: int, file: str) -> list[dict[str, str]]:
    """The rows of the table questions for those that are new, behind the ``last`` position."""
    new = [one for one in made if not one.known]
    known = {name for names in headings.KNOWN.values() for name in names}
    in_table = [one.question_id for one in new if one.question_id in known]
    in_table = in_table or [one.question_id for one in new if one.guess.type in OF_TABLE][:IN_TABLE]
    return [_row(one, last + at, about, file, in_table) for at, one in enumerate(new, 1)]


def _row(one: Question, position: int, about: str, file: str, in_table: Collection[str]) -> dict[str, str]:
    label = headings.label(one.columns[0].parts[-1] if len(one.columns) == 1 else one.columns[0].parts[-2])
    fits = one.guess.type in FILTERS and len(one.guess.choices) <= MOST_CHOICES
    return {
        "question_id": one.question_id,
        "position": str(position),
        "about": about,
        "group": one.group,
        "label": label,
        "help": "" if label == one.heading else one.heading,
        "type": one.guess.type,
        "unit": one.guess.unit,
        "table_1": "yes" if one.question_id in in_table else "no",
        "filter": "yes" if fits else "no",
        "axis": "yes" if fits else "no",
        "locator": f"{file}, column {one.columns[0].letter}"
        + (f" to {one.columns[-1].letter}" if len(one.columns) > 1 else ""),
    }


def not_asked(
    made: Sequence[Question],
    there: Sequence[Mapping[str, str]],
    answers: Sequence[Mapping[str, str]],
    about: str,
) -> list[Mapping[str, str]]:
    """The questions of the review that no column asks and nobody has answered."""
    names = {one.question_id for one in made} | {row["question_id"] for row in answers}
    return [row for row in there if row["about"] == about and row["question_id"] not in names]


def choices(made: Sequence[Question], there: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows of the table choices that are new: those of new questions, and what else is answered to one that is there."""
    found = []
    for one in made:
        if one.guess.type not in ("choice", "choices"):
            continue
        own = [row for row in there if row["question_id"] == one.question_id]
        if one.known and not own:
            continue  # every answer is right
        listed = {key(row["value"]) for row in own}
        position = max(
            (int(row["position"]) for row in own if (row.get("position") or "").isdigit()), default=0
        )
        answers = [*one.guess.choices, *([kinds.OWN] if one.guess.others else []), *one.guess.others]
        if one.known:
            split = one.guess.type == "choices"
            said = (cell for cell in one.guess.values if cell and cell not in WORDS)
            answers = [part.strip() for cell in said for part in (cell.split(";") if split else [cell])]
        for answer in answers:
            if not answer or key(answer) in listed:
                continue
            listed.add(key(answer))
            position += 1
            row = {"question_id": one.question_id, "value": answer, "position": str(position)}
            if answer in one.guess.others:
                row["counts_as"] = next((c for c in answers if key(c) == key(kinds.OWN)), kinds.OWN)
            found.append(row)
    return found


def silent(made: Sequence[Question], of: int, blank: str | None) -> list[str]:
    """The groups of ticks, and ticks, in which nothing is set for some: what that says is not known."""
    if blank:
        return []
    told = [f"{one.question_id} {of - one.answered:,}" for one in made if one.ticks and one.answered < of]
    if not told:
        return []
    return [
        f"No tick, and so not charted, of {of:,}: {', '.join(told)}; --blank no says that none of it is there"
    ]


def in_words(made: Sequence[Question]) -> list[str]:
    """The questions as a list: name, type, how many parts answer it, how many different answers, examples; then the cells that do
    not fit."""
    lines = [
        f"Questions ({len(made):,}): name, type, answered, different, examples; questions.csv is where to change them"
    ]
    width = max((len(one.question_id) for one in made), default=0)
    for one in made:
        given = [cell for cell in one.guess.values if cell and cell not in WORDS]
        different = list(dict.fromkeys(given))
        kind = (
            one.guess.type
            + (f" ({one.guess.unit})" if one.guess.unit else "")
            + (", known" if one.known else "")
        )
        shown = " | ".join(cell if len(cell) <= SHORT else f"{cell[:SHORT]}…" for cell in different[:3])
        lines.append(f"  {one.question_id:{width}}  {kind:16} {one.answered:5,} {len(different):5,}  {shown}")
    for one in made:
        lines += [
            f"  {odd.place}: {quote(odd.cell)} is no {one.guess.type}, kept as the comment of the answer to {one.question_id}"
            for odd in one.odd
        ]
    return lines
