"""How a rule's fixtures are written: one resource each, and for a violation the property that it must name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from guardrails.props import UNKNOWN

U = UNKNOWN


@dataclass(frozen=True)
class Case:
    """One resource. ``names`` are the start of each expected violation, in order."""

    type: str
    props: Mapping[str, object]
    names: tuple[str, ...] = ()
    name: str = "thing"


@dataclass(frozen=True)
class Cases:
    """The fixtures of a rule. A violation beside an unknown value belongs to ``fails``; ``unknown`` are deferred."""

    passes: list[Case]
    fails: list[Case]
    not_applicable: list[Case]
    unknown: list[Case] = field(default_factory=list)
    presence_only: bool = False
    """True for a rule that asks only whether a property is there: an unknown value then passes."""


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
