"""The command `reviewbook new`: a repository of one's own, asked for at a terminal or by options, and its book."""

import pytest

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


def answering(**answers):
    """Answers by what a prompt begins with, each list in its order; blank where none is left. And the prompts and remarks."""
    seen: list[str] = []
    left = {name: [*said] for name, said in answers.items()}

    def answer(prompt):
        seen.append(prompt)
        return next(
            (said.pop(0) for name, said in left.items() if prompt.strip().startswith(name) and said), ""
        )

    return answer, seen


def test_what_no_option_says_is_asked_and_blank_is_as_usual():
    answer, seen = answering(Authors=["Ada Roe"], Concept=[" walking "], Context=["cities"])
    told = new.ask(said(title=TITLE), answer)
    assert (told["people"], told["concept"], told["kind"]) == ("Ada Roe", "walking", None)
    assert f"{new.QUESTIONS['kind']} [scoping]: " in seen, "what is usual stands beside the question"
    assert f"{new.QUESTIONS['question']} [What is known about walking, in cities?]: " in seen
    for never in ("Title", "Appraisal tool", "What an intervention", "Outcome"):
        assert not any(prompt.strip().startswith(never) for prompt in seen), never


def test_what_depends_on_an_answer_is_asked_after_it():
    answer, seen = answering(Title=[TITLE], Kind=["systematic"])
    new.ask(said(), answer)
    assert f"{new.QUESTIONS['tool']} [mmat-2018]: " in seen and "  Outcome: " in seen
    assert "  Concept: " not in seen


def test_an_answer_that_cannot_be_used_is_asked_for_again_and_none_is_lost():
    answer, _ = answering(
        Title=["", TITLE],
        Where=["Ada", "ada@example.org"],
        Parts=["screening, appraisal"],
        Appraisal=["nos", ""],
    )
    remarks: list[str] = []
    told = new.ask(said(), answer, remarks.append)
    assert (told["title"], told["contact"], told["tool"]) == (TITLE, "ada@example.org", None)
    assert len(remarks) == 3 and remarks[0] == "  That is nothing; expected is the title of the review."
    assert "rob-2" in remarks[2], "the list of tools is in what is said"


def test_a_folder_that_holds_a_review_is_told_before_anything_is_asked(tmp_path, capsys, monkeypatch):
    (tmp_path / "_config.yml").touch()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt: pytest.fail(f"asked {prompt}"))
    assert main(["new", str(tmp_path)]) == 1
    assert "REPO-001" in capsys.readouterr().err
