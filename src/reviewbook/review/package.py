"""What datapackage.json says: read with care, and each property held against package.yaml."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from reviewbook.review import patterns, shipped, standing
from reviewbook.review.dictionary import PROPERTIES, TABLES, declared_fields
from reviewbook.review.names import LONGEST, unfit
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import text_of

FILE = "datapackage.json"
MOST_BYTES = 5_000_000  # all tables of a review, described in full, are a tenth of a million
MOST = 1000  # wrong properties that are told
DEEPEST = 50  # lists and objects in one another; a description has about ten
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_PLAIN = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._ -]*"
)  # a folder of the book, and addresses in it, are called so
# Of JSON Schema, what package.yaml uses, and what the types of JSON are in Python.
JSON = {"object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "integer": (int,)}
SIMPLE = {"$schema", "$defs", "expected", "type", "anyOf", "pattern", "minLength", "minimum", "maximum"} | {
    "items",
    "properties",
    "required",
    "additionalProperties",
}
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def read_package(folder: Path) -> tuple[dict, list[Problem]]:
    """The content of datapackage.json (empty where it cannot be read) and what is wrong with it."""
    file = folder / FILE
    twice: list[str] = []
    try:
        if (size := file.stat().st_size) > MOST_BYTES:
            return {}, [_unread(f"a file of {size:,} bytes", f"at most {MOST_BYTES:,} bytes")]
        text, odd = text_of(file, "JSON in UTF-8", code="PACK-002")
        package = json.loads(
            text,
            object_pairs_hook=functools.partial(_once, twice),
            parse_constant=_no_number,
        )
    except ReviewProblems as unreadable:
        return {}, unreadable.problems
    except FileNotFoundError:
        return {}, [_unread("no such file", "a Frictionless data package")]
    except OSError as error:
        return {}, [_unread((error.strerror or str(error)).lower(), "a file that may be read")]
    except RecursionError:
        return {}, [_unread("lists and objects too deep in one another", f"at most {DEEPEST} deep")]
    except ValueError as error:  # no JSON, no UTF-8, a number of thousands of digits
        return {}, [_unread(quote(error), "JSON in UTF-8")]
    if not isinstance(package, dict):
        return {}, [_unread("no JSON object", "a Frictionless data package")]
    if (depth := _depth(package)) > DEEPEST:
        return {}, [_unread(f"lists and objects {depth:,} deep in one another", f"at most {DEEPEST} deep")]
    again = [Problem("PACK-007", FILE, "the property twice", "it once", field=name) for name in twice]
    kindly = [Problem("TABL-021", FILE, one, "UTF-8 without a byte order mark") for one in odd]
    return package, again + package_problems(package) + kindly


def package_problems(package: Mapping[str, Any]) -> list[Problem]:
    """Properties that are missing (PACK-003), and those of a wrong type or form (PACK-007), by their names.

    A review that its own authors publish was taken from no other source.
    """
    missing = [
        Problem("PACK-003", FILE, "nothing", "a value", field=name)
        for name in PROPERTIES
        if _is_empty(package.get(name)) and (name, standing.relation(package)) != ("sources", standing.OWN)
    ]
    # What is blank and may be is as good as left out.
    given = {name: value for name, value in package.items() if name == "resources" or not _is_empty(value)}
    rules = _rules()
    errors = [] if fits(given, rules, rules["$defs"]) else islice(_validator().iter_errors(given), MOST)
    wrong = sorted(map(_told, errors), key=_order)
    places = {problem.field for problem in wrong}
    beyond = [more for more in _beyond(given) if more.field not in places]
    unsaid = [
        more
        for more in standing.problems(given)
        if not any((place or "").startswith(str(more.field)) for place in places)
    ]
    return missing + wrong + beyond + unsaid


def _order(problem: Problem) -> list[tuple[int, str]]:
    """resources[2] before resources[10]."""
    parts = re.findall(r"\d+|\D+", problem.field or "")
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


@functools.cache
def _rules() -> dict[str, Any]:
    return shipped.read(Path(__file__).with_name("package.yaml"))


@functools.cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator  # slow to import

    return Draft202012Validator(_rules())


def fits(value: Any, rules: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
    """Whether a value keeps rules of a JSON Schema for certain; where not, jsonschema judges, and says what is wrong.

    Parameters
    ----------
    rules : with a keyword other than `SIMPLE`, nothing is certain.
    named : the rules that others refer to, by name.
    """
    if "$ref" in rules:
        return fits(value, named[rules["$ref"].rpartition("/")[2]], named)
    others = rules.get("additionalProperties", {})  # the rules of what is not named; False: there may be none
    if not rules.keys() <= SIMPLE or others is True:
        return False
    if not rules:
        return True
    kinds = rules.get("type", "object")
    if not any(type(value) in JSON[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return False
    if "anyOf" in rules and not any(fits(value, other, named) for other in rules["anyOf"]):
        return False
    if isinstance(value, str):
        return len(value) >= rules.get("minLength", 0) and bool(re.search(rules.get("pattern", ""), value))
    if isinstance(value, list):
        return all(fits(one, rules.get("items", {}), named) for one in value)
    if isinstance(value, dict):
        properties = rules.get("properties", {})
        if not value.keys() >= set(rules.get("required", ())):
            return False
        if others is False and not value.keys() <= properties.keys():
            return False
        return all(fits(one, properties.get(name, others or {}), named) for name, one in value.items())
    return bool(rules.get("minimum", value) <= value <= rules.get("maximum", value))


def _told(error: Any) -> Problem:
    """An error of jsonschema as a problem: the property, what is there, what was expected."""
    at, found = error.absolute_path, _said(error.instance)
    about = error.schema
    if error.validator == "required":
        missing = re.search(r"'([^']*)'", error.message)  # it says which, and only in words
        found = f"no {missing[1]}" if missing else found
    elif error.validator == "anyOf":  # of properties that one must have
        found = f"no {error.validator_value[0]['required'][0]}"
    elif error.validator == "additionalProperties":
        found = f"the property {quote(min(set(error.instance) - set(about['properties'])))}"
    return Problem("PACK-007", FILE, found, about.get("expected", error.message), field=_place(at))


def _beyond(package: Mapping[str, Any]) -> Iterator[Problem]:
    """What a JSON Schema cannot say: names of files, names given twice, characters that are none."""
    name = package.get("name")
    if isinstance(name, str) and (
        why := unfit(name) or ("" if _PLAIN.fullmatch(name) else "a name with other signs")
    ):
        yield Problem("PACK-007", FILE, f"{quote(name)}, {why}", _fit(), field="name")
    listed = package.get("resources")
    names: dict[str, int] = {}
    for at, resource in enumerate(listed if isinstance(listed, list) else []):
        own = resource.get("name") if isinstance(resource, dict) else None
        if not isinstance(own, str):
            continue
        place = f"resources[{at}].name"
        if own in names:
            yield Problem(
                "PACK-007", FILE, f"{quote(own)}, as resources[{names[own]}]", "a name once", field=place
            )
        elif why := unfit(own):
            yield Problem("PACK-007", FILE, f"{quote(own)}, {why}", _fit(), field=place)
        names.setdefault(own, at)
    for where, pattern in _own_patterns(package):
        if why := patterns.unfit(pattern):
            found = f"{quote(pattern)}, {why}"
            yield Problem("PACK-007", FILE, found, patterns.FORM, field=_place(where))
    for path, text in _texts(package):
        if sign := _NO_CHARACTER.search(text):
            found = f"the character U+{ord(sign[0]):04X}"
            yield Problem("PACK-007", FILE, found, "text that can be printed", field=_place(path))


def _own_patterns(package: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The patterns of the author's own columns, each with its place."""
    declared = declared_fields(package)
    for at, resource in enumerate(package["resources"] if declared else []):
        table = resource.get("name") if isinstance(resource, dict) else None
        if table not in TABLES:
            continue
        _, found = patterns.own(table, {field["name"]: field for field in declared[table]})
        listed = resource["schema"]["fields"] if found else []
        fields = [field.get("name") if isinstance(field, dict) else None for field in listed]
        for name, pattern in found.items():
            place = ("resources", at, "schema", "fields", fields.index(name), "constraints", "pattern")
            yield place, pattern


