"""What two pages call by one name is told whichever of them is read, in the words that Sphinx has for it where it reads both."""

import shutil

import pytest
from packages import five_pages
from packages.five_pages import change, files

TWICE = "book/results.md:{line}: WARNING: duplicate label {name}, other instance in book/methods.md"


@pytest.fixture
def book(tmp_path, typesetter):
    source = five_pages.write(tmp_path / "source")

    def build(place: str = "pages", strict: bool = True):
        typesetter.ask(source, tmp_path / place, jobs=2, strict=strict)
        return typesetter.answer()

    return source, tmp_path, build


def test_a_name_that_two_pages_give_is_told_as_in_a_build_from_nothing_until_one_of_them_has_another(book):
    source, folder, build = book
    results = source / "book" / "results.md"
    build()
    before = files(folder / "pages" / "html")
    with results.open("a", encoding="utf-8") as page:
        page.write("\n(how)=\n## How again\n")
    told = [build(), build()]
    change(source / "book" / "methods.md", "We looked", "We looked long")
    told += [build(), build("nothing")]
    assert [one.said for one in told] == [TWICE.format(line=8, name="how")] * 4
    change(source / "book" / "methods.md", "We looked long", "We looked")
    shutil.copyfile(results, folder / "twice.md")
    build(strict=False)  # a draft shows the last of them
    shutil.rmtree(folder / "nothing")
    build("nothing", strict=False)
    assert files(folder / "pages" / "html") == files(folder / "nothing" / "html")
    assert b"How again" in files(folder / "pages" / "html")["book/results.html"]
    change(results, "\n(how)=\n## How again\n", "")
    assert not build().failed  # and methods has not lost its label
    assert files(folder / "pages" / "html") == before
