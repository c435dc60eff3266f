"""The pages by Sphinx, as Jupyter Book makes them: only those that a change touches, where that is known to be enough.

`Typesetter` is a process of its own, which loads Sphinx while notebooks run, and stays for as many builds as it is asked for.
Where the same book is built again and again, it has Sphinx started before it is asked.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import IO, Any, NamedTuple

from reviewbook.files import digest
from reviewbook.files.lock import held
from reviewbook.files.replace import whole
from reviewbook.press import chapters

# Same sources, same bytes: no date of today, no order of a set.
SETTLED = {"SOURCE_DATE_EPOCH": "1767225600", "PYTHONHASHSEED": "0"}
WARNING = re.compile(r"\b(?:WARNING|ERROR|CRITICAL): ")
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_PLACE = re.compile(r"^(?P<file>[^\n:]+?\.(?:md|ipynb))(?::(?P<line>\d+))?: ", re.MULTILINE)
# Where what is said has no page: what was built goes into no later build.
_STATE = "state.json"
AHEAD = "ahead"


class OtherThings(Exception):
    """What is asked is not the build for which Sphinx was started."""


class BuildFailed(Exception):
    """The book was not built; the text of the exception is what to put right."""


class Pages(NamedTuple):
    """What came of a build of the pages.

    Attributes
    ----------
    html : the folder of the site as Sphinx wrote it
    citations : place of each entry of the bibliography ("book/references.html#id2") -> its key
    said : Sphinx's warnings and errors
    failed : whether there is no site that could be shown
    why : why all pages were made anew; "" where only some had to be
    """

    html: str
    citations: dict[str, str]
    said: str
    failed: bool
    why: str = ""

    @property
    def warnings(self) -> int:
        """How many there were."""
        return len(WARNING.findall(self.said))


class Typesetter:
    """A process that has Sphinx loaded. It ends with the block in which it is used.

    Parameters
    ----------
    ahead : whether it starts Sphinx for the book that it has built before it is asked for it again
    """

    def __init__(self, *, ahead: bool = False) -> None:
        self.ahead = ahead
        self.process: subprocess.Popen[str] | None = None
        self.said: IO[str] | None = None

    def __enter__(self) -> Typesetter:
        self.start()
        return self

    def start(self) -> None:
        """Begin to load Sphinx."""
        self.said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed at the end; a pipe would fill up
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__, *([AHEAD] if self.ahead else [])],
            env=os.environ | SETTLED,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.said,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for us: we stop it
        )

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            if hasattr(os, "killpg"):  # with what it started: extensions of Sphinx do
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe is not None:
                    pipe.close()
        if self.said is not None:
            self.said.close()

    def ask(self, source: Path, place: Path, *, jobs: int, strict: bool) -> None:
        """Let it build; `answer` waits for what comes of it. As `typeset`."""
        assert self.process is not None and self.process.stdin is not None
        asked = {"source": str(source), "place": str(place), "jobs": jobs, "strict": strict}
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Pages:
        """What came of the build.

        Raises
        ------
        RuntimeError where the process ended without an answer, with what it said last.
        """
        assert self.process is not None and self.process.stdout is not None and self.said is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.said.seek(0)
            ended = f"the process for the pages ended with {self.process.returncode}"
            raise RuntimeError(self.said.read().strip() or ended)
        return Pages(*json.loads(line))


def typeset(
    source: Path, place: Path, *, jobs: int, strict: bool, wait: Callable[[], object] = lambda: None
) -> Pages:
    """Build the pages of a book, those that changed or, where more than pages changed, all of them from nothing.

    Parameters
    ----------
    source : folder of _config.yml, _toc.yml and the pages
    place : folder for what Sphinx makes and knows
    jobs : processes at once
    strict : a warning is an error
    wait : is called each time that Sphinx has started and has not looked at a page yet

    Raises
    ------
    OtherThings where ``wait`` does: then nothing is built.
    """
    state, base = place / _STATE, _base(source)
    before = json.loads(state.read_text(encoding="utf-8")) if state.is_file() else {}
    pages, why = None, "no earlier pages are known"
    if before.get("base") == base:
        pages, why = (
            _typeset(source, place, before, jobs=jobs, strict=strict, wait=wait),
            "names of pictures or static files changed",
        )
    elif before:
        why = "the configuration, the list of pages or the library changed"
    if pages is None:
        shutil.rmtree(place, ignore_errors=True)
        pages = _typeset(source, place, {"base": base}, jobs=jobs, strict=strict, wait=wait)
        assert pages is not None
        pages = pages._replace(why=why)
    return pages


def _typeset(
    source: Path,
    place: Path,
    before: dict[str, Any],
    *,
    jobs: int,
    strict: bool,
    wait: Callable[[], object],
) -> Pages | None:
    """Build the pages, going on from a former build where one is there; None where that is not known to be enough. As `typeset`."""
    from myst_nb.ext.glue import crossref

    from reviewbook.press import touched

    html, state, anew = place / "html", place / _STATE, not place.is_dir()
    place.mkdir(parents=True, exist_ok=True)

    def begin() -> None:
        wait()
        state.unlink(missing_ok=True)
        for file in html.glob(
            "_static/mystnb.*.css"
        ):  # its digest is in pages only where it was there before
            file.unlink()
        crossref.read_glue_cache.cache_clear()  # of the build before
        mark = place / "began"
        mark.write_bytes(b"")
        touched.asked.again = frozenset(before.get("warned", ()))
        touched.asked.began = mark.stat().st_mtime_ns

    touched.asked.begin = begin
    touched.asked.app = None
    said, ended = _build(source, html, jobs=jobs, strict=strict)
    if isinstance(
        other := getattr(ended, "orig_exc", None), OtherThings
    ):  # as Sphinx wraps what its hooks raise
        raise other
    app = touched.asked.app
    if app is None or isinstance(ended, Exception):  # it did not come so far that one could go on from there
        return Pages(str(html), {}, said, failed=True) if anew else None
    copied, sure = touched.copied(app), not touched.unlike(app)
    if not anew and not (sure and copied == before["copied"]):
        return None
    touched.sweep(app)
    warned = _pages_of(said, source)
    if warned is not None and sure:
        known = {"base": before["base"], "warned": warned, "copied": copied}
        whole({state: json.dumps(known).encode()})
    return Pages(
        str(html),
        {
            f"{one.bibliography_key.docname}.html#{one.citation_id}": one.key
            for one in app.env.domaindata["cite"]["citations"]
        },
        said,
        failed=bool(ended),
    )


def _base(source: Path) -> str:
    """Digest of what every page depends on in ways that nobody can tell apart: then all pages are made from nothing."""
    pages = [page for folder in ("book", "notebooks") for page in sorted((source / folder).rglob("*.*"))]
    return digest.of_value(
        [
            digest.of_folder(source, "_config.yml", "_toc.yml"),
            chapters.of(source).plain(),
            [page.relative_to(source).as_posix() for page in pages if page.suffix in (".md", ".ipynb")],
            digest.of_folder(digest.LIBRARY, "press/**/*", "page/**/*", "review/**/*", "files/**/*"),
            digest.of_file(source / "requirements.txt"),
            sys.version_info[:2],
        ]
    )


def _build(source: Path, html: Path, *, jobs: int, strict: bool) -> tuple[str, int | Exception]:
    """Call Jupyter Book's own way into Sphinx; what it said, and its status or the exception that ended it."""
    from jupyter_book.sphinx import build_sphinx

    heard = io.StringIO()
    options: dict[str, Any] = {
        "external_toc_path": str(source / "_toc.yml"),
        "latex_individualpages": False,
        "nitpicky": True,
        "templates_path": [],  # the theme adds to the one that is there, once for each build
    }
    with contextlib.redirect_stderr(heard), contextlib.redirect_stdout(heard), contextlib.chdir(source):
        ended = build_sphinx(
            str(source),
            str(html),
            noconfig=True,
            path_config=str(source / "_config.yml"),
            confoverrides=options,
            doctreedir=str(html.parent / ".doctrees"),
            warningiserror=strict,
            keep_going=True,
            quiet=True,
            jobs=jobs,
        )
    whole = _COLOURS.sub("", heard.getvalue()).replace(f"{source}{os.sep}", "")
    said = whole.partition("Traceback (most recent call last)")[0].strip() or whole.strip()
    if isinstance(ended, int):
        said = _in_order(said)
    return said or (str(ended) if ended else ""), ended


