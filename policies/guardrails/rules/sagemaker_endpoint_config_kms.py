"""The volumes of an endpoint's instances are encrypted with a customer's key. Serverless variants have no volume.

Instances with NVMe storage encrypt it in hardware and reject a key:
https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-endpoint-config-kms",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="The storage volumes of an endpoint's instances are encrypted with a KMS key.",
    cause="Model artifacts and the data of requests lie on volumes whose key nobody controls.",
    remedy="set kmsKeyArn to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Only variants on instances with an EBS volume count."""
    if resource["kmsKeyArn"].present:
        return
    variants = sagemaker.variants(resource)
    on_instances = [variant for variant in variants if not sagemaker.is_serverless(variant)]
    if any(sagemaker.has_volume(variant["instanceType"]) for variant in on_instances):
        yield violation("kmsKeyArn", "is not set")
    else:
        yield not_applicable(
            "no variant has a volume to encrypt: serverless, or instances that encrypt their NVMe storage in hardware"
        )
