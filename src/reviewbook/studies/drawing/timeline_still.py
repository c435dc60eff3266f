"""The timeline as a drawing: for each report its study period and its publication; of many reports both counted by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from reviewbook.page.drawing import GAP, LABELS, PITCH, SIZE, SMALL, Sheet, cut, key, widest
from reviewbook.page.svg import number, wrap

ROW = 22.0
TALL = 150.0  # of the highest bar
STEPS = (1, 2, 5, 10, 20, 50, 100)


def by_report(sheet: Sheet, table: pd.DataFrame, names: Mapping[str, str], silent: Mapping[str, str]) -> None:
    """A row a report: a bar for its study period, a stroke in the middle of the year in which it was published.

    Parameters
    ----------
    table : of `periods.periods`, in the order drawn.
    names : report_id -> what it is called.
    silent : report_id -> what is said in place of a period and a year, of reports that have neither.
    """
    items = [("w", "study period"), ("pub", "published, in the middle of its year")]
    if (table["begins"].isna() ^ table["ends"].isna()).any():
        items.insert(1, ("tri", "its start or its end alone"))
    _key(sheet, items)
    ends = (
        pd.concat([table["begins"], table["ends"], table["year"], table["year"] + 1]).dropna().astype(float)
    )
    low, high = float(ends.min()), float(ends.max())
    low, high = float(int(low)), float(-(-high // 1))
    left = 0.0 if sheet.narrow else min(LABELS, widest(names[one] for one in table["report_id"])) + 2 * GAP
    right = sheet.width - 40

    def place(year: float) -> float:
        return left + (right - left) * (float(year) - low) / ((high - low) or 1)

    top = sheet.y
    for row in table.itertuples():
        name = names[str(row.report_id)]
        if sheet.narrow:
            sheet.text(cut(wrap(name, sheet.width, size=SIZE), 1)[0], 0, sheet.y + SIZE)
            sheet.y += PITCH + 1
        else:
            sheet.text(cut(wrap(name, left - GAP, size=SIZE), 1)[0], 0, sheet.y + ROW / 2 + 4.5)
        _row(
            sheet,
            row,
            place,
            sheet.y + (8 if sheet.narrow else ROW / 2),
            silent.get(str(row.report_id), ""),
            left,
        )
        sheet.y += ROW
    _axis(sheet, place, int(low), int(high), top)


def _row(sheet: Sheet, row, place, y: float, silent: str, left: float) -> None:
    known = pd.notna(row.begins), pd.notna(row.ends)
    if all(known):
        begin, end = place(row.begins), place(row.ends)
        if pd.notna(row.year):
            out = place(row.year + 0.5)
            sheet.path(f"M{number(min(end, out))} {number(y)}H{number(max(end, out))}", "g")
        sheet.bar(begin, y - 5, max(2.0, end - begin), 10, "w")
    elif any(known):
        x = place(row.begins if known[0] else row.ends)
        turn = 9 if known[0] else -9
        sheet.path(f"M{number(x)} {number(y - 6)}l{turn} 6 {-turn} 6z", "w")
    if pd.notna(row.year):
        x = place(row.year + 0.5)
        sheet.bar(x - 1.5, y - 8, 3, 16)
        sheet.text(str(row.year), x + 5, y + 4.5, "s")
    elif silent:
        sheet.text(silent, (place(row.ends) if known[1] else left) + 6, y + 4.5, "q s")


def _axis(sheet: Sheet, place, low: int, high: int, top: float) -> None:
    room = widest([str(high)], size=SMALL) + 8
    step = next((n for n in STEPS if place(low + n) - place(low) >= room), STEPS[-1])
    for year in range(-(-low // step) * step, high + 1, step):
        x = number(place(year))
        sheet.parts.insert(0, f'<path class="g" d="M{x} {number(top)}V{number(sheet.y + 3)}"/>')
        anchor = " m" if place(year) > room / 2 else ""
        sheet.text(str(year), place(year), sheet.y + 16, f"s{anchor}")
    sheet.y += 22


def _key(sheet: Sheet, items: Sequence[tuple[str, str]]) -> None:
    key(sheet, [({"pub": "v", "tri": "w"}.get(css, css), words) for css, words in items])


def by_year(sheet: Sheet, years: Sequence[int], running: Sequence[int], published: Sequence[int]) -> None:
    """Two bars a year: studies that ran, reports that were published."""
    key(sheet, [("w", "studies running"), ("v", "reports published")])
    slot = sheet.width / max(len(years), 1)
    highest = max([*running, *published, 1])
    base = sheet.y + TALL + 18
    numbers = widest((f"{n:,}" for n in [*running, *published]), bold=True, size=SMALL) <= 0.42 * slot
    for at, both in enumerate(zip(running, published, strict=True)):
        for side, (n, css) in enumerate(zip(both, "wv", strict=True)):
            x, tall = slot * (at + 0.08 + 0.42 * side), TALL * n / highest
            sheet.bar(x, base - tall, 0.42 * slot - 0.5, tall, css)
            if n and numbers:
                sheet.text(f"{n:,}", x + 0.21 * slot, base - tall - 4, "b s m")
    sheet.path(f"M0 {number(base)}H{number(sheet.width)}", "r")
    room = widest(map(str, years), size=SMALL)
    every = next((n for n in STEPS if n * slot >= room + 6), STEPS[-1])
    for at, year in enumerate(years):
        if year % every == 0:
            x = min(max(slot * (at + 0.5), room / 2), sheet.width - room / 2)
            sheet.text(str(year), x, base + 16, "s m")
    if not numbers:
        sheet.text(f"highest: {highest:,}", 0, base - TALL - 5, "q s")
    sheet.y = base + 22
