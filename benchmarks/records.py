"""How long the verbs take that work on files of records: import, dedupe and agree.

    python benchmarks/records.py [--quick] [--json FILE]

Everything is SYNTHETIC, the same bytes every time. 100,000 entries of RIS are imported into a review that has none; duplicates
are sought among 20,000 records, of which a quarter are; two reviewers are compared over 2,000,000 decisions on 1,000,000
records. Each is a whole process. Marks: 12 s, 60 s and 8 s. A tenth of each with --quick. Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from pathlib import Path

import selection
from figure import Figure, timed, write

COMMAND = Path(sys.executable).with_name("reviewbook")
ENTRIES, RECORDS, JUDGED = 100_000, 20_000, 1_000_000
# As many words as titles of one field have, none of which is one: "korsbelna".
SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in ("a", "ar", "e", "el", "i", "in", "o", "on", "u")]
SEED = 20191


def entries(count: int, *, copies: float) -> list[str]:
    """Entries of RIS, of which a share are copies of one before, written a little otherwise."""
    drawn = random.Random(SEED)
    words = ["".join(drawn.choices(SYLLABLES, k=drawn.randint(2, 4))) for _ in range(4_000)]
    made: list[tuple[str, str, str, int, int, str]] = []
    lines = []
    for at in range(count):
        if made and drawn.random() < copies:
            title, authors, journal, year, pages, doi = drawn.choice(made)
            title = drawn.choice((title.upper(), f"{title}.", title.replace("ar", "är", 1)))
            doi = doi if drawn.random() < 0.5 else ""
        else:
            title = f"{' '.join(drawn.choices(words, k=drawn.randint(5, 14)))}, synthetic"
            authors = f"{drawn.choice(words).title()}, A.;{drawn.choice(words).title()}, B."
            journal, year = f"Journal of {drawn.choice(words)}", 1990 + drawn.randrange(36)
            pages = drawn.randrange(1, 2_000)
            doi = f"10.5555/synthetic.{at}"
            made.append((title, authors, journal, year, pages, doi))
        lines += ["TY  - JOUR", f"TI  - {title}", *(f"AU  - {one}" for one in authors.split(";"))]
        lines += [f"PY  - {year}", f"JO  - {journal}", f"VL  - {pages % 41}", f"SP  - {pages}"]
        lines += [*([f"DO  - {doi}"] if doi else []), f"AB  - Synthetic abstract {at}.", "ER  - ", ""]
    return lines


def empty(folder: Path) -> Path:
    """A review that has named one source and searched nothing."""
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(selection._package(0), indent=2), encoding="utf-8")
    (folder / "sources.csv").write_text(
        "source_id,name,kind,records,locator\nsynbase,SYNTHETIC base,database,,synthetic\n", encoding="utf-8"
    )
    return folder


def imported(
    folder: Path, count: int, *, copies: float = 0.0, name: str = "", mark: float | None = None
) -> Figure:
    file = folder.with_suffix(".ris")
    file.write_text("\n".join(entries(count, copies=copies)) + "\n", encoding="utf-8")
    return timed(
        name, COMMAND, "import", "ris", file, "--review", empty(folder), "--source", "synbase", mark=mark
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure import, dedupe and agree on synthetic records.")
    parser.add_argument("--quick", action="store_true", help="a tenth of each, without marks")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    asked = parser.parse_args()
    part = 10 if asked.quick else 1
    found: list[Figure] = []

    def add(figure: Figure) -> None:
        found.append(figure)
        print(figure.line(), flush=True)

    def mark(seconds: float) -> float | None:
        return None if asked.quick else seconds

    with tempfile.TemporaryDirectory(prefix="reviewbook-bench-") as scratch:
        place = Path(scratch)
        name = f"import of {ENTRIES // part:,} entries of RIS"
        add(imported(place / "imported", ENTRIES // part, name=name, mark=mark(12)))
        imported(place / "copies", RECORDS // part, copies=0.25)
        name = f"dedupe of {RECORDS // part:,} records"
        add(timed(name, COMMAND, "dedupe", "--review", place / "copies", mark=mark(60)))
        (judged := place / "judged").mkdir()
        timed("", sys.executable, selection.__file__, "--task", "write", str(JUDGED // part), judged)
        name = f"agree on {2 * JUDGED // part:,} decisions"
        add(timed(name, COMMAND, "agree", judged / "decisions.csv", mark=mark(8)))
    if asked.json:
        write(found, asked.json)
        return
    sys.exit(any(not one.met for one in found))


if __name__ == "__main__":
    main()
