"""Which columns of a table hold decisions, whose they are and at which stage, and which columns with reasons and notes are theirs.

A column is one of decisions by its heading (`reviewbook.files.headings`), whatever it holds: "AA vote", "Reviewer 2", "Final decision".
A heading that is a name alone ("Anna") may be anybody's: its column counts where at least half of its answers are words of a decision,
and words of the other columns where headings name those; what stands beside such a column under a heading of the same form, and has as
few answers, is of the same kind. Where one column names its stage, all reviewers' are of it, unless it is nobody's and another stage
is asked for; where several stages are named, each must name one. A column of decisions that names neither stage nor reviewer is of
another stage than those that do, unless the stage asked for is one that none of them names: it is left in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import headings as wide
from reviewbook.files.wording import letters
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports.columns import COLUMN
from reviewbook.selection.imports.decision_sheet import Sheet, missing_column
from reviewbook.selection.imports.decision_words import (
    YES_OR_NO,
    Reading,
    stage_name,
)

INITIALS = re.compile(r"[A-Z]{1,3}\d?")
FEW, SHORT = 6, 20  # different answers of a column that has decisions, and letters of the longest


class Judged(NamedTuple):
    """A column of decisions: whose they are and at which stage, blank where other columns or options say it."""

    name: str
    who: str = ""
    stage: str = ""
    named: str | None = None  # the column with the reviewer's name
    reason: str | None = None
    note: str | None = None
    against: bool = False  # yes, under its heading, is out


def columns_of_decisions(
    file: Path,
    given: Sheet,
    names: Mapping[str, str | None],
    stage: str | None,
    reviewer: str | None,
    layout: str | None,
    reading: Reading,
) -> list[Judged]:
    """The columns that hold decisions: the one for it, or those of reviewers."""
    taken = {names[column] for column in names if column != "decision"}
    free = [
        name for name in given.header if name and name not in taken and not _describes(name, given.header)
    ]
    companions = [name for name in (names["reason"], names["note"]) if name]
    headings = wide.told([*free, *companions], judged=())
    free = [
        name
        for name in free
        if headings[name].holds not in ("reason", "note")
        and (name == names["decision"] or not wide.is_about(name, headings[name]))
    ]
    if layout == "long" or names["reviewer"] or (reviewer and names["decision"]):
        nobodys = {
            holds: [name for name in free if headings[name][2:] == (holds, "")]
            for holds in ("decision", "settled")
        }
        judged = [names["decision"]] if names["decision"] else nobodys["decision"] or nobodys["settled"]
        if not judged:
            raise missing_column(file, given, "a column for the decision, such as decision, vote or included")
        if reviewer and not names["reviewer"] and judged[0] not in nobodys["settled"]:
            judged += _settling(nobodys["settled"], judged, given.tally(free))
        headings = wide.told(headings, judged=judged)
        whose = {
            name: "consensus" if name in nobodys["settled"] and name != judged[0] else "" for name in judged
        }
        return _each_once(
            file, [_column(name, whose[name], headings[name].stage, headings, judged) for name in judged]
        )
    tally = given.tally(free)
    least = 0 if layout == "wide" else 0.5
    judged = _of_reviewers(file, free, headings, tally, reading, reviewer, least)
    headings = wide.told(headings, judged=judged)
    if not judged and names["decision"]:
        judged = [names["decision"]]
    if not judged or (reviewer and len(judged) > len({headings[name].stage for name in judged})):
        wanted = "a column for the decision or one a reviewer; a list of what was kept needs --decision"
        raise missing_column(file, given, wanted)
    return _of_whom(file, judged, headings, stage, reviewer)


def _of_reviewers(
    file: Path,
    free: Sequence[str],
    headings: Mapping[str, wide.Heading],
    tally: Mapping[str, Mapping[str, int]],
    reading: Reading,
    reviewer: str | None,
    least: float,
) -> list[str]:
    """The columns, among those that are not known, that hold decisions.

    Parameters
    ----------
    least : share of words of a decision among the answers, from which a column with a name alone for its heading is one.
    """
    used = {name: {cell.casefold() for cell in tally[name] if cell} for name in free}
    by_heading = [name for name in free if used[name] and wide.is_of_decisions(name, headings[name])]
    beside = {wide.named_beside(headings[name].who, headings, by_heading) for name in by_heading}
    decided = [name for name in by_heading if headings[name].holds == "decision"]
    beside |= {wide.named_beside(headings[name].who, headings, decided) for name in decided}
    by_heading = [name for name in by_heading if name not in beside]
    free = [name for name in free if name not in beside]
    named = [name for name in free if used[name] and name not in by_heading]
    bare = [name for name in named if _share(tally[name], reading) >= least]
    if least:
        bare = _of_names(
            file, named, bare, {name: used[name] for name in by_heading}, used, headings, reviewer
        )
        bare += _alike(free, bare, used)
    judged = [name for name in free if name in by_heading or name in bare]
    people = [name for name in judged if headings[name].who]
    settled = [name for name in judged if headings[name].holds == "settled"]
    settling = _settling(settled, people, tally) if people else settled
    return [name for name in judged if name not in settled or name in settling]


def _settling(
    settled: Sequence[str], others: Sequence[str], tally: Mapping[str, Mapping[str, int]]
) -> list[str]:
    """The columns that say what was settled: "Agreed: yes", beside "include" and "exclude", says that they agreed and not on what."""
    used = {name: {cell.casefold() for cell in tally[name] if cell} for name in [*settled, *others]}
    words = set().union(*(used[name] for name in others))
    return [
        name
        for name in settled
        if used[name] and (not used[name] <= YES_OR_NO or not words or words & YES_OR_NO)
    ]


def _of_names(
    file: Path,
    named: Sequence[str],
    bare: Sequence[str],
    by_heading: Mapping[str, set[str]],
    used: Mapping[str, set[str]],
    headings: Mapping[str, wide.Heading],
    reviewer: str | None,
) -> list[str]:
    """The columns with a name alone that hold decisions.

    Beside columns of decisions by heading, yes and no may be about anything: there a column under a name must have other words of
    theirs, unless what the headings name was settled between reviewers, or the name stands beside a stage, or the names are
    initials, several with the same answers.

    Raises
    ------
    ReviewProblems (DECI-004) where it is not said whose the decision is, and yes and no stand under names.
    """
    initials = [name for name in named if INITIALS.fullmatch(headings[name].who) and _is_short(used[name])]
    initials = [
        name for name in initials if any(used[name] & used[other] for other in initials if other != name)
    ]
    words = set().union(*by_heading.values()) - YES_OR_NO
    marked = any(headings[name].who for name in by_heading)
    unsaid = any(headings[name].holds == "decision" for name in by_heading)
    of_words = [name for name in bare if used[name] & words or headings[name].stage or not (marked or unsaid)]
    if unsaid and not (marked or of_words or initials or reviewer) and bare:
        under = ", ".join(map(quote, bare[:FEW]))
        wanted = 'whose it is: --reviewer; or, where those are reviewers, headings such as "AB vote"'
        found = f"no reviewer of {quote(next(iter(by_heading)))}, and yes or no under {under}"
        raise ReviewProblems([Problem("DECI-004", file.name, found, wanted)])
    return [name for name in named if name in of_words or (name in initials and not marked)]


def _is_short(answers: set[str]) -> bool:
    """Whether answers may be codes or words of a decision: they are few, and none is long."""
    return 0 < len(answers) <= FEW and max(map(len, answers)) <= SHORT


def _alike(free: Sequence[str], bare: Sequence[str], used: Mapping[str, set[str]]) -> list[str]:
    """The columns beside one of those with a name alone, under a heading of its form, that have as few answers."""

    def form(name: str) -> str:  # "Aa" of "Anna", "A A" of "AB CD"
        return re.sub(
            r"[^\W\d_]+",
            lambda word: "A" if word[0].isupper() else "Aa" if word[0][0].isupper() else "a",
            name,
        )

    found: list[str] = []
    for order in (free, free[::-1]):
        before = ""
        for name in order:
            alike = before and form(name) == form(before) and _is_short(used[name])
            if alike and name not in bare and name not in found:
                found.append(name)
            before = name if name in bare or name in found else ""
    return found


def _of_whom(
    file: Path,
    judged: list[str],
    headings: Mapping[str, wide.Heading],
    asked: str | None,
    reviewer: str | None,
) -> list[Judged]:
    """Whose the columns of decisions are, and of which stage; ``asked`` is the stage of those that name none."""
    stages = list(dict.fromkeys(headings[name].stage for name in judged if headings[name].stage))
    later = asked is not None and stage_name(asked) in set(wide.STAGES) - set(stages)
    # The stage that nobody's column alone names is that of its column, where another is asked for.
    apart = later and not any(headings[name].stage and headings[name].who for name in judged)
    places = {}
    for name in judged:
        own = headings[name]
        unsaid = not later and (len(stages) > 1 if own.holds == "settled" else bool(stages))
        if unsaid and not own.who and not own.stage:
            continue  # of which stage it is is not said: left in the file
        theirs = len(stages) == 1 and not apart and (own.who or own.holds == "settled")
        places[name] = own.stage or (stages[0] if theirs else "")
        if own.who and len(stages) > 1 and not own.stage:
            wanted = f'the stage in the heading too, as in "{stages[0]} {own.who}"'
            raise ReviewProblems([Problem("DECI-004", file.name, "no stage", wanted, row=1, field=name)])
    staffed = {stage for name, stage in places.items() if headings[name].who}
    columns = []
    for name, stage in places.items():
        own = headings[name]
        if not own.who and own.holds != "settled" and staffed and stage not in staffed:
            continue  # of another stage than the reviewers': left in the file, for it settles nothing there
        # What is nobody's settles what reviewers disagree on.
        who = own.who or ("consensus" if stage in staffed or own.holds == "settled" else "")
        columns.append(_column(name, reviewer or who, stage, headings, judged))
    return _each_once(file, columns)


def _column(
    name: str, who: str, stage: str, headings: Mapping[str, wide.Heading], judged: Sequence[str]
) -> Judged:
    """A column of decisions with those that belong to it."""
    if name not in headings:
        headings = dict(headings) | {name: wide.heading(name)}
    return Judged(
        name,
        who,
        stage,
        wide.named_beside(headings[name].who, headings, judged),
        wide.beside("reason", name, headings),
        wide.beside("note", name, headings),
        wide.EXCLUDING.search(wide.spaced(name)) is not None,
    )


def _each_once(file: Path, columns: list[Judged]) -> list[Judged]:
    """The columns, where no two are one reviewer's at one stage; DECI-003 otherwise."""
    places = [(column.who, column.stage) for column in columns]
    for column in columns:
        if places.count((column.who, column.stage)) > 1:
            wanted = "one column a reviewer and stage"
            found = f"{column.who or 'nobody'} in several columns"
            raise ReviewProblems([Problem("DECI-003", file.name, found, wanted, row=1, field=column.name)])
    return columns


def _describes(name: str, header: list[str]) -> bool:
    """Whether a column describes the record; two letters are rather initials, unless the table names its columns by tags."""
    plain = letters(name)
    tags = {"ti", "au", "py", "so"} & {letters(other) for other in header}
    return plain in COLUMN and (len(plain) != 2 or len(tags) > 1)


def _share(answers: Mapping[str, int], reading: Reading) -> float:
    """The share of the answers that are words of a decision."""
    every = sum(n for answer, n in answers.items() if answer)
    return sum(n for answer, n in answers.items() if reading(answer).decision) / every if every else 0
