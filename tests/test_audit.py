"""What `make audit` says of pages, without a browser."""

from audit.__main__ import beyond, line
from audit.budgets import ALL, PAGE, SCORES
from audit.serving import path_of, served
from audit.visiting import is_hidden, pages


def test_a_page_beyond_a_budget_is_marked_and_named_and_what_was_not_measured_is_no_pass_and_no_fault():
    figures = {"KB": 201.0, "requests": 12, "perf": 94.0, "screens": None}
    cells = dict(zip((one.name for one in ALL), map(str.strip, line(figures)), strict=True))
    assert (cells["KB"], cells["requests"], cells["perf"], cells["a11y"], cells["screens"]) == (
        "201!",
        "12",
        "94!",
        "–",
        "–",
    )
    assert beyond({"a.html": figures}) == ["KB (at most 200): a.html", "perf (at least 95): a.html"]


def test_every_measure_has_one_budget():
    assert len({one.name for one in ALL}) == len(ALL) == len(PAGE) + len(SCORES)


def test_a_site_is_served_where_its_first_page_says_that_it_is(tmp_path):
    assert path_of(tmp_path) == "/"
    (tmp_path / "book").mkdir()
    first = '<link rel="canonical" href="https://a.org/some/book/index.html">'
    (tmp_path / "book" / "index.html").write_text(first, "utf-8")
    with served(tmp_path) as address:
        assert address.endswith("/some/")


def test_pages_with_nothing_to_read_are_left_out(tmp_path):
    (tmp_path / "a.html").write_text("<p>A", "utf-8")
    (tmp_path / "b.html").write_text('<meta http-equiv="Refresh" content="0">', "utf-8")
    assert pages(tmp_path) == ["a.html"] and pages(tmp_path, ["c*"]) == []


def test_a_page_that_is_not_to_be_listed_is_known(tmp_path):
    (tmp_path / "a.html").write_text("<p>A", "utf-8")
    (tmp_path / "404.html").write_text('<meta name="robots" content="noindex">', "utf-8")
    assert not is_hidden(tmp_path, "a.html") and is_hidden(tmp_path, "404.html")
