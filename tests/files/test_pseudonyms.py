"""Letters in place of people: the same for one person everywhere, none that means two, and who is who kept out of what is shared."""

import csv
import shutil
from pathlib import Path

import pytest
from packages import SYNTHETIC, copied, rows_of, set_cell

from reviewbook.cli import main
from reviewbook.files import pseudonyms
from reviewbook.files.pseudonyms import KEY, People
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review
from reviewbook.selection.imports import store


@pytest.fixture
def review(tmp_path):
    """The synthetic review; AA and BB screened and appraised, coder_a and coder_b coded."""
    return copied(SYNTHETIC, tmp_path)


def write_key(review, *rows):
    (review / ".private").mkdir()
    with (review / KEY).open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(rows)


def decided(folder, name, *rows):
    """A file of decisions: record_id, reviewer, decision, note."""
    file = folder / name
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([["record_id", "reviewer", "decision", "note"], *rows])
    return file


def take(review, file, **options):
    return store.add(review, [file], "decisions", stage="piloting", **options)


def piloted(review, column="reviewer"):
    return [row[column] for row in rows_of(review / "decisions.csv") if row["stage"] == "piloting"]


def test_people_become_letters_and_initials_stay(review, tmp_path):
    file = decided(
        tmp_path, "d.csv", ["R01", "Jane Doe", "include", ""], ["R01", "jr@example.org", "exclude", ""],
        ["R01", "AA", "include", ""], ["R01", "Consensus", "include", ""], ["R02", "Doe, Jane", "exclude", ""],
    )  # fmt: skip
    report = take(review, file)
    assert sorted(piloted(review)) == ["A", "A", "AA", "B", "consensus"]
    assert report.notes == [
        'Pseudonyms: "Jane Doe" is A, "jr@example.org" is B, "Doe, Jane" is A '
        "(.private/reviewers.csv of the review keeps who is who)"
    ]
    assert (review / KEY).read_text("utf-8") == "name,pseudonym\nJane Doe,A\njr@example.org,B\n"
    assert (review / ".private" / ".gitignore").read_text("utf-8").splitlines()[-1] == "*"


def test_a_person_keeps_the_letter_in_the_next_import_and_nobody_gets_one_that_is_in_use(review, tmp_path):
    set_cell(review / "codings.csv", "coder", "B", row=2)  # somebody's already
    take(review, decided(tmp_path, "one.csv", ["R01", "Jane Doe", "include", ""]))
    file = decided(
        tmp_path, "two.csv", ["R02", "John Roe", "include", ""], ["R02", "JANE DOE", "include", ""],
        ["R02", "C", "exclude", ""],
    )  # fmt: skip
    take(review, file)
    assert list(piloted(review)) == ["A", "A", "C", "D"]
    assert [row["pseudonym"] for row in rows_of(review / KEY)] == ["A", "D"]


def test_after_z_come_two_letters(review):
    people = People(load_review(review))
    names = [f"Person Number{'x' * n}" for n in range(28)]
    called = list(people.called(names).values())
    # AA and BB are in use in the review.
    assert (called[0], called[25], called[26], called[27]) == ("A", "Z", "AB", "AC")


def test_appraisals_and_codings_share_the_letters_of_decisions(review, tmp_path):
    take(
        review,
        decided(tmp_path, "d.csv", ["R01", "John Roe", "include", ""], ["R01", "Jane Doe", "include", ""]),
    )
    answers = tmp_path / "answers.csv"
    answers.write_text(
        "report_id,category,criterion,appraiser,answer,comment\n"
        "Synthetic2018,screening,S1,Jane Doe,yes,so says John Roe (j.roe@example.org)\n",
        "utf-8",
    )
    appraise = ["appraisals", str(answers), "--review", str(review), "--tool", "mmat-2018"]
    assert main(["import", *appraise]) == 0
    row = next(row for row in rows_of(review / "appraisals.csv") if row["comment"].startswith("so says"))
    assert (row["appraiser"], row["comment"]) == ("B", "so says A ([e-mail address])")
    codes, highlights = tmp_path / "codebook.csv", tmp_path / "highlights.csv"
    codes.write_text("tag,description,number of highlights\nhope,,1\n", "utf-8")
    highlights.write_text("id,document,tag,content\n1,Notes,hope,We hope.\n", "utf-8")
    coding = ["taguette", str(highlights), str(codes), "--review", str(review), "--coder", "Roe, John"]
    assert main(["import", *coding]) == 0
    assert [row["coder"] for row in rows_of(review / "codings.csv") if row["code_id"] == "hope"] == ["A"]


def test_notes_and_what_was_set_aside_name_nobody(review, tmp_path):
    file = decided(
        tmp_path, "jane doe.csv",
        ["R01", "Jane Doe", "include", "ask jane doe or a.author@example.org, file /home/jane/notes/a.pdf"],
        ["R99", "Jane Doe", "include", "mail jane.doe@example.org"],
    )  # fmt: skip
    report = take(review, file)
    assert piloted(review, "note") == ["ask A or [e-mail address], file a.pdf"]
    assert piloted(review, "locator") == ["A.csv, line 2"]
    row = rows_of(review / "set_aside.csv")[-1]
    assert row["found"].startswith("A, piloting: include") and row["found"].endswith("mail [e-mail address]")
    assert rows_of(review / "imports.csv")[-1]["file"] == "A.csv"
    assert report.notes[0].endswith("; 2 e-mail addresses in free text taken out")
    everything = "".join(file.read_text("utf-8") for file in review.glob("*.csv"))
    assert not [word for word in ("Doe", "doe", "example.org", "/home") if word in everything]


