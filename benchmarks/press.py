"""How long it takes to make the book of the first review, and to make it again when something changed: whole processes.

    python benchmarks/press.py [--runs 3] [--peers] [--json FILE]

Everything happens in a copy of the repository. The floor is what the work costs with nothing around it: all cells of all
notebooks in one warm process, and Jupyter Book over the finished notebooks, which executes nothing. Goals are ratios, so that
they hold on any machine. `--peers` also runs the notebooks with papermill in turn, each with a kernel of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
REVIEW = "data/williams-2019"
PARTS = (
    "book",
    "data",
    "notebooks",
    "src",
    "_config.yml",
    "_toc.yml",
    "requirements.txt",
    "README.md",
    "CITATION.cff",
)
# What runs the cells, and measures itself once everything is loaded and the first notebook has been run.
CELLS = """
import sys, time
from pathlib import Path
import nbformat, papermill
from reviewbook.press import engine, execute
execute.warm()
def all_of(paths):
    for path in paths:
        papermill.execute_notebook(
            nbformat.read(path, 4), None, engine_name=engine.NAME, kernel_name="python3", cwd="notebooks", progress_bar=False
        )
paths = sorted(Path("notebooks").glob("*.ipynb"))
all_of(paths[:1])
began = time.perf_counter()
all_of(paths)
print(time.perf_counter() - began)
"""


def copy(folder: Path) -> Path:
    """The repository as a newcomer has it, without what was built."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / part, folder / part)
    return folder


