"""A matrix of features as it stands in a file: which interventions, which features, and the cell for each two of them.

Read are a wide table (a row an intervention, a column a feature), the turned one (a row a feature) and a long one (a row a value).
There may be lines above the header, a row of group headings over it or a column of groups beside it, and columns that are no
features: these are named with the reason, never dropped in silence.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reviewbook.files.wording import compared, one_line
from reviewbook.interventions.imports import feature_headings as headings
from reviewbook.interventions.imports import feature_sheet
from reviewbook.interventions.imports.feature_sheet import Sheet
from reviewbook.interventions.imports.feature_words import answers, are_halves
from reviewbook.review.problems import Problem, ReviewProblems, quote

GROUP = "Features"  # of features that the file puts into none
FEW = 3  # different words that are no answers: with as many, a column in which answers are rare holds facts


@dataclass(frozen=True)
class Named:
    """An intervention or a feature of the file, and where it stands there."""

    label: str
    place: str  # "row 7", "column Chat"
    group: str = GROUP
    facts: dict[str, str] = field(default_factory=dict)  # country, region, delivery as the file has them
    row: int = 0  # that it stands in


@dataclass(frozen=True)
class Cell:
    """What the file has for one intervention and one feature."""

    intervention: int  # its place in `Matrix.interventions`
    feature: int
    written: str
    row: int | None = None  # None for a pair that a long table has no row for
    column: str | None = None
    evidence: str = ""
    locator: str = ""
    report: str = ""


@dataclass(frozen=True)
class Matrix:
    """What a file says."""

    interventions: list[Named]
    features: list[Named]
    cells: list[Cell]
    left: list[str]  # what was left in the file, in words with the reason
    problems: list[Problem]
    named_by: str = ""  # the heading of the column that names the interventions


@dataclass
class _Item:
    """A feature, or a fact about interventions, with its cell for each of them."""

    label: str
    group: str
    place: str
    row: int | None  # of a turned table: the row of its cells
    column: str | None  # of a wide one
    cells: list[str]


def read(
    file: Path, *, is_known: Callable[[str], bool], fact: Callable[[str], str | None] = headings.fact
) -> Matrix:
    """The matrix in a file.

    Parameters
    ----------
    is_known : whether a name is that of an intervention of the review; where several columns could name the rows, or nothing
        else says whether rows are interventions or features, the names that the review knows decide.
    fact : which fact about an intervention, or another thing that rows are about, a heading is for; None where it is for none.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-007, TABL-004) where the file cannot be read, or is no matrix of features.
    """
    sheet = feature_sheet.read(file)
    if (long := _long(sheet, fact)) is not None:
        return long
    turned = _is_turned(sheet, is_known)
    if turned is None and fact(sheet.header[0]) not in (None, *headings.FACTS):
        turned = False  # the first column tells which of what the rows are about it is
    if turned is None:
        sheet.refuse(f"{quote(sheet.header[0])} above the first column", row=sheet.row)
        raise ReviewProblems(sheet.problems)
    (named, items), named_by = (_turned(sheet), "") if turned else _wide(sheet, is_known)
    features: list[_Item] = []
    facts: dict[str, _Item] = {}
    for item in items:
        why = _no_feature(item)
        if why is None:
            features.append(item)
        elif (name := fact(item.label)) and name not in facts:
            facts[name] = item
        elif item.label or any(item.cells):
            sheet.left.append(f"{item.place} ({why})")
    if not named or not any(answers(item.cells, item.label)[1] for item in features):
        seen = "nothing that is a feature" if named else "no intervention"
        told = "; ".join([seen, *(words for words in sheet.left if words.startswith("column"))][:4])
        raise ReviewProblems([Problem("IMPT-007", file.name, told, feature_sheet.SHAPES, sheet.row)])
    interventions = [
        Named(
            one.label,
            one.place,
            facts={name: item.cells[at] for name, item in facts.items()},
            row=one.row or sheet.row,
        )
        for at, one in enumerate(named)
    ]
    cells = [
        Cell(who, what, item.cells[who], item.row or one.row, item.column or one.column)
        for who, one in enumerate(named)
        for what, item in enumerate(features)
    ]
    found = [Named(item.label, item.place, item.group or GROUP) for item in features]
    _once(sheet, interventions)
    _once(sheet, found)
    return Matrix(interventions, found, cells, sheet.left, sheet.problems, named_by)


def _is_turned(sheet: Sheet, is_known: Callable[[str], bool]) -> bool | None:
    """Whether rows are features; None where nothing says so."""
    if headings.feature_column(sheet.header) is not None:
        return True
    corner = headings.corner(sheet.header[0])
    if corner is not None:
        return corner
    across, down = sheet.header[1:], [cell for cell in sheet.column(0) if cell]
    signs = ((is_known, False), (headings.is_known, True), (_is_study, False))
    for sign, of_facts in signs:  # where interventions stand; where years and countries do, features do too
        here, there = (sum(map(sign, names)) / max(1, len(names)) for names in (across, down))
        if here != there:
            return (here > there) != of_facts
    return None


def _is_study(name: str) -> bool:
    """Whether a name is one of a study: "Doe et al.", "Doe (2010)"."""
    return "et al" in name or any(
        len(part) == 4 and part.isdigit() for part in name.replace("(", " ").split()
    )


def _wide(sheet: Sheet, is_known: Callable[[str], bool]) -> tuple[tuple[list[_Item], list[_Item]], str]:
    """Interventions from the rows, and the other columns; and the heading of the column that names them."""
    alone = [
        (number, next(filter(None, cells))) for number, cells in sheet.body if sum(map(bool, cells)) == 1
    ]
    sheet.refuse_alone(alone, "values beside it, or no such row where it is a heading")
    name_at, names = _row_names(sheet, is_known)
    named = []
    for name, (number, cells) in zip(names, sheet.body, strict=True):
        if not name and sum(map(bool, cells)) > 1:
            sheet.refuse("no name", "the name of the intervention that the row is about", row=number)
        named.append(_Item(name, "", f"row {number}", number, None, []))
    items = []
    for at, (label, group) in enumerate(zip(sheet.header, sheet.groups, strict=True)):
        called = sheet.called(at)
        item = _Item(label, group, f"column {called}", None, called, sheet.column(at))
        if at == name_at:
            continue
        if not label and any(item.cells) and _no_feature(item) is None:
            sheet.refuse(
                f"answers in column {at + 1} without a heading", "the name of the feature", row=sheet.row
            )
        items.append(item)
    return (named, items), sheet.header[name_at]


def _row_names(sheet: Sheet, is_known: Callable[[str], bool]) -> tuple[int, list[str]]:
    """The column that names the rows, and their names.

    That with most names that the review knows; else one that tells all rows apart; else the surest by its heading.
    """
    candidates = []
    for at, heading in enumerate(sheet.header):
        rank, cells = headings.who(heading), sheet.column(at)
        if rank is None and headings.corner(heading) is False:  # "Apps reviewed"
            rank = headings.LOOSE
        if at == 0 or (rank is not None and any(cells) and not _is_answers(cells)):
            apart = all(cells) and len(set(map(compared, cells))) == len(cells)
            by_heading = headings.NUMBER if rank is None or all(map(str.isdigit, cells)) else rank
            candidates.append((-sum(map(is_known, cells)), not apart, by_heading, at))
    at = min(candidates)[-1]
    names = [one_line(cell) for cell in sheet.column(at)]
    years = [place for place, name in enumerate(sheet.header) if headings.is_year(name)]
    if years and (
        headings.who(sheet.header[at]) == headings.AUTHOR or len(set(map(compared, names))) < len(names)
    ):
        when = [cell.removesuffix(".0") for cell in sheet.column(years[0])]
        names = [
            f"{name} {year}".strip() if name and year not in name else name
            for name, year in zip(names, when, strict=True)
        ]
    called = sheet.header[at] or "Row"
    return at, [f"{called} {name}" if name.isdigit() else name for name in names]


def _turned(sheet: Sheet) -> tuple[list[_Item], list[_Item]]:
    """Interventions from the columns, and the rows."""
    at = headings.feature_column(sheet.header) or 0
    over = [place for place, name in enumerate(sheet.header) if place != at and headings.of_group(name)]
    unnamed = [place for place in range(at) if not sheet.header[place]]
    over += [place for place in unnamed if any(map(str.isalpha, "".join(sheet.column(place))))]
    rows = [
        (number, cells, group)
        for (number, cells), group in zip(sheet.body, _groups(sheet, at, over), strict=True)
        if group is not None
    ]
    kept = []
    for place, name in enumerate(sheet.header):
        own = [cells[place] for _, cells, _ in rows if not headings.is_known(cells[at])]
        if place == at or place in over or not (name or any(own)):
            continue
        if (why := _no_intervention(name, own)) is not None:
            sheet.left.append(f"column {sheet.called(place)} ({why})")
        elif not name:
            sheet.refuse(
                f"answers in column {place + 1} without a heading",
                "the name of the intervention",
                row=sheet.row,
            )
        else:
            kept.append(place)
    named = [_Item(sheet.header[p], "", f"column {sheet.called(p)}", None, sheet.called(p), []) for p in kept]
    items = []
    for number, cells, group in rows:
        item = _Item(one_line(cells[at]), group, f"row {number}", number, None, [cells[p] for p in kept])
        if not item.label and _is_answers(item.cells):
            sheet.refuse("no name", "the feature that the row is about", row=number)
        items.append(item)
    return named, items


def _groups(sheet: Sheet, at: int, over: list[int]) -> list[str | None]:
    """The group of each row of a turned table; None for a row that is itself the heading of a group.

    Where a column holds the groups, a blank cell goes on with the one above. Else rows that hold nothing but a name are
    headings, if the first row is one and each has a feature below it: others may be features that no intervention has.
    """
    if over:
        return [one_line(group) for group in itertools.accumulate(sheet.column(over[0]), _going_on)]
    alone = [bool(cells[at]) and sum(map(bool, cells)) == 1 for _, cells in sheet.body]
    odd = [
        (number, cells[at])
        for (number, cells), here, below in zip(sheet.body, alone, [*alone[1:], True], strict=True)
        if here and (below or not alone[0])
    ]
    sheet.refuse_alone(odd, "values beside it, or a column Group where it is a heading")
    named = [one_line(cells[at]) if here else "" for here, (_, cells) in zip(alone, sheet.body, strict=True)]
    groups = itertools.accumulate(named, _going_on)
    return [None if here else group for here, group in zip(alone, groups, strict=True)]


def _going_on(last: str, cell: str) -> str:
    return cell or last


def _long(sheet: Sheet, fact: Callable[[str], str | None]) -> Matrix | None:
    """The matrix of a table with a row a value; None where it has no columns for intervention, feature and value."""
    at = headings.long_columns(sheet.header)
    others = [place for place in range(len(sheet.header)) if place not in at.values()]
    if not {"intervention", "feature", "value"} <= at.keys() or any(
        _is_answers(sheet.column(p)) for p in others
    ):
        return None
    facts = {known: place for place in others if (known := fact(sheet.header[place]))}
    interventions: dict[str, tuple[int, Named]] = {}
    features: dict[tuple[str, str], tuple[int, Named]] = {}
    cells = []
    for number, row in sheet.body:
        get = {name: one_line(row[place]) for name, place in at.items()}
        if missing := [name for name in ("intervention", "feature") if not get[name]]:
            sheet.refuse(f"no {missing[0]}", f"the {missing[0]} that the row is about", row=number)
            continue
        own = {known: row[place] for known, place in facts.items()}
        who = Named(get["intervention"], f"row {number}", facts=own, row=number)
        what = Named(get["feature"], f"row {number}", get.get("group") or GROUP)
        i, _ = interventions.setdefault(compared(who.label), (len(interventions), who))
        f, _ = features.setdefault((compared(what.group), compared(what.label)), (len(features), what))
        more = (get.get(name, "") for name in ("evidence", "locator", "report"))
        cells.append(Cell(i, f, row[at["value"]], number, sheet.header[at["value"]], *more))
    there = {(cell.intervention, cell.feature) for cell in cells}
    pairs = itertools.product(range(len(interventions)), range(len(features)))
    cells += [Cell(*pair, "") for pair in pairs if pair not in there]
    read_ = {*at.values(), *facts.values()}
    sheet.left += [f"column {name}" for place, name in enumerate(sheet.header) if name and place not in read_]
    return Matrix(
        [named for _, named in interventions.values()],
        [named for _, named in features.values()],
        cells,
        sheet.left,
        sheet.problems,
        sheet.header[at["intervention"]],
    )


def _once(sheet: Sheet, named: list[Named]) -> None:
    """A problem for each name that is there twice, and that no DOI or title tells apart."""
    places: dict[tuple[str, ...], list[Named]] = {}
    for one in named:
        apart = (one.group, one.label, one.facts.get("doi", ""), one.facts.get("title", ""))
        places.setdefault(tuple(map(compared, apart)), []).append(one)
    for several in places.values():
        if len(several) > 1 and several[0].label:
            seen = (
                f"{quote(several[0].label)} {len(several)} times: {', '.join(one.place for one in several)}"
            )
            sheet.refuse(seen, "one for each, or names that tell them apart")


def _no_feature(item: _Item) -> str | None:
    """Why a column is of no feature; None where it is of one.

    A heading that is known decides, unless every word below it is an answer. Else it is of a feature where at least half of
    the words say yes or no, or few others stand beside them: what is no answer there is a problem.
    """
    said, filled, odd = answers(item.cells, item.label)
    if headings.is_number(item.label) or (headings.is_known(item.label) and (odd or not said)):
        return "known by its heading"
    if not item.label and (odd or not filled):
        return "no heading"
    often = said and (said * 2 >= filled or len(set(odd)) < FEW)
    return None if not odd or often or are_halves(odd) else _others(odd)


def _no_intervention(name: str, cells: list[str]) -> str | None:
    """Why a column of a turned table is of no intervention; None where it is of one."""
    if headings.is_number(name) or (headings.is_known(name) and headings.who(name) is None):
        return "known by its heading"
    said, filled, odd = answers(cells)
    return None if not odd or said * 2 >= filled or are_halves(odd) else _others(odd)


def _is_answers(cells: list[str]) -> bool:
    """Whether most words of a column are values, yes or no among them."""
    said, filled, odd = answers(cells)
    return said > 0 and len(odd) * 2 < filled


def _others(odd: list[str]) -> str:
    """That words are no answers, with the first of them."""
    several = list(dict.fromkeys(odd))
    return f"no answers: {', '.join(map(quote, several[:2]))}" + (" ..." if len(several) > 2 else "")
