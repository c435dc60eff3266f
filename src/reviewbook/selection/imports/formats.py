"""The formats of records and decisions that are taken in: what each is called, what it holds, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from reviewbook.files import formats

DECIDED = ("stage", "reviewer", "decision", "words")
SAID = (*DECIDED, "columns")  # options that a reader may take under their own names


@dataclass(frozen=True)
class Format(formats.Format):
    """One format: its reader is imported only when it is used."""

    reads: str = ""  # module of the reader
    together: bool = False  # one reading of all files, as articles and log belong together
    decisions: bool = False  # holds decisions; else an export of records alone
    by_heading: bool = False  # its fields are named freely, so that --columns can say which is which
    needs_records: bool = False  # of decisions: without a source, each of its records must be in the review

    @property
    def reader(self) -> Callable:
        return import_module(f"reviewbook.selection.imports.{self.reads}").read

    @property
    def said(self) -> tuple[str, ...]:
        """The options that its reader takes."""
        names = SAID if self.by_heading else DECIDED
        return tuple(name for name in names if name in self.options)


def _format(
    name: str,
    reads: str,
    says: str,
    endings: str,
    *said: str,
    together: bool = False,
    decisions: bool = False,
    by_heading: bool = False,
    needs_records: bool = False,
) -> Format:
    own = said if decisions else (*said, "columns")
    options = {"source": "source_id", "keep-names": "keep_names"} | {option: option for option in own}
    store = "reviewbook.selection.imports.store"
    return Format(
        name,
        says,
        endings,
        store,
        options,
        tells=True,
        reads=reads,
        together=together,
        decisions=decisions,
        by_heading=by_heading,
        needs_records=needs_records,
    )


def _decisions(
    name: str,
    reads: str,
    says: str,
    endings: str,
    *said: str,
    needs_records: bool = True,
    together: bool = False,
) -> Format:
    return _format(
        name,
        reads,
        says,
        endings,
        *said,
        "consensus",
        decisions=True,
        needs_records=needs_records,
        together=together,
    )


FORMATS = formats.named(
    (
        _format("ris", "ris", "RIS: Ovid, Scopus, Embase, Zotero, EndNote and others", ".ris, .txt"),
        _format("nbib", "nbib", "PubMed or MEDLINE, also ERIC", ".nbib, .txt"),
        _format("bibtex", "bibtex", "BibTeX", ".bib", by_heading=True),
        _format("ciw", "ciw", "Web of Science, tagged", ".ciw, .txt"),
        _format("endnote-xml", "endnote", "EndNote XML", ".xml"),
        _format("enw", "enw", "EndNote's tagged format, also Google Scholar's", ".enw"),
        _format("refworks", "refworks", "RefWorks, tagged", ".txt"),
        _format(
            "csv", "table", "a table of records with a header row", ".csv, .tsv, .txt, .xlsx", by_heading=True
        ),
        _format(
            "yaml",
            "listing",
            "a list of records in YAML or JSON, also CSL JSON of Zotero",
            ".yaml, .json",
            by_heading=True,
        ),
        _decisions(
            "rayyan",
            "rayyan",
            "Rayyan: articles and customizations_log, given together",
            ".bib, .csv, .ris",
            "stage",
            together=True,
        ),
        _decisions("covidence", "covidence", "Covidence", ".csv", "stage", "decision"),
        _decisions("asreview", "asreview", "ASReview", ".csv, .ris", "stage", "reviewer"),
        _decisions(
            "decisions",
            "decisions",
            "a plain table of decisions; with --decision, a list of records in any of the formats above",
            ".csv, .xlsx, .yaml, .json; a list also .ris, .bib and others",
            *DECIDED,
            needs_records=False,
        ),
    )
)
