"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from reviewbook.appraisal import sensitivity
from reviewbook.appraisal.of_review import low_points
from reviewbook.page.words import NOT_YET, counted, do, in_words, joined, listed, of_asked, span
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.studies.of_review import linked
from reviewbook.themes import brought, coding, grounds
from reviewbook.themes.drawing import ground_words
from reviewbook.themes.drawing.ways import WORKERS, grouping, ways
from reviewbook.themes.of_review import (
    coded,
    coders_summary,
    none_asked,
    reports_on,
    support,
    wholes,
)

LEADING = 2  # themes that the book's first sentence names
ANSWER = 3  # themes that the answer of a chapter names
NAMED = 6  # themes that another sentence names; of more, those with most reports


def themes_numbers(review: Review, which: str) -> dict[str, object]:
    """Chapters 05 ("themes") and 06 ("frameworks"): codes, excerpts and the reports behind each top code."""
    path = linked(review)
    single, low_only = 0, 0
    left: list[tuple[int, int, str]] = []
    leading: list[_Top] = []
    schemes = coding.schemes(review.codes, which)
    aside = none_asked(review, schemes)
    of = len(review.reports) - len(aside)
    columns = ["excerpt_id", "kind", "report_id", "speaker", "direction"]
    tables = [coded(review, scheme)[columns] for scheme in schemes]
    excerpts = pd.concat(tables) if tables else pd.DataFrame(columns=columns)
    reports = excerpts["report_id"].dropna().unique()
    interventions = path.loc[path["report_id"].isin(reports), "intervention_id"].dropna().unique()
    for scheme in schemes:
        behind, on = support(review, scheme), reports_on(review, scheme).to_dict("index")
        whole = wholes(review, scheme)
        single += int((behind["reports"] == 1).sum())
        low_only += int((sensitivity.verdicts(behind["reports"], behind["low"]) == "alone").sum())
        nodes = coding.tree(review.codes, scheme=scheme)
        for node in nodes[nodes["depth"] == 0].itertuples():
            n = int(behind.at[node.code_id, "reports"]) if node.code_id in behind.index else 0
            asked = whole[node.code_id]
            of_it = of_asked(n, asked["reports"], some=asked["not_asked"] > 0)
            leading.append(_Top(n, node.label, of_it, on.get(node.code_id, {})))
            low = int(behind.at[node.code_id, "low"]) if n else 0
            left.append((n, low, node.label))
    unique = excerpts.drop_duplicates("excerpt_id")
    about = ground_words.told_of_interventions(
        review,
        len(interventions),
        len(review.interventions) - len(brought.aside(path, "intervention_id", aside)),
    )
    values: dict[str, object] = {
        "caution": _caution(which, single, low_only, int(unique["report_id"].isna().sum())),
        "behind": _behind_all(unique, of_asked(len(reports), of, some=bool(aside))),
        "named": _named(unique, of_asked(len(reports), of, some=bool(aside)), about),
        "grouped": _grouped(review),
        "contrary": _contrary(review.finding_excerpts, unique) + _aside(unique, several=len(leading) > 1),
        "coders": _coders(coders_summary(review, which), which),
        "left": _left(left, low_points(review)),
        "unsaid": _unsaid(unique),
        "uneven": _uneven(excerpts, path, review),
        "uncited": _uncited(interventions, review),
    }
    if not leading:
        nothing = f"This review has no {coding.noun(which)[1]}."
        return values | {"answer": nothing, "lead": nothing}
    return values | {
        "answer": _lead(leading, which, review, ANSWER),
        "lead": _lead(leading, which, review, LEADING),
    }


class _Top(NamedTuple):
    """A code at the top: how many reports are behind it, of how many in words, and how many of them on which ground."""

    n: int
    label: str
    of: str
    on: Mapping[str, int]


