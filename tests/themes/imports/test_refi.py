"""REFI-QDA files read: what programs write in them, how they count positions, and what is refused."""

import io
import os
import random
import stat
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import shared
from packages.refi import TALK, kept, passage, qdpx, read, sources, xml

from reviewbook.files import archive, elements
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import project as qda
from reviewbook.themes.imports import refi, refi_passages


def book(*codes: str) -> str:
    return f"<CodeBook><Codes>{''.join(codes)}</Codes></CodeBook>"


def code(key: str, name: str = "", inner: str = "", more: str = 'isCodable="true"') -> str:
    return f"<Code guid={quoteattr(key)} name={quoteattr(name or key)} {more}>{inner}</Code>"


def coding(of: str, by: str = "") -> str:
    user = f' creatingUser="{by}"' if by else ""
    return f'<Coding guid="x"{user}><CodeRef targetGUID="{of}"/></Coding>'


def source(text: str, *selections: str, key: str = "d", more: str = 'name="Talk"') -> str:
    content = f"<PlainTextContent>{escape(text)}</PlainTextContent>"
    return f'<TextSource guid="{key}" {more}>{content}{"".join(selections)}</TextSource>'


def qde(tmp_path: Path, text: str | bytes, name: str = "project.qde") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def refused(file: Path) -> dict:
    with pytest.raises(ReviewProblems) as wrong:
        read(file)
    assert len(wrong.value.problems) == 1
    return wrong.value.problems[0]


def rows(frame, *columns: str) -> list[tuple]:
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(frame[list(columns)].notna(), None).itertuples(index=False, name=None))


def left(project: qda.Project) -> dict[str, int]:
    return {one.what: one.n for one in project.left}


def test_the_atlas_ti_sample_has_its_counts():
    project = read(shared("samples/qda/atlasti/atlasti8-standard-project.qdpx"))
    assert project.origin.startswith("ATLAS.ti 8.4.0")
    assert (len(project.codes), len(project.codings), len(project.excerpts)) == (14, 16, 15)
    kinds = project.documents["kind"].value_counts().to_dict()
    assert kinds == {"text": 6, "video": 2, "pdf": 2, "picture": 1, "audio": 1}
    assert left(project) | {
        "sets": 16,
        "notes": 2,
        "links": 1,
        "graphs": 1,
        "texts that are not in the file": 11,
    } == left(project)
    assert set(project.codings["coder"]) == {"Friedrich Markgraf"}


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


@pytest.mark.parametrize(("name", "codes"), [("codebook.qdc", 6), ("taguette-1.4.1-codebook.qdc", 3)])
def test_taguettes_codebooks_are_read_with_their_empty_sets(name, codes):
    project = read(shared(f"samples/qda/taguette/{name}"))
    assert len(project.codes) == codes
    assert project.codes["codable"].all()
    assert project.left == ()


def test_codes_keep_their_tree_their_order_and_their_descriptions(tmp_path):
    inner = code("b", "Second", "<Description>What it is.</Description>" + code("c", "Below"))
    project = read(qde(tmp_path, xml(book(code("a", "First", more='isCodable="false"'), inner))))
    assert rows(project.codes, "key", "parent", "name", "description", "codable") == [
        ("a", None, "First", None, False),
        ("b", None, "Second", "What it is.", True),
        ("c", "b", "Below", None, True),
    ]
    assert (project.name, project.origin) == ("Study", "Program 1")


@pytest.mark.parametrize("codable", ["0", "False", "FALSE"])
def test_a_group_of_codes_is_known_however_no_is_written(tmp_path, codable):
    project = read(qde(tmp_path, xml(book(code("a", more=f'isCodable="{codable}"')))))
    assert project.codes["codable"].to_list() == [False]


def test_a_name_with_two_colons_is_no_parent(tmp_path):
    project = read(qde(tmp_path, xml(book(code("a", "Coke"), code("b", "Coke::diet Coke")))))
    assert rows(project.codes, "name", "parent") == [("Coke", None), ("Coke::diet Coke", None)]


