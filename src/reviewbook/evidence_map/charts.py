"""Chapter 07: the evidence map, as tables that are whole without scripts, and the data from which evidence_map.js goes on."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from IPython.display import HTML

from reviewbook.appraisal import of_review
from reviewbook.appraisal.rating_words import by_report
from reviewbook.charting.coverage import reports_within
from reviewbook.evidence_map import axes as rules
from reviewbook.evidence_map import scopes
from reviewbook.evidence_map.axes import BANDS, MEASURES, UNSAID, Dimension
from reviewbook.interventions.of_review import not_asked
from reviewbook.page.escape import html as escape
from reviewbook.page.figure import framed
from reviewbook.page.finding import Span, leaders
from reviewbook.page.grid import left_out, uncharted
from reviewbook.page.links import address
from reviewbook.page.marks import Marks
from reviewbook.page.scripts import script
from reviewbook.page.words import counted
from reviewbook.review import bibliography, entities, schemes
from reviewbook.review.dictionary import declared_fields, schema
from reviewbook.review.labels import UNSAID as NOTHING_SAID
from reviewbook.review.labels import label, within
from reviewbook.review.model import Review, tables_of
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.nouns import MANY, ONE, PEOPLE, capital, people
from reviewbook.review.questions import KIND
from reviewbook.selection import withheld
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import linked
from reviewbook.themes import brought
from reviewbook.themes.of_review import speaking

MOST_ROWS = 200  # of the table of reports in the page itself
BAND_WORDS = {"high": "high rating", "middle": "middle rating", "low": "low rating", "none": "no rating"}
SHAPES = {  # of equal area
    "high": '<circle r="1"/>',
    "middle": '<path d="M-.886-.886H.886V.886H-.886Z"/>',
    "low": '<path d="M0-1.166L1.347 1.166H-1.347Z"/>',
    "none": '<path d="M0-1.253L1.253 0 0 1.253-1.253 0Z"/>',
}
SMALLEST, LARGEST = 3.0, 13.0  # radius of a bubble, in pixels
UNSAID_WORDS = NOTHING_SAID | {
    "not_coded": "under none",
    "none_held": "none of them",
    "none_told": "none of them told",
    "no_result": "no result given",
    "not_asked": "not asked",
}
LABELS = {"role": "Used with", "participants_diagnosis": "Diagnosis"}
KINDS = {
    "column": "Characteristics",
    "rating": "Characteristics",
    "features": "Groups of features",
    "feature": "Features",
    "scheme": "Themes and frameworks",
    "question": "Characteristics",
    "choices": "Characteristics",
    "results": "Themes and frameworks",
}
COLUMNS = ("year", "design", "country", "region", "intervention", "delivery", "role")
OUTCOMES = ("scheme.outcomes", "outcomes")  # what most readers look for
# The columns that a map begins with: groups of people or workers.
GROUPS = ("role", "population", "region", "design", *COLUMNS, "rating")


def _asked(found: Mapping[str, Dimension], *kinds: str) -> list[str]:
    """The questions of the form among dimensions."""
    return [key for key, one in found.items() if one.kind in kinds]


def _groups(found: Mapping[str, Dimension]) -> list[str]:
    """The columns that a map begins with, in order of choice: groups of people or workers, else what the form asks."""
    return [*GROUPS[:4], *_asked(found, "question", "choices"), *GROUPS[4:]]


def _subjects(found: Mapping[str, Dimension]) -> list[str]:
    """The rows that a map begins with, in order of choice: what reports are about."""
    schemes = _asked(found, "scheme")
    themes = sorted(schemes, key=lambda key: key not in ("scheme.themes", "below.themes"))
    return [*themes, "intervention", *_asked(found, "choices", "features"), "country", *_groups(found)]


class Laid(NamedTuple):
    """A review laid out: its dimensions by key, what each report leads to, and the ratings in bands."""

    dimensions: dict[str, Dimension]
    leads: pd.DataFrame  # one row (report, study)
    rated: pd.DataFrame  # `check.rated` with ``most``, the maximum of the tool
    banded: pd.Series


def laid(review: Review) -> Laid:
    """A review laid out by `reviewbook.evidence_map.axes`; low is what is rated below its ``min_rating`` (2 where that is 0)."""
    rated = of_review.rated(review) if review.has("ratings") or review.has("appraisals") else pd.DataFrame()
    if len(rated):
        most = {name: tool["scoring"]["maximum"] for name, tool in of_review.tools_of(review).items()}
        rated = rated.assign(most=rated["tool"].map(most).astype("Float64"))
        banded = rules.bands(rated["points"], rated["most"], min_rating=_min_rating(review))
    else:
        banded = pd.Series(dtype="string")
    declared = declared_fields(review.package)
    own = {table: _own(table, declared.get(table, [])) for table in rules.IDS}
    if not withheld.may_publish(review.package):
        own = {
            table: {name: title for name, title in titles.items() if not withheld.is_abstract(name)}
            for table, titles in own.items()
        }
    leads = rules.paths(linked(review), review.studies)
    tables = tables_of(review, "reports", "studies", "interventions", "report_studies")
    aside = scopes.asked_columns(review.questions)
    found = rules.dimensions(
        review.reports,
        review.studies,
        review.interventions,
        review.features,
        review.feature_values,
        review.codes,
        {scheme: speaking(review, scheme) for scheme in review.codes["scheme"].unique()},
        leads,
        banded=banded,
        own=own,
        not_asked=not_asked(review),
        aside=aside,
    )
    found = [scopes.of_features(one, not_asked(review), leads) for one in found]
    asked_of = (review.package.get("asked_of") or {}).get("results")
    asked = reports_within(asked_of, review.questions, tables) if asked_of else None
    found += scopes.of_results(review.results, review.reports["report_id"], asked)
    scoped = brought.asked(review.codes, review.questions, tables)
    found = [scopes.scoped_to(one, scoped) if one.kind == "scheme" else one for one in found]
    questions = scopes.of_questions(
        review.questions, review.choices, tables, taken=[one.key for one in found]
    )
    questions += scopes.of_groups(review.questions, tables, leads, taken=[one.key for one in found])
    named = {"intervention": review.nouns.titled}
    for scheme in (review.package.get("schemes") or {}).keys() & set(review.codes["scheme"]):
        called = schemes.within(review.package, scheme)
        named |= {f"scheme.{scheme}": called, f"below.{scheme}": f"{called}, in detail"}
    found = [replace(one, label=named.get(one.key, one.label)) for one in found]
    kinds = entities.titles(review.interventions, review.package)
    found = [replace(one, names=kinds) if one.key == KIND and one.kind == "column" else one for one in found]
    found = [*rules.with_none(questions, leads), *found]
    return Laid({dimension.key: dimension for dimension in found}, leads, rated, banded)


def _own(table: str, declared: list[dict]) -> dict[str, str]:
    """The author's own columns of a table that hold words or whole numbers, with their titles."""
    known = {f["name"] for f in schema(table)["fields"]}
    fields = [f for f in declared if f["name"] not in known and f.get("type", "string") != "number"]
    return {f["name"]: f.get("title", label(f["name"])) for f in fields}


