"""A record as a work of a bibliography: its kind, its authors, its key."""

import pytest

from reviewbook.selection.imports import works


def record(authors: str = "Elm, Ada", year: str = "2020", **more: str) -> dict[str, str]:
    return {"record_id": "r-1", "authors": authors, "year": year, **more}


@pytest.mark.parametrize(
    ("said", "journal", "kind"),
    [
        ("JOUR", "Trees", "article"),
        ("", "Trees", "article"),
        ("Article; Proceedings Paper", "A meeting", "inproceedings"),
        ("Book chapter", "A book", "incollection"),
        ("CHAP", "", "misc"),
        ("THES", "A university", "misc"),
        ("", "", "misc"),
        ("not_reported", "not_reported", "misc"),
    ],
)
def test_a_kind_follows_from_what_the_export_says(said, journal, kind):
    assert works.kind({"record_type": said, "journal": journal}) == kind


def test_an_entry_has_no_field_that_the_record_does_not_give():
    given = record(title="A <i>tree</i>", journal="Trees", volume="not_reported", url="https://example.org")
    assert works.fields(given) == {
        "title": "A tree",
        "journal": "Trees",
        "year": "2020",
        "url": "https://example.org",
    }
    assert "url" not in works.fields(given | {"doi": "10.1/x"})


def test_a_name_that_does_not_show_its_parts_stays_whole():
    assert works.people("Elm, Ada; Oak BC; UNICEF; World Health Organization; et al.") == [
        "Elm, Ada",
        "Oak, BC",
        "{UNICEF}",
        "{World Health Organization}",
        "others",
    ]
    assert works.people("not_reported") == []


def test_works_of_one_author_and_year_get_letters():
    assert works.keys([record(), record("Oak B"), record()], []) == ["Elm2020a", "Oak2020", "Elm2020b"]


def test_a_key_that_is_taken_counts_as_the_first_also_in_other_capitals():
    assert works.keys([record()], ["elm2020"]) == ["Elm2020b"]
    assert works.keys([record(), record()], ["Elm2020a"]) == ["Elm2020b", "Elm2020c"]
    assert works.keys([record()], ["Elm2020ab", "Elm20201"]) == ["Elm2020"]


def test_after_z_come_two_letters():
    assert works.keys([record()] * 27, [])[-2:] == ["Elm2020z", "Elm2020aa"]


def test_without_a_name_in_our_letters_the_record_gives_the_key():
    assert works.keys([record("王, 芳"), record(""), record(year="")], []) == ["r-1", "r-1b", "Elmnd"]
