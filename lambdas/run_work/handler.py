"""Entry of `run_work`: composition only."""

import os
import random
import sys
import time
from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final, Protocol

from domain.metrics import Metric
from domain.resilience import LeaseRules
from lambdas.clients.callbacks import Callbacks
from lambdas.clients.endpoints import Endpoints, client_for
from lambdas.clients.region_lease import RegionLease
from lambdas.clients.work_changes import WorkChanges
from lambdas.clients.work_ledger import WorkLedger
from lambdas.metric_lines import template
from lambdas.run_work.batch import Batch
from lambdas.run_work.known_lease import FRESH_S, KnownLease
from lambdas.run_work.predict import Predicting, Time
from lambdas.run_work.records import parse_records
from lambdas.run_work.run import Running
from lambdas.run_work.settings import Settings
from lambdas.work.connections import reading, starting, writing
from lambdas.work.guard import LeaseGuard

SERVICE: Final = "run_work"
COMMIT_S: Final = 3.0
"""Of the longest request, what is kept for the commit; of a short one a quarter is."""
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
    predict_s = predict_seconds(work.rules)
    guard = LeaseGuard(RegionLease(reader, work.ledger_table), work.region, work.rules, time.time)
    callbacks = Callbacks(starting(work.region))
    endpoint = Endpoints(settings.target, predict_s, partial(client_for, connections=settings.workers))
    own = {"service": environ.get("POWERTOOLS_SERVICE_NAME", SERVICE), "Environment": work.environment}
    own["Region"] = work.region
    line = template((Metric.WORK_DONE, Metric.COMMITS_FENCED), own)
    return Batch(
        region=work.region,
        running=Running(
            region=work.region,
            leases=KnownLease(guard, time.monotonic, min(FRESH_S, work.rules.slack_ms / 2000)),
            ledger=ledger,
            changes=WorkChanges(writing(work.ledger_region), work.ledger_table, ledger),
            callbacks=callbacks,
            predicting=Predicting(endpoint, Time(time.monotonic, time.sleep, random.random)),
            predict_s=predict_s,
            clock=time.time,
        ),
        callbacks=callbacks,
        workers=settings.workers,
        counted=lambda done, fenced: sys.stdout.write(line % (int(time.time() * 1000), done, fenced)),
    )


def predict_seconds(rules: LeaseRules) -> float:
    """How long a prediction may take, so that its commit is within the longest request that the lease is sure of."""
    longest_s = rules.longest_request_ms / 1000
    return longest_s - min(COMMIT_S, longest_s / 4)
