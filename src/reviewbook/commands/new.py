"""Write a repository of one's own, and build its book."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

EXAMPLES = """examples:
  reviewbook new walking    # asks what it needs
  reviewbook new walking --title "Walking in old age: a scoping review" --yes
  reviewbook new walking --title "Walking in old age" --population "people over 70" --parts screening,themes --yes

Nothing that is there is written over. Whoever keeps the repository with git runs `git init` there.
"""
# What is asked at a terminal, in this order; what depends on others follows them.
QUESTIONS = {
    "title": "Title of the review",
    "description": "What it is about, in a sentence or two",
    "people": "Authors, family name first, parted by semicolons, such as Roe, Ada; Doe, Ben",
    "contact": "Where readers write: an e-mail address or a web address",
    "kind": "Kind of review: scoping or systematic",
    "framework": "Framework of the question: pcc (population, concept, context) or pico (population, intervention, comparison, outcome)",
    "question": "The question in a sentence",
    "parts": "Parts besides charting: some of screening, appraisal, interventions, themes, results; or none",
    "tool": "Appraisal tool, by its identifier, such as mmat-2018, rob-2 or jbi-qualitative (`reviewbook appraise --tools` lists them)",
    "entity": "What an intervention is called, one and several, such as app/apps",
    "licence": "Licence of tables and text: CC-BY-4.0 or CC0-1.0",
}
ASKING = """A few questions. Enter takes what stands in brackets, and leaves out what has none; Ctrl-C stops, and nothing is written.
All of it can be changed later."""


def arguments(parser: argparse.ArgumentParser) -> None:
    from reviewbook.press.repository.asked import ELEMENTS

    parser.add_argument(
        "folder", metavar="DIR", type=Path, help="folder of the repository, not there yet or empty"
    )
    for name, says in QUESTIONS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=says)
    for name in ELEMENTS:
        parser.add_argument(f"--{name}", metavar="TEXT", help=f"of the question: the {name}")
    parser.add_argument("--yes", action="store_true", help="ask nothing; what no option says is as usual")
    parser.add_argument(
        "--wheel", type=Path, metavar="FILE", help="wheel of reviewbook to lay into the repository"
    )
    parser.add_argument("--no-build", action="store_true", help="write the files and build no book")


def run(asked: argparse.Namespace) -> int:
    from reviewbook.files.lock import held
    from reviewbook.press import book
    from reviewbook.press.repository import asked as answers
    from reviewbook.press.repository.write import require_free, write
    from reviewbook.press.run import RunFailed
    from reviewbook.review.place import built

    said = {name: getattr(asked, name) for name in (*QUESTIONS, *answers.ELEMENTS)}
    if not asked.yes and sys.stdin.isatty():
        require_free(asked.folder)
        print(ASKING)
        try:
            said = ask(said)
        except EOFError:  # Ctrl-D
            raise KeyboardInterrupt from None
    files = write(asked.folder, answers.asked(asked.folder, said), wheel=asked.wheel)
    print(f"Written: {len(files)} files in {asked.folder}.")
    if not asked.no_build:
        try:
            with held(built(asked.folder), verb="new"):
                print(book.build(asked.folder))
        except (RunFailed, book.BuildFailed) as failed:
            print(failed, file=sys.stderr)
            return 1
    print(
        f"Next: cd {asked.folder} && reviewbook status; README.md says what is where, and `git init` keeps its history."
    )
    return 0


def ask(
    said: dict[str, str | None],
    answer: Callable[[str], str] = input,
    tell: Callable[[str], object] = print,
) -> dict[str, str | None]:
    """What was said, and at a terminal what was not; a blank answer is as usual, one that cannot be used is asked for again."""
    from reviewbook.press.repository import asked as answers

    told = dict(said)

    def put(name: str, says: str) -> None:
        usual = answers.usual(name, told)
        while told[name] is None:
            given = answer(f"{says} [{usual}]: " if usual else f"{says}: ").strip()
            if wrong := answers.wrong_with(name, {**told, name: given}):
                tell(f"  That is {wrong.found}; expected is {wrong.expected}.")
            elif given:
                told[name] = given
            else:
                break

    for name, says in QUESTIONS.items():
        parts = told["parts"] or answers.usual("parts", told)
        if (name == "tool" and "appraisal" not in parts.casefold()) or (
            name == "entity" and "interventions" not in parts.casefold()
        ):
            continue
        if name == "question":
            framework = told["framework"] or answers.usual("framework", told)
            for element in answers.FRAMEWORKS.get(framework.casefold(), ()):
                put(element, f"  {element.capitalize()}")
        put(name, says)
    return told
