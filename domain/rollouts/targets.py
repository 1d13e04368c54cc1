"""Where a model is deployed to: an endpoint of SageMaker, the HTTP API, or both."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from domain.checks import refuse, text, whole_number
from domain.rollouts.wanted import Rollout, RolloutKind, parse_rollout

NAME: Final = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"""
MOST_ALARMS: Final = 10
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html"""
MEMORY_MB: Final = (1024, 2048, 3072, 4096, 5120, 6144)
MOST_CONCURRENCY: Final = 200


class EndpointKind(StrEnum):
    """What an endpoint runs on."""

    SERVERLESS = "serverless"
    REALTIME = "realtime"


@dataclass(frozen=True, slots=True)
class EndpointTarget:
    """An endpoint.

    Attributes:
        name: Its name.
        kind: What it runs on; it cannot change while the endpoint lives.
        memory_mb: Memory of a serverless one: 1024 to 6144 in steps of 1024.
        max_concurrency: Of a serverless one, 1 to 200.
        instance_type: Of one on instances, such as `ml.m5.large`.
        instance_count: Of one on instances, at least 1.
        rollout: How a new version takes over.
        alarms: Names of the alarms that take it back, at most 10.
    """

    name: str
    kind: EndpointKind
    memory_mb: int = 2048
    max_concurrency: int = 5
    instance_type: str = ""
    instance_count: int = 1
    rollout: Rollout = field(default_factory=Rollout)
    alarms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not NAME.fullmatch(self.name):
            refuse("endpoint.name", self.name, "1 to 63 letters, digits and hyphens")
        if self.kind is EndpointKind.SERVERLESS:
            if self.memory_mb not in MEMORY_MB:
                refuse("endpoint.memory_mb", self.memory_mb, ", ".join(map(str, MEMORY_MB)))
            whole_number("endpoint.max_concurrency", self.max_concurrency, 1, MOST_CONCURRENCY)
        else:
            text("endpoint.instance_type", self.instance_type)
            whole_number("endpoint.instance_count", self.instance_count, 1)
        _check_alarms("endpoint", self.rollout, self.alarms)

    def to_document(self) -> dict[str, Any]:
        """The JSON object that `parse_targets` reads."""
        plain = {name: getattr(self, name) for name in _SIZES}
        return {**plain, "kind": self.kind.value, "rollout": self.rollout.to_document(), "alarms": list(self.alarms)}


@dataclass(frozen=True, slots=True)
class HttpTarget:
    """The HTTP API.

    Attributes:
        rollout: How a new version takes over.
        alarms: Names of the alarms over the candidate's metrics, at most 10.
    """

    rollout: Rollout = field(default_factory=Rollout)
    alarms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.rollout.kind is RolloutKind.ROLLING:
            refuse("http.rollout.kind", self.rollout.kind.value, "all-at-once, canary or linear: it has no fleet")
        _check_alarms("http", self.rollout, self.alarms)

    def to_document(self) -> dict[str, Any]:
        """The JSON object that `parse_targets` reads."""
        return {"rollout": self.rollout.to_document(), "alarms": list(self.alarms)}


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that one deployment changes; at least one of both."""

    endpoint: EndpointTarget | None = None
    http: HttpTarget | None = None

    def __post_init__(self) -> None:
        if self.endpoint is None and self.http is None:
            refuse("targets", None, "an endpoint, http, or both: nothing would be deployed")

    @property
    def timeout_minutes(self) -> float:
        """After so long a deployment that has not ended is taken back."""
        return max(part.rollout.timeout_minutes for part in (self.endpoint, self.http) if part is not None)

    def to_document(self) -> dict[str, Any]:
        """The JSON object that `parse_targets` reads."""
        return {
            "endpoint": self.endpoint and self.endpoint.to_document(),
            "http": self.http and self.http.to_document(),
        }


_SIZES: Final = ("name", "memory_mb", "max_concurrency", "instance_type", "instance_count")


def parse_targets(found: str | Mapping[str, Any]) -> Targets:
    """Read targets, from JSON or from what it holds.

    Raises:
        ValueError: Names the member that is unknown, missing or not accepted.
    """
    document = json.loads(found) if isinstance(found, str) else found
    if not isinstance(document, Mapping) or not set(document) <= {"endpoint", "http"}:
        refuse("targets", document, "an object with endpoint and http")
    endpoint, http = document.get("endpoint"), document.get("http")
    return Targets(
        None if endpoint is None else EndpointTarget(**_members("endpoint", endpoint, EndpointTarget)),
        None if http is None else HttpTarget(**_members("http", http, HttpTarget)),
    )


def _members(name: str, found: Any, kind: type) -> dict[str, Any]:
    known = list(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    if not isinstance(found, Mapping) or not set(found) <= set(known):
        refuse(name, found, f"an object of {', '.join(known)}")
    members = dict(found)
    if kind is EndpointTarget:
        if not {"name", "kind"} <= set(members) or members["kind"] not in list(EndpointKind):
            refuse(name, found, f"an object with name and kind ({', '.join(EndpointKind)})")
        members["kind"] = EndpointKind(members["kind"])
    alarms = members.get("alarms", [])
    if not isinstance(alarms, list | tuple) or not all(isinstance(alarm, str) and alarm for alarm in alarms):
        refuse(f"{name}.alarms", alarms, "a list of names")
    return {**members, "alarms": tuple(alarms), "rollout": parse_rollout(members.get("rollout", {}))}


def _check_alarms(name: str, rollout: Rollout, alarms: tuple[str, ...]) -> None:
    if len(alarms) > MOST_ALARMS:
        refuse(f"{name}.alarms", list(alarms), f"at most {MOST_ALARMS}")
    if not alarms and rollout.kind is not RolloutKind.ALL_AT_ONCE:
        refuse(f"{name}.alarms", [], f"at least one: without an alarm nothing takes a {rollout.kind} rollout back")
