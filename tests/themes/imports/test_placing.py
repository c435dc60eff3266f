"""What a project does to the tables: its codes, passages and codings are found or added."""

import pytest
from packages import rows_of
from packages.coded_review import CODES, TEXT, bytes_of, cells, project

from reviewbook import check
from reviewbook.themes.imports import placing


@pytest.mark.parametrize(
    ("label", "code_id"),
    [
        ("Self-management", "self_management"),
        ("Ärger über Ämter", "arger_uber_amter"),
        ("2nd thoughts", "x2nd_thoughts"),
        ("Coke::diet Coke", "coke_diet_coke"),
        ("a" * 60, "a" * 40),
        ("  Two\n lines ", "two_lines"),
        (None, "code_1"),
        ("Contact", "contact"),
    ],
)
def test_code_id_can_be_read(review, add, label, code_id):
    add(review, project([("c", None, label)]))
    assert [row["code_id"] for row in rows_of(review / "codes.csv")] == [code_id]


def test_codes_of_one_name_get_their_parent_s_name_or_a_number(review, add):
    names = [
        ("a", None, "Home"),
        ("b", "a", "Other"),
        ("c", None, "Work"),
        ("d", "c", "Other"),
        ("e", "c", "Other"),
    ]
    add(review, project(names))
    ids = {row["locator"][-1]: row["code_id"] for row in rows_of(review / "codes.csv")}
    assert ids == {"1": "home", "2": "other", "3": "work", "4": "work_other", "5": "work_other_2"}
    before = bytes_of(review)
    add(review, project(names), name="again.qdpx")
    assert bytes_of(review)["codes.csv"] == before["codes.csv"]


def test_two_codes_of_one_name_are_found_again_each(review, add):
    twice = [("a", None, "Other"), ("b", None, "Other")]
    rest = [("d", "t", "text", TEXT)], [("e", "d", 0, 7)], [("e", "b", "Ann")]
    for name in ("p.qdpx", "later.qdpx"):
        add(review, project(twice, *rest), name=name)
    assert cells(review, "codings", "code_id") == [("other_2",)]


@pytest.mark.parametrize(
    "codes",
    [
        [("b", "a", "Child"), ("a", None, "Parent")],
        [("b", "a", "Child"), ("a", "gone", "Parent")],
        [("b", "a", "Child"), ("a", "b", "Parent")],
    ],
)
def test_a_child_before_its_parent_and_parents_in_a_circle_still_make_a_tree(review, add, codes):
    add(review, project(codes))
    assert set(cells(review, "codes", "code_id", "parent_id")) == {
        ("parent", "not_applicable"),
        ("child", "parent"),
    }


def test_picture_and_recording_have_their_place_in_words(review, add):
    given = project(
        [("c", None, "Seen")],
        [("d", "ward.jpg", "picture"), ("v", "talk.mp4", "video")],
        [
            ("e", "d", None, None, None, "Door", "area 1, 2 to 3, 4"),
            ("f", "v", None, None, None, None, "00:01 to 00:09"),
        ],
        [("e", "c"), ("f", "c")],
    )
    add(review, given)
    columns = ("excerpt_id", "text", "document_id", "start", "end", "locator")
    assert cells(review, "excerpts", *columns) == [
        (
            "Door",
            "not_applicable",
            "ward",
            "not_applicable",
            "not_applicable",
            "p.qdpx, ward.jpg, area 1, 2 to 3, 4",
        ),
        (
            "talk-001",
            "not_applicable",
            "talk",
            "not_applicable",
            "not_applicable",
            "p.qdpx, talk.mp4, 00:01 to 00:09",
        ),
    ]
    assert cells(review, "documents", "document_id", "file", "characters") == [
        ("talk", "not_reported", "not_reported"),
        ("ward", "not_reported", "not_reported"),
    ]
    before = bytes_of(review)
    assert add(review, given).changed == []
    add(review, given, name="later.qdpx")
    assert bytes_of(review)["excerpts.csv"] == before["excerpts.csv"]


def test_passage_of_which_the_file_has_no_words_is_not_reported(review, add):
    add(review, project([("c", None, "X")], [("d", "t.txt", "text")], [("e", "d", 3, 9)], [("e", "c")]))
    assert cells(review, "excerpts", "text", "start", "end") == [("not_reported", "3", "9")]


