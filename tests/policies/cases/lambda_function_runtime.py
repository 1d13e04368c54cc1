"""Fixtures of lambda-function-runtime."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.policies.cases.case import Cases, U, aws

TODAY = aws("lambda/function", runtime="python3.13")
LAYER = aws("lambda/layerVersion", compatibleRuntimes=["python3.9", "python3.13"])
CASES = Cases(
    passes=[
        TODAY,
        LAYER,
        TODAY.but(runtime="python3.11"),
        replace(TODAY.but(runtime="python3.10"), today=date(2026, 10, 31)),
        TODAY.but(runtime="python3.99"),
        LAYER.but(compatibleRuntimes=["python3.8", "python3.99"]),
        LAYER.but(compatibleRuntimes=[]),
    ],
    fails=[
        TODAY.but(("runtime is python3.10, whose support ended on 2026-10-31;",), runtime="python3.10"),
        TODAY.but(("runtime is nodejs20.x",), runtime="nodejs20.x"),
        TODAY.but(("runtime is dotnet8, whose support ended on 2026-11-10",), runtime="dotnet8"),
        LAYER.but(
            ("compatibleRuntimes is python3.9, python3.8, whose support ended on 2025-12-15",),
            compatibleRuntimes=["python3.9", "python3.8"],
        ),
    ],
    not_applicable=[aws("lambda/function", packageType="Image"), aws("lambda/layerVersion", layerName="a")],
    unknown=[
        TODAY.but(runtime=U),
        LAYER.but(compatibleRuntimes=U),
        LAYER.but(compatibleRuntimes=["python3.8", U]),
    ],
)
