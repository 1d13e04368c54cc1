"""What the pack says of a case, at the levels that it has by default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from guardrails.evaluate import Message, Status, Subject
from guardrails.judge import Judge, Judgement
from guardrails.props import UNKNOWN, Plain
from guardrails.rule import Level

from tests.policies.cases.case import TODAY
from tests.policies.stranger.build import Case, Json, Ref, resolved


class Outcome(StrEnum):
    """How a case went."""

    FOUND = "found"
    DEFERRED = "deferred"
    MISSED = "missed"
    QUIET = "quiet"
    ALARM = "false alarm"


@dataclass(frozen=True)
class Result:
    """A case's outcome, with what was said: the reason for it, and what else a reader sees."""

    case: Case
    outcome: Outcome
    said: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    crashed: tuple[str, ...] = ()


def measure(case: Case, judge: Judge, *, preview: bool) -> Result:
    """Judge one case."""
    stack = resolved(case.stack, preview=preview)
    about: list[str] = []
    stopping: list[str] = []
    noise: list[str] = []
    crashed: list[str] = []
    waits = False
    for judgement, message, subject in _messages(judge, stack):
        if message is None:
            waits = waits or subject is None or subject.name in case.blame
            continue
        text = f"{judgement.level}: {message.text}"
        if "the rule failed" in text:
            crashed.append(text)
        elif _is_about(case, message, subject):
            about.append(text)
        elif judgement.level is Level.MANDATORY:
            stopping.append(text)
        else:
            noise.append(text)
    if case.wrong:
        deferred = waits and preview and _unknown(case)
        outcome = Outcome.FOUND if about else Outcome.DEFERRED if deferred else Outcome.MISSED
        return Result(case, outcome, tuple(about or stopping), tuple(noise), tuple(crashed))
    alarms = (*about, *stopping)
    return Result(case, Outcome.ALARM if alarms else Outcome.QUIET, alarms, tuple(noise), tuple(crashed))


def _messages(judge: Judge, stack: list[Subject]) -> Iterator[tuple[Judgement, Message | None, Subject | None]]:
    """Each violation, and for each rule that waits a None."""
    judged = [(judgement, subject) for subject in stack for judgement in judge.resource(subject, TODAY)]
    for judgement, subject in [*judged, *((judgement, None) for judgement in judge.whole(stack, TODAY))]:
        if judgement.verdict.status is Status.DEFERRED:
            yield judgement, None, subject
        for message in judgement.verdict.found:
            yield judgement, message, subject


def _is_about(case: Case, message: Message, subject: Subject | None) -> bool:
    name = message.text.partition(":")[0] if subject is None else subject.name
    said = f"{message.property} {message.problem}".lower()
    return name in case.blame and any(word in said for word in case.words)


def _unknown(case: Case) -> bool:
    """True when the value that decides cannot be known in a preview."""
    if not case.at:
        return True
    owner = next((each for each in case.stack if each.name == case.blame[0]), None)
    if case.by and owner and _holds_reference(owner.raw[case.by]):
        return True
    value: Plain = owner.raw if owner else {}
    for key in case.at.split("."):
        value = value.get(key) if isinstance(value, dict) else value[int(key)] if isinstance(value, list) else value
    return _holds_reference(value)


def _holds_reference(value: Plain) -> bool:
    if isinstance(value, Json):
        return _holds_reference(value.tree)
    if isinstance(value, dict | list):
        return any(_holds_reference(inner) for inner in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, Ref) or value is UNKNOWN
