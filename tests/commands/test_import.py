"""`reviewbook import` of coded material: what a user types, and real projects of each program."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packages import SYNTHETIC, copied, rows_of, shared
from packages.unfinished import UNFINISHED, typing

from reviewbook import check
from reviewbook.cli import main
from reviewbook.review.reading import load_review
from reviewbook.themes.imports import FORMATS
from reviewbook.themes.imports import project as qda

TEXT = "We talk every week. My worker writes back."
PROJECT = f"""<?xml version="1.0" encoding="utf-8"?>
<Project name="Tried" origin="Tried 1.0" xmlns="urn:QDA-XML:project:1.0">
<Users><User guid="00000000-0000-0000-0000-000000000001" name="Ann"/></Users>
<CodeBook><Codes><Code guid="00000000-0000-0000-0000-000000000002" name="Contact" isCodable="false">
<Code guid="00000000-0000-0000-0000-000000000003" name="Weekly" isCodable="true"><Description>Each week.</Description></Code>
</Code></Codes></CodeBook>
<Sources><TextSource guid="00000000-0000-0000-0000-000000000004" name="Synthetic2018">
<PlainTextContent>{TEXT}</PlainTextContent>
<PlainTextSelection guid="00000000-0000-0000-0000-000000000005" name="" startPosition="0" endPosition="18">
<Coding guid="00000000-0000-0000-0000-000000000006" creatingUser="00000000-0000-0000-0000-000000000001">
<CodeRef targetGUID="00000000-0000-0000-0000-000000000003"/></Coding></PlainTextSelection>
</TextSource></Sources>
<Sets><Set guid="00000000-0000-0000-0000-000000000007" name="Clinics"/></Sets>
</Project>"""


@pytest.fixture
def empty(tmp_path):
    """A review whose tables have headers alone."""
    folder = tmp_path / "empty"
    folder.mkdir()
    package = json.loads((SYNTHETIC / "datapackage.json").read_text("utf-8"))
    tables = (
        "codes",
        "documents",
        "excerpts",
        "excerpt_reports",
        "codings",
        "reports",
        "studies",
        "interventions",
    )
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in tables]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    for table in tables:
        header = (SYNTHETIC / f"{table}.csv").read_text("utf-8").splitlines()[0]
        (folder / f"{table}.csv").write_text(header + "\n", "utf-8")
    return folder


@pytest.fixture
def synthetic(tmp_path):
    return Path(shutil.copytree(SYNTHETIC, tmp_path / "synthetic"))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "project.qde"
    path.write_text(PROJECT, "utf-8")
    return path


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(capsys, *arguments) -> tuple[int, str, str]:
    status = main(["import", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_project_comes_into_a_review_and_every_number_is_told(synthetic, file, capsys, tmp_path):
    texts = tmp_path / "texts"
    status, out, _ = run(capsys, "refi-qda", file, "--review", synthetic, "--texts", texts)
    assert (status, out.splitlines()) == (
        0,
        [
            'Pseudonyms: "Ann" is A (.private/reviewers.csv of the review keeps who is who)',
            "project.qde: 2 codes (2 new), 1 document (1 new), 1 passage (1 new), 1 coding (1 new)",
            "New in excerpt_reports.csv: 1 report behind passages",
            f"Texts of documents in {texts}: 1 new of 1",
            "project.qde: refi-qda, 5 entries, 5 added, 0 known, 1 set aside",
            "  project.qde, no line, sets: a review has no groups of codes, documents or notes; codes stand in a tree: "
            + '"Clinics"',
            "Changed: codes.csv, documents.csv, excerpts.csv, excerpt_reports.csv, codings.csv, imports.csv, set_aside.csv",
        ],
    )
    loaded = load_review(synthetic)
    (passage,) = loaded.excerpts[loaded.excerpts["document_id"] == "synthetic2018"].itertuples()
    assert (passage.text, passage.start, passage.end) == ("We talk every week", 0, 18)
    assert (texts / "synthetic2018.txt").read_text("utf-8") == TEXT
    assert [p for p in check.check(synthetic) if p.severity == "problem"] == []


def test_project_imported_again_says_so_and_changes_not_one_byte(synthetic, file, capsys):
    run(capsys, "refi-qda", file, "--review", synthetic)
    before = bytes_of(synthetic)
    status, out, _ = run(capsys, "refi-qda", file, "--review", synthetic)
    assert (status, bytes_of(synthetic)) == (0, before)
    assert "project.qde: imported before as refi-qda" in out and "Nothing changed." in out


def test_dry_run_writes_nothing(synthetic, file, capsys, tmp_path):
    before = bytes_of(synthetic)
    _, out, _ = run(
        capsys, "refi-qda", file, "--review", synthetic, "--dry-run", "--texts", tmp_path / "texts"
    )
    assert "2 codes (2 new)" in out and "Nothing was written: this was a dry run." in out
    assert bytes_of(synthetic) == before and not (tmp_path / "texts").exists()


def test_options_reach_the_tables(synthetic, tmp_path, capsys):
    highlights = tmp_path / "highlights.csv"
    highlights.write_text("id,document,tag,content\n1,Notes,weekly,We talk.\n", "utf-8")
    given = ("--scheme", "practices", "--report", "Synthetic2021", "--coder", "A. Coder", "--keep-names")
    assert run(capsys, "taguette", highlights, "--review", synthetic, *given)[0] == 0
    loaded = load_review(synthetic)
    assert loaded.codes.set_index("code_id").loc["weekly", "scheme"] == "practices"
    assert loaded.documents.set_index("document_id").loc["notes", "report_id"] == "Synthetic2021"
    assert loaded.codings.query("code_id == 'weekly'")["coder"].tolist() == ["A. Coder"]


@pytest.mark.parametrize(
    ("format_", "options", "places"),
    [
        (
            "refi-qda",
            "--source synbase --stage full_text --reviewer AA",
            ["--source", "--stage", "--reviewer"],
        ),
        ("nvivo", "--tool mmat-2018 --blank no --decision include", ["--tool", "--blank", "--decision"]),
        ("ris", "--scheme themes --report Synthetic2018", ["--scheme", "--report"]),
        ("features", "--coder Ann --texts out", ["--coder", "--texts"]),
        ("appraisals", "--scheme themes --tool mmat-2018", ["--scheme"]),
        ("maxqda", "--report Nobody1999", ["--report"]),
        ("maxqda", "--scheme Themes", ["--scheme"]),
    ],
)
def test_options_that_do_not_fit_are_refused_by_name(synthetic, file, capsys, format_, options, places):
    before = bytes_of(synthetic)
    status, _, err = run(capsys, format_, file, "--review", synthetic, *options.split())
    assert status == 1 and bytes_of(synthetic) == before
    assert [line.split()[1].rstrip(":") for line in err.splitlines() if line.startswith("IMPT-005")] == places


@pytest.mark.parametrize("format_", qda.READERS)
@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02\xff\xfe", b"TY  - JOUR\nER  - \n", b"PK\x03\x04broken"]
)
def test_file_of_another_kind_is_refused_without_a_trace(synthetic, tmp_path, capsys, format_, content):
    before = bytes_of(synthetic)
    wrong = tmp_path / "wrong.bin"
    wrong.write_bytes(content)
    status, out, err = run(capsys, format_, wrong, "--review", synthetic)
    assert (status, out) == (1, "")
    assert "wrong.bin" in err and "expected" in err and "Traceback" not in err
    assert bytes_of(synthetic) == before


@pytest.mark.parametrize("format_", qda.READERS)
def test_file_that_is_not_there_is_told(synthetic, tmp_path, capsys, format_):
    status, _, err = run(capsys, format_, tmp_path / "gone.qdpx", "--review", synthetic)
    assert status == 1 and err.startswith("IMPT-001  gone.qdpx: found no such file")


def test_folder_that_is_no_review_is_told(tmp_path, file, capsys):
    status, _, err = run(capsys, "refi-qda", file, "--review", tmp_path)
    assert status == 1 and "IMPT-004" in err


def test_help_lists_every_program():
    assert [one.name for one in FORMATS] == list(qda.READERS)


def test_help_loads_no_tables():
    asked = (
        "import sys; from reviewbook.cli import _parser; _parser(['import']); print('pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_long_passage_comes_in_and_is_known_again(empty, tmp_path, capsys):
    long = "We talk. " * 30_000  # longer than what the csv module takes for a cell of itself
    project = tmp_path / "long.qde"
    project.write_text(
        PROJECT.replace(TEXT, long).replace('endPosition="18"', f'endPosition="{len(long) - 1}"'), "utf-8"
    )
    run(capsys, "refi-qda", project, "--review", empty)
    before = bytes_of(empty)
    assert load_review(empty).excerpts["text"].str.len().tolist() == [len(long) - 1]
    run(capsys, "refi-qda", project, "--review", empty)
    assert bytes_of(empty) == before


# --- real projects, with the counts that their programs show

SAMPLES = {  # files: codes, documents, passages, codings, pieces set aside at least
    "refi-qda atlasti/atlasti8-standard-project.qdpx": (14, 12, 13, 16, 2),
    "refi-qda taguette/codebook.qdc": (6, 0, 0, 0, 0),
    "refi-qda taguette/taguette-1.4.1-codebook.qdc": (3, 0, 0, 0, 0),
    "taguette taguette/highlights.csv taguette/codebook.csv": (6, 4, 22, 22, 0),
    "taguette taguette/highlights.xlsx taguette/codebook.xlsx": (6, 4, 22, 22, 0),
    "taguette taguette/highlights.csv": (6, 4, 22, 22, 0),
    "taguette taguette/codebook.qdc taguette/codebook.csv": (6, 0, 0, 0, 0),
    "taguette taguette/taguette-1.4.1-codebook.csv": (3, 0, 0, 0, 0),
    "taguette taguette/project.sqlite3": (6, 4, 22, 22, 0),
}
TABLES = ("codes", "documents", "excerpts", "codings")


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("where", ["empty", "synthetic"])
def test_samples_come_in_with_their_counts_once(request, tmp_path, capsys, where, sample):
    review = request.getfixturevalue(where)
    format_, *names = sample.split()
    files = [shared(f"samples/qda/{name}") for name in names]
    before = {table: rows_of(review / f"{table}.csv") for table in TABLES}
    status, out, _ = run(
        capsys, format_, *files, "--review", review, "--texts", tmp_path / "texts", "--coder", "Ann"
    )
    assert status == 0
    after = {table: rows_of(review / f"{table}.csv") for table in TABLES}
    assert tuple(len(after[table]) - len(before[table]) for table in TABLES) == SAMPLES[sample][:4]
    assert all(row in after[table] for table in TABLES for row in before[table])
    left = len(load_review(review).set_aside) - (where == "synthetic")
    assert (left >= SAMPLES[sample][4], f", {left} set aside" in out) == (True, True)
    assert [p for p in check.check(review) if p.severity == "problem"] == []
    content = bytes_of(review)
    run(capsys, format_, *files, "--review", review, "--texts", tmp_path / "texts", "--coder", "Ann")
    assert bytes_of(review) == content


def test_passages_of_the_sample_stand_in_its_texts(empty, tmp_path, capsys):
    run(
        capsys,
        "taguette",
        shared("samples/qda/taguette/project.sqlite3"),
        "--review",
        empty,
        "--texts",
        tmp_path / "t",
    )
    loaded = load_review(empty)
    assert loaded.excerpts["start"].notna().all()
    files = dict(zip(loaded.documents["document_id"], loaded.documents["file"], strict=True))
    for row in loaded.excerpts.itertuples():
        text = (tmp_path / "t" / files[row.document_id]).read_bytes().decode()
        assert text[row.start : row.end].strip() == row.text
    assert main(["check", str(empty), "--sources", str(tmp_path / "t")]) == 0
    assert "22 of 22 quotations are in 4 texts" in capsys.readouterr().out


def test_one_project_in_two_formats_is_one(empty, capsys):
    for names in (("highlights.csv", "codebook.csv"), ("project.sqlite3",), ("highlights.xlsx",)):
        files = [shared(f"samples/qda/taguette/{name}") for name in names]
        run(capsys, "taguette", *files, "--review", empty, "--coder", "Ann")
    assert [len(rows_of(empty / f"{table}.csv")) for table in TABLES] == [6, 4, 22, 22]


def test_a_review_s_own_export_adds_nothing_to_it_and_all_to_another(synthetic, empty, tmp_path, capsys):
    project = tmp_path / "synthetic.qdpx"
    main(
        [
            "export",
            "refi-qda",
            str(synthetic),
            "--to",
            str(project),
            "--sources",
            str(SYNTHETIC.parent / "texts"),
        ]
    )
    before = bytes_of(synthetic)
    run(capsys, "refi-qda", project, "--review", synthetic)
    changed = {name for name, data in bytes_of(synthetic).items() if before.get(name) != data}
    assert changed <= {"imports.csv", "set_aside.csv", "datapackage.json", ".imports.json"}
    run(capsys, "refi-qda", project, "--review", empty)
    own, other = load_review(synthetic), load_review(empty)
    assert dict(zip(own.excerpts["excerpt_id"], own.excerpts["text"], strict=True)) == dict(
        zip(other.excerpts["excerpt_id"], other.excerpts["text"], strict=True)
    )
    assert coded_in(own) == coded_in(other)


def coded_in(review) -> set[tuple]:
    """Excerpt, coder, scheme, labels of the code and of its parent, description."""
    codes = review.codes.set_index("code_id")
    labels = codes["label"]
    return {
        (
            row.excerpt_id,
            row.coder,
            codes.loc[row.code_id, "scheme"],
            codes.loc[row.code_id, "label"],
            labels.get(codes.loc[row.code_id, "parent_id"]),
            codes.loc[row.code_id, "description"],
        )
        for row in review.codings.itertuples()
    }


RIS = "TY  - JOUR\nTI  - Synthetic record of a later search\nPY  - 2022\nER  - \n"
DECISIONS = "record_id,reviewer,stage,decision\nR01,CC,title_abstract,include\n"
ANSWERS = "study,category,c1,c2,c3,c4\nSynthetic2018,RCT,Y,Y,N,Y\n"
MATRIX = "feature,FlexLine\nreminders,yes\n"


@UNFINISHED
def test_reports_that_are_still_being_typed_do_not_stop_an_import(state, tmp_path, capsys):
    review = typing(state, tmp_path)
    before = (review / "reports.csv").read_bytes()
    for format, text, *options in (
        ("ris", RIS, "--source", "synbase"),
        ("decisions", DECISIONS),
        ("features", MATRIX),
    ):
        file = tmp_path / f"{format}.csv"
        file.write_text(text, "utf-8")
        assert main(["import", format, str(file), "--review", str(review), *options]) == 0, (
            capsys.readouterr()
        )
    (tmp_path / "project.qde").write_text(PROJECT, "utf-8")
    assert main(["import", "refi-qda", str(tmp_path / "project.qde"), "--review", str(review)]) == 0
    assert "1 added" in capsys.readouterr().out
    assert "Synthetic record of a later search" in (review / "records.csv").read_text("utf-8")
    assert (review / "reports.csv").read_bytes() == before
    listed = json.loads((review / "datapackage.json").read_text("utf-8"))["resources"]
    assert "reports" in [resource["name"] for resource in listed]


def test_answers_are_taken_in_while_reports_are_being_typed(tmp_path, capsys):
    review = typing("half typed", tmp_path)
    file = tmp_path / "answers.csv"
    file.write_text(ANSWERS, "utf-8")
    asked = [
        "import",
        "appraisals",
        str(file),
        "--review",
        str(review),
        "--tool",
        "mmat-2011",
        "--reviewer",
        "CC",
    ]
    assert main(asked) == 0 and "4 added" in capsys.readouterr().out
    (review / "reports.csv").write_bytes(b"")
    figure, table = tmp_path / "figure.svg", tmp_path / "table.csv"
    asked = ["appraise", str(review), "--tool", "mmat-2011", "-o", str(figure), "--ratings", str(table)]
    assert main(asked) == 0 and {row["report_id"] for row in rows_of(table)} >= {
        "Synthetic2018",
        "Synthetic2019",
    }


def test_a_table_that_an_import_writes_must_be_whole(tmp_path, capsys):
    review = typing("half typed", tmp_path)
    with (review / "records.csv").open("a", encoding="utf-8") as out:
        out.write("R99,half")
    file = tmp_path / "more.ris"
    file.write_text(RIS, "utf-8")
    assert main(["import", "ris", str(file), "--review", str(review), "--source", "synbase"]) == 1
    said = capsys.readouterr().err
    assert "TABL-004  records.csv, row 22" in said and "reports.csv" not in said


TITLE = "Психоз и интернет"
IN_EVERY_FORMAT = {
    "ris": f"TY  - JOUR\nTI  - {TITLE}\nER  - \n",
    "nbib": f"PMID- 1\nTI  - {TITLE}\n",
    "bibtex": f"@article{{a, title={{{TITLE}}}}}\n",
    "ciw": f"FN Clarivate\nPT J\nTI {TITLE}\nER\n",
    "endnote-xml": f"<xml><records><record><titles><title>{TITLE}</title></titles></record></records></xml>",
    "enw": f"%0 Journal Article\n%T {TITLE}\n",
    "refworks": f"RT Journal Article\nT1 {TITLE}\n",
    "csv": f"title,year\n{TITLE},2001\n",
    "yaml": f"- title: {TITLE}\n",
    "decisions": f"title,reviewer,stage,decision\n{TITLE},AB,title_abstract,include\n",
    "covidence": f"Title,Authors,Covidence #\n{TITLE},Doe,#12\n",
    "asreview": f"title,asreview_label\n{TITLE},1\n",
}
MORE = {"covidence": ("--stage", "title_abstract", "--decision", "include"), "asreview": ("--reviewer", "AB")}


@pytest.mark.parametrize("format_", IN_EVERY_FORMAT)
def test_an_encoding_that_is_named_is_that_of_every_format_of_text(tmp_path, capsys, format_):
    review, file = copied(SYNTHETIC, tmp_path), tmp_path / "a.txt"
    file.write_bytes(IN_EVERY_FORMAT[format_].encode("cp1251"))
    asked = [
        "import",
        format_,
        str(file),
        "--review",
        str(review),
        "--source",
        "synbase",
        *MORE.get(format_, ()),
    ]
    before = (review / "records.csv").read_bytes()
    assert main(asked) == 1
    assert "--encoding cp1251" in capsys.readouterr().err
    assert (review / "records.csv").read_bytes() == before
    assert main([*asked, "--encoding", "cp1251"]) == 0
    assert "read as cp1251" in capsys.readouterr().out
    assert TITLE in [row["title"] for row in rows_of(review / "records.csv")]


def test_an_encoding_holds_for_answers_of_an_appraisal_too(tmp_path, capsys):
    review, file = copied(SYNTHETIC, tmp_path), tmp_path / "answers.csv"
    header, row, *_ = ANSWERS.splitlines()
    file.write_bytes(f"{header},comment\n{row},{TITLE}\n".encode("koi8-r"))
    asked = [
        "import",
        "appraisals",
        str(file),
        "--review",
        str(review),
        "--tool",
        "mmat-2011",
        "--reviewer",
        "CC",
    ]
    assert main(asked) == 1 and "--encoding koi8-r" in capsys.readouterr().err
    assert main([*asked, "--encoding", "koi8-r"]) == 0
    assert TITLE in (review / "appraisals.csv").read_text("utf-8")


@pytest.mark.parametrize(("name", "said"), [("nonsense", "an encoding"), ("cp1251", "files of text")])
def test_an_encoding_that_cannot_be_is_refused_before_anything_is_read(tmp_path, capsys, name, said):
    (tmp_path / "a.qdpx").write_bytes(b"PK\x03\x04")
    asked = [
        "import",
        "refi-qda",
        str(tmp_path / "a.qdpx"),
        "--review",
        str(tmp_path / "none"),
        "--encoding",
        name,
    ]
    assert main(asked) == 1
    assert "IMPT-005  --encoding: found" in (err := capsys.readouterr().err) and said in err
