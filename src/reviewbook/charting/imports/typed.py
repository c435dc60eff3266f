"""Take a wide sheet of a charter in again: each cell that says otherwise than the tables changes its answer there.

A blank cell is not charted. A row or a column that is not in the sheet is named and stays as it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewbook.charting import wide
from reviewbook.charting.checks import expected_form, listed_of
from reviewbook.charting.imports import kinds, sheet
from reviewbook.charting.imports.sheet import Line
from reviewbook.files import ledger
from reviewbook.files.cells import cell as safe
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pseudonyms import People
from reviewbook.files.workbook import column_called
from reviewbook.review.answers import CONSENSUS, alikeness, read
from reviewbook.review.dictionary import PLAIN
from reviewbook.review.nothing import NOT_REPORTED, WORDS
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.questions import ABOUT, columns
from reviewbook.review.usable import needed

FORMAT = "charting"
CODE = "CHAR-013"
TABLES = ("questions", "choices", "answers", "imports")
SHOWN = 40  # cells told one by one
SHEET = "report_id, study_id or intervention_id above the first column, and a question_id above each other"


class Change(NamedTuple):
    """A cell that says otherwise than the tables."""

    place: str  # "B17"
    about_id: str
    question: str
    before: str
    after: str
    row: int


@dataclass
class Sheet:
    """A wide sheet: which kind of thing its rows are, its columns by question, and its rows."""

    file: str
    name: str
    about: str
    at: dict[str, int]  # question_id -> where its column stands
    rows: list[Line]
    problems: list[Problem] = field(default_factory=list)

    def place(self, row: int, at: int) -> str:
        return f"{self.name}!{column_called(at)}{row}" if self.name else f"{column_called(at)}{row}"


def shown(text: str) -> str:
    """A cell as a spreadsheet shows it and does not work it out; `meant` takes the apostrophe away again.

    >>> shown("=1+1"), meant(shown("=1+1")), meant(shown("'=x"))
    ("'=1+1", '=1+1', "'=x")
    """
    return f"'{text}" if re.match("'+", text) and safe(text.lstrip("'")) != text.lstrip("'") else safe(text)


def meant(cell: str) -> str:
    """What a cell of `shown` stands for."""
    bare = cell.lstrip("'")
    return cell[1:] if bare != cell and safe(bare) != bare else cell


def add(
    review: str | os.PathLike,
    file: Path,
    *,
    charter: str | None = None,
    sheet_name: str | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import a wide sheet: a row a report, study or entity, a column a question.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    charter : who charted.
    dry_run : list the cells that would change, write nothing.

    Returns
    -------
    Report; its notes list each cell that changed, and the rows and columns that the sheet has not

    Raises
    ------
    ReviewProblems with every problem, by sheet and cell, and nothing written: no charter is named (IMPT-005), a heading or a
    row cannot be placed (CHAR-013), a cell is not of the form that its question asks for (CHAR-002), a review that is not sound.
    """
    folder = ledger.folder_of(review)
    if not charter:
        raise ReviewProblems([Problem("IMPT-005", "--charter", "nothing", "who filled the sheet in")])
    loaded = needed(folder, *TABLES, *(table for table, _ in ABOUT.values()))
    found = _read(file, sheet_name)
    table, key = ABOUT[found.about]
    tables = {name: Table.read(folder, name) for name in (table, *TABLES)}
    people = People(loaded, keep=keep_names)
    who = charter if charter in (CONSENSUS, NOT_REPORTED) else people.called([charter])[charter]
    things = {row[key]: row for row in tables[table].rows}
    questions = wide.asked(found.about, tables[table].header, loaded.questions)
    own = [name for name in questions if name in tables[table].header]
    _place(found, things, questions, key)
    answers = {
        (row["question_id"], row["about_id"]): row for row in tables["answers"].rows if row["charter"] == who
    }
    changes, same = _changes(
        found,
        things,
        answers,
        own,
        dict(zip(loaded.questions["question_id"], loaded.questions["type"], strict=True)),
    )
    fields = columns(folder, table, loaded.package)
    found.problems += _of_wrong_form(found, changes, own, loaded.questions, loaded.choices, fields)
    if found.problems:
        raise ReviewProblems(found.problems)
    notes = _not_there(found, questions, answers, things) + _in_words(changes, who)
    if not changes:
        return Report([Imported(file.name, "", FORMAT, entries=same, known=same)], [], notes)
    import_id = ledger.identified_anew(tables["imports"], file, FORMAT, {"charter": who})
    for one in changes:
        _take(one, found, tables, things, answers, own, who, table)
    ledger.redact([tables["answers"]], people)
    done = Imported(file.name, import_id, FORMAT, same + len(changes), len(changes), same)
    tables["imports"].add([ledger.entered(done)])
    changed = [one for one in tables.values() if one.changed]
    if not dry_run:
        ledger.write(folder, changed, people, by=[import_id])
    return Report([done], [one.name for one in changed], people.notes() + notes)


