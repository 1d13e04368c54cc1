"""Plays one scenario: work in flight, a fault where the lease is, callers that go on; and measures it from outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from domain.resilience import Lease, LeaseMode, LeaseRules
from domain.resilience.objectives import Objectives
from lambdas.cross_region.composition import Limits, cross_region
from sandbox.client import SandboxClient
from sandbox.drill.callers import LIMITS, PATIENT, Callers, Trickle
from sandbox.drill.played import Begun, Evidence, Played, measured
from sandbox.drill.scenarios import FLAP_S, Scenario
from sandbox.drill.site import Site
from sandbox.drill.watch import LeaseWatch, Seen

MOVE_LIMIT_S = 60.0
DONE_LIMIT_S = 180.0
POLL_S = 0.5
NOWHERE = "arn:aws:lambda:nowhere:000000000000:function:none:live"
"""A Region without functions is asked in vain."""


@dataclass
class Stage:
    """What every scenario needs.

    Attributes:
        site: The deployed stack.
        sandbox: Where faults are put in.
        watch: The lease, from outside.
        rules: Of the lease.
        objectives: The stack's computed times.
        body: What is predicted.
        content_type: Its type.
        run: How the keys of this run begin: another run on the same stack has others.
        say: Told what happens.
    """

    site: Site
    sandbox: SandboxClient
    watch: LeaseWatch
    rules: LeaseRules
    objectives: Objectives
    body: bytes
    content_type: str
    run: str
    say: Callable[[str], None]

    def begin(self, scenario: Scenario, number: int) -> Begun:
        """Plays a scenario in the Region that holds the lease, until the Region is back.

        Args:
            scenario: Which.
            number: Of it in this run.
        """
        home = self.settle().holder
        away = next(region for region in self.site.regions if region != home)
        loaders, callers, problems = self.callers(home, away, PATIENT), self.callers(home, away, LIMITS), list[str]()
        prefix = f"{self.run}/{number}"
        keys = tuple(f"{prefix}/{at:04d}" for at in range(scenario.works))
        self.say(f"accept {len(keys)} pieces of work in {home}")
        if scenario.held:
            self.site.feed(home, flows=False)
        loaders.submit_all(keys)
        with Trickle(callers, lambda at: f"{prefix}/later/{at:04d}"):
            before = self._mid_look(home) if scenario.path else Seen(time.time(), self.settle())
            fault_s = time.time()
            with self.fault(scenario, home) as flip:
                in_flight = self.open_count(away, prefix)
                self._await_move(scenario, before.lease, away, problems)
                self._last(scenario, fault_s, flip)
            ended_s = time.time()
            self.say("the Region is back")
        if scenario.held:
            # Its function meets what was started here and is no longer its own to do.
            self.site.feed(home, flows=True)
        self.wake(home)
        moved = tuple(one for one in self.watch.seen(fault_s) if one.at_s <= ended_s)
        return Begun(
            scenario, prefix, keys, away, before, fault_s, ended_s, in_flight, moved, callers, loaders, problems
        )

    def finish(self, *begun: Begun) -> list[Played]:
        """Waits until every piece of work has its result, and measures scenarios that are over."""
        self.say("wait for every result")
        done = until(lambda: not self.site.any_open(begun[0].away), DONE_LIMIT_S)
        problems = () if done else ("not every piece of work has a result",)
        evidence = self.evidence()
        return [measured(one, evidence, self.objectives, problems) for one in begun]

    def evidence(self) -> Evidence:
        """What both Regions say, once for all scenarios that are over."""
        regions = self.site.regions
        return Evidence(
            {region: self.site.works(region) for region in regions},
            {region: self.site.executions(region) for region in regions},
        )

    def settle(self) -> Lease:
        """Waits until a Region holds the lease, with the other one looking, and returns it."""
        for region in self.site.regions:
            if self.site.keeper(region):
                self.wake(region)
        return self.watch.wait(lambda lease: lease.mode is LeaseMode.HELD and lease.expires_at_ms / 1000 > time.time(),
                               MOVE_LIMIT_S)  # fmt: skip

    def wake(self, region: str) -> None:
        """Starts a keeper that is not looking: its schedule's next minute is too far away for a drill.

        A Region that was gone for a whole minute's beginning has none until the next one, on AWS too.
        """
        beat = self.site.heartbeat_ms(region)
        if time.time() * 1000 - beat > self.rules.look_ms * 1.5:
            self.site.start_keeper(region)

    def _mid_look(self, home: str) -> Seen:
        """Waits for the middle between two renewals: computed times are those of a fault at an average moment."""
        lease = self.watch.last()
        version = lease.version if lease else 0
        held = self.watch.wait(
            lambda one: one.version > version and one.holder == home and one.mode is LeaseMode.HELD, MOVE_LIMIT_S
        )
        time.sleep(
            max(0.0, held.expires_at_ms / 1000 - (self.rules.lease_ms - self.rules.look_ms / 2) / 1000 - time.time())
        )
        return Seen(time.time(), self.watch.last() or held)

    @contextmanager
    def fault(self, scenario: Scenario, region: str) -> Iterator[Callable[[bool], None]]:
        """The fault, for a while; what is yielded takes it away and puts it in again."""
        fault: dict[str, Any] = {**scenario.fault, "region": region}

        def flip(down: bool) -> None:
            self.say(f"{scenario.name}: {region} is {'hit' if down else 'back'}")
            if down:
                self.sandbox.add_fault(**fault)
            else:
                self.sandbox.clear_faults()

        flip(True)
        try:
            yield flip
        finally:
            self.sandbox.clear_faults()

    def _await_move(self, scenario: Scenario, before: Lease, away: str, problems: list[str]) -> None:
        """Waits until the other Region holds the lease and has done something, when that is to be expected."""
        if not scenario.path:
            return
        try:
            taken = self.watch.wait(lambda one: one.epoch > before.epoch, MOVE_LIMIT_S)
        except TimeoutError as error:
            problems.append(str(error))
            return
        self.say(f"{taken.holder} holds epoch {taken.epoch}")

        def worked() -> bool:
            return self.site.any_done_since(away, before.epoch, taken.since_ms, int(time.time() * 1000))

        if not until(worked, MOVE_LIMIT_S):
            problems.append("the other Region did no work")

    def _last(self, scenario: Scenario, fault_s: float, flip: Callable[[bool], None]) -> None:
        """Lets a scenario last as long as it says; one that flaps comes and goes meanwhile."""
        down = True
        for turn in range(1, int(scenario.lasts_s / FLAP_S) if scenario.flaps else 0):
            time.sleep(max(0.0, fault_s + turn * FLAP_S - time.time()))
            down = not down
            flip(down)
        time.sleep(max(0.0, fault_s + scenario.lasts_s - time.time()))

    def open_count(self, region: str, prefix: str) -> int:
        """Pieces of work of one scenario without a result."""
        return sum(key.startswith(f"{prefix}/") for key in self.site.open_keys(region))

    def callers(self, home: str, away: str, limits: Limits) -> Callers:
        """Callers who are near to the Region that holds the lease."""
        names = self.site.outputs["acceptWorkFunctions"]
        resources = {region: {"accept_work": _name(names.get(region, NOWHERE))} for region in (home, away)}
        client = cross_region(home, away, resources, limits=limits, clients=self.site.client)
        return Callers(client, self.body, self.content_type)


def until(holds: Callable[[], bool], limit_s: float) -> bool:
    """Waits until something holds; False when it did not in time."""
    limit = time.monotonic() + limit_s
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(POLL_S)
    return False


def _name(arn: str) -> str:
    """The function's name of an alias's ARN: arn:aws:lambda:<region>:<account>:function:<name>:<alias>."""
    return arn.split(":")[6]
