"""Errors of the command line say what was perhaps meant, and show a call that is right."""

import argparse
import shlex
from contextlib import chdir

import pytest
from packages import SYNTHETIC, copied

from reviewbook import __version__
from reviewbook.cli import VERBS, _whole, main
from reviewbook.commands.parsing import EXAMPLE


def refused(*arguments: str, capsys) -> list[str]:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    told = capsys.readouterr()
    assert ended.value.code == 2 and told.out == ""
    return told.err.splitlines()


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["chekc", "x"], "check"),
        (["stauts"], "status"),
        (["check", "x", "--jsno"], "--json"),
        (["build", "--drafts"], "--draft"),
        (["check", "x", "--private=yes", "--prsoe"], "--prose"),
        (["export", "tidir", "x"], "tidier"),
        (["agree", "x", "--format", "rayan"], "rayyan"),
        (["completions", "bsh"], "bash"),
    ],
)
def test_a_misspelt_word_is_answered_by_the_one_that_was_meant(arguments, meant, capsys):
    said = refused(*arguments, capsys=capsys)
    assert f"Did you mean {meant}?" in said or "explicit argument" in said[0]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_a_wrong_call_of_each_verb_shows_a_right_one_and_where_all_is_said(verb, capsys):
    said = refused(verb, "--zzzz", "a", "b", "c", capsys=capsys)
    assert said[0].startswith(f"reviewbook {verb}: ") and not [
        line for line in said if line.startswith("Did you")
    ]
    assert (
        said[-2].startswith(f"For example: reviewbook {verb}")
        and said[-1] == f"All that there is: reviewbook {verb} --help"
    )


def test_the_example_that_is_shown_is_understood():
    """No error teaches a call that is another error."""
    parser = _whole()
    verbs = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction)).choices
    for own in verbs.values():
        for example in EXAMPLE.findall(own.epilog):
            words = shlex.split(example.removeprefix("reviewbook ").partition(" > ")[0], comments=True)
            assert words[1:] == ["--help"] or parser.parsed(words).verb == words[0]


def test_the_example_is_the_one_most_like_what_was_asked_for(capsys):
    assert refused("import", "refi-qda", capsys=capsys)[1].startswith(
        "For example: reviewbook import refi-qda "
    )
    assert refused("export", "codebook", "--bad", capsys=capsys)[1].startswith(
        "For example: reviewbook export codebook "
    )


def test_what_is_not_there_is_named(capsys):
    assert "the following arguments are required: DIR" in refused("new", capsys=capsys)[0]
    assert "b is not among what it takes" in refused("check", "a", "b", capsys=capsys)[0]


@pytest.mark.parametrize(
    "line", ["check", "status", "tidy --dry-run", "export ris", "dedupe --dry-run", "workbook -o w.xlsx"]
)
def test_a_review_that_is_not_named_is_the_one_in_which_one_stands(line, tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    with chdir(folder):
        assert main(line.split()) == 0, capsys.readouterr().err


def test_a_review_that_is_not_named_is_the_books_own(tmp_path, capsys):
    book = tmp_path / "walking"
    assert main(["new", str(book), "--title", "Walking", "--yes", "--no-build"]) == 0
    with chdir(book):
        assert main(["workbook", "-o", "review.xlsx"]) == 0
        assert main(["import", "workbook", "review.xlsx"]) == 0
    assert "0 added" in capsys.readouterr().out


def test_where_there_is_no_review_one_is_asked_for(tmp_path, capsys):
    with chdir(tmp_path):
        assert main(["check"]) == 1
    assert "PACK-001" in capsys.readouterr().err


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0 and capsys.readouterr().out == f"reviewbook {__version__}\n"
