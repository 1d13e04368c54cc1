"""What a function is called and how it is set up is what Lambda accepts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from guardrails.aws import lambda_limits
from guardrails.aws.lambda_callers import FUNCTION
from guardrails.aws.service_model import refused
from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}|arn:.*|.*function:.*|\d{12}:.*")
"""A plain name. Longer ones with an account or an ARN are left to AWS."""
MOST: Final[Mapping[str, int]] = {"architectures": 1, "vpcConfig.subnetIds": 16, "vpcConfig.securityGroupIds": 5}

RULE = Rule(
    id="lambda-function-limits",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(FUNCTION,),
    summary="A function's name, handler, architecture, network and logging are ones that Lambda accepts.",
    cause="Lambda rejects the function in the middle of a deployment.",
    remedy="set an accepted value; a name has at most 64 letters, digits, hyphens and underscores",
    url="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Of a list that is longer than AWS takes, the length is what is wrong."""
    yield from refused(resource.props, lambda_limits.FUNCTION)
    name = resource["name"]
    text = name.text()
    if text is not None and not NAME.fullmatch(text):
        yield violation(name, f"is {name.show()}, which is no name of a function")
    for each in resource["architectures"].each():
        if problem := lambda_limits.ARCHITECTURE.problem(each):
            yield violation(each, problem)
    for path, most in MOST.items():
        count = len(list(resource[path].each()))
        if count > most:
            yield violation(resource[path], f"names {count}, above {most}")
