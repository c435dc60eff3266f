"""The plan of the map of themes: boxes, texts and numbers that do not touch."""

from itertools import combinations

import pytest
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS
from packages.maps import crowded

from reviewbook.page.svg import text_width
from reviewbook.themes.drawing import theme_choice, theme_plan
from reviewbook.themes.drawing.theme_map import NARROW, WIDE

WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


@WIDTHS
@pytest.mark.parametrize("which", ["themes", "frameworks"])
@pytest.mark.parametrize("review", [WILLIAMS, SYNTHETIC, "crowded"], ids=["williams", "synthetic", "crowded"])
def test_boxes_do_not_touch_and_text_stays_in_its_box(review, which, width):
    drawn = theme_choice.chosen(crowded() if review == "crowded" else OPENED[review], which)
    plan = theme_plan.place(drawn, width=width)
    assert not any(a.rect.meets(b.rect) for a, b in combinations(plan.boxes, 2))
    assert not any(a.rect.meets(b.rect) for a, b in combinations(plan.panels, 2))
    for box in plan.boxes:
        assert box.rect.x >= 1 and box.rect.right <= width - 1 and box.rect.bottom <= plan.height
        for line in box.lines:
            size = 15 if box.head else 14
            assert text_width(line, bold=box.head, size=size) <= box.rect.width - 2 * theme_plan.PAD
    for curve in plan.curves:
        assert curve.chip.x >= 0 and curve.chip.right <= width
        assert not any(curve.chip.meets(panel.rect) for panel in plan.panels)


@WIDTHS
@REVIEWS
def test_numbers_on_links_do_not_cover_each_other(review, width):
    plan = theme_plan.place(theme_choice.chosen(OPENED[review], "themes"), width=width)
    assert not any(a.chip.meets(b.chip) for a, b in combinations(plan.curves, 2))


@WIDTHS
def test_a_link_begins_and_ends_at_its_boxes_and_grows_with_its_excerpts(width):
    plan = theme_plan.place(theme_choice.chosen(OPENED[WILLIAMS], "themes"), width=width)
    at = {box.node.code_id: box.rect for box in plan.boxes}
    for curve in plan.curves:
        for code, (x, y) in ((curve.link.a, curve.points[0]), (curve.link.b, curve.points[-1])):
            assert x in (at[code].x, at[code].right) and at[code].y < y < at[code].bottom
    shared = sorted((curve.link.n, curve.width) for curve in plan.curves if not curve.link.against)
    assert [n for n, _ in shared] == [1, 2, 3, 3] and shared[0][1] < shared[1][1] < shared[2][1] == shared[3][
        1
    ]
