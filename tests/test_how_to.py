"""The how-tos do what they say: each command of each page runs, in its order, with files such as other software exports."""

from __future__ import annotations

import re
import shlex
import shutil
from contextlib import chdir
from pathlib import Path

import pandas as pd
import pytest
from packages import ROOT, SYNTHETIC

from reviewbook.appraisal.instruments import __path__ as INSTRUMENTS
from reviewbook.cli import _parser, main

PAGES = sorted((ROOT / "book").glob("how-to-*.md"))
PAGES = [page for page in PAGES if page.name != "how-to-read.md"]
LINE = re.compile(r"^ *(reviewbook .*)$", re.MULTILINE)
LONG = ("build", "manuscript")  # which other tests run; here, whether such a command is understood
BIB = """@article{{rayyan-{0},
  title={{SYNTHETIC: a record with the number {0}}},
  year={{2021}},
  author={{Roe, Ada}},
  doi={{10.5555/how-to-{0}}}
}}
"""
LOG = "created_at,user_id,user_email,article_id,key,value\n" + "".join(
    f"2022-12-15T19:56:4{at}.000Z,1,reviewer1@example.org,90{at},included,{decided}\n"
    for at, decided in ((1, 1), (2, -1))
)
FILES = {
    "articles.bib": "".join(BIB.format(f"90{at}") for at in (1, 2)),
    "customizations_log.csv": LOG,
    "review_77_included_csv_20240131.csv": (
        "Title,Authors,Abstract,Published Year,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
        'SYNTHETIC: from Covidence,"Roe, Ada",,2020,J,,,,,10.5555/how-to-c,99,#12,Roe 2020,,\n'
    ),
    "covidence_extraction.csv": (
        "Covidence #,Study ID,Title,Reviewer Name,Setting of it,Blinded\n12,Roe 2020,SYNTHETIC: from Covidence,Consensus,a gym,Yes\n"
    ),
    "zotero.ris": "TY  - JOUR\nTI  - SYNTHETIC: from Zotero\nAU  - Roe, Ada\nPY  - 2021\nDO  - 10.5555/how-to-z\nER  - \n",
    "other.csv": 'Name of the paper,Year of publication,Authors\nSYNTHETIC: of another kind,2019,"Roe, Ada"\n',
    "answers.csv": "report,S1,S2,1.1,1.2,1.3,1.4,1.5\nRoe2020,yes,yes,yes,yes,no,yes,cannot_tell\n",
}


@pytest.fixture
def place(tmp_path):
    """A folder with a review, and beside it the files that the pages name."""
    review = tmp_path / "data" / "my-review"
    shutil.copytree(SYNTHETIC, review)
    with (review / "sources.csv").open("a", encoding="utf-8") as table:
        table.write(
            'scopus,SYNTHETIC Scopus,not_reported,database,2000,2021-06,not_applicable,,"Synthetic, section 2"\n'
        )
    (review / "instruments").mkdir()
    tool = Path(next(iter(INSTRUMENTS)), "mmat-2018.yaml").read_text(encoding="utf-8")
    own = review / "instruments" / "my-tool.yaml"
    own.write_text(tool.replace("id: mmat-2018", "id: my-tool", 1), encoding="utf-8")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ran(words: list[str]) -> int:
    try:
        return main(words)
    except SystemExit as ended:  # of an option that prints, and ends
        return int(ended.code or 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_ends_well(page, place, capsys):
    lines = LINE.findall(page.read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        words = shlex.split(line)[1:]
        if not set(LONG).isdisjoint(words):
            _parser(words).parse_args(words)
            continue
        if "IMPORT_ID" in words:
            known = pd.read_csv(place / "data" / "my-review" / "imports.csv")
            words[words.index("IMPORT_ID")] = known["import_id"].iloc[-1]
        with chdir(place):
            status = ran(words)
        told = capsys.readouterr()
        assert status == 0, f"{line}\n{told.out}{told.err}"
