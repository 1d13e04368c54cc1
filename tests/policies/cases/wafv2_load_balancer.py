"""Fixtures of wafv2-load-balancer."""

from __future__ import annotations

from tests.policies.cases.case import Cases, U, aws, stack

FRONT = aws("lb/loadBalancer", called="front", loadBalancerType="application", internal=False)
WALL = aws("wafv2/webAclAssociation", called="wall", resourceArn=U, webAclArn=U)
FOUND = ("front: arn is named by no web ACL association of this stack",)

CASES = Cases(
    passes=[
        stack(FRONT, WALL.made_from(resourceArn="front")),
        stack(FRONT.but(internal=True)),
        stack(FRONT.but(internal=True, loadBalancerType=None)),
        stack(aws("alb/loadBalancer", called="front", internal=True)),
        stack(FRONT.but(loadBalancerType="network")),
    ],
    fails=[
        stack(FRONT, names=FOUND),
        stack(FRONT, WALL.made_from(resourceArn="other"), names=FOUND),
        stack(FRONT.but(internal=False, loadBalancerType=None), names=FOUND),
        stack(aws("alb/loadBalancer", called="front"), names=FOUND),
        stack(FRONT.but(internal=None), names=FOUND),
    ],
    not_applicable=[stack(aws("sns/topic"))],
    unknown=[stack(FRONT.but(internal=U)), stack(FRONT.but(loadBalancerType=U))],
)
