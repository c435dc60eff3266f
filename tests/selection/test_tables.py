"""The tables of the selection as a chapter shows them."""

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS, broken, copied, table
from packages.reading import by_head, rows
from packages.repairs import drop_where
from packages.reviews import only

from reviewbook.review.reading import load_review
from reviewbook.review.usable import usable
from reviewbook.selection import counting, tables


def test_what_is_not_known_of_a_source_stands_in_its_row_once_each_kind_by_itself():
    review = OPENED[SYNTHETIC]
    told = by_head(tables.sources(review).data, "tbl-sources")
    place = "Synthetic paper, section 2.1<br>[not reported: platform]{.rb-nr}"
    assert told["SynMed (synthetic)"] == [
        "Database", "–", "2000 to June 2021, updated to January 2022", "7", place,
    ]  # fmt: skip
    assert "platform" not in told["Register of Synthetic Trials"][-1], "one without a platform misses none"
    sources = review.sources.assign(platform=pd.NA, searched_to="not_available")
    shown = tables.sources(only(review, sources=sources)).data
    last = by_head(shown, "tbl-sources")["SynMed (synthetic)"]
    assert last[1] == "from 2000, updated to January 2022"
    assert last[-1].endswith("2.1<br>[not available: until when]{.rb-nr}")
    assert "Not charted yet: Platform." in shown


def test_a_source_that_stands_for_several_places_says_for_how_many():
    names = by_head(tables.sources(OPENED[WILLIAMS]).data, "tbl-sources")
    assert "Embase" in names and "Four further journals, not named (4 places)" in names
    r = OPENED[SYNTHETIC]
    silent = pd.array(["", "not_reported", "2"], dtype="string")
    some = r.sources.assign(places=pd.array([None, None, 2], dtype="Int64"), places_as_charted=silent)
    first, second, third = rows(tables.sources(only(r, sources=some)).data, "tbl-sources")[1:]
    assert first[0] == "SynBase (synthetic)"
    assert second[0] == "SynMed (synthetic) (places: [– not reported]{.rb-nr})"
    assert third[0] == "Register of Synthetic Trials (2 places)"


def test_reported_agreement_says_whose_it_is_where_the_review_does():
    told = by_head(tables.agreement(OPENED[WILLIAMS]).data, "tbl-agreement")
    assert told["Title"][:3] == ["first and second authors", "10", "93"]


def test_every_box_says_whether_it_was_counted_and_whether_it_is_printed_too():
    told = by_head(tables.flow(OPENED[SYNTHETIC]).data, "tbl-flow")
    counted = "[✓ counted]{.rb-yes}"
    assert told["Records identified"] == ["Records", "20", counted, "Printed too: Synthetic paper, figure 1"]
    assert told["— SynBase (synthetic)"] == ["Records", "9", counted, "Counted, not printed"]


def test_reasons_that_the_chart_counts_together_are_listed_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "MOST_REASONS", 2)
    review = copied(SYNTHETIC, tmp_path)
    drop_where(review / "flow.csv", step="excluded")
    shown = tables.flow(load_review(review)).data
    told = by_head(shown, "tbl-flow")
    head, *listed = rows(shown, "tbl-other-reasons")
    assert head == ["Stage", "Reason", "n"]
    assert sum(int(row[2]) for row in listed) == int(told[f"— {counting.OTHERS}"][1])
    assert "tbl-other-reasons" not in tables.flow(OPENED[SYNTHETIC]).data


def test_agreement_as_reported_stands_beside_what_the_decisions_give():
    shown = tables.agreement(OPENED[SYNTHETIC]).data
    assert by_head(shown, "tbl-agreement")["Title and abstract"][:3] == ["100", "88", "0.76"]
    assert by_head(shown, "tbl-agreement-computed")["Title and abstract"] == [
        "AA and BB",
        "17",
        "15",
        "88.2",
        "0.76 (0.46 to 1.00)",
        "0.76",
        "0.77 (0.45 to 1.00)",
    ]


def test_decisions_of_one_reviewer_alone_give_a_row_that_says_so():
    review = OPENED[SYNTHETIC]
    alone = review.decisions[review.decisions["reviewer"] == "AA"]
    shown = tables.agreement(only(review, decisions=alone)).data
    assert rows(shown, "tbl-agreement-computed")[1][:2] == ["–", "No record was judged by two reviewers."]


def test_a_criterion_stands_beside_the_terms_of_its_domain():
    head, *told = rows(tables.eligibility(OPENED[SYNTHETIC]).data, "tbl-eligibility")
    domains = list(dict.fromkeys(OPENED[SYNTHETIC].eligibility["domain"]))
    assert len(head) == 4 and len(told) == len(domains)


def flow_of(code: str, to) -> dict[str, list[str]]:
    return by_head(tables.flow(usable(broken(code, to)).review).data, "tbl-flow")


def test_a_published_count_that_the_log_does_not_give_stands_beside_it(tmp_path):
    told = flow_of("FLOW-015", tmp_path)
    differs = "[✗ differs]{.rb-differs}"
    place = "Printed too: Synthetic paper, figure 1"
    assert told["— No exercise programme"] == ["Reports", "reported 1, log gives 2", differs, place]
    assert told["— No adults with back pain"] == ["Reports", "reported 2, log gives 1", differs, place]
    assert told["— No results"][1:3] == ["1", "[✓ counted]{.rb-yes}"]


def test_a_box_that_contradicts_others_is_marked_with_what_they_lead_to(tmp_path):
    told = flow_of("FLOW-001", tmp_path)
    marked = {head: row[1] for head, row in told.items() if "≠ expected" in row[1]}
    assert list(marked.values()) == ["17 ≠ expected 15"] and "screened" in next(iter(marked))


def test_a_source_that_gave_other_records_than_it_reports_shows_both():
    review = OPENED[SYNTHETIC]
    sources = review.sources
    sources.loc[0, "records"] = 12
    told = by_head(tables.sources(only(review, sources=sources)).data, "tbl-sources")
    assert (
        told["SynBase (synthetic)"][3] == "reported 12, log gives 9" and told["SynMed (synthetic)"][3] == "7"
    )


def test_a_count_and_a_criterion_on_which_the_source_disagrees_are_marked_and_no_other():
    review = OPENED[SYNTHETIC]
    criterion = review.eligibility.loc[review.eligibility["role"] == "include", "criterion_id"].iloc[0]
    cells = table(
        "disagreement_id table_name row_key field_name",
        ("S1", "flow", "8", "n"),
        ("S1", "eligibility", criterion, "text"),
    )
    marked = only(review, disagreement_cells=cells)
    told = by_head(tables.flow(marked).data, "tbl-flow")
    assert [box for box, row in told.items() if "rb-disagrees" in row[1]] == ["Reports excluded in full text"]
    assert tables.eligibility(marked).data.count('class="rb-disagrees"') == 1
    none = only(review, disagreement_cells=cells[:0])
    assert "rb-disagrees" not in tables.flow(none).data + tables.eligibility(none).data
