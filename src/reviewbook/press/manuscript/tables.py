"""The numbered tables of a page, read from the MyST in which the book has them (`reviewbook.page.grid`): one way for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewbook.press.manuscript.words import Said, plain
from reviewbook.review.nothing import ABSENT

_OPENS = re.compile(r"^(:{3,})\{(list-table|table|dropdown|admonition|note|figure)\} ?(.*)$")
_OPTION = re.compile(r"^:([\w-]+): ?(.*)$")
MISSING = "rb-missing"  # class of a line in place of a table


class Grid(NamedTuple):
    """A table as text: its caption without number, the label by which pages refer to it, and what stands around it on the page.

    ``head`` is empty where the table has no head; ``is_missing`` where a line stands in place of what the review does not give.
    """

    caption: str
    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    before: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_missing: bool = False


def tables(myst: str, said: Said | None = None) -> list[Grid]:
    """The tables that a piece of a page holds, in its order, as `plain` gives their texts.

    Lines between a table and the next one are the notes of the first; lines before the first one introduce it.
    """
    found: list[Grid] = []
    loose: list[str] = []
    for kind, caption, body in _parts(myst):
        if kind == "text":
            if told := plain(body, said):
                loose.append(told)
            continue
        made = _table(kind, caption, body, said)
        if not found:
            made = made._replace(before=tuple(loose))
        else:
            found[-1] = found[-1]._replace(notes=tuple(loose))
        loose = []
        found.append(made)
    if found:
        found[-1] = found[-1]._replace(notes=tuple(loose))
    return found


def is_absent(myst: str) -> bool:
    """Whether a piece of a page holds nothing but lines in place of what is not there, which a page says in its note instead."""
    if ABSENT not in myst:
        return False
    rest = re.sub(rf"\[[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*\]\{{\.{ABSENT}\}}", "", myst)
    rest = re.sub(r"^:{3,}.*$|^:[\w-]+:.*$|^\* -\s*$", "", rest, flags=re.MULTILINE)
    return not plain(rest)


def _parts(myst: str) -> Iterator[tuple[str, str, str]]:
    """The tables of a text as (kind, caption, body), and the paragraphs between them as ("text", "", paragraph)."""
    lines = iter(re.sub(r'<p class="rb-downloads">.*?</p>', "", myst, flags=re.DOTALL).splitlines())
    loose: list[str] = []

    def paragraphs() -> Iterator[tuple[str, str, str]]:
        for one in re.split(r"\n\s*\n", "\n".join(loose)):
            if one.strip():
                yield "text", "", re.sub(r"^[-*] ", "• ", one.strip(), flags=re.MULTILINE)
        loose.clear()

    for line in lines:
        opens = _OPENS.match(line.strip())
        if opens and opens[2] in ("list-table", "table"):
            yield from paragraphs()
            body = []
            for inner in lines:
                if inner.strip() == opens[1]:
                    break
                body.append(inner)
            yield opens[2], opens[3], "\n".join(body)
        elif (
            opens
            or re.fullmatch(r":{3,}", line.strip())
            or re.match(r"^:[\w-]+:", line)
            or line.startswith("{.")
        ):
            continue  # a fold, its options and its end say nothing
        else:
            loose.append(line)
    yield from paragraphs()


def _table(kind: str, caption: str, body: str, said: Said | None) -> Grid:
    options: dict[str, str] = {}
    lines = body.splitlines()
    while lines and (option := _OPTION.match(lines[0])):
        options[option[1]] = option[2]
        lines.pop(0)
    raw = _list_rows(lines) if kind == "list-table" else _piped(lines)
    rows = [tuple(plain(cell, said) for cell in row) for row in raw]
    heads = 1 if kind == "table" else int(options.get("header-rows", 0))
    return Grid(
        plain(caption, said),
        options.get("name", ""),
        rows[0] if heads and rows else (),
        tuple(rows[heads:]),
        is_missing=MISSING in options.get("class", "").split(),
    )


def _list_rows(lines: list[str]) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("* - ") or line.rstrip() == "* -":
            rows.append([line[4:]])
        elif rows and (line.startswith("  - ") or line.rstrip() == "  -"):
            rows[-1].append(line[4:])
        elif rows and line.strip():
            rows[-1][-1] += f"<br>{line.strip()}"
    return rows


def _piped(lines: list[str]) -> list[list[str]]:
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines if line.strip().startswith("|")]
    return [row for row in rows if not all(re.fullmatch(r"\s*:?-+:?\s*", cell) for cell in row)]
