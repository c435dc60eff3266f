"""The settings of a book: what the press needs of _config.yml and _toc.yml, and what is wrong with them, at its place."""

import pytest
from packages import ROOT

from reviewbook.press import settings
from reviewbook.review.problems import ReviewProblems


def told(read, folder) -> list[tuple]:
    with pytest.raises(ReviewProblems) as raised:
        read(folder)
    assert {problem.code for problem in raised.value.problems} == {"PACK-012"}
    return [(problem.file, problem.row, problem.field, problem.found) for problem in raised.value.problems]


def test_the_settings_of_this_book_are_sound():
    assert settings.config(ROOT)["reviewbook"]["review"] == "williams-2019"
    assert settings.toc(ROOT)["parts"]


def test_the_pages_of_a_book_are_its_chapters_in_their_order(tmp_path):
    listed = "parts:\n- chapters: [{file: book/b}, {url: https://a.org}]\n- chapters: [{file: book/a}]\n"
    (tmp_path / settings.TOC).write_text(f"root: book/index\n{listed}")
    assert settings.pages(tmp_path) == ["book/b", "book/a"]
    (tmp_path / settings.TOC).write_text("root: book/index\nchapters: [{file: book/a}]\n")
    assert settings.pages(tmp_path) == ["book/a"]
    assert {f"book/{name}" for name in settings.GENERATED} - {"book/index"} <= set(settings.pages(ROOT))


def test_what_may_be_left_out_of_a_configuration_is_there_when_read(tmp_path):
    (tmp_path / settings.CONFIG).write_text("reviewbook: {review: mine}\n")
    config = settings.config(tmp_path)
    assert (config["html"], config["sphinx"]) == ({}, {"config": {"extensions": []}})


@pytest.mark.parametrize(
    ("text", "row", "field", "found"),
    [
        ("title: Mine\n", None, "reviewbook.review", "nothing"),
        ("reviewbook: {review: 5}\n", None, "reviewbook.review", '"5"'),
        ("reviewbook: {review: a}\nhtml: yes\n", None, "html", '"True"'),
        ("reviewbook: {review: a}\nsphinx: {config: []}\n", None, "sphinx.config", '"[]"'),
        (
            "reviewbook: {review: a}\nsphinx: {config: {extensions: x}}\n",
            None,
            "sphinx.config.extensions",
            '"x"',
        ),
        ("title: a\ntitle: b\n", 2, None, '"title" again, as in line 1'),
        ("- a\n", None, None, "\"['a']\""),
    ],
)
def test_a_configuration_that_cannot_be_used_is_told_with_its_place(text, row, field, found, tmp_path):
    (tmp_path / settings.CONFIG).write_text(text)
    assert told(settings.config, tmp_path) == [(settings.CONFIG, row, field, found)]


def test_everything_wrong_with_a_configuration_is_told_at_once(tmp_path):
    (tmp_path / settings.CONFIG).write_text("reviewbook: 1\nhtml: 2\nsphinx: 3\n")
    fields = [field for _, _, field, _ in told(settings.config, tmp_path)]
    assert fields == ["reviewbook", "reviewbook.review", "html", "sphinx"]


@pytest.mark.parametrize(
    ("text", "row", "field", "found"),
    [
        ("parts: 5\n", None, "parts", '"5"'),
        ("parts: [{caption: A}, 7]\n", None, "parts[0].chapters", "nothing"),
        ("chapters: [a]\n", None, "chapters[0]", '"a"'),
        ("parts:\n- chapters:\n  - file: 5\n", None, "parts[0].chapters[0]", "\"{'file': 5}\""),
        ("parts:\n\t- chapters\n", 2, None, "a tab in column 1"),
    ],
)
def test_a_table_of_contents_that_cannot_be_used_is_told_with_its_place(text, row, field, found, tmp_path):
    (tmp_path / settings.TOC).write_text(text)
    assert told(settings.toc, tmp_path)[0] == (settings.TOC, row, field, found)


def test_settings_that_are_not_there_are_told(tmp_path):
    assert told(settings.toc, tmp_path) == [(settings.TOC, None, None, "no such file or directory")]
