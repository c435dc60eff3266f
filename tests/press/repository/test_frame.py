"""All files of a new repository: everything that its book needs, and nothing of another review."""

import json
import re
from pathlib import Path

import pytest
import yaml
from packages import ROOT
from packages.first_review import OF_ANOTHER

from reviewbook.press.repository import frame
from reviewbook.press.repository.asked import PARTS, Asked
from reviewbook.press.settings import GENERATED

ONE = Asked(
    "walking",
    "Walking: [a] $1 {review}",
    people=("Ada Roe",),
    parts=PARTS,
    tool="rob-2",
    elements={"concept": "walking"},
)
# Of the library itself: whose book it is.
ELSEWHERE = re.compile(r"github\.io|github\.com/reviewbook")


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return frame.begun(ONE)


def text(content: bytes) -> str:
    return content.decode("utf-8")


def test_no_file_has_a_word_of_another_review(files):
    told = {
        name: OF_ANOTHER.findall(text(content)) for name, content in files.items() if "_vendor" not in name
    }
    assert {name: found for name, found in told.items() if found} == {}
    assert OF_ANOTHER.search((ROOT / "_config.yml").read_text("utf-8"))  # which it is made from


def test_the_list_names_all_that_is_of_no_review(files):
    theirs = {f"book/{name}.md" for name in (*GENERATED, "methods", "discussion")} | {"book/references.bib"}
    there = [
        file for folder in ("book", "notebooks") for file in (ROOT / folder).rglob("*") if file.is_file()
    ]
    kept = {file.relative_to(ROOT).as_posix() for file in there if not file.name.startswith(".")}
    own = {name for name, _ in frame.of_every_book("walking")}
    assert own == (kept - theirs) | {"_config.yml", "_toc.yml", "requirements.txt"}


def test_notebooks_are_about_the_new_review_and_hold_no_results(files):
    for name in (name for name in files if name.endswith(".ipynb")):
        cells = [cell for cell in json.loads(files[name])["cells"] if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
        first = json.loads((ROOT / name).read_text("utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in json.loads(files[name])["cells"]]
        before = ["".join(cell["source"]) for cell in first]
        changed = [(old, new) for old, new in zip(before, sources, strict=True) if old != new]
        (((old, new)),) = changed
        assert new == old.replace('"williams-2019"', '"walking"')


def test_the_configuration_is_the_librarys_with_the_reviews_title_and_no_address(files):
    said = yaml.safe_load(files["_config.yml"])
    assert (said["title"], said["author"], said["reviewbook"]) == (
        ONE.title,
        "Ada Roe",
        {"review": "walking"},
    )
    assert "repository" not in said and "baseurl" not in said["html"]
    assert not ELSEWHERE.search(text(files["_config.yml"]))
    assert said["sphinx"]["config"]["html_css_files"] == ["inter.css", "page.css"]


def test_a_title_is_shown_letter_by_letter(files):
    assert text(files["README.md"]).startswith("# Walking: \\[a\\] \\$1 \\{review\\}\n")


def test_the_requirements_pin_every_package_and_the_library(files):
    lines = [line for line in text(files["requirements.txt"]).splitlines() if line and line[0] != "#"]
    assert all(re.match(r"[\w.-]+==\S+", line) for line in lines)
    assert lines[-1] == f"reviewbook=={frame.version()}"


def test_what_is_for_some_parts_is_in_their_repositories_alone(files):
    bare = frame.begun(Asked("walking", "Walking", parts=()))
    assert "## Appraisal" in text(files["book/methods.md"]) and "rob-2" in text(files["README.md"])
    assert "## Appraisal" not in text(bare["book/methods.md"]) and "## Screening" not in text(
        bare["book/methods.md"]
    )
    assert "help/records.csv" in files and "help/records.csv" not in bare


def test_a_question_that_is_still_to_be_asked_is_to_write(files):
    bare = text(frame.begun(Asked("walking", "Walking", parts=()))["book/methods.md"])
    assert "To write: the question" in bare and "- Concept: to be written." in bare
    assert "To write: the question" not in text(files["book/methods.md"])


def test_no_template_is_left_half_filled(files):
    made = [file for file in frame.TEMPLATES.rglob("*") if file.is_file() and "form" not in file.parts]
    names = {re.sub(r"(^|/)dot_", r"\1.", file.relative_to(frame.TEMPLATES).as_posix()) for file in made}
    assert names <= set(files)
    assert [name for name in names if re.search(r"\[\[ |\[% ", text(files[name]))] == []


def test_the_library_changes_the_frame_and_not_what_is_the_authors():
    own = set(frame.theirs(ONE))
    assert own == set(frame.THEIRS) and not own & set(frame.frame(ONE))
    assert not any(name.startswith("data/") for name in frame.frame(ONE))


def test_the_same_is_written_each_time(files):
    assert frame.begun(ONE) == files


def test_the_list_is_read_by_the_wheel_too():
    assert Path(frame.LIST).relative_to(ROOT).as_posix() in (ROOT / "setup.py").read_text("utf-8")
