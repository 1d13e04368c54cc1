"""Entry of ``watch_deployment``: composition only."""

import os
from typing import Any

from lambdas.deployments.clients import acting, working
from lambdas.deployments.handles import parse_handle
from lambdas.errors import InvalidEventError
from lambdas.telemetry import log
from lambdas.watch_deployment.settings import Settings


def handler(event: object, _context: object) -> dict[str, Any]:
    """Go on with the deployment of ``{"deployment_id": …}``."""
    if not isinstance(event, dict):
        raise InvalidEventError(f"the event is {event!r}; accepted: an object with deployment_id")
    model, deployment_id = parse_handle(event.get("deployment_id"))
    actions = acting(Settings.from_env(os.environ).place)
    work = working(actions)
    deployment = work.forward(actions.store.need(model, deployment_id)).deployment
    reply = work.reply(deployment)
    log().info("deployment", extra={"deployment_id": deployment_id, **reply})
    return reply
