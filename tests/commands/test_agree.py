"""The command `reviewbook agree`."""

import csv

import pytest
from packages import rows_of
from packages.decided import bib, written
from packages.unfinished import UNFINISHED, typing

from reviewbook import agreement, cli
from reviewbook.files.replace import as_csv
from reviewbook.selection.imports import judgements

LONG = "record_id,reviewer,stage,decision\n" + "".join(
    f"R{at},{who},title,{decision}\n"
    for at, pair in enumerate(["ii"] * 6 + ["ee"] * 86 + ["ei"] * 5)
    for who, decision in zip("AB", pair.replace("i", "I").replace("e", "E"), strict=True)
).replace("I\n", "include\n").replace("E\n", "exclude\n")


def agree(capsys, *arguments) -> tuple[int, str, str]:
    status = cli.main(["agree", *map(str, arguments)])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_agree_prints_every_figure_the_conflicts_and_the_rule(tmp_path, capsys):
    status, shown, wrong = agree(capsys, written(tmp_path, "d.csv", LONG))
    assert (status, wrong) == (0, "")
    assert shown.splitlines() == [
        "194 decisions by 2 reviewers stand, on 97 records.",
        "",
        "title",
        "  reviewers  records  agreed  percent          kappa [95 %]  PABAK            AC1 [95 %]  alpha",
        "  A and B         97      92     94.8  0.680 [0.422, 0.939]  0.897  0.939 [0.883, 0.994]  0.679",
        "  conflicts: 5, 0 of them settled by consensus",
        "",
        "The last decision of a reviewer on a record counts; maybe is an answer of its own; consensus is not compared.",
    ]


