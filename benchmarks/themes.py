"""How long it takes to prove the quotations of 100,000 excerpts and to make the chapters that show them.

    python benchmarks/themes.py [EXCERPTS ...]

For each number of excerpts a SYNTHETIC review (tests/packages/large.py: three reports to twenty excerpts, a fifth as many
interventions) is written into a temporary folder, with the texts that its quotations are from. Then, each as a whole process:
`reviewbook check FOLDER --sources TEXTS`, and all that chapters 05 and 06 show (the code cells of the notebooks, without Jupyter).

Exit status 1 where both together take more than 60 s for the largest number. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from interventions import ROOT, chapter

SIZES = [1_000, 10_000, 100_000]
SECONDS = 60  # the mark
CHAPTERS = ("05-themes", "06-practices")
LARGE = ROOT / "tests" / "packages" / "large.py"


def show(folder: Path) -> int:
    """The bytes of all that the chapters show."""
    from reviewbook import open_review

    done = {"review": open_review(folder, min_rating=2)}
    return sum(chapter(ROOT / "notebooks" / f"{name}.ipynb")(done) for name in CHAPTERS)


def seconds(*command: object) -> tuple[float, str]:
    """Seconds that a command takes, and the last line that it prints; stops where it fails."""
    start = time.perf_counter()
    told = subprocess.run(list(map(str, command)), check=False, stdout=subprocess.PIPE, text=True)
    took = time.perf_counter() - start
    if told.returncode:
        sys.exit(told.stdout + f"exit status {told.returncode}: {' '.join(map(str, command))}")
    return took, told.stdout.strip().splitlines()[-1]


def measure(excerpts: int) -> float:
    """Seconds of the check and the chapters of a review of so many excerpts; prints a line."""
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as place:
        folder, reports = Path(place, "large"), max(1, excerpts * 3 // 20)
        sizes = {
            "reports": reports,
            "interventions": max(1, reports // 5),
            "features": 10,
            "excerpts": excerpts,
        }
        seconds(
            sys.executable, LARGE, folder, *(word for name, n in sizes.items() for word in (f"--{name}", n))
        )
        command = Path(sys.executable).with_name("reviewbook")
        checked, last = seconds(command, "check", folder, "--sources", folder / "texts")
        shown, size = seconds(sys.executable, __file__, "--show", folder)
    print(
        f"{excerpts:>7,} excerpts: check {checked:.1f} s ({last}), chapters {shown:.1f} s ({int(size):,} bytes)",
        flush=True,
    )
    return checked + shown


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure the check of quotations and the chapters of themes."
    )
    parser.add_argument("excerpts", nargs="*", type=int, help=f"numbers of excerpts (default: {SIZES})")
    parser.add_argument("--show", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.show:
        print(show(asked.show))
        return
    took = [measure(excerpts) for excerpts in asked.excerpts or SIZES][-1]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    met = took <= SECONDS
    print(f"{peak / 1e6:,.0f} MB at most. Mark ({SECONDS} s): {'met' if met else 'NOT met'}, {took:.1f} s.")
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
