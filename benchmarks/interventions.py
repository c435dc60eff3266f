"""How time, memory and pages grow from a review of 15 reports to one of 15,000 on 3,000 interventions with 60 features.

    python benchmarks/interventions.py [REPORTS ...] [--book] [--json FILE]

For each number of reports a SYNTHETIC review (tests/packages/large.py: a fifth as many interventions, 60 features, twenty
excerpts to three reports) is written into a temporary folder. A fresh process then reads and checks it, makes what each chapter
shows (the code cells of notebooks/, without Jupyter), the data of the evidence map and of the matrix, and the pages of all
reports and interventions. Only that process is measured, by the processor's time, which a busy machine disturbs least.
With --book the whole book of the largest review is built, too: its wall time, the memory of all its processes together, and its
largest page. Marks: 60 s of the processor without Sphinx, 120 s, 2 GB and 1 MB for the book.

Exit status 1 where a step grows faster than its review (an exponent above 1.15 between the two largest sizes; 1 is linear) or
the evidence map's data are larger than 1 MB compressed. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from figure import Figure, write

ROOT = Path(__file__).resolve().parents[1]
SIZES = [15, 150, 1_500, 15_000]
FEATURES = 60
EXPONENT, MEGABYTE = 1.15, 1_000_000
SECONDS, BOOK, BOOK_MEGABYTES = 60, 120, 2_000  # the marks of the largest
TOO_SHORT = 0.5  # seconds; what takes less says nothing of growth


# What is measured -----------------------------------------------------------------------------------------------------


def _load(done: dict) -> int:
    from reviewbook import charts, check, numbers, tables  # noqa: F401 - loading them is this step
    from reviewbook.press import entries  # noqa: F401

    return 0


def _check(done: dict) -> int:
    from reviewbook import open_review

    done["review"] = open_review(done["folder"], min_rating=2)
    return 0


def chapter(notebook: Path) -> Callable[[dict], int]:
    """A step that runs a notebook's code and gives the bytes of all that it shows."""

    def show(done: dict) -> int:
        from reviewbook import charts, numbers, tables

        names = {"charts": charts, "numbers": numbers, "tables": tables, "review": done["review"]}
        size = 0
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and source.startswith(("charts.", "numbers.", "tables.")):
                shown = eval(source, names)
                size += len((getattr(shown, "data", None) or "").encode())
        return size

    return show


def _explorer(done: dict) -> int:
    from reviewbook.evidence_map import charts as evidence

    return len(gzip.compress(evidence.data(done["review"]), mtime=0))


def _matrix(done: dict) -> int:
    from reviewbook.interventions.drawing import features

    return len(gzip.compress(features.data(done["review"]) or b"", mtime=0))


def _entries(done: dict) -> int:
    from reviewbook.press import entries

    entries.write(done["review"], done["folder"] / "pages", jobs=1)
    return sum(file.stat().st_size for file in (done["folder"] / "pages").rglob("*") if file.is_file())


def steps() -> dict[str, Callable[[dict], int]]:
    """The steps by name, in order; each gives the bytes that it makes (the data: compressed)."""
    chapters = {file.stem: chapter(file) for file in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    return {
        "load the library": _load,
        "read and check": _check,
        **chapters,
        "data of the evidence map": _explorer,
        "data of the matrix": _matrix,
        "pages of reports and interventions": _entries,
    }


def measure(folder: Path) -> dict:
    """Processor seconds and bytes of each step, and the peak memory of this process."""
    done: dict = {"folder": folder}
    seconds, sizes = {}, {}
    for name, step in steps().items():
        start = time.process_time()
        sizes[name] = step(done)
        seconds[name] = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "bytes": sizes, "peak": peak}


# The table ------------------------------------------------------------------------------------------------------------


