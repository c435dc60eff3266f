"""The command `reviewbook`. Exit status: 0 all well, 1 problems found, 2 the command was not understood, 130 stopped by Ctrl-C."""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
from importlib import import_module

EXAMPLES = """examples:
  reviewbook new walking
  reviewbook check data/williams-2019
  reviewbook tidy data/my-review --dry-run
  reviewbook run
  reviewbook build data/my-review
  reviewbook build data/my-review --draft
  reviewbook build data/* --jobs 4
  reviewbook serve data/my-review
  reviewbook flow counts.csv -o flow.svg
  reviewbook appraise answers.csv --tool mmat-2011 -o figure.svg
  reviewbook import ris scopus.ris --review data/my-review --source scopus
  reviewbook include data/my-review --dry-run
  reviewbook export tidier data/my-review --to tidier.docx
  reviewbook export refi-qda data/my-review --to project.qdpx
"""
VERBS = {
    "new": "Write a repository of your own, with all that its book needs, and build it.",
    "update-repo": "Bring such a repository to this version of reviewbook, and show what that changes.",
    "check": "Check a review's tables; every problem at once.",
    "run": "Execute the notebooks whose inputs changed, of the book's own review or of others.",
    "build": "Build the book; of each other review into _build/NAME, a draft into _build/NAME-draft.",
    "serve": "Serve the book while it is being written: what is saved is on the page at once.",
    "tidy": "Write a review's tables in the canonical form, and show what that changes.",
    "migrate": "Bring a review of an earlier version over to the tables of this one, and show what that changes.",
    "describe": "List a review's tables anew in its datapackage.json.",
    "flow": "Check the counts of a flow chart and draw it; stop where they contradict each other.",
    "import": "Take search exports and screening decisions of other software into a review.",
    "export": "Write the TIDieR sheets as a document, or the coding for NVivo, ATLAS.ti, Taguette and others.",
    "include": "Make reports, studies and entries of the bibliography of the records that a review includes.",
    "dedupe": "Find duplicate records; settle by --merge and --undo what waits for a person.",
    "appraise": "Check answers to an appraisal tool, rate them by its rule, and draw them.",
    "agree": "Measure agreement between reviewers: percent, kappa, PABAK and AC1, by stage and pair.",
}


BLANK = re.compile(r"(?:--[\w-]+=)?\s*")
STOPPED = 130  # as a shell has it for a program that Ctrl-C ended


# These copy this process to run notebooks, whose results must not depend on the order of sets.
SETTLED = ("build", "new", "run")


def program() -> int:
    """What the command starts: `main`, begun again with one order of sets where that matters."""
    settled = {"PYTHONHASHSEED": "0"}
    # Where it says so already, Python was told not to hear: once more would be for ever.
    again = sys.flags.hash_randomization and not settled.items() <= os.environ.items()
    if again and sys.platform == "linux" and sys.argv[1:] and sys.argv[1] in SETTLED:
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], os.environ | settled)
    return main()


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit status."""
    ends = arguments is None  # as a program, and the process with it
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot show a sign shows its number
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    parser = _parser(arguments)
    if blank := [at for at, word in enumerate(arguments, 1) if BLANK.fullmatch(word)]:
        parser.error(f"argument {blank[0]} is blank, as where a variable of the shell is not set")
    asked = parser.parse_args(arguments)
    from reviewbook.commands import alone
    from reviewbook.review.problems import ReviewProblems

    try:
        with alone(asked):
            status = _module(asked.verb).run(asked)
        sys.stdout.flush()  # so that a closed pipe is met here
        if ends:
            gc.freeze()  # else Python looks through all that is there for garbage once more
        return status
    except ReviewProblems as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        from reviewbook.press.children import stop

        stop()
        print(f"Stopped: {asked.verb} did not come to its end.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:  # the reader of our output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (MemoryError, OSError, RuntimeError) as error:
        from reviewbook.press.faults import told

        if (problem := told(error)) is None:
            raise
        print(problem, file=sys.stderr)
        return 1


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    """Every verb by name, and of the one asked for what it takes: the modules of the others are not loaded."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="reviewbook",
        description="Publish an evidence synthesis as a book that is checked and can be run again.",
        epilog=EXAMPLES,
        formatter_class=form,
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB", dest="verb")
    for verb, says in VERBS.items():
        own = verbs.add_parser(verb, help=says, description=says, formatter_class=form)
        if verb in arguments:
            module = _module(verb)
            own.epilog = module.EXAMPLES
            module.arguments(own)
    return parser


def _module(verb: str):
    return import_module(f"reviewbook.commands.{'import_' if verb == 'import' else verb.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(program())
