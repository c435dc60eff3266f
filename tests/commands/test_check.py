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


def test_what_should_stay_private_is_looked_for_where_it_is_asked_for(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "editions.csv", "note", "Write to a.author@example.org.", row=3)
    assert main(["check", str(folder)]) == 0
    capsys.readouterr()
    assert main(["check", str(folder), "--private"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith('PRIV-001  editions.csv, row 3, field note: found "a.author@example.org"')
    assert said.err.startswith("Looked through the folder of the review and no pages")
    sources = ["--sources", str(SYNTHETIC.parent / "texts"), "--format", "json"]
    assert main(["check", str(folder), "--private", *sources]) == 1
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["PRIV-001"]


def test_the_built_pages_of_the_review_are_looked_through(tmp_path, capsys, monkeypatch):
    folder = copied(SYNTHETIC, tmp_path)
    pages = tmp_path / "_build" / "synthetic" / "html"
    pages.mkdir(parents=True)
    (pages / "index.html").write_text("<p>/home/jane/x.csv</p>", "utf-8")
    monkeypatch.setattr("reviewbook.commands.root", lambda: tmp_path)
    monkeypatch.setattr("reviewbook.press.run.own_review", lambda root: root / "data" / "another")
    assert main(["check", str(folder), "--private"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith('PRIV-004  html/index.html, row 1: found "/home/jane/x.csv"')
    assert f"1 file of {pages}." in said.err
