"""Records that a review brings in become its reports, each with a study and an entry of the bibliography: nothing is typed twice.

Year, DOI, title and authors are the record's, a blank completed by a duplicate of it; all else stays blank. A report that is there
already (`recognised`) gets its record instead of a twin. It is an import like any other: all files are written or none, and
`reviewbook import --undo` takes it out again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from reviewbook.files import ledger
from reviewbook.files.bibtex import entry
from reviewbook.files.ledger import Imported, Table
from reviewbook.files.pseudonyms import People
from reviewbook.page.words import joined
from reviewbook.review import bibliography, reading
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed
from reviewbook.selection import inclusion
from reviewbook.selection.candidates import UNDONE
from reviewbook.selection.counting import FULL_TEXT
from reviewbook.selection.duplicates import pairs_of
from reviewbook.selection.imports import reported, works
from reviewbook.selection.imports.recognised import Plan, Row, planned
from reviewbook.selection.of_review import flow_of

FORMAT = "include"
SHOWN = 10  # reports without a record that are named
WRITTEN = ("reports", "studies", "report_studies", "imports")
READ = ("records", "decisions", "sources", "reasons", "merges", "flow")


class Done(NamedTuple):
    """What an inclusion did, or would do."""

    plan: Plan
    changed: list[str]  # names of files
    import_id: str  # blank where nothing changed


def include(
    review: str | os.PathLike,
    *,
    stage: str | None = None,
    link: Sequence[tuple[str, str]] = (),
    new: Sequence[str] = (),
    dry_run: bool = False,
) -> Done:
    """Make reports of the records that a review brings in.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    stage : the last stage of the decisions, where it is not full_text.
    link : pairs of a record and the report that stands for it, which settle a doubt.
    new : records of which no report stands there yet, which settles a doubt.
    dry_run : look and tell, write nothing.

    Raises
    ------
    ReviewProblems with every problem, and nothing written: the folder is no review (IMPT-004), its tables are not sound (their own
    codes), no record is brought in at the last stage (DECI-008), a record or report is named that is not there for it (DECI-009),
    the bibliography is no BibTeX file (CITE-001).
    """
    folder = ledger.folder_of(review)
    loaded = needed(folder, *READ, *WRITTEN)
    found = flow_of(loaded)
    wanted = inclusion.brought_in(found.ledger)
    if not wanted or not (inclusion.is_last(found.stages) or stage == found.stages[-1]):
        raise ReviewProblems([_none(found.stages, wanted)])
    tables = {name: reported.table(folder, name, linked=True) for name in WRITTEN}
    file = bibliography.named(folder, reading.read_package(folder)[0])
    before, works_there = reported.bibliography(file)
    records = {row["record_id"]: row for row in Table.read(folder, "records").rows}
    best = inclusion.kept(loaded.records)
    settled = _settled(link, new, wanted, tables["reports"].rows, best)
    plan = planned(
        wanted,
        records,
        tables["reports"].rows,
        works_there,
        kept=best,
        apart=[(best.get(a, a), best.get(b, b)) for a, b in pairs_of(loaded.merges, UNDONE)],
        link=settled,
        new=new,
    )
    if not plan.made and not plan.linked:
        return Done(plan, [], "")
    text = _take(plan, tables, works_there)
    import_id = _identified(plan, {row["import_id"] for row in tables["imports"].rows})
    done = Imported(
        "records.csv", import_id, FORMAT, len(plan.made) + len(plan.linked), len(plan.made), len(plan.linked)
    )
    tables["imports"].add([ledger.entered(done)])
    changed = [table for table in tables.values() if table.changed]
    if not dry_run:
        gap = "" if before.endswith("\n") else "\n"
        added = {file: (gap + text) if before else text.lstrip()} if text else {}
        ledger.write(folder, changed, People(loaded, keep=True), by=[import_id], texts=added)
    names = [f"{table.name}.csv" for table in changed] + ([file.name] if text else [])
    return Done(plan, names, import_id)


def _none(stages: Sequence[str], wanted: Sequence[str]) -> Problem:
    if not stages:
        return Problem(
            "DECI-008",
            "decisions.csv",
            "no decision",
            f"decisions at stage {FULL_TEXT}, or a list of what was included",
        )
    if not wanted:
        return Problem(
            "DECI-008", "decisions.csv", f"no record included at stage {stages[-1]}", "one at least"
        )
    expected = f"decisions at stage {FULL_TEXT}, or --stage {stages[-1]} where none comes after"
    return Problem("DECI-008", "decisions.csv", f"{stages[-1]} as the last stage", expected, field="stage")


def _settled(
    link: Sequence[tuple[str, str]],
    new: Sequence[str],
    wanted: Sequence[str],
    reports: Sequence[Row],
    kept: Mapping[str, str],
) -> dict[str, str]:
    """The reports that a person gives to records, by record_id; `ReviewProblems` (DECI-009) where that cannot be."""
    wrong, stands = [], {row["report_id"]: row.get("record_id") or "" for row in reports}
    has = {kept.get(record, record): report for report, record in stands.items() if record not in NOTHING}
    every = [("--new", record) for record in new] + [("--link", record) for record, _ in link]
    for option, record in every:
        if record not in set(wanted):
            wrong.append(Problem("DECI-009", option, quote(record), "a record_id that is included"))
        elif record in has:
            wrong.append(
                Problem(
                    "DECI-009",
                    option,
                    f"{record}, for which {has[record]} stands",
                    "a record without a report",
                )
            )
        elif [one for _, one in every].count(record) > 1:
            wrong.append(Problem("DECI-009", option, f"{record} twice", "each record once"))
    named = [report for _, report in link]
    for report in named:
        if report not in stands or stands[report] not in NOTHING or named.count(report) > 1:
            expected = "a report_id of reports.csv that stands for no record yet, once"
            wrong.append(Problem("DECI-009", "--link", quote(report), expected))
    if wrong:
        raise ReviewProblems(list(dict.fromkeys(wrong)))
    return dict(link)


def _take(plan: Plan, tables: Mapping[str, Table], cited: Mapping[str, Any]) -> str:
    """Add what a plan holds to the tables; the text that comes behind the bibliography."""
    there = {row["report_id"]: row for row in tables["reports"].rows}
    for report, record in plan.linked.items():
        tables["reports"].fill(there[report], "record_id", record)
    text = "".join(
        entry(
            one.report_id,
            works.kind(one.work),
            works.people(one.work.get("authors", "")),
            works.fields(one.work),
        )
        for one in plan.made
        if not one.cited
    )
    labels = _labels([one.report_id for one in plan.made], text, cited)
    taken = {row["study_id"].casefold() for row in tables["studies"].rows}
    for one in plan.made:
        study = ledger.identifier(one.report_id, taken)
        taken.add(study)
        own = {name: one.work.get(name, "") for name in ("year", "year_basis", "doi")}
        tables["reports"].add(
            [{"report_id": one.report_id, "record_id": one.record_id, **own, "locator": one.locator}]
        )
        tables["studies"].add([{"study_id": study, "label": labels[one.report_id], "locator": one.locator}])
        tables["report_studies"].add(
            [{"report_id": one.report_id, "study_id": study, "locator": one.locator}]
        )
    return text


def _labels(made: Sequence[str], text: str, cited: Mapping[str, Any]) -> dict[str, str]:
    """How readers see the studies: as figures name their reports."""
    from pybtex.database import parse_string

    return bibliography.names(made, {**cited, **parse_string(text, "bibtex").entries})


def _identified(plan: Plan, taken: Collection[str]) -> str:
    """The identifier of an inclusion, from what it brings in; another one where that was brought in before and is gone."""
    what = [[one.record_id, one.report_id] for one in plan.made], sorted(plan.linked.items())
    digest = json.dumps(what).encode()
    while True:
        digest = hashlib.sha256(digest).hexdigest().encode()
        if (name := f"i{digest.decode()[:12]}") not in taken:
            return name


def in_words(done: Done, *, dry_run: bool = False) -> list[str]:
    """What an inclusion did, line by line: reports made and linked, doubts with what settles them, last what changed."""
    plan = done.plan
    lines = [f"{one.report_id}: new, from record {one.record_id}" for one in plan.made]
    lines += [f"{report}: there already, linked to record {record}" for report, record in plan.linked.items()]
    lines += plan.notes
    lines += [f"Not taken, record {record}: {why}" for record, why in plan.doubts]
    n = len(plan.made) + len(plan.linked) + plan.known + len(plan.doubts)
    told = [
        f"{len(plan.made):,} new",
        f"{len(plan.linked):,} linked",
        f"{plan.known:,} known",
        f"{len(plan.doubts):,} in doubt",
    ]
    lines.append(f"{n:,} record{'' if n == 1 else 's'} included: {', '.join(told)}.")
    if plan.doubts:
        lines.append(
            "Settle a doubt with --link RECORD REPORT, with --new RECORD, or by `reviewbook dedupe` where two records are one."
        )
    if plan.left:
        names = joined(
            [*plan.left[:SHOWN], *([f"{len(plan.left) - SHOWN:,} more"] if len(plan.left) > SHOWN else [])]
        )
        lines.append(
            f"No record is known for {names}: link what is one of those above, else write not_applicable into record_id."
        )
    if not done.changed:
        return [*lines, "Nothing changed."]
    if dry_run:
        return [*lines, f"Would be written: {', '.join(done.changed)}. Nothing was written (--dry-run)."]
    return [
        *lines,
        f"Written: {', '.join(done.changed)}. `reviewbook import --undo {done.import_id}` takes it out again.",
    ]
