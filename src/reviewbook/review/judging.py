"""Which cells of a column break the rules of their schema. Frictionless judges, and its rules are the rules (docs/adr/0008).

Frictionless takes a fifth of a second to load, and most tables are as they should be. So it is asked only of a column in which
something may be wrong: a cell that by a plain reading of the same rules is right, or holds nothing, it would not name otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from reviewbook.review.dictionary import PLAIN, described, is_required
from reviewbook.review.nothing import NOTHING

REQUIRED = "required"
# What a column may say of itself and still be judged here: what readers are told, and the simplest rules of its type.
TOLD = {"title", "description", "unit"}
MISSING = {"missingValues"}  # replaced where no value is required (`dictionary.described`)
TEXTS = {REQUIRED: bool, "unique": bool, "enum": list, "pattern": str}
NUMBERS = {REQUIRED: bool, "unique": bool, "minimum": int, "maximum": int}
RULES = {"string": TEXTS, "integer": NUMBERS, "number": NUMBERS}
BOUNDS = {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
NUMBER: dict[str, Callable[[str], int | Decimal]] = {"integer": int, "number": Decimal}


class Judged(NamedTuple):
    """What is read in each cell (None: nothing), the numbers of the cells with nothing, and by number the rules that are broken."""

    values: list
    nothing: list[int]
    wrong: dict[int, list[str]]
    rules: Sequence[str] = (REQUIRED,)  # all that a cell can break, in the order in which they are told


class UnknownField(Exception):
    """A column of an author's own that Frictionless does not know, in its words."""


def judged(
    table: str, fields: Mapping[str, dict[str, Any]], cells: Mapping[str, Sequence[str]]
) -> dict[str, Judged]:
    """The judgement of each column's distinct cells.

    Parameters
    ----------
    fields : the columns, as a schema or datapackage.json describes them.

    Raises
    ------
    UnknownField where Frictionless does not know a column; that can only be one of an author's own.
    """
    found = {name: plainly(field, cells[name]) for name, field in fields.items()}
    if None not in found.values():
        return {name: one for name, one in found.items() if one is not None}
    from frictionless import FrictionlessException, Schema  # slow to import

    try:
        wanted = Schema.from_descriptor(described(table, list(fields.values())))
        return {one.name: found[one.name] or _by_frictionless(one, cells[one.name]) for one in wanted.fields}
    except (FrictionlessException, re.error) as error:
        reasons = getattr(error, "reasons", None) or [getattr(error, "error", None)]
        raise UnknownField(getattr(reasons[0], "note", error)) from None


def plainly(field: dict[str, Any], cells: Sequence[str]) -> Judged | None:
    """The judgement of cells each of which is right, or nothing; None where Frictionless must judge.

    Parameters
    ----------
    field : the column, as a schema or datapackage.json describes it.
    """
    if not _is_plain(field):
        return None
    required = is_required(field)
    nothing = NOTHING[:1] if required else NOTHING
    kind, constraints = field["type"], field.get("constraints", {})
    # Among a million cells each look counts: that none holds nothing is seen at once.
    full = not any(word in cells for word in nothing)
    values: list = list(cells) if full else [None if cell in nothing else cell for cell in cells]
    held = values if full else [cell for cell in values if cell is not None]
    if kind in NUMBER:
        if not all(map(PLAIN[kind].fullmatch, held)):
            return None
        values = [None if cell is None else NUMBER[kind](cell) for cell in values]
        held = values if full else [value for value in values if value is not None]
    if not _keep(held, constraints):
        return None
    blank = [] if full else [code for code, value in enumerate(values) if value is None]
    return Judged(values, blank, {code: [REQUIRED] for code in blank} if required else {})


def _is_plain(field: dict[str, Any]) -> bool:
    """Whether a column has only rules that can be kept here, said in the way in which Frictionless wants them."""
    kind, constraints = field.get("type"), field.get("constraints", {})
    known = {"name", "type", "constraints", *TOLD, *(() if is_required(field) else MISSING)}
    return (
        isinstance(kind, str)
        and kind in RULES
        and isinstance(constraints, dict)
        and field.keys() <= known
        and constraints.keys() <= RULES[kind].keys()
        and all(isinstance(field.get(words, ""), str) for words in TOLD)
        and all(type(value) is RULES[kind][rule] for rule, value in constraints.items())
    )


def _keep(values: Collection, constraints: Mapping[str, Any]) -> bool:
    """Whether all values keep the rules other than that there be one."""
    if values and ("minimum" in constraints or "maximum" in constraints):
        least, most = min(values), max(values)
        if not constraints.get("minimum", least) <= least <= most <= constraints.get("maximum", most):
            return False
    if "enum" in constraints and not set(values) <= set(filter(_is_text, constraints["enum"])):
        return False
    if "pattern" not in constraints:
        return True
    try:
        fits = re.compile(f"^{constraints['pattern']}$").match
    except re.error:
        return False
    return all(map(fits, values))


def _is_text(word: object) -> bool:
    return isinstance(word, str)


def _by_frictionless(field: Any, cells: Sequence[str]) -> Judged:
    """A Frictionless field's judgement of cells."""
    read_value, read_cell = field.create_value_reader(), field.create_cell_reader()
    for rule in sorted(BOUNDS & field.constraints.keys()):
        if read_value(bound := field.constraints[rule]) is None:  # it would fail at the first cell
            raise UnknownField(f"{rule} {bound} of a column of the type {field.type}")
    values, wrong = [], {}
    for code, cell in enumerate(cells):
        value, notes = read_cell(cell)
        values.append(value)
        if notes:
            wrong[code] = list(notes)
    nothing = [code for code, value in enumerate(values) if value is None]
    return Judged(values, nothing, wrong, ("type", *field.supported_constraints))
