"""Reading a review's folder: types, four kinds of nothing, what is refused, and the cut to a part of the review."""

import shutil

import pandas as pd
import pytest
from packages import OPENED, ROOT, SYNTHETIC, WILLIAMS, copied, only, set_cell
from packages.folders import add_column, structural

from reviewbook.check import open_review
from reviewbook.review.place import find_review
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review, read

# --- what is read


def test_a_table_that_is_not_there_is_empty_and_has_its_columns(tmp_path):
    folder = only("reports", "studies", "interventions", to=tmp_path)
    review = load_review(folder)
    assert review.checklist.columns.tolist() == [
        "instrument",
        "item",
        "item_as_charted",
        "answer",
        "anchor",
        "note",
        "locator",
    ]
    assert review.checklist.empty
    assert not review.has("reports", "checklist")
    assert review.has("reports", "studies")


def test_a_spreadsheets_mark_and_line_ends_do_no_harm(tmp_path):
    folder = only("studies", "interventions", "answers", to=tmp_path)
    text = (folder / "studies.csv").read_text("utf-8")
    (folder / "studies.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    pd.testing.assert_frame_equal(load_review(folder).studies, OPENED[SYNTHETIC].studies)


def test_columns_may_stand_in_any_order(tmp_path):
    folder = only("agreement", to=tmp_path)
    agreement = pd.read_csv(folder / "agreement.csv", dtype=str)
    agreement[agreement.columns[::-1]].to_csv(folder / "agreement.csv", index=False)
    pd.testing.assert_frame_equal(load_review(folder).agreement, OPENED[SYNTHETIC].agreement)


@pytest.mark.parametrize("folder", [".", "notebooks", "tests/review"])
def test_a_review_is_found_by_its_path_and_by_its_name_from_any_folder_of_the_book(folder, monkeypatch):
    monkeypatch.chdir(ROOT / folder)
    assert find_review(SYNTHETIC) == SYNTHETIC
    assert find_review("williams-2019") == find_review("data/williams-2019") == WILLIAMS
    assert find_review("../data/williams-2019") == WILLIAMS  # as the notebooks say it


# --- what is refused


def test_a_table_without_content_is_named(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "editions.csv").write_bytes(b"")
    assert structural(folder) == [("TABL-001", "editions.csv", None, None, "an empty file")]


def test_a_table_with_its_header_alone_is_no_problem(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "editions.csv").write_text("edition,published,searched_to,note,locator\n", "utf-8")
    review, problems = read(folder)
    assert problems == []
    assert review.editions.empty


def test_a_repeated_column_is_named(tmp_path):
    folder = only("editions", to=tmp_path)
    add_column(folder, "editions", "note", "a", "b")
    assert structural(folder) == [("TABL-003", "editions.csv", 1, "note", "the column twice")]


@pytest.mark.parametrize("text", ["[]", '"a review"', "{"])
def test_a_package_that_is_no_json_object_is_named(text, tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "datapackage.json").write_text(text, "utf-8")
    assert ("PACK-002", "datapackage.json") in [(code, file) for code, file, *_ in structural(folder)]


def test_tables_alone_are_read_and_the_missing_package_is_named(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "datapackage.json").unlink()
    review, problems = read(folder)
    assert (problems[0].code, problems[0].found) == ("PACK-002", "no such file")
    assert review.title == review.name == "synthetic"
    assert len(review.editions) == 2


# --- the cut to a part of the review


def test_an_opened_review_is_opened_anew(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    first = open_review(folder, subset="coach")
    shutil.copy(SYNTHETIC / "ratings.csv", folder)
    assert open_review(first).reports["report_id"].tolist() == OPENED[SYNTHETIC].reports["report_id"].tolist()


def test_every_problem_of_structure_is_raised_at_once(tmp_path):
    folder = only("flow", "editions", to=tmp_path)
    set_cell(folder / "flow.csv", "n", "some", row=2)
    set_cell(folder / "editions.csv", "published", "soon", row=2)
    with pytest.raises(ReviewProblems) as raised:
        load_review(folder)
    assert [(p.code, p.file) for p in raised.value.problems] == [
        ("TABL-006", "flow.csv"),
        ("TABL-008", "editions.csv"),
    ]


def test_a_table_or_column_whose_name_is_nearly_right_is_told_which_was_perhaps_meant(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "report.csv").write_text("a\n1\n", "utf-8")
    file = folder / "reports.csv"
    head, *rows = file.read_text("utf-8").splitlines(keepends=True)
    assert ",setting," in head
    file.write_text("".join([head.replace(",setting,", ",seting,"), *rows]), "utf-8")
    _, problems = read(folder)
    told = {
        problem.code: problem.expected for problem in problems if problem.code in ("PACK-004", "TABL-003")
    }
    assert told["PACK-004"].endswith(', perhaps "reports"') and told["TABL-003"].endswith(
        ', perhaps "setting"'
    )
