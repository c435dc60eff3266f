"""What `reviewbook migrate` does to a folder: its tables, the queries over them, and the list of them in datapackage.json."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewbook.claims.asking import Limits, answers
from reviewbook.claims.earlier import settled
from reviewbook.claims.verdicts import given
from reviewbook.files import canonical, describe
from reviewbook.files.migration import Migrated, migrated
from reviewbook.page.words import counted, joined
from reviewbook.review import reading
from reviewbook.review.dictionary import MOVED
from reviewbook.review.model import Review


class Plan(NamedTuple):
    """The files that change, and what a person must still do, in words."""

    files: list[Migrated]
    left: list[str]


def planned(folder: Path) -> Plan:
    """What a migration of the review in a folder changes; it is worked out beside, and nothing is written there.

    Raises
    ------
    ReviewProblems where a table cannot be read whole, or something would be lost (`migration.migrated`).
    """
    files = migrated(folder)
    if not files:
        return Plan([], [])
    with tempfile.TemporaryDirectory() as aside:
        beside = Path(aside, folder.name)
        beside.mkdir()
        for file in [*folder.glob("*.csv"), folder / describe.PACKAGE]:
            shutil.copyfile(file, beside / file.name)
        for one in files:
            (beside / one.file.name).write_bytes(one.data)
        claims, left = _claims(beside)
        files += [one._replace(file=folder / one.file.name) for one in claims]
        package = describe.written(beside)
        if package != (folder / describe.PACKAGE).read_bytes():
            files.append(Migrated(folder / describe.PACKAGE, package, "its tables listed anew"))
    return Plan(files, left)


def _claims(folder: Path) -> tuple[list[Migrated], list[str]]:
    """claims.csv with the queries that had to be changed, and a line of those that a person must change."""
    r, _ = reading.read(folder)
    queries = [query for query in r.claims["query"] if given(query)]
    if not queries:
        return [], []
    limits, now, before = Limits.of(r.package), dict(r.tables), _before(r)
    changed, by_hand = settled(
        queries, lambda asked: answers(asked, before, limits), lambda asked: answers(asked, now, limits)
    )
    left = r.claims.loc[r.claims["query"].isin(by_hand), "claim_id"].tolist()
    told = [f"Change by hand what claims.csv asks in {joined(left)}: it gives another number now, or none."]
    if not changed:
        return [], told if left else []
    table = canonical.read(folder, "claims", r.package)
    rows = [list(row) for row in table.canonical()]
    at = rows[0].index("query")
    rows[1:] = [[*row[:at], changed.get(row[at], row[at]), *row[at + 1 :]] for row in rows[1:]]
    n = sum(query in changed for query in queries)
    says = f"{counted(n, 'query', 'queries')} asked of the tables as they are now, with the same answer"
    return [Migrated(folder / "claims.csv", canonical.as_csv(rows), says)], told if left else []


def _before(r: Review) -> dict[str, pd.DataFrame]:
    """The tables of a review as they were before columns were moved."""
    tables = dict(r.tables)
    for table, move in MOVED.items():
        own = tables.pop(move.table)[[move.key, *move.columns]]
        tables[table] = tables[table].merge(own, on=move.key, how="left")
    return tables
