"""The numbers of a retrier are ones that Step Functions accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.states_language import MACHINE, plain, states
from guardrails.demands import if_set, within
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

MOST: Final = 99999999
RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "IntervalSeconds": (1, MOST),
    "MaxAttempts": (0, MOST),
    "BackoffRate": (1, MOST),
    "MaxDelaySeconds": (1, 31622399),
}

RULE = Rule(
    id="sfn-retry-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(MACHINE,),
    summary="A retrier names errors, and its interval, attempts, rate and longest delay are within the limits.",
    cause="Step Functions rejects the definition.",
    remedy="set the value within its limits; MaxDelaySeconds is above IntervalSeconds",
    url="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """An interval that is not set is 1 s."""
    for state in states(resource):
        for retrier in state.retriers:
            if retrier.complete and not retrier.names:
                yield violation(retrier.node["ErrorEquals"], "names no error")
            for name, (low, high) in RANGES.items():
                yield from within(plain(retrier.node[name]), low, high)
            yield from if_set(retrier.node["JitterStrategy"], "FULL", "NONE")
            yield from _delay(retrier.node)


def _delay(retrier: Props) -> Iterator[Finding]:
    given, most = retrier["IntervalSeconds"], plain(retrier["MaxDelaySeconds"]).number()
    interval = 1 if given.missing else plain(given).number()
    if most is not None and interval is not None and interval >= most >= 1:
        yield violation(retrier["MaxDelaySeconds"], f"is {most:g}, not above the interval of {interval:g} s")
