"""The pages of reports and interventions of a review, written once for all tests that look at them."""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup

from packages import ROOT, rows_of
from reviewbook.press import entries, menu
from reviewbook.review.reading import load_review

EVIL = '</script><img src=x onerror=alert(1)> & “it\'s” "so"'


class Site:
    """The pages of one review, written once for all tests that look at them."""

    def __init__(self, review: Path, folder: Path) -> None:
        self.review, self.folder, self.loaded = review, folder, load_review(review)
        self.count = entries.write(self.loaded, folder, jobs=1, contents=menu.contents(ROOT))
        self.pages: dict[str, BeautifulSoup] = {}

    def page(self, address: str) -> BeautifulSoup:
        if address not in self.pages:
            text = (self.folder / address).read_text(encoding="utf-8")
            self.pages[address] = BeautifulSoup(text, "html.parser")
        return self.pages[address]

    def every(self) -> dict[str, BeautifulSoup]:
        files = sorted(self.folder.rglob("*.html"))
        assert files
        return {name: self.page(name) for name in (f.relative_to(self.folder).as_posix() for f in files)}

    def rows(self, table: str) -> list[dict[str, str]]:
        file = self.review / f"{table}.csv"
        return rows_of(file) if file.is_file() else []


def written(review: Path, to: Path) -> Site:
    to.mkdir(exist_ok=True)
    return Site(review, to)


def words(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def plain(text: str) -> str:
    return " ".join(text.split())


def evidence(text: str) -> dict:
    """What a script of one statement puts in place, read as JSON."""
    (name, data) = re.fullmatch(r'reviewbook\.data\["interventions/([\w.-]+)"\]=(.*);\n', text).groups()
    assert name
    return json.loads(data)
