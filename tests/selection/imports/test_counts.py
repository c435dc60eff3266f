"""A file of counts through the command line: what is drawn, what is refused and where, and the template of PRISMA2020."""

import csv
import io
import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, WILLIAMS, copied, shared
from packages.examples import examples
from packages.flows import REFUSED, truths

from reviewbook.cli import main
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection import checks, flow, layout
from reviewbook.selection.drawing import flowchart
from reviewbook.selection.imports import counts

NA, NR = "not_applicable", "not_reported"
LAYOUT = layout.load_layout()

GOOD = """step,stage,unit,reason,n
screened,title,records,,558
excluded,title,records,,323
screened,abstract,records,,235
excluded,abstract,records,,107
assessed,full_text,reports,,128
excluded,full_text,reports,,113
excluded,full_text,reports,Population not clear,32
excluded,full_text,reports,Intervention not met,30
excluded,full_text,reports,"Opinion, or review",51
included,,reports,,15
"""


class Done:
    """What a call of `reviewbook flow` left behind."""

    def __init__(self, status, out, err, file):
        self.status, self.out, self.err, self.file = status, out, err, file
        self.codes = re.findall(r"^([A-Z]{4}-\d{3})  ", err, re.MULTILINE)

    @property
    def drawn(self) -> str:
        return self.file.read_text("utf-8")


@pytest.fixture
def run(tmp_path, capsys):
    """Write a file of counts (text or bytes), call the command on it, and look at what came of it."""

    def run(content, *options, output="flow.svg", name="counts.csv"):
        file = tmp_path / name
        if content is not None:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        target = tmp_path / output if output else None
        status = main(["flow", str(file), *(["-o", str(target)] if target else []), *options])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert not list(tmp_path.glob(".*")), "something half-written was left"
        if status:
            assert target is None or not target.exists(), "refused, and drawn all the same"
        return Done(status, said.out, said.err, target)

    return run


def changed(old: str, new: str, text: str = GOOD) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def words_of(svg: str) -> str:
    drawn = ElementTree.fromstring(svg)
    own = [" ".join(part.itertext()) for part in drawn if not part.tag.endswith("style")]
    return " ".join(" ".join(own).split())


# --- the eight cases


def test_1_a_flow_that_holds_is_drawn(run):
    done = run(GOOD)
    assert (done.status, done.err) == (0, "")
    for number in ("558", "323", "235", "107", "128", "113", "32", "30", "51", "15"):
        assert re.search(rf"\b{number}\b", words_of(done.drawn)), number


def test_2_130_in_place_of_128_names_the_box_and_draws_nothing(run):
    done = run(changed(",,128", ",,130"))
    assert done.status == 1 and done.codes[0] == "FLOW-001"
    assert done.err.startswith(
        "FLOW-001  counts.csv, row 6, field n: found 130, expected 235 - 107 = 128 (Reports assessed in full text: "
    )


def test_3_reasons_that_make_100_of_113_are_refused(run):
    done = run(changed('review",51', 'review",38'))
    assert (done.status, done.codes) == (1, ["FLOW-002"])
    assert (
        "counts.csv, row 7, field n: found 113, its reasons 100, expected 100 (Reports excluded in full"
        in done.err
    )


def test_4_minus_430_is_refused_in_its_cell(run):
    done = run(changed(",,107", ",,-430"))
    assert done.status == 1
    assert done.err.startswith(
        'FLOW-009  counts.csv, row 5, field n: found "-430", expected a whole number from 0'
    )


def test_5_duplicates_that_are_not_reported_are_drawn_as_not_reported(run):
    text = changed(
        "n\nscreened,title",
        "n\nidentified,,,,not_reported\nduplicates_removed,,,,not_reported\nscreened,title",
    )
    done = run(text)
    assert (done.status, done.err) == (0, "")
    assert words_of(done.drawn).count("not reported") >= 2
    assert not re.search(r"\b0\b", words_of(done.drawn))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace(",n\n", ",number\n"), "FLOW-012  counts.csv, row 1, field n: found no such column"),
        (GOOD.replace("step,", "box,"), "FLOW-012  counts.csv, row 1, field step: found no such column"),
        (
            changed("screened,title,records,,558\n", ""),
            'FLOW-007  counts.csv, row 2, field step: found no box "Records screened by title"',
        ),
        (
            changed("included,,reports,,15\n", ""),
            'FLOW-007  counts.csv, field step: found no box "Reports included"',
        ),
        (
            changed("excluded,abstract,", "excluded,,"),
            'row 5, field stage: found no stage of "Records excluded", expected one of title, abstract, full_text',
        ),
        (
            "\n".join(
                ",".join([*row[:1], *row[2:]]) for row in csv.reader(io.StringIO(GOOD.replace(", or", " or")))
            ),
            'FLOW-008  counts.csv, row 4, field step: found "Records screened" again',
        ),
    ],
    ids=["column n", "column step", "screened", "included", "stage of the excluded", "column stage"],
)
def test_6_what_is_missing_is_named(run, text, said):
    done = run(text)
    assert done.status == 1
    assert said in done.err, done.err


