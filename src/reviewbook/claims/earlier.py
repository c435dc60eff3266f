"""The rules of queries that were written for tables of an earlier version: what they asked, asked of the tables of this one.

A query is changed only where it then gives what it gave before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from reviewbook.claims.asking import Answer, QueryFailed
from reviewbook.review.dictionary import MOVED

# Words that may follow a table's name, and are no name of its own.
KEYWORDS = "anti|asof|cross|full|group|having|inner|join|left|limit|natural|on|order|positional|right|semi|union|using|where|window"
Answers = Callable[[Iterable[str]], Mapping[str, Answer]]


def rewritten(query: str) -> str:
    """A query that asks of each table what the table was before columns of it were moved.

    Examples
    --------
    >>> rewritten("SELECT count(DISTINCT study_id) FROM reports")[-29:]
    'USING (report_id)) AS reports'
    """
    for table, move in MOVED.items():
        columns = ", ".join(move.columns)
        before = f"(SELECT {table}.*, {columns} FROM {table} LEFT JOIN {move.table} USING ({move.key}))"
        named = rf"\b(from|join)(\s+){table}\b(?!\s*\.)(?:\s+(?:as\s+)?(?!(?:{KEYWORDS})\b)([a-z_]\w*))?"
        parts = re.split(named, query, flags=re.IGNORECASE)
        for word, blank, alias, rest in zip(parts[1::4], parts[2::4], parts[3::4], parts[4::4], strict=True):
            parts[0] += f"{word}{blank}{before} AS {alias or table}{rest}"
        query = parts[0]
    return query


def settled(queries: Iterable[str], before: Answers, after: Answers) -> tuple[dict[str, str], list[str]]:
    """The queries that must be written otherwise, by what they were; and those that a person must change.

    Parameters
    ----------
    before, after : the answers to queries over the tables as they were, and as they are.
    """
    asked = list(dict.fromkeys(queries))
    was, is_now = before(asked), after(asked)
    other = [
        one for one in asked if not isinstance(was[one], QueryFailed) and not _same(was[one], is_now[one])
    ]
    new = {one: rewritten(one) for one in other}
    then = after(new.values())
    changed = {one: query for one, query in new.items() if _same(was[one], then[query])}
    return changed, [one for one in other if one not in changed]


def _same(one: Answer, other: Answer) -> bool:
    return not isinstance(other, QueryFailed) and one == other
