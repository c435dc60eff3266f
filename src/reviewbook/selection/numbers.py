"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reviewbook.page.words import NONE, counted, date, do, joined, number, silence
from reviewbook.review.model import Review
from reviewbook.review.nothing import given
from reviewbook.selection import flow, layout, searches, strategies
from reviewbook.selection.counting import is_beyond, left_so_far
from reviewbook.selection.drawing.flow_words import clause, groups_of
from reviewbook.selection.of_review import flow_of
from reviewbook.studies.of_review import included

BESIDES = (
    "found_again",
    "kept_by_reviewer",
    "brought_back",
)  # steps without which the numbers of the answer do not follow
PLACES = {  # a place of each kind, and several
    "database": ("database", "databases"),
    "register": ("register", "registers"),
    "grey_literature": ("source of grey literature", "sources of grey literature"),
    "citation_tracking": ("tracking of citations", "trackings of citations"),
    "journal_search": ("journal", "journals"),
    "alert": ("alert", "alerts"),
    "website": ("website", "websites"),
}
ANY_PLACE = ("place of another kind", "places of other kinds")
BY_CHANCE = "Kappa takes agreement by chance off, the percentage does not."
MEASURES = (
    "Agreement by chance is taken off in kappa and in AC1, not in the percentage; kappa falls where nearly all records get the same "
    "answer, AC1 (Gwet’s coefficient) and PABAK (prevalence-adjusted bias-adjusted kappa) less so."
)
PRINTED = "The figures are those that the review reports"
COUNTED = "What counts is the last decision of each reviewer on a record, before disagreements are resolved."


def selection_numbers(review: Review) -> dict[str, object]:
    """Chapter 01: counts of the flow, of sources, and the answer."""
    whole = review.full
    counts = included(whole)
    values: dict[str, object] = {
        f"n_{unit}": counts.get(unit, NONE) for unit in ("reports", "studies", "interventions")
    }
    places = searches.places(whole.sources)
    values["n_databases"] = int(places[whole.sources["kind"].isin(["database"])].sum())
    values["searched_to"] = last_end(whole) or silence(whole.sources["searched_to"])
    values["reach"] = reach(whole)
    values["search"] = _search(whole.sources)
    values["searched"], values["planned"] = _searched(whole), _planned(whole)
    values["agreement_of"] = _agreement_of(whole)
    double = whole.agreement["double_screened"].dropna().unique()
    values["double_screened"] = joined(number(share) for share in sorted(double)) or NONE
    found = flow_of(whole)
    boxes = flow.complete(found.boxes, found.layout)
    if not boxes:
        silent = "This review gives no flow of records."
        return values | {"answer": silent, "sum_answer": silent}
    told = _flow_answer(boxes, values, review.nouns.pair)
    values["answer"] = " ".join([told, *_besides(boxes, found.layout)])
    values["sum_answer"] = _sums(boxes)
    return values


def _searched(review: Review) -> str:
    """How many strategies are charted, of how many databases, and how many somebody else reviewed, as sentences."""
    whole = strategies.totals(review.searches)
    if whole.empty:
        return "No search strategy is given."
    databases = review.sources.loc[review.sources["kind"] == strategies.DATABASE, "source_id"]
    held = int(databases.isin(whole["source_id"]).sum())
    n, lines = len(whole), counted(len(review.searches), "line")
    said = f"{counted(n, 'search', 'searches')} {'stands here as it was' if n == 1 else 'stand here as they were'} run, in {lines}"
    of = f"; of {held:,} of {counted(len(databases), 'database')}" if len(databases) else ""
    told = given(whole["peer_reviewed"])
    reviewed = int((whole.loc[told, "peer_reviewed"] == "yes").sum())
    by = f" {reviewed:,} of {counted(int(told.sum()), 'strategy', 'strategies')} {do(reviewed, 'were')} reviewed by somebody else before."
    return f"{said}{of}.{by if told.any() else ''}"


