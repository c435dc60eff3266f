"""What matrices of codes are drawn of, and the rows of their tables as they are seen."""

import pytest
from bs4 import BeautifulSoup

from packages import table

HOSTILE = '</script><img src=x onerror=alert(1)> & <b>bold</b> "quoted" | *all*'
WHICH = pytest.mark.parametrize("which", ["themes", "frameworks"])
PLACED = table("row code_id excerpt_id report_id kind",
               ("app", "t", "F1", "A", "finding"), ("app", "t", "F1", "B", "finding"), ("app", "t", "Q1", "B", "quotation"),
               ("app", "u", "F1", "A", "finding"), ("app", "u", "F1", "B", "finding"),
               ("web", "t", "F2", "C", "finding"), ("", "t", "F3", None, "finding"))  # fmt: skip


def lines(view) -> list[list[str]]:
    """The table row by row as it is seen: signs and numbers, without the words for screen readers."""
    view = BeautifulSoup(str(view), "html.parser")
    for word in view.select("td span"):
        word.string = "" if word.parent.find("i") else "·"
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in view.find_all("tr")]
