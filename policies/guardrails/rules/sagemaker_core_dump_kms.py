"""Core dumps of an endpoint's containers are encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-core-dump-kms",
    family=Family.ENCRYPTION,
    severity=Severity.HIGH,
    resources=(sagemaker.ENDPOINT_CONFIG,),
    summary="Core dumps of an endpoint are encrypted with a KMS key of your own.",
    cause="A dump holds the requests, the model and the credentials that were in memory.",
    remedy="set coreDumpConfig.kmsKeyId of the variant to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Most variants write none."""
    dumps = [variant["coreDumpConfig"] for variant in sagemaker.variants(resource)]
    if all(dump.missing for dump in dumps):
        yield not_applicable("no variant writes core dumps")
    for dump in dumps:
        if dump.present and dump["kmsKeyId"].missing:
            yield violation(dump["kmsKeyId"], "is not set")
