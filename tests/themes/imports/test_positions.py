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