def _planned(review: Review) -> str:
    """Whether the review was registered, how many planned steps are charted, and from how many it deviates, as sentences."""
    table = review.protocol
    if table.empty:
        return "No protocol is given."
    registered = table[(table["kind"] == "registration")]
    known = registered[given(registered["identifier"])]
    said = (
        [f"Registered: {joined(f'{one.item} {one.identifier}' for one in known.itertuples())}."]
        if len(known)
        else []
    )
    if len(registered) and known.empty:
        said.append(f"The registration is {silence(registered['identifier'])}.")
    steps = table[~table["kind"].isin(("registration", "protocol", "amendment"))]
    if len(steps):
        n = int((steps["deviation"] == "yes").sum())
        open_ = int((~given(steps["deviation"]) | (steps["deviation"] == "unclear")).sum())
        most = f"{n:,}" if not open_ else f"{n:,} to {n + open_:,}"
        said.append(
            f"What was done is other than what was planned in {most} of {counted(len(steps), 'step')}."
        )
    return " ".join(said) or "What was planned is in the table."


def _search(sources: pd.DataFrame) -> str:
    """How many places were searched, how many of them are databases, and up to when."""
    if sources.empty:
        return "This review names no place that was searched."
    places, kinds = searches.places(sources), sources["kind"]
    n = int(places.sum())
    databases, silent = (int(places[own].sum()) for own in (kinds.isin(["database"]), ~given(kinds)))
    about = "" if searches.is_exact(sources) else "at least "
    alike = not silent and kinds.nunique() == 1  # then the kind is said in place of "place"
    words = PLACES.get(str(kinds.iloc[0]), ANY_PLACE) if alike else ("place",)
    said = f"{about}{counted(n, *words)} {'was' if n == 1 else 'were'} searched"
    said = said[:1].upper() + said[1:]
    if silent < n and not alike:
        said += f", {f'{databases:,}' if databases else 'none'} of them {'databases' if databases > 1 else 'a database'}"
    if silent:
        said += f" (of {silent:,} the kind is {silence(kinds)})"
    return f"{said}. {_reach_of(sources)}"


def reach(review: Review) -> str:
    """How far the searches reached, in one sentence; where no source says it, as the last edition has it."""
    if len(searches.reached(review.sources)) or not (last := last_end(review)):
        return _reach_of(review.sources)
    return f"The searches reached {last}."


def last_end(review: Review) -> str:
    """Until when the latest search reached, in words, as the sources have it, or else the last edition; "" where neither does."""
    ends = searches.reached(review.sources)["searched_to"]
    if ends.empty and review.has("editions"):
        ends = review.editions["searched_to"].tail(1)
        ends = ends[given(ends)]
    return date(str(ends.iloc[0])) if len(ends) else ""


def _reach_of(sources: pd.DataFrame) -> str:
    """How far the searches reached, by kind of source where they end at different times."""
    ends, silent = searches.reached(sources), searches.unknown(sources)
    if ends.empty:
        return f"How far the searches reached is {silence(sources['searched_to'])}."
    left = int(searches.places(silent).sum())
    told = {}
    for end, own in ends.groupby("searched_to", sort=False):
        kinds = own[["kind", "places"]].itertuples(index=False)
        told[date(str(end))] = joined(counted(int(n), *PLACES.get(str(kind), ANY_PLACE)) for kind, n in kinds)
    if len(told) == 1 and not left:
        return f"The searches reached {next(iter(told))}."
    *others, last = (f"{end} in {where}" for end, where in told.items())
    said = f"The searches reached {', '.join(others)}{', and ' if others else ''}{last}"
    return (
        f"{said}; of {counted(left, 'further place')} this is {silence(silent['searched_to'])}."
        if left
        else f"{said}."
    )


def _agreement_of(review: Review) -> str:
    """Whose agreement is told, and from what it was counted: what was reported stands as printed, what is counted says how."""
    if not review.has("agreement"):
        return (
            f"{COUNTED} {MEASURES}"
            if review.has("decisions")
            else "How far two people agreed cannot be told here."
        )
    whose = review.agreement["reviewers"]
    names = [str(one) for one in dict.fromkeys(whose[given(whose)])]
    printed = f"{PRINTED}{f' ({joined(names)})' if names else ''}"
    if not review.has("decisions"):
        return f"{printed}; no decisions are at hand to count them from. {BY_CHANCE}"
    return f"{printed}. Beside them stand others, computed from its decisions. {COUNTED} {MEASURES}"


