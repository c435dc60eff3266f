"""Check a review whole: structure and sense, every problem at once. The way in for notebooks and for `reviewbook check`."""

from __future__ import annotations

import functools
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from reviewbook import agreement
from reviewbook.appraisal import answering, instruments, scoring, sensitivity
from reviewbook.claims import verdicts
from reviewbook.interventions import feature_counts, tidier
from reviewbook.review import model, reading
from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection import counting, duplicates, flow
from reviewbook.studies import characteristics, periods, places
from reviewbook.themes import coding

ALL = "all"
MIN_RATING = 2  # what the notebooks contrast with unless told otherwise: no review may fail for it
MOST_POINTS = 5  # what min_rating may be where no tool of the ratings has points


def check(path: str | os.PathLike) -> list[Problem]:
    """Every problem and notice of the review in a folder, in the order of its tables; empty where there is none.

    Sense is checked only where the structure holds: sums over unreadable tables would accuse the innocent.
    """
    loaded, found = reading.read(path)
    if any(problem.severity == "problem" for problem in found):
        return found
    return found + sense(loaded)


class Proved(NamedTuple):
    """What `check` finds, and where the quotations stand."""

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
        return Proved(found, None, [])
    found += sense(loaded)
    try:
        folder = texts.read(sources, progress=progress)
    except ReviewProblems as unusable:
        return Proved(found + unusable.problems, None, [])
    r = replace(loaded, notes_reads=False)
    tables = r.excerpts, r.documents, r.excerpt_reports, folder.sources
    unread = [problem.file for problem in folder.unread]
    proof = quotations.prove(*tables, unread=unread, progress=progress)
    found += folder.unread + quotations.problems(*tables, proof)
    return Proved(found, proof, folder.passed_over)


def sense(loaded: Review) -> list[Problem]:
    """Every problem of sense: what the tables say together."""
    # Looking for problems must not make a notebook depend on every table: its own calls say what it reads.
    r = replace(loaded, notes_reads=False)
    return [
        *flow_problems(r),
        *duplicates.problems(r.records, r.merges),
        *agreement.problems(r.agreement, r.decisions),
        *characteristics.problems(r.reports, r.studies, r.interventions),
        *places.problems(r.reports, r.studies, r.interventions),
        *periods.problems(r.reports),
        *_uncited(r),
        *appraisal_problems(r),
        *feature_counts.problems(r.interventions, r.features, r.feature_values),
        *feature_counts.of_another(r.feature_values, r.reports, r.studies, file="feature_values.csv"),
        *tidier.problems(r.tidier, r.interventions, r.reports, r.studies),
        *coding.problems(r.codes, r.excerpts, r.excerpt_reports, r.codings, r.finding_excerpts, r.documents),
        *verdicts.problems(r.claims, r.tables),
    ]


def included(r: Review) -> dict[str, int]:
    """What the review's tables hold, by unit: reports, studies, interventions (those that have a table with rows)."""
    tables = {"reports": r.reports, "studies": r.studies, "interventions": r.interventions}
    return {unit: len(table) for unit, table in tables.items() if len(table)}


class Flow(NamedTuple):
    """The flow of a review: its boxes (nothing computed yet), and what they were counted from."""

    layout: Mapping[str, Any]
    boxes: list[flow.Box]
    ledger: (
        pd.DataFrame
    )  # one row a record (`counting.ledger`); empty where there are no records or no decisions
    stages: list[str]
    counted: list[flow.Box]  # from the ledger alone


def flow_of(r: Review, *, layout: str | None = None) -> Flow:
    """The flow of a review, counted from its records and decisions where it has them, else as reported.

    ``layout`` is that of datapackage.json (property ``flow_layout``) or PRISMA 2020 where none is named.

    Raises
    ------
    ReviewProblems (FLOW-012) where the layout cannot be used.
    """
    words = flow.load_layout(layout) if layout else _own_layout(r)
    ledger, stages, counted = _counted(r)
    boxes = counting.joined(r.flow, counts=included(r), counted=counted)
    return Flow(words, boxes, ledger, stages, counted)


# What was counted last, and of which tables: a page asks for one flow several times, and a million records take seconds.
_last: dict[str, Any] = {"tables": None}


