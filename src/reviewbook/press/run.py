"""Run the notebooks with papermill: only what of them is stale, several at once, to the same bytes every time.

Jupyter Book's own cache looks at a notebook's code alone and keeps a page when a table has changed, so the book executes
nothing and `reviewbook.press.records` decides what is stale (docs/adr: execution). Each notebook runs in a process of its own,
copied from this one, which has loaded what notebooks use and read the review (`reviewbook.press.engine`).
"""

from __future__ import annotations

import functools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewbook.files import digest
from reviewbook.press import children, settings
from reviewbook.press.execute import Piece, Result, execute, warm
from reviewbook.press.steps import Step, Steps
from reviewbook.review import problems
from reviewbook.review.place import built

if TYPE_CHECKING:
    from reviewbook.press.records import Job, Stale
    from reviewbook.review.model import Review


class RunFailed(Exception):
    """At least one notebook did not finish; the text of the exception is the report for people."""


@dataclass(frozen=True)
class Ran:
    """What became of one notebook.

    Attributes
    ----------
    reason : why it was executed ("flow.csv changed"), empty for one that was left as it was
    cells : how many of its code cells were executed
    of : how many it has
    changed : whether the file is another than before
    """

    name: str
    path: Path
    executed: bool
    reason: str
    seconds: float
    cells: int = 0
    of: int = 0
    changed: bool = False


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
    steps: Steps | None = None,
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
    cwd : folder in which the notebooks run
        Default: the notebook's own, as Jupyter does.
    state : folder for what was read and written in the last run
        Default: ``<root>/_build/run/<name of the review>``.
    progress : called with one line per notebook
    steps : is told what was done, and how long it took

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
    state = Path(state) if state else records_of(root, review)
    given, known, width = parameters or {}, state / "all.json", max(len(one.stem) for one in notebooks)

    def everything(tables: str) -> str:
        files = [digest.of_files(notebooks, root), digest.of_folder(out, *(one.name for one in notebooks))]
        asked = {name: str(value) for name, value in given.items()}
        beyond = digest.of_value(
            {file: digest.of_file(root / file) for file in _read_beyond(root, state, notebooks, review)}
        )
        return digest.of_value([tables, *files, beyond, sorted(asked.items()), common])

    steps = steps or Steps()
    tables, common = digest.of_folder(review, "*"), _common(root, review)
    if not force and known.is_file() and known.read_text(encoding="utf-8") == everything(tables):
        for one in notebooks:
            progress(f"{one.stem:<{width}}  unchanged")
        return [Ran(one.stem, out / one.name, False, "", 0.0) for one in notebooks]
    out.mkdir(parents=True, exist_ok=True)
    state.mkdir(parents=True, exist_ok=True)
    known.unlink(missing_ok=True)
    made = _Run(root, review, out, state, given, cwd, common)
    with steps.of("notebooks") as step:
        ran = made.all(
            notebooks, jobs=jobs, force=force, tell=lambda name, said: progress(f"{name:<{width}}  {said}")
        )
        step.reused = f"{sum(not one.executed for one in ran)} of {len(ran)} notebooks"
    for became in ran:
        reused = f"{became.of - became.cells} of {became.of} cells" if became.executed else "all"
        steps.add(Step(f"notebook {became.name}", became.seconds, became.reason, reused))
    # What was saved meanwhile: which version was read is not known for each notebook, so the next run looks again.
    if made.settled() and digest.of_folder(review, "*") == tables:
        known.write_text(everything(tables), encoding="utf-8")
    return ran


def _read_beyond(root: Path, state: Path, notebooks: Sequence[Path], review: Path) -> list[str]:
    """Files, but for those in the review's folder itself, that the notebooks read in their last run."""
    records = [state / f"{one.stem}.json" for one in notebooks]
    files: set[str] = set()
    for one in records:
        with suppress(OSError, ValueError, LookupError, TypeError):  # no record: the notebook runs again
            files.update(json.loads(one.read_text(encoding="utf-8"))["reads"])
    return sorted(file for file in files if (root / file).parent != review)


