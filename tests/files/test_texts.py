"""Source texts: what is read from each kind of file, in which encodings, and what is said of files that cannot be read."""

import io
import zipfile

import pypdf
import pytest
from docx import Document

from reviewbook.files import texts
from reviewbook.review.problems import ReviewProblems

ENGLISH = "“It’s hard work on busy days”, said the nurse – café staff agreed…\n"


def read(folder, **files: bytes | str) -> texts.Texts:
    """The texts of a folder of these files; two underscores in a name stand for its dot."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name.replace("__", ".")).write_bytes(data)
    return texts.read(folder)


def text(folder, **file: bytes | str) -> str:
    (only,) = read(folder, **file).sources.values()
    return only


def wrong(folder, **files: bytes | str) -> list[tuple]:
    found = read(folder, **files)
    assert not found.sources
    return [(problem.code, problem.file, problem.found) for problem in found.unread]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_a_text_is_read_in_any_usual_encoding(tmp_path, encoding):
    assert text(tmp_path, Doe__txt=ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1251", "«Мне трудно говорить об этом», — сказала медсестра.\n"),
        ("koi8-r", "Мне трудно говорить об этом, сказала медсестра.\n"),
        ("shift_jis", "「患者と話すのは難しい」と看護師は言った。\n"),
        ("gb18030", "我觉得和病人谈话很困难，护士说，我们继续谈论治疗。\n"),
        ("iso8859-2", "Trudno mi o tym mówić, powiedziała pielęgniarka, że chciałaby więcej czasu.\n"),
    ],
)
def test_other_scripts_are_read_in_the_encodings_of_their_countries(tmp_path, encoding, said):
    assert text(tmp_path, Doe__txt=said.encode(encoding)) == said


def test_line_ends_of_windows_and_of_the_old_mac_become_plain(tmp_path):
    assert text(tmp_path, Doe__txt="one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


def test_folders_in_the_folder_are_read_and_other_files_are_named(tmp_path):
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "Roe.TXT").write_text("Words")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("Words")
    found = read(tmp_path, Doe__txt="Words", notes__bib="@x", z__png=b"\x89PNG", **{"~$Doe__docx": b"x"})
    assert list(found.sources) == ["Doe.txt", "b/c/Roe.TXT"]
    assert found.passed_over == ["notes.bib", "z.png"] and found.unread == []


def test_markdown_is_read_without_its_marks_and_each_letter_stays_where_it_was(tmp_path):
    source = "# Title\n\n> **Hard** work,\n> she _said_ [in a talk](https://x.org/a_(b)) &amp; left.\n- so `be` it\\*\n"
    found = text(tmp_path, Doe__md=source)
    assert len(found) == len(source) and found.index("talk") == source.index("talk")
    assert found.replace("\u200b", "").split() == (
        "Title Hard work, she _said_ in a talk & left. so be it".split()  # noqa: SIM905 - reads as a sentence
    )


def test_html_is_read_as_a_reader_reads_it(tmp_path):
    page = (
        "<html><head><title>T</title><style>p{}</style><script>var x='not text'</script></head><body>"
        "<h1>Find<b>ings</b></h1><p>Hard&nbsp;work<sup><a href='#r12'>12</a></sup> on<br>busy days<a href='#r'><sup>3</sup></a>."
        "</p><!-- not text --><td>one</td><td>10<sup>2</sup></td><p>she said <q>no</q></p></body></html>"
    )
    assert text(tmp_path, Doe__html=page).split("\n") == [
        "T",
        "Findings",
        "Hard\u00a0work on",
        "busy days.",
        "one",
        "102",
        'she said "no"',
    ]


def test_html_says_its_own_encoding(tmp_path):
    page = '<html><head><meta charset="windows-1251"></head><body><p>Да</p></body></html>'
    assert text(tmp_path, Doe__htm=page.encode("cp1251")) == "Да"


def test_jats_is_read_with_its_doctype_and_entities_do_not_grow(tmp_path):
    article = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS.dtd" [\n'
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>\n'
        "<article><body><sec><title>Results</title><p>It was <italic>hard</italic>&#160;work"
        '<sup><xref ref-type="bibr">12</xref></sup>,&nbsp;they &b;&f; said <xref>[3]</xref>.</p><p>Next</p></sec></body></article>'
    )
    found = text(tmp_path, Doe__xml=article)
    assert found == "Results\nIt was hard\u00a0work,\u00a0they &b;&f; said [3].\nNext"


def test_word_files_are_read_with_tables_and_without_deleted_words(tmp_path):
    document = Document()
    document.add_paragraph("It was hard").add_run(" work.")
    document.add_table(1, 2).cell(0, 1).text = "In a table"
    paragraph = document.add_paragraph("self")
    run = paragraph.add_run()
    run._r.append(run._r.makeelement(f"{{{run._r.nsmap['w']}}}noBreakHyphen"))
    paragraph.add_run("management")
    gone = paragraph.add_run()
    deleted = gone._r.makeelement(f"{{{gone._r.nsmap['w']}}}delText")
    deleted.text = "gone"
    gone._r.append(deleted)
    document.save(tmp_path / "Doe.docx")
    assert texts.read(tmp_path).sources["Doe.docx"].split("\n") == [
        "It was hard work.",
        "",
        "In a table",
        "self-management",
    ]


def pdf(*pages: str) -> bytes:
    """A PDF of one line a page, written by hand so that no library is needed to make it."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for n, line in enumerate(pages):
        drawn = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET" if line else "0 0 m 9 9 l S"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {5 + 2 * n} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def test_pdfs_are_read_page_by_page(tmp_path):
    assert text(tmp_path, Doe__pdf=pdf("It was hard", "work at night")) == "It was hard\n\fwork at night"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("Doe__pdf", pdf(""), "a PDF of pictures"),
        ("Doe__pdf", pdf("Words")[:150], "a PDF that cannot be read"),
        ("Doe__pdf", b"no PDF at all", "a PDF that cannot be read"),
        ("Doe__docx", b"no Word file at all", "a damaged zip archive"),
        ("Doe__txt", b"", "an empty file"),
        ("Doe__txt", b" \n\n", "an empty file"),
        ("Doe__txt", b"...\n", "no words"),
        ("Doe__txt", pdf("Words"), "a PDF"),
        ("Doe__txt", bytes(range(256)) * 20 + b"\x00" * 2000, "a file of bytes, no text"),
        ("Doe__xml", "<article><p>open", "XML that is not well formed (line 1)"),
        ("Doe__html", "<!-- nothing -->", "no words"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, name, data, found):
    ((code, file, said),) = wrong(tmp_path, **{name: data})
    assert (code, file) == ("QUOT-003", name.replace("__", ".")) and said.startswith(found), said


