"""The pages of each review of the repository, written once for all tests that look at them; a changed review gets its own."""

from pathlib import Path

import pytest
from packages.sites import Site

from reviewbook.press.typeset import Typesetter

_sites: dict[Path, Site] = {}


@pytest.fixture
def site(review: Path, tmp_path_factory) -> Site:
    if review not in _sites:
        _sites[review] = Site(review, tmp_path_factory.mktemp(review.name))
    return _sites[review]


@pytest.fixture(scope="session")
def typesetter():
    """A process that has Sphinx loaded, for all tests that make pages."""
    with Typesetter() as running:
        yield running
