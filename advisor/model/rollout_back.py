"""Goes back to what served before: what there is to do, and doing it. Each part is safe to repeat."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from advisor.errors import InputError
from domain.models.release import Release
from domain.rollouts.current import Current, Served
from domain.rollouts.facts import IN_SERVICE, EndpointFacts
from domain.rollouts.record import ENDED
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore, Held
from lambdas.clients.endpoint_rollouts import EndpointRollouts
from lambdas.deployments.acting import Acting
from lambdas.deployments.settings import Place as Parts
from lambdas.deployments.work import Work

BY_HAND: Final = "taken back by hand"
LOOK_S: Final = 5.0


@dataclass(frozen=True)
class Clients:
    """What acts."""

    store: DeploymentStore
    endpoints: EndpointRollouts
    alarms: AlarmStates


@dataclass(frozen=True)
class Back:
    """What goes back.

    Attributes:
        model: The model.
        pending: The deployment at work that is taken back; None when what is in service goes back.
        endpoint: The endpoint's earlier state; None when it stays.
        from_config: The configuration that the endpoint leaves.
        release: The release as it will be; None when it stays.
        before: The release as it is.
    """

    model: str
    pending: Held | None = None
    endpoint: Served | None = None
    from_config: str = ""
    release: Release | None = None
    before: Release | None = None

    def lines(self) -> list[str]:
        """What it means, for people."""
        if self.pending is not None:
            one = self.pending.deployment
            return [f"deployment {one.deployment_id} of version {one.source.version} is taken back ({one.reason})"]
        found = []
        if self.endpoint is not None:
            version = f" (version {self.endpoint.version})" if self.endpoint.version else ""
            found.append(
                f"endpoint {self.endpoint.endpoint} goes from {self.from_config} to {self.endpoint.config}{version}"
            )
        if self.release is not None and self.before is not None:
            found.append(f"the HTTP API goes from version {self.before.live} to {self.release.live}")
            if self.before.candidate is not None:
                found.append(f"candidate {self.before.candidate.version} is taken back with it")
        return found


def plan_back(clients: Clients, model: str) -> Back:
    """Find out what goes back.

    Raises:
        InputError: Nothing does, or the endpoint takes no change now.
    """
    current, release = clients.store.current(model), clients.store.release(model)
    if current.pending:
        held = clients.store.find(model, current.pending)
        if held is not None and held.deployment.phase not in ENDED:
            return Back(model, pending=held)
    endpoint, there = _endpoint(clients, current)
    wanted = None if _done(current, release, there) or release.previous is None else release.rolled_back()
    if endpoint is None and wanted is None:
        raise InputError(
            f"model {model} has nothing to go back to: no earlier deployment of an endpoint, and no previous version "
            "of the HTTP API"
        )
    return Back(model, None, endpoint, "" if there is None else there.config, wanted, release)


def go_back(clients: Clients, back: Back) -> None:
    """Do it: the endpoint first, because only that can be refused; then the HTTP API; then what is in service."""
    if back.pending is not None:
        # Going back makes nothing, so nothing of what new resources get is needed.
        work = Work(
            Acting(clients.store, clients.endpoints, clients.alarms, Parts("", "", "", (), (), {})),
            lambda: datetime.now(UTC),
        )
        work.forward(work.condemned(back.pending, BY_HAND))
        return
    if back.endpoint is not None:
        there = clients.endpoints.describe(back.endpoint.endpoint)
        if there is None or back.endpoint.config not in (there.config, there.pending):
            clients.endpoints.update(back.endpoint.endpoint, back.endpoint.config, None)
    if back.release is not None:
        expected, wanted = back.before, back.release

        def change(there: Release) -> Release:
            if there != expected:
                raise InputError("the release was changed meanwhile; nothing of it was changed: look again")
            return wanted

        clients.store.change_release(back.model, change)
    live = back.release.live if back.release is not None else None

    def swap(there: Current) -> Current:
        previous = there.previous
        ours = previous is not None and (
            previous == back.endpoint or (back.endpoint is None and previous.version == live)
        )
        return there.swapped() if ours else there

    clients.store.change_current(back.model, swap)


def wait_back(clients: Clients, back: Back, limit_s: float, tell: Callable[[str], None]) -> str:
    """Wait until it is done; how it ended.

    Raises:
        InputError: It did not end in time, or the endpoint failed.
    """
    until = time.monotonic() + limit_s
    while True:
        ended, said = _look(clients, back)
        if ended:
            return said
        tell(said)
        if time.monotonic() >= until:
            raise InputError(f"not done after {limit_s:.0f} s: {said}; the same command again goes on")
        time.sleep(LOOK_S)


def _look(clients: Clients, back: Back) -> tuple[bool, str]:
    if back.pending is not None:
        identity = back.pending.deployment.deployment_id
        held = clients.store.need(back.model, identity)
        if held.deployment.phase not in ENDED:
            go_back(clients, Back(back.model, pending=held))
            held = clients.store.need(back.model, identity)
        return held.deployment.phase in ENDED, f"deployment {identity} is {held.deployment.phase}"
    if back.endpoint is None:
        return True, "done"
    there = clients.endpoints.describe(back.endpoint.endpoint)
    if there is None:
        raise InputError(f"endpoint {back.endpoint.endpoint} is gone")
    if not there.busy and (there.status, there.config) != (IN_SERVICE, back.endpoint.config):
        raise InputError(
            f"endpoint {back.endpoint.endpoint} is {there.status} with {there.config}: {there.failure or 'no reason'}"
        )
    return not there.busy, f"endpoint {back.endpoint.endpoint} is {there.status}"


def _endpoint(clients: Clients, current: Current) -> tuple[Served | None, EndpointFacts | None]:
    """What the endpoint goes back to, and how it stands.

    Raises:
        InputError: It is at something else.
    """
    previous = current.previous
    if previous is None or not previous.endpoint:
        return None, None
    there = clients.endpoints.describe(previous.endpoint)
    if there is None:
        raise InputError(f"endpoint {previous.endpoint} is gone; deploy a version with `model deploy` or approve one")
    if there.busy and there.pending != previous.config:
        raise InputError(f"endpoint {previous.endpoint} is {there.status}: it takes no change until that ends")
    return previous, there


def _done(current: Current, release: Release, there: EndpointFacts | None) -> bool:
    """Whether a rollback that was cut short had changed the release already: the endpoint is at it, and so is this."""
    previous = current.previous
    if previous is None or there is None or not previous.version:
        return False
    return previous.config in (there.config, there.pending) and release.live == previous.version
