"""What a review's own form asks, on the page of a report or an entity: by group, each answer with the place where it was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup, escape

from reviewbook.page.words import date, number
from reviewbook.press.entry.markup import Reporter, at, flags, status
from reviewbook.review import dictionary, form
from reviewbook.review.answers import CONSENSUS
from reviewbook.review.model import Review
from reviewbook.review.nothing import WORDS, is_given
from reviewbook.review.questions import ABOUT
from reviewbook.studies import asked, of_review

if TYPE_CHECKING:
    from reviewbook.press.entry import Entries

# Columns of the library's own that say the same of what a report is about as of the report (`studies.checks` holds them against each
# other): a page of a report has it once.
SAID = {"worker_role": "role"}
OTHER = "Other"  # the heading of questions that no group is given for, where others have one


class About(NamedTuple):
    """What a page tells of: a report, a study or an entity, and its name where the page tells of several."""

    kind: str
    key: str
    name: str = ""


class Asked:
    """The questions of a review's form, and what stands of each; a review without a form has none."""

    def __init__(self, review: Review) -> None:
        self.questions = form.ordered(review.questions)
        self.headings = form.headings(self.questions)
        self.known = {one["question_id"]: form.words(one, review.choices) for one in self.questions}
        # Columns of the library's own need no more words than their label, as in a review without a form.
        self.own_of_library = {
            field["name"] for table, _ in ABOUT.values() for field in dictionary.schema(table)["fields"]
        }
        self.cells = {one["question_id"]: of_review.cells(review, one) for one in self.questions}
        self.places: dict[tuple[str, str], str] = {}
        rows = review.answers[["question_id", "about_id", "charter", "value", "locator"]].dropna()
        for question, about, charter, _, locator in rows.itertuples(index=False, name=None):
            if charter == CONSENSUS or (question, about) not in self.places:
                self.places[question, about] = locator
        self.of: defaultdict[str, list[str]] = defaultdict(list)  # by table the columns that are questions
        for one in self.questions:
            self.of[ABOUT[one["about"]][0]].append(one["question_id"])

    def __bool__(self) -> bool:
        return bool(self.questions)


def held(entries: Entries, abouts: Sequence[About]) -> dict[str, Any] | None:
    """What the form asks of some things and what stands of it, as plain data; None in a review without a form.

    What was not asked has no row. What is not known has one where the source is charted as disagreeing with itself; of all else that
    is not known the questions are listed by the word for nothing.
    """
    if not entries.form:
        return None
    groups: dict[str, list[dict[str, Any]]] = {}
    silent: dict[str, list[str]] = {}
    for question, heading in zip(entries.form.questions, entries.form.headings, strict=True):
        name = question["question_id"]
        group = question["group"] if is_given(question["group"]) else OTHER
        for about in abouts:
            cell = entries.form.cells[name].get(about.key) if about.kind == question["about"] else None
            if cell is None or cell.value == asked.NOT_ASKED:
                continue
            touched = entries.flags(ABOUT[about.kind][0], about.key, name).get(name, [])
            if not touched and _is_said(entries, question, cell, abouts):
                continue
            term = form.heading(question)
            if not cell.given and not touched:
                silent.setdefault(str(cell.value), []).append(
                    f"{heading} ({about.name})" if about.name else heading
                )
                continue
            row: dict[str, Any] = {
                "term": term,
                "of": about.name,
                "flags": touched,
                "place": entries.form.places.get((name, about.key)),
                "value_of": (ABOUT[about.kind][0], about.key, name),
            }
            row["help"] = (
                question["help"]
                if is_given(question["help"]) and name not in entries.form.own_of_library
                else ""
            )
            row["value"] = _value(question, cell, entries.form.known[name])
            groups.setdefault(group, []).append(row)
    return {"groups": list(groups.items()), "silent": list(silent.items())}


def _is_said(
    entries: Entries, question: Mapping[str, Any], cell: asked.Cell, abouts: Sequence[About]
) -> bool:
    """Whether the page says the same of its report already."""
    of_report = entries.form.cells.get(SAID.get(question["question_id"], ""), {})
    reports = [about.key for about in abouts if about.kind == "report"]
    return cell.given and any(
        key in of_report and of_report[key].given and of_report[key].value == cell.value for key in reports
    )


def _value(question: Mapping[str, Any], cell: asked.Cell, known: Mapping[str, str]) -> tuple[str, str]:
    """A value as plain data: how it is said, and the text."""
    if not cell.given:
        return "status", str(cell.value)
    if not isinstance(cell.value, str):
        return "text", number(cell.value)  # type: ignore[arg-type]
    if question["type"] == "yes_no" and cell.value in known:
        return "status", cell.value
    if question["type"] == "date":
        return "text", date(cell.value)
    return "text", form.in_words(question, cell.answers(question), known)


class Row(NamedTuple):
    """A question, as the template has it."""

    term: str
    of: str
    help: str
    value: Markup
    place: Markup
    error: str


def shown(
    told: Mapping[str, Any] | None, beside: Mapping[str, Sequence[str]], error: Reporter
) -> dict[str, Any] | None:
    """What `held` gives, as the template has it: groups of rows, and by word what is not known.

    Parameters
    ----------
    beside : by word what is not known of what the form does not ask (`Frame.silent`)
    error : from `Frame.reporter`
    """
    if told is None:
        return None
    groups = [(name, [_row(one, error) for one in rows]) for name, rows in told["groups"]]
    silent = {word: [*names, *beside.get(word, ())] for word, names in told["silent"]}
    silent |= {word: list(names) for word, names in beside.items() if word not in silent}
    order = sorted(silent, key=lambda word: [*WORDS, ""].index(word))
    return {"groups": groups, "silent": [(_word(word), _list(silent[word])) for word in order]}


def value(one: Mapping[str, Any]) -> Markup:
    """An answer as HTML, with what the source disagrees on."""
    how, text = one["value"]
    return (status(text) if how == "status" else escape(text)) + flags(one["flags"])


def _row(one: Mapping[str, Any], error: Reporter) -> Row:
    table, key, field = one["value_of"]
    wrong = error(table, key, field, one["value"][1])
    return Row(
        one["term"], one["of"], one["help"], value(one), at(one["place"]) if one["place"] else Markup(), wrong
    )


def _word(word: str) -> str:
    """A word for nothing as the term of a line: "Not reported"."""
    text = status(word).striptags().lstrip("– ")
    return text[:1].upper() + text[1:]


def _list(names: Iterable[str]) -> Markup:
    return escape("; ".join(names))
