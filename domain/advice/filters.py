"""What rules a pattern out, whatever its score: each limit that a workload breaks is one reason.

A need that is not stated rules nothing out, but nothing is taken as "fits" by a silent default either: the limits below
are compared with what the workload says it needs.

Limits:

- endpoints, 60 s and 6,291,456 B, serverless 4 MB: ``domain.limits``; Lambda, 900 s and 6 MB: ``domain.serving.cost``
- asynchronous inference, 1 GB and one hour: https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
- Bedrock, 25,000,000 B: botocore's service model of ``InvokeModel`` (``body``, max)
- serverless has no GPU and no VPC: https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
- Lambda has no GPU: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html lists memory and CPU only
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from domain.checks import finite_number, refuse, text, whole_number
from domain.limits import ENDPOINT_PAYLOAD_BYTES, INVOCATION_TIMEOUT_S
from domain.patterns import BEDROCK, SYNCHRONOUS, Pattern
from domain.routing import InferencePath
from domain.serverless import MEMORY_SIZES_MB
from domain.serving.cost import LAMBDA_PAYLOAD_BYTES, LAMBDA_TIMEOUT_S
from domain.serving.options import LAMBDA_MEMORY_MB

ASYNC_PAYLOAD_BYTES: Final = 1024**3
ASYNC_TIMEOUT_S: Final = 3600
BEDROCK_PAYLOAD_BYTES: Final = 25_000_000
TOO_SLOW: Final = 1.5
"""A p99 of so many targets is no candidate with a low score, it is none."""

_ENDPOINT_BYTES: Final = ENDPOINT_PAYLOAD_BYTES[InferencePath.REALTIME_ENDPOINT]
PAYLOAD_BYTES: Final[Mapping[Pattern, int]] = MappingProxyType(
    {
        Pattern.LAMBDA_ON_DEMAND: LAMBDA_PAYLOAD_BYTES,
        Pattern.BEDROCK_PROVISIONED: BEDROCK_PAYLOAD_BYTES,
        Pattern.BEDROCK_ON_DEMAND: BEDROCK_PAYLOAD_BYTES,
        Pattern.SAGEMAKER_REALTIME: _ENDPOINT_BYTES,
        Pattern.SAGEMAKER_SERVERLESS: ENDPOINT_PAYLOAD_BYTES[InferencePath.SERVERLESS_INFERENCE],
        Pattern.SAGEMAKER_ASYNC: ASYNC_PAYLOAD_BYTES,
        Pattern.INFERENCE_COMPONENTS: ENDPOINT_PAYLOAD_BYTES[InferencePath.INFERENCE_COMPONENTS],
    }
)
"""Largest request or answer in bytes. An asynchronous answer lies in S3 and has no such limit; 1 GB is a request's."""
DURATION_S: Final[Mapping[Pattern, float]] = MappingProxyType(
    {
        Pattern.LAMBDA_ON_DEMAND: LAMBDA_TIMEOUT_S,
        Pattern.SAGEMAKER_REALTIME: INVOCATION_TIMEOUT_S,
        Pattern.SAGEMAKER_SERVERLESS: INVOCATION_TIMEOUT_S,
        Pattern.SAGEMAKER_ASYNC: ASYNC_TIMEOUT_S,
        Pattern.INFERENCE_COMPONENTS: INVOCATION_TIMEOUT_S,
    }
)
"""Longest answer in seconds. For Bedrock it differs by model; none is ruled out by it here."""
MEMORY_MB: Final[Mapping[Pattern, int]] = MappingProxyType(
    {Pattern.LAMBDA_ON_DEMAND: LAMBDA_MEMORY_MB[1], Pattern.SAGEMAKER_SERVERLESS: MEMORY_SIZES_MB[-1]}
)
"""Most memory in MB; an instance has what its type has."""
_NO_GPU: Final = frozenset(MEMORY_MB)