def _counted(r: Review) -> tuple[pd.DataFrame, list[str], list[flow.Box]]:
    """The ledger, its stages and its boxes."""
    reported, records, decisions, sources = (
        r.flow,
        r.records,
        r.decisions,
        r.sources,
    )  # notes that they are read
    if _last["tables"] is not r.tables:
        stages = counting.stage_order(reported, decisions)
        ledger = counting.ledger(
            records if len(decisions) else records.iloc[:0], decisions, sources, stages=stages
        )
        counted = counting.count(ledger, stages=stages, sources=sources)
        _last.update(tables=r.tables, counted=(ledger, stages, counted))
    ledger, stages, counted = _last["counted"]
    return ledger.copy(deep=False), list(stages), list(counted)


def _own_layout(r: Review) -> dict[str, Any]:
    name = str(r.package.get("flow_layout", flow.DEFAULT))
    beside = r.path / name  # a layout of the review's own stands in its folder
    try:
        return flow.load_layout(beside if beside.is_file() else name)
    except ReviewProblems as unusable:
        raise ReviewProblems(
            replace(
                problem, file="datapackage.json", field="flow_layout", found=f"{quote(name)}: {problem.found}"
            )
            for problem in unusable.problems
        ) from None


def flow_problems(r: Review, *, layout: str | None = None) -> list[Problem]:
    """Every problem of a review's selection counts: the boxes' sums, and what differs from records, sources and tables."""
    try:
        found = flow_of(r, layout=layout)
    except ReviewProblems as unusable:
        return unusable.problems
    return [
        *counting.source_problems(r.sources, r.flow),
        *counting.flow_problems(r.flow, found.boxes, layout=found.layout, counts=included(r)),
        *counting.record_problems(
            r.records, r.decisions, r.sources, r.flow, ledger=found.ledger, counted=found.counted
        ),
    ]


def tools_of(r: Review) -> dict[str, dict]:
    """The appraisal tools that a review uses, by name: those of the library, or YAML files in its folder."""
    names = dict.fromkeys([*r.appraisals["tool"].unique(), *r.ratings["tool"].unique()])
    return {name: instruments.tool(name, folder=r.path) for name in names}


# The ratings worked out last, and of which tables: nearly every part of a page asks for them.
_rated: dict[str, Any] = {"asked": (None, None, None)}


def rated(r: Review) -> pd.DataFrame:
    """One rating a report (`answering.overall`), with ``points`` on its tool's scale.

    As reported; a report without a reported rating has the one that its answers give, under MMAT 2018 only where
    datapackage.json asks for a count (property ``overall``: "count").
    """
    answers, reported = r.appraisals, r.ratings  # asked for each time: a notebook depends on what it reads
    asked = (r.package, r.tables["appraisals"], r.tables["ratings"])
    if not all(one is before for one, before in zip(asked, _rated["asked"], strict=True)):
        tools, stands = tools_of(r), answering.standing(answers)
        computed = answering.computed(stands, tools=tools, overall=r.package.get("overall"))
        table = answering.overall(reported, computed)
        _rated.update(asked=asked, table=table.assign(points=answering.points(table, tools=tools)))
    return _rated["table"].copy(deep=False)  # pandas copies what the caller changes


def screened(r: Review) -> dict[str, str]:
    """Reports that do not meet every screening question they were asked, with what they do not meet (`answering.screened`)."""
    stands = answering.standing(r.appraisals)
    parts = [
        answering.screened(stands[stands["tool"] == name], tool=tool) for name, tool in tools_of(r).items()
    ]
    return {report: words for part in parts for report, words in part.items()}


def appraisal_problems(r: Review) -> list[Problem]:
    """Every problem of a review's appraisals and ratings; the sums only where tools and answers are known."""
    designs = dict(zip(r.reports["report_id"], r.reports["design"], strict=True))
    found = answering.problems(
        r.appraisals, r.ratings, load=functools.partial(instruments.tool, folder=r.path), designs=designs
    )
    asked = r.package.get("overall")
    if asked not in (None, answering.COUNT):
        expected = f"{answering.COUNT}, or no such property"
        found.append(Problem("APPR-009", "datapackage.json", quote(str(asked)), expected, field="overall"))
    return found or scoring.problems(r.appraisals, r.ratings, tools=tools_of(r))


