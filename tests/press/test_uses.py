"""What a cell of a chapter uses: which notebooks are chapters, and that nothing which a cell runs or reads is missed."""

import ast
import cProfile
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pandas as pd
import pytest
from packages import OPENED, ROOT, SYNTHETIC

from reviewbook import charts, numbers, tables
from reviewbook.files import digest
from reviewbook.press import notebooks, uses
from reviewbook.review import reads
from reviewbook.review.model import Review

IMPORT = ("from reviewbook import tables, charts, open_review", [])
OPENS = ("review = open_review(review, subset=subset)", [])
PARAMETERS = ("review: str = 'toy'\nsubset: str = 'all'", ["parameters"])
FLOW = ("tables.flow(review)", [])


def of_notebook(path: Path) -> list[uses.Cell] | None:
    code = notebooks.code_cells(notebooks.read(path))
    return uses.chapter([(cell.source, cell.metadata.get("tags", [])) for cell in code])


STORED = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_every_stored_notebook_is_a_chapter_most_of_whose_cells_show_something(path):
    cells = of_notebook(path)
    assert cells is not None
    assert [cell.shows for cell in cells] == [False] * 3 + [True] * (len(cells) - 3)
    assert len(cells) > 5 and all(len(cell.modules) >= 2 for cell in cells[3:])


