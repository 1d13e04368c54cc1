"""The volumes of an endpoint's instances are encrypted with a customer's key. Serverless variants have no volume.

Instances with NVMe storage encrypt it in hardware and reject a key: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws import sagemaker
from guardrails.props import Props
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

NVME: Final = (
    "ml.m5d.", "ml.c5d.", "ml.r5d.", "ml.g4dn.", "ml.g5.", "ml.g6.", "ml.g6e.", "ml.p4d.", "ml.p4de.", "ml.p5.",
    "ml.p5e.", "ml.p5en.", "ml.m6gd.", "ml.c6gd.", "ml.r6gd.", "ml.trn1.", "ml.inf2.",
)  # fmt: skip
"""Families whose local storage is encrypted in hardware."""

RULE = Rule(
    id="sagemaker-endpoint-config-kms",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="The storage volumes of an endpoint's instances are encrypted with a KMS key.",
    cause="Model artifacts and the data of requests lie on volumes whose key nobody controls.",
    remedy="set kmsKeyArn to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
    frameworks=("AWS FSBP SageMaker",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only variants on instances with an EBS volume count."""
    if resource["kmsKeyArn"].present:
        return
    variants = sagemaker.variants(resource)
    if any(_has_volume(variant) for variant in variants):
        yield violation("kmsKeyArn", "is not set")
    elif variants:
        yield not_applicable(
            "no variant has a volume to encrypt: serverless, or instances that encrypt their NVMe storage in hardware"
        )


def _has_volume(variant: Props) -> bool:
    if variant["serverlessConfig"].present:
        return False
    return not (variant["instanceType"].text() or "").startswith(NVME)
