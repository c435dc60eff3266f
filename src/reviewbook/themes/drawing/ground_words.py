"""The grounds of a code in words: how many reports tell of it, measure it, suppose it; how many limit it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from reviewbook.page.words import counted, do, joined, of_all, of_asked
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_REPORTED
from reviewbook.studies.of_review import interventions_open, names_interventions
from reviewbook.themes.grounds import ASIDE, BEHIND, GENERAL, LIMITS, NOT_CHARTED

# What reports do on each ground: a verb, and what follows it.
REPORTS = {
    "participants_account": ("tell", "of it from participants’ accounts"),
    "measured": ("measure", "something of it"),
    "authors_view": ("give", "only an authors' view of it"),
    "hypothesis": ("", "only {suppose} it"),
    "component_present": ("name", "only a part of an intervention for it"),
    NOT_REPORTED: ("stand", "behind it on grounds not said"),
    NOT_CHARTED: ("stand", "behind it on grounds not charted yet"),
    LIMITS: ("", "only {limit} it"),
    GENERAL: ("", "only {speak} of it in general"),
}
# What an excerpt rests on, in a word or two.
BASIS = {
    "participants_account": "participants’ account",
    "measured": "measured",
    "authors_view": "authors' view",
    "hypothesis": "hypothesis",
    "component_present": "only a part of the intervention",
    NOT_REPORTED: "basis not said",
    NOT_CHARTED: "basis not charted yet",
}
CELLS = {  # the same in a cell of numbers, and beneath its table
    "participants_account": "told",
    "measured": "measured",
    "authors_view": "authors' view",
    "hypothesis": "supposed",
    "component_present": "part only",
    NOT_REPORTED: "not said",
    NOT_CHARTED: "not charted yet",
}
BENEATH = (
    "Each report and finding is counted once, by the first of these that it has. Told: people who took part tell of it. Not said: the "
    "source leaves open on what it rests. Supposed: nobody saw it. Part only: an intervention has a part for it, and nobody tells "
    "what came of that."
)
DIRECTION = {LIMITS: "± limits it", GENERAL: "general"}  # what speaks for its code needs no word


def does(ground: str, n: int) -> str:
    """What so many reports do for a code on a ground: ("measured", 1) -> "measures something of it"."""
    verb, rest = REPORTS[ground]
    verbs = {one: do(n, one) for one in ("suppose", "limit", "speak")}
    return " ".join(filter(None, [do(n, verb) if verb else "", rest.format(**verbs)]))


def reports(on: Mapping[str, int], of: int, *, some: bool = False) -> str:
    """What the reports do that have anything under a code, each of them once: "10 of 15 reports tell of it …, 2 more only suppose it".

    Parameters
    ----------
    on : ground -> reports, a row of `grounds.counts`.
    of : reports of the review that were asked for the code.
    some : whether others were not.

    Returns
    -------
    str, the number of reports alone ("9 of 15 reports") where no basis is charted of any
    """
    there = [ground for ground in (*BEHIND, *ASIDE) if on.get(ground)]
    if not there:
        return of_asked(0, of, some=some)
    plain = not any(on.get(ground) for ground in BEHIND if ground != NOT_CHARTED)
    told: list[str] = []
    for ground in there:
        n = f"{on[ground]:,} more" if told else of_asked(on[ground], of, some=some)
        told.append(n if plain and ground == NOT_CHARTED else f"{n} {does(ground, on[ground])}")
    return joined(told)


def bases(on: Mapping[str, int], of: int | None = None, *, some: bool = False) -> list[str]:
    """What stands behind a code, ground by ground, for a cell: ["10/15 told", "+1 measured", "+2 supposed"].

    Parameters
    ----------
    on : ground -> reports or findings, a row of `grounds.counts`.
    of : how many there are in the review that were asked for the code; None where that is not said.
    some : whether others were not.

    Returns
    -------
    list of str, of which the first is the number alone where no basis is charted of any
    """
    there = [ground for ground in BEHIND if on.get(ground)]
    whole = "" if of is None else f"/{of:,} asked" if some else f"/{of:,}"
    if not there:
        return [f"0{whole}"]
    first, *others = there
    told = "" if there == [NOT_CHARTED] else f"{',' if some else ''} {CELLS[first]}"
    return [f"{on[first]:,}{whole}{told}", *(f"+{on[ground]:,} {CELLS[ground]}" for ground in others)]


def beside(limits: int, general: int) -> list[str]:
    """What stands beside a code, for a cell: ["2 limit it", "1 in general"]."""
    told = [f"{limits:,} {do(limits, 'limit')} it"] if limits else []
    return [*told, f"{general:,} in general"] if general else told


def aside(limits: int, general: int, *, whom: str = "it") -> str:
    """What stands beside a code, and not behind it: "2 excerpts limit it and 1 excerpt speaks of it in general only"; empty for nothing."""
    told = [f"{counted(limits, 'passage')} {do(limits, 'limit')} {whom}"] if limits else []
    if general:
        told.append(f"{counted(general, 'passage')} {do(general, 'speak')} of {whom} in general only")
    return joined(told)


def of_excerpt(row: Mapping[str, object], charted: Collection[str]) -> list[str]:
    """What an excerpt says of its codes, where it does not simply speak for them, and what it rests on: ["± limits it", "measured"].

    Parameters
    ----------
    row : of the table excerpts; a cell that is missing is not charted yet.
    charted : the columns that are charted of any excerpt (`grounds.charted`); of others nothing is said.
    """
    said = []
    if "direction" in charted:
        direction = row["direction"]
        said.append("direction not charted yet" if pd.isna(direction) else DIRECTION.get(str(direction), ""))
    if "basis" in charted:
        basis = NOT_CHARTED if pd.isna(row["basis"]) else str(row["basis"])
        said.append(BASIS.get(basis, BASIS[NOT_REPORTED]))
    return [words for words in said if words]


def told_of_interventions(r: Review, n: int, of: int) -> str:
    """How many interventions stand behind something: "2 of 3 interventions".

    A range where the intervention of a study is not charted yet; "" where no study names one. ``of`` are those that were asked.
    """
    if not names_interventions(r):
        return ""
    return f"{of_all(n, of if interventions_open(r) else n, of)} {r.nouns.pair[of != 1]}"
