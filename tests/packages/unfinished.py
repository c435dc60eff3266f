"""A review while somebody is typing its reports: the table half typed, or broken altogether."""

import pytest

from packages import SYNTHETIC, copied

# What the file is then, given what it was.
STATES = {
    "half typed": lambda data: data + b"Half2022,hal",
    "other columns": lambda data: data.replace(b"year,", b"when,", 1),
    "no text": lambda data: b"\xff\xfe\x00" + data,
    "empty": lambda data: b"",
}
UNFINISHED = pytest.mark.parametrize("state", STATES)


def typing(state: str, to):
    """The synthetic review, its table of reports in one of these states."""
    folder = copied(SYNTHETIC, to)
    file = folder / "reports.csv"
    file.write_bytes(STATES[state](file.read_bytes()))
    return folder