def bibliography(r: Review) -> Path:
    """The review's BibTeX file: as datapackage.json names it (property ``bibliography``), else references.bib beside it."""
    return (r.path / r.package.get("bibliography", "references.bib")).resolve()


@functools.lru_cache(maxsize=1)
def _entries(file: Path, changed: int) -> dict[str, Any]:
    """The entries of a bibliography, by key. A page asks several times; ``changed`` is when the file last was."""
    from pybtex.database import parse_file

    return dict(parse_file(str(file)).entries)


def references(r: Review) -> dict[str, Any]:
    """The bibliography's entries of the included reports (pybtex), by report_id; a report without one is left out."""
    from pybtex.database import PybtexError

    file = bibliography(r)
    try:
        entries = _entries(file, file.stat().st_mtime_ns)
    except (PybtexError, OSError):
        return {}
    return {key: entries[key] for key in r.reports["report_id"] if key in entries}


def labels(r: Review) -> dict[str, str]:
    """Reports as a figure names them, "Doe and Roe 2015", by report_id; one that names two reports gets a letter for each."""
    entries = references(r)
    names = {key: _named(entries[key]) if key in entries else key for key in r.reports["report_id"]}
    several = {name for name, n in Counter(names.values()).items() if n > 1}
    before: Counter[str] = Counter()
    for key, name in names.items():
        if name in several:
            at = before[name]
            before[name] += 1
            names[key] = (
                f"{name}{chr(ord('a') + at)}" if name[-1:].isdigit() and at < 26 else f"{name} ({key})"
            )
    return names


def _named(entry: Any) -> str:
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    last = [_surname(person) for person in people[:2]]
    who = " and ".join(last) if len(people) < 3 else f"{last[0]} et al."
    return " ".join(part for part in (who or entry.key, entry.fields.get("year", "")) if part)


def _surname(person: Any) -> str:
    from pybtex.richtext import Text

    written = " ".join([*person.prelast_names, *person.last_names])
    if "\\" in written:  # an accent in LaTeX
        written = str(Text.from_latex(written))
    return written.replace("{", "").replace("}", "")


def _uncited(r: Review) -> list[Problem]:
    from pybtex.database import PybtexError

    file = bibliography(r)
    if not len(r.reports):
        return []
    if not file.is_file():
        return [Problem("CITE-001", file.name, "no such file", "the bibliography of the review")]
    try:
        keys = _entries(file, file.stat().st_mtime_ns).keys()
    except PybtexError as error:
        return [Problem("CITE-001", file.name, quote(error), "a BibTeX file")]
    return [
        Problem(
            "CITE-001", "reports.csv", quote(key), f"an entry of {file.name}", row=at + 2, field="report_id"
        )
        for at, key in r.reports["report_id"].items()
        if key not in keys
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
    most = _most_points(quiet)
    if not isinstance(min_rating, int) or isinstance(min_rating, bool) or not 0 <= min_rating <= most:
        expected = f"a whole number from 0 to {most}"
        found.append(Problem("PARA-002", "parameters", quote(min_rating), expected, field="min_rating"))
    return found


def _most_points(r: Review) -> int:
    """The highest min_rating: the most points of the tools that the reports are rated with."""
    try:
        tools = [instruments.tool(name, folder=r.path) for name in r.ratings["tool"].unique()]
    except ReviewProblems:  # `sense` says which tool cannot be used
        tools = []
    most = max((tool["scoring"]["maximum"] or 0 for tool in tools), default=0)
    return max(most, MIN_RATING) if most else MOST_POINTS


def low_rated(r: Review) -> list[str]:
    """The reports of a review rated below its ``min_rating`` (`sensitivity.low_rated`)."""
    return sensitivity.low_rated(rated(r), min_rating=r.min_rating)


def conclusions(r: Review) -> pd.DataFrame:
    """How far each theme, category and feature of a review rests on its low-rated reports (`sensitivity.conclusions`)."""
    paths = sensitivity.path(r.reports, r.studies)
    behind = sensitivity.behind(r.codes, r.codings, r.excerpt_reports, r.features, r.feature_values, paths)
    return sensitivity.conclusions(behind, low=low_rated(r))
