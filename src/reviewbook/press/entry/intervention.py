"""The page of an intervention: its facts, studies, reports, features, TIDieR sheet and excerpts; and its evidence as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reviewbook.interventions import tidier
from reviewbook.page.links import address
from reviewbook.page.scripts import script
from reviewbook.page.words import counted, number
from reviewbook.press.entry.markup import cell, charted, status, template, to
from reviewbook.review.nothing import NOT_REPORTED

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries

# Columns of a study that have a place of their own in its row.
STUDY = ("study_id", "intervention_id", "label", "country", "participants_n", "workers_n", "locator")


def page(entries: Entries, key: str, *, most: int) -> str:
    """The page of an intervention, as HTML, with so many studies and reports at most."""
    row = entries.interventions[key]
    studies = entries.of_intervention[key]
    reports = [report for study in studies for report in entries.of_study[study["study_id"]]]
    groups, held, said = _feature_groups(entries, key)
    schemes, shown, of = entries.excerpts_by_code(
        e for report in reports for e in entries.excerpts_of_report[report["report_id"]]
    )
    sheet = _sheet(entries, key)
    told = [item.completeness for item in entries.sheets.get(key, [])]
    lead = [f"{counted(len(studies), 'study', 'studies')} with {counted(len(reports), 'report')}."]
    if entries.features:
        asked = len(entries.features)
        lead.append(
            f"It has {held} of the {counted(said, 'feature')} on which the sources say yes or no; {asked} were looked for."
        )
    if told:
        lead.append(_told(told))
    return template("intervention.html").render(
        entries.frame,
        title=row["name"],
        about=f"{row['name']}: what the review holds on this intervention.",
        key=key,
        lead=" ".join(lead),
        facts=entries.facts("interventions", row, without=("intervention_id", "name", "locator")),
        locator=cell(row["locator"]),
        people=[_people(entries, studies, kind) for kind in ("participants", "workers")],
        own=[term for field, term, _ in entries.fields["studies"] if field["name"] not in STUDY],
        studies=[
            (
                escape(study["label"]),
                entries.value(study, {"name": "country", "type": "string"}),
                charted(study, "participants_n"),
                charted(study, "workers_n"),
                *(entries.value(study, field) for field, _, _ in entries.fields["studies"] if field["name"] not in STUDY),
                cell(study["locator"]),
            )
            for study in studies[:most]
        ],
        n_studies=len(studies),
        reports=entries.report_rows(reports[:most]),
        n_reports=len(reports),
        groups=groups,
        held=held,
        said=said,
        sheet=sheet,
        told=_told(told),
        schemes=schemes,
        shown=shown,
        of=of,
        turn=entries.turn("interventions", key),
        kind="interventions",
    )  # fmt: skip


def _people(entries: Entries, studies: Sequence[Mapping[str, Any]], kind: str) -> Markup:
    """People over the studies, each once: "419 service users in 8 of 10 studies"."""
    known = [study[f"{kind}_n"] for study in studies if study[f"{kind}_n"] is not None]
    if not known:
        return Markup("{}: {}").format(entries.terms[kind].capitalize(), status(NOT_REPORTED))
    return escape(
        f"{number(sum(known))} {entries.terms[kind]} in {len(known)} of {counted(len(studies), 'study', 'studies')}"
    )


def _feature_groups(entries: Entries, key: str) -> tuple[list[dict[str, Any]], int, int]:
    """Features by group; how many are held, and on how many the sources say yes or no."""
    groups: dict[str, list[dict[str, Any]]] = {}
    held = said = 0
    for feature in entries.features:
        value = entries.values.get((key, feature["feature_id"]))
        word = value["value"] if value else ""
        held += word == "yes"
        said += word in ("yes", "no")
        groups.setdefault(feature["group"], []).append(
            {
                "id": feature["feature_id"],
                "label": feature["label"],
                "about": feature["description"] or "",
                "value": status(word),
                "evidence": cell(value["evidence"]) if value and word != NOT_REPORTED else None,
                "source": _source(entries, value) if value else None,
            }
        )
    return [{"label": name, "features": own} for name, own in groups.items()], held, said


def _source(entries: Entries, row: Mapping[str, Any]) -> Markup:
    """Where a value was read: its report, where one is named, and the place."""
    report = row["report_id"]
    place = cell(row["locator"])
    if report not in entries.labels:
        return place
    return to("reports", report, entries.labels[report]) + "; " + place


def _sheet(entries: Entries, key: str) -> list[dict[str, Any]]:
    """The TIDieR sheet: every item with its statements, the review's own first; empty where nothing is charted."""
    return [
        {
            "item": item.item,
            "label": f"{item.item}. {item.label}",
            "completeness": status(item.completeness),
            "contradicted": item.contradicted,
            "statements": [
                {
                    "report": to("reports", said.report_id, entries.labels[said.report_id])
                    if said.report_id
                    else None,
                    "completeness": status(said.completeness),
                    "text": None if said.text == NOT_REPORTED else cell(said.text),
                    "contradiction": said.contradiction,
                    "locator": cell(said.locator),
                }
                for said in item.statements
            ],
        }
        for item in entries.sheets.get(key, [])
    ]


def _told(completeness: Sequence[str]) -> str:
    """How many TIDieR items are reported, partly and not: "7 of 12 items are reported, 3 partly, 2 not."."""
    count = completeness.count
    parts = [
        f"{count('reported')} of {len(completeness)} TIDieR items are reported, {count('partly')} partly, {count(NOT_REPORTED)} not"
    ]
    missing = count(tidier.NOT_CHARTED)
    return ", ".join([*parts, *([f"{missing} not charted yet"] if missing else [])]) + "."


def evidence(entries: Entries, key: str) -> bytes:
    """What each feature value of an intervention rests on, as the script that the feature matrix loads on demand."""

    def named(report: str) -> dict[str, str]:
        return {"label": entries.labels[report], "href": address("reports", report)}

    features = {}
    for feature in entries.features:
        value = entries.values.get((key, feature["feature_id"]))
        if value:
            features[feature["feature_id"]] = {
                "value": value["value"],
                "evidence": value["evidence"] or "",
                "locator": value["locator"],
                "report": named(value["report_id"]) if value["report_id"] in entries.labels else None,
            }
    reports = [
        r["report_id"] for study in entries.of_intervention[key] for r in entries.of_study[study["study_id"]]
    ]
    data = {
        "name": entries.interventions[key]["name"],
        "features": features,
        "reports": [named(report) for report in reports],
    }
    return script(f"interventions/{key}", data)
