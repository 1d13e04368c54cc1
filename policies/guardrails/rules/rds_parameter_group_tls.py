"""A parameter group that speaks of TLS requires it.

Engines name it differently, and their defaults differ by version, so only an explicit off is a violation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

OFF: Final = {
    "rds.force_ssl": {"0"},
    "require_secure_transport": {"0", "off"},
    "tls": {"disabled"},
    "neptune_enforce_ssl": {"0"},
    "require_ssl": {"false"},
}

RULE = Rule(
    id="rds-parameter-group-tls",
    family=Family.ENCRYPTION,
    severity=Severity.MEDIUM,
    resources=(
        "aws:rds/parameterGroup:ParameterGroup",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
        "aws:docdb/clusterParameterGroup:ClusterParameterGroup",
        "aws:neptune/clusterParameterGroup:ClusterParameterGroup",
        "aws:redshift/parameterGroup:ParameterGroup",
    ),
    summary="A parameter group does not let clients in without TLS.",
    cause="Queries, results and passwords can be read on the way.",
    remedy="set the parameter so that TLS is required",
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
    frameworks=("NIST 800-53 SC-8",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Look for the parameters that each engine documents."""
    for parameter in resource["parameters"].each():
        off = OFF.get(str(parameter["name"].text()))
        value = parameter["value"]
        if off and (value.text() or "").lower() in off:
            yield violation(value, f"of {parameter['name'].show()} is {value.show()}, so clients may connect in clear")
