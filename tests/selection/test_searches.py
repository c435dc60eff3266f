"""Where a review searched, and how far: places, not rows, and every end of a search."""

import pandas as pd
import pytest
from packages import OPENED, WILLIAMS

from reviewbook.selection import searches


def sources(*rows: tuple) -> pd.DataFrame:
    """Rows of kind, places as written, searched_to and updated_to."""
    frame = pd.DataFrame(
        list(rows), columns=["kind", "places_as_charted", "searched_to", "updated_to"], dtype="string"
    )
    frame["places"] = pd.to_numeric(frame["places_as_charted"], errors="coerce").astype("Int64")
    return frame.assign(source_id=[f"s{at}" for at in range(len(frame))])


def ends(frame):
    return list(searches.reached(frame).itertuples(index=False, name=None))


def test_a_row_can_stand_for_several_places_and_stands_for_one_where_nothing_is_said():
    frame = sources(
        ("journal_search", "4", "2017", None),
        ("alert", "", None, None),
        ("alert", "not_reported", None, None),
    )
    assert searches.places(frame).tolist() == [4, 1, 1]
    assert not searches.is_exact(frame) and searches.is_exact(frame[:2])


def test_the_first_review_searched_nineteen_places():
    assert searches.places(OPENED[WILLIAMS].sources).sum() == 19


def test_ends_that_are_told_more_exactly_count_with_those_they_fall_into():
    frame = sources(
        ("database", "", "2016-03", "2017-12"),
        ("database", "2", "2016-03", "not_applicable"),
        ("alert", "", "2017-12-31", None),
    )
    assert ends(frame) == [("2017-12", "database", 1), ("2017-12", "alert", 1), ("2016-03", "database", 2)]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_a_year_takes_in_all_that_ends_in_it(order):
    rows = [
        ("database", "", "2016", None),
        ("database", "", "2016-03", None),
        ("database", "", "2016-03-01", None),
    ]
    assert ends(sources(*(rows[at] for at in order))) == [("2016", "database", 3)]


def test_an_update_that_is_older_than_the_search_is_not_its_end():
    assert ends(sources(("database", "", "2020-01", "2019-01"))) == [("2020-01", "database", 1)]


def test_a_source_without_a_kind_is_counted_too():
    ((end, kind, n),) = ends(sources((None, "", "2020", None)))
    assert (end, n) == ("2020", 1) and pd.isna(kind)


def test_of_what_is_no_end_is_known_and_what_has_none_is_not_counted_there():
    frame = sources(
        ("alert", "", "not_reported", None),
        ("alert", "", "not_applicable", None),
        ("alert", "", None, "2017"),
    )
    assert searches.unknown(frame)["source_id"].tolist() == ["s0"]
    assert len(searches.unknown(sources(("alert", "", None, None)))) == 1


def test_no_source_has_no_end():
    assert ends(sources()) == [] and len(searches.unknown(sources())) == 0
