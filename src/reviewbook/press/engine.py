"""A papermill engine that runs a notebook in this very process: no kernel has to start and import everything anew.

It is the shell of IPython's kernel whose messages go to a list and not to a socket, and papermill's own client reads them: so
the outputs are those of a kernel, byte for byte (tests/press/test_engine.py). ``papermill --engine reviewbook`` knows it by
its entry point. A notebook leaves behind what it did to the process: `reviewbook.press.run` gives each a process of its own.
"""

from __future__ import annotations

import builtins
import getpass
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from io import TextIOBase
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any

import nbformat
from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import UsageError
from IPython.core.shellapp import InteractiveShellApp
from jupyter_client.session import Session
from matplotlib_inline.config import InlineBackend
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import output_from_msg
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines

NAME = "reviewbook"
BACKEND = "module://matplotlib_inline.backend_inline"
# As a kernel gives it, without its version, which is left out of what is stored.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


class WarmEngine(Engine):
    """Runs the cells of a notebook one after the other in this process."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        watch: Callable[[int], AbstractContextManager] | None = None,
        kept: Mapping[int, list] | None = None,
        **_: Any,
    ) -> None:
        """Called by papermill, which writes the finished notebook.

        Parameters
        ----------
        watch : gives for each code cell, by its place, a context manager in which it runs.
        kept : place of a cell -> its outputs, where they are known: it is counted as run, and is not.
        """
        client = _Client(nb_man, log_output=log_output, stdout_file=stdout_file, stderr_file=stderr_file)
        client.watch, client.kept = watch, kept or {}
        client.execute()


papermill_engines.register(NAME, WarmEngine)


class _Messages(Session):
    """What the shell takes for its connection: its messages go to ``heard``."""

    heard: Callable[[dict], object]

    def msg(self, msg_type: str, content: dict | None = None, *_: Any, **__: Any) -> dict:
        header = {"msg_type": msg_type}
        return {"header": header, **header, "content": content or {}, "parent_header": {}}

    def send(self, stream: object, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:
        self.heard(self.msg(msg_or_type, content) if isinstance(msg_or_type, str) else msg_or_type)


class _Stream(TextIOBase):
    """Standard output or error of a cell."""

    encoding = "UTF-8"

    def __init__(self, name: str, session: _Messages):
        self.name, self.session = name, session

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            self.session.send(None, self.session.msg("stream", {"name": self.name, "text": text}))
        return len(text)


class _Compiler(XCachingCompiler):
    """A kernel's, but that the name of a cell in a warning has no number of a process."""

    def get_code_name(self, raw_code: str, code: str, number: int) -> str:
        return f"ipykernel/{Path(super().get_code_name(raw_code, code, number)).name}"


class _Shell(ZMQInteractiveShell):
    """The kernel's shell in a process that is no kernel: nothing is kept of what was typed."""

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()

    def enable_gui(self, gui: Any = None) -> None:
        """Called by ``%matplotlib inline`` too, which asks for none."""
        if gui:
            raise UsageError(f"Nobody is there to see a window of {gui}.")


