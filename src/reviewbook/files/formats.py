"""The formats of foreign files, as each chapter lists those that it takes in (``FORMATS`` of its package imports)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reviewbook.review.problems import Problem, quote
from reviewbook.review.suggest import one_of

if TYPE_CHECKING:
    from reviewbook.files.ledger import Report

FEW = 5  # formats that are named where an option fits them alone


@dataclass(frozen=True)
class Format:
    """A format: what takes it in is loaded only when it is used."""

    name: str
    says: str  # what it is
    endings: str  # of its files, as they usually are
    module: str  # whose ``add`` takes files of it into a review
    options: Mapping[str, str] = field(default_factory=dict)  # of the command, and what ``add`` calls each
    alone: str = ""  # where ``add`` takes one file and knows its format: that there is one, in words
    tells: bool = False  # ``add`` tells its progress
    lacks: Callable[[Mapping[str, object]], list[Problem]] | None = (
        None  # what is wrong where an option is not given
    )

    def take(
        self,
        review: str,
        files: Sequence[Path],
        given: Mapping[str, object],
        *,
        dry_run: bool,
        progress: Callable[[str], None] | None = None,
    ) -> Report:
        """Take files into a review; ``given`` are options by their names in the command, each of which fits."""
        add = import_module(self.module).add
        options = {self.options[name]: value for name, value in given.items()} | {"dry_run": dry_run}
        if self.tells:
            options["progress"] = progress
        return add(review, files[0], **options) if self.alone else add(review, files, self.name, **options)


One = TypeVar("One", bound=Format)  # a chapter may know more of its formats


def named(formats: Iterable[One]) -> dict[str, One]:
    """The formats by their names."""
    return {one.name: one for one in formats}


def unfit(
    name: str, given: Mapping[str, object], files: Sequence[Path], *, among: Mapping[str, Format]
) -> list[Problem]:
    """What does not go together in a wish for an import, as problems (IMPT-005); none where it can be tried.

    Parameters
    ----------
    name : what should be the name of a format.
    given : options by their names in the command, without those that were not given.
    among : the formats that can be asked for, by name.
    """
    if name not in among:
        return [Problem("IMPT-005", "FORMAT", quote(name), one_of(among, name))]
    known = among[name]
    wrong = [
        Problem("IMPT-005", f"--{option}", quote(value), _fitting(option, known, among))
        for option, value in given.items()
        if option not in known.options
    ]
    wrong += known.lacks(given) if known.lacks else []
    if known.alone and len(files) > 1:
        wrong.append(Problem("IMPT-005", "FILE", f"{len(files)} files", known.alone))
    return wrong


def _fitting(option: str, known: Format, among: Mapping[str, Format]) -> str:
    """With which formats an option would do, where they are few."""
    takers = [one.name for one in among.values() if option in one.options]
    if not 0 < len(takers) <= FEW:
        return f"no such option with the format {known.name}"
    return f"the format {takers[0]}" if len(takers) == 1 else f"one of the formats {', '.join(takers)}"
