"""What rules a pattern out, and what does not."""

from __future__ import annotations

import math
from typing import Any

import pytest

from domain.advice.filters import DURATION_S, PAYLOAD_BYTES, Needs, exclusions
from domain.patterns import BEDROCK, Pattern

P = Pattern
NOT_ASYNC = set(Pattern) - {P.SAGEMAKER_ASYNC}


def left(**needs: Any) -> set[Pattern]:
    return {pattern for pattern in Pattern if not exclusions(pattern, Needs(**needs))}


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        ({}, NOT_ASYNC),
        ({"synchronous": False}, set(Pattern)),
        ({"own_model": True}, NOT_ASYNC - BEDROCK),
        ({"foundation_model": "amazon.nova-lite-v1:0"}, set(BEDROCK)),
        ({"gpu": True}, NOT_ASYNC - {P.LAMBDA_ON_DEMAND, P.SAGEMAKER_SERVERLESS}),
        ({"private_network": True}, NOT_ASYNC - {P.SAGEMAKER_SERVERLESS}),
        ({"request_kb": 4096}, NOT_ASYNC),
        ({"request_kb": 4096.01}, NOT_ASYNC - {P.SAGEMAKER_SERVERLESS}),
        ({"response_kb": 5000}, NOT_ASYNC - {P.SAGEMAKER_SERVERLESS}),
        ({"request_kb": 6144.01, "synchronous": False}, {*BEDROCK, P.SAGEMAKER_ASYNC}),
        ({"request_kb": 25_000, "synchronous": False}, {P.SAGEMAKER_ASYNC}),
        ({"response_kb": 2 * 1024 * 1024, "synchronous": False}, {P.SAGEMAKER_ASYNC}),
        ({"request_kb": 2 * 1024 * 1024, "synchronous": False}, set()),
        ({"duration_s": 60}, NOT_ASYNC),
        ({"duration_s": 61}, {P.LAMBDA_ON_DEMAND, *BEDROCK}),
        ({"duration_s": 901, "synchronous": False}, {P.SAGEMAKER_ASYNC, *BEDROCK}),
        ({"duration_s": 3601, "synchronous": False}, set(BEDROCK)),
        ({"memory_mb": 6145}, NOT_ASYNC - {P.SAGEMAKER_SERVERLESS}),
        ({"memory_mb": 10_241}, NOT_ASYNC - {P.SAGEMAKER_SERVERLESS, P.LAMBDA_ON_DEMAND}),
    ],
)
def test_needs_leave_these(needs: dict[str, Any], expected: set[Pattern]) -> None:
    """A model of one's own leaves Lambda and serverless: both hold one."""
    assert left(**needs) == expected


def test_every_reason_is_given_with_its_figures() -> None:
    needs = Needs(request_kb=5000, duration_s=90, gpu=True, private_network=True, needed_rps=20)
    said = exclusions(P.SAGEMAKER_SERVERLESS, needs, p99_ms=3751, capacity_rps=19)
    assert said == (
        "the model needs a GPU and there is none",
        "the model must run in a VPC, and serverless inference cannot",
        "a request of 5,120,000 B; at most 4,194,304 B",
        "an answer takes 90 s; at most 60 s",
        "a p99 of 3,751 ms is over 1.5 times the target of 2,500 ms",
        "19 requests a second can be served; 20 are needed",
    )


def test_figures_that_are_just_enough_rule_nothing_out() -> None:
    assert exclusions(P.SAGEMAKER_REALTIME, Needs(needed_rps=20), p99_ms=3750, capacity_rps=20) == ()


def test_each_pattern_has_a_payload_limit_and_each_of_ours_a_time_limit() -> None:
    assert set(PAYLOAD_BYTES) == set(Pattern)
    assert set(DURATION_S) == set(Pattern) - BEDROCK


@pytest.mark.parametrize(
    ("needs", "names"),
    [
        ({"target_p99_ms": 0}, "target_p99_ms"),
        ({"needed_rps": -1}, "needed_rps"),
        ({"needed_rps": math.nan}, "needed_rps"),
        ({"request_kb": math.inf}, "request_kb"),
        ({"duration_s": -0.1}, "duration_s"),
        ({"memory_mb": 1.5}, "memory_mb"),
        ({"gpu": "no"}, "gpu"),
        ({"foundation_model": ""}, "foundation_model"),
        ({"foundation_model": "amazon.nova-lite-v1:0", "own_model": True}, "one model"),
    ],
)
def test_needs_that_are_none_are_refused(needs: dict[str, Any], names: str) -> None:
    with pytest.raises(ValueError, match=names):
        Needs(**needs)


@pytest.mark.parametrize("figures", [{"p99_ms": math.nan}, {"capacity_rps": -1}, {"p99_ms": True}])
def test_figures_that_are_none_are_refused(figures: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="not accepted"):
        exclusions(P.SAGEMAKER_REALTIME, Needs(), **figures)
