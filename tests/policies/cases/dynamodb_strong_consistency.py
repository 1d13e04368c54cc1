"""Fixtures of dynamodb-strong-consistency."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws


def table(*names: object, mode: object = "STRONG", home: str = "us-east-1", **props: object) -> Case:
    replicas = [{"regionName": name, "consistencyMode": mode} for name in names]
    found = aws("dynamodb/table", hashKey="id", billingMode="PAY_PER_REQUEST", replicas=replicas).but(**props)
    return replace(found, provider_region=home)


def named(case: Case, *names: str) -> Case:
    return replace(case, names=names)


WITNESS = {"regionName": "us-west-2"}
THREE = table("us-east-2", "us-west-2")
TWO = table("us-east-2", globalTableWitness=WITNESS)
COUNTS = "replicas make {} Regions, with the table's own and the witness's, not 3;"
MODE = "replicas[1].consistencyMode is {}, but the table is strongly consistent;"
MIXED = [{"regionName": "us-east-2", "consistencyMode": "STRONG"}, {"regionName": "us-west-2"}]

CASES = Cases(
    passes=[
        *[
            table(first, second, home=home)
            for home, first, second in (
                ("us-east-1", "us-east-2", "us-west-2"),
                ("eu-west-1", "eu-west-2", "eu-west-3"),
                ("eu-central-1", "eu-west-2", "eu-west-3"),
                ("ap-northeast-1", "ap-northeast-2", "ap-northeast-3"),
            )
        ],
        TWO,
        table("us-east-2", "us-west-2", home=""),
        THREE.but(ttl={"enabled": False, "attributeName": "expires"}),
        THREE.but(ttl={"enabled": False}, localSecondaryIndexes=[], streamEnabled=False),
        THREE.but(region="us-east-1"),
    ],
    fails=[
        named(table("us-east-2", "eu-west-1"), "replicas make the Regions eu-west-1, us-east-1, us-east-2, which"),
        named(table("us-east-2", "us-west-2", home="us-west-1"), "replicas make the Regions us-east-2, us-west-1, us"),
        named(table("us-east-2"), COUNTS.format(2)),
        named(table("us-east-2", "us-west-2", globalTableWitness=WITNESS), COUNTS.format(4)),
        THREE.but((MODE.format("missing"),), replicas=MIXED),
        THREE.but((MODE.format("EVENTUAL"),), replicas=[MIXED[0], {**MIXED[1], "consistencyMode": "EVENTUAL"}]),
        named(
            table("us-east-2", mode="EVENTUAL", globalTableWitness=WITNESS),
            "replicas[0].consistencyMode is EVENTUAL, but the table is strongly consistent;",
        ),
        THREE.but(("ttl is enabled, but the table is strongly consistent;",), ttl={"enabled": True}),
        THREE.but(
            ("localSecondaryIndexes are set, but the table is strongly consistent;",),
            localSecondaryIndexes=[{"name": "by-date", "rangeKey": "made", "projectionType": "ALL"}],
        ),
    ],
    not_applicable=[
        aws("dynamodb/table", hashKey="id"),
        table("us-west-2", "eu-west-2", mode=None),
        table("eu-west-2", mode="EVENTUAL", ttl={"enabled": True}),
    ],
    unknown=[
        TWO.but(replicas=U),
        table("us-east-2", U),
        TWO.but(globalTableWitness=U),
        TWO.but(replicas=[{"regionName": "us-east-2", "consistencyMode": U}]),
        THREE.but(ttl=U),
        THREE.but(localSecondaryIndexes=U),
        table("eu-west-2", mode=U),
    ],
)
