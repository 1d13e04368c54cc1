"""What each pattern is billed by: the items of ``domain.pricing`` that a month of it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from domain.patterns import Pattern

if TYPE_CHECKING:
    from domain.advice.usage import MonthlyUsage

NO_COMMITMENT: Final = "none"
"""How an item names a model unit without one."""
_MB_PER_GB: Final = 1024


class Part(StrEnum):
    """What a line of a cost is for."""

    COMPUTE = "compute"
    TOKENS = "tokens"
    DATA = "data"
    OPERATIONS = "operations"


@dataclass(frozen=True)
class Charge:
    """One thing that is billed.

    Attributes:
        part: Which part of the cost it belongs to.
        what: For people.
        item: Its name in the price book.
        quantity: How much of it; 0 asks for no price.
        unit: In which unit its price must be.
    """

    part: Part
    what: str
    item: str
    quantity: float
    unit: str


def _lambda(usage: MonthlyUsage) -> Iterator[Charge]:
    gigabytes = usage.memory_mb / _MB_PER_GB
    end = f"/{usage.architecture}"
    on_demand = (usage.busy_seconds - usage.provisioned_busy_seconds) * gigabytes
    kept = usage.provisioned_busy_seconds * gigabytes
    yield Charge(Part.COMPUTE, "requests", "lambda/requests", usage.requests, "request")
    yield Charge(Part.COMPUTE, "duration", f"lambda/duration{end}", on_demand, "GB-second")
    yield Charge(Part.COMPUTE, "kept warm", f"lambda/provisioned{end}", usage.provisioned_gb_seconds, "GB-second")
    yield Charge(Part.COMPUTE, "duration, kept warm", f"lambda/provisioned-duration{end}", kept, "GB-second")


def _serverless(usage: MonthlyUsage) -> Iterator[Charge]:
    gigabytes = usage.memory_mb / _MB_PER_GB
    item = "sagemaker.serverless"
    on_demand = (usage.busy_seconds - usage.provisioned_busy_seconds) * gigabytes
    kept = usage.provisioned_busy_seconds * gigabytes
    yield Charge(Part.COMPUTE, "duration", f"{item}/duration", on_demand, "GB-second")
    yield Charge(Part.COMPUTE, "kept warm", f"{item}/provisioned", usage.provisioned_gb_seconds, "GB-second")
    yield Charge(Part.COMPUTE, "duration, kept warm", f"{item}/provisioned-duration", kept, "GB-second")
    yield from _data(usage)


def _instances(usage: MonthlyUsage) -> Iterator[Charge]:
    item = f"sagemaker.hosting/{usage.instance_type}"
    yield Charge(Part.COMPUTE, usage.instance_type, item, usage.instance_hours, "hour")
    yield from _data(usage)


def _async(usage: MonthlyUsage) -> Iterator[Charge]:
    """An asynchronous request is put into S3 and read there, and so is its answer.

    AWS's list has the instances as ``AsyncInf:``, apart from ``Host:``; where a public record of it has both (a g6 of
    October 2026), they cost the same, and hosting's price is taken.

    https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-invoke-endpoint.html
    """
    yield from _instances(usage)
    yield Charge(Part.DATA, "requests and answers into S3", "s3/put", 2 * usage.requests, "request")
    yield Charge(Part.DATA, "requests and answers out of S3", "s3/get", 2 * usage.requests, "request")


def _data(usage: MonthlyUsage) -> Iterator[Charge]:
    yield Charge(Part.DATA, "data in", "sagemaker.data/in", usage.data_gb_in, "GB")
    yield Charge(Part.DATA, "data out", "sagemaker.data/out", usage.data_gb_out, "GB")


def _tokens(usage: MonthlyUsage) -> Iterator[Charge]:
    item = f"bedrock.tokens/{usage.model_id}"
    yield Charge(Part.TOKENS, "tokens in", f"{item}/in", usage.tokens_in, "token")
    yield Charge(Part.TOKENS, "tokens out", f"{item}/out", usage.tokens_out, "token")


def _units(usage: MonthlyUsage) -> Iterator[Charge]:
    item = f"bedrock.provisioned/{usage.model_id}/{usage.commitment or NO_COMMITMENT}"
    yield Charge(Part.COMPUTE, "model units", item, usage.unit_hours, "hour")


CHARGES: Final[Mapping[Pattern, Callable[[MonthlyUsage], Iterator[Charge]]]] = MappingProxyType(
    {
        Pattern.LAMBDA_ON_DEMAND: _lambda,
        Pattern.BEDROCK_PROVISIONED: _units,
        Pattern.BEDROCK_ON_DEMAND: _tokens,
        Pattern.SAGEMAKER_REALTIME: _instances,
        Pattern.SAGEMAKER_SERVERLESS: _serverless,
        Pattern.SAGEMAKER_ASYNC: _async,
        Pattern.INFERENCE_COMPONENTS: _instances,
    }
)
