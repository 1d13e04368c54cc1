"""Fixtures of sagemaker-endpoint-variants."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, aws


def variant(name: object) -> dict[str, object]:
    return {"variantName": name, "modelName": "fraud", "instanceType": "ml.m5.large", "initialInstanceCount": 1.0}


def config(*names: object, **more: object) -> Case:
    return aws("sagemaker/endpointConfiguration", productionVariants=[variant(name) for name in names], **more)


SHADOW = [variant("shadow")]
TEN = [f"v{index}" for index in range(10)]

CASES = Cases(
    passes=[
        config("AllTraffic"),
        config("a", "b"),
        config(*TEN),
        config("live", shadowProductionVariants=SHADOW),
        config("live", name="fraud"),
        config("live", "next", shadowProductionVariants=[]),
        config("live").but(productionVariants=[{"instanceType": "ml.m5.large"}, {"instanceType": "ml.m5.xlarge"}]),
    ],
    fails=[
        config().but(("productionVariants is empty",)),
        config(*TEN, "v10").but(("productionVariants has 11 variants, more than 10;",)),
        config("a", "a").but(("productionVariants[1].variantName is a, as that of another variant",)),
        config("live", "next", shadowProductionVariants=SHADOW).but(
            ("productionVariants has 2 variants, more than 1 where one shadows another",)
        ),
        config("live", shadowProductionVariants=[*SHADOW, variant("other")]).but(
            ("shadowProductionVariants has 2 variants, more than 1 where one shadows another",)
        ),
        config("live", shadowProductionVariants=[*SHADOW, *SHADOW]).but(
            (
                "shadowProductionVariants has 2 variants, more than 1 where one shadows another",
                "shadowProductionVariants[1].variantName is shadow, as that of another variant",
            )
        ),
        aws("sagemaker/endpointConfiguration", ("productionVariants is not set",), name="fraud"),
    ],
    not_applicable=[],
    unknown=[config("a", U), config("a").but(productionVariants=U), config("a", shadowProductionVariants=U)],
    always_applicable=True,
)
