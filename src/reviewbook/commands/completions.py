"""Print what completes verbs and options in a shell."""

from __future__ import annotations

import argparse
from pathlib import Path

SHELLS = ("bash", "zsh", "fish")
EXAMPLES = """examples:
  reviewbook completions bash > ~/.local/share/bash-completion/completions/reviewbook
  reviewbook completions zsh > ~/.zfunc/_reviewbook    # with fpath+=~/.zfunc before compinit in ~/.zshrc
  reviewbook completions fish > ~/.config/fish/completions/reviewbook.fish

A new shell then completes verbs, options, their values, formats of import, and names of files and folders. It starts no Python.
Print it again after an update of reviewbook.
"""
FOLDERS = ("DIR", "FOLDER")  # metavars of what must be a folder
NAMED = ("review",)  # positionals that name one


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, help="the shell to complete in")


def run(asked: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(completed(asked.whole()), shell=asked.shell))
    return 0


def completed(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """The parser, of each argument of its verbs known whether a file, a folder or one of some words completes it."""
    import shtab

    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            action.help = "what to do"  # else it is hidden, as in help, which lists verbs by task
            for own in action.choices.values():
                completed(own)
        elif words := vars(action).get("completes"):
            action.choices = words
        elif action.choices is None and action.nargs != 0:
            if action.metavar in FOLDERS or action.dest in NAMED:
                vars(action)["complete"] = shtab.DIRECTORY
            elif action.type is Path:
                vars(action)["complete"] = shtab.FILE
    return parser
