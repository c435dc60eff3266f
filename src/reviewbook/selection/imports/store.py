"""Take files of other software into a review: new rows of records, decisions, imports and set_aside, each table whole or not at
all.

An import is known by the bytes of its file, its format and what it was said to be: the same again takes nothing twice, and tries
what was set aside once more. A record is known where the same source gave it before with
the same key and the same content; from another source it is another record, which deduplication will find. Columns and rows
that the authors made stay as they are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from reviewbook.files import journal, ledger
from reviewbook.files.formats import unfit
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import one_line
from reviewbook.review.cells import uncollected
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import one_of
from reviewbook.review.usable import needed
from reviewbook.selection.imports import verdict
from reviewbook.selection.imports.bibliography import Export
from reviewbook.selection.imports.columns import named_columns
from reviewbook.selection.imports.decision_rows import OF
from reviewbook.selection.imports.decision_words import read_answer, reviewer_name, stage_name
from reviewbook.selection.imports.decisions import settled_by
from reviewbook.selection.imports.expected import other_format
from reviewbook.selection.imports.formats import FORMATS, Format
from reviewbook.selection.imports.placing import ASKED, Part

TABLES = ("records", "decisions", "reasons", "imports", "set_aside")


@uncollected()
def add(
    review: str | os.PathLike,
    files: list[Path],
    format: str,
    *,
    source_id: str | None = None,
    stage: str | None = None,
    reviewer: str | None = None,
    decision: str | None = None,
    words: str | None = None,
    consensus: str | None = None,
    columns: str | None = None,
    keep_names: bool = False,
    dry_run: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Import files into a review's folder.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    format : a name of `formats.FORMATS`.
    source_id : the source in which the records were found; must be in sources.csv. Formats of decisions need it only where they
        bring records that are not there yet.
    stage, reviewer, decision, words : for formats of decisions that do not say it themselves.
    consensus : the reviewer whose decisions settle.
    columns : for formats of records: our columns and the headings that fill them (`columns.named_columns`); of a format that names
        its fields itself, only those that the file has none for.
    keep_names : leave reviewers by name, and e-mail addresses in notes, instead of letters in their place.
    dry_run : read and report, write nothing.
    progress : called with a line of words before each long step.

    Returns
    -------
    Report

    Raises
    ------
    ReviewProblems with every problem, and nothing written: the folder is no review (IMPT-004), has structural problems (its
    own codes), its key of pseudonyms cannot be used (IMPT-014), a file cannot be read (IMPT-001 to IMPT-003 and the reader's
    own), an option does not fit (IMPT-005), the source is missing or not in sources.csv (IMPT-006), what would be taken is not
    what a file holds (IMPT-020).
    """
    say = progress or (lambda words: None)
    said = {"stage": stage, "reviewer": reviewer, "decision": decision, "words": words, "columns": columns}
    given = {name: value for name, value in (said | {"consensus": consensus}).items() if value is not None}
    if wrong := unfit(format, given, files, among=FORMATS):
        raise ReviewProblems(wrong)
    known = FORMATS[format]
    named = named_columns(columns or "")
    if any(named.values()) and not known.by_heading:
        expected = f"year= and the like, for what the file has not: {format} names its fields itself"
        raise ReviewProblems([Problem("IMPT-005", "--columns", quote(columns), expected)])
    folder = ledger.folder_of(review)
    say(f"checking {folder.name}")
    loaded = needed(folder, "sources", *TABLES)
    people = People(loaded, keep=keep_names)
    sources = loaded.tables["sources"]["source_id"].tolist()
    _check_source(known, source_id, sources)
    tables = {name: Table.read(folder, name) for name in TABLES}
    options = {name: named if name == "columns" else said[name] for name in known.said}
    meant = {"format": format} | _meant(given) if known.decisions else None
    done: list[Imported] = []
    held: dict[str, dict[str, list[str]]] = {}
    waiting: dict[str, list[dict[str, Any]]] = {}
    wrong = []
    for group in [files] if known.together else [[file] for file in files]:
        try:
            imports = tables["imports"]
            ids = {file.name: ledger.identified(imports, file, format, meant) for file in group}
            if len(ids) < len(group):
                found = ", ".join(str(file) for file in group)
                raise ReviewProblems([Problem("IMPT-005", "FILE", found, "files of different names")])
            there = {row["import_id"]: row for row in imports.rows}
            earlier = [there[import_id] for import_id in ids.values() if import_id in there]
            source = _source_of(earlier, source_id)
            unsaid = (
                meant is not None and len(meant) > 1 and {*map(ledger.import_id_of, group)} & there.keys()
            )
            if len(earlier) == len(ids) and not unsaid and not _waiting(ids.values(), tables["set_aside"]):
                done += [Imported(name, ids[name], format, before=True) for name in ids]
                continue
            say("reading " + ", ".join(ids))
            export = known.reader(group if known.together else group[0], **options)
            if consensus is not None and export.decisions is not None:
                settled = settled_by(export.decisions, consensus, file=group[0].name)
                export = replace(export, decisions=settled)
            if not export.entries and not export.set_aside:
                raise other_format(format, group[0])
            if told := verdict.problems(export, group[0].name, of=known, named=named):
                raise ReviewProblems(told)
            say(f"comparing {export.entries:,} entries with what is there")
            part = Part(known, export, ids, tables, source, sources, people)
            done += part.take()
            held |= part.held
            waiting |= {import_id: part.waiting.get(import_id, []) for import_id in ids.values()}
        except ReviewProblems as unread:
            wrong += unread.problems
    if wrong:
        raise ReviewProblems(list(dict.fromkeys(wrong)))
    again, taken = _try_again(folder, tables, loaded, but=waiting)
    ledger.redact([table for table in tables.values() if table.changed], people)
    _list_reasons(tables["decisions"].new, tables["reasons"])
    for rows in waiting.values():
        people.redact("decisions", (one["row"] for one in rows), again=True)
        people.redact("set_aside", rows, again=True)
    changed = [table for table in tables.values() if table.changed]
    if changed and not dry_run:
        say("writing " + ", ".join(f"{table.name}.csv" for table in changed))
        ledger.write(folder, changed, people, known=held, waiting=waiting | again)
    return Report(done, [table.name for table in changed], people.notes() + taken)


