"""Appraisal tools as data: identifiers, labels in our own words, answers, scoring rule, version, source.

An appraisal tool is one YAML file. Those of this folder are known by name; one of a team's own is named by its path, or stands
as NAME.yaml in the folder of the review that uses NAME as a tool.

    id, kind (appraisal), version, title, short (the title where there is little room), source (key of the bibliography or null), url
    answers     a set of answers.yaml by name, or the answers themselves: word -> label, means, synonyms
    screening   question -> label; may be empty
    categories  category -> title, component, criteria (criterion -> label)
    combined    category -> components that a study of it is appraised on as well
    names       criterion -> names that tables give it besides its identifier and label; may be left out
    rests_on    criterion -> components whose criteria it asks about; may be left out
    scoring     rule (criteria_met, or none where the tool has no overall rating), maximum, combined (lowest_component),
                bonus (category -> points), caution
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from reviewbook.review import authored, shipped
from reviewbook.review.problems import Problem, ReviewProblems, quote

HERE = Path(__file__).parent
MEANINGS = ("met", "not_met", "unclear", "not_applicable")
RULES = ("criteria_met", "none")


@functools.cache
def instrument(name: str) -> dict:
    """An appraisal tool of the library as a dict (must not be changed): "mmat-2011", "mmat-2018", "rob-2".

    ``answers`` is word -> label, means, synonyms.
    """
    return _whole(_packaged(name))


@functools.cache
def appraisal_tools() -> tuple[str, ...]:
    """The names of the appraisal tools that are part of the library, in alphabetical order."""
    return tuple(sorted(file.stem for file in HERE.glob("*.yaml") if file.stem != "answers"))


def tool(name: str, *, folder: Path | None = None) -> dict:
    """An appraisal tool as a dict (must not be changed).

    Parameters
    ----------
    name : one of `appraisal_tools`, the path of a YAML file, or the name of one in ``folder``.

    Raises
    ------
    ReviewProblems (APPR-006) where there is no such tool, or its file cannot be used.
    """
    if name in appraisal_tools():
        return instrument(name)
    own = next(
        (
            path
            for path in (Path(name), (folder or Path()) / f"{name}.yaml")
            if path.suffix == ".yaml" and path.is_file()
        ),
        None,
    )
    if own is None:
        known = ", ".join(appraisal_tools())
        raise ReviewProblems(
            [Problem("APPR-006", name, "no such tool", f"one of {known}, or a YAML file of one's own")]
        )
    data = authored.load(own, code="APPR-006")
    wrong = _faults(data, own.name)
    if wrong:
        raise ReviewProblems(wrong)
    return _whole(data)


def _packaged(name: str) -> dict:
    return shipped.read(HERE / f"{name}.yaml")


def _whole(data: Mapping[str, Any]) -> dict:
    """A tool with its set of answers in place of the set's name."""
    answers = data["answers"]
    given = _packaged("answers")[answers] if isinstance(answers, str) else {"answers": answers}
    return {"rests_on": {}, "names": {}} | dict(data) | given


def _are_among(named: object, known: Collection[str]) -> bool:
    return isinstance(named, list) and all(isinstance(one, str) and one in known for one in named)


def _faults(data: object, file: str) -> list[Problem]:
    """What keeps a file from being an appraisal tool, all at once."""
    found: list[Problem] = []

    def fault(field: str, seen: object, expected: str) -> None:
        found.append(Problem("APPR-006", file, quote(str(seen)), expected, field=field))

    if not isinstance(data, dict):
        fault("file", type(data).__name__, "names with values, as in mmat-2011.yaml")
        return found
    for name in ("id", "title", "short", "version"):
        if not isinstance(data.get(name), str) or not data[name]:
            fault(name, data.get(name), "a text")
    for name in ("screening", "categories", "combined", "scoring", "rests_on", "names"):
        if not isinstance(data.get(name, {} if name in ("rests_on", "names") else None), dict):
            fault(name, data.get(name), "names with values")
    if data.get("kind") != "appraisal":
        fault("kind", data.get("kind"), "appraisal")
    if isinstance(data.get("answers"), dict):
        for word, answer in data["answers"].items():
            if (
                not isinstance(answer, dict)
                or not isinstance(word, str)
                or answer.get("means") not in MEANINGS
            ):
                fault("answers", word, "a quoted word with label and means, one of " + ", ".join(MEANINGS))
    elif str(data.get("answers")) not in (sets := _packaged("answers")):
        fault("answers", data.get("answers"), f"one of {', '.join(sets)}, or the answers themselves")
    if found:
        return found
    seen: dict[str, str] = dict.fromkeys(data["screening"], "screening")
    for category, block in data["categories"].items():
        if (
            not isinstance(block, dict)
            or not all(block.get(k) for k in ("title", "component", "criteria"))
            or not isinstance(block["component"], str)
            or not isinstance(block["criteria"], dict)
        ):
            fault(
                f"categories.{category}", block, "title, component (a text) and criteria (names with labels)"
            )
            continue
        for criterion in block["criteria"]:
            if not isinstance(criterion, str):
                fault(f"categories.{category}", criterion, "a criterion in quotes, such as '1.1'")
            elif seen.setdefault(criterion, category) != category:
                fault(
                    f"categories.{category}", criterion, f"a criterion of its own; {seen[criterion]} has it"
                )
    if not data["categories"]:
        fault("categories", "none", "at least one")
    components = {
        block["component"]
        for block in data["categories"].values()
        if isinstance(block, dict) and isinstance(block.get("component"), str)
    }
    for category, needs in data["combined"].items():
        if category not in data["categories"] or not _are_among(needs, components):
            fault(f"combined.{category}", needs, "a list of components of the categories")
    for criterion, needs in data.get("rests_on", {}).items():
        if criterion not in seen or not _are_among(needs, components):
            fault(f"rests_on.{criterion}", needs, "a criterion, and a list of components of the categories")
    for criterion, names in data.get("names", {}).items():
        own = isinstance(names, list) and all(isinstance(one, str) and re.search(r"\w", one) for one in names)
        if criterion not in seen or not own:
            fault(f"names.{criterion}", names, "a criterion, and a list of its names")
    scoring = data["scoring"]
    if scoring.get("rule") not in RULES:
        fault("scoring.rule", scoring.get("rule"), f"one of {', '.join(RULES)}")
    if scoring.get("maximum") is not None and not (
        isinstance(scoring["maximum"], int) and scoring["maximum"] > 0
    ):
        fault("scoring.maximum", scoring["maximum"], "a whole number from 1, or null")
    if scoring.get("rule") == "criteria_met" and scoring.get("maximum") is None:
        fault("scoring.maximum", None, "the most points there are")
    return found
