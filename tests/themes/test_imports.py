"""Which foreign files the chapter takes: every reader of coded material is listed, and no other."""

from reviewbook.themes.imports import FORMATS
from reviewbook.themes.imports.project import READERS


def test_every_reader_of_coded_material_is_listed_once():
    assert [one.name for one in FORMATS] == list(READERS)
