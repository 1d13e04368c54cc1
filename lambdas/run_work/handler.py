"""Entry of `run_work`: composition only."""

import os
import random
import sys
import time
from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final, Protocol

from domain.metrics import Metric
from lambdas import sdk
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.endpoints import Endpoints, client_for
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_changes import WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.metric_lines import template
from lambdas.run_work.batch import WORKERS, Batch
from lambdas.run_work.known_lease import KnownLease
from lambdas.run_work.predict import Predicting, Time
from lambdas.run_work.records import parse_records
from lambdas.run_work.run import Running
from lambdas.run_work.settings import Settings
from lambdas.work.connections import reading, writing
from lambdas.work.guard import LeaseGuard

SERVICE: Final = "run_work"
MARGIN_S: Final = 5.0
"""Kept of the function's time to commit and to answer."""


class Context(Protocol):
    """What is used of Lambda's context."""

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda ends the invocation."""
        ...


def handler(event: object, context: Context) -> dict[str, Any]:
    """Run the works of a batch; reports those that are to be brought again."""
    ends_s = time.monotonic() + context.get_remaining_time_in_millis() / 1000 - MARGIN_S
    return batch()(parse_records(event), ends_s)


@cache
def batch() -> Batch:
    """Return what runs batches in this environment."""
    return compose(Settings.from_env(os.environ), os.environ)


def compose(settings: Settings, environ: Mapping[str, str]) -> Batch:
    """Put it together; nothing is asked yet."""
    work = settings.work
    reader = reading(work.ledger_region)
    ledger = WorkLedger(reader, work.ledger_table)
    longest_s = work.rules.longest_request_ms / 1000
    guard = LeaseGuard(RegionLease(reader, work.ledger_table), work.region, work.rules, time.time)
    callbacks = Callbacks(sdk.client("stepfunctions", connections=WORKERS))
    endpoint = Endpoints(settings.target, longest_s, partial(client_for, connections=WORKERS))
    own = {"service": environ.get("POWERTOOLS_SERVICE_NAME", SERVICE), "Environment": work.environment}
    line = template((Metric.WORK_DONE, Metric.COMMITS_FENCED), own)
    return Batch(
        region=work.region,
        running=Running(
            region=work.region,
            leases=KnownLease(guard, time.monotonic),
            ledger=ledger,
            changes=WorkChanges(writing(work.ledger_region), work.ledger_table, ledger),
            callbacks=callbacks,
            predicting=Predicting(endpoint, Time(time.monotonic, time.sleep, random.random)),
            longest_s=longest_s,
            clock=time.time,
        ),
        callbacks=callbacks,
        counted=lambda done, fenced: sys.stdout.write(line % (int(time.time() * 1000), done, fenced)),
    )