def test_passage_keeps_its_name_where_that_is_an_identifier_and_else_in_its_locator(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "t.txt", "text", TEXT)],
        [
            ("e1", "d", 0, 5, None, "Q7"),
            ("e2", "d", 6, 9, None, "Quotation 1:3"),
            ("e3", "d", 10, 14, "would", "would"),
            ("e4", "d", 15, 19, None, "twice"),
            ("e5", "d", 20, 24, None, "twice"),
        ],
        [(f"e{n}", "c") for n in range(1, 6)],
    )
    add(review, given)
    assert cells(review, "excerpts", "excerpt_id", "locator") == [
        ("Q7", "p.qdpx, t.txt"),
        ("t-001", 'p.qdpx, t.txt, "Quotation 1:3"'),
        ("t-002", "p.qdpx, t.txt"),
        ("t-003", "p.qdpx, t.txt"),
        ("t-004", "p.qdpx, t.txt"),
    ]


def test_passages_are_numbered_as_they_stand_in_the_document(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "t", "text", TEXT)],
        [("e1", "d", 30, 41), ("e2", "d", 2, 7)],
        [("e1", "c"), ("e2", "c")],
    )
    add(review, given)
    assert cells(review, "excerpts", "excerpt_id", "start") == [("t-001", "2"), ("t-002", "30")]


def test_passage_without_a_code_is_set_aside_with_its_words_until_it_has_one(review, add):
    given = project([("c", None, "X")], [("d", "t", "text", TEXT)], [("e1", "d", 30, 41)])
    add(review, given)
    assert not (review / "excerpts.csv").exists()
    assert cells(review, "set_aside", "entry", "field", "found", "why") == [
        ("t", "passage without a code", "Every week.", placing.UNCODED)
    ]
    later = project([("c", None, "X")], [("d", "t", "text", TEXT)], [("e1", "d", 30, 41)], [("e1", "c")])
    add(review, later, name="later.qdpx")
    assert cells(review, "excerpts", "text") == [("Every week.",)]
    assert check.check(review) and all(p.code != "THEM-002" for p in check.check(review))


def test_selections_of_two_coders_in_one_place_are_one_passage_with_two_codings(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "t", "text", TEXT)],
        [("e1", "d", 0, 7), ("e2", "d", 0, 7)],
        [("e1", "c", "Ann"), ("e2", "c", "Bob")],
    )
    add(review, given)
    assert cells(review, "excerpts", "excerpt_id") == [("t-001",)]
    assert cells(review, "codings", "excerpt_id", "coder") == [("t-001", "Ann"), ("t-001", "Bob")]


def test_coding_of_a_code_or_passage_that_is_not_there_is_set_aside(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "t", "text", TEXT)],
        [("e1", "d", 0, 7)],
        [("e1", "c"), ("e1", "gone"), ("nowhere", "c")],
    )
    add(review, given)
    assert len(rows_of(review / "codings.csv")) == 1
    assert cells(review, "set_aside", "field", "found") == [("coding", "gone of e1 and 1 more")]


@pytest.mark.parametrize(
    ("said", "option", "coder"),
    [("Ann", "Bob", "Ann"), (None, "Bob", "Bob"), (None, None, "not_reported"), (" ", "Bob", "Bob")],
)
def test_coder_is_as_the_file_says_else_as_the_option_does(review, add, said, option, coder):
    given = project([("c", None, "X")], [("d", "t", "text", TEXT)], [("e", "d", 0, 7)], [("e", "c", said)])
    add(review, given, coder=option)
    assert cells(review, "codings", "coder") == [(coder,)]


def test_coding_by_nobody_named_adds_no_coder_to_one_that_is_there(review, add):
    nobody = project(CODES, [("d", "t", "text", TEXT)], [("e", "d", 0, 7)], [("e", "c2"), ("e", "c3")])
    by_ann = project(CODES, [("d", "t", "text", TEXT)], [("e", "d", 0, 7)], [("e", "c2", "Ann")])
    add(review, by_ann)
    add(review, nobody, name="later.qdpx")
    assert cells(review, "codings", "code_id", "coder") == [
        ("by_text", "not_reported"),
        ("face_to_face", "Ann"),
    ]
