"""The gate: its order, its verdict, and that each check fails when its tool is not there."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from delivery.__main__ import app
from delivery.gate import command, run
from delivery.gate.command import Wishes, pull_request, table_of
from delivery.gate.run import StageResult, StepResult, run_stages, run_step
from delivery.gate.steps import ROOMS, ROOT, Choice, Step, report_steps, steps_of
from domain.delivery.order import GATE
from toolchain import go_tools

ALL = [stage.name for stage in GATE]
STEPS = [step for name in ALL for step in steps_of(name, Choice())]
MODULES = [
    step
    for step in (*STEPS, *steps_of("test", Choice(tests=("tests/domain",))), *report_steps())
    if step.command[:2] == ("python", "-m")
]
FOLDERS = (Path(sys.executable).parent,)


def quiet(_: str) -> None:
    """Nothing is said."""


@pytest.fixture
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "empty"


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_check_whose_tool_is_missing_fails_and_names_it(step: Step, nothing_installed: Path) -> None:
    found = run_step(step, (nothing_installed,), quiet)
    assert step.command[0] in found.problem
    assert any(remedy in found.problem for remedy in ("run `make setup`", "install Go", "install it"))


@pytest.mark.parametrize("step", MODULES, ids=lambda step: step.name)
def test_a_check_whose_module_is_missing_fails_and_names_it(
    step: Step, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """For real: by a Python that has neither the packages of the environment nor the checkout."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n')
    python.chmod(0o755)
    found = run_step(step, (tmp_path,), quiet)
    assert found.problem.startswith("exit code 1")
    assert f"No module named {step.command[2]}" in capfd.readouterr().err


@pytest.mark.parametrize("empty", ["no files", "no folder"])
def test_a_policy_check_of_nothing_fails(empty: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    [audit] = [step for step in STEPS if "guardrails" in step.command]
    folder = tmp_path if empty == "no files" else tmp_path / "gone"
    found = run_step(replace(audit, command=(*audit.command[:-1], str(folder))), FOLDERS, quiet)
    assert found.problem == "exit code 2"
    assert f"{folder}: could not be read: " in capfd.readouterr().err


@pytest.mark.parametrize("name", ["preview of sandbox with the pack", "preview of staging and prod"])
def test_a_preview_without_the_engine_fails_and_names_it(
    name: str, nothing_installed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    [preview] = [step for step in STEPS if step.name == name]
    assert run_step(preview, FOLDERS, quiet).problem == "exit code 2"
    assert capfd.readouterr().err.startswith("error: `pulumi` is not on PATH: run `make setup`")


def test_a_secret_scan_without_a_history_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured: gitleaks then says "no leaks found" and ends with 0."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    names = [step.name for step in steps_of("security", Choice())]
    history = names.index("a history to look through")
    assert history < names.index("gitleaks")
    step = steps_of("security", Choice())[history]
    assert run_step(step, FOLDERS, quiet).problem == ""
    assert run_step(replace(step, folder=str(tmp_path)), FOLDERS, quiet).problem.startswith("exit code 128; ")


def test_every_room_that_is_searched_for_weaknesses_is_there() -> None:
    """A folder that is gone is none to bandit: exit code 0."""
    assert [room for room in ROOMS if not list((ROOT / room).glob("*.py")) and room != "policies"] == []


@pytest.mark.parametrize("stage", ALL)
def test_a_stage_whose_tools_are_missing_fails_the_verdict(stage: str, nothing_installed: Path) -> None:
    [result] = run_stages([stage], Choice(), quiet, search=(nothing_installed,))
    assert result.word == "fail"


def fake(monkeypatch: pytest.MonkeyPatch, **codes: int) -> None:
    """Each stage is one step that ends with the given exit code, 0 when it is not named."""
    monkeypatch.setattr(run, "report_steps", lambda: (Step("report", ("sh", "-c", "exit 1")),))
    monkeypatch.setattr(
        run, "steps_of", lambda name, _: (Step(name, ("sh", "-c", f"exit {codes.get(name, 0)}"), hint="mend it"),)
    )


def test_what_waits_for_a_failed_stage_is_skipped_and_says_for_which(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, lint=3)
    results = run_stages(ALL, Choice(), quiet)
    assert [(one.name, one.word) for one in results] == [
        ("lint", "fail"),
        ("test", "skipped"),
        ("policy", "skipped"),
        ("security", "skipped"),
    ]
    assert results[0].steps[0].problem == "exit code 3; mend it"
    assert results[1].note == "waits for lint"


def test_one_failed_stage_does_not_keep_its_neighbours_from_telling(monkeypatch: pytest.MonkeyPatch) -> None:
    fake(monkeypatch, test=1)
    assert [one.word for one in run_stages(ALL, Choice(), quiet)] == ["pass", "fail", "pass", "pass"]


def test_a_stage_without_steps_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "steps_of", lambda *_: ())
    assert run_stages(["lint"], Choice(), quiet)[0].word == "fail"


@pytest.mark.parametrize(("codes", "code", "verdict"), [({}, 0, "success"), ({"policy": 1}, 1, "failure")])
def test_the_command_gives_one_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, codes: dict[str, int], code: int, verdict: str
) -> None:
    fake(monkeypatch, **codes)
    shown = CliRunner().invoke(app, ["pr", "--whole", "--json", str(tmp_path / "x.json")])
    assert shown.exit_code == code
    assert f"verdict: {verdict}" in shown.output
    written = json.loads((tmp_path / "x.json").read_text())
    assert written["verdict"] == verdict
    assert [one["name"] for one in written["stages"]] == [*ALL, "report"]  # which failed, and is not judged


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "tests"], "--only = 'tests' is not accepted: one of lint, test, policy, security"),
        (["--only", "lint", "--only", "lint"], "each stage once"),
        (["--only", "test", "--base", "nowhere"], "git fetch origin nowhere:nowhere"),
    ],
)
def test_what_cannot_be_run_is_refused(arguments: list[str], message: str) -> None:
    shown = CliRunner().invoke(app, ["pr", *arguments])
    assert shown.exit_code == 2
    assert message in shown.output


