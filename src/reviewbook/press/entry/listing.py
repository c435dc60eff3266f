"""The pages that list every report or every intervention by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reviewbook.page.links import Kind
from reviewbook.page.reference import title_of
from reviewbook.page.words import counted
from reviewbook.press.entry.markup import cell, charted, flags, listed, points, status, to
from reviewbook.press.shell import template
from reviewbook.review.form import PEOPLE
from reviewbook.review.nothing import AS_CHARTED, is_given

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries
    from reviewbook.press.entry.frame import Frame

HEADS = {  # of reports the numbers of people stand before the rating
    "reports": ["Report", "Design", "Published", "Where"],
    "interventions": ["Intervention", "Country", "Delivery", "Used with", "Studies", "Reports"],
}
RATING = "Rating"
SHORT = 240  # letters of a description


def index_name(n: int) -> str:
    """The file of the n-th page of a list, from 0. No identifier begins with "_", so no entry has this address."""
    return "_index.html" if n == 0 else f"_index-{n + 1}.html"


def held(
    entries: Entries,
    kind: Kind,
    keys: Sequence[str],
    *,
    n: int,
    ranges: Sequence[tuple[str, str, str]],
    first: int,
) -> dict[str, Any]:
    """What the n-th page of a list holds; ``ranges``: file, first and last name of every page of it."""
    row = _report if kind == "reports" else _intervention
    return {
        "kind": kind,
        "n": n,
        "ranges": ranges,
        "first": first,
        "of": len(entries.order[kind]),
        "people": _people(entries) if kind == "reports" else [],
        "rows": [row(entries, key) for key in keys],
    }


def _people(entries: Entries) -> list[str]:
    """What those are called whose number is asked of reports."""
    asks = [one for _, questions in entries.table_one.columns for one in questions]
    return [str(one["label"]) for one in asks if one.get("unit") == PEOPLE]


def _report(entries: Entries, key: str) -> dict[str, Any]:
    row, entry = entries.reports[key], entries.bibliography.get(key)
    lines = [line for column in entries.table_one.row(key) for line in (*column.first, *column.lines)]
    return {
        "key": key,
        "label": entries.labels[key],
        "title": title_of(entry) if entry else None,
        "design": row["design"],
        "interventions": [
            (one, entries.names[one]) for one in entries.about.get(key, ()) if one in entries.names
        ],
        "year": row["year"],
        "year" + AS_CHARTED: row["year" + AS_CHARTED],
        "country": next((line.text for line in lines if line.kind == "country"), row["country"]),
        "people": list(entries.table_one.people(key).values()),
        "rating": entries.rating(key),
        "dots": entries.dots(key),
        "flags": entries.flags("reports", key, "design", "country") | entries.flags("ratings", key, "rating"),
    }


def _intervention(entries: Entries, key: str) -> dict[str, Any]:
    row = entries.interventions[key]
    return {
        "key": key,
        **{name: row[name] for name in ("name", "kind", "description", "country", "delivery", "worker_role")},
        "studies": len(entries.of_intervention[key]),
        "reports": len(entries.of.get(key, ())),
        "flags": entries.flags_of_row("interventions", key),
    }


def page(frame: Frame, held: Mapping[str, Any]) -> str:
    """A page of a list, as HTML."""
    kind, ranges, rows = held["kind"], held["ranges"], held["rows"]
    title = f"All {frame.noun[kind][1]}" + (f", {held['n'] + 1} of {len(ranges)}" if len(ranges) > 1 else "")
    cells = [_report_cells(row) if kind == "reports" else _intervention_cells(row) for row in rows]
    entity = frame.noun["interventions"][2]
    head = [entity if name == "Intervention" else name for name in HEADS[kind]]
    head += [*held["people"], RATING] if kind == "reports" else []
    # A column of which nothing is charted on the page is not there.
    there = [at for at in range(len(head)) if at < 1 or any(one[at] != status("") for one in cells)]
    return template("list.html").render(
        frame.around,
        title=title,
        about=f"{title}: every page, by name.",
        kind=kind,
        key=index_name(held["n"]).removesuffix(".html"),
        n=held["n"],
        ranges=ranges,
        head=[head[at] for at in there],
        bottom=frame.bottom(f"{kind}/{index_name(held['n'])}"),
        tables=_tables(frame, held, [[one[at] for at in there] for one in cells]),
    )


def _tables(
    frame: Frame, held: Mapping[str, Any], cells: Sequence[Sequence[Markup]]
) -> list[tuple[str, str, list[Sequence[Markup]]]]:
    """The tables of a page of a list: heading (blank of one alone), caption and rows; of interventions of several kinds one a kind."""
    first, rows, noun = held["first"], held["rows"], frame.noun[held["kind"]]
    if held["kind"] == "reports" or not frame.kinds:
        last = first + len(rows) - 1
        return [("", f"{first:,} to {last:,} of {held['of']:,} {noun[1]}, by name", list(cells))]
    by_kind: dict[str, list[Sequence[Markup]]] = {kind: [] for kind in (*frame.kinds, "")}
    for row, own in zip(rows, cells, strict=True):
        by_kind[row["kind"] if row["kind"] in frame.kinds else ""].append(own)
    where = ", by name" if len(held["ranges"]) == 1 else " on this page, by name"
    return [
        (called[3], counted(len(own), *called[:2]) + where, own)
        for kind, own in by_kind.items()
        if own
        for called in [frame.kinds.get(kind, (noun[0], noun[1], "", "Of no kind charted yet"))]
    ]


def _report_cells(row: Mapping[str, Any]) -> tuple[Markup, ...]:
    about = listed(to("interventions", *one) for one in row["interventions"])
    lines = [*([escape(row["title"])] if row["title"] else []), *([about] if about else [])]
    return (
        _named(to("reports", row["key"], row["label"]), lines),
        cell(row["design"], coded=True) + flags(row["flags"].get("design", ())),
        charted(row, "year"),
        cell(row["country"]) + flags(row["flags"].get("country", ())),
        *(cell(n) for n in row["people"]),
        points(row["dots"]) + cell(row["rating"]) + flags(row["flags"].get("rating", ())),
    )


def _named(link: Markup, lines: Sequence[Markup]) -> Markup:
    """A name, and beneath it what is read after it."""
    return link + Markup("").join(Markup('<span class="rb-detail">{}</span>').format(line) for line in lines)


def _intervention_cells(row: Mapping[str, Any]) -> tuple[Markup, ...]:
    return (
        _named(
            to("interventions", row["key"], row["name"]) + flags(row["flags"].get("name", ())),
            [escape(_short(row["description"]))] if is_given(row["description"]) else [],
        ),
        *(
            cell(row[name], coded=coded) + flags(row["flags"].get(name, ()))
            for name, coded in (("country", False), ("delivery", True), ("worker_role", True))
        ),
        escape(f"{row['studies']:,}"),
        escape(f"{row['reports']:,}"),
    )


def _short(text: str) -> str:
    """The beginning of a text, cut at a word."""
    return text if len(text) <= SHORT else f"{text[:SHORT].rpartition(' ')[0]} …"
