"""Fixtures of cloudtrail-management-events."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws

DATA = [{"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}]


def selecting(*selectors: object) -> list[object]:
    return [{"dataResources": DATA, **dict(each)} for each in selectors]  # type: ignore[call-overload]


SOUND = aws("cloudtrail/trail", eventSelectors=selecting({"includeManagementEvents": True, "readWriteType": "All"}))
WRONG = ("eventSelectors have no includeManagementEvents with a readWriteType of All",)

CASES = Cases(
    passes=[
        SOUND,
        SOUND.but(eventSelectors=selecting({})),
        SOUND.but(eventSelectors=selecting({"includeManagementEvents": False}, {})),
    ],
    fails=[
        SOUND.but(WRONG, eventSelectors=selecting({"includeManagementEvents": False, "readWriteType": "All"})),
        SOUND.but(WRONG, eventSelectors=selecting({"includeManagementEvents": True, "readWriteType": "WriteOnly"})),
    ],
    not_applicable=[aws("cloudtrail/trail", name="trail")],
    unknown=[SOUND.but(eventSelectors=U), SOUND.but(eventSelectors=selecting({"readWriteType": U}))],
)