class _Client(PapermillNotebookClient):
    """papermill's client of a kernel, with a shell in place of the kernel."""

    watch: Callable[[int], AbstractContextManager] | None = None
    kept: Mapping[int, list] = MappingProxyType({})

    def execute(self, **_: Any) -> Any:
        self.reset_execution_trackers()
        with _shell(lambda message: self.process_message(message, *self.at)) as self.shell:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = dict(LANGUAGE)
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        self.at = (cell, cell_index)
        self.clear_before_next_output = False
        count = cell["execution_count"] = self.shell.execution_count
        if cell_index in self.kept:
            cell.outputs = [_counted(output, count) for output in self.kept[cell_index]]
            self.shell.execution_count += 1
            return cell
        cell.outputs = []
        with self.watch(cell_index) if self.watch else nullcontext():
            ran = self.shell.run_cell(cell.source, store_history=True)
        cell.outputs = _settled(cell.outputs)
        # As a kernel has it: what fails to be displayed is told and may go on, but for the result of the cell.
        shown = not getattr(self.shell, "_last_traceback_during_displayhook", False)
        if not (ran.success and shown) and "raises-exception" not in tags:
            error = ran.error_in_exec if ran.error_before_exec is None else ran.error_before_exec
            trace = getattr(self.shell, "_last_traceback", None) or []
            told = {"ename": type(error).__name__, "evalue": str(error), "traceback": trace}
            raise CellExecutionError.from_cell_and_msg(cell, told)
        return cell

    def output(self, outs: list[Any], msg: dict, display_id: str | None, cell_index: int) -> Any:
        """All that a cell prints stands in one piece, where the first of it stood."""
        if msg["msg_type"] == "stream" and not self.clear_before_next_output:
            for one in outs:
                if one.get("name") == msg["content"]["name"]:
                    one["text"] += msg["content"]["text"]
                    return output_from_msg(msg)
        return super().output(outs, msg, display_id, cell_index)


def _counted(output: Any, count: int) -> Any:
    """A known output, in a cell that may have another place than when it was made."""
    return nbformat.from_dict(output | ({"execution_count": count} if "execution_count" in output else {}))


def _settled(outputs: list[Any]) -> list[Any]:
    """The outputs of a finished cell, what it printed as nbclient has it with ``coalesce_streams``."""
    for output in outputs:
        if output["output_type"] == "stream":  # of a line that was begun anew, what it said last
            output["text"] = re.sub(r".*\r(?=[^\n])", "", output["text"])
    for at, (one, other) in enumerate(pairwise(outputs)):
        if (one.get("name"), other.get("name")) == ("stderr", "stdout"):
            outputs[at : at + 2] = [other, one]
    return outputs


@contextmanager
def _shell(heard: Callable[[dict], object]) -> Iterator[_Shell]:
    """A shell with an empty namespace; afterwards the process has its own streams, hooks and main module again."""
    session = _Messages()
    session.heard = heard
    before = {module: dict(vars(module)) for module in (sys, builtins, getpass)}
    outer = {one: one._instance for one in _Shell._walk_mro()}  # of the notebook in which this runs itself
    main, path, folder, environment = sys.modules["__main__"], list(sys.path), Path.cwd(), dict(os.environ)
    try:
        with (
            warnings.catch_warnings(),
            Path(os.devnull).open() as nobody,
            tempfile.TemporaryDirectory(prefix="rb-") as scratch,
        ):
            os.environ["IPYTHONDIR"] = scratch  # nobody's own profile shows in a page
            # Left by a plain prompt or gettext, the shell would set none of its own.
            vars(builtins).pop("_", None)
            for one in outer:
                one._instance = None
            shell = _Shell.instance(compiler_class=_Compiler)
            shell.displayhook.session = shell.display_pub.session = session
            sys.stdin, sys.stdout, sys.stderr = nobody, _Stream("stdout", session), _Stream("stderr", session)
            asked: Any = SimpleNamespace(_allow_stdin=False)
            builtins.input, getpass.getpass = partial(Kernel.raw_input, asked), partial(Kernel.getpass, asked)
            app: Any = SimpleNamespace(ignore_cwd=False)
            InteractiveShellApp.init_path(app)
            _draw_inline()
            yield shell
    finally:
        for module, names in before.items():
            for name in vars(module).keys() - names.keys():
                delattr(module, name)
            for name, value in names.items():
                setattr(module, name, value)
        for one, instance in outer.items():
            one._instance = instance
        sys.modules["__main__"], sys.path[:] = main, path
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)


def _draw_inline() -> None:
    """Let figures stand in the cells that draw them, whatever is loaded of matplotlib already."""
    os.environ["MPLBACKEND"] = BACKEND
    # Loaded anew, it knows this shell, and not what another notebook set.
    sys.modules.pop(BACKEND.removeprefix("module://"), None)
    InlineBackend.clear_instance()
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = BACKEND
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].switch_backend(BACKEND)