def test_a_cell_names_its_door_and_the_module_where_its_function_stands():
    cells = uses.chapter(
        [PARAMETERS, IMPORT, OPENS, FLOW, ("tables.flow(review) + charts.flow(review, 'x')", [])]
    )
    assert [cell.modules for cell in cells] == [
        (),
        (),
        uses.OPENS,
        ("reviewbook.selection.tables", "reviewbook.tables"),
        (
            "reviewbook.charts",
            "reviewbook.selection.charts",
            "reviewbook.selection.tables",
            "reviewbook.tables",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        [PARAMETERS, IMPORT, OPENS, ("x = tables.flow(review)", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.flow(review)\ntables.flow(review)", [])],
        [PARAMETERS, IMPORT, OPENS, ("", [])],
        [PARAMETERS, IMPORT, OPENS, ("# only words", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.flow(", [])],
        [PARAMETERS, IMPORT, OPENS, ("%time tables.flow(review)", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.nothing_of_that_name(review)", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.in_place_of(review)", [])],
        [PARAMETERS, IMPORT, OPENS, ("numbers.identity(review)", [])],  # not imported
        [PARAMETERS, IMPORT, OPENS, ("tables.flow(subset)", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.flow(review)[0]", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.flow(review := 3)", [])],
        [PARAMETERS, IMPORT, OPENS, ("tables.flow(*review)", [])],
        [PARAMETERS, IMPORT, OPENS, ("print(review)", [])],
        [PARAMETERS, IMPORT, OPENS, OPENS],
        [PARAMETERS, IMPORT, OPENS, IMPORT, FLOW],
        [PARAMETERS, IMPORT, OPENS, FLOW, PARAMETERS, FLOW],
        [PARAMETERS, IMPORT, FLOW, OPENS],
        [PARAMETERS, IMPORT, FLOW],
        [PARAMETERS, ("from reviewbook import tables as t, open_review", []), OPENS, ("t.flow(review)", [])],
        [PARAMETERS, ("from reviewbook import *", []), OPENS, FLOW],
        [PARAMETERS, ("from reviewbook.selection import tables", []), OPENS, FLOW],
        [PARAMETERS, ("import reviewbook", []), OPENS, FLOW],
        [PARAMETERS, IMPORT, ("review = open_review('other')", []), FLOW],
        [PARAMETERS, IMPORT, ("review = load_review(review)", []), FLOW],
        [],
    ],
    ids=lambda cells: cells[-1][0].split("\n")[0] if cells else "no cell",
)
def test_a_notebook_of_another_form_is_no_chapter(cells):
    assert uses.chapter(cells) is None


# --- a small library


class Library(NamedTuple):
    root: Path

    def write(self, module: str, source: str) -> None:
        place = self.root.joinpath(*module.split("."))
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        file.write_text(source, encoding="utf-8")

    def digests(self) -> dict[str, str]:
        return uses.digests(["reviewbook.tables", "reviewbook.flow.tables", "reviewbook.themes.tables"])


FILES = {
    "__init__.py": "",
    "tables.py": "from reviewbook.flow.tables import flow\nfrom reviewbook.page.draft import shown\n"
    "__all__ = ['flow']\nflow = shown(flow)\n",
    "check.py": "from reviewbook.themes import tables\n",
    "agreement.py": "",
    "flow/__init__.py": "",
    "flow/tables.py": "from reviewbook.flow import boxes\nfrom reviewbook import check\n"
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from reviewbook.flow import types\n"
    "if not TYPE_CHECKING:\n    import reviewbook.flow.late\n",
    "flow/boxes.py": "def draw():\n    import reviewbook.page.svg as svg\n",
    "flow/late.py": "START = ['-m', 'reviewbook.flow.child']\n",
    "flow/child.py": "",
    "flow/types.py": "",
    "flow/boxes.yaml": "",
    "flow/layouts/prisma.yaml": "",
    "flow/inner/__init__.py": "",
    "flow/inner/own.yaml": "",
    "page/__init__.py": "",
    "page/svg.py": "",
    "page/draft.py": "",
    "page/fonts/widths.json": "",
    "themes/__init__.py": "",
    "themes/tables.py": "from reviewbook import agreement\n",
    "themes/words.yaml": "",
    "flow/__pycache__/boxes.pyc": "",
}  # fmt: skip


@pytest.fixture
def library(tmp_path, monkeypatch) -> Iterator[Library]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(digest, "LIBRARY", tmp_path)
        yield Library(tmp_path)
    uses.digests([])  # of the library itself again


DOOR, OWN, OTHER = "reviewbook.tables", "reviewbook.flow.tables", "reviewbook.themes.tables"


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("flow/tables.py", {OWN}),
        ("flow/boxes.py", {OWN}),
        ("flow/__init__.py", {OWN}),
        ("page/svg.py", {OWN}),  # imported within a function, two steps away
        ("flow/late.py", {OWN}),
        ("flow/child.py", {OWN}),  # started as a process
        ("flow/types.py", set()),  # for its types alone
        ("check.py", {OWN}),
        ("flow/boxes.yaml", {OWN}),
        ("flow/layouts/prisma.yaml", {OWN}),
        ("flow/inner/own.yaml", set()),  # of a package that nothing imports
        ("flow/inner/__init__.py", set()),
        ("flow/__pycache__/boxes.pyc", set()),
        ("page/fonts/widths.json", {DOOR, OWN}),
        ("page/draft.py", {DOOR}),  # the door uses it itself
        ("tables.py", {DOOR}),
        ("__init__.py", {DOOR, OWN, OTHER}),
        ("themes/tables.py", {OTHER}),  # `check` imports it too, and is not followed
        ("themes/words.yaml", {OTHER}),
        ("agreement.py", {OTHER}),
    ],
)
def test_a_digest_changes_with_what_is_in_reach_and_with_nothing_else(library, file, changed):
    before = library.digests()
    with (library.root / file).open("a", encoding="utf-8") as out:
        out.write("# changed\n")
    after = library.digests()
    assert {module for module in before if before[module] != after[module]} == changed


def test_a_digest_changes_with_a_new_import_and_with_new_data(library):
    before = library.digests()
    library.write("flow.boxes", "import reviewbook.agreement\n")
    after = library.digests()
    assert before[OWN] != after[OWN] and before[OTHER] == after[OTHER]
    library.write("agreement", "changed = True\n")
    assert library.digests()[OWN] != after[OWN]
    before = library.digests()
    (library.root / "themes" / "more.yaml").write_text("")
    after = library.digests()
    assert before[OTHER] != after[OTHER] and before[OWN] == after[OWN]


def test_a_notebook_is_a_chapter_of_the_library_as_it_is(library):
    cells = [PARAMETERS, ("from reviewbook import tables, open_review", []), OPENS, FLOW]
    assert uses.chapter(cells)[3].modules == (OWN, DOOR)
    library.write("tables", "from reviewbook.themes.tables import flow\n__all__ = ['flow']\n")
    assert uses.chapter(cells)[3].modules == (DOOR, OTHER)
    library.write("tables", "from reviewbook.themes.tables import flow\n__all__ = []\n")
    assert uses.chapter(cells) is None


def test_the_same_library_elsewhere_is_looked_at_there(library, tmp_path_factory, monkeypatch):
    before = library.digests()
    there = tmp_path_factory.mktemp("elsewhere") / "library"
    shutil.copytree(library.root, there)
    with monkeypatch.context() as patch:
        patch.setattr(digest, "LIBRARY", there)
        assert library.digests() == before
        (there / "agreement.py").write_text("changed = True")
        assert library.digests()[OTHER] != before[OTHER]


def test_data_that_a_module_reads_in_other_rooms_is_in_reach_where_it_is_named(library):
    (library.root / "review").mkdir()
    library.write("review.problems", "")
    before = uses.digests(["reviewbook.review.problems"])
    (library.root / "flow" / "checks.yaml").write_text("")
    assert uses.digests(["reviewbook.review.problems"]) != before


# --- the library itself: nothing that a cell runs or reads escapes


class Shown(NamedTuple):
    """What a cell showed, which files of the library it ran, and what it noted to have read."""

    given: Any
    ran: set[str]
    read: set[tuple[str, str]]


CHAPTERS = {cell.source: cell.modules for path in STORED for cell in of_notebook(path) or [] if cell.shows}


def fresh(review: Review, changed: dict[str, pd.DataFrame] | None = None) -> Review:
    """A review with tables of its own, of which nothing was worked out yet."""
    return replace(review, tables=dict(review.tables) | (changed or {}))


def show(source: str, review: Review) -> Any:
    glued = SimpleNamespace(**{name: getattr(numbers, name) for name in numbers.__all__} | {"glue": dict})
    out = eval(source, {"tables": tables, "charts": charts, "numbers": glued, "review": review})
    return getattr(out, "data", out)


@pytest.fixture(scope="module")
def shown() -> dict[str, Shown]:
    """Every cell of the book that shows something, run by itself on the synthetic review."""
    library, found = str(digest.LIBRARY), {}
    for source in CHAPTERS:
        with reads.noted() as read:
            review = fresh(OPENED[SYNTHETIC])
            with cProfile.Profile(builtins=False) as calls:
                given = show(source, review)
        codes = [one.code for one in calls.getstats() if not isinstance(one.code, str)]
        ran = {code.co_filename for code in codes if code.co_filename.startswith(library)}
        found[source] = Shown(given, ran, read)
    return found


def test_no_cell_runs_a_module_that_is_not_in_reach_of_those_it_names(shown):
    missed = {}
    for source, modules in CHAPTERS.items():
        reached = {one for module in modules for one in uses.reach(module)}
        files = {
            str(digest.LIBRARY.joinpath(*one.split(".")[1:])) + end
            for one in reached
            for end in (".py", "/__init__.py")
        }
        assert shown[source].ran
        if beyond := shown[source].ran - files:
            missed[source] = beyond
    assert missed == {}


def garbled(column: pd.Series) -> pd.Series:
    """Other values of the same kind."""
    n = range(len(column))
    match str(column.dtype):
        case "string":
            return pd.Series([f"other {at % 3}" for at in n], dtype="string", index=column.index)
        case "Int64" | "Float64":
            return pd.Series([77 + at for at in n], dtype=column.dtype, index=column.index)
        case "boolean":
            return ~column.fillna(False)
    raise AssertionError(column.dtype)


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_what_a_cell_did_not_note_does_not_matter_to_it(path, shown):
    review = OPENED[SYNTHETIC]
    for source in (cell.source for cell in of_notebook(path) or [] if cell.shows):
        noted = {(table, column) for table, column in shown[source].read if table != reads.FILE}
        changed = {}
        for table, frame in review.tables.items():
            if (table, reads.WHOLE) in noted:
                continue
            others = [name for name in frame if (table, name) not in noted]
            changed[table] = frame.assign(**{name: garbled(frame[name]) for name in others})
            if (table, reads.ROWS) not in noted:  # not even how many rows it has
                changed[table] = pd.concat([changed[table]] * 2, ignore_index=True)
        assert len(changed) > 10
        assert repr(show(source, fresh(review, changed))) == repr(shown[source].given), source


# Of modules that cells reach: which import others by a name that is worked out, and why that is followed all the same.
LATE = {"reviewbook": "the names stand in it as texts"}
# Which read data elsewhere than beside them.
FAR = {
    "reviewbook.review.problems": "`uses.ELSEWHERE` names it",
    "reviewbook.review.place": "where the book of every review lies; instruments.bib there is the book's, and only a check reads it",
}


@pytest.fixture(scope="module")
def reached() -> dict[str, list[ast.AST]]:
    """Every module that a cell reaches, and what stands in it."""
    named = {module for modules in CHAPTERS.values() for module in (*modules, *uses.OPENS)}
    found = {}
    for one in {one for module in named for one in uses.reach(module)}:
        place = digest.LIBRARY.joinpath(*one.split(".")[1:])
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        found[one] = [*ast.walk(ast.parse(file.read_text("utf-8")))]
    return found


def words(nodes: list[ast.AST]) -> set[str]:
    """The names that stand in a module, and what it imports, by its whole name and by the last part of it."""
    found = {getattr(node, "id", None) or getattr(node, "attr", None) for node in nodes}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            of = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            found |= {f"{of}{name.name}" for name in node.names} | {name.name for name in node.names}
    return found


def test_what_cells_reach_imports_nothing_by_a_name_that_is_worked_out(reached):
    ways = {
        "import_module",
        "__import__",
        "exec",
        "eval",
        "spec_from_file_location",
        "run_module",
        "run_path",
    }
    assert {one for one, nodes in reached.items() if words(nodes) & ways} == set(LATE)
    assert len(reached) > 100


def test_what_cells_reach_imports_by_whole_names(reached):
    assert {
        one
        for one, nodes in reached.items()
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.level or node.names[0].name == "*")
    } == set()


def test_what_cells_reach_reads_data_beside_it_alone(reached):
    ways = {"importlib.resources", "pkgutil", "get_data", "__path__", "__spec__", "getsource"}
    far = {one for one, nodes in reached.items() if words(nodes) & ways}
    for one, nodes in reached.items():
        beyond = [
            node for node in nodes if isinstance(node, ast.Attribute) and node.attr.startswith("parent")
        ]
        up = any(node.attr == "parents" or isinstance(node.value, ast.Attribute) for node in beyond)
        if "__file__" in words(nodes) and up:
            far.add(one)
    assert far == set(FAR)
