"""That a file is of the format it was given as, or else which one it has."""

from __future__ import annotations

import re
from pathlib import Path

from reviewbook.files.signs import FOREIGN, INSTEAD, OTHERWISE, SIGNS, sight
from reviewbook.files.table import Rows, beginning
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.rows import BEGINNING, mark_of
from reviewbook.selection.imports.columns import is_header, known
from reviewbook.selection.imports.formats import FORMATS

# How a list of records in YAML begins.
LIST = re.compile(r"\A\s*(---\s*)?(\|\s*\n\s*)?- \w+: ")


def _table_or_list(text: str) -> str | None:
    """csv or yaml where a text without a sign of its own begins as one of them."""
    if LIST.match(text):
        return "yaml"
    return "csv" if _begins_with_header(text) else None


def _begins_with_header(text: str) -> bool:
    """Whether one of the first rows names a title or DOI and one more column that is known."""
    rows = beginning(Rows(text[:BEGINNING], mark=mark_of(text, known)))
    return any(is_header(row.cells) and known(row.cells) > 1 for row in rows)


def require(name: str, file: Path, text: str) -> None:
    """Nothing where the text can be of this format.

    Raises
    ------
    ReviewProblems (IMPT-002) that says which format the file has, where that is plain.
    """
    sign = SIGNS.get(name)
    if (
        sign and sign.search(text) and not FOREIGN["EBSCO's XML"].match(text)
    ):  # it has elements of EndNote's names
        return
    # A table or a list has no sign of its own, and its cells may hold anything: only a file that begins as another format
    # does is refused.
    seen = sight(text if sign else text.lstrip()[:200]) or _table_or_list(text)
    fits = (None, name, "JSON") if name == "yaml" else (None, name)  # JSON is YAML
    if sign or seen not in fits:
        raise other_format(name, file, seen)


def other_format(name: str, file: Path, seen: str | None = None) -> ReviewProblems:
    """That a file is not of the format it was given as, and which it is where that is plain."""
    found = seen or "no entry of that format"
    wanted = f"{name} ({FORMATS[name].says})"
    if seen in FORMATS:
        found, wanted = f"a file of the format {seen}", f"{wanted}; import it as {seen}"
    elif seen:
        wanted += f"; {INSTEAD.get(seen, OTHERWISE)}"
    return ReviewProblems([Problem("IMPT-002", file.name, found, wanted)])
