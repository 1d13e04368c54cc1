"""Log levels are set where Lambda can filter by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.aws.lambda_callers import FUNCTION
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

LEVELS: Final = ("applicationLogLevel", "systemLogLevel")

RULE = Rule(
    id="lambda-log-levels",
    family=Family.PREFLIGHT,
    severity=Severity.MEDIUM,
    resources=(FUNCTION,),
    summary="A function with log levels logs in JSON.",
    cause="Lambda rejects the function: levels can only be set when LogFormat is JSON.",
    remedy="set loggingConfig.logFormat to JSON, or leave the levels out",
    url="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Text is what Lambda writes when nothing is said."""
    config = resource["loggingConfig"]
    given = [config[name] for name in LEVELS if config[name].present]
    if not given:
        yield not_applicable("the function sets no log levels")
    elif config["logFormat"].missing or config["logFormat"].text() == "Text":
        for level in given:
            yield violation(level, "is set for logs that are Text")
