"""Run the notebooks with papermill: only those that are stale, several at once, to the same bytes every time.

Jupyter Book's own cache looks at a notebook's code alone and keeps a page when a table has changed, so the book executes
nothing and this module decides what is stale (docs/adr: execution).
"""

import hashlib
import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

import nbformat

from reviewbook.press import children, settings
from reviewbook.review import problems

LIBRARY = Path(__file__).resolve().parents[1]

# What papermill, nbclient and Jupyter write that differs between two runs or two machines.
_VOLATILE = (
    "metadata.papermill",
    "metadata.language_info.version",
    "metadata.widgets",
    "cell.metadata.papermill",
    "cell.metadata.execution",
)


class RunFailed(Exception):
    """At least one notebook did not finish; the text of the exception is the report for people."""


@dataclass(frozen=True)
class Ran:
    """What became of one notebook.

    ``reason`` says why it was executed ("flow.csv changed") and is empty for one that was left as it was.
    """

    name: str
    path: Path
    executed: bool
    reason: str
    seconds: float


@dataclass(frozen=True)
class _Job:
    """One notebook of a run: where from, where to, and what its result depends on."""

    name: str
    target: Path
    state: Path
    notebook: nbformat.NotebookNode
    inputs: dict[str, str | None]


def run(
    review: Path,
    *,
    notebooks: list[Path],
    out: Path,
    parameters: dict | None = None,
    jobs: int = 2,
    force: bool = False,
    cwd: Path | None = None,
    state: Path | None = None,
    progress: Callable[[str], object] = print,
) -> list[Ran]:
    """Execute the notebooks that are stale and write each finished one, whole, to ``out``.

    Parameters
    ----------
    review : folder of the review's tables
        A table that appears in it or goes makes every notebook stale.
    notebooks : notebook files in ``<root>/notebooks``
        ``<root>`` gives requirements.txt and holds ``_build/run``.
    out : folder for the finished notebooks
        ``<root>/notebooks`` itself for the repository's own review.
    parameters : values for the cell tagged ``parameters``
        A notebook gets those that it knows, in a cell that the book does not show. None or empty: no such cell.
    jobs : notebooks at once
    force : execute all, stale or not
    cwd : folder in which the kernels run
        Default: the notebook's own, as Jupyter does.
    state : folder for what was read and written in the last run
        Default: ``<root>/_build/run/<name of the review>``.
    progress : called with one line per notebook

    Returns
    -------
    list of Ran, in the order of ``notebooks``

    Raises
    ------
    RunFailed
        After all others have run. The former file of a notebook that failed stays as it was.
    """
    review, out = Path(review).resolve(), Path(out).resolve()
    notebooks = [Path(notebook).resolve() for notebook in notebooks]
    if not notebooks:
        return []
    root = notebooks[0].parent.parent
    state = Path(state) if state else _records(root, review)
    out.mkdir(parents=True, exist_ok=True)
    state.mkdir(parents=True, exist_ok=True)

    common = {
        "the library": _digest_folder(LIBRARY, "**/*"),
        "requirements.txt": _digest(root / "requirements.txt"),
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "the list of tables": _digest_names(review),
    }
    width = max(len(notebook.stem) for notebook in notebooks)
    if unknown := set(parameters or {}) - set().union(*map(_known, notebooks)):
        raise RunFailed(f"No notebook has a parameter named {', '.join(sorted(unknown))}.")
    ran: dict[str, Ran] = {}
    failures: dict[str, str] = {}
    stale: list[tuple[_Job, str]] = []

    sources = {notebook.stem: notebook for notebook in notebooks}
    for name, source in sources.items():
        try:
            notebook = _prepare(source, parameters or {})
        except Exception as problem:  # not JSON, no notebook: say which file, go on with the others
            failures[name] = f"{name}: cannot be read as a notebook: {problem}"
            continue
        job = _Job(
            name=name,
            target=out / source.name,
            state=state / f"{name}.json",
            notebook=notebook,
            inputs=common | {"its code": _digest_code(notebook)},
        )
        reason = "asked to" if force else _why_stale(job, root)
        if reason:
            stale.append((job, reason))
            continue
        # A changed text cell needs no execution: the stored results are put into the notebook as it now is.
        _write(job.target, _text(_with_outputs(notebook, _read(job.target))))
        ran[name] = Ran(name, job.target, False, "", 0.0)
        progress(f"{name:<{width}}  unchanged")

    if stale:
        # Processes, not threads: papermill changes the working directory, and the kernels inherit the environment.
        with children.pool(min(jobs, len(stale))) as pool:
            waiting = {
                pool.submit(_execute, _text(job.notebook), str(cwd or sources[job.name].parent)): (
                    job,
                    reason,
                )
                for job, reason in stale
            }
            for done in as_completed(waiting):
                job, reason = waiting[done]
                result = done.result()
                if result["failure"]:
                    failures[job.name] = f"{job.name}{result['failure']}"
                    progress(f"{job.name:<{width}}  failed {result['seconds']:.1f} s")
                    continue
                _write(job.target, result["text"])
                _remember(job, root, result)
                ran[job.name] = Ran(job.name, job.target, True, reason, result["seconds"])
                progress(f"{job.name:<{width}}  run {result['seconds']:.1f} s  ({reason})")
    if failures:
        count = f"{len(failures)} of {len(sources)} notebooks failed. Their files stay as they were."
        raise RunFailed("\n\n".join([count, *(failures[name] for name in sources if name in failures)]))
    return [ran[name] for name in sources]


