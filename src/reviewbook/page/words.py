"""How values are said: symbols with their words, numbers, lists, links. One place, so that every page says them alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from reviewbook.page.escape import myst, myst_code
from reviewbook.review.labels import NOT_ANSWERED, NOT_YET, UNSAID, label
from reviewbook.review.nothing import AS_CHARTED, NOT_REPORTED, WORDS
from reviewbook.review.nouns import plural
from reviewbook.review.problems import codes

FOLD = "{.rb-fold}\n"  # before a heading, as MyST: its section is closed until a reader opens it
NONE = UNSAID[NOT_REPORTED]
NOT_ASKED = "not_asked"  # of a cell of which nobody was asked
SYMBOLS = {  # value -> (symbol and word, class of the span)
    "yes": ("✓ yes", "rb-yes"),
    "no": ("✗ no", "rb-no"),
    "unclear": ("? unclear", "rb-unclear"),
    **{kind: (text, "rb-nr") for kind, text in UNSAID.items()},
    NOT_REPORTED: (f"– {NONE}", "rb-nr"),
    "not_answered": (NOT_ANSWERED, "rb-nr"),
    NOT_ASKED: ("not asked", "rb-state-not-asked"),
    "cannot_tell": ("? can't tell", "rb-cannottell"),
    "conflict": ("! appraisers differ", "rb-differs"),
    "reported": ("✓ reported", "rb-yes"),
    "partly": ("◐ partly", "rb-unclear"),
    "alone": ("! alone", "rb-differs"),
    "mostly": ("◐ mostly", "rb-unclear"),
    "computed": ("computed", "rb-computed"),
    "favours": ("▲ favours", "rb-yes"),
    "against": ("▼ against", "rb-no"),
    "no_difference": ("◄► no difference", "rb-even"),
    "conflicting": ("◁▷ conflicting", "rb-unclear"),
    "counted": ("✓ counted", "rb-yes"),
    "conflict_open": ("! open", "rb-differs"),
    "holds": ("✓ holds", "rb-holds"),
    "differs": ("✗ differs", "rb-differs"),
    "cannot_be_checked": ("– cannot be decided", "rb-cannotcheck"),
}
# Up to so many names all are given in a cell; of more, which nobody reads in a row, the first few and how many more there are.
MOST_NAMED, FIRST_NAMED = 120, 20
NUMBER_WORDS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

escape = myst  # what nearly every text of a table goes through


def symbol(value: object) -> str:
    """A coded value as symbol and word, in a span that carries its class."""
    words, css = SYMBOLS["" if pd.isna(value) else str(value)]
    return f"[{words}]{{.{css}}}"


def said(value: object) -> str:
    """A charted cell as MyST: escaped text, or which of the four kinds of nothing it is."""
    if pd.isna(value) or str(value) == "":
        return symbol("")
    if str(value) in WORDS:
        return symbol(value)
    return myst(value)


def coded(value: object) -> str:
    """A cell of coded words as MyST: its label, or which kind of nothing it is."""
    return said(value) if pd.isna(value) or value in WORDS else myst(label(value))


def charted(row: pd.Series, column: str) -> str:
    """A number as it was charted: the number, or which kind of nothing the cell holds."""
    value = row[column]
    return said(row[column + AS_CHARTED]) if pd.isna(value) else number(value)


def number(value: float | None) -> str:
    """A number for readers: thousands apart, whole where it is whole, else one decimal; "–" where there is none."""
    if value is None or pd.isna(value):
        return "–"
    value = float(value)
    whole = abs(value - round(value)) < 1e-9  # 99.99999999999999 is 100
    return f"{value:,.0f}" if whole else f"{value:,.1f}"


def coefficient(value: object, low: object = None, high: object = None) -> str:
    """A coefficient with two decimals, and its interval where there is one: "0.68 (0.42 to 0.94)"; "–" where there is none."""
    two, *ends = ("–" if pd.isna(one) else f"{one:.2f}".replace("-", "−") for one in (value, low, high))
    return two if pd.isna(low) else f"{two} ({ends[0]} to {ends[1]})"


def fraction(k: int, n: int) -> str:
    """A part of a whole: "7/11"; "–" where there is no whole."""
    return f"{k:,}/{n:,}" if n else "–"


def of_all(low: int, high: int, n: int) -> str:
    """A part of a whole that may be known as a range only: "5 of 11", "0 to 7 of 11"; "–" where there is no whole.

    What is open is neither in the part nor out of it: ``low`` counts what surely is, ``high`` what may be.
    """
    return f"{span(low, high)} of {n:,}" if n else "–"


def unbroken(text: str) -> str:
    """Text that stays in one line, such as a range in a narrow column."""
    return text.replace(" ", "\u00a0")


def date(text: str) -> str:
    """A year, month or day in words: "2017-12" -> "December 2017"; two with / between them as a period, anything else as it is."""
    if "/" in text:
        return " to ".join(map(date, text.split("/")))
    parts = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?", text)
    if not parts:
        return text
    year, month, day = parts.groups()
    return " ".join([*([str(int(day))] if day else []), *([MONTHS[int(month) - 1]] if month else []), year])


def silence(cells: pd.Series) -> str:
    """What is said in place of a value that none of these cells (as charted) holds.

    "not charted yet" where any is blank, else the kinds of nothing that they hold: "not reported or not available".
    """
    if (cells.isna() | (cells == "")).any():
        return NOT_YET
    return joined((UNSAID[word] for word in WORDS if (cells == word).any()), last="or") or NONE


def span(low: float | None, high: float | None) -> str:
    """A range of numbers: "1 to 4"; one number where both ends are the same; "–" where there is none."""
    return number(low) if pd.isna(low) or low == high else f"{number(low)} to {number(high)}"


def in_words(count: int) -> str:
    """A small count in words, as prose has it: 3 -> "three", 15 -> "15"."""
    return NUMBER_WORDS[count] if 0 < count < len(NUMBER_WORDS) else f"{count:,}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: (1, "report") -> "1 report", (15, "report") -> "15 reports"."""
    return f"{count:,} {one if count == 1 else many or plural(one)}"


