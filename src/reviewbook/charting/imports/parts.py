"""The parts of an extraction: what one charter filled in of one work, and which columns tell of the work and the charter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reviewbook.charting.imports import cited, headings, sheet
from reviewbook.charting.imports.cited import Work
from reviewbook.charting.imports.sheet import CODE, SHAPE, Column, Line, Sheet
from reviewbook.files.wording import letters, words
from reviewbook.review.answers import CONSENSUS
from reviewbook.review.nothing import NOT_REPORTED
from reviewbook.review.problems import Problem, ReviewProblems, quote

SETTLES = words("consensus final finalconsensus agreed agreement adjudicated adjudication resolved")
LEFT_OUT = "-"


class Part(NamedTuple):
    """What one charter filled in of one work."""

    rows: list[Line]
    work: Work
    charter: str


def columns_of(found: Sheet, said: Mapping[str, str], file: str) -> tuple[dict[str, Column], list[Column]]:
    """The columns that tell of the work and the charter, by what they tell; and those of questions.

    Raises
    ------
    ReviewProblems (IMPT-005) where ``--columns`` names a heading that is not there, (CHAR-011) where nothing names the study.
    """
    by_letters: dict[str, Column] = {}
    for column in reversed(found.columns):
        by_letters |= {letters(column.parts[-1]): column}
    by_letters |= {letters(column.heading): column for column in found.columns}
    if wrong := [heading for heading in said if heading not in by_letters and not _is_group(heading, found)]:
        there = ", ".join(column.heading for column in found.columns)
        raise ReviewProblems(
            [
                Problem("IMPT-005", "--columns", f"the heading {quote(one)}", f"one of {there}")
                for one in wrong
            ]
        )
    roles = {name: by_letters[heading] for heading, name in said.items() if name in headings.ROLES}
    out = {by_letters[heading].at for heading, name in said.items() if name == LEFT_OUT}
    named = {by_letters[heading].at for heading in said if heading in by_letters}
    for column in found.columns:
        name = headings.role(column.parts)
        if name is None or column.at in named:
            continue
        if name not in roles or (
            roles[name].at not in named
            and headings.rank(name, column.parts[-1]) < headings.rank(name, roles[name].parts[-1])
        ):
            roles[name] = column
    if not any(name in roles for name in headings.KEYS):
        there = ", ".join(column.heading for column in found.columns[:8])
        raise ReviewProblems([Problem(CODE, file, f"the headings {there}", SHAPE)])
    taken = {column.at for column in roles.values()} | out
    return roles, [column for column in found.columns if column.at not in taken]


def _is_group(heading: str, found: Sheet) -> bool:
    return any(letters("".join(column.parts[:-1])) == heading for column in found.columns)


def parts_of(
    found: Sheet, roles: Mapping[str, Column], charter: str | None
) -> tuple[list[Part], dict[tuple[str, ...], tuple[Work, int]]]:
    """What one charter filled in of one study, in the order of the sheet, with its rows; and the works by what tells them apart.

    The consensus tells first what a work is, then who comes first.
    """
    keys = {roles[name].at for name in headings.KEYS if name in roles}
    who = roles.get("charter")
    groups = sheet.studies(
        found, lambda column: column.at in keys, lambda column: who is not None and column.at == who.at
    )
    numbered = _numbered(groups, roles)
    parts: dict[tuple[tuple[str, ...], str], Part] = {}
    works: dict[tuple[str, ...], tuple[Work, int]] = {}
    by: dict[tuple[str, ...], str] = {}
    for rows in groups:
        told = {
            name: next((cells[column.at] for _, cells in rows if cells[column.at]), "")
            for name, column in roles.items()
        }
        work = cited.work(told, numbered=numbered)
        name = _charter(told.get("charter", ""), charter)
        if work.key not in works or (name == CONSENSUS and by[work.key] != CONSENSUS):
            works[work.key] = work, works.get(work.key, (work, rows[0][0]))[1]
            by[work.key] = name
        if (work.key, name) in parts:
            parts[work.key, name].rows.extend(rows)
        else:
            parts[work.key, name] = Part(list(rows), work, name)
    return list(parts.values()), works


def _charter(cell: str, said: str | None) -> str:
    if letters(cell) in SETTLES:
        return CONSENSUS
    return cell or said or NOT_REPORTED


def _numbered(groups: Sequence[Sequence[Line]], roles: Mapping[str, Column]) -> bool:
    """Whether the numbers of a sheet tell its works apart: not where they only count its rows."""
    if "number" not in roles:
        return False
    numbers = [rows[0][1][roles["number"].at] for rows in groups]
    others = [name for name in ("study", "citation", "title", "doi") if name in roles]
    names = {tuple(rows[0][1][roles[name].at] for name in others) for rows in groups}
    return all(numbers) and (
        not others or not (len(set(numbers)) == len(groups) > len(names) and "charter" in roles)
    )
