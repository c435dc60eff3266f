"""Words as foreign files have them."""

import pytest

from reviewbook.files.wording import unmarked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doe&#x0027;s &amp; Roe&apos;s", "Doe's & Roe's"),
        ("twice &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt; escaped", "twice x escaped"),
        ("CO<sub>2</sub> and <i>E. <b>coli</b></i>", "CO2 and E. coli"),
        ("<h4>Aim</h4>To see.<br/>Then", " Aim To see. Then"),
        ("<jats:p>One</jats:p>", " One "),
        ('<tex-math notation="LaTeX">$x$</tex-math> <mml:mi>y</mml:mi> <underline>z</underline>', "$x$ y z"),
        ("P<0.05, n>3, a <b c", "P<0.05, n>3, a <b c"),
        ("R&D; AT&T <Go to> <b>", "R&D; AT&T <Go to> <b>"),
    ],
)
def test_plain_text_has_no_entities_and_no_markup_and_keeps_what_is_neither(text, expected):
    assert unmarked(text) == expected
