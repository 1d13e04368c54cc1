"""Fixtures of appautoscaling-schedule-within-target."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws, stack

LIVE = {
    "serviceNamespace": "sagemaker",
    "resourceId": "endpoint/live/variant/main",
    "scalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
TARGET = aws("appautoscaling/target", called="target", minCapacity=1.0, maxCapacity=2.0, **LIVE)
UNNAMED = TARGET.but(resourceId=U)
COMPONENT = "sagemaker:inference-component:DesiredCopyCount"


def action(called: str, **sizes: object) -> Case:
    return aws(
        "appautoscaling/scheduledAction",
        called=called,
        schedule="cron(0 8 ? * MON-FRI *)",
        scalableTargetAction=sizes,
        **LIVE,
    )


MORNING = action("morning", minCapacity=3.0)
NIGHT = action("night", maxCapacity=0.0)
OTHER = replace(NIGHT, name="other").but(resourceId="endpoint/b/variant/c")
MADE = MORNING.but(resourceId=U).made_from(resourceId="target")
LATER = action("noon", maxCapacity=4.0).but(resourceId=U)
ELSEWHERE = replace(TARGET, name="shadow").but(resourceId="endpoint/live/variant/shadow")
TOO_HIGH = ("morning: scalableTargetAction.minCapacity is 3, above maxCapacity 2 of target;",)
TOO_LOW = ("night: scalableTargetAction.maxCapacity is 0, below minCapacity 1 of target;",)

CASES = Cases(
    passes=[
        stack(TARGET, action("morning", minCapacity=2.0)),
        stack(TARGET, action("morning", minCapacity="2", maxCapacity="")),
        stack(TARGET, action("night", minCapacity="", maxCapacity=1.0)),
        stack(TARGET, action("night", maxCapacity=1.0)),
        stack(TARGET, action("night", maxCapacity=2.0)),
        stack(TARGET, action("morning", minCapacity=1.0)),
        stack(TARGET.but(maxCapacity=3.0), MORNING),
        stack(TARGET.but(minCapacity=0.0), NIGHT),
        stack(UNNAMED.but(maxCapacity=3.0), MADE),
        stack(UNNAMED.but(maxCapacity=3.0), MADE, ELSEWHERE, LATER.made_from(resourceId="shadow")),
        stack(TARGET, action("morning", minCapacity=2.0), action("noon", minCapacity=2.0)),
        stack(TARGET, action("morning", minCapacity=2.0), OTHER),
        stack(
            TARGET, action("morning", minCapacity=2.0), replace(TARGET, name="z").but(resourceId="endpoint/b/variant/c")
        ),
    ],
    fails=[
        stack(TARGET, MORNING, names=TOO_HIGH),
        stack(TARGET, NIGHT, names=TOO_LOW),
        stack(UNNAMED, MADE, names=TOO_HIGH),
        stack(UNNAMED, MADE, ELSEWHERE, LATER.made_from(resourceId="shadow"), names=TOO_HIGH),
        stack(TARGET, action("morning", minCapacity="3", maxCapacity=""), names=TOO_HIGH),
        stack(TARGET, action("night", minCapacity="", maxCapacity=0.0), names=TOO_LOW),
        stack(TARGET, MORNING, action("noon", minCapacity=2.0), names=TOO_HIGH),
        stack(TARGET, MORNING, OTHER, names=TOO_HIGH),
    ],
    not_applicable=[
        stack(MORNING),
        stack(TARGET),
        stack(TARGET, MORNING.but(resourceId="endpoint/live/variant/shadow")),
        stack(TARGET, MORNING.but(scalableDimension=COMPONENT)),
        stack(TARGET, replace(MORNING, provider_region="us-west-2")),
        stack(TARGET, action("morning", minCapacity=3.0, maxCapacity=6.0)),
        stack(TARGET, MORNING, action("noon", maxCapacity=4.0)),
        stack(TARGET, action("noon", minCapacity=1.0, maxCapacity=4.0), MORNING),
        stack(TARGET, action("noon", minCapacity=1.0, maxCapacity=U), MORNING),
    ],
    unknown=[
        stack(UNNAMED, MADE, LATER.made_from(resourceId="target").but(scalableDimension=U)),
        stack(TARGET, MORNING, LATER),
        stack(TARGET, MORNING, replace(LATER, name="noon").but(resourceId=LIVE["resourceId"], region=U)),
        stack(TARGET, MORNING, replace(LATER, name="noon").but(resourceId=LIVE["resourceId"], scalableDimension=U)),
        stack(UNNAMED, MADE, LATER.but(resourceId=LIVE["resourceId"])),
        stack(TARGET, MORNING.but(resourceId=U).made_from(resourceId="other")),
        stack(TARGET.but(maxCapacity=U), MORNING),
        stack(TARGET, action("morning", minCapacity=U)),
        stack(TARGET.but(scalableDimension=U), MORNING.but(scalableDimension=U)),
    ],
)
