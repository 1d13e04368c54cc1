"""Fixtures of ecs-task-secret."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.policies.cases.case import Case, Cases, U, aws

SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"


def task(*variables: tuple[object, object]) -> Case:
    environment = [{"name": name, "value": value} for name, value in variables]
    secrets = [{"name": "DB_PASSWORD", "valueFrom": SECRET}]
    container = {"name": "shop", "environment": environment, "secrets": secrets}
    return aws("ecs/taskDefinition", family="shop", containerDefinitions=[container])


def job(name: str) -> Case:
    variables = [{"name": name, "value": "correct-horse-battery"}]
    return aws("batch/jobDefinition", containerProperties=json.dumps({"image": "etl", "environment": variables}))


CASES = Cases(
    passes=[
        job("STAGE"),
        task(("STAGE", "correct-horse-battery")),
        task(("DB_PASSWORD", U)),
        task((None, "correct-horse-battery")),
        aws("ecs/taskDefinition", containerDefinitions=json.dumps([{"name": "shop"}])),
    ],
    fails=[
        replace(job("DB_PASSWORD"), names=("containerProperties.environment[0].value holds a literal credential",)),
        replace(
            task(("DB_PASSWORD", "correct-horse-battery")),
            names=("containerDefinitions[0].environment[0].value holds a literal credential",),
        ),
    ],
    not_applicable=[],
    unknown=[aws("ecs/taskDefinition", containerDefinitions=U), task((U, "correct-horse-battery"))],
    always_applicable=True,
)
