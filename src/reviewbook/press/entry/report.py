"""The page of a report: what it is, whom it counts, what it found and how good it is; in folds all details, its study, what rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reviewbook.appraisal.rating_words import out_of
from reviewbook.page.escape import address as web_address
from reviewbook.page.reference import entry_of, plain, reference
from reviewbook.page.words import counted
from reviewbook.press.entry import asked, glance, results
from reviewbook.press.entry.frame import Fact, report_rows, turning
from reviewbook.press.entry.grouping import TERMS, grouped
from reviewbook.press.entry.markup import Reporter, at, cell, flags, listed, points, status, to
from reviewbook.press.shell import template
from reviewbook.review.labels import label
from reviewbook.review.nothing import AS_CHARTED, NOT_APPLICABLE, is_given
from reviewbook.themes.drawing.ground_words import does
from reviewbook.themes.grounds import GROUNDS

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries
    from reviewbook.press.entry.frame import Frame

PRINTED = ("component", "tool", "rating", "rating" + AS_CHARTED, "unit", "locator")
NO_STUDY = "a study that is not named yet"
OWN = ("report_id", "locator")  # columns that the page shows elsewhere
ANSWER = ("tool", "criterion", "answer", "how")
JUDGEMENT = ("tool", "criterion", "appraiser", "answer", "comment", "locator")


def held(entries: Entries, key: str) -> dict[str, Any]:
    """What the page of a report holds, as plain data."""
    row = entries.reports[key]
    told, names = entries.told.get(key, []), entries.names
    others = dict.fromkeys(
        other["report_id"]
        for study, _ in told
        for other in entries.of_study[study["study_id"]]
        if other is not row
    )
    return {
        "key": key,
        "title": entries.labels[key],
        "work": plain(entries.bibliography[key]) if key in entries.bibliography else None,
        "row": row,
        "asked": asked.held(entries, _abouts(entries, key)),
        "studies": [_study(entries, key, study, link) for study, link in told],
        "interventions": [(about, names[about]) for about in entries.about.get(key, ()) if about in names],
        "rating": entries.rating(key),
        "dots": entries.dots(key),
        "glance": glance.held(entries, key),
        "flags": entries.flags_of_row("reports", key) | entries.flags("ratings", key, "rating"),
        "others": entries.report_rows(entries.reports[other] for other in others),
        "printed": [_of(one, PRINTED) | {"flags": _touching(entries, one)} for one in entries.printed[key]],
        "answers": [_of(one, ANSWER) for one in entries.answers[key]],
        "judgements": [_of(one, JUDGEMENT) for one in entries.judgements[key]],
        "results": [results.held(entries, one) for one in entries.results[key]],
        "excerpts": entries.told_by(entries.excerpts_of_report[key], of=key),
        "codes": codes_resting_on(entries, key),
        "values": [
            (
                one["intervention_id"],
                names[one["intervention_id"]],
                one["feature_id"],
                entries.asked[one["feature_id"]],
                one["value"],
                entries.flags_of_value(one),
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


def _abouts(entries: Entries, key: str) -> list[asked.About]:
    """What the page of a report tells of: the report, its studies, and what these are about."""
    studies = [study for study, _ in entries.told.get(key, ())]
    entities = [one for one in entries.about.get(key, ()) if one in entries.names]
    return [
        asked.About("report", key),
        *(asked.About("study", one["study_id"], one["label"] if len(studies) > 1 else "") for one in studies),
        # Of the one that the lead names all this is.
        *(asked.About("entity", one, entries.names[one] if len(entities) > 1 else "") for one in entities),
    ]


def _study(entries: Entries, key: str, study: dict[str, Any], link: Mapping[str, Any]) -> dict[str, Any]:
    """A study that a report tells of: its row, its intervention, whose sample the report shares there, and who shares its own."""
    about, shares = study["intervention_id"], link["sample_of"]
    sharing = [one["report_id"] for one in entries.sharing[key] if one["study_id"] == study["study_id"]]
    return {
        "row": study,
        "intervention": (about, entries.names[about]) if about in entries.names else None,
        "sample_of": (shares, entries.labels[shares]) if shares in entries.labels else shares,
        "sharing": [(other, entries.labels[other]) for other in sharing if other in entries.labels],
        "locator": link["locator"],
        "flags": entries.flags_of_row("studies", study["study_id"]),
    }


def _touching(entries: Entries, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The disagreements that touch a rating as printed."""
    key = " ".join(str(row[name]) for name in ("report_id", "tool", "component"))
    return entries.flags("ratings", key, "rating").get("rating", [])


