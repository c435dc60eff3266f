"""What data can lay beside each component of GRADE-CERQual: counts of what stands behind a finding or a code.

They are for an assessor to weigh. Nothing here says whether a count is enough, and no judgement is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from reviewbook.confidence.assessing import CODE, FINDING, KEY
from reviewbook.review.nothing import NOT_REPORTED, given
from reviewbook.themes import brought, coding
from reviewbook.themes.grounds import BEHIND, NOT_CHARTED, beside

COLUMNS = [*KEY, "component", "measure", "value", "n", "of"]
ALIKE = ("illustrates", "supports")  # relations that speak for a finding; any other is to be weighed
PLACES = ("population", "country", "setting", "role")  # of reports, for relevance
OWN = ("population", "country", "role")  # of these, what studies may say for themselves
PEOPLE = ("participants", "workers")


def evidence(
    coded: pd.DataFrame, findings: Iterable[str], excerpt_reports: pd.DataFrame, relations: pd.DataFrame
) -> pd.DataFrame:
    """The excerpts and reports behind each code and finding.

    Parameters
    ----------
    coded : from `coding.coded`: a code holds what is coded under it and below it.
    findings : excerpt_id of the findings that are asked about. Behind one are itself and the quotations that illustrate it.
    relations : the table finding_excerpts

    Returns
    -------
    DataFrame, one row (about_kind, about_id, excerpt_id, report_id), each once; report_id is missing where an excerpt names none.
    """
    codes = coded[["code_id", "excerpt_id", "report_id"]].astype("string")
    codes = codes.rename(columns={"code_id": "about_id"}).assign(about_kind=CODE)
    wanted = pd.Series(list(findings), dtype="string")
    told = relations[(relations["relation"] == "illustrates") & relations["finding_id"].isin(wanted)]
    own = pd.DataFrame(
        {
            "about_id": pd.concat([wanted, told["finding_id"]]),
            "excerpt_id": pd.concat([wanted, told["excerpt_id"]]),
        }
    )
    own = own.merge(excerpt_reports[["excerpt_id", "report_id"]], on="excerpt_id", how="left")
    table = pd.concat([codes, own.assign(about_kind=FINDING)], ignore_index=True)
    columns = [*KEY, "excerpt_id", "report_id"]
    return table[columns].astype("string").drop_duplicates(ignore_index=True)


def measures(
    behind: pd.DataFrame,
    subjects: pd.DataFrame,
    reports: pd.DataFrame,
    studies: pd.DataFrame,
    paths: pd.DataFrame,
    excerpts: pd.DataFrame,
    relations: pd.DataFrame,
    points: pd.Series,
    *,
    min_rating: int,
    not_asked: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType({}),
) -> pd.DataFrame:
    """What the data give on each component of each code or finding; nothing counted twice.

    Parameters
    ----------
    behind : from `evidence`
    subjects : one row a code or finding that is asked about (about_kind, about_id)
    paths : where each report leads, from `links.links` of the studies
    studies : what they say of a place (`OWN`) stands before what their reports say
    excerpts : ``direction`` and ``basis`` are read where there are such columns
    relations : the table finding_excerpts
    points : of reports, indexed by report_id, on the scale of their tool; missing where there is none
    min_rating : reports with fewer points are low-rated; 0 asks for no contrast
    not_asked : (about_kind, about_id) -> the reports that were not asked for it: they are in no denominator, nor are studies and
        interventions of which no other report tells

    Returns
    -------
    DataFrame, one row (about_kind, about_id, component, measure, value): n, of (Int64, missing where not known or not meant)
        methodological_limitations: reports (behind it, of all that were asked), not_asked (a row where there are any), low_rated (of
        those rated), not_rated (of those behind it), design (reports of each)
        coherence: relation (for each that does not speak for a finding, such as contrary: findings with another excerpt so
        related, of its findings; a limit counts for the finding that it limits; no row where no relation is charted), direction
        (of a code, excerpts of each)
        adequacy: studies and interventions (of all that were asked), participants and workers (people in these studies, each once; n is
        missing where no study says), participants_not_said and workers_not_said (studies that give no number), findings, quotations,
        basis (reports of each, each once, by the first of `BEHIND` that it has; no row where none is charted), speaker (excerpts
        of each)
        relevance: studies by population, country, setting and role
        What limits a code, or is general (``direction``), stands beside it, and counts for coherence alone. A ``value`` of "" is
        not charted yet; measures of a whole have none.
    """
    keys = subjects[KEY].drop_duplicates(ignore_index=True).astype("string")
    known = [name for name in ("kind", "speaker", "direction", "basis") if name in excerpts]
    every = behind.merge(keys, on=KEY).merge(excerpts[["excerpt_id", *known]], on="excerpt_id")
    rows = every[~_aside(every)]
    tied = rows[rows["report_id"].isin(reports["report_id"])].merge(
        reports[["report_id", "design", *PLACES]], on="report_id"
    )
    led = tied.merge(paths[["report_id", "study_id", "intervention_id"]], on="report_id", how="left")
    led = _own_places(led, studies)
    once = [*KEY, "excerpt_id"]
    own = studies["intervention_id"]
    n = {
        "reports": len(reports),
        "studies": len(studies),
        "interventions": int(own[given(own)].nunique()),
    }
    of = _wholes(keys, _without(not_asked, behind), paths, n)
    parts = [
        *_methodological(tied, keys, of, points, min_rating),
        *_coherence(every.drop_duplicates(once), keys, relations),
        *_adequacy(led, rows.drop_duplicates(once), keys, studies, of),
        *_relevance(led),
    ]
    table = pd.concat([part.reindex(columns=COLUMNS) for part in parts], ignore_index=True)
    table = table.astype(
        {"n": "Int64", "of": "Int64"} | dict.fromkeys([*KEY, "component", "measure", "value"], "string")
    )
    place = {key: at for at, key in enumerate(keys.itertuples(index=False, name=None))}
    at = pd.Series([place[key] for key in table[KEY].itertuples(index=False, name=None)], dtype="int64")
    return table.iloc[at.argsort(kind="stable")].reset_index(drop=True)


def _without(
    not_asked: Mapping[tuple[str, str], frozenset[str]], behind: pd.DataFrame
) -> dict[tuple[str, str], frozenset[str]]:
    """The reports that were not asked, without those that stand behind a subject all the same."""
    there = behind.dropna(subset=["report_id"]).groupby(KEY)["report_id"].agg(frozenset) if not_asked else {}
    return {subject: out - there.get(subject, frozenset()) for subject, out in not_asked.items()}


def _wholes(
    keys: pd.DataFrame, out: Mapping[Any, frozenset[str]], paths: pd.DataFrame, every: Mapping[str, int]
) -> pd.DataFrame:
    """Of how many reports, studies and interventions each subject is told (`brought.wholes`), in the order of the subjects."""
    found = brought.wholes(out, keys[KEY].itertuples(index=False, name=None), paths, every)
    return pd.DataFrame(list(found.values()), columns=[*brought.UNITS, "not_asked"])


def _aside(rows: pd.DataFrame) -> pd.Series:
    """Which excerpts stand beside their code; a finding that is assessed itself stands for itself."""
    return beside(rows) & (rows["about_kind"] == CODE)


def _whole(rows: pd.DataFrame, keys: pd.DataFrame, unit: str, component: str, measure: str) -> pd.DataFrame:
    """How many different ones of a unit each subject has; 0 where it has none."""
    n = rows.dropna(subset=[unit]).groupby(KEY)[unit].nunique().rename("n")
    table = keys.join(n, on=KEY).fillna({"n": 0})
    return table.assign(component=component, measure=measure)


def _parted(rows: pd.DataFrame, unit: str, component: str, measure: str) -> pd.DataFrame:
    """How many of a unit each subject has of each value of a column: the most first, what says nothing last.

    Where one report of a study says it and another does not, it is said of the study.
    """
    own = rows.assign(value=rows[measure].astype("string").fillna("")).dropna(subset=[unit])
    said = given(own["value"])
    own = own[said | ~said.groupby([own[key] for key in (*KEY, unit)]).transform("any")]
    n = own.drop_duplicates([*KEY, "value", unit]).groupby([*KEY, "value"]).size().rename("n").reset_index()
    n = n.assign(last=~given(n["value"]), most=-n["n"]).sort_values([*KEY, "last", "most", "value"])
    return n.assign(component=component, measure=measure)


def _methodological(
    tied: pd.DataFrame, keys: pd.DataFrame, of: pd.DataFrame, points: pd.Series, min_rating: int
) -> list[pd.DataFrame]:
    component = "methodological_limitations"
    own = tied.assign(points=pd.to_numeric(tied["report_id"].map(points)))
    rated, low = own[own["points"].notna()], own[own["points"] < min_rating]
    every = _whole(own, keys, "report_id", component, "reports").assign(of=of["reports"])
    n_rated = _whole(rated, keys, "report_id", component, "rated")["n"]
    parts = [every]
    if of["not_asked"].any():
        aside = every.assign(measure="not_asked", n=of["not_asked"], of=pd.NA)
        parts.append(aside[aside["n"] > 0])
    if min_rating:
        parts.append(_whole(low, keys, "report_id", component, "low_rated").assign(of=n_rated))
    parts.append(every.assign(measure="not_rated", n=every["n"] - n_rated, of=every["n"]))
    return [*parts, _parted(own, "report_id", component, "design")]


def _coherence(said: pd.DataFrame, keys: pd.DataFrame, relations: pd.DataFrame) -> list[pd.DataFrame]:
    component = "coherence"
    findings = said[said["kind"] == "finding"]
    every = _whole(findings, keys, "excerpt_id", component, "findings")["n"]
    # Where nothing is charted of what bears on findings, nobody knows that nothing is contrary.
    charted = [coding.CONTRARY] if len(relations) else []
    kinds = dict.fromkeys([*charted, *relations.loc[given(relations["relation"]), "relation"]])
    parts = []
    for kind in (one for one in kinds if one not in ALIKE):
        pairs = relations[relations["relation"] == kind]
        # What is contrary is so in both directions.
        both = [pairs["finding_id"], *([pairs["excerpt_id"]] if kind == coding.CONTRARY else [])]
        own = findings[findings["excerpt_id"].isin(pd.concat(both))]
        parts.append(_whole(own, keys, "excerpt_id", component, "relation").assign(value=kind, of=every))
    return parts + _said_of(said[said["about_kind"] == CODE], component, "direction")


def _said_of(said: pd.DataFrame, component: str, column: str) -> list[pd.DataFrame]:
    """Excerpts by a column that a review may not have, or has blank."""
    if column not in said or not given(said[column]).any():
        return []
    return [_parted(said, "excerpt_id", component, column)]


def _adequacy(
    led: pd.DataFrame, said: pd.DataFrame, keys: pd.DataFrame, studies: pd.DataFrame, of: pd.DataFrame
) -> list[pd.DataFrame]:
    component = "adequacy"
    parts = [
        _whole(led, keys, "study_id", component, "studies").assign(of=of["studies"]),
        _whole(led, keys, "intervention_id", component, "interventions").assign(of=of["interventions"]),
    ]
    once = led.drop_duplicates([*KEY, "study_id"])[[*KEY, "study_id"]]
    once = once.merge(studies[["study_id", *(f"{who}_n" for who in PEOPLE)]], on="study_id")
    for who in PEOPLE:
        number = f"{who}_n"
        people = once.groupby(KEY)[number].sum(min_count=1).rename("n")
        parts.append(keys.join(people, on=KEY).assign(component=component, measure=who))
        silent = once[once[number].isna()]
        behind = parts[0]["n"]
        parts.append(_whole(silent, keys, "study_id", component, f"{who}_not_said").assign(of=behind))
    parts += [
        _whole(said[said["kind"] == kind], keys, "excerpt_id", component, f"{kind}s")
        for kind in ("finding", "quotation")
    ]
    parties = said.assign(speaker=said["speaker"].map(lambda who: list(coding.parties(who)) or [who]))
    parties = parties.explode("speaker")
    return [*parts, *_bases(led), *_said_of(parties, component, "speaker")]


def _bases(led: pd.DataFrame) -> list[pd.DataFrame]:
    """Reports by what they rest on, in the order of `BEHIND`."""
    if "basis" not in led or not given(led["basis"]).any():
        return []
    value = led["basis"].astype("string").fillna("")
    place = {"" if basis == NOT_CHARTED else basis: at for at, basis in enumerate(BEHIND)}
    # Whatever other word there is for nothing, no basis was found.
    own = led.assign(value=value, place=value.map(place).fillna(place[NOT_REPORTED]))
    own = own.sort_values("place", kind="stable").drop_duplicates([*KEY, "report_id"])
    n = own.groupby([*KEY, "place", "value"]).size().rename("n").reset_index()
    return [n.assign(component="adequacy", measure="basis")]


def _own_places(led: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """The places of each study in its own words, where it has any: one report may tell of studies in several places."""
    own = studies.set_index(studies["study_id"].astype("string"))
    columns = {}
    for column in (name for name in OWN if name in own):
        said = led["study_id"].map(own[column].astype("string"))
        columns[column] = said.where(given(said), led[column].astype("string"))
    return led.assign(**columns)


def _relevance(led: pd.DataFrame) -> list[pd.DataFrame]:
    return [_parted(led, "study_id", "relevance", column) for column in PLACES]
