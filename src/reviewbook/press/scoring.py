"""The page "Does the scoring hold?": published scores beside those that their published answers give.

    python -m reviewbook.press.scoring FOLDER

reads the transcribed tables of FOLDER (published.yaml names them) and writes what came of them to book/scoring.csv, of
which the page is made.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from reviewbook.appraisal import answering, instruments, scoring
from reviewbook.appraisal.imports import answers
from reviewbook.files.replace import as_csv, whole
from reviewbook.page.grid import grid
from reviewbook.page.words import counted, do, escape, joined, number, symbol
from reviewbook.review import place, shipped

REFUSED = "refused"
UNTRIED = "No published appraisal under a tool of this review was tried; below are its tools, their questions and their rules."
COLUMNS = ["file", "report", "part", "written", "unit", "computed", "verdict", "why"]


def sources() -> list[dict]:
    """The published tables: file, tool, table, address."""
    return shipped.read(Path(__file__).with_name("published.yaml"))


def tried(folder: Path) -> pd.DataFrame:
    """What comes of the transcribed tables of a folder.

    Returns
    -------
    DataFrame, one row a printed score, or an answer that a person has to settle: file, report, part ("overall", a block, or a
    criterion), written, unit, computed (in that unit), verdict (holds, differs, cannot_be_checked, refused), why
    """
    parts = []
    for source in sources():
        tool = instruments.tool(source["tool"])
        read = answers.read(folder / source["file"], tool=tool, name=source["tool"])
        checked = scoring.check(answering.standing(read.appraisals), read.scores, tool=tool)
        checked = checked.rename(columns={"report_id": "report"})
        open_ = read.unsettled.rename(
            columns={"report_id": "report", "criterion": "part", "found": "written"}
        )
        open_ = open_.assign(verdict=REFUSED, why="a person has to settle it")
        parts.append(pd.concat([checked, open_]).reindex(columns=COLUMNS).assign(file=source["file"]))
    return pd.concat(parts, ignore_index=True)


def page(rows: pd.DataFrame, tools: Collection[str]) -> str:
    """The page as MyST text, of what `tried` gave for the tools that a review uses; of other tools it says nothing."""
    used = [source for source in sources() if source["tool"] in tools]
    if not used:
        return f"# Does the scoring hold?\n\n{{.rb-answer}}\n{UNTRIED}\n"
    rows = rows[rows["file"].isin([source["file"] for source in used])]
    lines = [
        "# Does the scoring hold?",
        "",
        "{.rb-answer}\n" + _answer(rows),
        "",
        (
            "May the ratings in {doc}`/notebooks/03-appraisal` be trusted? The rules that give them were tried on tables of other reviews, "
            "which print their answers by criterion and the scores. None of these reviews is the one of this book."
        ),
        "Each score is computed again from the answers printed beside it.",
        *(_rule(instruments.tool(name)) for name in dict.fromkeys(source["tool"] for source in used)),
        "Answers that are none of *yes*, *no* and *can't tell* are not turned into one: somebody has to settle them.",
        "The tables name the studies that those reviews appraised.",
    ]
    for at, source in enumerate(used, 1):
        own = rows[rows["file"] == source["file"]]
        lines += ["", f"## {escape(source['table'])}", "", _said(own, source), ""]
        several = own["part"].nunique() > 1
        body = [
            [
                escape(row.report),
                *([escape(row.part.replace("_", " "))] if several else []),
                escape(row.written) + (" %" if row.unit == "percent" and "%" not in row.written else ""),
                number(row.computed) + (" %" if row.unit == "percent" and pd.notna(row.computed) else ""),
                ("? to settle" if row.verdict == REFUSED else symbol(row.verdict))
                + (f"<br>{escape(row.why)}" if pd.notna(row.why) and row.why else ""),
            ]
            for row in own.itertuples()
        ]
        head = ["Study", *(["Score or answer to"] if several else []), "Printed", "Computed", "Verdict"]
        title = f"{instruments.tool(source['tool'])['title']}: printed and computed"
        lines.append(grid(head, body, caption=escape(title), name=f"tbl-scoring-{at}"))
    return "\n".join(lines) + "\n"


def _rule(tool: Mapping) -> str:
    """By which rule printed scores under a tool are checked, as a sentence."""
    if tool["scoring"]["rule"] == "none":
        return (
            f"{escape(tool['short'])} has no rule for an overall score: a printed one is checked by the way of counting that explains "
            "most of its table."
        )
    return f"Under {escape(tool['short'])} the tool's own rule is used."


def _answer(rows: pd.DataFrame) -> str:
    counts = rows["verdict"].value_counts()
    holds, differs, refused = (int(counts.get(v, 0)) for v in (scoring.HOLDS, scoring.DIFFERS, REFUSED))
    checked = rows[rows["verdict"].isin([scoring.HOLDS, scoring.DIFFERS])]
    against = joined(f"{row.report}" for row in rows[rows["verdict"] == scoring.DIFFERS].itertuples())
    told = [
        f"Of {counted(holds + differs, 'printed score')} of {counted(checked['file'].nunique(), 'published table')} that can be checked, "
        f"{holds} {do(holds, 'follow')} from the answers printed with them"
    ]
    if differs:
        told.append(f" and {differs} {do(differs, 'are')} contradicted by them ({escape(against)})")
    if refused:
        told.append(
            f"; {counted(refused, 'printed answer')} that {do(refused, 'are')} none of the three permitted {do(refused, 'wait')} "
            "for a person"
        )
    return f"{''.join(told)}."


def _said(own: pd.DataFrame, source: dict) -> str:
    counts = own["verdict"].value_counts()
    told = [
        f"{int(counts[verdict])} {do(int(counts[verdict]), verb) if verb else ''}{words}"
        for verdict, verb, words in (
            (scoring.HOLDS, "follow", " from the answers"),
            (scoring.DIFFERS, "are", " contradicted by them"),
            (scoring.UNCHECKED, "", "cannot be decided"),
            (REFUSED, "wait", " for a person, because the word is none of the answers"),
        )
        if verdict in counts
    ]
    scores = own[own["verdict"] != REFUSED]
    what = counted(len(scores), "printed score") if len(scores) else counted(len(own), "printed answer")
    return f"[Where it is printed]({source['address']}). {what[0].upper()}{what[1:]}: {joined(told)}."


def main(arguments: list[str]) -> int:
    """Write book/scoring.csv of the tables in the folder named."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    whole({place.root() / "book" / "scoring.csv": as_csv(tried(Path(arguments[0])))})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
