"""What to ask the AWS Price List API for each item: data, one row an item.

A product is found by its service, attributes that the API filters by, and the end of its usage type: the beginning
names the Region (``APN1-``, ``EU-``, ``ap-northeast-1-``) and is often absent in us-east-1. Usage types: https://docs.aws.amazon.com/cur/latest/userguide/product-columns.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

REGION_PREFIX: Final = r"(?:[A-Z]{2,4}[0-9]?-|[a-z]{2}(?:-[a-z]+)+-[0-9]-)?"
DAYS_PER_MONTH: Final = 730 / 24
MEMORY_GB: Final = 2
"""Serverless inference is priced by the second of a memory size: this size is asked for, its price divided by it."""


@dataclass(frozen=True)
class PriceQuery:
    """How one item is found, and how its price becomes one of our units.

    Args:
        unit: The unit of ``domain.pricing`` that the price is stored in.
        service: AWS's service code.
        usage: Regular expression of the usage type without its Region.
        attributes: What the API filters by, besides the Region.
        api_units: What AWS may call the unit (any case); another one is refused, not guessed.
        factor: Our price is AWS's times this.
        regional: Whether the product belongs to a Region.
    """

    unit: str
    service: str
    usage: str
    api_units: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)
    factor: float = 1.0
    regional: bool = True

    def accepts(self, usage_type: str) -> bool:
        """Whether a usage type is the one asked for, in whatever Region."""
        return re.fullmatch(REGION_PREFIX + self.usage, usage_type) is not None


REQUESTS: Final = ("requests", "request", "api requests", "api calls")
GB_SECONDS: Final = ("lambda-gb-second", "gb-seconds", "gb-second", "second", "seconds")
GB_MONTHS: Final = ("gb-mo", "gb-month")


def _lambda(kind: str, usage: str, arm: bool) -> PriceQuery:
    end = "-ARM" if arm else ""
    return PriceQuery("GB-second", "AWSLambda", usage + end, GB_SECONDS, {"group": f"AWS-Lambda-{kind}{end}"})


def _serverless(group: str, usage: str) -> PriceQuery:
    return PriceQuery(
        "GB-second",
        "AmazonSageMaker",
        f"{usage}-{MEMORY_GB}GB",
        ("seconds", "second"),
        {"group": group, "memorygb": str(MEMORY_GB)},
        factor=1 / MEMORY_GB,
    )


QUERIES: Final[Mapping[str, PriceQuery]] = {
    "sagemaker.serverless/duration": _serverless("ServerlessInf", "ServerlessInf:Mem"),
    "sagemaker.serverless/provisioned": _serverless(
        "ServerlessProvisionedConcurrency-Usage", "(?:Serverless)?ProvisionedConcurrency:Usage"
    ),
    "sagemaker.serverless/provisioned-duration": _serverless(
        "ServerlessProvisionedConcurrency-Duration", "(?:Serverless)?ProvisionedConcurrency:Mem"
    ),
    "sagemaker.data/in": PriceQuery(
        "GB", "AmazonSageMaker", ".*Data-Bytes-In", ("gb",), {"group": "Hosting:IN", "operation": "Invoke-Endpoint"}
    ),
    "sagemaker.data/out": PriceQuery(
        "GB", "AmazonSageMaker", ".*Data-Bytes-Out", ("gb",), {"group": "Hosting:OUT", "operation": "Invoke-Endpoint"}
    ),
    "sagemaker.storage/gp2": PriceQuery(
        "GB-month", "AmazonSageMaker", "Host:VolumeUsage.gp2", GB_MONTHS, {"volumeType": "General Purpose-Hosting"}
    ),
    "lambda/requests": PriceQuery("request", "AWSLambda", "Request", REQUESTS, {"group": "AWS-Lambda-Requests"}),
    "lambda/duration/x86_64": _lambda("Duration", "Lambda-GB-Second", arm=False),
    "lambda/duration/arm64": _lambda("Duration", "Lambda-GB-Second", arm=True),
    "lambda/provisioned/x86_64": _lambda("Provisioned-Concurrency", "Lambda-Provisioned-Concurrency", arm=False),
    "lambda/provisioned/arm64": _lambda("Provisioned-Concurrency", "Lambda-Provisioned-Concurrency", arm=True),
    "lambda/provisioned-duration/x86_64": _lambda("Duration-Provisioned", "Lambda-Provisioned-GB-Second", arm=False),
    "lambda/provisioned-duration/arm64": _lambda("Duration-Provisioned", "Lambda-Provisioned-GB-Second", arm=True),
    "lambda/ephemeral-storage": PriceQuery("GB-second", "AWSLambda", "Lambda-Storage-GB-Second", GB_SECONDS),
    "dynamodb/write": PriceQuery(
        "request", "AmazonDynamoDB", "WriteRequestUnits", ("writerequestunits",), {"group": "DDB-WriteUnits"}
    ),
    "dynamodb/read": PriceQuery(
        "request", "AmazonDynamoDB", "ReadRequestUnits", ("readrequestunits",), {"group": "DDB-ReadUnits"}
    ),
    "dynamodb/storage": PriceQuery(
        "GB-month", "AmazonDynamoDB", "TimedStorage-ByteHrs", GB_MONTHS, {"productFamily": "Database Storage"}
    ),
    "dynamodb/pitr": PriceQuery(
        "GB-month", "AmazonDynamoDB", "TimedPITRStorage-ByteHrs", GB_MONTHS, {"productFamily": "Database Storage"}
    ),
    "cloudwatch/alarm": PriceQuery(
        "month", "AmazonCloudWatch", "CW:AlarmMonitorUsage", ("alarms",), {"productFamily": "Alarm"}
    ),
    "cloudwatch/alarm-high-resolution": PriceQuery(
        "month", "AmazonCloudWatch", "CW:HighResAlarmMonitorUsage", ("alarms",), {"productFamily": "Alarm"}
    ),
    "cloudwatch/alarm-composite": PriceQuery(
        "month", "AmazonCloudWatch", "CW:CompositeAlarmMonitorUsage", ("alarms",), {"productFamily": "Alarm"}
    ),
    "cloudwatch/metric": PriceQuery(
        "month", "AmazonCloudWatch", "CW:MetricMonitorUsage", ("metrics",), {"productFamily": "Metric"}
    ),
    "cloudwatch/metric-read": PriceQuery("request", "AmazonCloudWatch", "CW:GMD-Metrics", ("metrics", *REQUESTS)),
    "cloudwatch/dashboard": PriceQuery(
        "month",
        "AmazonCloudWatch",
        "DashboardsUsageHour",
        ("dashboards",),
        {"productFamily": "Dashboard"},
        regional=False,
    ),
    "cloudwatch/logs-ingest": PriceQuery(
        "GB", "AmazonCloudWatch", "DataProcessing-Bytes", ("gb",), {"productFamily": "Data Payload"}
    ),
    "cloudwatch/logs-ingest-infrequent": PriceQuery(
        "GB", "AmazonCloudWatch", "DataProcessingIA-Bytes", ("gb",), {"productFamily": "Data Payload"}
    ),
    "cloudwatch/logs-storage": PriceQuery(
        "GB-month", "AmazonCloudWatch", "TimedStorage-ByteHrs", GB_MONTHS, {"productFamily": "Storage Snapshot"}
    ),
    "kms/key": PriceQuery("month", "awskms", "KMS-Keys", ("keys", "key", "months")),
    "kms/request": PriceQuery("request", "awskms", "KMS-Requests", REQUESTS),
    "s3/storage": PriceQuery("GB-month", "AmazonS3", "TimedStorage-ByteHrs", GB_MONTHS, {"volumeType": "Standard"}),
    "s3/put": PriceQuery("request", "AmazonS3", "Requests-Tier1", REQUESTS, {"group": "S3-API-Tier1"}),
    "s3/get": PriceQuery("request", "AmazonS3", "Requests-Tier2", REQUESTS, {"group": "S3-API-Tier2"}),
    "s3/replication-time-control": PriceQuery("GB", "AmazonS3", "(?:[A-Z]{2,4}[0-9]?-)?S3RTC-Out-Bytes", ("gb",)),
    "route53/health-check": PriceQuery("month", "AmazonRoute53", "Health-Check-AWS", ("healthchecks",), regional=False),
    "route53/health-check-option": PriceQuery(
        "month", "AmazonRoute53", "Health-Check-Option-AWS", ("healthchecks",), regional=False
    ),
    "route53/query": PriceQuery("request", "AmazonRoute53", "DNS-Queries", ("queries", *REQUESTS), regional=False),
    "sqs/request": PriceQuery(
        "request", "AWSQueueService", "Requests-(?:RBP|Tier1)", REQUESTS, {"queueType": "Standard"}
    ),
    "sqs/request-fifo": PriceQuery(
        "request",
        "AWSQueueService",
        "Requests-FIFO-(?:RBP|Tier1)",
        REQUESTS,
        {"queueType": "FIFO (first-in, first-out)"},
    ),
    "sns/publish": PriceQuery("request", "AmazonSNS", "Requests-Tier1", REQUESTS, {"group": "SNS-Requests-Tier1"}),
    "sns/email": PriceQuery("request", "AmazonSNS", "DeliveryAttempts-SMTP", ("notifications",)),
    "states/transition": PriceQuery("request", "AmazonStates", "StateTransition", ("statetransitions", "transitions")),
    "scheduler/invocation": PriceQuery(
        "request", "AWSEvents", ".*Schedule.*Invocations?.*", ("invocations", "invocation", *REQUESTS)
    ),
    "events/event": PriceQuery(
        "request", "AWSEvents", "Event-64K-Chunks", ("64k-chunks",), {"eventType": "Custom Event"}
    ),
    "apigateway/request": PriceQuery("request", "AmazonApiGateway", "ApiGatewayRequest", REQUESTS),
    "vpc/interface-endpoint": PriceQuery("hour", "AmazonVPC", "VpcEndpoint-Hours", ("hrs", "hours", "hour")),
    "vpc/interface-data": PriceQuery("GB", "AmazonVPC", "VpcEndpoint-Bytes", ("gb",)),
    "xray/trace": PriceQuery("request", "AWSXRay", "XRay-TracesStored", ("traces",)),
    "budgets/budget": PriceQuery(
        "month", "AWSBudgets", "BudgetsUsage", ("budget-days",), factor=DAYS_PER_MONTH, regional=False
    ),
}

INSTANCE_ITEMS: Final[Mapping[str, str]] = {
    "sagemaker.hosting": "Host",
    "sagemaker.transform": "Tsform",
    "sagemaker.training": "Train",
}
"""Items with a price for each instance type, and how the usage type begins."""

BEDROCK_MODELS: Final[Mapping[str, str]] = {
    "amazon.nova-micro-v1:0": "NovaMicro",
    "amazon.nova-lite-v1:0": "NovaLite",
    "amazon.nova-pro-v1:0": "NovaPro",
    "amazon.nova-premier-v1:0": "NovaPremier",
    "amazon.nova-2-lite-v1:0": "Nova2.0Lite",
}
"""Amazon's own models, and what usage types call them. A plain usage type is the Region's own standard tier; one with
an end (``-batch``, ``-custom-model``, ``-cross-region-global``, ``-flex``) is another product at another price."""
MARKETPLACE_MODELS: Final[Mapping[str, tuple[str, str]]] = {
    "us.anthropic.claude-haiku-4-5-20251001-v1:0": ("Claude Haiku 4.5 (Amazon Bedrock Edition)", ""),
    "global.anthropic.claude-haiku-4-5-20251001-v1:0": ("Claude Haiku 4.5 (Amazon Bedrock Edition)", "_Global"),
}
"""Models of others by their inference profile: a geographic profile is a tenth dearer than the global one. AWS lists
them in an offer of their own, by the service name, priced by the million."""
TERMS: Final[Mapping[str, str]] = {"none": "NoCommit", "OneMonth": "1month", "SixMonths": "6months"}
"""Commitments of a model unit, and what usage types call them. Amazon's, Meta's and Titan models have such a usage
type; for Anthropic's none is listed."""


