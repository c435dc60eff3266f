"""The house (docs/adr/0009-house.md): each module has its tests, each chapter the same doors, each code one room, and no circle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packages import ROOT

from reviewbook import charts, numbers, tables

SRC, TESTS = ROOT / "src" / "reviewbook", ROOT / "tests"
CHAPTERS = (
    "selection",
    "studies",
    "appraisal",
    "interventions",
    "themes",
    "confidence",
    "evidence_map",
    "claims",
    "results",
    "charting",
)
COMMON = ("review", "files")  # rooms whose codes any room may raise
ROOMS = {*CHAPTERS, *COMMON, "page"}  # a verb, above them, refuses in the words of its chapter
DOORS = {"checks", "of_review", "tables", "charts", "numbers", "drawing", "imports", "exports"}
CODE = re.compile(r'"([A-Z]{4}-\d{3})"')


def holds_code(package: Path) -> bool:
    """Whether an __init__.py defines anything."""
    return bool(re.search(r"^(def|class) ", package.read_text("utf-8"), flags=re.MULTILINE))


def test_file(module: Path) -> Path:
    """Where the tests of a module stand; a package that holds code is tested beside its folder."""
    place = module.relative_to(SRC)
    if place.name != "__init__.py":
        return TESTS / place.parent / f"test_{place.stem.strip('_')}.py"
    return TESTS / place.parent.parent / f"test_{place.parent.name or SRC.name}.py"


test_file.__test__ = False


def modules() -> list[Path]:
    files = sorted(SRC.rglob("*.py"))
    return [file for file in files if file.name != "__init__.py" or holds_code(file)]


def test_every_module_has_a_test_file_of_its_name():
    missing = {module.relative_to(SRC).as_posix() for module in modules() if not test_file(module).is_file()}
    assert missing == set()


def test_no_test_file_reads_another():
    imported = re.compile(r"^\s*(?:from|import) (?:tests\b|[\w.]*\btest_\w+)", flags=re.MULTILINE)
    files = sorted(TESTS.rglob("*.py"))
    assert [file.name for file in files if imported.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_rules_numbers_and_something_to_show_or_check(chapter):
    there = {path.stem for path in (SRC / chapter).iterdir() if path.suffix == ".py"} - {"__init__"}
    assert there - DOORS, "no rules"
    assert "numbers" in there
    assert there & {"checks", "tables", "charts"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_no_other_doors(chapter):
    folders = {path.name for path in (SRC / chapter).iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    # Instruments are rules too: data files, and the module that reads them.
    assert folders <= {"drawing", "imports"} | ({"instruments"} if chapter == "appraisal" else set())
    codes = (SRC / chapter / "checks.yaml").is_file()
    assert codes == (SRC / chapter / "checks.py").is_file(), "codes and checks come together"


def listed() -> dict[str, str]:
    """The room that lists each code."""
    rooms = {}
    for file in sorted(SRC.glob("*/checks.yaml")):
        for code in yaml.safe_load(file.read_text("utf-8")):
            assert code not in rooms, f"{code} stands in {rooms[code]} and in {file.parent.name}"
            rooms[code] = file.parent.name
    return rooms


def raised() -> dict[str, set[str]]:
    """The rooms whose modules name each code; "" is the library's own folder."""
    found: dict[str, set[str]] = {}
    for file in sorted(SRC.rglob("*.py")):
        place = file.relative_to(SRC)
        for code in CODE.findall(file.read_text("utf-8")):
            found.setdefault(code, set()).add(place.parts[0] if len(place.parts) > 1 else "")
    return found


def test_a_code_is_raised_only_in_the_room_that_lists_it():
    rooms = listed()
    elsewhere = {
        code: sorted(found - {rooms[code]})
        for code, named in raised().items()
        if rooms[code] not in COMMON and (found := named & ROOMS) - {rooms[code]}
    }
    assert elsewhere == {}


def test_every_code_listed_is_raised_and_every_code_raised_is_listed():
    assert set(listed()) == set(raised())


def test_no_module_imports_itself_by_whichever_way():
    grimp = pytest.importorskip("grimp", reason="import-linter brings it (requirements.in)")
    # What is imported for its type alone is not there when the code runs.
    graph = grimp.build_graph("reviewbook", cache_dir=None, exclude_type_checking_imports=True)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) > 150 and sum(map(len, imports.values())) > 400
    try:
        order = list(TopologicalSorter(imports).static_order())
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))
    assert set(order) == set(imports) | set(chain.from_iterable(imports.values()))


# --- one module reads the YAML of authors, and one that of the library

AUTHORED = "review/authored.py"
SHIPPED = "review/shipped.py"
# What writes YAML, or makes a node of something else, reads none.
WRITES_YAML = {"serialize", "safe_dump", "Mark", "ScalarNode", "SequenceNode", "MappingNode"}


