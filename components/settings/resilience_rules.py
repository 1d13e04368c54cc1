"""Rules over more than one setting of the resilience theme. What needs the stack's own Region is in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.settings.clash import Clash, Rule
from components.settings.resilience_lease import lease_rules
from components.settings.stack import Settings
from domain.resilience.public_names import require_public_name

BASE: Final = "resilience"
ENABLED: Final = f"{BASE}.enabled"
MS: Final = 1000


def second_region(settings: Settings) -> Iterator[Clash]:
    """The theme is about a second Region; one that was there is left in two steps."""
    theme = settings.resilience
    if theme.enabled and theme.secondary_region is None:
        yield Clash(f"{BASE}.secondary_region", "is missing; the theme needs the other Region", (ENABLED,), "us-east-2")
    if not theme.enabled and theme.secondary_region is not None and not theme.retire:
        yield Clash(
            f"{BASE}.retire",
            f"is false, but the theme is off while secondary_region is {theme.secondary_region}: its replicas would go "
            "while they may be in use. Bring the lease home (`python -m advisor dr fail-back`), deploy once with "
            "enabled and retire true, then switch it off; where the theme was never deployed, remove secondary_region",
            (ENABLED, f"{BASE}.secondary_region"),
            "true",
        )


def served(settings: Settings) -> Iterator[Clash]:
    """A Region is healthy when it predicts, and work is predicted: so there is an endpoint, in both Regions."""
    theme, inference = settings.resilience, settings.inference
    if not theme.enabled:
        return
    if not inference.enabled:
        yield Clash(
            "inference.enabled",
            f"is false, but resilience of tier {theme.tier} is on: there would be nothing to fail over",
            (ENABLED, f"{BASE}.tier"),
            "true",
        )
        return
    unit = theme.work.endpoint
    if not getattr(inference, unit).enabled:
        yield Clash(
            f"inference.{unit}.enabled",
            f"is false, but resilience.work.endpoint is {unit}; enable it, or choose one that is deployed",
            (f"{BASE}.work.endpoint", ENABLED),
            "true",
        )
    if theme.tier == 2 and unit != "serverless":
        yield Clash(
            f"{BASE}.work.endpoint",
            f"is {unit}, but a warm standby (tier 2) has serverless alone; accepted: serverless, or tier 1",
            (f"{BASE}.tier", ENABLED),
            "serverless",
        )


def restored(settings: Settings) -> Iterator[Clash]:
    """Only tier 3 has something to restore."""
    theme = settings.resilience
    if theme.restored and theme.tier != 3:
        yield Clash(
            f"{BASE}.restored",
            f"is true, but tier {theme.tier} runs in the secondary anyway; accepted: false",
            (f"{BASE}.tier",),
            "false",
        )


def files(settings: Settings) -> Iterator[Clash]:
    """A standby that runs reads its files through an access point of its own Region."""
    theme, point, base = settings.resilience, settings.resilience.access_point, f"{BASE}.access_point"
    named = (f"{base}.volume_id", f"{base}.arn", f"{base}.alias")
    if not theme.enabled or not theme.runs_there:
        return
    if point.volume_id and (point.arn or point.alias):
        yield Clash(named[0], "is set together with arn or alias; accepted: volume_id, or arn and alias", named[1:])
    elif not point.volume_id and not (point.arn and point.alias):
        yield Clash(
            base,
            "is missing; the standby's inference reads files in its own Region (a SnapMirror copy of the volume): "
            "set volume_id, or arn and alias of one that exists",
            (*named, ENABLED, f"{BASE}.tier", f"{BASE}.restored"),
            "volume_id fsvol-0123456789abcdef0",
        )


def network(settings: Settings) -> Iterator[Clash]:
    """With a network of one's own, the standby has one too."""
    theme, mode = settings.resilience, settings.foundation.network.mode
    involved = ("foundation.network.mode", ENABLED, f"{BASE}.tier", f"{BASE}.restored")
    if not theme.enabled:
        return
    if mode == "existing" and theme.runs_there:
        if not theme.vpc_id:
            yield Clash(f"{BASE}.vpc_id", "is missing; foundation.network.mode existing needs one there too", involved)
        if not theme.subnet_ids:
            yield Clash(f"{BASE}.subnet_ids", "is empty; mode existing needs a private subnet there too", involved)
    elif mode != "existing" and (theme.vpc_id or theme.subnet_ids):
        yield Clash(
            f"{BASE}.vpc_id",
            f"or subnet_ids is set, but foundation.network.mode is {mode}; accepted: existing, or neither",
            involved,
        )


