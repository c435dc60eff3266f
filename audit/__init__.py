"""What every page of a site weighs, asks for and shows, held against budgets: `make audit`."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"
if str(TESTS) not in sys.path:  # the browser and the checks that tests use serve here as well
    sys.path.append(str(TESTS))
