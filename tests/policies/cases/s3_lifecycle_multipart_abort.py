"""Fixtures of s3-lifecycle-multipart-abort."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def rule(days: object, status: object = "Enabled") -> dict[str, object]:
    abort = {"daysAfterInitiation": days}
    return {"id": "a", "status": status, "abortIncompleteMultipartUpload": abort if days else None}


FOUND = ("rules has no abortIncompleteMultipartUpload",)
SOUND = aws("s3/bucketLifecycleConfiguration", rules=[rule(7.0), rule(None)])
OLD = aws("s3/bucketLifecycleConfigurationV2", rules=[rule(7.0)])

CASES = Cases(
    passes=[SOUND, OLD],
    fails=[
        SOUND.but(FOUND, rules=[rule(None), rule(None)]),
        OLD.but(FOUND, rules=[rule(None)]),
        OLD.but(FOUND, rules=[rule(7.0, "Disabled")]),
    ],
    not_applicable=[],
    unknown=[SOUND.but(rules=U)],
    always_applicable=True,
)
