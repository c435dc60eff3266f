"""Which cells rest on a place where the source disagrees with itself."""

from packages import OPENED, SYNTHETIC, table

from reviewbook.review.disagreements import Touched, row_keys

CELLS = table(
    "disagreement_id table_name row_key field_name",
    ("D1", "reports", "A", "country"),
    ("D2", "reports", "A", "not_applicable"),
    ("D3", "reports", "B", None),
    ("D4", "ratings", "A tool overall", "rating"),
    ("D1", "studies", "s", "country"),
)


def test_a_cell_is_touched_by_its_own_disagreements_and_by_those_of_its_whole_row():
    touched = Touched(CELLS)
    assert touched.by("reports", ["A"], "country") == ["D1", "D2"]
    assert touched.by("reports", ["A"], "year") == ["D2"]
    assert touched.by("reports", ["B"], "year") == ["D3"]
    assert touched.by("reports", ["C"], "country") == touched.by("studies", ["A"], "country") == []


def test_rows_are_asked_together_and_each_disagreement_is_told_once():
    touched = Touched(CELLS)
    assert touched.by("reports", ["B", "A", "A"]) == ["D3", "D1", "D2"]
    assert touched.by("reports", ["A", "B"], "year", "country") == ["D1", "D2", "D3"]


def test_the_first_parts_of_a_key_stand_for_all_rows_that_begin_so():
    touched = Touched(CELLS)
    assert touched.by("ratings", ["A"], "rating") == touched.by("ratings", ["A tool overall"]) == ["D4"]
    assert touched.by("ratings", ["A too"]) == touched.by("ratings", ["tool overall"]) == []


def test_nothing_is_touched_where_nothing_is_charted():
    assert Touched(CELLS.head(0)).by("reports", ["A"]) == []


def test_the_key_of_a_row_is_its_parts_in_their_order_and_missing_where_one_is_blank():
    review = OPENED[SYNTHETIC]
    assert row_keys("ratings", review.ratings)[3] == "Synthetic2020a mmat-2011 qualitative"
    assert row_keys("flow", review.flow)[0] == "1"
    ratings = review.ratings.assign(component=review.ratings["component"].mask(review.ratings.index == 3))
    assert row_keys("ratings", ratings).isna().tolist() == [False, False, False, True, False]
