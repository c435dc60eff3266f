"""The passages of a REFI-QDA project: what stands at their positions, however these are counted."""

import pytest
from packages import shared
from packages.refi import (
    TALK,
    book,
    code,
    coding,
    kept,
    left,
    passage,
    qde,
    qdpx,
    read,
    rows,
    source,
    sources,
    xml,
)

from reviewbook.themes.imports import refi_passages
from reviewbook.themes.imports.positions import Way, offsets


def test_a_passage_of_the_atlas_ti_sample_has_its_name_as_text_only_where_it_is_as_long():
    excerpts = read(shared("samples/qda/atlasti/atlasti8-standard-project.qdpx")).excerpts.set_index("name")
    whole = "Oh, that was great. See you tomorrow? Eleven thirty. Mm."
    assert excerpts.loc[whole, ["start", "end", "text"]].to_list() == [139, 195, whole]
    title = excerpts.loc["damage done by fatty foods"]
    assert (title["start"], title["end"]) == (688, 907)
    assert title["text"] is not whole and excerpts["text"].isna()["damage done by fatty foods"]


def test_pieces_of_pages_pictures_and_recordings_say_where_they_are():
    excerpts = read(shared("samples/qda/atlasti/atlasti8-standard-project.qdpx")).excerpts.set_index("name")
    assert excerpts.loc["Quotation 6:1", "place"] == "area 267, 1 to 992, 720"
    assert excerpts.loc["Quotation 12:3", "place"] == "page 1, area 19, 515 to 576, 676"
    assert excerpts.loc["00:14.70 – 00:17.70", "place"] == "00:00:14.706 to 00:00:17.706"


def test_a_passage_is_what_stands_at_its_positions(tmp_path):
    text = book(code("a")) + sources(source("Good morning.", passage(5, 12, inner=coding("a"))))
    project = read(qde(tmp_path, xml(text)))
    assert rows(project.documents, "key", "name", "kind", "text") == [("d", "Talk", "text", "Good morning.")]
    assert rows(project.excerpts, "key", "document", "start", "end", "text", "name") == [
        ("p", "d", 5, 12, "morning", None)
    ]
    assert rows(project.codings, "excerpt", "code", "coder") == [("p", "a", None)]


def test_a_passage_whose_text_is_missing_keeps_its_positions_and_what_its_name_says(tmp_path):
    long = "I have always wanted to know what they write…"
    selections = (
        passage(2, 12, name="ten lettrs", key="p1"),
        passage(20, 400, name=long, key="p2"),
        passage(30, 90, name="a title", key="p3"),
        passage(40, 90, key="p4"),
    )
    project = read(qdpx(tmp_path, xml(sources(kept("internal://gone.txt", *selections)))))
    assert rows(project.excerpts, "start", "end", "text") == [
        (2, 12, "ten lettrs"),
        (20, 400, long),
        (30, 90, None),
        (40, 90, None),
    ]
    assert left(project) == {
        "texts that are not in the file": 1,
        "passages cut short": 1,
        "passages without words": 2,
    }


def test_selections_of_one_place_are_one_passage_with_all_their_codes(tmp_path):
    users = '<Users><User guid="u" name="Ann"/><User guid="v" id="bob"/></Users>'
    selections = (
        passage(0, 3, key="p1", inner=coding("a", "u")),
        passage(0, 3, key="p2", inner=coding("b", "V") + coding("a", "v")),
    )
    text = xml(users + book(code("a"), code("b")) + sources(source("One two", *selections)))
    project = read(qde(tmp_path, text))
    assert project.excerpts["key"].to_list() == ["p1"]
    assert rows(project.codings, "excerpt", "code", "coder") == [
        ("p1", "a", "Ann"),
        ("p1", "b", "bob"),
        ("p1", "a", "bob"),
    ]


def test_the_user_of_a_selection_coded_where_the_coding_does_not_say(tmp_path):
    selection = passage(0, 3, inner=coding("a")).replace(
        "<PlainTextSelection", '<PlainTextSelection creatingUser="u"'
    )
    text = xml(
        '<Users><User guid="u" name="Ann"/></Users>' + book(code("a")) + sources(source("One", selection))
    )
    assert read(qde(tmp_path, text)).codings["coder"].to_list() == ["Ann"]


def test_a_coder_who_is_not_listed_is_missing_and_said(tmp_path):
    text = xml(book(code("a")) + sources(source("One", passage(0, 3, inner=coding("a", "nobody")))))
    project = read(qde(tmp_path, text))
    assert project.codings["coder"].isna().all()
    assert left(project) == {"coders who are not among the users": 1}


def test_a_coding_given_twice_is_one_and_said(tmp_path):
    text = xml(book(code("a")) + sources(source("One", passage(0, 3, inner=coding("a") * 2))))
    project = read(qde(tmp_path, text))
    assert len(project.codings) == 1
    assert left(project) == {"codings given twice": 1}