def _flow_answer(boxes: Sequence[layout.Box], values: Mapping[str, object], pair: tuple[str, str]) -> str:
    """The flow in one sentence; a review that is under way says what is left so far."""
    screened, assessed = (_first(boxes, step) for step in ("screened", "assessed"))
    n_reports = values["n_reports"]
    if isinstance(n_reports, int) and is_beyond(boxes, n_reports):
        return (
            f"Of {screened} records screened so far, {number(left_so_far(boxes) or 0)} are left; "
            f"the tables hold {counted(n_reports, 'report')}, more than can come of these."
        )
    units = {"reports": ("report", "reports"), "studies": ("study", "studies"), "interventions": pair}
    reports, studies_, interventions_ = (
        counted(n, *called) if isinstance(n := values[f"n_{unit}"], int) and n else NONE
        for unit, called in units.items()
    )
    if {reports, studies_, interventions_} == {NONE} and not any(box.step == "assessed" for box in boxes):
        left = _first(boxes, "included")
        if NONE in (screened, left):
            return "The numbers of records screened and of those left are not known yet."
        return f"Of {screened} records screened so far, {left} are left."
    told = [f"{assessed} full texts were assessed"] if assessed != NONE else []
    told += [f"{reports} {'' if told else 'were '}included"] if reports != NONE else []
    if not told:
        return "How many reports were assessed and included is not known yet."
    said = joined(told)
    found = _first(boxes, "identified")
    if (
        {screened, assessed} == {NONE} != {found}
    ):  # no more is known between the searches and what was included
        twice = _first(boxes, "duplicates_removed")
        if twice not in (NONE, "0"):
            said = joined([f"{twice} {'was' if twice == '1' else 'were'} removed as duplicates", *told])
        said = f"Of {found} records identified, {said}"
    else:
        said = f"Of {screened} records screened, {said}" if screened != NONE else said[:1].upper() + said[1:]
    about = [words for words in (studies_, interventions_) if words != NONE]
    return f"{said}: {' of '.join(about)}." if about and reports != NONE else f"{said}."


def _besides(boxes: Sequence[layout.Box], words: Mapping[str, Any]) -> list[str]:
    """What else a reader must know to follow the numbers, a sentence each in the words of the chart; none where there is nothing."""
    told = []
    for route in dict.fromkeys(box.route for box in boxes):
        for group in groups_of([box for box in boxes if box.route == route and box.step in BESIDES]):
            said = clause(group, words, stage=group[0].stage, unit="", counted=False)
            told.append(f"{said[0].upper()}{said[1:]}.")
    return told


def _sums(boxes: Sequence[layout.Box]) -> str:
    from_records = [box for box in boxes if box.status == "counted"]
    computed = [box for box in boxes if box.status == "computed"]
    told = joined(
        f"{number(box.n)} ({(box.label[0].lower() + box.label[1:]).partition(' (')[0]})" for box in computed
    )
    if from_records:
        share = "All" if len(from_records) == len(boxes) else f"{len(from_records)} of the"
        start = f"{share} {len(boxes)} numbers in the figure are counted from the records and the tables."
        return start + (f" {_computed(told, len(computed))}" if computed else "")
    if not computed:
        return "Every number in the figure is reported; none had to be computed."
    return _computed(told, len(computed))


def _computed(told: str, n: int) -> str:
    """Which numbers of the chart no source gave: the review may print them where nobody looked, so that is not said."""
    subject = "It is" if n == 1 else "They are"
    return (
        f"Of the numbers in the figure, {told} {do(n, 'are')} computed, from the others or from the tables. "
        f"{subject} drawn dashed."
    )


def _first(boxes: Sequence[layout.Box], step: str) -> str:
    """How many came to the first stage of a step, over all routes; none where this is not known of each that has the step."""
    first: dict[str, int | None] = {}
    for box in boxes:
        if box.step == step and first.get(box.route) is None:
            first[box.route] = box.n
    known = [n for n in first.values() if n is not None]
    return number(sum(known)) if known and len(known) == len(first) else NONE
