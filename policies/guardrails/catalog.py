"""Finds the rules: every module of ``guardrails.rules`` is one. There is no list to keep."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import guardrails.rules
from guardrails.evaluate import Subject, Verdict, evaluate, evaluate_stack
from guardrails.props import Plain
from guardrails.rule import Rule, StackRule


class CatalogError(Exception):
    """A rule module that does not define its rule as it must."""


@dataclass(frozen=True)
class Catalog:
    """All rules, in the order of their family and id."""

    entries: tuple[Rule | StackRule, ...]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules over single resources."""
        return tuple(entry for entry in self.entries if isinstance(entry, Rule))

    @cached_property
    def stack_rules(self) -> tuple[StackRule, ...]:
        """The rules over whole stacks."""
        return tuple(entry for entry in self.entries if isinstance(entry, StackRule))

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules of each type token that any of them checks."""
        found: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for token in rule.resources:
                found[token].append(rule)
        return {token: tuple(rules) for token, rules in found.items()}

    @cached_property
    def in_stacks(self) -> frozenset[str]:
        """The types that a rule over the whole stack looks at."""
        return frozenset(token for rule in self.stack_rules for token in rule.resources)

    def check(
        self, type_token: str, name: str, props: Mapping[str, Plain], today: date, urn: str = ""
    ) -> Iterator[Verdict]:
        """What each rule of the type says of a resource given as plain values, without an engine."""
        subject = Subject(type_token, name, urn, props)
        for rule in self.by_type.get(type_token, ()):
            yield evaluate(rule, subject, today)

    def check_stack(self, subjects: Iterable[Subject], today: date) -> Iterator[Verdict]:
        """What each stack rule says of a stack's resources, without an engine."""
        everything = tuple(subjects)
        for rule in self.stack_rules:
            yield evaluate_stack(rule, everything, today)


def load() -> Catalog:
    """Import every rule module.

    Raises:
        CatalogError: A module has no ``RULE``, its id differs from the file's name, or it has no check.
    """
    rules = [_rule(module.name) for module in pkgutil.iter_modules(guardrails.rules.__path__)]
    order = list(type(rules[0].family))
    return Catalog(tuple(sorted(rules, key=lambda rule: (order.index(rule.family), rule.id))))


def _rule(module: str) -> Rule | StackRule:
    rule = getattr(importlib.import_module(f"guardrails.rules.{module}"), "RULE", None)
    if not isinstance(rule, Rule | StackRule):
        raise CatalogError(f"guardrails/rules/{module}.py defines no RULE; define one with Rule(...)")
    if rule.id != module.replace("_", "-"):
        raise CatalogError(
            f"guardrails/rules/{module}.py names its rule {rule.id}; the id must be {module.replace('_', '-')}"
        )
    if rule.function is None:
        raise CatalogError(f"guardrails/rules/{module}.py has no check; decorate one with @RULE.check")
    return rule