def _min_rating(review: Review) -> int:
    return review.min_rating or of_review.MIN_RATING


def evidence_map(
    review: Review,
    *,
    x: str | None = None,
    y: str | None = None,
    measure: str = "reports",
    name: str = "fig-evidence-map",
) -> HTML:
    """The evidence map of a review: two dimensions against each other, the gaps, and the table of reports.

    Once a page: its parts are called ``name``, "tbl-explorer" and, for the address of a view, "map". With scripts, readers
    choose what is shown; what stands here is there without.

    Parameters
    ----------
    x, y : keys of dimensions (`evidence_map.Dimension`) for columns and rows; left out: groups of workers or people, by outcomes,
        themes or what else tells the reports apart (`rules.opening`).
    measure : "reports", "studies", "interventions" or "participants" (the people of each study once).
    """
    if line := left_out(review, "reports"):
        return HTML(
            f'<div id="{escape(name)}"><p class="rb-nothing" id="tbl-explorer">{escape(line.replace("`", ""))}</p></div>'
        )
    if measure not in MEASURES:
        raise ValueError(f"measure: {measure!r}, expected one of {', '.join(MEASURES)}")
    found = laid(review)
    axes = [one for one in found.dimensions.values() if one.axis]
    if len(axes) < 2 and x is None and y is None:
        by = f"by {within(title(axes[0]))} alone" if axes else "by nothing yet"
        line = f"A map lays reports out by two things that are charted of them; here that can be done {by}. All reports are listed."
        return HTML(
            f'<div id="{escape(name)}"><p class="rb-nothing">{escape(line)}</p>\n{_reports(review, found)}</div>'
        )
    columns = _dimension(found, x, (_groups(found.dimensions), 2))
    subjects = [key for key in _subjects(found.dimensions) if key != columns.key]
    rows = _dimension(found, y, (OUTCOMES, 2), (subjects, rules.LEAST_VALUES), (subjects, 2))
    root = {
        "data-source": f"data/{review.name}/explorer.js",
        **_part(review),
        "data-min-rating": str(_min_rating(review)),
        "data-x": columns.key,
        "data-y": rows.key,
        "data-measure": measure,
    }
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in root.items())
    every = rules.totals(found.leads)
    shown = status(every, every, noun=review.nouns.pair, peopled="participants" in people(review))
    inner = (
        f'<div class="rb-map" id="map"{attributes}>\n'
        f'<div class="rb-map-figure" id="{escape(name)}">\n'
        f"{_key(found, review)}\n{_map(found, columns, rows, measure, called=measures(review).get(measure, measure))}</div>\n"
        f'<p class="rb-count">{escape(shown)}</p>\n'
        f"{_reports(review, found)}{_disagreements(review, found)}</div>"
    )
    tables = [table for table in ("reports", "studies", "interventions") if review.has(table)]
    return HTML(
        framed(
            review,
            inner,
            name="map",
            finding=finding(found, columns, rows, len(review.reports)),
            unit=f"As the map opens: {title(columns)} (columns) by {title(rows)} (rows); a report may stand in several squares",
            tables=tables,
            csv="reports",
            table=True,
        )
    )


