"""Appraisal tools and checklists as data: identifiers, labels in our own words, answers, scoring rule, version, source."""

from __future__ import annotations

import functools
from importlib import resources

import yaml


@functools.cache
def instrument(name: str) -> dict:
    """An instrument's data file as a dict (must not be changed): "mmat-2011", "mmat-2018", "tidier", "prisma-scr"."""
    return yaml.safe_load(resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
