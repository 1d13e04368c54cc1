"""`python -m delivery pr`: chooses what to run, runs it, and shows one table with one verdict."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from delivery.gate.run import StageResult, report, run_stages
from delivery.gate.steps import Choice
from delivery.gate.touched import base_of, changed_files, known_tests, selected
from domain.checks import refuse
from domain.delivery import pipeline_verdict
from domain.delivery.order import GATE


@dataclass(frozen=True)
class Wishes:
    """What the caller asked for.

    Attributes:
        only: Stages; empty for all.
        whole: Every test, with coverage.
        base: The branch that the change is for; `main`, else `origin/main`, without one.
        advisories: Whether packages are looked up among known vulnerabilities.
        json_file: Where the results go as well.
    """

    only: tuple[str, ...]
    whole: bool
    base: str | None
    advisories: bool
    json_file: Path | None


def pull_request(wishes: Wishes, environ: Mapping[str, str]) -> int:
    """Run the gate; returns 0 for success and 1 for failure.

    Raises:
        ValueError: A stage is not known, or named twice, or a gate may not be left out here.
        UnknownChangeError: What changed cannot be found out.
    """
    names = [stage.name for stage in GATE]
    if unknown := [name for name in wishes.only if name not in names]:
        refuse("--only", ", ".join(unknown), f"one of {', '.join(names)}")
    if len(set(wishes.only)) != len(wishes.only):
        refuse("--only", ", ".join(wishes.only), "each stage once")
    if not wishes.advisories and environ.get("GITHUB_ACTIONS") == "true":
        refuse("--no-advisories", "given", "a machine of your own; a workflow looks the packages up or fails")
    chosen = wishes.only or tuple(names)
    console = Console()
    tests: tuple[str, ...] = ()
    if "test" in chosen and not wishes.whole:
        base = base_of(wishes.base)
        tests = selected(changed_files(base))
        many = f"{known_tests(tests)} files" if tests else "all of them: the change can break any"
        console.print(f"tests that the change against {base} touches: {many}")

    def say(text: str) -> None:
        console.print(f"── {text}", style="dim")

    results = run_stages(chosen, Choice(tests, wishes.advisories), say)
    verdict = pipeline_verdict({one.name: one.word for one in results})
    if not wishes.only and any(one.name == "policy" and one.word != "skipped" for one in results):
        results.append(report(say))
    if wishes.json_file is not None:
        stages = [asdict(one) for one in results]
        wishes.json_file.write_text(
            json.dumps({"verdict": verdict, "stages": stages}, indent=1) + "\n", encoding="utf-8"
        )
    console.print(table_of(results, verdict))
    if not wishes.advisories:
        console.print(
            "known vulnerabilities of packages: not asked (--no-advisories); the workflow asks", style="yellow"
        )
    return 0 if verdict == "success" else 1


def table_of(results: Sequence[StageResult], verdict: str) -> Table:
    """One row for each step, and the verdict."""
    table = Table(title=f"verdict: {verdict}", title_style="bold green" if verdict == "success" else "bold red")
    for column in ("stage", "step", "result", "seconds"):
        table.add_column(column, justify="right" if column == "seconds" else "left")
    for stage in results:
        table.add_row(stage.name, "", stage.word, f"{sum(one.seconds for one in stage.steps):.0f}", style="bold")
        if stage.note:
            table.add_row("", stage.note, "", "")
        for step in stage.steps:
            table.add_row("", step.name, step.problem or "pass", f"{step.seconds:.0f}")
    return table
