"""What is shown of low-rated reports: every table with and without them, or one line that says why there is none."""

import re

import pytest
from packages import REVIEWS, SYNTHETIC, WILLIAMS, copied, open_once
from packages.reading import rows
from packages.reviews import only

from reviewbook import tables
from reviewbook.check import open_review
from reviewbook.files import describe

OF = ("studies", "themes", "frameworks")
CODING = ("codes", "documents", "excerpts", "excerpt_reports", "finding_excerpts", "codings")


def test_a_low_rating_leaves_no_report_out_of_a_page():
    assert tables.ratings(open_once(WILLIAMS, min_rating=4)).data == tables.ratings(open_once(WILLIAMS)).data


def test_only_the_tables_that_a_contrast_needs_are_noted_as_read(tmp_path, monkeypatch):
    r = open_review(WILLIAMS, min_rating=2)
    monkeypatch.setenv("REVIEWBOOK_READS", str(tmp_path / "reads"))
    tables.sensitivity(r, "studies")
    read = {line.rpartition("/")[2] for line in (tmp_path / "reads").read_text(encoding="utf-8").split()}
    assert {"reports.csv", "studies.csv", "ratings.csv"} <= read
    assert not read & {"codings.csv", "excerpts.csv", "feature_values.csv", "tidier.csv"}


def cells(text: str) -> list[list[str]]:
    return rows(text)[1:]


def every(review) -> dict[str, str]:
    return {of: tables.sensitivity(review, of).data for of in OF} | {
        "conclusions": tables.conclusions(review).data
    }


@REVIEWS
@pytest.mark.parametrize("min_rating", [0, 1, 2, 4])
def test_every_table_has_its_name_and_shows_the_same_again(review, min_rating):
    r = open_once(review, min_rating=min_rating)
    shown = every(r)
    assert shown == every(r)
    for of, text in shown.items():
        assert re.findall(r"^:name: (.+)$", text, flags=re.MULTILINE) == [f"tbl-sensitivity-{of}"]
        assert "nan" not in re.findall(r"[A-Za-z<>]+", text) and "<NA>" not in text and "None" not in text


@REVIEWS
def test_without_a_contrast_every_table_says_so_in_one_line(review):
    for text in every(open_once(review)).values():
        assert rows(text) == [["No contrast is shown: `min_rating` is 0."]]


def test_tables_of_the_first_review():
    shown = every(open_once(WILLIAMS, min_rating=2))
    assert cells(shown["studies"])[0] == ["Reports", "15", "10", "5"]
    assert cells(shown["studies"])[-2] == [
        "Service users, each once",
        "919 in 11 studies",
        "293 in 7 studies",
        "626 in 4 studies",
    ]
    codes = {row[0]: row[1:] for row in cells(shown["themes"])}
    assert codes["Working together"] == ["9/14", "8/11 +0/1 open", "6/10", "32/42", "partly"]
    strengths = {row[0]: row[2] for row in cells(shown["frameworks"])}["Assessing and amplifying strengths"]
    assert strengths == "2/2 open", (
        "nobody says of [42, 51] whether people tell of it, so that none is no number"
    )
    assert "Open: on what their passages rest is not said" in shown["frameworks"]
    assert codes["— More say"] == ["2/5", "2/5", "2/5", "1/5", "[◐ mostly]{.rb-unclear}"]
    assert cells(shown["frameworks"])[0] == ["Understanding values", "4/7", "3/6", "4/7", "9/11", "partly"]
    assert "Rated below 2 of 4 points: 5 of 15 reports ({cite:t}`Baumel2016,Forchuk2013," in shown["themes"]
    weak = cells(shown["conclusions"])
    assert [row[:3] for row in weak] == [
        ["Working together: More say", "Subtheme", "3/5 [◐ mostly]{.rb-unclear}"],
    ]
    assert "{cite:t}`deLeeuw2012` 0/4 (qualitative component only)" in weak[0][3]
    assert "alone: 0; mostly: 1;" in shown["conclusions"]
    assert "Feature" not in shown["conclusions"], (
        "whether there is an app does not hang on the quality of a study"
    )


def test_tables_of_a_review_whose_conclusions_all_stand():
    shown = every(open_once(SYNTHETIC, min_rating=2))
    assert cells(shown["conclusions"]) == [
        ["No conclusion rests alone or mostly on reports rated below 2 points."]
    ]
    assert "alone: 0; mostly: 0;" in shown["conclusions"]
    assert (
        "1 of 5 reports ({cite:t}`Synthetic2020b`); without a rating in points, and not set aside: 1."
        in shown["studies"]
    )


def test_a_report_without_a_row_of_ratings_is_not_rated(tmp_path):
    folder = copied(WILLIAMS, tmp_path)
    ratings = (folder / "ratings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "ratings.csv").write_text("".join(ratings[:-1]), encoding="utf-8")
    text = tables.sensitivity(open_review(folder, min_rating=2), "studies").data
    assert "deLeeuw2012`); without a rating in points, and not set aside: 1." in text


def test_where_none_is_rated_low_every_table_says_so():
    for text in every(open_once(SYNTHETIC, min_rating=1)).values():
        assert rows(text) == [["Nothing: of 4 reports that have a rating, none is rated below 1 point."]]


def test_a_review_without_ratings_or_codes_does_not_fail(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for name in ("ratings", "appraisals", "claims"):
        (folder / f"{name}.csv").unlink()
    describe.write(folder)
    for text in every(open_review(folder, min_rating=2)).values():
        said = "This review gives no ratings as reported (table `ratings`) or appraisal answers (table `appraisals`)."
        assert rows(text) == [[f"[{said}]{{.rb-absent}}"]]
    bare = copied(SYNTHETIC, tmp_path / "bare")
    for name in (*CODING, "claims", "confidence"):
        (bare / f"{name}.csv").unlink()
    describe.write(bare)
    shown = every(open_review(bare, min_rating=2))
    assert rows(shown["themes"])[0][0].startswith("[This review gives no themes and categories")
    assert rows(shown["conclusions"])[-1][0].startswith("This review has no themes or categories")
    assert len(cells(shown["studies"])) == 8


def test_a_subset_is_contrasted_within_itself():
    part = open_once(WILLIAMS, subset="research_worker", min_rating=2)
    assert cells(tables.sensitivity(part, "studies").data)[0] == ["Reports", "4", "3", "1"]
    assert (
        "Rated below 2 of 4 points: 1 of 4 reports ({cite:t}`Baumel2016`)."
        in tables.sensitivity(part, "themes").data
    )


def test_people_that_a_form_does_not_ask_for_have_no_row():
    review = open_once(SYNTHETIC, min_rating=3)
    assert "Exercise workers" in tables.sensitivity(review, "studies").data
    own = only(review, studies=review.studies.assign(workers_n_as_charted=""))
    assert "Exercise workers" not in tables.sensitivity(own, "studies").data
