"""A function whose versions start from a snapshot can be put into one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.aws.lambda_callers import FUNCTION
from guardrails.rule import Family, Finding, Resource, Rule, Severity, not_applicable, violation

UNSUPPORTED: Final = re.compile(
    r"nodejs.*|ruby.*|go.*|provided.*|java8|java8\.al2|dotnetcore.*|dotnet6|python2\..*|python3\.([0-9]|1[01])"
)
"""Runtimes that are sure to have no snapshots; newer ones of the other languages have them."""
LARGEST: Final = 512

RULE = Rule(
    id="lambda-snap-start",
    family=Family.PREFLIGHT,
    severity=Severity.HIGH,
    resources=(FUNCTION,),
    summary="A function with SnapStart has a runtime that supports it, no file system, and the smallest /tmp.",
    cause="Lambda rejects the function.",
    remedy="use an archive for Java 11, Python 3.12, .NET 8 or later, no EFS and 512 MB of /tmp, or take snapStart out",
    url="https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html",
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """That $LATEST has no snapshot is no error: versions of it have."""
    if resource["snapStart.applyOn"].missing or resource["snapStart.applyOn"].text() == "None":
        yield not_applicable("the function has no SnapStart")
        return
    if resource["snapStart.applyOn"].unknown:
        return
    runtime, package, size = resource["runtime"], resource["packageType"], resource["ephemeralStorage.size"]
    if UNSUPPORTED.fullmatch(runtime.text() or ""):
        yield violation(runtime, f"is {runtime.show()}, which has no SnapStart")
    if package.text() == "Image":
        yield violation(package, "is Image, which has no SnapStart")
    if resource["fileSystemConfig.arn"].present:
        yield violation("fileSystemConfig", "is set, which SnapStart does not allow")
    if (size.number() or LARGEST) > LARGEST:
        yield violation(size, f"is {size.show()} MB, above the {LARGEST} MB that SnapStart allows")
