"""A small book that is quickly built, a command that serves it, and how its files are saved."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
import yaml

from packages import ROOT, SYNTHETIC, copied, processes
from reviewbook.press.book import FONTS

# Of each chapter the cells that the other pages lean on; of that on appraisal also what it shows of ratings.
KEPT = ("review: str", "from reviewbook", "review = ", "numbers.glue", "tables.downloads")
SHOWN = ("tables.by_design", "tables.ratings")
PROSE = ("how-to-read", "methods", "rerun")
# Long, and nothing leads there.
LEFT_OUT = (
    *("book/errors", "book/checklist", "book/discussion", "book/tutorial"),
    *("book/commands", "book/imports", "book/instruments"),
    *(f"book/how-to-{name}" for name in ("bring-in", "work-together", "publish")),
)
PATIENCE = 60.0  # seconds, on a machine that others use
RATINGS = "data/williams-2019/ratings.csv"
APPRAISAL = "notebooks/03-appraisal.html"


def small_book(root: Path) -> Path:
    """A book of the synthetic review, under the name of the repository's own, with all chapters, and little in them."""
    copied(SYNTHETIC, root).rename(root / "data" / "williams-2019")
    (root / "notebooks").mkdir()
    for file in sorted(ROOT.glob("notebooks/*.ipynb")):
        chapter = nbformat.read(file, as_version=4)
        kept = KEPT + (SHOWN if file.stem == "03-appraisal" else ())
        title = nbformat.v4.new_markdown_cell(f"# {file.stem}", id="title")
        code = [one for one in chapter.cells if one.cell_type == "code" and one.source.startswith(kept)]
        chapter.cells = [title, *code]
        nbformat.write(chapter, root / "notebooks" / file.name)
    for name in ("_static", "_vendor"):
        shutil.copytree(ROOT / "book" / name, root / "book" / name)
    for name in ("scoring.csv", "instruments.bib", "references.md"):
        shutil.copy(ROOT / "book" / name, root / "book")
    shutil.copy(SYNTHETIC / "references.bib", root / "book")
    shutil.copytree(ROOT / FONTS, root / FONTS)
    shutil.copy(ROOT / "_config.yml", root)
    long = "\n\n".join(f"Paragraph {n} of a page that is longer than a window." for n in range(80))
    for name in PROSE:
        (root / "book" / f"{name}.md").write_text(f"# The page {name}\n\nWe looked.\n\n{long}\n", "utf-8")
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    pages = [page["file"] for part in toc["parts"] for page in part["chapters"]]
    chapters = "".join(f"- file: {page}\n" for page in pages if page not in LEFT_OUT)
    (root / "_toc.yml").write_text(f"format: jb-book\nroot: book/index\nchapters:\n{chapters}", "utf-8")
    return root


def change(file: Path, old: str, new: str) -> None:
    """Save a file with the first ``old`` in it put otherwise."""
    text = file.read_text("utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), "utf-8")


class Served:
    """The command, and what it says."""

    def __init__(self, root: Path, *arguments: str):
        self.began = time.monotonic()
        self.process = processes.started(
            [sys.executable, "-m", "reviewbook.cli", "serve", "--root", str(root), "--port", "0", *arguments],
            cwd=root,
            stderr=subprocess.STDOUT,
        )
        self.lines: list[str] = []
        self.heard = threading.Condition()
        threading.Thread(target=self._hear, daemon=True).start()
        self.address = re.search(r"http://\S+/", self.says("The book is at"))[0]

    def _hear(self) -> None:
        for line in self.process.stdout:
            with self.heard:
                self.lines.append(line.rstrip("\n"))
                self.heard.notify_all()

    def says(self, words: str, *, after: int = 0, within: float = PATIENCE) -> str:
        """The first line with these words, of those that come after a number of others; waits until it is said."""

        def found() -> str:
            return next((line for line in self.lines[after:] if words in line), "")

        with self.heard:
            assert self.heard.wait_for(found, within), f"{words!r} is not said: {self.lines}"
            return found()

    def started(self) -> list[psutil.Process]:
        """The processes that the command started, and those that they started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, by: signal.Signals = signal.SIGINT) -> tuple[int, float]:
        """Stop the command as a terminal does; its status, and the seconds that it took."""
        began = time.monotonic()
        processes.interrupt(self.process, by)
        return self.process.wait(PATIENCE), time.monotonic() - began


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[Served]:
    """A book that is served, and no longer afterwards; stopped by the system it ends as by Ctrl-C."""
    served = Served(root, *arguments)
    status = 0
    try:
        yield served
    finally:
        if served.process.poll() is None:
            status, _ = served.stop(signal.SIGTERM)
    assert status == 0


def gone(processes: list[psutil.Process], *, within: float) -> bool:
    """Whether none of them is there any more after some seconds."""
    until = time.monotonic() + within
    while any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
