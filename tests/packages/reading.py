"""The tables and drawings of a page as a test reads them."""

import re


def rows(markdown: str, name: str = "") -> list[list[str]]:
    """The cells of a list-table, its header first: of the table of that name, else of the first on the page.

    A blank that no line may break at is one like any other.
    """
    markdown = markdown.replace("\u00a0", " ")
    begin = markdown.index(f":name: {name}\n") if name else 0
    text = markdown[begin:].partition("\n:::\n")[0]
    return [
        [cell.strip() for cell in row.replace("\n  - ", "\n").split("\n")]
        for row in text.rstrip().split("\n* - ")[1:]
    ]


def by_head(markdown: str, name: str = "") -> dict[str, list[str]]:
    """The cells of each row after the first, by the first: what a reader finds who looks a row up."""
    return {first: rest for first, *rest in rows(markdown, name)[1:]}


def told(drawn: str) -> list[str]:
    """The descriptions of all drawings of a page, each once: what stands in place of them for who does not see them."""
    return list(dict.fromkeys(re.findall(r"<desc.*?>(.*?)</desc>", drawn, re.DOTALL)))
