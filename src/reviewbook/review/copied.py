"""Whether what datapackage.json says of a review is that of another: most begin as a copy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reviewbook.review.model import Review
from reviewbook.review.problems import Problem, quote

ITS_OWN = ("title", "description", "questions", "answers")  # properties in which no two reviews are alike


def copied(r: Review) -> list[Problem]:
    """A notice for each property that a review in a folder beside this one has in the same words (PACK-011)."""
    found = []
    for other in sorted(r.path.parent.glob("*/datapackage.json")):
        if other.parent == r.path:
            continue
        theirs = described(other)
        for name in ITS_OWN:
            own = r.package.get(name)
            if own and own == theirs.get(name):
                seen = f"{quote(own if isinstance(own, str) else own[0])}, as in {other.parent.name}"
                found.append(
                    Problem("PACK-011", "datapackage.json", seen, f"the {name} of this review", field=name)
                )
    return found


def described(file: Path) -> Mapping[str, Any]:
    """What a datapackage.json says; nothing where it cannot be read, which the check of its own review says."""
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return package if isinstance(package, dict) else {}
