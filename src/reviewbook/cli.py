"""The command `reviewbook`: its verbs by task, and the statuses with which it ends (`STATUSES`)."""

from __future__ import annotations

import argparse
import gc
import io
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from reviewbook import __version__
from reviewbook.commands.parsing import Parser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reviewbook.review.problems import Problem

EXAMPLES = """examples:
  reviewbook new walking
  reviewbook status data/my-review
  reviewbook check data/my-review
  reviewbook build data/my-review --draft
  reviewbook VERB --help    # each verb's own examples
"""
# What the verbs do, each in a line that a terminal of 80 columns holds.
VERBS = {
    "new": "Write a repository of your own, and build its book.",
    "update-repo": "Bring such a repository to this version of reviewbook.",
    "status": "Say where a review is, by stage, and what to do next.",
    "check": "Check a review's tables; every problem at once.",
    "run": "Execute the notebooks whose inputs changed.",
    "build": "Build the book of a review, or a draft at any state of it.",
    "serve": "Serve the book while it is written: what is saved is shown.",
    "tidy": "Write a review's tables in the canonical form.",
    "migrate": "Bring a review of an earlier version over to this one.",
    "describe": "Say what a review is, and list its tables, in datapackage.json.",
    "flow": "Check the counts of a flow chart, and draw it.",
    "workbook": "Write a review as a workbook to fill in and bring back.",
    "import": "Take in what other software exports, of any stage.",
    "export": "Write what goes with an article, or a part of a review.",
    "include": "Make reports and studies of the records that are included.",
    "dedupe": "Find duplicate records, and settle what waits for a person.",
    "appraise": "Check answers to an appraisal tool, rate and draw them.",
    "agree": "Measure agreement between reviewers, by stage and pair.",
    "doctor": "Say what this installation lacks, what for, and how to get it.",
    "completions": "Print what completes verbs and options in a shell.",
}
# The verbs by what one wants to do.
TASKS = {
    "Begin": ("new", "update-repo"),
    "See where you are": ("status", "check"),
    "Bring in": ("import", "workbook", "dedupe", "include", "tidy", "migrate", "describe"),
    "Build and publish": ("build", "serve", "run"),
    "Take out": ("export",),
    "Single files, without a book": ("flow", "appraise", "agree"),
    "This installation": ("doctor", "completions"),
}
# With which a command ends: said here, and nowhere else.
STATUSES = {
    0: "all well: what is to do, and what `doctor` calls optional, is only told",
    1: "problems were found, and told",
    2: "the command was not understood; nothing was done",
    130: "stopped by Ctrl-C",
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
    if not arguments:
        parser.print_help()
        return 0
    asked = parser.parsed(arguments)
    from reviewbook.commands import alone, here
    from reviewbook.review.problems import ReviewProblems

    try:
        if getattr(asked, "of_a_review", False) and asked.review is None:
            asked.review = here(getattr(asked, "root", None))
        with alone(asked):
            status = _module(asked.verb).run(asked)
        sys.stdout.flush()  # so that a closed pipe is met here
        if ends:
            gc.freeze()  # else Python looks through all that is there for garbage once more
        return status
    except ReviewProblems as wrong:
        _refused(asked, wrong.problems, str(wrong))
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
        _refused(asked, [problem], str(problem))
        return 1


def _refused(asked: argparse.Namespace, wrong: Sequence[Problem], words: str) -> None:
    """Tell problems for which a command could not do what it should: to people, or to the program that asked for JSON."""
    if getattr(asked, "json", False):
        from reviewbook.commands import in_json

        in_json(asked, {"problems": [problem.as_dict() for problem in wrong]})
        return
    from reviewbook.commands.colours import report

    print(report(words, sys.stderr), file=sys.stderr)


def _parser(arguments: list[str]) -> Parser:
    """Every verb by name, and of the one asked for what it takes: the modules of the others are not loaded."""
    form = argparse.RawDescriptionHelpFormatter
    parser = Parser(
        prog="reviewbook",
        usage="reviewbook VERB ...",
        description="Publish an evidence synthesis as a book that is checked and can be run again.\n\n"
        + _by_task(),
        epilog=f"{_statuses()}\n{EXAMPLES}",
        formatter_class=form,
    )
    parser.add_argument("--version", action="version", version=f"reviewbook {__version__}")
    parser.add_argument(
        "--commands",
        action=_Commands,
        nargs=0,
        help="print the page of all verbs with all that they take, and end",
    )
    verbs = parser.add_subparsers(
        prog="reviewbook", required=True, metavar="VERB", dest="verb", help=argparse.SUPPRESS
    )
    for verb, says in VERBS.items():
        own = verbs.add_parser(verb, help=says, description=says, formatter_class=form)
        own.given = arguments
        own.set_defaults(parser=own, whole=_whole)
        if verb in arguments:
            module = _module(verb)
            own.epilog = module.EXAMPLES
            module.arguments(own)
    return parser


class _Commands(argparse.Action):
    """An option that prints the page of all verbs and ends, as --help does."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(commands_page(), end="")
        parser.exit()


def commands_page() -> str:
    """Every verb with all that it takes, as book/commands.md has it."""
    from reviewbook.commands import reference

    (verbs,) = (one for one in _whole()._actions if isinstance(one, argparse._SubParsersAction))
    return reference.page(verbs.choices, TASKS, STATUSES)


def _whole() -> Parser:
    """Every verb with all that it takes."""
    return _parser(list(VERBS))


def _by_task() -> str:
    """The verbs, by what one wants to do."""
    wide = max(map(len, VERBS))
    tasks = (
        "\n".join([f"{task}:", *(f"  {verb:<{wide}}  {VERBS[verb]}" for verb in verbs)])
        for task, verbs in TASKS.items()
    )
    return "\n\n".join(tasks)


def _statuses() -> str:
    told = (f"  {status:<4} {means}" for status, means in STATUSES.items())
    return "\n".join(["exit status:", *told, ""])


def _module(verb: str):
    return import_module(f"reviewbook.commands.{'import_' if verb == 'import' else verb.replace('-', '_')}")


if __name__ == "__main__":
    sys.exit(program())
