"""YAML that authors write, read within bounds: no file of theirs can be slow, grow, or run anything, and each fault has its line.

Depth, aliases and values are counted on the events of the parser, before anything is built of them.
"""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from reviewbook.review.problems import Problem, ReviewProblems, quote

MOST_BYTES = 1_000_000  # the longest tool of the library has thirty thousand
DEEPEST = 30  # lists and mappings in one another; a configuration has about six
MOST_ALIASES = 100
MOST_VALUES = 50_000  # each alias counts as what it stands for
MOST = 100  # faults that are told of one file
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
CORE = "tag:yaml.org,2002:"
MERGE = f"{CORE}merge"  # the sign << takes the names of another mapping over
# What a value may be; all other kinds are named as what they are.
PLAIN = {"str", "int", "float", "bool", "null", "seq", "map", "merge"}
KINDS = {"timestamp": "a date", "binary": "binary data", "value": "the sign ="}


class Fault(ValueError):
    """What keeps a text from being read; ``line`` counts from 1, None is the whole. ``syntax``: it is no YAML at all."""

    def __init__(self, line: int | None, found: str, expected: str, *, syntax: bool = False):
        super().__init__(f"line {line}: found {found}, expected {expected}")
        self.line, self.found, self.expected, self.syntax = line, found, expected, syntax


def load(file: Path, *, code: str) -> Any:
    """What a YAML file of an author says: texts, plain numbers, true and false, null, lists and mappings. As `placed`."""
    return placed(file, code=code)[0]


def placed(file: Path, *, code: str) -> tuple[Any, dict[tuple[Any, ...], int]]:
    """What a YAML file of an author says, and the line of each name in it, by the names that lead to it.

    Parameters
    ----------
    code : of the problems, that of whatever the file is

    Raises
    ------
    ReviewProblems with every fault that can be told at once; ``row`` is the line.
    """
    try:
        text = _text(file)
        _bounded(text, MOST_VALUES)
        loader = LOADER(text)
        try:
            root = loader.get_single_node()
            faults = [] if root is None else list(_faults(root, loader))
            if not faults and root is not None:
                lines = dict(_lines(root, loader))
                return loader.construct_document(root), lines
        finally:
            loader.dispose()
        raise _told(file, code, faults[:MOST] or [Fault(None, "an empty file", "names with values")])
    except Fault as fault:
        raise _told(file, code, [fault]) from None
    except yaml.YAMLError as error:
        raise _told(file, code, [_syntax(text, error)]) from None
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise _told(file, code, [Fault(None, found, "a file that can be read")]) from None


def node(text: str) -> yaml.Node | None:
    """A text as YAML's own nodes, none of them built into a value; None of an empty one. It may hold any number of values.

    Raises
    ------
    Fault where it is no YAML, or deeper, or has more aliases, than any list has.
    """
    try:
        _bounded(text)
        return yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        raise _syntax(text, error) from None


def _told(file: Path, code: str, faults: list[Fault]) -> ReviewProblems:
    return ReviewProblems(Problem(code, file.name, one.found, one.expected, row=one.line) for one in faults)


def _text(file: Path) -> str:
    """The text of a file, no more of it read than it may be long."""
    mode = file.stat().st_mode
    if not stat.S_ISREG(mode):
        raise Fault(None, "a folder" if stat.S_ISDIR(mode) else "no plain file", "a YAML file")
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        found = f"a file of {max(file.stat().st_size, len(data)):,} bytes"
        raise Fault(None, found, f"at most {MOST_BYTES:,} bytes")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8"), error.start)
        found = f"the byte 0x{data[error.start]:02X}, which is no UTF-8, in column {column}"
        raise Fault(line, found, "YAML in UTF-8") from None
    if odd := Reader.NON_PRINTABLE.search(text):
        line, column = _place(text, odd.start())
        found = f"the character U+{ord(odd[0]):04X} in column {column}"
        raise Fault(line, found, "text that can be printed")
    return text


