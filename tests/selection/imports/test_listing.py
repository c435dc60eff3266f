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


CSL = r"""[
  {"id": "x1", "type": "article-journal", "title": "A trial \ud83d\ude00", "container-title": "Archive", "page": "31-39",
   "author": [{"family": "Doe", "given": "Ann"}, {"family": "Berg", "given": "L.", "non-dropping-particle": "van den"},
              {"literal": "The Trial Group"}], "issued": {"date-parts": [[2014, 3]]}, "DOI": "10.1000/a", "accessed": {"raw": "2020"}}
]"""
ZOTERO = """{"version": 6, "items": [{"itemType": "journalArticle", "key": "x1", "title": "A trial 😀", "date": "2014-03",
  "creators": [{"lastName": "Doe", "firstName": "Ann", "creatorType": "author"}, {"name": "Roe", "creatorType": "editor"},
  {"lastName": "van den Berg", "firstName": "L.", "creatorType": "author"}, {"name": "The Trial Group", "creatorType": "author"}],
  "publicationTitle": "Archive", "pages": "31-39", "DOI": "10.1000/a"}]}"""
CROSSREF = """{"status": "ok", "message": {"total": 1, "items": [{"title": ["A trial 😀"], "DOI": "10.1000/a", "page": "31-39",
  "author": [{"given": "Ann", "family": "Doe", "affiliation": []}, {"given": "L.", "family": "van den Berg"}, {"name": "The Trial Group"}],
  "issued": {"date-parts": [[2014]]}, "container-title": ["Archive"]}]}}"""
OPENALEX = """{"id": "https://openalex.org/W1", "display_name": "A trial 😀", "publication_year": 2014, "doi": "10.1000/a",
  "authorships": [{"position": "first", "author": {"display_name": "Doe, Ann"}}, {"author": {"display_name": "van den Berg, L."}},
  {"author": {"display_name": "The Trial Group"}}], "biblio": {"first_page": "31", "last_page": "39", "issue": null},
  "primary_location": {"source": {"display_name": "Archive", "type": "journal"}}}"""


@pytest.mark.parametrize(
    "text", [CSL, ZOTERO, CROSSREF, OPENALEX], ids=["csl", "zotero", "crossref", "openalex"]
)
def test_json_of_each_program_gives_the_same_record(read, text):
    export = read("yaml", text)
    assert cells(export, "title", "authors", "journal", "year", "pages", "doi") == [
        ("A trial 😀", "Doe, Ann; van den Berg, L.; The Trial Group", "Archive", "2014", "31-39", "10.1000/a")
    ]
    assert export.set_aside == []


def test_what_stands_beside_the_list_and_who_did_something_else_is_left_by_name(read):
    assert read("yaml", ZOTERO).left == {"version": 1, "creators: editor": 1}
    assert read("yaml", CROSSREF).left == {"total": 1, "status": 1}


def test_records_may_stand_under_their_keys(read):
    export = read(
        "yaml", "doe2014:\n  title: One\n  year: 2014\nroe2015:\n  title: Two\n  decisions: [{by: A}]\n"
    )
    assert cells(export, "source_key", "title", "locator") == [
        ("doe2014", "One", "export.txt, line 2"),
        ("roe2015", "Two", "export.txt, line 5"),
    ]
    assert export.left == {"decisions": 1}


def test_a_number_of_five_digits_is_an_article_s_number_where_no_spreadsheet_was(read):
    assert cells(read("yaml", "- title: One\n  pages: 44502\n  issue: 7\n"), "pages") == [("44502",)]


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