def test_agree_writes_the_table_and_the_conflicts_the_same_bytes_each_time(tmp_path, capsys):
    file, table, conflicts = (
        written(tmp_path, "d.csv", LONG),
        tmp_path / "table.csv",
        tmp_path / "conflicts.csv",
    )
    assert agree(capsys, file, "-o", table, "--conflicts", conflicts)[0] == 0
    before = table.read_bytes(), conflicts.read_bytes()
    assert agree(capsys, file, "-o", table, "--conflicts", conflicts)[0] == 0
    assert (table.read_bytes(), conflicts.read_bytes()) == before
    (row,) = rows_of(table)
    assert (row["reviewers"], row["records"], row["kappa"], row["kappa_low"]) == (
        "A and B",
        "97",
        "0.6802900461",
        "0.4216989318",
    )
    assert rows_of(conflicts)[0] == {
        "record_id": "R92",
        "stage": "title",
        "decisions": "A: exclude; B: include",
        "decision": "conflict",
        "how": "conflict",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["conflicts.csv", "d.csv", "table.csv"]


def test_agree_shows_all_words_that_are_not_understood_at_once_with_their_places(tmp_path, capsys):
    text = LONG.replace("R0,A,title,include", "R0,A,title,inclde").replace(
        "R9,B,title,exclude", "R9,B,title,no way"
    )
    status, shown, wrong = agree(capsys, written(tmp_path, "d.csv", text))
    assert (status, shown) == (1, "")
    expected = "expected include, exclude, maybe or withdrawn, or one of their synonyms."
    assert [line for line in wrong.splitlines() if line.startswith("DECI")] == [
        f'DECI-002  d.csv, row 2, field decision: found "inclde", {expected}',
        f'DECI-002  d.csv, row 21, field decision: found "no way", {expected}',
    ]


@pytest.mark.parametrize(
    ("text", "options", "code", "found"),
    [
        ("id,reviewer,decision\n1,A,in\n2,B,in\n", [], "AGRE-002", "A: 1 record; B: 1 record"),
        ("id,reviewer,decision\n1,consensus,in\n", [], "AGRE-002", "no decision of a single reviewer"),
        (LONG, ["--stage", "full text"], "DECI-004", '"full text", expected one of title'),
        (LONG, ["-o", "no/such/folder.csv"], "PACK-006", "no such file or directory"),
        (LONG, ["--format", "rayyan"], "DECI-003", "the columns record_id"),
        (LONG, ["--format", "covidence"], "DECI-003", "the columns record_id"),
        ("id,decision\n1,in\n", [], "DECI-004", "no reviewer"),
        ("id,decision\n1,in\n", ["--format", "wide"], "DECI-004", "no reviewer"),
        ("id,A,B\n1,in,in\n", ["--format", "long"], "DECI-003", "the columns id, A, B"),
        ("id,title\n1,One\n", ["--kept-of", "none.csv"], "IMPT-001", "no such file"),
    ],
)
def test_agree_meets_what_it_cannot_use_with_a_problem(tmp_path, capsys, text, options, code, found):
    status, shown, wrong = agree(capsys, written(tmp_path, "d.csv", text), *options)
    assert (status, shown) == (1, "")
    assert wrong.startswith(code) and found in wrong and "Traceback" not in wrong


def test_agree_does_not_stop_at_what_rayyan_keeps_beside_decisions(tmp_path, capsys):
    both = 'RAYYAN-INCLUSION: {"A"=>"Included", "B"=>"Included"} | RAYYAN-EXCLUSION-REASONS: animals'
    status, shown, wrong = agree(capsys, written(tmp_path, "articles.bib", bib(both, "RAYYAN-LABELS: read")))
    assert (status, wrong) == (0, "")
    assert "A and B" in shown


def test_agree_knows_asreview_by_its_columns_and_takes_the_files_names_for_reviewers(tmp_path, capsys):
    text = "record_id,title,asreview_label\n1,One,1\n2,Two,0\n"
    files = [written(tmp_path, f"{who}.csv", text) for who in ("anna", "ben")]
    status, shown, wrong = agree(capsys, *files)
    assert (status, wrong) == (0, "")
    assert "anna and ben        2       2    100.0" in shown


def test_agree_never_writes_over_what_it_reads(tmp_path, capsys):
    file = written(tmp_path, "d.csv", LONG)
    for options in (["-o", file], ["-o", tmp_path / "x.csv", "--conflicts", tmp_path / "x.csv"]):
        status, _, wrong = agree(capsys, file, *options)
        assert (status, wrong[:8]) == (1, "PACK-006")
    assert file.read_text() == LONG


def test_agree_counts_maybe_as_asked(tmp_path, capsys):
    file = written(tmp_path, "d.csv", "id,A,B\n1,yes,maybe\n2,yes,yes\n3,no,no\n")
    for maybe, agreed in (("own", "66.7"), ("include", "100.0"), ("exclude", "66.7"), ("leave_out", "100.0")):
        assert f" {agreed} " in agree(capsys, file, "--maybe", maybe)[1]


def test_agree_names_the_columns_of_a_wide_table_that_it_did_not_read(tmp_path, capsys):
    file = written(tmp_path, "d.csv", "id,A,B,colour\n1,in,in,red\n2,out,in,blue\n")
    status, shown, wrong = agree(capsys, file)
    assert (status, wrong) == (0, "d.csv: not read: colour.\n")
    assert "A and B" in shown
    status, _, wrong = agree(capsys, file, "--format", "wide")
    assert status == 1
    assert 'DECI-002  d.csv, field colour: found "red", "blue" in 2 of 2 answers' in wrong


def test_agree_with_more_than_two_reviewers_says_what_all_means(tmp_path, capsys):
    _, shown, _ = agree(
        capsys, written(tmp_path, "d.csv", "id,A,B,C\n1,in,in,in\n2,out,out,in\n3,out,out,out\n")
    )
    assert "  all 3 " in shown and "agreed is unanimous" in shown


def test_agree_help_shows_the_columns_and_an_example(capsys):
    with pytest.raises(SystemExit):
        cli.main(["agree", "--help"])
    shown = capsys.readouterr().out
    assert "record_id" in shown and "reviewbook agree decisions.csv" in shown


def test_a_written_table_can_be_read_again(tmp_path):
    rows, _ = judgements.gather([written(tmp_path, "d.csv", LONG)])
    (tmp_path / "out.csv").write_bytes(as_csv(agreement.agreement(rows)))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        assert len(list(csv.reader(lines))) == 2


@UNFINISHED
def test_reports_that_are_still_being_typed_do_not_stop_it(state, tmp_path, capsys):
    status, shown, wrong = agree(capsys, typing(state, tmp_path) / "decisions.csv")
    assert status == 0 and "full_text" in shown and wrong == "decisions.csv: not read: locator.\n"
