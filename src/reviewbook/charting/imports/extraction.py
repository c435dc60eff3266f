"""Take an extraction into a review: its columns become questions, its rows answers with their charters, its works reports.

All tables and the bibliography are written or none; `reviewbook import --undo` takes it out again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewbook.charting.imports import (
    asked,
    beginning,
    cited,
    compared,
    headings,
    kinds,
    pairs,
    reports,
    sheet,
)
from reviewbook.charting.imports.asked import Question
from reviewbook.charting.imports.cited import Work
from reviewbook.charting.imports.sheet import CODE, SHAPE, Column, Line, Sheet, together
from reviewbook.files import journal, ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import letters, words
from reviewbook.review import bibliography, reading
from reviewbook.review.answers import CONSENSUS
from reviewbook.review.nothing import NOT_REPORTED
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed

FORMAT = "extraction"
TABLES = ("reports", "studies", "report_studies", "questions", "choices", "answers", "imports", "set_aside")
SETTLES = words("consensus final finalconsensus agreed agreement adjudicated adjudication resolved")
LEFT_OUT = "-"
SHORT = 40  # characters of a heading in a locator
ID = r"^[a-z][a-z0-9_]*$"


def add(
    review: str | os.PathLike,
    file: Path,
    *,
    about: str = "report",
    columns: str | None = None,
    charter: str | None = None,
    sheet_name: str | None = None,
    blank: str | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import an extraction: a row a study, or a row a study and charter, and a column a question.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/; an empty folder becomes a review.
    about : "report" or "study": what the questions are about.
    columns : what columns are, as "design=Type of study,-=Notes" (`headings.named`).
    charter : who charted, where the sheet does not say it.
    sheet_name : of a workbook.
    blank : "no" or "not_reported": what a blank among ticks stands for; None: it is not charted.
    dry_run : read and report, write nothing.

    Returns
    -------
    Report; its notes list the questions with their types, the cells that do not fit, and what changed

    Raises
    ------
    ReviewProblems with every problem, and nothing written: the file cannot be read (IMPT-001) or is no extraction (CHAR-011), an
    option does not fit (IMPT-005), it cannot be told which report a row is about (CHAR-012), a review that is not sound.
    """
    said = _said(columns, about)
    with beginning.review(review, dry_run=dry_run) as folder:
        loaded = needed(folder, *TABLES)
        tables = {name: reports.table(folder, name) for name in TABLES}
        options = {
            "about": about,
            "columns": columns,
            "charter": charter,
            "sheet": sheet_name,
            "blank": blank,
        }
        import_id = ledger.identified(tables["imports"], file, FORMAT, options)
        if any(row["import_id"] == import_id for row in tables["imports"].rows):
            return Report([Imported(file.name, import_id, FORMAT, before=True)], [], [])
        found = sheet.read(file, sheet=sheet_name, wanted=list(said))
        roles, questions_of = _columns(found, said, file.name)
        people = People(loaded, keep=keep_names)
        parts, works = _parts(found, roles, charter)
        made_of = bibliography.named(folder, reading.read_package(folder)[0])
        before, entries = reports.bibliography(made_of)
        placed = reports.placed(list(works.values()), tables["reports"].rows, entries, file.name)
        text = reports.add(placed, tables, file.name)
        ids = {one.work.key: one.report_id for one in placed}
        if about == "study":
            studies = reports.studies_of(placed, tables["report_studies"].rows, file.name)
            ids = {key: studies[report] for key, report in ids.items()}
        questions = asked.questions(
            found,
            [rows for rows, _, _ in parts],
            questions_of,
            about=about,
            said={heading: name for heading, name in said.items() if name not in headings.ROLES},
            there=tables["questions"].rows,
            blank=blank,
        )
        tables["questions"].add(
            asked.rows(questions, about=about, last=_last(tables["questions"]), file=file.name)
        )
        tables["choices"].add(asked.choices(questions, tables["choices"].rows))
        rows = _answers(found, roles, parts, questions, ids, people, file.name)
        people.redact("answers", rows)
        judged = compared.compared(rows, tables["answers"], journal.read(folder))
        compared.take(judged, tables["answers"])
        aside = [
            Piece(
                None, row["about_id"], row["question_id"], row.get("value") or row.get("comment") or "", why
            )
            for _, row in judged.kept
            for why in [f"answers.csv was changed by hand since an import ({row['locator']})"]
        ]
        done = Imported(
            file.name,
            import_id,
            FORMAT,
            len(rows),
            len(judged.new) + len(judged.changed),
            len(judged.known),
            aside,
        )
        tables["imports"].add([ledger.entered(done)])
        tables["set_aside"].add(ledger.aside(done))
        changed = [table for table in tables.values() if table.changed]
        ledger.redact([table for table in changed if table.name != "answers"], people)
        notes = [
            *_told(found, roles),
            *asked.in_words(questions),
            *asked.silent(questions, len(parts), blank),
            *_placed_in_words(placed),
        ]
        notes += pairs.in_words(pairs.pairs(_by_study(parts), questions)) + _differing(found, roles, parts)
        notes += compared.in_words(judged.changed) + _no_longer(rows, tables["answers"], questions, ids)
        if not dry_run:
            gap = "" if before.endswith("\n") else "\n"
            added = {made_of: (gap + text) if before else text.lstrip()} if text else {}
            held = {"answers": judged.known}
            ledger.write(
                folder, changed, people, by=[import_id], known={import_id: ledger.keys(held)}, texts=added
            )
    names = [table.name for table in changed]
    if text:
        notes.append(f"{made_of.name}: {sum(not one.cited for one in placed):,} entries")
    return Report([done], names, people.notes() + notes)


