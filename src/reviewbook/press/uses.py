"""What a cell of a chapter uses of the library: the functions it names, and every module that these import, however far.

A chapter is a notebook of a fixed form: parameters, one import from the library, ``review = open_review(...)``, and cells that
show what one expression gives of the review. Then a cell depends on nothing that stands in another, and one whose inputs are
as before need not run again. Any other notebook runs whole.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reviewbook.files import digest

PACKAGE = "reviewbook"
DOORS = ("tables", "charts", "numbers")  # modules of the library that name what the chapters give
OPEN = "open_review"
# What `open_review` gives. The checks that it makes say whether there is a review: `run` and `build` make them anyway.
OPENS = (
    f"{PACKAGE}.review.reading",
    f"{PACKAGE}.review.model",
    f"{PACKAGE}.review.usable",
    f"{PACKAGE}.check",
)
NOT_FOLLOWED = {f"{PACKAGE}.check"}  # it imports the rules of every chapter, to check them
_NAMED = re.compile(rf"""(?<=["'])({PACKAGE}(?:\.\w+)+)(?=["'])""")  # a module in quotes
# Data that a module reads in other rooms than its own.
ELSEWHERE = {f"{PACKAGE}.review.problems": "*/checks.yaml"}


class Cell(NamedTuple):
    """A code cell of a chapter. ``shows``: it depends on the review alone, and nothing on it; ``modules``: whose functions it calls."""

    source: str
    shows: bool
    modules: tuple[str, ...]


def chapter(cells: Sequence[tuple[str, Sequence[str]]]) -> list[Cell] | None:
    """What the code cells of a notebook use; None where it is not of the form of a chapter.

    Parameters
    ----------
    cells : source and tags of each code cell
    """
    _looked_at()
    found, opened, doors = [], False, {}
    for source, tags in cells:
        try:
            (statement,) = ast.parse(source).body if "parameters" not in " ".join(tags) else [None]
        except (SyntaxError, ValueError):
            return None
        if statement is None:
            if opened:  # it may set the review anew
                return None
            cell = Cell(source, False, ())
        elif isinstance(statement, ast.ImportFrom) and statement.module == PACKAGE and not opened:
            if any(name.asname or name.name not in (*DOORS, OPEN) for name in statement.names):
                return None
            doors = {name.name: _homes(name.name) for name in statement.names if name.name in DOORS}
            cell = Cell(source, False, ())
        elif ast.unparse(statement).startswith(f"review = {OPEN}(review") and not opened:
            opened, cell = True, Cell(source, False, OPENS)
        elif isinstance(statement, ast.Expr) and opened:
            try:
                modules = sorted(set(_named(statement.value, doors)))
            except LookupError:
                return None
            cell = Cell(source, True, tuple(modules))
        else:
            return None
        found.append(cell)
    return found if opened else None


def _named(node: ast.expr, doors: dict[str, dict[str, str]]) -> Iterator[str]:
    """The modules of the functions that an expression calls.

    Raises
    ------
    LookupError where it is more than calls of the library with the review and constants.
    """
    match node:
        case ast.Constant():
            return
        case ast.Name(id="review"):
            return
        case ast.BinOp(left=left, right=right):
            yield from _named(left, doors)
            yield from _named(right, doors)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=door), attr=name), args=args, keywords=keywords):
            yield f"{PACKAGE}.{door}"
            yield doors[door][name]
            for argument in (*args, *(keyword.value for keyword in keywords)):
                yield from _named(argument, doors)
        case _:
            raise LookupError(ast.unparse(node))


@functools.cache
def _homes(door: str) -> dict[str, str]:
    """For each name that a door gives, the module where it stands."""
    file = digest.LIBRARY / f"{door}.py"
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.is_file() else ast.Module([], [])
    given: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            given |= set(ast.literal_eval(node.value))
    return {
        name.name: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
        if name.name in given and not name.asname
    }


def digests(modules: Sequence[str]) -> dict[str, str]:
    """For each module, one digest of it, of all that it imports of the library, however far, and of the data beside these."""
    library = _looked_at()
    return {module: _digest(module, library) for module in modules}


_seen: dict[Path, str] = {}  # the library of which the modules are known, and its digest


def _looked_at() -> str:
    """The digest of the library as it is; what was known of another is forgotten."""
    library = digest.of_library()
    if _seen != {digest.LIBRARY: library}:
        _seen.clear()
        _seen[digest.LIBRARY] = library
        for known in (_homes, _imports, _files, _data):
            known.cache_clear()
    return library


@functools.cache
def _digest(module: str, library: str) -> str:
    """As `digests`; of the library as it is."""
    files = {file for one in reach(module) for file in _files(one)}
    return digest.of_files(sorted(files), digest.LIBRARY)


def reach(module: str) -> set[str]:
    """A module and every module of the library that it imports, however far; of a door only itself and what is not a home."""
    reached, waiting = set(), [module]
    while waiting:
        one = waiting.pop()
        if one in reached:
            continue
        reached.add(one)
        if one in NOT_FOLLOWED:
            continue
        homes = set(_homes(one.rpartition(".")[2]).values()) if one in _doors() else set()
        waiting += [found for found in _imports(one) if found not in homes]
    return reached


def _doors() -> set[str]:
    return {f"{PACKAGE}.{door}" for door in DOORS}


@functools.cache
def _imports(module: str) -> tuple[str, ...]:
    """The modules of the library that a module imports or names, anywhere in it, and the packages in which it lies."""
    parts = module.split(".")
    found = {".".join(parts[:n]) for n in range(1, len(parts))}
    file = _source(module)
    if file is None:
        return tuple(found)
    text = file.read_text(encoding="utf-8")
    found |= set(_NAMED.findall(text))  # to import it late, or to start it
    for node in _statements(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return tuple(sorted(one for one in found if one.split(".")[0] == PACKAGE and _source(one)))


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Every statement but those for type checkers alone."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            waiting += node.orelse
            continue
        yield node
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            # Of an expression, such as a lambda, the body is no list.
            waiting += inner if isinstance(inner := getattr(node, block, None), list) else []


def _source(module: str) -> Path | None:
    """The file of a module of the library."""
    place = digest.LIBRARY.joinpath(*module.split(".")[1:])
    if (place / "__init__.py").is_file():
        return place / "__init__.py"
    file = place.with_suffix(".py")
    return file if module != PACKAGE and file.is_file() else None


@functools.cache
def _files(module: str) -> tuple[Path, ...]:
    """The file of a module, and the data that it may read: those beside it and below, but not in a package of their own."""
    file = _source(module)
    if file is None:
        return ()
    beside = () if file.parent == digest.LIBRARY else _data(file.parent)
    elsewhere = digest.LIBRARY.glob(ELSEWHERE[module]) if module in ELSEWHERE else ()
    return (file, *beside, *elsewhere)


@functools.cache
def _data(room: Path) -> tuple[Path, ...]:
    return tuple(one for one in room.rglob("*") if _is_data(one, room))


def _is_data(file: Path, room: Path) -> bool:
    if not file.is_file() or file.suffix == ".py" or "__pycache__" in file.parts:
        return False
    between = [folder for folder in file.parents if room in folder.parents]
    return not any((folder / "__init__.py").is_file() for folder in between)
