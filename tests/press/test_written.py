"""What people wrote of a review as prose: its pages but for those made from data, and the texts of its datapackage.json."""

from packages import SYNTHETIC, copied

from reviewbook.check import open_review
from reviewbook.press.written import pages


def test_pages_of_the_book_pages_of_the_review_and_its_description(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    for folder, name in (
        (tmp_path / "book", "methods"),
        (tmp_path / "book", "index"),
        (review / "pages", "policy"),
    ):
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(f"# {name}\n", "utf-8")
    names = [name for name, _ in pages(open_review(review), tmp_path)]
    assert names == ["book/methods.md", "pages/policy.md", "datapackage.json"]
    assert [name for name, _ in pages(open_review(review), None)] == names[1:]
