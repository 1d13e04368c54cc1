"""Fixtures of dynamodb-replica-regions."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def table(*names: object, **props: object) -> Case:
    replicas = [{"regionName": name, "pointInTimeRecovery": True} for name in names]
    found = aws("dynamodb/table", hashKey="id", streamEnabled=True, replicas=replicas).but(**props)
    return replace(found, provider_region="eu-west-1")


def replica(arn: object, region: str) -> Case:
    return replace(aws("dynamodb/tableReplica", globalTableArn=arn), provider_region=region)


ORDERS = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
WITNESS = {"regionName": "eu-central-1"}

CASES = Cases(
    passes=[
        table("eu-west-2", "us-east-1"),
        table("eu-west-1", region="us-east-1"),
        table("eu-west-2", globalTableWitness=WITNESS),
        replace(table("eu-west-1", "us-east-1"), provider_region=""),
        replica(ORDERS, "us-east-1"),
        replica("orders", ""),
        replica("orders", "eu-west-1"),
    ],
    fails=[
        replace(table("eu-west-1", "us-east-1"), names=("replicas[0].regionName is eu-west-1, where the table is;",)),
        replace(table("eu-west-2", "eu-west-2"), names=("replicas[1].regionName is eu-west-2, where another is;",)),
        replace(
            table("eu-central-1", globalTableWitness=WITNESS),
            names=("globalTableWitness.regionName is eu-central-1, where another is;",),
        ),
        replace(
            replica(ORDERS, "eu-west-1"), names=("globalTableArn is in eu-west-1, where the replica would be too;",)
        ),
    ],
    not_applicable=[aws("dynamodb/table", hashKey="id")],
    unknown=[table("eu-west-2", U), table("eu-west-2").but(replicas=U), replica(U, "eu-west-1")],
)
