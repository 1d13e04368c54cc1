"""Keeps the own Region's heartbeat, and knows the last one of the other."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from botocore.exceptions import BotoCoreError, ClientError

from domain.resilience import Heartbeat, LeaseRules, RegionHealth, fingerprint, next_health
from lambdas.clients.deployed_code import DeployedCode
from lambdas.clients.heartbeats import Heartbeats
from lambdas.keep_lease.canary import Sung
from lambdas.keep_lease.settings import Settings
from lambdas.telemetry import log
from lambdas.work.dispatch import SECONDS_PER_DAY


@dataclass
class Pulse:
    """Heartbeats of both Regions. What cannot be read now is what was read last: it carries its own time.

    Attributes:
        settings: What the stack decided.
        heartbeats: The table's.
        code: What is deployed in the own Region.
        clock: Seconds since 1970.
    """

    settings: Settings
    heartbeats: Heartbeats
    code: DeployedCode
    clock: Callable[[], float]
    _seen: dict[str, Heartbeat | None] = field(default_factory=dict)
    _fingerprint: str | None = None

    def of(self, region: str) -> Heartbeat | None:
        """Return the last heartbeat of a Region that is known here; ``None``: none is."""
        try:
            self._seen[region] = self.heartbeats.read(region)
        except (BotoCoreError, ClientError) as error:
            log().warning("a heartbeat cannot be read", extra={"of": region, "error": str(error)})
        return self._seen.get(region)

    def known(self, region: str) -> Heartbeat | None:
        """Return what was read or written last, without a look."""
        return self._seen.get(region)

    def after(self, sung: Sung) -> Heartbeat:
        """Return the own heartbeat after a canary; nothing is written yet, and only what the lease needs asked."""
        region, rules, now_ms = self.settings.work.region, self.settings.work.rules, int(self.clock() * 1000)
        before = self.of(region)
        known = None if before is None else unbroken(before.health, now_ms, rules)
        health = next_health(known, region, now_ms=now_ms, canary_ok=sung.healthy, rules=rules)
        return Heartbeat(
            region=region,
            at_ms=health.at_ms,
            failures=health.failures,
            healthy_since_ms=health.healthy_since_ms,
            canary_ms=sung.latency_ms,
            fingerprint="",
            epoch=before.epoch if before else 0,
        )

    def beat(self, heartbeat: Heartbeat, epoch: int) -> None:
        """Write the own heartbeat, with the epoch that is believed and what is deployed; a failure stops nothing."""
        told = replace(heartbeat, epoch=epoch, fingerprint=self._own_fingerprint())
        self._seen[told.region] = told
        ttl_s = int(self.clock()) + self.settings.work.token_ttl_days * SECONDS_PER_DAY
        try:
            self.heartbeats.write(told, ttl_s=ttl_s)
        except (BotoCoreError, ClientError) as error:
            log().warning("the heartbeat cannot be written", extra={"error": str(error)})

    def _own_fingerprint(self) -> str:
        """What is deployed here; empty while that cannot be read, which is unknown and no difference."""
        if self._fingerprint is None:
            try:
                hashes = self.code.hashes(self.settings.fingerprint_functions)
                self._fingerprint = fingerprint({**hashes, "static": self.settings.fingerprint_static})
            except (BotoCoreError, ClientError, KeyError, ValueError) as error:
                log().warning("the deployed code cannot be read", extra={"error": str(error)})
                return ""
        return self._fingerprint


def unbroken(health: RegionHealth, now_ms: int, rules: LeaseRules) -> RegionHealth:
    """Return the health as far as it was watched: a Region that said nothing for long was not healthy meanwhile."""
    silent_ms = now_ms - health.at_ms
    return health if silent_ms <= rules.standby_stale_ms else replace(health, healthy_since_ms=0)
