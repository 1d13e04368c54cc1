"""How the state machine names a deployment: the model, a hyphen, the id. So one text finds the record."""

import re
from typing import Final

from domain.models.names import MODEL_NAME
from domain.rollouts.record import ID_LENGTH, Deployment
from lambdas.errors import InvalidEventError

_ID: Final = re.compile(rf"[0-9a-f]{{{ID_LENGTH}}}")


def handle_of(deployment: Deployment) -> str:
    """The name of a deployment."""
    return f"{deployment.source.model}-{deployment.deployment_id}"


def parse_handle(found: object) -> tuple[str, str]:
    """Return the model and the id.

    Raises:
        InvalidEventError: It is no name that `handle_of` gives.
    """
    if isinstance(found, str):
        model, _, deployment_id = found.rpartition("-")
        if MODEL_NAME.fullmatch(model) and _ID.fullmatch(deployment_id):
            return model, deployment_id
    raise InvalidEventError(
        f"deployment_id is {str(found)[:100]!r}; accepted: a model's name, a hyphen, {ID_LENGTH} hexadecimal digits"
    )
