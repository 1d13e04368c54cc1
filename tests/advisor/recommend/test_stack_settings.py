"""Settings of a choice: the program itself accepts them, and what costs for months waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from advisor.recommend.record import Record
from components.settings import NAMESPACE
from domain.patterns import Pattern

Decide = Callable[..., Record]


def values(record: Record) -> dict[str, Any]:
    assert record.settings is not None
    config = yaml.safe_load(record.settings.text())["config"]
    return {key.removeprefix(f"{NAMESPACE}:"): value for key, value in config.items()}


def only(decided: Decide, pattern: Pattern, **told: Any) -> Record:
    """A workload whose prices leave one pattern."""
    keep = {
        Pattern.LAMBDA_ON_DEMAND: ("sagemaker.hosting/ml.m5.large", "sagemaker.serverless/duration"),
        Pattern.SAGEMAKER_SERVERLESS: ("sagemaker.hosting/ml.m5.large", "lambda/duration/arm64", "lambda/requests"),
    }
    return decided(without=keep[pattern], **told)


def test_a_function_gets_its_memory_and_concurrency(decided: Decide) -> None:
    record = only(decided, Pattern.LAMBDA_ON_DEMAND, traffic__daily_requests=40_000)
    api = values(record)["prediction_api"]
    assert set(values(record)) == {"prediction_api"}
    assert api["function"]["memory_mb"] == 2048
    assert api["throttle"]["burst"] <= api["function"]["reserved_concurrency"]


def test_a_serverless_endpoint_gets_what_was_simulated(decided: Decide) -> None:
    record = only(decided, Pattern.SAGEMAKER_SERVERLESS, traffic__daily_requests=40_000)
    assert record.choice is not None
    assert record.choice.sized is not None
    serverless = values(record)["inference"]["serverless"]
    assert values(record)["inference"]["type"] == "serverless"
    assert serverless["max_concurrency"] == record.choice.sized.setup.limit
    assert serverless["provisioned_concurrency"] == record.choice.sized.setup.provisioned


def test_instances_get_their_range_and_a_target_by_the_minute(decided: Decide) -> None:
    record = decided(needs__gpu=True, traffic__daily_requests=300_000)
    assert record.choice is not None
    assert record.choice.pattern == Pattern.SAGEMAKER_REALTIME
    realtime = values(record)["inference"]["realtime"]
    setup = record.choice.sized.setup if record.choice.sized else None
    assert setup is not None
    assert (realtime["min_instances"], realtime["max_instances"]) == (setup.minimum, setup.maximum)
    if setup.tracking is not None:
        assert realtime["invocations_per_instance_per_minute"] > 60  # by the minute: erratum 46


def test_a_fallback_is_there_only_when_both_hold_the_budget(decided: Decide) -> None:
    rich = decided(traffic__daily_requests=40_000)
    assert [item["pattern"] for item in values(rich)["switching"]["patterns"]] == [
        item.pattern.value for item in rich.fitting[:2]
    ]
    assert rich.choice is not None
    poor = decided(traffic__daily_requests=40_000, monthly_budget_usd=(rich.choice.monthly_usd or 0) * 1.05)
    assert poor.choice is not None
    assert "switching" not in values(poor)


def test_the_switch_leaves_before_the_target_is_missed_and_its_timeouts_fit(decided: Decide) -> None:
    switching = values(decided(traffic__daily_requests=40_000))["switching"]
    assert switching["limits"]["p99_ms"] == 1000
    for entry in switching["patterns"]:
        assert 1000 < entry["timeout_ms"] < switching["router"]["deadline_ms"]


def test_model_units_wait_for_a_person(decided: Decide) -> None:
    tokens = tuple(f"bedrock.tokens/amazon.nova-2-lite-v1:0/{way}" for way in ("in", "out"))
    record = decided("chat", without=tokens)
    assert record.choice is not None
    assert record.choice.pattern == Pattern.BEDROCK_PROVISIONED
    assert record.settings is not None
    unit = values(record)["capacity"]["bedrock"]["provisioned"][0]
    assert unit["model_id"] == "amazon.nova-2-lite-v1:0"
    assert "accept_monthly_usd" not in unit
    assert "To accept the cost, a person adds capacity.bedrock.provisioned[0].accept_monthly_usd:" in (
        record.settings.text()
    )


def test_an_asynchronous_endpoint_is_said_to_be_nobodys_here(decided: Decide) -> None:
    needs = {"gpu": True, "synchronous": False}
    record = decided(needs=needs, target_p99_ms=900_000, traffic__daily_requests=20, monthly_budget_usd=60)
    assert record.choice is not None
    assert record.choice.pattern == Pattern.SAGEMAKER_ASYNC
    assert record.settings is not None
    assert not record.settings.values
    assert "This program provisions no sagemaker_async endpoint. The nearest: the batch path" in record.settings.text()
