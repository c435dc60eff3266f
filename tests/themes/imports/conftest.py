"""What the tests of readers of coded material share."""

import shutil
from pathlib import Path

import pytest
from packages import SYNTHETIC
from packages.coded import CATEGORY, CODE, CODED, SOURCE, TEXT, qualcoder
from packages.coded_review import ONE, empty

from reviewbook.themes.imports import coded
from reviewbook.themes.imports import project as qda


@pytest.fixture
def study(tmp_path):
    """Two coders on one text, a picture, a recording and a page of a PDF; nested categories; two cases."""
    return qualcoder(
        tmp_path,
        source=[
            SOURCE,
            (1, "anna.txt", TEXT, None, "a memo"),
            (2, "p.png", None, "/images/p.png", ""),
            (3, "talk.mp3", None, "audio:/x/talk.mp3", ""),
            (4, "paper.pdf", "A page.", "/docs/paper.pdf", ""),
        ],
        code_cat=[CATEGORY, (7, "Effects", None, "what it does"), (8, "Good", 7, "")],
        code_name=[CODE, (1, "helps", 8, "it is of use", "#fff"), (2, "place", None, None, "#000")],
        code_text=[
            CODED,
            (1, 1, "it helps", 27, 35, "ann", "", 1),
            (1, 1, "it helps", 27, 35, "bob", "sure?", None),
            (2, 1, "Köln", 12, 16, "", "", None),
        ],
        code_image=[
            ("id", "x1", "y1", "width", "height", "cid", "owner", "pdf_page"),
            (2, 1, 2.5, 30, 40, 1, "ann", None),
            (4, 0, 0, 5, 5, 1, "ann", 0),
        ],
        code_av=[("id", "pos0", "pos1", "cid", "owner"), (3, 62_000, 3_670_500, 2, "ann")],
        cases=[("caseid", "name", "memo"), (1, "Anna", ""), (2, "Köln", "city"), (3, "Nobody", "")],
        case_text=[
            ("caseid", "fid", "pos0", "pos1"),
            (1, 1, 0, 35),
            (2, 1, 8, 17),
            (3, 1, 0, 3),
            (1, 2, 0, 0),
        ],
        journal=[("name", "jentry"), ("Day 1", "began")],
    )


@pytest.fixture
def review(tmp_path):
    return empty(tmp_path / "review")


@pytest.fixture
def synthetic(tmp_path):
    return Path(shutil.copytree(SYNTHETIC, tmp_path / "synthetic"))


@pytest.fixture
def add(tmp_path, monkeypatch):
    """Import projects as if a program's reader had read them; each name is a file of its own."""
    read = {}
    monkeypatch.setattr(qda, "read", lambda files, format: read[files[0]])

    def run(review, given=ONE, name="p.qdpx", *, more=(), **options):
        file = tmp_path / name
        file.write_text(name)
        read[file] = given
        return coded.add(review, [file, *more], "refi-qda", **{"keep_names": True} | options)

    return run
