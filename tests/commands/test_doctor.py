"""`reviewbook doctor`: what an installation lacks, for people and for programs."""

import json

import pytest
from packages import SYNTHETIC, copied

from reviewbook.cli import main
from reviewbook.press import doctor
from reviewbook.press.doctor import FINE, LACKS, LOOK, Finding


@pytest.fixture
def installed(monkeypatch):
    """Sets what the installation is found to have."""

    def set_(*found):
        monkeypatch.setattr(doctor, "installation", lambda book: list(found))

    set_(Finding("Python", FINE, "3.12"))
    return set_


def test_what_is_lacking_is_told_with_how_to_get_it_and_the_status_is_1(installed, capsys):
    installed(
        Finding("Python", FINE, "3.12"), Finding("fonts", LACKS, "not there: x", "pages", "Install them")
    )
    assert main(["doctor", str(SYNTHETIC)]) == 1
    said = capsys.readouterr().out
    assert "LACKS" in said and "Install them (pages)" in said and "cannot be built: 1 to put right" in said


def test_what_is_only_odd_or_optional_ends_well(installed, tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    (review / ".~lock.reports.csv#").touch()
    installed(Finding("git", doctor.OPTIONAL, "not found", "history", "Install git"))
    assert main(["doctor", str(review)]) == 0
    said = capsys.readouterr().out
    assert "open in an office program: reports.csv" in said and "A book can be built." in said


def test_the_same_as_json(installed, tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    (review / "reports (conflicted copy).csv").touch()
    assert main(["doctor", str(review), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["builds"] is True and [one["state"] for one in told["findings"]] == [FINE, LOOK]


def test_here_a_book_can_be_built(capsys):
    assert main(["doctor"]) == 0
