"""Reports by year: what the title says, and what is drawn of many."""

import re

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reading import told
from packages.reviews import only

from reviewbook.studies.drawing import years as shown


@pytest.mark.parametrize(
    ("totals", "says"),
    [
        ({2016: 6, 2017: 0, 2018: 1}, "More reports appeared in 2016 than in any other year: 6 of 7"),
        ({2016: 1}, "The report appeared in 2016"),
        ({2016: 3}, "All 3 reports appeared in 2016"),
        ({2016: 1, 2017: 1}, "Reports appeared from 2016 to 2017, at most 1 report a year"),
        ({2016: 2, 2017: 2, 2018: 1}, "Reports appeared from 2016 to 2018, most of them in 2016 and 2017 (2 each)"),
        ({2015: 2, 2016: 2, 2017: 1, 2018: 1, 2019: 1, 2020: 1}, "Reports appeared from 2015 to 2020, at most 2 in a year (2015 and 2016)"),
    ],
)  # fmt: skip
def test_the_title_says_when_most_appeared(totals, says):
    assert shown.finding(totals) == says


def test_a_year_that_is_not_known_is_in_no_number_of_the_title():
    drawn = shown.years(OPENED[WILLIAMS]).data
    assert "in any other year: 6 of 14</p>" in drawn and "14 of 15 reports whose year is known" in drawn


def test_of_very_many_reports_bars_stand_for_all():
    one = OPENED[SYNTHETIC].reports
    many = pd.concat([one] * 30, ignore_index=True).assign(report_id=[f"R{n}" for n in range(150)])
    drawn = shown.years(only(OPENED[SYNTHETIC], reports=many)).data
    assert "2020: 60" in told(drawn)[0]
    circles = [path for path in re.findall(r'<path class="[vh]" d="([^"]+)"', drawn) if "a" in path]
    assert all(path.count("M") == 1 for path in circles), "those of the key alone"