def written(folder: Path, reports: int) -> Path:
    """A SYNTHETIC review of so many reports."""
    sizes = {"reports": reports, "interventions": max(1, reports // 5), "features": FEATURES}
    sizes["excerpts"] = reports * 20 // 3
    asked = [word for name, n in sizes.items() for word in (f"--{name}", str(n))]
    subprocess.run(
        [sys.executable, ROOT / "tests" / "packages" / "large.py", folder, *asked],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder


def run(reports: int) -> dict:
    """One size, measured in a process of its own: the peak of one would else count for the next."""
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as place:
        folder = written(Path(place, "large"), reports)
        told = subprocess.run(
            [sys.executable, __file__, "--measure", folder], check=True, stdout=subprocess.PIPE, text=True
        )
        return json.loads(told.stdout.splitlines()[-1]) | {"reports": reports}


def exponent(smaller: dict, larger: dict, step: str) -> float | None:
    """The power of the review's size with which a step's time grows; None where it is too short to tell."""
    before, after = (max(result["seconds"][step], 0.001) for result in (smaller, larger))
    if after < TOO_SHORT:
        return None
    return math.log(after / before) / math.log(larger["reports"] / smaller["reports"])


def book(reports: int) -> list[Figure]:
    """The whole book of a review of so many reports: how long it takes, with the memory of all processes, and its largest page."""
    import many

    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as place:
        root = many.root(Path(place))
        review = written(Path(place, "large"), reports)
        seconds, _, megabytes = many.build(root, [review], 2)
        pages = (root / "_build" / "large" / "html").rglob("*.html")
        largest = max(page.stat().st_size for page in pages) / MEGABYTE
    name = f"book of {reports:,} reports"
    figures = [
        Figure(name, seconds, BOOK, megabytes),
        Figure(f"{name}: largest page, in MB", largest, 1),
        Figure(f"{name}: memory, in MB", megabytes, BOOK_MEGABYTES),
    ]
    print(*(figure.line() for figure in figures), sep="\n", flush=True)
    return figures


def report(sizes: list[int]) -> tuple[int, list[Figure]]:
    """Measure each size, print the table and whether the marks are met; the exit status, and the figures."""
    results = []
    for reports in sizes:
        results.append(run(reports))
        whole = sum(results[-1]["seconds"].values())
        print(
            f"{reports:>7,} reports: {whole:8.1f} s, {results[-1]['peak'] / 1e6:,.0f} MB at most", flush=True
        )
    print(
        f"\n{'seconds (kB made)':<36}"
        + "".join(f"{result['reports']:>19,}" for result in results)
        + "  growth"
    )
    faults = []
    for step in results[0]["seconds"]:
        cells = [f"{r['seconds'][step]:.2f} ({r['bytes'][step] / 1000:,.0f})" for r in results]
        grown = [exponent(*pair, step) for pair in pairwise(results)]
        shown = " ".join("  – " if power is None else f"{power:.2f}" for power in grown)
        print(f"{step:<36}" + "".join(f"{cell:>19}" for cell in cells) + f"  {shown}")
        if grown and grown[-1] is not None and grown[-1] > EXPONENT:
            faults.append(f"{step} grows with the power {grown[-1]:.2f} of the review's size.")
    data = results[-1]["bytes"]["data of the evidence map"]
    if data > MEGABYTE:
        faults.append(f"The evidence map's data are {data:,} bytes compressed.")
    marks = f"growth below the power {EXPONENT}, {MEGABYTE:,} bytes of data"
    print(f"\nMarks ({marks}): {'NOT met' if faults else 'met'}.", *faults, sep="\n  ")
    figures = [
        Figure(
            f"check, chapters and pages of {one['reports']:,} reports, processor",
            sum(one["seconds"].values()),
            SECONDS if one["reports"] == SIZES[-1] else None,
            one["peak"] / 1e6,
        )
        for one in results
    ]
    return int(bool(faults)), figures


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure how a book's chapters grow with the number of reports."
    )
    parser.add_argument("reports", nargs="*", type=int, help=f"numbers of reports (default: {SIZES})")
    parser.add_argument("--book", action="store_true", help="build the whole book of the largest, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, too")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(json.dumps(measure(asked.measure)))
    else:
        sizes = asked.reports or SIZES
        status, figures = report(sizes)
        if asked.book:
            figures += book(max(sizes))
        if asked.json:
            write(figures, asked.json)
            return
        sys.exit(status or any(not figure.met for figure in figures))


if __name__ == "__main__":
    main()
