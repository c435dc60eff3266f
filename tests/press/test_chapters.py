"""Which pages a book has, in which order, and what they are called."""

import json

import pytest
import yaml
from packages import ROOT

from reviewbook.press import chapters

PARTS = [
    {"caption": "Start", "chapters": [{"file": "book/how-to-read"}, {"file": "book/methods"}]},
    {
        "caption": "Findings",
        "chapters": [
            {"file": "notebooks/01-selection"},
            {"file": "book/records"},
            {"file": "notebooks/02-studies"},
            {"file": "notebooks/04-interventions"},
            {"file": "notebooks/05-themes"},
            {"file": "notebooks/06-practices"},
        ],
    },
    {"caption": "Checks", "chapters": [{"file": "book/checklist"}]},
]
CODES = (
    "code_id,parent_id,scheme,position,label\na,not_applicable,themes,1,A\nb,not_applicable,my_facets,1,B\n"
)
REPORTS = "report_id\nDoe2020\n"


@pytest.fixture
def book(tmp_path):
    """Lays out a book whose review has these tables and says this of itself."""

    def lay_out(*, pages=(), **tables):
        package = tables.pop("package", {})
        review = tmp_path / "data" / "doe"
        (review / "pages").mkdir(parents=True, exist_ok=True)
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "_config.yml").write_text("reviewbook: {review: doe}\n", "utf-8")
        toc = {"format": "jb-book", "root": "book/index", "parts": PARTS}
        (tmp_path / "_toc.yml").write_text(yaml.safe_dump(toc), "utf-8")
        (review / "datapackage.json").write_text(json.dumps({"name": "doe", "title": "T"} | package), "utf-8")
        for name in pages:
            for folder in (review / "pages", tmp_path / "book"):
                (folder / f"{name}.md").write_text(f"# {name}\n", "utf-8")
        for name, text in tables.items():
            (review / f"{name}.csv").write_text(text, "utf-8")
        return chapters.of(tmp_path)

    return lay_out


def listed(found):
    return {part["caption"]: [page["file"] for page in part["chapters"]] for part in found.toc["parts"]}


def test_a_chapter_without_data_is_not_in_the_book(book):
    found = book(reports=REPORTS, codes="code_id,scheme\n", interventions="intervention_id\n\n,\n")
    assert listed(found) == {"Start": ["book/how-to-read"], "Findings": ["notebooks/02-studies"]}
    assert {"notebooks/01-selection", "book/records", "notebooks/05-themes", "book/methods"} <= set(found.out)
    assert "notebooks/02-studies" not in found.out


def test_chapters_of_codes_are_there_for_the_kinds_of_schemes_that_there_are(book):
    assert (
        "notebooks/05-themes"
        not in listed(book(codes=CODES.replace("themes", "other"), reports=REPORTS))["Findings"]
    )
    assert listed(book(codes=CODES))["Findings"][-2:] == ["notebooks/05-themes", "notebooks/06-practices"]


@pytest.mark.parametrize(
    ("schemes", "title"),
    [
        (["my_facets"], "My facets"),
        (["my_facets", "outcomes"], "My facets and outcomes"),
        (["my_facets", "outcomes", "barriers"], "Frameworks"),
    ],
)
def test_the_chapter_of_a_framework_is_named_after_it(book, schemes, title):
    codes = "code_id;scheme\n" + "".join(f"c{at};{scheme}\n" for at, scheme in enumerate(schemes))
    assert book(codes=codes).names["notebooks/06-practices"] == title


def test_a_scheme_has_the_title_that_the_package_gives_it_in_the_menu_too(book):
    codes = "code_id;scheme\na;my_facets\nb;outcomes\nc;themes\n"
    titles = {"my_facets": "TDF domains", "outcomes": "Core outcome set", "themes": "What people told"}
    found = book(codes=codes, package={"schemes": {key: {"title": one} for key, one in titles.items()}})
    assert found.names["notebooks/06-practices"] == "TDF domains and core outcome set"
    assert found.titles == {
        "notebooks/06-practices": "What do the reports say about TDF domains and core outcome set?"
    }
    assert found.names["notebooks/05-themes"] == "What people told"


def test_the_chapter_of_entities_has_their_name(book):
    found = book(package={"entity": {"singular": "app", "plural": "apps"}})
    assert found.names == {"notebooks/04-interventions": "Apps"} and not found.titles
    assert (found.nouns.one, found.nouns.many) == ("app", "apps")


def test_a_package_orders_renames_and_leaves_out(book):
    wanted = [
        {"file": "notebooks/05-themes", "title": "What was told"},
        {"file": "pages/policy.md"},
        {"file": "notebooks/02-studies"},
    ]
    found = book(package={"chapters": wanted}, pages=["policy"], codes=CODES, reports=REPORTS)
    assert listed(found)["Findings"] == ["notebooks/05-themes", "book/policy", "notebooks/02-studies"]
    assert found.titles["notebooks/05-themes"] == "What was told"
    assert "notebooks/06-practices" in found.out


def test_pages_of_the_review_stand_behind_the_chapters(book):
    found = book(pages=["policy", "methods"], reports=REPORTS)
    assert listed(found)["Start"] == ["book/how-to-read", "book/methods"]
    assert listed(found)["Findings"] == ["notebooks/02-studies", "book/policy"]
    assert {"book/policy", "book/methods"} <= set(found.own)


def test_records_stay_behind_the_selection_that_a_package_lists(book):
    wanted = [{"file": "notebooks/02-studies"}, {"file": "notebooks/01-selection"}]
    found = book(package={"chapters": wanted}, records="record_id\nR1\n", reports=REPORTS)
    assert listed(found)["Findings"] == ["notebooks/02-studies", "notebooks/01-selection", "book/records"]


def test_what_a_package_lists_and_nobody_has_changes_nothing(book):
    found = book(package={"chapters": [{"file": "notebooks/99-none"}, 3, {"title": "x"}]}, reports=REPORTS)
    assert listed(found)["Findings"] == ["notebooks/02-studies"]


def test_the_first_review_has_every_chapter():
    raw = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))["parts"]
    there = [page["file"] for part in raw for page in part["chapters"] if page["file"] != "book/records"]
    assert [page["file"] for part in chapters.of(ROOT).toc["parts"] for page in part["chapters"]] == there


def test_what_is_wanted_stays_in_its_part_and_moves_it():
    parts = [
        {"caption": "A", "chapters": [{"file": "notebooks/05-themes"}, {"file": "book/discussion"}]},
        {"caption": "B", "chapters": [{"file": "notebooks/03-appraisal"}]},
        {"caption": "C", "chapters": [{"file": "notebooks/02-studies"}]},
        {"caption": "About", "chapters": [{"file": "book/colophon"}]},
    ]
    wanted = ["notebooks/02-studies", "book/policy", "notebooks/05-themes", "book/colophon"]
    laid = chapters._laid(parts, wanted, ["book/policy", "book/other"])
    assert [(part["caption"], [page["file"] for page in pages]) for part, pages in laid] == [
        ("C", ["notebooks/02-studies", "book/policy"]),
        ("B", ["notebooks/03-appraisal"]),
        ("A", ["notebooks/05-themes", "book/discussion", "book/other"]),
        ("About", ["book/colophon"]),
    ]


def test_a_book_whose_review_cannot_be_read_is_as_its_contents_say(book, tmp_path):
    book()
    (tmp_path / "data" / "doe" / "datapackage.json").unlink()
    found = chapters.of(tmp_path)
    assert found.toc["parts"] == PARTS and not found.out and not found.titles
