"""Fixtures of lambda-function-memory."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws

HALF = aws("lambda/function", memorySize=512.0)
LOWERED = replace(HALF, settings={"maxMegabytes": 512})

CASES = Cases(
    passes=[HALF, HALF.but(memorySize=128.0), HALF.but(memorySize=10240.0), LOWERED],
    fails=[
        HALF.but(("memorySize is 10241 MB, outside 128 to 10240 MB;",), memorySize=10241.0),
        HALF.but(("memorySize is 127 MB",), memorySize=127.0),
        HALF.but(("memorySize is 512.5 MB",), memorySize=512.5),
        LOWERED.but(("memorySize is 513 MB, outside 128 to 512 MB;",), memorySize=513.0),
    ],
    not_applicable=[
        aws("lambda/function", runtime="python3.13"),
        HALF.but(memorySize=10241.0, capacityProviderConfig={"lambdaManagedInstancesCapacityProviderConfig": {}}),
    ],
    unknown=[HALF.but(memorySize=U)],
)
