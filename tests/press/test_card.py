"""The picture by which the book is shown elsewhere: of the size that networks ask for, the same bytes each time, nothing cut."""

import struct
from dataclasses import replace

import pytest
from packages import MEASURES, OPENED, SYNTHETIC, WILLIAMS

from reviewbook.page.svg import text_width
from reviewbook.press import card, heads


def test_it_is_drawn_from_the_ratings_and_is_the_same_each_time():
    review = OPENED[SYNTHETIC]
    made = card.picture(review)
    assert struct.unpack(">II", made[16:24]) == (1200, 630) and made == card.picture(review)
    assert made != card.picture(replace(review, package=review.package | {"title": "SYNTHETIC other"}))
    assert card.ADDRESS == heads.CARD


def test_there_is_a_mark_for_each_report_that_has_a_design_and_none_without_ratings():
    drawn = card.drawn(OPENED[WILLIAMS])
    marks = drawn.count("<circle") + drawn.count('width="16"')
    assert marks == len(OPENED[WILLIAMS].reports)
    assert "<circle" not in card.drawn(OPENED[MEASURES])


@pytest.mark.parametrize("title", ["SYNTHETIC", "A <b>&", "word " * 80, "W" * 300])
def test_a_title_of_any_length_is_within_the_card(title):
    lines = card._title(title, 500)
    assert len(lines) <= card.LINES
    for line in lines:
        size = float(line.partition('font-size="')[2].partition('"')[0])
        said = line.partition(">")[2].removesuffix("</text>").replace("&lt;", "<").replace("&amp;", "&")
        assert text_width(said, bold=True, size=size) <= 500 + size
