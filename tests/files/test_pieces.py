"""What is not carried is told with its place."""

from reviewbook.files.pieces import Left, Piece
from reviewbook.review.dictionary import schema


def test_a_piece_says_all_that_the_table_of_what_was_set_aside_keeps_of_it():
    kept = {field["name"] for field in schema("set_aside")["fields"]}
    assert set(Piece._fields) - {"why"} <= kept | {"line"}
    assert {"found", "entry", "field"} <= kept


def test_what_is_left_says_how_many_with_an_example_and_the_reason():
    left = Left("colours of codes", 3, "#ff0000", "a code has no colour")
    assert (left.what, left.n, left.example, left.why) == (
        "colours of codes",
        3,
        "#ff0000",
        "a code has no colour",
    )