def finding(found: Laid, columns: Dimension, rows: Dimension, n: int) -> str:
    """Where most reports meet, and where none is, of two dimensions."""
    table = rules.cells(columns, rows, leads=found.leads, banded=found.banded)
    table = table[~table["x"].isin(UNSAID) & ~table["y"].isin(UNSAID)]
    spans = [
        Span(f"“{word(rows, cell.y)}” with “{word(columns, cell.x)}”", total, total)
        for cell in table.itertuples()
        for total in [sum(int(getattr(cell, f"reports_{band}")) for band in BANDS)]
    ]
    first, most = leaders(spans), max((one.low for one in spans), default=0)
    if len(first) == 1:
        return f"Most reports: {first[0]} ({most:,} of {n:,})"
    return f"{len(spans):,} combinations with a report, at most {most:,} of {n:,} in one"


def _part(review: Review) -> dict[str, str]:
    """Which reports of the review a page of a subset is about, for evidence_map.js."""
    return {} if review.whole is None else {"data-reports": " ".join(review.reports["report_id"])}


LAID = {  # what the map and its table show of each table
    "reports": ("year", "design", "country", "population", "role", "participants_n", "workers_n"),
    "studies": ("country", "participants_n"),
    "interventions": ("name", "region", "delivery"),
}


def _disagreements(review: Review, found: Laid) -> str:
    """A line on what is laid out and stands otherwise in another place of the source; empty where nothing does."""
    marks = Marks(review)
    touched = [
        marks.by(table, getattr(review, table)[rules.IDS[table]], *fields) for table, fields in LAID.items()
    ]
    return marks.beneath(*touched, marks.by("ratings", found.leads["report_id"], "rating"))


def _dimension(found: Laid, asked: str | None, *choices: tuple[Sequence[str], int]) -> Dimension:
    """The dimension asked for, else the first of the choices (keys, and how many values they must have) that says something."""
    if asked is None:
        opened = (rules.opening(found.dimensions, found.leads, first=keys, least=n) for keys, n in choices)
        asked = next(filter(None, opened), next(key for key, one in found.dimensions.items() if one.axis))
    axes = [key for key, one in found.dimensions.items() if one.axis]
    if asked not in axes:
        raise ValueError(f"no dimension {asked!r}, expected one of {', '.join(axes)}")
    return found.dimensions[asked]


def title(dimension: Dimension) -> str:
    """A dimension as readers see it."""
    if dimension.kind in ("column", "rating", "scheme", "results") and dimension.key != "intervention":
        return LABELS.get(dimension.key, label(dimension.label))
    return dimension.label


