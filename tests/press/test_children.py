"""Processes that work for a command, and Ctrl-C."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from packages import processes

from reviewbook.press import children

POOL = """
import time
from reviewbook.press import children

if __name__ == "__main__":
    from reviewbook import cli
    from reviewbook.commands import check

    def run(asked):
        with children.pool(2) as pool:
            pool.submit(time.sleep, 60)
            print("at work", flush=True)
            pool.submit(time.sleep, 60).result()

    check.run = run
    raise SystemExit(cli.main(["check", "x"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing there")
def test_ctrl_c_ends_a_command_with_one_line_and_leaves_no_process(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(POOL, "utf-8")
    running = processes.started([sys.executable, str(program)], stderr=subprocess.PIPE)
    assert running.stdout is not None and running.stdout.readline() == "at work\n"
    started = psutil.Process(running.pid).children(recursive=True)
    processes.interrupt(running)
    _, told = running.communicate(timeout=30)
    assert (running.returncode, told) == (130, "Stopped: check did not come to its end.\n")
    until = time.monotonic() + 10
    while any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in started):
        assert time.monotonic() < until, "a process is still there"
        time.sleep(0.1)


def test_work_that_fails_stops_the_others_and_is_told():
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    began = time.monotonic()
    with pytest.raises(ValueError, match="invalid literal"), children.pool(2) as pool:
        pool.submit(time.sleep, 60)
        pool.submit(int, "no number").result()
    assert time.monotonic() - began < 30
    assert other.poll() is None  # what was there before is not ours to stop
    other.communicate(b"\n")


KILLED = """
import os, time
from reviewbook.press import children

if __name__ == "__main__":
    with children.pool(1, children.end_with, (os.getpid(),)) as pool:
        working = pool.submit(time.sleep, 60)
        print("at work", flush=True)
        working.result()
"""


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be killed so there")
@pytest.mark.parametrize("system", ["linux", "another"])
def test_a_process_ends_with_the_killed_one_that_it_works_for(tmp_path, system):
    program = tmp_path / "program.py"
    program.write_text(
        KILLED if system == "linux" else f"import psutil, sys; sys.platform = '{system}'{KILLED}", "utf-8"
    )
    running = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None and running.stdout.readline() == "at work\n"
    started = psutil.Process(running.pid).children(recursive=True)
    assert started
    running.kill()
    running.wait()
    assert psutil.wait_procs(started, timeout=20)[1] == []


def test_one_process_is_stopped_with_what_it_started_and_no_other():
    starts = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()']); print(1, flush=True); input()"
    one, other = (
        subprocess.Popen([sys.executable, "-c", starts], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    )
    assert one.stdout.readline() and other.stdout.readline()
    (started,) = psutil.Process(one.pid).children()
    (left,) = psutil.Process(other.pid).children()
    children.stop(of=one.pid)
    assert one.wait(10) == -signal.SIGKILL
    started.wait(10)
    assert other.poll() is None and left.is_running()
    children.stop(of=one.pid)  # there is none: nothing to do
    children.stop(of=other.pid)
    other.wait(10)
    left.wait(10)
    for process in (one, other):
        process.stdin.close()
        process.stdout.close()
