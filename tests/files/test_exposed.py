"""What a review and its built pages expose: found at its place, once, and nothing of what may be read."""

import csv
import json

import pytest
from packages import REVIEWS, SYNTHETIC, copied, rows_of, set_cell

from reviewbook.files import exposed
from reviewbook.files.pseudonyms import KEY
from reviewbook.review.reading import read


@pytest.fixture
def review(tmp_path):
    return copied(SYNTHETIC, tmp_path)


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "html"
    (folder / "_static").mkdir(parents=True)
    return folder


def told(review, pages=None):
    return [(p.code, p.file, p.row, p.field, p.found) for p in exposed.problems(read(review)[0], pages=pages)]


def know(review, *rows):
    (review / ".private").mkdir()
    with (review / KEY).open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([["name", "pseudonym"], *rows])


def say_who(review, *contributors):
    file = review / "datapackage.json"
    file.write_text(
        json.dumps(json.loads(file.read_text("utf-8")) | {"contributors": list(contributors)}), "utf-8"
    )


@REVIEWS
def test_the_reviews_of_the_repository_expose_nothing(review):
    assert told(review) == []


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("ask a.author@example.org", "PRIV-001", '"a.author@example.org"'),
        ("as in /home/jane/a.pdf", "PRIV-004", '"/home/jane/a.pdf"'),
        (r"as in C:\Users\jane\a.pdf", "PRIV-004", '"C:\\Users\\jane\\a.pdf"'),
        ("/tmp/x.csv", "PRIV-004", '"/tmp/x.csv"'),
        ("https://a-b-com.ezproxy.example.edu/x", "PRIV-005", '"https://a-b-com.ezproxy.example.edu/x"'),
        ("https://x.example.org/?token=0a1b2c3d", "PRIV-005", '"https://x.example.org/?token=0a1b2c3d"'),
    ],
)
def test_a_cell_that_exposes_something_is_named_with_it(review, text, code, found):
    set_cell(review / "editions.csv", "note", text, row=3)
    assert told(review) == [(code, "editions.csv", 3, "note", found)]


def test_a_reviewer_who_has_a_letter_is_found_by_name_in_the_logs_and_not_among_authors(review):
    know(review, ["Jane Doe", "A"])
    set_cell(review / "decisions.csv", "reviewer", "Jane Doe", row=2)
    set_cell(review / "decisions.csv", "reviewer", "Jane Doe", row=3)
    set_cell(review / "set_aside.csv", "found", "noted by DOE, JANE", row=2)
    set_cell(review / "records.csv", "title", "Doe, Jane: a synthetic record", row=2)
    assert told(review) == [
        ("PRIV-002", "decisions.csv", 2, "reviewer", '"Jane Doe" in 2 places'),
        ("PRIV-002", "set_aside.csv", 2, "found", '"DOE, JANE"'),
    ]


def test_what_looks_like_a_name_where_a_reviewer_stands_is_a_notice(review):
    set_cell(review / "codings.csv", "coder", "Jane Doe", row=2)
    set_cell(review / "appraisals.csv", "appraiser", "Roe, J.", row=2)
    set_cell(review / "appraisals.csv", "appraiser", "j.roe@example.org", row=3)
    assert told(review) == [
        ("PRIV-003", "appraisals.csv", 2, "appraiser", '"Roe, J."'),
        ("PRIV-001", "appraisals.csv", 3, "appraiser", '"j.roe@example.org"'),
        ("PRIV-003", "codings.csv", 2, "coder", '"Jane Doe"'),
    ]
    severities = {p.code: p.severity for p in exposed.problems(read(review)[0])}
    assert severities == {"PRIV-001": "problem", "PRIV-003": "notice"}


def test_the_address_of_a_contributor_may_be_read(review, pages):
    with (review / "README.md").open("a", encoding="utf-8") as lines:
        lines.write("\nWrite to A.Author@example.org or b.author@example.org.\n")
    (pages / "index.html").write_text("<p>a.author@example.org</p>", "utf-8")
    say_who(review, {"title": "A. Author", "email": "a.author@example.org"})
    line = len((review / "README.md").read_text("utf-8").splitlines())
    assert told(review, pages) == [("PRIV-001", "README.md", line, None, '"b.author@example.org"')]


def test_what_datapackage_says_outside_its_contributors_is_looked_through(review):
    say_who(review, {"title": "A. Author"}, {"title": "B. Author", "path": "mailto:b@example.org"})
    assert told(review) == [("PRIV-001", "datapackage.json", None, "contributors", '"b@example.org"')]


def test_built_pages_are_looked_through_and_what_is_not_the_reviews_is_not(review, pages):
    know(review, ["Jane Doe", "A"], ["John Roe", "B"])
    say_who(review, {"title": "John Roe", "role": "author"})
    (pages / "records.html").write_text(
        "<p>one</p>\n<td>jane doe</td><td>John Roe</td><td>/home/jane/x.ris</td>\n", "utf-8"
    )
    (pages / "a.ipynb").write_text(json.dumps({"cell": r"C:\Users\jane\a.csv"}), "utf-8")
    for other in ("_static/a.js", "lib.min.js"):
        (pages / other).write_text("// by a.coder@example.org", "utf-8")
    assert told(review, pages) == [
        ("PRIV-004", "html/a.ipynb", 1, None, '"C:\\Users\\jane\\a.csv"'),
        ("PRIV-002", "html/records.html", 2, None, '"jane doe"'),
        ("PRIV-004", "html/records.html", 2, None, '"/home/jane/x.ris"'),
    ]
    assert told(review, pages / "nowhere") == []


def test_an_imported_file_leaves_no_path_in_the_ledger(review, tmp_path):
    from reviewbook.cli import main

    folder = tmp_path / "home" / "jane"
    folder.mkdir(parents=True)
    for name in ("x.ris", "d.csv", "f.csv", "a.qde"):
        (folder / name).write_text("", "utf-8")
    (folder / "x.ris").write_text("TY  - JOUR\nTI  - One\nPY  - 2020\nER  - \n", "utf-8")
    (folder / "d.csv").write_text(
        "record_id,reviewer,decision,note\nR01,CC,include,see /home/jane/x.pdf\n", "utf-8"
    )
    (folder / "f.csv").write_text("App,Chat\nFlexLine,yes\nStrongBack,no\n", "utf-8")
    for arguments in (
        ["ris", folder / "x.ris", "--source", "synbase"],
        ["decisions", folder / "d.csv", "--stage", "pilot"],
        ["features", folder / "f.csv"],
    ):
        assert main(["import", *map(str, arguments), "--review", str(review)]) == 0
    files = [row["file"] for row in rows_of(review / "imports.csv")]
    assert {"x.ris", "d.csv", "f.csv"} <= set(files) and not [file for file in files if "/" in file]
    assert str(tmp_path) not in "".join(file.read_text("utf-8") for file in review.glob("*.*"))
    assert told(review) == []