def try_again(review: str | os.PathLike, *, after_undo: bool = False) -> list[str]:
    """Take what was set aside for want of a record, or for there being two, where that is so no more; what to say of it.

    ``after_undo`` : reasons that were listed with an import taken out are listed with another one that gives them too.

    Raises
    ------
    ReviewProblems where the folder is no review, or its tables are not sound.
    """
    folder = ledger.folder_of(review)
    notes = journal.read(folder).notes
    if not after_undo and not any(note.waiting for note in notes.values()):
        return []
    loaded = needed(folder, "sources", *TABLES)
    tables = {name: Table.read(folder, name) for name in TABLES}
    again, taken = _try_again(folder, tables, loaded, but=())
    decisions = tables["decisions"]
    of_imports = [row for row in decisions.rows if row.get("import_id") in notes]
    _list_reasons(of_imports if after_undo else decisions.new, tables["reasons"])
    changed = [table for table in tables.values() if table.changed]
    if changed:
        ledger.write(folder, changed, People(loaded, keep=True), waiting=again)
    return taken


def _try_again(
    folder: Path, tables: Mapping[str, Table], loaded: Review, *, but: Collection[str]
) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """Take what waits of earlier imports and is no question any more; what waits still of those, and what to say.

    ``but`` are imports of which a file was just read.
    """
    there = {row["import_id"]: row for row in tables["imports"].rows}
    still: dict[str, list[dict[str, Any]]] = {}
    taken = []
    for import_id, note in sorted(journal.read(folder).notes.items()):
        row = there.get(import_id)
        if row is None or not note.waiting or import_id in but:
            continue
        known = FORMATS[row["format"]]
        source_id = None if row["source_id"] == NOT_APPLICABLE else row["source_id"]
        export = _export_of(note.waiting)
        ids = {row["file"]: import_id}
        part = Part(known, export, ids, tables, source_id, [], People(loaded, keep=True))
        if n := part.take_waiting(note.waiting):
            still[import_id] = part.waiting.get(import_id, [])
            taken.append(
                f"Of what was set aside of {row['file']} ({import_id}), {n:,} of {len(note.waiting):,} taken now"
            )
    return still, taken


