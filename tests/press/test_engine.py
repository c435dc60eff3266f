"""The engine that runs a notebook in this process: what it gives is what a kernel gives, and the process is as it was before."""

import asyncio
import builtins
import getpass
import io
import os
import re
import subprocess
import sys
import tomllib
import warnings
from contextlib import contextmanager
from importlib.metadata import EntryPoint
from pathlib import Path

import matplotlib
import nbformat
import papermill
import pytest
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from packages import ROOT

from reviewbook.press import engine, notebooks
from reviewbook.press.execute import settle_matplotlib

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
FAILS = ["raises-exception"]
# What a notebook may do, cell after cell: its source, and its tags.
CELLS = [
    ("print('out'); import sys; print('err', file=sys.stderr); print('more')", []),
    ("print('err', file=sys.stderr, flush=True); print('out')", []),
    ("from IPython.display import HTML, Markdown, clear_output, display, update_display", []),
    ("print('a'); display(Markdown('**b**'), display_id='one'); print('c'); display(1)", []),
    ("update_display(HTML('<b>new</b>'), display_id='one')", []),
    ("print('err', file=sys.stderr); update_display(3, display_id='one'); print('out')", []),
    ("print('gone'); display(2); clear_output(); print('stays')", []),
    ("print('gone'); clear_output(wait=True); print('stays', file=sys.stderr); print('too')", []),
    ("for n in range(3):\n    print(n, end='\\r')\nprint('done')", []),
    ("import threading\nother = threading.Thread(target=print, args=['there'])\nother.start(); other.join()", []),
    ("sys.stdout.write('abc\\n'), sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.name", []),
    ("1/0", FAILS),
    ("def f(x):\n    return g(x)\ndef g(x):\n    raise ValueError(f'no {x}')\nprint('before')\nf(3)", FAILS),
    ("try:\n    1/0\nexcept ZeroDivisionError as e:\n    raise RuntimeError('second') from e", FAILS),
    ("a b", FAILS),
    ("raise KeyboardInterrupt", FAILS),
    ("sys.exit(3)", FAILS),
    ("assert 1 == 2, 'why'", FAILS),
    ("%no_such_magic", FAILS),
    ("input('name? ')", FAILS),
    ("import getpass; getpass.getpass()", FAILS),
    ("sys.stdin.read()", []),
    ("class C:\n    def __repr__(self): return 'C'\n    def _repr_html_(self): raise ValueError('not shown')", []),
    ("display(C()); print('after')", []),
    ("C()", FAILS),
    ("import pickle; pickle.loads(pickle.dumps(C)) is C", []),
    ("{'a': [1, 2], 'b': 'é ✓'}", []),
    ("_, Out[27], In[1]", []),
    ("42;", []),
    ("", []),
    ("# nothing", []),
    ("print('left out')", ["skip-execution"]),
    ("import pandas as pd; pd.DataFrame({'a': [1, 2]})", []),
    ("import matplotlib.pyplot as plt; fig, ax = plt.subplots(); _ = ax.plot([1, 2])", []),
    ("plt.get_backend(), plt.isinteractive(), plt.rcParams['figure.dpi']", []),
    ("%matplotlib inline\n%config InlineBackend.figure_format = 'svg'", []),
    ("import os; os.environ['SOURCE_DATE_EPOCH'] = '0'; plt.rcParams['svg.hashsalt'] = 'x'", []),
    ("plt.plot([1, 3]);", []),
    ("plt.figure(); plt.bar([1], [2]); plt.show(); print('shown')", []),
    ("import asyncio\nawait asyncio.sleep(0)\nprint('awaited')", []),
    ("async def h():\n    await asyncio.sleep(0)\n    return 5\nawait h()", []),
    ("!echo hello; echo oops >&2", []),
    ("x = !echo captured\nx", []),
    ("%%capture got\nprint('kept')", []),
    ("got.stdout", []),
    ("%%time\n3", []),
    ("%%html\n<i>hi</i>", []),
    ("%who_ls function", []),
    ("%pwd", []),
    ("pd?", []),
    ("__name__, __doc__, sys.modules['__main__'].__dict__ is globals(), '' in sys.path", []),
    ("{name: os.environ[name] for name in ['TERM', 'CLICOLOR', 'PAGER', 'MPLBACKEND']}", []),
    ("import beside; beside.__name__", []),
    ("print('before'); 1/0", []),  # nothing says that it may
    ("print('never')", []),
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def no_running_loop():
    """A browser test before, in the same process, leaves playwright's event loop running."""
    running = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


def made(*cells: tuple[str, list[str]]) -> nbformat.NotebookNode:
    """A notebook of code cells: source and tags."""
    code = [nbformat.v4.new_code_cell(source, id=f"cell-{at}") for at, (source, _) in enumerate(cells)]
    for cell, (_, tags) in zip(code, cells, strict=True):
        cell.metadata |= {"tags": tags} if tags else {}
    return nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": KERNEL})


@contextmanager
def as_python_warns():
    """Warnings as outside of pytest, which would collect them all."""

    def show(message, category, filename, lineno, file=None, line=None):
        sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))

    with warnings.catch_warnings():
        warnings.resetwarnings()
        for unseen in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.simplefilter("ignore", unseen)
        warnings.showwarning = show
        yield


