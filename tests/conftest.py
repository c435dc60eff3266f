"""What all tests share: property tests that draw the same examples in every run."""

import pytest
from hypothesis import settings
from packages.browser import FLAGS, NONE, find

# A red run must be red again for the next person; a slow machine is no failure.
settings.register_profile("same-every-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-every-time")


@pytest.fixture(scope="session")
def browser():
    """A browser that reaches no other host; without one, the tests that ask are skipped and say so."""
    if not (path := find()):
        pytest.skip(NONE)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()
