"""REFI-QDA files read: what programs write in them, how they count positions, and what is refused."""

import io
import random
import stat
import struct
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import shared
from packages.examples import examples
from packages.refi import (
    book,
    code,
    coding,
    kept,
    left,
    passage,
    qde,
    qdpx,
    read,
    refused,
    rows,
    source,
    sources,
    xml,
)

from reviewbook.files import archive, elements
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import refi


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


@pytest.mark.parametrize(
    "namespace",
    ["", 'xmlns="urn:QDA-XML:project:1.5"', 'xmlns="http://schema.qdasoftware.org/versions/Project/v1.0"'],
)
def test_any_namespace_will_do(tmp_path, namespace):
    assert len(read(qde(tmp_path, xml(book(code("a")), namespace=namespace))).codes) == 1


def test_prefixes_and_capitals_will_do(tmp_path):
    text = '<q:PROJECT xmlns:q="urn:x" NAME="S"><q:CodeBook><q:Codes><q:code GUID="a" Name="One"/></q:Codes></q:CodeBook></q:PROJECT>'
    assert rows(read(qde(tmp_path, text)).codes, "key", "name") == [("a", "One")]


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


@examples(300)
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
        file.unlink()


def test_a_project_in_the_manner_of_nvivo(tmp_path):
    """Texts with Windows' line ends and a byte order mark, blank names, and a case that is a code as well."""
    talk = "Int: Hello.\r\nAnna: It was 😀 fine.\r\n"
    start = talk.index("It was")
    chosen = passage(start, start + 13, inner="<Description />" + coding("n1") + coding("k1"))
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
    assert rows(project.excerpts, "start", "end", "text") == [(start - 1, start + 12, "It was 😀 fine")]
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
