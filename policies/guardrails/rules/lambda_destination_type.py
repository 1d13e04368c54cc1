"""What failed or succeeded is sent to something that Lambda can send it to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws.arns import service_of
from guardrails.aws.lambda_callers import FUNCTION
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

INVOKE_CONFIG: Final = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
MAPPING: Final = "aws:lambda/eventSourceMapping:EventSourceMapping"
ACCEPTED: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    FUNCTION: {"deadLetterConfig.targetArn": ("sqs", "sns")},
    INVOKE_CONFIG: {
        "destinationConfig.onFailure.destination": ("sqs", "sns", "lambda", "events", "s3"),
        "destinationConfig.onSuccess.destination": ("sqs", "sns", "lambda", "events"),
    },
    MAPPING: {"destinationConfig.onFailure.destinationArn": ("sqs", "sns", "s3")},
}
"""By type, the properties that name a target, and the services whose ARNs they take."""

RULE = Rule(
    id="lambda-destination-type",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=tuple(ACCEPTED),
    summary="A dead-letter target or destination is of a service that Lambda sends to from there.",
    cause="Lambda rejects the configuration.",
    remedy="name a queue or a topic; async destinations may also be functions, event buses and, for failures, buckets",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Texts that are no ARN are left to AWS: a mapping of Kafka names a topic."""
    targets = {path: services for path, services in ACCEPTED[resource.type].items() if resource[path].present}
    if not targets:
        yield not_applicable("no target is named")
    for path, services in targets.items():
        node = resource[path]
        if service_of(node.text()) not in ("", *services):
            yield violation(node, f"is {node.show()}; accepted: {', '.join(services)}")
