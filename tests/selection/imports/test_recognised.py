"""What becomes of the records that are brought in: new reports, reports that were there, doubts."""

from pybtex.database import parse_string

from reviewbook.selection.imports.recognised import NOTHING_TO_CITE, planned

NA = "not_applicable"


def record(name: str, title: str, doi: str = "", year: str = "2020", **more: str) -> dict[str, str]:
    own = {
        "record_id": name,
        "title": title,
        "doi": doi,
        "year": year,
        "authors": "Elm, Ada",
        "source_id": "one",
    }
    return own | more


def plan(*records, reports=(), bib="", wanted=None, kept=None, **given):
    rows = {row["record_id"]: row for row in records}
    return planned(
        wanted or list(rows), rows, reports, parse_string(bib, "bibtex").entries, kept=kept or {}, **given
    )


def made(found) -> list[tuple[str, str]]:
    return [(one.record_id, one.report_id) for one in found.made]


BIB = "@misc{Old2020, title = {Trees of {Exampleton}}, year = {2020}}"


def test_a_report_with_the_doi_of_a_record_gets_it():
    found = plan(record("R", "A title", "10.5555/A"), reports=[{"report_id": "Old", "doi": "10.5555/a"}])
    assert found.linked == {"Old": "R"} and not found.made and not found.doubts


def test_a_report_with_the_title_and_year_of_a_record_gets_it_from_the_bibliography():
    found = plan(record("R", "Trees of Exampleton"), reports=[{"report_id": "Old2020"}], bib=BIB)
    assert found.linked == {"Old2020": "R"}


def test_another_year_or_doi_with_the_same_title_is_a_doubt():
    for other in (
        record("R", "Trees of Exampleton", year="2019"),
        record("R", "Trees of Exampleton", "10.5555/b"),
    ):
        found = plan(other, reports=[{"report_id": "Old2020", "doi": "10.5555/a"}], bib=BIB)
        assert not found.linked and not found.made
        assert found.doubts == [("R", "title, year or identifiers speak for and against: Old2020")]


def test_a_title_that_is_only_like_is_a_doubt():
    found = plan(record("R", "Trees of Exampletown"), reports=[{"report_id": "Old2020"}], bib=BIB)
    assert found.doubts == [("R", "the title is only like: Old2020")] and found.left == ["Old2020"]


def test_several_reports_with_one_doi_are_a_doubt():
    reports = [{"report_id": name, "doi": "10.5555/a"} for name in ("X", "Y")]
    found = plan(record("R", "A title", "10.5555/a"), reports=reports)
    assert found.doubts == [("R", "several reports have this DOI: X, Y")]


def test_an_entry_that_the_bibliography_has_gives_the_key_and_is_not_written_again():
    found = plan(record("R", "Trees of Exampleton"), bib=BIB)
    assert made(found) == [("R", "Old2020")] and found.made[0].cited


def test_a_second_record_of_a_report_is_a_doubt_unless_a_person_judged_them_two():
    reports = [{"report_id": "Old", "record_id": "A", "doi": "10.5555/a"}]
    records = record("A", "One", "10.5555/a"), record("B", "One", "10.5555/a")
    found = plan(*records, reports=reports)
    why = "its DOI, or its title and year, are those of report Old, which stands for record A"
    assert found.known == 1 and found.doubts == [("B", why)]
    found = plan(*records, reports=reports, apart=[("B", "A")])
    assert made(found) == [("B", "Elm2020")] and not found.doubts


def test_of_two_records_that_are_alike_the_second_is_a_doubt():
    found = plan(record("A", "One"), record("B", "One"))
    assert made(found) == [("A", "Elm2020")]
    assert found.doubts == [("B", "its DOI, or its title and year, are those of record A too")]
    assert len(plan(record("A", "One"), record("B", "One"), apart=[("A", "B")]).made) == 2


def test_a_report_that_came_from_no_record_is_no_match():
    reports = [{"report_id": "Old", "record_id": NA, "doi": "10.5555/a"}]
    found = plan(record("R", "One", "10.5555/a"), reports=reports)
    assert "which is charted as of no record" in found.doubts[0][1] and found.left == []


def test_what_a_person_says_settles_a_doubt():
    reports = [{"report_id": "Old2020"}]
    one = record("R", "Trees of Exampletown")
    assert plan(one, reports=reports, bib=BIB, link={"R": "Old2020"}).linked == {"Old2020": "R"}
    assert made(plan(one, reports=reports, bib=BIB, new=["R"])) == [("R", "Elm2020")]


def test_a_report_is_given_to_one_record_only():
    reports = [{"report_id": "Old", "doi": "10.5555/a"}]
    records = record("A", "One", "10.5555/a"), record("B", "Two", "10.5555/a", year="1990")
    found = plan(*records, reports=reports, link={"B": "Old"})
    assert found.linked == {"Old": "B"} and found.doubts == [("A", "report Old is like another record too")]


def test_a_record_without_title_and_authors_cannot_be_cited():
    assert plan(record("R", "", authors=NA)).doubts == [("R", NOTHING_TO_CITE)]


def test_a_duplicate_completes_what_its_record_does_not_say():
    one = record("A", "One", year="2020", authors=NA)
    twin = record("B", "1", "10.5555/a", year="2020", authors="Oak, B", source_id="two")
    found = plan(one, twin, wanted=["A"], kept={"B": "A"})
    (work,) = (made_.work for made_ in found.made)
    assert (work["title"], work["authors"], work["doi"]) == ("One", "Oak, B", "10.5555/a")
    assert found.made[0].locator == "record A, completed by its duplicate B"


def test_a_year_is_verified_where_a_record_of_another_source_gives_it_too():
    def basis(**twin: str):
        other = record("B", "One", **({"source_id": "two"} | twin))
        found = plan(record("A", "One"), other, wanted=["A"], kept={"B": "A"})
        return found.made[0].work["year_basis"], found.notes

    assert basis() == ("verified", [])
    assert basis(source_id="one") == ("unverified", [])
    assert basis(year="2019") == ("unverified", ["A: year 2020 as it says, a duplicate of it has 2019"])
    alone = plan(record("A", "One", year=""))
    assert "year_basis" not in alone.made[0].work and made(alone) == [("A", "Elmnd")]
