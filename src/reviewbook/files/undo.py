"""Take one import out of a review whole, where nothing was built on it."""

from __future__ import annotations

import contextlib
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

from reviewbook.files import journal, ledger, pseudonyms
from reviewbook.files.journal import Journal, Note, digest, key_of
from reviewbook.files.ledger import Report, Table
from reviewbook.review import dictionary
from reviewbook.review.nothing import NOTHING
from reviewbook.review.private import PEOPLE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed

CODE = "IMPT-015"
SHOWN = 5  # rows that are told by their keys


def undo(review: str | os.PathLike, import_id: str, *, dry_run: bool = False) -> Report:
    """Take an import out of a review: its rows in every table, the cells that it filled, and its files' rows of imports.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    import_id : as imports.csv has it.
    dry_run : look and report, write nothing.

    Returns
    -------
    Report without files; its notes say how many rows leave which table

    Raises
    ------
    ReviewProblems with every problem, and nothing written: there is no such import (IMPT-005); rows of others stand on its rows,
    its rows were changed since, or it was imported by an earlier version, which noted nothing (IMPT-015); the journal cannot be
    used (IMPT-016); the folder is no review (IMPT-004).
    """
    folder = ledger.folder_of(review)
    imports = Table.read(folder, "imports")
    noted = journal.read(folder)
    row = next((row for row in imports.rows if row["import_id"] == import_id), None)
    if row is None:
        there = ", ".join(f"{one['import_id']} ({one['file']}, {one['format']})" for one in imports.rows)
        wanted = f"one of {there}" if there else "an import, of which the review has none"
        raise ReviewProblems([Problem("IMPT-005", "--undo", quote(import_id), wanted)])
    # A further file of a project came in with the first.
    first = next((one for one, note in noted.notes.items() if import_id in note.files), import_id)
    if first not in noted.notes:
        found = f"{row['file']}, imported by an earlier version"
        wanted = f"what it wrote, in {journal.FILE}"
        raise ReviewProblems([Problem(CODE, "imports.csv", found, wanted)])
    note = noted.notes.pop(first)
    gone = {first, *note.files}
    named = dictionary.TABLES
    needed(folder, *(name for name in named if (folder / f"{name}.csv").is_file()))
    tables = {name: Table.read(folder, name) for name in named if (folder / f"{name}.csv").is_file()}
    files = {one["import_id"]: one["file"] for one in tables["imports"].rows}
    out, wrong = _rows_of(first, note, tables)
    wrong += _unfilled(note, tables)
    texts, changed_since = _without_texts(folder, note, noted)
    wrong += changed_since
    wrong += _standing(out, tables, gone, files, note.replaced) + _known(note, noted, files)
    if wrong:
        raise ReviewProblems(wrong)
    for name, rows in out.items():
        marked = {id(one) for one in rows}
        tables[name].rows = [one for one in tables[name].rows if id(one) not in marked]
        tables[name].changed = True
    for name, rows in note.replaced.items():
        tables[name].rows += [dict(row) for row in rows]
        tables[name].changed = True
    for name in journal.NAMED:
        if name in tables:
            out[name] = tables[name].take_out(lambda one: one["import_id"] in gone)
    _renumber(out.get("decisions", []), tables.get("decisions"))
    changed = [table for table in tables.values() if table.changed]
    for table in changed:
        _narrow(table, noted)
    if not dry_run:
        letters = _unused(note, noted, tables)
        ledger.put(folder, changed, {**pseudonyms.without(folder, letters), **texts}, noted)
        if not (noted.notes or noted.earlier.get(pseudonyms.PRIVATE)):
            with contextlib.suppress(OSError):  # the team keeps something else there
                (folder / pseudonyms.PRIVATE).rmdir()
    counts = ", ".join(
        f"{len(rows):,} row{'' if len(rows) == 1 else 's'} of {name}.csv"
        for name, rows in out.items()
        if rows
    )
    counts += "".join(f", and what it wrote into {file.name}" for file in texts)
    return Report([], [table.name for table in changed], [f"Taken out: {row['file']} ({first}): {counts}"])


def _rows_of(
    import_id: str, note: Note, tables: Mapping[str, Table]
) -> tuple[dict[str, list[dict]], list[Problem]]:
    """The rows of an import by table, and those that are not any more as it wrote them."""
    out: dict[str, list[dict]] = {}
    wrong = []
    for name, digests in note.rows.items():
        wanted = Counter((key, one) for key, every in digests.items() for one in every)
        own = out[name] = []
        for row in tables[name].rows if name in tables else ():
            key = key_of(name, row)
            if key in digests and wanted[key, digest(row)] > 0:
                wanted[key, digest(row)] -= 1
                own.append(row)
            elif key in digests and row.get("import_id", import_id) == import_id:
                own.append(row)  # changed since, and others may stand on it too
        changed = sorted({key for key, _ in wanted.elements()})
        if changed:
            found = f"{_count(changed)} changed or gone since"
            wrong.append(Problem(CODE, f"{name}.csv", found, "each as the import wrote it"))
    return out, wrong