def _said(columns: str | None, about: str) -> dict[str, str]:
    """What ``--columns`` says, by `letters` of the heading.

    Raises
    ------
    ReviewProblems (IMPT-005) where it names nothing that a column can be.
    """
    wrong = []
    if about not in ("report", "study"):
        wrong.append(Problem("IMPT-005", "--about", quote(about), "report or study"))
    pairs = headings.named(columns or "")
    for ours, heading in pairs:
        if not heading or not (ours == LEFT_OUT or re.match(ID, ours)):
            expected = f"one of {', '.join(headings.ROLES)}, the name of a question in small letters, or -, with = and a heading"
            wrong.append(Problem("IMPT-005", "--columns", quote(f"{ours}={heading}"), expected))
    if wrong:
        raise ReviewProblems(wrong)
    return {letters(heading): ours for ours, heading in pairs}


def _columns(found: Sheet, said: Mapping[str, str], file: str) -> tuple[dict[str, Column], list[Column]]:
    """The columns that tell of the work and the charter, by what they tell; and those of questions.

    Raises
    ------
    ReviewProblems (IMPT-005) where ``--columns`` names a heading that is not there, (CHAR-011) where nothing names the study.
    """
    by_letters: dict[str, Column] = {}
    for column in reversed(found.columns):
        by_letters |= {letters(column.parts[-1]): column}
    by_letters |= {letters(column.heading): column for column in found.columns}
    if wrong := [heading for heading in said if heading not in by_letters and not _is_group(heading, found)]:
        there = ", ".join(column.heading for column in found.columns)
        raise ReviewProblems(
            [
                Problem("IMPT-005", "--columns", f"the heading {quote(one)}", f"one of {there}")
                for one in wrong
            ]
        )
    roles = {name: by_letters[heading] for heading, name in said.items() if name in headings.ROLES}
    out = {by_letters[heading].at for heading, name in said.items() if name == LEFT_OUT}
    named = {by_letters[heading].at for heading in said if heading in by_letters}
    for column in found.columns:
        name = headings.role(column.parts)
        if name is None or column.at in named:
            continue
        if name not in roles or (
            roles[name].at not in named
            and headings.rank(name, column.parts[-1]) < headings.rank(name, roles[name].parts[-1])
        ):
            roles[name] = column
    if not any(name in roles for name in headings.KEYS):
        there = ", ".join(column.heading for column in found.columns[:8])
        raise ReviewProblems([Problem(CODE, file, f"the headings {there}", SHAPE)])
    taken = {column.at for column in roles.values()} | out
    return roles, [column for column in found.columns if column.at not in taken]


def _is_group(heading: str, found: Sheet) -> bool:
    return any(letters("".join(column.parts[:-1])) == heading for column in found.columns)


Part = tuple[list[Line], Work, str]


def _parts(
    found: Sheet, roles: Mapping[str, Column], charter: str | None
) -> tuple[list[Part], dict[tuple[str, ...], tuple[Work, int]]]:
    """What one charter filled in of one study, in the order of the sheet, with its rows; and the works by what tells them apart.

    The consensus tells first what a work is, then who comes first.
    """
    keys = {roles[name].at for name in headings.KEYS if name in roles}
    who = roles.get("charter")
    groups = sheet.studies(
        found, lambda column: column.at in keys, lambda column: who is not None and column.at == who.at
    )
    numbered = _numbered(groups, roles)
    parts: dict[tuple[Any, str], Part] = {}
    works: dict[tuple[str, ...], tuple[Work, int]] = {}
    by: dict[tuple[str, ...], str] = {}
    for rows in groups:
        told = {
            name: next((cells[column.at] for _, cells in rows if cells[column.at]), "")
            for name, column in roles.items()
        }
        work = cited.work(told, numbered=numbered)
        name = _charter(told.get("charter", ""), charter)
        if work.key not in works or (name == CONSENSUS and by[work.key] != CONSENSUS):
            works[work.key] = work, works.get(work.key, (work, rows[0][0]))[1]
            by[work.key] = name
        if (work.key, name) in parts:
            parts[work.key, name][0].extend(rows)
        else:
            parts[work.key, name] = (list(rows), work, name)
    return list(parts.values()), works


def _charter(cell: str, said: str | None) -> str:
    if letters(cell) in SETTLES:
        return CONSENSUS
    return cell or said or NOT_REPORTED


