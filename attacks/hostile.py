"""The tests of hostile content, run by pytest as one kind among the others."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from attacks import ROOT, TESTS
from attacks.outcomes import PASSED, Outcome

LIMIT = 1200  # seconds: these tests build a book and open it in a browser


def files() -> list[Path]:
    """Tests of hostile content, those in a browser among them."""
    return sorted({*TESTS.rglob("test_hostile*.py"), *TESTS.rglob("test_*_hostile*.py")})


def attack() -> Iterator[tuple[str, Outcome]]:
    """The name of each test and how it ended; a test that was skipped did not end."""
    with tempfile.TemporaryDirectory() as scratch:
        log = Path(scratch, "log.xml")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={log}",
            *map(str, files()),
        ]
        try:
            done = subprocess.run(
                command,
                cwd=ROOT,
                capture_output=True,
                text=True,
                timeout=LIMIT,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            yield "all", Outcome("hang", f"not done in {LIMIT} s", "pytest")
            return
        if not log.is_file():
            yield "all", Outcome("crash", done.stdout + done.stderr, f"pytest ended with {done.returncode}")
            return
        for case in ElementTree.parse(log).iter("testcase"):
            name = f"{case.get('classname')}::{case.get('name')}"
            if case.find("skipped") is not None:
                continue
            wrong = next((case.find(tag) for tag in ("failure", "error") if case.find(tag) is not None), None)
            yield name, Outcome(PASSED) if wrong is None else Outcome("wrong", wrong.text or "", name)
