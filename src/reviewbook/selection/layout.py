"""The boxes of a flow and their words: a layout (layouts/*.yaml) says which there are, in which order, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.review import shipped
from reviewbook.review.nothing import NOT_APPLICABLE
from reviewbook.review.nouns import MANY, ONE
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import one_of

MAIN = "databases"  # the route of every box that names none
RETRIEVAL = "retrieval"  # the stage of reports that wait to be retrieved
UNLISTED = (
    "unlisted"  # the step of what is not in a list of the included, where there is no more than that list
)
JOINT = {"appraised", "appraisal_removed", "included", "total", "synthesised"}  # after the routes have met
DEFAULT = "prisma-2020"
LAYOUTS = Path(__file__).parent / "layouts"
BESIDE = (
    "loss",
    "gain",
)  # kinds of what stands between two states: what leaves the one, what comes back to it
KINDS = ("state", "overlap", "loss", "gain", "list", "previous", "included", "total", "part")
# What a layout must have, its own or that of the layout which it extends.
PARTS = {"title": str, "phases": list, "units": dict, "routes": dict, "stages": dict, "steps": dict}
PART_IS = {str: "words", list: "a list", dict: "a mapping"}


class Box(NamedTuple):
    """One count of the flow.

    ``status``: reported, counted (from the records), computed (a remainder or a total), not_reported, not_available,
    not_charted (blank).
    ``row`` is its place in the file that it was read from (0: none), ``href`` where its list is, ``contradiction`` what a
    broken sum expects of it (blank: none), ``reported`` what the review reports of a counted box where that is another number.
    ``untold``: its stage or reason is not charted yet, so that nobody knows which of several boxes it is; its count is then
    used for nothing.
    """

    position: int
    route: str
    step: str
    stage: str
    unit: str
    reason: str
    n: int | None
    status: str
    label: str = ""
    href: str = ""
    contradiction: str = ""
    row: int = 0
    untold: bool = False
    reported: int | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it the same box as one counted elsewhere."""
        return self.route, self.step, self.stage, self.unit, self.reason


def headed(
    layout: Mapping[str, Any], *, routes: Mapping[str, str], phases: Mapping[str, str]
) -> dict[str, Any]:
    """The layout with some of its columns and phases called otherwise, by what it calls them.

    >>> headed({"routes": {"a": "A"}, "phases": ["P"], "steps": {"s": {"phase": "P"}}}, routes={"a": "B"}, phases={"P": "Q"})
    {'routes': {'a': 'B'}, 'phases': ['Q'], 'steps': {'s': {'phase': 'Q'}}}
    """
    return {
        **layout,
        "routes": {**layout["routes"], **routes},
        "phases": [phases.get(phase, phase) for phase in layout["phases"]],
        "steps": {
            step: {**own, "phase": phases.get(own["phase"], own["phase"])}
            for step, own in layout["steps"].items()
        },
    }


def in_its_nouns(layout: Mapping[str, Any], pair: tuple[str, str]) -> Mapping[str, Any]:
    """The layout with what a review calls its interventions, unless the layout has a word of its own for them."""
    if layout["units"].get("interventions") != [ONE, MANY]:
        return layout
    return {**layout, "units": {**layout["units"], "interventions": list(pair)}}


