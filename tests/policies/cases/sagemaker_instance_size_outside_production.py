"""Fixtures of sagemaker-instance-size-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws


def variant(kind: object, count: object) -> list[object]:
    return [{"variantName": "a", "instanceType": kind, "initialInstanceCount": count}]


SOUND = replace(
    aws("sagemaker/endpointConfiguration", productionVariants=variant("ml.m5.large", 1.0)), environment="staging"
)
LARGE = SOUND.but(
    ("productionVariants[0].instanceType is ml.g5.2xlarge, which has accelerators",),
    productionVariants=variant("ml.g5.2xlarge", 1.0),
)

CASES = Cases(
    passes=[SOUND, SOUND.but(productionVariants=variant(None, None))],
    fails=[
        LARGE,
        SOUND.but(("productionVariants[0].initialInstanceCount is 2",), productionVariants=variant("ml.m5.large", 2.0)),
    ],
    not_applicable=[replace(LARGE, environment="prod"), replace(LARGE, environment="")],
    unknown=[SOUND.but(productionVariants=U), SOUND.but(productionVariants=variant(U, 1.0))],
)
