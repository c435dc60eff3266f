"""The process that makes the pages: one at a time in one place."""

import select

import pytest

from reviewbook.files.lock import held
from reviewbook.press.typeset import Typesetter


def test_pages_wait_for_who_is_still_at_work_in_their_place(tmp_path):
    source, place = tmp_path / "source", tmp_path / "place"
    source.mkdir()
    with Typesetter() as typesetter:
        with held(place, verb="build"):  # as one whose command was killed
            typesetter.ask(source, place, jobs=1, strict=True)
            began, _, _ = select.select([typesetter.process.stdout], [], [], 4)
            assert not began
        with pytest.raises(RuntimeError, match=r"_config\.yml"):  # now it is at work, and finds no book
            typesetter.answer()