def word(dimension: Dimension, value: str) -> str:
    """A value of a dimension as readers see it."""
    if value in dimension.names:
        return dimension.names[value]
    if dimension.kind == "rating":
        return BAND_WORDS[value].capitalize()
    return UNSAID_WORDS.get(value) or label(value)


def measures(review: Review) -> dict[str, str]:
    """What the map can count, with the review's words: of what it has none of, nothing is offered."""
    called = {"reports": "reports", "studies": "studies", "interventions": review.nouns.many} | people(review)
    there = {"interventions": len(review.interventions), "participants": "participants" in called}
    return {key: called[key] for key in MEASURES if there.get(key, True)}


def status(
    now: Mapping[str, Any],
    of: Mapping[str, Any],
    *,
    noun: tuple[str, str] = (ONE, MANY),
    peopled: bool = True,
) -> str:
    """What is shown, in one line: "12 of 15 reports, 9 of 11 interventions, 419 people in 8 of 10 studies".

    ``noun`` is what one intervention and several are called; ``peopled`` whether the review charts people.
    ``now`` and ``of`` are from `evidence_map.totals`; the studies are those of ``now``, and those that give a number.
    """
    studies_ = counted(now["studies"], "study", "studies")
    told = (
        f"{counted(now['participants'], 'person', 'people')} in {now['known']:,} of {studies_}"
        if now["known"]
        else f"number of people not known in {studies_}"
    )
    about = f"{now['interventions']:,} of {counted(of['interventions'], *noun)}, "
    return (
        f"{now['reports']:,} of {counted(of['reports'], 'report')}, {about if of['interventions'] else ''}"
        f"{told if peopled else studies_}"
    )


# --- the map


def _mark(band: str, n: float, scale: float, name: str = "") -> str:
    """A bubble whose area says a number, of the shape of its band; hidden from screen readers where it has no name."""
    radius = max(SMALLEST, LARGEST * math.sqrt(n / scale)) if scale else SMALLEST
    size = (
        f"{math.floor(29 * radius + 0.5) / 10:.1f}"  # JavaScript rounds so; the shapes reach 1.45 radii far
    )
    named = f'role="img" aria-label="{name}"' if name else 'aria-hidden="true"'
    return (
        f'<svg class="rb-band-{band}" {named} width="{size}" height="{size}" viewBox="-1.45 -1.45 2.9 2.9">'
        f"{SHAPES[band]}</svg>"
    )


def _cell(cell: Any, measure: str, scale: float) -> str:
    """A cell with reports: for each band its bubble and number, and how many studies give a number where not all do."""
    unit = "studies" if measure == "participants" else measure
    parts = []
    for band in BANDS:
        if getattr(cell, f"{unit}_{band}"):
            n = getattr(cell, f"{measure}_{band}")
            silent = pd.isna(n)
            name = BAND_WORDS[band] + (", number of people not known" if silent else "")
            said = "?" if silent else f"{n:,}"
            parts.append(f"<span>{_mark(band, 0 if silent else n, scale, name)}{said}</span>")
    if measure == "participants" and cell.known < cell.studies:
        parts.append(f"<small>in {cell.known:,} of {counted(cell.studies, 'study', 'studies')}</small>")
    # Reports that tell of no study, or of no intervention, are no gap.
    return f'<td class="rb-filled">{" ".join(parts)}</td>' if parts else "<td>–</td>"


