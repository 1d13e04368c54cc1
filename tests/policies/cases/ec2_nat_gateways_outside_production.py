"""Fixtures of ec2-nat-gateways-outside-production."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Cases, U, aws, stack

FIRST = replace(aws("ec2/natGateway", called="a", subnetId=U), environment="staging")
SECOND = replace(FIRST, name="b")
PRODUCTION = replace(FIRST, environment="prod")

CASES = Cases(
    passes=[stack(FIRST)],
    fails=[stack(FIRST, SECOND, names=("b: subnetId gives this stack 2 NAT gateways",))],
    not_applicable=[stack(PRODUCTION, replace(PRODUCTION, name="b")), stack(aws("sns/topic"))],
    presence_only=True,
)
