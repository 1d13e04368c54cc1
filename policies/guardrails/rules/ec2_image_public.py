"""A machine image is shared with named accounts or organisations only."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Family, Finding, Resource, Rule, Severity, violation

RULE = Rule(
    id="ec2-image-public",
    family=Family.PUBLIC,
    severity=Severity.CRITICAL,
    resources=(
        "aws:ec2/amiLaunchPermission:AmiLaunchPermission",
        "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
        "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    ),
    summary="No image or snapshot can be shared with everybody.",
    cause="Any AWS account can start the image or read the snapshot, with all that lies on it.",
    remedy="share with accounts or organizations by name, and block public sharing for the account",
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html",
    frameworks=("AWS FSBP EC2.182",),
)


@RULE.check
def check(resource: Resource) -> Iterator[Finding]:
    """Of one image, or of all images and snapshots in a Region."""
    if resource.type.endswith(":AmiLaunchPermission"):
        group = resource["group"]
        if group.text() == "all":
            yield violation(group, "is all")
    else:
        state = resource["state"]
        if state.text() == "unblocked":
            yield violation(state, "is unblocked")
