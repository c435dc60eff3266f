"""Check a review whole: structure and sense, every problem at once. The way in for notebooks and for `reviewbook check`."""

from __future__ import annotations

import functools
import os
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from reviewbook.appraisal import checks as appraisal
from reviewbook.appraisal.of_review import most_points
from reviewbook.charting import checks as charting
from reviewbook.claims import checks as claims
from reviewbook.confidence import checks as confidence
from reviewbook.files import digest
from reviewbook.interventions import checks as interventions
from reviewbook.page.draft import attempt
from reviewbook.results import checks as results
from reviewbook.review import checklists, groups, instruments, model, parameters, place, reading, reads
from reviewbook.review.bibliography import differing, lacking, named, uncited, unknown
from reviewbook.review.cells import uncollected
from reviewbook.review.copied import copied, described
from reviewbook.review.model import ALL, Review
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.questions import FORM
from reviewbook.review.usable import as_far, drafting, usable
from reviewbook.selection import checks as selection
from reviewbook.studies import checks as studies
from reviewbook.themes import checks as themes

T = TypeVar("T")


def check(path: str | os.PathLike) -> list[Problem]:
    """Every problem and notice of the review in a folder, in the order of its tables; empty where there is none.

    Sense is checked only where the structure holds: sums over unreadable tables would accuse the innocent.
    """
    return checked(path)[1]


def checked(path: str | os.PathLike) -> tuple[Review, list[Problem]]:
    """The review in a folder as far as it can be read, and what `check` finds."""
    loaded, found, beyond = _looked_at(path)
    return (loaded if beyond is not None else as_far(loaded, found).charted), found + (beyond or [])


def as_read(path: str | os.PathLike) -> Review:
    """The review in a folder as far as it can be read, whatever is wrong with it; read once for as long as no file of it changes."""
    return _looked_at(path)[0]


def require_sound(path: str | os.PathLike) -> None:
    """Raise ReviewProblems where the review in a folder has a problem; what is to do and notices let it pass."""
    wrong = [problem for problem in check(path) if problem.severity == "problem"]
    if wrong:
        raise ReviewProblems(wrong)


def _while_unchanged(look: Callable[[Path], T]) -> Callable[[str | os.PathLike], T]:
    """A function of a review's folder that looks again only when a file of it changed, or one that it is compared with.

    It knows the last review alone: the chapters of a book all ask for the same one.
    """
    seen: dict[Path, tuple[str, T]] = {}

    @functools.wraps(look)
    def looked(path: str | os.PathLike) -> T:
        folder = place.find_review(path)
        own = (f"{folder.name}/*", f"{folder.name}/pages/*")
        works = named(folder, described(folder / reading.FILE))
        files = digest.of_folder(folder.parent, *own, "*/datapackage.json") + str(digest.of_file(works))
        if folder in seen and seen[folder][0] == files:
            reads.note_file(folder / reading.FILE)  # as reading it does
        else:
            seen.clear()
            seen[folder] = (files, look(folder))
        return seen[folder][1]

    return looked


@_while_unchanged
def _looked_at(folder: Path) -> tuple[Review, list[Problem], list[Problem] | None]:
    """The review in a folder, its problems of structure, and those of sense; None where the structure does not hold."""
    loaded, found = reading.read(folder)
    sound = not any(problem.severity == "problem" for problem in found)
    return loaded, found, sense(loaded) if sound else None


class Proved(NamedTuple):
    """What `check` finds, and where the quotations stand."""

    review: Review  # as far as it can be read
    problems: list[Problem]
    proof: pd.DataFrame | None  # `quotations.prove`; None where tables or texts cannot be read
    passed_over: list[str]  # files of the folder that are no texts


def prove(
    path: str | os.PathLike, *, sources: str | os.PathLike, progress: Callable[[str], None] | None = None
) -> Proved:
    """What `check` finds, and every quotation of the review looked for in a folder of source texts.

    Where the review has no quotation yet, nothing is asked of the folder: an import of documents without text makes none.

    Parameters
    ----------
    sources : folder of texts (`reviewbook.files.texts`).
    progress : is told in words what is being done.
    """
    from reviewbook.files import texts
    from reviewbook.themes import quotations

    loaded, found = reading.read(path)
    if any(problem.severity == "problem" for problem in found):
        return Proved(as_far(loaded, found).charted, found, None, [])
    found += sense(loaded)
    try:
        folder = texts.read(sources, progress=progress)
    except ReviewProblems as unusable:
        if len(quotations.sought(loaded.excerpts)):
            return Proved(loaded, found + unusable.problems, None, [])
        folder = texts.Texts({}, [], [])
    r = replace(loaded, notes_reads=False)
    tables = r.excerpts, r.documents, r.excerpt_reports, folder.sources
    unread = [problem.file for problem in folder.unread]
    proof = quotations.prove(*tables, unread=unread, progress=progress)
    found += folder.unread + r.placed(quotations.quotation_problems(*tables, proof))
    return Proved(loaded, found, proof, folder.passed_over)


