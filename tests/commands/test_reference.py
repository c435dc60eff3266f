"""The page of all verbs, made from the command line itself."""

import argparse

import pytest
from packages import ROOT

from reviewbook.cli import TASKS, VERBS, _whole, commands_page, main
from reviewbook.commands import reference


def test_the_stored_page_is_what_the_command_line_gives():
    stored = (ROOT / "book" / "commands.md").read_text("utf-8")
    assert stored == commands_page(), "run `reviewbook --commands > book/commands.md`"


def test_the_command_prints_the_page_and_ends(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--commands"])
    assert ended.value.code == 0 and capsys.readouterr().out == commands_page()


def test_every_verb_has_its_part_under_its_task_with_every_option():
    parts = dict(part.partition("`\n")[::2] for part in commands_page().split("\n### `")[1:])
    assert list(parts) == [verb for verbs in TASKS.values() for verb in verbs]
    (verbs,) = (one for one in _whole()._actions if isinstance(one, argparse._SubParsersAction))
    for verb, parser in verbs.choices.items():
        told = parts[verb]
        assert VERBS[verb] in told
        for option in (name for action in parser._actions for name in action.option_strings):
            assert option in ("-h", "--help") or option in told


EPILOG = """a table is one of:
  long  a row a value, --so
        and more of it
  wide  a row a study

rows may be
sorted

examples:
  reviewbook do this
"""


def test_what_help_says_beneath_the_options_is_prose_a_list_or_as_it_is():
    assert list(reference._beneath(EPILOG)) == [
        *("", "A table is one of:"),
        *("", "- `long`: a row a value, `--so` and more of it", "- `wide`: a row a study"),
        *("", "Rows may be sorted", "", "Examples:"),
        *("", "```text", "reviewbook do this", "```"),
    ]


def test_no_line_of_the_page_is_longer_than_its_column():
    code = [part.split("```")[0] for part in commands_page().split("```text")[1:]]
    assert max(len(line) for part in code for line in part.splitlines()) <= 150


def test_the_page_is_reached_from_the_menu():
    listed = (ROOT / "_toc.yml").read_text("utf-8")
    authors = listed[listed.index("For authors") :]
    assert all(f"book/{page}\n" in authors for page in ("commands", "imports", "instruments", "tutorial"))
