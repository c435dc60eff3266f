"""The page of an intervention: what it is, its reports, what was found, what it has; details in folds; its evidence as a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape

from reviewbook.interventions import tidier
from reviewbook.interventions.feature_counts import VALUES
from reviewbook.page.links import address
from reviewbook.page.scripts import script
from reviewbook.page.words import NOT_YET, counted, do, joined, number, of_all, silence
from reviewbook.press.entry import asked, results
from reviewbook.press.entry.frame import Glance, report_rows, turning
from reviewbook.press.entry.markup import Reporter, at, cell, charted, flags, status, to
from reviewbook.press.shell import template
from reviewbook.review.nothing import AS_CHARTED, NOT_AVAILABLE, NOT_REPORTED, is_given
from reviewbook.review.nouns import capital

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries
    from reviewbook.press.entry.frame import Frame

# Of what is read first: so many answers, each of so few letters; without a form these columns.
MOST, SHORT = 4, 40
USUAL = ("delivery", "goal", "worker_role", "country")
WORDS = (NOT_REPORTED, NOT_AVAILABLE)  # what stands in place of evidence
# Columns of a study that have a place of their own in its row.
STUDY = ("study_id", "intervention_id", "label", "country", "participants_n", "workers_n", "locator")


def held(entries: Entries, key: str, *, most: int) -> dict[str, Any]:
    """What the page of an intervention holds, as plain data: so many studies and reports at most."""
    studies = entries.of_intervention[key]
    reports = [entries.reports[report] for report in entries.of.get(key, ())]
    people = {kind: [study[f"{kind}_n"] for study in studies] for kind in ("participants", "workers")}
    return {
        "key": key,
        "row": entries.interventions[key],
        "asked": asked.held(entries, [asked.About("entity", key)]),
        "people": {kind: [n for n in numbers if n is not None] for kind, numbers in people.items()},
        "unsaid": {
            kind: silence(pd.Series([study[f"{kind}_n{AS_CHARTED}"] for study in studies], dtype="string"))
            for kind in people
        },
        "flags": entries.flags_of_row("interventions", key),
        "studies": [
            study | {"flags": entries.flags_of_row("studies", study["study_id"])} for study in studies[:most]
        ],
        "n_studies": len(studies),
        "reports": entries.report_rows(reports[:most]),
        "named": [(report["report_id"], entries.labels[report["report_id"]]) for report in reports],
        "values": {
            feature: _value(entries, entries.values[key, feature])
            for feature in entries.asked
            if (key, feature) in entries.values
        },
        "sheet": [
            {
                "item": item.item,
                "label": item.label,
                "completeness": item.completeness,
                "contradicted": item.contradicted,
                "statements": [
                    said._asdict()
                    | {"report": said.report_id and (said.report_id, entries.labels[said.report_id])}
                    for said in item.statements
                ],
            }
            for item in entries.sheets.get(key, [])
        ],
        "results": [
            results.held(entries, one)
            | {"report": (report["report_id"], entries.labels[report["report_id"]])}
            for report in reports
            for one in entries.results[report["report_id"]]
        ][:most],
        "n_results": sum(len(entries.results[report["report_id"]]) for report in reports),
        "excerpts": entries.told_by(
            e for report in reports for e in entries.excerpts_of_report[report["report_id"]]
        ),
        "not_asked": [feature for feature in entries.asked if (key, feature) in entries.not_asked],
        "turn": entries.turn("interventions", key),
    }


def _value(entries: Entries, row: Mapping[str, Any]) -> dict[str, Any]:
    """A feature's value, and what it rests on."""
    told = {name: row[name] for name in ("value", "evidence", "locator")}
    return told | {"report": _named(entries, row["report_id"]), "flags": entries.flags_of_value(row)}


def _named(entries: Entries, report: str | None) -> tuple[str, str] | None:
    """A report with its label; None where none is named."""
    return (report, entries.labels[report]) if report and report in entries.labels else None


