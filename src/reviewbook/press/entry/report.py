"""The page of a report: its facts, its study, its rating and answers, its excerpts, and what in the review rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reviewbook.appraisal.rating_words import out_of
from reviewbook.page.reference import entry_of, plain, reference
from reviewbook.page.words import counted
from reviewbook.press.entry.frame import report_rows, turning
from reviewbook.press.entry.grouping import grouped
from reviewbook.press.entry.markup import cell, flags, listed, status, template, to
from reviewbook.review.labels import label
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, NOT_REPORTED

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries
    from reviewbook.press.entry.frame import Frame

PRINTED = ("component", "tool", "rating", "rating" + AS_CHARTED, "unit", "locator")
ANSWER = ("tool", "criterion", "answer", "how")
JUDGEMENT = ("tool", "criterion", "appraiser", "answer", "comment", "locator")


def held(entries: Entries, key: str) -> dict[str, Any]:
    """What the page of a report holds, as plain data."""
    row = entries.reports[key]
    study = entries.studies[row["study_id"]]
    about, shares = study["intervention_id"], row["sample_of"]
    names = entries.names
    return {
        "key": key,
        "title": entries.labels[key],
        "work": plain(entries.bibliography[key]) if key in entries.bibliography else None,
        "row": row,
        "labels": {shares: entries.labels[shares]} if shares in entries.labels else {},
        "study": study,
        "intervention": [about, names[about]] if about in names else None,
        "rating": entries.rating(key),
        "flags": entries.flags_of_row("reports", key) | entries.flags("ratings", key, "rating"),
        "study_flags": entries.flags_of_row("studies", row["study_id"]),
        "others": entries.report_rows(
            other for other in entries.of_study[row["study_id"]] if other is not row
        ),
        "sharing": [
            (other["report_id"], entries.labels[other["report_id"]]) for other in entries.sharing[key]
        ],
        "printed": [_of(one, PRINTED) for one in entries.printed[key]],
        "answers": [_of(one, ANSWER) for one in entries.answers[key]],
        "judgements": [_of(one, JUDGEMENT) for one in entries.judgements[key]],
        "excerpts": entries.excerpts_by_code(entries.excerpts_of_report[key], of=key),
        "codes": codes_resting_on(entries, key),
        "values": [
            (
                one["intervention_id"],
                names[one["intervention_id"]],
                one["feature_id"],
                entries.asked[one["feature_id"]],
                one["value"],
                one["evidence"],
                one["locator"],
            )
            for one in entries.values_from[key]
        ],
        "statements": [
            (
                about,
                names[about],
                item.item,
                item.label,
                said.completeness,
                said.text,
                said.contradiction,
                said.locator,
            )
            for about, item, said in entries.statements_from[key]
        ],
        "turn": entries.turn("reports", key),
    }


def _of(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def codes_resting_on(entries: Entries, key: str) -> list[tuple[str, str, int]]:
    """Themes and categories that this report stands behind: code, scheme, how many other reports are behind it."""
    own: set[str] = set()
    for excerpt in entries.excerpts_of_report[key]:
        for code in entries.codes_of_excerpt.get(excerpt, ()):
            own |= {code} | entries.above(code)
    return [
        (entries.path(code), label(entries.codes[code]["scheme"]), len(entries.behind[code]) - 1)
        for code in sorted(own, key=lambda code: entries.codes[code]["order"])
    ]


def page(frame: Frame, held: Mapping[str, Any]) -> str:
    """The page of a report, as HTML."""
    row, study, title = held["row"], held["study"], held["title"]
    intervention = to("interventions", *held["intervention"]) if held["intervention"] else None
    design = label(row["design"]) + " report" if row["design"] not in (None, NOT_REPORTED) else "Report"
    rating = cell(held["rating"])
    return template("report.html").render(
        frame.around,
        title=title,
        about=f"{title}: what the review holds on this report.",
        key=held["key"],
        lead=Markup("{} on {}; rating {}; {}.").format(
            design, intervention or study["label"], rating, counted(held["excerpts"]["of"], "excerpt")
        ),
        reference=reference(entry_of(held["work"])) if held["work"] else None,
        facts=frame.facts(
            "reports",
            row,
            without=("report_id", "study_id", "locator"),
            flagged=held["flags"],
            labels=held["labels"],
        ),
        locator=cell(row["locator"]),
        study=study["label"],
        study_facts=frame.facts(
            "studies",
            study,
            without=("study_id", "intervention_id", "label", "locator"),
            flagged=held["study_flags"],
        ),
        study_locator=cell(study["locator"]),
        intervention=intervention,
        others=report_rows(held["others"]),
        sharing=listed(to("reports", *other) for other in held["sharing"]),
        rating=rating + flags(held["flags"].get("rating", ())),
        printed=[_printed(frame, one) for one in held["printed"]],
        blocks=_blocks(frame, held),
        codes=[
            (path, scheme, escape(counted(n, "other report")) if n else status("alone"))
            for path, scheme, n in held["codes"]
        ],
        values=[
            (
                to("interventions", about, feature, f"feature-{anchor}"),
                name,
                status(value),
                cell(evidence),
                cell(locator),
            )
            for about, name, anchor, feature, value, evidence, locator in held["values"]
        ],
        statements=[
            (
                to("interventions", about, f"{item}. {asks}", f"tidier-{item}"),
                name,
                status(told),
                cell(text),
                contradiction,
                cell(locator),
            )
            for about, name, item, asks, told, text, contradiction, locator in held["statements"]
        ],
        turn=turning("reports", held["turn"]),
        kind="reports",
        **frame.excerpts(held["excerpts"]),
    )  # fmt: skip


def _printed(frame: Frame, row: Mapping[str, Any]) -> tuple[str, str, Markup, Markup]:
    """A rating as printed: of what, the tool, the rating, where."""
    value = (
        cell(row["rating" + AS_CHARTED])
        if row["rating"] is None
        else escape(out_of(row["rating"], row["unit"]))
    )
    return label(row["component"]), frame.tools[row["tool"]]["short"], value, cell(row["locator"])


def _blocks(frame: Frame, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The answers to each block of criteria, in the tool's order, with what each appraiser said."""
    given = grouped(held["judgements"], "criterion")
    found = []
    for name in dict.fromkeys(row["tool"] for row in held["answers"]):
        tool = frame.tools[name]
        answers = {row["criterion"]: row for row in held["answers"] if row["tool"] == name}
        for title, criteria in tool["blocks"]:
            if not any(criterion in answers for criterion in criteria):
                continue
            rows = [
                (
                    f"{criterion} {text}",
                    _answer(*tool["signs"][answers[criterion]["answer"]]) if criterion in answers else status(""),
                    answers[criterion]["how"] if criterion in answers else "",
                    [
                        (said["appraiser"], tool["words"][said["answer"]], cell(said["comment"]),
                         said["comment"] not in (None, NOT_APPLICABLE), cell(said["locator"]))
                        for said in given[criterion]
                        if said["tool"] == name
                    ],
                )
                for criterion, text in criteria.items()
            ]  # fmt: skip
            found.append({"title": f"{title} ({tool['short']})", "rows": rows})
    return found


def _answer(text: str, css: str) -> Markup:
    """An answer as sign and the tool's own word, in the class of what it means."""
    return Markup('<span class="{}">{}</span>').format(css, text)
