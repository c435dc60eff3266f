"""What the pages of a review refer to."""

import json

import pytest
from packages import ROOT, SYNTHETIC, copied, set_cell

from reviewbook.press import prose
from reviewbook.review.reading import load_review


@pytest.fixture
def review(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "pages").mkdir()
    return folder


def found(folder, text):
    (folder / "pages" / "methods.md").write_text(text, "utf-8")
    return [(p.code, p.row, p.field, p.found) for p in prose.problems(load_review(folder), ROOT)]


def test_what_there_is_may_be_referred_to(review):
    assert (
        found(
            review,
            "# Methods\n\n(own)=\n## Own\n\n{numref}`tbl-sources` {numref}`fig-flow` {ref}`own` "
            "{doc}`chapter 1 </notebooks/01-selection>` {doc}`checklist`\n"
            "{glue:text}`../notebooks/02-studies.ipynb::n_reports:d`\n",
        )
        == []
    )


WRONG = [
    ("numref", "tbl-nothing"),
    ("ref", "nowhere"),
    ("doc", "/notebooks/99-nothing"),
    ("glue:text", "../notebooks/02-studies.ipynb::n_nothing:d"),
    ("glue:text", "../notebooks/99-nothing.ipynb::n_reports:d"),
]


def test_what_there_is_not_is_named_with_its_line(review):
    text = "# Methods\n\n" + "\n".join(f"{{{role}}}`{target}`" for role, target in WRONG) + "\n"
    expected = [("PAGE-001", row, role, f'"{target}"') for row, (role, target) in enumerate(WRONG, 3)]
    assert found(review, text) == expected


def test_a_review_without_pages_asks_for_no_chapter(review, monkeypatch):
    (review / "pages").rmdir()
    monkeypatch.setattr(prose._Chapters, "_made", None)
    assert prose.problems(load_review(review), ROOT) == []


def test_a_page_that_a_checklist_leads_to_must_be_there(review):
    set_cell(review / "checklist.csv", "anchor", "book/nowhere", row=3)
    set_cell(review / "checklist.csv", "anchor", "not_available", row=4)
    assert found(review, "# Methods\n") == [("PAGE-001", 3, "anchor", '"book/nowhere"')]


def test_a_chapter_that_the_package_lists_must_be_there(review):
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    listed = (
        "notebooks/06-practices.ipynb",
        "pages/policy",
        "pages/none.md",
        "notebooks/99-none",
        "book/methods",
    )
    package["chapters"] = [{"file": name} for name in listed]
    (review / "datapackage.json").write_text(json.dumps(package), "utf-8")
    (review / "pages").mkdir(exist_ok=True)
    (review / "pages" / "policy.md").write_text("# Policy\n", "utf-8")
    problems = prose.problems(load_review(review), ROOT)
    assert [(p.code, p.file, p.field, p.found) for p in problems] == [
        ("PAGE-001", "datapackage.json", "chapters[2].file", '"pages/none.md"'),
        ("PAGE-001", "datapackage.json", "chapters[3].file", '"notebooks/99-none"'),
    ]