def page(frame: Frame, held: Mapping[str, Any]) -> str:
    """The page of an intervention, as HTML."""
    row, name, n_reports = held["row"], held["row"]["name"], len(held["named"])
    address = f"interventions/{held['key']}.html"
    error = frame.reporter(address)
    groups, words = _feature_groups(frame, held, error)
    told = [item["completeness"] for item in held["sheet"]]
    # The title says the name; where the source disagrees on it, that needs a line of its own.
    shown = ["kind"] if row["kind"] in frame.kinds and not held["flags"].get("kind") else []
    elsewhere = ("intervention_id", "locator", *shown, *([] if held["flags"].get("name") else ["name"]))
    kinds = [kind for kind in frame.terms if frame.has[kind]]
    by_form = frame.asked.get("studies", ())
    own = [
        (column, how, term)
        for column, how, term, _ in frame.fields["studies"]
        if column not in STUDY and column not in by_form
    ]
    return template("intervention.html").render(
        frame.around,
        title=name,
        about=f"{name}: what the review holds on this {frame.noun_of(row['kind'])[0]}.",
        called=frame.noun_of(row["kind"])[2],
        titled=f"{name} ({frame.noun_of(row['kind'])[0]})" if row["kind"] in frame.kinds else "",
        key=held["key"],
        lead=_lead(frame, held),
        glance=_glance(frame, held, words, told),
        citation=frame.citation(name, address),
        bottom=frame.bottom(address),
        hint=frame.hint(),
        facts=frame.facts("interventions", row, without=elsewhere, flagged=held["flags"], error=error),
        asked=asked.shown(
            held["asked"],
            frame.silent("interventions", row, without=elsewhere, flagged=held["flags"]),
            error,
        ),
        locator=at(row["locator"]),
        people=[_people(frame, held, kind) for kind in kinds],
        own=[*(capital(frame.terms[kind]) for kind in kinds), *(term for *_, term in own)],
        studies=[
            (
                escape(study["label"]),
                *(
                    value + flags(study["flags"].get(column, ()))
                    for column, value in (
                        ("country", cell(study["country"])),
                        *((f"{kind}_n", charted(study, f"{kind}_n")) for kind in kinds),
                        *((column, frame.value(study, column, how)) for column, how, _ in own),
                    )
                ),
                at(study["locator"]),
            )
            for study in held["studies"]
        ],
        n_studies=held["n_studies"],
        reports=report_rows(held["reports"], frame.columns),
        n_reports=n_reports,
        groups=groups,
        has_features=_by_value(groups),
        counts=_has(words) if words else "",
        asked_of_others=bool(frame.features),
        sheet=[_item(item, held["key"], error) for item in held["sheet"]],
        told=_told(told),
        results=[results.shown(one, error) for one in held["results"]],
        n_results=held["n_results"],
        turn=turning("interventions", held["turn"]),
        kind="interventions",
        **frame.excerpts(held["excerpts"], error),
    )  # fmt: skip


def _people(frame: Frame, held: Mapping[str, Any], kind: str) -> Markup:
    """People over the studies, each once: "419 service users in 8 of 10 studies", or of the one study "19 service users"; else
    why no study gives a number."""
    known = held["people"][kind]
    if not known:
        return escape(f"the number of {frame.terms[kind]} is {held['unsaid'][kind]}")
    within = f" in {len(known)} of {counted(held['n_studies'], 'study', 'studies')}"
    people = escape(f"{number(sum(known))} {frame.terms[kind]}{within if held['n_studies'] > 1 else ''}")
    touched = {one: topic for study in held["studies"] for one, topic in study["flags"].get(f"{kind}_n", ())}
    return people + flags(touched.items())


def _lead(frame: Frame, held: Mapping[str, Any]) -> str:
    """What it is, in the words of the review, and in how many studies and reports with how many people it stands."""
    described = held["row"]["description"]
    lead = [described if described.endswith(".") else f"{described}."] if is_given(described) else []
    if not held["n_studies"]:
        return " ".join([*lead, "No study of it is there yet."])
    counts = [counted(held["n_studies"], "study", "studies"), counted(len(held["named"]), "report")]
    people = []
    for kind, term in frame.terms.items():
        if frame.has[kind] and (known := held["people"][kind]):
            part = f" in {len(known)} of them" if len(known) < held["n_studies"] else ""
            people.append(f"{number(sum(known))} {term}{part}")
    return " ".join([*lead, f"{' with '.join(counts)}{f': {joined(people)}' if people else ''}."])


def _glance(frame: Frame, held: Mapping[str, Any], words: Sequence[str], told: Sequence[str]) -> list[Glance]:
    """What is read first: short answers of the form, or without one the usual columns; how much it has, how fully it is described."""
    row, flagged = held["row"], held["flags"]
    if held["asked"]:
        rows = [one for _, own in held["asked"]["groups"] for one in own if len(one["value"][1]) <= SHORT]
        found = [Glance(one["term"], asked.value(one), (), False) for one in rows[:MOST]]
    else:
        fields = [one for one in frame.fields["interventions"] if one[0] in USUAL and is_given(row[one[0]])]
        found = [
            Glance(term, frame.value(row, name, how) + flags(flagged.get(name, ())), (), False)
            for name, how, term, _ in fields
        ]
    if words:
        low, n = words.count("yes"), len(words)
        found.append(Glance("Features", escape(of_all(low, n - words.count("no"), n)), (), True))
    if told:
        full = of_all(told.count("reported"), told.count("reported"), len(told))
        found.append(Glance("TIDieR items fully described", escape(full), (), True))
    return found


