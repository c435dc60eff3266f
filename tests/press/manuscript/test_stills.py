"""Drawings of what pages build of HTML: nothing of it is lost, cut or laid over another."""

import re
from collections import Counter

import pytest
from lxml import html
from packages import OPENED, SYNTHETIC

from reviewbook.interventions import charts
from reviewbook.press.manuscript import figures
from reviewbook.press.manuscript.stills import TALL, WIDE, stills


def matrix(rows: int, columns: int) -> str:
    heads = "".join(
        f'<th scope="col"><span>An intervention with the number {at}</span></th>' for at in range(columns)
    )
    cell = '<td><b class="rb-yes" aria-hidden="true">✓</b><span>yes</span></td>'
    body = "".join(
        f'<tr><th scope="row">Feature {at}</th><td class="rb-total">{columns} of {columns}</td>{cell * columns}</tr>'
        for at in range(rows)
    )
    return (
        '<div class="rb-matrix-view"><div class="rb-matrix-key"><p>All:</p>'
        '<ul><li><b class="rb-yes">✓</b> yes: 9</li></ul></div>'
        '<div class="rb-matrix-frame"><table class="rb-matrix-grid"><caption>Features</caption>'
        f'<thead><tr><th scope="col"><span>Feature</span></th><th class="rb-total"><span>Yes</span></th>{heads}</tr></thead>'
        f'<tbody><tr class="rb-group"><th scope="rowgroup" colspan="{columns + 2}"><span>Group &amp; more</span></th></tr>'
        f"{body}</tbody></table></div></div>"
    )


def test_a_matrix_is_drawn_whole_with_its_key_and_told_in_words():
    (one,) = stills(matrix(2, 3))
    texts = re.findall(r"<text[^>]*>([^<]*)", one.svg)
    assert texts.count("✓") == 2 * 3 + 1 and "yes: 9" in texts and "Group &amp; more" in texts
    assert one.title == "Features" and one.description == "Feature 0: 3 of 3. Feature 1: 3 of 3"
    assert figures.png(one).startswith(b"\x89PNG")


def test_a_sign_that_leads_somewhere_is_drawn_as_one_that_does_not():
    plain = matrix(2, 3)
    linked = re.sub(
        r'<td><b (class="[\w-]+").*?>(.)</b>', r'<td><a \1 aria-label="yes" href="../x.html">\2</a>', plain
    )
    assert linked.count("<a ") == 2 * 3 and stills(linked)[0].svg == stills(plain)[0].svg


def test_the_names_of_columns_break_between_words_alone():
    assert (
        "Extraordinarilylongname"
        in stills(re.sub("An intervention with the number", "Extraordinarilylongname", matrix(2, 11)))[0].svg
    )


@pytest.mark.parametrize("chart", [charts.features, charts.tidier_completeness])
def test_each_sign_of_a_page_is_drawn_in_its_box_and_no_name_is_cut_within_a_word(chart):
    page = chart(OPENED[SYNTHETIC]).data
    told = html.fragment_fromstring(page, create_parent=True)
    signs = [
        one.text for one in told.xpath('.//table[contains(@class, "rb-matrix-grid")]//td/*[@aria-label]')
    ]
    drawn = [one.svg for one in stills(page)]
    found = [
        sign for svg in drawn for sign in re.findall(r'<text [^>]*text-anchor="middle"[^>]*>(\S)</text>', svg)
    ]
    assert len(signs) > 9
    assert not Counter(signs) - Counter(found)
    upright = " ".join(re.findall(r"<text transform=[^>]*>([^<]*)", "".join(drawn))).split()
    names = told.xpath(
        './/table[contains(@class, "rb-matrix-grid")]/thead//th[not(contains(@class, "rb-total"))]'
    )
    assert {word for name in names[1:] for word in "".join(name.itertext()).split()} <= set(upright)


def test_a_long_matrix_goes_on_in_even_parts_that_fit_a_page_each_under_its_head():
    found = stills(matrix(90, 11))
    assert len(found) > 1 and all(
        figures.size(one)[0] <= WIDE + 9 and figures.size(one)[1] <= TALL + 40 for one in found
    )
    assert all("Feature</text>" in one.svg and "yes: 9" in one.svg for one in found)
    assert sum(one.svg.count("✓") - 1 for one in found) == 90 * 11
    assert found[0].title == f"Features (1 of {len(found)})"
    heights = [figures.size(one)[1] for one in found]
    assert min(heights) > max(heights) / 2


def test_marks_of_the_map_keep_their_sizes_and_have_their_numbers_beside():
    mark = '<span><svg class="rb-band-high" role="img" aria-label="high rating" width="30" viewBox="0 0 1 1"><circle r="1"/></svg>2</span>'
    table = (
        '<div class="rb-map-figure"><ul class="rb-map-key"></ul><div class="rb-frame"><table class="rb-map-grid">'
        "<caption>Map</caption><thead><tr><th><p>Theme</p></th><th><p>A</p></th><th><p>B</p></th></tr></thead>"
        f"<tbody><tr><th>One</th><td>{mark}</td><td><span>none</span></td></tr></tbody></table></div></div>"
    )
    (one,) = stills(table)
    assert one.svg.count("<circle") == 1 and ">2</text>" in one.svg and ">none</text>" in one.svg
    assert one.description == "One: A high rating 2; B none"


def test_bars_are_as_wide_as_their_shares_and_say_their_numbers():
    line = (
        '<li><span class="rb-line-name">{0}</span><span class="rb-line-bar"><i class="rb-share" style="width:{1}%"></i></span>'
        '<span class="rb-line-said">{2}</span></li>'
    )
    text = (
        '<div class="rb-charted"><ul class="rb-asked"><li><p><strong>Design</strong> <span>4 of 4 charted</span></p>'
        f'<ul class="rb-lines">{line.format("Qualitative", 75, "3 of 4")}{line.format("Other", 25, "1 of 4")}</ul></li></ul></div>'
    )
    (one,) = stills(text)
    bars = [
        float(wide) for wide in re.findall(r'width="([\d.]+)" height="10" rx="2" fill="#145a8d"', one.svg)
    ]
    assert bars == [180, 60] and "3 of 4" in one.svg


def test_what_shows_nothing_to_draw_has_no_drawing():
    assert stills("<p>Not charted yet.</p>") == []
