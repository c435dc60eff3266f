"""How far charters agree, as dots."""

import re

from packages import OPENED, SYNTHETIC
from packages.charting import by_nobody, by_one

from reviewbook.charting.drawing.agreement import charters


def test_each_question_has_a_dot_at_its_share_and_its_interval_and_says_both():
    text = charters(OPENED[SYNTHETIC]).data
    (line,) = re.findall(r"<li>(?:(?!</li>).)*Supervision.*?</li>", text)
    assert '<b style="left:60%"></b>' in line
    left, width = map(float, re.findall(r"left:([\d.]+)%;width:([\d.]+)%", line)[0])
    assert (round(left), round(left + width)) == (23, 88)
    assert "<strong>3 of 5</strong> alike: 60\u00a0%\u00a0(23\u00a0to\u00a088)" in line


def test_all_questions_stand_first():
    text = charters(OPENED[SYNTHETIC]).data
    assert text.index("All questions") < text.index("Supervision")
    assert "<strong>16 of 23</strong>" in text


def test_where_one_or_nobody_charted_nothing_is_drawn():
    assert charters(by_one()) is None and charters(by_nobody()) is None
