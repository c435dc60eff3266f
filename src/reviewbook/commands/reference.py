"""The page of all verbs, book/commands.md: what each takes and its examples, made from the parsers themselves."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from textwrap import dedent

from reviewbook.page.words import with_code

# An item of a list: a word, and what it says; the lines beneath are set in further.
_PAIR = re.compile(r"(?P<word>\S+) {2,}(?P<says>\S.*)")
HEAD = """% Made by `reviewbook --commands > book/commands.md` from the command line itself: change that, not this page.

# Commands

`reviewbook VERB --help` says the same of one verb. A folder that is not named is the review in which one stands, else that of the book.
What a command could not do, it says on standard error, with what to do about it.
"""


def page(
    verbs: Mapping[str, argparse.ArgumentParser],
    tasks: Mapping[str, Sequence[str]],
    statuses: Mapping[int, str],
) -> str:
    """The page as MyST.

    Parameters
    ----------
    verbs : the parser of each verb, with all that it takes.
    tasks : the verbs, by what one wants to do.
    statuses : what the exit statuses mean.
    """
    lines = [HEAD, "## Exit status", ""]
    lines += [f"- `{status}`: {with_code(means)}" for status, means in statuses.items()]
    for task, names in tasks.items():
        lines += ["", f"## {task}"]
        for name in names:
            lines += ["", *_verb(name, verbs[name])]
    return "\n".join(lines) + "\n"


def _verb(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from (f"### `{name}`", "", with_code(parser.description or ""), "")
    yield from (_taken(action) for action in parser._actions if action.dest != "help")
    yield from _beneath(parser.epilog or "")


def _beneath(epilog: str) -> Iterator[str]:
    """What help says beneath the options: what is set in as a list or, such as examples, as it is; all else as paragraphs."""
    for set_in, group in groupby(epilog.splitlines(), key=lambda line: line[:1] == " "):
        if set_in:
            text = dedent("\n".join(group))
            pairs = [_PAIR.fullmatch(line) for line in re.sub(r"\n +", " ", text).splitlines()]
            if all(pairs):
                yield from ("", *(f"- `{pair['word']}`: {with_code(pair['says'])}" for pair in pairs if pair))
            else:
                yield from ("", "```text", *text.splitlines(), "```")
            continue
        for paragraph in filter(None, "\n".join(group).strip("\n").split("\n\n")):
            said = " ".join(paragraph.splitlines())
            yield from ("", with_code(said[:1].upper() + said[1:]))


def _taken(action: argparse.Action) -> str:
    """What one argument is, as an item of a list: its names, what follows it, its help and what may be chosen."""
    value = action.metavar or action.dest.upper()
    value = value if isinstance(value, str) else " ".join(value)
    if action.option_strings:
        many = action.nargs if isinstance(action.nargs, int) and isinstance(action.metavar, str | None) else 1
        names = ", ".join(" ".join([name, *[value] * many]) for name in action.option_strings)
    else:
        names = f"{value} ..." if action.nargs in ("+", "*") else value
    said = with_code((action.help or "") % {**vars(action), "prog": "reviewbook"})
    among = f" (one of {', '.join(map(str, action.choices))})" if action.choices else ""
    return f"- `{names}`: {said}{with_code(among)}"
