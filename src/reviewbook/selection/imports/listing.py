"""A list of records in YAML or JSON (Zotero's CSL JSON and its own, OpenAlex, Crossref), or a block of text that holds one; names of
fields as in `table`.

The list may stand within others' words ({"message": {"items": [...]}}), or be a mapping of keys to records.

Values are read as they are written: no dates, no numbers, no aliases within aliases. Where the whole is not YAML, each item of
the list is read by itself, and the broken ones are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from reviewbook.files import json_nodes
from reviewbook.files.wording import one_line
from reviewbook.review import authored
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.selection.imports.bibliography import Entries, Export
from reviewbook.selection.imports.columns import chosen, column_of, is_header, placed, record
from reviewbook.selection.imports.expected import other_format, require

LARGEST = 50 * 2**20  # bytes; fifty thousand records with their abstracts
DEEPEST = 3  # mappings within mappings down to the list
PARTICLES = ("dropping-particle", "non-dropping-particle")
# What parts of a name are called, by whoever writes one; the first that is there whole is taken.
NAMES = (
    ("literal",),
    ("name",),
    ("display_name",),
    ("family", "given"),
    ("lastName", "firstName"),
    ("last", "first"),
    ("surname", "forename"),
    ("family",),
    ("lastName",),
)


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
    names = list(dict.fromkeys(name for _, given, _ in items if given for name in given))
    named = placed(columns or {}, names)
    if items and not (named or is_header(names)) and not found.pieces:
        raise other_format("yaml", file)
    if not items and not found.pieces and not _is_empty_list(text):
        raise other_format("yaml", file)
    for line, given, raw in items:
        if given is None:
            found.broken(line, raw, "not a record: fields with values are expected")
        elif any(f"{name} (again)" in given for name in given):
            found.broken(line, raw, "a field twice: two records may have run into one")
        else:
            found.add(record(given, chosen(list(given), named), found, line), line=line, raw=raw)
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
        whole = node(text)
    except authored.Fault as fault:
        if not fault.syntax:
            at = None if fault.line is None else fault.line + line - 1
            raise ReviewProblems(
                [Problem("IMPT-001", found.file.name, fault.found, fault.expected, at)]
            ) from None
        yield from _each_by_itself(text, found, line)
        return
    if isinstance(whole, yaml.ScalarNode) and "\n" in whole.value.strip() and not within:
        inside = line + whole.start_mark.line + (whole.style in ("|", ">"))
        yield from _items(whole.value, found, inside, within=True)
        return
    for key, item in listed(whole, found):
        raw = text[item.start_mark.index : item.end_mark.index].strip()
        own = key | fields(item) if isinstance(item, yaml.MappingNode) else None
        yield line + item.start_mark.line, own, raw


def node(text: str) -> yaml.Node | None:
    """The value of a text in JSON or YAML; None of an empty one.

    Raises
    ------
    authored.Fault where it is neither, or goes beyond all bounds.
    """
    return json_nodes.node(text) or authored.node(text)


def listed(
    whole: yaml.Node | None, found: Entries, depth: int = 0
) -> Iterator[tuple[dict[str, str], yaml.Node]]:
    """The items of the list that a value is or holds, with the key by which each is called; what stands beside it is left."""
    if isinstance(whole, yaml.SequenceNode):
        yield from (({}, item) for item in whole.value)
    if not isinstance(whole, yaml.MappingNode):
        return
    members = [(_text(name), value) for name, value in whole.value]
    if is_header([name for name, _ in members]):  # one record
        yield {}, whole
        return
    inner = [(name, value) for name, value in members if _holds_records(value, depth + 1)]
    if len(inner) == 1:
        for name, value in members:
            if value is not inner[0][1] and _text(value):
                found.leave_outside(name)
        yield from listed(inner[0][1], found, depth + 1)
    elif members and all(isinstance(value, yaml.MappingNode) for _, value in members) and _are_records(whole):
        yield from (({"key": name}, value) for name, value in members)


def _holds_records(value: yaml.Node, depth: int) -> bool:
    """Whether a value is a list of records, or holds one and is none itself."""
    if isinstance(value, yaml.SequenceNode):
        return _are_records(value)
    if isinstance(value, yaml.MappingNode) and depth < DEEPEST:
        return any(_holds_records(inner, depth + 1) for _, inner in value.value)
    return False


def _are_records(whole: yaml.CollectionNode) -> bool:
    """Whether the values of a list or mapping have the fields of records."""
    values = [value for _, value in whole.value] if isinstance(whole, yaml.MappingNode) else whole.value
    named = (
        _text(name) for value in values if isinstance(value, yaml.MappingNode) for name, _ in value.value
    )
    return is_header(list(dict.fromkeys(named)))


def fields(item: yaml.MappingNode) -> dict[str, str]:
    """The fields of a record as texts; a field that comes twice is there as "name (again)" too."""
    members = {_text(name): value for name, value in item.value}
    if isinstance(data := members.get("data"), yaml.MappingNode):  # Zotero's own JSON
        item = data
    given: dict[str, str] = {}
    for name, value in item.value:
        name = one_line(_text(name))
        again = name in given
        kinds = _by_kind(value)
        given[f"{name} (again)" if again else name] = (
            _text(value) if kinds is None else kinds.pop("author", "")
        )
        given |= {f"{name}: {kind}": people for kind, people in (kinds or {}).items()}
        if column_of(name) is None:  # OpenAlex: {"biblio": {"volume": ...}}
            given |= {path: text for path, text in _inner(name, value) if column_of(path)}
    return given


def _inner(name: str, value: yaml.Node) -> Iterator[tuple[str, str]]:
    """The plain texts within a mapping, each with the names down to it."""
    if isinstance(value, yaml.MappingNode):
        for inner, part in value.value:
            path = f"{name}.{one_line(_text(inner))}"
            if isinstance(part, yaml.ScalarNode):
                yield path, _text(part)
            elif path.count(".") < DEEPEST:
                yield from _inner(path, part)


def _by_kind(value: yaml.Node) -> dict[str, str] | None:
    """People by what they did, where a list says it of each (Zotero's creators); None of any other value."""
    if not isinstance(value, yaml.SequenceNode):
        return None
    kinds: dict[str, list[str]] = {}
    for part in value.value:
        said = _parts(part).get("creatorType")
        if said is None:
            return None
        kinds.setdefault(said, []).append(_person(part))
    return {kind: "; ".join(people) for kind, people in kinds.items()}


def _text(value: yaml.Node) -> str:
    """A value as text: of a list, its parts by "; "; of a person, "Family, Given"; of anything deeper, its YAML."""
    if isinstance(value, yaml.ScalarNode):
        return "" if value.tag.endswith(":null") else value.value
    if isinstance(value, yaml.SequenceNode):
        return "; ".join(
            part.value if isinstance(part, yaml.ScalarNode) else _person(part) for part in value.value
        )
    return yaml.serialize(value, allow_unicode=True).strip()


def _person(value: yaml.Node) -> str:
    named = _named(_parts(value))
    if not named and isinstance(value, yaml.MappingNode):  # OpenAlex: {"author": {"display_name": ...}}
        named = next((person for _, part in value.value if (person := _named(_parts(part)))), "")
    return named or yaml.serialize(value, allow_unicode=True).strip()


def _parts(value: yaml.Node) -> dict[str, str]:
    """The members of a mapping that are plain texts."""
    if not isinstance(value, yaml.MappingNode):
        return {}
    return {_text(name): part.value for name, part in value.value if isinstance(part, yaml.ScalarNode)}


def _named(parts: Mapping[str, str]) -> str:
    """A person's name from its parts; nothing where they are of no name."""
    for names in NAMES:
        if all(parts.get(name) for name in names):
            name = ", ".join(parts[name] for name in names)
            particle = " ".join(parts[one] for one in PARTICLES if parts.get(one))
            return f"{particle} {name}".strip() + (f", {parts['suffix']}" if parts.get("suffix") else "")
    return ""


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
            one = authored.node(raw)
        except authored.Fault as fault:
            found.broken(line + start, raw.strip(), f"not YAML: {fault.found}, expected {fault.expected}")
            continue
        item = one.value[0] if isinstance(one, yaml.SequenceNode) else one
        yield line + start, fields(item) if isinstance(item, yaml.MappingNode) else None, raw.strip()
