"""Which options of an import of features go together."""

from __future__ import annotations

from collections.abc import Mapping

from reviewbook.review.problems import Problem, quote


def without_about(given: Mapping[str, object]) -> list[Problem]:
    """The options that are of answers alone, where the features are those of interventions (IMPT-005)."""
    expected = "no such option without --about, as features of interventions have no charter"
    of_answers = () if "about" in given else ("charter", "keep-names")
    return [
        Problem("IMPT-005", f"--{name}", quote(given[name]), expected) for name in of_answers if name in given
    ]
