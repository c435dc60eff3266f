"""MyST as plain text."""

import pytest

from reviewbook.page.escape import html_in_myst, myst
from reviewbook.press.manuscript.words import plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[– not reported]{.rb-nr}: n", "– not reported: n"),
        ('<a class="rb-disagrees" href="x.html" title="y">≠ source disagrees</a>', "≠ source disagrees"),
        ("a<br>b <small>c</small>", "a\nb c"),
        ("**strong** and `code`", "strong and code"),
        ("[text](<https://example.org/a(1)>)", "text"),
        ('<b aria-hidden="true">✓</b> yes', "✓ yes"),
    ],
)
def test_markup_of_a_cell_says_nothing(text, said):
    assert plain(text) == said


@pytest.mark.parametrize(
    "text",
    ["{download}`x` for $5", "a*b*c [d]{.e} <b>", "=1+1", "&amp; & \\ | ~", "[x](y) **z** {cite:t}`q`"],
)
def test_what_was_escaped_comes_back_letter_by_letter(text):
    assert plain(myst(text)) == text
    assert plain(f"<span>{html_in_myst(text)}</span>") == text


def test_a_role_says_what_it_is_told_to():
    assert (
        plain("{cite:t}`A2008,B2010` too", lambda role, keys: f"<{role} {keys}>")
        == "<cite:t A2008,B2010> too"
    )
    assert plain("{doc}`First page </book/index>`") == "First page"
