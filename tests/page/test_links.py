"""Links to the pages of reports and interventions."""

from packages import OPENED, SYNTHETIC

from reviewbook.page import links

ONE = ("intervention", "interventions")
NAMES = {f"a{n}": f"App {n}" for n in range(200)}


def test_an_address_leads_from_one_folder_to_another():
    assert links.address("reports", "Doe2015", "excerpts") == "../reports/Doe2015.html#excerpts"
    assert links.address("interventions", "app", up=".") == "./interventions/app.html"


def test_a_name_is_text_whatever_it_holds():
    assert (
        links.link("interventions", "a", "<b> & \n co")
        == '<a href="../interventions/a.html">&lt;b&gt; &amp; co</a>'
    )


def test_a_short_list_is_read_at_once_a_longer_one_is_opened_and_a_very_long_one_cut():
    keys = list(NAMES)
    short, folded, cut = (links.links("interventions", keys[:n], NAMES, noun=ONE) for n in (20, 21, 121))
    assert short.count("<a ") == 20 and "<details>" not in short
    assert folded.startswith("<details><summary>21 interventions</summary><a ") and folded.count("<a ") == 21
    assert cut.count("<a ") == 20 and cut.endswith(" and 101 more</details>")
    assert links.links("reports", [], {}, noun=ONE) == "–"


def test_a_table_names_what_its_cells_count_as_long_as_there_is_room():
    keys = list(NAMES)[: links.FOLDED]
    room = links.NAMED // links.FOLDED
    tell, note = links.naming("interventions", ONE, [keys] * room, all_in="a.csv")
    assert (tell(keys, NAMES, "x"), note) == (links.links("interventions", keys, NAMES, "x", noun=ONE), "")
    tell, note = links.naming("interventions", ONE, [*[keys] * room, keys[:1]], all_in="a.csv")
    assert [tell(keys[:n], NAMES, "x") for n in (0, 1, 20)] == ["–", "1 intervention", "20 interventions"]
    assert note == "Too many to be named here; which they are is in a.csv."


def test_a_list_that_is_cut_takes_no_more_room_than_is_left_of_it():
    many = list(NAMES)[:121]  # of which 20 are named
    assert links.naming("reports", ("report", "reports"), [many] * (links.NAMED // 20), all_in="")[1] == ""


def test_lists_call_an_intervention_by_its_abbreviation_where_it_has_one():
    assert links.short_names(OPENED[SYNTHETIC]) == {
        "flexline": "FL",
        "movemore": "MoveMore groups",
        "strongback": "StrongBack",
    }
