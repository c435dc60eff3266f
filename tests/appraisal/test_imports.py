"""Which foreign files the chapter takes, and with which options."""

from importlib import import_module

from reviewbook.appraisal.imports import FORMATS


def test_answers_need_a_tool_and_say_which_there_are():
    (answers,) = FORMATS
    (problem,) = answers.lacks({"tool": None})
    assert problem.code == "IMPT-005" and problem.file == "--tool" and "mmat-2018" in problem.expected
    assert answers.lacks({"tool": "mmat-2018"}) == []


def test_each_format_names_a_module_that_takes_its_files_in():
    assert all(callable(import_module(one.module).add) for one in FORMATS)
