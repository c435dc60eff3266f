"""Strategies as platforms print and export them, in words of our own."""

import pytest
from packages import SYNTHETIC, copied, rows_of

from reviewbook.files.undo import undo
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import strategy

OVID = """1. exp Back Pain/ (1,234)
2. (exercise* or
   training).ti,ab. (5678)
3. 1 or 2 (6000)
4. limit 3 to yr="2005 -Current" (4321)
"""
COCHRANE = "#1\tMeSH descriptor: [Back Pain] explode all trees\t120\n#2\t(exercise):ti,ab,kw\t99\n#3\t#1 OR #2\t130\n"
PUBMED = """Search number,Query,Sort By,Filters,Search Details,Results,Time
3,#1 AND #2,,,"x",45,10:01:02
2,exercise[tiab],,,"x","1,200",10:00:02
1,back pain[mh],,,"x",300,10:00:00
"""
EBSCO = '#,Query,Limiters/Expanders,Last Run Via,Results\nS2,S1 AND TX exercise,x,EBSCO,12\nS1,MH back pain,,EBSCO,"2,000"\n'
SCOPUS = 'TITLE-ABS-KEY(pain AND exercise) AND PUBYEAR > 2004\nAND (LIMIT-TO(LANGUAGE, "English"))\n'


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            OVID,
            [
                (1, "exp Back Pain/", "1234"),
                (2, "(exercise* or training).ti,ab.", "5678"),
                (3, "1 or 2", "6000"),
                (4, 'limit 3 to yr="2005 -Current"', "4321"),
            ],
        ),
        (
            COCHRANE,
            [
                (1, "MeSH descriptor: [Back Pain] explode all trees", "120"),
                (2, "(exercise):ti,ab,kw", "99"),
                (3, "#1 OR #2", "130"),
            ],
        ),
        (
            COCHRANE.replace("\t", " "),
            [
                (1, "MeSH descriptor: [Back Pain] explode all trees", "120"),
                (2, "(exercise):ti,ab,kw", "99"),
                (3, "#1 OR #2", "130"),
            ],
        ),
        (PUBMED, [(1, "back pain[mh]", "300"), (2, "exercise[tiab]", "1200"), (3, "#1 AND #2", "45")]),
        (EBSCO, [(1, "MH back pain", "2000"), (2, "S1 AND TX exercise", "12")]),
        (
            SCOPUS,
            [
                (
                    1,
                    'TITLE-ABS-KEY(pain AND exercise) AND PUBYEAR > 2004 AND (LIMIT-TO(LANGUAGE, "English"))',
                    "",
                )
            ],
        ),
        ("pain AND exercise (2019)", [(1, "pain AND exercise (2019)", "")]),
        ("pain AND exercise (2,019 results)", [(1, "pain AND exercise", "2019")]),
        ("1. pain\n2. exercise\n3. 1 and 2\n", [(1, "pain", ""), (2, "exercise", ""), (3, "1 and 2", "")]),
    ],
)
def test_what_platforms_print_is_read_to_the_letter(tmp_path, text, lines):
    file = tmp_path / "strategy.txt"
    file.write_text(text, encoding="utf-8")
    found, _ = strategy.read(file)
    assert [one[:3] for one in found] == lines


def test_what_is_no_line_is_named(tmp_path):
    file = tmp_path / "history.csv"
    file.write_text(PUBMED + ",,,,,,\nx,,,,,9,\n", encoding="utf-8")
    _, left = strategy.read(file)
    assert left[0].startswith("row 6") and "the column Filters" in left


@pytest.mark.parametrize("text", ["", "\n \n", "1. a (5)\n1. b (6)\n"])
def test_a_file_without_a_strategy_or_with_two_is_refused(tmp_path, text):
    file = tmp_path / "strategy.txt"
    file.write_text(text or " ", encoding="utf-8")
    with pytest.raises(ReviewProblems) as told:
        strategy.read(file) if not text.startswith("1.") else strategy.read(_table(tmp_path))
    assert {problem.code for problem in told.value.problems} <= {"IMPT-021", "IMPT-001"}


def _table(folder):
    file = folder / "two.csv"
    file.write_text("No,Query,Hits\n1,a,5\n1,b,6\n", encoding="utf-8")
    return file


def test_a_strategy_comes_in_once_and_can_be_taken_back(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    before = (review / "searches.csv").read_bytes()
    file = tmp_path / "register.txt"
    file.write_text(OVID, encoding="utf-8")
    report = strategy.add(review, file, source_id="synreg")
    own = [row for row in rows_of(review / "searches.csv") if row["source_id"] == "synreg"]
    assert [(row["search_id"], row["line"], row["hits"]) for row in own][:2] == [
        ("synreg-1", "1", "1234"),
        ("synreg-1", "2", "5678"),
    ]
    assert own[0]["locator"] == "register.txt, line 1"
    assert strategy.add(review, file, source_id="synreg").files[0].before
    undo(review, report.files[0].import_id)
    assert (review / "searches.csv").read_bytes() == before


@pytest.mark.parametrize("source", [None, "nowhere"])
def test_a_strategy_needs_a_source_that_is_there(tmp_path, source):
    review = copied(SYNTHETIC, tmp_path)
    file = tmp_path / "strategy.txt"
    file.write_text(OVID, encoding="utf-8")
    with pytest.raises(ReviewProblems, match="IMPT-005"):
        strategy.add(review, file, source_id=source)