TRANSFER_CODES: Final[Mapping[str, str]] = {
    "us-east-1": "USE1",
    "us-east-2": "USE2",
    "us-west-1": "USW1",
    "us-west-2": "USW2",
    "eu-west-1": "EU",
    "eu-central-1": "EUC1",
    "ap-northeast-1": "APN1",
    "ap-northeast-2": "APN2",
    "ap-southeast-1": "APS1",
}
"""Regions that data goes to, and what usage types call them: ``<from>-<to>-AWS-Out-Bytes``, billed where it is from."""


def query_for(item: str) -> PriceQuery | None:
    """The query of an item, or none: there is no row for it."""
    family, _, instance = item.partition("/")
    if family == "transfer":
        to = TRANSFER_CODES.get(instance.removeprefix("to/"))
        usage_type = f"{to}-AWS-Out-Bytes"
        return None if to is None else PriceQuery("GB", "AWSDataTransfer", usage_type, ("gb",))
    if family.startswith("bedrock."):
        model, _, what = instance.rpartition("/")
        return _tokens(model, what) if family == "bedrock.tokens" else _model_unit(model, what)
    if family not in INSTANCE_ITEMS:
        return QUERIES.get(item)
    usage = f"{INSTANCE_ITEMS[family]}:{re.escape(instance)}"
    return PriceQuery("hour", "AmazonSageMaker", usage, ("hrs", "hours", "hour"), {"instanceName": instance})