def of_asked(n: int, of: int, noun: str = "report", nouns: str | None = None, *, some: bool) -> str:
    """A part of those that were asked: "2 of 9 reports asked", "2 of 9 reports" where all were; "asked of no report".

    Parameters
    ----------
    of : how many were asked.
    some : whether others were not.
    """
    if some and not of:
        return f"asked of no {noun}"
    return f"{n:,} of {counted(of, noun, nouns)}{' asked' if some else ''}"


def leading(count: int, of: int) -> str:
    """What a part is that no other is larger than: (9, 15) -> "most of them (9 of 15)", (5, 15) -> "the largest number (5 of 15)"."""
    share = "most of them" if 2 * count > of else "the largest number"
    return f"{share} ({count:,} of {of:,})"


def joined(words: Iterable[str], last: str = "and") -> str:
    """Words as a list in prose: a, b and c."""
    words = list(words)
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def first(items: Sequence[str]) -> tuple[Sequence[str], str]:
    """The items that a list names, and what it says of the others: "1,980 more", blank where all are named."""
    if len(items) <= MOST_NAMED:
        return items, ""
    return items[:FIRST_NAMED], f"{len(items) - FIRST_NAMED:,} more"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Names as a list in prose, a long one cut: "a, b and 1,980 more"; empty where there is none."""
    shown, more = first(list(words))
    return joined([*shown, *([more] if more else [])], last)


def cite(reports: Iterable[str]) -> str:
    """Reports as one citation that links to the bibliography, a long one cut; empty where there is none."""
    shown, more = first(list(reports))
    cited = f"{{cite:t}}`{','.join(shown)}`" if shown else ""
    return f"{cited} and {more}" if more else cited


def do(count: int, verb: str) -> str:
    """A verb as its subject's number asks: (1, "give") -> "gives", (2, "have") -> "have"."""
    one = {"have": "has", "do": "does", "are": "is"}
    return one.get(verb, f"{verb}s") if count == 1 else verb


def remedy(code: str) -> str:
    """What to do about a problem code, as MyST: commands and options as code."""
    return with_code(codes()[code].remedy)


def with_code(text: str) -> str:
    """A text of ours as MyST, what stands in backticks and options as code."""
    parts = re.split(r"`([^`]+)`|(?<!\w)(--[a-z][a-z-]*)", text)
    plain, commands, options = parts[::3], parts[1::3], parts[2::3]
    said = [_glued(plain[0])]
    for command, option, after in zip(commands, options, plain[1:], strict=True):
        said += [myst_code(command or option), _glued(after)]
    return "".join(said)


def _glued(text: str) -> str:
    """Text beside code: `escape` takes the blanks at its ends away."""
    before, after = " " * text.startswith(" "), " " * text.endswith(" ")
    return before + escape(text) + after if text.strip() else " " * bool(text)
