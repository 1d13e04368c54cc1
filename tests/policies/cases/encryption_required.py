"""Fixtures of the family encryption-required."""

from __future__ import annotations

import json

from tests.policies.cases.case import Cases, U, aws

KEY = "arn:aws:kms:us-east-1:123456789012:key/1"
SSE = "s3/bucketServerSideEncryptionConfiguration"
PLAIN_VARIANT = {"variantName": "a", "instanceType": "ml.m5.large", "initialInstanceCount": 1.0}
SERVERLESS = {"variantName": "a", "serverlessConfig": {"memorySizeInMb": 2048.0, "maxConcurrency": 5.0}}


def sse(algorithm: object) -> list[object]:
    return [
        {
            "applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm, "kmsMasterKeyId": U},
            "bucketKeyEnabled": True,
        }
    ]


def bucket_policy(**changes: object) -> dict[str, object]:
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Statement": [{**deny, **changes}]}


CASES = {
    "dynamodb-table-kms": Cases(
        passes=[
            aws("dynamodb/table", serverSideEncryption={"enabled": True, "kmsKeyArn": U}),
            aws("dynamodb/table", serverSideEncryption={"enabled": "true"}),
        ],
        fails=[
            aws("dynamodb/table", ("serverSideEncryption is not set",), hashKey="id"),
            aws(
                "dynamodb/table",
                ("serverSideEncryption.enabled is not true",),
                serverSideEncryption={"enabled": False, "kmsKeyArn": U},
            ),
            aws("dynamodb/table", ("serverSideEncryption is not an object",), serverSideEncryption="yes"),
        ],
        not_applicable=[aws("dynamodb/table", restoreSourceTableArn="arn:aws:dynamodb:us-east-1:123456789012:table/a")],
        unknown=[
            aws("dynamodb/table", serverSideEncryption=U),
            aws("dynamodb/table", serverSideEncryption={"enabled": U}),
        ],
    ),
    "s3-bucket-encryption-kms": Cases(
        passes=[aws(SSE, rules=sse("aws:kms")), aws(SSE, rules=sse("aws:kms:dsse"))],
        fails=[
            aws(SSE, ("rules[0].applyServerSideEncryptionByDefault.sseAlgorithm is AES256",), rules=sse("AES256")),
            aws(
                SSE,
                ("rules[1].applyServerSideEncryptionByDefault.sseAlgorithm is missing",),
                rules=[*sse(U), {"bucketKeyEnabled": True}],
            ),
            aws(SSE, ("rules is empty",), bucket="b"),
            aws(
                "s3/bucket",
                ("serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm is AES256",),
                serverSideEncryptionConfiguration={"rule": sse("AES256")[0]},
            ),
        ],
        not_applicable=[aws("s3/bucket", bucket="b"), aws(SSE, called="platform-access-logs-sse", rules=sse("AES256"))],
        unknown=[aws(SSE, rules=sse(U)), aws(SSE, rules=U)],
    ),
    "sns-topic-kms": Cases(
        passes=[aws("sns/topic", kmsMasterKeyId=KEY), aws("sns/topic", kmsMasterKeyId=U)],
        fails=[
            aws("sns/topic", ("kmsMasterKeyId is not set",), name="a"),
            aws("sns/topic", ("kmsMasterKeyId",), kmsMasterKeyId=""),
        ],
        not_applicable=[aws("sns/topicSubscription", protocol="email")],
        presence_only=True,
    ),
    "sqs-queue-encryption": Cases(
        passes=[
            aws("sqs/queue", kmsMasterKeyId=U),
            aws("sqs/queue", sqsManagedSseEnabled=True),
            aws("sqs/queue", kmsMasterKeyId=KEY, sqsManagedSseEnabled=False),
        ],
        fails=[
            aws("sqs/queue", ("kmsMasterKeyId is not set",), name="a"),
            aws("sqs/queue", ("sqsManagedSseEnabled is false",), sqsManagedSseEnabled=False),
        ],
        not_applicable=[aws("sqs/queuePolicy", policy="{}")],
        unknown=[aws("sqs/queue", sqsManagedSseEnabled=U)],
    ),
    "logs-log-group-kms": Cases(
        passes=[aws("cloudwatch/logGroup", kmsKeyId=KEY), aws("cloudwatch/logGroup", kmsKeyId=U)],
        fails=[
            aws("cloudwatch/logGroup", ("kmsKeyId is not set",), retentionInDays=30.0),
            aws("cloudwatch/logGroup", ("kmsKeyId is not set",), logGroupClass="STANDARD"),
        ],
        not_applicable=[aws("cloudwatch/logGroup", logGroupClass="DELIVERY")],
        presence_only=True,
    ),
    "lambda-environment-kms": Cases(
        passes=[aws("lambda/function", environment={"variables": {"A": "1"}}, kmsKeyArn=U)],
        fails=[
            aws("lambda/function", ("kmsKeyArn is not set",), environment={"variables": {"A": U}}),
            aws("lambda/function", ("kmsKeyArn is not set",), environment={"variables": {"__defaults": [], "A": "1"}}),
        ],
        not_applicable=[
            aws("lambda/function", runtime="python3.13"),
            aws("lambda/function", environment={"variables": {}}),
            aws("lambda/function", environment={"variables": {"__defaults": []}}),
        ],
        unknown=[aws("lambda/function", environment=U), aws("lambda/function", environment={"variables": U})],
    ),
    "sagemaker-endpoint-config-kms": Cases(
        passes=[aws("sagemaker/endpointConfiguration", kmsKeyArn=U, productionVariants=[PLAIN_VARIANT])],
        fails=[
            aws("sagemaker/endpointConfiguration", ("kmsKeyArn is not set",), productionVariants=[PLAIN_VARIANT]),
            aws("sagemaker/endpointConfiguration", ("kmsKeyArn is not set",), productionVariants=[U, PLAIN_VARIANT]),
            aws(
                "sagemaker/endpointConfiguration",
                ("kmsKeyArn",),
                productionVariants=[SERVERLESS],
                shadowProductionVariants=[PLAIN_VARIANT],
            ),
        ],
        not_applicable=[
            aws("sagemaker/endpointConfiguration", productionVariants=[SERVERLESS]),
            aws("sagemaker/endpointConfiguration", productionVariants=[{"instanceType": "ml.g5.2xlarge"}]),
        ],
        unknown=[aws("sagemaker/endpointConfiguration", productionVariants=U)],
    ),
    "kms-key-rotation": Cases(
        passes=[aws("kms/key", enableKeyRotation=True)],
        fails=[
            aws("kms/key", ("enableKeyRotation is not set",), description="d"),
            aws(
                "kms/key",
                ("enableKeyRotation is false",),
                enableKeyRotation=False,
                customerMasterKeySpec="SYMMETRIC_DEFAULT",
            ),
        ],
        not_applicable=[aws("kms/key", customerMasterKeySpec="RSA_2048"), aws("kms/key", customKeyStoreId="cks-1")],
        unknown=[aws("kms/key", enableKeyRotation=U)],
    ),
    "s3-bucket-policy-tls": Cases(
        passes=[
            aws("s3/bucketPolicy", policy=json.dumps(bucket_policy())),
            aws("s3/bucketPolicy", policy=bucket_policy(Principal={"AWS": "*"}, Resource=U)),
            aws("s3/bucketPolicy", policy=bucket_policy(Condition={"Bool": {"AWS:SecureTransport": False}})),
            aws("s3/bucketPolicy", policy=bucket_policy(Condition={"NumericLessThan": {"s3:TlsVersion": 1.2}})),
        ],
        fails=[
            aws("s3/bucketPolicy", ("policy lets requests in",), policy={"Statement": []}),
            aws("s3/bucketPolicy", ("policy lets",), policy=bucket_policy(Effect="Allow")),
            aws("s3/bucketPolicy", ("policy lets",), policy=bucket_policy(Principal={"AWS": "arn:aws:iam::1:root"})),
            aws("s3/bucketPolicy", ("policy lets",), policy=bucket_policy(Action="s3:GetObject")),
            aws(
                "s3/bucketPolicy",
                ("policy lets",),
                policy=bucket_policy(Condition={"Bool": {"aws:SecureTransport": "true"}}),
            ),
        ],
        not_applicable=[aws("s3/bucketPolicy", bucket="b")],
        unknown=[aws("s3/bucketPolicy", policy=U)],
    ),
}
