"""What a cell of a workbook says, as its table has it, and where that cannot be told for certain.

A spreadsheet turns texts into numbers and days where a person types or pastes them: 007 into 7, 1-2 into a day of February. What
stood in the cell when the workbook was written tells which of them came of it, and nothing is guessed.
"""

from __future__ import annotations

import datetime
import math
import re
from typing import NamedTuple

from reviewbook.review.dictionary import PLAIN
from reviewbook.review.mending import dates_in, fits_day, mended_cells
from reviewbook.review.nothing import NOTHING
from reviewbook.review.patterns import worded
from reviewbook.review.problems import quote
from reviewbook.review.questions import SEVERAL, parted, together
from reviewbook.workbook.sheets import Column

# How a workbook writes a character that XML, or a program, would lose; and what would be read as such.
ESCAPED = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")  # half a character is none
TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
NUMERIC = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?")
PERCENT = re.compile(r"0(\.0+)?%")
EXACT = 10**15  # whole numbers below it a spreadsheet keeps to the last digit
AS_TEXT = "typed as text (a cell of the format Text keeps what is typed)"


class Cell(NamedTuple):
    """A cell of a workbook as it was read: its value, of what kind this is ("f": a formula, "e": an error), and its format."""

    value: object
    kind: str = "s"
    format: str = ""


class Odd(NamedTuple):
    """A cell that cannot be taken as it stands."""

    found: str
    expected: str


def escaped(text: str) -> str:
    """A text as a workbook holds it.

    >>> escaped("a_x000D_b"), unescaped(escaped("a_x000D_b"))
    ('a_x005F_x000D_b', 'a_x000D_b')
    """
    return TO_ESCAPE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that a workbook holds."""
    return ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)


def meant(cell: Cell, column: Column, was: str, *, names: str | None = None) -> str | Odd:
    """What a cell says in the form of its table.

    Parameters
    ----------
    was : what stood there when the workbook was written, "" where nothing did.
    names : where the column holds names, the pattern of these (`mending.names_in`).
    """
    value = cell.value
    if value is None:
        return ""
    if cell.kind == "f":
        return Odd(f"the formula {quote(_formula(value))}", "what it comes to, typed as a value")
    if cell.kind == "e":
        return Odd(f"the error {quote(value)}", "a value")
    if isinstance(value, bool):
        return _boolean(value, column, was)
    if isinstance(value, datetime.date):  # a datetime is one too
        return _day(value, column, was)
    if isinstance(value, datetime.time | datetime.timedelta):
        return Odd(f"the time {value}", f"{quote(was)} {AS_TEXT}" if was else f"a value {AS_TEXT}")
    if isinstance(value, int | float):
        return _number(value, column, was, cell.format, names)
    return _text(unescaped(str(value)), column, was, names)


def _formula(value: object) -> object:
    return getattr(value, "text", None) or value


def _text(text: str, column: Column, was: str, names: str | None) -> str:
    plain = _lines(text)
    if text == was or plain.strip() == _lines(was).strip():
        return was
    plain = plain.strip()
    about = column.field
    if column.several and column.listed:
        if SEVERAL in plain:
            return together(_as_listed(parted(plain), column))
        (whole,) = _as_listed([plain], column)
        # Commas part them too, where each part can be chosen and no choice has a comma of its own.
        parts = _as_listed([one.strip() for one in plain.split(",")], column)
        commas = whole not in column.listed and not any("," in one for one in column.listed)
        return together(parts) if commas and set(parts) <= set(column.listed) else whole
    if column.listed and not about.get("constraints", {}).get("enum"):
        about = {**about, "constraints": {"enum": list(column.listed)}}
    return mended_cells([plain], about, name_pattern=names).get(0, plain)


def _as_listed(said: list[str], column: Column) -> list[str]:
    """Answers as the list of their column spells them; what is none of them as it stands."""
    mended = mended_cells(said, {"type": "string", "constraints": {"enum": list(column.listed)}})
    return [mended.get(at, one) for at, one in enumerate(said)]


def _lines(text: str) -> str:
    """A text whose lines end as one types them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _boolean(value: bool, column: Column, was: str) -> str | Odd:
    word = "yes" if value else "no"
    if was.casefold() == str(value).casefold():
        return was
    if word in column.listed:
        return word
    shown = str(value).upper()
    return Odd(f"the truth value {shown}", f"{quote(was)} {AS_TEXT}" if was else f"a word {AS_TEXT}")


def _number(value: float, column: Column, was: str, format_: str, names: str | None) -> str | Odd:
    if not math.isfinite(value):
        return Odd(f"the number {value}", "a value")
    if PERCENT.fullmatch(format_ or ""):
        return _text(f"{value * 100:.10g}%", column, was, names)
    text = digits(value)
    if text == was:
        return was
    if NUMERIC.fullmatch(was) and float(was) == value:
        if column.field.get("type") in PLAIN:
            return was
        return Odd(f"the number {text}, where {quote(was)} stood", f"{quote(was)} {AS_TEXT}")
    if abs(value) >= EXACT:
        return Odd(
            f"the number {text}, of which a spreadsheet keeps 15 digits", f"all of its digits {AS_TEXT}"
        )
    return _text(text, column, was, names)


def digits(value: float) -> str:
    """A number in plain digits.

    >>> digits(12.0), digits(0.1), digits(1e-7), digits(2)
    ('12', '0.1', '0.0000001', '2')
    """
    if float(value).is_integer():
        return str(int(value))
    text = repr(float(value))
    return f"{value:.20f}".rstrip("0") if "e" in text else text


def _day(value: datetime.date, column: Column, was: str) -> str | Odd:
    said = value.isoformat()
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        said = value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if said == was:
        return was
    could = dates_in(" ".join(was.split()))
    if could and any(said == one or (len(one) == 7 and said == f"{one}-01") for one in could):
        if len(could) == 1:
            return was
        return Odd(
            f"the date {said}, where {quote(was)} stood",
            f"{' or '.join(could)}, whichever is meant, {AS_TEXT}",
        )
    fits = fits_day(column.field)
    if fits and fits(said) and (could or was in NOTHING or fits(was)):
        return said
    where = f", where {quote(was)} stood" if was else ""
    return Odd(f"the date {said}{where}", f"the text that is meant, {AS_TEXT}")


def fault(value: str, column: Column) -> str:
    """What an answer should be that its column does not take; "" where it takes it."""
    if value in NOTHING:
        return ""
    said = parted(value) if column.several else [value]
    if column.listed and not set(said) <= set(column.listed):
        among = ", ".join(column.listed)
        return f"some of {among}, parted by semicolons" if column.several else f"one of {among}"
    if (plain := PLAIN.get(column.field.get("type", ""))) and not plain.fullmatch(value):
        return "a number in plain digits, or a word for nothing"
    form = column.field.get("constraints", {}).get("pattern")
    return worded(form) if form and not re.fullmatch(form, value) else ""
