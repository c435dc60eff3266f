"""Write answers as wide sheets."""

from packages import SYNTHETIC, open_once
from packages.extractions import parts

from reviewbook.charting import exports
from reviewbook.cli import main


def test_a_file_for_each_charter_and_kind_of_thing():
    found = exports.sheets(open_once(SYNTHETIC))
    assert list(found)[:4] == [
        "reports-standing.csv",
        "reports-A1.csv",
        "reports-A2.csv",
        "reports-consensus.csv",
    ]
    header, first, *_ = parts(found["reports-standing.csv"].decode())
    assert header[:4] == ["report_id", "design", "setting", "supervision"]
    assert first[0] == open_once(SYNTHETIC).reports["report_id"].iloc[0]


def test_the_command_writes_a_folder(tmp_path, capsys):
    assert main(["export", "charting", str(SYNTHETIC), "-o", str(tmp_path / "sheets")]) == 0
    assert "reports-A1.csv" in {file.name for file in (tmp_path / "sheets").iterdir()}
    assert main(["export", "charting", str(SYNTHETIC), "-o", str(tmp_path / "a.csv")]) == 1
    assert "EXPO-001" in capsys.readouterr().err
