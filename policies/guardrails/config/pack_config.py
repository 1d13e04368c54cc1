"""The whole configuration of the pack, as ``pulumi --policy-pack-config`` takes it, for one stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from guardrails.catalog import Catalog
from guardrails.config.exemptions import Exemption, read_exemptions
from guardrails.config.levels import (
    ENVIRONMENTS,
    LevelRules,
    environment_of,
    read_environments,
    read_level,
    read_levels,
)
from guardrails.config.reading import Reader
from guardrails.config.schema import refusal
from guardrails.rule import Facts, Level

PACK: Final = "guardrails"
"""Policy that carries what concerns more than one rule."""

EXPIRED: Final = f"{PACK}-expired-exemptions"
"""Policy that an exemption violates whose time is over."""

OWN_LEVELS: Final[Mapping[str, Level]] = {PACK: Level.ADVISORY, EXPIRED: Level.MANDATORY}
"""The levels of the policies that are no rules: the first lists the exemptions that somebody should look at."""

EVERY: Final = "all"
"""Pulumi's own key for the level of every policy."""

LEVEL: Final = "enforcementLevel"
KEYS: Final = ("environments", "levels", "environmentLevels", "exemptions")


@dataclass(frozen=True)
class PackConfig:
    """What an organisation configured.

    Args:
        levels: By rule, family, environment.
        environments: Stack name patterns by environment.
        exemptions: As they are written.
        explicit: Levels that were set on a policy of its own, where they differ from what it has anyway.
        settings: Thresholds by rule id.
    """

    levels: LevelRules = field(default_factory=LevelRules)
    environments: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: ENVIRONMENTS)
    exemptions: tuple[Exemption, ...] = ()
    explicit: Mapping[str, Level] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def environment(self, stack: str) -> str:
        """What a stack is for; empty when its name does not say."""
        return environment_of(stack, self.environments)

    def level(self, rule: Facts, environment: str) -> Level:
        """The level of a rule in an environment."""
        return self.levels.level(rule, environment, self.explicit.get(rule.id))

    def own_level(self, policy: str) -> Level:
        """The level of a policy that is no rule."""
        return self.explicit.get(policy, OWN_LEVELS[policy])

    def settings_of(self, rule: Facts) -> Mapping[str, object]:
        """The thresholds that were set for a rule."""
        return self.settings.get(rule.id, {})


def read_pack_config(given: Mapping[str, object], catalog: Catalog) -> PackConfig:
    """Read what a ``--policy-pack-config`` file holds.

    Raises:
        ConfigError: With every problem: its key, its value and what is accepted.
    """
    read = Reader()
    rules = {rule.id: rule for rule in catalog.entries}
    entries = read.mapping("", given, (EVERY, *OWN_LEVELS, *rules))
    everywhere = read_level(read, EVERY, entries[EVERY], None) if EVERY in entries else None
    explicit: dict[str, Level] = {}
    settings: dict[str, Mapping[str, object]] = {}
    for name, value in entries.items():
        if name in rules:
            level, settings[name] = _policy(read, name, value, rules[name])
            if level is not None:
                explicit[name] = level
    for name in OWN_LEVELS:
        level = _own_level(read, name, entries.get(name))
        if level is not None:
            explicit[name] = level
    if everywhere is not None:
        explicit = {**{name: _all(rule, everywhere) for name, rule in rules.items()}, **explicit}
    explicit = _said(explicit, rules)
    shared = entries.get(PACK)
    config = _shared(read, None if isinstance(shared, str) else shared, catalog, explicit, settings)
    read.check()
    return config


def _own_level(read: Reader, name: str, value: object) -> Level | None:
    """A level, or an object that holds one; what else the pack's own policy holds is read by ``_shared``."""
    if value is None or (isinstance(value, Mapping) and LEVEL not in value):
        return None
    key, given = (f"{name}.{LEVEL}", value[LEVEL]) if isinstance(value, Mapping) else (name, value)
    level = read_level(read, key, given, None)
    return Level.MANDATORY if level is Level.REMEDIATE else level


def _said(explicit: Mapping[str, Level], rules: Mapping[str, Facts]) -> dict[str, Level]:
    """Without the levels that a policy has anyway: the engine fills those in, so nobody can tell who meant them."""
    own = {**OWN_LEVELS, **{name: rule.level for name, rule in rules.items()}}
    return {name: level for name, level in explicit.items() if level is not own[name]}


def _all(rule: Facts, level: Level) -> Level:
    return LevelRules({"*": level}).level(rule, "")


def _policy(read: Reader, name: str, value: object, rule: Facts) -> tuple[Level | None, Mapping[str, object]]:
    """A rule's own entry: a level, or an object of a level and thresholds."""
    if isinstance(value, str):
        return read_level(read, name, value, rule), {}
    known = tuple(setting.name for setting in rule.settings)
    entry = dict(read.mapping(name, value, (LEVEL, *known)))
    given = entry.pop(LEVEL, None)
    level = None if given is None else read_level(read, f"{name}.{LEVEL}", given, rule)
    settings = {key: inner for key, inner in entry.items() if key in known}
    for setting in rule.settings:
        if setting.name in settings and (accepted := refusal(setting.schema, settings[setting.name])):
            read.refuse(f"{name}.{setting.name}", settings[setting.name], accepted)
    return level, settings


def _shared(
    read: Reader,
    value: object,
    catalog: Catalog,
    explicit: Mapping[str, Level],
    settings: Mapping[str, Mapping[str, object]],
) -> PackConfig:
    given = read.mapping(PACK, value, (*KEYS, LEVEL))
    environments = read_environments(read, f"{PACK}.environments", given.get("environments"))
    by_environment = {
        name: read_levels(read, f"{PACK}.environmentLevels.{name}", levels, catalog)
        for name, levels in read.mapping(
            f"{PACK}.environmentLevels", given.get("environmentLevels"), tuple(environments)
        ).items()
    }
    return PackConfig(
        levels=LevelRules(read_levels(read, f"{PACK}.levels", given.get("levels"), catalog), by_environment),
        environments=environments,
        exemptions=read_exemptions(read, f"{PACK}.exemptions", given.get("exemptions"), catalog),
        explicit=explicit,
        settings=settings,
    )
