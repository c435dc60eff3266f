"""The rules of the evidence map: by what reports can be laid out, what lies in each cell, and which cells are gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import AS_CHARTED, NOT_AVAILABLE, NOT_REPORTED, WORDS
from reviewbook.themes import coding

BANDS = ("high", "middle", "low", "none")  # best first
MEASURES = ("reports", "studies", "interventions", "participants")
NOT_CHARTED, NOT_CODED, NOT_ASKED = "not_charted", "not_coded", "not_asked"
NO_RESULT = "no_result"  # of a report for which the table results has no row
NONE_HELD, NONE_TOLD = "none_held", "none_told"  # of a group of features: all are no; none is yes, some open
# Last on an axis, and never a gap.
UNSAID = (*WORDS, NONE_HELD, NONE_TOLD, NO_RESULT, NOT_CODED, NOT_CHARTED, NOT_ASKED)
HIGH = 0.75  # share of its tool's points from which a rating is high
FRAMED = (
    "rating",
    "features",
    "scheme",
    "choices",
    "results",
)  # kinds whose values are given beforehand: they stand on an axis also where no report has them
LEAST_VALUES = 3  # of the rows that a map opens with, where it can choose
LONGEST_AXIS, MOST_FREQUENT = 40, 30  # an axis of more values than the first shows so many of them
ALWAYS = {
    "reports": ("design", "year", "country", "population", "role"),
    "interventions": ("kind", "region", "delivery"),
}
# Offered where their words recur: in most reviews each report has its own.
RECURRING = {
    "reports": ("setting", "participants_diagnosis", "qualitative_data_from"),
    "interventions": ("goal",),
}
# Of a report that names none; it is counted as none.
NO_STUDY = NO_INTERVENTION = ""
IDS = {"reports": "report_id", "studies": "study_id", "interventions": "intervention_id"}


@dataclass(frozen=True)
class Dimension:
    """Something by which reports can be laid out or filtered.

    key : unique, and part of an address: "design", "feature.peer_support", "scheme.themes".
    label : as charted, or as the tables name it; a column has its title of datapackage.json or its name.
    kind : "column", "rating", "feature" (one of them), "features" (those of a group that are held), "scheme", "choices" (a question
        of the form with several of its choices) or "results" (domains of outcomes).
    of : the identifier in ``members``: report_id, study_id or intervention_id.
    values : all values in order, those of `UNSAID` last.
    names : what a table calls a value (interventions, features, codes); other values are their own words.
    asked : whether every report was asked for its values, as with a framework that was brought to them: then a value that no
        report has is a gap. Nobody asks of every country which designs it has.
    scopes : of an ``asked`` one, and of features, the reports that are known to have been asked for a value; others were asked of
        all.
    axis, filter : whether readers may lay out by it, and filter by it.
    group : the heading of the form that it stands under; blank where its kind says it.
    members : DataFrame, one row (``of``, value); nothing is left out, what is not said is a value of `UNSAID`.
    """

    key: str
    label: str
    kind: str
    of: str
    values: tuple[str, ...]
    members: pd.DataFrame = field(repr=False, compare=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    asked: bool = False
    scopes: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    axis: bool = True
    filter: bool = True
    group: str = ""


def bands(points: pd.Series, maximum: pd.Series, *, min_rating: int) -> pd.Series:
    """Ratings in bands, with the index of ``points``: "low" below ``min_rating`` points, "high" from 3/4 of the ``maximum``,
    "middle" between, "none" where there are no points."""
    low, high = points < min_rating, points >= HIGH * maximum
    words = np.select(
        [points.isna(), low.fillna(False), high.fillna(False)], ["none", "low", "high"], "middle"
    )
    return pd.Series(words, index=points.index, dtype="string")


def band_of(reports: pd.Series, banded: pd.Series) -> pd.Series:
    """The band of each report (identifiers): what `bands` gives it, "none" where it has no rating."""
    return reports.map(banded).astype("string").fillna("none")


def paths(linked: pd.DataFrame, studies: pd.DataFrame) -> pd.DataFrame:
    """What each report leads to: one row (report, study), reports in their table's order: report_id, study_id, intervention_id,
    participants_n (of the study). A study that is not charted is `NO_STUDY`; an intervention that is not charted, or that a
    study is not about, is `NO_INTERVENTION`.

    Parameters
    ----------
    linked : from `links.links` of the studies.
    """
    table = linked[["report_id", "study_id", "intervention_id"]]
    people = studies[["study_id", "participants_n"]].dropna(subset=["study_id"])
    table = table.merge(people, on="study_id", how="left")
    return table.fillna({"study_id": NO_STUDY, "intervention_id": NO_INTERVENTION})


def dimensions(
    reports: pd.DataFrame,
    studies: pd.DataFrame,
    interventions: pd.DataFrame,
    features: pd.DataFrame,
    feature_values: pd.DataFrame,
    codes: pd.DataFrame,
    coded: Mapping[str, pd.DataFrame],
    leads: pd.DataFrame,
    *,
    banded: pd.Series,
    own: Mapping[str, Mapping[str, str]] | None = None,
    not_asked: Collection[tuple[str, str]] = (),
    aside: Collection[tuple[str, str]] = (),
) -> list[Dimension]:
    """Everything by which the reports of a review can be laid out.

    Parameters
    ----------
    coded : scheme -> what is coded under it, from `reviewbook.themes.coding.coded`.
    leads : from `paths`.
    banded : report_id -> band, from `bands`; a report that is not in it has no rating.
    own : the author's own columns: table (reports, studies, interventions) -> column -> title.
    not_asked : the pairs of intervention and feature of which the feature is not asked (`interventions.asked.not_asked`).
    aside : tables and their columns that are left out, as they are questions of the form (`scopes.of_questions`).

    Returns
    -------
    list of Dimension: columns, rating, interventions, groups of features, single features, coding schemes. A column of which
    nothing is said is left out, an own column also where its values do not recur (less than two reports to a value).
    A cell that holds several values, "Norway; Finland", belongs to each.
    """
    tables = {"reports": reports, "studies": studies, "interventions": interventions}
    found = []
    for table, frame in tables.items():
        columns = {name: (name, "") for name in ALWAYS.get(table, ())}
        columns |= {name: (name, "") for name in RECURRING.get(table, ()) if _recurs(frame, name)}
        for name, title in (own or {}).get(table, {}).items():
            if _recurs(frame, name):
                columns[name] = (f"{table}.{name}", title)
        found += [
            dimension
            for name, (key, title) in columns.items()
            if (table, name) not in aside
            and (dimension := column(table, frame, name, key=key, label=title or name))
        ]
    if not banded.empty:
        given = band_of(reports["report_id"], banded)
        members = pd.DataFrame({"report_id": reports["report_id"], "value": given})
        found.append(Dimension("rating", "rating", "rating", "report_id", BANDS, members))
    if len(interventions):
        ids = interventions["intervention_id"]
        names = dict(zip(ids, interventions["name"], strict=True))
        members = pd.DataFrame({"intervention_id": ids, "value": ids})
        found.append(
            Dimension("intervention", "intervention", "column", "intervention_id", tuple(ids), members, names)
        )
    found += _features(features, feature_values, interventions, not_asked)
    for scheme, table in coded.items():
        found += _scheme(scheme, coding.tree(codes, scheme=scheme), table, reports["report_id"])
    return with_none(found, leads)


def with_none(found: Iterable[Dimension], leads: pd.DataFrame) -> list[Dimension]:
    """Dimensions in which reports that tell of no study, or of no intervention, are not charted, rather than left out."""
    none = {"study_id": NO_STUDY, "intervention_id": NO_INTERVENTION}
    lacking = {unit for unit, key in none.items() if (leads[unit] == key).any()}
    return [_with_none(one, none[one.of]) if one.of in lacking else one for one in found]


def _with_none(dimension: Dimension, key: str) -> Dimension:
    """A dimension of studies or interventions in which the reports of none are not charted, rather than left out."""
    none = pd.DataFrame({dimension.of: [key], "value": [NOT_CHARTED]}, dtype="string")
    values = tuple(dict.fromkeys([*dimension.values, NOT_CHARTED]))
    return replace(dimension, values=values, members=pd.concat([dimension.members, none], ignore_index=True))


def _words(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column's cells as words, what is not said as one of `UNSAID`."""
    words = frame[column].astype("string")
    if column + AS_CHARTED in frame:
        words = words.fillna(frame[column + AS_CHARTED].where(frame[column + AS_CHARTED] != ""))
    return words.fillna(NOT_CHARTED)


