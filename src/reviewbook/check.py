"""Check a review whole: structure and sense, every problem at once. The way in for notebooks and for `reviewbook check`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from reviewbook.appraisal import checks as appraisal
from reviewbook.appraisal.of_review import most_points
from reviewbook.claims import checks as claims
from reviewbook.interventions import checks as interventions
from reviewbook.review import model, reading
from reviewbook.review.bibliography import uncited
from reviewbook.review.model import ALL, Review
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import as_far
from reviewbook.selection import checks as selection
from reviewbook.studies import checks as studies
from reviewbook.themes import checks as themes


def check(path: str | os.PathLike) -> list[Problem]:
    """Every problem and notice of the review in a folder, in the order of its tables; empty where there is none.

    Sense is checked only where the structure holds: sums over unreadable tables would accuse the innocent.
    """
    return checked(path)[1]


def checked(path: str | os.PathLike) -> tuple[Review, list[Problem]]:
    """The review in a folder as far as it can be read, and what `check` finds."""
    loaded, found = reading.read(path)
    if any(problem.severity == "problem" for problem in found):
        return as_far(loaded, found).charted, found
    return loaded, found + sense(loaded)


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
        return Proved(loaded, found + unusable.problems, None, [])
    r = replace(loaded, notes_reads=False)
    tables = r.excerpts, r.documents, r.excerpt_reports, folder.sources
    unread = [problem.file for problem in folder.unread]
    proof = quotations.prove(*tables, unread=unread, progress=progress)
    found += folder.unread + quotations.quotation_problems(*tables, proof)
    return Proved(loaded, found, proof, folder.passed_over)


def sense(loaded: Review) -> list[Problem]:
    """Every problem of sense: what the tables say together."""
    # Looking for problems must not make a notebook depend on every table: its own calls say what it reads.
    r = replace(loaded, notes_reads=False)
    return [
        *selection.problems(r),
        *studies.problems(r),
        *uncited(r),
        *appraisal.problems(r),
        *interventions.problems(r),
        *themes.problems(r),
        *claims.problems(r),
    ]


def open_review(path: str | os.PathLike | Review, *, subset: str = ALL, min_rating: int = 0) -> Review:
    """The review in a folder, checked, and cut down to the subset that a notebook's parameters ask for.

    Parameters
    ----------
    path : folder of the review: a path, or the name of a folder in data/. A Review is read anew, so that the cell of a
        notebook can be run twice.
    subset : "all", or one of the values of reports.role: only those reports and what belongs to them.
    min_rating : in points of the tool's scale: reports rated lower are contrasted with all, and none is left out (see
        `reviewbook.appraisal.sensitivity`); 0 asks for no contrast.

    Raises
    ------
    ReviewProblems with every problem of the review, or PARA-001, PARA-002 for a wrong subset or min_rating.
    """
    loaded = reading.load_review(path.path if isinstance(path, Review) else path)
    wrong = [problem for problem in sense(loaded) if problem.severity == "problem"]
    wrong += parameter_problems(loaded, subset, min_rating)
    if wrong:
        raise ReviewProblems(wrong)
    loaded = replace(loaded, min_rating=min_rating)
    if subset == ALL:
        return loaded
    keep = loaded.reports
    return model.restrict(loaded, reports=keep.loc[keep["role"] == subset, "report_id"], subset=subset)


def parameter_problems(r: Review, subset: object, min_rating: object) -> list[Problem]:
    """What is wrong with a notebook's parameters."""
    quiet = replace(r, notes_reads=False)
    roles = [ALL, *sorted(quiet.reports["role"].unique())]
    found = []
    if subset not in roles:
        found.append(
            Problem("PARA-001", "parameters", quote(subset), "one of " + ", ".join(roles), field="subset")
        )
    most = most_points(quiet)
    if not isinstance(min_rating, int) or isinstance(min_rating, bool) or not 0 <= min_rating <= most:
        expected = f"a whole number from 0 to {most}"
        found.append(Problem("PARA-002", "parameters", quote(min_rating), expected, field="min_rating"))
    return found
