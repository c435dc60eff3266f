"""Long tables as wide sheets: the answers of each charter, and of each appraiser with each tool."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reviewbook.appraisal import instruments
from reviewbook.charting import wide
from reviewbook.charting.checks import listed_of
from reviewbook.files.ledger import Table
from reviewbook.review import bibliography, form, questions
from reviewbook.review.answers import CONSENSUS, DIFFER, read, standing
from reviewbook.review.dictionary import schema
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.questions import ABOUT
from reviewbook.workbook.sheets import Column, Part, Sheet, Spread, of_field, shown

ASIDE = ("comment", "locator")  # what is noted of an answer, folded away beside it


def charting(r: Review, tables: Mapping[str, Table], charters: Collection[str]) -> list[Sheet]:
    """The wide sheets of the table answers: for each kind of thing one a charter; where several charted, one of what they settle."""
    if r.questions.empty:
        return []
    there = tables["answers"].rows
    who = list(dict.fromkeys([*charters, *sorted({row["charter"] for row in there})]))
    if sum(one != CONSENSUS for one in who) > 1:
        who.append(CONSENSUS)
    who = [
        *(one for one in dict.fromkeys(who) if one != CONSENSUS),
        *([CONSENSUS] if CONSENSUS in who else []),
    ]
    found = []
    for about, (table, key) in ABOUT.items():
        if table not in tables:
            continue
        asked = [one for one in form.ordered(r.questions) if one["about"] == about]
        outside = set(wide.asked(about, tables[table].header, r.questions)) - set(tables[table].header)
        for charter in who:
            own = [row for row in there if row["charter"] == charter]
            answered = {row["question_id"] for row in own}
            shown_ = [one for one in asked if one["question_id"] in outside | answered]
            if shown_:
                found.append(_charted(r, tables[table], key, charter, shown_, own))
    return found


def _charted(
    r: Review,
    things: Table,
    key: str,
    charter: str,
    asked: Sequence[Mapping[str, Any]],
    own: Iterable[Mapping[str, str]],
) -> Sheet:
    columns, parts = [], {}
    settles = charter == CONSENSUS
    for question, heading in zip(asked, form.headings(asked), strict=True):
        name = question["question_id"]
        field = questions.field(question, r.choices)
        column = of_field(field, due=not settles)
        listed = tuple(listed_of(name, r.questions, r.choices))
        several = question["type"] == "choices"
        columns.append(replace(column, label=heading, listed=listed, several=several))
        parts[name] = Part(name, "value")
        for column in _aside("answers", name):
            columns.append(column)
            parts[column.name] = Part(name, column.name.removeprefix(f"{name} "))
    more = {question["question_id"]: {"settled_by": NOT_REPORTED} if settles else {} for question in asked}
    spread = Spread(things.name, "about_id", "question_id", {"charter": charter}, "value", parts, more)
    says = f"One row is one of the {things.name}, a column a question of the charting form: the answers of {charter}."
    if settles:
        says = f"One row is one of the {things.name}, a column a question: what settles the answers on which charters differ."
    made = _sheet("answers", f"{things.name} {charter}", says, things, key, columns, spread, own)
    remarks = {(thing, key): title for thing, title in _titles(r, things).items()}
    return replace(made, remarks=remarks | (_to_settle(r) if settles else {}))


def _titles(r: Review, things: Table) -> dict[str, str]:
    """What each report is called, as far as the bibliography says it; nothing of other things."""
    if things.name != "reports":
        return {}
    known = bibliography.references(r)
    own = (row["report_id"] for row in things.rows)
    titles = {
        one: known[one].fields.get("title", "").replace("{", "").replace("}", "")
        for one in own
        if one in known
    }
    return {one: title for one, title in titles.items() if title}


def _to_settle(r: Review) -> dict[tuple[str, str], str]:
    """The cells on which charters differ and that nothing settles yet, each with what they answered."""
    stands = standing(read(r.answers, r.questions, r.choices), r.questions)
    differ = stands.loc[stands["standing"] == DIFFER, ["about_id", "question_id"]]
    found = dict.fromkeys(differ.itertuples(index=False, name=None), "")
    told = r.answers[["about_id", "question_id", "charter", "value"]].dropna()
    for about, question, charter, value in told.itertuples(index=False, name=None):
        if (about, question) in found:
            found[about, question] += f"{charter}: {value}\n"
    return {cell: text.rstrip() for cell, text in found.items()}


def appraisal(r: Review, tables: Mapping[str, Table], _: Collection[str]) -> list[Sheet]:
    """The wide sheets of the table appraisals: one a tool and appraiser, a row a report and a column a criterion."""
    there = tables["appraisals"].rows
    if "reports" not in tables:
        return []
    found = []
    for name, who in sorted({(row["tool"], row["appraiser"]) for row in there}):
        own = [row for row in there if (row["tool"], row["appraiser"]) == (name, who)]
        try:
            tool = instruments.tool(name, folder=r.path)
        except ReviewProblems:  # `check` tells what is wrong with it; the table is shown as it is
            return []
        said = {row["criterion"]: row["category"] for row in own}
        categories = {one: said.get(one, category) for one, category in _categories(tool).items()} | said
        columns, parts = [], {}
        for criterion, category in categories.items():
            asked = tool["questions"].get(criterion, {"label": criterion})
            about = {"name": criterion, "type": "string", "description": asked.get("asks") or asked["label"]}
            column = of_field(about, due=False)
            says = f"{label(category)}: {asked['label']}"
            columns.append(replace(column, label=says, listed=tuple(map(str, tool["answers"]))))
            parts[criterion] = Part(criterion, "answer")
            for column in _aside("appraisals", criterion):
                columns.append(column)
                parts[column.name] = Part(criterion, column.name.removeprefix(f"{criterion} "))
        more = {
            one: {"category": category, "as_written": NOT_APPLICABLE} for one, category in categories.items()
        }
        fixed = {"tool": name, "appraiser": who}
        spread = Spread("reports", "report_id", "criterion", fixed, "answer", parts, more)
        says = (
            f"One row is a report, a column a criterion of {tool.get('short') or name}: the answers of {who}."
        )
        title = f"{name} {who}"
        found.append(_sheet("appraisals", title, says, tables["reports"], "report_id", columns, spread, own))
    return found


SPREADS = {"answers": charting, "appraisals": appraisal}


def _categories(tool: Mapping[str, Any]) -> dict[str, str]:
    """The category of each criterion of a tool, in its order."""
    found = dict.fromkeys(map(str, tool["screening"]), "screening")
    for name, block in tool["categories"].items():
        found |= dict.fromkeys(map(str, block["criteria"]), name)
    return found


def _aside(table: str, question: str) -> list[Column]:
    """The columns for what is noted of an answer."""
    known = {one["name"]: one for one in schema(table)["fields"]}
    made = [of_field(known[name], due=False, name=f"{question} {name}") for name in ASIDE]
    return [replace(one, aside=True) for one in made]


def _sheet(
    table: str,
    title: str,
    says: str,
    things: Table,
    key: str,
    columns: Sequence[Column],
    spread: Spread,
    own: Iterable[Mapping[str, str]],
) -> Sheet:
    answers = {(row[spread.about], row[spread.asks]): row for row in own}
    known = {one["name"]: one for one in schema(things.name)["fields"]}
    rows = []
    for thing in things.rows:
        row = {key: thing[key]}
        for heading, (question, part) in spread.parts.items():
            row[heading] = shown(answers.get((thing[key], question), {}).get(part) or "")
        rows.append(row)
    first = of_field(known[key], key=True, refers=things.name)
    name = ":".join([table, things.name, *spread.fixed.values()])
    return Sheet(name, title, table, says, (first, *columns), rows, spread)
