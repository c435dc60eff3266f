"""The script that makes the fonts: which characters it asks for, what it measures, how the family is called."""

import pytest
from fontTools.ttLib import TTFont

from reviewbook.page.fonts import make


@pytest.mark.parametrize(
    ("ranges", "characters"), [("0041-0043", "ABC"), ("0041 0063", "Ac"), ("0041-0042 0042", "AB")]
)
def test_ranges_name_code_points_one_by_one_and_from_to(ranges, characters):
    assert make.characters(ranges) == set(map(ord, characters))


def test_no_character_is_fetched_twice():
    sets = [make.characters(ranges) for ranges in make.SUBSETS.values()]
    assert sum(map(len, sets)) == len(set().union(*sets))


def test_the_files_for_matplotlib_have_a_family_that_no_machine_has():
    for style in ("Regular", "Bold"):
        names = TTFont(make.HERE / f"Inter-{style}.ttf")["name"]
        assert names.getDebugName(1) == make.FAMILY != "Inter"
        assert names.getDebugName(4) == f"{make.FAMILY} {style}"


def test_measuring_a_font_gives_each_character_its_advance():
    font = TTFont(make.HERE / "Inter-Regular.ttf")
    found = make.measured(font, "regular")
    advances = dict(zip(found["characters"], found["regular"], strict=True))
    assert len(advances) > 400
    assert {advances[digit] for digit in "0123456789"} == {advances["0"]}
    assert advances["i"] < advances["m"]
