"""The command `reviewbook new`: a repository of one's own, asked for at a terminal or by options, and its book."""

from reviewbook.cli import main
from reviewbook.commands import new

TITLE = "Walking in old age"


def test_a_title_is_enough_and_the_review_passes(tmp_path, capsys):
    folder = tmp_path / "walking"
    assert main(["new", str(folder), "--title", TITLE, "--yes", "--no-build"]) == 0
    assert f"files in {folder}." in capsys.readouterr().out
    assert main(["check", str(folder / "data" / "walking"), "--root", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "0 to mend" in told and "PAGE-005  book/methods.md" in told


def test_without_a_terminal_a_title_must_be_given(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["new", str(tmp_path / "walking")]) == 1
    assert "REPO-002  the answers, field title: found nothing" in capsys.readouterr().err
    assert not (tmp_path / "walking").exists()


def said(**answers) -> dict:
    from reviewbook.press.repository.asked import ELEMENTS

    return dict.fromkeys((*new.QUESTIONS, *ELEMENTS)) | answers


def test_what_no_option_says_is_asked_and_blank_is_as_usual():
    asked = []

    def answer(prompt):
        asked.append(prompt)
        return {"Authors, parted by semicolons: ": "Ada Roe", "  Concept: ": " walking "}.get(prompt, "")

    told = new.ask(said(title=TITLE), answer)
    assert (told["people"], told["concept"], told["kind"]) == ("Ada Roe", "walking", None)
    assert f"{new.QUESTIONS['title']}: " not in asked, "an option said it"
    assert not any("tool" in prompt or "app/apps" in prompt for prompt in asked), (
        "for parts that it will not have"
    )
    assert "  Outcome: " not in asked


def test_what_depends_on_an_answer_is_asked_after_it():
    asked = []

    def answer(prompt):
        asked.append(prompt)
        return {f"{new.QUESTIONS['kind']}: ": "systematic"}.get(prompt, "")

    new.ask(said(), answer)
    assert f"{new.QUESTIONS['tool']}: " in asked and "  Outcome: " in asked and "  Concept: " not in asked
