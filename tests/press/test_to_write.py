"""What of the prose is still to be written is counted, until its box is taken out."""

from packages import SYNTHETIC, copied

from reviewbook.check import open_review
from reviewbook.press.to_write import problems

BOX = ":::{admonition} To write: the protocol\n:class: rb-to-write\nWhere it is registered.\n:::\n"


def told(review, root=None) -> list[tuple]:
    return [(one.code, one.file, one.row, one.found) for one in problems(open_review(review), root)]


def test_each_box_is_told_at_its_line(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    (review / "pages").mkdir()
    (review / "pages" / "methods.md").write_text(f"# Methods\n\n{BOX}\n{BOX}", "utf-8")
    place = ("PAGE-005", "pages/methods.md")
    assert told(review) == [(*place, 3, '"the protocol"'), (*place, 8, '"the protocol"')]


def test_the_pages_of_the_book_are_looked_at_for_its_own_review(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "discussion.md").write_text(BOX, "utf-8")
    (tmp_path / "book" / "index.md").write_text(BOX, "utf-8")  # made from data: nobody writes there
    assert told(review, tmp_path) == [("PAGE-005", "book/discussion.md", 1, '"the protocol"')]
    assert told(review) == []


def test_another_admonition_is_nothing_to_write(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    (review / "pages").mkdir()
    (review / "pages" / "methods.md").write_text(":::{admonition} To write home about\nSo.\n:::\n", "utf-8")
    assert told(review) == []
