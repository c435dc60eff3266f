"""What each notebook was run with, and so whether its stored results are still those that a run would give.

A notebook is stale when its code, its parameters, a table that it read, the list of tables, another file of the review's
folder, the library, requirements.txt, Python or its stored results changed. Of a chapter (`reviewbook.press.uses`) only the
cells are stale whose columns or whose part of the library changed.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewbook.files import digest
from reviewbook.press import notebooks, uses

if TYPE_CHECKING:
    import nbformat

    from reviewbook.press.uses import Cell
    from reviewbook.review.model import Review

LIBRARY, CODE = "the library", "its code"
# No record, no result, or not readable as such.
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, notebooks.nbformat.ValidationError)


@dataclass
class Job:
    """One notebook of a run: where from, where to, and what its result depends on.

    Attributes
    ----------
    inputs : what it depends on, in words -> its digest
    cells : those of a chapter
    """

    name: str
    source: Path
    target: Path
    record: Path
    notebook: nbformat.NotebookNode
    inputs: Mapping[str, str | None]
    cells: Sequence[Cell] | None

    @functools.cached_property
    def stored(self) -> nbformat.NotebookNode:
        """The notebook with its results, as it stands."""
        return notebooks.read(self.target)


@dataclass(frozen=True)
class Stale:
    """Why a notebook is run, and what of it need not be: place of a code cell -> what it read when its results were made."""

    reason: str
    kept: Mapping[int, Sequence[Sequence[str]]] = field(default_factory=dict)


def why_stale(
    job: Job, root: Path, columns: Callable[[Sequence[Sequence[str]]], dict[str, str]]
) -> Stale | None:
    """Why to run a notebook; None where its stored results are what a run would give.

    Parameters
    ----------
    columns : gives of the review as it is now a digest of each thing read (`reviewbook.review.reads`)
    """
    try:
        before = json.loads(job.record.read_text(encoding="utf-8"))
        inputs, files, outputs = before["inputs"], before["reads"], before["outputs"]
        stored = of_outputs(job.stored)
    except UNREADABLE:
        return Stale("no earlier run is recorded")
    changed = [what for what, now in job.inputs.items() if inputs.get(what) != now]
    saved = [Path(file).name for file, now in files.items() if digest.of_file(root / file) != now]
    if outputs != stored:
        return Stale("the stored results were edited")
    if not changed and not saved:
        return None
    reason = f"{[*changed, *saved][0]} changed"
    known, then = before.get("cells"), before.get("columns", {})
    if job.cells is None or known is None or set(changed) - {LIBRARY, CODE}:
        return Stale(reason)
    modules = sorted({module for cell in job.cells for module in cell.modules})
    library = uses.digests(modules) if LIBRARY in changed else before["modules"]
    read = sorted({tuple(one) for cell in known for one in cell["reads"]})
    now = columns(read) if saved or LIBRARY in changed else then
    fresh = {
        cell["source"]: cell["reads"]
        for cell in known
        if all(now.get(name_of(one)) == then.get(name_of(one)) for one in cell["reads"])
        and all(library.get(module) == before["modules"].get(module) for module in cell["modules"])
    }
    # Those that show nothing are the same in the same order: what is shown depends on all of them.
    opening = [cell.source for cell in job.cells if not cell.shows]
    opened = [cell["source"] for cell in known if not cell.get("shows")]
    if opening != opened or not all(source in fresh for source in opening):
        return Stale(reason)
    kept = {
        at: fresh[cell.source] for at, cell in enumerate(job.cells) if cell.shows and cell.source in fresh
    }
    nothing_else = len(kept) == sum(cell.shows for cell in job.cells) and CODE not in changed
    return None if nothing_else else Stale(reason, kept)


def remember(
    job: Job,
    root: Path,
    outputs: str,
    *,
    since: float,
    reads: Sequence[Sequence[Sequence[str]]],
    columns: Callable[[Sequence[Sequence[str]]], dict[str, str]] | None,
) -> bool:
    """Record what a result depends on, so that the next run can tell whether it still holds; whether it was recorded.

    Parameters
    ----------
    outputs : digest of its results (`of_outputs`)
    since : when the run began
        Of a file that was saved since it is not known which version was read: then nothing is recorded, and the next run
        looks again.
    reads : what each code cell read, its files as they are named below ``root``
    columns : None where the review cannot be opened, so that nothing is known of single cells
    """
    from reviewbook.review.reads import FILE

    files = sorted({name for found in reads for what, name in found if what == FILE})
    if _saved(root, files, since):
        return False
    record: dict[str, Any] = {
        "inputs": job.inputs,
        "reads": {name: digest.of_file(root / name) for name in files},
        "outputs": outputs,
    }
    if job.cells is not None and columns is not None:
        record["cells"] = [
            cell._asdict() | {"reads": found} for cell, found in zip(job.cells, reads, strict=True)
        ]
        record["columns"] = columns(sorted({tuple(one) for found in reads for one in found}))
        record["modules"] = _modules(job, {module for cell in job.cells for module in cell.modules})
    notebooks.write(job.record, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return True


def _saved(root: Path, names: Iterable[str], since: float) -> bool:
    return any((root / name).is_file() and (root / name).stat().st_mtime >= since for name in names)


def renew(job: Job, root: Path, *, since: float) -> bool:
    """Record that a result still holds although what it was run with has changed; whether it was recorded.

    since : as of `remember`
    """
    record = json.loads(job.record.read_text(encoding="utf-8"))
    if _saved(root, record["reads"], since):
        return False
    if job.cells is not None and "modules" in record:
        record["modules"] = _modules(job, record["modules"])
    record["inputs"] = job.inputs
    record["reads"] = {name: digest.of_file(root / name) for name in record["reads"]}
    notebooks.write(job.record, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return True


def _modules(job: Job, wanted: Iterable[str]) -> dict[str, str]:
    """A digest of each module (`uses.digests`), of the same library those that the record has."""
    known: dict[str, str] = {}
    with suppress(*UNREADABLE):
        before = json.loads(job.record.read_text(encoding="utf-8"))
        if before["inputs"][LIBRARY] == job.inputs[LIBRARY]:
            known = dict(before["modules"])
    return {
        **uses.digests(sorted(set(wanted) - known.keys())),
        **{one: known[one] for one in wanted if one in known},
    }


def of_columns(review: Review, read: Sequence[Sequence[str]]) -> dict[str, str]:
    """A digest of each thing read of a review's tables: of a column, of all of a table, or of how many rows it has."""
    import pandas as pd

    from reviewbook.review.reads import ROWS, WHOLE

    found = {}
    for table, column in read:
        if (frame := review.full.tables.get(table)) is None:  # of a library that had others
            continue
        if column == WHOLE:
            parts = [frame[name] for name in frame.columns]
        elif column == ROWS or column not in frame.columns:
            parts = []
        else:
            parts = [frame[column]]
        hashes = [
            [
                str(one.dtype),
                digest.of_bytes(pd.util.hash_pandas_object(one, index=False).to_numpy().tobytes()),
            ]
            for one in parts
        ]
        rows = [len(frame), review.full.charted(table) if column == ROWS else None]
        found[name_of((table, column))] = digest.of_value([rows, list(frame.columns), hashes])
    return found


def name_of(read: Sequence[str]) -> str:
    return ".".join(read)


def of_code(notebook: nbformat.NotebookNode) -> str:
    return digest.of_value(
        [[cell.source, cell.metadata.get("tags", [])] for cell in notebooks.code_cells(notebook)]
    )


def of_outputs(notebook: nbformat.NotebookNode) -> str:
    return digest.of_value([[cell.execution_count, cell.outputs] for cell in notebooks.code_cells(notebook)])