class _Seen(NamedTuple):
    """A review at which a chapter has looked: what it read of it, and what it found."""

    beside: tuple[Any, ...]  # all that is no table
    tables: dict[str, tuple[pd.DataFrame, np.ndarray | None]]  # each with its rows in the file
    found: tuple[Problem, ...]

    def is_as(self, r: Review, beside: tuple[Any, ...]) -> bool:
        return self.beside == beside and all(
            frame.equals(r.tables[name]) and np.array_equal(rows, r.rows.get(f"{name}.csv"))  # type: ignore[arg-type]
            for name, (frame, rows) in self.tables.items()
        )


REMEMBERED = 4  # of the last reviews: one is changed cell by cell, and changed back


def _chapter(problems: Callable[[Review], list[Problem]]) -> Callable[[Review], list[Problem]]:
    """What a chapter finds, which looks again only where something that it reads is other than in the last reviews.

    Where one cell was saved, most chapters find what they found before: `reviewbook serve` need not wait for them.

    Parameters
    ----------
    problems : pure; it depends on tables, on datapackage.json and on the files beside the tables
    """
    seen: deque[_Seen] = deque(maxlen=REMEMBERED)

    @functools.wraps(problems)
    def looked(r: Review) -> list[Problem]:
        beside_tables = (*r.path.iterdir(), *(r.path / instruments.FOLDER).glob("*"))
        files = sorted(file for file in beside_tables if file.is_file() and file.suffix != ".csv")
        beside = (r.package, r.subset, r.min_rating, drafting(), digest.of_files(files, r.path))
        if (known := next((one for one in seen if one.is_as(r, beside)), None)) is None:
            with reads.noted() as read:
                found = tuple(problems(replace(r, notes_reads=True)))
            names = {name for name, _ in read if name != reads.FILE}
            tables = {name: (r.tables[name], r.rows.get(f"{name}.csv")) for name in names}
            known = _Seen(beside, tables, found)
            # The answers that stand are columns of the tables.
            own = {(reads.FILE, str((r.path / f"{name}.csv").resolve())) for name in {*names, *FORM}}
            if not (elsewhere := {one for one in read if one[0] == reads.FILE} - own):
                seen.append(known)
            reads.note(elsewhere)
        return list(known.found)

    return looked


# What each chapter finds, in the order of the tables.
SENSE: tuple[Callable[[Review], list[Problem]], ...] = (
    copied,
    _chapter(selection.problems),
    _chapter(studies.problems),
    _chapter(charting.problems),
    uncited,
    unknown,
    lacking,
    differing,
    checklists.problems,
    _chapter(appraisal.problems),
    _chapter(interventions.problems),
    _chapter(themes.problems),
    _chapter(confidence.problems),
    _chapter(results.problems),
    claims.problems,
)


@uncollected()
def sense(loaded: Review) -> list[Problem]:
    """Every problem of sense: what the tables say together."""
    # Looking for problems must not make a notebook depend on every table: its own calls say what it reads.
    r = replace(loaded, notes_reads=False)
    with claims.asked(r):  # a process of its own runs the queries while the other chapters look
        return r.placed(problem for problems in SENSE for problem in problems(r))


STRANGE = (
    "APPR-001",
    "APPR-002",
    "APPR-006",
    "APPR-012",
)  # answers and ratings that their tool does not know
FAILING = ("CLAI-002", "CLAI-003")


class Open(NamedTuple):
    """What is open in a review under way, and the review as far as it can be used."""

    review: Review
    charted: Review  # as far as it can be read: what is blank is blank
    problems: list[Problem]
    failures: list[str]  # checks that could not be made


def still_open(path: str | os.PathLike) -> Open:
    """What is open in the review in a folder, whatever the state of its tables.

    Where a table cannot be read whole, of what the tables say together only what is to do is told: a contradiction may come
    from what could not be read.
    """
    far = as_far(*reading.read(path))
    r = replace(far.review, notes_reads=False)
    told: list[Problem] = []
    failures: list[str] = []
    with ExitStack() as meanwhile:
        # Where its queries cannot be run, the chapter on claims says so below.
        attempt("", lambda: meanwhile.enter_context(claims.asked(r)), [], otherwise=None)
        for problems in SENSE:
            what = f"The check {problems.__module__.split('.')[1]}"
            told += attempt(what, functools.partial(problems, r), failures, otherwise=[])
    if any(problem.severity == "problem" for problem in far.problems):
        told = [p for p in told if p.severity == "to do" or p.code == "CITE-001"]
    return Open(far.review, far.charted, far.problems + far.review.placed(told), failures)


