"""The page of a report: its facts, its study, its rating and answers, its excerpts, and what in the review rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reviewbook.appraisal import answering
from reviewbook.appraisal.drawing.signs import answer
from reviewbook.appraisal.rating_words import out_of
from reviewbook.page.reference import reference
from reviewbook.page.words import counted
from reviewbook.press.entry.grouping import grouped
from reviewbook.press.entry.markup import cell, listed, status, template, to
from reviewbook.review.labels import label
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, NOT_REPORTED

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries


def page(entries: Entries, key: str) -> str:
    """The page of a report, as HTML."""
    row = entries.reports[key]
    study = entries.studies[row["study_id"]]
    intervention = entries.interventions.get(study["intervention_id"])
    schemes, shown, of = entries.excerpts_by_code(entries.excerpts_of_report[key], of=key)
    design = label(row["design"]) + " report" if row["design"] not in (None, NOT_REPORTED) else "Report"
    lead = Markup("{} on {}; rating {}; {}.").format(
        design,
        to("interventions", intervention["intervention_id"], intervention["name"])
        if intervention
        else study["label"],
        entries.rating(key),
        counted(of, "excerpt"),
    )
    features = {feature["feature_id"]: feature["label"] for feature in entries.features}
    title = entries.labels[key]
    others = [other for other in entries.of_study[row["study_id"]] if other is not row]
    sharing = [
        to("reports", other["report_id"], entries.labels[other["report_id"]])
        for other in entries.sharing[key]
    ]
    return template("report.html").render(
        entries.frame,
        title=title,
        about=f"{title}: what the review holds on this report.",
        key=key,
        lead=lead,
        reference=reference(entries.bibliography[key]) if key in entries.bibliography else None,
        facts=entries.facts("reports", row, without=("report_id", "study_id", "locator")),
        locator=cell(row["locator"]),
        study=study["label"],
        study_facts=entries.facts("studies", study, without=("study_id", "intervention_id", "label", "locator")),
        study_locator=cell(study["locator"]),
        intervention=to("interventions", intervention["intervention_id"], intervention["name"])
        if intervention
        else None,
        others=entries.report_rows(others),
        sharing=listed(sharing),
        rating=entries.rating(key),
        printed=_printed(entries, key),
        blocks=_blocks(entries, key),
        schemes=schemes,
        shown=shown,
        of=of,
        codes=codes_resting_on(entries, key),
        values=[
            (
                to("interventions", value["intervention_id"], features[value["feature_id"]],
                   f"feature-{value['feature_id']}"),
                entries.interventions[value["intervention_id"]]["name"],
                status(value["value"]),
                cell(value["evidence"]),
                cell(value["locator"]),
            )
            for value in entries.values_from[key]
        ],
        statements=[
            (
                to("interventions", about, f"{item.item}. {item.label}", f"tidier-{item.item}"),
                entries.interventions[about]["name"],
                status(said.completeness),
                cell(said.text),
                said.contradiction,
                cell(said.locator),
            )
            for about, item, said in entries.statements_from[key]
        ],
        turn=entries.turn("reports", key),
        kind="reports",
    )  # fmt: skip


def _printed(entries: Entries, key: str) -> list[tuple[str, str, Markup, Markup]]:
    """Ratings as printed: of what, the rating, the tool, where."""
    found = []
    for row in entries.printed[key]:
        value = (
            cell(row["rating" + AS_CHARTED])
            if row["rating"] is None
            else escape(out_of(row["rating"], row["unit"]))
        )
        found.append(
            (label(row["component"]), entries.tools[row["tool"]]["short"], value, cell(row["locator"]))
        )
    return found


def _blocks(entries: Entries, key: str) -> list[dict[str, Any]]:
    """The answers to each block of criteria, in the tool's order, with what each appraiser said."""
    given = grouped(entries.judgements[key], "criterion")
    found = []
    for name in dict.fromkeys(row["tool"] for row in entries.answers[key]):
        tool = entries.tools[name]
        answers = {row["criterion"]: row for row in entries.answers[key] if row["tool"] == name}
        for category, criteria in answering.criteria(tool).items():
            asked = any(criterion in answers for criterion in criteria)
            if not asked:
                continue
            title = tool["categories"].get(category, {"title": "Screening questions"})["title"]
            rows = [
                (
                    f"{criterion} {text}",
                    _answer(tool, answers[criterion]["answer"]) if criterion in answers else status(""),
                    answers[criterion]["how"] if criterion in answers else "",
                    [
                        (said["appraiser"], tool["answers"][said["answer"]]["label"], cell(said["comment"]),
                         said["comment"] not in (None, NOT_APPLICABLE), cell(said["locator"]))
                        for said in given[criterion]
                        if said["tool"] == name
                    ],
                )
                for criterion, text in criteria.items()
            ]  # fmt: skip
            found.append({"title": f"{title} ({tool['short']})", "rows": rows})
    return found


def _answer(tool: Mapping[str, Any], word: str) -> Markup:
    """An answer as sign and the tool's own word, in the class of what it means."""
    text, css = answer(tool, word)
    return Markup('<span class="{}">{}</span>').format(css, text)


def codes_resting_on(entries: Entries, key: str) -> list[tuple[str, str, Markup]]:
    """Themes and categories that this report stands behind: code, scheme, what else is behind it ("alone": nothing)."""
    own: set[str] = set()
    for excerpt in entries.excerpts_of_report[key]:
        for code in entries.codes_of_excerpt.get(excerpt, ()):
            own |= {code} | entries.above(code)
    found = []
    for code in sorted(own, key=lambda code: entries.codes[code]["order"]):
        reports = len(entries.behind[code])
        alone = status("alone") if reports == 1 else escape(f"{counted(reports - 1, 'other report')}")
        found.append((entries.path(code), label(entries.codes[code]["scheme"]), alone))
    return found