def test_a_workflow_looks_packages_up_and_a_machine_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="a workflow looks the packages up or fails"):
        pull_request(Wishes((), True, "main", False, None), {"GITHUB_ACTIONS": "true"})
    fake(monkeypatch)
    assert pull_request(Wishes(("security",), True, "main", False, None), {}) == 0
    assert "pip-audit" not in {step.name for step in steps_of("security", Choice(advisories=False))}


def test_an_advisory_service_that_does_not_answer_fails_the_check() -> None:
    """Measured: without --strict pip-audit then says "No known vulnerabilities found" and ends with 0."""
    [audit] = [step for step in STEPS if step.name == "pip-audit"]
    assert "--strict" in audit.command


def test_the_engine_is_left_to_the_policy_stage_unless_every_test_runs() -> None:
    [some] = steps_of("test", Choice(tests=("tests/domain",)))
    *_, every = steps_of("test", Choice())
    assert some.command[-3:] == ("-m", "not engine", "tests/domain")
    assert "--cov" in every.command


def test_the_table_shows_every_step() -> None:
    results = [
        StageResult("lint", "fail", (StepResult("ruff", 1.2, "exit code 1"),)),
        StageResult("test", "skipped", note="waits for lint"),
    ]
    console = Console(width=100, record=True)
    console.print(table_of(results, "failure"))
    text = console.export_text()
    assert "verdict: failure" in text
    assert "exit code 1" in text
    assert "waits for lint" in text


def test_a_tool_that_cannot_be_built_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    go = tmp_path / "bin" / "go"
    go.parent.mkdir()
    go.write_text("#!/bin/sh\necho the proxy is gone >&2\nexit 1\n")
    go.chmod(0o755)
    monkeypatch.setenv("PATH", f"{go.parent}:/bin:/usr/bin")
    with pytest.raises(go_tools.ToolError, match=r"gitleaks 8\.30\.1 could not be built: the proxy is gone"):
        go_tools.ensure("gitleaks")
    assert not list((tmp_path / "inference-platform" / "tools" / "gitleaks-8.30.1").iterdir())


def test_a_tool_is_built_once_and_one_of_another_version_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "actionlint").write_text("#!/bin/sh\necho 1.6.0\n")
    (binaries / "go").write_text(
        f'#!/bin/sh\necho x >> {tmp_path}/built\nwhile [ "$1" != -o ]; do shift; done\necho made > "$2"\n'
    )
    for file in binaries.iterdir():
        file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{binaries}:/bin:/usr/bin")
    kept = go_tools.ensure("actionlint")
    assert kept == go_tools.ensure("actionlint")
    assert kept.read_text() == "made\n"
    assert (tmp_path / "built").read_text() == "x\n"
    (binaries / "actionlint").write_text("#!/bin/sh\necho v1.7.12\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))
    assert go_tools.ensure("actionlint") == binaries / "actionlint"


def test_the_names_of_the_gate_are_those_of_the_domain() -> None:
    assert command.GATE is GATE
    assert all(steps_of(name, Choice()) for name in ALL)