def _map(found: Laid, columns: Dimension, rows: Dimension, measure: str, *, called: str) -> str:
    table = rules.cells(columns, rows, leads=found.leads, banded=found.banded)
    across, down = (rules.most_frequent(one, found.leads) for one in (columns, rows))
    table = table[table["x"].isin(across) & table["y"].isin(down)]
    most = table[[f"{measure}_{band}" for band in BANDS]].max().max()
    scale = 0 if pd.isna(most) else int(most)
    there = {(cell.x, cell.y): cell for cell in table.itertuples()}
    pairs = scopes.empty(table, across, down)
    pairs = pairs.assign(gap=scopes.gaps(pairs, columns, rows, found.leads))
    lacking = set(pairs.loc[pairs["gap"], ["x", "y"]].itertuples(index=False, name=None))
    head = "".join(f'<th scope="col"><p>{escape(word(columns, value))}</p></th>' for value in across)
    lines = []
    for row in down:
        filled = "".join(
            _cell(there[column, row], measure, scale)
            if (column, row) in there
            else _nothing(columns, rows, (column, row) in lacking)
            if column not in UNSAID and row not in UNSAID
            else "<td>–</td>"
            for column in across
        )
        lines.append(f'<tr><th scope="row">{escape(word(rows, row))}</th>{filled}</tr>')
    cut = _cut(found, columns, across, "column") + _cut(found, rows, down, "row")
    caption = f"Evidence map: {called} by {title(columns)} (columns) and {title(rows)} (rows)"
    many = " rb-many" if len(across) > 8 else ""
    return (
        '<div class="rb-frame">'
        f'<table class="rb-table rb-sticky rb-map-grid{many}" data-title="Evidence map"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col"><p>{escape(title(rows))}</p></th>{head}</tr></thead>\n'
        f"<tbody>{chr(10).join(lines)}</tbody></table></div>\n"
        f'<p class="rb-map-cut">{escape(cut)}</p>\n'
        f"{_gap_list(pairs, columns, rows)}"
    )


def _nothing(columns: Dimension, rows: Dimension, gap: bool) -> str:
    """A cell without a report: a gap, or why it is none."""
    if gap:
        return '<td class="rb-gap"><span>gap</span></td>'
    if columns.asked or rows.asked:
        return '<td class="rb-none"><span>not asked</span></td>'
    # Features that the source leaves open may be there.
    word = "none told" if "features" in (columns.kind, rows.kind) else "none"
    return f'<td class="rb-none"><span>{word}</span></td>'


def _cut(found: Laid, dimension: Dimension, there: list[str], place: str) -> str:
    of = len(rules.present(dimension, found.leads))
    if len(there) == of:
        return ""
    return f"{title(dimension)}: {len(there)} of {of:,} shown in {place}s, those with most reports; filter to see others. "


def _gap_list(pairs: pd.DataFrame, columns: Dimension, rows: Dimension) -> str:
    wanted = columns.asked or rows.asked
    listed = pairs[pairs["gap"]] if wanted else pairs
    lines = "".join(
        f"<li>{escape(word(rows, row))}: {escape('; '.join(word(columns, one) for one in own['x']))}</li>"
        for row, own in listed.groupby("y", sort=False)
    )
    n, beside = len(listed), len(pairs) - len(listed)
    if wanted:
        said = f"{counted(n, 'gap')}: {'a pair' if n == 1 else 'pairs'} without a report" if n else "No gap"
        said += f"; {counted(beside, 'pair')} of which no report was asked" if beside else ""
    else:
        said = f"{counted(n, 'pair')} without a report" if n else "No pair without a report"
    inside = f"<ul>{lines}</ul>" if lines else f"<p>{_EVERY_ASKED if beside else _EVERY}</p>"
    return f'<details class="rb-map-gaps"><summary>{said}</summary>{inside}</details>\n'


_EVERY = "Every pair of values that are said has a report."
_EVERY_ASKED = "Every pair of values of which a report was asked has one."


def _key(found: Laid, review: Review) -> str:
    """What shapes and sizes mean; what shapes mean is not shown where no report is rated in points, and then the script alone reads it."""
    words = {
        "high": "at least three quarters of its tool's points",
        "middle": "between",
        "low": f"below {of_review.low_points(replace(review, min_rating=_min_rating(review)))}",
        "none": "or one that has no points",
    }
    n = rules.band_of(review.reports["report_id"], found.banded).value_counts()
    items = "".join(
        f"<li{'' if n.get(band, 0) else ' hidden'}>{_mark(band, 1, 4)} {BAND_WORDS[band].capitalize()} ({words[band]}): "
        f"<span>{counted(int(n.get(band, 0)), 'report')}</span></li>"
        for band in BANDS
    )
    rated = not set(n.index) <= {"none"}
    about = f" or {review.nouns.a}" if review.has("interventions") else ""
    note = (
        f"The area of a bubble says its number. A study{about} with several reports in a square is counted once, "
        f"{'under the best rated of them, and its people once' if rated else 'and its people too'}."
    )
    hidden = "" if rated else " hidden"
    return f'<ul class="rb-map-key"{hidden}>{items}</ul>\n<p class="rb-map-note">{note}</p>'


