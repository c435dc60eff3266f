"""What must not pass for a success, and how far the main fields of what was read are filled."""

import pytest
from packages.exports import ONE

from reviewbook.selection.imports import verdict
from reviewbook.selection.imports.formats import FORMATS


@pytest.fixture
def told(read):
    """The fields for which a file is refused, or what was found where it is refused as a whole."""

    def problems(format_, text, *, named=None):
        found = verdict.problems(read(format_, text), "a.txt", of=FORMATS[format_], named=named)
        return [problem.field or problem.found for problem in found]

    return problems


def test_of_each_main_field_it_is_said_in_how_many_records_it_is_filled(read):
    export = read("csv", "title,year,doi\nOne,2001,\nTwo,,10.1000/b\n")
    assert verdict.filled(export) == {
        "title": (2, 2),
        "year": (1, 2),
        "authors": (0, 2),
        "doi": (1, 2),
        "abstract": (0, 2),
    }


HEADER = "doi,Bezeichnung,Wer,Wann,Zitate\n"
ROWS = '10.1000/a,A trial of two things,"Doe, A.; Roe, B.",03/2001,7\n10.1000/b,Another trial,"Poe, C.",04/2002,9\n'


def test_a_main_field_that_is_blank_in_every_record_is_asked_for_where_columns_could_hold_it(told):
    assert told("csv", HEADER + ROWS) == ["title", "year", "authors"]
    assert told("csv", HEADER + ROWS, named={"year": "", "authors": ""}) == ["title"]


def test_the_column_that_could_hold_it_is_named_with_what_to_say(read):
    (problem,) = verdict.problems(read("csv", "title,Wann,Zitate\nOne,2001,7\n"), "a.csv", of=FORMATS["csv"])
    assert problem.found.endswith('could hold it: Wann ("2001")')
    assert '--columns "year=Wann"' in problem.expected


@pytest.mark.parametrize(
    "text",
    [
        "title,year,Cited by\nOne,2001,7\n",  # nobody is called 7
        "title,authors,ISSN,Pages read\nOne,Doe J,1234-5678,12\n",  # and nothing was published then
        "title,Notes\nOne,ok\n",
        'title,year,Place\nOne,2001,\nTwo,2002,\nThree,2003,"Doe, A."\n',  # hardly filled
    ],
)
def test_columns_that_could_not_hold_it_stop_nothing(told, text):
    assert told("csv", text) == []


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("bibtex", "@article{a, title={One}, author={Doe, J}, jahrgang={2001}}\n"),
        ("yaml", "- title: One\n  author: Doe, J\n  jahrgang: 2001\n"),
        ("ris", ONE.replace("PY  - 2001", "AU  - Doe, J\nXY  - 2001")),
    ],
)
def test_the_rule_holds_for_every_format_of_records(told, format_, text):
    assert told(format_, text) == ["year"]


def test_nothing_taken_is_no_success(told):
    (found,) = told("csv", "title,year\n,2001\n")
    assert found.startswith("nothing to take in 1 entry, 1 set aside; the first: the entry has no title")


def test_an_entry_that_is_neither_taken_nor_set_aside_is_lost(read):
    import dataclasses

    export = dataclasses.replace(read("ris", ONE), entries=3)
    (problem,) = verdict.problems(export, "a.ris", of=FORMATS["csv"])
    assert problem.found == "2 entries neither taken nor set aside"


def test_decisions_need_no_titles(read):
    export = read("csv", HEADER + ROWS)
    assert verdict.problems(export, "a.csv", of=FORMATS["decisions"]) == []
