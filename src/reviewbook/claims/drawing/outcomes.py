"""How the printed numbers end: a bar each for those that hold, differ and cannot be decided, and for those that nothing tests."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.claims.of_review import evaluated
from reviewbook.page.drawing import Bars, Sheet, both
from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, page
from reviewbook.page.words import counted, do
from reviewbook.review.model import Review

NAME = "outcomes"
# Verdict: what its bar is called, and how it is drawn.
BARS = {
    "holds": ("Hold", "y"),
    "differs": ("Differ", "n"),
    "cannot_be_checked": ("Cannot be decided", "u"),
}
UNTESTED = ("No independent check", "g")


def outcomes(review: Review) -> HTML | Markdown:
    """How many printed numbers hold, differ and cannot be decided, and how many no independent check tests."""
    whole = review.full
    if line := absent(whole, "claims"):
        return page(line)
    checked = evaluated(whole)
    n = ends(checked)
    looks = dict([*BARS.values(), UNTESTED])

    def draw(sheet: Sheet) -> None:
        bars = Bars(sheet, list(n), [f"{one:,}" for one in n.values()], max(n.values()))
        for label, one in n.items():
            bars.row(label, [(looks[label], one)], f"{one:,}")

    unit = f"{what(checked)}, by how the check of each ends"
    told = "; ".join(f"{label}: {one:,}" for label, one in n.items())
    drawing = both(draw, title="How the checks of printed numbers end", description=f"{told}.", name=NAME)
    data = Data(["How the check ends", "Numbers"], list(n.items()))
    return HTML(
        framed(
            whole,
            drawing,
            name=NAME,
            finding=finding(checked),
            unit=unit[:1].upper() + unit[1:],
            tables=["claims"],
            data=data,
        )
    )


def ends(checked: pd.DataFrame) -> dict[str, int]:
    """The numbers of the bars, by what they are called: independent checks by verdict; of a review that judges no kinds, all of them.

    Parameters
    ----------
    checked : from `reviewbook.claims.verdicts.evaluate`
    """
    from reviewbook.claims.kinds import INDEPENDENT, NOT_JUDGED, by_kind

    table, of = by_kind(checked), len(checked)
    if table.at[NOT_JUDGED, "all"] == of:
        return {label: int(table[verdict].sum()) for verdict, (label, _) in BARS.items()}
    own = {label: int(table.at[INDEPENDENT, verdict]) for verdict, (label, _) in BARS.items()}
    return own | {UNTESTED[0]: of - sum(own.values())}


def finding(checked: pd.DataFrame) -> str:
    """What the checks come to, as the title of the figure: "33 of 51 numbers that can be checked independently hold; 6 differ"."""
    n = ends(checked)
    holds, differs, *_ = n.values()
    of = sum(n.values()) - n.get(UNTESTED[0], 0)
    if not of:
        return "No printed number can be checked independently"
    how = " that can be checked independently" if UNTESTED[0] in n else ""
    return f"{holds:,} of {counted(of, 'number')}{how} {do(holds, 'hold')}; {f'{differs:,}' if differs else 'none'} {do(differs, 'differ')}"


def what(claims: pd.DataFrame) -> str:
    """What is checked: "85 printed numbers and 6 statements that amount to one"."""
    from reviewbook.claims.kinds import statements

    stated = statements(claims)
    numbers = counted(len(claims) - stated, "printed number")
    if not stated:
        return numbers
    amounting = f"{counted(stated, 'statement')} that {do(stated, 'amount')} to one"
    return amounting if stated == len(claims) else f"{numbers} and {amounting}"
