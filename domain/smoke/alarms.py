"""How the alarms of a stack stand, and what no data says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from domain.smoke.check import Finding, failed, passed, unknown

OK: Final = "OK"
ALARM: Final = "ALARM"
NO_DATA: Final = "INSUFFICIENT_DATA"
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html"""
SHOWN: Final = 5


@dataclass(frozen=True)
class AlarmFacts:
    """An alarm.

    Attributes:
        name: Its name.
        state: What CloudWatch says.
        region: Where it is.
        why: CloudWatch's reason.
        threshold: From which value on, or ``None`` for an alarm on other alarms.
        enabled: Whether its actions are carried out.
        needs_data: Whether no data rings it too, so that it rings on a new stack until what it watches first ran.
    """

    name: str
    state: str
    region: str
    why: str = ""
    threshold: float | None = None
    enabled: bool = True
    needs_data: bool = False


def ringing(found: Sequence[AlarmFacts]) -> tuple[AlarmFacts, ...]:
    """Those that ring, in the order of their names."""
    return tuple(sorted((one for one in found if one.state == ALARM), key=lambda one: one.name))


def may_settle(found: Sequence[AlarmFacts]) -> bool:
    """Whether time may make it better: all alarms are new, or those that ring are such as ring without data."""
    rings = ringing(found)
    return all(one.needs_data for one in rings) if rings else all(one.state == NO_DATA for one in found)


def judge_alarms(found: Sequence[AlarmFacts]) -> Finding:
    """None may ring, and each must be able to tell somebody.

    An alarm without data (``INSUFFICIENT_DATA``) is new, or its metric is only published when something happens: it is
    counted, and is neither a pass of its own nor a failure, unless no alarm has any.
    """
    rings = ringing(found)
    if rings:
        return failed(f"{len(rings)} of {len(found)} ring: {_named(rings)}")
    strange = [one for one in found if one.state not in (OK, NO_DATA)]
    if strange:
        return unknown(f"{_named(strange)}: states that are not known; accepted: {OK}, {ALARM}, {NO_DATA}")
    mute = [one for one in found if not one.enabled]
    if mute:
        return failed(f"{len(mute)} of {len(found)} tell nobody, for their actions are disabled: {_named(mute)}")
    well = sum(one.state == OK for one in found)
    if not found:
        return unknown("no alarm tells the stack's topic: they were removed, or the topic is another one; deploy again")
    rest = f", {len(found) - well} have no data yet ({NO_DATA})" if len(found) > well else ""
    if not well:
        return unknown(f"none of {len(found)} alarms has data yet ({NO_DATA}): wait for their first period")
    return passed(f"{well} of {len(found)} are {OK}{rest}")


def _named(alarms: Sequence[AlarmFacts]) -> str:
    shown = [f"{one.name} ({one.why[:120]})" if one.why else one.name for one in alarms[:SHOWN]]
    more = len(alarms) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more > 0 else [])])
