"""Workflow files as data; a key that is there twice is refused, where a YAML reader would take the last one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from delivery.gate.steps import ROOT
from domain.delivery.graph import Job
from domain.delivery.jobs import jobs_of, triggers_of

FOLDER = ROOT / ".github" / "workflows"
ACTIONS = ROOT / ".github" / "actions"


class WorkflowError(Exception):
    """A file cannot be read as a workflow; the message says where and why."""


@dataclass(frozen=True)
class Workflow:
    """A workflow file.

    Attributes:
        name: The file's, without its ending.
        text: As it is.
        document: As data.
        jobs: Its jobs as a graph.
        triggers: What starts it.
    """

    name: str
    text: str
    document: Mapping[Any, Any]
    jobs: tuple[Job, ...]
    triggers: Mapping[str, Any]

    def body(self, job: str) -> Mapping[Any, Any]:
        """A job as it is written."""
        body: Mapping[Any, Any] = self.document["jobs"][job]
        return body


class _Strict(yaml.SafeLoader):
    """Refuses a key that is there twice: the first stage of that name would be gone without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise WorkflowError(f"line {key.start_mark.line + 1}: {name!r} is there twice; each name once")
            seen.add(name)
        return super().construct_mapping(node, deep)


def document_of(text: str, name: str) -> Mapping[Any, Any]:
    """A YAML text as data.

    Raises:
        WorkflowError: It is not YAML, has a key twice, or is not a mapping.
    """
    try:
        document = yaml.load(text, _Strict)  # noqa: S506 - a SafeLoader  # nosec B506
    except yaml.YAMLError as error:
        raise WorkflowError(f"{name}: not YAML: {error}") from error
    except WorkflowError as error:
        raise WorkflowError(f"{name}: {error}") from error
    if not isinstance(document, Mapping):
        raise WorkflowError(f"{name}: a mapping is expected, and this is {type(document).__name__}")
    return document


def workflow_of(text: str, name: str) -> Workflow:
    """A workflow from its text.

    Raises:
        WorkflowError: The text cannot be understood.
    """
    document = document_of(text, name)
    try:
        return Workflow(name, text, document, jobs_of(document), triggers_of(document))
    except ValueError as error:
        raise WorkflowError(f"{name}: {error}") from error


def read_all(folder: Path = FOLDER) -> dict[str, Workflow]:
    """Every workflow of a folder, by its name.

    Raises:
        WorkflowError: There is none, or one cannot be understood.
    """
    files = sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])
    if not files:
        raise WorkflowError(f"{folder} has no workflow files")
    return {file.stem: workflow_of(file.read_text(encoding="utf-8"), file.stem) for file in files}