class _Run:
    """One run over the notebooks of a review."""

    def __init__(
        self,
        root: Path,
        review: Path,
        out: Path,
        state: Path,
        parameters: Mapping[str, Any],
        cwd: Path | None,
        common: Mapping[str, str | None],
    ):
        from reviewbook.press import records

        self.records = records
        self.root, self.review, self.out, self.state = root, review, out, state
        self.parameters, self.cwd = parameters, cwd
        self.common = common
        self.digests: dict[str, str] = {}
        self.known: dict[
            Path, str | None
        ] = {}  # digest of each notebook as it was read, then as it was written
        self.doubtful = False  # whether a file was saved while a notebook that reads it ran
        self.began = time.time()

    def all(
        self, notebooks: Sequence[Path], *, jobs: int, force: bool, tell: Callable[[str, str], object]
    ) -> list[Ran]:
        """Execute what is stale; as `run`."""
        from reviewbook.press.notebooks import known

        if unknown := set(self.parameters) - set().union(*map(known, notebooks)):
            raise RunFailed(f"No notebook has a parameter named {', '.join(sorted(unknown))}.")
        ran: dict[str, Ran] = {}
        failures: dict[str, str] = {}
        stale: list[tuple[Job, Stale]] = []
        for source in notebooks:
            try:
                job = self.job(source)
            except Exception as problem:  # not JSON, no notebook: say which file, go on with the others
                failures[source.stem] = f"{source.stem}: cannot be read as a notebook: {problem}"
                continue
            asked = self.records.Stale("asked to") if force else None
            if why := asked or self.records.why_stale(job, self.root, self.columns):
                stale.append((job, why))
                continue
            if self.saved(job, failures):
                continue
            ran[job.name] = self.left(job)
            tell(job.name, _said(ran[job.name]))
        pieces = [self.piece(job, why) for job, why in stale]
        if pieces:
            warm()
            self.opened  # noqa: B018  looked at once, for all
        for ended in children.each(execute, pieces, at_once=jobs):
            job, why = stale[ended.at]
            if ended.died:
                dead = problems.Problem(
                    "MACH-005", "process", "one that was stopped", "one that comes to its end"
                )
                failures[job.name] = f"{job.name}: {dead}"
                tell(job.name, "failed")
                continue
            result: Result = ended.given
            if result.failure:
                failures[job.name] = f"{job.name}{result.failure}"
                tell(job.name, f"failed {result.seconds:.1f} s")
                continue
            if self.saved(job, failures):
                tell(job.name, "saved meanwhile")
                continue
            ran[job.name] = self.done(job, why, result)
            tell(job.name, _said(ran[job.name]))
        if failures:
            count = f"{len(failures)} of {len(notebooks)} notebooks failed. Their files stay as they were."
            told = [failures[one.stem] for one in notebooks if one.stem in failures]
            raise RunFailed("\n\n".join([count, *told]))
        return [ran[one.stem] for one in notebooks]

    def job(self, source: Path) -> Job:
        from reviewbook.press import notebooks, uses

        self.known[source] = digest.of_file(source)
        notebook = notebooks.prepare(source, self.parameters)
        code = [(cell.source, cell.metadata.get("tags", [])) for cell in notebooks.code_cells(notebook)]
        return self.records.Job(
            name=source.stem,
            source=source,
            target=self.out / source.name,
            record=self.state / f"{source.stem}.json",
            notebook=notebook,
            inputs={**self.common, self.records.CODE: self.records.of_code(notebook)},
            cells=uses.chapter(code),
        )

    def saved(self, job: Job, failures: dict[str, str]) -> bool:
        """Whether a notebook that would be written was saved since it was read: what its author wrote must not be lost."""
        if job.target != job.source or digest.of_file(job.source) == self.known[job.source]:
            return False
        failures[job.name] = (
            f"{job.name}: was saved while it was run, and stays as it was saved. Run it again."
        )
        return True

    def settled(self) -> bool:
        """Whether no notebook, and nothing that one read, was saved since."""
        return not self.doubtful and all(digest.of_file(one) == then for one, then in self.known.items())

    def write(self, job: Job, text: str) -> bool:
        from reviewbook.press import notebooks

        if job.target == job.source:
            self.known[job.source] = digest.of_bytes(text.encode("utf-8"))
        return notebooks.write(job.target, text)

    def left(self, job: Job) -> Ran:
        """What is not stale. A changed text cell needs no execution: the stored results are put into the notebook as it is."""
        from reviewbook.press import notebooks

        finished = notebooks.with_outputs(job.notebook, job.stored)
        changed = self.write(job, notebooks.text(finished))
        self.doubtful |= not self.records.renew(job, self.root, since=self.began)
        return Ran(job.name, job.target, False, "", 0.0, changed=changed)

    def piece(self, job: Job, why: Stale) -> Piece:
        from reviewbook.press import notebooks

        kept = {}
        if why.kept:
            done = {cell.source: cell.outputs for cell in notebooks.code_cells(job.stored)}
            cells = [at for at, cell in enumerate(job.notebook.cells) if cell.cell_type == "code"]
            kept = {cells[at]: done[job.notebook.cells[cells[at]].source] for at in why.kept}
        cwd = self.cwd or job.source.parent
        return Piece(notebooks.text(job.notebook), str(cwd), kept)

    def done(self, job: Job, why: Stale, result: Result) -> Ran:
        changed = self.write(job, result.text)
        self.doubtful |= not self.records.remember(
            job,
            self.root,
            result.outputs,
            since=self.began,
            reads=[why.kept.get(at, self.named(found)) for at, found in enumerate(result.reads)],
            columns=self.columns if self.opened else None,
        )
        count = len(result.reads)
        cells = count - len(why.kept)
        return Ran(job.name, job.target, True, why.reason, result.seconds, cells, count, changed)

    @functools.cached_property
    def opened(self) -> Review | None:
        """The review; None where it cannot be opened, which the notebooks will say."""
        from reviewbook.check import open_review

        try:
            return open_review(self.review)
        except problems.ReviewProblems:
            return None

    def columns(self, read: Sequence[Sequence[str]]) -> dict[str, str]:
        """A digest of each thing read; nothing where the review cannot be opened. Of a table its columns tell, not its file."""
        from reviewbook.review.reads import FILE

        if self.opened is None:
            return {}
        named = {self.records.name_of(one): one for one in read}
        new = {name: one for name, one in named.items() if name not in self.digests}
        tables = [one for one in new.values() if one[0] != FILE]
        self.digests |= self.records.of_columns(self.opened, tables)
        for name, (what, path) in new.items():
            file = self.root / path
            if what == FILE and (file.parent != self.review or file.suffix != ".csv"):
                self.digests[name] = str(digest.of_file(file))
        return {name: self.digests[name] for name in named if name in self.digests}

    def named(self, read: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What a cell read, its files as they are named below the root."""
        from reviewbook.review.reads import FILE

        def below(path: Path) -> str:
            return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()

        return sorted((what, below(Path(name)) if what == FILE else name) for what, name in read)


def _said(ran: Ran) -> str:
    if not ran.executed:
        return "not run  (only its text changed)" if ran.changed else "unchanged"
    some = f", {ran.cells} of {ran.of} cells" if ran.cells < ran.of else ""
    return f"run {ran.seconds:.1f} s{some}  ({ran.reason})"


def _common(root: Path, review: Path) -> dict[str, str | None]:
    """What every notebook depends on."""
    others = [
        file
        for file in review.rglob("*")
        if file.is_file() and file.suffix != ".csv" and not _aside(file, review)
    ]
    return {
        "the library": digest.of_library(),
        "requirements.txt": digest.of_file(root / "requirements.txt"),
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "the list of tables": digest.of_value(sorted(path.name for path in review.glob("*.csv"))),
        "a file beside the tables": digest.of_files(sorted(others), review),
    }


def _aside(file: Path, review: Path) -> bool:
    """Whether no chapter shows it: the package's description counts as read, pages are Sphinx's, and what is hidden is private."""
    parts = file.relative_to(review).parts
    return parts[0] in ("datapackage.json", "pages", "README.md", settings.ALLOWED) or any(
        part.startswith(".") for part in parts
    )


def verify(root: Path, *, jobs: int = 2, progress: Callable[[str], object] = print) -> list[str]:
    """Names of the stored notebooks that a run from nothing would not give byte for byte.

    No notebook is written. An empty list is the proof that the pages show what the code and the tables give; the next `run`
    knows of it and executes none of them again.
    """
    from reviewbook.press.notebooks import write

    root = Path(root).resolve()
    review = own_review(root)
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    with tempfile.TemporaryDirectory() as scratch:
        fresh, proved = Path(scratch, "notebooks"), Path(scratch, "state")
        run(review, notebooks=notebooks, out=fresh, jobs=jobs, force=True, state=proved, progress=progress)
        same = [book for book in notebooks if book.read_bytes() == (fresh / book.name).read_bytes()]
        known = records_of(root, review)
        known.mkdir(parents=True, exist_ok=True)
        for book in same:
            record = proved / f"{book.stem}.json"
            if record.is_file():
                write(known / record.name, record.read_text(encoding="utf-8"))
    return [book.name for book in notebooks if book not in same]


def records_of(root: Path, review: Path) -> Path:
    """Where a book keeps what each notebook read and gave in its last run."""
    return built(root) / "run" / review.name


def own_review(root: Path) -> Path:
    """Folder of the review that the stored notebooks are about; _config.yml names it, and nothing else does.

    Raises
    ------
    ReviewProblems (PACK-012) where _config.yml cannot be used.
    """
    return Path(root).resolve() / "data" / settings.config(Path(root))["reviewbook"]["review"]
