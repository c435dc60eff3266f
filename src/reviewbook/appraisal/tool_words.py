"""How an appraisal tool is said, as plain text: what it is for, what may be answered, and how it rates."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reviewbook.review.instruments import CRITERIA_MET, RULES, WORST_DOMAIN


def answers(tool: Mapping) -> str:
    """The answers that it permits, as they are called: "yes, no, can't tell"."""
    return ", ".join(one["label"] for one in tool["answers"].values())


def asked(tool: Mapping) -> int:
    """How many questions it has; 5a and 5b are one, screening questions and an overall judgement are left out."""
    items = [item for block in tool["categories"].values() for item in block["criteria"]]
    overall = tool["scoring"].get("overall")
    return len({re.sub(r"(?<=\d)[a-z]$", "", item) for item in items if item != overall})


def rule(tool: Mapping) -> str:
    """How it rates: "no overall rating", "one point for each criterion that is met, of 4; the lowest block where several are asked"."""
    scoring = tool["scoring"]
    said = RULES[scoring["rule"]]
    if scoring["rule"] == CRITERIA_MET:
        lowest = "; the lowest block where several are asked" if tool["combined"] else ""
        return f"{said}, of {scoring['maximum']}{lowest}"
    if scoring["rule"] == WORST_DOMAIN and scoring.get("decides"):
        unranked = [one["label"] for one in tool["answers"].values() if one.get("rank") is None]
        label = tool["answers"][scoring["decides"]]["label"]
        return (
            f"{said}; open where one has {' or '.join(unranked)}, unless another has {label} or worse"
            if unranked
            else said
        )
    return said


def said(tool: Mapping) -> list[str]:
    """Sentences on a tool for readers of its ratings: what it is for, what its answers mean, how it rates, the caution."""
    lines = [f"It is for {', '.join(tool['designs'])}." if tool["designs"] else ""]
    lines.append(f"It asks {asked(tool)} questions; the answers are: {answers(tool)}.")
    lines += tool["explains"] or [f"It gives {rule(tool)}."]
    return [line for line in [*lines, tool["scoring"]["caution"]] if line]
