"""`python -m attacks.dying STEP PLACE COUNT -- ARGUMENTS`: a command of reviewbook that is killed at its STEP of writing below PLACE.

A step is a file opened for writing, once before and once after it is emptied, or a file renamed, copied or removed. With STEP 0 the
command is not killed, and the number of its steps is written to the file COUNT.
"""

from __future__ import annotations

import os
import signal
import sys

MOVES = frozenset(["os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"])


def main() -> int:
    step, place, count, _, *arguments = sys.argv[1:]
    at, steps, busy = int(step), 0, False

    def die() -> None:
        os.killpg(0, signal.SIGKILL)

    def watch(event: str, given: tuple) -> None:
        nonlocal steps, busy
        writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR)
        if busy or not (writes or event in MOVES) or not isinstance(given[0], str | bytes | os.PathLike):
            return
        path = os.fsdecode(given[0])
        if not os.path.abspath(path).startswith(place):  # noqa: PTH100 - quick, and no audit event of its own
            return
        steps += 1
        if steps == at:
            die()
        if writes:
            steps += 1
            if steps == at:
                busy = True
                os.close(
                    os.open(path, given[2], 0o644)
                )  # what it held is gone, what it shall hold is not there yet
                die()

    sys.addaudithook(watch)
    from reviewbook.cli import main as command

    try:
        return command(arguments)
    finally:
        if not at:
            done = steps
            with open(count, "w", encoding="utf-8") as file:  # noqa: PTH123 - see above
                file.write(str(done))


if __name__ == "__main__":
    sys.exit(main())
