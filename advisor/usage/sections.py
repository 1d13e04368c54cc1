"""The sections of a usage file: one for each kind of resource whose bill depends on what is done with it.

The defaults are a small team's: a quiet month, a usual one and a busy one. They are assumptions, not measurements.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from advisor.spread import Spread

EXPONENT: Final = re.compile(r"[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]{1,3}")
"""``1e6`` is a text to YAML 1.1 and a number to everybody else."""
FIGURES: Final = ("low", "expected", "high")
ACCEPTED: Final = "a number of at least 0, or low, expected and high in this order"
MOST: Final = 1e15
"""Nobody has more of anything in a month; far beyond it products would no longer be numbers."""


def _amount(value: Any) -> Any:
    """A number, or the three figures of a spread."""
    if isinstance(value, Spread):
        return value
    if isinstance(value, Mapping):
        if set(value) != set(FIGURES):
            raise ValueError(f"accepted: {ACCEPTED}")
        figures = [_number(value[name]) for name in FIGURES]
    else:
        figures = [_number(value)] * 3
    try:
        return Spread(*figures)
    except ValueError:
        raise ValueError(f"accepted: {ACCEPTED}") from None


def _number(value: Any) -> float:
    if isinstance(value, str) and EXPONENT.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"accepted: {ACCEPTED}")  # noqa: TRY004 - pydantic takes no TypeError for a refusal
    if value > MOST:
        raise ValueError(f"accepted: {ACCEPTED}, at most {MOST:g}")
    return float(value)


def _share(value: Spread) -> Spread:
    if value.high > 1:
        raise ValueError("accepted: a share from 0 to 1, or low, expected and high in this order")
    return value


Amount = Annotated[Spread, BeforeValidator(_amount)]
Share = Annotated[Spread, BeforeValidator(_amount), AfterValidator(_share)]


def _field(low: float, expected: float, high: float, description: str) -> Any:
    return Field(default=Spread(low, expected, high), description=description)


class Section(BaseModel):
    """The base of every section: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class EndpointUsage(Section):
    """An endpoint on instances: real-time, asynchronous or with inference components."""

    requests: Amount = _field(10_000, 100_000, 1_000_000, "Requests to the endpoint.")
    request_kb: Amount = _field(50, 200, 1_000, "Size of a request in kB.")
    response_kb: Amount = _field(1, 1, 10, "Size of an answer in kB.")
    scaling_share: Share = _field(
        0, 0.25, 1, "How far the scaling is between the fewest and the most instances, on average (0 to 1)."
    )
    awake_share: Share = _field(
        0, 0.25, 1, "The same for an endpoint that goes down to no instance: 0 is always asleep."
    )


class ServerlessUsage(Section):
    """A serverless endpoint; also what is kept warm by provisioned concurrency."""

    requests: Amount = _field(10_000, 100_000, 1_000_000, "Requests; with provisioned concurrency those served warm.")
    duration_ms: Amount = _field(50, 200, 1_000, "Billed duration of a request in milliseconds.")
    request_kb: Amount = _field(50, 200, 1_000, "Size of a request in kB.")
    response_kb: Amount = _field(1, 1, 10, "Size of an answer in kB.")
    spillover_requests: Amount = _field(
        0, 1_000, 100_000, "Further requests above the provisioned concurrency, at the on-demand price."
    )
    scaling_share: Share = _field(
        0, 0.25, 1, "How far provisioned concurrency is between its fewest and its most, on average (0 to 1)."
    )


class JobUsage(Section):
    """Batch transform jobs of a model; the instance is the one that the stack's function asks for."""

    job_hours: Amount = _field(0, 10, 100, "Hours of all jobs together; times the instances of a job.")


class FunctionUsage(Section):
    """A Lambda function."""

    requests: Amount = _field(1_000, 10_000, 100_000, "Requests; with provisioned concurrency those served warm.")
    duration_ms: Amount = _field(100, 500, 5_000, "Billed duration of a request in milliseconds.")
    spillover_requests: Amount = _field(0, 100, 10_000, "Further requests above the provisioned concurrency.")
    scaling_share: Share = _field(
        0, 0.25, 1, "How far provisioned concurrency is between its fewest and its most, on average (0 to 1)."
    )
    traced_share: Share = _field(0.05, 0.05, 1, "Share of the requests that X-Ray records, where tracing is on.")
    custom_metrics: Amount = _field(0, 1, 10, "Custom metrics that the function publishes.")


class TableUsage(Section):
    """A DynamoDB table on demand."""

    writes: Amount = _field(1_000, 10_000, 1_000_000, "Write request units.")
    reads: Amount = _field(1_000, 20_000, 1_000_000, "Read request units.")
    storage_gb: Amount = _field(0.01, 0.1, 1, "Stored data in GB.")


class LogUsage(Section):
    """A log group. What is stored follows from what comes in and how long it is kept."""

    ingest_gb: Amount = _field(0.01, 0.1, 1, "Log data that comes in, in GB.")
    stored_share: Share = _field(
        0.15, 0.15, 1, "Stored size by ingested size: log data is compressed (AWS's own examples take 0.15)."
    )


class BucketUsage(Section):
    """An S3 bucket."""

    storage_gb: Amount = _field(0.1, 5, 100, "Stored data in GB, old versions included.")
    puts: Amount = _field(1_000, 20_000, 1_000_000, "PUT, COPY, POST and LIST requests.")
    gets: Amount = _field(1_000, 100_000, 5_000_000, "GET and other requests.")


class AccessPointUsage(Section):
    """An S3 access point on FSx: its requests are billed as S3's; the file system is not part of the stack."""

    puts: Amount = _field(100, 2_000, 100_000, "PUT and LIST requests.")
    gets: Amount = _field(1_000, 100_000, 1_000_000, "GET requests: the files that are classified.")


class KeyUsage(Section):
    """A KMS key."""

    requests: Amount = _field(1_000, 50_000, 1_000_000, "Requests, most of them made by other services.")


class QueueUsage(Section):
    """An SQS queue."""

    requests: Amount = _field(0, 100, 10_000, "Requests.")


class TopicUsage(Section):
    """An SNS topic."""

    publishes: Amount = _field(0, 100, 1_000, "Messages published; each subscription by e-mail delivers each.")


class WorkflowUsage(Section):
    """A Step Functions state machine."""

    executions: Amount = _field(30, 300, 3_000, "Executions.")
    transitions: Amount = _field(10, 30, 500, "State transitions of an execution, those of its map included.")
    traced_share: Share = _field(0.05, 0.05, 1, "Share of the executions that X-Ray records, where tracing is on.")


class NetworkUsage(Section):
    """An interface endpoint of a VPC."""

    data_gb: Amount = _field(0.1, 1, 50, "Data through the endpoint in GB.")


class ApiUsage(Section):
    """A REST API."""

    requests: Amount = _field(1_000, 100_000, 10_000_000, "Requests that are let in.")


class BusUsage(Section):
    """An event bus other than the default one."""

    events: Amount = _field(0, 10_000, 1_000_000, "Events that are put on it.")


class ReplicationUsage(Section):
    """What a bucket copies to another Region."""

    data_gb: Amount = _field(0.01, 0.5, 20, "Data that is copied in GB.")
    objects: Amount = _field(10, 1_000, 100_000, "Objects that are copied.")


class NameUsage(Section):
    """A record of Route 53 that is no alias."""

    queries: Amount = _field(10_000, 200_000, 5_000_000, "Queries that reach Route 53; resolvers answer the others.")
