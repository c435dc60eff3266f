"""Which studies and domains the figures of directions hold."""

from packages import OPENED, SYNTHETIC
from packages.results import reviewed

from reviewbook.results.drawing import laid_out as shown
from reviewbook.results.drawing.laid_out import laid_out


def test_the_domains_with_most_studies_are_drawn_in_their_order_and_the_rest_is_said():
    drawn = laid_out(OPENED[SYNTHETIC], most_domains=2)
    assert drawn.domains == ["Pain", "Keeping it up"], (
        "three and four studies; Function comes later of equals"
    )
    assert set(drawn.cells["domain"]) == set(drawn.domains)
    assert drawn.left_out == "Drawn are the 2 domains with most studies of 5; the tables have all."
    assert laid_out(OPENED[SYNTHETIC], most_domains=5).left_out == ""


def test_the_best_rated_studies_are_drawn_where_there_is_no_room_for_all(monkeypatch):
    monkeypatch.setattr(shown, "MOST_STUDIES", 1)
    drawn = laid_out(OPENED[SYNTHETIC], most_domains=1)
    assert [one.study_id for one in drawn.studies] == ["flex_trial"]
    assert drawn.cells["study_id"].tolist() == [] or set(drawn.cells["study_id"]) == {"flex_trial"}
    assert drawn.left_out == (
        "Drawn are the 1 domain with most studies of 5 and the 1 study that are rated highest of 4; the tables have all."
    )


def test_a_long_name_is_cut_to_its_room():
    assert shown.short("a  b") == "a b" and shown.short("abcdef", 4) == "abc…"


def test_a_domain_is_told_with_the_direction_of_each_study():
    drawn = laid_out(reviewed(("Synthetic2018", "pain", "Pain", "against")), most_domains=8)
    assert shown.described(drawn) == "Pain: FlexLine trial against. The tables beneath hold the same."
