"""`python -m attacks.builds`: builds for each line of standard input, each in a copy of one process that has built nothing.

So each build begins as a command does, without the time that it takes to load what a command loads.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

UNFORESEEN = "unforeseen:"
LIMIT = 600  # seconds for one build


class Ended(NamedTuple):
    """How a build ended: what was in the way, or nothing, and how many warnings it told of."""

    failure: str
    warnings: str


class Fresh:
    """The process, as the one who starts it sees it. It has the library that its environment names, as that was at first."""

    def __init__(self, env: dict[str, str]):
        self.process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=env | {"PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )

    def build(self, root: Path, review: Path | None, *, draft: bool) -> Ended:
        """Build a book; how it ended."""
        asked = {"root": str(root), "review": str(review or ""), "draft": draft}
        late = threading.Timer(LIMIT, os.killpg, (self.process.pid, signal.SIGKILL))
        late.start()
        try:
            self.process.stdin.write(json.dumps(asked) + "\n")
            self.process.stdin.flush()
            return Ended(*json.loads(self.process.stdout.readline()))
        except (BrokenPipeError, ValueError):
            return Ended(f"the process ended with {self.process.wait()}", "")
        finally:
            late.cancel()

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # with a build that is left
        self.process.wait()
        self.process.stdout.close()


class _Here:
    """Stands in for `reviewbook.press.typeset.Typesetter`: the pages are made in this process."""

    def ask(self, source: Path, place: Path, *, jobs: int, strict: bool) -> None:
        self.asked: dict[str, Any] = {"source": source, "place": place, "jobs": jobs, "strict": strict}

    def answer(self) -> Any:
        from reviewbook.press.typeset import SETTLED, typeset

        os.environ.update(SETTLED)
        return typeset(**self.asked)


def words(failure: Exception, root: Path) -> str:
    """What a build says that fails, problems of the review as `reviewbook serve` has them."""
    from reviewbook.press.book import BuildFailed
    from reviewbook.press.run import RunFailed
    from reviewbook.press.serving.builder import pages_of_tables, told
    from reviewbook.review.problems import ReviewProblems

    if isinstance(failure, ReviewProblems):
        return of_problems(told(failure.problems, pages_of_tables(root / "notebooks")))
    return str(failure) if isinstance(failure, BuildFailed | RunFailed) else f"{UNFORESEEN} {failure!r}"


def of_problems(problems: list[dict]) -> str:
    return "\n".join(json.dumps(problem, ensure_ascii=False) for problem in problems)


def _build(root: Path, review: Path | None, draft: bool) -> Ended:
    module = import_module("reviewbook.press.draft" if draft else "reviewbook.press.book")
    told: list[str] = []
    failure = ""
    try:
        module.build(root, review=review, progress=told.append, typesetter=_Here())
    except Exception as ended:  # whatever it is: both builds must end so
        failure = words(ended, root)
    return Ended(failure, "".join(line for line in told if line.startswith("warnings")))


def main() -> None:
    from reviewbook.press import children
    from reviewbook.press.execute import warm

    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for module in ("book", "draft", "site", "entries", "pages", "touched", "typeset"):
        import_module(f"reviewbook.press.{module}")
    warm()
    from reviewbook.press import typeset

    typeset.warm()
    for line in sys.stdin:
        asked = json.loads(line)
        end, there = os.pipe()
        child = os.fork()
        if not child:
            os.close(end)
            review = Path(asked["review"]) if asked["review"] else None
            ended = _build(Path(asked["root"]), review, asked["draft"])
            children.stop()  # extensions of Sphinx start some
            with os.fdopen(there, "w", encoding="utf-8") as answer:
                json.dump(ended, answer)
            os._exit(0)
        os.close(there)
        with os.fdopen(end, encoding="utf-8") as answer:
            said = answer.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answers.write((said or json.dumps([f"ended with {status}", ""])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