def _by_value(groups: Sequence[Mapping[str, Any]]) -> list[tuple[Markup, int, list[Markup]]]:
    """The features by what is known of them: the sign, how many, and a link to each further down."""
    found: dict[str, list[Markup]] = {}
    for group in groups:
        for feature, label, _, word, *_ in group["features"]:
            found.setdefault(word, []).append(Markup('<a href="#feature-{}">{}</a>').format(feature, label))
    order = [word for word in (*VALUES, "") if word in found]
    return [(status(word), len(found[word]), found[word]) for word in order]


def _has(words: Sequence[str]) -> str:
    """How many features it has, as a range where cells are open, and why they are: "It has 12 to 25 of 30 features: ..."."""
    low, n = words.count("yes"), len(words)
    counts = [f"{words.count(word):,} {_plain(word)}" for word in (*VALUES, "") if word in words]
    return f"It has {of_all(low, n - words.count('no'), n)} features: {joined(counts)}."


def _feature_groups(
    frame: Frame, held: Mapping[str, Any], error: Reporter
) -> tuple[list[dict[str, Any]], list[str]]:
    """Features by group, and the word of each: whether it is held, or why that is open. Those that are not asked are left out."""
    groups: dict[str, list[tuple]] = {}
    words = []
    for feature, group, label, about in frame.features:
        if feature in held["not_asked"]:
            continue
        value = held["values"].get(feature)
        word = (value["value"] if value else "") or ""
        words.append(word)
        groups.setdefault(group, []).append(
            (
                feature,
                label,
                about,
                word,
                status(word) + flags(value["flags"] if value else ()),
                cell(value["evidence"]) if value and word not in WORDS else None,
                _source(value) if value else None,
                error("feature_values", f"{held['key']} {feature}", "value", word),
            )
        )
    return [{"label": name, "features": own, "n": len(own)} for name, own in groups.items()], words


def _source(value: Mapping[str, Any]) -> Markup:
    """Where a value was read: its report, where one is named, and the place."""
    place = at(value["locator"])
    return Markup("; ".join((to("reports", *value["report"]), place))) if value["report"] else place


def _item(item: Mapping[str, Any], key: str, error: Reporter) -> dict[str, Any]:
    """An item of the TIDieR sheet with its statements, the review's own first."""
    return {
        "item": item["item"],
        "label": f"{item['item']}. {item['label']}",
        "completeness": status(item["completeness"]),
        "contradicted": item["contradicted"],
        "error": error("tidier", f"{key} {item['item']}", "completeness", item["completeness"] or ""),
        "statements": [
            (
                to("reports", *said["report"]) if said["report"] else None,
                status(said["completeness"]),
                None if said["text"] in WORDS else cell(said["text"]),
                said["contradiction"],
                at(said["locator"]),
            )
            for said in item["statements"]
        ],
    }


def _told(completeness: Sequence[str]) -> str:
    """How many TIDieR items are reported, partly and not, and of how many nobody can say: "7 of 12 TIDieR items are reported, 3
    partly, 1 not, 1 not available"."""
    count = completeness.count
    full = count("reported")
    parts = [
        f"{full} of {len(completeness)} TIDieR items {do(full, 'are')} reported, {count('partly')} partly"
    ]
    if silent := count(NOT_REPORTED):
        parts.append(f"{silent} not")
    parts += [f"{count(word)} {_plain(word)}" for word in tidier.OPEN if count(word)]
    return ", ".join(parts) + "."


def _plain(word: str) -> str:
    return NOT_YET if word in ("", tidier.NOT_CHARTED) else word.replace("_", " ")


def evidence(frame: Frame, held: Mapping[str, Any]) -> bytes:
    """What each feature value of an intervention rests on, as the script that the feature matrix loads on demand."""

    def named(report: Sequence[str]) -> dict[str, str]:
        return {"label": report[1], "href": address("reports", report[0])}

    values = held["values"]
    data = {
        "name": held["row"]["name"],
        "features": {
            feature: {
                "value": values[feature]["value"],
                "evidence": values[feature]["evidence"] or "",
                "locator": values[feature]["locator"],
                "report": named(values[feature]["report"]) if values[feature]["report"] else None,
            }
            for feature, *_ in frame.features
            if feature in values
        },
        "reports": [named(report) for report in held["named"]],
    }
    return script(f"interventions/{held['key']}", data)
