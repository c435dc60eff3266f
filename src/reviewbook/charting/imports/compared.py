"""Answers of charters against those that the table has: which are new, which are there, which are others now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from reviewbook.files.journal import Journal, digest, key_of
from reviewbook.files.ledger import Table
from reviewbook.review.problems import quote

Row = dict[str, str]
SAID = ("value", "comment")  # what makes two answers two
SHOWN = 12  # answers told one by one


class Compared(NamedTuple):
    """What becomes of answers."""

    new: list[Row]
    known: list[Row]
    changed: list[tuple[Row, Row]]  # the row of the table, and what it becomes
    kept: list[tuple[Row, Row]]  # rows of the table that somebody changed by hand, and what the file has


def compared(rows: Sequence[Row], table: Table, noted: Journal | None) -> Compared:
    """What becomes of answers.

    Parameters
    ----------
    noted : the journal of imports: an answer that was changed since an import wrote it stays as it is; None: each gives way.
    """
    there = {key_of("answers", row): row for row in table.rows}
    written: dict[str, set[str]] = {}
    for note in noted.notes.values() if noted else ():
        for name, digests in note.rows.get("answers", {}).items():
            written.setdefault(name, set()).update(digests)
    found = Compared([], [], [], [])
    for row in rows:
        name = key_of("answers", row)
        before = there.get(name)
        if before is None:
            found.new.append(row)
        elif all((before.get(one) or "") == (row.get(one) or "") for one in SAID):
            found.known.append(row)
        elif noted is None or digest(before) in written.get(name, ()):
            found.changed.append(
                (before, {**before, **{one: row.get(one, "") for one in (*SAID, "charted_at", "locator")}})
            )
        else:
            found.kept.append((before, row))
    return found


def take(found: Compared, table: Table) -> None:
    """Put what is new and what changed into the table."""
    table.add(found.new)
    for before, after in found.changed:
        table.replace(before, after)


def in_words(changed: Collection[tuple[Mapping[str, str], Mapping[str, str]]]) -> list[str]:
    """The answers that changed, each with its question, charter, before and after."""
    lines = [f"Changed answers ({len(changed):,}):"] if changed else []
    for before, after in list(changed)[:SHOWN]:
        told = [quote(one.get("value") or one.get("comment") or "") for one in (before, after)]
        lines.append(
            f"  {before['question_id']} of {before['about_id']} by {before['charter']}: {told[0]} is {told[1]} now"
            + (f" ({after['locator']})" if after.get("locator") else "")
        )
    if len(changed) > SHOWN:
        lines.append(f"  and {len(changed) - SHOWN:,} more")
    return lines
