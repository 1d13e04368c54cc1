"""The calculator: what a million messages a day really need, and what one of each thing is taken to carry."""

from __future__ import annotations

import math
from typing import Any

import pytest

from advisor.throughput import Capacities, CapacityRequirement, Sizing, ThroughputCalculator
from domain.advice.throughput import TrafficProfile
from domain.patterns import Pattern

CHAT = TrafficProfile(
    daily_messages=1_000_000,
    peak_multiplier=3.5,
    peak_hours=6,
    avg_input_tokens=500,
    avg_output_tokens=300,
    burst_factor=2.0,
)


@pytest.fixture(name="needed")
def _needed() -> CapacityRequirement:
    return ThroughputCalculator().calculate(CHAT)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        ("avg_rps", 11.574),
        ("peak_rps", 40.509),
        ("burst_rps", 81.019),
        ("peak_tokens_in_per_minute", 1_215_277.778),
        ("peak_tokens_out_per_minute", 729_166.667),
        ("peak_tokens_per_minute", 1_944_444.444),
        ("auto_scaling_target", 480),
    ],
)
def test_rates_of_a_million_messages(needed: CapacityRequirement, figure: str, expected: float) -> None:
    """480 invocations of an instance a MINUTE are 8 a second: the predefined metric counts minutes."""
    assert getattr(needed, figure) == pytest.approx(expected, abs=0.001)


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("model_units", Sizing(peak=49, burst=98, suggested=59)),
        ("instances", Sizing(peak=6, burst=11, suggested=7)),
        ("lambda_concurrency", Sizing(peak=82, burst=163, suggested=98)),
        ("serverless_concurrency", Sizing(peak=82, burst=163, suggested=98)),
    ],
)
def test_sizes_of_a_million_messages(needed: CapacityRequirement, thing: str, expected: Sizing) -> None:
    """49 model units at 40,000 tokens a minute, not 2; 6 instances of 8 requests/s, not 4."""
    assert getattr(needed, thing) == expected


def test_what_fits_into_its_limit_is_said(needed: CapacityRequirement) -> None:
    function, serverless = needed.verdicts
    assert (function.pattern, function.fits) == (Pattern.LAMBDA_ON_DEMAND, True)
    assert function.says == (
        "a burst of 81.0 requests/s fits into 350: 1,000 at the same time, 2 s each, 70% of them used"
    )
    assert (serverless.pattern, serverless.fits) == (Pattern.SAGEMAKER_SERVERLESS, True)
    slow = ThroughputCalculator(Capacities(lambda_seconds=10, serverless_seconds=2.5)).calculate(CHAT)
    assert [verdict.fits for verdict in slow.verdicts] == [False, False]
    assert "203 at the same time in a burst are more than the 200" in slow.verdicts[1].says


def test_what_nobody_measured_is_listed(needed: CapacityRequirement) -> None:
    assert any("40,000 tokens/min (an assumption: AWS publishes it for no model" in said for said in needed.assumptions)
    assert any("measure it under load" in said for said in needed.assumptions)


@pytest.mark.parametrize(
    "changes",
    [
        {"lambda_seconds": 0},
        {"lambda_concurrency": 0},
        {"lambda_utilization": 1.1},
        {"serverless_seconds": math.nan},
        {"tokens_per_minute_per_unit": 0},
        {"rps_per_instance": -8},
        {"headroom": -0.1},
        {"headroom": math.inf},
        {"unit_source": ""},
    ],
)
def test_capacities_that_are_none_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(changes))):
        Capacities(**changes)


def test_all_of_the_account_may_be_used() -> None:
    (function, _) = ThroughputCalculator(Capacities(lambda_utilization=1)).calculate(CHAT).verdicts
    assert "fits into 500" in function.says
