"""What an import of an extraction says of the sheet, of the works in it and of what it could not tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from reviewbook.charting.imports.asked import Question
from reviewbook.charting.imports.parts import Part
from reviewbook.charting.imports.reports import Placed
from reviewbook.charting.imports.sheet import Column, Sheet
from reviewbook.files import journal
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import quote

SHOWN = 12  # names told one by one
READ = {"year": "year", "date": "year", "doi": "doi"}  # columns that are read, and what they give


def of_sheet(found: Sheet, roles: Mapping[str, Column]) -> list[str]:
    """Which columns tell what, and what is left in the file."""
    known = ", ".join(f"{name} {quote(column.heading)}" for name, column in roles.items())
    rows = "1 row" if len(found.rows) == 1 else f"{len(found.rows):,} rows"
    lines = [
        f"{found.file}{f', sheet {found.name}' if found.name else ''}: {rows}; of the work and charter: {known}"
    ]
    if found.left:
        lines.append(f"{found.file}: not read: {'; '.join(found.left)}")
    return lines


def of_reports(placed: Sequence[Placed]) -> list[str]:
    new = [one.report_id for one in placed if not one.there]
    lines = [
        f"Reports: {len(placed):,} in the sheet, {len(placed) - len(new):,} there already, {len(new):,} new"
    ]
    if new:
        more = f" and {len(new) - SHOWN:,} more" if len(new) > SHOWN else ""
        lines[0] += f": {', '.join(new[:SHOWN])}{more}"
    bare = [one.report_id for one in placed if not one.there and not one.work.told.get("title")]
    if bare:
        lines.append(
            f"No title in the sheet for {', '.join(bare[:6])}{' and others' if len(bare) > 6 else ''}: add it to the bibliography"
        )
    return lines


def of_namesakes(found: Mapping[str, Sequence[str]]) -> list[str]:
    """New reports that may be ones which are there."""
    if not found:
        return []
    told = [f"{new} beside {' and '.join(alike)}" for new, alike in list(found.items())[:SHOWN]]
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return [
        f"New, with the author and year of a report that is there: {', '.join(told)}{more}; where it is the same, --undo this, and "
        "give the sheet a column Report ID that names it"
    ]


def differing(found: Sheet, roles: Mapping[str, Column], parts: Sequence[Part]) -> list[str]:
    """Where the rows of one work say otherwise what it is: which is taken."""
    seen: dict[tuple[tuple[str, ...], str], dict[str, int]] = {}
    for rows, work, _ in parts:
        for name, column in roles.items():
            if name in ("charter", "charted_at"):
                continue
            for number, cells in rows:
                if cells[column.at]:
                    seen.setdefault((work.key, name), {}).setdefault(cells[column.at], number)
    return [
        f"{roles[name].heading} differs: "
        + ", ".join(f"{quote(cell)} in row {row}" for cell, row in cells.items())
        + "; that of the consensus, else the first, is taken"
        for (_, name), cells in seen.items()
        if len(cells) > 1
    ]


def idle(found: Sequence[Mapping[str, str]], *, remove: bool) -> list[str]:
    """Questions of the review that no column asks and nobody has answered."""
    if not found:
        return []
    names = ", ".join(row["question_id"] for row in found[:SHOWN])
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    then = (
        "taken out of questions.csv"
        if remove
        else "they stay, to be answered; --remove takes them out of the review"
    )
    return [f"Questions that no column asks and nobody has answered ({len(found):,}): {names}{more}; {then}"]


def no_longer(
    rows: Sequence[Mapping[str, str]],
    answers: Sequence[Mapping[str, str]],
    questions: Sequence[Question],
    things: Collection[str],
) -> list[str]:
    """Answers that the table has of the same charters, and the file has not: they stay."""
    here = {journal.key_of("answers", row) for row in rows}
    charters, names = {row["charter"] for row in rows}, {one.question_id for one in questions}
    gone = [
        row
        for row in answers
        if row["charter"] in charters
        and row["question_id"] in names
        and row["about_id"] in things
        and journal.key_of("answers", row) not in here
    ]
    if not gone:
        return []
    first = f"{gone[0]['question_id']} of {gone[0]['about_id']} by {gone[0]['charter']}"
    return [f"Answers that the file has no longer, and which stay: {len(gone):,}, first {first}"]


def several(parts: Sequence[Part]) -> list[str]:
    """The works that go over several rows: what these differ in stands together."""
    found = [part for part in parts if len(part.rows) > 1]
    if not found:
        return []
    named = [
        f"{part.work.label} (rows {', '.join(str(number) for number, _ in part.rows)})"
        for part in found[:SHOWN]
    ]
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return [f"Over several rows, whose answers stand together: {', '.join(named)}{more}"]


def unread(found: Sheet, roles: Mapping[str, Column], parts: Sequence[Part]) -> list[str]:
    """Cells that should tell the year or the DOI of a work and do not."""
    lines = []
    for name, gives in READ.items():
        if name not in roles:
            continue
        for part in parts:
            cell, number = next(((cells[roles[name].at], number) for number, cells in part.rows), ("", 0))
            if cell not in NOTHING and gives not in part.work.told:
                lines.append(
                    f"  {found.place(number, roles[name])}: {quote(cell)} is no {gives}, and left out"
                )
    return lines
