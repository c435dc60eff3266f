"""Covidence: its lists of references (review_123_included_csv_....csv and others) and its export of extracted data.

A list of references is what Covidence has at one place of the review; who voted how is in none of its exports. So a list gives
one decision a record, by consensus: the one that its name tells (`LISTS`), or the one named. A list of what is still to be
screened gives records alone. An exclusion's reason stands in Notes, as "Exclusion reason: ...;".

The export of extracted data has one row a reviewer and study, and the questions of the review as its headings. What has been
extracted was included in full text, and that is one decision by consensus: that a person extracted a study is no vote of
theirs. The answers to the questions are left in the file, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from reviewbook.files.wording import letters, one_line
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.imports import decisions
from reviewbook.selection.imports.bibliography import Export, joined
from reviewbook.selection.imports.columns import chosen, record
from reviewbook.selection.imports.decision_sheet import Sheet, missing_column
from reviewbook.selection.imports.decision_words import REASON, read_answer, stage_name
from reviewbook.selection.imports.decisions import require

KEY = "covidence"  # "Covidence #", as `letters` writes it
# What the name of a list tells: stage and decision; a list to be screened has no decision yet.
LISTS = {
    "included": ("full_text", "include"),
    "extraction": ("full_text", "include"),
    "excluded": ("full_text", "exclude"),
    "irrelevant": ("title_abstract", "exclude"),
    "select": ("title_abstract", "include"),
    "screen": ("title_abstract", ""),
}
LISTED = re.compile(rf"(?<![a-z])({'|'.join(LISTS)})(?![a-z])")
EXTRACTION = ("reviewername", "studyid")  # columns that the export of extracted data has, and no list
# What describes a study there; every other heading is a question of the review, whatever it is called.
DESCRIBES = (
    "covidence",
    "title",
    "authors",
    "author",
    "publicationdate",
    "publicationyear",
    "publishedyear",
    "year",
    "journal",
    "doi",
    "volume",
    "issue",
    "pages",
)
SHORT_DATE = re.compile(r"[A-Za-z]{3}-(\d\d)")
NEAR = 10  # years: further apart, date and name do not belong together


def read(file: Path, *, stage: str | None = None, decision: str | None = None) -> Export:
    """The records of a file of Covidence, and the decision by consensus that it stands for.

    Parameters
    ----------
    stage, decision : of a list; default: what its name tells.

    Raises
    ------
    ReviewProblems: DECI-003 (no column "Covidence #"), DECI-004 (neither the name of the list nor an option says what was
    decided), or those of a file that cannot be read.
    """
    given = Sheet(file)
    plain = {letters(name): name for name in reversed(given.header)}
    if KEY not in plain:
        raise missing_column(file, given, 'a column "Covidence #"')
    extracted = all(name in plain for name in EXTRACTION)
    stage, answer = _decided(file, "extraction" if extracted else file.name, stage=stage, decision=decision)
    if extracted:
        describing = [plain[name] for name in DESCRIBES if name in plain]
    else:
        describing = [name for name in given.header if letters(name) not in ("notes", "tags", "study")]
    columns = chosen(describing) | {"source_key": [plain[KEY]]}
    told_apart = [name for name in given.header if name not in describing]
    rows, seen = [], set()
    for line, cells, raw in given:
        key = one_line(cells[plain[KEY]]).lstrip("#")
        if not key:
            given.found.broken(line, raw, "no Covidence number")
            continue
        if key in seen:  # another reviewer's row of the same study
            given.found.entries += 1
            for name in told_apart:
                if cells[name]:
                    given.found.leave(name)
            continue
        seen.add(key)
        own = {
            name: cell for name, cell in cells.items() if extracted or letters(name) not in ("notes", "tags")
        }
        if extracted:
            own |= _dated(own, plain)
        given.found.add(record(own, columns, given.found, line) | {"source_key": key}, line=line, raw=raw)
        if answer:
            row = {"source_key": key, "reviewer": "consensus", "stage": stage, "decision": answer}
            row |= {"locator": f"{file.name}, line {line}"}
            rows.append(row if extracted else row | _said(cells, plain, answer))
    return decisions.export(given.found, decisions.as_table(rows), encoding=given.encoding)


def _decided(file: Path, name: str, *, stage: str | None, decision: str | None) -> tuple[str, str]:
    told = LISTED.search(name.casefold())
    own_stage, own_answer = LISTS[told[1]] if told else ("", None)
    if decision is not None:
        own_answer, _ = read_answer(decision, three_valued=False)
        if not own_answer:
            wanted = "one of include, exclude, maybe"
            raise ReviewProblems([Problem("DECI-004", "--decision", quote(decision), wanted)])
    if own_answer is None:
        wanted = "--decision, or a file name that tells the list: " + ", ".join(LISTS)
        raise ReviewProblems([Problem("DECI-004", file.name, "no decision", wanted)])
    require(file, [] if stage or own_stage else ["--stage"])
    return stage_name(stage or own_stage), own_answer


def _dated(cells: Mapping[str, str], plain: Mapping[str, str]) -> dict[str, str]:
    """The year of a date such as "May-19", its century from that of "Zhou 2019": spreadsheets write dates so."""
    column = plain.get("publicationdate", "")
    short = SHORT_DATE.fullmatch(cells.get(column, ""))
    named = re.search(r"\b(?:19|20)\d\d\b", cells[plain["studyid"]])
    if not (short and named):
        return {}
    near = range(int(named[0]) - NEAR, int(named[0]) + NEAR)
    year = next((year for year in near if f"{year}"[2:] == short[1]), None)
    return {column: str(year)} if year else {}


def _said(cells: Mapping[str, str], plain: Mapping[str, str], answer: str) -> dict[str, str]:
    """Reasons, notes and tags of a reference; a reason counts where the decision is to exclude, else it stays in the note."""
    notes, tags = (cells[plain[name]] if name in plain else "" for name in ("notes", "tags"))
    out = {}
    if answer == "exclude":
        first, *others = [one_line(reason) for reason in REASON.findall(notes)] or [""]
        out = {"reason": first, "other_reasons": joined(others)}
        notes = REASON.sub("", notes)
    words = joined(re.split(r"[;,]", tags)).replace("; ", ", ")
    return out | {"note": joined([one_line(notes).strip(" ;"), f"tags: {words}" if words else ""])}
