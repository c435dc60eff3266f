"""What is read first of a report: where and when, who and how many, how good; the same as its row in the table of characteristics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reviewbook.page.words import joined
from reviewbook.press.entry.frame import Glance
from reviewbook.press.entry.markup import flags, listed, status, to
from reviewbook.review.labels import UNSAID, within
from reviewbook.review.nothing import is_given
from reviewbook.studies.drawing.table_one import Line

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries

NUMBER = "number"  # what a column of people is silent about where it has no number


def held(entries: Entries, key: str) -> dict[str, Any]:
    """What is read first of a report, as plain data."""
    table = entries.table_one
    shares = [(one, entries.labels[one]) for one in table.shared.get(key, ()) if one in entries.labels]

    def said(line: Line) -> dict[str, Any]:
        return line._asdict() | {
            "flags": [(one, entries.marks.topics[one]) for one in dict.fromkeys(line.marks)]
        }

    columns = []
    for column, (_, asks) in zip(table.row(key), table.columns, strict=True):
        counts = any(one["question_id"] == table.counts for one in asks)
        columns.append(
            {
                "name": column.name,
                "first": [*map(said, column.first)],
                "lines": [*map(said, column.lines)],
                "silent": list(column.silent.items()),
                "flags": [(one, entries.marks.topics[one]) for one in column.marks],
                "shares": shares if counts else [],
            }
        )
    return {"columns": columns, "shares": [] if table.counts else shares}


def shown(held: Mapping[str, Any]) -> tuple[list[Glance], list[Markup]]:
    """What is read first, as the template has it, and a line for each kind of nothing: of what else nothing is known."""
    found, shares = [], []
    silent: dict[str, list[str]] = {}
    for column in held["columns"]:
        lines = [_line(one) for one in column["lines"]]
        number = bool(column["first"]) and column["first"][0]["kind"] == "people"
        unsaid = "" if column["first"] else next((word for word, of in column["silent"] if NUMBER in of), "")
        if column["first"]:
            marks = [mark for one in column["first"] for mark in one["flags"]]
            first = Markup(", ").join(escape(one["text"]) for one in column["first"]) + flags(marks)
        elif lines and unsaid:  # no text takes the place of a number
            first = status(unsaid)
        elif lines:
            first, *lines = lines
        else:
            first = status(column["silent"][0][0]) if column["silent"] else Markup("–")
        if column["first"] or column["lines"]:
            for word, labels in column["silent"]:
                named = {
                    one: f"number of {within(column['name'])}" if one == NUMBER else one for one in labels
                }
                if left := [name for one, name in named.items() if not (unsaid and one == NUMBER)]:
                    silent.setdefault(word, []).extend(left)
        first += flags(column["flags"])
        if column["shares"] and number:
            lines.insert(0, sharing(column["shares"]))
        elif column["shares"]:  # of others than those whose number is not known here
            shares.append(sharing(column["shares"]))
        found.append(Glance(column["name"], first, lines, number))
    quiet = [
        escape(f"{_capital(UNSAID.get(word, word))}: {joined(labels)}.") for word, labels in silent.items()
    ]
    return found, [*(one[:1].upper() + one[1:] + "." for one in shares), *quiet]


def sharing(reports: Sequence[Sequence[str]]) -> Markup:
    """Whose sample a report shares."""
    return Markup("shares the sample of {}").format(listed(to("reports", *one) for one in reports))


def told(held: Mapping[str, Any]) -> tuple[str, str]:
    """Where and when, and how many people, as parts of a sentence; "" where nothing is known."""
    lines = _lines(held)
    place = ", ".join(
        one["text"] for one in lines if one["kind"] in ("country", "date") and is_given(one["text"])
    )
    people = joined(f"{one['text']} {one['noun']}" for one in lines if one["kind"] == "people")
    return place, people


def disputed(held: Mapping[str, Any], *kinds: str) -> list[Sequence[str]]:
    """The disagreements that touch lines of these kinds: "country", "date", "people"."""
    return [topic for line in _lines(held) if line["kind"] in kinds for topic in line["flags"]]


def _lines(held: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for column in held["columns"] for one in (*column["first"], *column["lines"])]


def _line(one: Mapping[str, Any]) -> Markup:
    label = Markup('<span class="rb-term">{}:</span> ').format(one["label"]) if one["label"] else Markup()
    return label + escape(one["text"]) + flags(one["flags"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
