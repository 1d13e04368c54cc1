"""Fixtures of sagemaker-endpoint-config-kms."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def config(*variants: object, **more: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=list(variants), **more)


PLAIN = {"variantName": "a", "instanceType": "ml.m5.large"}
DISKS = {"variantName": "a", "instanceType": "ml.g5.2xlarge"}
SERVERLESS = {"variantName": "a", "serverlessConfig": {"memorySizeInMb": 2048.0}}
FOUND = ("kmsKeyArn is not set",)

CASES = Cases(
    passes=[config(PLAIN, kmsKeyArn=U), config(U, PLAIN, kmsKeyArn=U), config(SERVERLESS, PLAIN, kmsKeyArn="k")],
    fails=[
        config(PLAIN).but(FOUND),
        config(U, PLAIN).but(FOUND),
        config(SERVERLESS, PLAIN).but(FOUND),
        config(SERVERLESS, shadowProductionVariants=[PLAIN]).but(FOUND),
        config({"variantName": "a"}).but(FOUND),
        config({"variantName": "a", "instanceType": "ml.inf2.xlarge"}).but(FOUND),
    ],
    not_applicable=[
        config(SERVERLESS),
        config(SERVERLESS, shadowProductionVariants=[DISKS]),
        config(DISKS),
        *[
            config({"variantName": "a", "instanceType": f"ml.{family}.xlarge"})
            for family in ("m5d", "g4dn", "r6gd", "p4de", "g6e", "p5en", "trn1")
        ],
        config(SERVERLESS, shadowProductionVariants=[]),
    ],
    unknown=[config(U), config({"instanceType": U})],
)