def _read(file: Path, name: str | None) -> Sheet:
    """The sheet in a file, its headings in the first row that holds anything."""
    held = sheet.lines_of(file, sheet=name, code=CODE)
    keys = {key: about for about, (_, key) in ABOUT.items()}
    called, lines = next(((one, rows) for one, rows in held if rows and _key(rows) in keys), held[0])
    about = keys.get(_key(lines)) if lines else None
    if about is None:
        seen = quote(lines[0][1][0]) if lines else "nothing"
        raise ReviewProblems([Problem(CODE, file.name, f"{seen} above the first column", SHEET)])
    (number, header), *rows = lines
    found = Sheet(file.name, called, about, {}, rows)
    for at, heading in enumerate(header[1:], 1):
        question = heading.strip()
        if not question and not any(cells[at].strip() for _, cells in rows if at < len(cells)):
            continue
        if question in found.at:
            place = found.place(number, at)
            found.problems.append(
                Problem(CODE, file.name, f"{question} again", "each question once", number, place)
            )
        found.at.setdefault(question, at)
    return found


def _key(lines: Sequence[Line]) -> str:
    return lines[0][1][0].strip()


def _place(found: Sheet, things: Mapping[str, object], questions: Sequence[str], key: str) -> None:
    """Note the headings that are no questions, and the rows that are about nothing."""
    for question, at in list(found.at.items()):
        if question not in questions:
            expected = f"a question about a {found.about}: {', '.join(questions[:8])}{', ...' if len(questions) > 8 else ''}"
            place = found.place(1, at)
            found.problems.append(Problem(CODE, found.file, quote(question), expected, 1, place))
            del found.at[question]
    seen: dict[str, int] = {}
    for number, cells in found.rows:
        thing = meant(cells[0].strip())
        place = found.place(number, 0)
        if thing not in things:
            found.problems.append(
                Problem(
                    CODE, found.file, quote(thing), f"a {key} of {ABOUT[found.about][0]}.csv", number, place
                )
            )
        elif thing in seen:
            found.problems.append(
                Problem(
                    CODE, found.file, f"{thing} again, as in row {seen[thing]}", "one row each", number, place
                )
            )
        seen.setdefault(thing, number)


def _changes(
    found: Sheet,
    things: Mapping[str, Mapping[str, str]],
    answers: Mapping[tuple[str, str], Mapping[str, str]],
    own: Sequence[str],
    types: Mapping[str, str],
) -> tuple[list[Change], int]:
    """The cells that say otherwise than the tables, row by row; and how many cells say the same."""
    changes, same = [], 0
    for number, cells in found.rows:
        thing = meant(cells[0].strip())
        if thing not in things:
            continue
        for question, at in found.at.items():
            cell = meant(cells[at].strip()) if at < len(cells) else ""
            there = (
                things[thing].get(question)
                if question in own
                else answers.get((question, thing), {}).get("value")
            )
            before = there or ""
            if _alike(cell, before, types.get(question, "")):
                same += bool(before)
                continue
            after = kinds.word(cell)
            if after != before:
                changes.append(Change(found.place(number, at), thing, question, before, after, number))
    return changes, same


def _alike(cell: str, before: str, kind: str) -> bool:
    if kind == "number" and cell and before:
        return alikeness(cell, kind) == alikeness(before, kind)
    return cell == before.strip()


