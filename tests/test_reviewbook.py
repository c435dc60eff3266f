"""What notebooks import from the library itself, and what that costs."""

import subprocess
import sys
import tomllib

import pytest
from packages import ROOT

import reviewbook
from reviewbook.check import open_review
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review


def test_notebooks_find_what_opens_a_review_and_what_is_raised_where_it_cannot():
    assert reviewbook.open_review is open_review
    assert reviewbook.load_review is load_review
    assert reviewbook.ReviewProblems is ReviewProblems


def test_what_the_library_does_not_offer_is_named():
    with pytest.raises(AttributeError, match="module 'reviewbook' has no attribute 'open_reviews'"):
        reviewbook.open_reviews  # noqa: B018 - asking for it is what counts


def test_the_version_is_that_of_the_package():
    written = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert reviewbook.__version__ == written


def test_importing_the_library_loads_no_table_library():
    code = "import sys, reviewbook; print(sorted({'pandas', 'numpy', 'yaml', 'frictionless'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
