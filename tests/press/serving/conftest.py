"""A small book, built once for all tests of what serves it."""

from pathlib import Path

import pytest
from packages.served import Served, serving, small_book


@pytest.fixture(scope="package")
def book(tmp_path_factory) -> Path:
    return small_book(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="package")
def served(book) -> Served:
    """That book, served."""
    with serving(book) as command:
        command.says("of the site changed")
        yield command
