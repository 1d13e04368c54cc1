"""Fixtures of opensearch-domain-logs."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws


def published(kind: object, enabled: object = True) -> list[object]:
    return [{"logType": kind, "enabled": enabled, "cloudwatchLogGroupArn": U}]


SOUND = aws(
    "opensearch/domain", logPublishingOptions=published("AUDIT_LOGS"), advancedSecurityOptions={"enabled": True}
)
USERLESS = aws("elasticsearch/domain", logPublishingOptions=published("ES_APPLICATION_LOGS"))
FOUND = ("logPublishingOptions has no AUDIT_LOGS",)

CASES = Cases(
    passes=[
        SOUND,
        USERLESS,
        USERLESS.but(logPublishingOptions=published("AUDIT_LOGS")),
        SOUND.but(logPublishingOptions=[*published("AUDIT_LOGS"), *published("SEARCH_SLOW_LOGS")]),
        SOUND.but(logPublishingOptions=published("AUDIT_LOGS", None)),
    ],
    fails=[
        SOUND.but(FOUND, logPublishingOptions=None),
        SOUND.but(FOUND, logPublishingOptions=published("ES_APPLICATION_LOGS")),
        SOUND.but(FOUND, logPublishingOptions=published("AUDIT_LOGS", False)),
        USERLESS.but(("logPublishingOptions has no AUDIT_LOGS or ES_APPLICATION_LOGS",), logPublishingOptions=None),
    ],
    not_applicable=[],
    unknown=[
        SOUND.but(logPublishingOptions=U),
        SOUND.but(logPublishingOptions=published(U)),
        USERLESS.but(advancedSecurityOptions=U),
    ],
    always_applicable=True,
)
