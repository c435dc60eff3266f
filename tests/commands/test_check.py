"""The command `reviewbook check`: how it ends, what it prints, and the quotations with `--sources`."""

import json

from packages import SYNTHETIC, WILLIAMS, broken, copied, rows_of, set_cell, shared

from reviewbook.cli import main


def test_every_quotation_of_the_first_review_is_in_its_source(capsys):
    folder = shared("seed/williams-2019.txt").parent
    assert main(["check", str(WILLIAMS), "--sources", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "15 of 15 quotations are in 1 text: williams-2019.txt"
    assert "passed over: references.bib" in said.err


def test_the_command_says_what_is_wrong_and_ends_with_status_1(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    assert main(["check", str(folder), "--sources", str(SYNTHETIC.parent / "texts")]) == 0
    assert capsys.readouterr().out == (
        "0 problems, 0 notices\n"
        "3 of 3 quotations are in 3 texts: Synthetic2019.txt (1), Synthetic2020a.txt (1), Synthetic2021.txt (1)\n"
    )
    row = next(n for n, row in enumerate(rows_of(folder / "excerpts.csv"), 2) if row["excerpt_id"] == "Q1")
    set_cell(
        folder / "excerpts.csv",
        "text",
        "Synthetic quotation: the exercises never fitted into my day.",
        row=row,
    )
    assert main(["check", str(folder), "--sources", str(SYNTHETIC.parent / "texts")]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"QUOT-001  excerpts.csv, row {row}, field text: found ")
    assert "never fitted" in said and "(Synthetic2019.txt, line 3)" in said
    assert said.splitlines()[-1].startswith("2 of 3 quotations are in 2 texts")


def test_json_holds_the_problems_and_the_counts(capsys):
    assert (
        main(["check", str(SYNTHETIC), "--sources", str(SYNTHETIC.parent / "texts"), "--format", "json"]) == 0
    )
    told_ = json.loads(capsys.readouterr().out)
    assert told_["problems"] == [] and told_["passed_over"] == []
    assert told_["quotations"]["found"] == told_["quotations"]["quotations"] == 3


def test_a_folder_of_sources_that_is_not_there_is_a_problem_beside_the_others(tmp_path, capsys):
    assert main(["check", str(SYNTHETIC), "--sources", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr().out
    assert "QUOT-006" in said and "no such folder" in said
    assert said.splitlines()[-1] == "The quotations were not looked for."


def test_a_sound_review_ends_with_status_0(capsys):
    assert main(["check", str(SYNTHETIC)]) == 0
    assert capsys.readouterr().out == "0 problems, 0 notices\n"


def test_a_broken_review_ends_with_status_1_and_names_the_place(tmp_path, capsys):
    assert main(["check", str(broken("FLOW-001", tmp_path))]) == 1
    said = capsys.readouterr().out
    assert said.startswith("FLOW-001  flow.csv, row ") and said.endswith("1 problem, 0 notices\n")


def test_json_holds_the_same_problems(tmp_path, capsys):
    assert main(["check", str(broken("FLOW-001", tmp_path)), "--format", "json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)
    assert problem["code"] == "FLOW-001" and problem["severity"] == "problem" and problem["remedy"]
