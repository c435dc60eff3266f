"""The main pages look as when somebody last looked at them: `make golden` takes their pictures anew."""

import pytest
from packages import ROOT
from PIL import Image, ImageDraw

from audit.golden import KEPT, MOST, PAGES, PICTURES, WINDOW, departs, picture_of, place_of
from audit.serving import served

HTML = ROOT / "_build" / "html"


@pytest.mark.skipif(not HTML.is_dir(), reason="no built book in _build/html: run `make book` first")
@pytest.mark.skipif(
    not PICTURES.is_dir(), reason="no pictures in tests/golden/pages: `make golden` takes them"
)
def test_main_pages_look_as_in_their_pictures(browser):
    page = browser.new_page(viewport=WINDOW, reduced_motion="reduce")
    with served(HTML) as address:
        found = {
            name: departs(
                picture_of(page, f"{address}{name}.html"), Image.open(place_of(name)).convert("RGB")
            )
            for name in PAGES
        }
    page.close()
    assert {name: round(by, 1) for name, by in found.items() if by > MOST} == {}


def test_pictures_take_up_little_room():
    assert sum(file.stat().st_size for file in PICTURES.glob("*")) <= 1_000_000


def lines(shift: int = 0, colour: int = 60) -> Image.Image:
    """A page of text, as far as a blurred picture knows one."""
    picture = Image.new("RGB", KEPT, "white")
    draw = ImageDraw.Draw(picture)
    for y in range(40, 860, 14):
        for x in range(40, 500, 9):
            draw.rectangle((x + shift, y, x + 4 + shift, y + 5), fill=(colour,) * 3)
    return picture


def test_other_letters_are_no_difference_and_a_figure_that_is_gone_is_one():
    assert departs(lines(), lines(shift=1, colour=80)) < MOST / 2
    with_figure = lines()
    ImageDraw.Draw(with_figure).rectangle((60, 200, 300, 400), fill="white")
    assert departs(lines(), with_figure) > MOST
