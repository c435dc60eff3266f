"""The reports of a review and its bibliography, as an import finds them that adds to both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewbook.files.ledger import Table
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports.bibtex import plain

# Columns of a table that is made: those that are known. The others come when somebody charts them.
COLUMNS = {
    "reports": ["report_id", "year", "year_basis", "doi", "locator"],
    "studies": ["study_id", "label", "locator"],
    "report_studies": ["report_id", "study_id", "locator"],
}
LINK = "record_id"  # of reports that are made of records: the second column
RECOGNISED_BY = ("doi", "title", "year")


def table(folder: Path, name: str, *, linked: bool = False) -> Table:
    """A table of the review; of one that is not there, the columns that are filled, reports ``linked`` to records with `LINK`."""
    if name not in COLUMNS or (folder / f"{name}.csv").is_file():
        return Table.read(folder, name)
    key, *others = COLUMNS[name]
    return Table(name, [key, *([LINK] if linked and name == "reports" else []), *others], [])


def bibliography(file: Path) -> tuple[str, Mapping[str, Any]]:
    """The text of a bibliography and its entries; both empty where it is not there.

    Raises
    ------
    ReviewProblems (CITE-001) where it is no BibTeX file.
    """
    from pybtex.database import PybtexError, parse_string

    if file.suffix.lower() != ".bib":
        found = quote(file.suffix)
        raise ReviewProblems(
            [Problem("CITE-001", file.name, found, "a BibTeX file, whose name ends with .bib")]
        )
    if not file.is_file():
        return "", {}
    try:
        text = file.read_bytes().decode("utf-8")
        return text, dict(parse_string(text, "bibtex").entries)
    except (PybtexError, UnicodeDecodeError) as error:
        raise ReviewProblems(
            [Problem("CITE-001", file.name, quote(error), "a BibTeX file in UTF-8")]
        ) from None


def there(
    reports: Sequence[Mapping[str, str]],
    cited: Mapping[str, Any],
    further: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, dict[str, str]]:
    """What is known of each report and each entry, by its key, as rows of a list of records: the table's first, then the entry's.

    Parameters
    ----------
    cited : the entries of the bibliography (pybtex), by key.
    further : by report, what completes both.
    """
    rows: dict[str, Mapping[str, str]] = {key: {} for key in cited} | {
        row["report_id"]: row for row in reports
    }
    found = {}
    for key, row in rows.items():
        fields = {name: plain(text) for name, text in cited[key].fields.items()} if key in cited else {}
        told = (row, fields, (further or {}).get(key, {}))
        known = {
            name: next((one[name] for one in told if one.get(name) and one[name] not in NOTHING), "")
            for name in RECOGNISED_BY
        }
        found[key] = {"record_id": key, **known}
    return found