def reads_yaml(tree: ast.Module) -> Iterator[str]:
    """The functions of a module that read YAML by themselves: by their names, "" outside of any."""

    def within(node: ast.AST, name: str) -> Iterator[str]:
        for inner in ast.iter_child_nodes(node):
            named = inner.name if isinstance(inner, ast.FunctionDef) else name
            if isinstance(inner, ast.ImportFrom) and (inner.module or "").partition(".")[0] == "yaml":
                yield named
            of = (
                inner.func.value
                if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
                else None
            )
            if isinstance(of, ast.Name) and of.id == "yaml" and inner.func.attr not in WRITES_YAML:
                yield named
            yield from within(inner, named)

    yield from within(tree, "")


def test_what_authors_write_in_yaml_is_read_by_one_module_and_what_the_library_holds_by_another():
    found = {}
    for file in sorted(SRC.rglob("*.py")):
        place = file.relative_to(SRC).as_posix()
        if functions := set(reads_yaml(ast.parse(file.read_text("utf-8")))):
            found[place] = functions
    assert found.keys() == {AUTHORED, SHIPPED} and found[SHIPPED] == {"read"}


@pytest.mark.parametrize(
    "source",
    [
        "yaml.safe_load(file)",
        "def read():\n    return yaml.load(file, Loader=L)",
        "yaml.compose(text)",
        "from yaml import safe_load",
    ],
)
def test_a_reader_of_yaml_is_found(source):
    assert list(reads_yaml(ast.parse(source)))


# --- one room turns texts into markup

ESCAPES = "page/escape.py"
# Templates escape by markupsafe of themselves; here cells and links are handed to them.
MARKUPSAFE = {
    ESCAPES,
    "page/reference.py",
    "press/entry/glance.py",
    "press/menu.py",
    "press/printed/joined.py",
    "press/shell.py",
    *(
        f"press/entry/{n}.py"
        for n in ("asked", "frame", "markup", "listing", "report", "results", "intervention")
    ),
}
# What is written as JSON and is no page: messages, records of runs, and what pages hold before they are written.
JSON = {
    ESCAPES,
    "review/package.py",
    "claims/asking.py",
    "claims/child.py",
    "claims/process.py",
    "commands/__init__.py",
    "press/downloads.py",
    "workbook/noting.py",
    "press/entries.py",
    "press/figures.py",
    "press/manuscript/pack.py",
    "press/run.py",
    "press/search/index.py",
    "press/worker.py",
    "page/fonts/make.py",
    "press/records.py",
    "press/repository/frame.py",
    "press/repository/tables.py",
    "press/repository/update.py",
    "press/serving/builder.py",
    "press/spoken.py",
    "press/serving/server.py",
    "press/site.py",
    "press/steps.py",
    "press/typeset.py",
}
MEANS_SOMETHING = set("<>&|$`*[]{}'\"") | {"</", "<!"}
ESCAPED = ("\\", "&", "%")  # what an escape begins with


def hand_made(tree: ast.Module) -> Iterator[str]:
    """What a module does of its own to make texts safe: imports, and calls that put an escape in place of a sign."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {f"{getattr(node, 'module', '') or ''}.{one.name}".strip(".") for one in node.names}
            yield from names & {
                "html",
                "html.escape",
                "markupsafe.Markup",
                "markupsafe.escape",
                "xml.sax.saxutils.escape",
            }
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of, name = node.func.value, node.func.attr
            given = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if name in ("escape", "quoteattr") and isinstance(of, ast.Name) and of.id == "html":
                yield "html.escape"
            if (
                name == "replace"
                and len(given) == 2
                and given[0] in MEANS_SOMETHING
                and given[1].startswith(ESCAPED)
            ):
                yield f"replace {given[0]}"
            if name == "to_html" or (
                name in ("dumps", "dump") and isinstance(of, ast.Name) and of.id == "json"
            ):
                yield f"{'json.' * (name != 'to_html')}{name}"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup":
            yield from ("Markup of an f-string" for one in node.args if isinstance(one, ast.JoinedStr))


def test_what_notebooks_may_show_is_shown_by_one():
    shown = "".join(file.read_text("utf-8") for file in ROOT.glob("notebooks/*.ipynb"))
    for offered in (charts, numbers, tables):
        room = offered.__name__.rpartition(".")[2]
        assert offered.__all__
        assert [name for name in offered.__all__ if not re.search(rf"\b{room}\.{name}\b", shown)] == []


def test_only_one_room_turns_texts_into_markup():
    found = {}
    for file in sorted(SRC.rglob("*.py")):
        place = file.relative_to(SRC)
        # Readers of foreign files undo escapes and meet LaTeX; what they read is a text like any other.
        if place.as_posix() == ESCAPES or "imports" in place.parts or place.parts[0] == "files":
            continue
        allowed = {"markupsafe.Markup", "markupsafe.escape"} if place.as_posix() in MARKUPSAFE else set()
        allowed |= {"json.dumps", "json.dump"} if place.as_posix() in JSON else set()
        if own := set(hand_made(ast.parse(file.read_text("utf-8")))) - allowed:
            found[place.as_posix()] = own
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from html import escape",
        "import html",
        "from markupsafe import Markup",
        'x.replace("|", "\\\\|")',
        'x.replace("<", "&lt;")',
        "json.dumps(x)",
        "frame.to_html()",
        'Markup(f"<b>{x}</b>")',
    ],
)
def test_what_is_hand_made_is_found(source):
    assert list(hand_made(ast.parse(source)))
