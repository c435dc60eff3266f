"""Take a matrix of features of reports or studies into a review: each feature becomes a question that is answered yes or no.

All tables and the bibliography are written or none; `reviewbook import --undo` takes it out again.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.charting import coverage
from reviewbook.charting.imports import beginning, cited, compared, extraction, headings, reports, told
from reviewbook.charting.imports.asked import columns_of_tables
from reviewbook.charting.imports.cited import Work
from reviewbook.files import journal, ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import compared as plain
from reviewbook.files.wording import letters
from reviewbook.interventions.imports import feature_matrix, feature_table, feature_values
from reviewbook.interventions.imports.feature_table import GROUP, Matrix, Named
from reviewbook.interventions.imports.feature_values import Value
from reviewbook.review import bibliography, reading
from reviewbook.review.model import Review, tables_of
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.questions import ABOUT
from reviewbook.review.usable import needed
from reviewbook.selection.imports import reported

FORMAT = feature_matrix.FORMAT
SHOWN = 12  # names told one by one
WORD = re.compile(r"[^\W\d_]{2}")


class Question(NamedTuple):
    """The question that a feature is."""

    question_id: str
    feature: Named
    known: bool  # the review asks it already


def add(
    review: str | os.PathLike,
    file: Path,
    *,
    blank: str | None = None,
    about: str = "report",
    charter: str | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import a matrix of features.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/; an empty folder becomes a review.
    blank : "no" or "not_reported": what a blank cell or a dash stands for; None refuses a matrix that has some.
    about : "report" or "study": what the rows are, and the questions about.
    charter : who charted, where the features become questions.
    dry_run : read and report, write nothing.

    Returns
    -------
    Report; its notes say which questions and reports are new, and what was left in the file

    Raises
    ------
    ReviewProblems with every problem, and nothing written: those of `feature_matrix.add`; it cannot be told which report a row is
    about (CHAR-012).
    """
    with beginning.review(review, dry_run=dry_run) as folder:
        loaded = needed(folder, *extraction.TABLES)
        tables = {name: reported.table(folder, name) for name in extraction.TABLES}
        options = {"blank": blank, "about": about, "charter": charter}
        import_id = ledger.identified(tables["imports"], file, FORMAT, options)
        if any(row["import_id"] == import_id for row in tables["imports"].rows):
            return Report([Imported(file.name, import_id, FORMAT, before=True)], [], [])
        people = People(loaded, keep=keep_names)
        made_of = bibliography.named(folder, reading.read_package(folder)[0])
        before, entries = reported.bibliography(made_of)
        called = reports.names(tables, entries)
        known = {
            plain(name) for name in (*called, *entries, *(row["report_id"] for row in tables["reports"].rows))
        }
        read = feature_table.read(file, is_known=lambda name: plain(name) in known, fact=_role)
        questions, odd = _questions(read.features, tables["questions"].rows, about, file.name)
        if read.problems or odd:
            raise ReviewProblems([*read.problems, *odd])
        works = [(_work(one, read), one.row) for one in read.interventions]
        placed = reports.placed(works, tables["reports"].rows, entries, called, file.name)
        text = reports.add(placed, tables, file.name)
        ids = [one.report_id for one in placed]
        if about == "study":
            studies = reports.studies_of(placed, tables["report_studies"].rows, file.name)
            ids = [studies[one] for one in ids]
        aside = _not_asked(questions, ids, loaded)
        values, wrong = feature_values.values_of(
            read, file.name, blank=blank, reports={}, also=(NOT_APPLICABLE,), aside=aside
        )
        if wrong:
            raise ReviewProblems(wrong)
        tables["questions"].add(_rows(questions, about, tables["questions"], file.name))
        who = people.called([charter])[charter] if charter else NOT_REPORTED
        answers = _answers(values, questions, ids, who)
        people.redact("answers", answers)
        judged = compared.compared(answers, tables["answers"], journal.read(folder))
        compared.take(judged, tables["answers"])
        done = Imported(
            file.name, import_id, FORMAT, len(answers), len(judged.new) + len(judged.changed), len(judged.known), _aside(judged)
        )  # fmt: skip
        tables["imports"].add([ledger.entered(done)])
        tables["set_aside"].add(ledger.aside(done))
        changed = [table for table in tables.values() if table.changed]
        ledger.redact([table for table in changed if table.name != "answers"], people)
        notes = [
            *([f"{file.name}: left out: {', '.join(read.left)}"] if read.left else []),
            *_told(questions),
            *told.of_reports(placed),
            *told.of_namesakes(reports.namesakes(placed, tables["reports"].rows)),
            *compared.in_words(judged.changed),
        ]
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


def _aside(judged: compared.Compared) -> list[Piece]:
    """What the file says otherwise than somebody who changed an answer by hand."""
    why = "answers.csv was changed by hand since an import"
    return [
        Piece(None, row["about_id"], row["question_id"], row["value"], f"{why} ({row['locator']})")
        for _, row in judged.kept
    ]