def _recurs(frame: pd.DataFrame, column: str) -> bool:
    words = _words(frame, column)
    given = words[~words.isin(UNSAID)]
    return given.nunique() > 1 and len(given) >= 2 * given.nunique()


def column(table: str, frame: pd.DataFrame, name: str, *, key: str, label: str) -> Dimension | None:
    """A column of a table as a dimension; None where it says nothing."""
    members = pd.DataFrame({IDS[table]: frame[IDS[table]], "value": _words(frame, name).str.split(";")})
    members = members.explode("value", ignore_index=True)
    members["value"] = members["value"].astype("string").str.strip()
    members = members[members["value"] != ""].drop_duplicates()
    silent = frame.loc[~frame[IDS[table]].isin(members[IDS[table]]), IDS[table]]  # a cell of separators alone
    if len(silent):
        rest = pd.DataFrame({IDS[table]: silent, "value": NOT_CHARTED})
        members = pd.concat([members, rest], ignore_index=True)
    there = set(members["value"])
    if there <= set(UNSAID):
        return None
    listed = {f["name"]: f for f in schema(table)["fields"]}.get(name, {})
    values = _in_order(there, listed.get("constraints", {}).get("enum", ()))
    return Dimension(key, label, "column", IDS[table], values, members.reset_index(drop=True))


