"""The lists of instruments: in the book, with those of the review, and as book/instruments.md."""

from packages import OPENED, ROOT, SYNTHETIC, copied
from packages.reviews import only

from reviewbook.appraisal.instruments import appraisal_tools, instrument
from reviewbook.appraisal.of_review import tools_of
from reviewbook.cli import main
from reviewbook.press import instruments
from reviewbook.review import reading


def test_the_stored_page_is_what_the_data_files_give(capsys):
    try:
        main(["appraise", "--tools"])
    except SystemExit as ended:
        assert ended.code in (0, None)
    stored = (ROOT / "book" / "instruments.md").read_text("utf-8")
    assert capsys.readouterr().out == stored, "run `reviewbook appraise --tools > book/instruments.md`"


def test_every_question_of_every_tool_stands_on_the_page():
    page = instruments.page()
    for name in appraisal_tools():
        for item, asked in instrument(name)["questions"].items():
            assert f"- **{item}:** {asked['label']}" in page
        assert f"`{name}`" in page


def test_a_book_lists_the_tools_of_the_review_alone(tmp_path):
    text = instruments.listed(OPENED[SYNTHETIC])
    used = set(tools_of(OPENED[SYNTHETIC]))
    there = {name for name in appraisal_tools() if f"* - {instrument(name)['short']}\n" in text}
    assert there == used and len(used) < len(appraisal_tools())
    assert (
        text.count("\n### ") == 2 and ":name: tbl-tool-mmat-2018\n" in text and "of this review" not in text
    )
    folder = copied(SYNTHETIC, tmp_path)
    (folder / "instruments").mkdir()
    own = (ROOT / "tests" / "packages" / "broken" / "INST-001" / "instruments" / "own.yaml").read_text(
        "utf-8"
    )
    (folder / "instruments" / "own.yaml").write_text(own.replace("mean", "none"), "utf-8")
    review = reading.read(folder)[0]
    assert "of this review" not in instruments.listed(review)  # nobody answered it
    asked = only(review, appraisals=review.appraisals.assign(tool="own"), ratings=review.ratings[:0])
    assert "* - Own, of this review\n" in instruments.listed(asked)
