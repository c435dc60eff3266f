"""The tables of appraisals as a chapter shows them."""

from packages import OPENED, SYNTHETIC, WILLIAMS, copied
from packages.reading import by_head

from reviewbook import tables
from reviewbook.check import open_review


def test_a_rating_that_is_still_open_says_what_it_waits_for(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    settled = (folder / "appraisals.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "appraisals.csv").write_text(
        "".join(row for row in settled if ",consensus," not in row), encoding="utf-8"
    )
    ratings = (folder / "ratings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "ratings.csv").write_text(ratings[0], encoding="utf-8")
    shown_ = tables.ratings(open_review(folder)).data
    assert "none yet: appraisers differ on 2.2" in shown_
    assert "by criterion only" in shown_, "the report under 2018"
    assert "1/4 (computed)" in shown_


def test_ratings_by_design_are_marked_where_the_source_disagrees_on_a_rating_or_a_design_behind_them():
    by = by_head(tables.by_design(OPENED[WILLIAMS]).data)
    touched = {
        design: [[one for one in ("D01", "D09", "D18") if f"disagreement-{one}" in cell] for cell in row[:2]]
        for design, row in by.items()
    }
    assert touched == {
        "Qualitative": [[], []],
        "Mixed methods": [["D18"], ["D01", "D09", "D18"]],
        "Quantitative": [["D18"], ["D18"]],
    }
