"""Lists of records in YAML."""

from packages.exports import BOTH, cells


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