def verify(root: Path, *, jobs: int = 2, progress: Callable[[str], object] = print) -> list[str]:
    """Names of the stored notebooks that a run from nothing would not give byte for byte.

    No notebook is written. An empty list is the proof that the pages show what the code and the tables give; the next `run`
    knows of it and executes none of them again.
    """
    root = Path(root).resolve()
    review = own_review(root)
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as scratch:
        fresh, proved = Path(scratch, "notebooks"), Path(scratch, "state")
        run(review, notebooks=notebooks, out=fresh, jobs=jobs, force=True, state=proved, progress=progress)
        same = [book for book in notebooks if book.read_bytes() == (fresh / book.name).read_bytes()]
        known = _records(root, review)
        known.mkdir(parents=True, exist_ok=True)
        for book in same:
            record = proved / f"{book.stem}.json"
            if record.is_file():
                _write(known / record.name, record.read_text(encoding="utf-8"))
    return [book.name for book in notebooks if book not in same]


def _records(root: Path, review: Path) -> Path:
    """Where a book keeps what each notebook read and gave in its last run."""
    return root / "_build" / "run" / review.name


def own_review(root: Path) -> Path:
    """Folder of the review that the stored notebooks are about; _config.yml names it, and nothing else does.

    Raises
    ------
    ReviewProblems (PACK-012) where _config.yml cannot be used.
    """
    return Path(root).resolve() / "data" / settings.config(Path(root))["reviewbook"]["review"]


# --- one notebook, in a process of its own ---------------------------------------------------------------------


def _execute(text: str, cwd: str) -> dict:
    """Run one notebook in a fresh kernel: its text, the files that it read, and the failure or ""."""
    import papermill

    notebook = nbformat.reads(text, as_version=4)
    began, started = time.time(), time.monotonic()
    settle_matplotlib()
    with tempfile.TemporaryDirectory(prefix="rb-") as scratch:
        reads = Path(scratch, "reads")
        os.environ.update(
            REVIEWBOOK_READS=str(reads),
            PYTHONHASHSEED="0",
            # The kernel must see this library, also when it was found by a relative PYTHONPATH.
            PYTHONPATH=os.pathsep.join(filter(None, [str(LIBRARY.parent), os.environ.get("PYTHONPATH")])),
            # Kernels that share a folder for their sockets hang; and nobody's own IPython profile should show in a page.
            JUPYTER_RUNTIME_DIR=scratch,
            IPYTHONDIR=str(Path(scratch, "ipython")),
        )
        failure = ""
        try:
            notebook = papermill.execute_notebook(
                notebook,
                None,
                cwd=cwd,
                kernel_name="python3",
                progress_bar=False,
                kernel_manager_class=_own_kernel_class(),
                coalesce_streams=True,  # else printed text comes in as many pieces as the timing had it
                shutdown_kernel="immediate",  # nothing in it is worth the wait of 0.4 s
            )
        except papermill.exceptions.PapermillExecutionError as error:
            failure = _describe(error)
        except Exception as error:  # a kernel that died or did not start
            found = problems.quote(f"{type(error).__name__}: {error}")
            dead = problems.Problem("MACH-006", "kernel", found, "one that starts and answers")
            failure = f": {dead}"
        return {
            "text": _text(notebook),
            "reads": reads.read_text(encoding="utf-8").splitlines() if reads.exists() else [],
            "failure": failure,
            "started": began,
            "seconds": time.monotonic() - started,
        }


def settle_matplotlib() -> None:
    """Let kernels draw by matplotlib's own settings, whatever the reader has at home, and without a word on a page.

    On a machine where it never ran it lists the fonts, and without a home it makes a folder; it tells either on stderr,
    which is part of a page. Here it is told before, and kernels inherit the folder.
    """
    import matplotlib

    os.environ["MATPLOTLIBRC"] = str(Path(matplotlib.get_data_path(), "matplotlibrc"))
    import matplotlib.font_manager


