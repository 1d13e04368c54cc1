"""What the pack says of resources under an organisation's configuration: the one judge of the engine and the audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from guardrails.catalog import Catalog
from guardrails.config.exemptions import Exemption, Ledger
from guardrails.config.pack_config import PackConfig
from guardrails.evaluate import Message, Status, Subject, Verdict, evaluate, evaluate_stack
from guardrails.repair import repair, repaired
from guardrails.rule import Facts, Level, Rule, StackRule


@dataclass(frozen=True)
class Exempted:
    """A violation that an exemption covers."""

    message: Message
    exemption: Exemption

    def __str__(self) -> str:
        exemption = self.exemption
        return f"exempt until {exemption.expires} by {exemption.owner}: {exemption.reason}"


@dataclass(frozen=True)
class Judgement:
    """What one rule says, with the level that it has here.

    Args:
        rule: The rule.
        level: Its level in this stack.
        verdict: Without the violations that are exempt.
        exempted: Those.
    """

    rule: Facts
    level: Level
    verdict: Verdict
    exempted: tuple[Exempted, ...] = ()


@dataclass(frozen=True)
class Judge:
    """Judges the resources of one stack.

    Args:
        catalog: All rules.
        config: What the organisation decided.
        stack: The stack's name; its environment follows from it.
        project: The project's name.
        ledger: Notes which exemptions are used; shared by the stacks of one audit.
    """

    catalog: Catalog
    config: PackConfig
    stack: str
    project: str
    ledger: Ledger

    @classmethod
    def of(cls, catalog: Catalog, config: PackConfig, stack: str, project: str) -> Judge:
        """A judge with a ledger of its own."""
        return cls(catalog, config, stack, project, Ledger(config.exemptions))

    @cached_property
    def environment(self) -> str:
        """What the stack is for; empty when its name does not say."""
        return self.config.environment(self.stack)

    @cached_property
    def levels(self) -> Mapping[str, Level]:
        """The level of every rule, by id."""
        return {rule.id: self.config.level(rule, self.environment) for rule in self.catalog.entries}

    def resource(self, subject: Subject, today: date) -> Iterator[Judgement]:
        """What each rule of the resource's type says of it; a rule that is disabled says nothing."""
        for rule in self._by_type.get(subject.type, ()):
            yield self.one(rule, subject, today)

    def whole(self, subjects: Iterable[Subject], today: date) -> Iterator[Judgement]:
        """What each rule over the whole stack says."""
        everything = tuple(subjects)
        for rule in self.catalog.stack_rules:
            if self.levels[rule.id] is not Level.DISABLED:
                yield self.together(rule, everything, today)

    def one(self, rule: Rule, subject: Subject, today: date) -> Judgement:
        """What one rule says of one resource."""
        verdict = evaluate(rule, subject, today, self.config.settings_of(rule))
        if verdict.status is Status.COMPLIANT:
            return self._compliant[rule.id]
        return self._judgement(rule, verdict, subject.urn, today)

    def together(self, rule: StackRule, subjects: tuple[Subject, ...], today: date) -> Judgement:
        """What one rule says of a stack's resources."""
        verdict = evaluate_stack(rule, subjects, today, self.config.settings_of(rule))
        return self._judgement(rule, verdict, "", today)

    def repairs(self, token: str) -> tuple[Rule, ...]:
        """The rules of a type whose level is ``remediate``."""
        return tuple(rule for rule in self._by_type.get(token, ()) if self.levels[rule.id] is Level.REMEDIATE)

    def remediate(self, subject: Subject, today: date) -> Iterator[tuple[Rule, Mapping[str, object]]]:
        """The inputs that each of them sets, on top of the one before. What is exempt stays as it is."""
        for rule in self.repairs(subject.type):
            changes = repair(rule, subject, today, self.config.settings_of(rule))
            if changes and self.ledger.find(rule, subject.urn, today) is None:
                subject = repaired(subject, changes)
                yield rule, changes

    def expired(self, today: date) -> Iterator[str]:
        """A line for each exemption of this stack whose time is over."""
        return self.ledger.expired(self.stack, self.project, today)

    def to_review(self, today: date) -> Iterator[str]:
        """A line for each exemption of this stack that ends soon or covers nothing; ask when all is judged."""
        yield from self.ledger.ending(self.stack, self.project, today)
        yield from self.ledger.unused(self.stack, self.project)

    @cached_property
    def _by_type(self) -> Mapping[str, tuple[Rule, ...]]:
        return {
            token: tuple(rule for rule in rules if self.levels[rule.id] is not Level.DISABLED)
            for token, rules in self.catalog.by_type.items()
        }

    @cached_property
    def _compliant(self) -> Mapping[str, Judgement]:
        """The commonest judgement of each rule, made once: an audit asks for it ten thousand times."""
        return {
            rule.id: Judgement(rule, self.levels[rule.id], Verdict(rule.id, Status.COMPLIANT))
            for rule in self.catalog.rules
        }

    def _judgement(self, rule: Facts, verdict: Verdict, urn: str, today: date) -> Judgement:
        level = self.levels[rule.id]
        if verdict.status is not Status.VIOLATION or not self.ledger.exemptions:
            return Judgement(rule, level, verdict)
        left: list[Message] = []
        exempted: list[Exempted] = []
        for message in verdict.found:
            exemption = self.ledger.find(rule, message.urn or urn, today)
            if exemption is None:
                left.append(message)
            else:
                exempted.append(Exempted(message, exemption))
        return Judgement(rule, level, _without(verdict, left, exempted), tuple(exempted))


def _without(verdict: Verdict, left: list[Message], exempted: list[Exempted]) -> Verdict:
    if left or not exempted:
        return replace(verdict, found=tuple(left))
    return Verdict(verdict.rule, Status.NOT_APPLICABLE, reason="; ".join(dict.fromkeys(map(str, exempted))))
