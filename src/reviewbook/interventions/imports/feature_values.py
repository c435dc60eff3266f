"""The values of features that a matrix gives: what each cell means, with its evidence and place, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reviewbook.files.wording import compared, one_line
from reviewbook.interventions.imports.feature_table import Cell, Matrix
from reviewbook.interventions.imports.feature_words import BLANK, YES, Words, repeats
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED
from reviewbook.review.problems import Problem, quote

STANDS_FOR = ("no", NOT_REPORTED)  # what blank cells may be said to mean
SILENT = (NOT_REPORTED, NOT_AVAILABLE)  # without evidence
VALUES = ("yes", "no", "unclear", *SILENT)
SHOWN = 12  # places of a word that are told one by one


@dataclass(frozen=True)
class Value:
    """The value of a feature of an intervention, as a row of feature_values has it."""

    value: str
    evidence: str
    locator: str
    report_id: str
    said: str = ""  # what the file says beside the value


def values_of(
    read: Matrix,
    file: str,
    *,
    blank: str | None,
    reports: Mapping[str, str],
    also: Collection[str] = (),
    aside: Collection[tuple[int, int]] = (),
) -> tuple[dict[tuple[int, int], Value], list[Problem]]:
    """The value of each pair of intervention and feature, and a problem for what is none.

    Parameters
    ----------
    file : the name of the file that the matrix is from.
    blank : one of `STANDS_FOR`: what a cell without a word means; None makes one problem of all of them (IMPT-009).
    reports : report_id by the name that a report may have in the file (`plain`).
    also : words for nothing that are values too.
    aside : places of intervention and feature of which the feature is not asked: a blank cell there says nothing.

    Returns
    -------
    values by the places of intervention and feature in the matrix, and the problems (IMPT-008, IMPT-009, IMPT-010, INTV-003)
    """
    wrong: list[Problem] = []
    words = Words(cell.written for cell in read.cells)
    values: dict[tuple[int, int], Value] = {}
    odd: dict[tuple[str, str], list[Cell]] = {}
    silent: list[Cell] = []
    for cell in read.cells:
        label = read.features[cell.feature].label
        reading = words.read(cell.written)
        value = YES if repeats(cell.written, label) else reading.value
        if value == BLANK and (cell.intervention, cell.feature) in aside:
            continue
        if value == BLANK:
            silent.append(cell)
            value = blank
        elif value not in (*VALUES, *also):
            key = (NOT_APPLICABLE, "") if value == NOT_APPLICABLE else (one_line(cell.written), label)
            odd.setdefault(key, []).append(cell)
            continue
        if value is None:
            continue
        if cell.evidence and value in SILENT and compared(cell.evidence) != compared(value):
            seen = f"{value} with evidence {quote(cell.evidence)}"
            wrong.append(Problem("INTV-003", file, seen, f"no evidence where the value is {value}", cell.row))
            continue
        made = _value(cell, value, file, more=reading.more, reports=reports)
        pair = (cell.intervention, cell.feature)
        if (earlier := values.get(pair)) is None:
            values[pair] = made
        elif earlier.value == value:
            values[pair] = _joined(earlier, made)
        else:
            seen = f"{value} for {read.interventions[cell.intervention].label}, {label}"
            wrong.append(
                Problem(
                    "IMPT-010", file, seen, f"{earlier.value}, as at {earlier.locator}", cell.row, cell.column
                )
            )
    wrong += [_odd(word, cells, file) for (word, _), cells in odd.items()]
    if silent and blank is None:
        wrong.append(_silent(silent, file))
    return values, wrong


def _value(cell: Cell, value: str, file: str, *, more: bool, reports: Mapping[str, str]) -> Value:
    written = one_line(cell.written)
    said = cell.evidence or (written if more else "")
    place = f"{file}, row {cell.row}, column {cell.column}" if cell.row else f"{file}, no row for it"
    if value in SILENT:
        evidence = value
        place += f": “{written}”" if more else ""
    elif cell.evidence:
        evidence = cell.evidence
    elif more:
        evidence = written
    else:
        evidence = (
            f"Charted as “{written}” in the matrix" if written else "Charted as a blank cell in the matrix"
        )
        evidence = evidence if cell.row else "Not listed in the matrix"
    report = reports.get(compared(cell.report), "") if cell.report else ""
    own = [part for part in ("" if report else cell.report, cell.locator) if part]
    locator = f"{', '.join(own)} ({place})" if own else place
    return Value(value, evidence, locator, report or NOT_APPLICABLE, said)


def _joined(one: Value, other: Value) -> Value:
    """Two rows of a long table that give the same value: the evidence of both, and no single report behind it."""
    said = [value.evidence for value in (one, other)]
    places = f"{one.locator}; {other.locator}"
    report = one.report_id if one.report_id == other.report_id else NOT_APPLICABLE
    beside = "; ".join(dict.fromkeys(filter(None, (one.said, other.said))))
    return Value(one.value, "; ".join(dict.fromkeys(said)), places, report, beside)


def _odd(word: str, cells: list[Cell], file: str) -> Problem:
    """A word that is no value, at the first place where it stands and with the others."""
    first = cells[0]
    if word == NOT_APPLICABLE:
        seen = f"{quote(one_line(first.written))} in {len(cells)} cell{'s' * (len(cells) > 1)}, the first of them here"
        wanted = f"no where the feature cannot be there, {NOT_REPORTED} where nobody said"
    else:
        also = [
            str(cell.row) if cell.column == first.column else f"{cell.row} ({cell.column})"
            for cell in cells[1:]
        ]
        rows = ", ".join(also[:SHOWN]) + (f" and {len(also) - SHOWN} more" if len(also) > SHOWN else "")
        seen = quote(word) + (f", also in row{'s' * (len(also) > 1)} {rows}" if also else "")
        wanted = f"one of {', '.join(VALUES)}"
    return Problem("IMPT-008", file, seen, wanted, first.row, first.column)


def _silent(cells: list[Cell], file: str) -> Problem:
    """All cells without a word, as one problem."""
    first = min(cells, key=lambda cell: (cell.row is None, cell.row or 0))
    if first.row is None:
        seen = f"no row for {len(cells)} of the pairs of intervention and feature"
    else:
        seen = f"{len(cells)} cell{'s' * (len(cells) > 1)} blank or with a dash, the first of them here"
    return Problem(
        "IMPT-009",
        file,
        seen,
        f"a value, or --blank {' or --blank '.join(STANDS_FOR)}",
        first.row,
        first.column,
    )