def test_codes_with_one_guid_are_codes_of_their_own(tmp_path):
    text = xml(
        book(code("a", "One"), code("a", "Two", code("c")))
        + sources(source("abc", passage(0, 1, inner=coding("A"))))
    )
    project = read(qde(tmp_path, text))
    assert rows(project.codes, "key", "parent", "name") == [
        ("a", None, "One"),
        ("a-2", None, "Two"),
        ("c", "a-2", "c"),
    ]
    assert project.codings["code"].to_list() == ["a"]
    assert left(project)["codes without a GUID of their own"] == 1


@pytest.mark.parametrize(
    "namespace",
    ["", 'xmlns="urn:QDA-XML:project:1.5"', 'xmlns="http://schema.qdasoftware.org/versions/Project/v1.0"'],
)
def test_any_namespace_will_do(tmp_path, namespace):
    assert len(read(qde(tmp_path, xml(book(code("a")), namespace=namespace))).codes) == 1


def test_prefixes_and_capitals_will_do(tmp_path):
    text = '<q:PROJECT xmlns:q="urn:x" NAME="S"><q:CodeBook><q:Codes><q:code GUID="a" Name="One"/></q:Codes></q:CodeBook></q:PROJECT>'
    assert rows(read(qde(tmp_path, text)).codes, "key", "name") == [("a", "One")]


def test_guids_in_braces_and_capitals_are_the_same(tmp_path):
    text = book(code("{AB}", "One")) + sources(source("abc", passage(0, 1, inner=coding("ab"))))
    assert read(qde(tmp_path, xml(text))).codings["code"].to_list() == ["ab"]


def test_a_passage_is_what_stands_at_its_positions(tmp_path):
    text = book(code("a")) + sources(source("Good morning.", passage(5, 12, inner=coding("a"))))
    project = read(qde(tmp_path, xml(text)))
    assert rows(project.documents, "key", "name", "kind", "text") == [("d", "Talk", "text", "Good morning.")]
    assert rows(project.excerpts, "key", "document", "start", "end", "text", "name") == [
        ("p", "d", 5, 12, "morning", None)
    ]
    assert rows(project.codings, "excerpt", "code", "coder") == [("p", "a", None)]


@pytest.mark.parametrize(
    ("inside", "path", "entry"),
    [
        ("project.qde", "internal://T.txt", "sources/T.txt"),
        ("Project.QDE", "internal://t.TXT", "Sources/T.txt"),
        ("project.qde", "internal://sources/T.txt", "sources/T.txt"),
        ("project.qde", "internal:///T.txt", "sources/T.txt"),
        ("project.qde", "T.txt", "Sources/T.txt"),
        ("project.qde", "relative:///T.txt", "sources/T.txt"),
        ("project.qde", "internal://T.txt", "T.txt"),
        ("project.qde", "internal://T.txt", "sources\\T.txt"),
        ("Study/project.qde", "internal://T.txt", "Study/Sources/T.txt"),
    ],
)
def test_a_text_is_found_in_the_archive(tmp_path, inside, path, entry):
    text = xml(book(code("a")) + sources(kept(path, passage(0, 4, inner=coding("a")))))
    project = read(qdpx(tmp_path, text, {entry: b"Fine, thanks."}, inside=inside))
    assert project.excerpts["text"].to_list() == ["Fine"]
    assert project.documents["file"].str.lower().to_list() == ["t.txt"]
    assert project.left == ()


def test_a_text_beside_an_unpacked_project_is_found(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "T.txt").write_text("Fine, thanks.", encoding="utf-8")
    project = read(qde(tmp_path, xml(sources(kept("internal://T.txt", passage(0, 4))))))
    assert project.excerpts["text"].to_list() == ["Fine"]


