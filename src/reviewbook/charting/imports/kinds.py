"""Of what type the answers in a column are, and each in the form of that type; what does not fit it stays as it is, and is named.

The rules, in their order; words for nothing do not count, nor does a dash, which is no answer:

yes_no   every answer is yes, no or unclear (y, n, "can't tell")
number   nearly all are plain numbers, with one unit at most behind them (90%, 12 months)
date     nearly all are days, months or years of the calendar with more than a year alone
country  the heading asks for one
choices  answers parted by ";" (or by "," where each part stands in several different cells) recur
choice   few different answers recur; "Other: ..." counts as one of them, and is kept as charted
text     all else
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewbook.files.wording import TICKS, bare, letters, one_line, words
from reviewbook.review.mending import MONTHS, key
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED

WORDS = {
    NOT_APPLICABLE: "na|n/a|n.a|n.a.|n. a|not applicable|notapplicable|not_applicable",
    NOT_REPORTED: "nr|n/r|n.r|n.r.|not reported|not_reported|not stated|not mentioned|not specified|not described",
    NOT_AVAILABLE: "not available|not_available",
}
NOTHING = {word: kind for kind, ones in WORDS.items() for word in ones.split("|")}
KEYED = {key(word): word for word in WORDS}  # as the tables read them
SHORT = 20  # characters; in a longer text no word stands for nothing
DASHES = words("- – — -- ―")
YES_NO = {
    "yes": "yes", "y": "yes", "no": "no", "n": "no", "unclear": "unclear", "can't tell": "unclear",
    "cannot tell": "unclear", "unsure": "unclear",
}  # fmt: skip
TICKED = {**dict.fromkeys(("x", *TICKS, "1", "true"), True), **dict.fromkeys(("0", "false"), False)}
NUMBER = re.compile(
    r"(?:n ?= ?)?([+-]?\d{1,3}(?:,\d{3})+|[+-]?\d+)(\.\d+)? ?([%°a-z][a-z/ ²]{0,14})?", re.IGNORECASE
)
COMMA = re.compile(r"([+-]?\d+),(\d{1,2}|\d{4,})((?: ?[%°a-z].*)?)", re.IGNORECASE)  # 1,5; not 1,234
UNITS = {
    "%": "percent",
    "yrs": "years",
    "yr": "years",
    "y": "years",
    "mo": "months",
    "wks": "weeks",
    "d": "days",
}
NO_UNIT = words("n no number text mean sd x -")
ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?: 00:00:00)?")
NAMED_DAY = re.compile(r"(?:(\d{1,2})[. -]+)?([A-Za-z]{3,9})\.?[ ,-]+(?:(\d{1,2}), )?(\d{4}|\d{2})")
OTHER = re.compile(r"others?\b\s*[:(\-–]", re.IGNORECASE)
COUNTRY = re.compile(r"\bcountr(?:y|ies)\b", re.IGNORECASE)
SEVERAL = (";", ",")
FEW_ODD = 3  # cells that do not fit a type, at most; and no more than this share of them:
ODD = 0.05
MOST = 20  # different answers of a choice
SHARE = 0.8  # of the answers to a choice recur
LEAST = 4  # answers to a choice
LONGEST = 200  # characters of a choice
OWN = "Other"


class Guess(NamedTuple):
    """What the answers of a column are."""

    type: str
    unit: str
    values: list[str]  # one a cell, in the form of the type; blank where there is none
    odd: list[int]  # cells that do not fit the type, whose value is blank
    choices: list[str]  # those of a choice, in the order of how often they were given
    others: list[str]  # answers that begin with "Other:", as charted


def plain(cell: str) -> str:
    """A cell on one line, a word for nothing as the tables write it, a dash as a blank.

    >>> plain("N/A "), plain("NR"), plain(" – "), plain("Unclear")
    ('not_applicable', 'not_reported', '', 'Unclear')
    """
    text = one_line(cell)
    if text in DASHES:
        return ""
    return word(text)


def word(text: str) -> str:
    """A text, or the word for nothing that it stands for."""
    if len(text) >= SHORT:
        return text
    return NOTHING.get(text.casefold()) or KEYED.get(key(text), text)


def guessed(cells: Sequence[str], heading: str) -> Guess:
    """The type of the answers in a column; ``cells`` are from `plain`."""
    given = {at: cell for at, cell in enumerate(cells) if cell and cell not in WORDS}
    for tried in (_yes_no, _number, _date, _country, _choices, _choice):
        if given and (found := tried(cells, given, heading)) is not None:
            return found
    return Guess("text", "", list(cells), [], [], [])


def as_type(cells: Sequence[str], kind: str) -> Guess | None:
    """The answers of a column whose type is known already: what does not fit it is odd; None where the type takes every text."""
    given = {at: cell for at, cell in enumerate(cells) if cell and cell not in WORDS}
    if kind == "yes_no":
        read = {at: YES_NO.get(bare(cell)) for at, cell in given.items()}
        return _filled("yes_no", "", cells, read)
    if kind == "number":
        told = {at: _numbered(cell) for at, cell in given.items()}
        return _filled("number", "", cells, {at: one and one[0] for at, one in told.items()})
    if kind == "date":
        return _filled("date", "", cells, {at: dated(cell) for at, cell in given.items()})
    if kind == "choices":
        mark = _mark(given.values()) or ";"
        read = {at: "; ".join(_parts(cell, mark)) for at, cell in given.items()}
        return _filled("choices", "", cells, read)
    return None


def _filled(kind: str, unit: str, cells: Sequence[str], read: dict[int, str | None]) -> Guess:
    values = [(read[at] or "") if at in read else cell for at, cell in enumerate(cells)]
    return Guess(kind, unit, values, [at for at, one in read.items() if not one], [], [])


def _few(odd: int, of: int) -> bool:
    return odd <= FEW_ODD and odd <= ODD * of


def _yes_no(cells: Sequence[str], given: dict[int, str], heading: str) -> Guess | None:
    read = {at: YES_NO.get(bare(cell)) for at, cell in given.items()}
    if None in read.values() or set(read.values()) == {"unclear"}:
        return None
    return _filled("yes_no", "", cells, read)


def _number(cells: Sequence[str], given: dict[int, str], heading: str) -> Guess | None:
    comma = any(map(COMMA.fullmatch, given.values()))
    told = {at: _numbered(cell, comma=comma) for at, cell in given.items()}
    units = Counter(one[1] for one in told.values() if one and one[1])
    if len(units) > 1:  # the one that nearly all have
        unit = units.most_common(1)[0][0]
        told = {at: None if one and one[1] and one[1] != unit else one for at, one in told.items()}
    unit = next(iter(units.most_common(1)), ("", 0))[0]
    read = {at: one[0] if one else None for at, one in told.items()}
    odd = sum(one is None for one in read.values())
    if odd == len(read) or not _few(odd, len(read)):
        return None
    if unit and len(unit) == 1 and unit.isalpha():  # "12 a" are names of things
        return None
    return _filled("number", unit, cells, read)


def _numbered(cell: str, *, comma: bool = False) -> tuple[str, str] | None:
    """The number in a cell and its unit; None where it holds anything else.

    ``comma`` : its column has decimal commas, so that 1,234 could be two numbers, and is none.
    """
    if decimal := COMMA.fullmatch(cell):
        cell = f"{decimal[1]}.{decimal[2]}{decimal[3]}"
    elif comma and "," in cell:
        return None
    found = NUMBER.fullmatch(cell)
    if not found:
        return None
    whole, part, unit = found[1].replace(",", ""), found[2] or "", (found[3] or "").strip().casefold()
    if len(whole.lstrip("+-")) > 15:
        return None
    return f"{whole}{part}".lstrip("+"), UNITS.get(unit, unit)


def unit(text: str) -> str:
    """The unit that stands below a heading, as questions have it; blank where it is none.

    >>> unit("km"), unit("%"), unit("n")
    ('km', 'percent', '')
    """
    name = text.strip("()[] ").casefold()
    return "" if name in NO_UNIT or ("/" in name and len(name) > 6) else UNITS.get(name, name)


def _date(cells: Sequence[str], given: dict[int, str], heading: str) -> Guess | None:
    read = {at: dated(cell) for at, cell in given.items()}
    odd = sum(one is None for one in read.values())
    if odd == len(read) or not _few(odd, len(read)):
        return None
    return _filled("date", "", cells, read)


def dated(cell: str) -> str | None:
    """A day or month of the calendar as ISO has it; None for anything else, and for what could be two days.

    >>> dated("May-20"), dated("3 March 2019"), dated("2019-03-31 00:00:00"), dated("03/04/2019"), dated("2019")
    ('2020-05', '2019-03-03', '2019-03-31', None, '2019')
    """
    text = one_line(cell)
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return text
    if found := ISO.fullmatch(text):
        return "-".join(part for part in found.groups() if part)
    if found := NAMED_DAY.fullmatch(text):
        month = [at for at, name in enumerate(MONTHS, 1) if name.startswith(found[2].casefold()[:9])]
        year = found[4] if len(found[4]) == 4 else f"20{found[4]}"
        day = found[1] or found[3]
        if len(month) == 1 and (not day or int(day) <= 31):
            return f"{year}-{month[0]:02}" + (f"-{int(day):02}" if day else "")
    return None


def _country(cells: Sequence[str], given: dict[int, str], heading: str) -> Guess | None:
    if not COUNTRY.search(heading) or any(len(cell) > LONGEST for cell in given.values()):
        return None
    return Guess("country", "", list(cells), [], [], [])


def _parts(cell: str, mark: str) -> list[str]:
    """The answers in a cell of several; what stands behind "Other:" is one, for its author wrote the marks within."""
    head, other = cell, ""
    if found := re.search(rf"(?:^|{re.escape(mark)})\s*(?={OTHER.pattern})", cell, re.IGNORECASE):
        head, other = cell[: found.start()], cell[found.end() :]
    parts = [one for part in head.split(mark) if (one := part.strip())]
    return list(
        dict.fromkeys([*parts, *([re.sub(r"\s*;\s*", ", ", other.strip())] if other.strip() else [])])
    )


def _mark(cells: Iterable[str]) -> str:
    """What parts several answers in the cells of a column; blank where nothing does."""
    cells = list(cells)
    for mark in SEVERAL:
        parted = [_parts(cell, mark) for cell in cells]
        several = [parts for parts in parted if len(parts) > 1]
        own = Counter(key(part) for parts in parted for part in parts if not OTHER.match(part))
        if not several or not own:
            continue
        within: Counter[str] = Counter()
        for parts in {tuple(sorted(map(key, parts))) for parts in parted}:
            within.update(parts)
        if mark == ";":
            recur = sum(n for n in own.values() if n > 1)
            if len(own) <= MOST and recur >= SHARE * sum(own.values()) and max(map(len, own)) <= LONGEST:
                return mark
        elif (
            len(several) > 2
            and len(own) <= MOST
            and all(within[part] > 1 for part in own)
            and not {key(parts[0]) for parts in several} & set(YES_NO)
        ):
            return mark
    return ""


def _choices(cells: Sequence[str], given: dict[int, str], heading: str) -> Guess | None:
    mark = _mark(given.values())
    if not mark:
        return None
    read: dict[int, str | None] = {at: "; ".join(_parts(cell, mark)) for at, cell in given.items()}
    parts = [part for cell in given.values() for part in _parts(cell, mark)]
    found = _filled("choices", "", cells, read)
    main, others = _ranked(parts)
    return found._replace(choices=main, others=others)


def _choice(cells: Sequence[str], given: dict[int, str], heading: str) -> Guess | None:
    main = [cell for cell in given.values() if not OTHER.match(cell)]
    own = Counter(map(key, main))
    recur = sum(n for n in own.values() if n > 1)
    few = len(main) >= LEAST and len(own) <= min(MOST, len(main) / 2) and recur >= SHARE * len(main)
    if not few or len(main) * 2 < len(given) or max(map(len, main)) > LONGEST:
        return None
    ranked, others = _ranked(given.values())
    return Guess("choice", "", list(cells), [], ranked, others)


def _ranked(answers: Iterable[str]) -> tuple[list[str], list[str]]:
    """The choices, the most frequent first, each in its most frequent spelling; and the answers that begin with "Other:"."""
    spelt: dict[str, Counter[str]] = {}
    others: dict[str, str] = {}
    for answer in answers:
        if OTHER.match(answer):
            others.setdefault(key(answer), answer)
        else:
            spelt.setdefault(key(answer), Counter())[answer] += 1
    ranked = sorted(spelt.values(), key=lambda one: (-one.total(), min(one)))
    return [min(one, key=lambda text: (-one[text], text)) for one in ranked], list(others.values())


def ticked(cell: str) -> bool | None:
    """Whether a cell has a tick; None where it holds something that is neither a tick nor the lack of one."""
    if not cell:
        return False
    return TICKED.get(letters(cell) or cell.strip())
