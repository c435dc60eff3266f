"""Formats as chapters list them: what they take, and what does not go together."""

from pathlib import Path

import pytest

from reviewbook.commands.import_ import CHAPTERS, _chapters
from reviewbook.files.formats import Format, named, unfit
from reviewbook.review.problems import Problem


def _without_tool(given):
    return [] if "tool" in given else [Problem("IMPT-005", "--tool", "nothing", "a tool")]


ONE = Format(
    "one", "of one file", ".csv", "packages", {"tool": "tool"}, alone="one at a time", lacks=_without_tool
)
MANY = [Format(f"many{n}", "of many", ".csv", "packages", {"source": "source_id"}) for n in range(6)]
AMONG = named([ONE, *MANY])
FILE = [Path("a.csv")]


@pytest.mark.parametrize(
    ("name", "given", "files", "wrong"),
    [
        ("one", {"tool": "x"}, FILE, []),
        ("many1", {"source": "s"}, FILE * 3, []),
        ("zzz", {}, FILE, [("FORMAT", '"zzz"', "one of " + ", ".join(AMONG))]),
        ("one", {}, FILE, [("--tool", "nothing", "a tool")]),
        ("one", {"tool": "x"}, FILE * 2, [("FILE", "2 files", "one at a time")]),
        ("many1", {"tool": "x"}, FILE, [("--tool", '"x"', "the format one")]),
        (
            "one",
            {"tool": "x", "source": "s"},
            FILE,
            [("--source", '"s"', "no such option with the format one")],
        ),
        ("many1", {"tol": "x"}, FILE, [("--tol", '"x"', "no such option with the format many1")]),
    ],
)
def test_what_does_not_go_together_is_told_with_what_would(name, given, files, wrong):
    found = unfit(name, given, files, among=AMONG)
    assert [(p.file, p.found, p.expected) for p in found] == wrong
    assert {p.code for p in found} <= {"IMPT-005"}


def test_every_problem_of_a_wish_is_told_at_once():
    assert len(unfit("one", {"source": "s"}, FILE * 2, among=AMONG)) == 3


def test_every_format_of_a_chapter_is_taken_in_by_a_module_of_that_chapter():
    for chapter, imports in zip(CHAPTERS, _chapters(), strict=True):
        for one in imports.FORMATS:
            assert one.module.startswith(f"reviewbook.{chapter}.imports.")
            assert one.says and one.endings.startswith(".") and one.options


def test_no_two_formats_have_one_name():
    every = [one.name for imports in _chapters() for one in imports.FORMATS]
    assert len(every) == len(set(every)) > 15