def _bounded(text: str, most_values: int | None = None) -> None:
    """Raise a Fault where lists and mappings are too deep, or aliases and values too many, or aliases could multiply."""
    path: list[
        tuple[str | None, int]
    ] = []  # the anchor of each collection that is open, and the values before it
    sizes: dict[str, int] = {}  # of what each anchor stands for
    values = aliases = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = path.pop()
            if anchor:
                sizes[anchor] = values - before
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            values += sizes.get(event.anchor, 1)
            if within := next((anchor for anchor, _ in path if anchor), None):
                found = (
                    f"the alias *{_short(event.anchor)} within what the anchor &{_short(within)} stands for"
                )
                raise Fault(line, found, "no alias within an anchor")
            if aliases > MOST_ALIASES:
                raise Fault(line, f"{aliases} aliases", f"at most {MOST_ALIASES}")
        else:
            values += 1
            if isinstance(event, yaml.CollectionStartEvent):
                path.append((event.anchor, values - 1))
                if len(path) > DEEPEST:
                    found = f"lists and mappings {len(path)} deep in one another"
                    raise Fault(line, found, f"at most {DEEPEST} deep")
            elif event.anchor:
                sizes[event.anchor] = 1
        if most_values and values > most_values:
            raise Fault(line, f"{values:,} values", f"at most {most_values:,}")


def _faults(root: yaml.Node, loader: Any) -> Iterator[Fault]:
    """Values that are of no plain kind, and keys that are there twice, each once."""
    waiting, seen = [root], {id(root)}
    while waiting:
        one = waiting.pop()
        if fault := _kind(one, loader):
            yield fault
        inner = list(one.value) if isinstance(one, yaml.SequenceNode) else []
        if isinstance(one, yaml.MappingNode):
            keys: dict[Any, int] = {}
            for name, value in one.value:
                line = name.start_mark.line + 1
                if not isinstance(name, yaml.ScalarNode):
                    yield Fault(line, "a list or a mapping as a name", "a text")
                elif not (fault := _kind(name, loader)):
                    key = "<<" if name.tag == MERGE else loader.construct_object(name)
                    if key in keys:
                        found = f"{quote(name.value)} again, as in line {keys[key]}"
                        yield Fault(line, found, "each name once")
                    keys.setdefault(key, line)
                else:
                    yield fault
                inner.append(value)
        fresh = [value for value in inner if id(value) not in seen]  # an alias is the node that it names
        seen.update(map(id, fresh))
        waiting += reversed(fresh)


def _lines(root: yaml.Node, loader: Any) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Every name, and every place in a list, with its line; what an alias names stands at the alias."""
    waiting: list[tuple[tuple[Any, ...], yaml.Node]] = [((), root)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, yaml.SequenceNode):
            inner = [((*path, at), value.start_mark.line + 1, value) for at, value in enumerate(one.value)]
        elif isinstance(one, yaml.MappingNode):
            inner = [
                ((*path, loader.construct_object(name)), name.start_mark.line + 1, value)
                for name, value in one.value
                if name.tag != MERGE
            ]
        else:
            continue
        for place, line, value in inner:
            yield place, line
            waiting.append((place, value))


def _kind(one: yaml.Node, loader: Any) -> Fault | None:
    """What is wrong with the kind of a value: YAML reads it as something that nobody expects, or cannot read it."""
    line, kind = one.start_mark.line + 1, one.tag.removeprefix(CORE)
    at_hand = isinstance(one, yaml.ScalarNode)
    said = quote(one.value) if at_hand else "a list or a mapping"
    if not one.tag.startswith(CORE) or kind not in PLAIN:
        tag = one.tag.replace(CORE, "!!", 1)
        what = KINDS.get(kind, f"the tag {_short(tag)}")
        wanted = "a text in quotation marks" if kind in KINDS else "a text, a number, true, false or null"
        return Fault(line, f"{what}, {said}", wanted)
    if at_hand != (kind not in ("seq", "map")):
        return Fault(line, f"{said} with the tag !!{kind}", "a value of that kind")
    if kind in ("int", "float") and ":" in one.value:
        found = f"{said}, which YAML reads as a number of minutes or seconds"
        return Fault(line, found, "a text in quotation marks")
    if kind in ("int", "float", "bool"):
        try:
            loader.construct_object(one)
        except (KeyError, OverflowError, ValueError, IndexError):
            return Fault(line, f"{said} as a value of the kind {kind}", "a plain number, true or false")
    return None


def _syntax(text: str, error: yaml.YAMLError) -> Fault:
    """Where a text is no YAML, and why."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Fault(None, quote(error), "YAML in UTF-8", syntax=True)
    lines = text.splitlines() or [""]
    there = lines[min(mark.line, len(lines) - 1)]
    if "\t" in there[: len(there) - len(there.lstrip())]:
        found = f"a tab in column {there.index(chr(9)) + 1}"
        return Fault(mark.line + 1, found, "blanks at the beginning of a line", syntax=True)
    why = getattr(error, "problem", None) or getattr(error, "context", None) or str(error)
    return Fault(mark.line + 1, f"{quote(why)} in column {mark.column + 1}", "YAML", syntax=True)


def _place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a place in a text, both from 1."""
    before = text[:at]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:37]}..."
