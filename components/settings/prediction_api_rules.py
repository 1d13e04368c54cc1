"""Rules over more than one setting of the HTTP prediction theme."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Iterator
from typing import Final

from components.settings.clash import Clash, Rule
from components.settings.stack import Settings

BASE: Final = "prediction_api"
HOURS_PER_DAY: Final = 24


def default_model(settings: Settings) -> Iterator[Clash]:
    """A request that names no model needs one."""
    if settings.prediction_api.enabled and settings.prediction_api.model is None and not settings.training.enabled:
        yield Clash(
            f"{BASE}.model",
            "is missing; requests that name no model get this one (with training on it is the trained one)",
            (f"{BASE}.enabled", "training.enabled"),
            "digits",
        )


def who_may_call(settings: Settings) -> Iterator[Clash]:
    """Each kind of authorisation has what it needs, and nothing of another."""
    access = settings.prediction_api.access
    kind = f"{BASE}.access.authorization"
    if access.authorization == "cognito":
        if not access.user_pool_arns:
            yield Clash(f"{BASE}.access.user_pool_arns", "is empty; cognito needs at least one user pool", (kind,))
        return
    for name in ("user_pool_arns", "scopes"):
        if getattr(access, name):
            path = f"{BASE}.access.{name}"
            yield Clash(kind, f"is {access.authorization}, but {name} is set; accepted: cognito", (path,), "cognito")


def from_where(settings: Settings) -> Iterator[Clash]:
    """Ranges of addresses are ranges; a private API has no public ones."""
    access, path = settings.prediction_api.access, f"{BASE}.access.allowed_cidrs"
    for cidr in access.allowed_cidrs:
        try:
            ipaddress.ip_network(cidr)
        except ValueError as error:
            yield Clash(path, f"has {cidr!r}: {error}; accepted: ranges such as 203.0.113.0/24")
    if access.allowed_cidrs and access.vpc_endpoint_ids:
        yield Clash(
            path,
            "is set beside vpc_endpoint_ids; a private API sees the addresses of a VPC: keep one of them",
            (f"{BASE}.access.vpc_endpoint_ids",),
        )
    if access.vpc_endpoint_ids and settings.prediction_api.domain.name is not None:
        yield Clash(
            f"{BASE}.domain.name",
            "is set for a private API; this theme makes names for public ones: leave it out",
            (f"{BASE}.access.vpc_endpoint_ids",),
        )


def throttling(settings: Settings) -> Iterator[Clash]:
    """The API refuses before Lambda does: its 429 tells the caller to slow down, Lambda's becomes a 500.

    Each method is counted for itself. That is right for predictions; the others are short and rare.

    Little's law: at ``requests_per_second`` there are so many calls at one time as arrive during one call.
    """
    api = settings.prediction_api
    reserved, burst, rate = api.function.reserved_concurrency, api.throttle.burst, api.throttle.requests_per_second
    if not reserved:
        return
    read = (f"{BASE}.function.reserved_concurrency",)
    if burst > reserved:
        yield Clash(
            f"{BASE}.throttle.burst",
            f"is {burst}; accepted: 1 to function.reserved_concurrency = {reserved}: what is let in above it fails",
            read,
            str(reserved),
        )
    at_once = rate * api.slo.latency_ms / 1000
    if at_once > reserved:
        yield Clash(
            f"{BASE}.throttle.requests_per_second",
            f"is {rate:g}, which at slo.latency_ms = {api.slo.latency_ms} is {math.ceil(at_once)} calls at one time; "
            f"accepted: what function.reserved_concurrency = {reserved} can work on",
            (*read, f"{BASE}.slo.latency_ms"),
            str(max(1, math.floor(reserved * 1000 / api.slo.latency_ms))),
        )


def plans(settings: Settings) -> Iterator[Clash]:
    """A plan is part of what the API lets in."""
    plan, throttle = settings.prediction_api.usage_plan, settings.prediction_api.throttle
    for name in ("burst", "requests_per_second"):
        given, most = getattr(plan, name), getattr(throttle, name)
        if given > most:
            yield Clash(
                f"{BASE}.usage_plan.{name}",
                f"is {given:g}; accepted: up to throttle.{name} = {most:g}, which holds for all callers",
                (f"{BASE}.throttle.{name}",),
                f"{most:g}",
            )


def warm(settings: Settings) -> Iterator[Clash]:
    """Provisioned concurrency fits, and stands alone."""
    api, base = settings.prediction_api, f"{BASE}.function"
    least, most = api.function.provisioned_concurrency, api.function.max_provisioned_concurrency
    reserved, path = api.function.reserved_concurrency, f"{base}.max_provisioned_concurrency"
    if least > most:
        message = f"is {least}; accepted: 0 to max_provisioned_concurrency = {most}"
        yield Clash(f"{base}.provisioned_concurrency", message, (path,), str(most))
    if not most:
        return
    if reserved and most > reserved:
        message = f"is {most}; accepted: at most reserved_concurrency = {reserved}"
        yield Clash(path, message, (f"{base}.reserved_concurrency",), str(reserved))
    if api.function.snap_start:
        yield Clash(f"{base}.snap_start", "is true beside provisioned concurrency; Lambda allows one", (path,), "false")
    shared = {f"{BASE}.rollout.kind": api.rollout.kind != "all-at-once", f"{BASE}.split.version": api.split.version}
    for other, is_set in shared.items():
        if is_set:
            yield Clash(path, f"is {most}, but {other} shifts shares; an alias with weights has none", (other,), "0")


def one_hand_on_the_alias(settings: Settings) -> Iterator[Clash]:
    """CodeDeploy and a fixed split would move the same weights."""
    api = settings.prediction_api
    if api.split.version is not None and api.rollout.kind != "all-at-once":
        yield Clash(
            f"{BASE}.split.version",
            f"is set, but rollout.kind is {api.rollout.kind}, which moves the weights itself; accepted: all-at-once",
            (f"{BASE}.rollout.kind",),
        )


def memory_and_time(settings: Settings) -> Iterator[Clash]:
    """The cache leaves room to work in, results live as long as is said, and an alarm is below the timeout."""
    api = settings.prediction_api
    if api.function.cache_mb > api.function.memory_mb // 2:
        yield Clash(
            f"{BASE}.function.cache_mb",
            f"is {api.function.cache_mb}; accepted: at most half of memory_mb = {api.function.memory_mb}",
            (f"{BASE}.function.memory_mb",),
            str(api.function.memory_mb // 2),
        )
    kept = settings.foundation.run_retention_days * HOURS_PER_DAY
    if api.asynchronous.retention_hours > kept:
        yield Clash(
            f"{BASE}.asynchronous.retention_hours",
            f"is {api.asynchronous.retention_hours}; accepted: at most {kept}, as long as the bucket keeps it",
            ("foundation.run_retention_days",),
            str(kept),
        )


def domain_name(settings: Settings) -> Iterator[Clash]:
    """A name needs a certificate, and the rest needs a name."""
    domain, base = settings.prediction_api.domain, f"{BASE}.domain"
    if domain.name is not None and domain.certificate_arn is None:
        yield Clash(f"{base}.certificate_arn", "is missing; a name needs its certificate", (f"{base}.name",))
    for name in ("certificate_arn", "base_path", "zone_id"):
        if domain.name is None and getattr(domain, name) is not None:
            yield Clash(f"{base}.name", f"is missing; {name} is set", (f"{base}.{name}",), "predictions.example.com")


RULES: tuple[Rule, ...] = (
    default_model,
    who_may_call,
    from_where,
    throttling,
    plans,
    warm,
    one_hand_on_the_alias,
    memory_and_time,
    domain_name,
)
