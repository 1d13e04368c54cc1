"""Fixtures of lambda-package-type."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

ARCHIVE = aws("lambda/function", runtime="python3.13", handler="main.handler")
LACKS = ("runtime is not set for an archive", "handler is not set for an archive")
IMAGE = aws("lambda/function", packageType="Image", imageUri=U)

CASES = Cases(
    passes=[ARCHIVE, ARCHIVE.but(packageType="Zip"), ARCHIVE.but(runtime=U, handler=U), IMAGE],
    fails=[
        ARCHIVE.but(("imageUri is set for an archive",), imageUri=U),
        IMAGE.but(("runtime is set for a container image",), runtime="python3.13"),
        IMAGE.but(("handler is set for a container image",), handler="main.handler"),
        IMAGE.but(("imageUri is set for an archive", *LACKS), packageType="Zip"),
        ARCHIVE.but(LACKS[:1], runtime=None),
        ARCHIVE.but(LACKS[1:], handler=None),
    ],
    not_applicable=[],
    unknown=[aws("lambda/function", packageType=U), ARCHIVE.but(packageType=U)],
    always_applicable=True,
)