def run(
    notebook: nbformat.NotebookNode, folder: Path, *, cwd: Path | None = None, **how
) -> nbformat.NotebookNode:
    """The finished notebook, also where it fails: of that, only the cells with code."""
    how = {"engine_name": engine.NAME} | how
    out = folder / "out.ipynb"
    try:
        with as_python_warns():
            return papermill.execute_notebook(
                notebook, str(out), kernel_name="python3", progress_bar=False, cwd=str(cwd or folder), **how
            )
    except papermill.PapermillExecutionError:
        finished = nbformat.read(out, as_version=4)
        finished.cells = notebooks.code_cells(finished)
        return finished


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where notebooks run, and the only place where a kernel may leave something."""
    there = tmp_path_factory.mktemp("kernel")
    (there / "beside.py").write_text("")
    settle_matplotlib()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_RUNTIME_DIR", str(there / "runtime"))
        patch.setenv("IPYTHONDIR", str(there / "ipython"))
        yield there


@pytest.fixture(scope="module")
def both(folder) -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
    """One notebook, run by a kernel and in this process."""
    asked = {"engine_name": None, "coalesce_streams": True}
    return run(made(*CELLS), folder, **asked), run(made(*CELLS), folder)


def alone(cell: nbformat.NotebookNode) -> str:
    """A cell as it is stored, without how long something took."""
    text = notebooks.text(made() | {"cells": [cell]})
    return re.sub(r"\d[\d.e+]* (?:ns|μs|ms|s)\b", "some time", text)


@pytest.mark.parametrize("at", range(len(CELLS)), ids=[source.split("\n")[0][:40] for source, _ in CELLS])
def test_a_cell_gives_what_it_gives_in_a_kernel(both, at):
    kernel, here = (alone(notebook.cells[at]) for notebook in both)
    assert here == kernel


def test_what_was_compared_says_something(both):
    outputs = [output for cell in both[1].cells for output in cell.outputs]
    assert len(outputs) > 50 and {output.output_type for output in outputs} == {
        "stream",
        "error",
        "display_data",
        "execute_result",
    }
    shown = {kind for output in outputs for kind in output.get("data", {})}
    assert shown >= {"image/png", "image/svg+xml", "text/html"}


def test_after_a_failure_that_nothing_allows_no_cell_is_run(both):
    (failed, after) = both[1].cells[-2:]
    assert [output.output_type for output in failed.outputs] == ["stream", "error"]
    assert after.outputs == [] and after.execution_count is None


def test_a_notebook_of_the_book_is_stored_as_a_kernel_gives_it(folder):
    path = ROOT / "notebooks" / "07-evidence-map.ipynb"
    how = {"cwd": path.parent}
    kernel = run(notebooks.read(path), folder, engine_name=None, coalesce_streams=True, **how)
    here = run(notebooks.read(path), folder, **how)
    assert notebooks.text(here) == notebooks.text(kernel)
    assert "image/svg+xml" in notebooks.text(here) or "<svg" in notebooks.text(here)


# --- what a kernel does by chance, or not at all


def test_a_warning_names_its_cell_the_same_in_every_run(folder):
    warns = made(("import warnings; warnings.warn('beware')", []))
    (output,) = run(warns, folder).cells[0].outputs
    assert re.fullmatch(r"ipykernel/\d+\.py:1: UserWarning: beware\n  import .*\n", output.text), output.text


def test_what_is_displayed_is_updated_where_it_stands_also_between_what_is_printed(folder):
    first = "from IPython.display import display, update_display\n"
    first += "print('a'); display(1); print('b'); display(2, display_id='two'); print('c'); display(3)"
    shown, _ = run(made((first, []), ("update_display('new', display_id='two')", [])), folder).cells
    assert [output.get("data", {}).get("text/plain", output.get("text")) for output in shown.outputs] == [
        "a\nb\nc\n",
        "1",
        "'new'",
        "3",
    ]


@pytest.mark.parametrize("before", ["agg", "another notebook"])
def test_a_figure_is_shown_whatever_drew_before(folder, before):
    if before == "agg":
        matplotlib.use("agg")
    else:
        run(made(("%config InlineBackend.figure_format = 'svg'\nimport matplotlib.pyplot", [])), folder)
    (cell,) = run(made(("import matplotlib.pyplot as plt; _ = plt.plot([1, 2])", [])), folder).cells
    assert [sorted(output.data) for output in cell.outputs] == [["image/png", "text/plain"]]


def test_what_is_printed_is_told_to_papermill_once(folder):
    told = io.StringIO()
    run(made(("print('one'); print('two')", []), ("print('three')", [])), folder, stdout_file=told)
    assert told.getvalue() == "one\ntwo\nthree\n"


def test_the_last_result_is_known_whatever_the_process_called_so_before(folder, monkeypatch):
    monkeypatch.setattr(builtins, "_", None, raising=False)
    (_, again) = run(made(("6 * 7", []), ("_", [])), folder).cells
    assert again.outputs[0].data["text/plain"] == "42"
    assert builtins._ is None


def test_no_folder_is_made_at_home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    run(made(("1", [])), tmp_path / "work")
    assert list((tmp_path / "home").iterdir()) == []


# --- known outputs, and being watched


def test_what_is_known_is_put_in_place_and_counted_anew_and_not_run(folder):
    once = run(made(("print('a')", []), ("6 * 7", []), ("1/0", FAILS)), folder)
    known = {2: once.cells[1].outputs, 3: once.cells[0].outputs}
    cells = [("'new'", []), ("", []), ("1/0", []), ("fails", []), ("_1", [])]
    finished = run(made(*cells), folder, kept=known)
    assert [cell.execution_count for cell in finished.cells] == [1, None, 2, 3, 4]
    (result,) = finished.cells[2].outputs
    assert (result.data["text/plain"], result.execution_count) == ("42", 2)
    assert finished.cells[3].outputs == once.cells[0].outputs
    assert finished.cells[4].outputs[0].data["text/plain"] == "'new'"


def test_each_cell_that_runs_is_watched_by_its_place(folder):
    seen = []

    @contextmanager
    def watch(at):
        seen.append(("begins", at))
        yield
        seen.append(("ends", at))

    notebook = made(("", []), ("1", []), ("2", []), ("1/0", []), ("3", []))
    notebook.cells.insert(1, nbformat.v4.new_markdown_cell("Words", id="words"))
    run(notebook, folder, watch=watch, kept={3: []})
    assert seen == [("begins", 2), ("ends", 2), ("begins", 4), ("ends", 4)]


# --- the process afterwards

SPOILS = """
import builtins, os, sys, getpass, warnings
sys.path.insert(0, "/nowhere"); os.environ["MADE_HERE"] = "1"; os.environ.pop("HOME", None); os.chdir("/")
sys.stdout = open(os.devnull, "w"); sys.displayhook = sys.excepthook = print; sys.made_here = 1
builtins.input = builtins.made_here = print; warnings.simplefilter("error"); sys.path = ["elsewhere"]
name_of_the_notebook = 1
"""


@pytest.mark.parametrize("last", ["1", "1/0", "import sys; sys.exit()"])
def test_the_process_is_as_it_was(folder, monkeypatch, last):
    monkeypatch.chdir(folder)
    main = sys.modules["__main__"]

    def now() -> list:
        of_sys = [getattr(sys, name) for name in ("stdin", "stdout", "stderr", "displayhook", "excepthook")]
        names = [sorted(vars(module)) for module in (sys, builtins, getpass, main)]
        return [
            *of_sys, *names, [*sys.path], dict(os.environ), Path.cwd(), sys.modules["__main__"] is main,
            builtins.input, getpass.getpass, get_ipython(), [*warnings.filters], id(sys.path),
        ]  # fmt: skip

    before = now()
    run(made((SPOILS, []), (last, [])), folder)
    after = now()
    assert after == before


def test_two_notebooks_one_after_the_other_know_nothing_of_each_other(folder):
    run(made(("known = 1", [])), folder)
    (cell,) = run(made(("'known' in globals(), len(In)", [])), folder).cells
    assert cell.outputs[0].data["text/plain"] == "(False, 2)"


def test_a_notebook_can_run_another(folder):
    outer = InteractiveShell.instance(history_manager=None)
    try:
        (cell,) = run(made(("get_ipython().execution_count", [])), folder).cells
        assert cell.outputs[0].data["text/plain"] == "2"  # the next one
        assert get_ipython() is outer
    finally:
        InteractiveShell.clear_instance()


# --- papermill knows it by its entry point


def entry_point() -> EntryPoint:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, value),) = project["entry-points"]["papermill.engine"].items()
    return EntryPoint(name=name, value=value, group="papermill.engine")


def test_the_entry_point_names_the_engine():
    assert entry_point().name == engine.NAME
    assert entry_point().load().execute_managed_notebook == engine.WarmEngine.execute_managed_notebook


def test_papermill_finds_the_engine_by_its_name(tmp_path):
    # As an installation leaves it: that of the tests may be older than the entry point.
    installed = tmp_path / "site" / "reviewbook_engine-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: reviewbook-engine\nVersion: 1\n")
    point = entry_point()
    (installed / "entry_points.txt").write_text(f"[{point.group}]\n{point.name} = {point.value}\n")
    nbformat.write(made(("import os; print(os.getpid() == os.getppid(), 'ran')", [])), tmp_path / "in.ipynb")
    paths = os.pathsep.join([str(installed.parent), *filter(None, sys.path)])
    command = [sys.executable, "-m", "papermill", "--engine", "reviewbook", "in.ipynb", "out.ipynb"]
    done = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    (cell,) = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cell.outputs[0].text == "False ran\n"
