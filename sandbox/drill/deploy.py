"""Deploys the drill's stack to a sandbox of its own, and takes it away again."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox import lifecycle
from sandbox.demo import data, model
from sandbox.demo.stack import SandboxStack
from sandbox.drill import stack_file
from sandbox.drill.site import Site
from sandbox.project_copy import ROOT, project_copy

BUILD = ROOT / "build" / "drill"
OUTPUTS = BUILD / "outputs.json"
PROJECT = BUILD / "project"
OPTIONS = {"lambda_concurrency": 16, "cold_start_s": 1.0}


class Deployed:
    """A deployed stack.

    Attributes:
        running: Its AWS.
        site: The two Regions.
        stack: Pulumi's handle.
    """

    def __init__(self, running: lifecycle.RunningSandbox, stack: SandboxStack, site: Site) -> None:
        self.running, self.stack, self.site = running, stack, site

    def read_again(self) -> Site:
        """The two Regions after the stack was changed from outside."""
        outputs = self.stack.outputs()
        OUTPUTS.write_text(json.dumps(outputs, indent=2), encoding="utf-8")
        return Site(outputs, lifecycle.environment(self.running))

    def variables(self) -> dict[str, str]:
        """The environment in which a runbook's commands are run: its placeholders, and the way to this AWS."""
        paths = os.pathsep.join((str(ROOT / ".venv" / "bin"), os.environ.get("PATH", "")))
        return {
            **os.environ,
            **lifecycle.environment(self.running),
            "PATH": paths,
            "STACK": stack_file.STACK,
            "WHERE": f"--outputs {OUTPUTS}",
            "PROJECT": str(PROJECT),
            "AGREED": "--yes",
            "PRIMARY": self.site.primary,
            "SECONDARY": self.site.secondary,
        }


@contextmanager
def deployed(tier: int, say: Callable[[str], None]) -> Iterator[Deployed]:
    """The drill's stack, for a while.

    Args:
        tier: What it declares.
        say: Told each line of the engine.

    Raises:
        StackError: The pack or the provider refused something.
    """
    model.ensure_archive(data.load(), ROOT)
    directory = BUILD / "sandbox"
    lifecycle.stop(directory)
    shutil.rmtree(directory / "pulumi", ignore_errors=True)
    running = lifecycle.start(directory, OPTIONS)
    try:
        environment = lifecycle.environment(running)
        stack_file.write(project_copy(PROJECT), tier)
        stack = SandboxStack(PROJECT, environment, say, stack_file.STACK)
        outputs = stack.up()
        OUTPUTS.write_text(json.dumps(outputs, indent=2), encoding="utf-8")
        yield Deployed(running, stack, Site(outputs, environment))
    finally:
        running.stop()


def canary_body(project: Path = ROOT) -> bytes:
    """What the callers have predicted."""
    return (project / stack_file.CANARY_FILE).read_bytes()