def _lead(tops: Sequence[_Top], which: str, review: Review, most: int) -> str:
    """What most reports tell of, in a sentence: how many are behind each, and how many of these saw it; the chapter says the others.

    Those of which nobody says on what they rest may be among these: then the number is a range.
    """
    first = sorted(tops, key=lambda one: -one.n)[:most]
    named, whose = [], "participants’ accounts or measures"
    for one in first:
        seen = sum(one.on.get(ground, 0) for ground in grounds.EMPIRICAL)
        part = ""
        if any(one.on.get(ground) for ground in grounds.BEHIND if ground != grounds.NOT_CHARTED):
            may = seen + sum(one.on.get(ground, 0) for ground in grounds.OPEN)
            how_many = f"{span(seen, may)} "
            if seen == may:
                how_many = (
                    "none " if not seen else f"{seen:,} " if seen < one.n else "all " if seen > 1 else ""
                )
            part = f", {how_many}from {whose}"
            whose = "accounts or measures"
        named.append(f"“{one.label}” ({one.of}{part})")
    noun, many = coding.noun(which), len(tops)
    if many > len(first):
        return f"Of {in_words(many)} {noun[1]}, most reports speak for {joined(named)}."
    runs = f"{do(many, 'run')} through" if which == coding.THEMES else f"{do(many, 'are')} looked for in"
    return f"{in_words(many).capitalize()} {noun[many != 1]} {runs} the reports: {joined(named)}."


def _behind_all(excerpts: pd.DataFrame, reports: str) -> str:
    """How many excerpts there are, of each kind, and from which part of the reports, as a sentence."""
    kinds = {kind: int((excerpts["kind"] == kind).sum()) for kind in ("finding", "quotation")}
    told = joined(counted(n, kind) for kind, n in kinds.items() if n)
    n = len(excerpts)
    return f"{counted(n, 'passage')}{f' ({told})' if told else ''} {do(n, 'come')} from {reports}."


def _named(excerpts: pd.DataFrame, reports: str, about: str) -> str:
    """How many excerpts are coded, of which part of the reports, and which part of the interventions these are about, as a sentence."""
    n = len(excerpts)
    said = f"{counted(n, 'passage')} of {reports} {do(n, 'speak')} of them"
    return f"{said}; {'it names' if n == 1 else 'they name'} {about}." if about else f"{said}."


def _grouped(review: Review) -> str:
    """By what the matrix of groups parts what was coded, as a sentence."""
    by = grouping(review)
    way = ways(review).get(by)
    if way is None or way.group is None:
        return f"No question of the charting form parts the {review.nouns.many} into groups."
    rows = review.nouns.several if way.crossed else "Reports"
    by = "whom they were used with" if way.group == WORKERS else f"“{way.group.label}”"
    return f"{rows} stand in groups by {by}."


def _aside(excerpts: pd.DataFrame, *, several: bool) -> str:
    """How many excerpts limit the codes, or are about them in general, as a sentence; empty where there is none."""
    limits, general = (int(excerpts["direction"].eq(direction).sum()) for direction in grounds.ASIDE)
    said = ground_words.aside(limits, general, whom="them" if several else "it")
    return f" {said}." if said else ""


def _caution(which: str, single: int, low_only: int, unnamed: int) -> str:
    """How many codes and passages rest on little, as sentences."""
    noun = coding.noun(which)
    said = f"No {noun[0]} rests on a single report, or on low-rated ones alone."
    if single or low_only:
        parts = ((single, "a single report"), (low_only, "low-rated reports alone"))
        told = [f"{counted(n, *noun)} {do(n, 'rest')} on {what}" for n, what in parts if n]
        said = f"{joined(told)}; the table marks {'it' if single + low_only == 1 else 'them'}."
    return f"{said} {counted(unnamed, 'passage')} {do(unnamed, 'name')} no report." if unnamed else said


