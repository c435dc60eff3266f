"""The mark beside a value on which the source disagrees with itself."""

from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.page.marks import Marks, beside, mark
from reviewbook.review.model import restrict

REVIEW = OPENED[SYNTHETIC]


def read(html: str) -> list[tuple[str, str, str]]:
    """The words, the name for a screen reader and the address of each mark."""
    links = BeautifulSoup(html, "html.parser").find_all("a", class_="rb-disagrees")
    return [(link.get_text(), link["aria-label"], link["href"]) for link in links]


def test_a_mark_has_a_sign_a_word_a_name_and_a_way_to_what_the_places_say():
    assert read(Marks(REVIEW).of("studies", "flex_trial", "country")) == [
        (
            "≠ source disagrees",
            "≠ source disagrees: Country of the FlexLine trial",
            "../notebooks/08-claims.html#disagreement-S2",
        )
    ]


def test_a_value_that_nothing_touches_has_no_mark():
    marks = Marks(REVIEW)
    assert marks.of("studies", "flex_trial", "participants_n") == marks.of("studies", "move_cohort") == ""
    assert marks.show() == marks.named([]) == ""
    none = only(
        REVIEW, disagreements=REVIEW.disagreements[:0], disagreement_cells=REVIEW.disagreement_cells[:0]
    )
    assert Marks(none).of("studies", "flex_trial", "country") == ""


def test_several_marks_beside_a_value_are_told_apart():
    told = read(beside([("A", "first"), ("B", "second")]))
    assert [(words, name) for words, name, _ in told] == [
        ("≠ source disagrees", "≠ source disagrees: first"),
        ("≠ another point", "≠ another point: second"),
    ]


def test_a_disagreement_is_marked_once_however_often_it_is_touched():
    marks = Marks(REVIEW)
    twice = marks.show(["S2"], marks.by("reports", ["Synthetic2018"], "country"))
    assert len(read(twice)) == 1
    assert marks.named(["S2", "S2"]).count("Country of the FlexLine trial") == 1


def test_a_topic_does_nothing_but_stand_there():
    assert (
        "<script" not in mark("D", '"><script>')
        and len(BeautifulSoup(mark("D", '">'), "html.parser").find_all()) == 1
    )


def test_a_subset_keeps_the_marks_of_the_whole_review():
    part = restrict(REVIEW, reports=REVIEW.reports["report_id"][:1], subset="physiotherapist")
    assert read(Marks(part).of("reports", "Synthetic2018", "country"))


def test_a_cell_of_a_disagreement_that_is_not_there_has_no_mark():
    without = only(REVIEW, disagreements=REVIEW.disagreements[:1])
    assert Marks(without).by("studies", ["flex_trial"]) == []
