"""Take appraisal answers, and the scores published with them, into a review."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reviewbook.appraisal import answering, instruments
from reviewbook.appraisal.imports import answers
from reviewbook.files import ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pseudonyms import People
from reviewbook.review import bibliography
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed

FORMAT = "appraisals"
KEY = ("report_id", "tool", "criterion", "appraiser")
RATED = ("report_id", "tool", "component")


def add(
    review: str | os.PathLike,
    file: Path,
    *,
    tool: str,
    appraiser: str | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
) -> Report:
    """Import a table of answers into the tables appraisals and ratings of a review.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    tool : name of an appraisal tool, or of a YAML file in the review's folder.
    appraiser : whose answers they are, where the file does not say.
    keep_names : leave appraisers by name, instead of letters in their place.
    dry_run : read and report, write nothing.

    Returns
    -------
    Report; the answers that were there already count as known

    Raises
    ------
    ReviewProblems with every problem, and nothing written: those of `answers.read`, reports that the review does not have
    (APPR-010), another answer or rating than the one that is there (APPR-008), a review that is none (IMPT-004) or not sound.
    """
    folder = ledger.folder_of(review)
    loaded = needed(folder, "appraisals", "ratings", "imports")
    rules = instruments.tool(tool, folder=folder)
    tables = {name: Table.read(folder, name) for name in ("appraisals", "ratings", "imports")}
    import_id = ledger.identified(tables["imports"], file, FORMAT, {"tool": tool, "appraiser": appraiser})
    if any(row["import_id"] == import_id for row in tables["imports"].rows):
        return Report([Imported(file.name, import_id, FORMAT, before=True)], [])
    people = People(loaded, keep=keep_names)
    read = answers.read(file, tool=rules, name=tool, appraiser=appraiser)
    called = people.called(read.appraisals["appraiser"])
    reports, strangers = _reports(read, bibliography.labels(loaded), file.name)
    wrong = [*read.problems, *strangers]
    own = read.appraisals.assign(
        report_id=read.appraisals["report_id"].map(reports),
        appraiser=read.appraisals["appraiser"].map(called),
    )
    given = own.astype("string").fillna(NOT_APPLICABLE).to_dict("records")
    printed = _ratings(read, reports, rules, tool, file.name)
    known, clashes = _known(given, tables["appraisals"], KEY, "answer", file.name)
    rated, more = _known(printed, tables["ratings"], RATED, "rating", file.name)
    if wrong := [*wrong, *clashes, *more]:
        raise ReviewProblems(wrong)
    tables["appraisals"].add(row for at, row in enumerate(given) if at not in known)
    tables["ratings"].add(row for at, row in enumerate(printed) if at not in rated)
    entries, there = len(given) + len(printed), len(known) + len(rated)
    done = Imported(file.name, import_id, FORMAT, entries=entries, added=entries - there, known=there)
    tables["imports"].add([ledger.entered(done)])
    changed = [table for table in tables.values() if table.changed]
    ledger.redact(changed, people)
    if not dry_run:
        held = {"appraisals": [given[at] for at in known], "ratings": [printed[at] for at in rated]}
        ledger.write(folder, changed, people, by=[import_id], known={import_id: ledger.keys(held)})
    return Report([done], [table.name for table in changed], people.notes())


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold().replace("&", "and")).strip()


def _reports(
    read: answers.Answers, labels: Mapping[str, str], file: str
) -> tuple[dict[str, str], list[Problem]]:
    """The review's report for each study of the file, by its key or by the name that figures give it."""
    by_name: dict[str, list[str]] = {}
    for report, label in labels.items():
        for name in {_plain(report), _plain(label)}:
            by_name.setdefault(name, []).append(report)
    found, wrong = {}, []
    for study in dict.fromkeys(read.appraisals["report_id"]):
        fits = [study] if study in labels else by_name.get(_plain(study), [])
        if len(fits) == 1:
            found[study] = fits[0]
        else:
            wanted = (
                f"one of {', '.join(fits)}"
                if fits
                else "a report_id of reports.csv, or author and year as the bibliography has them"
            )
            wrong.append(Problem("APPR-010", file, quote(study), wanted, row=read.first_row[study]))
    return found, wrong


def _ratings(
    read: answers.Answers, reports: Mapping[str, str], rules: Mapping, tool: str, file: str
) -> list[dict[str, str]]:
    """Published scores as rows of the table ratings: whole numbers in per cent, points or stars; others are left."""
    from reviewbook.appraisal import scoring

    checked = scoring.check(answering.standing(read.appraisals), read.scores, tool=rules)
    rows = []
    for score, one in zip(checked.itertuples(), read.scores.loc[checked.index].itertuples(), strict=True):
        if (
            score.unit == "words"
            or pd.isna(score.value)
            or score.value != int(score.value)
            or score.report_id not in reports
        ):
            continue
        most = int(one.of) if pd.notna(one.of) else rules["scoring"]["maximum"]
        unit = score.unit if score.unit == "percent" else f"{score.unit}_of_{most}"
        block = rules["categories"].get(score.part)
        rows.append(
            {
                "report_id": reports[score.report_id],
                "tool": tool,
                "component": block["component"] if block else answering.OVERALL,
                "rating": str(int(score.value)),
                "unit": unit,
                "locator": f"{file}, row {one.row}",
            }
        )
    return rows


def _known(
    rows: list[dict[str, str]], table: Table, key: tuple[str, ...], value: str, file: str
) -> tuple[set[int], list[Problem]]:
    """Which rows the table has already, and those that it has with another value."""
    there = {tuple(row[name] for name in key): row[value] for row in table.rows}
    known, wrong = set(), []
    for at, row in enumerate(rows):
        named = tuple(row[name] for name in key)
        if named in there and there[named] == row[value]:
            known.add(at)
        elif named in there:
            seen = f"{quote(row[value])} for {', '.join(named)}"
            wrong.append(
                Problem("APPR-008", file, seen, f"{there[named]}, as {table.name}.csv has it", field=value)
            )
    return known, wrong
