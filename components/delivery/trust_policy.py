"""The trust policies of the roles: built by the domain, and refused here when they let in whom they must not."""

from __future__ import annotations

import json
from typing import Final

import pulumi

from components.foundation.account import Account
from components.settings import DeliverySettings
from domain.delivery import Delivery, DeliveryRole, role_problems

ENVIRONMENTS: Final = {DeliveryRole.STAGING: "staging", DeliveryRole.PRODUCTION: "prod", DeliveryRole.PREVIEW: "*"}
"""``environment`` of the stacks that each role is for; a preview looks at any."""


def planned_delivery(settings: DeliverySettings, provider_arn: str) -> Delivery:
    """Who delivers; nothing is made of a trust policy that is too wide.

    Args:
        settings: The theme's settings.
        provider_arn: ARN of GitHub's provider, as it is or will be.

    Raises:
        pulumi.RunError: Somebody could take a role who must not; the text says who.
    """
    try:
        delivery = settings.delivery()
        for role in DeliveryRole:
            require_narrow(role, trust_policy(delivery, role, provider_arn), delivery)
    except ValueError as error:
        raise pulumi.RunError(f"delivery: {error}") from error
    return delivery


def trust_policy(delivery: Delivery, role: DeliveryRole, provider_arn: str) -> str:
    """The trust policy of a role, as JSON text."""
    return json.dumps(delivery.trust_policy(role, provider_arn))


def require_narrow(role: DeliveryRole, document: str, delivery: Delivery) -> None:
    """Refuse a trust policy that lets in whom the role must not.

    Raises:
        ValueError: It does; the text says whom, and what is accepted.
    """
    found = role_problems(role, document, delivery)
    if found:
        raise ValueError(f"trust policy of role {role} is not accepted: {'; '.join(found)}")


def regions_of(settings: DeliverySettings, account: Account, secondary: str | None) -> tuple[str, ...]:
    """Regions of the stacks that are deployed: this one's own, its secondary, and those of the settings."""
    found = {account.region, *settings.extra_regions, *([secondary] if secondary is not None else [])}
    return tuple(sorted(found))
