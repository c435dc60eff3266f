"""A list of records in YAML (or JSON, which is YAML), or a block of text that holds one; names of fields as in `table`.

Values are read as they are written: no dates, no numbers, no aliases within aliases. Where the whole is not YAML, each item of
the list is read by itself, and the broken ones are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from reviewbook.files.wording import one_line
from reviewbook.review import authored
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.selection.imports.bibliography import Entries, Export
from reviewbook.selection.imports.columns import chosen, is_header, placed, record
from reviewbook.selection.imports.expected import other_format, require

LARGEST = 50 * 2**20  # bytes; fifty thousand records with their abstracts
# A list may stand under one of these names.
LISTS = ("records", "references", "articles", "items", "results")


def read(file: Path, *, columns: Mapping[str, str] | None = None) -> Export:
    """The records of a YAML list, with what was left in it and what was set aside.

    Parameters
    ----------
    columns : our columns, and the names of the fields that fill them, as in `table.read`.

    Raises
    ------
    ReviewProblems (IMPT-001, IMPT-002) where the file cannot be read or goes beyond all bounds, or holds no list of records,
    (IMPT-005) where no record has such a field.
    """
    if file.is_file() and (size := file.stat().st_size) > LARGEST:
        seen, most = f"a list of {size / 2**20:,.0f} MB", f"at most {LARGEST / 2**20:,.0f} MB"
        raise ReviewProblems([Problem("IMPT-001", file.name, seen, most)])
    text, encoding = read_text(file)
    require("yaml", file, text)
    found = Entries(file)
    items = list(_items(text, found))
    names = list(dict.fromkeys(name for _, fields, _ in items if fields for name in fields))
    named = placed(columns or {}, names)
    if items and not (named or is_header(names)) and not found.pieces:
        raise other_format("yaml", file)
    if not items and not found.pieces and not _is_empty_list(text):
        raise other_format("yaml", file)
    for line, fields, raw in items:
        if fields is None:
            found.broken(line, raw, "not a record: fields with values are expected")
        elif any(f"{name} (again)" in fields for name in fields):
            found.broken(line, raw, "a field twice: two records may have run into one")
        else:
            found.add(record(fields, chosen(list(fields), named), found, line), line=line, raw=raw)
    if found.entries and not found.rows:
        raise other_format("yaml", file)
    return found.export(encoding)


def _is_empty_list(text: str) -> bool:
    return re.fullmatch(r"\s*(---\s*)?(\|\s*)?\[\s*\]\s*", text) is not None


def _items(
    text: str, found: Entries, line: int = 1, *, within: bool = False
) -> Iterator[tuple[int, dict[str, str] | None, str]]:
    """Line, fields (None where it has none) and text of each item."""
    try:
        node = authored.node(text)
    except authored.Fault as fault:
        if not fault.syntax:
            at = None if fault.line is None else fault.line + line - 1
            raise ReviewProblems(
                [Problem("IMPT-001", found.file.name, fault.found, fault.expected, at)]
            ) from None
        yield from _each_by_itself(text, found, line)
        return
    if isinstance(node, yaml.ScalarNode) and "\n" in node.value.strip() and not within:
        inside = line + node.start_mark.line + (node.style in ("|", ">"))
        yield from _items(node.value, found, inside, within=True)
        return
    if isinstance(node, yaml.MappingNode):
        lists = [value for name, value in node.value if getattr(name, "value", "") in LISTS]
        node = lists[0] if len(lists) == len(node.value) == 1 else node
    if not isinstance(node, yaml.SequenceNode):
        return
    for item in node.value:
        raw = text[item.start_mark.index : item.end_mark.index].strip()
        yield line + item.start_mark.line, _fields(item), raw


def _fields(item: yaml.Node | None) -> dict[str, str] | None:
    if not isinstance(item, yaml.MappingNode):
        return None
    fields: dict[str, str] = {}
    for name, value in item.value:
        name = one_line(_text(name))
        again = name in fields
        fields[f"{name} (again)" if again else name] = _text(value)
    return fields


def _text(value: yaml.Node) -> str:
    """A value as text: of a list, its parts by "; "; of a person, "Family, Given"; of anything deeper, its YAML."""
    if isinstance(value, yaml.ScalarNode):
        return "" if value.tag.endswith(":null") else value.value
    if isinstance(value, yaml.SequenceNode):
        return "; ".join(
            part.value if isinstance(part, yaml.ScalarNode) else _person(part) for part in value.value
        )
    return yaml.serialize(value).strip()


def _person(value: yaml.Node) -> str:
    if isinstance(value, yaml.MappingNode):
        parts = {name.value: part.value for name, part in value.value if isinstance(part, yaml.ScalarNode)}
        for names in (("name",), ("family", "given"), ("family",)):
            if all(name in parts for name in names):
                return ", ".join(parts[name] for name in names)
    return yaml.serialize(value).strip()


def _each_by_itself(text: str, found: Entries, line: int) -> Iterator[tuple[int, dict[str, str] | None, str]]:
    lines = text.split("\n")
    block = re.match(r"\s*\|[+-]?\d?\s*$", lines[0]) is not None
    dashes = [len(at) - len(at.lstrip()) for at in lines if re.match(r"\s*- ", at)]
    if not dashes:
        return
    indent = min(dashes)
    starts = [n for n, at in enumerate(lines) if re.match(rf" {{{indent}}}- ", at)]
    before = "\n".join(lines[block : starts[0]]).strip()
    if before.replace("---", "").strip():
        found.set_aside(line + block, before, "text before the list")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        raw = "\n".join(lines[start:end])
        try:
            node = authored.node(raw)
        except authored.Fault as fault:
            found.broken(line + start, raw.strip(), f"not YAML: {fault.found}, expected {fault.expected}")
            continue
        item = node.value[0] if isinstance(node, yaml.SequenceNode) else node
        yield line + start, _fields(item), raw.strip()
