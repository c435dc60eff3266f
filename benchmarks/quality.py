"""How long the figure of appraisals takes for 128 reports, and how large it is.

    python benchmarks/quality.py [--critiplot PYTHON]

The answers are SYNTHETIC: MMAT 2018 with both screening questions, 20 mixed-methods studies on three blocks each, drawn
from a fixed seed. Marks: 2 s and 150,000 bytes. With the path of a Python that has critiplot, that draws the same answers
as SVG, ours and its run in turn, both without their imports. Its format holds every criterion of all categories in every
row, so those that a report was not asked are filled with "Can't tell"; it writes one file a category.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.instruments import tool

RUNS = 7
REPORTS, MIXED = 128, 20
SECONDS, BYTES = 2, 150_000  # the marks
NAMES = ("Abara", "Bello", "Costa", "Dahl", "Egan", "Farah", "Gruber", "Haddad", "Ivanova", "Jensen")
WORDS = {"yes": "Yes", "no": "No", "cannot_tell": "Can't tell"}
CATEGORIES = {
    "qualitative": "Qualitative",
    "quantitative_randomised": "Randomized",
    "quantitative_nonrandomised": "Non-randomized",
    "quantitative_descriptive": "Descriptive",
    "mixed_methods": "Mixed Methods",
}
# Draws a file once to have its imports behind it, then says the seconds of a second time.
THEIRS = """
import sys, time, warnings
warnings.simplefilter("ignore")
import matplotlib
matplotlib.use("svg")
from critiplot import plot_mmat
plot_mmat(sys.argv[1], sys.argv[2])
start = time.perf_counter()
plot_mmat(sys.argv[1], sys.argv[2])
print("seconds", time.perf_counter() - start)
"""


def answers() -> list[tuple[str, str, dict[str, dict[str, str]], int]]:
    """One tuple a report: label, category, answers by block, points."""
    mmat, chance = tool("mmat-2018"), random.Random(2018)
    single = [name for name in CATEGORIES if name != "mixed_methods"]
    found = []
    for at in range(REPORTS):
        category = "mixed_methods" if at < MIXED else chance.choice(single)
        blocks = [category]
        if category == "mixed_methods":
            blocks = ["qualitative", chance.choice(single[1:]), category]
        given = {
            block: {
                one: chance.choices(list(WORDS), (70, 15, 15))[0]
                for one in (*mmat["screening"], *mmat["categories"][block]["criteria"])
            }
            for block in blocks
        }
        met = [
            sum(own[one] == "yes" for one in mmat["categories"][block]["criteria"])
            for block, own in given.items()
        ]
        label = f"{chance.choice(NAMES)} et al. {2000 + at % 25}{chr(97 + at // 25)}"
        found.append((label, category, given, min(met)))
    return found


def drawn() -> str:
    """Our figure of the answers, on one sheet."""
    mmat = tool("mmat-2018")
    rows: dict[str, list[quality.Row]] = {name: [] for name in CATEGORIES}
    counts: dict[str, dict[int, int]] = {name: {} for name in CATEGORIES}
    for label, category, given, points in answers():
        for block, own in given.items():
            rating = f"{points}/5" if block == category else ""
            rows[block].append(quality.Row(label, label, own, rating, block != category))
        counts[category][points] = counts[category].get(points, 0) + 1
    blocks = mmat["categories"]
    panels = [
        quality.Panel(name, blocks[name]["title"], mmat["screening"] | blocks[name]["criteria"], own)
        for name, own in rows.items()
    ]
    spreads = [quality.Spread(blocks[name]["title"], own) for name, own in counts.items()]
    return quality.draw(panels, spreads, tool=mmat, title="Quality of 128 reports (synthetic)", maximum=5)


def write_for_critiplot(file: Path) -> None:
    """The same answers in critiplot's columns."""
    mmat = tool("mmat-2018")
    criteria = [
        *mmat["screening"],
        *(one for name in CATEGORIES for one in mmat["categories"][name]["criteria"]),
    ]
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["Author_Year", "Study_Category", *criteria, "Overall_Rating"])
        for label, category, given, points in answers():
            own = {one: WORDS[word] for block in given.values() for one, word in block.items()}
            rating = "High" if points >= 4 else "Moderate" if points >= 2 else "Low"
            writer.writerow(
                [label, CATEGORIES[category], *(own.get(one, "Can't tell") for one in criteria), rating]
            )


def critiplot(python: str, folder: Path) -> tuple[float, int]:
    """Seconds of one drawing by critiplot, and the bytes of its files."""
    made = folder / "made"
    made.mkdir(exist_ok=True)
    write_for_critiplot(folder / "answers.csv")
    command = [python, "-c", THEIRS, folder / "answers.csv", made / "figure.svg"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = float(done.stdout.rsplit("seconds ", 1)[1])
    return seconds, sum(file.stat().st_size for file in made.iterdir())


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the figure of appraisals of 128 reports.")
    parser.add_argument(
        "--critiplot", metavar="PYTHON", help="a Python that has critiplot, to draw the same answers"
    )
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    ours, theirs, size = [], [], 0
    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as folder:
        for _ in range(RUNS):
            start = time.perf_counter()
            figure = drawn()
            ours.append(time.perf_counter() - start)
            if asked.critiplot:
                seconds, size = critiplot(asked.critiplot, Path(folder))
                theirs.append(seconds)
    middle, weight = statistics.median(ours), len(figure.encode())
    met = "met" if max(ours) < SECONDS and weight < BYTES else "NOT met"
    print(
        f"reviewbook, {RUNS} drawings: {middle:.3f} s in the middle, {max(ours):.3f} s at most, {weight:,} bytes;"
    )
    print(f"the marks of {SECONDS} s and {BYTES:,} bytes are {met}.")
    if theirs:
        print(
            f"critiplot: {statistics.median(theirs):.1f} s in the middle, {max(theirs):.1f} s at most, {size:,} bytes."
        )
    if asked.json:
        figures = {"figure of 128 appraisals": {"seconds": middle, "mark": SECONDS}}
        if theirs:
            figures["critiplot, the same"] = {"seconds": statistics.median(theirs)}
        asked.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
