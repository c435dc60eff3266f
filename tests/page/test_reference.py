"""A work of the bibliography as a page gives it."""

import codecs
import json

import latexcodec  # noqa: F401 - the codec "ulatex"
import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given
from hypothesis import strategies as st
from packages.sites import words
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError
from pybtex.markup import LaTeXParser
from pybtex.richtext import Text

from reviewbook.page import reference


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ("@article{a, author={Doe, Jane}, title={On {X} & <b>}, journal={J}, year=2001}", "On X & <b>"),
        ("@online{a, author={Doe, Jane}, title={On the web}, year=2001}", "On the web"),
        ("@article{a, title={No author, no journal}}", "No author, no journal"),
        ("@misc{a, year=2001}", "2001"),
    ],
)
def test_a_reference_shows_what_there_is_of_a_work(work, expected):
    shown = reference.reference(parse_string(work.replace("&", "\\&"), "bibtex").entries["a"])
    page = BeautifulSoup(str(shown), "html.parser")
    assert expected.casefold() in words(page).casefold() and not page.find("b")


def test_a_reference_leads_only_to_addresses_of_the_web():
    evil = "@misc{a, author={Doe, Jane}, title={T}, url={javascript:alert(1)}, year=2001}"
    good = evil.replace("javascript:alert(1)", 'https://x.org/?a=1&b="2"')
    shown = [str(reference.reference(parse_string(work, "bibtex").entries["a"])) for work in (evil, good)]
    assert "href" not in shown[0]
    assert BeautifulSoup(shown[1], "html.parser").a["href"] == "https://x.org/?a=1&b=%222%22"


def test_a_work_is_the_same_when_it_was_plain_data_meanwhile():
    written = """@incollection{k, author={van der Berg, Jr, Anna M. and {The Group}}, editor={Roe, R},
        title={On {X} and {\\"o}}, booktitle={B}, publisher={P}, year=2001, Doi={10.1/x}}"""
    entry = parse_string(written, "bibtex").entries["k"]
    again = reference.entry_of(json.loads(json.dumps(reference.plain(entry))))
    assert again == entry and again.key == "k"
    assert reference.reference(again) == reference.reference(entry)


def from_latex(text: str) -> Text:
    """As pybtex reads LaTeX, whatever was put in its place."""
    return LaTeXParser(codecs.decode(text, "ulatex")).parse(level=0)


@given(
    text=st.text(
        alphabet=st.sampled_from("ab Z9.,:;?!'`\"-–~^_$#&%*+=/()[]<>|@{}\\\n\t éø\u0301\u00a0"), max_size=12
    )
)
@example(text="1--2")
@example(text="it''s")
@example(text=",,a")
@example(text="a  b")
@example(text=" a")
@example(text="a\tb")
@example(text="?`a")
@example(text="50 % of ~")
def test_texts_are_read_as_latex_has_them(text):
    reference.style()  # from here on, plain texts are read without LaTeX
    try:
        expected = from_latex(text)
    except (PybtexError, UnicodeDecodeError) as refused:
        with pytest.raises(type(refused)):
            Text.from_latex(text)
        return
    assert Text.from_latex(text) == expected
