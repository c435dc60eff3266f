"""Lists of records in YAML."""

import pytest
from packages.exports import BOTH, cells

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import listing


def test_yaml_list_within_a_block_of_text_is_read_with_its_lines(read):
    export = read(
        "yaml",
        "|\n  - id: x1\n    title: One\n    publication_date: 2001-02-03\n  - id: x2\n    title: 'Two'\n",
    )
    assert cells(export, "source_key", "title", "year", "locator") == [
        ("x1", "One", "2001", "export.txt, line 2"),
        ("x2", "Two", None, "export.txt, line 5"),
    ]


def test_yaml_list_may_be_json_or_empty(read):
    export = read("yaml", '[{"title": "One", "year": 2001},\n {"title": "Two", "year": 2002}]')
    assert cells(export, "title", "year", "locator") == [
        ("One", "2001", "export.txt, line 1"),
        ("Two", "2002", "export.txt, line 2"),
    ]
    assert read("yaml", "[]\n").entries == 0


def test_yaml_broken_item_is_set_aside_alone(read):
    export = read(
        "yaml",
        "- title: One\n  year: 2001\n- title: 'open\n  year: [2001\n- title: Two\n  year: 2002\n- word\n",
    )
    assert cells(export, "title", "year") == BOTH
    assert [(p.line, p.found) for p in export.set_aside] == [
        (3, "- title: 'open\n  year: [2001"),
        (7, "- word"),
    ]


def test_yaml_people_and_deeper_values_are_kept_as_text(read):
    export = read(
        "yaml", "- title: One\n  authors:\n    - {family: Doe, given: Jane}\n    - Roe, R.\n  extra: {a: 1}\n"
    )
    assert cells(export, "authors") == [("Doe, Jane; Roe, R.",)]
    assert export.left == {"extra": 1}


# --- within bounds

TITLED = "- title: {title}\n  year: 2020\n"


@pytest.mark.parametrize(
    ("text", "row", "found"),
    [
        (TITLED + "- title: " + "[" * 100_000, 3, "lists and mappings 31 deep in one another"),
        ("- title: &a [x]\n- title: &b [*a, *a]\n", 2, "the alias *a within what the anchor &b stands for"),
        ("|\n  - title: A\n  - title: " + "[" * 40 + "\n", 3, "lists and mappings 31 deep in one another"),
    ],
)
def test_a_list_beyond_all_bounds_is_refused_with_its_line(text, row, found, tmp_path):
    file = tmp_path / "list.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewProblems) as raised:
        listing.read(file)
    assert [(p.code, p.row, p.found) for p in raised.value.problems] == [("IMPT-001", row, found)]


def test_an_item_beyond_all_bounds_in_a_list_that_is_no_yaml_is_set_aside_alone(tmp_path):
    file = tmp_path / "list.yaml"
    file.write_text(
        TITLED.format(title="A: B: C") + TITLED.format(title="A") + "- " * 40 + "x\n", encoding="utf-8"
    )
    export = listing.read(file)
    assert [piece.line for piece in export.set_aside] == [1, 5] and len(export.records) == 1


def test_a_block_of_text_in_a_block_of_text_is_no_list(tmp_path):
    file = tmp_path / "list.yaml"
    file.write_text("".join(f"{' ' * n}|\n" for n in range(1200)), encoding="utf-8")
    with pytest.raises(ReviewProblems, match="IMPT-002"):
        listing.read(file)


def test_a_list_that_is_too_long_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "LARGEST", 2 * 2**20)
    file = tmp_path / "list.yaml"
    file.write_bytes(b"- title: A\n" * 300_000)
    with pytest.raises(ReviewProblems, match=r"found a list of 3 MB, expected at most 2 MB"):
        listing.read(file)


def test_two_records_that_ran_into_one_are_set_aside_together(read):
    export = read("yaml", "- id: a\n  title: One\n  id: b\n  title: Lost\n- id: c\n  title: Two\n")
    assert cells(export, "source_key", "title") == [("c", "Two")]
    ((line, found, why),) = [(p.line, p.found, p.why) for p in export.set_aside]
    assert line == 1 and "title: Lost" in found and why.startswith("a field twice")
