"""The numbers and sentences that prose of this chapter glues in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reviewbook.appraisal import sensitivity
from reviewbook.page.words import counted, do, in_words, joined
from reviewbook.review.model import Review
from reviewbook.studies.of_review import linked
from reviewbook.themes import coding
from reviewbook.themes.of_review import coded, coders_summary, support

NAMED = 6  # themes that a sentence names; of more, those with most reports


def themes_numbers(review: Review, which: str) -> dict[str, object]:
    """Chapters 05 ("themes") and 06 ("frameworks"): codes, excerpts and the reports behind each top code."""
    values: dict[str, object] = {
        "n_reports": len(review.reports),
        "n_interventions": len(review.interventions),
    }
    path = linked(review)
    single, low_only = 0, 0
    told, tops = [], 0
    schemes = coding.schemes(review.codes, which)
    tables = [coded(review, scheme)[["excerpt_id", "kind", "report_id"]] for scheme in schemes]
    excerpts = pd.concat(tables) if tables else pd.DataFrame(columns=["excerpt_id", "kind", "report_id"])
    reports = excerpts["report_id"].dropna().unique()
    interventions = path.loc[path["report_id"].isin(reports), "intervention_id"].nunique()
    for scheme in schemes:
        behind = support(review, scheme)
        single += int((behind["reports"] == 1).sum())
        low_only += int((sensitivity.verdicts(behind["reports"], behind["low"]) == "alone").sum())
        nodes = coding.tree(review.codes, scheme=scheme)
        for node in nodes[nodes["depth"] == 0].itertuples():
            tops += 1
            n = int(behind.at[node.code_id, "reports"]) if node.code_id in behind.index else 0
            told.append((n, f"“{node.label}” ({n:,} of {counted(len(review.reports), 'report')})"))
    unique = excerpts.drop_duplicates("excerpt_id")
    findings, quotations = (int((unique["kind"] == kind).sum()) for kind in ("finding", "quotation"))
    values |= {
        "n_top": tops,
        "n_excerpts": len(unique),
        "n_findings": findings,
        "n_quotations": quotations,
        "n_reports_behind": len(reports),
        "n_interventions_behind": interventions,
    }
    values |= {
        "caution": _caution(single, low_only, int(unique["report_id"].isna().sum())),
        "contrary": _contrary(review.finding_excerpts, unique),
        "coders": _coders(coders_summary(review, which)),
    }
    if not told:
        return values | {"answer": "This review has no coding of this kind."}
    kind = "themes" if which == coding.THEMES else "categories"
    named = [words for _, words in told]
    if len(told) > NAMED:  # those with most reports
        named = [words for _, words in sorted(told, key=lambda one: -one[0])[:NAMED]]
        named.append(counted(len(told) - NAMED, "other"))
    values["answer"] = (
        f"{counted(findings, 'finding')} and {counted(quotations, 'quotation')} stand behind "
        f"{in_words(tops)} {kind}: {joined(named)}."
    )
    return values


def _caution(single: int, low_only: int, unnamed: int) -> str:
    """How many codes and excerpts rest on little, as sentences."""
    said = "No code rests on a single report, or on low-rated ones alone."
    if single or low_only:
        said = f"Codes that rest on a single report: {single:,}; on low-rated reports alone: {low_only:,}; the table marks both."
    return f"{said} {counted(unnamed, 'excerpt')} {do(unnamed, 'name')} no report." if unnamed else said


def _contrary(relations: pd.DataFrame, excerpts: pd.DataFrame) -> str:
    """To how many of these findings another is contrary, as a sentence."""
    findings = excerpts.loc[excerpts["kind"] == "finding", "excerpt_id"]
    against = relations.loc[relations["relation"] == coding.CONTRARY, ["finding_id", "excerpt_id"]]
    n = int((findings.isin(against["finding_id"]) | findings.isin(against["excerpt_id"])).sum())
    if not n:
        return "No finding is charted as contrary to another."
    return f"Beside {n:,} of {counted(len(findings), 'finding')} stands another that is contrary to it."


def _coders(said: Mapping[str, Any]) -> str:
    """How far coders agreed, as sentences; from `coders.summary`."""
    if not said["n_comparisons"]:
        return "No two coders gave codes to the same excerpts on the same level of a scheme, so nothing can be compared."
    shared = counted(said["n_shared"], "excerpt")
    low, high = (f"{said[f'percent_{end}']:.0f} %" for end in ("lowest", "highest"))
    agreed = f"on {low}" if low == high else f"on {low} to {high}"
    open_ = said["n_conflicts_open"]
    return (
        f"{in_words(said['n_coders']).capitalize()} coders share {shared} and agree, over all codes, {agreed} of the decisions; "
        f"{counted(said['n_conflicts'], 'excerpt')} got different codes, {open_:,} of them not settled yet."
    )
