"""What the chapters on themes and practices work out of a whole review, each once for its tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from reviewbook.agreement import CONFLICT
from reviewbook.appraisal import sensitivity
from reviewbook.appraisal.of_review import rated
from reviewbook.review.kept import kept
from reviewbook.review.model import Review, tables_of
from reviewbook.studies.of_review import linked, names_interventions
from reviewbook.themes import brought, coders, coding, cooccurrence, grounds, saturation


@kept
def coded(r: Review, scheme: str) -> pd.DataFrame:
    """Everything coded under a scheme (`coding.coded`), of the excerpts who speaks, their kind, direction and basis alone: who shows
    others looks them up."""
    excerpts = r.excerpts.reindex(columns=["excerpt_id", "speaker", "kind", "direction", "basis"])
    return coding.coded(r.codes, r.codings, excerpts, r.excerpt_reports, scheme=scheme)


@kept
def speaking(r: Review, scheme: str) -> pd.DataFrame:
    """What is coded under a scheme and speaks for its codes: `coded` without what limits them or is general (`grounds.beside`)."""
    table = coded(r, scheme)
    return table[~grounds.beside(table)].reset_index(drop=True)


@kept
def has_grounds(r: Review) -> tuple[str, ...]:
    """Which of direction and basis are charted of any excerpt (`grounds.charted`)."""
    return grounds.charted(r.excerpts)


@kept
def reports_on(r: Review, scheme: str) -> pd.DataFrame:
    """On which grounds the reports of each code of a scheme stand (`grounds.counts`)."""
    return grounds.counts(coded(r, scheme), "report_id")


@kept
def findings_on(r: Review, scheme: str) -> pd.DataFrame:
    """On which grounds the findings under each code of a scheme stand (`grounds.counts`)."""
    table = coded(r, scheme)
    return grounds.counts(table[table["kind"] == "finding"], "excerpt_id")


@kept
def statements(r: Review, scheme: str) -> pd.DataFrame:
    """A scheme as it is read (`coding.statements`)."""
    return coding.statements(r.codes, r.codings, r.excerpts, r.finding_excerpts, scheme=scheme)


@kept
def not_asked(r: Review, scheme: str) -> dict[str, frozenset[str]]:
    """The reports that were not asked for a code of a scheme, by code (`brought.not_asked`)."""
    codes = r.codes[r.codes["scheme"] == scheme]
    if not brought.scoped(codes):
        return {}
    tables = tables_of(r, "reports", "studies", "interventions", "report_studies")
    return brought.not_asked(brought.asked(codes, r.questions, tables), coded(r, scheme))


def wholes(r: Review, scheme: str) -> dict[Any, dict[str, int]]:
    """Of how many reports, studies and interventions each code of a scheme is told (`brought.wholes`); no intervention where no study
    names one."""
    every = {
        "reports": len(r.reports),
        "studies": len(r.studies),
        "interventions": len(r.interventions) if names_interventions(r) else 0,
    }
    own = r.codes.loc[r.codes["scheme"] == scheme, "code_id"]
    return brought.wholes(not_asked(r, scheme), own, linked(r), every)


def none_asked(r: Review, schemes: Iterable[str]) -> frozenset[str]:
    """The reports that were asked for no code of some schemes."""
    each = [
        brought.none_asked(not_asked(r, scheme), r.codes.loc[r.codes["scheme"] == scheme, "code_id"])
        for scheme in schemes
    ]
    return frozenset.intersection(*each) if each else frozenset()


def support(r: Review, scheme: str) -> pd.DataFrame:
    """What stands behind each code of a scheme (`coding.support`); low are the reports rated below the review's ``min_rating``."""
    return _support(r, scheme, r.min_rating)


@kept
def _support(r: Review, scheme: str, min_rating: int) -> pd.DataFrame:
    low = sensitivity.low_rated(rated(r), min_rating=min_rating) if min_rating else []
    return coding.support(coded(r, scheme), linked(r), low=low, relations=r.finding_excerpts)


@kept
def told(r: Review) -> pd.Series:
    """How many reports tell of each code of every scheme, or measure it (`grounds.EMPIRICAL`): Series of int, indexed by code_id."""
    parts = [
        reports_on(r, scheme)[list(grounds.EMPIRICAL)].sum(axis=1) for scheme in r.codes["scheme"].unique()
    ]
    return pd.concat(parts) if parts else pd.Series(dtype=int)


@kept
def given(r: Review) -> pd.DataFrame:
    """The codes that each excerpt was given (`cooccurrence.given`)."""
    return cooccurrence.given(r.codes, r.codings)


