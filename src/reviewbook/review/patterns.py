"""The forms that authors require of their own columns: regular expressions, matched in a time that grows with the cells alone.

Python's own `re` can take longer than anyone waits over a short cell. RE2, which DuckDB brings, never does; it has no looking
around and no back references.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reviewbook.review.dictionary import schema

LONGEST = 200  # characters; the longest of the library has forty
FORM = f"a pattern of at most {LONGEST} characters, without looking around and back references"
# What the forms of the library ask for, in words.
WORDS = {
    r"^\d{4}(-\d{2}(-\d{2})?)?$": "a date such as 2024-09-30, 2024-09 or 2024",
    r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$": "a date or a period such as 2024-09-30, 2024 or 2023-05/2024",
    r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$": "a day such as 2024-09-30 or 2024-09-30T14:05Z",
}
TOKEN = re.compile(r"\[\^?\]?|\\.|.", re.DOTALL)
# What Python and the standard mean by these; RE2 of itself means ASCII alone.
UNICODE = {r"\w": r"\p{L}\p{N}_", r"\d": r"\p{Nd}", r"\s": r"\s\p{Z}"}


def own(table: str, known: Mapping[str, dict]) -> tuple[dict[str, dict], dict[str, str]]:
    """The columns of a table without the patterns that its author gave to their own, and those patterns by column."""
    of_library = {f["name"] for f in schema(table)["fields"]}
    fields, patterns = dict(known), {}
    for name, field in known.items():
        constraints = field.get("constraints")
        constraints = constraints if isinstance(constraints, dict) else {}
        pattern = constraints.get("pattern")
        if name not in of_library and field.get("type", "string") == "string" and isinstance(pattern, str):
            others = {rule: value for rule, value in constraints.items() if rule != "pattern"}
            fields[name], patterns[name] = {**field, "constraints": others}, pattern
    return fields, patterns


def worded(pattern: str) -> str:
    """What a pattern asks for, as people say it; of one that only its author knows, the pattern."""
    return WORDS.get(pattern, f"the form {pattern}")


def unfit(pattern: str) -> str:
    """Why a pattern cannot be matched, in words; blank where it can."""
    import duckdb

    if len(pattern) > LONGEST:
        return f"{len(pattern):,} characters"
    try:
        fitting(pattern, [""])
    except duckdb.Error as error:
        return str(error).partition("Error: ")[2].partition("\n")[0] or "no pattern"
    return ""


def fitting(pattern: str, cells: Sequence[str]) -> list[bool]:
    """Of each cell, without the blanks around it, whether the whole of it has the form of a pattern that is not `unfit`."""
    import duckdb  # only an author's own pattern needs it

    with duckdb.connect() as base:
        asked = "SELECT regexp_full_match(cell, ?) FROM (SELECT unnest(?::VARCHAR[]) AS cell)"
        rows = base.execute(asked, [_unicode(pattern), [cell.strip() for cell in cells]]).fetchall()
    return [bool(fits) for (fits,) in rows]


def _unicode(pattern: str) -> str:
    said, within = [], False
    for token in TOKEN.findall(pattern):
        small = token.lower()
        if small in UNICODE and small == token:
            token = UNICODE[token] if within else f"[{UNICODE[token]}]"
        elif small in UNICODE and not within:
            token = f"[^{UNICODE[small]}]"
        elif within and token.endswith("]") and token != r"\]":
            within = False
        elif token.startswith("["):
            within = True
        said.append(token)
    return "".join(said)
