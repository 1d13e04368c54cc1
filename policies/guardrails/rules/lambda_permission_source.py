"""A service may call a function only on behalf of a resource or an account that is named."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.demands import any_given
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

SERVICES = (".amazonaws.com", ".amazonaws.com.cn")


RULE = Rule(
    id="lambda-permission-source",
    family=Family.PUBLIC,
    severity=Severity.HIGH,
    resources=("aws:lambda/permission:Permission",),
    summary="A permission for a service names the resource or account it acts for.",
    cause="The service calls the function for anybody who points his own bucket or topic at it (confused deputy).",
    remedy="set sourceArn to the bucket, topic, rule or API, or sourceAccount to your account",
    url="https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    frameworks=(
        "AWS FSBP Lambda.1",
        "NIST 800-53 AC-3",
    ),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """A skill of Alexa is named by its token. A value that is not known yet counts."""
    principal = resource["principal"].text()
    if principal is None or not principal.endswith(SERVICES):
        yield not_applicable("the caller is no service")
    elif not any_given(resource, "sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken"):
        yield violation("sourceArn", f"is not set, nor is sourceAccount, so {principal} acts for anybody")
