"""Lives of Bedrock's types, and of alarms on a band; see `provider_cases.py`."""

from __future__ import annotations

import os

from sandbox.client import SandboxClient
from sandbox.provider.values import Props
from tests.sandbox.provider.provider_cases import Case, Make

_LITE = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"


def units(make: Make) -> Props:
    """An account that may have model units."""
    SandboxClient(os.environ["AWS_ENDPOINT_URL"]).bedrock_quotas(model_units=1000)
    return {}


MODEL_CASES = [
    Case(
        "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
        {"provisionedModelName": "chat-units", "modelArn": f"{_LITE}:24k", "modelUnits": 2, "tags": {"a": "b"}},
        {"tags": {"a": "c"}},
        ("provisionedModelArn",),
        needs=units,
    ),
    Case(
        "aws:bedrock/inferenceProfile:InferenceProfile",
        {
            "name": "chat profile",
            "description": "Costs of chat",
            "modelSource": {"copyFrom": _LITE},
            "tags": {"a": "b"},
        },
        {"tags": {"a": "c"}},
        ("arn", "createdAt", "models", "status", "type", "updatedAt"),
        not_imported=frozenset({"modelSource"}),
    ),
]
"""One for each type."""

MORE_MODEL_CASES = [
    Case(
        "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
        {"provisionedModelName": "replaced-units", "modelArn": f"{_LITE}:24k", "modelUnits": 1},
        {"modelUnits": 2},
        needs=units,
        replaces=True,
    ),
    Case(
        "aws:bedrock/inferenceProfile:InferenceProfile",
        {"modelSource": {"copyFrom": _LITE}},
        {"modelSource": {"copyFrom": _LITE.replace("lite", "micro")}},
        replaces=True,
        not_imported=frozenset({"modelSource"}),
    ),
    Case(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            "comparisonOperator": "GreaterThanUpperThreshold",
            "evaluationPeriods": 2,
            "thresholdMetricId": "band",
            "metricQueries": [
                {"id": "band", "expression": "ANOMALY_DETECTION_BAND(cost, 3)", "returnData": True},
                {
                    "id": "cost",
                    "metric": {"namespace": "N", "metricName": "Cost", "period": 300, "stat": "Sum"},
                    "returnData": True,
                },
            ],
        },
        {"evaluationPeriods": 3},
    ),
]
"""Further lives of types that have one."""
