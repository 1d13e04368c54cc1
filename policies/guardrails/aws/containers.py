"""The containers that tasks of ECS and jobs of Batch describe in a JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.props import Props
from guardrails.rule import Resource

DOCUMENTS: Final = {
    "aws:ecs/taskDefinition:TaskDefinition": "containerDefinitions",
    "aws:batch/jobDefinition:JobDefinition": "containerProperties",
}
"""Where each type keeps its document: a list of containers, or one."""


def containers(resource: Resource) -> Iterator[Props]:
    """The containers of a task or job."""
    yield from resource[DOCUMENTS[resource.type]].document().each()
