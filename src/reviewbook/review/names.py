"""Names that become names of files: which of them some system cannot have."""

from __future__ import annotations

import re

LONGEST = 100  # characters; with an ending and folders around it, a name still fits every system
# Windows keeps these for devices, with any ending.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
# Names in _build that are not a review's.
TAKEN = ("html", "run", "press")
_SIGNS = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')


def unfit(name: str) -> str:
    """Why no file can have this name on every system, in words; "" where it can.

    Examples
    --------
    >>> unfit("aux.2019")
    'a name that Windows keeps for a device'
    >>> unfit("Doe2019")
    ''
    """
    if len(name) > LONGEST:
        return f"a name of {len(name):,} characters"
    if not name.strip() or name != name.strip():
        return "a name with a blank at an end"
    if sign := _SIGNS.search(name):
        return f"a name with the sign {sign[0]!r}"
    if name.startswith(".") or name.endswith("."):
        return "a name with a point at an end"
    if name.partition(".")[0].lower() in _DEVICES:
        return "a name that Windows keeps for a device"
    return ""
