"""`python -m sandbox.drill`: deploys two Regions, breaks them in every way, and says what that cost."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from domain.resilience.recovery_plan import RESTORED_TIER
from sandbox.demo.stack import StackError
from sandbox.drill import guard, report, stack_file
from sandbox.drill.deploy import BUILD, Deployed, canary_body, deployed
from sandbox.drill.plan import computed, rules_of
from sandbox.drill.play import Stage
from sandbox.drill.played import Begun, Played
from sandbox.drill.restore import play_restore
from sandbox.drill.scenarios import Scenario, chosen, scenarios
from sandbox.drill.walk import Walk
from sandbox.drill.watch import LeaseWatch
from sandbox.project_copy import ROOT

REPORT = BUILD / "report.json"

AGAIN = 100
"""Number of the first scenario that is played again; there are fewer of the others."""
WIDTH = 160
"""Of what is no terminal: a log, where the table must not be cut to 80 columns."""

console = Console() if sys.stdout.isatty() else Console(width=WIDTH)


def _say(text: str) -> None:
    console.print(f"[dim]{time.strftime('%H:%M:%S')}[/dim] {text[:160]}", highlight=False)


class Drill:
    """A drill of a deployed stack."""

    def __init__(self, stack: Deployed, tier: int) -> None:
        self._stack, self._tier = stack, tier
        self.walk = Walk(ROOT, tier, stack.variables(), _say)
        self.played: list[Played] = []

    def play(self, works: int, only: str | None = None) -> None:
        """Plays every scenario, or those whose name holds `only`; the runbook's commands come where they belong."""
        site = self._stack.site
        with LeaseWatch((lambda: site.lease(site.secondary), lambda: site.lease(site.primary))) as watch:
            stage = Stage(
                site=site,
                sandbox=self._stack.running.client,
                watch=watch,
                rules=rules_of(stack_file.settings(self._tier)),
                objectives=computed(stack_file.settings(self._tier)),
                body=canary_body(),
                content_type=stack_file.CONTENT_TYPE,
                run=f"drill/{int(time.time())}",
                say=_say,
            )
            if self._tier == RESTORED_TIER:
                self.played.append(play_restore(stage, self.walk, max(1, works // 10), self._stack.read_again))
                return
            first, *others = chosen(works, only)
            self._first(stage, first, follow=only is None)
            # What is left of a small one is done while the next one begins.
            begun = [stage.begin(one, at) for at, one in enumerate(others, start=1)]
            if begun:
                self._finish(stage, *begun)
            self.measure_again(stage)
            if only is None:
                to = site.secondary if stage.settle().holder == site.primary else site.primary
                self.walk.move("Do", to, watch)

    def _first(self, stage: Stage, scenario: Scenario, *, follow: bool) -> None:
        """The scenario during which people follow the runbook, and the way back."""
        begun = stage.begin(scenario, 0)
        if not follow:
            self._finish(stage, begun)
            return
        self.walk.follow("Detect", "Decide", "Verify")
        self._finish(stage, begun)
        back_s = self.walk.move("Return", stage.site.primary, stage.watch)
        self.played[-1] = replace(self.played[-1], return_s=back_s)

    def measure_again(self, stage: Stage) -> None:
        """Plays what was sound, and only too fast or too slow, once more; both times are reported."""
        for at, one in enumerate(tuple(self.played)):
            if report.sound(one) and not report.timely(one):
                _say(f"{one.scenario.name}: {one.moves.recovery_s} s instead of {one.computed_s} s; measured once more")
                self.played[at] = replace(one, repeated=True)
                again = replace(one.scenario, name=f"{one.scenario.name}, again")
                self._finish(stage, stage.begin(again, AGAIN + at))

    def _finish(self, stage: Stage, *begun: Begun) -> None:
        for played in stage.finish(*begun):
            self.played.append(played)
            _say(f"[bold]{played.scenario.name}[/bold] {'holds' if report.holds(played) else 'DOES NOT HOLD'}")


@contextmanager
def _stopping() -> Iterator[None]:
    """An interrupt ends the server too."""

    def leave(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def main(
    *,
    works: Annotated[
        int, typer.Option(min=10, max=10_000, help="pieces of work in flight when a Region is lost")
    ] = 1000,
    only: Annotated[str | None, typer.Option(help="scenarios whose name holds this text")] = None,
    tier: Annotated[int, typer.Option(min=1, max=3, help="what the stack declares; 3 drills the restore")] = 1,
    stack: Annotated[
        str, typer.Option(help="the stack; any other than `drill` is one that is deployed")
    ] = stack_file.STACK,
    yes_prod: Annotated[bool, typer.Option("--yes-prod", help="drill a stack that is called production")] = False,
) -> None:
    """The failover drill; exit code 1 when something was lost or doubled, or took other than what is computed."""
    begun = time.monotonic()
    try:
        guard.check_stack(stack, yes_prod=yes_prod)
        guard.check_faults(stack)
        guard.check_only(only, [one.name for one in scenarios(works)])
    except guard.DrillRefusedError as error:
        console.print(f"[red]drill refused:[/red] {error}", highlight=False)
        sys.exit(2)
    problem, drill = "", None
    try:
        with _stopping(), deployed(tier, lambda _line: None) as found:
            _say(f"deployed in {time.monotonic() - begun:.0f} s")
            drill = Drill(found, tier)
            drill.play(works, only)
    except (StackError, TimeoutError) as error:
        problem = f"{type(error).__name__}: {error}"
        console.print(f"[red]the drill did not come to its end:[/red]\n{problem}", highlight=False)
    if drill is None:
        sys.exit(1)
    result = report.document(drill.played, drill.walk.ran, time.monotonic() - begun, problem)
    REPORT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    report.show(result, console)
    sys.exit(0 if result["passed"] else 1)


if __name__ == "__main__":
    typer.run(main)
