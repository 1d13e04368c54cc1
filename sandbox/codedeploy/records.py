"""What exists in CodeDeploy: applications, deployment groups and configurations, deployments."""

from __future__ import annotations

import secrets
import string
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from sandbox.codedeploy.appspec import AppSpec
from sandbox.codedeploy.shifts import PREDEFINED
from sandbox.errors import AwsError
from sandbox.request import ACCOUNT_ID

Fields = dict[str, Any]
ACTIVE: Final = frozenset({"Created", "Queued", "InProgress", "Baking", "Ready"})
EVENTS: Final = ("BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic")


@dataclass
class Deployment:
    """One deployment.

    Attributes:
        region: Where it is.
        fields: `DeploymentInfo`.
        spec: What it does.
        group: `DeploymentGroupInfo` as it was when the deployment began.
        weight: Share of the calls that the new version has.
        lifecycle: Status of each lifecycle event.
        hooks: Outcome that a hook reported, by execution id; None while it is awaited.
        stop: Set when somebody stops it; its value is whether it is rolled back.
    """

    region: str
    fields: Fields
    spec: AppSpec
    group: Fields
    weight: float = 0.0
    lifecycle: dict[str, Fields] = field(
        default_factory=lambda: {name: {"lifecycleEventName": name, "status": "Pending"} for name in EVENTS}
    )
    hooks: dict[str, str | None] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)
    rolls_back_on_stop: bool = False

    @property
    def identity(self) -> str:
        """Its id."""
        return str(self.fields["deploymentId"])

    @property
    def active(self) -> bool:
        """Whether it has not ended."""
        return self.fields["status"] in ACTIVE

    def mark(self, event: str, status: str) -> None:
        """Notes the status of a lifecycle event."""
        now = time.time()
        moment = "startTime" if status == "InProgress" else "endTime"
        self.lifecycle[event] = {**self.lifecycle[event], "status": status, moment: now}


@dataclass
class Region:
    """Everything of one region; groups by application and name."""

    applications: dict[str, Fields] = field(default_factory=dict)
    groups: dict[tuple[str, str], Fields] = field(default_factory=dict)
    configs: dict[str, Fields] = field(
        default_factory=lambda: {name: _predefined(name, routing) for name, routing in PREDEFINED.items()}
    )
    deployments: dict[str, Deployment] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)


def _predefined(name: str, routing: Mapping[str, Any]) -> Fields:
    return {
        "deploymentConfigId": str(uuid4()),
        "deploymentConfigName": name,
        "computePlatform": "Lambda",
        "createTime": 0.0,
        "trafficRoutingConfig": dict(routing),
    }


class Records:
    """Regions by name; `lock` is held while anything is changed."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._regions: dict[str, Region] = {}

    def region(self, name: str) -> Region:
        """A region, made when it is first named."""
        with self.lock:
            return self._regions.setdefault(name, Region())

    def application(self, region: str, name: str) -> Fields:
        """An application.

        Raises:
            AwsError: ApplicationDoesNotExistException.
        """
        found = self.region(region).applications.get(name)
        if found is None:
            raise AwsError("ApplicationDoesNotExistException", f"No application found for name: {name}")
        return found

    def group(self, region: str, application: str, name: str) -> Fields:
        """A deployment group.

        Raises:
            AwsError: ApplicationDoesNotExistException, DeploymentGroupDoesNotExistException.
        """
        self.application(region, application)
        found = self.region(region).groups.get((application, name))
        if found is None:
            raise AwsError("DeploymentGroupDoesNotExistException", f"No Deployment Group found for name: {name}")
        return found

    def config(self, region: str, name: str) -> Fields:
        """A deployment configuration.

        Raises:
            AwsError: DeploymentConfigDoesNotExistException.
        """
        found = self.region(region).configs.get(name)
        if found is None:
            raise AwsError(
                "DeploymentConfigDoesNotExistException", f"No Deployment Configuration found for name: {name}"
            )
        return found

    def deployment(self, region: str, identity: str) -> Deployment:
        """A deployment.

        Raises:
            AwsError: DeploymentDoesNotExistException.
        """
        found = self.region(region).deployments.get(identity)
        if found is None:
            raise AwsError("DeploymentDoesNotExistException", f"The deployment {identity} could not be found")
        return found


def new_deployment_id() -> str:
    """`d-` and nine letters or digits."""
    letters = string.ascii_uppercase + string.digits
    return "d-" + "".join(secrets.choice(letters) for _ in range(9))


def arn(region: str, rest: str) -> str:
    """ARN of something in CodeDeploy."""
    return f"arn:aws:codedeploy:{region}:{ACCOUNT_ID}:{rest}"
