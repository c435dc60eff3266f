"""How long it takes to prove the quotations of 100,000 excerpts and to make the chapters that show them.

    python benchmarks/themes.py [EXCERPTS ...] [--json FILE]

For each number of excerpts a SYNTHETIC review (tests/packages/large.py: three reports to twenty excerpts, a fifth as many
interventions) is written into a temporary folder, with the texts that its quotations are from. Then, each as a whole process:
`reviewbook check FOLDER --sources TEXTS`, and all that chapters 05 and 06 show (the code cells of the notebooks, without Jupyter).

Prints a line a figure: name | seconds | mark | peak MB, the mark "-" where there is none; --json FILE writes the same as
{name: {"seconds": ..., "mark": ..., "megabytes": ...}}. Without it the exit status is 1 where a mark is not met: both together take
more than 30 s for the largest number. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from figure import Figure, timed, write
from interventions import ROOT, chapter

SIZES = [1_000, 10_000, 100_000]
SECONDS = 30  # the mark
CHAPTERS = ("05-themes", "06-practices")
LARGE = ROOT / "tests" / "packages" / "large.py"


def show(folder: Path) -> int:
    """The bytes of all that the chapters show."""
    from reviewbook import open_review

    done = {"review": open_review(folder, min_rating=2)}
    return sum(chapter(ROOT / "notebooks" / f"{name}.ipynb")(done) for name in CHAPTERS)


def measure(excerpts: int, *, mark: float | None) -> list[Figure]:
    """The check and the chapters of a review of so many excerpts, and both together, which ``mark`` is of."""
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as place:
        folder, reports = Path(place, "large"), max(1, excerpts * 3 // 20)
        sizes = {
            "reports": reports,
            "interventions": max(1, reports // 5),
            "features": 10,
            "excerpts": excerpts,
        }
        asked = (word for name, n in sizes.items() for word in (f"--{name}", n))
        timed("", sys.executable, LARGE, folder, *asked)
        command = Path(sys.executable).with_name("reviewbook")
        of = f"{excerpts:,} excerpts"
        check = timed(f"check of {of}", command, "check", folder, "--sources", folder / "texts")
        shown = timed(f"chapters 05 and 06 of {of}", sys.executable, __file__, "--show", folder)
    peak = max(check.megabytes, shown.megabytes)
    return [check, shown, Figure(f"check and chapters of {of}", check.seconds + shown.seconds, mark, peak)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Measure the check of quotations and the chapters of themes."
    )
    parser.add_argument("excerpts", nargs="*", type=int, help=f"numbers of excerpts (default: {SIZES})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, too")
    parser.add_argument("--show", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.show:
        print(show(asked.show))
        return
    sizes, figures = asked.excerpts or SIZES, []
    for excerpts in sizes:
        found = measure(excerpts, mark=SECONDS if excerpts == max(sizes) else None)
        print(*(figure.line() for figure in found), sep="\n", flush=True)
        figures += found
    if asked.json:
        write(figures, asked.json)
        return
    sys.exit(any(not figure.met for figure in figures))


if __name__ == "__main__":
    main()
