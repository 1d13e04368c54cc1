"""Walks through a runbook beside the scenarios: every command in it is run, where it belongs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from domain.resilience import Lease, LeaseMode
from sandbox.drill.runbooks import FOLDER, Ran, Step, run, steps
from sandbox.drill.watch import LeaseWatch

MOVE_LIMIT_S = 60.0
AGAIN_S = 1.0


class Walk:
    """A runbook that is followed.

    Args:
        root: The checkout.
        tier: Whose runbook.
        variables: The environment of its commands.
        say: Told each command.
    """

    def __init__(self, root: Path, tier: int, variables: Mapping[str, str], say: Callable[[str], None]) -> None:
        self._root, self._variables, self._say = root, variables, say
        self._steps = steps((root / FOLDER / f"tier-{tier}.md").read_text(encoding="utf-8"))
        self.ran: list[Ran] = []

    def follow(self, *sections: str) -> None:
        """Runs the commands of sections, in order."""
        for step in self._steps:
            if step.section in sections:
                self._run(step)

    def forgive(self) -> None:
        """Takes the last command as done, whatever its exit code: it was to find something out."""
        self.ran[-1] = replace(self.ran[-1], code=0)

    def move(self, section: str, to: str, watch: LeaseWatch) -> float:
        """Runs the commands of a section that moves the lease; seconds from the order until it is there.

        An order that is refused is given again, as the runbook says: the Region may not have been heard of yet.

        Raises:
            TimeoutError: The lease did not move.
        """
        ordered_s = time.monotonic()
        took_s = 0.0
        for step in self._steps:
            if step.section != section:
                continue
            ordered_s = time.monotonic()
            limit = ordered_s + MOVE_LIMIT_S
            while self._run(step, SECONDARY=to).code and time.monotonic() < limit:
                self.ran.pop()
                time.sleep(AGAIN_S)
                ordered_s = time.monotonic()
            if "fail-" in step.command:
                watch.wait(lambda lease: _holds(lease, to), MOVE_LIMIT_S)
                took_s = time.monotonic() - ordered_s
        return took_s

    def _run(self, step: Step, **variables: str) -> Ran:
        self._say(f"runbook, {step.section}: {step.command}")
        self.ran.append(run(step, self._root, {**self._variables, **variables}))
        return self.ran[-1]


def _holds(lease: Lease, region: str) -> bool:
    return lease.holder == region and lease.mode is LeaseMode.HELD
