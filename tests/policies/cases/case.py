"""How a rule's fixtures are written: one resource each, or a stack of them, and what a violation must name.

A module of this folder is called as its rule's module and holds ``CASES = Cases(...)``. Every violation needs a twin
among the fixtures that are not violations: the same but for one thing (``tests/policies/twins.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from guardrails.evaluate import Subject
from guardrails.props import UNKNOWN

U = UNKNOWN
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Case:
    """One resource. ``names`` are the start of each expected violation, in order, without the resource's name."""

    type: str
    props: Mapping[str, object]
    names: tuple[str, ...] = ()
    name: str = "thing"
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    provider_region: str = ""
    environment: str = ""
    protect: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)
    today: date = TODAY

    @property
    def urn(self) -> str:
        """Its URN, as ``links`` of other cases name it."""
        return f"urn:of:{self.name}"

    @property
    def subject(self) -> Subject:
        """What the engine would hand over."""
        return Subject(
            type=self.type,
            name=self.name,
            urn=self.urn,
            raw=self.props,
            links=self.links,
            provider_region=self.provider_region,
            environment=self.environment,
            protect=self.protect,
        )

    def but(self, names: tuple[str, ...] = (), /, **props: object) -> Case:
        """The same with other properties; ``None`` takes one away."""
        merged = {**self.props, **props}
        return replace(self, props={key: value for key, value in merged.items() if value is not None}, names=names)

    def made_from(self, **links: str) -> Case:
        """The same, with properties that were made from the resources of these names."""
        return replace(self, links={key: (f"urn:of:{name}",) for key, name in links.items()})


@dataclass(frozen=True)
class StackCase:
    """A stack, for a stack rule. ``names`` are the starts of the violations, each with its resource's name."""

    resources: tuple[Case, ...]
    names: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)


def stack(*resources: Case, names: tuple[str, ...] = ()) -> StackCase:
    """A stack of these resources; ``names`` such as ``inputs: bucket has no public access block``."""
    return StackCase(resources, names)


@dataclass(frozen=True)
class Cases:
    """The fixtures of a rule. A violation beside an unknown value belongs to ``fails``; ``unknown`` are deferred."""

    passes: list[Case] | list[StackCase]
    fails: list[Case] | list[StackCase]
    not_applicable: list[Case] | list[StackCase]
    unknown: list[Case] | list[StackCase] = field(default_factory=list)
    presence_only: bool = False
    """True for a rule that asks only whether a property is there: an unknown value then passes."""
    always_applicable: bool = False
    """True for a rule that speaks about every resource of its types."""
    left: list[Case] = field(default_factory=list)
    """Those of ``fails`` that the rule's repair leaves to a person. It mends all others."""


def aws(token: str, names: tuple[str, ...] = (), /, *, called: str = "thing", **props: object) -> Case:
    """A resource of type ``aws:<token>``; ``iam/role`` stands for ``aws:iam/role:Role``."""
    module, name = token.split("/")
    return Case(f"aws:{module}/{name}:{name[0].upper()}{name[1:]}", props, names, called)


def allow(actions: object, resources: object, **more: object) -> dict[str, object]:
    """A policy document with one Allow statement."""
    return {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resources, **more}],
    }