def _in_order(values: Iterable[str], listed: Iterable[str] = ()) -> tuple[str, ...]:
    """Values as listed, else as numbers where all are, else by the alphabet; those of `UNSAID` last."""
    place = {value: at for at, value in enumerate(listed)}
    said = [value for value in values if value not in UNSAID]
    numbers = all(value.isdecimal() for value in said)

    def rank(value: str) -> tuple:
        return place.get(value, len(place)), int(value) if numbers else 0, value.casefold(), value

    return (*sorted(said, key=rank), *(value for value in UNSAID if value in values))


def _features(
    features: pd.DataFrame,
    feature_values: pd.DataFrame,
    interventions: pd.DataFrame,
    not_asked: Collection[tuple[str, str]] = (),
) -> list[Dimension]:
    """The groups of features, each with those that are held, then the features one by one.

    An intervention of which no feature of a group is asked is `NOT_ASKED`, rather than one of which none is told.
    """
    if features.empty or feature_values.empty:
        return []
    ids = interventions["intervention_id"]
    ordered = features.sort_values("position", kind="stable")
    names = dict(zip(ordered["feature_id"], ordered["label"], strict=True))
    values = feature_values.rename(columns={"feature_id": "feature"})
    groups = [
        held(f"features.{group}", group, own["feature_id"], values, ids, names, not_asked)
        for group, own in ordered.groupby("group", sort=False)
    ]
    answers = ("yes", "no", "unclear", NOT_REPORTED, NOT_AVAILABLE)
    by_feature = dict(list(feature_values.groupby("feature_id")[["intervention_id", "value"]]))
    single = []
    for feature, label in names.items():
        given = by_feature.get(feature, feature_values.iloc[:0]).set_index("intervention_id")["value"]
        silent = ids.map(lambda one, of=feature: NOT_ASKED if (one, of) in not_asked else NOT_CHARTED)
        members = pd.DataFrame(
            {"intervention_id": ids, "value": ids.map(given).fillna(silent).astype("string")}
        )
        values = _in_order(set(members["value"]), answers)
        single.append(Dimension(f"feature.{feature}", label, "feature", "intervention_id", values, members))
    return groups + single


