"""When capacity may be cut: scheduled hours, the tiers of a bill, and whether an idle endpoint is stopped.

A decision carries its reason. Safety fails closed: what is not known about an endpoint keeps it.

Sources of the limits:

- a variant with a model of its own keeps an instance; inference components and asynchronous variants reach zero:
  https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
- time zones are IANA's: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.checks import finite_number, refuse, text, whole_number

LAST_HOUR: Final = 23
PRODUCTION: Final = "prod"
ENVIRONMENTS: Final = ("sandbox", "staging", PRODUCTION)
DO_NOT_STOP_TAG: Final = "DoNotAutoStop"
PROTECTION_TAG: Final = "ProtectionLevel"
"""Two tags protect an endpoint; either is enough. Letter case and blanks around them do not matter: protection that was
written a little wrong still protects."""
_PROTECTING: Final = frozenset({(DO_NOT_STOP_TAG.lower(), "true"), (PROTECTION_TAG.lower(), "critical")})


def time_zone(argument: str, name: object) -> ZoneInfo:
    """Return an IANA time zone.

    Raises:
        ValueError: There is none of that name.
    """
    accepted = "the name of an IANA time zone such as Asia/Tokyo"
    try:
        return ZoneInfo(text(argument, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        refuse(argument, name, accepted)


@dataclass(frozen=True)
class ScheduledScaling:
    """One window of business hours, the same every day: capacity in it and outside it.

    Attributes:
        business_hours_start: First hour, 0 to 23, of the time zone.
        business_hours_end: Hour at which the window ends, 0 to 23, after the start. A window over midnight is the
            complement: swap hours and capacities.
        business_min: Smallest capacity in the window.
        business_max: Largest capacity in the window.
        off_hours_min: Smallest capacity outside it.
        off_hours_max: Largest capacity outside it; at most ``business_min``, so that leaving the window never adds any.
        timezone: IANA time zone.

    Raises:
        ValueError: One of these does not hold.
    """

    business_hours_start: int
    business_hours_end: int
    business_min: int
    business_max: int
    off_hours_min: int
    off_hours_max: int
    timezone: str = "Asia/Tokyo"

    def __post_init__(self) -> None:
        whole_number("business_hours_start", self.business_hours_start, 0, LAST_HOUR)
        whole_number("business_hours_end", self.business_hours_end, 0, LAST_HOUR)
        if self.business_hours_end <= self.business_hours_start:
            accepted = f"an hour after business_hours_start = {self.business_hours_start}"
            refuse("business_hours_end", self.business_hours_end, accepted)
        check_capacity(self.business_min, self.business_max, self.off_hours_min, self.off_hours_max)
        time_zone("timezone", self.timezone)


def check_capacity(business_min: int, business_max: int, off_hours_min: int, off_hours_max: int) -> None:
    """Refuse capacities that a schedule cannot have.

    Raises:
        ValueError: A negative number, a smallest above its largest, or more off hours than in business.
    """
    for argument, least, argument_most, most in (
        ("business_max", business_min, "business_min", business_max),
        ("off_hours_max", off_hours_min, "off_hours_min", off_hours_max),
    ):
        whole_number(argument_most, least, 0)
        whole_number(argument, most, 0)
        if most < least:
            refuse(argument, most, f"at least {argument_most} = {least}")
    if off_hours_max > business_min:
        refuse("off_hours_max", off_hours_max, f"at most business_min = {business_min}")


@dataclass(frozen=True)
class BillingThresholds:
    """Three tiers of the month's charges, in US dollars.

    Raises:
        ValueError: They are not positive and strictly increasing.
    """

    warning: float = 100.0
    critical: float = 200.0
    emergency: float = 500.0

    def __post_init__(self) -> None:
        below, name_below = 0.0, ""
        for name, threshold in self.tiers():
            value = finite_number(name, threshold, 0, above=True)
            if value <= below:
                refuse(name, threshold, f"more than {name_below} = {below:g}")
            below, name_below = value, name

    def tiers(self) -> Iterator[tuple[str, float]]:
        """Yield name and threshold, lowest first."""
        yield "warning", self.warning
        yield "critical", self.critical
        yield "emergency", self.emergency


class AutoStopAction(StrEnum):
    """What is done to an endpoint."""

    KEEP = "keep"
    SCALE_DOWN = "scale-down"
    DISABLE_SCHEDULE = "disable-schedule"
    DELETE = "delete"


class Reason(StrEnum):
    """Why, for counting: the dimension ``Reason`` of a metric."""

    TAGS_UNKNOWN = "tags-unknown"
    PROTECTED = "protected"
    METRICS_UNKNOWN = "metrics-unknown"
    BUSY = "busy"
    YOUNG = "young"
    NOT_CONFIGURED = "not-configured"
    NEVER_IN_PROD = "never-in-prod"
    AT_FLOOR = "at-floor"
    IDLE = "idle"


@dataclass(frozen=True)
class EndpointFacts:
    """What is known of an endpoint.

    Attributes:
        name: Its name.
        tags: Its tags.
        invocations: Calls in the time that counts.
        age_minutes: Minutes since it was made or last changed.
        supports_scale_to_zero: Whether all of it may go to zero and comes back by itself.
        current_instances: Instances, or copies of inference components, that it has now.
        tags_known: Whether the tags could be read.
        invocations_known: Whether the calls could be read, and would have been seen.
    """

    name: str
    tags: Mapping[str, str]
    invocations: float
    age_minutes: float
    supports_scale_to_zero: bool
    current_instances: int
    tags_known: bool = True
    invocations_known: bool = True


@dataclass(frozen=True)
class AutoStopDecision:
    """What to do with an endpoint.

    Attributes:
        action: What.
        target_instances: Instances or copies that it shall have; ``None`` unless it is scaled down.
        reason: Why, for people.
        code: Why, for counting.
    """

    action: AutoStopAction
    target_instances: int | None
    reason: str
    code: Reason


def decide_auto_stop(
    facts: EndpointFacts, *, environment: str, configured_action: str, idle_minutes: int = 60
) -> AutoStopDecision:
    """Decide whether an endpoint is stopped, and how. The first row that fits decides.

    Args:
        facts: What is known of it.
        environment: ``sandbox``, ``staging`` or ``prod``; an unknown one is taken for prod.
        configured_action: What the stack does to idle endpoints, a value of :class:`AutoStopAction`.
        idle_minutes: An endpoint that is younger is kept, at least 1.

    Raises:
        ValueError: ``configured_action`` is no action, or ``idle_minutes`` is below 1.
    """
    whole_number("idle_minutes", idle_minutes, 1)
    action = _action(configured_action)
    kept = _reason_to_keep(facts, idle_minutes)
    if kept is not None:
        return AutoStopDecision(AutoStopAction.KEEP, None, kept[1], kept[0])
    idle = f"no call in the last {_minutes(idle_minutes)}"
    if action is AutoStopAction.KEEP:
        return AutoStopDecision(action, None, f"{idle}, and the configured action is keep", Reason.NOT_CONFIGURED)
    if action is AutoStopAction.DELETE:
        if environment in ENVIRONMENTS and environment != PRODUCTION:
            return AutoStopDecision(action, None, idle, Reason.IDLE)
        return _scaled_down(facts, f"{idle}; nothing is deleted in {environment}", Reason.NEVER_IN_PROD)
    if action is AutoStopAction.DISABLE_SCHEDULE:
        return AutoStopDecision(action, None, idle, Reason.IDLE)
    return _scaled_down(facts, idle, Reason.IDLE)


def _minutes(count: int) -> str:
    return "minute" if count == 1 else f"{count} minutes"


def _action(configured: str) -> AutoStopAction:
    try:
        return AutoStopAction(configured)
    except ValueError:
        refuse("configured_action", configured, f"one of {', '.join(AutoStopAction)}")


def _reason_to_keep(facts: EndpointFacts, idle_minutes: int) -> tuple[Reason, str] | None:
    """What is not known keeps the endpoint before anything that is known can stop it."""
    if not facts.tags_known:
        return Reason.TAGS_UNKNOWN, "its tags could not be read, so nobody knows whether it is protected"
    protecting = _protection(facts.tags)
    if protecting is not None:
        return Reason.PROTECTED, f"the tag {protecting} protects it"
    if not facts.invocations_known:
        return Reason.METRICS_UNKNOWN, "its calls are not known: no metric says that it was idle"
    if not facts.invocations <= 0:  # a value that is no number counts as calls
        calls = "1 call" if facts.invocations == 1 else f"{facts.invocations:g} calls"
        return Reason.BUSY, f"{calls} in the last {_minutes(idle_minutes)}"
    if not facts.age_minutes >= idle_minutes:
        return Reason.YOUNG, f"it is {facts.age_minutes:.0f} minutes old; idleness counts from {idle_minutes} on"
    return None


def _protection(tags: Mapping[str, str]) -> str | None:
    """The tag that protects, as ``key=value``."""
    for key, value in tags.items():
        if (key.strip().lower(), value.strip().lower()) in _PROTECTING:
            return f"{key}={value}"
    return None


def _scaled_down(facts: EndpointFacts, reason: str, code: Reason) -> AutoStopDecision:
    floor = 0 if facts.supports_scale_to_zero else 1
    if facts.current_instances <= floor:
        at_floor = f"it has {facts.current_instances}, and cannot go below {floor}"
        return AutoStopDecision(AutoStopAction.KEEP, None, at_floor, Reason.AT_FLOOR)
    return AutoStopDecision(AutoStopAction.SCALE_DOWN, floor, reason, code)