def test_a_coding_of_a_code_that_is_not_there_is_left(tmp_path):
    project = read(qde(tmp_path, xml(sources(source("One", passage(0, 3, inner=coding("gone")))))))
    assert len(project.codings) == 0
    assert left(project) == {"codings of codes that are not there": 1}


def test_a_code_of_a_whole_document_is_a_passage_of_its_own(tmp_path):
    text = xml(book(code("a")) + sources(source("One two", passage(0, 3, inner=coding("a")), coding("a"))))
    project = read(qde(tmp_path, text))
    assert rows(project.excerpts, "key", "start", "text", "place") == [
        ("p", 0, "One", None),
        ("d-whole", None, None, "the whole document"),
    ]
    assert project.codings["excerpt"].to_list() == ["p", "d-whole"]


@pytest.mark.parametrize(
    ("start", "end"), [("x", "3"), ("", "3"), ("-1", "3"), ("1.5", "3"), ("9" * 40, "3")]
)
def test_a_passage_with_positions_that_are_none_is_kept_without_them(tmp_path, start, end):
    project = read(qde(tmp_path, xml(sources(source("One two", passage(start, end))))))
    assert rows(project.excerpts, "start", "end", "text") == [(None, None, None)]
    assert left(project)["positions that are no numbers"] == 1


def test_a_passage_outside_its_text_is_kept_without_positions(tmp_path):
    project = read(qde(tmp_path, xml(sources(source("One two", passage(4, 80), passage(4, 7, key="q"))))))
    assert rows(project.excerpts, "start", "end", "text") == [(None, None, None), (4, 7, "two")]
    assert left(project)["positions outside their text"] == 1


def test_a_passage_selected_backwards_is_turned(tmp_path):
    project = read(qde(tmp_path, xml(sources(source("One two", passage(7, 4))))))
    assert rows(project.excerpts, "start", "end", "text") == [(4, 7, "two")]


def test_a_passage_of_a_pdf_has_the_text_of_its_area_or_of_its_representation(tmp_path):
    area = (
        '<PDFSelection guid="p1" page="2" firstX="1" firstY="2" secondX="3" secondY="4">'
        '<Representation guid="r1"><PlainTextContent>of the area</PlainTextContent></Representation></PDFSelection>'
    )
    text = f'<Representation guid="r"><PlainTextContent>Whole text</PlainTextContent>{passage(6, 10, key="p2")}</Representation>'
    project = read(
        qde(tmp_path, xml(sources(f'<PDFSource guid="d" path="internal://a.pdf">{area}{text}</PDFSource>')))
    )
    assert rows(project.documents, "name", "kind", "text", "file") == [
        ("a.pdf", "pdf", "Whole text", "a.pdf")
    ]
    assert sorted(rows(project.excerpts, "key", "start", "end", "text", "place")) == [
        ("p1", None, None, "of the area", "page 3, area 1, 2 to 3, 4"),
        ("p2", 6, 10, "text", None),
    ]


def test_passages_of_transcripts_have_positions_and_times(tmp_path):
    points = '<SyncPoint guid="s1" position="0" timeStamp="1000"/><SyncPoint guid="s2" position="5" timeStamp="62500"/>'
    chosen = '<TranscriptSelection guid="p1" fromSyncPoint="S1" toSyncPoint="s2"/>'
    first = (
        f'<Transcript guid="t1"><PlainTextContent>Hello there</PlainTextContent>{points}{chosen}</Transcript>'
    )
    second = first.replace("t1", "t2").replace("p1", "p2").replace("Hello", "Later")
    project = read(
        qde(tmp_path, xml(sources(f'<AudioSource guid="d" name="Tape">{first}{second}</AudioSource>')))
    )
    assert project.documents["text"].to_list() == ["Hello there\n\nLater there"]
    assert rows(project.excerpts, "start", "end", "text", "place") == [
        (0, 5, "Hello", "00:00:01 to 00:01:02.500"),
        (13, 18, "Later", "00:00:01 to 00:01:02.500"),
    ]


def test_positions_in_one_of_several_lost_transcripts_are_not_kept(tmp_path):
    points = '<SyncPoint guid="s1" position="0"/><SyncPoint guid="s2" position="5"/>'
    chosen = '<TranscriptSelection guid="p" fromSyncPoint="s1" toSyncPoint="s2"/>'
    both = "".join(
        f'<Transcript plainTextPath="internal://{n}.txt">{points}{chosen}</Transcript>' for n in (1, 2)
    )
    project = read(qdpx(tmp_path, xml(sources(f'<VideoSource guid="d" name="Film">{both}</VideoSource>'))))
    assert project.excerpts["start"].isna().all()
    assert left(project)["positions in transcripts that are not in the file"] == 2


def test_without_names_positions_count_unicode_characters(tmp_path):
    project = read(
        qdpx(
            tmp_path,
            xml(sources(kept("internal://T.txt", passage(13, 14)))),
            {"sources/T.txt": TALK.encode()},
        )
    )
    assert project.excerpts["text"].to_list() == ["😀"]


