"""The text in the bytes of a foreign file, whatever its encoding."""

import pytest

from reviewbook.review import decoding
from reviewbook.review.decoding import BINARY, begins, decoded, in_encoding, read_text, unfit
from reviewbook.review.problems import ReviewProblems

SAID = "Grüße – aus Köln"


@pytest.mark.parametrize(
    ("data", "encoding", "marked"),
    [
        (SAID.encode(), "utf-8", False),
        (SAID.encode("utf-8-sig"), "utf-8", True),
        (SAID.encode("utf-16"), "utf-16", True),
        (SAID.encode("utf-16-le"), "utf-16-le", False),
        (SAID.encode("utf-16-be"), "utf-16-be", False),
        (SAID.encode("cp1252"), "cp1252", False),
        (b"Gr\xfc\x81", "latin-1", False),
        ("<?xml version='1.0' encoding='iso-8859-2'?>ł".encode("iso-8859-2"), "iso-8859-2", False),
        ("<?xml version='1.0' encoding='nonsense'?>ü".encode("cp1252"), "cp1252", False),
        ("<?xml version='1.0' encoding='iso-8859-1'?>\u2013 ü".encode("cp1252"), "cp1252", False),
    ],
)
def test_bytes_are_decoded_by_mark_then_by_what_they_can_be(data, encoding, marked):
    found = decoded(data)
    assert (found.encoding, found.marked) == (encoding, marked)
    assert found.text in (SAID, "Grü\x81") or found.text.endswith(("ł", "ü"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_has_plain_line_ends_and_no_mark(tmp_path, end):
    file = tmp_path / "a.txt"
    file.write_bytes(f"one{end}two".encode("utf-8-sig"))
    assert read_text(file) == ("one\ntwo", "utf-8")


def test_a_stray_zero_is_a_sign_that_cannot_be_read_and_many_are_no_text(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(b"a\x00" + b"b" * 200)
    assert read_text(file)[0][:2] == "a\ufffd"
    file.write_bytes(b"\x89PNG\x00\x00\x00\rIHDR")
    with pytest.raises(ReviewProblems, match=r"IMPT-001 .*a file of bytes, no text"):
        read_text(file)


@pytest.mark.parametrize(("mark", "what"), BINARY.items())
def test_a_file_that_is_no_text_is_called_what_it_is(tmp_path, mark, what):
    (tmp_path / "a.csv").write_bytes(mark + b" and more")
    with pytest.raises(ReviewProblems) as refused:
        read_text(tmp_path / "a.csv")
    assert [(p.code, p.file, p.found) for p in refused.value.problems] == [("IMPT-001", "a.csv", what)]


def test_a_file_begins_with_a_mark_or_not_and_one_that_is_not_there_does_not(tmp_path):
    (tmp_path / "a").write_bytes(b"PK\x03\x04")
    assert begins(tmp_path / "a", b"PK") and not begins(tmp_path / "a", b"%PDF")
    assert not begins(tmp_path / "gone", b"PK")


def test_a_text_longer_than_the_cap_is_refused_and_no_more_of_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(decoding, "LARGEST", 2 * 2**20)
    file = tmp_path / "a.ris"
    file.write_bytes(b"a" * 2 * 2**20)
    assert len(read_text(file)[0]) == 2 * 2**20
    file.write_bytes(b"a" * 3 * 2**20)
    with pytest.raises(ReviewProblems, match="found a file of 3 MB, expected at most 2 MB of text"):
        read_text(file)


SAID_IN = {  # as exports of these countries and programs have them, short as they may be
    "cp1250": "TI  - Ocena skuteczności leczenia dzieci: przegląd\nAU  - Łukaszewicz, Stanisław\n",
    "iso8859-2": "TI  - Hodnocení účinnosti léčby u dětí\nAU  - Dvořák, Jiří\n",
    "cp1251": "TI  - Психоз и интернет\nAU  - Иванов, И.\n",
    "koi8-r": "TI  - Психоз и интернет\nAU  - Иванов, И.\n",
    "cp1253": "TI  - Ψύχωση και διαδίκτυο\nAU  - Παπαδόπουλος, Γ.\n",
    "cp1254": "TI  - Öğrencilerin iyi oluş düzeyi: çalışma\nAU  - Yılmaz, Ayşe\n",
    "cp1255": "TI  - פסיכוזה והאינטרנט\n",
    "cp1256": "TI  - الذهان والإنترنت\n",
    "cp1257": "TI  - Vaikų gydymo apžvalga ąčęėįšųū\n",
    "gb18030": "TI  - 精神病患者的互联网干预\nAU  - 王, 明\n",
    "big5": "TI  - 精神病患者的互聯網干預\nAU  - 王, 明\n",
    "shift_jis": "title,authors\n統合失調症のインターネット介入,山田 太郎\n",
    "euc_jp": "title,authors\n統合失調症のインターネット介入,山田 太郎\n",
    "euc_kr": "TI  - 조현병과 인터넷\nAU  - 김, 철수\n",
    "tis-620": "TI  - โรคจิตและอินเทอร์เน็ต\n",
    "mac-roman": "TI  - Größe und Maß: ein Überblick\nAU  - Müller, Jörg\n",
    "cp850": "TI  - Größe und Maß\nAU  - Müller, Jörg\n",
}


@pytest.mark.parametrize("encoding", SAID_IN)
def test_a_text_that_is_not_western_is_refused_until_its_encoding_is_said(tmp_path, encoding):
    file = tmp_path / "a.ris"
    file.write_bytes(SAID_IN[encoding].encode(encoding))
    with pytest.raises(ReviewProblems) as refused:
        read_text(file)
    (problem,) = refused.value.problems
    assert (problem.code, problem.found[:34]) == ("IMPT-001", "an encoding that cannot be told: i")
    assert "--encoding" in problem.expected
    with in_encoding(encoding):
        assert read_text(file) == (SAID_IN[encoding], encoding)


@pytest.mark.parametrize(
    ("encoding", "name"), [("gb18030", "gb18030"), ("cp1251", "cp1251"), ("mac-roman", "mac-roman")]
)
def test_a_likely_encoding_is_named_with_what_the_text_reads_in_it(tmp_path, encoding, name):
    (tmp_path / "a.ris").write_bytes(SAID_IN[encoding].encode(encoding))
    word = next(word for word in SAID_IN[encoding].split() if not word.isascii())
    with pytest.raises(ReviewProblems, match=f'--encoding {name}, in which it reads "{word}"'):
        read_text(tmp_path / "a.ris")


@pytest.mark.parametrize(
    "text",
    [
        "Größe und Maß: ein Überblick über „Qualität“ – Ärzte, Müller, Jörg",
        "L’évaluation de l’efficacité chez l’élève à l’école: où ça? Lefèvre, Hélène",
        "Evaluación de la intervención en niños y niñas: ¿qué funciona? Muñoz, José",
        "Avaliação da intervenção em crianças: revisão. Conceição, João",
        "Måling af børns trivsel på skoler – en øvelse. Sørensen, Åse",
        "Áhrif meðferðar á börn og það sem þau þurfa. Þórðarson, Guðmundur",
        "Lääkärien käsityksiä työstä. Mäkelä, Päivi",
        "Patients’ views – a “new” study, 5 µg ± 2 at 37 °C, § 5, p < 0.05†",
        "Soliris® © 2019",
        "Škoda, J; Krešimir, Ž",
    ],
)
def test_a_text_of_western_europe_is_read_as_it_always_was(tmp_path, text):
    (tmp_path / "a.ris").write_bytes(f"TI  - {text}\n".encode("cp1252"))
    assert read_text(tmp_path / "a.ris") == (f"TI  - {text}\n", "cp1252")


def test_utf_8_with_a_broken_sign_is_not_read_as_something_else(tmp_path):
    (tmp_path / "a.ris").write_bytes("Grüße für Müller – ".encode() + b"\xff")
    with pytest.raises(ReviewProblems, match="cannot be told"):
        read_text(tmp_path / "a.ris")
    with in_encoding("utf8"), pytest.raises(ReviewProblems, match="found bytes that are not utf-8 on line 1"):
        read_text(tmp_path / "a.ris")


@pytest.mark.parametrize(
    ("said", "data", "found"),
    [
        ("gb18030", "Grüße".encode("utf-8-sig"), "a byte order mark of utf-8, not gb18030"),
        ("utf-8", "Grüße".encode("utf-16"), "a byte order mark of utf-16, not utf-8"),
        ("utf-16", "Grüße".encode("utf-8-sig"), "a byte order mark of utf-8, not utf-16"),
        ("latin-1", "one\nso – there".encode("cp1252"), "a control character on line 2, read as iso8859-1"),
        ("shift-jis", b"one\ntwo\xff", "bytes that are not shift_jis on line 2"),
    ],
)
def test_an_encoding_that_was_said_and_does_not_fit_is_refused(tmp_path, said, data, found):
    (tmp_path / "a.ris").write_bytes(data)
    with in_encoding(said), pytest.raises(ReviewProblems) as refused:
        read_text(tmp_path / "a.ris")
    assert [(p.code, p.found) for p in refused.value.problems] == [("IMPT-001", found)]


@pytest.mark.parametrize("said", ["utf-8", "UTF8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_encoding_that_was_said_and_fits_gives_the_text_without_its_mark(tmp_path, said):
    (tmp_path / "a.ris").write_bytes(SAID.encode(said))
    with in_encoding(said):
        assert read_text(tmp_path / "a.ris")[0] == SAID
    with in_encoding(None):
        assert read_text(tmp_path / "a.ris")[0] == SAID


@pytest.mark.parametrize("name", ["nonsense", "base64", "rot13", "", "a\x00b", "\udc80"])
def test_what_is_no_encoding_of_text_and_files_of_bytes_are_problems_of_the_option(tmp_path, name):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "a.csv").write_bytes(b"a,b")
    files = [tmp_path / "a.xlsx", tmp_path / "a.csv"]
    of_files = [("IMPT-005", "--encoding", "a.xlsx, a zip file or a workbook (.xlsx)")]
    assert [(p.code, p.file, p.found) for p in unfit(name, files)][1:] == of_files
    assert [(p.code, p.file, p.found) for p in unfit("utf-16", files)] == of_files
    assert unfit(None, files) == []


def test_the_encoding_that_was_said_holds_for_foreign_files_alone(tmp_path):
    (tmp_path / "a.csv").write_bytes(SAID.encode("cp1252"))
    with in_encoding("utf-8"):
        assert decoded(SAID.encode("cp1252")).text == SAID
        assert read_text(tmp_path / "a.csv", sure=False) == (SAID, "cp1252")