@_while_unchanged
def drafted(path: Path) -> Review:
    """The review in a folder as a draft shows it: as far as it can be used, and without single rows that a chapter stumbles over.

    Answers and ratings that their tool does not know count as not charted, printed numbers whose query fails as without one.
    """
    review = usable(path).review
    r, tables = replace(review, notes_reads=False), dict(review.tables)
    found: list[Problem] = []
    for problems in (appraisal.problems, claims.problems):
        found += attempt("The check", functools.partial(problems, r), [], otherwise=[])
    for table in ("appraisals", "ratings"):
        frame = tables[table]
        own = [p for p in found if p.file == f"{table}.csv" and p.code in STRANGE and p.row]
        tools = {frame.at[p.row - 2, "tool"] for p in own if p.row and p.code == "APPR-006"}
        out = frame["tool"].isin(tools) | frame.index.isin([p.row - 2 for p in own if p.row])
        tables[table] = frame[~out].reset_index(drop=True)
    failing = {p.row - 2: p.code for p in found if p.code in FAILING and p.row}
    if failing:
        asked = tables["claims"].copy()
        asked.loc[list(failing), "query"] = NOT_APPLICABLE
        asked.loc[list(failing), "reason"] = [f"Its query fails ({code})." for code in failing.values()]
        tables["claims"] = asked
    return replace(review, tables=tables)


def open_review(path: str | os.PathLike | Review, *, subset: str = ALL, min_rating: int = 0) -> Review:
    """The review in a folder, checked, and cut down to the subset that a notebook's parameters ask for.

    Parameters
    ----------
    path : folder of the review: a path, or the name of a folder in data/. A Review is read anew, so that the cell of a
        notebook can be run twice.
    subset : "all", one of the values of reports.role, or "question=answer" of a choice question of the charting form: only those
        reports and what belongs to them (`reviewbook.review.groups`).
    min_rating : in points of the tool's scale: reports rated lower are contrasted with all, and none is left out (see
        `reviewbook.appraisal.sensitivity`); 0 asks for no contrast.

    In a draft (`reviewbook.review.usable.drafting`) it is the review as far as it can be used.

    Raises
    ------
    ReviewProblems with every problem of the review, or PARA-001, PARA-002 for a wrong subset or min_rating, PARA-003 for a
        parameter that papermill was given and the notebook does not have.
    """
    folder = path.path if isinstance(path, Review) else path
    if drafting():
        loaded, wrong = drafted(folder), []
        for file in loaded.path.glob("*.csv"):  # what is wrong in one table may take rows from another
            reads.note_file(file)
    else:
        loaded, found, beyond = _looked_at(folder)
        wrong = [problem for problem in found + (beyond or []) if problem.severity == "problem"]
    wrong += parameters.unknown(parameters.cells_run())
    wrong += parameter_problems(loaded, subset, min_rating)
    if wrong:
        raise ReviewProblems(wrong)
    loaded = replace(loaded, min_rating=min_rating)
    if subset == ALL:
        return loaded
    part = groups.subset_of(subset, model.tables_of(loaded, *groups.READ))
    assert part is not None  # else it is a problem of the parameters
    keep = loaded.reports["report_id"]
    name = f"{part.group.key}={part.answer}" if part.group else part.answer
    return model.restrict(loaded, reports=keep[keep.isin(part.reports)], subset=name)


def parameter_problems(r: Review, subset: object, min_rating: object) -> list[Problem]:
    """What is wrong with a notebook's parameters."""
    quiet = replace(r, notes_reads=False)
    found = []
    if expected := _other_subset(quiet, subset):
        found.append(Problem("PARA-001", "parameters", quote(subset), expected, field="subset"))
    most = most_points(quiet)
    if not isinstance(min_rating, int) or isinstance(min_rating, bool) or not 0 <= min_rating <= most:
        expected = f"a whole number from 0 to {most}"
        found.append(Problem("PARA-002", "parameters", quote(min_rating), expected, field="min_rating"))
    return found


MOST_NAMED = 20  # subsets that a problem names


def _other_subset(r: Review, subset: object) -> str:
    """What is expected in place of a subset that is none; blank where it is one."""
    tables = model.tables_of(r, *groups.READ)
    if subset == ALL or (isinstance(subset, str) and groups.subset_of(subset, tables)):
        return ""
    there = groups.subsets(tables)
    question, _ = groups.named(subset) if isinstance(subset, str) else ("", "")
    own = [one for one in there if question and one.startswith(f"{question}=")]
    if own or len(there) <= MOST_NAMED:
        return "one of " + ", ".join(own or there)
    plain = [one for one in there if "=" not in one]
    questions = dict.fromkeys(groups.named(one)[0] for one in there if "=" in one)
    return f"one of {', '.join(plain)}, or question=answer with a question out of {', '.join(questions)}"
