"""Take an extraction into a review: its columns become questions, its rows answers with their charters, its works reports.

All tables and the bibliography are written or none; `reviewbook import --undo` takes it out again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from reviewbook.charting.checks import NO_QUESTIONS
from reviewbook.charting.imports import (
    asked,
    beginning,
    compared,
    headings,
    kinds,
    pairs,
    reports,
    sheet,
    told,
)
from reviewbook.charting.imports.asked import Question
from reviewbook.charting.imports.parts import LEFT_OUT, Part, columns_of, parts_of
from reviewbook.charting.imports.sheet import Column, Line, Sheet, together
from reviewbook.files import journal, ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import letters
from reviewbook.review import bibliography, reading
from reviewbook.review.answers import CONSENSUS
from reviewbook.review.nothing import NOT_REPORTED
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed
from reviewbook.selection.imports import reported

FORMAT = "extraction"
TABLES = ("reports", "studies", "report_studies", "questions", "choices", "answers", "imports", "set_aside")
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
    remove: bool = False,
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
    remove : take the questions out of the review that no column asks and nobody has answered.
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
        tables = {name: reported.table(folder, name) for name in TABLES}
        options = {
            "about": about,
            "columns": columns,
            "charter": charter,
            "sheet": sheet_name,
            "blank": blank,
            "remove": "yes" if remove else None,
        }
        import_id = ledger.identified(tables["imports"], file, FORMAT, options)
        if any(row["import_id"] == import_id for row in tables["imports"].rows):
            return Report([Imported(file.name, import_id, FORMAT, before=True)], [], [])
        _require_fit(said, tables["questions"], about)
        found = sheet.read(file, sheet=sheet_name, wanted=list(said))
        roles, questions_of = columns_of(found, said, file.name)
        people = People(loaded, keep=keep_names)
        parts, works = parts_of(found, roles, charter)
        made_of = bibliography.named(folder, reading.read_package(folder)[0])
        before, entries = reported.bibliography(made_of)
        called = reports.names(tables, entries)
        placed = reports.placed(list(works.values()), tables["reports"].rows, entries, called, file.name)
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
        idle = asked.not_asked(questions, tables["questions"].rows, tables["answers"].rows, about)
        tables["questions"].add(
            asked.rows(questions, about=about, last=_last(tables["questions"]), file=file.name)
        )
        tables["choices"].add(asked.choices(questions, tables["choices"].rows))
        if remove and idle:
            _take_out({row["question_id"] for row in idle}, tables)
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
            *told.of_sheet(found, roles),
            *asked.in_words(questions),
            *told.idle(idle, remove=remove),
            *asked.silent(questions, len(parts), blank),
            *told.of_reports(placed),
            *told.of_namesakes(reports.namesakes(placed, tables["reports"].rows)),
            *told.unread(found, roles, parts),
            *told.several(parts),
        ]
        notes += [
            *pairs.in_words(pairs.pairs(_by_study(parts), questions)),
            *told.differing(found, roles, parts),
        ]
        notes += compared.in_words(judged.changed)
        notes += told.no_longer(rows, tables["answers"].rows, questions, set(ids.values()))
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


def _take_out(names: Collection[str], tables: Mapping[str, Table]) -> None:
    """Take questions out with their choices; the journal keeps them, so that `--undo` brings them back."""
    for name in ("questions", "choices"):
        gone = [row for row in tables[name].rows if row["question_id"] in names]
        if gone:
            tables[name].swap([(row, None) for row in gone])


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


def _require_fit(said: Mapping[str, str], questions: Table, about: str) -> None:
    """`ReviewProblems` (IMPT-005) where ``--columns`` gives a name twice, or that of a question about something else."""
    others = {row["question_id"]: row["about"] for row in questions.rows if row["about"] != about}
    names = [name for name in said.values() if name != LEFT_OUT]
    wrong = [
        Problem("IMPT-005", "--columns", f"{name}, a question about a {others[name]}", f"one about a {about}")
        for name in names
        if name in others
    ]
    wrong += [
        Problem("IMPT-005", "--columns", f"{name} again", "a name for one column")
        for at, name in enumerate(names)
        if name in names[:at]
    ]
    wrong += [
        Problem("IMPT-005", "--columns", f"the name {name}", "one that is no key of a table")
        for name in names
        if name in NO_QUESTIONS
    ]
    if wrong:
        raise ReviewProblems(wrong)


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


def _by_study(parts: Sequence[Part]) -> dict[object, list[tuple[int, list[Line]]]]:
    """What each charter but the consensus filled in, by study."""
    found: dict[object, list[tuple[int, list[Line]]]] = {}
    for at, (rows, work, name) in enumerate(parts):
        if name != CONSENSUS:
            found.setdefault(work.key, []).append((at, rows))
    return found
