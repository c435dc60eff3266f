"""What is asked of those who begin a review: usual answers, and every one that cannot be used is named."""

from pathlib import Path

import pytest

from reviewbook.press.repository import asked as module
from reviewbook.press.repository.asked import Asked, asked, contact, in_words, of
from reviewbook.review.problems import ReviewProblems

FOLDER = Path("Walking in old age")


def refused(**said) -> dict[str, str]:
    """The fields whose answers cannot be used, and what was expected there."""
    with pytest.raises(ReviewProblems) as told:
        asked(FOLDER, said)
    assert {one.code for one in told.value.problems} == {"REPO-002"}
    return {one.field: one.expected for one in told.value.problems}


def test_a_title_is_enough_and_the_rest_is_as_usual():
    assert asked(FOLDER, {"title": "Walking"}) == Asked("walking-in-old-age", "Walking", elements={})


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("My Review!", "my-review"),
        ("html", "html-review"),
        ("aux", "aux-review"),
        ("2024", "x2024"),
        ("\udcff", "review"),
    ],
)
def test_the_review_is_named_after_the_folder_and_as_nothing_that_is_kept(folder, name):
    assert asked(Path(folder), {"title": "T"}).name == name


def test_a_systematic_review_appraises_has_results_and_asks_by_pico():
    made = asked(FOLDER, {"title": "T", "kind": "Systematic"})
    assert (made.framework, made.parts, made.tool) == (
        "pico",
        ("screening", "appraisal", "results"),
        "mmat-2018",
    )


def test_a_tool_and_a_noun_bring_the_parts_that_they_are_for():
    made = asked(FOLDER, {"title": "T", "parts": "none", "tool": "rob-2", "entity": "app/apps"})
    assert (made.parts, made.tool, made.entity) == (("appraisal", "interventions"), "rob-2", ("app", "apps"))


def test_people_are_parted_by_semicolons():
    assert asked(FOLDER, {"title": "T", "people": "Roe, Ada; Ben Doe;"}).people == ("Roe, Ada", "Ben Doe")


def test_names_parted_by_commas_are_asked_for_again_unless_a_semicolon_says_that_they_are_one():
    assert refused(title="T", people="Ada Roe, Ben Doe")["people"].startswith("names parted by semicolons")
    one = {"title": "T", "people": "Roe Doe, Ada Maria;"}
    assert asked(FOLDER, one).people == ("Roe Doe, Ada Maria",)


def test_every_answer_that_cannot_be_used_is_named_at_once():
    told = refused(
        kind="narrative",
        framework="spider",
        parts="screening, meta",
        tool="nos",
        licence="MIT",
        contact="Ada",
        entity="apps",
    )
    assert set(told) == {"title", "kind", "framework", "parts", "tool", "licence", "contact", "entity"}
    assert told["licence"] == "one of CC-BY-4.0, CC0-1.0" and told["kind"] == "one of scoping, systematic"


def test_an_element_that_the_framework_does_not_have_is_refused():
    assert (
        "PCC does not have: it has population, concept, context"
        in refused(title="T", outcome="falls")["outcome"]
    )


def test_what_was_asked_is_read_again_from_plain_data_and_a_later_key_is_left_out():
    made = asked(FOLDER, {"title": "T", "people": "Ada Roe", "concept": "walking", "entity": "app/apps"})
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in made.plain().items()}
    assert of(plain | {"later": 1}) == made


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Asked("a", "A", question="Why walk?", elements={"concept": "walking"}), "Why walk?"),
        (
            Asked("a", "A", elements={"concept": "walking", "context": "cities"}),
            "What is known about walking, in cities?",
        ),
        (
            Asked(
                "a",
                "A",
                framework="pico",
                elements={"intervention": "walking", "comparison": "rest", "outcome": "falls"},
            ),
            "What does walking do, compared with rest, as to falls?",
        ),
        (Asked("a", "A", elements={"population": "adults"}), ""),
        (Asked("a", "A"), ""),
    ],
)
def test_a_question_is_as_it_was_asked_or_made_of_its_elements(one, said):
    assert in_words(one) == said


def test_readers_write_to_an_email_or_an_address():
    assert contact("ada@example.org") == {"email": "ada@example.org"}
    assert contact("https://example.org/x") == {"path": "https://example.org/x"}
    assert contact("javascript:x") == contact("ada@") == {}


def test_each_framework_has_a_starting_form():
    forms = Path(module.__file__).with_name("templates") / "form"
    assert {file.name for file in forms.iterdir()} == {
        f"{name}-{table}.csv" for name in module.FRAMEWORKS for table in ("questions", "choices")
    }
