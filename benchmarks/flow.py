"""How long `reviewbook flow COUNTS.csv -o FILE.svg` takes, start of Python and all.

    python benchmarks/flow.py [COUNTS.csv]

Twenty runs on the counts of a review (by default those of data/williams-2019), each a process of its own. The mark is
0.36 s: twice what prisma-flow 0.6.1 takes for the same chart.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 20
SECONDS = 0.36  # the mark
COUNTS = Path(__file__).parents[1] / "data" / "williams-2019" / "flow.csv"


def run(counts: Path, chart: Path) -> float:
    """Seconds of wall time of one run."""
    start = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).with_name("reviewbook"), "flow", counts, "-o", chart],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the whole process of `reviewbook flow`.")
    parser.add_argument(
        "counts", nargs="?", type=Path, default=COUNTS, help=f"table of counts (default: {COUNTS})"
    )
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as folder:
        seconds = [run(asked.counts, Path(folder) / "flow.svg") for _ in range(RUNS)]
    middle = statistics.median(seconds)
    print(
        f"reviewbook flow, {RUNS} runs: {min(seconds):.2f} s at least, {middle:.2f} s in the middle,"
        f" {max(seconds):.2f} s at most; the mark of {SECONDS} s is {'met' if middle <= SECONDS else 'NOT met'}."
    )
    if asked.json:
        asked.json.write_text(
            json.dumps({"reviewbook flow": {"seconds": middle, "mark": SECONDS}}) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
