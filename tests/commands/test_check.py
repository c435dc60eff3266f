"""The command `reviewbook check`: how it ends, what it prints, and the quotations with `--sources`."""

import json
import re
import subprocess
import sys

import pytest
from packages import ROOT, SYNTHETIC, WILLIAMS, broken, copied, only, rows_of, set_cell, shared

from reviewbook import check as checking
from reviewbook.claims import process
from reviewbook.cli import main
from reviewbook.review.reading import read

start = process.Process


def test_every_quotation_of_the_first_review_is_in_its_source(capsys):
    folder = shared("seed/williams-2019.txt").parent
    assert main(["check", str(WILLIAMS), "--sources", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "16 of 16 quotations are in 1 text: williams-2019.txt"
    assert "passed over: references.bib" in said.err


# Each costs a tenth of a second or more, and a sound review needs none of them here: DuckDB runs claims in a process of its own.
HEAVY = {
    "frictionless",
    "jsonschema",
    "duckdb",
    "rapidfuzz",
    "matplotlib",
    "plotly",
    "scipy",
    "IPython",
    "sphinx",
}


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
def test_a_check_of_a_sound_review_loads_nothing_heavy_but_pandas_and_starts_one_process(review):
    code = (
        "import subprocess, sys; from reviewbook.cli import main\n"
        "started, start = [], subprocess.Popen.__init__\n"
        "subprocess.Popen.__init__ = lambda self, *a, **k: started.append(a) or start(self, *a, **k)\n"
        "status = main(['check', sys.argv[1]])\n"
        "print(status, len(started), *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, review], capture_output=True, text=True, check=True)
    status, started, *loaded = done.stderr.split()
    assert (status, started) == ("0", "1") and "pandas" in loaded
    assert HEAVY & set(loaded) == set()


def test_the_process_for_claims_gets_ready_while_modules_load(monkeypatch, tmp_path):
    order = []
    monkeypatch.setattr(process, "Process", lambda: order.append("started") or start())
    monkeypatch.setattr(checking, "checked", lambda review: order.append("checked") or read(review))
    monkeypatch.chdir(ROOT)
    assert main(["check", WILLIAMS.name]) == 0
    assert main(["check", str(only("editions", to=tmp_path))]) == 0
    assert order == ["started", "checked", "checked"]


def test_the_command_says_what_is_wrong_and_ends_with_status_1(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    assert main(["check", str(folder), "--sources", str(SYNTHETIC.parent / "texts")]) == 0
    out = capsys.readouterr().out
    assert out.startswith("0 to mend, 0 to do, 0 notices\n") and out.endswith(
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


def test_nothing_is_asked_of_the_folder_of_sources_where_there_is_no_quotation(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "excerpts.csv"
    file.write_text(file.read_text("utf-8").replace(",quotation,", ",finding,"), "utf-8")
    main(["check", str(folder), "--sources", str(tmp_path / "nowhere")])
    said = capsys.readouterr().out
    assert "QUOT-006" not in said
    assert said.splitlines()[-1] == "There is no quotation to look for."


def test_a_sound_review_ends_with_status_0(capsys):
    assert main(["check", str(SYNTHETIC)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:3] == ["0 to mend, 0 to do, 0 notices", "", "How far the review is"]
    assert any(
        line.split() == ["reports", "5", "of", "5", "rows", "charted,", "no", "cell", "blank"] for line in out
    )


def test_a_broken_review_ends_with_status_1_and_names_the_place(tmp_path, capsys):
    assert main(["check", str(broken("FLOW-001", tmp_path))]) == 1
    said = capsys.readouterr().out
    assert said.startswith("FLOW-001  flow.csv, row ") and "\n1 to mend, 0 to do, 0 notices\n" in said


def test_json_holds_the_same_problems_and_how_far_the_review_is(tmp_path, capsys):
    assert main(["check", str(broken("FLOW-001", tmp_path)), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (problem,) = told["problems"]
    assert problem["code"] == "FLOW-001" and problem["severity"] == "problem" and problem["remedy"]
    assert {"table": "reports", "rows": 5, "charted": 5, "cells": 110, "blank": 0} in told["progress"]


def test_what_is_to_do_does_not_fail_the_check_and_is_told_under_its_heading(tmp_path, capsys):
    folder = broken("TABL-012", tmp_path)
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        "To do\nTABL-012  interventions.csv, row 3, field abbreviation: found a blank cell"
    )
    assert "\n0 to mend, 1 to do, 0 notices\n" in said
    assert re.search(r"^  interventions +2 of 3 rows charted, 1 of 33 cells blank$", said, re.MULTILINE)


def test_how_far_a_review_is_is_told_of_one_that_cannot_be_read_whole_too(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    with (folder / "reports.csv").open("a") as out:
        out.write("Half2022,17\n")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"^  reports +5 of 6 rows charted, 20 of 132 cells blank$", said, re.MULTILINE)


def test_what_should_stay_private_is_looked_for_where_it_is_asked_for(tmp_path, capsys):
    # Under a name of which this repository has built no book.
    folder = copied(SYNTHETIC, tmp_path).rename(tmp_path / "built_by_nobody")
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
    monkeypatch.setattr("reviewbook.review.place.root", lambda named, of_any: tmp_path)
    monkeypatch.setattr("reviewbook.press.run.own_review", lambda root: root / "data" / "another")
    assert main(["check", str(folder), "--private"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith('PRIV-004  html/index.html, row 1: found "/home/jane/x.csv"')
    assert f"1 file of {pages}." in said.err


def test_a_folder_of_a_book_that_is_named_is_there(tmp_path, capsys):
    assert main(["check", str(SYNTHETIC), "--root", str(tmp_path)]) == 1
    assert f"PACK-008  {tmp_path}: found no _config.yml" in capsys.readouterr().err