def held(
    key: str,
    label: str,
    features: pd.Series,
    values: pd.DataFrame,
    ids: pd.Series,
    names: Mapping[str, str],
    not_asked: Collection[tuple[str, str]],
) -> Dimension:
    """A group of features as a dimension: of each of what they are asked of, those that it has.

    Parameters
    ----------
    values : one row (the name of ``ids``, feature, value).
    ids : of what the features are asked of, all; its name is that of the column.
    not_asked : the pairs (of ``ids``, feature) of which the feature is not asked. What no feature of the group is asked of is
        `NOT_ASKED`; of which all that are asked are no, `NONE_HELD`; of the others without any, none is told.
    """
    of, own = str(ids.name), set(features)
    yes, no = (
        values.loc[(values["value"] == value) & values["feature"].isin(own), [of, "feature"]]
        for value in ("yes", "no")
    )
    out = Counter(one for one, feature in not_asked if feature in own)
    asked = len(own) - ids.map(lambda one: out[one])
    none = (ids.map(no.groupby(of).size()).fillna(0) == asked).to_numpy(dtype=bool)
    aside = (asked == 0).to_numpy(dtype=bool)
    told = pd.DataFrame({of: ids[none | aside], "value": np.where(aside, NOT_ASKED, NONE_HELD)[none | aside]})
    members = pd.concat([yes.rename(columns={"feature": "value"}), told])
    return many(key, label, "features", of, features, members, ids, names, NONE_TOLD)


def _scheme(scheme: str, tree: pd.DataFrame, coded: pd.DataFrame, reports: pd.Series) -> list[Dimension]:
    """A scheme's codes at the top, which hold what is coded below them, and those below where there are any."""
    names = dict(zip(tree["code_id"], tree["label"], strict=True))
    pairs = coded[["report_id", "code_id"]].rename(columns={"code_id": "value"}).drop_duplicates()
    parts = [
        ("scheme", scheme, tree[tree["depth"] == 0]),
        ("below", f"{scheme}, in detail", tree[tree["depth"] > 0]),
    ]
    found = [
        many(
            f"{prefix}.{scheme}",
            label,
            "scheme",
            "report_id",
            own["code_id"],
            pairs[pairs["value"].isin(own["code_id"])],
            reports,
            names,
            NOT_CODED,
        )
        for prefix, label, own in parts
        if len(own)
    ]
    return [replace(one, asked=scheme != coding.THEMES) for one in found]


def many(
    key: str,
    label: str,
    kind: str,
    of: str,
    values: pd.Series,
    members: pd.DataFrame,
    ids: pd.Series,
    names: Mapping[str, str],
    nothing: str,
) -> Dimension:
    """A dimension of several values an identifier; every value of a frame stays, also where nothing lies in it."""
    members = members[members[of].isin(ids)]
    rest = pd.DataFrame({of: ids[~ids.isin(members[of])], "value": nothing})
    every = pd.concat([members, rest], ignore_index=True)[[of, "value"]].astype("string")
    own = {value: names[value] for value in values}
    last = tuple(value for value in UNSAID if value not in own and (every["value"] == value).any())
    return Dimension(key, label, kind, of, (*values, *last), every, own)


def by_report(dimension: Dimension, leads: pd.DataFrame) -> pd.DataFrame:
    """The values of each report, each once: one row (report_id, value). ``leads`` is from `paths`."""
    known = leads[list(dict.fromkeys(["report_id", dimension.of]))].drop_duplicates()
    return known.merge(dimension.members, on=dimension.of)[["report_id", "value"]].drop_duplicates()


def totals(leads: pd.DataFrame) -> dict[str, int | None]:
    """What some reports come to, nothing twice: reports, studies, interventions, participants (None where no study gives a
    number) and known (studies that give one). ``leads`` is from `paths`."""
    studies = leads[leads["study_id"] != NO_STUDY].drop_duplicates("study_id")
    given = studies["participants_n"].dropna()
    return {
        "reports": leads["report_id"].nunique(),
        "studies": len(studies),
        "interventions": leads.loc[leads["intervention_id"] != NO_INTERVENTION, "intervention_id"].nunique(),
        "participants": int(given.sum()) if len(given) else None,
        "known": len(given),
    }


