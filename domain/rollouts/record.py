"""The record of one deployment: written before anything is made, so that what a crash leaves is found and removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from domain.models.names import checked_model, checked_version
from domain.rollouts.current import Served
from domain.rollouts.targets import Targets, parse_targets

ID_LENGTH: Final = 12
NAME_LENGTH: Final = 63
"""https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"""


class Phase(StrEnum):
    """How far a deployment is."""

    FORWARD = "forward"
    TAKING_BACK = "taking-back"
    FINISHING = "finishing"
    DONE = "done"
    ROLLED_BACK = "rolled-back"


class Stage(StrEnum):
    """How far a deployment's endpoint is."""

    PLANNED = "planned"
    MADE = "made"
    SHIFTING = "shifting"
    REMOVED = "removed"


ENDED: Final = (Phase.DONE, Phase.ROLLED_BACK)


@dataclass(frozen=True, slots=True)
class Source:
    """What is deployed: facts of the model package.

    Attributes:
        model: Name of the model.
        version: Its version.
        package_arn: The model package.
        image: Image of its container.
        data_url: S3 URI of its archive.
        environment: Variables of its container.
    """

    model: str
    version: str
    package_arn: str
    image: str
    data_url: str
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked_model(self.model)
        checked_version(self.version)


@dataclass(frozen=True, slots=True)
class Before:
    """How things stood when the deployment began; a rollback ends there.

    Attributes:
        config: The endpoint's configuration; empty when there was no endpoint.
        live: The release's live version.
        previous: The release's previous version.
        served: What `current.json` said was in service.
    """

    config: str = ""
    live: str | None = None
    previous: str | None = None
    served: Served | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment.

    Attributes:
        deployment_id: 12 hexadecimal digits.
        source: What is deployed.
        targets: Where to, and how.
        before: How things stood.
        started_at: When it began, with its offset.
        phase: How far it is.
        stage: How far its endpoint is; meaningless without one.
        step: Index of the HTTP API's step that was reached; -1 before the first.
        step_at: When that was.
        reason: Why it is where it is.
    """

    deployment_id: str
    source: Source
    targets: Targets
    before: Before
    started_at: datetime
    phase: Phase = Phase.FORWARD
    stage: Stage = Stage.PLANNED
    step: int = -1
    step_at: datetime | None = None
    reason: str = ""

    @property
    def resource_name(self) -> str:
        """Name of the SageMaker model and of the endpoint configuration; another one for each deployment."""
        end = f"-{self.deployment_id}"
        stem = f"{self.source.model}-{self.source.version.replace('.', '-')}"
        return f"{stem[: NAME_LENGTH - len(end)].rstrip('-')}{end}"

    @property
    def tries_candidate(self) -> bool:
        """Whether the HTTP API tries the version beside a live one; the first version has nothing beside it."""
        return self.targets.http is not None and self.before.live not in (None, self.source.version)

    @property
    def served(self) -> Served:
        """What it puts in service."""
        version, endpoint = self.source.version, self.targets.endpoint
        if endpoint is None:
            return Served(self.deployment_id, version)
        return Served(self.deployment_id, version, endpoint.name, self.resource_name, self.resource_name)

    @property
    def left(self) -> Served | None:
        """What it made for an endpoint and did not remove again; None when there is nothing of it."""
        return None if self.targets.endpoint is None or self.stage is Stage.REMOVED else self.served

    @property
    def found(self) -> Served | None:
        """What served when it began: as `current.json` knew it, unless the endpoint had another configuration."""
        endpoint, known = self.targets.endpoint, self.before.served
        if endpoint is None or not self.before.config:
            return known
        if known is not None and known.config == self.before.config:
            return known
        return Served("", self.before.live or "", endpoint.name, self.before.config)

    def to_json(self) -> str:
        """The document, the same text for the same record."""
        document = {
            "deployment_id": self.deployment_id,
            "source": asdict(self.source),
            "targets": self.targets.to_document(),
            "before": asdict(self.before),
            "started_at": self.started_at.isoformat(),
            "phase": self.phase.value,
            "stage": self.stage.value,
            "step": self.step,
            "step_at": self.step_at and self.step_at.isoformat(),
            "reason": self.reason,
        }
        return json.dumps(document, sort_keys=True, separators=(",", ":"))


def new_id(package_arn: str, started_at: datetime, salt: str) -> str:
    """Id of a new deployment; `salt` keeps two that begin at the same instant apart."""
    text = f"{package_arn}\0{started_at.isoformat()}\0{salt}"
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def parse_deployment(text: str) -> Deployment:
    """Read a record.

    Raises:
        ValueError: It is not what `Deployment.to_json` writes.
    """
    try:
        found: dict[str, Any] = json.loads(text)
        served = found["before"]["served"]
        return Deployment(
            deployment_id=found["deployment_id"],
            source=Source(**found["source"]),
            targets=parse_targets(found["targets"]),
            before=Before(**{**found["before"], "served": served and Served(**served)}),
            started_at=datetime.fromisoformat(found["started_at"]),
            phase=Phase(found["phase"]),
            stage=Stage(found["stage"]),
            step=int(found["step"]),
            step_at=found["step_at"] and datetime.fromisoformat(found["step_at"]),
            reason=found["reason"],
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ValueError(f"the record of a deployment cannot be used: {type(error).__name__}: {error}") from error