def _role(heading: str) -> str | None:
    """What a column tells of the work that a row is of; None for any other."""
    return headings.role([heading])


def _work(one: Named, read: Matrix) -> Work:
    """The work that a row is of: by the column that names it, and by what others tell."""
    role = headings.role([read.named_by]) if read.named_by else None
    by = role if role in ("title", "doi", "citation") else "study"
    said = {name: cell for name, cell in one.facts.items() if name != by}
    named = any(said.get(name) for name in ("study", "citation", "authors", "title"))
    if WORD.search(one.label) or by == "doi" or not named:  # "[12]" names nothing beside authors
        said[by] = one.label
    if by == "doi" and not named:
        said["study"] = one.label
    return cited.work(said, numbered=False)


def _questions(
    features: Sequence[Named], there: Sequence[Mapping[str, str]], about: str, file: str
) -> tuple[list[Question], list[Problem]]:
    """The question of each feature: that of the review with its words, else a new one; problems where that is of another type."""
    taken = {row["question_id"] for row in there} | columns_of_tables()
    found: list[Question] = []
    wrong = []
    for feature in features:
        own = _there(
            feature, [row for row in there if row["about"] == about], {one.question_id for one in found}
        )
        if own is None:
            name = headings.question_id(feature.label, ())
            if name in taken:
                name = headings.question_id(f"{feature.group} {feature.label}", taken)
            taken.add(name)
            found.append(Question(name, feature, known=False))
            continue
        if own["type"] != "yes_no":
            seen = f"{quote(feature.label)} at {feature.place}, as question {own['question_id']} of type {own['type']}"
            wrong.append(
                Problem("IMPT-007", file, seen, "a feature of another name, or a question of type yes_no")
            )
        found.append(Question(own["question_id"], feature, known=True))
    return found, wrong


def _not_asked(questions: Sequence[Question], ids: Sequence[str], loaded: Review) -> set[tuple[int, int]]:
    """The places of reports or studies, and of questions, of which these are not asked: where a blank cell says nothing."""
    tables = tables_of(loaded, *(table for table, _ in ABOUT.values()))
    found = set()
    for what, one in enumerate(questions):
        if one.known:
            asked = coverage.asked(loaded.questions, tables, one.question_id)
            out = set(asked.index[~asked.fillna(True)])
            found |= {(who, what) for who, key in enumerate(ids) if key in out}
    return found


def _there(
    feature: Named, own: Sequence[Mapping[str, str]], taken: Collection[str]
) -> Mapping[str, str] | None:
    """The question that a feature is: of its words, and of its group where several have these."""
    words = letters(feature.label)
    fits = [
        row
        for row in own
        if row["question_id"] not in taken
        and words in (letters(row.get("help") or ""), letters(row["label"]), letters(row["question_id"]))
    ]
    group = "" if feature.group == GROUP else letters(feature.group)
    same = [row for row in fits if letters(row.get("group") or "") == group]
    return next(iter(same or fits), None)


def _rows(made: Sequence[Question], about: str, questions: Table, file: str) -> list[dict[str, str]]:
    """The rows of the table questions for those that are new, behind those that are there."""
    last = max(
        (int(row["position"]) for row in questions.rows if (row["position"] or "").isdigit()), default=0
    )
    new = [one for one in made if not one.known]
    return [
        {
            "question_id": one.question_id,
            "position": str(last + at),
            "about": about,
            "group": "" if one.feature.group == GROUP else one.feature.group,
            "label": headings.label(one.feature.label),
            "help": one.feature.label,
            "type": "yes_no",
            "table_1": "no",
            "filter": "yes",
            "axis": "yes",
            "locator": f"{file}, {one.feature.place}",
        }
        for at, one in enumerate(new, 1)
    ]


def _answers(
    values: Mapping[tuple[int, int], Value], questions: Sequence[Question], ids: Sequence[str], charter: str
) -> list[dict[str, str]]:
    """The rows of the table answers."""
    return [
        {
            "question_id": questions[what].question_id,
            "about_id": ids[who],
            "charter": charter,
            "value": value.value,
            "comment": value.said,
            "charted_at": "",
            "locator": value.locator,
        }
        for (who, what), value in values.items()
    ]


def _told(made: Sequence[Question]) -> list[str]:
    """Which features are questions that were there, and which are new."""
    new = [one.question_id for one in made if not one.known]
    known = len(made) - len(new)
    more = f" and {len(new) - SHOWN:,} more" if len(new) > SHOWN else ""
    line = f"Features: {len(made):,} in the file, {known:,} asked already, {len(new):,} new questions of type yes_no"
    return [line + (f": {', '.join(new[:SHOWN])}{more}" if new else "")]
