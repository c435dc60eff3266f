"""The page of an intervention: each feature and each item of TIDieR with its evidence."""

from bs4 import BeautifulSoup
from packages import MEASURES, OPENED, REVIEWS, SYNTHETIC, table
from packages.reviews import only, without_form
from packages.sites import evidence, plain, words

from reviewbook.page.words import SYMBOLS
from reviewbook.press import entry
from reviewbook.press.entry import intervention
from reviewbook.review import bibliography
from reviewbook.review.nothing import NOTHING


def entries_of(review) -> entry.Entries:
    return entry.Entries(
        review, labels=bibliography.labels(review), bibliography=bibliography.references(review)
    )


@REVIEWS
def test_every_feature_has_its_place_with_value_evidence_report_and_locator(site):
    rows = site.rows("feature_values")
    assert rows
    for row in rows:
        cell = site.page(f"interventions/{row['intervention_id']}.html").find(
            id=f"feature-{row['feature_id']}"
        )
        said = words(cell)
        assert SYMBOLS[row["value"]][0] in said
        assert plain(row["locator"]) in said
        if row["value"] not in NOTHING:
            assert plain(row["evidence"]) in said
        if row.get("report_id") not in (None, "", "not_applicable", "not_reported"):
            assert cell.find("a", href=f"../reports/{row['report_id']}.html")
            theirs = site.page(f"reports/{row['report_id']}.html")
            assert theirs.find(
                "a", href=f"../interventions/{row['intervention_id']}.html#feature-{row['feature_id']}"
            )


@REVIEWS
def test_every_tidier_statement_stands_under_its_item(site):
    rows = site.rows("tidier")
    assert rows
    for row in rows:
        item = site.page(f"interventions/{row['intervention_id']}.html").find(id=f"tidier-{row['item']}")
        said = words(item)
        assert plain(row["locator"]) in said
        assert row["text"] in NOTHING or plain(row["text"]) in said
        against = row.get("contradiction", "not_applicable")
        if against not in ("", "not_applicable"):
            assert f"! contradicted: {plain(against)}" in said
            assert len(item.find_all("li")) > 1  # side by side with the other


@REVIEWS
def test_the_script_of_an_intervention_holds_what_its_features_rest_on(site):
    names = {row["intervention_id"]: row["name"] for row in site.rows("interventions")}
    values: dict[str, dict[str, dict]] = {}
    for row in site.rows("feature_values"):
        values.setdefault(row["intervention_id"], {})[row["feature_id"]] = row
    labels = bibliography.labels(site.loaded)
    for key, name in names.items():
        data = evidence((site.folder / f"interventions/{key}.js").read_text("utf-8"))
        assert data["name"] == name
        assert set(data["features"]) == set(values[key])
        for feature, row in values[key].items():
            report = row.get("report_id", "not_applicable")
            href = (
                {"label": labels[report], "href": f"../reports/{report}.html"} if report in labels else None
            )
            assert data["features"][feature] == {
                "value": row["value"],
                "evidence": row["evidence"],
                "locator": row["locator"],
                "report": href,
            }
        assert data["reports"] and all(
            (site.folder / "x" / r["href"]).resolve().is_file() or (site.folder / r["href"][3:]).is_file()
            for r in data["reports"]
        )


def test_how_many_features_it_has_is_a_range_that_says_why_cells_are_open():
    words = ["yes", "no", "unclear", "not_reported", "", "not_available", "not_available"]
    assert intervention._has(words) == (
        "It has 1 to 6 of 7 features: 1 yes, 1 no, 1 unclear, 1 not reported, 2 not available and 1 not charted yet."
    )
    assert intervention._has(["yes", "no"]) == "It has 1 of 2 features: 1 yes and 1 no."


def test_items_of_which_nobody_can_say_are_told_apart_from_those_that_are_silent():
    told = intervention._told(["reported", "partly", "not_reported", "not_available", "not_charted"])
    assert told == "1 of 5 TIDieR items is reported, 1 partly, 1 not, 1 not available, 1 not charted yet."