@dataclass(frozen=True)
class Needs:
    """What a workload needs.

    Attributes:
        target_p99_ms: Milliseconds in which 99 of 100 answers are wanted, above 0.
        needed_rps: Requests a second that must be served at the peak, at least 0.
        request_kb: Size of the largest request in KB of 1,024 B, at least 0.
        response_kb: Size of the largest answer in KB, at least 0.
        duration_s: Seconds that the longest answer takes the model, at least 0.
        memory_mb: Memory that the model needs in MB, at least 0; 0 says nothing.
        own_model: Whether it is a model of one's own.
        foundation_model: Bedrock's identifier of a model that is needed, or ``None``.
        gpu: Whether the model needs one.
        private_network: Whether the model must run in a VPC.
        synchronous: Whether the caller waits for the answer.

    Raises:
        ValueError: A field is out of range, or both kinds of model are asked for.
    """

    target_p99_ms: float = 2500.0
    needed_rps: float = 1.0
    request_kb: float = 0.0
    response_kb: float = 0.0
    duration_s: float = 0.0
    memory_mb: int = 0
    own_model: bool = False
    foundation_model: str | None = None
    gpu: bool = False
    private_network: bool = False
    synchronous: bool = True

    def __post_init__(self) -> None:
        finite_number("target_p99_ms", self.target_p99_ms, 0, above=True)
        for name in ("needed_rps", "request_kb", "response_kb", "duration_s"):
            finite_number(name, getattr(self, name), 0)
        whole_number("memory_mb", self.memory_mb, 0)
        for name in ("own_model", "gpu", "private_network", "synchronous"):
            if not isinstance(getattr(self, name), bool):
                refuse(name, getattr(self, name), "true or false")
        if self.foundation_model is not None:
            text("foundation_model", self.foundation_model)
            if self.own_model:
                refuse("foundation_model", self.foundation_model, "None with own_model: a workload has one model")


def exclusions(
    pattern: Pattern, needs: Needs, *, p99_ms: float | None = None, capacity_rps: float | None = None
) -> tuple[str, ...]:
    """Return every reason why a pattern cannot serve a workload; none when it can.

    Args:
        pattern: Which one.
        needs: What the workload needs.
        p99_ms: Its p99 in milliseconds, if known: above 1.5 times the target it is ruled out.
        capacity_rps: Requests a second that it can serve, if known: below the need it is ruled out.
    """
    return (*_by_kind(pattern, needs), *_by_limits(pattern, needs), *_by_figures(needs, p99_ms, capacity_rps))


def _by_kind(pattern: Pattern, needs: Needs) -> Iterator[str]:
    if needs.own_model and pattern in BEDROCK:
        yield "a model of one's own: Bedrock's on-demand and provisioned base models are those of its catalogue"
    if needs.foundation_model is not None and pattern not in BEDROCK:
        yield f"{needs.foundation_model} is served by Bedrock only"
    if needs.gpu and pattern in _NO_GPU:
        yield "the model needs a GPU and there is none"
    if needs.private_network and pattern is Pattern.SAGEMAKER_SERVERLESS:
        yield "the model must run in a VPC, and serverless inference cannot"
    if needs.synchronous and pattern not in SYNCHRONOUS:
        yield "the caller waits for the answer, and this one comes later in S3"


def _by_limits(pattern: Pattern, needs: Needs) -> Iterator[str]:
    most = PAYLOAD_BYTES[pattern]
    for what, kilobytes in (("a request", needs.request_kb), ("an answer", needs.response_kb)):
        if kilobytes * 1024 > most and not (pattern is Pattern.SAGEMAKER_ASYNC and what == "an answer"):
            yield f"{what} of {kilobytes * 1024:,.0f} B; at most {most:,} B"
    longest = DURATION_S.get(pattern)
    if longest is not None and needs.duration_s > longest:
        yield f"an answer takes {needs.duration_s:g} s; at most {longest:g} s"
    memory = MEMORY_MB.get(pattern)
    if memory is not None and needs.memory_mb > memory:
        yield f"the model needs {needs.memory_mb:,} MB; at most {memory:,} MB"


def _by_figures(needs: Needs, p99_ms: float | None, capacity_rps: float | None) -> Iterator[str]:
    if p99_ms is not None and finite_number("p99_ms", p99_ms, 0) > TOO_SLOW * needs.target_p99_ms:
        yield f"a p99 of {p99_ms:,.0f} ms is over {TOO_SLOW:g} times the target of {needs.target_p99_ms:,.0f} ms"
    if capacity_rps is not None and finite_number("capacity_rps", capacity_rps, 0) < needs.needed_rps:
        yield f"{capacity_rps:g} requests a second can be served; {needs.needed_rps:g} are needed"
