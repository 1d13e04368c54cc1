"""Runbooks: every command in them is one that the drill can run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from sandbox.drill import runbooks
from sandbox.drill.runbooks import Step, run, steps

ROOT = Path(__file__).resolve().parents[3]
TIERS = (1, 2, 3)


@pytest.mark.parametrize("tier", TIERS)
def test_each_runbook_says_what_to_run_in_each_section(tier: int) -> None:
    found = steps((ROOT / runbooks.FOLDER / f"tier-{tier}.md").read_text(encoding="utf-8"))
    assert {step.section for step in found} == set(runbooks.SECTIONS)
    for step in found:
        assert shlex.split(step.command)[:3] in (
            ["python", "-m", "advisor"],
            *([["pulumi", *shlex.split(step.command)[1:3]]]),
        )


@pytest.mark.parametrize("tier", TIERS)
def test_each_variable_is_explained_in_the_head(tier: int) -> None:
    text = (ROOT / runbooks.FOLDER / f"tier-{tier}.md").read_text(encoding="utf-8")
    head = text.split("\n## ")[0]
    used = {name for step in steps(text) for name in runbooks.VARIABLES if f"${name}" in step.command}
    assert all(f"`{name}`" in head for name in used)


BOOK = "\n".join(f"## {name}\n\n```sh\necho {name}\n```\n" for name in runbooks.SECTIONS)


def test_commands_are_found_in_order_and_may_go_on_in_the_next_line() -> None:
    text = BOOK.replace("echo Do", "# why\necho Do \\\n  $STACK").replace("# why\n", "")
    assert steps(text)[2] == Step("Do", "echo Do   $STACK")
    assert [step.section for step in steps(BOOK)] == list(runbooks.SECTIONS)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("## Verify", "## Look", "sections"),
        ("## Detect", "## Do", "sections"),
        ("```sh\necho Do", "```\necho Do", "language"),
        ("echo Do", "echo $HOME", "HOME"),
    ],
)
def test_a_runbook_that_cannot_be_followed_is_refused(before: str, after: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        steps(BOOK.replace(before, after))


def test_a_command_gets_what_the_runbook_leaves_open(tmp_path: Path) -> None:
    done = run(Step("Do", 'echo "$STACK"; exit 3'), tmp_path, {"STACK": "drill", "PATH": "/usr/bin:/bin"})
    assert (done.code, done.output) == (3, "drill\n")
    assert run(Step("Do", "echo $STACK"), tmp_path, {"PATH": "/usr/bin:/bin"}).code != 0