def test_why_no_study_gives_a_number_of_people_is_said_in_its_own_word():
    def lead(charted: str | None) -> str:
        review = OPENED[SYNTHETIC]
        own = review.studies["intervention_id"] == "movemore"
        studies = review.studies.assign(
            participants_n_as_charted=review.studies["participants_n_as_charted"].mask(own, charted)
        )
        page = entries_of(only(review, studies=studies)).intervention("movemore")
        return words(BeautifulSoup(page, "html.parser").find(id="people").p)

    said = "Each person counted once: the number of people with back pain is {}; 4 exercise workers."
    assert lead("not_reported") == said.format("not reported")
    assert lead("not_available") == said.format("not available")
    assert lead(None) == said.format("not charted yet")


def test_a_name_on_which_the_source_disagrees_has_a_line_with_the_mark():
    review = OPENED[SYNTHETIC]

    def terms(*touched: tuple[str, ...]) -> list[str]:
        cells = table("disagreement_id table_name row_key field_name", *touched)
        page = entries_of(only(without_form(review), disagreement_cells=cells)).intervention("flexline")
        facts = BeautifulSoup(page, "html.parser").find(id="about").find_next("dl")
        return [words(row) for row in facts.find_all("div")]

    assert terms(("S1", "interventions", "flexline", "name"))[0] == "Name FlexLine ≠ source disagrees"
    assert not any(line.startswith("Name") for line in terms(("S1", "interventions", "flexline", "country")))


def test_values_on_which_the_source_disagrees_are_marked_where_they_stand():
    review = OPENED[SYNTHETIC]
    touched = [
        ("S1", "interventions", "flexline", "country"),
        ("S1", "feature_values", "flexline reminders", "value"),
        ("S1", "features", "group_sessions", "not_applicable"),
        ("S1", "studies", "flex_trial", "participants_n"),
        ("S1", "reports", "Synthetic2019", "participants_n"),
        ("S1", "ratings", "Synthetic2018 mmat-2011 overall", "rating"),
    ]
    cells = table("disagreement_id table_name row_key field_name", *touched)
    page = BeautifulSoup(
        entries_of(only(review, disagreement_cells=cells)).intervention("flexline"), "html.parser"
    )

    def places(mark) -> str:
        cell = mark.find_parent(["td", "p", "div"])
        return cell.get("id") or words(cell.dt or cell)

    assert sorted(places(mark) for mark in page.find_all("a", class_="rb-disagrees")) == [
        "12 ≠ source disagrees",
        "40 ≠ source disagrees",
        "Country",
        "Each person counted once: 40 people with back pain ≠ source disagrees ; 6 exercise workers.",
        "feature-group_sessions",
        "feature-reminders",
        "●●●○ 3/4 ≠ source disagrees",
    ]


def test_a_page_names_the_kind_and_shows_no_feature_that_is_not_asked_of_it():
    made = entries_of(OPENED[MEASURES])
    scale, index = (
        BeautifulSoup(made.intervention(key), "html.parser") for key in ("calm_scale", "usable_index")
    )
    assert words(scale.find(class_="rb-kind")) == "Rating scale"
    assert index.title.get_text().startswith("Usable Index (index) — ")
    assert scale.find(id="feature-short_form") and index.find(id="feature-short_form") is None
    assert index.find(id="feature-validated") and "It has 1 of 1 features" in words(
        index.find(id="features").find_next("p")
    )
    facts = [words(one) for one in scale.find(id="about").find_all("dt")]
    assert "Kind" not in facts  # it stands over the title


def test_a_page_of_which_no_feature_is_asked_says_so():
    own = OPENED[MEASURES]
    features = own.features.assign(asked_of="kind = scale").astype({"asked_of": "string"})
    values = own.feature_values[own.feature_values["intervention_id"] == "calm_scale"].reset_index(drop=True)
    page = words(
        BeautifulSoup(
            entries_of(only(own, features=features, feature_values=values)).intervention("usable_index"),
            "html.parser",
        )
    )
    assert "No feature is asked of this kind." in page and "features:" not in page
