"""Fixtures of lambda-function-ephemeral-storage."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SMALL = aws("lambda/function", ephemeralStorage={"size": 512.0})

CASES = Cases(
    passes=[SMALL, SMALL.but(ephemeralStorage={"size": 10240.0})],
    fails=[
        SMALL.but(("ephemeralStorage.size is 511 MB",), ephemeralStorage={"size": 511.0}),
        SMALL.but(("ephemeralStorage.size is 10241 MB",), ephemeralStorage={"size": 10241.0}),
        SMALL.but(("ephemeralStorage.size is 512.5 MB",), ephemeralStorage={"size": 512.5}),
    ],
    not_applicable=[
        aws("lambda/function", runtime="python3.13"),
        SMALL.but(
            ephemeralStorage={"size": 10241.0},
            capacityProviderConfig={"lambdaManagedInstancesCapacityProviderConfig": {}},
        ),
    ],
    unknown=[SMALL.but(ephemeralStorage={"size": U}), SMALL.but(ephemeralStorage=U)],
)
