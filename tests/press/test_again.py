"""The command at the foot of a chapter is that of its notebook."""

import shlex

import pytest
from packages import ROOT
from packages.notebook import notebook

from reviewbook.press import again


@pytest.mark.parametrize("name", sorted(one.name for one in (ROOT / "notebooks").glob("*.ipynb")))
def test_each_chapter_has_one_with_the_values_of_its_parameters(name):
    words = shlex.split(again.command(ROOT / "notebooks" / name))
    assert words[:3] == ["papermill", f"notebooks/{name}", "out.ipynb"]
    assert "-p review williams-2019 -p subset all" in " ".join(words)


def test_values_are_given_as_a_shell_takes_them_and_the_review_by_its_folder(tmp_path):
    said = 'review: str = "../data/other"\nsubset: str = "a b"; x = f(1)\nmin_rating: int = 0'
    command = again.command(notebook(tmp_path / "01.ipynb", parameters=said))
    assert command == "papermill notebooks/01.ipynb out.ipynb -p review other -p subset 'a b' -p min_rating 0"
    assert again.command(notebook(tmp_path / "02.ipynb", parameters="# none")) == ""
