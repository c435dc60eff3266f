"""A large review, written once for all tests of what is cut where there is much."""

import pytest
from packages import large

from reviewbook.check import open_review


@pytest.fixture(scope="module")
def big(tmp_path_factory):
    folder = tmp_path_factory.mktemp("big") / "big"
    return open_review(large.write(folder, reports=300, interventions=250, features=3, excerpts=3000))