def _fit() -> str:
    return f"a name that every system can give a file, of at most {LONGEST} characters"


def _unread(found: str, expected: str) -> Problem:
    return Problem("PACK-002", FILE, found, expected)


def _is_empty(value: object) -> bool:
    return any(value is empty or (type(value) is type(empty) and value == empty) for empty in _EMPTY)


def _once(twice: list[str], pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; names that it has twice are added to ``twice``."""
    told: dict[str, Any] = {}
    for name, value in pairs:
        if name in told:
            twice.append(_name(name))
        told[name] = value
    return told


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _depth(value: Any) -> int:
    """How deep lists and objects stand in one another."""
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, dict | list):
            deepest = max(deepest, depth)
            waiting += [(inner, depth + 1) for inner in (one.values() if isinstance(one, dict) else one)]
    return deepest


def _texts(value: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text, names of properties too, with its place."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, str):
            yield path, one
        elif isinstance(one, Mapping):
            waiting += [((*path, name), inner) for name, inner in one.items()]
            waiting += [((*path, name), name) for name in one if isinstance(name, str)]
        elif isinstance(one, list):
            waiting += [((*path, at), inner) for at, inner in enumerate(one)]


def _place(path: Any) -> str:
    """A place as one writes it: contributors[0].title."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_name(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def _name(name: str) -> str:
    """A name of a property that can be printed on one line."""
    printable = "".join(sign if sign.isprintable() else "�" for sign in name)
    return printable if len(printable) <= 60 else f"{printable[:57]}..."


def _said(value: object) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return quote(_name(value)) if isinstance(value, str) else json.dumps(value)[:60]
