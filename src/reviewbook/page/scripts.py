"""Data as scripts that pages load on demand."""

from __future__ import annotations

import json
from typing import Any


def script(name: str, data: Any) -> bytes:
    """Data as a script of one statement, which `reviewbook.load` of page.js reads also from a disk."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for unsafe, safe in (("</", "<\\/"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(unsafe, safe)
    return f"reviewbook.data[{json.dumps(name)}]={text};\n".encode()
