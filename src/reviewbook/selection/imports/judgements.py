"""What reviewers decided, from files of any format that holds it, for agreement without a review.

Every answer must be understood here: a word that is none would leave its record out of the comparison in silence.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewbook.files.pieces import Piece
from reviewbook.files.signs import sight
from reviewbook.files.wording import letters
from reviewbook.review.cells import uncollected
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.suggest import one_of
from reviewbook.selection.imports import asreview, columns, covidence, decision_words, decisions, rayyan
from reviewbook.selection.imports.bibliography import Export
from reviewbook.selection.imports.decision_rows import OF, TWICE
from reviewbook.selection.imports.decision_sheet import BESIDE, Sheet
from reviewbook.selection.imports.decision_words import stage_name
from reviewbook.selection.imports.decisions import settled_by

if TYPE_CHECKING:
    import pandas as pd

STAGE = "screening"  # where neither the file nor the person names one


@uncollected()
def gather(
    files: Sequence[Path],
    *,
    format: str = "auto",
    stage: str | None = None,
    words: str | None = None,
    consensus: str | None = None,
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The decisions of files, together.

    Parameters
    ----------
    format : "auto" (each file is known by its columns), "long", "wide", "rayyan", "asreview" or "covidence".
    stage : the stage of files that name none; of files that do, the one stage to keep.
    words : what answers of plain tables stand for, as in "1=include,2=exclude".
    consensus : the reviewer whose decisions settle.

    Returns
    -------
    DataFrame, one row a decision: the columns of table decisions, ``record_id`` being the key that the file has; plain tables
        without locators, which nobody asks for here
    dict: of each plain table, the columns that were left in it

    Raises
    ------
    ReviewProblems with every answer that is not understood (DECI-002) and every file that cannot be read.
    """
    opened: dict[Path, Sheet] = {}
    known = {file: _kind(file, opened) if format == "auto" else format for file in files}
    exports: list[tuple[Path, Export]] = []
    owners: dict[str, Path] = {}  # files that have the name of a reviewer
    wrong: list[Problem] = []
    together = [file for file, kind in known.items() if kind == "rayyan"]
    for group in [together] * bool(together) + [[file] for file, kind in known.items() if kind != "rayyan"]:
        try:
            export, owner = _read(
                group, known[group[0]], opened, stage=stage, words=words, alone=len(files) == 1
            )
            exports.append((group[0], export))
            if owner and owners.setdefault(owner, group[0]) != group[0]:
                wrong.append(_one_name(group[0], owners[owner]))
        except ReviewProblems as unread:
            wrong += unread.problems
    wrong += [
        _problem(file.name, piece)
        for file, export in exports
        for piece in export.set_aside
        if _matters(piece)
    ]
    if wrong:
        raise ReviewProblems(dict.fromkeys(wrong))
    plain = ("table", "long", "wide")
    left = {file.name: list(export.left) for file, export in exports if export.left and known[file] in plain}
    rows = _joined([export for _, export in exports], stage)
    if consensus is not None:
        rows = settled_by(rows, consensus, file=", ".join(file.name for file in files))
    return rows, left