@kept
def held(r: Review) -> pd.DataFrame:
    """The codes that hold each excerpt (`cooccurrence.held`)."""
    return cooccurrence.held(r.codes, r.codings)


@kept
def held_for(r: Review) -> pd.DataFrame:
    """The codes that each excerpt speaks for, and those above them: `held` without what limits them or is general."""
    return _for(r, held(r))


def _for(r: Review, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table of excerpts and codes of which the excerpt speaks for the code."""
    aside = r.excerpts.loc[grounds.beside(r.excerpts), "excerpt_id"]
    return table[~table["excerpt_id"].isin(aside)] if len(aside) else table


@kept
def second_hand(r: Review) -> int:
    """How many coded excerpts come from a text about the reports (`saturation.first_hand`)."""
    own = r.excerpts[r.excerpts["excerpt_id"].isin(r.codings["excerpt_id"])]
    return int((~saturation.first_hand(own, r.documents)).sum())


@kept
def first_hand(r: Review) -> pd.DataFrame:
    """The codes that excerpts coded from the reports themselves were given (`given`, `saturation.first_hand`)."""
    table = given(r)
    gone = r.excerpts.loc[~saturation.first_hand(r.excerpts, r.documents), "excerpt_id"]
    return table[~table["excerpt_id"].isin(gone)]


@kept
def codes_by_report(r: Review, scheme: str, order: str) -> pd.DataFrame:
    """How many codes of a scheme each report has, and how many are new with it (`saturation.by_report`), of the `first_hand` alone."""
    table = first_hand(r)
    own = coding.tree(r.codes, scheme=scheme)["code_id"]
    table = table[table["code_id"].isin(own)]
    reports = r.reports[~r.reports["report_id"].isin(none_asked(r, [scheme]))]
    return saturation.by_report(table, r.excerpt_reports, reports, order=order)


@kept
def behind(r: Review) -> pd.DataFrame:
    """How much there is behind each code of every scheme (`cooccurrence.behind`)."""
    return cooccurrence.behind(held_for(r), r.excerpt_reports)


@kept
def met(r: Review, *, upper: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which codes were given to the same excerpts, and which to contrary ones (`cooccurrence.pairs`, `cooccurrence.contrary`).

    What limits its codes, or is general, makes no pair of them: it does not show that they meet.

    ``upper``: what is given below a subtheme counts under it.
    """
    table = given(r)
    if upper:
        names = table["code_id"].cat.categories
        above = names.get_indexer(names.map(cooccurrence.upper(cooccurrence.nodes(r.codes))))
        code = pd.Categorical.from_codes(above[table["code_id"].cat.codes], names)
        table = table.assign(code_id=code).drop_duplicates()
    return (
        cooccurrence.pairs(_for(r, table), r.codes, r.excerpt_reports),
        cooccurrence.contrary(table, r.codes, r.finding_excerpts),
    )


@kept
def coder_codes(r: Review, scheme: str) -> pd.DataFrame:
    """Which codes of a scheme each coder gave each excerpt (`coders.given`)."""
    return coders.given(r.codes, r.codings, scheme=scheme)


@kept
def agreed(r: Review, scheme: str) -> pd.DataFrame:
    """Agreement between coders (`coders.agreed`)."""
    return coders.agreed(coder_codes(r, scheme))


@kept
def conflicts(r: Review, scheme: str) -> pd.DataFrame:
    """Excerpts to which coders gave different codes (`coders.conflicts`)."""
    return coders.conflicts(coder_codes(r, scheme))


@kept
def in_conflict(r: Review) -> dict[str, int]:
    """By scheme, how many excerpts coders of one level gave different codes, and none by consensus; without those that have none."""
    several = r.codings["coder"].nunique() > 1
    found = {}
    for scheme in r.codes["scheme"].unique() if several else ():
        contested = conflicts(r, scheme)
        if n := int(contested.loc[contested["how"] == CONFLICT, "excerpt_id"].nunique()):
            found[scheme] = n
    return found


@kept
def passages(r: Review, scheme: str) -> coders.Passages:
    """Where in documents coders gave the codes of a scheme (`coders.passages`)."""
    return coders.passages(coder_codes(r, scheme), r.excerpts)


@kept
def coders_summary(r: Review, which: str) -> dict[str, Any]:
    """What the tables of two coders come to (`coders.summary`), over the schemes of a kind (`coding.schemes`)."""
    return coders.summary(
        (coder_codes(r, scheme), agreed(r, scheme), conflicts(r, scheme))
        for scheme in coding.schemes(r.codes, which)
    )
