"""Plain fields of BibTeX read at once: as pybtex of itself reads them."""

import subprocess
import sys

import pytest

# In a process of its own: pybtex stays quick once it is.
READ = """
import sys
from pybtex.database import PybtexError, parse_string
if sys.argv[1] == "fast":
    from reviewbook.review.bibtex import read_plain_fields_fast
    read_plain_fields_fast()
    read_plain_fields_fast()
for text in sys.stdin.read().split("=====\\n"):
    try:
        for key, entry in parse_string(text, "bibtex").entries.items():
            people = {role: list(map(str, some)) for role, some in entry.persons.items()}
            print(ascii([key, entry.type, list(entry.fields.items()), people]))
    except PybtexError as error:
        print(ascii(["wrong", str(error), error.get_context()]))
"""
WRITTEN = {
    "plain": '@article{a, title = {One}, year = {2019}, month = 3}\n@book(b, title = "Two", author={Doe, J. and Roe, R.})',
    "braces": "@article{a, title = {The {HIV} and {{so} on} of {it}}, note = {},\n  journal = {{}{}}}",
    "joined": '@string{j = "Journal"}\n@article{a, journal = j # { of } # "Walks", year = 20 # 19, month = may, pages = {1}}',
    "latex": '@article{a, author = {S{\\o}rensen, K{\\"o}rs and {Ministry of Walks}}, title = "A {"}quoted{"} \\{word"}',
    "lines": "% said before\n\n@article{a,\r\n  title\t= {Over\n  two lines},\n  year =\n {2019}\n,}\n@comment{x}\n@article{b, year={1}}",
    "no end of a value": "@article{a, title = {One}, year = {20\n\n",
    "no end of an entry": "@article{a, title = {One},\n year = {2019}\n",
    "no comma": "@article{a, title = {One}\n year = {2019}}\n@article{b, title = {Two}}",
    "no sign": "@article{a,\n title {One}, year = {2019}}",
    "a mark too many": "@article{a, title = {One}}, year = {2019}}\n@article{b, title = {Two} x}",
    "twice": "@article{a, title = {One}, Title = {Two}}",
    "same key": "@article{a, title = {One}}\n@article{a, title = {Two}}",
}


def _read(how: str) -> list[str]:
    told = subprocess.run(
        [sys.executable, "-c", READ, how],
        input="=====\n".join(WRITTEN.values()),
        capture_output=True,
        check=True,
        text=True,
    )
    return told.stdout.splitlines()


def test_plain_fields_are_read_at_once_as_pybtex_reads_them_and_so_is_what_is_wrong():
    of_itself = _read("of itself")
    assert _read("fast") == of_itself
    assert sum(line.startswith("['wrong'") for line in of_itself) >= 5


@pytest.mark.parametrize("field", ["title = {A {plain} one}", 'title = "one"', "year = 2019"])
def test_a_plain_field_is_not_left_to_the_slow_way(field):
    from pybtex.database import parse_string
    from pybtex.database.input.bibtex import LowLevelParser

    from reviewbook.review.bibtex import read_plain_fields_fast

    read_plain_fields_fast()
    slow = LowLevelParser.parse_value
    try:
        LowLevelParser.parse_value = None
        assert parse_string(f"@article{{a, {field}}}", "bibtex").entries
    finally:
        LowLevelParser.parse_value = slow
