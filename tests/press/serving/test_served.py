"""A book that is served: which one, how it ends, and what it survives."""

import signal
import subprocess
import sys
import urllib.request

import pytest
from packages import SYNTHETIC, copied
from packages.served import APPRAISAL, PATIENCE, RATINGS, change, gone, serving

from reviewbook.files import digest
from reviewbook.press import book as books
from reviewbook.press.serving import served as serve_module
from reviewbook.press.serving.builder import Built
from reviewbook.press.serving.served import serve

BUILT = "of the site changed"


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read().decode("utf-8")


# --- which book, and what is told


class _Builder:
    """In place of the process: what it was asked for, and what it answers."""

    def __init__(self, root, review, place, *, jobs, draft):
        self.asked, self.stopped, self.saved = (root, review, place, jobs, draft), False, []
        _Builder.last = self

    def build(self, progress, *, saved, shown):
        self.saved.append(saved)
        progress("a step")
        shown(["a.html"])
        return Built([{"code": "A", "page": ""}], "", ["a.html"], 1.24)

    def stop(self):
        self.stopped = True


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A book that is not built, and two saves: a start, and then more tables than are named."""
    (tmp_path / "data" / "mine").mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("reviewbook: {review: mine}\n")
    monkeypatch.setattr(serve_module, "Builder", _Builder)
    monkeypatch.setattr(serve_module, "saves", lambda *_: iter([[], list("abcdef")]))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "draft", "place"),
    [
        (None, False, "_build"),
        ("data/mine", False, "_build"),
        ("data/other", False, "_build/other"),
        ("elsewhere/jones-2020", False, "_build/jones-2020"),
        (None, True, "_build/mine-draft"),
        ("elsewhere/jones-2020", True, "_build/jones-2020-draft"),
    ],
)
def test_the_book_that_is_asked_for_is_served_from_where_it_is_made(root, name, draft, place):
    lines = []
    serve(root, review=root / name if name else None, port=0, jobs=3, draft=draft, progress=lines.append)
    review = root / (name or "data/mine")
    assert _Builder.last.asked == (root, review, root / place, 3, draft) and _Builder.last.stopped
    assert _Builder.last.saved == [[], list("abcdef")]
    assert lines[0].startswith("The book is at http://127.0.0.1:")
    steps = [line.rsplit(",", 1)[0] for line in lines[1:]]
    assert steps == [
        "a step",
        "  1 file of the site changed, 1.2 s",
        "saved  a, b, c, d",
        "a step",
        "  1 file of the site changed, 1.2 s",
    ]


def test_who_lets_others_read_it_is_told(root):
    lines = []
    serve(root, host="0.0.0.0", port=0, progress=lines.append)
    assert lines[1] == "Whoever reaches this machine can read it."


def test_a_review_whose_place_is_in_use_is_not_served(root):
    with pytest.raises(books.BuildFailed, match="cannot be named html"):
        serve(root, review=root / "data" / "html", port=0)


# --- how it ends, and what it survives


def test_ctrl_c_ends_it_amid_a_build_with_status_0_and_leaves_no_process(book, served, capsys):
    with serving(book) as command:
        command.says(BUILT)
        lines = len(command.lines)
        change(book / "book" / "rerun.md", "Paragraph 7", "Paragraph seven")
        command.says("saved", after=lines)
        processes = command.started()
        assert processes
        status, seconds = command.stop(signal.SIGINT)
        with capsys.disabled():
            print(f"\n  It ended {seconds:.1f} s after Ctrl-C")
        assert status == 0 and seconds < 10
        assert command.lines[-1] == "The book is served no more." and "Traceback" not in "".join(
            command.lines
        )
        assert gone(processes, within=10)


def test_a_command_that_is_killed_takes_what_it_started_with_it(book, served):
    with serving(book) as command:
        command.says(BUILT)
        processes = command.started()
        command.process.kill()
        command.process.wait()
        assert processes and gone(processes, within=PATIENCE)


def test_a_process_that_is_killed_is_replaced_at_the_next_save(book, served):
    before = served.started()
    (builder,) = [one for one in before if "reviewbook.press.serving.builder" in one.cmdline()]
    builder.kill()
    lines = len(served.lines)
    change(book / "book" / "rerun.md", "Paragraph 8", "Paragraph eight")
    served.says(BUILT, after=lines)
    assert "Paragraph eight" in read(f"{served.address}book/rerun.html")
    assert "Traceback" not in "".join(served.lines)


def test_two_commands_at_one_book_build_one_after_the_other_and_break_nothing(book, served):
    with serving(book) as second:
        second.says(BUILT)
        one, two = len(served.lines), len(second.lines)
        change(book / RATINGS, "Synthetic2020b,mmat-2011,overall,1", "Synthetic2020b,mmat-2011,overall,0")
        first_said, second_said = served.says(BUILT, after=one), second.says(BUILT, after=two)
        said = "\n".join([*served.lines[one:], *second.lines[two:]])
        assert "Another reviewbook is at work" in said or "book  unchanged" in said
        assert "problem" not in said and "Traceback" not in said
        # Both tell their pages, whoever built.
        assert not first_said.strip().startswith("0 ") and not second_said.strip().startswith("0 ")
        pages = {read(f"{command.address}{APPRAISAL}").partition("<body")[2] for command in (served, second)}
        assert len(pages) == 1 and "0/4" in pages.pop()
    command = [sys.executable, "-m", "reviewbook.cli", "build", "--root", str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert "book  unchanged" in done.stdout  # and the next one finds it whole


def test_the_draft_of_a_review_elsewhere_is_served_whatever_its_state(book, tmp_path):
    review = copied(SYNTHETIC, tmp_path).rename(tmp_path / "jones-2020")
    change(review / "ratings.csv", "overall,3,", "overall,three,")
    kept = digest.of_folder(review), digest.of_folder(book, "notebooks/*", "book/*.md")
    with serving(book, str(review), "--draft") as command:
        command.says(BUILT, within=4 * PATIENCE)
        page = read(f"{command.address}{APPRAISAL}")
        assert "rb-draft" in page and "/_reviewbook/pages.js" in page
    assert (digest.of_folder(review), digest.of_folder(book, "notebooks/*", "book/*.md")) == kept
    made = (book / "_build" / "jones-2020-draft" / "html").rglob("*.html")
    assert [file.name for file in made if b"_reviewbook" in file.read_bytes()] == []


def test_nothing_of_what_serves_is_in_the_book_on_the_disk(book, served):
    read(f"{served.address}{APPRAISAL}")
    pages = list((book / "_build" / "html").rglob("*.html"))
    assert pages and [page for page in pages if b"_reviewbook" in page.read_bytes()] == []