@pytest.mark.parametrize("cell", ["about 558", "558.5", *REFUSED])
def test_7_and_8_what_is_no_whole_number_is_refused_in_its_cell(run, cell):
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(["screened", "title", "records", "", cell])
    done = run(changed("screened,title,records,,558\n", row.getvalue()))
    assert (done.status, done.codes) == (1, ["FLOW-009"])
    shown = " ".join(cell.split())
    assert done.err.startswith(
        f'FLOW-009  counts.csv, row 2, field n: found "{shown}", expected a whole number'
    )


@pytest.mark.parametrize("cell", ["558 ", " 558", "0558", "558\u00a0"])
def test_spaces_and_leading_zeros_do_not_make_a_number_less_whole(run, cell):
    assert run(changed(",,558", f",,{cell}")).status == 0


def test_a_blank_cell_is_not_charted_yet_and_no_zero(run):
    done = run("step,n\nscreened,20\nexcluded,\nassessed,\nexcluded,\nincluded,5\n", output=None)
    assert done.status == 0
    assert "not charted yet" in done.out and not re.search(r"\b0\b", done.out)


def test_all_cells_that_are_wrong_are_named_at_once(run):
    done = run("step,unit,n\nscreend,,5\nscreened,people,5\nscreened,,five\n")
    assert done.codes == ["FLOW-012", "FLOW-012", "FLOW-009"]
    for words in (
        'row 2, field step: found "screend"',
        'row 3, field unit: found "people"',
        'row 4, field n: found "five"',
    ):
        assert words in done.err


def test_a_flow_of_ten_million_is_drawn(run):
    done = run("step,n\nscreened,10000000\nexcluded,9999999\nassessed,1\nincluded,1\n")
    assert done.status == 0
    assert "10,000,000" in words_of(done.drawn) or "10000000" in words_of(done.drawn)


# --- files as they come


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-8-sig"),
        GOOD.encode("utf-16"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        GOOD.replace("\n", "\r\n").encode("utf-16"),
        GOOD.replace('"Opinion, or review"', "Opinion or review").replace(",", ";").encode(),
        GOOD.replace('"Opinion, or review"', "Opinion or review").replace(",", "\t").encode(),
        GOOD.replace("Opinion", "Pilotstudié").encode("cp1252"),
        ("\n\n" + GOOD + "\n\n,,,,\n").encode(),
        GOOD.replace("step,stage,unit,reason,n", " Step , STAGE,Unit,reason, N ").encode(),
        GOOD.replace(",n\n", ",n,note\n").replace("558\n", "558,from the paper\n").encode(),
        GOOD.rstrip("\n").encode(),
        GOOD.encode("utf-16")[2:],
        GOOD.replace('"Opinion, or review"', "Opinion or review").replace(",", "|").encode(),
        ("sep=;\n" + GOOD.replace('"Opinion, or review"', "Opinion or review").replace(",", ";")).encode(),
        ("Flow of the review,as of March\n" + GOOD).encode(),
        GOOD.replace("\n", ",,\n").encode(),
    ],
    ids=["bom", "utf-16", "crlf", "cr", "utf-16 crlf", "semicolon", "tab", "cp1252", "blank lines", "case", "note", "no end",
         "utf-16 without a mark", "upright line", "sep", "title", "trailing blanks"],
)  # fmt: skip
def test_a_csv_file_is_read_however_a_spreadsheet_saves_it(run, content):
    done = run(content)
    assert (done.status, done.err) == (0, "")
    assert "558" in done.drawn and "113" in done.drawn


def test_a_name_in_an_old_encoding_keeps_its_letters(run):
    assert "Pilotstudié" in words_of(run(GOOD.replace("Opinion", "Pilotstudié").encode("cp1252")).drawn)


def test_rows_are_counted_as_a_spreadsheet_counts_them(run):
    text = changed(
        '"Opinion, or review"',
        '"Opinion,\nor review"',
        changed("included,,reports,,15", "included,,reports,,x"),
    )
    assert 'row 13, field n: found "x"' in run(changed("step,stage", "\n\nstep,stage", text)).err


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b" \n\n", "an empty file"),
        (b"\xef\xbb\xbf", "an empty file"),
        (b",,,\n,,\n", "no row"),
        (b"step,n\n", "no row"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "no text (a spreadsheet?)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "no text (a spreadsheet?)"),
        (b"step,n\nscreened,1,204\n", "3 cells"),
        (b"step,n,N\nscreened,1,2\n", 'the column "n" twice'),
        (b'step,n\n"screened,5\n', '"unexpected end of data"'),
    ],
)
def test_a_file_that_is_none_of_counts_is_refused_in_words(run, content, found):
    done = run(content)
    assert (done.status, done.codes) == (1, ["FLOW-012"])
    assert f"found {found}" in done.err