def _export_of(waiting: list[dict[str, Any]]) -> Export:
    """What waits of an import, as its reader gave it."""
    import pandas as pd

    # an entry may have several decisions
    number = {told: at for at, told in enumerate(dict.fromkeys(json.dumps(one["of"]) for one in waiting))}
    rows = [
        one["row"] | {"source_key": one["key"], OF: str(number[json.dumps(one["of"])])}
        if one["of"]
        else one["row"] | {"source_key": one["key"]}
        for one in waiting
    ]
    entries = list(map(json.loads, number))
    return Export(
        entries=0,
        records=pd.DataFrame(entries, columns=list(ASKED), dtype="string"),
        decisions=pd.DataFrame(rows, dtype="string"),
        listed=waiting[0]["listed"],
    )


def _meant(said: Mapping[str, str]) -> dict[str, str]:
    """What a file was said to be, one way of writing for each meaning."""
    ways: dict[str, Callable[[str], str]] = {
        "stage": stage_name,
        "reviewer": reviewer_name,
        "decision": _answer,
    }
    return {name: ways.get(name, one_line)(value) for name, value in said.items()}


def _answer(text: str) -> str:
    return read_answer(text, three_valued=False)[0] or text


def _waiting(ids: Iterable[str], aside: Table) -> bool:
    """Whether anything of these imports was set aside."""
    own = set(ids)
    return any(row["import_id"] in own for row in aside.rows)


def _source_of(earlier: list[dict[str, str]], source_id: str | None) -> str | None:
    """The source of files: the one given, which must be that of an earlier import of the same, where it had one."""
    had = {row["source_id"] for row in earlier if row.get("source_id")} - {NOT_APPLICABLE}
    if source_id is None:
        return next(iter(had), None)
    if other := had - {source_id}:
        row = next(row for row in earlier if row["source_id"] in other)
        wanted = (
            f"{row['source_id']}, of which {row['file']} was imported; or --undo {row['import_id']} first"
        )
        raise ReviewProblems([Problem("IMPT-005", "--source", quote(source_id), wanted)])
    return source_id


def _list_reasons(decisions: list[dict[str, str]], reasons: Table) -> None:
    """List the reasons of new exclusions that are not listed yet, for authors to say under which words they are shown."""
    listed = {(row["stage"], row["written"]) for row in reasons.rows}
    new = []
    for row in decisions:
        place = row["stage"], row.get("reason") or ""
        if place[1] and place[1] not in NOTHING and row["decision"] == "exclude" and place not in listed:
            stage, reason = place
            listed.add(place)
            new.append({"stage": stage, "written": reason, "shown": reason, "import_id": row["import_id"]})
    reasons.add(new)


def _check_source(known: Format, source_id: str | None, sources: list[str]) -> None:
    there = (
        one_of(sources, source_id or "")
        if sources
        else "a row in sources.csv for the place searched, and its source_id"
    )
    if source_id is None and not known.decisions:
        raise ReviewProblems([Problem("IMPT-006", "--source", "nothing", there)])
    if source_id is not None and source_id not in sources:
        raise ReviewProblems([Problem("IMPT-006", "--source", quote(source_id), there)])
