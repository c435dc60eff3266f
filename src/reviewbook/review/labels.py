"""Coded words as readers see them."""

from __future__ import annotations

LABELS = {
    "mixed_methods": "Mixed methods",
    "quantitative_nonrandomised": "Quantitative, non-randomised",
    "quantitative_randomised": "Quantitative, randomised",
    "quantitative_descriptive": "Quantitative, descriptive",
    "web_and_mobile": "Web and mobile device",
    "web": "Web",
    "mobile": "Mobile device",
    "points_of_4": "points of 4",
    "points_of_5": "points of 5",
    "percent": "%",
    "title_abstract": "Title and abstract",
    "service_user_and_worker": "Service user and worker",
}


def label(value: object) -> str:
    """A coded word as readers see it: "usual_worker" -> "Usual worker"."""
    text = LABELS.get(str(value), str(value).replace("_", " "))
    return text[:1].upper() + text[1:]
