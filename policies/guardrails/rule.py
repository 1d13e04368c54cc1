"""What a rule is: facts about it, and a pure check that yields findings. Knows nothing of pulumi_policy.

A check is a generator. It yields a ``Violation`` for each property that is wrong, or ``not_applicable`` with the
reason when the resource is of a kind that the rule says nothing about. Yielding nothing means compliant. Values that
are unknown at preview need no care: ``Props`` notes them, and the rule is deferred unless it found a violation.

A ``Rule`` sees one resource's inputs before it is made, so it can stop it. A ``StackRule`` sees all resources of a
stack at the end: in preview before anything happens, in an update after the fact. So whatever one resource shows is a
``Rule``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from guardrails.props import Props


class Family(StrEnum):
    """The groups of the rule table, in its order."""

    IAM = "iam-least-privilege"
    ENCRYPTION = "encryption-required"
    LAMBDA = "lambda-limits"
    PUBLIC = "no-public-access"
    SAGEMAKER = "sagemaker-security"
    LOGGING = "logging-and-audit"
    PREFLIGHT = "preflight"
    COST = "cost-and-hygiene"


class Severity(StrEnum):
    """How bad a violation is; shown by Pulumi beside it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(StrEnum):
    """What a violation does by default. An organisation overrides it per rule in the pack's configuration."""

    ADVISORY = "advisory"
    MANDATORY = "mandatory"
    REMEDIATE = "remediate"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Violation:
    """One property that breaks the rule.

    Args:
        property: Its path as the program writes it, for example ``timeout``.
        problem: What is wrong, as the rest of a sentence that starts with the property.
        urn: The resource that is to blame, for a stack rule.
        name: Its logical name, for a stack rule.
    """

    property: str
    problem: str
    urn: str = ""
    name: str = ""


@dataclass(frozen=True)
class NotApplicable:
    """The rule says nothing about this resource."""

    reason: str


Finding: TypeAlias = Violation | NotApplicable


def violation(where: Props | str, problem: str, of: Resource | None = None) -> Violation:
    """A violation at a property, given as its node or by name; a stack rule says of which resource."""
    path = where.path if isinstance(where, Props) else where
    return Violation(path, problem) if of is None else Violation(path, problem, of.urn, of.name)


def not_applicable(reason: str) -> NotApplicable:
    """The outcome for a resource that a rule does not speak about; ``reason`` is shown to the user."""
    return NotApplicable(reason)


@dataclass(frozen=True)
class Setting:
    """One configuration key of a rule, as JSON schema. Its default makes it optional: the engine demands others."""

    name: str
    schema: Mapping[str, object]
    default: object


@dataclass(slots=True)
class Resource:
    """What a check sees: one resource's inputs. Not frozen, as one is made for each rule, and that takes twice as long.

    Args:
        type: Type token, for example ``aws:lambda/function:Function``.
        name: Logical name in the program.
        props: Its inputs.
        today: The date on which the pack runs; a rule has no clock.
        settings: The rule's configuration, complete with defaults.
        urn: The engine's name for it.
        links: For a stack rule, the URNs of the resources that each property was made from.
        provider_region: Region of its provider; empty when that is not known.
        environment: What the stack is for, as the pack's configuration says, for example ``prod``; empty when it does
            not say.
        protect: True when the program protects the resource from deletion.
    """

    type: str
    name: str
    props: Props
    today: date
    settings: Mapping[str, object] = field(default_factory=dict)
    urn: str = ""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider_region: str = ""
    environment: str = ""
    protect: bool = False

    @property
    def region(self) -> str:
        """The Region in which it is made: its own property, else its provider's; empty when neither is known."""
        own = self.props["region"]
        if own.present:
            return own.text() or ""
        return self.provider_region

    def __getitem__(self, key: str) -> Props:
        """The property at a dotted path."""
        return self.props[key]

    def texts(self, setting: str) -> tuple[str, ...]:
        """A setting that is a list of strings."""
        value = self.settings[setting]
        return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()

    def number(self, setting: str) -> float:
        """A setting that is a number."""
        value = self.settings[setting]
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"setting {setting} must be a number")
        return float(value)

    def whole_numbers(self, setting: str) -> tuple[int, ...]:
        """A setting that is a list of whole numbers, which the engine hands over as floats."""
        value = self.settings[setting]
        if not isinstance(value, list | tuple) or any(isinstance(item, bool) or item != int(item) for item in value):
            raise TypeError(f"setting {setting} must be a list of whole numbers")
        return tuple(int(item) for item in value)


@dataclass(frozen=True)
class Stack:
    """What a stack rule's check sees: the stack's resources of the rule's types."""

    resources: tuple[Resource, ...]

    def of(self, token: str) -> tuple[Resource, ...]:
        """The resources of one type."""
        return self._by_type.get(token, ())

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Resource, ...]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return {token: tuple(resources) for token, resources in found.items()}


Check: TypeAlias = Callable[[Resource], Iterator[Finding]]
StackCheck: TypeAlias = Callable[[Stack], Iterator[Finding]]
Remediation: TypeAlias = Callable[[Resource], Mapping[str, object]]
"""The top-level inputs to set so that the rule holds; empty when there is nothing to change or no safe answer."""


@dataclass(kw_only=True)
class Facts:
    """What the table, Pulumi and the messages say about a rule of either kind.

    Args:
        id: The module's name with hyphens; the policy's name in Pulumi.
        family: Group in the rule table.
        severity: How bad a violation is.
        resources: Type tokens that it looks at. No other type reaches the check.
        summary: What a compliant resource does, one sentence.
        cause: What can happen when it does not.
        remedy: What to change, in the imperative, without a full stop.
        url: The page of AWS that the rule rests on.
        frameworks: Control ids, for example ``CIS AWS 1.16``.
        level: Default enforcement.
        settings: Configuration keys.
    """

    id: str
    family: Family
    severity: Severity
    resources: tuple[str, ...]
    summary: str
    cause: str
    remedy: str
    url: str
    frameworks: tuple[str, ...] = ()
    level: Level = Level.MANDATORY
    settings: tuple[Setting, ...] = ()

    def configured(self, given: Mapping[str, object]) -> dict[str, object]:
        """The rule's settings: its defaults, overridden by what the organisation configured."""
        return {setting.name: given.get(setting.name, setting.default) for setting in self.settings}


@dataclass(kw_only=True)
class Rule(Facts):
    """A rule over single resources. Its module has ``RULE = Rule(...)`` and a check under ``@RULE.check``."""

    function: Check | None = field(default=None, init=False)
    remediation: Remediation | None = field(default=None, init=False)

    def remediate(self, function: Remediation) -> Remediation:
        """Decorate what repairs a resource. It runs only where an organisation sets the level ``remediate``."""
        if self.remediation is not None:
            raise ValueError(f"rule {self.id} has two remediations; one must have the one safe answer")
        self.remediation = function
        return function

    def check(self, function: Check) -> Check:
        """Decorate the rule's one check."""
        if self.function is not None:
            raise ValueError(f"rule {self.id} has two checks; split it into two rules")
        self.function = function
        return function


@dataclass(kw_only=True)
class StackRule(Facts):
    """A rule over what several resources make together. Used as ``Rule`` is."""

    function: StackCheck | None = field(default=None, init=False)

    def check(self, function: StackCheck) -> StackCheck:
        """Decorate the rule's one check."""
        if self.function is not None:
            raise ValueError(f"rule {self.id} has two checks; split it into two rules")
        self.function = function
        return function
