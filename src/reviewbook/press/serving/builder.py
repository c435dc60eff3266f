"""A process that builds a book again and again, with everything loaded: it has no threads, so it can be copied for notebooks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NamedTuple

from reviewbook.press import children


class Built(NamedTuple):
    """What came of one build.

    Attributes
    ----------
    problems : of the review, as `Problem.as_dict` has them; empty where there is a book
    failure : what else is in the way, in words
    changed : addresses of the site whose files are other than before
    seconds : how long it took
    """

    problems: list[dict[str, Any]]
    failure: str
    changed: list[str]
    seconds: float


class Builder:
    """The process; `build` waits for a build, and `stop` ends it."""

    def __init__(self, root: Path, review: Path | None, *, jobs: int, draft: bool):
        command = [sys.executable, "-m", __name__, str(root), str(review or ""), str(jobs), str(int(draft))]
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # Ctrl-C is for us: we stop it
        )

    def build(self, progress: Callable[[str], object]) -> Built:
        """Bring the book up to date.

        Raises
        ------
        RuntimeError where the process has ended.
        """
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write("build\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise RuntimeError("the process that builds has ended") from None
        for line in self.process.stdout:
            said = json.loads(line)
            if isinstance(said, str):
                progress(said)
            else:
                return Built(*said)
        raise RuntimeError("the process that builds has ended")

    def stop(self) -> None:
        """End it and what it started."""
        children.stop()
        self.process.wait()


def _listing(place: Path) -> dict[str, Any]:
    file = place / "html.json"
    return json.loads(file.read_text(encoding="utf-8"))["files"] if file.is_file() else {}


def _build(
    root: Path, review: Path | None, jobs: int, draft: bool, typesetter: Any, tell: Callable[[str], object]
) -> Built:
    from reviewbook.files.lock import held
    from reviewbook.press import book
    from reviewbook.press import draft as drafts
    from reviewbook.press.run import RunFailed, own_review
    from reviewbook.review.problems import ReviewProblems

    started = time.monotonic()
    name = (review or own_review(root)).name
    place = root / "_build" / (f"{name}{book.DRAFT}" if draft else name if review else "")
    before = _listing(place)
    problems: list[dict[str, Any]] = []
    failure = ""
    try:
        with held(root / "_build", verb="serve", say=tell):
            (drafts.build if draft else book.build)(
                root, review=review, jobs=jobs, progress=tell, typesetter=typesetter
            )
    except ReviewProblems as wrong:
        problems = [problem.as_dict() for problem in wrong.problems]
    except (RunFailed, book.BuildFailed) as failed:
        failure = str(failed)
    now = _listing(place)
    changed = sorted(
        one
        for one in before.keys() | now.keys()
        if before.get(one, [0, 0, 0])[2] != now.get(one, [0, 0, 1])[2]
    )
    return Built(problems, failure, changed, time.monotonic() - started)


def main(root: str, review: str, jobs: str, draft: str) -> None:
    """Build for each line of standard input; lines of JSON tell how it goes (a text), and at last what came of it (a list)."""
    from reviewbook.press.run import warm
    from reviewbook.press.typeset import Typesetter

    answers: IO[str] = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing else may come in between

    def tell(said: Any) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    with Typesetter() as typesetter:
        for line in sys.stdin:
            if line.strip() != "build":
                break
            built = _build(
                Path(root), Path(review) if review else None, int(jobs), draft == "1", typesetter, tell
            )
            tell(built)
            warm()  # for the next


if __name__ == "__main__":
    main(*sys.argv[1:])