# --- the table of reports


def columns_of(review: Review, found: Laid) -> dict[str, str]:
    """The columns of the table of reports of which anything is charted, key -> head: those of `COLUMNS`, then questions that may be an
    axis, as far as there is room."""
    keys = [key for key in COLUMNS if key in found.dimensions]
    asked = [key for key in _asked(found.dimensions, "question", "choices") if found.dimensions[key].axis]
    keys += [key for key in asked if key not in keys][: len(COLUMNS) - len(keys)]
    own = {key: title(found.dimensions[key]) for key in keys}
    told = {
        who: capital(term)
        for who, term in people(review).items()
        if not uncharted(review.full, f"reports.{who}_n")
    }
    return {"report": "Report"} | own | told | ({"rated": "Rating"} if len(found.rated) else {})


def _cells(review: Review, found: Laid) -> dict[str, list[str]]:
    """The cells of the table of reports in words, column by column."""
    names = bibliography.labels(review)
    reports = review.reports
    cells = {"report": [names[report] for report in reports["report_id"]]}
    for key in columns_of(review, found):
        if dimension := found.dimensions.get(key):
            words = [word(dimension, value) for value in dimension.values]
            cells[key] = ["; ".join(words[at] for at in own) for own in _held(dimension, found, reports)]
    for who in PEOPLE:
        cells[who] = _people(reports[f"{who}_n"], reports[f"{who}_n{AS_CHARTED}"])
    cells["rated"] = by_report(found.rated, reports["report_id"])
    return cells


def _held(dimension: Dimension, found: Laid, reports: pd.DataFrame) -> list[list[int]]:
    """For each report the places of its values in ``dimension.values``, by whichever of its studies, each once."""
    members = rules.by_report(dimension, found.leads)
    return _places(replace(dimension, of="report_id", members=members), reports["report_id"].tolist())


def _people(numbers: pd.Series, charted: pd.Series) -> list[str]:
    return [
        UNSAID_WORDS.get(cell, cell) if pd.isna(n) else f"{n:,}"
        for n, cell in zip(numbers, charted, strict=True)
    ]


def _reports(review: Review, found: Laid) -> str:
    heads, n = columns_of(review, found), len(review.reports)
    cells = _cells(review, found)
    about = found.dimensions.get("intervention")
    held = _held(about, found, review.reports) if about else []
    lines = []
    for at, report in enumerate(review.reports["report_id"][:MOST_ROWS]):
        line = [
            f'<th scope="row"><a href="{address("reports", report)}">{escape(cells["report"][at])}</a></th>'
        ]
        for key, head in list(heads.items())[1:]:
            text = escape(cells[key][at])
            if about and key == about.key:
                text = "; ".join(_intervention(about, about.values[place]) for place in held[at])
            line.append(f'<td data-label="{escape(head)}">{text}</td>')
        lines.append(f"<tr>{''.join(line)}</tr>")
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads.values())
    rest = (
        f"{MOST_ROWS:,} of {n:,} reports are shown; all are in "
        f'<a href="../data/{review.name}/reports.csv" download>reports.csv</a>.'
        if n > MOST_ROWS
        else ""
    )
    return (
        '<div class="rb-frame">'
        '<table class="rb-table rb-sticky rb-map-reports" id="tbl-explorer" data-title="Reports"><caption>Reports</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{chr(10).join(lines)}</tbody></table></div>\n"
        f'<p class="rb-map-rest">{rest}</p>\n'
    )


def _intervention(about: Dimension, value: str) -> str:
    """An intervention by name, as a link to its page; of what is not said, which kind of nothing it is."""
    name = escape(word(about, value))
    return name if value in UNSAID else f'<a href="{address("interventions", value)}">{name}</a>'


# --- what evidence_map.js goes on from


