"""Steps of a scaling policy on a latency: people say milliseconds above a threshold, the alarm counts microseconds.

``ModelLatency`` is in microseconds (https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html), and a
step's bounds are distances from the alarm's threshold in the metric's unit: 500 ms above it are 500,000
(https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from domain.checks import refuse, whole_number

MICROSECONDS: Final = 1000
"""In a millisecond."""
MOST_STEPS: Final = 20
"""https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html"""


@dataclass(frozen=True)
class LatencyStep:
    """From where on how much is added.

    Attributes:
        above_ms: Milliseconds above the threshold, 0 or more.
        add: Instances, copies or warm calls, 1 or more.
    """

    above_ms: int
    add: int


@dataclass(frozen=True)
class StepBounds:
    """A step as Application Auto Scaling takes it.

    Attributes:
        lower: How far above the threshold it begins, in the alarm's unit; included.
        upper: How far above it ends; none for the last, which is open.
        add: How much is added.
    """

    lower: int
    upper: int | None
    add: int


def step_bounds(steps: Sequence[LatencyStep]) -> tuple[StepBounds, ...]:
    """Steps in MICROSECONDS without a gap or an overlap, the last one open.

    Raises:
        ValueError: None or more than 20; the first does not begin at the threshold, one does not begin after the one
            before, or does not add more than it.
    """
    if not 1 <= len(steps) <= MOST_STEPS:
        refuse("steps", len(steps), f"1 to {MOST_STEPS} steps")
    for number, step in enumerate(steps):
        whole_number(f"steps[{number}].above_ms", step.above_ms, 0)
        whole_number(f"steps[{number}].add", step.add, 1)
    if steps[0].above_ms:
        refuse(
            "steps[0].above_ms", steps[0].above_ms, "0, the threshold itself: below the first step nothing would act"
        )
    for number, (before, step) in enumerate(pairwise(steps), start=1):
        if step.above_ms <= before.above_ms:
            refuse(
                f"steps[{number}].above_ms", step.above_ms, f"more than {before.above_ms}, where the one before begins"
            )
        if step.add <= before.add:
            refuse(f"steps[{number}].add", step.add, f"more than {before.add}: a larger breach adds more")
    starts = [step.above_ms * MICROSECONDS for step in steps]
    ends: list[int | None] = [*starts[1:], None]
    return tuple(StepBounds(low, high, step.add) for low, high, step in zip(starts, ends, steps, strict=True))
