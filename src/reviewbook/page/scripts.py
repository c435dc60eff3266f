"""Data as scripts that pages load on demand."""

from __future__ import annotations

from typing import Any

from reviewbook.page.escape import json_in_script


def script(name: str, data: Any) -> bytes:
    """Data as a script of one statement, which `reviewbook.load` of page.js reads also from a disk."""
    return f"reviewbook.data[{json_in_script(name)}]={json_in_script(data)};\n".encode()
