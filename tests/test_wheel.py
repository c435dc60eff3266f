"""The wheel alone is enough: without this repository every verb runs, books are built, and a repository of one's own is written."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from packages import ROOT, SYNTHETIC, copied
from packages.first_review import OF_ANOTHER

from reviewbook.cli import VERBS

RIS = "TY  - JOUR\nTI  - One more programme\nPY  - 2020\nER  - \n"
# Each verb as it is run on the review `other`, in a folder that is in no book; those that are not here have tests of their own below.
LINES = {
    "status": "status other",
    "doctor": "doctor",
    "completions": "completions bash",
    "workbook": "workbook other -o review.xlsx",
    "check": "check other --private",
    "tidy": "tidy other",
    "migrate": "migrate other",
    "describe": "describe other",
    "flow": "flow other/flow.csv -o flow.svg",
    "import": "import ris one.ris --review other --source synbase --dry-run",
    "export": "export codebook other --to codes.csv",
    "include": "include other --dry-run",
    "dedupe": "dedupe --review other",
    "appraise": "appraise --tools",
    "agree": "agree other/decisions.csv",
    "new": "",
    "update-repo": "",
    "run": "run other",
    "build": "build other",
    "serve": "",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel of this repository, built from a copy."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in (
        "setup.py",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "_config.yml",
        "_toc.yml",
        "requirements.txt",
    ):
        shutil.copyfile(ROOT / name, source / name)
    for folder in ("src", "book", "notebooks"):
        shutil.copytree(
            ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    code = f"from setuptools import build_meta; print(build_meta.build_wheel({str(out)!r}))"
    subprocess.run([sys.executable, "-c", code], cwd=source, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Runs the command of an environment that has the wheel, and of this one the other packages."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False)
    (site,) = place.glob("lib/python*/site-packages")
    zipfile.ZipFile(wheel).extractall(site)  # all that installing does with a wheel of pure Python
    (site / "pinned.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    settled = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "REVIEWBOOK_ROOT")
    }
    command = [str(place / "bin" / "python"), "-m", "reviewbook.cli"]

    def run(line: str, cwd: Path) -> subprocess.CompletedProcess:
        given = {"capture_output": True, "text": True, "cwd": cwd, "env": settled | {"PYTHONHASHSEED": "0"}}
        return subprocess.run([*command, *line.split()], **given)

    run.command, run.settled = command, settled
    return run


@pytest.fixture(scope="module")
def outside(tmp_path_factory) -> Path:
    """A folder in no book, with a review."""
    folder = tmp_path_factory.mktemp("outside")
    copied(SYNTHETIC, folder).rename(folder / "other")
    (folder / "one.ris").write_text(RIS, "utf-8")
    return folder


@pytest.fixture(scope="module")
def begun(installed, outside) -> subprocess.CompletedProcess:
    """What `new` said, which wrote a repository and built its book."""
    return installed(
        "new walking --title Walking --parts screening,appraisal,interventions,themes,results --yes", outside
    )


def test_every_verb_is_tried():
    assert set(LINES) == set(VERBS)


def test_the_wheel_holds_the_book_of_every_review_and_no_review(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    book = {name.removeprefix("reviewbook/_book/") for name in names if name.startswith("reviewbook/_book/")}
    assert {
        "_config.yml",
        "_toc.yml",
        "requirements.txt",
        "book/instruments.bib",
        "book/_static/page.css",
    } <= book
    assert {f"notebooks/{file.name}" for file in (ROOT / "notebooks").glob("*.ipynb")} <= book
    assert (
        not {name for name in book if name.startswith(("data/", "tests/"))} and "book/methods.md" not in book
    )
    assert "reviewbook/press/repository/templates/dot_github/workflows/book.yml" in names


@pytest.mark.parametrize("verb", [verb for verb, line in LINES.items() if line])
def test_a_verb_runs_from_the_wheel_alone(verb, installed, outside):
    done = installed(LINES[verb], outside)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_book_is_there_at_once_and_no_page_has_a_word_of_another_review(installed, outside, begun):
    assert begun.returncode == 0, begun.stdout + begun.stderr
    pages = [
        file
        for file in (outside / "walking" / "_build" / "html").rglob("*")
        if file.suffix in (".html", ".md", ".json", ".js")
    ]
    told = {
        file.name: OF_ANOTHER.findall(file.read_text("utf-8"))
        for file in pages
        if not file.name.startswith("plotly")
    }
    assert len(told) > 30 and {name: found for name, found in told.items() if found} == {}
    assert "What comes next" in (outside / "walking/_build/html/book/index.html").read_text("utf-8")
    assert installed("check data/walking", outside / "walking").returncode == 0


def test_a_new_repository_is_of_this_version(installed, outside, begun):
    done = installed("update-repo walking --dry-run", outside)
    assert done.returncode == 0 and done.stdout.startswith("Nothing to update: "), done.stdout + done.stderr


def test_a_book_is_laid_where_one_stands_and_nothing_into_the_library(installed, outside):
    assert installed("build other", outside).stdout.splitlines()[-1] == str(
        outside / "_build/other/html/index.html"
    )
    assert (outside / "_build" / "other" / "html" / "book" / "index.html").is_file()
    code = "from reviewbook.review.place import library; print(library())"
    told = subprocess.run(
        [*installed.command[:1], "-c", code],
        capture_output=True,
        text=True,
        env=installed.settled,
        check=True,
    )
    shipped = Path(told.stdout.strip())
    assert shipped.name == "_book" and not (shipped / "_build").exists()


def test_without_a_review_there_is_no_book_to_build(installed, outside):
    done = installed("build", outside)
    assert done.returncode == 1 and done.stderr.startswith("PACK-008  ")


def test_a_book_is_served(installed, outside):
    given = {"stdout": subprocess.PIPE, "text": True, "cwd": outside, "env": installed.settled}
    with subprocess.Popen([*installed.command, "serve", "other", "--port", "0"], **given) as serving:
        said = serving.stdout.readline()
        serving.terminate()  # a shell may have it ignore SIGINT
        serving.communicate(timeout=60)
    assert "http://127.0.0.1:" in said and serving.returncode in (0, -signal.SIGTERM)
