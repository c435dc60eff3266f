"""What comes next stands on the first page of a review that is only begun, and names what the review has a table for."""

from reviewbook.check import as_read, open_review
from reviewbook.press.beginning import STEPS, what_comes_next
from reviewbook.press.repository.asked import PARTS, Asked
from reviewbook.press.repository.write import write
from reviewbook.review.dictionary import TABLES


def begun(folder, parts=PARTS):
    write(folder, Asked("walking", "Walking", parts=parts))
    return folder / "data" / "walking"


def steps(review) -> list[str]:
    return (what_comes_next(open_review(review)) or [""])[-1].splitlines()


def test_every_step_is_named_with_its_command(tmp_path):
    told = steps(begun(tmp_path))
    assert len(told) == len(STEPS) and told[1] == "2. List each place that is searched in `sources.csv`."
    assert told[4].endswith("`reviewbook import ris export.ris --review data/walking --source SOURCE`.")


def test_one_that_will_not_screen_is_not_told_to(tmp_path):
    told = "\n".join(steps(begun(tmp_path, ())))
    assert "Screen in" not in told and "appraisals.csv" not in told and "sources.csv" in told


def test_what_is_done_is_named_no_more(tmp_path):
    review = begun(tmp_path)
    with (review / "eligibility.csv").open("a", encoding="utf-8") as table:
        table.write("c1,population,include,People over 70,Protocol\n")
    assert "eligibility.csv" not in "\n".join(steps(review)) and len(steps(review)) == len(STEPS) - 1


def test_with_the_first_report_the_section_goes(tmp_path):
    review = begun(tmp_path)
    with (review / "reports.csv").open("a", encoding="utf-8") as table:
        table.write(f"Roe2020{',' * (len((review / 'reports.csv').read_text('utf-8').split(',')) - 1)}\n")
    read = as_read(review)
    assert read.has("reports") and not read.has("results")
    assert what_comes_next(read) == []


def test_every_step_is_about_tables_that_there_are():
    assert {table for step in STEPS for table in step.tables} <= set(TABLES)
