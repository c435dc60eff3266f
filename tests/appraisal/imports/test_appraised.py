"""Take appraisal answers, and the scores published with them, into a review."""

import pytest
from packages import SYNTHETIC, copied, rows_of
from packages.appraised import M2018

from reviewbook.appraisal.imports import appraised
from reviewbook.files import describe
from reviewbook.review.problems import ReviewProblems

ANSWERS = "study,criterion,answer,score\nSynthetic2021,S1,Y,\nSynthetic2021,S2,Y,\n"


@pytest.fixture
def review(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "appraisals.csv").unlink()
    (folder / "ratings.csv").unlink()
    describe.write(folder)
    return folder


def add(review, text: str, **options):
    file = review.parent / "answers.csv"
    file.write_text(text, "utf-8")
    return appraised.add(review, file, tool=M2018, appraiser="AA", **options)


def bytes_of(review) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in review.iterdir() if path.is_file()}


def test_answers_come_in_with_their_place_and_the_import_is_accounted_for(review):
    report = add(review, ANSWERS)
    (done,) = report.files
    assert (done.format, done.entries, done.added, done.known) == ("appraisals", 2, 2, 0)
    assert report.changed == ["appraisals", "imports"]
    rows = rows_of(review / "appraisals.csv")
    assert [(row["report_id"], row["criterion"], row["answer"], row["appraiser"]) for row in rows] == [
        ("Synthetic2021", "S1", "yes", "AA"),
        ("Synthetic2021", "S2", "yes", "AA"),
    ]
    assert all("answers.csv" in row["locator"] for row in rows)


def test_the_same_file_again_changes_nothing(review):
    add(review, ANSWERS)
    before = bytes_of(review)
    assert add(review, ANSWERS).files[0].before and bytes_of(review) == before


def test_answers_that_are_there_are_known_and_another_word_is_refused_with_both(review):
    add(review, ANSWERS)
    assert add(review, ANSWERS + "\n").files[0].known == 2
    before = bytes_of(review)
    with pytest.raises(ReviewProblems) as refused:
        add(review, ANSWERS.replace("S2,Y", "S2,N"))
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("APPR-008", "answer") and "yes" in problem.expected
    assert bytes_of(review) == before


def test_a_study_that_the_review_does_not_have_is_refused_with_its_row(review):
    with pytest.raises(ReviewProblems) as refused:
        add(review, ANSWERS + "Nobody 1999,S1,Y,\n")
    assert [(p.code, p.row, p.found) for p in refused.value.problems] == [("APPR-010", 4, '"Nobody 1999"')]


def test_a_dry_run_reports_the_same_and_writes_nothing(review):
    before = bytes_of(review)
    dry = add(review, ANSWERS, dry_run=True)
    assert bytes_of(review) == before and dry == add(review, ANSWERS)
