"""The online store of a feature group is encrypted with a customer's key."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import sagemaker
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="sagemaker-feature-online-kms",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(sagemaker.FEATURE_GROUP,),
    summary="The online store of a feature group is encrypted with a KMS key of your own.",
    cause="Features of people and orders lie under a key that you can neither audit nor revoke.",
    remedy="set onlineStoreConfig.securityConfig.kmsKeyId to your key",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-security.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A store that is switched off holds nothing."""
    store = resource["onlineStoreConfig"]
    if store.missing or store["enableOnlineStore"].flag() is False:
        yield not_applicable("there is no online store")
    elif store["securityConfig.kmsKeyId"].missing:
        yield violation(store["securityConfig.kmsKeyId"], "is not set")
