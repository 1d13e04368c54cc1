"""Entry of `accept_work`: composition only."""

import os
import sys
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from domain.metrics import Metric
from lambdas.accept_work.accept import Accepting
from lambdas.accept_work.request import parse_request
from lambdas.accept_work.settings import WorkSettings, read_settings
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_accepts import WorkAccepts
from lambdas.clients.work_changes import WorkChanges
from lambdas.clients.work_executions import WorkExecutions
from lambdas.clients.work_ledger import WorkLedger
from lambdas.metric_lines import template
from lambdas.telemetry import log
from lambdas.work.connections import reading, starting, writing
from lambdas.work.dispatch import Dispatcher
from lambdas.work.guard import LeaseGuard

SERVICE = "accept_work"


def handler(event: object, _context: object) -> dict[str, Any]:
    """Accept works, or look them up."""
    request = parse_request(event)
    reply = accepting()(request)
    facts = {name: reply[name] for name in ("region", "active", "epoch")}
    statuses = [work["status"] for work in reply["works"]]
    log().info("accepted", extra={**facts, "origin": request.origin, "statuses": statuses})
    return reply


@cache
def accepting() -> Accepting:
    """Return what accepts in this environment."""
    return compose(read_settings(os.environ), os.environ)


def compose(settings: WorkSettings, environ: Mapping[str, str]) -> Accepting:
    """Put it together; nothing is asked yet."""
    reader, writer = reading(settings.ledger_region), writing(settings.ledger_region)
    ledger = WorkLedger(reader, settings.ledger_table)
    own = {"service": environ.get("POWERTOOLS_SERVICE_NAME", SERVICE), "Environment": settings.environment}
    own["Region"] = settings.region
    line = template((Metric.WORK_ACCEPTED,), own)
    return Accepting(
        region=settings.region,
        ledger=ledger,
        accepts=WorkAccepts(writer, settings.ledger_table, ledger),
        standings=LeaseGuard(RegionLease(reader, settings.ledger_table), settings.region, settings.rules, time.time),
        dispatcher=Dispatcher(
            changes=WorkChanges(writer, settings.ledger_table, ledger),
            executions=WorkExecutions(starting(settings.region), settings.state_machine_arn),
            region=settings.region,
            token_ttl_days=settings.token_ttl_days,
            clock=time.time,
        ),
        accepted=lambda count: sys.stdout.write(line % (int(time.time() * 1000), count)),
        clock=time.time,
    )
