"""What can be taken away: each file that the page lists is there, with its size and SHA-256, and made anew where tables changed."""

import hashlib
import io
import re
import zipfile

import openpyxl
import pytest
from bs4 import BeautifulSoup
from packages import OPENED, ROOT, SYNTHETIC
from packages.five_pages import files

from reviewbook.press import downloads, menu, offered

SIZES = [(1, "1 byte"), (999, "999 bytes"), (6244, "6.2 KB"), (111_088, "111 KB"), (2_500_000, "2.5 MB")]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The downloads of the synthetic review, in the frame of the repository's book."""
    folder = tmp_path_factory.mktemp("site")
    write(OPENED[SYNTHETIC], folder)
    return folder


def write(review, folder, given=None):
    """Write the downloads of a review below a folder."""
    published = folder / "data" / review.name
    published.mkdir(parents=True, exist_ok=True)
    downloads.write(review, published)
    before = folder.with_suffix(".xlsx")
    with offered.workbook(review, published, before) as workbook:
        offered.write(
            review, folder, source=ROOT, given=given or folder / "none", workbook=workbook, failures=[]
        )


def test_each_file_is_there_as_large_as_it_says_with_its_checksum(made):
    folder = made
    page = BeautifulSoup((folder / menu.DOWNLOADS.address).read_text("utf-8"), "html.parser")
    listed = {one.a["href"]: one.code.get_text() for one in page.select(".rb-file")}
    assert {"synthetic.zip", "synthetic.xlsx", "synthetic-reports.ris", "cite-book.bib"} <= listed.keys()
    for href, sha in listed.items():
        assert hashlib.sha256((folder / "downloads" / href).read_bytes()).hexdigest() == sha
    sums = dict(line.split("  ")[::-1] for line in (folder / offered.SUMS).read_text("utf-8").splitlines())
    assert sums == {href.rpartition("/")[2]: sha for href, sha in listed.items()}
    described = re.findall(r'"sha256":"(\w+)"', page.find("script", type="application/ld+json").string)
    assert set(described) == set(listed.values())


def test_the_archive_and_the_workbook_hold_the_tables_as_they_are_published(made):
    folder = made
    with zipfile.ZipFile(folder / "downloads" / "synthetic.zip") as parts:
        assert parts.read("reports.csv") == (folder / "data" / "synthetic" / "reports.csv").read_bytes()
        assert {"datapackage.json", "README.md"} <= set(
            parts.namelist()
        ) and "explorer.js" not in parts.namelist()
    book = openpyxl.load_workbook(io.BytesIO((folder / "downloads" / "synthetic.xlsx").read_bytes()))
    assert {"reports", "studies"} <= set(book.sheetnames)


def test_the_same_tables_give_the_same_files_and_no_workbook_is_made_anew(made, monkeypatch):
    folder = made
    before = files(folder)
    (folder / "downloads" / "stray.txt").write_text("stray", "utf-8")
    monkeypatch.setattr(offered.children, "pool", None)  # nobody may ask for a process
    write(OPENED[SYNTHETIC], folder)
    assert files(folder) == before


def test_what_other_tasks_made_is_offered_where_it_is_there(made, tmp_path):
    folder = made
    assert "The whole book" not in (folder / menu.DOWNLOADS.address).read_text("utf-8")
    (tmp_path / "book.pdf").write_bytes(b"%PDF")
    write(OPENED[SYNTHETIC], folder, given=tmp_path)
    page = (folder / menu.DOWNLOADS.address).read_text("utf-8")
    assert "The whole book" in page and (folder / "downloads" / "book.pdf").read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 byte"), (999, "999 bytes"), (6244, "6.2 KB"), (111_088, "111 KB"), (2_500_000, "2.5 MB")],
)
def test_sizes_are_said_in_round_numbers(size, said):
    assert offered.File("downloads/a.zip", size, "").large == said