def test_a_link_beside_an_unpacked_project_is_not_followed(tmp_path):
    (tmp_path / "study" / "sources").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "study" / "sources" / "T.txt").symlink_to(tmp_path / "secret.txt")
    project = read(qde(tmp_path / "study", xml(sources(kept("internal://T.txt", passage(0, 4))))))
    assert project.documents["text"].isna().all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_texts_are_read_in_any_usual_encoding(tmp_path, encoding):
    words = "Ça va très bien, merci. " * 20
    text = xml(sources(kept("internal://T.txt", passage(3, 11))))
    project = read(qdpx(tmp_path, text, {"sources/T.txt": words.encode(encoding)}))
    assert project.documents["text"].to_list() == [words]
    assert project.excerpts["text"].to_list() == ["va très "]


def test_a_text_has_plain_line_ends_and_positions_follow(tmp_path):
    text = xml(sources(kept("internal://T.txt", passage(5, 8, key="p1"), passage(0, 4, key="p2"))))
    project = read(qdpx(tmp_path, text, {"sources/T.txt": b"One\r\nTwo\r\nThree\rFour"}))
    assert project.documents["text"].to_list() == ["One\nTwo\nThree\nFour"]
    assert rows(project.excerpts, "start", "end", "text") == [(4, 7, "Two"), (0, 3, "One")]


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


def test_the_words_of_a_word_document_stand_for_a_missing_text(tmp_path):
    document = docx.Document()
    document.add_paragraph("Good morning.")
    document.add_paragraph("Good night.")
    out = io.BytesIO()
    document.save(out)
    text = xml(sources(kept("internal://gone.txt", passage(5, 12), rich="internal://T.docx")))
    project = read(qdpx(tmp_path, text, {"sources/T.docx": out.getvalue()}))
    assert project.documents["text"].to_list() == ["Good morning.\nGood night."]
    assert left(project) == {"texts taken from Word documents": 1}


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


def test_names_that_are_titles_do_not_decide_how_positions_count(tmp_path):
    selections = (passage(0, 6, name="greeting", key="p1"), passage(8, 11, name="answer", key="p2"))
    project = read(
        qdpx(tmp_path, xml(sources(kept("internal://T.txt", *selections))), {"sources/T.txt": TALK.encode()})
    )
    assert project.excerpts["text"].to_list() == ["Ça va?", "Oui"]
    assert project.left == ()


def test_cases_hold_documents_and_passages(tmp_path):
    cases = (
        '<Cases><Case guid="k" name="Ann"><SourceRef targetGUID="D"/><SelectionRef targetGUID="p"/></Case>'
        '<Case guid="a" name="Bob"/><Case name="Cid"><CodeRef targetGUID="a"/></Case><Case name="Dan"/>'
        '<Case name="Eve"><SourceRef targetGUID="no"/><SelectionRef targetGUID="no"/></Case></Cases>'
    )
    text = xml(book(code("a")) + cases + sources(source("One", passage(0, 3, inner=coding("a")))))
    project = read(qde(tmp_path, text))
    assert rows(project.cases, "name", "document", "excerpt") == [
        ("Ann", "d", None),
        ("Ann", None, "p"),
        ("Bob", None, "p"),
        ("Cid", None, "p"),
    ]
    assert left(project) == {"cases without documents or passages": 2, "parts of cases that are not there": 2}