def _of(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names}


def codes_resting_on(entries: Entries, key: str) -> list[tuple[str, str, int, str]]:
    """Themes and categories that this report stands behind: code, scheme, how many other reports are behind it, and what the report
    does for it in words (empty where no ground is charted)."""
    own: dict[str, int] = {}
    for excerpt in filter(entries.speaks, entries.excerpts_of_report[key]):
        for code in entries.codes_of_excerpt.get(excerpt, ()):
            for one in {code} | entries.above(code):
                own[one] = min(own.get(one, len(GROUNDS)), entries.ground[excerpt])
    return [
        (
            entries.path(code),
            entries.schemes[entries.codes[code]["scheme"]],
            len(entries.behind[code]) - 1,
            entries.nouns.told(does(GROUNDS[own[code]], 1)) if entries.charted else "",
        )
        for code in sorted(own, key=lambda code: entries.codes[code]["order"])
    ]


def page(frame: Frame, held: Mapping[str, Any]) -> str:
    """The page of a report, as HTML."""
    row, title, address = held["row"], held["title"], f"reports/{held['key']}.html"
    error = frame.reporter(address)
    several = len(held["interventions"]) > 1  # else the lead has said of which one all this is
    first, quiet = glance.shown(held["glance"])
    shares = held["glance"]["shares"]
    bare, marks = _rating(held)
    silent = frame.silent("reports", row, without=OWN, flagged=held["flags"])
    return template("report.html").render(
        frame.around,
        title=title,
        about=f"{title}: what the review holds on this report.",
        key=held["key"],
        lead=_lead(frame, held),
        glance=first,
        quiet=[*([glance.sharing(shares)] if shares else []), *quiet],
        full=_full_text(row, held["work"]),
        asked=asked.shown(held["asked"], silent, error),
        reference=reference(entry_of(held["work"])) if held["work"] else None,
        citation=frame.citation(title, address),
        facts=frame.facts("reports", row, without=OWN, flagged=held["flags"], error=error),
        locator=at(row["locator"]),
        studies=[_told(frame, study, error) for study in held["studies"]],
        others=report_rows(held["others"], frame.columns),
        rating=bare + marks,
        bare=bare,
        marks=marks,
        printed=[_printed(frame, one, held["key"], error) for one in held["printed"]],
        blocks=_blocks(frame, held, error),
        results=[results.shown(one, error) for one in held["results"]],
        codes=[
            (path, scheme, *([told] if told else []), escape(counted(n, "other report")) if n else status("alone"))
            for path, scheme, n, told in held["codes"]
        ],
        values=[
            (
                to("interventions", about, feature, f"feature-{anchor}"),
                name if several else "",
                status(value) + flags(touched),
                cell(evidence),
                at(locator),
                error("feature_values", f"{about} {anchor}", "value", value or ""),
            )
            for about, name, anchor, feature, value, touched, evidence, locator in held["values"]
        ],
        statements=[
            (
                to("interventions", about, f"{item}. {asks}", f"tidier-{item}"),
                name if several else "",
                status(told),
                cell(text),
                contradiction,
                at(locator),
                error("tidier", f"{about} {item}", "completeness", told or ""),
            )
            for about, name, item, asks, told, text, contradiction, locator in held["statements"]
        ],
        turn=turning("reports", held["turn"]),
        kind="reports",
        bottom=frame.bottom(address),
        hint=frame.hint(),
        **frame.excerpts(held["excerpts"], error),
    )  # fmt: skip


def _rating(held: Mapping[str, Any]) -> tuple[Markup, Markup]:
    """A report's rating, and what the source disagrees on: within a sentence, marks stand behind its full stop.

    The rating is its points as dots, and in words.
    """
    return points(held["dots"]) + cell(held["rating"]), flags(held["flags"].get("rating", ()))


