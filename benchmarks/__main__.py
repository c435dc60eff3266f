"""Run every benchmark and write docs/benchmarks.md: figures, marks, date and machine.

    python -m benchmarks [--quick] [--only press] [--history FILE] [--out docs/benchmarks.md]

Each part is a program of this folder that writes its figures as JSON. With a history, figures are added to it, and a ratio that
grew by a third since the last time ends the run with status 1.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# What each part is asked for; shorter where time is short.
PARTS: dict[str, tuple[list[str], list[str]]] = {
    "press": (["--peers"], ["--runs", "1"]),
    "flow": ([], []),
    "quality": ([], []),
    "selection": ([], ["10000", "100000"]),
    "records": ([], ["--quick"]),
    "interventions": (["--book"], ["15", "1500"]),
    "themes": ([], ["1000", "10000"]),
    "many": (["--reviews", "12"], ["--reviews", "4"]),  # a hundred take most of an hour
}
GREW = 4 / 3  # of a ratio, since the last time
LEAST = 0.05  # seconds of a step that is told
Figures = dict[str, dict[str, Any]]


def measured(part: str, options: list[str], folder: Path) -> Figures:
    """What a part found, by name; its output goes to the terminal as it comes."""
    out = folder / f"{part}.json"
    command = [sys.executable, str(HERE / f"{part}.py"), *options, "--json", str(out)]
    done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "0"}, check=False)
    if done.returncode or not out.is_file():
        print(f"{part} did not come to its end.", file=sys.stderr)
        return {}
    return json.loads(out.read_text(encoding="utf-8"))


def machine() -> str:
    """The machine in words, without its name."""
    model = platform.processor() or platform.machine()
    if (cpu := Path("/proc/cpuinfo")).is_file():
        names = [
            line.partition(":")[2].strip()
            for line in cpu.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    began, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    took = time.perf_counter() - began
    return (
        f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}, "
        f"which adds up ten million numbers in {took:.1f} s"
    )


def page(found: dict[str, Figures], *, date: str) -> str:
    """The figures as a page."""
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {date}: {machine()}. `make bench` measures again and writes this page.",
        "All reviews but the first are synthetic. Seconds are of whole processes, the middle of several runs where there are several; "
        "a ratio is to the floor or to a clean build, as benchmarks/README.md says.",
        "",
    ]
    for part, figures in found.items():
        lines += [
            f"## {part.capitalize()}",
            "",
            "| What | Seconds (or as named) | Ratio | Mark | Peak MB |",
            "| --- | ---: | ---: | ---: | ---: |",
        ]
        for name, figure in figures.items():
            mark = figure.get("mark")
            reached = figure.get("ratio", figure["seconds"])
            kept = "" if mark is None else f"{mark:g} {'met' if reached <= mark else '**not met**'}"
            ratio = f"{figure['ratio']:.2f}" if "ratio" in figure else ""
            memory = f"{figure['megabytes']:,.0f}" if figure.get("megabytes") else ""
            lines.append(f"| {name} | {figure['seconds']:.2f} | {ratio} | {kept} | {memory} |")
        lines += ["", *spent(figures)]
    return "\n".join(lines)


def spent(figures: Figures) -> list[str]:
    """Where the time of what does not meet its mark goes, where that was measured; steps that run side by side overlap."""
    said = [
        f"- {name}: "
        + ", ".join(f"{kind} {took:.2f}" for kind, took in figure["steps"].items() if took >= LEAST)
        for name, figure in figures.items()
        if "steps" in figure and figure.get("ratio", figure["seconds"]) > figure.get("mark", math.inf)
    ]
    head = "Where the seconds go of what does not meet its mark (steps may run side by side):"
    return [head, "", *said, ""] if said else []


def grown(found: dict[str, Figures], before: dict[str, Figures]) -> list[str]:
    """The ratios that grew by a third, in words."""
    said = []
    for part, figures in found.items():
        for name, figure in figures.items():
            was = before.get(part, {}).get(name, {}).get("ratio")
            if was and figure.get("ratio", 0) > GREW * was:
                said.append(f"{part}, {name}: {was:.2f} before, {figure['ratio']:.2f} now")
    return said


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs, smaller reviews")
    parser.add_argument(
        "--only", choices=PARTS, action="append", help="one part alone (may be given several times)"
    )
    parser.add_argument("--history", type=Path, help="file of earlier figures, to which these are added")
    parser.add_argument(
        "--out", type=Path, default=HERE.parent / "docs" / "benchmarks.md", help="the page to write"
    )
    asked = parser.parse_args()
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as folder:
        for part, (whole, quick) in PARTS.items():
            if not asked.only or part in asked.only:
                print(f"== {part}", flush=True)
                found[part] = measured(part, quick if asked.quick else whole, Path(folder))
    date = datetime.date.today().isoformat()
    asked.out.write_text(page(found, date=date), encoding="utf-8")
    print(f"written: {asked.out}")
    worse: list[str] = []
    if asked.history:
        history: list[dict[str, Any]] = (
            json.loads(asked.history.read_text(encoding="utf-8")) if asked.history.is_file() else []
        )
        worse = grown(found, history[-1]["found"]) if history else []
        asked.history.parent.mkdir(parents=True, exist_ok=True)
        asked.history.write_text(
            json.dumps([*history, {"date": date, "found": found}], indent=1) + "\n", encoding="utf-8"
        )
    for line in worse:
        print(f"grew by a third: {line}", file=sys.stderr)
    return int(bool(worse) or not all(found.values()))


if __name__ == "__main__":
    sys.exit(main())
