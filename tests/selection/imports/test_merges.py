"""What deduplication found, written into records.csv and merges.csv; every other cell to the byte."""

import pytest
from packages import only

from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review
from reviewbook.selection.imports import merges

RECORDS = (
    "record_id,title,source_id,duplicate_of,note\r\n"
    'a,"One, ""quoted""",s,not_applicable, kept \r\n'
    'b,"two\nlines",s,not_applicable,\r\n'
)


@pytest.fixture
def review(tmp_path):
    return only("records", "sources", to=tmp_path)


def with_duplicates(text: str, *wanted: str) -> str:
    return merges._with_duplicates(text.encode(), list(wanted), file="records.csv").decode()


def test_no_cell_but_that_of_a_duplicate_changes():
    assert with_duplicates(RECORDS, "not_applicable", "a") == RECORDS.replace(
        "s,not_applicable,\r\n", "s,a,\r\n"
    )


def test_the_column_is_added_at_the_end_where_it_is_not_there():
    text = "\ufeffrecord_id,title\na,One\nb,Two\n"
    assert with_duplicates(text, "not_applicable", "a") == (
        "\ufeffrecord_id,title,duplicate_of\na,One,not_applicable\nb,Two,a\n"
    )


def test_quotes_that_programs_read_in_different_ways_are_refused():
    text = 'record_id,title,duplicate_of\na,One "x, y",not_applicable\n"b" c,"d"e,not_applicable\n'
    with pytest.raises(ReviewProblems, match="TABL-001"):
        with_duplicates(text + 'c,"open,not_applicable\n', "not_applicable", "a", "a")


def test_a_second_time_nothing_changes(review):
    loaded = load_review(review)
    merges.write(review, loaded.records, loaded.merges)
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    assert merges.write(review, load_review(review).records, loaded.merges) == []
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before
