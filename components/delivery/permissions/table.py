"""Every resource type that the program can create, and what it takes; a test holds this to the program itself."""

from __future__ import annotations

from typing import Final

from components.delivery.permissions import (
    compute,
    http_api,
    identity,
    messaging,
    network,
    serving,
    smoke,
    storage,
    watching,
)
from components.delivery.permissions.grants import Table
from domain.delivery import DeliveryRole

FAMILIES: Final[dict[str, Table]] = {
    "identity": identity.TABLE,
    "storage": storage.TABLE,
    "compute": compute.TABLE,
    "messaging": messaging.TABLE,
    "serving": serving.TABLE,
    "http-api": http_api.TABLE,
    "watching": watching.TABLE,
    "network": network.TABLE,
}
"""Tables by family: each family is a managed policy of its own, or several where one would be too long."""

TABLE: Final[Table] = {token: access for family in FAMILIES.values() for token, access in family.items()}
"""All of them."""


def families_of(role: DeliveryRole) -> dict[str, Table]:
    """The tables of a role: whatever deploys also runs the smoke tests, in production without writing anything."""
    if not role.deploys:
        return FAMILIES
    return {**FAMILIES, "smoke": smoke.smoke_table(writes=role is DeliveryRole.STAGING)}
