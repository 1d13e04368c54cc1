"""The unit in which each item is counted here. A price of another unit would be wrong by orders, so it is no price."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

UNITS: Final[Mapping[str, str]] = {
    "apigateway/request": "request",
    "bedrock.provisioned": "hour",
    "bedrock.tokens": "token",
    "budgets/budget": "month",
    "cloudwatch/alarm": "month",
    "cloudwatch/alarm-composite": "month",
    "cloudwatch/alarm-high-resolution": "month",
    "cloudwatch/dashboard": "month",
    "cloudwatch/logs-ingest": "GB",
    "cloudwatch/logs-ingest-infrequent": "GB",
    "cloudwatch/logs-storage": "GB-month",
    "cloudwatch/metric": "month",
    "cloudwatch/metric-read": "request",
    "dynamodb/pitr": "GB-month",
    "dynamodb/read": "request",
    "dynamodb/storage": "GB-month",
    "dynamodb/write": "request",
    "events/event": "request",
    "kms/key": "month",
    "kms/request": "request",
    "lambda/duration": "GB-second",
    "lambda/ephemeral-storage": "GB-second",
    "lambda/provisioned": "GB-second",
    "lambda/provisioned-duration": "GB-second",
    "lambda/requests": "request",
    "route53/health-check": "month",
    "route53/health-check-option": "month",
    "route53/query": "request",
    "s3/get": "request",
    "s3/put": "request",
    "s3/replication-time-control": "GB",
    "s3/storage": "GB-month",
    "sagemaker.data/in": "GB",
    "sagemaker.data/out": "GB",
    "sagemaker.hosting": "hour",
    "sagemaker.serverless/duration": "GB-second",
    "sagemaker.serverless/provisioned": "GB-second",
    "sagemaker.serverless/provisioned-duration": "GB-second",
    "sagemaker.storage/gp2": "GB-month",
    "sagemaker.transform": "hour",
    "scheduler/invocation": "request",
    "sns/email": "request",
    "sns/publish": "request",
    "sqs/request": "request",
    "sqs/request-fifo": "request",
    "states/transition": "request",
    "transfer/to": "GB",
    "vpc/interface-data": "GB",
    "vpc/interface-endpoint": "hour",
    "xray/trace": "request",
}
"""By item, by what is before its last part (an instance type, an architecture), or by its first part (a model has a
part of its own, and then a direction or a commitment)."""


def unit_of(item: str) -> str:
    """The unit in which an item is counted.

    Raises:
        KeyError: Nothing here counts such an item.

    >>> unit_of("sagemaker.hosting/ml.m5.large")
    'hour'
    >>> unit_of("bedrock.tokens/amazon.nova-lite-v1:0/in")
    'token'
    """
    for name in (item, item.rpartition("/")[0]):
        if name in UNITS:
            return UNITS[name]
    return UNITS[item.partition("/")[0]]
