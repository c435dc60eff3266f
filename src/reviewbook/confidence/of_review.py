"""What the chapters show of confidence in a whole review's findings, each worked out once for its tables."""

from __future__ import annotations

import pandas as pd

from reviewbook.appraisal.of_review import rated
from reviewbook.confidence import assessing, inputs
from reviewbook.review.groups import in_words
from reviewbook.review.kept import kept
from reviewbook.review.model import Review
from reviewbook.studies.of_review import linked
from reviewbook.themes import coding
from reviewbook.themes.of_review import coded, not_asked, statements


@kept
def standing(r: Review) -> pd.DataFrame:
    """The judgements that stand (`assessing.standing`); always about the whole review, whatever part of it is shown."""
    return assessing.standing(r.full.confidence)


@kept
def subjects(r: Review, scheme: str) -> pd.DataFrame:
    """What of a scheme is shown, with what stands of its assessment.

    Returns
    -------
    DataFrame, one row a code or finding (`assessing.subjects`): with label (that of the code, or of the code a finding stands
        under), text (the sentence that is assessed; missing where none is charted) and the columns of `assessing.standing`
    """
    table = assessing.subjects(coding.tree(r.codes, scheme=scheme), statements(r, scheme), standing(r))
    table = table.merge(r.codes[["code_id", "label", "description"]], on="code_id", how="left")
    texts = r.excerpts.set_index("excerpt_id")["text"]
    table = table.merge(standing(r), on=assessing.KEY, how="left")
    table["state"] = table["state"].fillna(assessing.NOT_ASSESSED)
    told = table["about_id"].map(texts).where(table["about_kind"] == assessing.FINDING, table["description"])
    summary = table.pop("summary")
    table["text"] = told.where(summary.isna(), summary)
    for column in ("assessors", "differ"):
        table[column] = table[column].map(lambda one: one if isinstance(one, list) else [])
    return table.drop(columns="description")


def measures(r: Review, scheme: str) -> pd.DataFrame:
    """What the data give beside each component (`inputs.measures`), of the reports that are shown."""
    return _measures(r, scheme, r.min_rating)


@kept
def _measures(r: Review, scheme: str, min_rating: int) -> pd.DataFrame:
    return inputs.measures(
        _behind(r, scheme),
        subjects(r, scheme),
        in_words(r.reports, r.questions, r.choices),
        in_words(r.studies.assign(role=_roles(r)), r.questions, r.choices),
        linked(r),
        r.excerpts,
        r.finding_excerpts,
        rated(r)["points"],
        min_rating=min_rating,
        not_asked=_not_asked(r, scheme),
    )


def _not_asked(r: Review, scheme: str) -> dict[tuple[str, str], frozenset[str]]:
    """The reports that were not asked for each code and finding: for a finding those that were not for the code it stands under."""
    if not (out := not_asked(r, scheme)):
        return {}
    keys = subjects(r, scheme)[[*assessing.KEY, "code_id"]]
    return {(kind, about): out[code] for kind, about, code in keys.itertuples(index=False) if code in out}


def _roles(r: Review) -> pd.Series:
    """The workers of each study that is about an intervention: those that the intervention was used with."""
    used = r.interventions.drop_duplicates("intervention_id").set_index("intervention_id")["worker_role"]
    return r.studies["intervention_id"].map(used)


@kept
def _behind(r: Review, scheme: str) -> pd.DataFrame:
    """The excerpts and reports behind each of them (`inputs.evidence`)."""
    table = subjects(r, scheme)
    findings = table.loc[table["about_kind"] == assessing.FINDING, "about_id"]
    return inputs.evidence(coded(r, scheme), findings, r.excerpt_reports, r.finding_excerpts)


@kept
def reports_behind(r: Review, scheme: str) -> dict[tuple[str, str], list[str]]:
    """The reports behind each code and finding that is shown, by (about_kind, about_id), in the order of their table."""
    rows = _behind(r, scheme).merge(subjects(r, scheme)[assessing.KEY], on=assessing.KEY)
    place = {report: at for at, report in enumerate(r.reports["report_id"])}
    tied = rows[rows["report_id"].isin(list(place))].drop_duplicates([*assessing.KEY, "report_id"])
    lists = tied.groupby(assessing.KEY)["report_id"].agg(list).to_dict()
    return {key: sorted(reports, key=lambda one: place[one]) for key, reports in lists.items()}