def _numbered(groups: Sequence[Sequence[Line]], roles: Mapping[str, Column]) -> bool:
    """Whether the numbers of a sheet tell its works apart: not where they only count its rows."""
    if "number" not in roles:
        return False
    numbers = [rows[0][1][roles["number"].at] for rows in groups]
    others = [name for name in ("study", "citation", "title", "doi") if name in roles]
    names = {tuple(rows[0][1][roles[name].at] for name in others) for rows in groups}
    return all(numbers) and (
        not others or not (len(set(numbers)) == len(groups) > len(names) and "charter" in roles)
    )


def _last(questions: Table) -> int:
    return max(
        (int(row["position"]) for row in questions.rows if (row["position"] or "").isdigit()), default=0
    )


def _answers(
    found: Sheet,
    roles: Mapping[str, Column],
    parts: Sequence[Part],
    questions: Sequence[Question],
    ids: Mapping[tuple[str, ...], str],
    people: People,
    file: str,
) -> list[dict[str, str]]:
    """The rows of the table answers."""
    called = people.called([name for _, _, name in parts if name not in (CONSENSUS, NOT_REPORTED)])
    day = roles.get("charted_at")
    rows = []
    for at, (lines, work, name) in enumerate(parts):
        charted = (kinds.dated(together(lines, day.at)) or "") if day else ""
        for one in questions:
            value, comment = one.guess.values[at], one.comments.get(at, "")
            if not value and not comment:
                continue
            column = one.columns[0]
            number = next((number for number, cells in lines if cells[column.at]), lines[0][0])
            short = (
                headings.label(one.heading)
                if len(one.heading) <= SHORT
                else f"{one.heading[: SHORT - 1].rstrip()}…"
            )
            in_sheet = f", sheet {found.name}" if found.name else ""
            row = {
                "question_id": one.question_id,
                "about_id": ids[work.key],
                "charter": called.get(name, name),
                "value": value,
                "comment": comment,
                "charted_at": charted,
                "locator": f"{file}{in_sheet}, row {number}, column {short}",
            }
            if name == CONSENSUS:
                row["settled_by"] = NOT_REPORTED
            rows.append(row)
    return rows


def _told(found: Sheet, roles: Mapping[str, Column]) -> list[str]:
    """Which columns tell what, and what is left in the file."""
    known = ", ".join(f"{name} {quote(column.heading)}" for name, column in roles.items())
    lines = [
        f"{found.file}{f', sheet {found.name}' if found.name else ''}: {len(found.rows):,} rows; of the work and charter: {known}"
    ]
    if found.left:
        lines.append(f"{found.file}: not read: {'; '.join(found.left)}")
    return lines


def _placed_in_words(placed: Sequence[reports.Placed]) -> list[str]:
    new = [one.report_id for one in placed if not one.there]
    lines = [
        f"Reports: {len(placed):,} in the sheet, {len(placed) - len(new):,} there already, {len(new):,} new"
    ]
    if new:
        more = f" and {len(new) - 12:,} more" if len(new) > 12 else ""
        lines[0] += f": {', '.join(new[:12])}{more}"
    bare = [one.report_id for one in placed if not one.there and not one.work.told.get("title")]
    if bare:
        lines.append(
            f"No title in the sheet for {', '.join(bare[:6])}{' and others' if len(bare) > 6 else ''}: add it to the bibliography"
        )
    return lines


def _by_study(parts: Sequence[Part]) -> dict[object, list[tuple[int, list[Line]]]]:
    """What each charter but the consensus filled in, by study."""
    found: dict[object, list[tuple[int, list[Line]]]] = {}
    for at, (rows, work, name) in enumerate(parts):
        if name != CONSENSUS:
            found.setdefault(work.key, []).append((at, rows))
    return found


def _differing(found: Sheet, roles: Mapping[str, Column], parts: Sequence[Part]) -> list[str]:
    """Where the rows of one work say otherwise what it is: which is taken."""
    seen: dict[tuple[tuple[str, ...], str], dict[str, int]] = {}
    for rows, work, _ in parts:
        for name, column in roles.items():
            if name in ("charter", "charted_at"):
                continue
            for number, cells in rows:
                if cells[column.at]:
                    seen.setdefault((work.key, name), {}).setdefault(cells[column.at], number)
    return [
        f"{roles[name].heading} differs: "
        + ", ".join(f"{quote(cell)} in row {row}" for cell, row in cells.items())
        + "; that of the consensus, else the first, is taken"
        for (_, name), cells in seen.items()
        if len(cells) > 1
    ]


def _no_longer(
    rows: Sequence[Mapping[str, str]], answers: Table, questions: Sequence[Question], ids: Mapping[Any, str]
) -> list[str]:
    """Answers that the table has of the same charters, and the file has not: they stay."""
    here = {journal.key_of("answers", row) for row in rows}
    charters, names, things = (
        {row["charter"] for row in rows},
        {one.question_id for one in questions},
        set(ids.values()),
    )
    gone = [
        row
        for row in answers.rows
        if row["charter"] in charters
        and row["question_id"] in names
        and row["about_id"] in things
        and journal.key_of("answers", row) not in here
    ]
    if not gone:
        return []
    first = f"{gone[0]['question_id']} of {gone[0]['about_id']} by {gone[0]['charter']}"
    return [f"Answers that the file has no longer, and which stay: {len(gone):,}, first {first}"]
