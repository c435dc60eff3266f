"""When studies ran: precise as charted, and no end made up."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, WILLIAMS, table

from reviewbook.studies import periods

NR = "not_reported"
REPORTS = table(
    "report_id year study_from study_to",
    ("late", 2021, "2019", NR),
    ("silent", 2016, NR, NR),
    ("first", 2018, "2016", "2016-12"),
    ("second", 2016, "2016-07", "2017"),
    ("blank", None, None, "2020"),
)
LINKED = table(
    "report_id study_id",
    ("late", "s2"),
    ("silent", "s3"),
    ("first", "s1"),
    ("second", "s1"),
    ("blank", "s4"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2016", (2016, 2017)),
        ("2016-12", (2016 + 335 / 366, 2017)),
        ("2017-01", (2017, 2017 + 31 / 365)),
        ("2017-12-31", (2017 + 364 / 365, 2018)),
        ("2016-02-29", (2016 + 59 / 366, 2016 + 60 / 366)),
        ("2017-02-29", None),
        ("2017-13", None),
        ("2017-00", None),
        ("9999", None),
        ("9999-12-31", None),
        ("0000", None),
        (NR, None),
        ("not_applicable", None),
        (pd.NA, None),
        ("soon", None),
    ],
)
def test_a_date_is_as_long_as_it_is_precise(text, found):
    assert periods.ends(text) == found


@given(st.dates(min_value=pd.Timestamp(1500, 1, 1).date(), max_value=pd.Timestamp(2100, 12, 31).date()))
def test_a_day_lies_in_its_month_and_a_month_in_its_year(day):
    year, month, exact = (periods.ends(day.isoformat()[:length]) for length in (4, 7, 10))
    assert year[0] <= month[0] <= exact[0] < exact[1] <= month[1] <= year[1]


def test_reports_stand_by_the_start_of_their_study_and_the_rest_by_year():
    found = periods.periods(REPORTS)
    assert found["report_id"].tolist() == ["first", "second", "late", "silent", "blank"]
    assert found["begins"].round(3).fillna(0).tolist() == [2016, 2016.497, 2019, 0, 0]
    assert found["ends"].fillna(0).tolist() == [2017, 2018, 0, 0, 2021]
    assert found["lag"].fillna(99).tolist() == [2, -1, 99, 99, 99]


def test_a_report_without_a_year_says_why_and_nothing_counts_by_it():
    reports = REPORTS.assign(
        year=pd.array([2021, None, None, None, None], dtype="Int64"),
        year_as_charted=pd.array(["2021", NR, "not_available", "not_available", ""], dtype="string"),
        year_basis=pd.array(["verified", NR, "not_settled", NR, None], dtype="string"),
    )
    assert periods.undated(reports).to_dict("records") == [
        {"report_id": "silent", "why": NR},
        {"report_id": "first", "why": "not_settled"},
        {"report_id": "second", "why": "not_available"},
        {"report_id": "blank", "why": ""},
    ]
    assert periods.periods(reports)["lag"].isna().all()
    assert periods.by_year(reports, LINKED)["published"].map(len).sum() == 1


def test_a_study_runs_once_in_each_year_that_its_reports_touch():
    found = periods.by_year(REPORTS, LINKED)
    assert list(found.itertuples(index=False, name=None)) == [
        (2016, ["s1"], ["second", "silent"]),
        (2017, ["s1"], []),
        (2018, [], ["first"]),
        (2019, ["s2"], []),
        (2020, ["s4"], []),
        (2021, [], ["late"]),
    ]


def test_the_period_of_a_report_is_that_of_each_of_its_studies_and_of_one_without_is_nobodys():
    both = pd.concat([LINKED, table("report_id study_id", ("late", "s5"), ("late", "s1"))])
    running = periods.by_year(REPORTS, both[both["report_id"] != "blank"]).set_index("year")["running"]
    assert running[2019] == ["s2", "s5", "s1"] and running[2016] == ["s1"]
    assert 2020 in running.index and running[2020] == []


def test_without_any_date_there_is_no_year():
    nothing = REPORTS.assign(year=pd.NA, study_from=NR, study_to=pd.NA)
    assert periods.by_year(nothing, LINKED).empty
    assert periods.periods(nothing)["lag"].isna().all()


def test_the_seed_gives_twelve_periods():
    found = periods.periods(OPENED[WILLIAMS].reports)
    assert found["ends"].notna().sum() == 12
    assert (found["lag"].median(), found["lag"].min(), found["lag"].max()) == (1, 1, 8)
