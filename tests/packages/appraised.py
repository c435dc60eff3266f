"""What the tests of several readers of appraisal answers use."""

import tempfile
from pathlib import Path

from reviewbook.appraisal.imports import answers
from reviewbook.appraisal.instruments import tool

M2011, M2018, ROB = "mmat-2011", "mmat-2018", "rob-2"
QUAL, RCT, NON = "qualitative", "quantitative_randomised", "quantitative_nonrandomised"
DESC, MIXED = "quantitative_descriptive", "mixed_methods"
NOBODY = answers.APPRAISER


def read(table: str | bytes, name: str = M2018, **options) -> answers.Answers:
    """A table written in a test, read as a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.csv"
        file.write_bytes(table if isinstance(table, bytes) else table.encode())
        return answers.read(file, tool=tool(name), name=name, **options)


def given_answers(found: answers.Answers) -> list[tuple]:
    """Report, criterion and answer of each row, with the appraiser where somebody is named."""
    rows = found.appraisals[["report_id", "criterion", "answer", "appraiser"]].itertuples(
        index=False, name=None
    )
    return [row[:3] if row[3] == NOBODY else row for row in rows]


def told(found: answers.Answers) -> list[tuple]:
    return [(p.code, p.row, p.field, p.found) for p in found.problems]


def rated(found: answers.Answers) -> list[tuple]:
    rows = found.scores[["report_id", "category", "value", "of", "unit"]].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).itertuples(index=False, name=None)]
