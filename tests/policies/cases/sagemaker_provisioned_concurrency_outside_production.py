"""Fixtures of sagemaker-provisioned-concurrency-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws


def variant(warm: object) -> list[object]:
    return [{"variantName": "a", "serverlessConfig": {"maxConcurrency": 5.0, "provisionedConcurrency": warm}}]


SOUND = replace(aws("sagemaker/endpointConfiguration", productionVariants=variant(None)), environment="staging")
FOUND = SOUND.but(
    ("productionVariants[0].serverlessConfig.provisionedConcurrency is 1",), productionVariants=variant(1.0)
)

CASES = Cases(
    passes=[SOUND],
    fails=[FOUND],
    not_applicable=[replace(FOUND, environment="prod"), replace(FOUND, environment="")],
    unknown=[SOUND.but(productionVariants=U)],
)
