"""`make attack`: what should not break is attacked with what nobody expects; see README.md in this folder."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]  # the repository
TESTS = ROOT / "tests"
if str(TESTS) not in sys.path:  # the reviews and files that tests are made of serve here as well
    sys.path.append(str(TESTS))
