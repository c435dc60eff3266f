"""One process for many tries, so that the library is loaded once; where a try hangs or kills it, the next one is started.

The worker reads a line of JSON for each try, and writes one for each outcome. What the library prints goes elsewhere.
"""

from __future__ import annotations

import json
import os
import queue
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path

from attacks.outcomes import Outcome, failure, refusal


class Worker:
    """The process, as the one who starts it sees it."""

    def __init__(self, env: dict[str, str], cwd: Path, *, limit: float, plant: Path | None = None):
        self.env, self.cwd, self.limit, self.plant = env, cwd, limit, plant
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def judge(self, kind: str, plan: dict, folder: Path) -> Outcome:
        """Lay out and judge one try in a folder of its own, which stays until the next."""
        if self.process is None:
            self._start()
        shutil.rmtree(folder, ignore_errors=True)
        self._said.seek(0, os.SEEK_END)
        began = self._said.tell()
        self.process.stdin.write(json.dumps({"kind": kind, "plan": plan, "folder": str(folder)}) + "\n")
        self.process.stdin.flush()
        last = time.monotonic()
        while True:
            try:
                line = self._lines.get(timeout=max(0.01, last + self.limit - time.monotonic()))
            except queue.Empty:
                self.process.send_signal(signal.SIGABRT)  # faulthandler then says where it was
                time.sleep(0.5)
                self.stop()
                said = self._after(began)
                return Outcome("hang", f"no sign of life for {self.limit:g} s\n{said}", _where(said))
            if line is None:
                status = self.process.wait()
                self.stop()
                said = self._after(began)
                return Outcome(
                    "crash", f"the process ended with {status}\n{said}", f"status {status} {_where(said)}"
                )
            if line == "beat":
                last = time.monotonic()
                continue
            return Outcome(**line)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _start(self) -> None:
        command = [sys.executable, "-m", "attacks.worker", *([str(self.plant)] if self.plant else [])]
        self._said = (self.cwd / "worker.txt").open("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen(
            command, env=self.env, cwd=self.cwd, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said,
        )  # fmt: skip
        self._lines: queue.SimpleQueue = queue.SimpleQueue()
        threading.Thread(target=_read, args=(self.process.stdout, self._lines), daemon=True).start()
        first = self._lines.get(timeout=300)
        if first != "beat":
            raise RuntimeError(f"The worker did not start: {self._after(0)}")

    def _after(self, at: int) -> str:
        self._said.flush()
        self._said.seek(at)
        return self._said.read()[-20_000:]


def _read(lines, to: queue.SimpleQueue) -> None:
    for line in lines:
        to.put(json.loads(line))
    to.put(None)


def _where(said: str) -> str:
    """The innermost place in the library that faulthandler names."""
    place = next((line for line in said.splitlines() if "/reviewbook/" in line), "")
    return place.rpartition("/reviewbook/")[2].replace('"', "")


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if len(sys.argv) > 1:
        runpy.run_path(sys.argv[1])  # a fault to be found: see tests/attacks

    def answer(value: object) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    from reviewbook.press.execute import settle_matplotlib

    settle_matplotlib()
    answer("beat")
    for line in sys.stdin:
        asked = json.loads(line)
        outcome = one(asked["kind"], asked["plan"], Path(asked["folder"]), lambda: answer("beat"))
        answer({"end": outcome.end, "said": outcome.said[-50_000:], "sort": outcome.sort})


def one(kind: str, plan: dict, folder: Path, beat=lambda: None) -> Outcome:
    """Lay out and judge one try, whatever happens."""
    from reviewbook.review.problems import ReviewProblems

    module = import_module(f"attacks.{kind}")
    folder.mkdir(parents=True, exist_ok=True)
    here = Path.cwd()
    module.lay(plan, folder)
    try:
        return module.judge(plan, folder, beat)
    except ReviewProblems as refused:
        return refusal(refused)
    except Exception as error:
        return failure(error)
    finally:
        os.chdir(here)
        _close_figures()


def _close_figures() -> None:
    if plots := sys.modules.get("matplotlib.pyplot"):
        plots.close("all")


if __name__ == "__main__":
    main()
