"""The hooks run what the checkout has; nothing is fetched."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from toolchain import setup
from toolchain.places import ROOT

HOOKS = [
    hook
    for repository in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    for hook in repository["hooks"]
]


def test_no_hook_comes_from_another_repository() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}
    assert {hook["language"] for hook in HOOKS} == {"system"}


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_what_a_hook_runs_is_there(hook: dict[str, str]) -> None:
    program, *arguments = hook["entry"].split()
    assert program == "make" or (ROOT / program).exists()
    if arguments[:1] == ["-m"] and arguments[1] != "pytest":
        assert (ROOT / arguments[1]).is_dir()
    for argument in arguments:
        if argument.startswith("tests/"):
            assert (ROOT / argument).exists()


def test_the_launcher_names_the_checkout_and_asks_under_its_own_name(tmp_path: Path) -> None:
    text = setup.launcher_text()
    assert text.startswith("#!/bin/sh\n")
    assert f'PYTHONPATH="{ROOT}' in text
    assert "main('advisor')" in text


def test_the_launcher_completes_from_any_folder(tmp_path: Path) -> None:
    launcher = tmp_path / "advisor"
    launcher.write_text(setup.launcher_text())
    launcher.chmod(0o755)
    asked = {**os.environ, "COMP_WORDS": "advisor co", "COMP_CWORD": "1", "_ADVISOR_COMPLETE": "complete_bash"}
    done = subprocess.run([str(launcher)], cwd=tmp_path, env=asked, capture_output=True, text=True, check=False)
    assert set(done.stdout.split()) == {"cost", "code-release"}, done.stderr