def kept(
    files: Sequence[Path], *, records: Path | None = None, stage: str | None = None, universe: str = "records"
) -> pd.DataFrame:
    """The decisions that lists of kept records stand for: one list a reviewer, whose name is that of the file.

    Parameters
    ----------
    records : all records that were judged: those that a list does not hold were excluded by its reviewer.
    stage : default: screening.
    universe : {"records", "union"}
        "union": the records judged are taken to be those that somebody kept; ``records`` is not needed then.

    Returns
    -------
    DataFrame, one row a decision: record_id, reviewer, decision, stage

    Raises
    ------
    ReviewProblems: DECI-005 where a kept record is not among the records, DECI-004 where all records are needed and not given, or
    those of a file that cannot be read.
    """
    import pandas as pd

    if universe == "records" and records is None:
        raise ReviewProblems(
            [Problem("DECI-004", "--kept-of", "nothing", "the file of all records that were judged")]
        )
    stage = stage or STAGE
    lists: dict[str, tuple[Path, list[str]]] = {}
    wrong: list[Problem] = []
    for file in files:
        try:
            listed = decisions.read(file, stage=stage, reviewer=file.stem, decision="include")
            if file.stem in lists:
                wrong.append(_one_name(file, lists[file.stem][0]))
            lists[file.stem] = (file, _judged(listed))
        except ReviewProblems as unread:
            wrong += unread.problems
    judged = list(dict.fromkeys(key for _, keys in lists.values() for key in keys))
    if universe == "records" and records is not None:
        try:
            every = _judged(decisions.read(records, stage=stage, reviewer="all", decision="include"))
        except ReviewProblems as unread:
            raise ReviewProblems(wrong + unread.problems) from None
        there = set(every)
        for file, keys in lists.values():
            if missing := [key for key in keys if key not in there]:
                found = f"{len(missing)} of {len(keys)} kept records that are not in {records.name}, such as {quote(missing[0])}"
                wrong.append(Problem("DECI-005", file.name, found, f"records of {records.name}"))
        judged = every
    if wrong:
        raise ReviewProblems(wrong)
    rows = [
        pd.DataFrame({"record_id": judged, "reviewer": who, "decision": "exclude"}).assign(
            decision=lambda own, keys=frozenset(keys): own["decision"].mask(
                own["record_id"].isin(keys), "include"
            )
        )
        for who, (_, keys) in lists.items()
    ]
    return pd.concat(rows, ignore_index=True).assign(stage=stage_name(stage)).astype("string")


def _kind(file: Path, opened: dict[Path, Sheet]) -> str:
    """The format of a file, by what it looks like; what cannot be read is left for the reader to say.

    A plain table comes into ``opened``: to open a large one takes long.
    """
    given = None
    try:
        with contextlib.suppress(ReviewProblems):
            given = Sheet(file)
        text = given.text if given else read_text(file)[0]
    except ReviewProblems:
        return "table"
    if (seen := sight(text.lstrip()[:2000])) in ("bibtex", "ris"):
        return "rayyan" if seen == "bibtex" or "RAYYAN-" in text else "asreview"
    if given is None:
        return "table"
    names = {letters(name) for name in given.header}
    notes = next((name for name in given.header if letters(name) in ("notes", "note")), None)
    noted = given.told.columns[notes].cells if notes else []
    if names >= rayyan.LOG or any("RAYYAN-" in cell for cell in noted):
        return "rayyan"
    if covidence.KEY in names:
        return "covidence"
    if any(name.startswith("asreview") for name in names):
        return "asreview"
    opened[file] = given
    return "table"


def _read(
    files: list[Path],
    kind: str,
    opened: dict[Path, Sheet],
    *,
    stage: str | None,
    words: str | None,
    alone: bool,
) -> tuple[Export, str | None]:
    """What the files hold and, where a file has the name of its reviewer, that name."""
    file, *_ = files
    if kind == "rayyan":
        return rayyan.read(files, stage=stage), None
    if kind == "covidence":
        return covidence.read(file, stage=stage), None
    if kind == "asreview":
        export = asreview.read(file, stage=stage, reviewer=file.stem)
        assert export.decisions is not None  # ASReview's file holds them
        return export, file.stem if set(export.decisions["reviewer"]) == {file.stem} else None
    layout = kind if kind in ("long", "wide") else None
    try:
        sheet = opened.pop(file, None)
        return decisions.read(
            file, stage=stage, words=words, otherwise=STAGE, layout=layout, given=sheet, located=False
        ), None
    except ReviewProblems as unread:
        # Of several files, each may be that of one reviewer: the file has the name.
        if alone or not all(problem.found.startswith("no reviewer") for problem in unread.problems):
            raise
    export = decisions.read(
        file, stage=stage, reviewer=file.stem, words=words, otherwise=STAGE, layout=layout, located=False
    )
    return export, file.stem


def _judged(export: Export) -> list[str]:
    """The records that a plain table or list has decisions on, each once."""
    assert export.decisions is not None  # such a file holds nothing else
    return list(dict.fromkeys(export.decisions["source_key"]))


