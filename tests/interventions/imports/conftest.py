"""What the tests of a matrix of features share."""

import shutil
from pathlib import Path

import pytest
from packages import SYNTHETIC
from packages.featured import empty


@pytest.fixture
def review(tmp_path):
    return empty(tmp_path / "review")


@pytest.fixture
def synthetic(tmp_path):
    """The synthetic review: flexline, movemore and strongback, with four features."""
    return Path(shutil.copytree(SYNTHETIC, tmp_path / "synthetic"))
