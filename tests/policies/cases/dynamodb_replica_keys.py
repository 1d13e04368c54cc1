"""Fixtures of dynamodb-replica-keys."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

HERE, THERE = (f"arn:aws:kms:{region}:123456789012:key/mrk-1" for region in ("eu-west-1", "us-east-1"))
AWS = "arn:aws:kms:eu-west-1:123456789012:alias/aws/dynamodb"


def table(encryption: object, *keys: object) -> Case:
    replicas = [{"regionName": "us-east-1", "kmsKeyArn": key} for key in keys]
    found = aws("dynamodb/table", hashKey="id", serverSideEncryption=encryption, replicas=replicas)
    return replace(found, provider_region="eu-west-1")


def mine(key: object, *keys: object) -> Case:
    return table({"enabled": True, "kmsKeyArn": key}, *keys)


def named(case: Case, *names: str) -> Case:
    return replace(case, names=names)


REPLICA = replace(aws("dynamodb/tableReplica", kmsKeyArn=HERE), provider_region="eu-west-1")
LACKS = "replicas[{}].kmsKeyArn is not set, but the table has a key of its own;"
PLAIN = "replicas[0].kmsKeyArn is set, but the table is not encrypted with KMS;"

CASES = Cases(
    passes=[
        mine(HERE, THERE),
        mine(HERE, THERE, THERE),
        mine(HERE, "alias/replicas"),
        mine(HERE),
        mine(AWS, None),
        table({"enabled": True}, None),
        table({"enabled": True}, THERE),
        table(None, None),
        table(None, "arn:aws:kms:us-east-1:123456789012:alias/aws/dynamodb"),
        table({"enabled": False}, None),
        REPLICA,
        REPLICA.but(kmsKeyArn=None),
        replace(REPLICA, provider_region=""),
        REPLICA.but(kmsKeyArn="alias/orders"),
    ],
    fails=[
        named(mine(HERE, None), LACKS.format(0)),
        named(mine(HERE, THERE, None), LACKS.format(1)),
        named(mine("0f6a2b9e-6c1d-4b0a-9a55-1f2e3d4c5b6a", None), LACKS.format(0)),
        named(table(None, THERE), PLAIN),
        named(table({"enabled": False}, THERE), PLAIN),
        named(mine(HERE, HERE), "replicas[0].kmsKeyArn is in eu-west-1, but the table there is in us-east-1;"),
        named(
            mine(THERE, THERE), "serverSideEncryption.kmsKeyArn is in us-east-1, but the table there is in eu-west-1;"
        ),
        REPLICA.but(("kmsKeyArn is in us-east-1, but the table there is in eu-west-1;",), kmsKeyArn=THERE),
    ],
    not_applicable=[aws("dynamodb/table", hashKey="id", serverSideEncryption={"enabled": True, "kmsKeyArn": HERE})],
    unknown=[
        mine(U, None),
        mine(HERE, U),
        table(U, None),
        table(U, THERE),
        table({"enabled": False}, U),
        table({"enabled": U}, THERE),
        mine(HERE, THERE).but(replicas=U),
        REPLICA.but(kmsKeyArn=U),
    ],
)
