"""Decisions of reviewers written in a test, one letter a decision."""

import pandas as pd
import pytest

from packages import table

COLUMNS = "record_id reviewer stage decision reason turn decided_at"
TITLE, FULL = "title", "full_text"
LETTERS = {"i": "include", "e": "exclude", "m": "maybe", "w": "withdrawn"}


def close(value, wanted):
    assert value == pytest.approx(wanted, abs=1e-9)


def judged(words: str, *, stage: str = TITLE) -> pd.DataFrame:
    """Decisions of reviewers A, B, C ...: one word a record, one letter a reviewer (i, e, m, w; - for none)."""
    rows = [
        (f"R{record}", reviewer, stage, LETTERS[letter], None, None, None)
        for record, letters in enumerate(words.split())
        for reviewer, letter in zip("ABCDE", letters, strict=False)
        if letter != "-"
    ]
    return table(COLUMNS, *rows)


def crossed(counts: list[list[int]]) -> pd.DataFrame:
    """Decisions of A (down) and B (across) with so many records in each cell of their table."""
    words = [
        f"{a}{b} " * n
        for a, row in zip("iem", counts, strict=False)
        for b, n in zip("iem", row, strict=False)
    ]
    return judged("".join(words))