def test_utf_16_cut_short_is_a_problem_and_no_traceback(run):
    assert run(GOOD.encode("utf-16")[:-1]).status == 1


def test_a_file_that_is_not_there_is_named(run):
    done = run(None)
    assert done.status == 1 and "counts.csv: found no such file or directory" in done.err


def test_a_folder_that_is_no_review_is_named(tmp_path, capsys):
    assert main(["flow", str(tmp_path), "-o", str(tmp_path / "flow.svg")]) == 1
    assert "PACK-001" in capsys.readouterr().err and not (tmp_path / "flow.svg").exists()


def test_a_review_without_a_flow_has_nothing_to_draw(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    gone = ("flow", "records", "decisions", "merges", "imports", "set_aside", "claims")
    package["resources"] = [r for r in package["resources"] if r["name"] not in gone]
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")
    for name in gone:
        (folder / f"{name}.csv").unlink()
    assert main(["flow", str(folder), "-o", str(tmp_path / "flow.svg")]) == 1
    assert "FLOW-007" in capsys.readouterr().err and not (tmp_path / "flow.svg").exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("step,n\nscreend,5\n", 'field step: found "screend", expected one of previous, identified'),
        ("step,unit,n\nscreened,papers,5\n", 'field unit: found "papers", expected one of records, reports'),
        (
            "step,route,n\nscreened,database,5\n",
            'field route: found "database", expected one of previous, databases',
        ),
    ],
)
def test_a_word_that_the_layout_does_not_have_is_named_with_those_it_has(run, text, found):
    done = run(text)
    assert done.status == 1 and "FLOW-012  counts.csv, row 2, " + found in done.err


# --- layouts and targets


def test_the_words_are_those_of_the_layout_asked_for(run):
    assert "Reports assessed in full text" in words_of(run(GOOD).drawn)
    scoping = words_of(run(GOOD, "--layout", "prisma-scr", output="scr.svg").drawn)
    assert "Sources of evidence assessed for eligibility" in scoping and "Reports" not in scoping


def test_a_layout_that_is_not_there_or_broken_is_named(run, tmp_path):
    assert "FLOW-012  prisma-2009: found no such layout" in run(GOOD, "--layout", "prisma-2009").err
    (tmp_path / "own.yaml").write_text("extends: [", "utf-8")
    assert "FLOW-012  own.yaml, row 2: found" in run(GOOD, "--layout", str(tmp_path / "own.yaml")).err


@pytest.mark.parametrize("name", ["flow", "flow.gif", "flow.svg.txt"])
def test_an_ending_that_is_none_of_a_drawing_is_refused_before_anything_is_read(run, name):
    done = run(None, output=name)
    assert (done.status, done.codes) == (
        1,
        ["EXPO-001"],
    ) and "expected one of .svg, .png, .pdf, .csv" in done.err


def test_a_target_that_cannot_be_written_is_named_and_nothing_is_left(run, tmp_path):
    assert "PACK-006" in run(GOOD, output="no/such/folder/flow.svg").err
    (tmp_path / "taken.svg").mkdir()
    status = main(["flow", str(tmp_path / "counts.csv"), "-o", str(tmp_path / "taken.svg")])
    assert status == 1 and not list(tmp_path.glob(".*"))


def test_an_old_drawing_stays_where_the_new_one_is_refused(tmp_path, capsys):
    (tmp_path / "counts.csv").write_text(changed(",,128", ",,130"))
    (tmp_path / "flow.svg").write_text("old")
    assert main(["flow", str(tmp_path / "counts.csv"), "-o", str(tmp_path / "flow.svg")]) == 1
    assert (tmp_path / "flow.svg").read_text() == "old"
    assert "flow.svg was not drawn; --draw-anyway" in capsys.readouterr().err


def test_draw_anyway_draws_the_box_marked_with_what_was_expected(run):
    done = run(changed(",,128", ",,130"), "--draw-anyway")
    assert done.status == 0 and done.codes[0] == "FLOW-001"
    said = words_of(done.drawn)
    assert "130" in said and "expected 128" in said
    assert "expected" not in words_of(run(GOOD, output="good.svg").drawn)


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_each_ending_gives_its_kind_of_file_and_the_same_bytes_again(run, ending, start):
    first = run(GOOD, output=f"a.{ending}")
    assert first.status == 0 and first.file.read_bytes().startswith(start)
    assert run(GOOD, output=f"b.{ending}").file.read_bytes() == first.file.read_bytes()
    assert first.out == f"{first.file}\n"


def test_letters_that_a_typeface_lacks_are_named_and_an_svg_holds_them(run):
    text = changed("Population not clear", "研究")
    assert "研究" in words_of(run(text).drawn)
    done = run(text, output="flow.pdf")
    assert (done.status, done.codes) == (1, ["FLOW-012"]) and "研 (U+7814)" in done.err


