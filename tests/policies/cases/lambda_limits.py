"""Fixtures of the family lambda-limits."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

CASES = {
    "lambda-function-timeout": Cases(
        passes=[
            aws("lambda/function", timeout=1.0),
            aws("lambda/function", timeout=900.0),
            aws("lambda/function", timeout="60"),
        ],
        fails=[
            aws("lambda/function", ("timeout is 901 s, outside 1 to 900 s;",), timeout=901.0),
            aws("lambda/function", ("timeout is 0 s",), timeout=0.0),
            aws("lambda/function", ("timeout is 1.5 s",), timeout=1.5),
            aws("lambda/function", ("timeout is not a number",), timeout="soon"),
            aws("lambda/function", ("timeout is not a finite number",), timeout=float("inf")),
        ],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/function", timeout=U)],
    ),
    "lambda-function-memory": Cases(
        passes=[aws("lambda/function", memorySize=128.0), aws("lambda/function", memorySize=10240.0)],
        fails=[
            aws("lambda/function", ("memorySize is 10241 MB, outside 128 to 10240 MB;",), memorySize=10241.0),
            aws("lambda/function", ("memorySize is 127 MB",), memorySize=127.0),
        ],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/function", memorySize=U)],
    ),
    "lambda-function-ephemeral-storage": Cases(
        passes=[
            aws("lambda/function", ephemeralStorage={"size": 512.0}),
            aws("lambda/function", ephemeralStorage={"size": 10240.0}),
        ],
        fails=[
            aws("lambda/function", ("ephemeralStorage.size is 511 MB",), ephemeralStorage={"size": 511.0}),
            aws("lambda/function", ("ephemeralStorage.size is 10241 MB",), ephemeralStorage={"size": 10241.0}),
        ],
        not_applicable=[aws("lambda/function", runtime="python3.13")],
        unknown=[aws("lambda/function", ephemeralStorage={"size": U}), aws("lambda/function", ephemeralStorage=U)],
    ),
    "lambda-function-runtime": Cases(
        passes=[
            aws("lambda/function", runtime="python3.13"),
            aws("lambda/function", runtime="python3.11"),
            aws("lambda/function", runtime="python3.99"),
            aws("lambda/layerVersion", compatibleRuntimes=["python3.9", "python3.13"]),
        ],
        fails=[
            aws(
                "lambda/function", ("runtime is python3.10, whose support ended on 2026-10-31;",), runtime="python3.10"
            ),
            aws("lambda/function", ("runtime is nodejs20.x",), runtime="nodejs20.x"),
            aws(
                "lambda/layerVersion",
                ("compatibleRuntimes is python3.8, python3.9",),
                compatibleRuntimes=["python3.8", "python3.9"],
            ),
        ],
        not_applicable=[aws("lambda/function", packageType="Image"), aws("lambda/layerVersion", layerName="a")],
        unknown=[aws("lambda/function", runtime=U)],
    ),
    "lambda-function-tracing": Cases(
        passes=[aws("lambda/function", tracingConfig={"mode": "Active"})],
        fails=[
            aws("lambda/function", ("tracingConfig.mode is not set",), runtime="python3.13"),
            aws("lambda/function", ("tracingConfig.mode is PassThrough",), tracingConfig={"mode": "PassThrough"}),
        ],
        not_applicable=[aws("lambda/alias", name="live")],
        unknown=[aws("lambda/function", tracingConfig=U), aws("lambda/function", tracingConfig={"mode": U})],
    ),
}
