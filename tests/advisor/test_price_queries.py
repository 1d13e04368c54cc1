"""Each item has a row that can find it, and only it."""

from __future__ import annotations

import pytest

from advisor.prices.queries import INSTANCE_ITEMS, QUERIES, items_for, query_for
from domain.pricing import UNITS

# Usage types as bills and price lists have them, with the item that each is for.
KNOWN = {
    "APN1-Request": "lambda/requests",
    "USE1-ApiGatewayRequest": "apigateway/request",
    "Lambda-GB-Second": "lambda/duration/x86_64",
    "APN1-Lambda-GB-Second-ARM": "lambda/duration/arm64",
    "Lambda-Provisioned-Concurrency-ARM": "lambda/provisioned/arm64",
    "Lambda-Provisioned-GB-Second": "lambda/provisioned-duration/x86_64",
    "APN1-WriteRequestUnits": "dynamodb/write",
    "ReadRequestUnits": "dynamodb/read",
    "USW2-TimedPITRStorage-ByteHrs": "dynamodb/pitr",
    "CW:AlarmMonitorUsage": "cloudwatch/alarm",
    "APN1-CW:MetricMonitorUsage": "cloudwatch/metric",
    "USE1-DataProcessing-Bytes": "cloudwatch/logs-ingest",
    "us-east-1-KMS-Requests": "kms/request",
    "Requests-Tier2": "s3/get",
    "Requests-RBP": "sqs/request",
    "APN1-DeliveryAttempts-SMTP": "sns/email",
    "USE1-StateTransition": "states/transition",
    "USE1-Event-64K-Chunks": "events/event",
    "USE1-VpcEndpoint-Hours": "vpc/interface-endpoint",
    "APN1-VpcEndpoint-Bytes": "vpc/interface-data",
    "USW2-XRay-TracesStored": "xray/trace",
    "USE1-USE2-AWS-Out-Bytes": "transfer/to/us-east-2",
    "APN1-APN2-AWS-Out-Bytes": "transfer/to/ap-northeast-2",
    "USE1-USE2-S3RTC-Out-Bytes": "s3/replication-time-control",
    "Health-Check-AWS": "route53/health-check",
    "Health-Check-Option-AWS": "route53/health-check-option",
    "DNS-Queries": "route53/query",
    "EU-ServerlessInf:Mem-2GB": "sagemaker.serverless/duration",
    "USE1-Host:ml.m5.large": "sagemaker.hosting/ml.m5.large",
    "Tsform:ml.g4dn.xlarge": "sagemaker.transform/ml.g4dn.xlarge",
    "APN1-Train:ml.g6.xlarge": "sagemaker.training/ml.g6.xlarge",
    "USE1-NovaLite-input-tokens": "bedrock.tokens/amazon.nova-lite-v1:0/in",
    "USE1-Nova2.0Lite-output-tokens": "bedrock.tokens/amazon.nova-2-lite-v1:0/out",
    "USE1-Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits": "bedrock.provisioned/amazon.nova-2-lite-v1:0/none",
    "USE1-Nova2.0Lite-ProvisionedThroughput-1month-ModelUnits": "bedrock.provisioned/amazon.nova-2-lite-v1:0/OneMonth",
    "USE1-MP:USE1_InputTokenCount-Units": "bedrock.tokens/us.anthropic.claude-haiku-4-5-20251001-v1:0/in",
    "USE1-MP:USE1_OutputTokenCount_Global-Units": (
        "bedrock.tokens/global.anthropic.claude-haiku-4-5-20251001-v1:0/out"
    ),
}


@pytest.mark.parametrize(("usage_type", "item"), KNOWN.items())
def test_a_usage_type_from_a_bill_is_accepted_by_its_item(usage_type: str, item: str) -> None:
    query = query_for(item)
    assert query is not None
    assert query.accepts(usage_type)


@pytest.mark.parametrize(
    ("item", "usage_type"),
    [
        ("lambda/duration/x86_64", "Lambda-Edge-GB-Second"),
        ("lambda/requests", "USE1-StepFunctions-Request"),
        ("transfer/to/us-east-2", "USE1-USW2-AWS-Out-Bytes"),
        ("transfer/to/us-east-2", "USE1-USE2-AWS-In-Bytes"),
        ("route53/health-check", "Health-Check-Non-AWS"),
        ("route53/health-check-option", "Health-Check-Option-Non-AWS"),
        ("route53/query", "Intra-AWS-DNS-Queries"),
        ("s3/replication-time-control", "USE1-USE2-AWS-Out-Bytes"),
        ("apigateway/request", "USE1-ApiGatewayHttpRequest"),
        ("sagemaker.serverless/duration", "USE1-ServerlessInf:Mem-4GB"),
        ("sagemaker.hosting/ml.m5.large", "USE1-Host:ml.m5.large.extra"),
        ("sagemaker.hosting/ml.m5.large", "USE1-Host:mlXm5Xlarge"),
        ("sqs/request", "APN1-Requests-FIFO-Tier1"),
        ("vpc/interface-endpoint", "USE1-VpcEndpoint-GWLBE-Hours"),
        ("cloudwatch/dashboard", "DashboardsUsageHour-Basic"),
        ("bedrock.tokens/amazon.nova-lite-v1:0/in", "USE1-NovaLite-input-tokens-batch"),
        ("bedrock.tokens/amazon.nova-lite-v1:0/in", "USE1-NovaLite-input-tokens-custom-model"),
        ("bedrock.tokens/amazon.nova-2-lite-v1:0/in", "USE1-Nova2.0Lite-input-tokens-cross-region-global"),
        ("bedrock.tokens/amazon.nova-2-lite-v1:0/in", "USE1-Nova2x0Lite-input-tokens"),
        (
            "bedrock.tokens/us.anthropic.claude-haiku-4-5-20251001-v1:0/in",
            "USE1-MP:USE1_InputTokenCount_Global-Units",
        ),
    ],
)
def test_a_neighbour_is_not_accepted(item: str, usage_type: str) -> None:
    query = query_for(item)
    assert query is not None
    assert not query.accepts(usage_type)


@pytest.mark.parametrize("item", items_for(["ml.m5.large"]))
def test_every_row_gives_a_unit_that_the_file_accepts_and_compares_units_in_lower_case(item: str) -> None:
    query = query_for(item)
    assert query is not None
    assert query.unit in UNITS
    assert query.api_units
    assert all(unit == unit.casefold() for unit in query.api_units)


def test_an_item_without_a_row_has_no_query() -> None:
    assert query_for("ec2/t3.medium") is None


def test_the_items_are_the_rows_and_each_use_of_each_instance_type() -> None:
    items = items_for(["ml.m5.xlarge", "ml.m5.large", "ml.m5.large"])
    assert len(items) == len(set(items)) == len(QUERIES) + 2 * len(INSTANCE_ITEMS)


@pytest.mark.parametrize(
    "item",
    [
        "bedrock.tokens/a.model-nobody-knows/in",
        "bedrock.tokens/amazon.nova-lite-v1:0/sideways",
        "bedrock.provisioned/amazon.nova-lite-v1:0/NoCommitment",
        "bedrock.provisioned/us.anthropic.claude-haiku-4-5-20251001-v1:0/none",
    ],
)
def test_a_model_or_a_commitment_that_no_list_has_gets_no_query(item: str) -> None:
    assert query_for(item) is None