def _own_kernel_class() -> type:
    """Kernel manager that starts this very interpreter, whatever "python3" is registered as on the machine."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import AsyncKernelManager
    from traitlets import default

    class OwnKernel(AsyncKernelManager):
        @property
        def kernel_spec(self) -> KernelSpec:
            command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
            return KernelSpec(argv=command, display_name="Python 3", language="python")

        @default("transport")
        def _sockets_not_ports(self) -> str:
            # Two kernels that start at once can pick the same TCP port. Windows has no such sockets.
            return "tcp" if os.name == "nt" else "ipc"

        @default("ip")
        def _where(self) -> str:
            # The default is a file named kernel-ipc in the working directory, shared by all kernels.
            return (
                str(Path(os.environ["JUPYTER_RUNTIME_DIR"], "k")) if self.transport == "ipc" else "127.0.0.1"
            )

    return OwnKernel


def _describe(error) -> str:
    """Which cell failed and how; a problem of the review in its own words, without the class name."""
    first = next((line for line in error.source.splitlines() if line.strip()), "")
    message = re.sub(r"\x1b\[[0-9;]*m", "", str(error.evalue))
    own = getattr(problems, error.ename, None)
    if not (isinstance(own, type) and issubclass(own, Exception)):
        message = f"{error.ename}: {message}"
    indented = "\n".join(f"  {line}" for line in message.splitlines())
    return f", cell [{error.exec_count}]: {first}\n{indented}"


# --- notebooks as text -----------------------------------------------------------------------------------------


def _read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def _text(notebook: nbformat.NotebookNode) -> str:
    """The notebook as it is stored: without what differs between runs, in one fixed layout."""
    from nbstripout import strip_output

    notebook = strip_output(
        nbformat.from_dict(notebook), keep_output=True, keep_count=True, keep_id=True, extra_keys=_VOLATILE
    )
    for cell in notebook.cells:
        if cell.metadata.get("tags") == []:  # papermill adds an empty list to every cell
            del cell.metadata["tags"]
    return nbformat.writes(notebook) + "\n"


def _write(path: Path, text: str) -> None:
    """Put ``text`` in place in one step; a file that already says so is not touched."""
    new = text.encode("utf-8")
    if path.exists() and path.read_bytes() == new:
        return
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(new)
    aside.replace(path)


def _known(source: Path) -> set[str]:
    """Names in the ``parameters`` cell; none when the file is no notebook, which `_prepare` reports."""
    import papermill

    try:
        return set(papermill.inspect_notebook(str(source)))
    except Exception:  # papermill and nbformat share no class for this
        return set()


def _prepare(source: Path, parameters: dict) -> nbformat.NotebookNode:
    """The notebook as it will be run: with the given values in a cell that the book removes."""
    known = _known(source) if parameters else set()
    given = {
        name: str(value) if isinstance(value, Path) else value
        for name, value in parameters.items()
        if name in known
    }
    if not given:
        return _read(source)
    from papermill.iorw import load_notebook_node
    from papermill.parameterize import parameterize_notebook

    notebook = parameterize_notebook(load_notebook_node(str(source)), given)
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"  # papermill draws a random one
            cell.metadata.tags = ["injected-parameters", "remove-cell"]
    return notebook


def _code_cells(notebook: nbformat.NotebookNode) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _with_outputs(notebook: nbformat.NotebookNode, finished: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """``notebook`` with the results of ``finished``, which has the same code cells."""
    for cell, done in zip(_code_cells(notebook), _code_cells(finished), strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count
    return notebook


# --- what is stale ---------------------------------------------------------------------------------------------


def _why_stale(job: _Job, root: Path) -> str:
    """Reason to execute a notebook, or "" when its stored results are what a run would give."""
    try:
        before = json.loads(job.state.read_text(encoding="utf-8"))
        inputs, reads, outputs = before["inputs"], before["reads"], before["outputs"]
        stored = _digest_outputs(_read(job.target))
    except (OSError, ValueError, KeyError):  # no record, no result, or not readable as such
        return "no earlier run is recorded"
    for what, digest in job.inputs.items():
        if inputs.get(what) != digest:
            return f"{what} changed"
    for file, digest in reads.items():
        if _digest(root / file) != digest:
            return f"{Path(file).name} changed"
    return "the stored results were edited" if outputs != stored else ""


def _remember(job: _Job, root: Path, result: dict) -> None:
    """Record what a result depends on, so that the next run can tell whether it still holds."""
    files = sorted({Path(line) for line in result["reads"] if line.strip()})
    if any(file.is_file() and file.stat().st_mtime >= result["started"] for file in files):
        return  # saved by its author during the run: which version was read is not known, so the next run repeats it
    names = [file.relative_to(root) if file.is_relative_to(root) else file for file in files]
    record = {
        "inputs": job.inputs,
        "reads": {name.as_posix(): _digest(root / name) for name in names},
        "outputs": _digest_outputs(nbformat.reads(result["text"], as_version=4)),
    }
    _write(job.state, json.dumps(record, indent=1, sort_keys=True) + "\n")


def _digest(file: Path) -> str | None:
    """SHA-256 of a file; None when there is none, so that a table which appears later counts as a change."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


def _digest_of(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode("utf-8")).hexdigest()


def _digest_names(review: Path) -> str:
    return _digest_of(sorted(path.name for path in review.glob("*.csv")))


def _digest_folder(folder: Path, pattern: str) -> str:
    files = [file for file in folder.glob(pattern) if file.is_file() and "__pycache__" not in file.parts]
    return _digest_of({file.relative_to(folder).as_posix(): _digest(file) for file in files})


def _digest_code(notebook: nbformat.NotebookNode) -> str:
    return _digest_of([[cell.source, cell.metadata.get("tags", [])] for cell in _code_cells(notebook)])


def _digest_outputs(notebook: nbformat.NotebookNode) -> str:
    return _digest_of([[cell.execution_count, cell.outputs] for cell in _code_cells(notebook)])
