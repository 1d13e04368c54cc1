"""Which recovery objectives a stack meets, computed from its settings, and what to change when it is too few.

An objective is met by the worst case. The expected case is what a drill should measure. The longest path decides: which
way a Region fails is not for us to choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from domain.resilience.recovery_paths import Part, Path, recovery_paths
from domain.resilience.recovery_plan import RecoveryPlan
from domain.resilience.tiers import TIERS, DrTier, tier_of

ARTIFACT_BOUND_S: Final = 900.0
"""S3 replicates 99.99 % of objects within 15 minutes under Replication Time Control, and says when one is later:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html"""


@dataclass(frozen=True)
class DataLoss:
    """What is lost of one kind of data when the primary goes and does not come back.

    Attributes:
        kind: The kind.
        seconds: How far back the loss reaches; ``None`` when nothing bounds it.
        promised: A tier speaks of it.
        source: Why.
    """

    kind: str
    seconds: float | None
    promised: bool
    source: str


@dataclass(frozen=True)
class Objectives:
    """What a stack meets.

    Attributes:
        declared: The tier that it declares.
        paths: Each way back, with its parts.
        data: Each kind of data.
        meets: Number of the strictest tier whose figures it meets; ``None`` when it is none.
        findings: What keeps it from its declared tier, and what to change; empty when it meets it.
        warnings: What may go wrong without a loss, and what to change.
    """

    declared: DrTier
    paths: tuple[Path, ...]
    data: tuple[DataLoss, ...]
    meets: int | None
    findings: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def longest(self) -> Path:
        """The path that decides."""
        return max(self.paths, key=lambda path: path.worst_s)

    @property
    def dominated_by(self) -> Part:
        """The longest step of the path that decides."""
        return max(self.longest.parts, key=lambda part: part.worst_s)

    @property
    def rto_s(self) -> float:
        """Recovery time at worst, in seconds."""
        return self.longest.worst_s

    @property
    def rto_expected_s(self) -> float:
        """Recovery time that is to be expected, by the path for which that is longest."""
        return max(path.expected_s for path in self.paths)

    @property
    def rpo_s(self) -> float | None:
        """Recovery point of accepted work and its results."""
        return self.data[0].seconds

    @property
    def artifact_rpo_s(self) -> float | None:
        """Recovery point of artifacts; ``None`` when nothing bounds it."""
        return next(one.seconds for one in self.data if one.kind == ARTIFACTS)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every step of every path."""
        return tuple(part for path in self.paths for part in path.parts)

    @property
    def holds(self) -> bool:
        """It meets the tier that it declares."""
        return not self.findings

    def path(self, name: str) -> Path:
        """Return a path.

        Raises:
            ValueError: The stack has none of that name.
        """
        for path in self.paths:
            if path.name == name:
                return path
        raise ValueError(f"path = {name!r} is not accepted: {', '.join(one.name for one in self.paths)}")


WORK_DATA: Final = "accepted work and results"
TOKENS: Final = "task tokens"
ARTIFACTS: Final = "models and artifacts"
OTHERS: Final = "other tables, files and queues"


def objectives(plan: RecoveryPlan) -> Objectives:
    """Compute what a stack meets."""
    declared, paths, data = tier_of(plan.tier), recovery_paths(plan), _data(plan)
    meets = next((number for number, tier in sorted(TIERS.items()) if not any(_lacks(tier, paths, data))), None)
    findings = tuple(_lacks(declared, paths, data))
    return Objectives(declared, paths, data, meets, findings, tuple(_warnings(plan)))


def _warnings(plan: RecoveryPlan) -> Iterator[str]:
    """A lease that a late schedule lets run out moves without anybody being ill."""
    lease_s, look_s, late_s = plan.rules.lease_ms / 1000, plan.rules.look_ms / 1000, plan.schedule_jitter_s
    if lease_s <= look_s + late_s:
        yield (
            f"the lease of {lease_s:g} s is not longer than a look ({look_s:g} s) and the precision of the schedule "
            f"({late_s:g} s) together: a schedule that comes late lets it run out, and the other Region takes over "
            f"without a loss; make it longer than {look_s + late_s:g} s"
        )


def _data(plan: RecoveryPlan) -> tuple[DataLoss, ...]:
    bounded = ARTIFACT_BOUND_S if plan.artifacts_bounded else None
    control = (
        "S3 Replication Time Control"
        if plan.artifacts_bounded
        else "S3 gives no bound without Replication Time Control"
    )
    return (
        DataLoss(
            WORK_DATA, 0.0, True, "the ledger answers only once another Region has the write, or lies in a third one"
        ),
        DataLoss(
            TOKENS, 0.0, True, "a token is never used in another Region: its work is started again from the ledger"
        ),
        DataLoss(ARTIFACTS, bounded, True, control),
        DataLoss(OTHERS, None, False, "stays in the primary; no tier covers it"),
    )


def _lacks(tier: DrTier, paths: tuple[Path, ...], data: tuple[DataLoss, ...]) -> Iterator[str]:
    """What a tier's figures ask for and the stack has not, each with what to change."""
    for path in paths:
        if path.worst_s > tier.rto_s:
            yield _too_long(path, tier)
    for one in data:
        bound = tier.artifact_rpo_s if one.kind == ARTIFACTS else tier.rpo_s
        allowed = f"tier {tier.number} allows {bound:,.0f} s; {one.source}"
        if one.promised and one.seconds is None:
            yield f"{one.kind}: nothing bounds what may be lost, {allowed}: turn it on"
        elif one.promised and one.seconds is not None and one.seconds > bound:
            yield f"{one.kind}: {one.seconds:,.0f} s may be lost, {allowed}"


def _too_long(path: Path, tier: DrTier) -> str:
    longest = sorted((part for part in path.parts if part.change), key=lambda part: -part.worst_s)[:2]
    advice = "; ".join(f"{part.name} takes {part.worst_s:,.0f} s: {part.change}" for part in longest)
    return (
        f"path {path.name} takes {path.worst_s:,.0f} s at worst, {path.worst_s - tier.rto_s:,.0f} s more than the "
        f"{tier.rto_s:,.0f} s of tier {tier.number}; {advice}"
    )
