"""Fixtures of cloudwatch-event-rule-targets."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws, stack


def named(count: int, rule: object = "nightly", prefix: str = "t", **props: object) -> list[Case]:
    return [
        aws("cloudwatch/eventTarget", called=f"{prefix}{index}", rule=rule, arn=U, **props)
        for index in range(1, count + 1)
    ]


def linked(count: int, rule: str = "nightly", prefix: str = "t") -> list[Case]:
    return [case.made_from(rule=rule) for case in named(count, U, prefix)]


def home(region: str, cases: list[Case]) -> list[Case]:
    return [replace(case, provider_region=region) for case in cases]


TOO_MANY = "t6: rule has a target more than 5;"

CASES = Cases(
    passes=[
        stack(*named(5)),
        stack(*named(5), *named(1, "weekly", "w")),
        stack(*named(5), *named(1, prefix="w", eventBusName="orders")),
        stack(*home("eu-west-1", named(5)), *home("eu-west-2", named(5, prefix="w"))),
        stack(*linked(5)),
        stack(*linked(5), *linked(5, "weekly", "w")),
    ],
    fails=[
        stack(*named(6), names=(TOO_MANY,)),
        stack(*linked(6), names=(TOO_MANY,)),
        stack(*named(5), *[case.but(eventBusName="default") for case in named(6)[5:]], names=(TOO_MANY,)),
    ],
    not_applicable=[],
    unknown=[stack(*named(6, U)), stack(*named(6, eventBusName=U))],
    always_applicable=True,
)
