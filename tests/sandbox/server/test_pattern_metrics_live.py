"""The evaluator's question to CloudWatch, over the wire: what the router publishes, read as it reads it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.metrics import NAMESPACE
from domain.switching.utilization import of_instances
from lambdas.clients.pattern_metrics import PatternMetrics
from tests.sandbox.server.conftest import Aws

PATTERNS = ("sagemaker_realtime", "bedrock_on_demand")


def test_sums_percentiles_and_utilization_of_the_last_minutes(aws: Aws) -> None:
    client, environment, now = aws.client("cloudwatch"), aws.name("env"), time.time()
    # Namespaces of AWS take no data of ours.
    utilization = replace(of_instances(aws.name("endpoint"), "primary", 2), namespace=aws.name("N"))
    own = {"service": "route_request", "Environment": environment, "Pattern": PATTERNS[0]}
    named = [{"Name": name, "Value": value} for name, value in own.items()]
    for second in range(100):
        moment = datetime.fromtimestamp(now - 3 - second, UTC)
        values = {"PatternRequests": 1.0, "PatternErrors": float(second < 4), "PatternLatency": 10.0 * (second + 1)}
        data = [
            {"MetricName": name, "Dimensions": named, "Timestamp": moment, "Value": value, "StorageResolution": 1}
            for name, value in values.items()
        ]
        client.put_metric_data(Namespace=NAMESPACE, MetricData=data)
    busy = [{"Name": name, "Value": value} for name, value in utilization.dimensions.items()]
    point = {"MetricName": utilization.metric, "Dimensions": busy, "Timestamp": datetime.now(UTC), "Value": 150.0}
    client.put_metric_data(Namespace=utilization.namespace, MetricData=[point])

    metrics = PatternMetrics(client, environment, window_s=120, period_s=10)
    found = metrics.read(PATTERNS, {PATTERNS[0]: utilization}, time.time())

    seen, silent = found[PATTERNS[0]], found[PATTERNS[1]]
    assert seen is not None
    assert (seen.requests, seen.errors, seen.p50_ms, seen.p99_ms) == (100, 4, 500, 990)
    assert seen.utilization == 0.75
    assert seen.newest_s == pytest.approx(now - 3, abs=10)
    assert silent is not None
    assert (silent.requests, silent.p99_ms, silent.newest_s) == (0, None, None)


def test_a_window_of_seconds_forgets_what_is_older_than_two_of_it(aws: Aws) -> None:
    client, environment, now = aws.client("cloudwatch"), aws.name("env"), time.time()
    own = {"service": "route_request", "Environment": environment, "Pattern": PATTERNS[0]}
    named = [{"Name": name, "Value": value} for name, value in own.items()]
    for age, latency in ((1, 10.0), (61, 9000.0)):
        moment = datetime.fromtimestamp(now - age, UTC)
        values = {"PatternRequests": 1.0, "PatternErrors": 0.0, "PatternLatency": latency}
        data = [
            {"MetricName": name, "Dimensions": named, "Timestamp": moment, "Value": value, "StorageResolution": 1}
            for name, value in values.items()
        ]
        client.put_metric_data(Namespace=NAMESPACE, MetricData=data)

    seen = PatternMetrics(client, environment, window_s=30, period_s=10).read(PATTERNS[:1], {}, time.time())[
        PATTERNS[0]
    ]

    assert seen is not None
    assert (seen.requests, seen.p99_ms) == (1, 10.0)
