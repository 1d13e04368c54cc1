"""Rules over more than one setting of the switching theme."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from typing import Final

from components.settings.clash import Clash, Rule
from components.settings.stack import Settings
from components.settings.switching import SwitchPatternSettings
from domain.switching.windows import MINUTE_S, is_window

BASE: Final = "switching"
PATTERNS: Final = f"{BASE}.patterns"
LEAST_PATTERNS: Final = 2
MARGIN_MS: Final = 1000
"""What the router keeps back of its time to answer and to record."""

CONTENT_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}")
"""https://www.rfc-editor.org/rfc/rfc6838#section-4.2"""

UNITS: Final = {"sagemaker_realtime": "realtime", "sagemaker_serverless": "serverless"}
"""Units of the inference theme, by pattern."""
COMPONENTS: Final = {"inference_components": "components"}

NEEDS: Final = {"bedrock_on_demand": ("model", "profile"), "bedrock_provisioned": ("provisioned",)}
"""Options of which a pattern has exactly one."""
OPTIONS: Final = ("model", "profile", "service_tier", "provisioned")


def two_or_more(settings: Settings) -> Iterator[Clash]:
    """A switch needs something to switch to, and each pattern once."""
    switching = settings.switching
    if not switching.enabled:
        return
    if len(switching.patterns) < LEAST_PATTERNS:
        yield Clash(
            PATTERNS,
            f"has {len(switching.patterns)}; accepted: {LEAST_PATTERNS} or more, the first is the one that has traffic",
            (f"{BASE}.enabled",),
        )
    for name, count in Counter(switching.in_order).items():
        if count > 1:
            yield Clash(PATTERNS, f"has {name} {count} times; accepted: each pattern once")


def deployed(settings: Settings) -> Iterator[Clash]:
    """Each pattern is one that this stack deploys."""
    if not settings.switching.enabled:
        return
    for index, one in enumerate(settings.switching.patterns):
        missing = _missing(settings, one)
        if missing is not None:
            path, example = missing
            yield Clash(
                path,
                f"is not set, but switching.patterns[{index}] is {one.pattern}; deploy it, or leave the pattern out",
                (PATTERNS, f"{BASE}.enabled"),
                example,
            )


def _missing(settings: Settings, one: SwitchPatternSettings) -> tuple[str, str] | None:
    """The setting that a pattern needs and that is not so, with an example; ``None`` when nothing is missing."""
    unit = {**UNITS, **COMPONENTS}.get(one.pattern)
    if unit is not None:
        if not settings.inference.enabled:
            return "inference.enabled", "true"
        return None if getattr(settings.inference, unit).enabled else (f"inference.{unit}.enabled", "true")
    if one.pattern == "lambda_on_demand":
        return None if settings.prediction_api.enabled else ("prediction_api.enabled", "true")
    named = {"provisioned": one.provisioned, "profiles": one.profile}
    for kind, name in named.items():
        if name is not None and not _has(settings, kind, name):
            return f"capacity.bedrock.{kind}", "<value>"
    return None


def _has(settings: Settings, kind: str, name: str) -> bool:
    """Whether the capacity theme makes a model unit or a profile of this name."""
    capacity = settings.capacity
    return capacity.enabled and name in {one.name for one in getattr(capacity.bedrock, kind)}


def options(settings: Settings) -> Iterator[Clash]:
    """A pattern has the options that it needs, and none of another."""
    for index, one in enumerate(settings.switching.patterns):
        needed, path = NEEDS.get(one.pattern, ()), f"{PATTERNS}[{index}]"
        given = [name for name in OPTIONS if getattr(one, name) is not None]
        allowed = {*needed, *(("service_tier",) if one.pattern == "bedrock_on_demand" else ())}
        for name in given:
            if name not in allowed:
                listed = ", ".join(sorted(allowed)) or "none of these options"
                yield Clash(f"{path}.{name}", f"is set, but the pattern is {one.pattern}; accepted: {listed}")
        if needed and len([name for name in given if name in needed]) != 1:
            yield Clash(
                f"{path}.{needed[0]}", f"is missing or not alone; {one.pattern} needs one of {', '.join(needed)}"
            )


def content_types(settings: Settings) -> Iterator[Clash]:
    """A content type is one: the router refuses its patterns otherwise, and with them every request."""
    switching, accepted = settings.switching, "accepted: type/subtype in lower case, without parameters"
    for index, one in enumerate(switching.patterns):
        wrong = [each for each in one.content_types if not CONTENT_TYPE.fullmatch(each)]
        if wrong:
            yield Clash(f"{PATTERNS}[{index}].content_types", f"has {', '.join(map(repr, wrong))}; {accepted}")
    given = switching.probe.content_type
    if given is not None and not CONTENT_TYPE.fullmatch(given):
        yield Clash(f"{BASE}.probe.content_type", f"is {given!r}; {accepted}", (), "image/png")


