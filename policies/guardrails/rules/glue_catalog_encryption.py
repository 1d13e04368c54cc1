"""The settings of the Data Catalog turn both encryptions on."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import on, one_of
from guardrails.rule import Family, Finding, Resource, Rule, Severity

RULE = Rule(
    id="glue-catalog-encryption",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=("aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",),
    summary="The Glue Data Catalog encrypts its metadata and its connections' passwords.",
    cause="Table definitions, and the passwords of the databases behind them, lie in clear.",
    remedy="set catalogEncryptionMode to SSE-KMS and returnConnectionPasswordEncrypted to true",
    url="https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html",
    frameworks=("NIST 800-53 SC-28",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Both are off by default."""
    settings = resource["dataCatalogEncryptionSettings"]
    mode = settings["encryptionAtRest.catalogEncryptionMode"]
    yield from one_of(mode, "SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE")
    yield from on(settings["connectionPasswordEncryption.returnConnectionPasswordEncrypted"])
