"""Runs one rule and never raises: a rule that fails to run is a violation that names the rule."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import PurePath

from guardrails.props import MalformedPropertyError, Plain, Props, Reads
from guardrails.rule import Facts, Finding, NotApplicable, Resource, Rule, Stack, StackRule
from guardrails.telling import SEALED, tells


class Status(StrEnum):
    """The four outcomes, as cdk-nag and checkov tell them apart."""

    COMPLIANT = "compliant"
    VIOLATION = "violation"
    NOT_APPLICABLE = "not-applicable"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class Message:
    """One line about one violation: ``<resource>: <property> <problem>; <remedy> [<rule id>]``."""

    text: str
    urn: str = ""
    property: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a resource or a stack.

    Args:
        rule: The rule's id.
        status: The outcome. A violation among known values outweighs what is still unknown.
        found: The violations.
        reason: Why the rule is not applicable, or which values it waits for.
    """

    rule: str
    status: Status
    found: tuple[Message, ...] = ()
    reason: str = ""

    @property
    def messages(self) -> tuple[str, ...]:
        """The violations' lines."""
        return tuple(message.text for message in self.found)


@dataclass(slots=True)
class Subject:
    """A resource as it comes from the engine, decoded: the same for every rule. ``Resource`` explains the fields."""

    type: str
    name: str
    urn: str
    raw: Mapping[str, Plain]
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider_region: str = ""
    environment: str = ""
    protect: bool = False


def evaluate(rule: Rule, subject: Subject, today: date, settings: Mapping[str, object] | None = None) -> Verdict:
    """What ``rule`` says of ``subject`` on the date ``today``, under an organisation's ``settings``."""
    if subject.type not in rule.resources:
        return Verdict(rule.id, Status.NOT_APPLICABLE, reason=f"checks {', '.join(rule.resources)} only")
    reads: Reads = []
    function = rule.function
    if function is None:
        return Verdict(rule.id, Status.VIOLATION, (Message(f"resource could not be checked; add a check [{rule.id}]"),))
    resource = resource_of(subject, reads, today, rule.configured(settings or {}))
    return _collect(rule, subject.name, lambda: function(resource), reads, (subject,))


def evaluate_stack(
    rule: StackRule, subjects: Iterable[Subject], today: date, settings: Mapping[str, object] | None = None
) -> Verdict:
    """What ``rule`` says of a stack's resources."""
    reads: Reads = []
    given = rule.configured(settings or {})
    known = tuple(subject for subject in subjects if subject.type in rule.resources)
    mine = tuple(resource_of(subject, reads, today, given) for subject in known)
    function = rule.function
    if function is None:
        return Verdict(rule.id, Status.VIOLATION, (Message(f"stack could not be checked; add a check [{rule.id}]"),))
    if not mine:
        return Verdict(rule.id, Status.NOT_APPLICABLE, reason=f"the stack has no {', '.join(rule.resources)}")
    return _collect(rule, "stack", lambda: function(Stack(mine)), reads, known)


def resource_of(subject: Subject, reads: Reads, today: date, settings: Mapping[str, object]) -> Resource:
    """The resource as a check sees it; what it reads of the unknown goes to ``reads``."""
    props = Props(subject.raw, reads=reads)
    return Resource(
        type=subject.type,
        name=subject.name,
        props=props,
        today=today,
        settings=settings,
        urn=subject.urn,
        links=subject.links,
        provider_region=subject.provider_region,
        environment=subject.environment,
        protect=subject.protect,
    )


def _collect(
    rule: Facts, name: str, run: Callable[[], Iterator[Finding]], reads: Reads, subjects: Sequence[Subject]
) -> Verdict:
    found: list[Message] = []
    reasons: list[str] = []
    try:
        for finding in run():
            if isinstance(finding, NotApplicable):
                reasons.append(finding.reason)
            else:
                whose, problem = finding.name or name, _told(finding.problem, subjects)
                text = f"{whose}: {finding.property} {problem}; {rule.remedy} [{rule.id}]"
                found.append(Message(text, finding.urn, finding.property, problem))
    except MalformedPropertyError as error:
        text = f"{name}: {error}, so it could not be checked; {rule.remedy} [{rule.id}]"
        found.append(Message(text, property=error.path, problem=f"is not {error.expected}"))
    except Exception as error:  # noqa: BLE001 - a broken rule must neither hide the others' findings nor let a resource pass
        found.append(Message(f"{name}: {_broken(rule, error)}"))
    return _verdict(rule, found, reads, reasons)


def _told(text: str, subjects: Sequence[Subject]) -> str:
    """What a rule says, unless that tells a secret: no rule has to think of it."""
    return SEALED if tells(text, (subject.raw for subject in subjects)) else text


def _verdict(rule: Facts, found: list[Message], reads: Reads, reasons: list[str]) -> Verdict:
    if found:
        return Verdict(rule.id, Status.VIOLATION, tuple(dict.fromkeys(found)))
    if reads:
        waits = ", ".join(dict.fromkeys(path or "all properties" for path in reads))
        return Verdict(rule.id, Status.DEFERRED, reason=f"deferred to the update: {waits} cannot be known before it")
    if reasons:
        return Verdict(rule.id, Status.NOT_APPLICABLE, reason="; ".join(dict.fromkeys(reasons)))
    return _compliant(rule.id)


@cache
def _compliant(rule: str) -> Verdict:
    """The commonest verdict, made once for each rule."""
    return Verdict(rule, Status.COMPLIANT)


def _broken(rule: Facts, error: Exception) -> str:
    """Say where a rule broke without its error text, which may hold a secret value."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown line"
    return (
        f"resource could not be checked, because the rule failed with {type(error).__name__} at {where}; "
        f"report it to the pack's owner, or disable the rule for this stack [{rule.id}]"
    )