def _in_order(said: str) -> str:
    """Warnings by page and line: pages that are read side by side are told in the order in which they were done."""

    def place(message: str) -> tuple[str, int]:
        found = _PLACE.match(message)
        return (found["file"], int(found["line"] or 0)) if found else ("", 0)

    messages = re.split(r"\n(?=[^\n]*\b(?:WARNING|ERROR|CRITICAL): )", said)
    return "\n".join(sorted(messages, key=place))


def _pages_of(said: str, source: Path) -> list[str] | None:
    """The pages that warnings are about, which are read again so that they are told again; None where one has no page."""
    found = [Path(one["file"]).with_suffix("").as_posix() for one in _PLACE.finditer(said)]
    return sorted(set(found)) if len(found) == len(WARNING.findall(said)) else None


class _Unused(ModuleType):
    """In place of a module of an extension's that a book of finished notebooks has no use for: its names load it when called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def loaded(*given: Any, **named: Any) -> Any:
            sys.modules.pop(self.__name__, None)
            return getattr(import_module(self.__name__), name)(*given, **named)

        return loaded


# Running notebooks would load a database: a part of the time to load Sphinx.
UNUSED = (
    "myst_nb.core.execute.cache",
    "myst_nb.core.execute.direct",
    "myst_nb.core.execute.inline",
)


@functools.cache
def warm() -> None:
    """Load what a build uses, and not what it has no use for."""
    sys.modules.update({name: _Unused(name) for name in UNUSED if name not in sys.modules})
    for module in ("jupyter_book.sphinx", "sphinx.builders.html", "sphinx.directives.code", *EXTENSIONS):
        import_module(module)


EXTENSIONS = (
    "sphinx_togglebutton",
    "sphinx_comments",
    "myst_nb.sphinx_ext",
    "jupyter_book",
    "sphinx_external_toc",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    "reviewbook.press.static",
    "reviewbook.press.spoken",
    "reviewbook.press.foot",
    "reviewbook.press.menu",
    "reviewbook.press.heads",
    "reviewbook.press.lost",
    "reviewbook.press.again",
    "reviewbook.press.names",
    "reviewbook.press.quick",
    "reviewbook.press.missing",
    "reviewbook.press.citations",
    "reviewbook.press.search.page",
    "reviewbook.press.touched",
)


def _started_with(source: Path, place: Path) -> str:
    """Digest of what Sphinx reads when it starts: what it knows of the build before, and all but the pages."""
    beside = [
        file for file in sorted((source / "book").rglob("*")) if file.is_file() and file.suffix != ".md"
    ]
    state, known = place / _STATE, place / ".doctrees" / "environment.pickle"
    return digest.of_value(
        [
            _base(source),
            digest.of_files(beside, source),
            digest.of_folder(source, "data/*/reports.csv", "data/*/datapackage.json"),
            digest.of_file(state),
            known.stat().st_mtime_ns if known.is_file() else 0,
        ]
    )


def _ahead(line: str) -> tuple[Pages | None, str]:
    """Start Sphinx for what a line asked, and build when the next one asks the same: what came of it, else the next, "" at the end."""
    asked, then = _Asked(line), None
    made_of = ""

    def wait() -> None:
        nonlocal then
        if then is None:
            lock.close()
            then = sys.stdin.readline()
        if then != line:
            raise OtherThings
        lock.enter_context(asked.held())
        if _started_with(asked.source, asked.place) != made_of:
            raise OtherThings

    answer = None
    with ExitStack() as lock, suppress(OtherThings):
        lock.enter_context(asked.held(say=lambda _: None))  # nobody waits yet
        if (asked.place / _STATE).is_file():
            made_of = _started_with(asked.source, asked.place)
            answer = asked.typeset(wait=wait)
    if then is None:  # there was nothing to go on from, or Sphinx did not start
        return None, sys.stdin.readline()
    return answer, then


class _Asked:
    """What a line of standard input asks."""

    def __init__(self, line: str):
        asked = json.loads(line)
        self.source, self.place = Path(asked["source"]), Path(asked["place"])
        self.typeset = functools.partial(
            typeset, self.source, self.place, jobs=asked["jobs"], strict=asked["strict"]
        )
        # One whose command was killed goes on until it is done.
        self.held = functools.partial(held, self.place, verb="the making of pages")


def main(*options: str) -> None:
    """Build what each line of standard input asks for, and answer with one line."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")  # nothing else may come in between
    os.dup2(2, 1)
    warm()
    from reviewbook.press import touched

    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # the trees of pages are many things, few of which are garbage
    line, pages = sys.stdin.readline(), None
    while line:
        if pages is None:
            asked = _Asked(line)
            with asked.held():
                pages = asked.typeset()
        answers.write(json.dumps(pages) + "\n")
        answers.flush()
        touched.asked.app = None
        gc.collect()  # while nobody waits: what Sphinx leaves behind would slow the next build
        pages, line = _ahead(line) if AHEAD in options else (None, sys.stdin.readline())


if __name__ == "__main__":
    main(*sys.argv[1:])