def _tokens(model: str, direction: str) -> PriceQuery | None:
    word = {"in": "input", "out": "output"}.get(direction)
    if word is None:
        return None
    if model in BEDROCK_MODELS:
        usage = f"{re.escape(BEDROCK_MODELS[model])}-{word}-tokens"
        return PriceQuery(
            "token", "AmazonBedrock", usage, ("1k tokens",), {"feature": "On-demand Inference"}, factor=1 / 1000
        )
    if model in MARKETPLACE_MODELS:
        service, tier = MARKETPLACE_MODELS[model]
        usage = f"MP:[A-Z0-9]+_{word.title()}TokenCount{tier}-Units"
        offer = "AmazonBedrockFoundationModels"
        return PriceQuery("token", offer, usage, ("units", "unit"), {"servicename": service}, factor=1 / 1_000_000)
    return None


def _model_unit(model: str, commitment: str) -> PriceQuery | None:
    if model not in BEDROCK_MODELS or commitment not in TERMS:
        return None
    usage = f"{re.escape(BEDROCK_MODELS[model])}-ProvisionedThroughput-{TERMS[commitment]}-ModelUnits"
    return PriceQuery("hour", "AmazonBedrock", usage, ("hour", "hours", "hrs"))


def items_for(instance_types: Iterable[str]) -> tuple[str, ...]:
    """Every item that the estimator knows, with these instance types for each use of an instance."""
    instances = (f"{family}/{name}" for family in INSTANCE_ITEMS for name in sorted(set(instance_types)))
    return (*QUERIES, *instances)
