"""Where errors are reported: a new issue, an e-mail, or nowhere."""

from urllib.parse import parse_qs, urlsplit

import pytest

from reviewbook.page.reporting import Value, filled, line, receiver


def package(**contact: str) -> dict:
    return {"contributors": [{"title": "A", "role": "contact", **contact}]}


@pytest.mark.parametrize(
    "to, begins",
    [
        ({"path": "https://github.com/a/b/issues"}, "https://github.com/a/b/issues/new?title="),
        ({"path": "https://github.com/a/b"}, "https://github.com/a/b/issues/new?title="),
        ({"path": "https://git.example.org/a/b/issues"}, "https://git.example.org/a/b/issues/new?title="),
        ({"path": "https://gitlab.com/a/b"}, "https://gitlab.com/a/b/-/issues/new?issue[title]="),
        ({"email": "a@example.org"}, "mailto:a@example.org?subject="),
        ({"path": "https://example.org/contact"}, ""),
        ({"path": "javascript:alert(1)"}, ""),
    ],
)
def test_errors_go_to_the_contact_of_the_review(to, begins):
    assert receiver(package(**to), "https://github.com/book/book") == begins


def test_errors_go_to_the_repository_of_the_book_where_the_review_names_nobody():
    assert receiver({}, "https://github.com/c/d") == "https://github.com/c/d/issues/new?title="
    assert receiver({}) == ""


def test_the_place_of_the_value_is_filled_in_whatever_it_holds():
    value = Value("reports", "A&B 2019", "set=ting", 'He said "50 %"\n<b>&body=x')
    to = filled(receiver(package(path="https://github.com/a/b")), "reports/x.html", value)
    told = parse_qs(urlsplit(to).query)
    assert told["title"] == ["Error in reports, A&B 2019, set=ting"]
    (body,) = told["body"]
    assert body.splitlines()[:5] == [
        "Page: reports/x.html",
        "Table: reports",
        "Row: A&B 2019",
        "Field: set=ting",
        'It says: He said "50 %" <b>&body=x',
    ]


def test_where_nobody_can_be_told_there_is_no_link():
    assert filled("", "book/index.html", Value("reports", "A", "year")) == line("", "book/index.html") == ""
    assert "&amp;body=Page" in line("mailto:a@example.org?subject=", "book/index.html")
