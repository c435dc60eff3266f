"""What spreadsheets make of cells: dates of ranges of pages, powers of ten of long numbers, the words of their errors.

None of it can be turned back for certain: "05-Oct" was 5-10, 10-5 or a day, and "1.10E+01" has lost its last digits.
"""

from __future__ import annotations

import re

DATED = "a date in place of a range"
LONGEST = 24  # characters: no such cell has more
# Months as Excel shortens them in English, German, French, Spanish, Italian, Portuguese and Dutch.
MONTHS = (
    "jan janv ene gen feb febr fév févr fev mar mär märz mrz mars mrt apr avr abr may mai mag mei maio jun juin giu jul juil lug "
    "aug août ago aou sep sept set oct okt ott out nov dec dez déc dic"
)
MONTH = f"(?:{'|'.join(MONTHS.split())})"
# "05-Oct", "Jan-99", "05. Okt", "05-Oct-16".
DATE = re.compile(
    rf"\d{{1,2}}(?:-|\. ?){MONTH}\.?(?:-\d\d(?:\d\d)?)?|{MONTH}\.?-\d\d(?:\d\d)?", re.IGNORECASE
)
CLOCK = r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
DAY = re.compile(rf"\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}{CLOCK}")
SLASHED = re.compile(rf"\d{{1,2}}([/.])\d{{1,2}}\1\d{{4}}{CLOCK}")
POWER = re.compile(r"-?\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
ERROR = re.compile(r"#(?:[A-ZÄÖÜÉ0/]{2,10}[!?]|N/A|NV)|#{3,}")
SERIAL = re.compile(r"[34]\d{4}|5[0-4]\d{3}")  # the days from 1982 to 2050, as a spreadsheet counts them
# Columns that hold a number or a range and never a day; of a newspaper, the day may be written for the issue.
PAGES = frozenset(["pages", "page", "first_page", "last_page"])
NO_DAY = PAGES | {"volume"}
RANGES = NO_DAY | {"issue"}
# Columns in which a number of five digits cannot be meant.
SMALL = frozenset(["issue", "year"])


def damage(cell: str, column: str = "", *, serials: frozenset[str] = SMALL) -> str:
    """What a spreadsheet made of a cell, in words; blank where nothing shows it.

    Parameters
    ----------
    column : its name in our tables; in some a day, or the number of a day, cannot be meant
    serials : the columns in which a whole number of five digits is the number of a day

    >>> damage("05-Oct"), damage("#REF!"), damage("44197", "issue"), damage("44197", "pages"), damage("5-10")
    ('a date in place of a range', 'the error of a formula', 'the number of a day', '', '')
    """
    if len(cell) > LONGEST:
        return ""
    cell = cell.strip()
    if cell[:1] == "#":
        return "the error of a formula" if ERROR.fullmatch(cell) else ""
    if not (cell[:1].isdigit() or cell[-1:].isdigit()):  # as most cells are
        return ""
    if cell.lower() != cell.upper():  # it has letters
        if "+" in cell:
            return "a power of ten in place of the number itself" if POWER.fullmatch(cell) else ""
        return DATED if column != "year" and DATE.fullmatch(cell) else ""
    if column in serials and SERIAL.fullmatch(cell):
        return "the number of a day"
    day = (column in RANGES and DAY.fullmatch(cell)) or (column in NO_DAY and SLASHED.fullmatch(cell))
    return DATED if day else ""
