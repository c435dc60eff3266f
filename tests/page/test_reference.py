"""A work of the bibliography as a page gives it."""

import pytest
from bs4 import BeautifulSoup
from packages.sites import words
from pybtex.database import parse_string

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
