"""Which books of a review are there, and of which state."""

from packages import ROOT, SYNTHETIC

from reviewbook.press import book
from reviewbook.press.made import made


def at(root, monkeypatch, *, stands: bool = False, page: str = "", name: str = "mine"):
    monkeypatch.setattr(book, "stands", lambda *_: stands)
    review = root / "data" / name
    monkeypatch.setattr(book, "own_review", lambda root: root / "data" / "own")
    for one in filter(None, [page]):
        file = root / "_build" / one / "html" / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a page", "utf-8")
    return made(root, review, where="data/mine")


def test_a_book_that_is_not_there_says_how_to_build_it(tmp_path, monkeypatch):
    (row,) = at(tmp_path, monkeypatch)
    assert row[1:6] == ("not yet", "book", 0, 1, 1) and row.next == "`reviewbook build data/mine`"


def test_a_book_of_an_earlier_state_is_open(tmp_path, monkeypatch):
    (row,) = at(tmp_path, monkeypatch, page="mine")
    assert row[1:6] == ("of an earlier state", "book", 0, 1, 1) and row.next
    (row,) = at(tmp_path, monkeypatch, page="mine", stands=True)
    assert row[1:6] == ("of what is there now", "book", 1, 1, 0) and row.next == ""


def test_a_draft_is_told_beside_it(tmp_path, monkeypatch):
    rows = at(tmp_path, monkeypatch, page="mine-draft")
    assert [(row.unit, row.part) for row in rows] == [("book", "not yet"), ("draft", "a draft is there")]


def test_a_review_whose_name_is_taken_cannot_be_built(tmp_path, monkeypatch):
    (row,) = at(tmp_path, monkeypatch, name="html")
    assert row.part == "cannot be built" and row.next.endswith("says why")


def test_of_a_real_review_without_a_book():
    assert [row.stage for row in made(ROOT, SYNTHETIC, where="x")][:1] == ["built"]
