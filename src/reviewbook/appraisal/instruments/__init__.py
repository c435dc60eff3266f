"""Appraisal tools: the instruments (`reviewbook.review.instruments`) of this folder by name, those of a review, and any file."""

from __future__ import annotations

import functools
from pathlib import Path

from reviewbook.review import instruments
from reviewbook.review.instruments import APPRAISAL, CODE, FOLDER
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.review.suggest import one_of

HERE = Path(__file__).parent


def instrument(name: str) -> dict:
    """An appraisal tool of the library as a dict (must not be changed), such as "mmat-2018"; as `instruments.whole`."""
    return instruments.shipped_form(HERE / f"{name}.yaml")


@functools.cache
def appraisal_tools() -> tuple[str, ...]:
    """The names of the appraisal tools that are part of the library, in alphabetical order."""
    return tuple(sorted(file.stem for file in HERE.glob("*.yaml")))


def own_tools(folder: Path) -> tuple[str, ...]:
    """The names of the instruments that a review brings, in alphabetical order."""
    return tuple(sorted(file.stem for file in (folder / FOLDER).glob("*.yaml") if file.name[0] not in ".~#"))


def tool(name: str, *, folder: Path | None = None) -> dict:
    """An appraisal tool as a dict (must not be changed).

    Parameters
    ----------
    name : one of `appraisal_tools`, one of `own_tools` of the review in ``folder``, or without a folder the path of a YAML file.

    Raises
    ------
    ReviewProblems (APPR-006) where there is no such tool, (INST-001) where its file cannot be used.
    """
    if name in appraisal_tools():
        return instrument(name)
    if folder is not None and name in own_tools(folder):
        return instruments.own_form(folder / FOLDER / f"{name}.yaml", named=name, kinds=[APPRAISAL])
    if folder is None and Path(name).suffix in (".yaml", ".yml") and Path(name).is_file():
        return instruments.own_form(Path(name), kinds=[APPRAISAL])
    raise ReviewProblems([Problem("APPR-006", name, "no such tool", _expected(name, folder))])


def _expected(name: str, folder: Path | None) -> str:
    if folder is None:
        return f"{one_of(appraisal_tools(), name)}, or a YAML file of one's own"
    if (folder / f"{name}.yaml").is_file():
        return f"{name}.yaml in the folder {FOLDER}/ of the review, not beside the tables"
    known = one_of([*appraisal_tools(), *own_tools(folder)], name)
    return f"{known}, or a file {FOLDER}/{name}.yaml of the review"


def own_problems(folder: Path) -> list[Problem]:
    """What is wrong with the instruments that a review brings, whether its tables name them or not (INST-001)."""
    found: list[Problem] = []
    for name in own_tools(folder):
        if name in appraisal_tools():
            expected = "a name of its own: the library has a tool of this name"
            found.append(Problem(CODE, f"{FOLDER}/{name}.yaml", name, expected, field="id"))
            continue
        try:
            tool(name, folder=folder)
        except ReviewProblems as wrong:
            found += wrong.problems
    return found
