"""Where the time of one request goes, and which stage breaks the target."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.checks import finite_number, refuse, text

INFERENCE: Final = "inference"


@dataclass(frozen=True)
class Stage:
    """One part of a request's way, in its order.

    Attributes:
        name: What it is, such as ``auth``.
        ms: Milliseconds that it takes, at least 0. Sum percentiles of one kind: a p99 of each is an upper bound.
    """

    name: str
    ms: float

    def __post_init__(self) -> None:
        text("stage.name", self.name)
        finite_number(f"stage {self.name}", self.ms, 0)


@dataclass(frozen=True)
class LatencyBudget:
    """A request against its target.

    Attributes:
        total_ms: All stages together.
        target_ms: What is wanted.
        breaks_at: The first stage whose end lies past the target; ``None`` when all fits.
        left_for_inference_ms: What the other stages leave of the target; below 0 no model is fast enough. Without a
            stage for inference it is what is left after all.
        stages: As given.
    """

    total_ms: float
    target_ms: float
    breaks_at: str | None
    left_for_inference_ms: float
    stages: tuple[Stage, ...]

    @property
    def fits(self) -> bool:
        """Whether the request is done within the target."""
        return self.breaks_at is None


def budget(stages: Sequence[Stage], target_ms: float = 3000.0, inference: str = INFERENCE) -> LatencyBudget:
    """Add the stages up.

    Args:
        stages: In the order of the request, at least one, no name twice.
        target_ms: Milliseconds for the whole way, above 0.
        inference: Name of the stage that is the model's.

    Raises:
        ValueError: There is no stage, a name comes twice, or the target is not above 0.
    """
    finite_number("target_ms", target_ms, 0, above=True)
    names = [stage.name for stage in stages]
    if not names or len(set(names)) != len(names):
        refuse("stages", names, "at least one stage, each with a name of its own")
    ends = [math.fsum(stage.ms for stage in stages[: number + 1]) for number in range(len(stages))]
    others = math.fsum(stage.ms for stage in stages if stage.name != inference)
    breaks = next((name for name, end in zip(names, ends, strict=True) if end > target_ms), None)
    return LatencyBudget(ends[-1], target_ms, breaks, target_ms - others, tuple(stages))