def _of_wrong_form(
    found: Sheet,
    changes: Sequence[Change],
    own: Sequence[str],
    questions: pd.DataFrame,
    choices: pd.DataFrame,
    fields: Mapping[str, dict],
) -> list[Problem]:
    """The cells that are not of the form that their question asks for."""
    wrong = []
    types = dict(zip(questions["question_id"], questions["type"], strict=True))
    asked = [one for one in changes if one.after and one.after not in WORDS]
    frame = pd.DataFrame(
        {"question_id": [one.question for one in asked], "value": [one.after for one in asked]},
        dtype="string",
    )
    values = read(frame, questions, choices)["value"] if len(questions) else frame["value"]
    for one, value in zip(asked, values, strict=True):
        expected = ""
        if one.question in own:
            expected = _expected_of(value, fields.get(one.question, {}))
        if not expected and one.question in types:
            expected = expected_form(value, types[one.question], listed_of(one.question, questions, choices))
        if expected:
            wrong.append(
                Problem(
                    "CHAR-002",
                    found.file,
                    f"{quote(one.after)} to {one.question}",
                    expected,
                    one.row,
                    one.place,
                )
            )
    return wrong


def _expected_of(value: str, field_: Mapping) -> str:
    """What a cell of a column of a table should be that is not; blank where it is as it should be."""
    limits = field_.get("constraints", {})
    if (plain := PLAIN.get(field_.get("type", ""))) and not plain.fullmatch(value):
        return f"a {field_['type']} in plain digits, or a word for nothing"
    if (enum := limits.get("enum")) and value not in enum:
        return f"one of {', '.join(enum)}"
    if (pattern := limits.get("pattern")) and not re.search(pattern, value):
        return f"a value like {pattern}"
    return ""


def _take(
    one: Change,
    found: Sheet,
    tables: Mapping[str, Table],
    things: dict[str, dict[str, str]],
    answers: dict[tuple[str, str], dict[str, str]],
    own: Sequence[str],
    who: str,
    table: str,
) -> None:
    """Change a cell of a table, or an answer."""
    if one.question in own:
        row = things[one.about_id]
        now = {**row, one.question: one.after}
        if any(new is row for new in tables[table].new):  # another cell of it changed already
            row.update(now)
            return
        tables[table].replace(row, now)
        things[one.about_id] = now
        return
    before = answers.get((one.question, one.about_id))
    place = (
        f"{found.file}{f', sheet {found.name}' if found.name else ''}, row {one.row}, column {one.question}"
    )
    after = {"value": one.after, "locator": place}
    if before is None:
        row = {"question_id": one.question, "about_id": one.about_id, "charter": who, **after}
        tables["answers"].add([row | ({"settled_by": NOT_REPORTED} if who == CONSENSUS else {})])
    elif one.after or before.get("comment"):
        tables["answers"].replace(before, {**before, **after})
    else:
        tables["answers"].replace(before, None)


def _not_there(
    found: Sheet,
    questions: Sequence[str],
    answers: Mapping[tuple[str, str], Mapping[str, str]],
    things: Mapping[str, object],
) -> list[str]:
    """What the tables have and the sheet has not: it stays."""
    listed = {meant(cells[0].strip()) for _, cells in found.rows}
    rows = [thing for thing in things if thing not in listed]
    columns_ = [
        name
        for name in questions
        if name not in found.at and any(question == name for question, _ in answers)
    ]
    lines = []
    if rows:
        more = f" and {len(rows) - 12:,} more" if len(rows) > 12 else ""
        lines.append(f"Not in the sheet, and left as they are: {', '.join(rows[:12])}{more}")
    if columns_:
        lines.append(f"Questions without a column in the sheet, and left as they are: {', '.join(columns_)}")
    return lines


def _in_words(changes: Sequence[Change], who: str) -> list[str]:
    lines = [f"Cells of {who} that change ({len(changes):,}):"] if changes else []
    for one in changes[:SHOWN]:
        before, after = (quote(text) if text else "not charted" for text in (one.before, one.after))
        lines.append(f"  {one.place}, {one.question} of {one.about_id}: {before} becomes {after}")
    if len(changes) > SHOWN:
        lines.append(f"  and {len(changes) - SHOWN:,} more")
    return lines
