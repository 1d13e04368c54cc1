"""Fixtures of rds-parameter-group-tls."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def parameter(name: object, value: object) -> list[object]:
    return [{"name": name, "value": value}]


PAIRS = (
    ("rds/parameterGroup", "rds.force_ssl", "1", "0"),
    ("rds/clusterParameterGroup", "require_secure_transport", "ON", "OFF"),
    ("rds/parameterGroup", "require_secure_transport", "1", "0"),
    ("docdb/clusterParameterGroup", "tls", "enabled", "disabled"),
    ("neptune/clusterParameterGroup", "neptune_enforce_ssl", "1", "0"),
    ("redshift/parameterGroup", "require_ssl", "true", "false"),
)

CASES = Cases(
    passes=[
        *(aws(token, parameters=parameter(name, on)) for token, name, on, _ in PAIRS),
        aws("rds/parameterGroup", parameters=parameter("max_connections", "0")),
        aws("rds/parameterGroup", family="postgres16"),
    ],
    fails=[
        aws(
            token,
            (f"parameters[0].value of {name} is {off}, so clients may connect in clear",),
            parameters=parameter(name, off),
        )
        for token, name, _, off in PAIRS
    ],
    not_applicable=[],
    unknown=[
        aws("rds/parameterGroup", parameters=U),
        aws("rds/parameterGroup", parameters=parameter("rds.force_ssl", U)),
        aws("rds/parameterGroup", parameters=parameter(U, "0")),
    ],
    always_applicable=True,
)
