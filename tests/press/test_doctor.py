"""What an installation lacks, thing by thing."""

import pytest

from reviewbook.press import doctor
from reviewbook.press.doctor import FINE, LACKS, LOOK, OPTIONAL

VERSIONS = {"pandas": "3.1.1", "lxml": "5.2", "old": "1.0"}


def states(found) -> list[str]:
    return [one.state for one in found]


def test_an_old_python_cannot_build():
    assert doctor.python((3, 11, 2)).state == FINE
    assert doctor.python((3, 10, 9)).state == LACKS


def test_a_package_that_is_missing_is_lacking_and_one_of_another_version_is_worth_a_look():
    found = list(
        doctor.packages(["pandas>=3", "gone>=1", "old>=2", 'dask ; extra == "cluster"'], VERSIONS.get)
    )
    assert states(found) == [LACKS, LOOK]
    assert found[0].found == "not installed: gone" and "pip install gone" in found[0].remedy
    assert found[1].found == "old 1.0, not >=2"
    assert states(doctor.packages(["pandas>=3", 'dask ; extra == "cluster"'], VERSIONS.get)) == [FINE]


def test_pins_that_differ_are_worth_a_look():
    lines = ["# pins", "pandas==3.1.1", "lxml==5.3", "", 'appnope==1 ; sys_platform == "none"', "--hash=x"]
    found = doctor.pinned(lines, VERSIONS.get)
    assert (found.state, found.found) == (
        LOOK,
        "1 of 2 packages are not as requirements.txt has them: lxml 5.2, not ==5.3",
    )
    assert doctor.pinned(lines[:2], VERSIONS.get).state == FINE


def test_fonts_that_are_not_there_are_lacking(tmp_path):
    assert doctor.fonts(tmp_path).state == LACKS
    for name in doctor.FONTS:
        (tmp_path / name).touch()
    assert doctor.fonts(tmp_path).state == FINE


def test_a_folder_that_cannot_be_written_is_lacking(tmp_path, monkeypatch):
    assert doctor.written("x", tmp_path, tmp_path / "not" / "there").state == FINE

    def refuse(dir):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    found = doctor.written("x", tmp_path)
    assert found.state == LACKS and found.found == f"{tmp_path}: permission denied"


@pytest.mark.parametrize(("free", "state"), [(2**40, FINE), (500 * 2**20, LOOK), (2**20, LACKS)])
def test_little_space_is_worth_a_look_and_too_little_is_lacking(free, state):
    assert doctor.space(free).state == state


def test_an_encoding_that_is_not_utf_8_is_worth_a_look():
    assert doctor.encoding("utf-8", "UTF-8").state == FINE
    assert doctor.encoding("utf-8", "cp1252").state == LOOK


def test_another_process_at_work_is_told(tmp_path):
    assert doctor.at_work(tmp_path, lambda place: False).state == FINE
    assert doctor.at_work(tmp_path, lambda place: True).state == LOOK


def test_programs_beside_python_are_optional():
    assert states(doctor.programs(lambda name: None, {})) == [OPTIONAL] * 3
    assert states(doctor.programs(lambda name: f"/x/{name}", {})) == [FINE] * 3
    assert states(doctor.programs(lambda name: None, {"CHROMIUM": "/x/chrome"}))[1] == FINE


@pytest.mark.parametrize(
    "name",
    [
        "reviews (conflicted copy).csv",
        "reports (Ada's conflicted copy 2026-01-02).csv",
        "reports_conflict-20260102-101010.csv",
        "reports.sync-conflict-20260102-101010-ABC.csv",
        "reports-DESKTOP-4FJ2.csv",
        "reports (1).csv",
    ],
)
def test_a_copy_that_a_cloud_made_is_named(name):
    (found,) = doctor.left_by_others("mine", [name, "reports.csv"])
    assert found.state == LOOK and found.found == f"copies of a conflict: {name}"


def test_an_open_file_is_named_as_its_table_is():
    (found,) = doctor.left_by_others("mine", [".~lock.reports.csv#", "~$studies.xlsx", "reports.csv"])
    assert found.found == "open in an office program: reports.csv, studies.xlsx"
    assert list(doctor.left_by_others("mine", ["reports.csv", "references.bib", "flow-2019.csv"])) == []


def test_a_drive_of_a_network_and_a_folder_of_a_cloud_are_told(tmp_path):
    review = tmp_path / "Dropbox" / "mine"
    review.mkdir(parents=True)
    mounts = [("/", "ext4"), (str(tmp_path), "nfs4")]
    assert [one.found for one in doctor.shared(review, mounts)] == [
        "on a drive of the network (nfs4)",
        "in a folder of dropbox",
    ]
    assert list(doctor.shared(tmp_path, [("/", "ext4")])) == []


def test_the_folder_of_a_review_without_anything_odd_is_fine(tmp_path):
    (tmp_path / "reports.csv").touch()
    assert states(doctor.folder(tmp_path)) == [FINE]
