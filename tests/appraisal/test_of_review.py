"""What appraisal works out of a whole review: its ratings, the reports rated low, and the conclusions that rest on them."""

from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, copied, open_once, set_cell
from packages.reviews import only

from reviewbook.appraisal import answering, of_review, scoring, sensitivity
from reviewbook.appraisal.of_review import rated as rated_reports
from reviewbook.check import open_review


def test_a_review_under_2018_is_rated_only_where_its_package_asks_for_a_count():
    review = OPENED[SYNTHETIC]
    assert pd.isna(rated_reports(review).at["Synthetic2021", "rating"])
    asked = replace(review, package=dict(review.package) | {"overall": "count"})
    row = rated_reports(asked).loc["Synthetic2021"]
    assert (row["rating"], row["unit"], row["basis"], row["points"]) == (4, "points_of_5", "computed", 4)


def test_low_rated_reports_of_the_first_review():
    low = of_review.low_rated(open_once(WILLIAMS, min_rating=2))
    assert low == ["Baumel2016", "Forchuk2013", "Forchuk2015a", "Korsbek2016", "deLeeuw2012"]
    assert of_review.low_rated(open_once(WILLIAMS)) == []


@pytest.mark.parametrize(
    ("rating", "unit", "tool", "low"),
    [
        ("50", "percent", "mmat-2011", False),  # 2 of 4
        ("49", "percent", "mmat-2011", True),
        ("40", "percent", "mmat-2018", False),  # 2 of 5
        ("39", "percent", "mmat-2018", True),
        ("1", "stars_of_4", "mmat-2011", True),
        ("2", "points_of_5", "mmat-2018", False),
    ],
)
def test_a_rating_in_another_unit_is_read_in_points(rating, unit, tool, low, tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for column, value in (("rating", rating), ("unit", unit), ("tool", tool)):
        set_cell(folder / "ratings.csv", column, value, row=2)  # Synthetic2018
    assert ("Synthetic2018" in of_review.low_rated(open_review(folder, min_rating=2))) == low


def test_what_rests_on_low_rated_reports_in_the_first_review():
    found = of_review.conclusions(open_once(WILLIAMS, min_rating=2))
    weak = found[found["verdict"].isin(["alone", "mostly"])]
    assert dict(zip(weak["label"], weak["verdict"], strict=True)) == {
        "More say": "mostly",
    }
    assert set(found["kind"]) == {"theme", "subtheme", "category"}


def test_what_several_parts_of_the_chapter_ask_for_is_worked_out_once(monkeypatch):
    r = replace(open_once(SYNTHETIC, min_rating=3), tables=dict(OPENED[SYNTHETIC].tables))
    worked = []

    def noted(module, name):
        rule = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, **how: worked.append(name) or rule(*given, **how))

    for module, name in ((answering, "standing"), (scoring, "compared"), (sensitivity, "conclusions")):
        noted(module, name)
    for _ in range(2):
        of_review.rated(r), of_review.screened(r), of_review.compared(r), of_review.conclusions(r)
    of_review.rated(replace(r, min_rating=0))
    assert sorted(worked) == ["compared", "conclusions", "standing"]
    of_review.conclusions(replace(r, min_rating=2))
    assert worked.count("conclusions") == 2


def test_a_report_that_only_limits_a_code_is_not_behind_the_conclusion():
    review = OPENED[SYNTHETIC]
    said = review.excerpts["direction"].mask(review.excerpts["excerpt_id"] == "F3", "limits")
    limited = only(review, excerpts=review.excerpts.assign(direction=said))
    before, after = (of_review.conclusions(r).set_index("label")["reports"] for r in (review, limited))
    assert (before["Stopping"], after["Stopping"]) == (2, 1)  # F3 of 2019, and Q3 of 2021
    assert "Pain" in before.index and "Pain" not in after.index
