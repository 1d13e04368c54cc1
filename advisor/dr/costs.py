"""What each tier costs a month beside a single Region, item by item, from dated prices and named assumptions.

An estimate of a stack that is written down is `python -m advisor cost`. This one is for choosing a tier before there is
a stack. Both Regions are counted at the prices of the first; a free tier is never subtracted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from advisor.cost_page.rates import SECONDS_PER_MONTH, Rates

WORKS: Final = 100_000
"""Pieces of durable work in a month."""
INPUT_KB: Final = 8
RESULT_KB: Final = 1
LOOKS_PER_MINUTE: Final = 6
CANARY_S: Final = 0.1
SERVERLESS_GB: Final = 2
KEEPER_GB: Final = 0.25
LAST_LOOK_S: Final = 1
BUCKETS_READ: Final = 9
"""Reads of a look: the lease, and the eight buckets of open work."""
ALARMS: Final[Mapping[int, int]] = {1: 47, 2: 47, 3: 14}
"""In both Regions together, as a preview has them: 17 of each Region that runs and 13 of the standby's own functions.
Where nothing runs in the other Region nothing is heard of it, and three fewer are needed."""
METRICS: Final = 13
ARTIFACTS_GB: Final = 5
NEW_GB: Final = 1
COPIES: Final = 2
"""Replicas of a table; a witness keeps no table."""
TRANSITIONS: Final = 2
RUN_S: Final = 0.3
RUN_GB: Final = 0.5
RUNNING: Final[Mapping[int, int]] = {1: 2, 2: 2, 3: 1}
"""Regions with functions, by tier."""
STACK_USD: Final = 500.0
ENDPOINTS_USD: Final = 400.0
"""A stack in one Region, and how much of it is endpoints on instances: what tier 1 has twice."""
CHECKS: Final = 2
DESTINATION: Final = "us-east-2"


@dataclass(frozen=True)
class Line:
    """One item of a tier's bill.

    Attributes:
        what: What it is.
        why: How it is counted.
        usd: By tier.
    """

    what: str
    why: str
    usd: Mapping[int, float]


def bill(rates: Rates) -> tuple[Line, ...]:
    """Every line, in dollars a month.

    Raises:
        UnpricedError: A price is missing or too old.
    """
    return tuple(Line(what, why, {tier: compute(rates, tier) for tier in RUNNING}) for what, why, compute in _lines())


def totals(lines: tuple[Line, ...]) -> Mapping[int, float]:
    """Dollars a month by tier."""
    return {tier: sum(line.usd[tier] for line in lines) for tier in RUNNING}


Compute = Callable[[Rates, int], float]


def _lines() -> Iterator[tuple[str, str, Compute]]:
    looks = f"{LOOKS_PER_MINUTE} looks a minute"
    yield "keepers of the lease", f"all month at {KEEPER_GB * 1024:.0f} MB in each Region that runs", _keepers
    yield "canary predictions", f"{looks} of {CANARY_S} s at {SERVERLESS_GB} GB, in each Region that runs", _canaries
    yield "heartbeats and lease", f"{looks}: writes in {COPIES} replicas, {BUCKETS_READ} reads", _heartbeats
    yield "ledger and token store", f"{WORKS:,} pieces of work of {INPUT_KB} KB, in {COPIES} replicas", _tables
    yield "executions and functions of the work", f"{TRANSITIONS} transitions and two calls each", _work
    yield (
        "alarms, metrics, a dashboard",
        f"{ALARMS[1]} alarms ({ALARMS[3]} in tier 3), {METRICS} metrics in each Region that runs",
        _watch,
    )
    yield "key of the other Region", "without its first rotations", lambda rates, _tier: rates("kms/key")
    yield "copies of artifacts", f"{ARTIFACTS_GB} GB kept, {NEW_GB} GB new, Replication Time Control", _artifacts
    yield "health checks of a name", f"{CHECKS} checks by HTTPS every 10 s; tier 1 here", _checks
    yield (
        "endpoints on instances, twice",
        f"of a stack of ${STACK_USD:.0f}, ${ENDPOINTS_USD:.0f} of it endpoints on instances",
        lambda _rates, tier: ENDPOINTS_USD if tier == 1 else 0.0,
    )


def _checks(rates: Rates, tier: int) -> float:
    each = rates("route53/health-check") + 2 * rates("route53/health-check-option")
    return CHECKS * each if tier == 1 else 0.0


def _minutes() -> float:
    return SECONDS_PER_MONTH / 60


def _keepers(rates: Rates, tier: int) -> float:
    seconds = 60 * (LOOKS_PER_MINUTE - 1) / LOOKS_PER_MINUTE + LAST_LOOK_S
    return RUNNING[tier] * rates.function(_minutes(), seconds, KEEPER_GB)


def _canaries(rates: Rates, tier: int) -> float:
    return RUNNING[tier] * rates.serverless(_minutes() * LOOKS_PER_MINUTE, CANARY_S, SERVERLESS_GB)


def _heartbeats(rates: Rates, tier: int) -> float:
    looks = _minutes() * LOOKS_PER_MINUTE
    writes = (RUNNING[tier] + 1) * looks * COPIES * rates("dynamodb/write")  # a heartbeat each, and the holder's lease
    return writes + RUNNING[tier] * looks * BUCKETS_READ * rates("dynamodb/read")


def _tables(rates: Rates, _tier: int) -> float:
    """Accepted, claimed and committed, each with its index entry; a token written, and deleted when it is old."""
    ledger = (INPUT_KB + 1) + (INPUT_KB + 1) + (INPUT_KB + RESULT_KB + 2)
    units = WORKS * (ledger + 2 * INPUT_KB)
    kept_gb = WORKS * (2 * INPUT_KB + RESULT_KB) / 1e6
    stored = kept_gb * (rates("dynamodb/storage") + rates("dynamodb/pitr"))
    moved = units / 1e6 * rates(f"transfer/to/{DESTINATION}")
    return COPIES * (units * rates("dynamodb/write") + stored) + moved


def _work(rates: Rates, _tier: int) -> float:
    return WORKS * (TRANSITIONS * rates("states/transition")) + rates.function(2 * WORKS, RUN_S, RUN_GB)


def _watch(rates: Rates, tier: int) -> float:
    metrics = RUNNING[tier] * METRICS * rates("cloudwatch/metric")
    return ALARMS[tier] * rates("cloudwatch/alarm") + metrics + rates("cloudwatch/dashboard")


def _artifacts(rates: Rates, _tier: int) -> float:
    moved = rates(f"transfer/to/{DESTINATION}") + rates("s3/replication-time-control")
    return ARTIFACTS_GB * rates("s3/storage") + NEW_GB * moved