def load_layout(name: str | Path = DEFAULT) -> dict[str, Any]:
    """A layout by its name, or from a YAML file: words, routes, phases and steps (see layouts/prisma-2020.yaml).

    Raises
    ------
    ReviewProblems (FLOW-012) where there is no such layout, or it cannot be used.
    """
    from reviewbook.review import authored  # brings yaml, for which a drawing need not wait

    known = sorted(file.stem for file in LAYOUTS.glob("*.yaml"))
    file = LAYOUTS / f"{name}.yaml" if name in known else Path(name)

    def wrong(found: str, expected: str, field: str | None = None) -> ReviewProblems:
        return ReviewProblems([Problem("FLOW-012", file.name, found, expected, field=field)])

    if not file.is_file():
        raise wrong("no such layout", f"{one_of(known, name)}, or a YAML file")
    given = shipped.read(file) if name in known else authored.load(file, code="FLOW-012")
    if not isinstance(given, dict):
        raise wrong("no mapping", "the keys of layouts/prisma-2020.yaml")
    if "extends" not in given and "steps" not in given:
        raise wrong("neither", "extends: prisma-2020, or steps of its own", "extends")
    if given.get("extends", DEFAULT) not in known:
        raise wrong(quote(given["extends"]), one_of(known, given["extends"]), "extends")
    base = load_layout(given["extends"]) if "extends" in given else {}
    layout = base | given
    for part, kind in PARTS.items():
        if not isinstance(layout.get(part), kind):
            found = quote(layout[part]) if layout.get(part) is not None else "nothing"
            raise wrong(found, PART_IS[kind], part)
        if kind is dict and part != "steps":
            layout[part] = base.get(part, {}) | given.get(part, {})
    steps = base.get("steps", {})
    layout["steps"] = steps | {
        step: steps.get(step, {}) | own if isinstance(own, dict) else own
        for step, own in given.get("steps", {}).items()
    }
    faults = list(_layout_faults(layout))
    if faults:
        raise ReviewProblems(
            Problem("FLOW-012", file.name, found, expected, field=field) for field, found, expected in faults
        )
    return layout


def _layout_faults(layout: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the units and steps of a layout: (field, found, expected)."""
    for unit, names in layout["units"].items():
        if not (isinstance(names, list) and len(names) == 2 and all(isinstance(n, str) for n in names)):
            yield f"units.{unit}", quote(names), "one and many, such as [report, reports]"
            return
    for step, own in layout["steps"].items():
        if not isinstance(own, dict):
            yield f"steps.{step}", quote(own), "a mapping"
            continue
        if missing := [key for key in ("kind", "phase", "unit", "label", "said") if key not in own]:
            yield f"steps.{step}", "nothing", ", ".join(missing)
            continue
        for key, allowed in (("kind", KINDS), ("phase", layout["phases"]), ("unit", layout["units"])):
            if not isinstance(own[key], str) or own[key] not in allowed:
                yield f"steps.{step}.{key}", quote(own[key]), f"one of {', '.join(map(str, allowed))}"
        for key in own.keys() & {"label", "said", "head", "brief"}:
            try:
                words(own[key], unit="records", stage="title", layout=layout)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                yield (
                    f"steps.{step}.{key}",
                    quote(own[key]),
                    "words with no more than {unit}, {Unit}, {stage}",
                )


def counted_once(overlap: Box, boxes: Iterable[Box]) -> Box | None:
    """The total of records identified which counts but once what another search found again: that of its stage, else of all.

    None where the searches are only counted each by itself, so that what was found again is in their counts.
    """
    totals = {
        box.stage: box
        for box in boxes
        if box.step == "identified" and box.route == overlap.route and box.reason == NOT_APPLICABLE
    }
    return totals.get(overlap.stage) or totals.get(NOT_APPLICABLE)


def stage_words(stage: str, layout: Mapping[str, Any]) -> str:
    """A stage as it follows a verb: "by title", "in full text"."""
    return layout["stages"].get(stage, f"by {stage.replace('_', ' ')}")


def words(template: str, *, unit: str, stage: str, layout: Mapping[str, Any]) -> str:
    """A label or a clause of the layout with its unit and its stage."""
    if stage == NOT_APPLICABLE:
        template = re.sub(r"\[[^]]*\]", "", template)
    unit = layout["units"].get(unit, [unit, unit])[1]
    said = template.replace("[", "").replace("]", "")
    return said.format(Unit=unit[0].upper() + unit[1:], unit=unit, stage=stage_words(stage, layout))


def label(box: Box, layout: Mapping[str, Any]) -> str:
    """What a box says: its reason where it has one, else its step in the words of the layout."""
    if box.reason != NOT_APPLICABLE:
        return box.reason
    return words(layout["steps"][box.step]["label"], unit=box.unit, stage=box.stage, layout=layout)


def full_label(box: Box, layout: Mapping[str, Any]) -> str:
    """What a box says where nothing stands above it: of a part that needs no total, such as a reviewer, what it is a part of too."""
    step = layout["steps"][box.step]
    if box.reason == NOT_APPLICABLE or step["kind"] not in ("overlap", "gain", "list"):
        return box.label
    return f"{words(step['label'], unit=box.unit, stage=box.stage, layout=layout)}: {box.label or box.reason}"