def _contrary(relations: pd.DataFrame, excerpts: pd.DataFrame) -> str:
    """To how many of these findings another is contrary, as a sentence."""
    findings = excerpts.loc[excerpts["kind"] == "finding", "excerpt_id"]
    against = relations.loc[relations["relation"] == coding.CONTRARY, ["finding_id", "excerpt_id"]]
    n = int((findings.isin(against["finding_id"]) | findings.isin(against["excerpt_id"])).sum())
    limited = relations.loc[relations["relation"] == coding.LIMITS, "finding_id"]
    m = int(findings.isin(limited).sum())
    said = f"Another finding is contrary to {n:,} of {counted(len(findings), 'finding')}."
    if not n:
        said = "No finding is said to be contrary to another."
    if relations.empty:
        return f"What is contrary to a finding is {NOT_YET}."
    return f"{said} {counted(m, 'finding')} {do(m, 'are')} limited by another." if m else said


def _left(codes: list[tuple[int, int, str]], below: str) -> str:
    """How many reports stay behind each code at the top without the low-rated, as a sentence; ``codes`` are (reports, low, label)."""
    if not any(low for _, low, _ in codes):
        return "No report behind them is set aside as rated low."
    shown = sorted((one for one in codes if one[0]), key=lambda one: -one[0])[:NAMED]
    stay = [f"{n - low:,} of {n:,} behind “{label}”" for n, low, label in shown]
    return f"Without the reports rated below {below} there remain {joined(stay)}."


def _unsaid(excerpts: pd.DataFrame) -> str:
    """Of how many findings nobody is named whose view they are, as a sentence."""
    speaker = excerpts.loc[excerpts["kind"] == "finding", "speaker"]
    n = int((speaker.isna() | speaker.isin(NOTHING)).sum())
    return f"Of {counted(len(speaker), 'finding')}, {n:,} {do(n, 'do')} not say whose view {'it is' if n == 1 else 'they are'}."


def _uneven(excerpts: pd.DataFrame, path: pd.DataFrame, review: Review) -> str:
    """Which intervention most excerpts come from, and how many from the next, as a sentence."""
    named = excerpts[["excerpt_id", "report_id"]].astype("string").merge(path, on="report_id")
    named = named.dropna(subset=["intervention_id"]).drop_duplicates(["excerpt_id", "intervention_id"])
    n = named["intervention_id"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    if n.empty:
        return f"No passage names {review.nouns.a}."
    interventions = review.interventions
    called = dict(zip(interventions["intervention_id"], interventions["name"], strict=True))
    told = [f"{k:,} {do(k, 'come')} from {called.get(key, key)}" for key, k in n.head(2).items()]
    rest = f"; {told[1]}, the next" if len(told) > 1 else ""
    return f"Of {counted(excerpts['excerpt_id'].nunique(), 'passage')}, {told[0]}{rest}."


def _uncited(named: Collection[str], review: Review) -> str:
    """The interventions that no excerpt names, as a sentence."""
    interventions, nouns = review.interventions, review.nouns
    silent = interventions.loc[~interventions["intervention_id"].isin(named), "name"]
    if silent.empty:
        return (
            f"Every {nouns.one} is named by a passage."
            if len(interventions)
            else f"No passage names {nouns.a}."
        )
    return f"No passage names {listed(silent.fillna(NOT_YET), last='or')}."


def _coders(said: Mapping[str, Any], which: str) -> str:
    """How far coders agreed, as sentences; from `coders.summary`."""
    if not said["n_comparisons"]:
        return f"No two coders put the same passages under {coding.noun(which)[1]} of the same level."
    shared, many = counted(said["n_shared"], "passage"), coding.noun(which)[1]
    low, high = (f"{said[f'percent_{end}']:.0f} %" for end in ("lowest", "highest"))
    agreed = f"on {low}" if low == high else f"on {low} to {high}"
    n, open_ = said["n_conflicts"], said["n_conflicts_open"]
    differ = (
        f"{counted(n, 'passage') if n else 'no passage'} got different {many} on a level that both judged"
    )
    left = f", {open_:,} of them not decided yet" if n > 1 else ", and is not decided yet" if open_ else ""
    return (
        f"{in_words(said['n_coders']).capitalize()} coders share {shared} and agree, over all {many}, {agreed} of the decisions; "
        f"{differ}{left}."
    )