def test_what_a_review_has_no_place_for_is_counted_with_an_example(tmp_path):
    text = xml(
        book(code("a", more='color="#FF0000"'))
        + '<Variables><Variable guid="v" name="Age" typeOfVariable="Integer"/></Variables>'
        + sources(
            source(
                "One",
                "<VariableValue><VariableRef targetGUID='v'/><IntegerValue>42</IntegerValue></VariableValue>",
                passage(0, 3, inner="<Description>A memo.</Description>"),
            )
        )
        + '<Notes><Note guid="n" name="Diary"/></Notes><Sets><Set guid="s" name="Mine"/></Sets><Odd/>'
    )
    project = read(qdpx(tmp_path, text, {"sources/a.mp3": b"x", "__MACOSX/._project.qde": b"x"}))
    assert {one.what: (one.n, one.example) for one in project.left} == {
        "colours of codes": (1, "#FF0000 of a"),
        "variables": (1, "Age"),
        "values of variables": (1, "42"),
        "descriptions of passages": (1, "A memo."),
        "notes": (1, "Diary"),
        "sets": (1, "Mine"),
        "elements that the standard does not have": (1, "<odd>"),
        "files in the archive": (1, "sources/a.mp3"),
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "ISO-8859-1"])
def test_a_project_is_read_whatever_encoding_it_says_it_has(tmp_path, encoding, declared):
    text = xml(book(code("a", "Größe und Maß"))).replace("utf-8", declared)
    assert read(qde(tmp_path, text.encode(encoding))).codes["name"].to_list() == ["Größe und Maß"]


def test_characters_that_xml_forbids_are_read_as_blanks(tmp_path):
    text = xml(sources(source("a\x0bb&#x1F;c", passage(4, 5)))).replace("&amp;#x1F;", "&#x1F;")
    project = read(qde(tmp_path, text))
    assert project.documents["text"].to_list() == ["a b c"]
    assert project.excerpts["text"].to_list() == ["c"]
    assert left(project) == {"characters that XML forbids": 2}


@pytest.mark.parametrize(
    ("data", "code_", "found"),
    [
        (b"", "QDAF-001", "an empty file"),
        (b"\xef\xbb\xbf \r\n", "QDAF-001", "an empty file"),
        (b"id,tag\r\n1,a\r\n", "QDAF-002", 'text that begins "id,tag 1,a"'),
        (b"SQLite format 3\x00rest", "QDAF-002", "an SQLite database"),
        (b"%PDF-1.7", "QDAF-002", "a PDF"),
        (b"<html><body/></html>", "QDAF-002", "XML of <html>"),
        (b"<Project><CodeBook>", "QDAF-001", "XML that ends too early"),
        (b"<Project name='a'", "QDAF-001", "XML that ends too early"),
        (b"<Project><a></b></Project>", "QDAF-001", "what is no XML (mismatched tag)"),
        (b"PK\x03\x04 and no more", "QDAF-001", "a damaged zip archive (file is not a zip file)"),
    ],
)
def test_a_file_that_is_something_else_is_refused(tmp_path, data, code_, found):
    problem = refused(qde(tmp_path, data, "study.qdpx"))
    assert (problem.code, problem.found, problem.file) == (code_, found, "study.qdpx")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert refused(tmp_path / "no.qdpx").found == "no such file or directory"
    assert refused(tmp_path).code == "QDAF-001"


def test_one_project_is_read_at_a_time(tmp_path):
    file = qde(tmp_path, xml(""))
    with pytest.raises(ReviewProblems, match="2 files"):
        refi.read([file, file])


def test_a_truncated_archive_is_refused(tmp_path):
    file = qdpx(tmp_path, xml(book(code("a"))), {"sources/a.bin": random.Random(1).randbytes(5000)})
    file.write_bytes(file.read_bytes()[:3000])
    assert refused(file).code == "QDAF-001"


