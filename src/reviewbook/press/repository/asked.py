"""What is asked of those who begin a review, and whether the answers can be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from reviewbook.appraisal.instruments import appraisal_tools
from reviewbook.files.ledger import identifier
from reviewbook.page.escape import address, one_line
from reviewbook.review.names import TAKEN, unfit
from reviewbook.review.nouns import FORM
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.standing import several_in_one

CODE = "REPO-002"
# The elements of a question, by the framework that it is asked in; each as it is written before its answer.
FRAMEWORKS: Mapping[str, tuple[str, ...]] = {
    "pcc": ("population", "concept", "context"),
    "pico": ("population", "intervention", "comparison", "outcome"),
}
ELEMENTS = tuple(dict.fromkeys(name for names in FRAMEWORKS.values() for name in names))
# The parts that a review may have, and those of each kind of review where nothing is said.
PARTS = ("screening", "appraisal", "interventions", "themes", "results")
KINDS: Mapping[str, tuple[str, ...]] = {
    "scoping": ("screening",),
    "systematic": ("screening", "appraisal", "results"),
}
FRAMEWORK_OF = {"scoping": "pcc", "systematic": "pico"}
TOOL = "mmat-2018"
LICENCES: Mapping[str, tuple[str, str]] = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "CC0-1.0": ("CC0 1.0 Universal", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


@dataclass(frozen=True)
class Asked:
    """What the authors of a new review said.

    Attributes
    ----------
    name : of the folder in data/, made from that of the repository
    description : what the review is about; "" where that was not said
    people : authors, by name
    contact : an address or an e-mail address to which readers write; "" where none was given
    question : as the authors ask it; "" where none was given
    elements : of the question, by `ELEMENTS`; those that were given
    tool : the appraisal tool, where the review appraises
    entity : what the review calls what was delivered: one, several; empty for interventions
    """

    name: str
    title: str
    description: str = ""
    people: tuple[str, ...] = ()
    contact: str = ""
    question: str = ""
    kind: str = "scoping"
    framework: str = "pcc"
    elements: Mapping[str, str] | None = None
    parts: tuple[str, ...] = ("screening",)
    tool: str = ""
    entity: tuple[str, ...] = ()
    licence: str = "CC-BY-4.0"

    def plain(self) -> dict[str, Any]:
        """All of it as plain data, as `of` reads it again."""
        return asdict(self) | {"elements": dict(self.elements or {})}


def of(said: Mapping[str, Any]) -> Asked:
    """What `Asked.plain` gave; a key that this version does not know is left out."""
    known = {one.name: said[one.name] for one in fields(Asked) if one.name in said}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Asked(**known | lists)


def asked(folder: Path, said: Mapping[str, str | None]) -> Asked:
    """What was said as options or at a terminal, put in order; what was not said is as it is for that kind of review.

    Parameters
    ----------
    folder : of the repository, which the review is named after
    said : texts by the names of `Asked`, and of `ELEMENTS`: ``people`` and ``parts`` parted by semicolons or commas, ``entity``
        as "app/apps"

    Raises
    ------
    ReviewProblems (REPO-002) with every answer that cannot be used.
    """
    given = _given(said)
    problems = list(_problems(given))
    if problems:
        raise ReviewProblems(problems)
    kind = given.get("kind", "scoping").casefold()
    parts = _listed(given["parts"]) if "parts" in given else list(KINDS[kind])
    entity = tuple(part.strip() for part in given.get("entity", "").split("/") if part.strip())
    if "tool" in given and "appraisal" not in parts:
        parts.append("appraisal")
    if entity and "interventions" not in parts:
        parts.append("interventions")
    made = Asked(
        name=_name(folder),
        title=given["title"],
        description=given.get("description", ""),
        people=tuple(part.strip() for part in given.get("people", "").split(";") if part.strip()),
        contact=given.get("contact", ""),
        question=given.get("question", ""),
        kind=kind,
        framework=given.get("framework", FRAMEWORK_OF[kind]).casefold(),
        elements={name: given[name] for name in ELEMENTS if name in given},
        parts=tuple(part for part in PARTS if part in parts),
        entity=entity,
        licence=_licence(given.get("licence", "CC-BY-4.0")),
    )
    return replace(made, tool=given.get("tool", TOOL)) if "appraisal" in made.parts else made


def usual(name: str, said: Mapping[str, str | None]) -> str:
    """What an answer is where nothing is said, after those that were given; "" where it is then left out.

    >>> usual("parts", {"kind": "systematic"})
    'screening, appraisal, results'
    """
    given = _given(said)
    kind = given.get("kind", "scoping").casefold()
    framework = given.get("framework", FRAMEWORK_OF.get(kind, "pcc")).casefold()
    if name == "question":
        return in_words(Asked("", "", framework=framework, elements=given))
    return {
        "kind": kind,
        "framework": framework,
        "parts": ", ".join(KINDS.get(kind, ())),
        "tool": TOOL,
        "entity": "intervention/interventions",
        "licence": Asked.licence,
    }.get(name, "")


def wrong_with(name: str, said: Mapping[str, str | None]) -> Problem | None:
    """Why one of the answers cannot be used; None where it can."""
    return next((one for one in _problems(_given(said)) if one.field == name), None)


def _given(said: Mapping[str, str | None]) -> dict[str, str]:
    return {name: one_line(text) for name, text in said.items() if text is not None and one_line(text)}


def _name(folder: Path) -> str:
    """What the folder of a review is named, after that of its repository; no name that a book or a system keeps for itself."""
    made = identifier(one_line(folder.resolve().name) or "review", ()).replace("_", "-")
    return f"{made}-review" if made in TAKEN or unfit(made) else made


def _problems(given: Mapping[str, str]) -> Iterator[Problem]:
    def wrong(field: str, expected: str) -> Problem:
        return Problem(CODE, "the answers", quote(given[field]), expected, field=field)

    def one_of(
        field: str, known: Mapping[str, Any] | tuple[str, ...], *, folded: bool = True
    ) -> Iterator[Problem]:
        value = given.get(field)
        if value is not None and (value.casefold() if folded else value) not in known:
            yield wrong(field, f"one of {', '.join(known)}")

    if "title" not in given:
        yield Problem(CODE, "the answers", "nothing", "the title of the review", field="title")
    yield from one_of("kind", KINDS)
    yield from one_of("framework", FRAMEWORKS)
    yield from one_of("tool", appraisal_tools())
    if "licence" in given and not _licence(given["licence"]):
        yield wrong("licence", f"one of {', '.join(LICENCES)}")
    if unknown := [part for part in _listed(given.get("parts", "")) if part not in (*PARTS, "none")]:
        yield Problem(
            CODE, "the answers", quote(unknown[0]), f"some of {', '.join(PARTS)}, or none", field="parts"
        )
    kind = given.get("kind", "scoping").casefold()
    framework = given.get("framework", FRAMEWORK_OF.get(kind, "pcc")).casefold()
    for element in ELEMENTS:
        if element in given and framework in FRAMEWORKS and element not in FRAMEWORKS[framework]:
            yield wrong(
                element,
                f"no such element, which {framework.upper()} does not have: it has {', '.join(FRAMEWORKS[framework])}",
            )
    if "entity" in given and not re.fullmatch(rf"{FORM} ?/ ?{FORM}", given["entity"]):
        yield wrong("entity", "one and several, such as app/apps")
    if ";" not in (people := given.get("people", "")) and several_in_one(people):
        yield wrong(
            "people", "names parted by semicolons; one who has such a name, with a semicolon behind it"
        )
    if "contact" in given and not contact(given["contact"]):
        yield wrong("contact", "an e-mail address, or an address that begins with https://")


def contact(text: str) -> dict[str, str]:
    """How readers write to somebody, as datapackage.json says it; empty where the text is no address of either kind."""
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        return {"email": text}
    return {"path": text} if text.startswith(("https://", "http://")) and address(text) else {}


def _listed(text: str) -> list[str]:
    return [part.strip().casefold() for part in re.split("[;,]", text) if part.strip()]


def _licence(text: str) -> str:
    """The name of a licence as `LICENCES` has it; "" where it is none of them."""
    return next((name for name in LICENCES if name.casefold() == text.casefold()), "")


def in_words(one: Asked) -> str:
    """The question of a review: as it was asked, else made of its elements; "" where there is neither.

    >>> in_words(Asked("a", "A", elements={"population": "adults", "concept": "walking"}))
    'What is known about walking, among adults?'
    """
    if one.question:
        return one.question
    said = one.elements or {}
    if one.framework == "pcc" and "concept" in said:
        concept = said["concept"]
        told = [f"among {said['population']}"] if "population" in said else []
        told += [f"in {said['context']}"] if "context" in said else []
        return f"{', '.join([f'What is known about {concept}', *told])}?"
    if one.framework == "pico" and "intervention" in said:
        told = [f"What does {said['intervention']} do"]
        told += [f"for {said['population']}"] if "population" in said else []
        told += [f"compared with {said['comparison']}"] if "comparison" in said else []
        told += [f"as to {said['outcome']}"] if "outcome" in said else []
        return f"{', '.join(told)}?"
    return ""