def _unfilled(note: Note, tables: Mapping[str, Table]) -> list[Problem]:
    """Blank the cells of other rows that an import filled; those that hold another value now are problems."""
    wrong = []
    for name, cells in note.filled.items():
        rows = {key_of(name, row): row for row in tables[name].rows} if name in tables else {}
        for key, column, value in cells:
            row = rows.get(key, {})
            if row.get(column) != value:
                found = f"{quote(row.get(column) or '')} for {key}, changed since"
                wrong.append(Problem(CODE, f"{name}.csv", found, quote(value), field=column))
            else:
                row[column] = ""
                tables[name].changed = True
    return wrong


def _without_texts(
    folder: Path, note: Note, noted: Journal
) -> tuple[dict[Path, bytes | None], list[Problem]]:
    """The files that are no tables without what an import wrote behind them, None for one that it made; those changed since."""
    found: dict[Path, bytes | None] = {}
    wrong = []
    for name, text in note.texts.items():
        file, own = (folder / name).resolve(), text.encode()
        data = file.read_bytes() if file.is_file() else b""
        if own not in data:
            wrong.append(Problem(CODE, file.name, "what the import wrote, changed since", "as it wrote it"))
            continue
        left = data.replace(own, b"", 1)
        found[file] = left if left.strip() or noted.earlier.get(name, True) else None
        if not any(name in other.texts for other in noted.notes.values()):
            noted.earlier.pop(name, None)
    return found, wrong


def _standing(
    out: Mapping[str, list[dict]],
    tables: Mapping[str, Table],
    gone: Collection[str],
    files: Mapping[str, str],
    replaced: Mapping[str, list[dict[str, str]]],
) -> list[Problem]:
    """Rows of others that refer to rows of an import, and not to one that comes back."""
    own = {id(row) for rows in out.values() for row in rows}
    wrong = []
    for name, table in tables.items():
        for reference in dictionary.schema(name).get("foreignKeys", []):
            target, (at,) = reference["reference"], reference["fields"]
            (column,) = target["fields"]
            leaving = {row[column] for row in out.get(target["resource"], ())} - set(NOTHING)
            leaving -= {row.get(column) for row in replaced.get(target["resource"], ())}
            whose: dict[str, list[str]] = defaultdict(list)
            for row in table.rows:
                if row.get(at) in leaving and id(row) not in own and row.get("import_id") not in gone:
                    whose[row.get("import_id") or ""].append(row[at])
            for other, keys in whose.items():
                by = f" of {files.get(other, other)} ({other})" if other else ""
                rows = "1 row" if len(keys) == 1 else f"{len(keys):,} rows"
                found = f"{rows}{by} on {_count(sorted(set(keys)))} of it"
                wrong.append(Problem(CODE, f"{name}.csv", found, "none", field=at))
    return wrong


def _known(note: Note, noted: Journal, files: Mapping[str, str]) -> list[Problem]:
    """Other imports whose files hold rows of an import too: the tables have them from this one alone."""
    wrong = []
    for other, theirs in noted.notes.items():
        for name, keys in theirs.known.items():
            if shared := sorted({*keys} & note.rows.get(name, {}).keys()):
                found = f"{_count(shared)} of it known from {files.get(other, other)} ({other}) too"
                wrong.append(Problem(CODE, f"{name}.csv", found, f"{other} taken back first"))
    return wrong


def _count(keys: list[str]) -> str:
    """How many rows, and the keys of the first."""
    first = "; ".join(keys[:SHOWN]) + ("; ..." if len(keys) > SHOWN else "")
    return f"{len(keys):,} row{'' if len(keys) == 1 else 's'} ({first})"


def _renumber(out: list[dict], decisions: Table | None) -> None:
    """Give the decisions that stay the turns that they have without those taken out."""
    if decisions is None or not any(row.get(journal.RENUMBERED) for row in out):
        return
    judged = defaultdict(list)
    for row in decisions.rows:
        judged[key_of("decisions", row)].append(row)
    for key in {key_of("decisions", row) for row in out}:
        ordered = sorted(judged[key], key=lambda row: int(row.get(journal.RENUMBERED) or 1))
        for turn, row in enumerate(ordered, 1):
            row[journal.RENUMBERED] = str(turn)


def _narrow(table: Table, noted: Journal) -> None:
    """Take away the columns that came with an import, and that no row needs which stays."""
    was = noted.was(table.name)
    if was is None:
        return
    kept = {
        *was["header"],
        *(name for note in noted.notes.values() for name in note.columns.get(table.name, ())),
    }
    said = {"", "not_applicable"}

    def empty(name: str) -> bool:
        none = {"", "1"} if name == journal.RENUMBERED else said
        return all((row.get(name) or "") in none for row in table.rows)

    own = {one["name"] for one in dictionary.schema(table.name)["fields"]}
    table.header = [name for name in table.header if name in kept or name not in own or not empty(name)]


def _unused(note: Note, noted: Journal, tables: Mapping[str, Table]) -> set[str]:
    """The letters of people whom nothing names any more."""
    still = {letter for other in noted.notes.values() for letter in other.people}
    still |= {
        row.get(column) or ""
        for name, column in PEOPLE.items()
        if name in tables
        for row in tables[name].rows
    }
    return set(note.people) - still
