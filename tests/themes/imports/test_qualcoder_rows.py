"""What QualCoder's database and its tables have in common: documents, and the tree of categories and codes."""

import pytest

from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports.qualcoder_rows import code_tree, document_row


def source(**cells) -> dict:
    return {"id": 7, "name": "Talk", "mediapath": None, "fulltext": "We hope.", **cells}


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        (None, "Talk", "text"),
        ("/docs/talk.pdf", "talk.pdf", "pdf"),
        ("/images/scan.png", "scan.png", "picture"),
        ("audio:C:/rec.mp3", "rec.mp3", "audio"),
        ("/video/film.mp4", "film.mp4", "video"),
    ],
)
def test_the_path_of_a_source_says_what_it_is(path, name, kind):
    assert document_row(source(mediapath=path, name=name))["kind"] == kind


def test_only_text_and_pdf_have_a_text():
    assert document_row(source())["text"] == "We hope."
    assert document_row(source(mediapath="/images/scan.png"))["text"] is None


def test_codes_hang_under_their_category_or_their_code():
    left = []
    rows, keys = code_tree(
        [(1, "Feelings", None, None)],
        [(1, "Hope", 1, None, " looking ahead "), (2, "Trust", None, 1, None)],
        "codes",
        lambda *what: left.append(what),
    )
    assert [(row["name"], row["parent"], row["codable"]) for row in rows] == [
        ("Feelings", None, False),
        ("Hope", "category 1", True),
        ("Trust", "code 1", True),
    ]
    assert rows[1]["description"] == "looking ahead" and keys == {1: "code 1", 2: "code 2"}


def test_a_parent_that_is_no_more_is_said_and_its_code_stands_at_the_top():
    left = []
    rows, _ = code_tree([], [(1, "Hope", 9, None, None)], "codes", lambda *what: left.append(what))
    assert rows[0]["parent"] is None
    assert left == [("parents of codes that are no more", ["Hope: 9"], "their codes stand at the top")]


def test_a_code_above_itself_is_refused():
    with pytest.raises(ReviewProblems, match="QDAF-022"):
        code_tree([], [(1, "A", None, 2, None), (2, "B", None, 1, None)], "codes", lambda *_: None)
