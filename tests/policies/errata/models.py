"""Mistakes in models, endpoints, tables and what is bought of Bedrock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.policies.cases.case import Case, aws, stack
from tests.policies.errata.entry import Erratum, Mistake

ROLE = "arn:aws:iam::123456789012:role/model"
VPC = {"subnets": ["subnet-0a1b2c3d"], "securityGroupIds": ["sg-0a1b2c3d"]}
MODEL = aws("sagemaker/model", called="model", name="fraud", executionRoleArn=ROLE)
SERVERLESS = {"modelName": "fraud", "serverlessConfig": {"maxConcurrency": 5.0, "memorySizeInMb": 2048.0}}
CONFIG = aws("sagemaker/endpointConfiguration", called="config", productionVariants=[SERVERLESS])
KEY = "arn:aws:kms:us-east-1:123456789012:key/mrk-1"
OLD = "382416733822.dkr.ecr.us-east-1.amazonaws.com/xgboost"
NEW = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost"


def image(reference: str) -> Case:
    return MODEL.but(primaryContainer={"image": reference})


def table(*replicas: Mapping[str, object], **more: object) -> Case:
    found = aws(
        "dynamodb/table", called="tokens", hashKey="id", billingMode="PAY_PER_REQUEST", replicas=list(replicas), **more
    )
    return replace(found, provider_region="us-east-1")


def strong(*regions: str, **more: object) -> Case:
    return table(*({"regionName": region, "consistencyMode": "STRONG"} for region in regions), **more)


def encrypted(key: object) -> Case:
    mine = {} if key is None else {"kmsKeyArn": key}
    return table({"regionName": "us-west-2", **mine}, serverSideEncryption={"enabled": True, "kmsKeyArn": KEY})


def bought(model: str, **more: object) -> Case:
    arn = f"arn:aws:bedrock:us-east-1::foundation-model/{model}"
    props = {"modelArn": arn, "modelUnits": 1.0, "provisionedModelName": "assist", **more}
    return aws("bedrock/provisionedModelThroughput", called="units", **props)


NOVA = "amazon.nova-pro-v1:0:300k"
ONE = Mistake(
    "dynamodb-replica-keys",
    encrypted(None),
    "tokens: replicas[0].kmsKeyArn is not set, but the table has a key of its own",
    encrypted("arn:aws:kms:us-west-2:123456789012:key/mrk-1"),
)
STREAM = {"streamEnabled": True, "streamViewType": "NEW_AND_OLD_IMAGES"}
ERRATA = (
    Erratum(
        6,
        "strong consistency between two Regions of two sets, with a TTL",
        seen=(
            Mistake(
                "dynamodb-strong-consistency",
                strong("us-west-2", "ap-northeast-1"),
                "tokens: replicas make the Regions ap-northeast-1, us-east-1, us-west-2",
                strong("us-west-2", "us-east-2"),
            ),
            Mistake(
                "dynamodb-strong-consistency",
                strong("us-west-2", "us-east-2", ttl={"enabled": True, "attributeName": "ttl"}),
                "tokens: ttl is enabled, but the table is strongly consistent",
                strong("us-west-2", "us-east-2", ttl={"enabled": False, "attributeName": "ttl"}),
            ),
        ),
    ),
    Erratum(
        7,
        "streams for all global tables: only eventually consistent ones need them",
        seen=(
            Mistake(
                "dynamodb-replica-stream",
                table({"regionName": "us-west-2"}, streamViewType="NEW_AND_OLD_IMAGES"),
                "tokens: streamEnabled is not true, but the table has replicas",
                table({"regionName": "us-west-2"}, **STREAM),
            ),
        ),
    ),
    Erratum(
        13,
        "a VPC for serverless endpoints, and one key for a table in two Regions",
        seen=(
            Mistake(
                "sagemaker-serverless-model",
                stack(MODEL.but(vpcConfig=VPC), CONFIG),
                "model: vpcConfig is set, and a serverless variant uses the model",
                stack(MODEL, CONFIG),
            ),
            ONE,
        ),
    ),
    Erratum(
        43,
        "the first XGBoost, by the tag latest",
        seen=(
            Mistake(
                "sagemaker-model-image-pinned",
                image(f"{NEW}:latest"),
                "model: primaryContainer.image has the tag latest",
                image(f"{NEW}:1.7-1"),
            ),
            Mistake(
                "sagemaker-image-retired",
                image(f"{OLD}:latest"),
                "model: primaryContainer.image is xgboost in AWS's old registry 382416733822",
                image(f"{NEW}:1.7-1"),
            ),
        ),
    ),
    Erratum(
        56,
        "a term that is no value, for a model that cannot be bought",
        seen=(
            Mistake(
                "bedrock-throughput-limits",
                bought(NOVA, commitmentDuration="NoCommitment"),
                "units: commitmentDuration is NoCommitment; accepted: OneMonth, SixMonths",
                bought(NOVA),
            ),
            Mistake(
                "bedrock-throughput-model",
                bought("anthropic.claude-3-7-sonnet-20250219-v1:0"),
                "units: modelArn is anthropic.claude-3-7-sonnet-20250219-v1:0, which ended on 2026-04-28",
                bought(NOVA),
            ),
        ),
    ),
)
ORIGIN = (Erratum("replica key", "a customer key for a global table, and none for its replica", seen=(ONE,)),)
