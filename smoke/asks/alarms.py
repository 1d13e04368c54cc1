"""No alarm of the stack rings, in either Region."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from domain.smoke import Finding, Theme, failed, off
from domain.smoke.alarms import AlarmFacts, judge_alarms, may_settle
from smoke.clients.stack_alarms import StackAlarms
from smoke.context import Context
from smoke.question import Question, stated

PAUSE_S: Final = 5.0
TOPICS: Final = (("stack's Region", "alarmTopicArn"), ("other Region", "standbyAlarmTopicArn"))


def questions(context: Context) -> Iterator[Question]:
    """One for each Region that has alarms."""
    settings = context.stack.settings
    wanted = (settings.needs_foundation, settings.resilience.enabled and settings.resilience.runs_there)
    for (name, output), there in zip(TOPICS, wanted, strict=True):
        topic = context.stack.text(output)
        if not there:
            yield stated(Theme.ALARMS, name, off("no theme is on that has alarms there"))
        elif topic is None:
            yield stated(Theme.ALARMS, name, failed(f"the stack has no output {output}: deploy it with this checkout"))
        else:
            yield Question(Theme.ALARMS, name, partial(_stand, context, topic))


def topics(context: Context) -> tuple[str, ...]:
    """The topics that the stack's alarms tell."""
    return tuple(topic for _, output in TOPICS if (topic := context.stack.text(output)) is not None)


def alarms_telling(context: Context, topic: str) -> list[AlarmFacts]:
    """How the alarms stand that tell a topic."""
    region = topic.split(":")[3]
    return StackAlarms(context.connections.client("cloudwatch", region), region).telling(topic)


def watched_alarms(context: Context, topic: str) -> tuple[list[AlarmFacts], str]:
    """The same without those that the caller leaves out, and how many those are, in words."""
    found, parts = alarms_telling(context, topic), context.options.ignored_alarms
    kept = [one for one in found if not any(part in one.name for part in parts)]
    left = len(found) - len(kept)
    return kept, f"; {left} left out by --ignore-alarm" if left else ""


def _stand(context: Context, topic: str) -> Finding:
    """Judge them; on a new stack they get the time until what they watch has run for their first periods."""
    limit = context.clock() + context.options.settle_s
    found, left = watched_alarms(context, topic)
    while found and may_settle(found) and context.clock() < limit:
        context.sleep(PAUSE_S)
        found, left = watched_alarms(context, topic)
    judged = judge_alarms(found)
    return Finding(judged.outcome, judged.reason + left)
