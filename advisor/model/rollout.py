"""``python -m advisor model split | promote | rollback``: who of two versions answers, and going back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from advisor.errors import InputError
from advisor.model.options import (
    BucketOption,
    DryRunOption,
    ModelArgument,
    RegionOption,
    StackOption,
    VersionArgument,
    WaitOption,
)
from advisor.model.place import Place, place_of, told
from advisor.model.progress import progress
from advisor.model.rollout_back import Clients, go_back, plan_back, wait_back
from advisor.model.store import checked_package
from advisor.options import OutputsOption
from domain.models.release import Candidate, Release
from lambdas.clients.alarm_states import AlarmStates
from lambdas.clients.deployment_store import DeploymentStore
from lambdas.clients.endpoint_rollouts import EndpointRollouts
from lambdas.errors import PlatformError


def split(  # noqa: PLR0913 - each option is a parameter
    model: ModelArgument,
    version: VersionArgument,
    weight: Annotated[
        float, typer.Option("--weight", min=0.0, max=1.0, help="Its share of the calls; 0 ends the split.")
    ],
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Let a second version answer a share of the HTTP calls until you say otherwise. No alarm takes it back."""
    with _told("split"):
        place, store = _store(stack, outputs, bucket, region)
        _nobody_at_work(store, model)
        before = store.release(model)
        wanted = _split(before, version, weight)
        if weight:
            checked_package(place, model, version)
        ended = f"the split of {model} ends: {wanted.live} answers all calls"
        said = f"{model} {version} answers {weight:.1%} of the calls, {wanted.live} the others" if weight else ended
        if dry_run:
            typer.echo(f"{said}: nothing was done")
            return
        store.change_release(model, lambda there: _split(there, version, weight))
        typer.echo(said)


def promote(
    model: ModelArgument,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Also the candidate of a deployment that is still being watched.")
    ] = False,
    dry_run: DryRunOption = False,
) -> None:
    """Put the version that answers a share of the HTTP calls in service for all of them."""
    with _told("promote"):
        _, store = _store(stack, outputs, bucket, region)
        before = store.release(model)
        wanted = before.promoted()
        tried = before.candidate
        if tried is not None and tried.owner and not force:
            raise InputError(
                f"version {tried.version} belongs to deployment {tried.owner}, which promotes it when its alarms stay "
                "quiet; --force does not wait for that"
            )
        said = f"{model} {wanted.live} answers all calls, {wanted.previous} is kept for `model rollback`"
        if dry_run:
            typer.echo(f"{said}: nothing was done")
            return

        def change(there: Release) -> Release:
            if there.candidate is None or tried is None or there.candidate.version != tried.version:
                raise InputError("the release was changed meanwhile; nothing was done: look again")
            return there.promoted()

        store.change_release(model, change)
        typer.echo(said)


def rollback(  # noqa: PLR0913 - each option is a parameter
    model: ModelArgument,
    stack: StackOption = None,
    outputs: OutputsOption = None,
    bucket: BucketOption = None,
    region: RegionOption = None,
    timeout_minutes: Annotated[int, typer.Option("--timeout-minutes", min=1, help="Wait no longer than this.")] = 30,
    *,
    wait: WaitOption = True,
    dry_run: DryRunOption = False,
) -> None:
    """Go back, endpoint and HTTP API together: from a deployment at work, or to what served before the last one."""
    with _told("rollback"):
        place, store = _store(stack, outputs, bucket, region)
        clients = Clients(store, EndpointRollouts(place.client("sagemaker")), AlarmStates(place.client("cloudwatch")))
        back = plan_back(clients, model)
        for line in back.lines():
            typer.echo(line)
        if dry_run:
            typer.echo("nothing was done")
            return
        go_back(clients, back)
        if not wait:
            typer.echo(f"begun; `model list {model}` shows what is in service")
            return
        with progress() as tell:
            said = wait_back(clients, back, timeout_minutes * 60, tell)
        typer.echo(said)


def _split(release: Release, version: str, weight: float) -> Release:
    tried = release.candidate
    if weight:
        return release.with_candidate(Candidate(version, weight))
    if tried is None or tried.version != version:
        raise InputError(f"version {version} is no candidate; there is {tried.version if tried else 'none'}")
    return release.without_candidate()


def _nobody_at_work(store: DeploymentStore, model: str) -> None:
    pending = store.current(model).pending
    if pending:
        raise InputError(f"deployment {pending} of {model} is at work: wait for its end, or `model rollback {model}`")


def _store(
    stack: str | None, outputs: Path | None, bucket: str | None, region: str | None
) -> tuple[Place, DeploymentStore]:
    place = place_of(stack, outputs, bucket, region)
    return place, DeploymentStore(place.client("s3"), place.packages)


@contextmanager
def _told(command: str) -> Iterator[None]:
    """One line and exit code 2, also for what the platform's own documents say."""
    with told(command):
        try:
            yield
        except PlatformError as error:
            raise InputError(str(error)) from error
