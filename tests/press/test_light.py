"""What is folded on a heavy page is kept as text; a light page stays as it is."""

import pytest

from reviewbook.press.light import HEAVY, WORTH, elements, lightened

ROWS = "<p>one</p>\n"


def page(inside: str) -> str:
    return f"<body><nav><details><summary>Menu</summary>{ROWS * WORTH}</details></nav><article>{inside}</article></body>"


def fold(content: str, given: str = "") -> str:
    return f"<details{given}> <summary>More <b>of it</b></summary>{content}</details>"


LONG = ROWS * HEAVY


def test_a_page_that_is_not_heavy_stays_as_it_is():
    light = page(fold(ROWS * (HEAVY - WORTH - 20)))
    assert elements(light) <= HEAVY and lightened(light) == light


def test_each_closed_fold_of_a_heavy_page_is_text_and_nothing_is_lost():
    heavy = page(fold(LONG) + ROWS + fold(ROWS * WORTH))
    made = lightened(heavy)
    kept = f"</summary><noscript>{LONG}</noscript></details>{ROWS}"
    assert kept in made and made.count("<noscript>") == 2
    assert made.replace("<noscript>", "").replace("</noscript>", "") == heavy


@pytest.mark.parametrize(
    "inside",
    [
        fold(LONG, " open"),
        fold(LONG, ' class="a" open=""'),
        fold(ROWS) + LONG,  # not worth it
        fold(LONG + "<noscript>No script.</noscript>"),
        fold(LONG + '<a title="</noscript>">x</a>'),
        fold(LONG + "<script>run()</script>"),
        f"<script>const a = '{fold(LONG)}'</script>",
        f"<!-- {fold(LONG)} -->",
        f"<details>{LONG}</details>",  # nothing to open it by
    ],
)
def test_what_is_open_short_or_more_than_text_stays(inside):
    assert lightened(page(inside)) == page(inside)


def test_of_folds_in_each_other_the_outermost_closed_one_is_text():
    inner = fold(ROWS * WORTH)
    made = lightened(page(fold(fold(LONG + inner), " open") + fold(inner)))
    assert made.count("<noscript>") == 2
    assert f"<noscript>{LONG}{inner}</noscript>" in made and f"<noscript>{inner}</noscript>" in made


def test_data_of_a_view_is_kept_with_it_and_an_attribute_that_looks_like_a_tag_is_none():
    view = LONG + '<script type="application/json">{"a": 1}</script>'
    assert f"<noscript>{view}</noscript>" in lightened(page(fold(view, ' title="a > open"')))
