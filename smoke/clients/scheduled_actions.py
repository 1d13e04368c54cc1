"""Asks Application Auto Scaling for the scheduled actions of what a unit scales."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.smoke.cost import Move

REQUIRED_ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {"any": ("application-autoscaling:DescribeScheduledActions",)}


class ScheduledActions:
    """Describes scheduled actions."""

    def __init__(self, client: Any) -> None:
        """Use ``client`` (Application Auto Scaling)."""
        self._client = client

    def of(self, namespace: str, resource_prefix: str) -> frozenset[Move]:
        """Return the actions of every resource whose id begins so.

        Args:
            namespace: ``sagemaker`` or ``lambda``.
            resource_prefix: Such as ``endpoint/NAME/``.
        """
        found: set[Move] = set()
        position: dict[str, str] = {}
        while True:
            page = self._client.describe_scheduled_actions(ServiceNamespace=namespace, **position)
            found |= {_move(one) for one in page["ScheduledActions"] if one["ResourceId"].startswith(resource_prefix)}
            if not page.get("NextToken"):
                return frozenset(found)
            position = {"NextToken": page["NextToken"]}


def _move(action: Mapping[str, Any]) -> Move:
    bounds = action.get("ScalableTargetAction") or {}
    # AWS takes UTC where no zone is named, and then names none.
    return Move(action["Schedule"], action.get("Timezone", "UTC"), bounds.get("MinCapacity"), bounds.get("MaxCapacity"))
