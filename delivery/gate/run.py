"""Runs stages in their order and judges them; a stage whose forerunner failed is skipped, and a skip is no pass."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from delivery.gate.steps import ROOT, Choice, Step, report_steps, steps_of
from domain.delivery.order import GATE, Stage
from toolchain import go_tools

Say = Callable[[str], None]


@dataclass(frozen=True)
class StepResult:
    """How a step went.

    Attributes:
        name: The step's.
        seconds: How long it took.
        problem: Why it failed; empty when it did not.
    """

    name: str
    seconds: float
    problem: str = ""


@dataclass(frozen=True)
class StageResult:
    """How a stage went.

    Attributes:
        name: The stage's.
        word: "pass", "fail" or "skipped": what `domain.delivery.pipeline_verdict` judges.
        steps: Its steps, as far as they were run.
        note: What a reader should know besides.
    """

    name: str
    word: str
    steps: tuple[StepResult, ...] = ()
    note: str = ""


def program_of(step: Step, search: Sequence[Path], say: Say) -> str:
    """Where a step's program is.

    Args:
        step: The step.
        search: Folders that are looked at before PATH.
        say: Told when a tool is built.

    Raises:
        FileNotFoundError: It is nowhere; the message says what to do.
    """
    name = step.command[0]
    if step.go_tool:
        try:
            return str(go_tools.ensure(name, say))
        except go_tools.ToolError as error:
            raise FileNotFoundError(str(error)) from error
    path = os.pathsep.join([*(str(folder) for folder in search), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if found is None:
        remedy = "install it" if name == "git" else "run `make setup`"
        raise FileNotFoundError(f"{name} is missing: {remedy}")
    return found


def run_step(step: Step, search: Sequence[Path], say: Say) -> StepResult:
    """Run one step; whatever keeps it from running is a failure of it."""
    began = time.monotonic()
    try:
        program = program_of(step, search, say)
        done = subprocess.run(
            [program, *step.command[1:]], cwd=ROOT / step.folder, env=_environment(search), check=False
        )
    except OSError as error:
        return StepResult(step.name, time.monotonic() - began, str(error))
    problem = "" if done.returncode == 0 else f"exit code {done.returncode}" + (f"; {step.hint}" if step.hint else "")
    return StepResult(step.name, time.monotonic() - began, problem)


def run_stages(
    chosen: Collection[str], choice: Choice, say: Say, stages: Sequence[Stage] = GATE, search: Sequence[Path] = ()
) -> list[StageResult]:
    """Run the chosen stages in their order.

    Args:
        chosen: Names of stages; a stage that was not chosen keeps nothing from starting.
        choice: What the run is about.
        say: Told what begins.
        stages: The stages, each after those that it waits for.
        search: Where programs are looked for first; the folder of this Python when empty.
    """
    folders = tuple(search) or (Path(sys.executable).parent,)
    results: list[StageResult] = []
    for stage in stages:
        if stage.name not in chosen:
            continue
        failed = [one.name for one in results if one.name in stage.after and one.word != "pass"]
        if failed:
            results.append(StageResult(stage.name, "skipped", note=f"waits for {', '.join(failed)}"))
            continue
        done: list[StepResult] = []
        for step in steps_of(stage.name, choice):
            say(f"{stage.name}: {step.name}")
            done.append(run_step(step, folders, say))
        word = "pass" if done and not any(one.problem for one in done) else "fail"
        results.append(StageResult(stage.name, word, tuple(done)))
    return results


def report(say: Say) -> StageResult:
    """Make the reports that a reviewer reads; what they say is for a person, so it is no part of the verdict."""
    done = []
    for step in report_steps():
        say(f"report: {step.name}")
        done.append(run_step(step, (Path(sys.executable).parent,), say))
    return StageResult("report", "for a person to read", tuple(done), "not part of the verdict")


def _environment(search: Sequence[Path]) -> Mapping[str, str]:
    path = os.pathsep.join([*(str(folder) for folder in search), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "NO_COLOR": "1"}
