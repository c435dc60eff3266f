"""A process that builds a book again and again, with everything loaded: it has no threads, so it can be copied for notebooks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any, NamedTuple

from reviewbook.files import digest
from reviewbook.press import children
from reviewbook.review.place import built
from reviewbook.review.problems import Problem, codes, expected, found, together, where

PROGRAM = (sys.executable, "-m", "reviewbook.press.serving.builder")
DOWNLOADS = re.compile(r"tables\.downloads\(\s*review,([^)]*)\)")


class Built(NamedTuple):
    """What came of one build.

    Attributes
    ----------
    problems : as `told` has them; empty where there is a book
    failure : what else is in the way, in words
    changed : addresses of the site whose files are other than after the build before
    seconds : how long it took
    """

    problems: list[dict[str, str]]
    failure: str
    changed: list[str]
    seconds: float


class Builder:
    """The process, and the next one where it ended; `build` waits for a build, and `stop` ends it.

    Parameters
    ----------
    place : where the book is made (`reviewbook.press.book.place_of`)
    """

    def __init__(self, root: Path, review: Path, place: Path, *, jobs: int, draft: bool):
        given = [str(root), str(review), str(place), str(jobs), str(int(draft))]
        self.command = [*PROGRAM, *given]
        self._start()

    def _start(self) -> None:
        self.library = digest.of_folder(digest.LIBRARY)
        self.process = subprocess.Popen(
            self.command,
            env=os.environ | {"PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for us: we stop it
        )

    def build(
        self,
        progress: Callable[[str], object],
        *,
        saved: Sequence[str] = (),
        shown: Callable[[list[str]], object] = lambda changed: None,
    ) -> Built:
        """Bring the book up to date, at the second try where the process was stopped, as by a system without memory.

        A process whose library changed meanwhile makes room for another: it would build with what it has loaded.

        Parameters
        ----------
        saved : names of files; the page of a table is shown before the others
        shown : is told the addresses of the site that changed with that page
        """
        if self.process.poll() is not None or self.library != digest.of_folder(digest.LIBRARY):
            self._anew()
        began = time.monotonic()
        for _ in range(2):
            if (built := self._asked(progress, saved, shown)) is not None:
                return built
            self._anew()
        dead = Problem("MACH-005", "process", "one that was stopped", "one that comes to its end")
        return Built(told([dead], {}), "", [], time.monotonic() - began)

    def _asked(
        self,
        progress: Callable[[str], object],
        saved: Sequence[str],
        shown: Callable[[list[str]], object],
    ) -> Built | None:
        """What the process answers; None where it ends without an answer."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"saved": list(saved)}) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        for line in self.process.stdout:
            if not line.endswith("\n"):  # it ended amid a word
                return None
            said = json.loads(line)
            if isinstance(said, list):
                return Built(*said)
            if isinstance(said, dict):
                shown(said["changed"])
            else:
                progress(said)
        return None

    def _anew(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        """End it and what it started."""
        children.stop(of=self.process.pid)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def told(problems: Sequence[Problem], pages: Mapping[str, str]) -> list[dict[str, str]]:
    """Problems for a page, alike ones as one: code, place, found, expected, remedy, and the page of the table, "" where there is none."""
    return [
        {
            "code": alike[0].code,
            "place": where(alike),
            "found": found(alike),
            "expected": expected(alike),
            "remedy": codes()[alike[0].code].remedy,
            "page": pages.get(alike[0].file.removesuffix(".csv"), ""),
        }
        for alike in together(problems)
    ]


def pages_of_tables(notebooks: Path) -> dict[str, str]:
    """The page on which each table is shown: "ratings" -> "notebooks/03-appraisal.html", by the first that offers it."""
    pages: dict[str, str] = {}
    for notebook in sorted(notebooks.glob("*.ipynb")):
        try:
            cells = json.loads(notebook.read_bytes())["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        except (OSError, ValueError, KeyError, TypeError):  # half saved: running it says so
            continue
        for offered in map(DOWNLOADS.match, sources):
            for table in re.findall(r'"(\w+)"', offered[1]) if offered else ():
                pages.setdefault(table, f"notebooks/{notebook.stem}.html")
    return pages


# --- in the process --------------------------------------------------------------------------------------------


class _Press:
    """What builds in the process, and remembers the site that it left."""

    def __init__(self, root: Path, review: Path, place: Path, *, jobs: int, draft: bool):
        self.root, self.review, self.place, self.jobs, self.draft = root, review, place, jobs, draft
        self.before: dict[str, Any] | None = None

    def build(self, typesetter: Any, tell: Callable[[Any], object], saved: Sequence[str] = ()) -> Built:
        """Bring the book up to date; `Built`. Addresses that changed with the page of a saved table are told as soon as it is shown."""
        from reviewbook.files.lock import held
        from reviewbook.press import book, draft
        from reviewbook.press.run import RunFailed
        from reviewbook.review.problems import ReviewProblems

        began = time.monotonic()
        pages = pages_of_tables(self.root / "notebooks")
        waited_for = {Path(pages[name]).stem for one in saved if (name := one.removesuffix(".csv")) in pages}
        make = (
            draft.build
            if self.draft
            else partial(book.build, first=waited_for, shown=lambda: tell({"changed": self._changed()}))
        )
        problems: list[dict[str, str]] = []
        failure = ""
        with held(built(self.root), verb="serve", say=tell):
            if self.before is None:
                self.before = self._listing()
            try:
                make(
                    self.root,
                    review=self.review,
                    jobs=self.jobs,
                    progress=lambda line: tell(f"  {line}"),
                    typesetter=typesetter,
                )
            except ReviewProblems as wrong:
                problems = told(wrong.problems, pages)
                tell(str(wrong))
            except (RunFailed, book.BuildFailed) as failed:
                failure = str(failed)
                tell(failure)
            changed = self._changed()
        return Built(problems, failure, changed, time.monotonic() - began)

    def _changed(self) -> list[str]:
        """Addresses of the site whose files are other than when this was asked before."""
        before, self.before = self.before or {}, self._listing()
        return sorted(
            one for one in before.keys() | self.before.keys() if before.get(one) != self.before.get(one)
        )

    def _listing(self) -> dict[str, Any]:
        """The files of the site, each with what changes when it is written."""
        file = self.place / "site.json"
        if not file.is_file():
            return {}
        files = json.loads(file.read_text(encoding="utf-8"))["files"]
        return {address: stamp for address, (_, stamp) in files.items()}


def main(root: str, review: str, place: str, jobs: str, draft: str) -> None:
    """Build for each line of standard input, which names what was saved.

    Lines of JSON tell how it goes (a text), what is shown already (a mapping), and at last what came of it (a list).

    What is neither a problem of the review nor one of its pages ends the process, once it is told: the next one is as new.
    """
    from reviewbook.press.execute import warm
    from reviewbook.press.typeset import Typesetter

    answers: IO[str] = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else may come in between

    def tell(said: Any) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    press = _Press(Path(root), Path(review), Path(place), jobs=int(jobs), draft=draft == "1")
    with Typesetter(ahead=True) as typesetter:
        for line in sys.stdin:
            try:
                tell(press.build(typesetter, tell, json.loads(line)["saved"]))
            except (OSError, MemoryError, RuntimeError) as error:  # the machine, or what makes the pages
                tell(Built([], f"The build was stopped: {str(error) or type(error).__name__}", [], 0.0))
                break
            except Exception as error:
                traceback.print_exc()  # of ours: whoever reports it needs the places
                tell(Built([], f"The build was stopped by a fault of reviewbook: {error!r}", [], 0.0))
                break
            warm()  # for the next


if __name__ == "__main__":
    main(*sys.argv[1:])