def cells(x: Dimension, y: Dimension, *, leads: pd.DataFrame, banded: pd.Series) -> pd.DataFrame:
    """What lies where a value of one dimension meets a value of another.

    Parameters
    ----------
    leads : from `paths`: the reports to lay out.
    banded : report_id -> band, from `bands`.

    Returns
    -------
    DataFrame, one row a pair of values with a report, in the order of ``y`` and ``x``: x, y, reports, studies, interventions,
        participants, known, and each measure by rating band (reports_high ... participants_none)
        Counts are Int64. ``participants`` has the people of each study once, however many of its reports lie in the cell; it
        is missing where none of its studies gives a number, and ``known`` counts the studies that give one. A study, or an
        intervention, is in the band of the best rated of its reports in the cell, so the bands add up.
    """
    # By what each study leads to: one that a report tells of beside others is only in the cells of its own intervention.
    rows = leads.merge(x.members.rename(columns={"value": "x"}), on=x.of)
    rows = rows.merge(y.members.rename(columns={"value": "y"}), on=y.of)
    rows["band"] = pd.Categorical(band_of(rows["report_id"], banded), BANDS, ordered=True)
    rows["x"] = pd.Categorical(rows["x"], x.values, ordered=True)
    rows["y"] = pd.Categorical(rows["y"], y.values, ordered=True)
    rows = rows.sort_values("band", kind="stable")
    once = {unit: rows.drop_duplicates(["x", "y", unit]) for unit in IDS.values()}
    for unit, none in (("study_id", NO_STUDY), ("intervention_id", NO_INTERVENTION)):
        once[unit] = once[unit][once[unit][unit] != none]
    parts = {}
    for measure, unit in IDS.items():
        wide = once[unit].groupby(["y", "x", "band"], observed=True).size().unstack(fill_value=0)
        parts[measure] = wide.reindex(columns=list(BANDS), fill_value=0).astype("Int64")
    people = once["study_id"].groupby(["y", "x", "band"], observed=True)["participants_n"]
    parts["participants"] = people.sum(min_count=1).unstack().reindex(columns=list(BANDS))
    parts["participants"] = parts["participants"].astype("Int64")
    summed = {measure: wide.sum(axis=1, min_count=1).astype("Int64") for measure, wide in parts.items()}
    known = once["study_id"].groupby(["y", "x"], observed=True)["participants_n"].count().astype("Int64")
    whole = pd.DataFrame(summed | {"known": known}).sort_index()
    whole = whole.fillna(dict.fromkeys(whole.columns.drop("participants"), 0))
    by_band = pd.concat([wide.add_prefix(f"{measure}_") for measure, wide in parts.items()], axis=1)
    counted = [name for name in by_band if not name.startswith("participants_")]
    by_band[counted] = by_band[counted].fillna(0)
    table = whole.join(by_band).reset_index()
    table[["x", "y"]] = table[["x", "y"]].astype("string")
    return table[["x", "y", *whole.columns, *by_band.columns]]


def present(dimension: Dimension, leads: pd.DataFrame) -> list[str]:
    """The values of an axis: those of a report; of a frame that was brought to the reports (features, codes, ratings) all."""
    there = set(by_report(dimension, leads)["value"])
    framed = dimension.kind in FRAMED
    return [value for value in dimension.values if value in there or (framed and value not in UNSAID)]


def most_frequent(dimension: Dimension, leads: pd.DataFrame) -> list[str]:
    """What an axis has room for: of more than 40 values that are said the 30 with most reports, in the dimension's order."""
    there = present(dimension, leads)
    said = [value for value in there if value not in UNSAID]
    if len(said) <= LONGEST_AXIS:
        return there
    n = by_report(dimension, leads)["value"].value_counts()
    most = set(sorted(said, key=lambda value: -n.get(value, 0))[:MOST_FREQUENT])
    return [value for value in there if value in most or value in UNSAID]


def opening(
    found: Mapping[str, Dimension], leads: pd.DataFrame, *, first: Iterable[str], least: int = 2
) -> str | None:
    """The first of these dimensions that has something to say: at least ``least`` of its values are those of a report, so that
    it tells reports apart. None where there is none.
    """
    for key in first:
        if key in found and found[key].axis:
            there = set(by_report(found[key], leads)["value"]) - set(UNSAID)
            if len(there) >= least:
                return key
    return None
