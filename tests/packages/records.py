"""Records and merges written in a test: a blank record with the cells given, an article with all of them, and what is judged of pairs."""

import pandas as pd

from packages import table
from reviewbook.review.dictionary import schema
from reviewbook.selection import candidates

MERGES = " ".join(candidates.COLUMNS)
TRIAL = "Peer support for adults with psychosis: a randomised trial"


def records(*rows: dict) -> pd.DataFrame:
    """Records with these cells and an identifier R1, R2 ...; all other cells are blank."""
    names = [field["name"] for field in schema("records")["fields"]]
    given = [{"record_id": f"R{at}"} | row for at, row in enumerate(rows, 1)]
    frame = pd.DataFrame(given, columns=names, dtype="object")
    return frame.astype({name: "Int64" if name == "year" else "string" for name in names})


def article(**cells) -> dict:
    return {
        "title": TRIAL,
        "authors": "Berg, A.; Dahl, K.",
        "year": 2019,
        "journal": "Journal of Mental Health",
        "volume": "28",
        "issue": "3",
        "pages": "101-110",
    } | cells


def merges(*rows: tuple) -> pd.DataFrame:
    """Rows of merges as (record_id, duplicate_of, status); the rest is of no matter here."""
    return table(MERGES, *[(a, b, status, "person", "the same trial", None) for a, b, status in rows])


def judged(*rows: dict, **options) -> list[tuple]:
    found = candidates.candidates(records(*rows), **options)
    return [tuple(row) for row in found[["record_id", "duplicate_of", "status"]].to_numpy()]
