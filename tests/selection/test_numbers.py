"""What prose says of the selection."""

from packages import SYNTHETIC, copied

from reviewbook.check import open_review
from reviewbook.files import describe
from reviewbook.review.dictionary import TABLES
from reviewbook.selection.numbers import selection_numbers


def test_a_review_that_is_under_way_says_what_is_left_so_far(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table in set(TABLES) - {"sources", "records", "decisions", "imports"}:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    lines = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    by_title = [line for line in lines if ",full_text," not in line and ",retrieval," not in line]
    (folder / "decisions.csv").write_text("".join(by_title), encoding="utf-8")
    describe.write(folder)
    values = selection_numbers(open_review(folder))
    assert values["answer"] == "Of 17 records screened so far, 9 are left."
