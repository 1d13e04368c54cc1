"""Actions on data and on permissions name their resources.

Only actions for which AWS accepts an ARN count, so what works on ``Resource: "*"`` alone (``logs:CreateLogGroup``-like
calls, ``ec2:Describe*``, ``cloudwatch:PutMetricData``, ``xray:Put*``) is never flagged. A condition counts as a scope,
unless it only says how the call is made (``aws:SecureTransport``). ``service:*`` is another rule's finding.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.aws import iam, iam_actions
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

RULE = Rule(
    id="iam-policy-unscoped-access",
    family=Family.IAM,
    severity=Severity.HIGH,
    resources=iam.IDENTITY_TYPES,
    summary="IAM statements that reach data or permissions name the resources.",
    cause="One leaked credential reads or changes every bucket, table, secret or role of the account.",
    remedy="set Resource to the ARNs that the workload uses, or limit the statement by a condition",
    frameworks=("AWS FSBP KMS.1", "AWS FSBP KMS.2"),
    url="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Flag actions, also by a partial wildcard, on all resources of their service and without a condition."""
    if iam.no_document(resource):
        yield not_applicable("it holds no policy document")
    for statement in iam.allowed(resource):
        patterns = [text for text in statement.texts("Action") if text.rpartition(":")[2].strip("*")]
        reached = [action for pattern in patterns for action in iam_actions.scopable(pattern)]
        if reached and not statement.narrowed():
            yield from _unscoped(statement, list(dict.fromkeys(reached)))


def _unscoped(statement: iam.Statement, reached: list[str]) -> Iterator[Finding]:
    spans = {service: statement.all_of(service) for service in dict.fromkeys(map(_service, reached))}
    wide = [action for action in reached if spans[_service(action)] is not None]
    if wide:
        more = f" and {len(wide) - 1} more" if len(wide) > 1 else ""
        yield violation(statement.where("Resource"), f'is "{spans[_service(wide[0])]}" for {wide[0]}{more}')


def _service(action: str) -> str:
    return action.partition(":")[0]
