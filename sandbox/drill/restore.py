"""Tier 3: nothing runs in the other Region, so its functions are restored while the primary is gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from sandbox.demo.stack import StackError
from sandbox.drill.callers import LIMITS, PATIENT, Request
from sandbox.drill.measures import caller_figures, moves
from sandbox.drill.play import DONE_LIMIT_S, Stage, until
from sandbox.drill.played import Played
from sandbox.drill.scenarios import Scenario
from sandbox.drill.site import Site
from sandbox.drill.walk import Walk
from sandbox.drill.watch import Seen

SCENARIO = Scenario("region down, restore", {"kind": "region_down"})


def play_restore(stage: Stage, walk: Walk, works: int, outputs: Callable[[], Site]) -> Played:
    """Loses the primary, follows the runbook of tier 3, and comes back.

    The computed time of a restore is mostly people and an update on AWS, so the measured one is not held against it.

    Args:
        stage: What a scenario needs; its watch reads the other Region's replica.
        walk: The runbook.
        works: Pieces of work in flight.
        outputs: Reads the stack's outputs again: after the restore they name functions in both Regions.

    Raises:
        StackError: The deployment that restores ended with an error.
        TimeoutError: The lease did not move.
    """
    problems: list[str] = []
    home, away = stage.site.regions
    lease = stage.settle()
    callers, prefix = stage.callers(home, away, PATIENT), f"{stage.run}/restore"
    keys = [f"{prefix}/{at:04d}" for at in range(works)]
    stage.say(f"accept {works} pieces of work in {home}")
    callers.submit_all(keys)
    before, fault_s = Seen(time.time(), stage.watch.last() or lease), time.time()
    with stage.fault(SCENARIO, home):
        in_flight = stage.open_count(away, prefix)
        walk.follow("Detect")
        walk.forgive()  # the primary does not answer: that is what the section is to find out
        walk.follow("Decide", "Do")
        if walk.ran[-1].code:
            raise StackError(f"{walk.ran[-1].step.command} ended with {walk.ran[-1].code}:\n{walk.ran[-1].output}")
        stage.site = outputs()
        stage.site.start_keeper(away)
        stage.watch.wait(lambda one: one.holder == away, DONE_LIMIT_S)
        if not until(lambda: not stage.site.any_open(away), DONE_LIMIT_S):
            problems.append("not every piece of work has a result")
    stage.say("the Region is back")
    stage.settle()
    walk.follow("Verify")
    played = _measured(stage, callers.requests, prefix, before, fault_s)
    played = replace(played, in_flight=in_flight, problem="; ".join(problems))
    return replace(played, return_s=walk.move("Return", home, stage.watch))


def _measured(stage: Stage, requests: list[Request], prefix: str, before: Seen, fault_s: float) -> Played:
    """The figures, without what only the play knows."""
    away = stage.site.secondary
    evidence = stage.evidence()
    found = evidence.works(away, prefix)
    return Played(
        scenario=SCENARIO,
        moves=moves(before, stage.watch.seen(fault_s), found, fault_s),
        callers=caller_figures(requests, away, LIMITS.attempt_s, (None, fault_s)),
        audit=evidence.audit(requests, prefix),
        in_flight=0,
        settled_s=max((work.at_ms / 1000 for work in found), default=fault_s) - fault_s,
        computed_s=None,
    )
