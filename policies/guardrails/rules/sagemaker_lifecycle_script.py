"""Scripts that set up notebooks hold no credential and run nothing that they fetched in clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws import plain_secrets
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SCRIPTS: Final = {
    "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration": (
        "onCreate",
        "onStart",
    ),
    "aws:sagemaker/studioLifecycleConfig:StudioLifecycleConfig": ("studioLifecycleConfigContent",),
}
_IN_CLEAR: Final = re.compile(r"\b(?:curl|wget|pip3? install)\b[^\n]*\shttp://(?!localhost|127\.|169\.254\.)")

RULE = Rule(
    id="sagemaker-lifecycle-script",
    family=Family.SAGEMAKER,
    severity=Severity.HIGH,
    resources=tuple(SCRIPTS),
    summary="A lifecycle script holds no credential and fetches nothing without TLS.",
    cause="The script runs as root on every start; who can read it, or change what it fetches, owns the notebook.",
    remedy="read credentials from Secrets Manager in the script, and fetch from https:// or S3",
    url="https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Scripts come in base64; one that is no base64 is read as it is."""
    scripts = [resource[name] for name in SCRIPTS[resource.type] if resource[name].present]
    if not scripts:
        yield not_applicable("there is no script")
    for script in scripts:
        content = plain_secrets.script_of(script.text() or "")
        if (kind := plain_secrets.in_script(content)) is not None:
            yield violation(script, f"holds {kind}")
        if _IN_CLEAR.search(content):
            yield violation(script, "fetches something by http://")
