"""A figure of matplotlib as a page holds it."""

import re
from xml.etree import ElementTree

from reviewbook.page import figure as drawing
from reviewbook.page.figure import INK, axes, inline


def bars(title="Bars", description="One bar: 2."):
    figure, ax = axes(height=2)
    ax.bar([1], [2], color="#3579b8", edgecolor=INK)
    ax.set_ylabel("Reports")
    return inline(figure, title=title, description=description).data


def test_a_figure_is_named_and_described_and_its_text_stays_text():
    shown = bars("Bars & <more>")
    assert 'role="region" aria-label="Bars &amp; &lt;more&gt;"' in shown
    assert ">One bar: 2.</desc>" in shown and ">Reports</text>" in shown


def test_a_figure_takes_colour_and_size_from_the_page():
    shown = bars()
    assert INK not in shown and "currentColor" in shown and "#3579b8" in shown
    assert "font-family" not in shown and "<style" not in shown
    assert not re.search(r"<svg [^>]*(width|height)=", shown)


def test_the_same_figure_gives_the_same_bytes_and_another_title_other_ids():
    assert bars() == bars()
    ids = [set(re.findall(r'\bid="([^"]+)"', bars(title))) for title in ("Bars", "Other bars")]
    assert ids[0] and not ids[0] & ids[1]


def test_every_reference_within_a_figure_leads_to_one_of_its_ids():
    shown = bars()
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert shown.count("url(#") + shown.count('xlink:href="#') > 1
    for one, other in re.findall(r'xlink:href="#([^"]+)"|url\(#([^)]+)\)', shown):
        assert (one or other) in ids


def test_a_text_is_text_whatever_stands_in_it(recwarn):
    texts = [
        "Vouchers ($5 or $10 a week)",
        "$x^2$",
        'id="a" url(#b) #010203 ; font-family: x',
        "\u4e2d\u6587 \U0001f600",
        "a\x0bb <b>",
    ]
    drawing, ax = axes(height=2)
    ax.set_yticks(range(3), texts[:3])
    ax.text(0, 0, texts[3])
    ax.set_title(texts[4])
    svg = inline(drawing, title="Test", description="Of texts").data
    read = {
        "".join(one.itertext())
        for one in ElementTree.fromstring(svg[svg.index("<svg") : svg.index("</svg>") + 6]).iter()
    }
    assert {*texts[:4], "ab <b>"} <= read
    assert list(recwarn) == []


def test_kinds_have_looks_of_their_own_as_long_as_there_are_any_and_then_share_one():
    kinds = [f"kind {n}" for n in range(len(drawing.LOOKS) + 2)]
    found = list(drawing.looks(kinds).values())
    assert len(set(found[:-2])) == len(drawing.LOOKS) and found[-2:] == [drawing.OTHER] * 2
