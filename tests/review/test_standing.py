"""Who speaks in a book: what datapackage.json and the table people say of it, and what they leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.examples import examples

from reviewbook.files import references
from reviewbook.page import colophon
from reviewbook.press import citing
from reviewbook.review import standing

CC = {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
ROE = {"title": "Roe", "role": "wrangler"}
DESK = {"title": "The desk", "role": "contact", "path": "https://example.org/issues"}
REPUBLISHED = {
    "relation": "republication",
    "contributors": [ROE, DESK],
    "sources": [{"title": "Doe 2019", "path": "https://example.org/doe", "licenses": [CC]}],
    "changes": "Charted anew.",
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def lacking(package):
    return [(problem.code, problem.field) for problem in standing.problems(package)]


@pytest.mark.parametrize(
    "name",
    [
        "Ada Roe, Ben Doe",
        "Ada Roe and Ben Doe",
        "Ada Roe & Ben Doe",
        "Roe, Ada; Doe, Ben",
        "A Roe, B Doe, and C Poe",
    ],
)
def test_several_people_in_one_contributor_are_told(name):
    package = {"contributors": [{"title": name, "role": "author"}, {"title": name, "role": "contact"}]}
    (problem,) = standing.problems(package)
    assert (problem.code, problem.field, problem.severity) == ("PACK-014", "contributors", "notice")


@pytest.mark.parametrize(
    "name",
    [
        "Ada Roe",
        "Roe, Ada",
        "van der Roe, Ada",
        "Anderson Roe",
        "Institute for Walking, City of Poe",
        "Roe, Ada, MD",
        "Ada Roe;",
    ],
)
def test_one_contributor_is_one(name):
    assert standing.problems({"contributors": [{"title": name}]}) == []


def test_who_publishes_is_told_as_one_says_it():
    package = {
        "relation": "own",
        "contributors": [
            {"title": "Roe, Ada"},
            {"title": "Doe, Ben"},
            {"title": "Roe, Ada", "role": "contact", "email": "ada@example.org"},
            {"title": "The desk, who keep it", "role": "contact", "email": "desk@example.org"},
        ],
    }
    assert colophon.as_text(colophon.whose(package)).endswith("of the review, Ada Roe and Ben Doe.")
    assert colophon.as_text(colophon.where_to_write(package)) == (
        "Corrections go to Ada Roe (ada@example.org) and The desk, who keep it (desk@example.org)."
    )
    assert references.apa(citing.book(package, citing.Edition())).startswith("Roe, A., & Doe, B.")


def test_those_to_whom_readers_write_may_be_several():
    assert (
        standing.problems(
            {"contributors": [{"title": "The desk and the crew, who keep it", "role": "contact"}]}
        )
        == []
    )


def test_the_authors_of_what_is_published_again_are_no_contributors():
    package = OPENED[WILLIAMS].package
    assert standing.relation(package) == standing.REPUBLICATION
    assert standing.authors(package) == [] and standing.makers(package) == ["reviewbook contributors"]
    ((title, _, licences),) = standing.sources(package)
    assert title.startswith("Williams A, Farhall J, Fossey E, Thomas N. ") and licences == [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
    ]


def test_a_contributor_without_a_role_is_an_author_and_one_to_write_to_is_none():
    package = {"contributors": [{"title": "Doe"}, ROE, DESK, {"role": "author"}, "Poe"]}
    assert standing.authors(package) == ["Doe"]
    assert standing.makers(package) == ["Doe", "Roe"]
    assert standing.contacts(package) == [("The desk", "https://example.org/issues")]


def test_an_address_to_write_to_is_a_page_or_else_an_e_mail_address():
    both = {"title": "A", "role": "contact", "path": "https://a.org", "email": "a@example.org"}
    package = {"contributors": [both, both | {"path": ""}, {"title": "B", "role": "contact"}]}
    assert [url for _, url in standing.contacts(package)] == ["https://a.org", "mailto:a@example.org", ""]


def test_what_is_published_again_names_its_source_its_licence_its_changes_and_whom_to_write_to():
    assert lacking(REPUBLISHED) == []
    bare = REPUBLISHED | {"changes": " ", "contributors": [ROE], "sources": [{"title": "Doe 2019"}]}
    assert lacking(bare) == [
        ("PACK-013", "contributors"),
        ("PACK-013", "changes"),
        ("PACK-013", "sources"),
        ("PACK-013", "sources"),
    ]


def test_a_book_of_its_authors_names_them_and_whom_to_write_to():
    assert lacking({"relation": "own", "contributors": [{"title": "Doe"}, DESK]}) == []
    assert lacking({"relation": "own", "contributors": [ROE]}) == [("PACK-013", "contributors")] * 2


def test_nothing_is_asked_of_a_package_that_does_not_say_whose_the_book_is():
    assert lacking({}) == lacking({"relation": "other", "contributors": []}) == []


@examples(60)
@given(st.dictionaries(st.sampled_from([*REPUBLISHED, "licenses"]), ANYTHING))
def test_whatever_a_package_holds_what_is_not_as_it_should_be_counts_as_not_said(package):
    assert standing.relation(package) in ("", standing.OWN, standing.REPUBLICATION)
    for read in (standing.licences, standing.sources, standing.authors, standing.makers, standing.contacts):
        read(package)
    standing.problems(package)


@pytest.fixture
def people():
    return table(
        "who activity work",
        ("A", "wrote", "book"),
        ("B", "checked", "book"),
        ("A", "charted", "book"),
        ("A", "screened", "review"),
    )


def test_each_person_is_told_once_with_all_that_they_did_in_the_order_of_a_review(people):
    assert standing.deeds(people, "book") == [("A", ["charted", "wrote"]), ("B", ["checked"])]
    assert standing.deeds(people, "review") == [("A", ["screened"])]
    assert standing.deeds(people[:0], "book") == []


def test_the_first_review_names_nobody_whom_its_text_does_not_name():
    people = OPENED[WILLIAMS].people
    roles = set(people.loc[people["work"] == "review", "who"])
    assert roles == {
        "First author",
        "Second author",
        "Third author",
        "Fourth author",
        "All authors",
        "University librarian",
    }
    assert dict(standing.deeds(OPENED[SYNTHETIC].people, "review"))["Synthetic Author"] == [
        "searched",
        "screened",
        "charted",
    ]
