"""Completions: each shell understands what is printed, and completes verbs, options, formats and folders."""

import shutil
import subprocess

import pytest
from packages import ROOT

from reviewbook.cli import VERBS, main
from reviewbook.commands.completions import SHELLS

ASK = """source {script}; cd {root}
COMP_WORDS=({words}); COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); COMP_LINE="{words}"; COMP_POINT=${{#COMP_LINE}}
_shtab_reviewbook; echo "${{COMPREPLY[@]}}"
"""


@pytest.fixture
def script(tmp_path, capsys):
    def written(shell):
        assert main(["completions", shell]) == 0
        file = tmp_path / f"completions.{shell}"
        file.write_text(capsys.readouterr().out, "utf-8")
        return file

    return written


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("reviewbook st", ["status"]),
        ("reviewbook import ra", ["rayyan"]),
        ("reviewbook check --pri", ["--private"]),
        ("reviewbook export t", ["tidier"]),
        ("reviewbook status data/w", ["data/williams-2019"]),
        ("reviewbook agree READ", ["README.md"]),
    ],
)
def test_bash_completes(words, wanted, script):
    asked = ASK.format(script=script("bash"), root=ROOT, words=words)
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == wanted


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_understands_what_is_printed_and_every_verb_is_in_it(shell, script):
    file = script(shell)
    assert all(verb in file.read_text("utf-8") for verb in VERBS)
    if not (there := shutil.which(shell)):
        pytest.skip(f"no {shell}")
    done = subprocess.run([there, "-n", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_shell_that_is_not_known_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["completions", "tcsh"])
    assert "invalid choice: 'tcsh'" in capsys.readouterr().err
