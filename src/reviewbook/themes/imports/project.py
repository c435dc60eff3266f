"""Coded material as programs for qualitative data analysis keep it: one shape, whatever file it is read from.

Each module reads the files of one program, or of the exchange format REFI-QDA, into a `Project`; `reviewbook.themes.imports.coded` takes a
project into a review.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pandas as pd

from reviewbook.files.pieces import Left

READERS = {  # format -> its module, whose ``read(files)`` gives a `Project`
    "refi-qda": "refi",
    "taguette": "taguette",
    "qualcoder": "qualcoder",
    "nvivo": "nvivo",
    "maxqda": "maxqda",
}
COLUMNS = {
    "codes": {
        "key": "string",
        "parent": "string",
        "name": "string",
        "description": "string",
        "codable": "boolean",
        "scheme": "string",
        "code_id": "string",
    },
    "documents": {
        "key": "string",
        "name": "string",
        "kind": "string",
        "text": "string",
        "file": "string",
        "document_id": "string",
        "report_id": "string",
        "locator": "string",
    },
    "excerpts": {
        "key": "string",
        "document": "string",
        "start": "Int64",
        "end": "Int64",
        "text": "string",
        "name": "string",
        "place": "string",
        "kind": "string",
        "speaker": "string",
        "page": "string",
        "document_id": "string",
        "locator": "string",
        "direction": "string",
        "basis": "string",
    },
    "codings": {"excerpt": "string", "code": "string", "coder": "string"},
    "relations": {"finding": "string", "excerpt": "string", "relation": "string"},
    "cases": {"name": "string", "document": "string", "excerpt": "string"},
}


def frame(table: str, rows: Iterable[dict] = ()) -> pd.DataFrame:
    """A table of a `Project` from rows, with its columns and types (see `COLUMNS`); what a row lacks is missing."""
    columns = COLUMNS[table]
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)


@dataclass(frozen=True)
class Project:
    """Codes, documents, passages and who coded them.

    Keys are texts that are unique in their table and mean nothing outside the project. Texts are as the program has them. The last
    columns of codes (from ``scheme``), documents (from ``document_id``) and excerpts (from ``kind``), and relations, are those of a
    review's own tables: a project has them where a review was exported to it, else they are missing.

    codes : one row a code, parents and children in the program's order. ``parent`` is a key, missing at the top; ``name`` is the code's
        own name without its parents'; ``codable`` is False for what only groups codes; ``scheme`` and ``code_id`` as in a review.
    documents : one row a document; ``kind`` is text, pdf, picture, audio or video; ``text`` its plain text (missing where there is
        none), ``file`` its name in the archive; ``document_id``, ``report_id`` and ``locator`` as in a review.
    excerpts : one row a passage, once however many codes it has. ``start`` and ``end`` count Unicode characters of the document's
        plain text, the end exclusive (missing where there are none); ``text`` is what stands there, or what the program says stands
        there; ``name`` what the program calls the passage; ``place`` says in words where it is in a page, picture or recording
        ("page 3", "00:01:02 to 00:01:10"). ``kind``, ``speaker``, ``direction``, ``basis``, ``page`` and ``locator`` as in a
        review, words for nothing included; where ``kind`` is there, the row is an excerpt of a review, not a passage of a program.
        ``document_id`` is its document in the review where the project does not hold that document's text.
    codings : one row a code given to a passage by a coder; ``coder`` is a name, missing where the file does not say it.
    cases : one row a document or passage that belongs to a case (a person, a study ...) of that name.
    left : what the file holds and these tables do not.
    relations : one row an excerpt that bears on a finding; both are keys of excerpts, ``relation`` as in the table finding_excerpts.
    """

    origin: str  # program and version, as the file says
    name: str
    codes: pd.DataFrame = field(default_factory=lambda: frame("codes"))
    documents: pd.DataFrame = field(default_factory=lambda: frame("documents"))
    excerpts: pd.DataFrame = field(default_factory=lambda: frame("excerpts"))
    codings: pd.DataFrame = field(default_factory=lambda: frame("codings"))
    cases: pd.DataFrame = field(default_factory=lambda: frame("cases"))
    left: tuple[Left, ...] = ()
    relations: pd.DataFrame = field(default_factory=lambda: frame("relations"))


def read(files: Sequence[Path], format: str) -> Project:
    """A project from the files of a program.

    Parameters
    ----------
    format : one of `READERS`

    Raises
    ------
    ReviewProblems naming everything that makes the files unreadable or unsafe.
    """
    return import_module(f"reviewbook.themes.imports.{READERS[format]}").read(files)