def restorable(settings: Settings) -> Iterator[Clash]:
    """A restore is a deployment while the primary is gone, and nobody can be asked for its zones then."""
    theme, net = settings.resilience, settings.foundation.network
    if theme.enabled and theme.tier == 3 and net.mode == "create" and not net.zone_names:
        yield Clash(
            "foundation.network.zone_names",
            "is empty; tier 3 restores by a deployment while the primary is gone, which cannot list its zones then; "
            f"accepted: the names of {net.availability_zones} zones of the primary",
            ("foundation.network.mode", f"{BASE}.tier", ENABLED),
        )


def coordination(settings: Settings) -> Iterator[Clash]:
    """A witness belongs to a strong ledger, an arbiter to one in a third Region."""
    theme, given, base = settings.resilience, settings.resilience.coordination, f"{BASE}.coordination"
    if given.mode == "strong" and given.arbiter_region:
        yield Clash(f"{base}.arbiter_region", "is set, but mode is strong; accepted: none", (f"{base}.mode",))
    if given.mode == "arbiter" and given.witness_region:
        yield Clash(f"{base}.witness_region", "is set, but mode is arbiter; accepted: none", (f"{base}.mode",))
    if theme.enabled and given.mode == "arbiter" and given.arbiter_region is None:
        yield Clash(
            f"{base}.arbiter_region",
            "is missing; mode arbiter keeps the ledger in a third Region",
            (f"{base}.mode", ENABLED),
            "ap-southeast-1",
        )


def canary(settings: Settings) -> Iterator[Clash]:
    """Without a canary nothing is known of a Region's health; a canary is over before the next look."""
    theme, given, path = settings.resilience, settings.resilience.canary, f"{BASE}.canary"
    if not theme.enabled:
        return
    for name, value, example in (
        ("file", given.file, "examples/probe.png"),
        ("content_type", given.content_type, "image/png"),
    ):
        if value is None:
            yield Clash(f"{path}.{name}", "is missing; a Region is healthy when it predicts this", (ENABLED,), example)
    look_ms = 60 * MS // theme.lease.looks_per_minute
    if given.timeout_ms >= look_ms:
        yield Clash(
            f"{path}.timeout_ms",
            f"is {given.timeout_ms}; accepted: less than {look_ms}, the time between two looks",
            (f"{BASE}.lease.looks_per_minute", ENABLED),
            str(look_ms // 2),
        )


def lease(settings: Settings) -> Iterator[Clash]:
    """The lease's figures fit into one another; the rules are the domain's own."""
    if not settings.resilience.enabled:
        return
    try:
        lease_rules(settings.resilience)
    except ValueError as error:
        yield Clash(
            f"{BASE}.lease",
            f"does not fit: {error}",
            (ENABLED, *(f"{BASE}.lease.{name}" for name in ("seconds", "drain_seconds", "longest_request_seconds"))),
        )


def dns(settings: Settings) -> Iterator[Clash]:
    """Failover records need a zone, a name and two targets; a standby that does not run cannot be one."""
    theme, given, path = settings.resilience, settings.resilience.dns, f"{BASE}.dns"
    if not theme.enabled or not given.enabled:
        return
    for name in ("zone_id", "name", "primary_target", "secondary_target"):
        if getattr(given, name) is None:
            yield Clash(f"{path}.{name}", "is missing; failover records need it", (f"{path}.enabled", ENABLED))
            continue
        try:
            if name != "zone_id":
                require_public_name(f"{path}.{name}", getattr(given, name))
        except ValueError as error:
            yield Clash(f"{path}.{name}", f"is refused: {error}", (f"{path}.enabled", ENABLED))
    if given.primary_target is not None and given.primary_target == given.secondary_target:
        yield Clash(
            f"{path}.secondary_target",
            f"is {given.secondary_target}, the primary's too; accepted: the secondary's own front",
            (f"{path}.primary_target",),
        )
    if not theme.runs_there:
        yield Clash(
            f"{path}.enabled",
            "is true, but tier 3 has nothing in the secondary that answers; accepted: false, or restored true",
            (f"{BASE}.tier", f"{BASE}.restored", ENABLED),
            "false",
        )


RULES: tuple[Rule, ...] = (
    second_region,
    served,
    restored,
    files,
    network,
    restorable,
    coordination,
    canary,
    lease,
    dns,
)
