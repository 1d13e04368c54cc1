"""Rollouts of CodeDeploy: begun, followed, stopped. What AWS answers becomes one small record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.code_release.versions import ALIAS, Move, planned
from advisor.errors import InputError

UNDER_WAY: Final = ("Created", "Queued", "InProgress", "Baking", "Ready")
"""https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_DeploymentInfo.html"""

ROLLBACK: Final = "codeDeployRollback"
"""Who made a deployment that moves the alias back."""

POLL_S: Final = 10.0

AT_ONCE: Final = 25
"""https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BatchGetDeployments.html"""


@dataclass(frozen=True)
class Rollout:
    """One deployment as CodeDeploy tells it.

    Attributes:
        id: Its id.
        status: ``InProgress``, ``Succeeded``, ``Failed``, ``Stopped`` …
        reason: Why it ended otherwise; empty when it did not.
        rolled_back_by: Id of the deployment that took it back; empty when none did.
    """

    id: str
    status: str
    reason: str = ""
    rolled_back_by: str = ""

    @property
    def under_way(self) -> bool:
        """Whether it goes on; a status that is not known here does not count as an end."""
        return self.status in UNDER_WAY or self.status not in ("Succeeded", "Failed", "Stopped")

    @property
    def succeeded(self) -> bool:
        """Whether the new version answers all calls."""
        return self.status == "Succeeded"


@dataclass(frozen=True)
class Releases:
    """The application of one function.

    Attributes:
        function: Name of the function.
        application: Application of CodeDeploy.
        group: Its deployment group.
        functions: Client of Lambda.
        codedeploy: Client of CodeDeploy.
    """

    function: str
    application: str
    group: str
    functions: Any
    codedeploy: Any

    def plan(self, wanted: str | None) -> Move:
        """The move to a version, or to the newest.

        Raises:
            InputError: It cannot be made.
        """
        alias = self.functions.get_alias(FunctionName=self.function, Name=ALIAS)
        pages = self.functions.get_paginator("list_versions_by_function").paginate(FunctionName=self.function)
        published = [str(one["Version"]) for page in pages for one in page["Versions"]]
        return planned(self.function, alias, published, wanted)

    def start(self, move: Move) -> str:
        """Begin a rollout; its id.

        Raises:
            InputError: Another one is under way.
        """
        running = next((one for one in map(told, self._infos()) if one.under_way), None)
        if running is not None:
            raise InputError(f"rollout {running.id} is {running.status}; wait for its end, or `stop` it")
        answer = self.codedeploy.create_deployment(
            applicationName=self.application,
            deploymentGroupName=self.group,
            description=f"{self.function}: version {move.current} to {move.target}",
            revision={
                "revisionType": "AppSpecContent",
                "appSpecContent": {"content": json.dumps(move.app_spec())},
            },
        )
        return str(answer["deploymentId"])

    def latest(self) -> Rollout | None:
        """The newest rollout, or ``None`` when there was none. What took one back is no rollout of its own."""
        asked_for = [info for info in self._infos() if info.get("creator") != ROLLBACK]
        return told(max(asked_for, key=lambda info: info["createTime"])) if asked_for else None

    def _infos(self) -> list[Mapping[str, Any]]:
        """What CodeDeploy knows of every deployment, in no order."""
        pages = self.codedeploy.get_paginator("list_deployments").paginate(
            applicationName=self.application, deploymentGroupName=self.group
        )
        ids = [one for page in pages for one in page["deployments"]]
        return [
            info
            for begin in range(0, len(ids), AT_ONCE)
            for info in self.codedeploy.batch_get_deployments(deploymentIds=ids[begin : begin + AT_ONCE])[
                "deploymentsInfo"
            ]
        ]

    def read(self, deployment_id: str) -> Rollout:
        """One rollout."""
        return told(self.codedeploy.get_deployment(deploymentId=deployment_id)["deploymentInfo"])

    def stop(self, deployment_id: str) -> None:
        """End it, and move the alias back."""
        self.codedeploy.stop_deployment(deploymentId=deployment_id, autoRollbackEnabled=True)

    def follow(self, deployment_id: str, sleep: Callable[[float], None]) -> Iterator[Rollout]:
        """Each new status until the end.

        Args:
            deployment_id: Which one.
            sleep: Waits so many seconds.
        """
        seen = None
        while True:
            found = self.read(deployment_id)
            if found != seen:
                yield found
                seen = found
            if not found.under_way:
                return
            sleep(POLL_S)


def told(info: Mapping[str, Any]) -> Rollout:
    """What CodeDeploy says of one deployment."""
    error, rollback = info.get("errorInformation") or {}, info.get("rollbackInfo") or {}
    reason = ": ".join(part for part in (error.get("code"), error.get("message")) if part)
    return Rollout(
        id=str(info["deploymentId"]),
        status=str(info["status"]),
        reason=reason or str(rollback.get("rollbackMessage") or ""),
        rolled_back_by=str(rollback.get("rollbackDeploymentId") or ""),
    )