def data(review: Review) -> bytes:
    """explorer.js: every report with its values in every dimension, as ``reviewbook.data["explorer"]``.

    ``reports``, ``studies`` and ``interventions`` hold columns of equal length; a study or an intervention is named by its
    place (the studies of a report: a list where there are several). The last of the studies, and of the interventions, is that
    of a report without. A dimension's ``members`` hold for each of its ``of`` the place of its value in ``values`` (a list where there are
    several); the rating has none, as its bands depend on the page.
    """
    found = laid(review)
    ids = review.reports["report_id"]
    study = {key: at for at, key in enumerate([*review.studies["study_id"], rules.NO_STUDY])}
    intervention = {
        key: at for at, key in enumerate([*review.interventions["intervention_id"], rules.NO_INTERVENTION])
    }
    told, none = lists(found.leads, "report_id", "study_id"), intervention[rules.NO_INTERVENTION]
    heads, cells = columns_of(review, found), _cells(review, found)
    rated = found.rated.reindex(ids) if len(found.rated) else None
    content = {
        "columns": list(heads.items()),
        "measures": [[key, capital(word), word] for key, word in measures(review).items()],
        "noun": list(review.nouns.pair),
        "peopled": "participants" in people(review),
        "reports": {
            "id": ids.tolist(),
            "study": [_single([study[key] for key in told[report]]) for report in ids],
            "points": [] if rated is None else _numbers(rated["points"]),
            "most": [] if rated is None else _numbers(rated["most"]),
            **{key: cells[key] for key in heads if key not in found.dimensions},
        },
        "studies": {
            "intervention": [
                *(intervention.get(key, none) for key in review.studies["intervention_id"]),
                none,
            ],
            "participants": [*_numbers(review.studies["participants_n"]), None],
        },
        "interventions": {"id": list(intervention)},
        "dimensions": [_packed(one, review) for one in found.dimensions.values()],
        "bands": list(BAND_WORDS.items()),
        "unsaid": list(UNSAID_WORDS.items()),
    }
    return script("explorer", content)


def _numbers(values: pd.Series) -> list[int | float | None]:
    return [None if pd.isna(n) else int(n) if n == int(n) else float(n) for n in values]


def _packed(dimension: Dimension, review: Review) -> dict[str, Any]:
    whole = {
        "key": dimension.key,
        "label": title(dimension),
        "kind": dimension.kind,
        "group": dimension.group or KINDS[dimension.kind],
        "asked": dimension.asked,
        **_uses(dimension),
        "of": dimension.of.removesuffix("_id"),
        "values": list(dimension.values),
        "labels": [word(dimension, value) for value in dimension.values],
    }
    if dimension.kind == "rating":
        return whole
    table = {column: name for name, column in rules.IDS.items()}[dimension.of]
    ids = getattr(review, table)[dimension.of].tolist()
    whole |= _scopes(dimension, review.reports["report_id"].tolist())
    places = _places(dimension, ids if table == "reports" else [*ids, rules.NO_STUDY])
    return whole | {"members": [_single(held) for held in places]}


def _uses(dimension: Dimension) -> dict[str, bool]:
    """What a dimension is not for."""
    return {
        f"no_{use}": True for use, may in (("axis", dimension.axis), ("filter", dimension.filter)) if not may
    }


def _scopes(dimension: Dimension, reports: Sequence[str]) -> dict[str, Any]:
    """For each value the place in ``scopes`` of the reports that were asked for it, None where all were; nothing where no value has any."""
    if not dimension.scopes:
        return {}
    distinct = list(dict.fromkeys(dimension.scopes.values()))
    at = {own: place for place, own in enumerate(distinct)}
    return {
        "scope": [
            at[own] if (own := dimension.scopes.get(value)) is not None else None
            for value in dimension.values
        ],
        "scopes": [[place for place, one in enumerate(reports) if one in own] for own in distinct],
    }


def _single(held: list[int]) -> int | list[int]:
    """One place by itself, several as a list."""
    return held[0] if len(held) == 1 else held


def _places(dimension: Dimension, ids: Sequence[str]) -> list[list[int]]:
    """For each identifier the places of its values in ``dimension.values``, in their order."""
    members = dimension.members
    values = pd.Index(dimension.values).get_indexer(members["value"])
    owners = pd.Index(ids).get_indexer(members[dimension.of])
    order = np.lexsort((values, owners))
    order = order[owners[order] >= 0]  # members of what leads to no report
    ends = np.searchsorted(owners[order], np.arange(len(ids) + 1)).tolist()
    places = values[order].tolist()
    return [places[start:end] for start, end in itertools.pairwise(ends)]