def test_without_names_positions_outside_the_text_show_utf_16(tmp_path):
    selections = (passage(3, 6, key="p1"), passage(7, 12, key="p2"))
    project = read(qde(tmp_path, xml(sources(source("😀 One two😀", *selections)))))
    assert project.excerpts["text"].to_list() == ["One", "two😀"]


def test_without_names_one_position_that_is_wrong_in_every_way_changes_nothing(tmp_path):
    selections = (passage(2, 5, key="p1"), passage(6, 99, key="p2"))
    project = read(qde(tmp_path, xml(sources(source("😀 One two", *selections)))))
    assert project.excerpts["text"].to_list()[0] == "One"
    assert left(project) == {"positions outside their text": 1, "passages without words": 1}
    assert not any("None" in piece.example for piece in project.left)


def test_names_that_are_titles_do_not_decide_how_positions_count(tmp_path):
    selections = (passage(0, 6, name="greeting", key="p1"), passage(8, 11, name="answer", key="p2"))
    project = read(
        qdpx(tmp_path, xml(sources(kept("internal://T.txt", *selections))), {"sources/T.txt": TALK.encode()})
    )
    assert project.excerpts["text"].to_list() == ["Ça va?", "Oui"]
    assert project.left == ()


def test_one_selection_a_coding_of_a_picture_is_one_passage(tmp_path):
    area = '<PictureSelection guid="{}" firstX="1" firstY="2" secondX="3" secondY="4">{}</PictureSelection>'
    both = area.format("p1", coding("a")) + area.format("p2", coding("b"))
    text = xml(
        book(code("a"), code("b")) + sources(f'<PictureSource guid="d" name="a.png">{both}</PictureSource>')
    )
    project = read(qde(tmp_path, text))
    assert project.excerpts["key"].to_list() == ["p1"]
    assert project.codings["code"].to_list() == ["a", "b"]


def test_few_of_many_names_show_how_positions_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(refi_passages, "ENOUGH", 3)
    talk = "😀 one two three four five six seven eight nine ten"
    chosen = [(talk.index(word), word) for word in talk.split()[1:]]
    each = [passage(at + 1, at + 1 + len(word), name=word, key=f"p{at}") for at, word in chosen]
    project = read(qde(tmp_path, xml(sources(source(talk, *each)))))
    assert project.excerpts["text"].to_list() == talk.split()[1:]
    assert [one.example for one in project.left] == ["UTF-16 units"]


BORDERS = "positions counted in another way"
DIARY = "Day one 🌧 was grey.\nDay two 🌧 was grey too.\nThen we walked along the river."


@pytest.mark.parametrize(
    "way",
    [
        Way("UTF-16 units"),
        Way("bytes of UTF-8"),
        Way(line_ends="as two characters"),
        Way(mark=True),
        Way(inclusive=True),
    ],
    ids=str,
)
def test_without_names_the_way_is_found_in_which_passages_are_whole_words(tmp_path, way):
    counted = offsets(DIARY, way)
    words = ("grey too", "we walked", "the river")
    at = [(DIARY.index(one), DIARY.index(one) + len(one)) for one in words]
    each = [passage(counted[a], counted[b] - way.inclusive, key=f"p{a}") for a, b in at]
    text = xml(sources(kept("internal://T.txt", *each)))
    project = read(qdpx(tmp_path, text, {"sources/T.txt": DIARY.encode("utf-8-sig")}))
    assert project.excerpts["text"].to_list() == list(words)
    assert [one.example for one in project.left if one.what == BORDERS] == [str(way)]


def test_one_slip_of_the_hand_shifts_no_passage_and_the_likely_unit_is_named(tmp_path):
    start = DIARY.index("walked")
    each = (passage(start + 2, start + 6, key="p1"), passage(0, 7, key="p2"))
    project = read(qde(tmp_path, xml(sources(source(DIARY, *each)))))
    assert project.excerpts["text"].to_list() == ["lked", "Day one"]
    assert left(project) == {"positions that may be counted in another way": 2}


def test_a_passage_is_taken_from_where_its_own_words_stand(tmp_path):
    own, twice = "Then we walked along the river.", "a day that comes again and again"
    beyond = "It was so grey and cold."
    talk = f"{own} It was {twice}, and {twice}. It was  so grey\nand cold."
    each = [
        passage(4, 20, name=own, key="p1"),
        passage(3, 9, name=twice, key="p2"),
        passage(900, 931, name=beyond, key="p3"),
        passage(0, 7, name="A title that the text does not have", key="p4"),
        passage(talk.index("It"), talk.index("It") + 6, name="It was", key="p5"),
    ]
    project = read(qde(tmp_path, xml(sources(source(talk, *each)))))
    assert rows(project.excerpts, "start", "end", "text") == [
        (0, len(own), own),
        (None, None, twice),
        (talk.index("It was  so"), len(talk), "It was  so grey\nand cold."),
        (0, 7, "Then we"),
        (len(own) + 1, len(own) + 7, "It was"),
    ]
    assert left(project) == {
        "passages that stand elsewhere than their positions say": 2,
        "passages at whose positions other words stand": 1,
    }