def test_a_damaged_entry_is_refused(tmp_path):
    file = qdpx(tmp_path, xml(book(code("a"))))
    data = bytearray(file.read_bytes())
    data[60] ^= 0xFF
    file.write_bytes(data)
    assert refused(file).code == "QDAF-001"


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["readme.txt"], "an archive without project.qde"),
        (["xl/workbook.xml"], "a workbook (.xlsx)"),
        (["word/document.xml"], "a Word document (.docx)"),
        (["__MACOSX/._project.qde"], "an archive without project.qde"),
    ],
)
def test_an_archive_without_a_project_is_refused(tmp_path, names, found):
    file = tmp_path / "study.qdpx"
    with zipfile.ZipFile(file, "w") as zipped:
        for name in names:
            zipped.writestr(name, "x")
    problem = refused(file)
    assert (problem.code, problem.found) == ("QDAF-002", found)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "sources/../../evil.txt",
        "/etc/passwd",
        "C:/evil.txt",
        "..\\evil.txt",
        "\\\\host\\evil.txt",
    ],
)
def test_an_archive_with_a_path_out_of_it_is_refused(tmp_path, name):
    assert refused(qdpx(tmp_path, xml(""), {name: b"x"})).code == "QDAF-004"


@pytest.mark.parametrize(
    "path", ["internal://../a.txt", "internal://x/../../a.txt", "/etc/passwd", "internal:///C:/a.txt"]
)
def test_a_project_that_names_a_text_outside_is_refused(tmp_path, path):
    problem = refused(qdpx(tmp_path, xml(sources(kept(path)))))
    assert problem.code == "QDAF-004" and path in problem.found


@pytest.mark.parametrize(
    "path", ["relative:///../a.txt", "absolute:///C:/a.txt", "file:///etc/passwd", "http://host/a.txt"]
)
def test_a_text_on_another_computer_is_never_opened(tmp_path, path):
    project = read(qdpx(tmp_path, xml(sources(kept(path)))))
    assert left(project) == {"texts that are not in the file": 1}


def test_an_archive_with_a_link_is_refused(tmp_path):
    file = qdpx(tmp_path, xml(""))
    with zipfile.ZipFile(file, "a") as zipped:
        entry = zipfile.ZipInfo("sources/a.txt")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        zipped.writestr(entry, "/etc/passwd")
    problem = refused(file)
    assert problem.code == "QDAF-004" and "a link" in problem.found


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_one_name_twice_is_refused(tmp_path):
    problem = refused(qdpx(tmp_path, xml(""), {"project.qde": b"<Project/>"}))
    assert problem.code == "QDAF-004" and "twice" in problem.found


def test_an_encrypted_archive_is_refused(tmp_path):
    file = qdpx(tmp_path, xml(""))
    data = bytearray(file.read_bytes())
    data[6] |= 1  # the flags of the entry, and of its place in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    assert refused(file).code == "QDAF-005"


def test_an_archive_that_grows_beyond_measure_is_refused(tmp_path):
    file = qdpx(tmp_path, xml(""), {"sources/a.txt": bytes(archive.HARMLESS + 1)})
    with pytest.raises(ReviewProblems) as wrong:
        read(file)
    assert {problem.code for problem in wrong.value.problems} == {"QDAF-003"}
    assert "which grows from" in wrong.value.problems[-1].found


def test_many_harmless_entries_that_grow_together_are_refused(tmp_path):
    problem = refused(qdpx(tmp_path, xml(""), {f"sources/{n}.txt": bytes(2**20) for n in range(17)}))
    assert problem.code == "QDAF-003" and "packed into" in problem.found


def test_a_long_text_of_one_letter_is_harmless(tmp_path):
    text = xml(sources(kept("internal://T.txt", passage(0, 3))))
    project = read(qdpx(tmp_path, text, {"sources/T.txt": b"x" * 2**20}))
    assert project.excerpts["text"].to_list() == ["xxx"]


def test_an_entry_that_says_it_is_shorter_than_it_is_is_refused(tmp_path):
    file = qdpx(tmp_path, xml(book(*(code(f"c{n}") for n in range(50)))))
    data = bytearray(file.read_bytes())
    for at, sign in ((22, b"PK\x03\x04"), (24, b"PK\x01\x02")):
        place = data.index(sign) + at
        data[place : place + 4] = struct.pack("<I", 100)
    file.write_bytes(data)
    assert refused(file).code == "QDAF-001"


