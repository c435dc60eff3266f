"""Change a small book again and again: each time the build that goes on from the one before must equal one from nothing.

Byte for byte, and where it fails, in the same words. See README.md in this folder.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from attacks import ROOT, edits, small_book
from attacks.builds import UNFORESEEN, Ended, Fresh, of_problems
from attacks.repository import differences, environment, tree

# The book of the repository's own review, one of another review, and a draft: the share of the changes that each has.
BOOKS = {"own": 0.6, "another": 0.2, "draft": 0.2}
AT_ONCE = (
    0.4  # how often a build is left to a process that builds again and again, as `reviewbook serve` does
)
BACK = {
    True: 0.15,
    False: 0.6,
}  # how often a change is taken back after a build that came to its end, or did not
STUCK = 3  # builds that fail one after the other: then all is taken back up to the last one that did not


@dataclass
class Scene:
    """One book: where it is changed, and where it is built from nothing."""

    kind: str
    scratch: Path
    rng: random.Random
    fresh: Fresh | None = None
    serving: object = None
    failed: int = 0
    sound: int = 0  # how long the journal was at the last build that came to its end
    told: list[str] = field(default_factory=list)
    library: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.root = small_book.lay_out(self.scratch / "book")
        self.env = environment(self.root, self.scratch)
        self.env.pop("PYTHONDONTWRITEBYTECODE")  # the library is loaded many times
        self.name = "synthetic" if self.kind != "another" else "other"
        if self.kind == "another":
            shutil.copytree(self.root / "data" / "synthetic", self.root / "data" / "other")
            shutil.copy(self.root / "book" / "references.bib", self.root / "data" / "other")
            package = self.root / "data" / "other" / "datapackage.json"
            text = small_book.replaced(
                package.read_text("utf-8"), "../../book/references.bib", "references.bib"
            )
            package.write_text(text, "utf-8")
        self.book = edits.Book(self.root, self.root / "data" / self.name, self.rng)
        self.draft = self.kind == "draft"

    def place(self, root: Path) -> Path:
        return root / "_build" / {"own": "", "another": "other", "draft": "synthetic-draft"}[self.kind]

    def review(self, root: Path) -> Path | None:
        return None if self.kind == "own" else root / "data" / self.name

    # --- one change

    def change(self) -> str:
        """Make a change, or take one back; which, in words."""
        if self.failed >= STUCK:
            while len(self.book.journal) > self.sound:
                self.book.undo(self.rng.random() < 0.5)
            return "back to the last book that could be built"
        if self.book.journal and self.rng.random() < BACK[not self.failed]:
            self.book.undo(as_it_was := self.rng.random() < 0.5)
            return f"the last change taken back, files {'as they were' if as_it_was else 'newer'}"
        kind = self.rng.choices([*edits.SHARES], [*edits.SHARES.values()])[0]
        if kind == "meanwhile":
            return self.save_while_it_builds()
        return f"{kind}, {self.book.change(kind)}"

    def save_while_it_builds(self) -> str:
        """Make a change, begin to build, and make another one meanwhile, which the next build must not miss."""
        told = [self.book.change("prose")]
        serving, after = self.rng.random() < AT_ONCE, self.rng.choice((0.1, 0.5, 1, 1.5, 2, 3, 4, 6))

        def save() -> None:
            self.book.notebooks = False
            told.append(self.book.change("meanwhile"))
            self.book.notebooks = True

        saving = threading.Timer(after, save)
        self.begin()
        saving.start()
        ended = self.go_on(serving)
        saving.join()
        return f"meanwhile, {told[0]}; {after} s later {told[1]}; the build between {ended.failure[:50] or 'was made'}"

    def step(self) -> tuple[str, list[str]]:
        """Build both ways; how it ended, in words, and what differs."""
        nothing = self.scratch / "nothing"
        shutil.rmtree(nothing, ignore_errors=True)
        shutil.copytree(
            self.root,
            nothing,
            ignore=lambda folder, _: {"_build", "src"} if Path(folder) == self.root else (),
        )
        (nothing / "src").symlink_to(self.root / "src")
        self.begin()
        before = tree(self.place(self.root) / "html")
        began = time.monotonic()
        one = self.go_on(self.rng.random() < AT_ONCE)
        between = time.monotonic()
        other = self.fresh.build(nothing, self.review(nothing), draft=self.draft)
        took = f"{between - began:.1f} s, from nothing {time.monotonic() - between:.1f} s"
        wrong = self.compared(one, other, before, nothing)
        self.failed = self.failed + 1 if one.failure else 0
        if not one.failure:
            self.sound = len(self.book.journal)
        ended = f"fails: {one.failure.splitlines()[-1][:100]!r}" if one.failure else one.warnings or "built"
        return f"{ended}, {took}", wrong

    def begin(self) -> None:
        """Have processes of the library as it is now."""
        library = {file: what for file, what in tree(self.root / "src").items() if "__pycache__" not in file}
        if self.library != library:
            self.stop()
            self.library = library
        self.fresh = self.fresh or Fresh(self.env)

    def go_on(self, serving: bool) -> Ended:
        """Build on what is there, in a process that has built before or in a new one."""
        if not serving:
            return self.fresh.build(self.root, self.review(self.root), draft=self.draft)
        from reviewbook.press.serving.builder import Builder

        if self.serving is None:
            os.environ.update(self.env)  # for the process that it starts
            review = self.root / "data" / self.name
            self.serving = Builder(self.root, review, self.place(self.root), jobs=2, draft=self.draft)
        told: list[str] = []
        last = (
            self.book.journal[-1] if self.book.journal else []
        )  # where one was taken back: its page comes first for nothing
        built = self.serving.build(told.append, saved=sorted({file.name for file, _, _ in last}))
        if built.failure.startswith("The build was stopped"):
            return Ended(UNFORESEEN, "")
        warnings = "".join(line.strip() for line in told if line.startswith("  warnings"))
        return Ended(of_problems(built.problems) or built.failure, warnings)

    def compared(self, one: Ended, other: Ended, before: dict[str, str], nothing: Path) -> list[str]:
        def plain(ended: Ended, root: Path) -> Ended | str:
            if ended.failure.startswith(UNFORESEEN):
                return UNFORESEEN
            return ended._replace(failure=ended.failure.replace(str(root), "ROOT"))

        here, there = plain(one, self.root), plain(other, nothing)
        if here != there:
            return [f"ended otherwise\n--- going on\n{here}\n--- from nothing\n{there}"]
        html = tree(self.place(self.root) / "html")
        wrong = []
        if one.failure:
            wrong += [f"the former site, {line}" for line in differences(before, html)]
        else:
            wrong += [f"html/{line}" for line in differences(tree(self.place(nothing) / "html"), html)]
        for part in ("book", "notebooks"):
            for folder in (Path(part), Path(self.place(Path("x")).relative_to("x")) / "source" / part):
                if one.failure and folder != Path(part):
                    continue
                if (nothing / folder).is_dir():
                    wrong += [
                        f"{folder}/{line}"
                        for line in differences(tree(nothing / folder), tree(self.root / folder))
                    ]
        return wrong

    def keep(self, to: Path, wrong: list[str]) -> None:
        """Keep what differs, of both."""
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        changes = "".join(f"{line}\n" for line in self.told)
        (to / "said.txt").write_text("".join(f"{line}\n" for line in wrong) + f"\nafter\n{changes}", "utf-8")
        for name, root in (("going-on", self.root), ("from-nothing", self.scratch / "nothing")):
            for line in wrong[:100]:
                path = line.partition(":")[0]
                file = (self.place(root) if path.startswith("html/") else root) / path
                if file.is_file():
                    (to / name / path).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(file, to / name / path)

    def stop(self) -> None:
        if self.fresh is not None:
            self.fresh.stop()
        if self.serving is not None:
            self.serving.stop()
        self.fresh = self.serving = None


def main(given: list[str] | None = None) -> int:
    """Make the changes and tell what differs; 1 where anything does."""
    parser = argparse.ArgumentParser(prog="python -m attacks.changes", description=__doc__)
    parser.add_argument("--changes", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--seed", type=int, help="of the changes (default: drawn, and printed)")
    parser.add_argument("--only", choices=BOOKS, help="one book alone")
    parser.add_argument("--out", type=Path, default=ROOT / "_build" / "attacks", help="folder for findings")
    parser.add_argument("--stop", action="store_true", help="at the first difference")
    asked = parser.parse_args(given)
    seed = random.SystemRandom().randrange(10**6) if asked.seed is None else asked.seed
    shares = {asked.only: 1.0} if asked.only else BOOKS
    print(f"{asked.changes} changes: seed {seed}", flush=True)
    began, made, found, failing = time.monotonic(), 0, 0, 0
    for kind, share in shares.items():
        with tempfile.TemporaryDirectory(prefix="changes-") as scratch:
            scene = Scene(kind, Path(scratch), random.Random(f"{seed}:{kind}"))
            try:
                for n in range(round(share * asked.changes) + 1):
                    scene.told.append(scene.change() if n else "the book as it is laid out")
                    ended, wrong = scene.step()
                    made, found, failing = made + bool(n), found + bool(wrong), failing + bool(scene.failed)
                    print(
                        f"{kind} {n}  {scene.told[-1]}\n    {'DIFFERS, ' if wrong else ''}{ended}", flush=True
                    )
                    if wrong:
                        print("\n".join(f"    {line}" for line in wrong[:20]), flush=True)
                        scene.keep(asked.out / f"changes-{seed}-{kind}-{n}", wrong)
                        shutil.rmtree(scene.root / "_build")  # what follows is judged by itself
                        scene.stop()
                        if asked.stop:
                            break
            finally:
                scene.stop()
    took = time.monotonic() - began
    print(f"{made} changes, {failing} of them no book, {found} differences, {took:.0f} s, seed {seed}")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
