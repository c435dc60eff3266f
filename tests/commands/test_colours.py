"""Colours are for terminals alone, and NO_COLOR turns them off."""

import io

import pytest

from reviewbook.commands.colours import coloured, heading, report


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_a_terminal_shows_codes_and_headings_in_colours():
    said = report("Must mend\nTABL-007  a.csv: found x, as TABL-006  has it\n\nTo do\n", Terminal())
    assert said.count("\033[31mTABL-007\033[0m") == 1 and "as TABL-006" in said
    assert "\033[1mMust mend\033[0m\n" in said and "\033[1mTo do\033[0m" in said
    assert coloured("", "1", Terminal()) == ""


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_none_gets_none(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    assert heading("To do", Terminal()) == "To do"


def test_a_file_or_a_pipe_gets_none():
    assert report("TABL-007  a.csv", io.StringIO()) == "TABL-007  a.csv"
