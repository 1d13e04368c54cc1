"""Fixtures of iam-log-group-arn."""

from __future__ import annotations

from tests.policies.cases.case import Case, Cases, U, allow, aws
from tests.policies.cases.iam_samples import document, inline, policy

GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/score"
OTHER = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/other"
CREATE, PUT = "logs:CreateLogStream", "logs:PutLogEvents"
BARE = "is the log group alone for"
WHERE = "policy.Statement[0].Resource"


def write(resource: object, action: object = PUT, effect: str = "Allow") -> dict[str, object]:
    return {"Effect": effect, "Action": action, "Resource": resource}


def log(*statements: dict[str, object]) -> Case:
    return aws("iam/rolePolicy", role="score", policy=document(*statements))


CASES = Cases(
    passes=[
        log(write(f"{GROUP}:*")),
        log(write(f"{GROUP}:log-stream:*")),
        log(write(f"{GROUP}*")),
        log(write("arn:aws:logs:*:*:*")),
        log(write("*")),
        log(write([GROUP, f"{GROUP}:*"])),
        log(write([f"{GROUP}:*", "arn:aws:s3:::models/fraud"], [PUT, "s3:GetObject"])),
        log(write([f"{GROUP}:*", f"{OTHER}:*"])),
        log(write(f"{GROUP}:*", CREATE)),
        log(write(f"{GROUP}:*", "logs:*")),
        log(write(GROUP), write(f"{GROUP}:*")),
        log(write(f"{GROUP}:*"), write(f"{GROUP}:*", CREATE)),
        log(write(f"{GROUP}:*"), write(GROUP, "logs:DescribeLogStreams")),
        log(write(GROUP, "logs:DescribeLogStreams")),
        log(write(GROUP, "logs:CreateLogGroup")),
        log(write(GROUP, PUT, "Deny")),
        log(write(GROUP), {"Effect": "Allow", "Action": PUT, "NotResource": OTHER}),
        aws("iam/role", inlinePolicies=[{"policy": document(write(f"{GROUP}:*"))}]),
        inline(write(f"{GROUP}:*")),
        policy(write(f"{GROUP}:*")),
        aws("iam/rolePolicy", policy=allow(PUT, f"{OTHER}:*")),
    ],
    fails=[
        log(write(GROUP)).but((f'{WHERE} {BARE} {PUT}: "{GROUP}"',)),
        log(write(GROUP, CREATE)).but((f"{WHERE} {BARE} {CREATE}",)),
        log(write([GROUP, f"{OTHER}:*"])).but((f"{WHERE}[0] {BARE} {PUT}",)),
        log(write(GROUP, "logs:*")).but((f"{WHERE} {BARE} {CREATE}", f"{WHERE} {BARE} {PUT}")),
        log(write(GROUP), write(f"{GROUP}:*", CREATE)).but((f"{WHERE} {BARE} {PUT}",)),
        log(write(GROUP), write(f"{GROUP}:*", PUT, "Deny")).but((f"{WHERE} {BARE} {PUT}",)),
        inline(write(GROUP)).but((f"inlinePolicies[0].{WHERE} {BARE} {PUT}",)),
    ],
    not_applicable=[aws("iam/role", name="worker")],
    unknown=[aws("iam/rolePolicy", policy=U), aws("iam/rolePolicy", policy=allow(PUT, [GROUP, U]))],
)
