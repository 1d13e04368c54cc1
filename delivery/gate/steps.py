"""What each stage runs, as data; the stages and their order are in `domain.delivery.order`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = ("advisor", "components", "delivery", "domain", "lambdas", "policies", "sandbox", "smoke", "toolchain")
STACKS: Final = ("staging", "prod")


@dataclass(frozen=True)
class Step:
    """One command of a stage.

    Attributes:
        name: For the table.
        command: The program and its arguments. A program is one of the checkout's environment, else one on PATH.
        go_tool: Whether the program is built by `toolchain.go_tools`.
        folder: Where it runs, from the checkout's root.
        hint: What to do when it fails, if its own words do not say it.
    """

    name: str
    command: tuple[str, ...]
    go_tool: bool = False
    folder: str = "."
    hint: str = ""


@dataclass(frozen=True)
class Choice:
    """What a run of the gate is about.

    Attributes:
        tests: The tests to run; empty for every test, with coverage.
        advisories: Whether the packages are looked up among known vulnerabilities, which needs a network.
    """

    tests: tuple[str, ...] = ()
    advisories: bool = True
    stacks: Sequence[str] = field(default=STACKS)


def steps_of(stage: str, choice: Choice) -> tuple[Step, ...]:
    """The commands of a stage.

    Raises:
        KeyError: There is no such stage.
    """
    return {"lint": _lint, "test": _test, "policy": _policy, "security": _security}[stage](choice)


def report_steps(stacks: Sequence[str] = STACKS) -> tuple[Step, ...]:
    """What a reviewer sees of each stack that the policy stage previewed; shown, and no part of the verdict."""
    return tuple(
        Step(
            f"report of {stack}",
            ("python", "-m", "advisor", "report", "--stack", stack, "--previews", "build/gate"),
            hint=f"read build/report/{stack}/report.html",
        )
        for stack in stacks
    )


def _lint(_: Choice) -> tuple[Step, ...]:
    return (
        Step("ruff", ("ruff", "check", "."), hint="`make format` mends much of it"),
        Step("ruff format", ("ruff", "format", "--check", "."), hint="run `make format`"),
        Step("mypy", ("mypy",)),
        Step("mypy of the pack", ("mypy", "policies")),
        Step("actionlint", ("actionlint", "-no-color", "-shellcheck=", "-pyflakes="), go_tool=True),
        Step("workflow rules", ("python", "-m", "delivery", "workflows")),
        Step("stack files", ("python", "-m", "delivery", "stack-files")),
    )


def _test(choice: Choice) -> tuple[Step, ...]:
    run = ("python", "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder")
    coverage = ("--cov", "--cov-report=term:skip-covered", "--cov-report=json:build/coverage.json")
    if not choice.tests:
        return (
            Step("host of programs in YAML", ("python", "-m", "toolchain", "yaml")),
            Step("browser", ("python", "-m", "toolchain", "browser")),
            Step("every test, with coverage", (*run, *coverage)),
        )
    # Without the engine: the policy stage runs it on every stack.
    return (Step(f"{len(choice.tests)} test files", (*run, "-m", "not engine", *choice.tests)),)


def _policy(choice: Choice) -> tuple[Step, ...]:
    named = tuple(word for stack in choice.stacks for word in ("--stack", stack))
    return (
        Step("layers", ("python", "-m", "toolchain", "setup", "--layer", "local", "--layer", "arm64")),
        Step("preview of sandbox with the pack", ("python", "-m", "sandbox", "preview", "--stack", "sandbox")),
        Step(
            f"preview of {' and '.join(choice.stacks)}", ("python", "-m", "sandbox", "previews", "build/gate", *named)
        ),
        Step("the pack on them", ("python", "-m", "guardrails", "audit", "../build/gate"), folder="policies"),
    )


def _security(choice: Choice) -> tuple[Step, ...]:
    # Without --strict an advisory service that does not answer is "No known vulnerabilities found", exit code 0.
    audit = ("pip-audit", "--strict", "--disable-pip", "--require-hashes", "--progress-spinner", "off")
    return (
        Step("bandit", ("bandit", "-q", "-c", "pyproject.toml", "-r", *ROOMS)),
        Step("zizmor", ("zizmor", "--offline", "--no-progress", "--strict-collection", ".github")),
        # Where there is no history gitleaks says "no leaks found", exit code 0.
        Step("a history to look through", ("git", "cat-file", "-e", "HEAD"), hint="gitleaks reads commits: clone it"),
        Step(
            "gitleaks",
            ("gitleaks", "git", "--no-banner", "--redact", "--log-level", "warn", "--verbose", "."),
            go_tool=True,
            hint="a secret that was pushed is known: replace it; what is none goes into .gitleaks.toml with its reason",
        ),
    ) + (
        (
            Step(
                "pip-audit",
                (*audit, "-r", "requirements.txt"),
                hint="where the advisory service cannot be reached: `make pr ADVISORIES=no`, which GitHub refuses",
            ),
        )
        if choice.advisories
        else ()
    )
