"""Fixtures of iam-role-confused-deputy."""

from __future__ import annotations

from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U
from tests.policies.cases.iam_documents import ACCOUNT, NO_DOCUMENT, role, trust

SCHEDULER = "scheduler.amazonaws.com"
FOUND = "assumeRolePolicy.Statement[0].Principal lets scheduler.amazonaws.com in for every account"


def service(name: object, *names: str) -> Case:
    return role(trust({"Service": name}), *names)


def sourced(operator: str, key: str, value: object, *names: str) -> Case:
    return role(trust({"Service": SCHEDULER}, Condition={operator: {key: value}}), *names)


def chosen(services: list[str], *names: str) -> Case:
    return replace(service("states.amazonaws.com", *names), settings={"services": services})


CASES = Cases(
    passes=[
        sourced("StringEquals", "aws:SourceAccount", ACCOUNT),
        sourced("ArnLike", "aws:SourceArn", f"arn:aws:scheduler:us-east-1:{ACCOUNT}:schedule/default/*"),
        sourced("StringLike", "aws:SourceAccount", ACCOUNT),
    ],
    fails=[
        service(SCHEDULER, FOUND),
        service(["lambda.amazonaws.com", SCHEDULER], FOUND),
        sourced("StringLike", "aws:SourceAccount", "*", FOUND),
        sourced("StringEquals", "aws:PrincipalTag/a", "b", FOUND),
        chosen(["states.amazonaws.com"], FOUND.replace("scheduler", "states")),
    ],
    not_applicable=[
        NO_DOCUMENT,
        service("states.amazonaws.com"),
        service(["lambda.amazonaws.com", "events.amazonaws.com"]),
        chosen([SCHEDULER]),
        role(trust({"Service": "lambda.amazonaws.com"}, Condition={"StringEquals": {"aws:PrincipalTag/a": "b"}})),
        role({"Statement": {"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": {"Service": SCHEDULER}}}),
    ],
    unknown=[role(U), service(U), sourced("StringEquals", "aws:SourceAccount", U)],
)
