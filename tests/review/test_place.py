"""Which book one stands in: the nearest upward, never the one beside the library; and which one will do for a review that is named."""

import pytest
from packages import ROOT

from reviewbook.review import place
from reviewbook.review.place import find_review
from reviewbook.review.problems import ReviewProblems


@pytest.fixture
def book(tmp_path):
    """A book with one review, apart from the library."""
    root = tmp_path / "book"
    (root / "notebooks").mkdir(parents=True)
    (root / "_config.yml").touch()
    (root / "data" / "mine").mkdir(parents=True)
    (root / "data" / "mine" / "datapackage.json").touch()
    return root


def raised(call, *arguments) -> tuple:
    with pytest.raises(ReviewProblems) as told:
        call(*arguments)
    (problem,) = told.value.problems
    return problem.code, problem.file, problem.found, problem.expected


def test_the_book_is_the_nearest_folder_upward(book, monkeypatch):
    for folder in (book, book / "notebooks", book / "data" / "mine"):
        monkeypatch.chdir(folder)
        assert place.root() == book
    monkeypatch.chdir(ROOT / "tests")
    assert place.root() == ROOT


def test_a_named_book_goes_before_the_one_that_one_stands_in(book, monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    assert place.root(book) == book and place.root(".") == ROOT
    monkeypatch.setenv(place.NAMED, str(book))
    assert place.root() == book and find_review("mine") == book / "data" / "mine"


def test_outside_of_any_book_there_is_none(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, file, found, expected = raised(place.root)
    assert (code, file, expected) == ("PACK-008", str(tmp_path), "the folder of a book")
    assert found == "no _config.yml and notebooks/, nor in a folder above it"
    assert raised(place.root, "no-such-folder")[:2] == ("PACK-008", "no-such-folder")


def test_for_a_review_that_is_named_the_book_of_the_library_will_do_where_one_stands_in_none(
    book, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    assert place.library() == ROOT == place.root(of_any=True)
    assert raised(lambda: place.root("no-such-folder", of_any=True))[0] == "PACK-008"
    monkeypatch.chdir(book)
    assert place.root(of_any=True) == book


def test_books_are_built_in_their_folder_and_those_of_a_wheel_where_one_stands(book, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert place.built(book) == book / "_build"
    assert place.built(tmp_path / "library" / place.SHIPPED) == tmp_path / "_build"


def test_a_review_is_looked_for_in_the_book_that_one_stands_in_and_not_beside_the_library(book, monkeypatch):
    for folder in (book, book / "notebooks", book / "data"):
        monkeypatch.chdir(folder)
        assert find_review("mine") == find_review("../data/mine") == book / "data" / "mine"
        assert raised(find_review, "williams-2019")[0] == "PACK-001"


def test_the_folder_of_a_book_is_no_review(book, monkeypatch):
    monkeypatch.chdir(book)
    assert raised(find_review, ".") == (
        "PACK-009",
        ".",
        "_config.yml and notebooks/",
        'a review of it: "data/mine"',
    )


def test_a_name_that_is_nearly_right_is_told_as_one_writes_it(book, monkeypatch):
    monkeypatch.chdir(book)
    for said in ("mien", "data/mien", "data/Mine2"):
        assert raised(find_review, said)[3] == 'the folder of a review, perhaps "data/mine"'
    assert (
        raised(find_review, "nothing-like-it")[3]
        == 'the folder of a review, such as "data/mine" of this book'
    )


def test_the_folder_of_reviews_or_a_file_of_one_leads_to_the_review(book, monkeypatch):
    monkeypatch.chdir(book)
    assert raised(find_review, "data")[3] == 'the folder of a review, such as "data/mine"'
    (book / "data" / "mine" / "notes.txt").touch()
    assert raised(find_review, "data/mine/notes.txt")[3] == 'the folder of a review, perhaps "data/mine"'