def _lead(frame: Frame, held: Mapping[str, Any]) -> Markup:
    """What a report is, where and when, whom it counts and how good it is; behind each sentence what the source disagrees on."""
    row = held["row"]
    studies = listed(escape(study["row"]["label"]) for study in held["studies"]) or NO_STUDY
    interventions = listed(to("interventions", *one) for one in held["interventions"])
    design = label(row["design"]) + " report" if is_given(row["design"]) else "Report"
    joins = "on" if interventions or frame.has["interventions"] else "of"
    place, people = glance.told(held["glance"])
    lead = Markup("{} {} {}{}.").format(
        design, joins, interventions or studies, f" ({place})" if place else ""
    )
    touched = [*held["flags"].get("design", ()), *glance.disputed(held["glance"], "country", "date")]
    lead += flags(touched)
    if people:
        lead += f" It counts {people}." + flags(glance.disputed(held["glance"], "people"))
    if held["dots"]:
        lead += f" It is rated {held['rating']}."
    elif frame.has["rating"]:
        lead += Markup(" Rating: {}.").format(cell(held["rating"]))
    return lead + flags(held["flags"].get("rating", ()))


def _full_text(row: Mapping[str, Any], work: Mapping[str, Any] | None) -> str:
    """Where the report can be read: its DOI, or the address that the bibliography gives; "" where neither is known."""
    if is_given(row["doi"]) and row["doi"].startswith("10."):
        return web_address(f"doi:{row['doi']}")
    fields = dict(work["fields"]) if work else {}
    return web_address(f"doi:{fields['doi']}") if fields.get("doi") else web_address(fields.get("url", ""))


def _told(frame: Frame, held: Mapping[str, Any], error: Reporter) -> dict[str, Any]:
    """A study that a report tells of, as the template has it."""
    row, shares = held["row"], held["sample_of"]
    facts = frame.facts(
        "studies",
        row,
        without=("study_id", "intervention_id", "label", "locator"),
        flagged=held["flags"],
        error=error,
    )
    places = [row["locator"], held["locator"]]
    if shares != NOT_APPLICABLE:
        sample = cell(shares) if shares is None or isinstance(shares, str) else to("reports", *shares)
        facts += [Fact("Where it says so", at(row["locator"])), Fact(TERMS["sample_of"], sample)]
        places = [held["locator"]]
    given = list(dict.fromkeys(place for place in places if is_given(place)))
    return {
        "label": row["label"],
        "intervention": to("interventions", *held["intervention"]) if held["intervention"] else None,
        "sharing": listed(to("reports", *other) for other in held["sharing"]),
        "facts": facts,
        "locator": at("; ".join(given) if given else places[0]),
    }


def _printed(
    frame: Frame, row: Mapping[str, Any], key: str, error: Reporter
) -> tuple[str, str, Markup, Markup, Markup, str]:
    """A rating as printed: of what, the tool, the rating, where, what the source disagrees on, and where an error is reported."""
    value = (
        cell(row["rating" + AS_CHARTED])
        if row["rating"] is None
        else escape(out_of(row["rating"], row["unit"]))
    )
    told = error("ratings", f"{key} {row['tool']} {row['component']}", "rating", value.striptags())
    tool, where, marks = frame.tools[row["tool"]]["short"], at(row["locator"]), flags(row["flags"])
    return label(row["component"]), tool, value, where, marks, told


def _blocks(frame: Frame, held: Mapping[str, Any], error: Reporter) -> list[dict[str, Any]]:
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
                         said["comment"] not in (None, NOT_APPLICABLE), at(said["locator"]))
                        for said in given[criterion]
                        if said["tool"] == name
                    ],
                    error("appraisals", f"{held['key']} {name} {criterion}", "answer", ""),
                )
                for criterion, text in criteria.items()
            ]  # fmt: skip
            found.append({"title": f"{title} ({tool['short']})", "rows": rows})
    return found


def _answer(text: str, css: str) -> Markup:
    """An answer as sign and the tool's own word, in the class of what it means."""
    return Markup('<span class="{}">{}</span>').format(css, text)
