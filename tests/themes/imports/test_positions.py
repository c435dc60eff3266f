"""How programs count positions in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.refi import TALK, kept, passage, qdpx, read, sources, xml

from reviewbook.themes.imports import positions


@pytest.mark.parametrize("way", positions.WAYS, ids=str)
def test_the_way_is_found_in_which_a_program_counts(tmp_path, way):
    talk = TALK.replace("\r", "") if way.line_ends == "as two characters" else TALK
    counted = positions.offsets(talk, way)
    wanted = [talk.index(piece) for piece in ("Oui", "très", "Moi", "Au")]
    chosen = [(at, at + length) for at, length in zip(wanted, (20, 9, 30, 10), strict=True)]
    selections = [
        passage(counted[start], counted[end] - way.inclusive, name=talk[start:end], key=f"p{start}")
        for start, end in chosen
    ]
    text = xml(sources(kept("internal://T.txt", *selections)))
    project = read(qdpx(tmp_path, text, {"sources/T.txt": talk.encode("utf-8-sig")}))
    plain = positions.plain_line_ends(talk)
    places = project.excerpts[["start", "end"]].itertuples(index=False, name=None)
    assert [plain[start:end] for start, end in places] == project.excerpts["text"].to_list()
    assert project.excerpts["text"].to_list() == [
        positions.plain_line_ends(talk[start:end]) for start, end in chosen
    ]
    said = [one.example for one in project.left if one.what == "positions counted in another way"]
    assert said == ([] if way == positions.WAYS[0] else [str(way)])


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(positions.WAYS))
def test_every_place_in_a_text_is_found_from_its_position(text, way):
    counted = positions.offsets(text, way)
    starts, _ = positions.places(counted, counted, counted)
    assert len(counted) == len(text) + 1
    assert (counted[starts] == counted).all()
    if way.line_ends == "as they stand":
        assert starts.tolist() == list(range(len(text) + 1))


@given(st.text("a \n\u2003\t", max_size=12), st.data())
def test_a_passage_without_its_blanks_stands_where_its_words_do(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = positions.trimmed(text, start, end)
    assert start <= first <= last <= end
    assert text[first:last] == text[start:end].strip()


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_what_a_table_holds_stands_where_it_stood_in_the_text(text):
    assert len(positions.sound(text)) == len(positions.as_charted(text)) == len(text)
    assert positions.sound(positions.sound(text)) == positions.sound(text)


@pytest.mark.parametrize(
    ("text", "at", "cut"),
    [
        ("one two", 1, True),
        ("one two", 3, False),
        ("one two", 4, False),
        ("one", 0, False),
        ("one", 3, False),
        ("Z\u0061\u0308hne", 2, True),
        ("12.5", 2, False),
        ("\u6211\u4eec", 1, False),
    ],
)
def test_a_word_is_cut_between_its_letters_alone(text, at, cut):
    assert positions.cuts_word(text, at) is cut


@pytest.mark.parametrize(
    ("text", "said", "is_it"),
    [
        ("Two\n words", "Two words", True),
        ("Twowords", "Two words", True),
        ("Caf\u00e9", "Cafe\u0301", True),
        ("A long passage that goes on", "A long pass…", True),
        ("Two words", "two words", False),
    ],
)
def test_blanks_and_a_cut_do_not_make_other_words(text, said, is_it):
    assert positions.is_said(text, said) is is_it


def test_words_stand_somewhere_only_where_that_is_one_place():
    assert positions.stands("b  c", "a b\nc d") == (2, 5)
    assert positions.stands("b", "a b b") is None
    assert positions.stands(" ", "a") is None


def test_a_way_is_taken_only_where_it_mends_more_than_a_slip_and_cuts_next_to_nothing():
    ways = positions.WAYS[:2]

    def chosen(first, second):
        return positions.likeliest(ways, dict(zip(ways, (first, second), strict=True)).get)

    faults = positions.Faults
    assert chosen(faults(3, 1), faults(0, 0)) == (ways[1], ways[1])
    assert chosen(faults(1, 0), faults(0, 0)) == (ways[0], ways[1])
    assert chosen(faults(9, 0), faults(1, 0)) == (ways[0], ways[1])
    assert chosen(faults(10, 0), faults(1, 0)) == (ways[1], ways[1])
    assert chosen(faults(0, 9), faults(0, 0)) == (ways[0], ways[0])
