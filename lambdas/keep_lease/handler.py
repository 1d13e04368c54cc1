"""Entry of ``keep_lease``: composition only."""

import os
import sys
import time
from typing import Any, Final

from lambdas import sdk
from lambdas.clients.deployed_code import DeployedCode
from lambdas.clients.endpoints import Endpoints, Target, client_for
from lambdas.clients.heartbeats import Heartbeats
from lambdas.clients.lease_changes import LeaseChanges
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_changes import WorkChanges
from lambdas.clients.work_executions import WorkExecutions
from lambdas.clients.work_ledger import WorkLedger
from lambdas.clients.work_listing import WorkListing
from lambdas.clients.work_removal import WorkRemoval
from lambdas.keep_lease.canary import Canary
from lambdas.keep_lease.cleaning import Cleaning
from lambdas.keep_lease.keeper import Keeper
from lambdas.keep_lease.looks import MINUTE_S, SPARE_S, Pace
from lambdas.keep_lease.meter import KeeperMeter
from lambdas.keep_lease.orders import Operator
from lambdas.keep_lease.pulse import Pulse
from lambdas.keep_lease.request import Request, Task, parse
from lambdas.keep_lease.settings import Settings
from lambdas.keep_lease.sweep import Sweep
from lambdas.work.connections import CONNECT_S, READ_S, reading, starting, writing
from lambdas.work.dispatch import Dispatcher
from lambdas.work.guard import LeaseGuard

SERVICE: Final = "keep_lease"
LOOK_S: Final = 10.0
"""What a single look that was asked for takes for open work, in seconds."""


def handler(event: object, _context: object) -> dict[str, Any]:
    """Look for a minute, or do what an operator asks."""
    settings = Settings.from_env(os.environ)
    request = parse(event, sorted((settings.work.region, settings.work.peer)))
    return answer(request, settings, compose(settings))


def answer(request: Request, settings: Settings, keeper: Keeper) -> dict[str, Any]:
    """Do what is asked, and say what came of it."""
    if request.task is Task.STATUS:
        return Operator(keeper).status().to_reply()
    if request.order is not None:
        return Operator(keeper).order(request.order, request.to).to_reply()
    if request.task is Task.LOOK:
        return keeper.look(time.time() + LOOK_S).to_reply()
    began_s = time.time()
    report, looks = Pace(settings.looks_per_minute, time.time, time.sleep)(keeper.look)
    removed = 0
    if report.standing.active:
        cleaning = Cleaning(keeper.sweep.listing, _removal(settings), settings.retention_days, time.time)
        removed = cleaning(began_s + MINUTE_S - SPARE_S)
    return {**report.to_reply(), "looks": looks, "removed": removed}


def compose(settings: Settings) -> Keeper:
    """Put a keeper together; nothing is asked yet."""
    work, service = settings.work, os.environ.get("POWERTOOLS_SERVICE_NAME", SERVICE)
    reads, writes = reading(work.ledger_region), writing(work.ledger_region)
    leases, ledger = RegionLease(reads, work.ledger_table), WorkLedger(reads, work.ledger_table)
    changes = WorkChanges(writes, work.ledger_table, ledger)
    executions = WorkExecutions(starting(work.region), work.state_machine_arn)
    return Keeper(
        settings=settings,
        canary=_canary(settings),
        pulse=Pulse(settings, Heartbeats(writing(work.region), work.token_table), _code(work.region), time.time),
        guard=LeaseGuard(leases, work.region, work.rules, time.time),
        changes=LeaseChanges(writes, work.ledger_table, leases),
        sweep=Sweep(
            listing=WorkListing(reads, work.ledger_table),
            ledger=ledger,
            changes=changes,
            executions=executions,
            dispatcher=Dispatcher(changes, executions, work.region, work.token_ttl_days, time.time),
            rules=work.rules,
            max_attempts=work.max_attempts,
            clock=time.time,
        ),
        meter=KeeperMeter(service, work.environment, work.region, sys.stdout.write, time.time),
        clock=time.time,
    )


def _canary(settings: Settings) -> Canary:
    timeout_s = settings.canary_timeout_ms / 1000
    target = Target(settings.endpoint, settings.component)
    endpoints = Endpoints(target, timeout_s, lambda limit_s: client_for(limit_s, connections=1))
    return Canary(endpoints, settings.canary, timeout_s, time.monotonic)


def _code(region: str) -> DeployedCode:
    return DeployedCode(
        sdk.client("lambda", region=region, connect_timeout_s=CONNECT_S, read_timeout_s=READ_S, attempts=1)
    )


def _removal(settings: Settings) -> WorkRemoval:
    return WorkRemoval(writing(settings.work.ledger_region), settings.work.ledger_table)