def test_names_stay_where_they_are_to_be_kept(review, tmp_path):
    file = decided(tmp_path, "d.csv", ["R01", "Jane Doe", "include", "mail j@example.org; /home/jane/a.pdf"])
    assert take(review, file, keep_names=True).notes == []
    assert (piloted(review), piloted(review, "note")) == (["Jane Doe"], ["mail j@example.org; a.pdf"])
    assert not (review / ".private").exists()


def test_the_option_of_the_command_keeps_names(review, tmp_path, capsys):
    file = decided(tmp_path, "d.csv", ["R01", "Jane Doe", "include", ""])
    asked = ["import", "decisions", str(file), "--review", str(review), "--stage", "piloting"]
    assert main([*asked, "--dry-run"]) == 0
    assert 'Pseudonyms: "Jane Doe" is A' in capsys.readouterr().out and not (review / ".private").exists()
    assert main([*asked, "--keep-names"]) == 0
    assert "Pseudonyms" not in capsys.readouterr().out and piloted(review) == ["Jane Doe"]


def test_who_is_in_the_tables_by_name_is_not_made_two_people(review, tmp_path):
    take(review, decided(tmp_path, "one.csv", ["R01", "Jane Doe", "include", ""]), keep_names=True)
    report = take(review, decided(tmp_path, "two.csv", ["R02", "Jane Doe", "include", ""]))
    assert piloted(review) == ["Jane Doe", "Jane Doe"]
    assert report.notes[0].startswith("By name in the tables already, and left so: Jane Doe.")
    take(review, decided(tmp_path, "three.csv", ["R01", "John Roe", "include", ""]))
    report = take(review, decided(tmp_path, "four.csv", ["R02", "John Roe", "include", ""]), keep_names=True)
    assert sorted(piloted(review)) == ["A", "A", "Jane Doe", "Jane Doe"], "a letter once given holds"
    assert '"John Roe" is A' in report.notes[0]


def test_a_letter_of_a_file_that_somebody_has_is_told(review, tmp_path):
    write_key(review, ["name", "pseudonym"], ["Jane Doe", "A"])
    report = take(review, decided(tmp_path, "d.csv", ["R01", "A", "include", ""]))
    assert report.notes == ["A of the files is taken for the one of .private/reviewers.csv"]


def test_two_names_of_one_person_can_be_given_one_letter(review, tmp_path):
    write_key(review, ["name", "pseudonym"], ["Jane Doe", "A"], ["jd@example.org", "A"])
    take(
        review,
        decided(
            tmp_path, "d.csv", ["R01", "Jane Doe", "include", ""], ["R02", "jd@example.org", "include", ""]
        ),
    )
    assert piloted(review) == ["A", "A"]


@pytest.mark.parametrize(
    ("rows", "row", "found"),
    [
        ([["who", "letter"]], 1, '"who,letter"'),
        ([], 1, '""'),
        ([["name", "pseudonym"], ["Jane Doe"]], 2, '"Jane Doe"'),
        ([["name", "pseudonym"], ["Jane Doe", " "]], 2, '"Jane Doe,"'),
        (
            [["name", "pseudonym"], ["Jane Doe", "A"], ["Doe, Jane", "B"]],
            3,
            '"Doe, Jane" again, with another letter',
        ),
    ],
)
def test_a_key_that_cannot_be_used_stops_the_import(review, tmp_path, rows, row, found):
    write_key(review, *rows)
    before = (review / "decisions.csv").read_bytes()
    with pytest.raises(ReviewProblems) as raised:
        take(review, decided(tmp_path, "d.csv", ["R01", "Jane Doe", "include", ""]))
    (problem,) = raised.value.problems
    assert (problem.code, problem.file, problem.row, problem.found) == (
        "IMPT-014",
        KEY.as_posix(),
        row,
        found,
    )
    assert (review / "decisions.csv").read_bytes() == before


def test_a_key_that_is_not_utf8_is_told(review):
    write_key(review, ["name", "pseudonym"])
    (review / KEY).write_bytes("name,pseudonym\nJosé,A\n".encode("latin-1"))
    with pytest.raises(ReviewProblems, match="IMPT-014"):
        pseudonyms.read_key(review)


def test_the_key_stays_on_the_machine(review, tmp_path):
    from reviewbook.press import book, downloads

    take(review, decided(tmp_path, "d.csv", ["R01", "Jane Doe", "include", ""]))
    place = tmp_path / "published"
    place.mkdir()
    downloads.write(load_review(review), place)
    staged = tmp_path / "staged"
    shutil.copytree(
        review, staged, ignore=lambda _, names: [one for one in names if book.is_aside(Path(one))]
    )
    for folder in (place, staged):
        texts = [file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()]
        assert len(texts) > 20 and not [text for text in texts if "Jane Doe" in text]
