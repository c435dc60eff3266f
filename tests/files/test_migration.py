"""A review of an earlier version brought over: what is moved stands in its new place, or nothing is given."""

import pytest
from packages import SYNTHETIC, copied, rows_of, set_cell
from packages.earlier import earlier
from packages.repairs import append

from reviewbook.files.migration import migrated, parted, together
from reviewbook.review.dictionary import MOVED
from reviewbook.review.problems import ReviewProblems

MOVE = MOVED["reports"]
ROW = {
    "report_id": "Doe2015",
    "study_id": "walk",
    "sample_of": "not_applicable",
    "year": "2015",
    "locator": "p. 1",
}
LINK = {name: ROW[name] for name in ("report_id", "study_id", "sample_of", "locator")}


def test_a_row_is_parted_into_what_stays_and_what_is_a_row_of_the_new_table():
    assert parted([ROW], MOVE, names=list(ROW)) == (
        [{"report_id": "Doe2015", "year": "2015", "locator": "p. 1"}],
        [LINK],
        [],
    )


def test_a_row_without_a_study_makes_no_link_and_loses_no_cell():
    for nothing in ("", "not_applicable"):
        left, moved, lost = parted([ROW | {"study_id": "", "sample_of": nothing}], MOVE, names=list(ROW))
        assert (len(left), moved, lost) == (1, [], [])
    *_, lost = parted([ROW | {"study_id": " ", "sample_of": "Roe2014"}], MOVE, names=list(ROW))
    assert lost == [(0, "study_id", 'nothing, and sample_of "Roe2014"')]


def test_a_link_that_is_there_already_stays_once_and_one_that_says_otherwise_is_told():
    assert together([LINK], [LINK], MOVE) == ([LINK], [])
    other = LINK | {"study_id": "run"}
    assert together([other], [LINK], MOVE) == ([other, LINK], [])
    _, contradicting = together([LINK], [LINK | {"sample_of": "Roe2014"}], MOVE)
    assert contradicting == [(0, "sample_of", '"Roe2014", where report_studies.csv has "not_applicable"')]


def test_the_tables_are_brought_over_and_those_that_are_need_nothing(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    assert migrated(folder) == []
    before = {name: (folder / name).read_bytes() for name in ("reports.csv", "report_studies.csv")}
    found = migrated(earlier(folder))
    assert [(one.file.name, one.says) for one in found] == [
        ("reports.csv", "without study_id and sample_of"),
        ("report_studies.csv", "5 new rows, with what study_id and sample_of said in reports.csv"),
    ]
    assert {one.file.name: one.data for one in found} == before
    assert not (folder / "report_studies.csv").exists()  # given, not written


def test_authors_own_columns_and_rows_that_are_there_stay(tmp_path):
    folder = earlier(copied(SYNTHETIC, tmp_path))
    (folder / "report_studies.csv").write_text(
        "report_id,study_id,locator\nSynthetic2018,strong_trial,Synthetic place\n", "utf-8"
    )
    data = {one.file.name: one.data.decode() for one in migrated(folder)}
    head, first, *rest = data["report_studies.csv"].splitlines()
    assert head == "report_id,study_id,sample_of,locator"
    assert first == "Synthetic2018,strong_trial,,Synthetic place" and len(rest) == 5


def test_what_would_be_lost_is_told_at_its_row_and_nothing_is_given(tmp_path):
    folder = earlier(copied(SYNTHETIC, tmp_path))
    append(folder / "reports.csv", report_id="New2023", study_id="", sample_of="Synthetic2018")
    set_cell(folder / "reports.csv", "study_id", "", row=3)
    with pytest.raises(ReviewProblems) as wrong:
        migrated(folder)
    assert [(p.code, p.file, p.row, p.field) for p in wrong.value.problems] == [
        ("TABL-005", "reports.csv", 3, "study_id"),
        ("TABL-005", "reports.csv", 7, "study_id"),
    ]


def test_a_table_that_cannot_be_read_whole_is_left_alone(tmp_path):
    folder = earlier(copied(SYNTHETIC, tmp_path))
    with (folder / "reports.csv").open("a", encoding="utf-8") as lines:
        lines.write("Half2023,1\n")
    with pytest.raises(ReviewProblems, match="TABL-004"):
        migrated(folder)
    rows = rows_of(folder / "reports.csv")
    assert rows[-1]["report_id"] == "Half2023" and not (folder / "report_studies.csv").exists()
