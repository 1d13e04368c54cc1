"""Which level each rule has: its own, or what the organisation set for it, its family or all, here or everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from guardrails.catalog import Catalog
from guardrails.config.reading import Reader, one_of
from guardrails.rule import Facts, Family, Level, Rule

ALL: Final = "*"
"""Key that stands for every rule."""

ENVIRONMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    name: (name, f"{name}-*", f"*-{name}", f"*-{name}-*") for name in ("prod", "staging", "test", "dev", "sandbox")
}
"""Stack names of each environment where the organisation does not say."""

Levels = Mapping[str, Level]
"""Levels by rule id, family or ``*``."""


@dataclass(frozen=True)
class LevelRules:
    """What the organisation set.

    Args:
        everywhere: For every stack.
        by_environment: For the stacks of an environment; goes before ``everywhere``.
    """

    everywhere: Levels = field(default_factory=dict)
    by_environment: Mapping[str, Levels] = field(default_factory=dict)

    def level(self, rule: Facts, environment: str, explicit: Level | None = None) -> Level:
        """The level of a rule in an environment.

        Args:
            rule: The rule.
            environment: As ``environment_of`` says; empty when it does not.
            explicit: What the rule's own policy was set to in Pulumi; it goes before everything.
        """
        if explicit is not None:
            return explicit
        for levels in (self.by_environment.get(environment, {}), self.everywhere):
            for key in (rule.id, rule.family.value, ALL):
                if key in levels:
                    return _possible(rule, levels[key])
        return rule.level


def _possible(rule: Facts, level: Level) -> Level:
    """A family may be set to ``remediate``; those of its rules that cannot repair anything stay mandatory."""
    return Level.MANDATORY if level is Level.REMEDIATE and not can_remediate(rule) else level


def can_remediate(rule: Facts) -> bool:
    """True for a rule that knows the one safe repair."""
    return isinstance(rule, Rule) and rule.remediation is not None


def environment_of(stack: str, patterns: Mapping[str, tuple[str, ...]]) -> str:
    """The first environment one of whose patterns matches the stack's name; empty when none does."""
    return next((name for name, globs in patterns.items() if any(fnmatchcase(stack, glob) for glob in globs)), "")


def read_environments(read: Reader, key: str, value: object) -> Mapping[str, tuple[str, ...]]:
    """Stack name patterns by environment; the usual ones when nothing is given."""
    if value is None:
        return ENVIRONMENTS
    found = {}
    for name, globs in read.mapping(key, value).items():
        given = [globs] if isinstance(globs, str) else globs
        found[name] = tuple(read.text(where, glob) for where, glob in read.items(f"{key}.{name}", given))
    return found


def read_levels(read: Reader, key: str, value: object, catalog: Catalog) -> Levels:
    """Levels by rule id, family or ``*``."""
    rules = {rule.id: rule for rule in catalog.entries}
    names = (*Family, *rules, ALL)
    found: dict[str, Level] = {}
    for name, given in read.mapping(key, value, names).items():
        if name in names and (level := read_level(read, f"{key}.{name}", given, rules.get(name))) is not None:
            found[name] = level
    return found


def read_level(read: Reader, key: str, value: object, rule: Facts | None) -> Level | None:
    """A level; ``remediate`` only where the rule can."""
    accepted = [level for level in Level if level is not Level.REMEDIATE or rule is None or can_remediate(rule)]
    if value in accepted:
        return Level(str(value))
    read.refuse(key, value, one_of(accepted))
    return None
