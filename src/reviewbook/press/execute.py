"""One notebook in a process of its own, which is copied from one that has loaded what notebooks use."""

from __future__ import annotations

import functools
import gc
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from reviewbook.press import children
from reviewbook.review import problems

# What every notebook uses and takes long to load: loaded once, before processes are copied.
WARM = (
    "papermill",
    "nbstripout",
    "reviewbook.press.engine",
    "reviewbook.charts",
    "reviewbook.numbers",
    "reviewbook.tables",
    "myst_nb",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "plotly.graph_objects",
    "pybtex.backends.html",
)


def warm() -> None:
    """Load what notebooks use, before processes are copied from this one."""
    settle_matplotlib()
    if children.FORKS:
        _load()


@functools.cache
def _load() -> None:
    for module in WARM:
        import_module(module)
    gc.freeze()  # what is loaded is no garbage: looking at it again and again would copy it for each notebook


class Piece(NamedTuple):
    """A notebook to run. ``kept``: place of a cell -> its outputs, where they are known."""

    text: str
    cwd: str
    kept: Mapping[int, list]


class Result(NamedTuple):
    """What came of it: ``outputs``, a digest of its results; ``reads``, by cell."""

    text: str
    outputs: str
    reads: list[set[tuple[str, str]]]
    failure: str
    seconds: float


def execute(piece: Piece) -> Result:
    """Run one notebook in this process: its text, what it read, and the failure or ""."""
    import nbformat
    import papermill

    from reviewbook.press import engine, notebooks, records
    from reviewbook.review.reads import FILE, LOG, noted

    started = time.monotonic()
    settle_matplotlib()
    found: dict[int, set[tuple[str, str]]] = {}

    @contextmanager
    def watch(at: int) -> Iterator[None]:
        with noted() as found[at]:
            yield

    notebook = nbformat.reads(piece.text, as_version=4)
    with tempfile.TemporaryDirectory(prefix="rb-") as scratch:
        told = Path(scratch, "reads")
        os.environ[LOG] = str(told)
        failure = ""
        try:
            notebook = papermill.execute_notebook(
                notebook,
                None,
                cwd=piece.cwd,
                engine_name=engine.NAME,
                kernel_name="python3",
                progress_bar=False,
                watch=watch,
                kept=piece.kept,
            )
        except papermill.exceptions.PapermillExecutionError as error:
            failure = _describe(error)
        files = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    told_of = {(FILE, line) for line in files if line.strip()}  # nobody knows by which cell
    cells = [at for at, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    reads = [found.get(at, set()) | told_of for at in cells]
    text = notebooks.text(notebook)
    outputs = records.of_outputs(nbformat.reads(text, as_version=4))
    return Result(text, outputs, reads, failure, time.monotonic() - started)


def settle_matplotlib() -> None:
    """Let kernels draw by matplotlib's own settings, whatever the reader has at home, and without a word on a page.

    On a machine where it never ran it lists the fonts, and without a home it makes a folder; it tells either on stderr,
    which is part of a page. Here it is told before, and kernels inherit the folder.
    """
    import matplotlib

    os.environ["MATPLOTLIBRC"] = str(Path(matplotlib.get_data_path(), "matplotlibrc"))
    import matplotlib.font_manager


def _describe(error) -> str:
    """Which cell failed and how; a problem of the review in its own words, without the class name."""
    first = next((line for line in error.source.splitlines() if line.strip()), "")
    message = re.sub(r"\x1b\[[0-9;]*m", "", str(error.evalue))
    own = getattr(problems, error.ename, None)
    if not (isinstance(own, type) and issubclass(own, Exception)):
        message = f"{error.ename}: {message}"
    indented = "\n".join(f"  {line}" for line in message.splitlines())
    return f", cell [{error.exec_count}]: {first}\n{indented}"
