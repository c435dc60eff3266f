"""ASReview: exports of a screened data set, as CSV, TSV or RIS.

The label is asreview_label (versions 2 and 3) or included (version 1): 1 is relevant, 0 is not relevant. Without a label, or
with -1, nobody has judged the record. In RIS the labels stand in the notes: ASReview_relevant, ASReview_irrelevant,
ASReview_not_seen. ASReview_prior marks what the machine was taught with, and is a decision all the same.

The reviewer is asreview_user_name, else asreview_user_email, else the one named for the file.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from reviewbook.files.signs import sight
from reviewbook.files.wording import letters, one_line
from reviewbook.review.decoding import read_text
from reviewbook.review.problems import Problem, ReviewProblems
from reviewbook.selection.imports import decisions, ris
from reviewbook.selection.imports.bibliography import Export, joined
from reviewbook.selection.imports.columns import chosen, is_header
from reviewbook.selection.imports.columns import record as record_
from reviewbook.selection.imports.decision_rows import OF
from reviewbook.selection.imports.decision_sheet import Sheet, missing_column
from reviewbook.selection.imports.decision_words import iso, reviewer_name, stage_name
from reviewbook.selection.imports.decisions import require

LABELS = ("asreviewlabel", "included", "labelincluded", "finalincluded", "label")  # the surest first
ANSWERS = {"1": "include", "0": "exclude", "-1": "", "": "", "nan": "", "true": "include", "false": "exclude"}
USERS = ("asreviewusername", "asreviewuseremail")
NOTED = re.compile(r"asreviewnotes?|exportednotes\d*")  # versions 2 and 1
IN_RIS = re.compile(r"^\s*N1 {0,2}-.*?\bASReview_(relevant|irrelevant|not_seen)\b", re.MULTILINE)
WORDS = {"relevant": "include", "irrelevant": "exclude"}
END = re.compile(r"^\s*ER {0,2}-", re.MULTILINE)


def read(file: Path, *, stage: str | None = None, reviewer: str | None = None) -> Export:
    """The records and decisions of an export of ASReview.

    Parameters
    ----------
    stage : default: title_abstract.
    reviewer : whose decisions they are, where the file does not say it.

    Raises
    ------
    ReviewProblems: DECI-003 (no label), DECI-004 (no reviewer), or those of a file that cannot be read.
    """
    stage = stage_name(stage or "title_abstract")
    text, _ = read_text(file)
    if sight(text) == "ris":
        return _read_ris(file, text, stage, reviewer)
    given = Sheet(file)
    plain = {letters(name): name for name in reversed(given.header)}
    label = next((plain[name] for name in LABELS if name in plain), None)
    if label is None or not is_header(given.header):
        raise missing_column(file, given, "a column asreview_label or included, and the title")
    user = next((plain[name] for name in USERS if name in plain), None)
    require(file, [] if reviewer or user else ["--reviewer"])
    columns = chosen(
        [name for name in given.header if name != label and not letters(name).startswith("asreview")]
    )
    rows: list[dict[str, object]] = []
    for line, cells, raw in given:
        own = {name: cell for name, cell in cells.items() if name != label and not _carried(name)}
        record = record_(own, columns, given.found, line)
        key = one_line(record.get("source_key") or record.get("doi") or record.get("title", ""))
        of = len(given.found.rows)
        given.found.add(record | {"source_key": key}, line=line, raw=raw)
        number = cells[label].strip().casefold().removesuffix(".0")
        if number not in ANSWERS:
            given.found.set_aside(
                line, cells[label], "not 1 (relevant) or 0 (not relevant)", entry=key, field=label
            )
        elif ANSWERS[number]:
            who = (one_line(cells[user]) if user else "") or reviewer
            if not who:
                assert user is not None  # else `require` asks for the name
                given.found.set_aside(line, raw, "no reviewer is named", entry=key, field=user)
                continue
            row = {
                "source_key": key,
                "reviewer": reviewer_name(who),
                "stage": stage,
                "decision": ANSWERS[number],
            }
            row |= {"locator": f"{file.name}, line {line}", "note": _note(cells)}
            about = {OF: of} if len(given.found.rows) > of else {}
            if time := cells.get(plain.get("asreviewtime", ""), ""):
                row["decided_at"] = _time(time)
                if not row["decided_at"]:
                    given.found.set_aside(line, time, "not a time", entry=key, field=plain["asreviewtime"])
            rows.append({**row, **about})
    return decisions.export(given.found, decisions.as_table(rows), encoding=given.encoding)


def _carried(name: str) -> bool:
    """Whether a column goes into a decision."""
    plain = letters(name)
    return (
        plain in ("asreviewtime", *USERS) or plain.startswith("asreviewtag") or bool(NOTED.fullmatch(plain))
    )


def _note(cells: dict[str, str]) -> str:
    """What the reviewer noted, and the tags that were set: one cell of them, or a column each."""
    noted = [cell for name, cell in cells.items() if NOTED.fullmatch(letters(name))]
    tags = []
    for name, cell in cells.items():
        if letters(name).startswith("asreviewtag") and cell.casefold() not in (
            "",
            "0",
            "0.0",
            "false",
            "[]",
            "nan",
        ):
            own = re.sub(r"^asreview_tags?_?", "", name, flags=re.IGNORECASE)
            tags.append(
                own if own and cell.casefold() in ("1", "1.0", "true") else cell.strip("[]").replace("'", "")
            )
    return joined([*noted, f"tags: {', '.join(tags)}" if tags else ""])


def _time(text: str) -> str:
    """A time as ASReview writes it: ISO 8601, or seconds since 1970."""
    if re.fullmatch(r"\d{9,10}(\.\d+)?", text.strip()):
        return datetime.fromtimestamp(int(float(text)), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return iso(re.sub(r"(\.\d+)", lambda part: part[1][:7], text))


def _read_ris(file: Path, text: str, stage: str, reviewer: str | None) -> Export:
    if not IN_RIS.search(text):
        wanted = "notes (N1) with ASReview_relevant or ASReview_irrelevant, or Rayyan's RAYYAN-INCLUSION"
        raise ReviewProblems([Problem("DECI-003", file.name, "RIS without a decision", wanted)])
    require(file, [] if reviewer else ["--reviewer"])
    listed = ris.read(file)
    assert listed.records is not None  # RIS holds records
    records = listed.records.copy()
    records["source_key"] = records["source_key"].fillna(records["doi"]).fillna(records["title"]).fillna("")
    first_lines = records["locator"].str.rpartition(" ")[2].astype(int)
    ends = sorted(text.count("\n", 0, end.start()) + 1 for end in END.finditer(text))
    lines = text.split("\n")
    rows: list[dict[str, object]] = []
    told = zip(records["source_key"], first_lines, records["locator"], strict=True)
    for of, (key, start, locator) in enumerate(told):
        end = next((end for end in ends if end >= start), len(lines))
        label = IN_RIS.search("\n".join(lines[start - 1 : end]))
        if label and (answer := WORDS.get(label[1])):
            row = {"source_key": key, "reviewer": reviewer_name(reviewer), "stage": stage, "decision": answer}
            rows.append(row | {"locator": locator, OF: of})
    return Export(
        entries=listed.entries,
        records=records,
        decisions=decisions.as_table(rows),
        set_aside=listed.set_aside,
        left=listed.left,
        encoding=listed.encoding,
    )
