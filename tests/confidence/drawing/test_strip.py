"""The line of marks: a word beside every sign, a link to where the finding stands, and nothing that a text could become."""

import re
from dataclasses import replace

from packages import OPENED, SYNTHETIC
from packages.blanks import visible
from packages.reviews import only

from reviewbook.confidence.drawing import strip


def lines(html: str) -> list[str]:
    return re.findall(r'<li class="rb-trust">(.*?)</li>', html, re.DOTALL)


def test_each_theme_has_its_confidence_its_components_and_what_stands_beside_them():
    review = replace(OPENED[SYNTHETIC], min_rating=3)
    first, *_ = lines(strip.strips(review, "themes"))
    said = visible(first)
    assert "●●●○ moderate confidence" in said and "◐ moderate concerns" in said
    assert (
        "2 of 2 rated low" in said
        and "2 of 5 reports tell of it, 2 studies" in said
        and "2 countries, 2 settings" in said
    )
    assert 'href="#code-carrying_on"' in first and first.count("<dt>") == 5


def test_what_nobody_judged_says_so_beside_what_somebody_did():
    shown = strip.strips(OPENED[SYNTHETIC], "frameworks")
    said = [visible(line) for line in lines(shown)]
    assert any("not assessed" in one for one in said) and not all("not assessed" in one for one in said)


def test_where_nobody_judged_anything_there_is_no_place_for_it():
    review = OPENED[SYNTHETIC]
    shown = strip.strips(only(review, confidence=review.confidence[:0]), "themes")
    assert len(lines(shown)) == 2 and "●" not in shown and "○" not in shown
    assert "<dt>Confidence" not in shown and "not assessed" not in shown and "2 of 5 reports" in shown


def test_a_finding_leads_to_its_place_and_the_page_may_be_another():
    shown = strip.strips(OPENED[SYNTHETIC], "themes", page="../notebooks/05-themes.html")
    assert 'href="../notebooks/05-themes.html#excerpt-F3"' in shown
    assert "\n\n" not in shown  # MyST would end the block there


def test_a_scheme_that_is_not_there_has_no_strip():
    review = OPENED[SYNTHETIC]
    assert strip.strips(only(review, codes=review.codes[:0]), "themes") == ""


def test_a_text_stays_a_text():
    review = OPENED[SYNTHETIC]
    spoilt = review.codes.assign(label="<script>x</script> {download}`y`")
    shown = strip.strips(only(review, codes=spoilt), "themes")
    assert "<script>" not in shown and "{download}" not in shown


def test_of_many_the_first_are_shown_and_of_how_many(monkeypatch):
    monkeypatch.setattr(strip, "MOST", 1)
    shown = strip.strips(OPENED[SYNTHETIC], "themes")
    assert len(lines(shown)) == 1 and "1 of 4 are shown." in shown


def test_of_many_strips_the_first_stand_open_and_the_others_are_folded(monkeypatch):
    every = strip.strips(OPENED[SYNTHETIC], "themes")
    n = len(lines(every))
    assert n >= 3 and "<details>" not in every
    monkeypatch.setattr(strip, "OPEN", 2)
    shown = strip.strips(OPENED[SYNTHETIC], "themes")
    first, _, rest = shown.partition(f"<details><summary>The other {n - 2}</summary>")
    assert lines(first) == lines(every)[:2] and lines(rest) == lines(every)[2:]
