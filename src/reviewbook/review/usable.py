"""A review as far as it can be used: for drafts, and for verbs that need some tables of it only.

What is wrong in a cell counts as blank, a row without its key is left out, a study that is named and not there yet stands in
with nothing charted. The problems say all of it; nothing is guessed, and no file is changed.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewbook.review import answers, reading
from reviewbook.review.cells import empty
from reviewbook.review.dictionary import DTYPES, TABLES, is_required, schema
from reviewbook.review.mending import mended_heading
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.questions import columns
from reviewbook.review.rows import opened
from reviewbook.review.structure import LOCATOR, reference_problems

NOT_CHARTED = "not_charted"  # in place of a coded word that every row needs
WORDS = "not charted yet"  # in place of a text that every row needs
NAMES = ("name", "label")  # texts by which a row is known: its key stands in for them
WRONG_CELL = ("TABL-006", "TABL-007", "TABL-008")
TWICE = "TABL-009"
TOO_LARGE = "TABL-014"
# Rows of these stand in where another table names them: of a report one sees at least which studies it tells of.
STAND_IN = ("studies",)


DRAFT = "REVIEWBOOK_DRAFT"  # environment: "1" where a draft is made
# Columns without which a row says nothing, beside keys and words of a list.
SAYS_NOTHING_WITHOUT = {"appraisals": ("category", "answer")}
CODED = "^[a-z][a-z0-9_]*$"  # the form of a coded word


def drafting() -> bool:
    """Whether a draft is made: then what can be used is used."""
    return os.environ.get(DRAFT) == "1"


@contextmanager
def drafts() -> Iterator[None]:
    """Meanwhile, here and in the notebooks, what can be used is used (`drafting`)."""
    before = os.environ.get(DRAFT)
    os.environ[DRAFT] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[DRAFT]
        else:
            os.environ[DRAFT] = before


class Usable(NamedTuple):
    """A review as far as it can be used, everything wrong with its structure, and what of it is charted.

    The review knows where its rows stand in their files, also where some were left out (`Review.placed`). ``charted`` is the
    same before any word or study stood in: what is blank is blank there.
    """

    review: Review
    problems: list[Problem]
    charted: Review


def usable(path: str | os.PathLike) -> Usable:
    """The review in a folder as far as it can be used; ReviewProblems (PACK-001) where there is none."""
    return as_far(*reading.read(path))


def needed(path: str | os.PathLike, *tables: str) -> Review:
    """The review in a folder, of which these tables are sound; the others are as far as they can be used.

    Raises
    ------
    ReviewProblems with what is wrong with the tables named, or with datapackage.json where it cannot be read.
    """
    loaded, problems = reading.read(path)
    if wrong := [problem for problem in problems if stops(problem, tables)]:
        raise ReviewProblems(wrong)
    far = as_far(loaded, problems, words=False).review
    # What is sound stays whole, also where it names a row that is gone from a table that is not.
    return replace(far, tables={**far.tables, **{table: loaded.tables[table] for table in tables}})


def stops(problem: Problem, tables: Collection[str]) -> bool:
    """Whether a problem of structure keeps one from using these tables."""
    if problem.file == "datapackage.json":
        return problem.code == "PACK-002"
    return problem.severity == "problem" and problem.file.removesuffix(".csv") in tables


def as_far(r: Review, problems: list[Problem], *, words: bool = True) -> Usable:
    """What `usable` gives, of a review and its problems as `reading.read` has them.

    ``words`` stand in place of texts that every row needs; without, these are missing where blank.
    """
    if not any(problem.severity == "problem" or problem.code == "DRAF-001" for problem in problems):
        return Usable(r, problems, r)
    at_work = _Tables(r, problems)
    too_large = {problem.file for problem in problems if problem.code == TOO_LARGE}
    for table in TABLES:
        file = r.path / f"{table}.csv"
        if file.is_file() and not len(r.tables[table]) and file.name not in too_large:
            at_work.read_again(table, file)
    at_work.clear_cells()
    at_work.frames |= answers.widened(at_work.frames)
    charted = replace(r, tables=dict(at_work.frames))
    at_work.fill(words=words)
    at_work.tie()
    return Usable(replace(r, tables=at_work.frames, rows=at_work.moved()), at_work.problems, charted)


class _Tables:
    """The tables of a review while they are made usable, and the row of its file for each row of each."""

    def __init__(self, r: Review, problems: list[Problem]) -> None:
        self.review, self.problems = r, list(problems)
        self.frames = dict(r.tables)
        self.header = dict.fromkeys(self.frames, 1)
        self.rows = {table: np.arange(2, len(frame) + 2) for table, frame in self.frames.items()}
        for file, places in r.rows.items():  # a title above the header, blank rows
            table = file.removesuffix(".csv")
            self.header[table], self.rows[table] = int(places[0]), places[1:]
        self.present = {table for table in TABLES if (r.path / f"{table}.csv").is_file()}
        # What was put in place of a blank reference, by table and column: that is told already.
        self.put: dict[tuple[str, str], set[str]] = {}

    def read_again(self, table: str, file: Path) -> None:
        """Read a table as far as it goes: its known columns, and its rows that are neither blank nor too long."""
        package = self.review.package
        unknown = any(problem.code == "PACK-002" for problem in self.problems)
        known = columns(self.review.path, table, {} if unknown else package)
        frame, found, header, rows = _again(file, table, known)
        self.frames[table], self.header[table], self.rows[table] = frame, header, rows
        self.problems += [problem for problem in found if problem not in self.problems]

    def clear_cells(self) -> None:
        """Blank the cells that are wrong, and leave out the rows whose key is there twice."""
        for table, own in self._by_table(self.problems).items():
            frame, rows = self.frames[table].copy(), self.rows[table]
            wrong = [p for p in own if p.code in WRONG_CELL and p.field in frame]
            for name in {str(problem.field) for problem in wrong}:
                at = np.isin(rows, [p.row or 0 for p in wrong if p.field == name])
                frame.loc[at, name] = pd.NA
                if name + AS_CHARTED in frame:
                    frame.loc[at, name + AS_CHARTED] = ""
            self.frames[table] = frame
            self._keep(table, ~np.isin(rows, [p.row or 0 for p in own if p.code == TWICE]))

    def fill(self, *, words: bool) -> None:
        """Say in words what is not charted yet where every row needs a value; leave out rows that say nothing without it."""
        for table in self._by_table(self.problems):
            frame, key = self.frames[table].copy(), schema(table)["primaryKey"]
            references = references_of(table)
            keep = np.ones(len(frame), dtype=bool)
            for field in schema(table)["fields"]:
                name, rules = field["name"], field.get("constraints", {})
                if not is_required(field):
                    continue
                blank = frame[name].isna().to_numpy()
                says_nothing = name in key or "enum" in rules or rules.get("pattern", CODED) != CODED
                if says_nothing or name in SAYS_NOTHING_WITHOUT.get(table, ()):
                    keep &= ~blank
                elif name in references:
                    frame.loc[blank, name] = frame.loc[blank, key[0]] if len(key) == 1 else NOT_CHARTED
                    self.put[table, name] = set(frame.loc[blank, name].dropna())
                elif field["type"] in DTYPES:
                    if name == "position":
                        frame.loc[blank, name] = np.flatnonzero(blank) + 1
                elif name in NAMES and len(key) == 1:
                    frame.loc[blank, name] = frame.loc[blank, key[0]]
                elif "pattern" in rules:
                    frame.loc[blank, name] = NOT_CHARTED
                elif words:
                    frame.loc[blank, name] = WORDS
            self.frames[table] = frame
            self._keep(table, keep)

    def tie(self) -> None:
        """Settle what names a row that is not there, until nothing does.

        A study stands in; a row whose key does is left out, an optional cell is blank; of what else every row must name
        (the intervention of a study), the name stays.
        """
        left = True
        while left:
            left = False
            for problem in self._told_anew(reference_problems(self.frames, self.present, set())):
                table, name = problem.file.removesuffix(".csv"), str(problem.field)
                (target,) = (
                    k["reference"]["resource"] for k in schema(table)["foreignKeys"] if k["fields"] == [name]
                )
                frame = self.frames[table]
                there = self.frames[target][schema(target)["primaryKey"][0]]
                gone = (frame[name].notna() & ~frame[name].isin(there)).to_numpy()
                required = any(is_required(f) for f in schema(table)["fields"] if f["name"] == name)
                if target in STAND_IN:
                    self._stand_in(target, frame.loc[gone, name].unique())
                elif name in schema(table)["primaryKey"]:
                    self._keep(table, ~gone)
                elif not required:
                    self.frames[table] = frame.assign(**{name: frame[name].mask(gone)})
                else:
                    continue
                left = True

    def _told_anew(self, found: list[Problem]) -> list[Problem]:
        """One problem for each column that names rows that are not there; those not told before join the problems."""
        told = {(p.code, p.file, p.field, p.found) for p in self.problems}
        for problem in found:
            table, field = problem.file.removesuffix(".csv"), str(problem.field)
            put = self.put.get((table, field), set())
            charted = set(self.frames[table][field].dropna()) - put
            own = problem.found in map(quote, charted) if problem.row else bool(charted)
            if (problem.code, problem.file, problem.field, problem.found) not in told and own:
                row = int(self.rows[table][problem.row - 2]) if problem.row else None
                self.problems.append(replace(problem, row=row))
        return list({(p.file, p.field): p for p in found}.values())

    def _stand_in(self, table: str, keys: Collection[str]) -> None:
        """Add rows of which nothing but the key is charted."""
        frame, (key,) = self.frames[table], schema(table)["primaryKey"]
        made = empty(table).reindex(range(len(keys)))
        made[key] = pd.array(list(keys), dtype="string")
        for field in schema(table)["fields"]:
            name = field["name"]
            if name + AS_CHARTED in made:
                made[name + AS_CHARTED] = pd.array([""] * len(keys), dtype="string")
            elif is_required(field) and name != key:
                word = WORDS if name == LOCATOR else NOT_CHARTED
                made[name] = made[key] if name in NAMES else pd.array([word] * len(keys), dtype="string")
        for name in references_of(table):
            self.put.setdefault((table, name), set()).add(NOT_CHARTED)
        self.frames[table] = pd.concat([frame, made], ignore_index=True)
        self.rows[table] = np.concatenate([self.rows[table], np.zeros(len(keys), dtype=np.int64)])
        self.present.add(table)

    def _keep(self, table: str, rows: np.ndarray) -> None:
        if not rows.all():
            self.frames[table] = self.frames[table][rows].reset_index(drop=True)
            self.rows[table] = self.rows[table][rows]

    def _by_table(self, problems: list[Problem]) -> dict[str, list[Problem]]:
        """The problems of each table's file."""
        found: dict[str, list[Problem]] = {}
        for problem in problems:
            if (table := problem.file.removesuffix(".csv")) in self.frames:
                found.setdefault(table, []).append(problem)
        return found

    def moved(self) -> dict[str, np.ndarray]:
        """By its file, where the header and each row of a table stand there, 0 for one that stands in; of those tables whose rows
        are not simply those of the file."""
        return {
            f"{table}.csv": np.concatenate([[self.header[table]], rows])
            for table, rows in self.rows.items()
            if self.header[table] != 1 or not np.array_equal(rows, np.arange(2, len(rows) + 2))
        }