def common_content(settings: Settings) -> Iterator[Clash]:
    """What the first pattern takes, another must be able to take: else there is nothing to fall back to."""
    taken = [set(one.content_types) for one in settings.switching.patterns if one.content_types]
    if not settings.switching.enabled or not taken or reduce(set.intersection, taken):
        return
    listed = "; ".join(
        f"{one.pattern} {', '.join(one.content_types)}" for one in settings.switching.patterns if one.content_types
    )
    yield Clash(
        PATTERNS,
        f"take no common content type ({listed}); accepted: patterns of one switch take one in common",
        (f"{BASE}.enabled",),
    )


def probe(settings: Settings) -> Iterator[Clash]:
    """A probe is a body with a type that every pattern takes. Without one a quiet stack knows no healthy pattern."""
    given, path = settings.switching.probe, f"{BASE}.probe"
    if not settings.switching.enabled:
        return
    for name, value, example in (
        ("file", given.file, "examples/probe.png"),
        ("content_type", given.content_type, "image/png"),
    ):
        if value is None:
            yield Clash(
                f"{path}.{name}",
                "is missing; a pattern that no request reached is tried with a probe, and is not healthy without",
                (f"{BASE}.enabled",),
                example,
            )
    for index, one in enumerate(settings.switching.patterns):
        if given.content_type is not None and one.content_types and given.content_type not in one.content_types:
            yield Clash(
                f"{path}.content_type",
                f"is {given.content_type}, but switching.patterns[{index}], {one.pattern}, takes "
                f"{', '.join(one.content_types)}; accepted: a type that each takes",
                (PATTERNS,),
                one.content_types[0],
            )


def deadlines(settings: Settings) -> Iterator[Clash]:
    """An attempt leaves time for a fallback, the deadline leaves time to answer, and slow is not yet failed."""
    switching, router = settings.switching, settings.switching.router
    if not switching.enabled:
        return
    for index, one in enumerate(switching.patterns):
        path = f"{PATTERNS}[{index}].timeout_ms"
        if one.timeout_ms >= router.deadline_ms:
            yield Clash(
                path,
                f"is {one.timeout_ms}; accepted: less than router.deadline_ms = {router.deadline_ms}, "
                "for a fallback needs time too",
                (f"{BASE}.router.deadline_ms",),
                str(router.deadline_ms // 2),
            )
        if one.timeout_ms <= switching.limits.p99_ms:
            yield Clash(
                path,
                f"is {one.timeout_ms}; accepted: more than limits.p99_ms = {switching.limits.p99_ms:g}, "
                "else a slow answer is never seen as slow",
                (f"{BASE}.limits.p99_ms",),
                str(int(switching.limits.p99_ms * 1.2)),
            )
    most = router.timeout_seconds * 1000 - MARGIN_MS
    if router.deadline_ms > most:
        yield Clash(
            f"{BASE}.router.deadline_ms",
            f"is {router.deadline_ms}; accepted: at most {most}, router.timeout_seconds less {MARGIN_MS} ms to answer",
            (f"{BASE}.router.timeout_seconds",),
            str(most),
        )


def timing(settings: Settings) -> Iterator[Clash]:
    """A stay holds a look, health outlives a look and its window, and a window has whole periods."""
    given, path = settings.switching.timing, f"{BASE}.timing"
    look = given.every_minutes * MINUTE_S
    for name in ("dwell_seconds", "return_after_seconds", "return_step_seconds"):
        # In a sandbox somebody may look by hand, as often as a demonstration needs it.
        if settings.environment != "sandbox" and getattr(given, name) < look:
            yield Clash(
                f"{path}.{name}",
                f"is {getattr(given, name)}; accepted: {look} or more: between two looks nothing is decided",
                (f"{path}.every_minutes",),
                str(look),
            )
    least = max(given.window_seconds, look)
    if given.stale_seconds < least:
        yield Clash(
            f"{path}.stale_seconds",
            f"is {given.stale_seconds}; accepted: {least} or more: window_seconds, and the time between two looks",
            (f"{path}.window_seconds", f"{path}.every_minutes"),
            str(least),
        )
    if not is_window(given.window_seconds):
        yield Clash(
            f"{path}.window_seconds",
            f"is {given.window_seconds}; accepted: whole minutes, such as {MINUTE_S} or {2 * MINUTE_S}, or 10, 20, 30",
            (),
            str(max(1, given.window_seconds // MINUTE_S) * MINUTE_S),
        )


def limits(settings: Settings) -> Iterator[Clash]:
    """Down is more than degraded."""
    given, path = settings.switching.limits, f"{BASE}.limits"
    if given.outage_error_rate <= given.error_rate:
        yield Clash(
            f"{path}.outage_error_rate",
            f"is {given.outage_error_rate:g}; accepted: more than error_rate = {given.error_rate:g}, up to 1",
            (f"{path}.error_rate",),
            "1.0",
        )


RULES: tuple[Rule, ...] = (
    two_or_more,
    deployed,
    options,
    content_types,
    common_content,
    probe,
    deadlines,
    timing,
    limits,
)
