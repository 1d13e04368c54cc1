"""FSx always encrypts; this asks for a customer's key, so it is advisory."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import given
from guardrails.rule import Family, Finding, Level, Resource, Rule, Severity, not_applicable

RULE = Rule(
    id="fsx-file-system-kms",
    family=Family.ENCRYPTION,
    severity=Severity.LOW,
    resources=(
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/lustreFileSystem:LustreFileSystem",
    ),
    summary="An FSx file system is encrypted with a KMS key of your own.",
    cause="Under the account's default key, access can be neither withdrawn nor limited.",
    remedy="set kmsKeyId to your key before the file system is made",
    url="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/encryption-at-rest.html",
    frameworks=("NIST 800-53 SC-28",),
    level=Level.ADVISORY,
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A scratch file system takes no key."""
    if resource["kmsKeyId"].missing and _scratch(resource):
        yield not_applicable("a scratch file system of Lustre takes no key")
    else:
        yield from given(resource["kmsKeyId"])


def _scratch(resource: Resource) -> bool:
    """SCRATCH_1 is Lustre's default."""
    if not resource.type.endswith(":LustreFileSystem"):
        return False
    return (resource["deploymentType"].text() or "SCRATCH_1").startswith("SCRATCH")
