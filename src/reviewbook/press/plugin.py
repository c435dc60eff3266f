"""What papermill finds by its entry point: the engine, loaded when a notebook is run, as it needs papermill itself."""

from __future__ import annotations

from typing import Any


class _Engine:
    """`reviewbook.press.engine.WarmEngine`, once something is asked of it."""

    def __getattr__(self, name: str) -> Any:
        from reviewbook.press.engine import WarmEngine

        return getattr(WarmEngine, name)


ENGINE = _Engine()
