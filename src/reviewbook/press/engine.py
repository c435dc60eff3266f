"""A papermill engine that runs a notebook in this very process: no kernel has to start and import everything anew.

It is the shell of IPython's kernel whose messages go to a list and not to a socket, and papermill's own client reads them: so
the outputs are those of a kernel, byte for byte (tests/built/test_kernels.py). ``papermill --engine reviewbook`` knows it by
its entry point. A notebook leaves behind what it did to the process: `reviewbook.press.run` gives each a process of its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import TextIOBase
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from nbclient.exceptions import CellExecutionError
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
        watch: Callable[[Any], AbstractContextManager] | None = None,
        kept: Mapping[int, list] | None = None,
        **_: Any,
    ) -> None:
        """Called by papermill, which writes the finished notebook.

        Parameters
        ----------
        watch : gives for each code cell a context manager in which it runs.
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

    encoding = "utf-8"

    def __init__(self, name: str, session: _Messages):
        self.name, self.session = name, session

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self.session.send(None, self.session.msg("stream", {"name": self.name, "text": text}))
        return len(text)


class _Shell(ZMQInteractiveShell):
    """The kernel's shell in a process that is no kernel: nothing is kept of what was typed, and no folder is made for it."""

    def init_history(self) -> None:
        self.config.HistoryManager.enabled = False
        super().init_history()

    def init_pdb(self) -> None:
        """Nobody is there to debug."""

    def init_readline(self) -> None:
        """Nobody is there to type."""


class _Client(PapermillNotebookClient):
    """papermill's client of a kernel, with a shell in place of the kernel."""

    watch: Callable[[Any], AbstractContextManager] | None = None
    kept: Mapping[int, list] = MappingProxyType({})

    def execute(self, **_: Any) -> Any:
        self.reset_execution_trackers()
        with _shell(self._hear) as self.shell:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = dict(LANGUAGE)
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        self.at = (cell, cell_index)
        self.clear_before_next_output = False
        cell["execution_count"] = self.shell.execution_count
        if cell_index in self.kept:
            cell.outputs = self.kept[cell_index]
            self.shell.execution_count += 1
            return cell
        self.failed: dict | None = None
        with self.watch(cell) if self.watch else nullcontext():
            ran = self.shell.run_cell(cell.source, store_history=True)
        if not ran.success and self.failed is None:  # a fault that the shell could not tell
            raise ran.error_before_exec or ran.error_in_exec or RuntimeError("the cell was not run")
        cell.outputs = streams_joined(cell.outputs)
        if self.failed is not None and "raises-exception" not in cell.metadata.get("tags", []):
            raise CellExecutionError.from_cell_and_msg(cell, self.failed)
        return cell

    def _hear(self, message: dict) -> None:
        if message["msg_type"] == "error":
            self.failed = message["content"]
        self.process_message(message, *self.at)


def streams_joined(outputs: list[Any]) -> list[Any]:
    """The outputs of a cell, all it printed in one piece where the first of it stands, as nbclient has it.

    With `coalesce_streams` nbclient does this in the midst of talking to a kernel.
    """
    joined: list[Any] = []
    first: dict[str, Any] = {}
    for output in outputs:
        if output["output_type"] != "stream":
            joined.append(output)
        elif (name := output["name"]) in first:
            first[name]["text"] += output["text"]
        else:
            first[name] = output
            joined.append(output)
    names = [one["name"] for one in joined if one["output_type"] == "stream"]
    if names == ["stderr", "stdout"]:
        error, said = (next(one for one in joined if one.get("name") == name) for name in names)
        if joined.index(said) == joined.index(error) + 1:
            at = joined.index(error)
            joined[at : at + 2] = [said, error]
    return joined


@contextmanager
def _shell(heard: Callable[[dict], object]) -> Iterator[_Shell]:
    """A shell with an empty namespace; afterwards the process has its own streams, hooks and main module again."""
    session = _Messages()
    session.heard = heard
    before = {name: getattr(sys, name) for name in ("stdin", "stdout", "stderr", "displayhook", "excepthook")}
    main, path, folder, environment = sys.modules["__main__"], list(sys.path), Path.cwd(), dict(os.environ)
    os.environ["MPLBACKEND"] = BACKEND
    _Shell.clear_instance()
    shell = _Shell.instance(user_module=ModuleType("__main__"))
    shell.displayhook.session = shell.display_pub.session = session
    if BACKEND.removeprefix("module://") in sys.modules:  # else it does so itself when it is loaded
        from matplotlib_inline.backend_inline import _enable_matplotlib_integration

        _enable_matplotlib_integration()
    sys.stdout, sys.stderr = _Stream("stdout", session), _Stream("stderr", session)
    try:
        with Path(os.devnull).open() as nobody:
            sys.stdin = nobody
            yield shell
    finally:
        _Shell.clear_instance()
        for name, value in before.items():
            setattr(sys, name, value)
        sys.modules["__main__"], sys.path[:] = main, path
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
