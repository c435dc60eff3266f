"""The page of formats, made from the registers of all chapters."""

import pytest
from packages import ROOT

from reviewbook.cli import main
from reviewbook.commands.import_ import _chapters
from reviewbook.files import vendors
from reviewbook.files.signs import FOREIGN


def test_the_stored_page_is_what_the_registers_give():
    stored = (ROOT / "book" / "imports.md").read_text("utf-8")
    assert stored == vendors.page(_chapters()), "run `reviewbook import --formats > book/imports.md`"


def test_the_command_prints_the_page_and_ends(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["import", "--formats"])
    assert ended.value.code == 0 and capsys.readouterr().out == vendors.page(_chapters())


@pytest.mark.parametrize("chapter", _chapters(), ids=lambda chapter: chapter.__name__.split(".")[1])
def test_every_format_of_a_chapter_is_read_of_a_vendor_and_no_vendor_names_another(chapter):
    _, listed = vendors.of_chapter(chapter)
    assert {name for one in listed for name in one.reads} == {one.name for one in chapter.FORMATS}
    told = [text for one in listed for text in (*one.reads.values(), *one.instead.values(), one.leaves)]
    assert all(isinstance(text, str) for text in told)


def test_what_is_known_by_sight_and_not_read_is_on_the_page():
    page = vendors.page([])
    assert all(f"\n- {words}: " in page for words in FOREIGN)


def test_help_and_the_page_for_contributors_lead_to_it(capsys):
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    assert "book/imports.md" in capsys.readouterr().out
    assert "(book/imports.md)" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
