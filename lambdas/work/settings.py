"""The part of the environment that the functions of resilience share."""

from dataclasses import dataclass
from typing import Final

from domain.resilience import Failback, LeaseRules, parse_lease_rules
from lambdas.environment import EnvironmentReader

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    "REGION",
    "PEER_REGION",
    "PRIMARY_REGION",
    "LEDGER_TABLE",
    "LEDGER_REGION",
    "TOKEN_TABLE",
    "STATE_MACHINE_ARN",
    "LEASE_RULES",
    "TOKEN_TTL_DAYS",
    "MAX_ATTEMPTS",
)
MOST_DAYS: Final = 365
MOST_ATTEMPTS: Final = 20


@dataclass(frozen=True, kw_only=True)
class WorkSettings:
    """What the stack decided about the two Regions.

    Attributes:
        environment: The environment's name.
        region: The function's own Region.
        peer: The other Region.
        primary: The one of both that is preferred.
        ledger_table: Table with the lease and the work.
        ledger_region: Where that table is called.
        token_table: Table with the tokens and the heartbeats, in the own Region.
        state_machine_arn: What runs work in the own Region.
        rules: Of the lease.
        token_ttl_days: How long a token's row is kept.
        max_attempts: Attempts at one piece of work within an epoch.
    """

    environment: str
    region: str
    peer: str
    primary: str
    ledger_table: str
    ledger_region: str
    token_table: str
    state_machine_arn: str
    rules: LeaseRules
    token_ttl_days: int
    max_attempts: int


def read_work_settings(read: EnvironmentReader) -> WorkSettings:
    """Read the shared variables; ``read.check()`` is the caller's, after its own ones."""
    found = WorkSettings(
        environment=read.text("PLATFORM_ENVIRONMENT"),
        region=read.text("REGION"),
        peer=read.text("PEER_REGION"),
        primary=read.text("PRIMARY_REGION"),
        ledger_table=read.text("LEDGER_TABLE"),
        ledger_region=read.text("LEDGER_REGION"),
        token_table=read.text("TOKEN_TABLE"),
        state_machine_arn=read.text("STATE_MACHINE_ARN"),
        rules=read_rules(read),
        token_ttl_days=read.whole_number("TOKEN_TTL_DAYS", 1, MOST_DAYS),
        max_attempts=read.whole_number("MAX_ATTEMPTS", 1, MOST_ATTEMPTS),
    )
    if found.region and found.region == found.peer:
        read.problem(f"REGION and PEER_REGION are both {found.region!r}; accepted: two Regions")
    elif found.peer and found.primary and found.primary not in (found.region, found.peer):
        read.problem(f"PRIMARY_REGION = {found.primary!r} is neither {found.region!r} nor {found.peer!r}")
    return found


_NO_RULES: Final = LeaseRules(
    lease_ms=60_000,
    drain_ms=20_000,
    longest_request_ms=10_000,
    max_skew_ms=1_000,
    look_ms=10_000,
    unhealthy_after=3,
    return_after_ms=600_000,
    failback=Failback.MANUAL,
    standby_stale_ms=60_000,
)
"""What stands in for rules that cannot be read, until that is reported."""


def read_rules(read: EnvironmentReader) -> LeaseRules:
    """Read the rules; the parser's own text says what is wrong with them."""

    def parse(raw: str) -> LeaseRules:
        try:
            return parse_lease_rules(raw)
        except (ValueError, TypeError) as error:
            read.problem(f"LEASE_RULES: {error}")
            return _NO_RULES

    return read.converted("LEASE_RULES", "a JSON object with the lease's times", parse, _NO_RULES)
