"""What a month of one pattern uses, and what that costs: each line with its price, each missing price with its reason.

What is not priced is never 0: the total is ``None`` then. Not in it: free tiers, Savings Plans, logs, the volume of an
endpoint, traffic between Regions.
"""

import math
from dataclasses import dataclass
from typing import Final

from domain.advice.charges import CHARGES, Part
from domain.checks import finite_number, refuse, text, whole_number
from domain.patterns import BEDROCK, Pattern
from domain.pricing import Price, Unpriced
from domain.serverless import MEMORY_SIZES_MB
from domain.serving.cost import Find
from domain.serving.options import ARCHITECTURES, LAMBDA_MEMORY_MB

COMMITMENTS: Final = (None, "OneMonth", "SixMonths")
"""https://docs.aws.amazon.com/bedrock/latest/APIReference/API_CreateProvisionedModelThroughput.html: ``None`` is the
parameter left out."""
_AMOUNTS: Final = (
    *("requests", "busy_seconds", "provisioned_gb_seconds", "provisioned_busy_seconds", "instance_hours"),
    *("tokens_in", "tokens_out", "unit_hours", "data_gb_in", "data_gb_out", "operations_hours", "engineer_hourly_usd"),
)


@dataclass(frozen=True)
class MonthlyUsage:
    """What one pattern uses in a month. Only the fields of its kind are read.

    Attributes:
        pattern: Which one.
        requests: Requests, at least 0.
        busy_seconds: Seconds of all requests together, at least 0 (Lambda, serverless).
        memory_mb: Memory of one environment in MB (Lambda, serverless).
        architecture: ``arm64`` or ``x86_64`` (Lambda).
        provisioned_gb_seconds: GB-seconds for which capacity is kept warm (Lambda, serverless).
        provisioned_busy_seconds: The part of ``busy_seconds`` that ran on such capacity, at its own price.
        instance_type: Such as ``ml.m5.large`` (real-time, asynchronous, components).
        instance_hours: Hours of all instances together.
        model_id: Bedrock's name of the model or of its inference profile.
        tokens_in: Tokens of all requests (Bedrock, on demand).
        tokens_out: Tokens of all answers.
        unit_hours: Hours of all model units together (Bedrock, provisioned).
        commitment: ``None``, ``OneMonth`` or ``SixMonths``.
        data_gb_in: GB of all requests (SageMaker).
        data_gb_out: GB of all answers.
        operations_hours: Hours of people.
        engineer_hourly_usd: What one of these costs.

    Raises:
        ValueError: A field is out of range.
    """

    pattern: Pattern
    requests: float
    busy_seconds: float = 0.0
    memory_mb: int = 0
    architecture: str = "arm64"
    provisioned_gb_seconds: float = 0.0
    provisioned_busy_seconds: float = 0.0
    instance_type: str = ""
    instance_hours: float = 0.0
    model_id: str = ""
    tokens_in: float = 0.0
    tokens_out: float = 0.0
    unit_hours: float = 0.0
    commitment: str | None = None
    data_gb_in: float = 0.0
    data_gb_out: float = 0.0
    operations_hours: float = 0.0
    engineer_hourly_usd: float = 0.0

    def __post_init__(self) -> None:
        for name in _AMOUNTS:
            finite_number(name, getattr(self, name), 0)
        if self.provisioned_busy_seconds > self.busy_seconds:
            refuse("provisioned_busy_seconds", self.provisioned_busy_seconds, "at most busy_seconds")
        if self.architecture not in ARCHITECTURES:
            refuse("architecture", self.architecture, f"one of {', '.join(ARCHITECTURES)}")
        if self.commitment not in COMMITMENTS:
            refuse("commitment", self.commitment, "None (no commitment), OneMonth or SixMonths")
        if self.busy_seconds or self.provisioned_gb_seconds:
            self._check_memory()
        if self.instance_hours:
            text("instance_type", self.instance_type)
        if self.pattern in BEDROCK and (self.tokens_in or self.tokens_out or self.unit_hours):
            text("model_id", self.model_id)

    def _check_memory(self) -> None:
        if self.pattern is Pattern.LAMBDA_ON_DEMAND:
            whole_number("memory_mb", self.memory_mb, *LAMBDA_MEMORY_MB)
        elif self.pattern is Pattern.SAGEMAKER_SERVERLESS and self.memory_mb not in MEMORY_SIZES_MB:
            refuse("memory_mb", self.memory_mb, f"one of {', '.join(map(str, MEMORY_SIZES_MB))}")


@dataclass(frozen=True)
class CostLine:
    """One thing that is paid for.

    Attributes:
        part: Which part of the cost it belongs to.
        what: For people.
        quantity: How much of it.
        unit: Of what.
        usd: Dollars of a month.
        price: The fact it stands on; ``None`` for the rate of one's own people, which is given.
    """

    part: Part
    what: str
    quantity: float
    unit: str
    usd: float
    price: Price | None


@dataclass(frozen=True)
class Costed:
    """The cost of a month.

    Attributes:
        lines: What could be priced.
        total_usd: Their sum; ``None`` when anything has no price.
        unpriced: What has none, and why.
    """

    lines: tuple[CostLine, ...]
    total_usd: float | None
    unpriced: tuple[Unpriced, ...]

    def part(self, part: Part | str) -> float:
        """Return the dollars of the priced lines of one part; complete only when ``total_usd`` is a number."""
        return math.fsum(line.usd for line in self.lines if line.part == Part(part))

    @property
    def prices(self) -> tuple[Price, ...]:
        """Every price that a line stands on, once."""
        return tuple(dict.fromkeys(line.price for line in self.lines if line.price is not None))


def cost_of(usage: MonthlyUsage, find: Find) -> Costed:
    """Price a month.

    Args:
        usage: What it uses; an amount of 0 asks for no price.
        find: Looks a price up by its item.
    """
    lines: list[CostLine] = []
    unpriced: list[Unpriced] = []
    for charge in CHARGES[usage.pattern](usage):
        if not charge.quantity:
            continue
        found = find(charge.item)
        if isinstance(found, Unpriced):
            unpriced.append(found)
        elif found.unit != charge.unit:
            reason = f"priced by {found.unit}, not by {charge.unit}"
            unpriced.append(Unpriced(charge.item, found.region, reason))
        else:
            lines.append(
                CostLine(charge.part, charge.what, charge.quantity, charge.unit, charge.quantity * found.usd, found)
            )
    if usage.operations_hours:
        usd = usage.operations_hours * usage.engineer_hourly_usd
        lines.append(CostLine(Part.OPERATIONS, "people", usage.operations_hours, "hour", usd, None))
    total = None if unpriced else math.fsum(line.usd for line in lines)
    return Costed(tuple(lines), total, tuple(dict.fromkeys(unpriced)))
