"""The tutorial does what it says: its files are written, its commands run one after the other, and the book stands."""

from __future__ import annotations

import re
import shlex
from contextlib import chdir

import pytest
from bs4 import BeautifulSoup
from packages import ROOT

from reviewbook.cli import main

TUTORIAL = ROOT / "book" / "tutorial.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> tuple:
    """The folder of the review, and for each command what it was and its status; the first makes the folder."""
    place = tmp_path_factory.mktemp("tutorial")
    ran = []
    for block in BLOCK.finditer(TUTORIAL.read_text(encoding="utf-8")):
        root = place / "walking"
        if block["file"]:
            (root / block["file"]).write_text(block["text"], encoding="utf-8")
            continue
        for line in block["text"].splitlines():
            words = shlex.split(line)
            assert words[0] == "reviewbook", "the tutorial needs nothing else"
            with chdir(root if root.is_dir() else place):
                ran.append((line, main(words[1:])))
    return place / "walking", ran


def test_every_command_ends_well(told):
    assert [line for line, status in told[1] if status] == []
    assert len(told[1]) > 10


def test_what_was_typed_is_in_the_book(told):
    root, _ = told
    page = (root / "_build" / "walking-draft" / "html" / "book" / "index.html").read_text(encoding="utf-8")
    assert "SYNTHETIC: walking groups in old age" in page
    chapter = root / "_build" / "walking-draft" / "html" / "notebooks"
    selection = BeautifulSoup((chapter / "01-selection.html").read_text(encoding="utf-8"), "html.parser")
    assert "(old* or aged).ti,ab." in [code.get_text() for code in selection.select(".rb-strategy code")]
    studies = (chapter / "02-studies.html").read_text(encoding="utf-8")
    assert "Norway" in studies and "Chile" in studies