def test_without_a_target_the_numbers_are_said_in_words(run):
    done = run(GOOD, output=None)
    assert done.status == 0
    for number in ("558", "323", "128", "113", "15"):
        assert number in done.out


def test_the_title_asked_for_is_that_of_the_drawing(run):
    assert "Studies of <x> & y" in words_of(run(GOOD, "--title", "Studies of <x> & y").drawn)


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
def test_a_review_is_drawn_from_its_folder(review, tmp_path):
    target = tmp_path / "flow.svg"
    assert main(["flow", str(review), "-o", str(target)]) == 0
    said = words_of(target.read_text("utf-8"))
    for number in ("20", "17", "9", "5") if review == SYNTHETIC else ("558", "235", "128", "113", "51", "15"):
        assert re.search(rf"\b{number}\b", said), number


def test_a_file_of_counts_is_drawn_without_a_table_library(tmp_path):
    (tmp_path / "counts.csv").write_text(GOOD)
    code = (
        "import sys; from reviewbook.cli import main;"
        f"assert main(['flow', {str(tmp_path / 'counts.csv')!r}, '-o', {str(tmp_path / 'flow.svg')!r}]) == 0;"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "numpy", "frictionless", "matplotlib", "duckdb"} & set(done.stdout.split())


def test_what_a_row_leaves_out_is_taken_from_its_step(tmp_path):
    file = tmp_path / "counts.csv"
    file.write_text(
        "step,stage,n\nscreened,,9\nexcluded,,4\nsought,,5\nassessed,,5\nexcluded,,2\nexcluded,full_text,0\nincluded,,3\n"
    )
    boxes, *_ = counts.read(file, LAYOUT)
    assert [box.unit for box in boxes] == ["records"] * 2 + ["reports"] * 5
    assert [box.route for box in boxes] == ["databases"] * 6 + [""]
    assert [box.row for box in boxes] == [2, 3, 4, 5, 6, 7, 8]


# --- shapes of PRISMA 2020 and 2009


OVERLAPPING = """step,stage,reason,n
identified,,,550
identified,,PubMed,500
identified,,Embase,100
found_again,,,50
screened,title,,550
excluded,title,,535
included,,,15
"""


def test_what_another_search_found_again_is_taken_in_told_and_written_as_missing_from_the_template(run):
    assert run(OVERLAPPING, output=None).out.startswith(
        "550 records were identified: PubMed, 500; Embase, 100; "
        "50 were found again by another search and counted once. 550 records were screened by title;"
    )
    drawn = run(OVERLAPPING)
    assert (drawn.status, drawn.err) == (0, "")
    assert "Records found again by another search and counted once 50" in words_of(drawn.drawn)
    written = run(OVERLAPPING, output="template.csv").err
    assert "Records found again by another search and counted once: the template has no place" in written
    assert run(changed("again,,,50", "again,,,51", OVERLAPPING), output=None).codes == ["FLOW-004"]


LISTS = """step,stage,unit,reason,n
screened,title,records,,500
excluded,title,records,,448
kept_by_reviewer,title,records,A,34
kept_by_reviewer,title,records,B,41
assessed,full_text,reports,,52
excluded,full_text,,,32
kept_by_reviewer,full_text,,A,21
kept_by_reviewer,full_text,,B,not_reported
included,,reports,,20
"""


def test_what_each_reviewer_kept_is_taken_in_told_and_written_as_missing_from_the_template(run):
    assert run(LISTS, output=None).out == (
        "500 records were screened by title; 448 were excluded. "
        "52 reports were assessed in full text; records kept by each reviewer by title: A, 34; B, 41; "
        "32 were excluded. "
        "20 reports were included; reports kept by each reviewer in full text: A, 21; B, not reported.\n"
    )
    drawn = run(LISTS)
    assert (drawn.status, drawn.err) == (0, "")
    assert "Records kept by each reviewer by title A 34 B 41" in words_of(drawn.drawn)
    written = run(LISTS, output="template.csv").err
    assert "Records kept by each reviewer by title: B: the template has no place" in written


DISCUSSED = """step,stage,unit,reason,n
screened,title,records,,100
excluded,title,records,,70
brought_back,title,records,,5
assessed,full_text,,,35
excluded,full_text,,,22
brought_back,full_text,,,2
included,,reports,,15
"""


def test_what_a_discussion_brought_back_is_taken_in_told_and_written_as_missing_from_the_template(run):
    assert run(DISCUSSED, output=None).out == (
        "100 records were screened by title; 70 were excluded; 5 were brought back by discussion. "
        "35 reports were assessed in full text; 22 were excluded; 2 were brought back by discussion. "
        "15 reports were included.\n"
    )
    drawn = run(DISCUSSED)
    assert (drawn.status, drawn.err) == (0, "")
    assert "Reports brought back by discussion, excluded in full text 2" in words_of(drawn.drawn)
    written = run(DISCUSSED, output="template.csv").err
    assert "Records brought back by discussion, excluded by title: the template has no place" in written
    assert run(changed(",,,2\n", ",,,3\n", DISCUSSED), output=None).codes == ["FLOW-001"]


