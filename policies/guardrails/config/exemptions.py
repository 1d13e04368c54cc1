"""Exemptions as data: which rule, for which resources, who answers for it, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Final

from guardrails.catalog import Catalog
from guardrails.config.reading import Reader, one_of
from guardrails.rule import Facts, Family

KEYS: Final = ("rule", "urn", "owner", "reason", "expires")
SHORTEST_REASON: Final = 20
SOON: Final = timedelta(days=14)


@dataclass(frozen=True)
class Exemption:
    """One exemption.

    Args:
        rule: Rule id or family; ``*`` and ``?`` match any text.
        urn: Pattern of the URNs of the resources that it covers, with ``*`` and ``?``.
        owner: Who answers for it.
        reason: Why it is right, in 20 characters or more.
        expires: The last day on which it holds.
    """

    rule: str
    urn: str
    owner: str
    reason: str
    expires: date

    def covers(self, rule: Facts, urn: str) -> bool:
        """True when it speaks of this rule and this resource, whatever the date."""
        return any(fnmatchcase(name, self.rule) for name in (rule.id, rule.family.value)) and fnmatchcase(urn, self.urn)

    def concerns(self, stack: str, project: str) -> bool:
        """True unless its pattern names another stack or another project."""
        parts = self.urn.split("::")
        if len(parts) < 2 or not parts[0].startswith("urn:pulumi:"):
            return True
        return fnmatchcase(stack, parts[0].removeprefix("urn:pulumi:")) and fnmatchcase(project, parts[1])

    def __str__(self) -> str:
        return f"{self.rule} for {self.urn}, by {self.owner}: {self.reason}"


@dataclass
class Ledger:
    """All exemptions, and which of them were used. One ledger lives as long as one run.

    Args:
        exemptions: In the order in which they are written; the first that covers a violation is the one that counts.
    """

    exemptions: tuple[Exemption, ...] = ()
    used: set[int] = field(default_factory=set)

    def find(self, rule: Facts, urn: str, today: date) -> Exemption | None:
        """The exemption that holds for a violation, noted as used; one that has expired is noted too, but holds not."""
        for index, exemption in enumerate(self.exemptions):
            if exemption.covers(rule, urn):
                self.used.add(index)
                if exemption.expires >= today:
                    return exemption
        return None

    def expired(self, stack: str, project: str, today: date) -> Iterator[str]:
        """A line for each exemption whose time is over."""
        for exemption in self._here(stack, project):
            if exemption.expires < today:
                yield f"the exemption of {exemption} expired on {exemption.expires}; fix what it covered, or renew it"

    def ending(self, stack: str, project: str, today: date) -> Iterator[str]:
        """A line for each exemption that ends within two weeks."""
        for exemption in self._here(stack, project):
            if today <= exemption.expires <= today + SOON:
                yield f"the exemption of {exemption} ends on {exemption.expires}; fix what it covers, or renew it"

    def unused(self, stack: str, project: str) -> Iterator[str]:
        """A line for each exemption that no violation needed."""
        for index, exemption in enumerate(self.exemptions):
            if index not in self.used and exemption.concerns(stack, project):
                yield f"the exemption of {exemption} covers no violation; remove it"

    def _here(self, stack: str, project: str) -> Iterator[Exemption]:
        return (exemption for exemption in self.exemptions if exemption.concerns(stack, project))


def read_exemptions(read: Reader, key: str, value: object, catalog: Catalog) -> tuple[Exemption, ...]:
    """The exemptions of a configuration."""
    found = (_exemption(read, where, given, catalog) for where, given in read.items(key, value))
    return tuple(exemption for exemption in found if exemption is not None)


def _exemption(read: Reader, key: str, value: object, catalog: Catalog) -> Exemption | None:
    problems = len(read.problems)
    given = read.mapping(key, value, KEYS)
    exemption = Exemption(
        rule=_rule(read, f"{key}.rule", given, catalog),
        urn=read.text(f"{key}.urn", given.get("urn")),
        owner=read.text(f"{key}.owner", given.get("owner")),
        reason=read.text(f"{key}.reason", given.get("reason"), shortest=SHORTEST_REASON),
        expires=_day(read, f"{key}.expires", given.get("expires")),
    )
    if not (exemption.rule.strip("*?") or exemption.urn.strip("*?")):
        read.refuse(key, "every rule for every resource", "a rule or a URN that is named at least in part")
    return exemption if len(read.problems) == problems else None


def _rule(read: Reader, key: str, given: Mapping[str, object], catalog: Catalog) -> str:
    pattern = read.text(key, given.get("rule"))
    names = (*Family, *(rule.id for rule in catalog.entries))
    if pattern and not any(fnmatchcase(name, pattern) for name in names):
        read.refuse(key, pattern, f"a rule or family, or a pattern that matches one: {one_of(names, pattern)}")
    return pattern


def _day(read: Reader, key: str, value: object) -> date:
    accepted = "a date such as 2027-01-31"
    if value is None:
        read.missing(key, accepted)
        return date.min
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        read.refuse(key, value, accepted)
        return date.min
