"""What the pages of one review share: its tables by report, study and intervention, each read once."""

from packages import SYNTHETIC, WILLIAMS
from packages.sites import words, written


def test_people_are_counted_once_however_many_reports_their_study_has(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    assert "the number of service users is not reported" in words(
        site.page("interventions/mieli_net.html").main
    )
    assert "56 mental health workers." in words(site.page("interventions/mieli_net.html").main)


def test_the_authors_own_columns_stand_with_their_title_and_what_they_hold(tmp_path):
    page = written(SYNTHETIC, tmp_path / "site").page("reports/Synthetic2018.html")
    (own,) = [div for div in page.find_all("div") if div.dt and words(div.dt).startswith("Follow-up (weeks)")]
    assert words(own.dd) == "26" and "Weeks from the start of the programme" in words(own)