def test_an_updated_review_with_other_methods_holds_and_a_wrong_total_is_found(run):
    text = """step,stage,unit,route,n
previous,,studies,,10
previous,,reports,,12
identified,databases,records,,500
identified,registers,records,,20
duplicates_removed,,,,100
automation_removed,,,,15
other_removed,,,,5
screened,,,,400
excluded,,,,340
sought,,,,60
not_retrieved,,,,2
assessed,,,,58
excluded,,reports,,50
identified,websites,records,other,6
identified,citation_searching,records,other,4
sought,,,other,10
not_retrieved,,,other,1
assessed,,,other,9
excluded,,reports,other,7
included,,studies,,8
included,,reports,,10
total,,studies,,18
total,,reports,,22
synthesised,quantitative,studies,,11
"""
    assert run(text).status == 0
    assert run(changed("total,,studies,,18", "total,,studies,,17", text), output="b.svg").codes == [
        "FLOW-010"
    ]
    assert run(changed("included,,reports,,10", "included,,reports,,9", text), output="c.svg").codes == [
        "FLOW-001",
        "FLOW-010",
    ]
    assert run(changed("studies,,11", "studies,,19", text), output="d.svg").codes == ["FLOW-011"]
    assert run(changed("registers,records,,20", "registers,records,,21", text), output="e.svg").codes == [
        "FLOW-001"
    ]


def test_other_methods_that_only_identify_join_before_screening(run):
    text = (
        "step,route,n\nidentified,,90\nidentified,other,15\nduplicates_removed,,5\nscreened,,100\nexcluded,,80\n"
        "assessed,,20\nincluded,,20\n"
    )
    assert run(text).status == 0
    assert run(changed("other,15", "other,14", text), output="b.svg").codes == ["FLOW-001"]


# --- the template of PRISMA2020