def _one_name(file: Path, other: Path) -> Problem:
    return Problem(
        "DECI-004", str(file), f"the reviewer {quote(file.stem)}, as {other}", "one file a reviewer"
    )


def _matters(piece: Piece) -> bool:
    """Whether a piece may be a decision, or takes something of one away; what describes the record does not matter here."""
    # Whatever the column is called: "AB" may be initials.
    if piece.why in (decision_words.NOT_A_WORD, TWICE):
        return True
    return piece.why not in BESIDE.values() and letters(piece.field) not in columns.COLUMN


def _problem(name: str, piece: Piece) -> Problem:
    field = None if piece.field == "not_applicable" else piece.field
    name = getattr(piece, "file", name)
    return Problem("DECI-002", name, quote(piece.found), _expected(piece.why), row=piece.line, field=field)


def _expected(why: str) -> str:
    if why == decision_words.NOT_A_WORD:
        return "include, exclude, maybe or withdrawn, or one of their synonyms"
    return f"a decision that can be read ({why})"


def _by_record(export: Export) -> pd.DataFrame:
    """The decisions of an export by record_id: the key that the file has, and what tells apart where it is none or of several."""
    assert export.decisions is not None  # every reader here gives them
    rows = export.decisions.rename(columns={"source_key": "record_id"}).drop(columns=OF)
    of, records = export.decisions[OF], export.records
    if records is None or of.isna().all():
        return rows
    told = records["doi"].fillna(records["title"])
    several = records["source_key"].isna() | records["source_key"].duplicated(keep=False)
    names = records["source_key"].mask(several, records["source_key"].str.cat(told, sep=": ").fillna(told))
    again = names.groupby(names).cumcount() + 1
    names = names.mask(again > 1, names.str.cat(again.astype("string").radd(" (").add(")")))
    own = of.map(names, na_action="ignore")
    return rows.assign(record_id=own.fillna(rows["record_id"]).astype("string"))


def _joined(exports: list[Export], stage: str | None) -> pd.DataFrame:
    import pandas as pd

    rows = pd.concat(list(map(_by_record, exports)), ignore_index=True)
    numbers, turns = pd.factorize(rows["turn"])
    turns = pd.array(pd.to_numeric(turns), dtype="Int64")
    rows["turn"] = turns.take(numbers, allow_fill=True)
    if stage is None:
        return rows
    kept = rows[rows["stage"] == stage_name(stage)].reset_index(drop=True)
    if kept.empty and len(rows):
        raise ReviewProblems(
            [Problem("DECI-004", "--stage", quote(stage), one_of(rows["stage"].unique(), stage))]
        )
    return kept


def require_pairs(compared: pd.DataFrame, rows: pd.DataFrame, files: Sequence[Path]) -> None:
    """Nothing, where two reviewers judged a record in common.

    Raises
    ------
    ReviewProblems (AGRE-002) that says who judged how many records.
    """
    if len(compared):
        return
    judged = rows[rows["reviewer"] != "consensus"].groupby("reviewer")["record_id"].nunique().head(10)
    found = "; ".join(f"{who}: {n} record{'' if n == 1 else 's'}" for who, n in judged.items())
    found = found or "no decision of a single reviewer"
    wanted = "records that two reviewers judged at one stage"
    raise ReviewProblems([Problem("AGRE-002", ", ".join(file.name for file in files), found, wanted)])


def check_outputs(outputs: Sequence[Path | None], inputs: Sequence[Path | None]) -> None:
    """Nothing, where each file to write is one of its own.

    Raises
    ------
    ReviewProblems (PACK-006) where writing would overwrite a file that is read, or another that is written.
    """
    taken = {
        os.path.realpath(file) for file in inputs if file
    }  # unlike Path.resolve, of a link to itself too
    wrong = []
    for file in filter(None, outputs):
        if os.path.realpath(file) in taken:
            wrong.append(
                Problem("PACK-006", str(file), "a file that is read or written already", "another name")
            )
        taken.add(os.path.realpath(file))
    if wrong:
        raise ReviewProblems(wrong)
