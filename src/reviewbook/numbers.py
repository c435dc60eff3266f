"""The numbers and sentences that prose glues in, one function a chapter. Nobody types a number that the data can give.

Values are whole numbers or text. A number that the review does not give is the words "not reported", so that a sentence stays
true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewbook.appraisal import answering, scoring, sensitivity
from reviewbook.appraisal.of_review import conclusions, low_rated, rated, screened, tools_of
from reviewbook.interventions import combinations, feature_counts, tidier
from reviewbook.page.words import coefficient, counted, in_words, joined, number, span
from reviewbook.review.bibliography import labels
from reviewbook.review.labels import LABELS, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED, NOTHING
from reviewbook.selection import flow
from reviewbook.selection.of_review import flow_of
from reviewbook.studies import characteristics, periods, places
from reviewbook.studies.of_review import included
from reviewbook.themes import coders, coding

NONE = "not reported"
NAMED = 6  # themes that a sentence names; of more, those with most reports


def glue(values: Mapping[str, object]) -> None:
    """Store values in the notebook under their names, for `{glue:text}` on this page and on others."""
    from myst_nb import glue as glue_one

    for name, value in values.items():
        glue_one(name, value, display=False)


def selection_numbers(review: Review) -> dict[str, object]:
    """Chapter 01: counts of the flow, of sources, and the answer."""
    whole = review.full
    counts = included(whole)
    values: dict[str, object] = {
        f"n_{unit}": counts.get(unit, NONE) for unit in ("reports", "studies", "interventions")
    }
    kinds = whole.sources["kind"].value_counts()
    values["n_databases"] = int(kinds.get("database", 0))
    values["n_sources"] = len(whole.sources)
    values["searched_to"] = _searched_to(whole)
    double = whole.agreement["double_screened"].dropna().unique()
    values["double_screened"] = joined(number(share) for share in sorted(double)) or NONE
    found = flow_of(whole)
    boxes = flow.complete(found.boxes, found.layout)
    if not boxes:
        silent = "This review gives no flow of records."
        return values | {"answer": silent, "sum_answer": silent}
    values["answer"] = _flow_answer(boxes, values)
    values["sum_answer"] = _sums(boxes)
    return values


def _flow_answer(boxes: Sequence[flow.Box], values: Mapping[str, object]) -> str:
    """The flow in one sentence; a review that is under way says what is left so far."""
    screened, assessed = (_first(boxes, step) for step in ("screened", "assessed"))
    reports, studies_, interventions_ = (
        counted(n, one, many) if isinstance(n := values[f"n_{many}"], int) else NONE
        for one, many in (("report", "reports"), ("study", "studies"), ("intervention", "interventions"))
    )
    if {reports, studies_, interventions_} == {NONE} and not any(box.step == "assessed" for box in boxes):
        return f"Of {screened} records screened so far, {_first(boxes, 'included')} are left."
    return (
        f"Of {screened} records screened, {assessed} full texts were assessed and {reports} included: "
        f"{studies_} of {interventions_}."
    )


def _sums(boxes: Sequence[flow.Box]) -> str:
    from_records = [box for box in boxes if box.status == "counted"]
    computed = [box for box in boxes if box.status == "computed"]
    told = joined(
        f"{number(box.n)} ({(box.label[0].lower() + box.label[1:]).partition(' (')[0]})" for box in computed
    )
    if from_records:
        share = "All" if len(from_records) == len(boxes) else f"{len(from_records)} of the"
        start = f"{share} {len(boxes)} numbers of the chart are counted from the records and the tables."
        return start + (f" {told} follow from the numbers around them and are drawn dashed." if told else "")
    if not computed:
        return "Every number of the chart is reported; none had to be computed."
    return (
        f"The review does not print {told}; these follow from the numbers around them and are drawn dashed."
    )


def _first(boxes: Sequence[flow.Box], step: str) -> str:
    return next((number(box.n) for box in boxes if box.step == step and box.n is not None), NONE)


def _searched_to(review: Review) -> str:
    if review.has("editions"):
        return str(review.editions["searched_to"].iloc[-1])
    dates = (
        review.sources[["searched_to", "updated_to"]].stack()
        if review.has("sources")
        else pd.Series(dtype="string")
    )
    dates = dates[~dates.isin([NOT_REPORTED, NOT_APPLICABLE])]
    return str(dates.max()) if len(dates) else NONE


def studies_numbers(review: Review) -> dict[str, object]:
    """Chapter 02: reports, studies, interventions and people, each counted once."""
    people = characteristics.people(review.studies).set_index("who")
    per = characteristics.per_intervention(review.reports, review.studies, review.interventions)
    values: dict[str, object] = {
        "n_reports": len(review.reports),
        "n_studies": len(review.studies),
        "n_interventions": len(review.interventions),
        "n_participants": _known(people.at["participants", "people"]),
        "n_workers": _known(people.at["workers", "people"]),
        "participants_term": review.package.get("participants_term", "participants"),
        "workers_term": review.package.get("workers_term", "workers"),
        "n_several": int((per["reports"] > 1).sum()),
        "n_shared": int(
            (~review.reports["sample_of"].fillna(NOT_APPLICABLE).isin([NOT_APPLICABLE, NOT_REPORTED])).sum()
        ),
        "n_countries": int(review.studies["country"].nunique()),
        "designs": _designs(review),
        "groups": _groups(review),
        "first_year": _year(review, "min"),
        "last_year": _year(review, "max"),
        "periods": _periods(review),
        "places": _places(review),
        "n_year_unverified": int((review.reports["year_basis"] == "unverified").sum()),
    }
    for who in ("participants", "workers"):
        values[f"{who}_known"] = f"{people.at[who, 'studies']} of {people.at[who, 'of']}"
    values["answer"] = (
        f"{counted(len(review.reports), 'report')} of {counted(len(review.studies), 'study', 'studies')} describe "
        f"{counted(len(review.interventions), 'intervention')}; by design the reports are {values['designs']}."
    )
    return values


def _periods(review: Review) -> str:
    table = periods.periods(review.reports)
    given = int((table["begins"].notna() & table["ends"].notna()).sum())
    return f"{given:,} of {counted(len(table), 'report')} {_do(given, 'give')} the period of their study."


def _places(review: Review) -> str:
    """From how many countries and regions the reports come, and from which most."""
    table = places.counts(review.reports, review.studies, review.interventions)
    table = table[table["kind"].isin(["country", "unknown"]) & table["reports"].map(bool)]
    if table.empty:
        return "No report names a country."
    n, regions = table["reports"].map(len), table["region"].dropna().nunique()
    most = table.loc[n == n.max(), "country"]
    named = (
        f", most of them ({n.max():,}) from {joined(most)}"
        if len(most) <= 3 and len(table) > len(most)
        else ""
    )
    where = f" in {counted(regions, 'region')}" if regions else ""
    return f"The reports come from {counted(len(table), 'country', 'countries')}{where}{named}."


def _known(count: object) -> object:
    return NONE if pd.isna(count) else int(count)


def _designs(review: Review) -> str:
    table = characteristics.counts(review.reports, "design", unit="report_id").set_index("design")["n"]
    names = [d for d in ("qualitative", "mixed_methods", "quantitative") if d in table.index]
    names += [d for d in table.index if d not in names]
    return joined(f"{in_words(int(table[d]))} {LABELS.get(d, d).lower().replace('_', ' ')}" for d in names)


def _groups(review: Review) -> str:
    table = characteristics.counts(review.interventions, "worker_role", unit="intervention_id")
    return joined(
        f"{counted(int(row.n), 'intervention')} with {label(row.worker_role).lower()}s"
        for row in table.itertuples()
    )


def _year(review: Review, which: str) -> object:
    years = review.reports["year"].dropna()
    return int(getattr(years, which)()) if len(years) else NONE


def appraisal_numbers(review: Review) -> dict[str, object]:
    """Chapter 03: how many are rated, the range, and ranges by design; how far appraisers agreed; what ratings contradict."""
    table = rated(review).join(review.reports.set_index("report_id")["design"], how="inner")
    given = answering.alike(table)
    stands, tools = answering.standing(review.appraisals), tools_of(review)
    values: dict[str, object] = {
        "n_rated": len(given),
        "n_reports": len(review.reports),
        "n_appraised": int(stands["report_id"].nunique()),
        "n_computed": int((given["basis"] == "computed").sum()),
        "component_note": _components(given, labels(review)),
        "appraisers": _appraisers(review, tools),
        "compared": _compared(scoring.compared(stands, review.ratings, tools=tools)),
        "screening": _screening(stands, screened(review), labels(review)),
        "low": _low(review),
    }
    if given.empty:
        why = _silent_tools(stands, tools)
        return values | {"ranges": NONE, "answer": why or "This review reports no rating."}
    spread = answering.by_design(given, review.reports).dropna(subset=["minimum"])
    ranges = joined(f"{label(r.design).lower()} {span(r.minimum, r.maximum)}" for r in spread.itertuples())
    rating = given["rating"].astype(float)
    answer = (
        f"Ratings run from {number(rating.min())} to {number(rating.max())} {label(given['unit'].iloc[0]).lower()} over "
        f"{counted(len(rating), 'rated report')}, with a median of {number(rating.median())}: {ranges}."
    )
    return values | {"ranges": ranges, "answer": answer}


def _silent_tools(stands: pd.DataFrame, tools: Mapping[str, Mapping]) -> str:
    """What stands in place of ratings where answers are given under tools that have none."""
    if stands.empty:
        return ""
    means = {(name, word): a["means"] for name, tool in tools.items() for word, a in tool["answers"].items()}
    own = stands[stands["category"] != answering.SCREENING]
    met = sum(means.get(pair) == "met" for pair in zip(own["tool"], own["answer"], strict=True))
    titles = joined(tools[name]["title"] for name in own["tool"].unique())
    return (
        f"{counted(own['report_id'].nunique(), 'report')} answered by {titles} meet {met} of {counted(len(own), 'criterion', 'criteria')} "
        "asked; there is no overall rating."
    )


def _components(given: pd.DataFrame, names: Mapping[str, str]) -> str:
    part = given[given["component"] != answering.OVERALL]
    if part.empty:
        return "Each rating is one of the whole report."
    told = joined(
        f"{names[row.Index]}, {label(row.component).lower()} alone: {number(row.rating)}"
        for row in part.itertuples()
    )
    return (
        f"{in_words(len(part)).capitalize()} of the ratings {'is' if len(part) == 1 else 'are'} of one component only, because the "
        f"review prints no other ({told}); it counts under the design of its report."
    )


def _appraisers(review: Review, tools: Mapping[str, Mapping]) -> str:
    """How far appraisers agreed over all criteria, tool by tool, and what is still open."""
    table = answering.agreed(review.appraisals, tools=tools)
    whole = table[table["criterion"] == "all"]
    if whole.empty:
        return "The review gives no answers of two appraisers to compare."
    told = [
        f"{row.reviewers} gave the same answer {row.agreed} times in {row.units} under {tools[row.tool]['short']} "
        f"({number(row.percent)} %, kappa {coefficient(row.kappa, row.kappa_low, row.kappa_high)})"
        for row in whole.itertuples()
    ]
    differed = answering.conflicts(review.appraisals)
    still = int((differed["how"] == answering.CONFLICT).sum())
    end = f"{still} are still open" if still else "all were settled by consensus"
    return (
        f"{joined(told)}. Of {counted(len(differed), 'difference')}, {end}."
        if len(differed)
        else f"{joined(told)}."
    )


def _compared(table: pd.DataFrame) -> str:
    if table.empty:
        return "No report has both a printed rating and answers to compute one from."
    verdicts = table["verdict"].value_counts()
    holds, differs = (int(verdicts.get(word, 0)) for word in (scoring.HOLDS, scoring.DIFFERS))
    return (
        f"Of {counted(len(table), 'printed rating')} of reports with answers, {holds} {_do(holds, 'follow')} from the answers and "
        f"{differs} {_do(differs, 'differ')}."
    )


def _low(review: Review) -> str:
    """How many reports are low-rated, and how many conclusions rest on them."""
    if not review.min_rating:
        return "No contrast was asked for: the parameter min_rating is 0."
    given, low = rated(review), low_rated(review)
    if given["points"].isna().all():
        return "No report has a rating in points, so that none counts as low-rated."
    if not low:
        return f"No report is rated below {counted(review.min_rating, 'point')}."
    n = sensitivity.summary(conclusions(review), review.reports, given, low=low)
    if not n["n_conclusions"]:
        return f"{n['n_low']} of {counted(n['n_reports'], 'report')} are rated below {counted(review.min_rating, 'point')}."
    return (
        f"{n['n_low']} of {counted(n['n_reports'], 'report')} {'is' if n['n_low'] == 1 else 'are'} rated below "
        f"{counted(review.min_rating, 'point')}; of {n['n_conclusions']} conclusions (themes, categories and features with a report "
        f"behind them) {n['n_alone']} {_do(n['n_alone'], 'rest')} on low-rated reports alone and {n['n_mostly']} mostly."
    )


def _screening(stands: pd.DataFrame, failed: Mapping[str, str], names: Mapping[str, str]) -> str:
    asked = stands[stands["category"] == answering.SCREENING]
    if asked.empty:
        return "The review gives no answers to the screening questions."
    told = f" ({joined(f'{names[report]}, {words}' for report, words in failed.items())})" if failed else ""
    return (
        f"Of {counted(asked['report_id'].nunique(), 'report')} with answers to the screening questions, {len(failed)} "
        f"{_do(len(failed), 'do').replace('dos', 'does')} not meet them all{told}."
    )


def interventions_numbers(review: Review) -> dict[str, object]:
    """Chapter 04: cells by value, and the features held by most."""
    cells = review.feature_values["value"].value_counts()
    values: dict[str, object] = {
        "n_interventions": len(review.interventions),
        "n_features": len(review.features),
        "n_cells": len(review.feature_values),
        **{f"n_{value}": int(cells.get(value, 0)) for value in feature_counts.VALUES},
        **_tidier_numbers(review),
        "printed": _printed(review),
    }
    if not review.has("features", "feature_values"):
        silent = "This review charts no features."
        return values | {"answer": silent, "together": silent, "commonest": NONE}
    values["together"] = _together(review)
    table = feature_counts.fractions(review.feature_values, review.features, review.interventions)
    top = table.sort_values("k", ascending=False, kind="stable").head(3)
    settled = values["n_yes"] + values["n_no"]
    values["commonest"] = joined(f"“{row.label}” ({row.k:,} of {row.n:,})" for row in top.itertuples())
    values["answer"] = (
        f"The features most often found among {counted(len(review.interventions), 'intervention')} are {values['commonest']}; "
        f"the source settles {settled:,} of {values['n_cells']:,} cells and leaves the others open."
    )
    return values


def _printed(review: Review) -> str:
    """How many printed fractions of a feature hold, differ and cannot be checked."""
    from reviewbook.claims.verdicts import evaluate  # loads DuckDB

    whole = review.full
    about = whole.claims[~whole.claims["feature_id"].fillna("").isin(NOTHING)]
    if about.empty:
        return "The review lists no printed fraction of a feature."
    told = evaluate(about, {name: getattr(whole, name) for name in whole.tables})["verdict"].value_counts()
    holds, differs, cannot = (int(told.get(word, 0)) for word in ("holds", "differs", "cannot_be_checked"))
    return (
        f"Of {counted(len(about), 'printed fraction')} of interventions with a feature, {holds} {_do(holds, 'hold')}, "
        f"{differs} {_do(differs, 'differ')} and {cannot} cannot be checked."
    )


def _together(review: Review) -> str:
    """The pair of features that most interventions have both of."""
    table = combinations.together(review.feature_values, review.features)
    if table.empty or not table["both"].max():
        return "No intervention is known to have two of the features."
    first = table.loc[table["both"] == table["both"].max()].iloc[0]
    labels = dict(zip(review.features["feature_id"], review.features["label"], strict=True))
    return (
        f"The two features most often found together are “{labels[first['a']]}” and “{labels[first['b']]}”, in "
        f"{first['both']:,} of {counted(len(review.interventions), 'intervention')}."
    )


def _tidier_numbers(review: Review) -> dict[str, object]:
    items = tidier.merged(review.tidier)
    told = items["completeness"].value_counts()
    return {f"n_tidier_{value}": int(told.get(value, 0)) for value in tidier.COMPLETENESS} | {
        "n_tidier": len(items),
        "n_statements": len(review.tidier),
        "contradictions": _contradictions(int(items["contradicted"].sum()), len(items)),
    }


def _contradictions(count: int, of: int) -> str:
    if not of:
        return "This review charts no TIDieR items."
    if not count:
        return f"No contradiction is noted on any of {counted(of, 'item')}."
    return f"On {count:,} of {counted(of, 'item')} statements contradict each other; the table sets them side by side."


def themes_numbers(review: Review, which: str) -> dict[str, object]:
    """Chapters 05 ("themes") and 06 ("frameworks"): codes, excerpts and the reports behind each top code."""
    values: dict[str, object] = {
        "n_reports": len(review.reports),
        "n_interventions": len(review.interventions),
    }
    path = sensitivity.path(review.reports, review.studies)
    low = low_rated(review) if review.min_rating else []
    single, low_only = 0, 0
    told, excerpts, tops, named = [], pd.DataFrame(columns=["excerpt_id", "kind", "report_id"]), 0, set()
    for scheme in coding.schemes(review.codes, which):
        table = coding.coded(
            review.codes, review.codings, review.excerpts, review.excerpt_reports, scheme=scheme
        )
        excerpts = pd.concat([excerpts, table[["excerpt_id", "kind", "report_id"]]])
        behind = coding.support(table, path, low=low)
        single += int((behind["reports"] == 1).sum())
        low_only += int((sensitivity.verdicts(behind["reports"], behind["low"]) == "alone").sum())
        named |= set(table.merge(path, on="report_id")["intervention_id"])
        nodes = coding.tree(review.codes, scheme=scheme)
        for node in nodes[nodes["depth"] == 0].itertuples():
            tops += 1
            n = int(behind.at[node.code_id, "reports"]) if node.code_id in behind.index else 0
            told.append((n, f"“{node.label}” ({n:,} of {counted(len(review.reports), 'report')})"))
    unique = excerpts.drop_duplicates("excerpt_id")
    values |= {
        "n_top": tops,
        "n_excerpts": len(unique),
        "n_findings": int((unique["kind"] == "finding").sum()),
        "n_quotations": int((unique["kind"] == "quotation").sum()),
        "n_reports_behind": int(excerpts["report_id"].nunique()),
        "n_interventions_behind": len(named),
    }
    values |= {
        "caution": _caution(single, low_only, int(unique["report_id"].isna().sum())),
        "contrary": _contrary(review.finding_excerpts, unique),
        "coders": _coders(coders.summary(review.codes, review.codings, which=which)),
    }
    if not told:
        return values | {"answer": "This review has no coding of this kind."}
    kind = "themes" if which == coding.THEMES else "categories"
    named = [words for _, words in told]
    if len(told) > NAMED:  # those with most reports
        named = [words for _, words in sorted(told, key=lambda one: -one[0])[:NAMED]]
        named.append(counted(len(told) - NAMED, "other"))
    values["answer"] = (
        f"{counted(values['n_findings'], 'finding')} and {counted(values['n_quotations'], 'quotation')} stand behind "
        f"{in_words(tops)} {kind}: {joined(named)}."
    )
    return values


def _caution(single: int, low_only: int, unnamed: int) -> str:
    """How many codes and excerpts rest on little, as sentences."""
    said = "No code rests on a single report, or on low-rated ones alone."
    if single or low_only:
        said = f"Codes that rest on a single report: {single:,}; on low-rated reports alone: {low_only:,}; the table marks both."
    return f"{said} {counted(unnamed, 'excerpt')} {_do(unnamed, 'name')} no report." if unnamed else said


def _contrary(relations: pd.DataFrame, excerpts: pd.DataFrame) -> str:
    """To how many of these findings another is contrary, as a sentence."""
    findings = excerpts.loc[excerpts["kind"] == "finding", "excerpt_id"]
    against = relations.loc[relations["relation"] == coding.CONTRARY, ["finding_id", "excerpt_id"]]
    n = int((findings.isin(against["finding_id"]) | findings.isin(against["excerpt_id"])).sum())
    if not n:
        return "No finding is charted as contrary to another."
    return f"Beside {n:,} of {counted(len(findings), 'finding')} stands another that is contrary to it."


def _coders(said: Mapping[str, object]) -> str:
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


def map_numbers(review: Review) -> dict[str, object]:
    """Chapter 07: what the map lays out."""
    people = characteristics.people(review.studies).set_index("who").loc["participants"]
    known = (
        f", with {people['people']:,} {review.package.get('participants_term', 'participants')} in {people['studies']:,} of "
        f"{counted(people['of'], 'study', 'studies')} that give a number"
        if pd.notna(people["people"])
        else ""
    )
    return {
        "n_interventions": len(review.interventions),
        "n_features": len(review.features),
        "answer": f"{counted(len(review.reports), 'report')} on {counted(len(review.interventions), 'intervention')} to lay out, "
        f"filter and follow{known}.",
    }


def claims_numbers(review: Review) -> dict[str, object]:
    """Chapter 08: how many printed numbers hold, differ, and cannot be checked."""
    from reviewbook.claims.verdicts import VERDICTS, evaluate  # loads DuckDB

    whole = review.full
    if not whole.has("claims"):
        return {
            "n_claims": 0,
            **{f"n_{v}": 0 for v in VERDICTS},
            "answer": "This review lists no printed numbers to check.",
        }
    verdicts = evaluate(whole.claims, {name: getattr(whole, name) for name in whole.tables})[
        "verdict"
    ].value_counts()
    values: dict[str, object] = {"n_claims": len(whole.claims)} | {
        f"n_{v}": int(verdicts.get(v, 0)) for v in VERDICTS
    }
    values["answer"] = (
        f"Of {counted(values['n_claims'], 'printed number')}, {values['n_holds']} {_do(values['n_holds'], 'hold')}, "
        f"{values['n_differs']} {_do(values['n_differs'], 'differ')} from the tables and {values['n_cannot_be_checked']} cannot "
        "be checked with what the source gives."
    )
    return values


def _do(count: int, verb: str) -> str:
    return verb + "s" if count == 1 else verb


def identity(review: Review) -> dict[str, object]:
    """What the index says of the review: title, questions, source, edition."""
    whole = review.full
    values: dict[str, object] = {"title": whole.title, "description": str(whole.package["description"])}
    values["source"] = str(whole.package["sources"][0].get("title", NONE))
    values["authors"] = joined(
        str(c["title"]) for c in whole.package["contributors"] if c.get("role", "author") == "author"
    )
    values["questions"] = " ".join(
        f"({at}) {question}" for at, question in enumerate(whole.package["questions"], 1)
    )
    if whole.has("editions"):
        last = whole.editions.iloc[-1]
        values |= {
            "edition": str(last["edition"]),
            "published": str(last["published"]),
            "edition_note": str(last["note"]),
        }
    else:
        values |= {"edition": NONE, "published": NONE, "edition_note": NONE}
    return values