def template(**cells) -> str:
    """The template with these cells filled, all others NA."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"])
    for name in counts.TEMPLATE:
        table.writerow([name, "n", "b", "d", "", "t", f"{name}.html", cells.get(name, "NA")])
    return out.getvalue()


FILLED = {
    "database_results": 500,
    "database_specific_results": "Embase, 300; Medline, 200",
    "register_results": 20,
    "duplicates": 120,
    "excluded_automatic": 0,
    "excluded_other": 0,
    "records_screened": 400,
    "records_excluded": 340,
    "dbr_sought_reports": 60,
    "dbr_notretrieved_reports": 2,
    "dbr_assessed": 58,
    "dbr_excluded": "No data, 30; Age under 18, 120; Other, 8",
    "new_studies": 8,
    "new_reports": 10,
}
FILLED["dbr_excluded"] = "No data, 30; Aged 18, 10; Other, 8"


def read(text: str, tmp_path) -> tuple[list, list]:
    file = tmp_path / "template.csv"
    file.write_text(text, "utf-8")
    return counts.read(file, LAYOUT)[:2]


def test_the_template_as_it_comes_is_not_charted_yet_and_its_unused_arms_are_left_out_and_said(tmp_path):
    boxes, said, _ = counts.read(shared("samples/prisma2020-template.csv"), LAYOUT)
    assert [words.partition(":")[0] for words in said] == [
        "the previous version",
        "other methods",
        "the meta-analysis",
    ]
    assert {box.route for box in boxes} == {"databases", ""}
    unfilled = [(box.step, box.reason) for box in boxes if box.status == "not_charted"]
    assert unfilled == [("excluded", "not_applicable")], "a reason that nobody named stands for nothing"
    assert not any(box.label or box.href for box in boxes)
    assert {box.n for box in boxes if box.status == "reported"} == {0}
    assert checks.sum_problems(boxes, LAYOUT, file="template.csv") == []


def test_the_template_as_it_comes_can_be_drawn(tmp_path, capsys):
    target = tmp_path / "flow.svg"
    assert main(["flow", str(shared("samples/prisma2020-template.csv")), "-o", str(target)]) == 0
    drawn = words_of(target.read_text("utf-8"))
    assert not [word for word in ("Reason1", "Database 1", "Register 1") if word in drawn]
    assert capsys.readouterr().err.count("so it is not drawn") == 3


def in_words_of(text: str, name: str, **cells: str) -> str:
    """The template with other cells in the row of one box."""
    rows = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO()
    table = csv.DictWriter(out, rows[0], lineterminator="\n")
    table.writeheader()
    table.writerows(row | (cells if row["data"] == name else {}) for row in rows)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "text", "label"),
    [
        ("dbr_assessed", "Articles read in full", "Articles read in full"),
        ("citations_results", "Snowballing", "Records identified from Snowballing"),
        ("records_screened", "Records  SCREENED", ""),
        ("duplicates", "NA", ""),
    ],
)
def test_a_box_text_of_the_author_s_own_is_used_and_that_of_the_template_is_ours(tmp_path, name, text, label):
    boxes, said = read(in_words_of(template(**FILLED | {name: 58}), name, boxtext=text), tmp_path)
    step, stage = counts.TEMPLATE[name][1:3]
    assert {box.label for box in boxes if (box.step, box.stage) == (step, stage)} == {label}
    assert not [words for words in said if "not used" in words]
    drawn = flow.complete(boxes, LAYOUT)
    assert not label or f"{label}: 58" in flowchart.describe(drawn, LAYOUT)


def test_words_of_the_author_s_that_are_not_used_are_told(tmp_path):
    text = in_words_of(template(**FILLED), "dbr_excluded", boxtext="Articles left out", url="mine.html")
    heading = 'NA,node6,newstud,d,"Found in databases",t,newstud.html,0\n'
    heading += 'included,node3,included,d,"Screening",t,included.html,0\n'
    _, said = read(text + heading, tmp_path)
    assert [words for words in said if "not drawn" not in words] == [
        'the link of "dbr_excluded" leads to "mine.html", which is not there, and is left out',
        'row 21: the box text "Articles left out" is not used, for the parts of dbr_excluded have names of their own',
        'row 30: the heading "Found in databases" is not used: no head is drawn there',
        'row 31: the heading "Screening" is not used: another phase is called so',
    ]


def test_headings_are_drawn_in_the_author_s_words_and_written_back(tmp_path):
    named = {"newstud": "Found in databases", "othstud": "Found <otherwise>", "screening": "Sifting"}
    text = template(**FILLED, website_results=9, other_sought_reports=9, other_assessed=9)
    text += "".join(f"NA,n,{box},d,{words},t,NA.html,0\n" for box, words in named.items())
    (tmp_path / "template.csv").write_text(text, "utf-8")
    boxes, said, own = counts.read(tmp_path / "template.csv", LAYOUT)
    assert not [words for words in said if "heading" in words]
    drawn = flow.complete(boxes, own)
    shown = " ".join(ElementTree.fromstring(flowchart.draw(drawn, own, title="Flow")).itertext())
    assert all(words in shown for words in named.values())
    assert "Identification via" not in shown and "Screening" not in shown
    assert "Found in databases: 500 records were identified" in flowchart.describe(drawn, own)
    rows = list(csv.DictReader(io.StringIO(counts.write_template(drawn, own)[0])))
    assert named.items() <= {row["box"]: row["boxtext"] for row in rows}.items()


def test_a_layout_with_names_of_its_own_keeps_them(tmp_path):
    mine = layout.headed(LAYOUT, routes={"databases": "Mine"}, phases={"Screening": "Stage 2"})
    text = template(**FILLED, website_results=9)
    text += "NA,n,newstud,d,Theirs,t,NA.html,0\nscreening,n,screening,d,Theirs,t,NA.html,0\n"
    (tmp_path / "template.csv").write_text(text, "utf-8")
    _, said, own = counts.read(tmp_path / "template.csv", mine)
    assert own["routes"]["databases"] == "Mine" and "Stage 2" in own["phases"]
    assert [words.partition(": ")[2] for words in said if "heading" in words] == [
        'the heading "Theirs" is not used: the layout has a name of its own',
        'the heading "Theirs" is not used: the layout has phases of its own',
    ]


def test_links_lead_to_pages_that_are_there(tmp_path):
    (tmp_path / "list.html").write_text("")
    text = in_words_of(template(**FILLED), "duplicates", url="list.html#a")
    text = in_words_of(text, "records_screened", url="https://example.org/list")
    boxes, _ = read(text, tmp_path)
    assert [box.href for box in boxes if box.href] == ["list.html#a", "https://example.org/list"]


def test_placeholders_stand_for_nothing_and_what_the_author_wrote_for_something(tmp_path):
    cells = {"dbr_excluded": "Reason1, 20; Too old, xxx; Reason3, xxx", "other_excluded": "Not applicable, 0"}
    boxes, _ = read(template(**FILLED | cells, other_sought_reports=3), tmp_path)
    own = [
        (box.route, box.reason, box.n) for box in boxes if box.step == "excluded" and box.unit == "reports"
    ]
    assert own == [
        ("databases", "Reason1", 20),
        ("databases", "Too old", None),
        ("other", "not_applicable", 0),
    ]


def test_the_total_of_a_review_without_a_previous_version_is_drawn_only_where_it_says_more(tmp_path):
    for total, steps in ((8, set()), (0, set()), (9, {"total"}), (NR, {"total"})):
        boxes, _ = read(template(**FILLED, total_studies=total, previous_studies=0), tmp_path)
        assert {box.step for box in boxes} & {"previous", "total"} == steps


def test_a_filled_template_is_drawn_and_proved(run):
    done = run(template(**FILLED))
    assert (done.status, done.codes) == (0, [])
    assert done.err.count("not drawn") == 3
    for words in ("Embase", "Aged 18", "No data"):
        assert words in done.drawn
    wrong = run(template(**FILLED | {"dbr_assessed": 57}), output="b.svg")
    row = 2 + list(counts.TEMPLATE).index("dbr_assessed")
    assert (
        wrong.codes[0] == "FLOW-001"
        and f"counts.csv, row {row}, field n: found 57, expected 60 - 2 = 58" in wrong.err
    )
    assert run(template(**FILLED | {"register_results": 21}), output="c.svg").codes == ["FLOW-001"]
    assert run(template(**FILLED | {"database_specific_results": "A, 1; B, 2"}), output="d.svg").codes == [
        "FLOW-004"
    ]


def test_a_number_with_a_comma_in_a_list_is_refused(run):
    done = run(template(**FILLED | {"dbr_excluded": "No data, 1,204; Other, 8"}))
    assert (done.status, done.codes) == (1, ["FLOW-009"]) and '"No data, 1,204"' in done.err
    for cell in ("No data; Other, 8", "No data, many", "No data, -3", "No data, 5.0"):
        assert run(template(**FILLED | {"dbr_excluded": cell}), output="b.svg").codes == ["FLOW-009"], cell


def test_a_reason_that_ends_in_a_number_is_told_from_its_count(tmp_path):
    boxes, _ = read(template(dbr_excluded="Aged under 18, 120; Published before 2000, 7; A, B, 3;"), tmp_path)
    assert [(b.reason, b.n) for b in boxes if b.step == "excluded" and b.unit == "reports"] == [
        ("Aged under 18", 120), ("Published before 2000", 7), ("A, B", 3),
    ]  # fmt: skip


def test_na_in_the_template_is_not_known_and_never_zero(tmp_path):
    boxes, said = read(
        template(**FILLED | {"duplicates": "NA", "excluded_automatic": "", "excluded_other": "xxx"}), tmp_path
    )
    status = {box.step: (box.n, box.status) for box in boxes if box.step.endswith("removed")}
    assert status == {
        "duplicates_removed": (None, NR),
        "automation_removed": (None, "not_charted"),
        "other_removed": (None, "not_charted"),
    }
    assert checks.sum_problems(boxes, LAYOUT, file="t.csv") == []
    assert len(said) == 3


def test_an_arm_of_which_something_is_said_is_drawn(tmp_path):
    boxes, said = read(template(**FILLED, total_studies_ma=3, previous_studies=NR), tmp_path)
    assert [words.partition(":")[0] for words in said] == ["other methods"]
    assert [(b.step, b.n) for b in boxes if b.step in ("synthesised", "previous") and b.unit == "studies"] == [
        ("previous", None), ("synthesised", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (template().replace("duplicates,", "duplikates,", 1), 'field data: found "duplikates"'),
        (
            template() + "duplicates,n,b,d,t,t,u,7\n",
            'FLOW-008  template.csv, row 30, field data: found "duplicates" again',
        ),
        (template() + "identification,n,b,d,t,t,u,1,204\n", "row 30: found 9 cells"),
        (template(records_screened="1,204"), 'field n: found "1,204"'),
        (template(records_screened="-430", duplicates="5e2"), 'found "-430"'),
    ],
)
def test_what_is_wrong_with_a_template_is_named(tmp_path, text, said):
    with pytest.raises(ReviewProblems) as raised:
        read(text, tmp_path)
    assert said in str(raised.value)


def known(boxes) -> dict:
    return {box.key: box.n for box in boxes if box.n is not None}


def test_a_template_written_and_read_again_is_the_same(tmp_path):
    boxes, _ = read(
        template(**FILLED, other_excluded="Copy, 1", other_assessed=3, other_sought_reports=3), tmp_path
    )
    text, lost = counts.write_template(boxes)
    again, _ = read(text, tmp_path)
    assert lost == [] and known(again) == known(boxes)
    assert counts.write_template(again)[0] == text


def test_what_the_template_cannot_carry_is_said(run):
    done = run(GOOD, output="template.csv")
    assert done.status == 0
    assert "template.csv: 2 stages of screening are written as one.\n" in done.err
    cells = {row["data"]: row["n"] for row in csv.DictReader(io.StringIO(done.drawn))}
    assert (cells["records_screened"], cells["records_excluded"], cells["dbr_assessed"]) == (
        "558",
        "430",
        "128",
    )
    assert (
        cells["dbr_excluded"] == "Population not clear, 32; Intervention not met, 30; Opinion, or review, 51"
    )
    assert cells["duplicates"] == cells["database_results"] == "NA"
    assert "Screening" not in done.err  # headings are no boxes
    assert list(cells) == list(
        dict.fromkeys(row["data"] for row in csv.DictReader(shared("samples/prisma2020-template.csv").open()))
    )


def test_the_written_template_has_the_rows_of_the_real_one_in_their_order():
    with shared("samples/prisma2020-template.csv").open(encoding="utf-8") as lines:
        real = [(row["data"], row["box"]) for row in csv.DictReader(lines)]
    written = [(row["data"], row["box"]) for row in csv.DictReader(io.StringIO(counts.write_template([])[0]))]
    assert written == real


def test_interventions_undecided_and_appraisal_have_no_place_in_the_template():
    rows = flow.complete(
        [
            layout.Box(at, route, step, NA, unit, NA, n, "reported")
            for at, (route, step, unit, n) in enumerate(
                [
                    ("databases", "screened", "records", 9),
                    ("databases", "undecided", "records", 2),
                    ("", "appraisal_removed", "reports", 2),
                    ("", "included", "reports", 5),
                    ("", "included", "interventions", 3),
                ],
                1,
            )
        ],
        LAYOUT,
    )
    _, lost = counts.write_template(rows)
    assert lost == [
        f"{label}: the template has no place for it"
        for label in (
            "Records waiting for a decision",
            "Reports removed after appraisal",
            "Interventions included",
        )
    ]


def test_reasons_that_are_not_reported_are_written_together_so_that_their_total_is_kept(run, tmp_path):
    text = changed("Intervention not met,30", "Intervention not met,not_reported")
    done = run(changed('review",51', 'review",not_reported', text), output="template.csv")
    again, _ = read(done.drawn, tmp_path)
    excluded = [box for box in again if box.step == "excluded" and box.unit == "reports"]
    assert sum(box.n for box in excluded) == 113 and excluded[-1].n == 81
    assert "Intervention not met: the template has no place for it" in done.err


def cell(box) -> tuple:
    """What tells a box of the template from others: its kind of source where it is identified, else no stage."""
    stage = box.stage if box.step == "identified" else NA
    return box.route, box.step, box.unit, box.reason if box.reason != NA else stage


@examples(150)
@given(truths(), st.data())
def test_what_a_template_carries_is_carried_truly_and_all_else_is_said(tmp_path_factory, rows, data):
    hidden = data.draw(st.sets(st.sampled_from([box.position for box in rows]), max_size=8))
    done = flow.complete([b._replace(n=None, status=NR) if b.position in hidden else b for b in rows], LAYOUT)
    text, lost = counts.write_template(done)
    file = tmp_path_factory.mktemp("t") / "template.csv"
    file.write_text(text, "utf-8")
    again, left_out, _ = counts.read(file, LAYOUT)
    told, back = " ".join(lost), {cell(box): box.n for box in again}
    first = next(b for b in done if b.step == "screened")
    screening = [b.n for b in done if b.step == "excluded" and b.unit == "records" and b.reason == NA]
    for box in done:
        seen = back.get(cell(box))
        if box.step == "screened":
            assert seen == first.n
        elif box.step == "excluded" and box.unit == "records" and box.reason == NA:
            assert seen == (None if None in screening else sum(screening))
        elif box.n is None or seen is not None:
            assert seen == box.n, (box, text)
        else:
            unused = box.n == 0 and any("0 or NA" in words for words in left_out)
            unused |= box.step == "total" and any("nor is the total" in words for words in left_out)
            parts = [b for b in done if b.key[:2] == box.key[:2] and b.unit == box.unit and b is not box]
            made = box.reason == NA and any(  # by parts that are all there
                b.reason != NA or (b.step == "identified" and b.stage != NA) for b in parts
            )
            assert unused or made or box.label in told or "not told apart" in told, (box, lost)
    assert {n for n in back.values() if n == 0} <= {b.n for b in done} | {sum(n or 0 for n in screening)}


def test_a_column_that_is_not_known_is_named_and_not_passed_over_in_silence(run):
    lines = GOOD.splitlines()
    more = "\n".join([lines[0] + ",reasons", *(line + ",x" for line in lines[1:])]) + "\n"
    assert 'counts.csv: the column "reasons" is not read.' in run(more).err
    assert "is not read" not in run(GOOD).err


def test_box_texts_of_the_author_s_own_are_written_again(tmp_path):
    text = in_words_of(template(**FILLED, citations_results=4), "dbr_assessed", boxtext="Articles read")
    boxes, _ = read(in_words_of(text, "citations_results", boxtext="Snowballing"), tmp_path)
    again, _ = counts.write_template(flow.complete(boxes, LAYOUT), LAYOUT)
    named = {row["data"]: row["boxtext"] for row in csv.DictReader(io.StringIO(again))}
    assert (named["dbr_assessed"], named["citations_results"]) == ("Articles read", "Snowballing")
    assert named["records_screened"] == "Records screened"
