"""Parts of a router whose world a test holds: patterns that do what they are told, and a clock that only they move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from domain.switching.retry_budget import RetryBudget
from lambdas.patterns.callers import Answer, Call
from lambdas.patterns.outcomes import Outcome, failure
from lambdas.patterns.served import Cost, Kind, ServedPattern
from lambdas.route_request.attempts import Attempts, Timing

Result = TypeVar("Result")
NAMES = ("bedrock_on_demand", "sagemaker_realtime", "lambda_on_demand")
CALL = Call("request-1", b"body", "text/plain")


def served(name: str, timeout_ms: int = 1000, **more: Any) -> ServedPattern:
    return ServedPattern(
        pattern=name,
        kind=Kind.ENDPOINT,
        endpoint=name,
        timeout_ms=timeout_ms,
        **{"content_types": frozenset(), "max_bytes": 1000, "cost": Cost(per_request=0.5), **more},
    )


@dataclass
class Does:
    """What a pattern does next, and how long that takes; without a plan it answers."""

    outcome: Outcome = Outcome.ANSWERED
    seconds: float = 0.01


@dataclass
class World:
    """Everything around the loop. `does` is played in order by each pattern; the last one goes on for ever."""

    does: dict[str, list[Does]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    now: float = 100.0
    asked: list[tuple[str, float, float]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    measured: list[tuple[str, Outcome, float, float | None]] = field(default_factory=list)
    requests: list[tuple[bool, bool]] = field(default_factory=list)
    insisted: list[str] = field(default_factory=list)
    chance: float = 1.0
    alone: bool = False
    budget: RetryBudget = field(default_factory=lambda: RetryBudget(0.1, 0.0))

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    def call(self, pattern: str, work: Callable[[], Result]) -> Result:
        if pattern in self.open:
            raise failure(Outcome.CIRCUIT_OPEN, "CircuitOpen", "open")
        return work()

    def insist(self, pattern: str, work: Callable[[], Result]) -> Result:
        self.insisted.append(pattern)
        found = work()
        self.open.discard(pattern)
        return found

    def attempted(self, pattern: str, outcome: Outcome, latency_ms: float, cost_usd: float | None) -> None:
        self.measured.append((pattern, outcome, latency_ms, cost_usd))

    def done(self, *, failed: bool, fell_back: bool) -> None:
        self.requests.append((failed, fell_back))

    def caller(self, name: str) -> Callable[[Call, float], Answer]:
        def ask(_call: Call, timeout_s: float) -> Answer:
            self.asked.append((name, self.now, timeout_s))
            plans = self.does.get(name, [])
            does = (plans.pop(0) if len(plans) > 1 else plans[0]) if plans else Does()
            late = does.seconds > timeout_s
            self.now += min(does.seconds, timeout_s)
            if late:
                raise failure(Outcome.TIMEOUT, "Timeout", "late")
            if does.outcome is not Outcome.ANSWERED:
                raise failure(does.outcome, does.outcome.value.title(), f"{name} says no")
            return Answer(b'{"by": "%s"}' % name.encode(), "application/json")

        return ask

    def leave_alone(self, _what: str, _error: Exception) -> None:
        self.alone = True

    def attempts(self, patterns: list[ServedPattern] | None = None) -> Attempts:
        there = patterns or [served(name) for name in NAMES]
        return Attempts(
            patterns={each.pattern: each for each in there},
            callers={each.pattern: self.caller(each.pattern) for each in there},
            circuits=self,
            budget=self.budget,
            meter=self,
            timing=Timing(self.clock, self.sleep, lambda: self.chance),
        )
