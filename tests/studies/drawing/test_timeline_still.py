"""The timeline as a drawing."""

import re

from packages import OPENED, WILLIAMS
from packages.places import changed, many

from reviewbook.page.drawing import NARROW, WIDE, Sheet
from reviewbook.studies import periods
from reviewbook.studies.drawing import timeline_still as still
from reviewbook.studies.drawing import when


def texts(drawn: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)", drawn)


def test_each_report_has_its_name_and_its_year_at_both_widths():
    review = OPENED[WILLIAMS]
    table = periods.periods(review.reports)
    names = {report: f"Name of {report}" for report in review.reports["report_id"]}
    for width in (WIDE, NARROW):
        sheet = Sheet(width)
        still.by_report(sheet, table, names, {})
        drawn = "".join(sheet.parts)
        assert set(names.values()) <= set(texts(drawn))
        assert drawn.count('class="w"') == 1 + 12, "a bar for each period, and the key"
        assert len(re.findall(r'<path class="v"', drawn)) == 1 + 14


def test_a_start_alone_is_a_mark_and_what_is_not_known_is_said():
    drawn = when.timeline(
        changed(study_from=["2016", "not_reported", None, "2019", None], study_to=["not_reported", None, None, "2020", None],
                year=[2018, None, 2020, 2020, 2021], year_as_charted=["2018", "not_reported", "2020", "2020", "2021"])
    ).data  # fmt: skip
    assert "its start or its end alone" in texts(drawn)
    assert any("year not reported" in text for text in texts(drawn))


def test_beyond_sixty_reports_two_bars_stand_for_a_year():
    drawn = when.timeline(many(61, ["Norway"])).data
    assert {"studies running", "reports published"} <= set(texts(drawn))
    assert "Studies running and reports published in each year" in drawn
