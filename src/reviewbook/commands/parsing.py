"""Arguments of a command: an error says what was perhaps meant, and shows a call that is right."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from reviewbook.review.suggest import nearest

CHOICES = re.compile(r"invalid choice: (?P<said>'[^']*'|\S+) \(choose from (?P<among>.*)\)")
EXAMPLE = re.compile(r"^  (reviewbook .*?)(?: +# .*)?$", re.MULTILINE)


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors teach. ``others`` takes what is left over, which only the verb's own parser can judge.

    ``given`` is what the command was called with.
    """

    given: Sequence[str] = ()

    def error(self, message: str) -> NoReturn:
        """Say on standard error what is wrong, what was perhaps meant, and a call that is right; end with status 2."""
        lines = [f"{self.prog}: {message}"]
        if (found := CHOICES.search(message)) and (
            near := nearest(found["said"].strip("'"), re.findall(r"[\w.-]+", found["among"]))
        ):
            lines.append(f"Did you mean {near}?")
        self.exit(2, "\n".join([*lines, *self._teaches()]) + "\n")

    def others(self, left: Sequence[str]) -> NoReturn:
        """The error about arguments that the verb does not take."""
        known = [
            option for action in self._actions for option in action.option_strings if option.startswith("--")
        ]
        options = [word.partition("=")[0] for word in left if word.startswith("-")]
        lines = [f"{self.prog}: {' '.join(options or left)} is not among what it takes"]
        near = [f"Did you mean {found}?" for word in options if (found := nearest(word, known))]
        self.exit(2, "\n".join([*lines, *dict.fromkeys(near), *self._teaches()]) + "\n")

    def _teaches(self) -> list[str]:
        """The example with most of the words that were given, and where all is said."""
        examples = EXAMPLE.findall(self.epilog or "")
        best = max(examples, key=lambda one: len(set(one.split()) & set(self.given)), default="")
        return [*([f"For example: {best}"] if best else []), f"All that there is: {self.prog} --help"]

    def parsed(self, arguments: Sequence[str]) -> Any:
        """What the arguments ask for."""
        asked, left = self.parse_known_args(arguments)
        if left:
            asked.parser.others(left)
        return asked
