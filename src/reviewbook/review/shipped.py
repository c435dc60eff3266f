"""YAML that is part of the library, read. What authors write is read with more care: `reviewbook.review.authored`."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read(file: Path) -> Any:
    """What a YAML file of the library says."""
    import yaml  # brings more than a command needs that reads none

    # libyaml reads ten times as fast; PyYAML can be built without it.
    return yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