def environment(root: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONHASHSEED": "0"}


def seconds(root: Path, *command: str) -> float:
    """Seconds of wall time of one process."""
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=root, env=environment(root), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return time.perf_counter() - began


def reviewbook(root: Path, *arguments: str) -> float:
    return seconds(root, PYTHON, "-m", "reviewbook.cli", *arguments)


def profiled(root: Path, *arguments: str) -> tuple[float, dict[str, float]]:
    """Seconds of one process, and of its steps by kind; what no step took is loading Python and the packages, and the end."""
    file = root / "timings.json"
    took = reviewbook(root, *arguments, "--timings", str(file))
    said = json.loads(file.read_text(encoding="utf-8"))
    kinds = {"loading and end": took - said["seconds"]}
    for step in said["steps"]:
        if not step["what"].startswith("notebook "):  # they stand in one step together
            kinds[step["what"]] = kinds.get(step["what"], 0) + step["seconds"]
    return took, kinds


def change(file: Path, old: str, new: str) -> None:
    """Change a file, or change it back."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1) if old in text else text.replace(new, old, 1), encoding="utf-8")


def rating(root: Path) -> None:
    change(
        root / REVIEW / "ratings.csv", "Anttila2008,mmat-2011,overall,2", "Anttila2008,mmat-2011,overall,3"
    )


def prose(root: Path) -> None:
    change(root / "book" / "discussion.md", "# Discussion\n", "# Discussion\n\nA line that is measured.\n")


def floor(root: Path) -> tuple[float, float]:
    """Seconds of all cells in one warm process, and of Jupyter Book executing nothing."""
    done = subprocess.run(
        [PYTHON, "-c", CELLS], cwd=root, env=environment(root), capture_output=True, text=True, check=True
    )
    out = root / "plain"
    shutil.rmtree(out, ignore_errors=True)
    main = "from jupyter_book.cli.main import main; main()"
    pages = seconds(root, PYTHON, "-c", main, "build", ".", "--path-output", str(out), "-q")
    shutil.rmtree(out)
    return float(done.stdout.split()[-1]), pages


def papermill_in_turn(root: Path) -> float:
    """Seconds of papermill over each notebook, one after the other, and of Jupyter Book."""
    took = 0.0
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        took += seconds(
            root / "notebooks", PYTHON, "-m", "papermill", notebook.name, str(root / "peer.ipynb")
        )
    return took


class Served:
    """`reviewbook serve` over a copy; how long a change takes until the page that is sent has it."""

    def __init__(self, root: Path):
        self.root = root
        command = [PYTHON, "-u", "-m", "reviewbook.cli", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            command,
            cwd=root,
            env=environment(root),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split("at ", 1)[1].split()[0]
        self.told: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()
        self._until(self._done)
        time.sleep(2)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.told.extend(iter(self.process.stdout.readline, ""))

    def _until(self, done: Callable[[], object]) -> None:
        end = time.monotonic() + 300
        while not done():
            if time.monotonic() > end:
                raise SystemExit("serve did not come to an end:\n" + "".join(self.told))
            time.sleep(0.02)

    def _done(self) -> int:
        """How many builds have come to their end."""
        return sum(" of the site changed, " in line for line in self.told)

    def page(self, name: str) -> bytes:
        with urllib.request.urlopen(self.address + name) as answer:
            return answer.read()

    def change(self, make: Callable[[Path], None], page: str) -> float:
        """Seconds from the change of a source to the page that shows it."""
        before, done = self.page(page), self._done()
        began = time.perf_counter()
        make(self.root)
        self._until(lambda: self.page(page) != before)
        took = time.perf_counter() - began
        self._until(lambda: self._done() > done)  # the other pages come after the one that was waited for
        time.sleep(2)
        return took

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def measure(root: Path, *, runs: int, peers: bool) -> dict[str, dict[str, Any]]:
    """Every figure: its seconds (the middle of the runs), where there is a goal the ratio and the goal, and of a build its steps."""
    cells, pages = (statistics.median(one) for one in zip(*(floor(root) for _ in range(runs)), strict=True))
    found: dict[str, dict[str, Any]] = {}

    def add(name: str, took: list[float], *, of: float | None = None, mark: float | None = None) -> float:
        middle = statistics.median(took)
        found[name] = (
            {"seconds": middle} | ({"mark": mark} if mark else {}) | ({"ratio": middle / of} if of else {})
        )
        print(line(name, found[name]), flush=True)
        return middle

    add("floor: all cells, one warm process", [cells])
    add("floor: Jupyter Book, nothing executed", [pages])

    def clean() -> float:
        shutil.rmtree(root / "_build", ignore_errors=True)
        return reviewbook(root, "build")

    whole = add("clean build", [clean() for _ in range(runs)], of=cells + pages, mark=0.8)
    add("nothing changed", [reviewbook(root, "build") for _ in range(runs)], mark=0.5)

    def after(make: Callable[[Path], None]) -> tuple[float, dict[str, float]]:
        make(root)
        return profiled(root, "build")

    def add_profiled(
        name: str, took: list[tuple[float, dict[str, float]]], *, of: float, mark: float
    ) -> None:
        add(name, [one for one, _ in took], of=of, mark=mark)
        kinds = {kind for _, steps in took for kind in steps}
        middle = {
            kind: statistics.median(steps.get(kind, 0.0) for _, steps in took) for kind in sorted(kinds)
        }
        found[name]["steps"] = dict(sorted(middle.items(), key=lambda one: -one[1]))

    pairs = max(runs, 2)
    add_profiled("one rating changed", [after(rating) for _ in range(pairs)], of=whole, mark=0.2)
    add_profiled("one prose page changed", [after(prose) for _ in range(pairs)], of=whole, mark=0.1)
    forced = [profiled(root, "run", "--force") for _ in range(runs)]
    add_profiled("execute all notebooks", forced, of=cells, mark=0.6)

    def check() -> float:
        rating(root)
        return reviewbook(root, "check", REVIEW)

    add("check", [check() for _ in range(2 * pairs)], mark=0.6)
    reviewbook(root, "build")
    served = Served(root)
    try:
        chapter, page = "notebooks/03-appraisal.html", "book/discussion.html"
        add("serve: one rating changed", [served.change(rating, chapter) for _ in range(pairs)], mark=3)
        add("serve: one prose page changed", [served.change(prose, page) for _ in range(pairs)], mark=1.5)
    finally:
        served.stop()
    if peers:
        add("peer: papermill in turn", [papermill_in_turn(root)])
    return found


def line(name: str, figure: dict[str, float]) -> str:
    reached = figure.get("ratio", figure["seconds"])
    mark = figure.get("mark")
    kept = "" if mark is None else f" | mark {mark} {'met' if reached <= mark else 'NOT met'}"
    ratio = f" | {figure['ratio']:.2f} x" if "ratio" in figure else ""
    return f"{name} | {figure['seconds']:.2f} s{ratio}{kept}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure how long it takes to make the book, and to make it again."
    )
    parser.add_argument("--runs", type=int, default=3, help="of each (default: 3; the middle one counts)")
    parser.add_argument("--peers", action="store_true", help="also papermill in turn with kernels")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as folder:
        found = measure(copy(Path(folder)), runs=asked.runs, peers=asked.peers)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