def test_entries_that_share_their_bytes_are_refused(tmp_path):
    file = tmp_path / "study.qdpx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("project.qde", random.Random(1).randbytes(20_000))
        for n in range(3):
            entry = zipfile.ZipInfo(f"sources/{n}.txt")
            kernel = zipped.getinfo("project.qde")
            entry.header_offset, entry.CRC = kernel.header_offset, kernel.CRC
            entry.compress_size, entry.file_size = kernel.compress_size, kernel.file_size
            entry.compress_type = kernel.compress_type
            zipped.filelist.append(entry)
            zipped.NameToInfo[entry.filename] = entry
        zipped._didModify = True
    problem = refused(file)
    assert problem.code == "QDAF-003" and "share their bytes" in problem.found


def test_an_archive_with_too_many_entries_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_ENTRIES", 3)
    problem = refused(qdpx(tmp_path, xml(""), {f"sources/{n}.txt": b"" for n in range(3)}))
    assert (problem.code, problem.found) == ("QDAF-003", "4 entries")


@pytest.mark.parametrize("name", ["sources/a.zip", "more.QDPX", "sources/a.tar.gz"])
def test_an_archive_in_an_archive_is_refused(tmp_path, name):
    problem = refused(qdpx(tmp_path, xml(""), {name: b"x"}))
    assert problem.code == "QDAF-003" and "an archive in the archive" in problem.found


