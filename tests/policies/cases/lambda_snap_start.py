"""Fixtures of lambda-snap-start."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

SNAP = aws(
    "lambda/function",
    runtime="python3.12",
    handler="main.handler",
    snapStart={"applyOn": "PublishedVersions"},
    ephemeralStorage={"size": 512.0},
    publish=True,
)
OLD = (
    "nodejs22.x", "ruby3.4", "go1.x", "provided", "provided.al2023", "java8", "java8.al2", "dotnetcore3.1", "dotnet6",
    "python2.7", "python3.9", "python3.11",
)  # fmt: skip
ACCESS = "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-0a1b2c3d4e5f60718"
MODELS = {"arn": ACCESS, "localMountPath": "/mnt/models"}

CASES = Cases(
    passes=[
        SNAP,
        SNAP.but(ephemeralStorage=None),
        SNAP.but(packageType="Zip"),
        *[SNAP.but(runtime=each) for each in ("java11", "java21", "python3.14", "dotnet8", "dotnet10")],
    ],
    fails=[
        *[SNAP.but((f"runtime is {each}, which has no SnapStart",), runtime=each) for each in OLD],
        SNAP.but(("packageType is Image, which has no SnapStart",), packageType="Image"),
        SNAP.but(("fileSystemConfig is set, which SnapStart does not allow",), fileSystemConfig=MODELS),
        SNAP.but(("ephemeralStorage.size is 513 MB, above the 512 MB",), ephemeralStorage={"size": 513.0}),
    ],
    not_applicable=[aws("lambda/function"), SNAP.but(runtime="nodejs22.x", snapStart={"applyOn": "None"})],
    unknown=[
        SNAP.but(runtime="nodejs22.x", snapStart=U),
        SNAP.but(runtime=U),
        SNAP.but(packageType=U),
        SNAP.but(ephemeralStorage=U),
    ],
)
