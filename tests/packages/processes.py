"""Processes that a test starts, and stops as a terminal does."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import Any


def started(command: list[str], **options: Any) -> subprocess.Popen[str]:
    """A process that hears Ctrl-C, in a session of its own; what it prints can be read as text.

    A shell lets what it starts in its background ignore Ctrl-C, and a process starts with what its parent ignores: without this, a
    test of Ctrl-C would wait for ever where the suite was started so.
    """
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hears,
        **options,
    )


def _hears() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def interrupt(process: subprocess.Popen[str], by: signal.Signals = signal.SIGINT) -> None:
    """Press Ctrl-C, or stop it otherwise: as a terminal does, it and all that it started in its session."""
    os.killpg(process.pid, by)
