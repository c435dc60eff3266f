"""Tables of our own words as plain Markdown, which a page of the repository shows as well as a book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def rows_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table as lines of plain Markdown.

    Examples
    --------
    >>> rows_of(["Rule", "Is"], [["a", "b|c"]])
    ['| Rule | Is |', '| --- | --- |', '| a | b\\\\|c |']
    """
    cells = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells]
