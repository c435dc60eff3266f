"""Answers for robvis and critiplot, read again by our own reader."""

import csv
import io

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, copied

from reviewbook.appraisal import exports
from reviewbook.cli import main
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review

HEAD = "report_id,tool,category,criterion,appraiser,answer,as_written,comment,locator\n"
DOMAINS = ("D1", "D2", "D3", "D4", "D5", "Overall")
JUDGED = dict(zip(DOMAINS, ("low", "some_concerns", "high", "low", "", "high"), strict=True))


@pytest.fixture
def judged(tmp_path):
    """A review whose first report was judged by RoB 2, one domain of it by nobody."""
    review = copied(SYNTHETIC, tmp_path)
    rows = [
        f"Synthetic2018,rob-2,randomised_trial,{domain},AA,{answer},not_applicable,not_applicable,Form\n"
        for domain, answer in JUDGED.items()
        if answer
    ]
    (review / "appraisals.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    return load_review(review)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode())))


def test_judgements_are_in_the_words_of_robvis_and_what_nobody_judged_is_empty(judged):
    found = exports.robvis(judged)
    (one,) = rows(found.data)
    assert list(one) == ["Study", *DOMAINS]
    assert list(one.values())[1:] == ["Low", "Some concerns", "High", "Low", "", "High"]
    assert found.tool == "rob-2" and found.left == (
        "1 judgements that nobody made or settled, as empty cells",
    )


def test_robvis_is_read_again(judged, tmp_path):
    (tmp_path / "r.csv").write_bytes(exports.robvis(judged).data)
    asked = ["appraise", str(tmp_path / "r.csv"), "--tool", "rob-2", "--as-read", str(tmp_path / "a.csv")]
    main(asked)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as lines:
        again = {row["criterion"]: row["answer"] for row in csv.DictReader(lines)}
    assert {domain: answer for domain, answer in again.items() if answer} == {
        d: a for d, a in JUDGED.items() if a
    }


def test_a_tool_that_a_program_has_no_words_for_is_refused():
    for write in (exports.robvis, exports.critiplot):
        with pytest.raises(ReviewProblems) as wrong:
            write(OPENED[WILLIAMS])
        assert [one.code for one in wrong.value.problems] == ["EXPO-006"]
    with pytest.raises(ReviewProblems):
        exports.critiplot(OPENED[SYNTHETIC], tool="mmat-2011")


def test_critiplot_gets_five_criteria_and_no_rating_that_nobody_gave():
    found = exports.critiplot(OPENED[SYNTHETIC])
    (one,) = rows(found.data)
    assert one["Study_Category"] == "Qualitative" and one["Overall_Rating"] == ""
    assert [one[f"Criterion_{at}"] for at in range(1, 6)] == ["Yes", "Yes", "Yes", "Can't tell", "Yes"]
    assert "discourage" in found.left[0]