def references_of(table: str) -> set[str]:
    """The columns of a table that name a row of another."""
    return {key["fields"][0] for key in schema(table).get("foreignKeys", [])}


def _again(
    file: Path, table: str, known: Mapping[str, dict]
) -> tuple[pd.DataFrame, list[Problem], int, np.ndarray]:
    """A table read as far as it goes, its problems, and the row in the file of its header and of each of its rows."""
    names, header, lines = _lines(file, known)
    places = {name: names.index(name) for name in known if name in names}
    missing = [name for name, field in known.items() if name not in places and is_required(field)]
    kept, rows, found = [], [], []
    for number, cells in enumerate(lines, header + 1):
        if any(cell.strip() for cell in cells[len(names) :]):
            wanted = f"{len(names)} cells"
            found.append(Problem("TABL-004", file.name, "a cell too many", wanted, row=number))
        elif any(cell.strip() for cell in cells):
            rows.append(number)
            kept.append([cells[at] if at < len(cells) else "" for at in places.values()])
    if not places:
        return empty(table), found, header, np.empty(0, dtype=np.int64)
    with tempfile.TemporaryDirectory() as aside:
        clean = Path(aside, file.name)
        with clean.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow([*places, *missing])
            writer.writerows([*cells, *[""] * len(missing)] for cells in kept)
        frame, problems, _ = reading._read_table(clean, table, known)
    found += [
        replace(problem, row=rows[problem.row - 2] if problem.row else None)
        for problem in problems
        if problem.field not in missing  # told of the column as a whole (TABL-002)
    ]
    return frame, found, header, np.array(rows, dtype=np.int64)


def _lines(file: Path, known: Mapping[str, dict]) -> tuple[list[str], int, list[list[str]]]:
    """The names of a table's columns, the row of its header, and the cells of each row below it."""
    try:
        found = opened(file, known)
        names, header = found.names, found.header
        with found.rows() as rows:
            lines = list(rows)
    except (ReviewProblems, csv.Error):  # that it is no text, or no table, is told (TABL-001)
        text = file.read_bytes().decode("cp1252", errors="replace").replace("\0", "")
        first = text.partition("\n")[0]
        try:
            lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
        except csv.Error:
            lines = []
        names, header, lines = lines[0] if lines else [], 1, lines[1:]
    return [mended_heading(name, known) for name in names], header, lines
