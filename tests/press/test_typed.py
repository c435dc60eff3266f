"""Numbers that are typed into prose."""

import pytest
from packages import ROOT, SYNTHETIC, WILLIAMS, copied

from reviewbook.press import typed
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review


def written(text):
    return [(one.line, one.written) for one in typed.numbers(text)]


def test_digits_and_words_from_two_on_are_numbers():
    text = "# Title\n\nOf 15 reports, seven (47 %)\nare 1,200 words; most are one of a kind.\n"
    assert written(text) == [(3, "15"), (3, "seven"), (3, "47 %"), (4, "1,200"), (4, "most")]


@pytest.mark.parametrize(
    "text",
    [
        "{glue:text}`../notebooks/02-studies.ipynb::n_reports:` reports",
        "`3` of {doc}`chapter 1 </notebooks/01-selection>` {cite:p}`A2011`",
        "see Tables 1 to 3, Stage 2, par. 3 and 5, version 2011 and [42, 43–45]",
        "it prints “less than half (40%)” there",
        "```\nmake 3\n```",
        '<a href="x3.html">x</a>\n\n[a](page-3.md) MMAT-2018 PCR12 F7',
        "1. First\n2. Second",
    ],
)
def test_what_names_a_place_a_quotation_and_code_are_none(text):
    assert written(text) == []


def test_the_text_of_a_directive_is_read_with_its_own_lines():
    text = ":::{table} Of 4 kinds\n:name: tbl-9\n\n| a |\n| --- |\n| six |\n:::\n\n```{note}\nAll 8.\n```\n\nAnd 9.\n"
    assert written(text) == [(1, "4"), (6, "six"), (10, "8"), (13, "9")]


@pytest.fixture
def review(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "pages").mkdir()
    (folder / "pages" / "methods.md").write_text("# Methods\n\nIn five stages, with 7 people.\n", "utf-8")
    return folder


def found(folder):
    told = typed.problems(load_review(folder), None)
    return [(one.code, one.file, one.row, one.found) for one in told]


def test_a_number_is_glued_or_allowed_with_a_reason(review):
    pages = "pages/methods.md"
    assert found(review) == [("PAGE-002", pages, 3, '"five"'), ("PAGE-002", pages, 3, '"7"')]
    allowed = review / "prose.yaml"
    allowed.write_text("- page: pages/methods.md\n  words: five stages\n  why: of the method\n", "utf-8")
    assert found(review) == [("PAGE-002", pages, 3, '"7"')]
    allowed.write_text("- page: pages/methods.md\n  why: told by nobody else\n", "utf-8")
    assert found(review) == []


def test_what_is_allowed_and_not_there_is_named(review):
    entry = "- page: pages/methods.md\n  words: {}\n  why: of the method\n"
    (review / "prose.yaml").write_text(entry.format("five stages") + entry.format("six stages"), "utf-8")
    assert found(review)[1:] == [("PAGE-003", "prose.yaml", 2, '"six stages" of pages/methods.md')]


@pytest.mark.parametrize(
    "text", ["page: x\n", "- page: x\n", "- {page: x, why: y, wrods: z}\n", "- 3\n", "[\n", ""]
)
def test_a_list_that_cannot_be_used_is_named(review, text):
    (review / "prose.yaml").write_text(text, "utf-8")
    with pytest.raises(ReviewProblems) as caught:
        found(review)
    assert {one.code for one in caught.value.problems} == {"PAGE-004"}


@pytest.mark.parametrize("folder, root", [(WILLIAMS, ROOT), (SYNTHETIC, None)])
def test_no_number_of_our_own_prose_is_typed_without_a_reason(folder, root):
    assert typed.problems(load_review(folder), root) == []
