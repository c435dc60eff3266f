"""How long the books of many reviews take, one after another and side by side.

    python benchmarks/many.py [--reviews 100] [--jobs 1 2] [--json FILE]

So many small SYNTHETIC reviews (tests/packages/large.py) and a copy of this book's sources are written into a temporary folder;
`reviewbook build` then makes all of them, each time from nothing, as one process with --jobs as named. A line a figure:

    name | seconds | mark | peak MB

The mark of so many at once is nine tenths of so many times as fast as one at a time: 1.8 times for two. Peak is the memory of all
processes together, looked at twice a second. Exit status 1 where a mark is not met. Needs as many free cores as are named.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil
from figure import Figure, write

ROOT = Path(__file__).parents[1]
LARGE = ROOT / "tests" / "packages" / "large.py"
SIZES = {"reports": 15, "interventions": 11, "features": 12, "excerpts": 60}  # as the book's own review
SOURCES = ("_config.yml", "_toc.yml", "requirements.txt", "*.md", "*.cff", "book", "notebooks")
OF_IDEAL = 0.9  # the mark: 1.8 times as fast with two


def root(folder: Path) -> Path:
    """A book without a review of its own."""
    book = folder / "root"
    book.mkdir()
    for source in (file for pattern in SOURCES for file in ROOT.glob(pattern)):
        if source.is_dir():
            shutil.copytree(source, book / source.name)
        else:
            shutil.copy(source, book)
    return book


def lay_out(folder: Path, reviews: int) -> list[Path]:
    """The reviews to build."""
    first = folder / "review-001"
    sizes = [word for name, n in SIZES.items() for word in (f"--{name}", str(n))]
    subprocess.run([sys.executable, str(LARGE), str(first), *sizes], check=True, stdout=subprocess.DEVNULL)
    others = [folder / f"review-{n:03}" for n in range(2, reviews + 1)]
    for other in others:
        shutil.copytree(first, other)
    return [first, *others]


def build(book: Path, reviews: list[Path], jobs: int) -> tuple[float, float, float]:
    """Seconds of wall time, of the processors, and the megabytes of all processes together; stops where a build fails."""
    shutil.rmtree(book / "_build", ignore_errors=True)
    before, start = _processor(), time.perf_counter()
    command = [sys.executable, "-m", "reviewbook.cli", "build", *map(str, reviews), "--jobs", str(jobs)]
    running = subprocess.Popen(command, cwd=book, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak: list[float] = [0.0]
    threading.Thread(target=_watch, args=(running, peak), daemon=True).start()
    told, _ = running.communicate()
    if running.returncode:
        sys.exit(f"{told}exit status {running.returncode}")
    return time.perf_counter() - start, _processor() - before, peak[0]


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(running: subprocess.Popen, peak: list[float]) -> None:
    while running.poll() is None:
        held = 0
        try:
            itself = psutil.Process(running.pid)
            for one in (itself, *itself.children(recursive=True)):
                held += one.memory_info().rss
        except psutil.Error:  # one has ended meanwhile
            pass
        peak[0] = max(peak[0], held / 1e6)
        time.sleep(0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the books of many synthetic reviews.")
    parser.add_argument("--reviews", type=int, default=100, help="how many (default: 100)")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], help="at once (default: 1 2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked = parser.parse_args()
    figures: list[Figure] = []
    alone = None
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as folder:
        book, reviews = root(Path(folder)), lay_out(Path(folder), asked.reviews)
        for jobs in sorted(asked.jobs):
            seconds, processor, megabytes = build(book, reviews, jobs)
            alone = seconds if jobs == 1 else alone
            mark = alone / (OF_IDEAL * jobs) if alone and jobs > 1 else None
            name = f"{asked.reviews} reviews, {jobs} at once"
            figures.append(Figure(name, seconds, mark, megabytes))
            print(figures[-1].line(), flush=True)
            faster = f", {alone / seconds:.2f} times as fast as one at a time" if mark else ""
            print(
                f"  {processor:.1f} s of the processors, {processor / asked.reviews:.1f} s a review{faster}"
            )
    if asked.json:
        write(figures, asked.json)
        return
    sys.exit(any(not one.met for one in figures))


if __name__ == "__main__":
    main()
