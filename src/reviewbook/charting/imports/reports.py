"""The reports that an extraction is about: those that the review has, and new ones with a study and an entry of the bibliography.

A report is recognised as an entry of a list of records is (`selection.imports.listed`): by its DOI, its citation key, then title and
year. What speaks for and against, or for several, is settled by a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reviewbook.charting.imports.cited import Work
from reviewbook.files import ledger
from reviewbook.files.bibtex import entry
from reviewbook.files.ledger import Table
from reviewbook.files.wording import compared
from reviewbook.review import bibliography as review_bibliography
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.selection.imports import works
from reviewbook.selection.imports.finder import NOWHERE, Finder
from reviewbook.selection.imports.reported import there

OF_WORK = ("title", "authors", "year", "doi", "journal", "volume", "issue", "pages", "url")


class Placed(NamedTuple):
    """A work of the sheet, and the report that it is."""

    work: Work
    row: int  # where it stands first
    report_id: str
    there: bool  # the review has the report
    cited: bool  # the bibliography has its entry


def placed(
    found: Sequence[tuple[Work, int]],
    reports: Sequence[Mapping[str, str]],
    cited: Mapping[str, Any],
    called: Mapping[str, str],
    file: str,
) -> list[Placed]:
    """The report of each work, in their order; new ones are named by author and year.

    Parameters
    ----------
    called : what else reports are called (`names`).

    Raises
    ------
    ReviewProblems (CHAR-012) naming each row of which it cannot be told which report it is about.
    """
    find = Finder([*there(reports, cited).values()], called="reports")
    own = {row["report_id"] for row in reports}
    keys = {compared(name): key for name, key in called.items()} | {
        compared(key): key for key in {*own, *cited}
    }
    wrong: list[Problem] = []
    meant: list[str] = []
    taken: dict[str, int] = {}
    for work, row in found:
        asked = dict(work.told)
        asked["source_key"] = keys.get(compared(asked.get("source_key", "")), "")
        one = find(asked)
        report = one.records[0] if one.records else ""
        if one.why and one.why != NOWHERE:
            expected = "the DOI or the report_id of the report that is meant"
            wrong.append(Problem("CHAR-012", file, f"{work.label}: {one.why}", expected, row))
        elif report in taken:
            seen = f"{work.label} is report {report}, as row {taken[report]} is"
            wrong.append(Problem("CHAR-012", file, seen, "one work in the sheet for a report", row))
        elif report:
            taken[report] = row
        meant.append(report)
    if wrong:
        raise ReviewProblems(wrong)
    new = [_record(work) for (work, _), report in zip(found, meant, strict=True) if not report]
    names = iter(works.keys(new, {*own, *cited}))
    return [
        Placed(work, row, report or next(names), report in own, bool(report))
        for (work, row), report in zip(found, meant, strict=True)
    ]


def names(tables: Mapping[str, Table], cited: Mapping[str, Any]) -> dict[str, str]:
    """The report that a label means, where it means one alone: as its study is called, and as figures name it."""
    labels = {row["study_id"]: row["label"] for row in tables["studies"].rows}
    said = [(labels.get(row["study_id"], ""), row["report_id"]) for row in tables["report_studies"].rows]
    own = [row["report_id"] for row in tables["reports"].rows]
    said += [(name, key) for key, name in review_bibliography.names(own, cited).items()]
    found: dict[str, set[str]] = {}
    for label, report in said:
        found.setdefault(compared(label), set()).add(report)
    return {label: next(iter(meant)) for label, meant in found.items() if label and len(meant) == 1}


def namesakes(made: Sequence[Placed], reports: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """The reports that are there and have the author and year of a new one, by its report_id."""
    new = {one.report_id for one in made if not one.there}
    own = [row["report_id"] for row in reports if row["report_id"] not in new]
    found = {}
    for one in made:
        base = works.base(_record(one.work))
        alike = [key for key in own if base and re.fullmatch(rf"{re.escape(base)}[a-z]?", key, re.IGNORECASE)]
        if not one.there and alike:
            found[one.report_id] = alike
    return found


def _record(work: Work) -> dict[str, str]:
    """A work as the table of records has it; what it is called by where it names no author."""
    return work.told | {"record_id": ledger.identifier(work.label or work.number or "report", ())}


def add(made: Sequence[Placed], tables: Mapping[str, Table], file: str) -> str:
    """Add new reports with a study each; the text that comes behind the bibliography."""
    text = ""
    new = [one for one in made if not one.there]
    if not tables["reports"].rows:  # nobody is asked for what no work has
        none = [name for name in ("year", "doi") if not any(one.work.told.get(name) for one in new)]
        none += ["year_basis"] if "year" in none else []
        tables["reports"].header = [name for name in tables["reports"].header if name not in none]
    taken = {row["study_id"].casefold() for row in tables["studies"].rows}
    of_none = {"intervention_id": NOT_APPLICABLE} if "intervention_id" in tables["studies"].header else {}
    for one in new:
        told = one.work.told
        number = f", number {one.work.number}" if one.work.number else ""
        place = f"{file}, row {one.row}{number}"
        year = {"year": told["year"], "year_basis": "unverified"} if told.get("year") else {}
        study = ledger.identifier(one.report_id, taken)
        taken.add(study)
        tables["reports"].add(
            [{"report_id": one.report_id, **year, "doi": told.get("doi", ""), "locator": place}]
        )
        tables["studies"].add([{"study_id": study, **of_none, "label": one.work.label, "locator": place}])
        tables["report_studies"].add([{"report_id": one.report_id, "study_id": study, "locator": place}])
        if not one.cited:
            text += _entry(one)
    return text


def _entry(one: Placed) -> str:
    told = one.work.told
    fields = works.fields(told) | ({"note": told["note"]} if "note" in told else {})
    if not told.get("title") and not told.get("authors"):
        fields["title"] = one.work.label
    return entry(one.report_id, works.kind(told), works.people(told.get("authors", "")), fields)


def studies_of(made: Sequence[Placed], links: Sequence[Mapping[str, str]], file: str) -> dict[str, str]:
    """The study of each report, by report_id.

    Raises
    ------
    ReviewProblems (CHAR-012) naming each report that tells of none or of several.
    """
    found: dict[str, list[str]] = {}
    for row in links:
        found.setdefault(row["report_id"], []).append(row["study_id"])
    wrong = [
        Problem(
            "CHAR-012",
            file,
            f"{one.report_id} tells of {' and '.join(found[one.report_id]) if found.get(one.report_id) else 'no study'}",
            "a report of one study, or --about report",
            one.row,
        )
        for one in made
        if len(found.get(one.report_id, ())) != 1
    ]
    if wrong:
        raise ReviewProblems(wrong)
    return {report: studies[0] for report, studies in found.items()}
