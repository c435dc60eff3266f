"""What a project says that a review cannot hold: it is set aside and named, and the rest is taken."""

from packages import rows_of
from packages.coded_review import CODES, TEXT, cells, project


def test_positions_that_cannot_be_are_set_aside_and_the_passage_stays(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "t", "text", TEXT)],
        [("e1", "d", 30, 99, "Every week."), ("e2", "d", -3, 4, "I wo"), ("e3", "d", 9, 2, "uld")],
        [("e1", "c"), ("e2", "c"), ("e3", "c")],
    )
    add(review, given)
    assert {row["start"] for row in rows_of(review / "excerpts.csv")} == {"not_reported"}
    assert cells(review, "set_aside", "field", "found") == [("position", "-3 to 4 and 2 more")]


def test_blanks_around_a_passage_are_no_part_of_it_and_its_place_moves_with_its_words(review, add):
    passages = [("e1", "d1", 14, 30), ("e2", "d1", 29, 30), ("e3", "d9", 5, 9, " ab ")]
    given = project(
        CODES,
        [("d1", "T", "text", TEXT), ("d9", "U", "text")],
        passages,
        [(f"e{n}", "c2") for n in (1, 2, 3)],
    )
    (done,) = add(review, given).files
    assert cells(review, "excerpts", "text", "start", "end") == [
        ("meet a person.", "15", "29"),
        ("not_reported", "not_applicable", "not_applicable"),
        ("ab", "6", "8"),
    ]
    assert [(piece.field, piece.found, piece.why) for piece in done.set_aside] == [
        ("position", "29 to 30", "only blanks stand there")
    ]


def test_a_passage_that_the_file_words_otherwise_than_its_document_keeps_its_words_alone(review, add):
    passages = [("e1", "d1", 0, 7, "I would"), ("e2", "d1", 0, 7, "Every week.")]
    given = project(CODES, [("d1", "T", "text", TEXT)], passages, [("e1", "c2"), ("e2", "c2")])
    (done,) = add(review, given).files
    assert set(cells(review, "excerpts", "text", "start")) == {
        ("I would", "0"),
        ("Every week.", "not_reported"),
    }
    assert [(piece.field, piece.found) for piece in done.set_aside] == [
        ("position", "Every week., not I would")
    ]


def test_passages_that_cut_words_are_told(review, add):
    passages = [("e1", "d1", 0, 7), ("e2", "d1", 3, 7), ("e3", "d1", 0, 6)]
    given = project(CODES, [("d1", "T", "text", TEXT)], passages, [(f"e{n}", "c2") for n in (1, 2, 3)])
    assert [note.partition(":")[0] for note in add(review, given).notes if "within a word" in note] == [
        '2 passages begin or end within a word, first "I woul"'
    ]