def test_one_file_that_cannot_be_read_does_not_hide_the_others(tmp_path):
    found = read(tmp_path, a__pdf=b"broken", b__txt="Words", c__docx=b"broken")
    assert list(found.sources) == ["b.txt"] and [one.file for one in found.unread] == ["a.pdf", "c.docx"]


def test_a_zip_that_is_no_word_file_and_a_zip_bomb_are_refused(tmp_path):
    def packed(**entries: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
        return out.getvalue()

    bomb = packed(**{"word/document.xml": b" " * 40_000_000})
    seen = wrong(tmp_path, a__docx=packed(x=b"y"), b__docx=bomb)
    assert [(code, file) for code, file, _ in seen] == [("QUOT-003", "a.docx"), ("QUOT-003", "b.docx")]
    assert seen[0][2].startswith("a damaged Word file") and "grows" in seen[1][2] + "grows" * (
        "packed" in seen[1][2]
    )


@pytest.mark.parametrize("found", ["no such folder", "a file", "an empty folder", "no text in it"])
def test_a_folder_without_texts_is_one_clear_problem(tmp_path, found):
    folder = tmp_path / "texts"
    if found == "a file":
        folder.write_text("Words")
    elif found != "no such folder":
        folder.mkdir()
        if found == "no text in it":
            (folder / "x.png").write_bytes(b"x")
    with pytest.raises(ReviewProblems) as raised:
        texts.read(folder)
    (problem,) = raised.value.problems
    assert (problem.code, problem.file, problem.field, problem.found) == (
        "QUOT-006",
        str(folder),
        "--sources",
        found,
    )


def test_a_file_larger_than_any_book_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "LARGEST", 10)
    assert wrong(tmp_path, Doe__txt="More than ten bytes")[0][2] == "a file of 0 MB"


def test_reading_many_files_says_how_far_it_is(tmp_path):
    for n in range(100):
        (tmp_path / f"{n:03}.txt").write_text("Words")
    said = []
    texts.read(tmp_path, progress=said.append)
    assert said == [f"100 files of {tmp_path.name} read"]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("Doe__html", "<p>seen</p>" + "<div>" * 300 + "deep", "elements too deep in one another (line 1)"),
        ("Doe__xml", "<a>" * 300 + "deep" + "</a>" * 300, "elements too deep in one another (line 1)"),
        ("Doe__html", "<p>seen</p>\n<p>" + "x" * 11_000_000, "a text or a value that is too long (line 2)"),
        ("Doe__xml", "<a>" + "x" * 11_000_000 + "</a>", "a text or a value that is too long (line 1)"),
    ],
)
def test_a_text_of_which_only_the_beginning_would_be_read_is_refused(tmp_path, name, content, found):
    assert wrong(tmp_path, **{name: content}) == [("QUOT-003", name.replace("__", "."), found)]


def test_a_pdf_of_more_pages_than_any_report_has_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "MOST_PAGES", 1)
    made = pypdf.PdfWriter()
    for _ in range(2):
        made.add_blank_page(100, 100)
    made.write(tmp_path / "Doe.pdf")
    assert wrong(tmp_path) == [("QUOT-003", "Doe.pdf", "a PDF of 2 pages")]
