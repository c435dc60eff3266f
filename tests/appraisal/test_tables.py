"""The tables of appraisals as a chapter shows them."""

from packages import SYNTHETIC, copied

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