def test_a_word_document_that_is_a_bomb_is_refused(tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("word/document.xml", bytes(archive.HARMLESS + 1))
    text = xml(sources(kept("internal://gone.txt", rich="internal://T.docx")))
    with pytest.raises(ReviewProblems) as wrong:
        read(qdpx(tmp_path, text, {"sources/T.docx": inner.getvalue()}))
    assert {(p.code, p.file) for p in wrong.value.problems} == {("QDAF-003", "T.docx")}


@pytest.mark.parametrize("limit", ["LARGEST", "MOST_READ"])
def test_more_text_than_any_project_has_is_refused(tmp_path, monkeypatch, limit):
    text = xml(sources(kept("internal://T.txt")))
    file = qdpx(tmp_path, text, {"sources/T.txt": b"x" * 5000})
    monkeypatch.setattr(archive, limit, 4000)
    assert refused(file).code == "QDAF-003"


def test_a_long_project_that_is_not_packed_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(refi, "LARGEST", 10)
    assert refused(qde(tmp_path, xml(""))).code == "QDAF-003"


BOMB = '<!DOCTYPE Project [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Project name="&b;"/>'
OUTSIDE = '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project><Description>&x;</Description></Project>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, '<!DOCTYPE Project SYSTEM "http://host/a.dtd"><Project/>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("packed", [True, False])
def test_a_project_with_a_document_type_is_refused(tmp_path, text, encoding, packed):
    data = ('<?xml version="1.0"?>\n' + text).encode(encoding)
    problem = refused(qdpx(tmp_path, data) if packed else qde(tmp_path, data))
    assert (problem.code, problem.row) == ("QDAF-006", 2)


def test_a_project_nested_too_deep_is_refused(tmp_path):
    deep = "<Code name='a'>" * 300 + "</Code>" * 300
    assert refused(qde(tmp_path, xml(book(deep)))).code == "QDAF-007"


def test_codes_a_hundred_levels_deep_are_read(tmp_path):
    deep = "".join(f"<Code guid='{n}' name='{n}'>" for n in range(100)) + "</Code>" * 100
    project = read(qde(tmp_path, xml(book(deep))))
    assert project.codes["parent"].to_list()[1:] == [str(n) for n in range(99)]


def test_a_project_with_too_many_elements_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 50)
    assert refused(qde(tmp_path, xml(book(code("a") * 60)))).code == "QDAF-003"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_a_project_or_a_problem_and_nothing_else(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    text = xml(book(code("a")) + sources(kept("internal://T.txt", passage(0, 4, inner=coding("a")))))
    packed = data.draw(st.booleans())
    file = qdpx(folder, text, {"sources/T.txt": b"Fine, thanks."}) if packed else qde(folder, text)
    damaged = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(damaged[: data.draw(st.integers(1, len(damaged)))])
    try:
        read(file)
    except ReviewProblems as wrong:
        assert wrong.problems
    finally:
        os.remove(file)


def test_a_project_in_the_manner_of_nvivo(tmp_path):
    """Texts with Windows' line ends and a byte order mark, blank names, and a case that is a code as well."""
    talk = "Int: Hello.\r\nAnna: It was 😀 fine.\r\n"
    start = talk.index("It was")
    chosen = passage(start, start + 11, inner="<Description />" + coding("n1") + coding("k1"))
    nested = code("n", "Feelings", code("n1", "Good") + code("n2", "Bad"), 'isCodable="true" color="#FF0000"')
    cases = '<Cases><Case guid="k1" name="Anna"><Description /></Case></Cases>'
    text = xml(
        book(nested, code("k1", "Anna"))
        + cases
        + sources(kept("internal://T.txt", chosen, rich="internal://T.docx"))
    )
    data = {"Sources/T.txt": talk.encode("utf-8-sig"), "Sources/T.docx": b"PK"}
    project = read(qdpx(tmp_path, text, data))
    assert rows(project.codes, "name", "parent") == [
        ("Feelings", None),
        ("Good", "n"),
        ("Bad", "n"),
        ("Anna", None),
    ]
    assert rows(project.excerpts, "start", "end", "text") == [(start - 1, start + 10, "It was 😀 fi")]
    assert rows(project.cases, "name", "excerpt") == [("Anna", "p")]
    assert left(project) == {"colours of codes": 1, "files in the archive": 1}


def test_a_project_in_the_manner_of_maxqda(tmp_path):
    """No codings, sources outside the file, sets of documents, descriptions of several lines."""
    tree = code("a", "Main", "<Description>First line.\n\nSecond line.</Description>" + code("b", "Sub"))
    pdf = '<PDFSource guid="d" name="Paper" path="relative://../Sources/Paper.pdf" currentPath="absolute://C:/Paper.pdf"/>'
    group = '<Sets><Set guid="s" name="Group"><MemberSource targetGUID="d"/></Set></Sets>'
    project = read(qde(tmp_path, "\ufeff" + xml(book(tree) + sources(pdf) + group)))
    assert project.codes["description"].to_list()[0] == "First line.\n\nSecond line."
    assert rows(project.documents, "name", "kind", "text", "file") == [("Paper", "pdf", None, "Paper.pdf")]
    assert left(project) == {"sets": 1}


def test_a_project_in_the_manner_of_qualcoder(tmp_path):
    """One selection a coding with its text as name, line breaks in it as blanks, categories that are not codable."""
    talk = "A first line.\nA second line, a bit longer than that.\n"
    users = '<Users><User guid="u1" name="ann"/><User guid="u2" name="bob"/></Users>'
    tree = code("c", "Category", code("a", "One") + code("b", "Two"), 'isCodable="false"')
    name = talk[8:22].replace("\n", " ")
    each = [
        passage(8, 22, name=name, key="p1", inner=coding("a", "u1")),
        passage(8, 22, name=name, key="p2", inner=coding("b", "u1")),
        passage(8, 22, name=name, key="p3", inner=coding("a", "u2")),
    ]
    project = read(
        qdpx(
            tmp_path,
            xml(users + book(tree) + sources(kept("internal://T.txt", *each))),
            {"Sources/T.txt": talk.encode()},
        )
    )
    assert rows(project.excerpts, "start", "end", "text") == [(8, 22, talk[8:22])]
    assert rows(project.codings, "code", "coder") == [("a", "ann"), ("b", "ann"), ("a", "bob")]
    assert project.codes["codable"].to_list() == [False, True, True]
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
