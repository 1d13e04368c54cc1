"""Runs the rules over one file after the other. A file that cannot be read is a report that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from guardrails.audit.report import Finding, StackReport, Undecided
from guardrails.audit.sources import text_of
from guardrails.audit.stack_file import Managed, StackFile, UnreadableError, name_of
from guardrails.catalog import Catalog
from guardrails.config.exemptions import Ledger
from guardrails.config.pack_config import EXPIRED, PackConfig
from guardrails.evaluate import Message, Status, Subject
from guardrails.judge import Judge, Judgement
from guardrails.rule import Level, Severity


@dataclass(frozen=True)
class Auditor:
    """The rules that an audit applies.

    Args:
        catalog: All rules.
        config: What the organisation decided.
        today: The date by which runtimes and exemptions end.
    """

    catalog: Catalog
    config: PackConfig
    today: date

    @cached_property
    def in_stacks(self) -> frozenset[str]:
        """The types that a rule about the whole stack looks at."""
        return frozenset(token for rule in self.catalog.stack_rules for token in rule.resources)

    @cached_property
    def checked(self) -> frozenset[str]:
        """The types that any rule looks at."""
        return self.in_stacks | self.catalog.by_type.keys()

    def audit(self, source: str) -> StackReport:
        """What the rules say of the stack in a file."""
        report = StackReport(source)
        try:
            file = StackFile(text_of(source), self.checked, self.in_stacks, self.config.environment)
            self._judge(file, report)
        except OSError as error:
            return StackReport(source, error=f"could not be read: {error.strerror or error}")
        except UnicodeDecodeError:
            return StackReport(source, error="could not be read: is not text in UTF-8 or UTF-16")
        except UnreadableError as error:
            return StackReport(source, error=str(error))
        report.stack, report.project = file.stack, file.project
        report.kind, report.resources = file.kind or "", file.resources
        return report

    def to_review(self, stacks: Iterable[StackReport]) -> tuple[str, ...]:
        """A line for each exemption that ends soon, or that none of the stacks needs which it is about."""
        read = [stack for stack in stacks if not stack.error]
        ledger = Ledger(self.config.exemptions, set().union(*(stack.used for stack in read)))
        lines = (
            line
            for stack in read
            for line in (
                *ledger.ending(stack.stack, stack.project, self.today),
                *ledger.unused(stack.stack, stack.project),
            )
        )
        return tuple(dict.fromkeys(lines))

    def _judge(self, file: StackFile, report: StackReport) -> None:
        resources = file.read()
        first = next(resources, None)  # the stack's name is known when a resource has been read
        ledger = Ledger(self.config.exemptions)
        judge = Judge(self.catalog, self.config, file.stack, file.project, ledger)
        whole = self._judge_each(judge, resources if first is None else chain([first], resources), report)
        if file.hidden_sames > 0:
            report.notes.append(
                f"{file.hidden_sames} unchanged resources are not in this preview, so the rules about the whole stack "
                "did not run; preview with --show-sames, or audit `pulumi stack export`"
            )
        else:
            for judgement in judge.whole(whole, self.today):
                _note(report, judgement)
        report.findings += map(_expired, judge.expired(self.today))
        report.used = ledger.used

    def _judge_each(self, judge: Judge, resources: Iterable[Managed], report: StackReport) -> list[Subject]:
        """Judge each resource by itself, and return those that the rules about the whole stack look at."""
        whole: list[Subject] = []
        for managed in resources:
            for judgement in judge.resource(managed.subject, self.today):
                _note(report, judgement, managed.subject.urn)
            if managed.final is not None:
                whole.append(managed.final)
        return whole


def _note(report: StackReport, judgement: Judgement, urn: str = "") -> None:
    """Add what a rule said; a compliant resource, or one that the rule is not about, adds nothing."""
    verdict = judgement.verdict
    if verdict.status is Status.COMPLIANT:
        return
    report.findings += (_finding(judgement, message, urn) for message in verdict.found)
    report.exempted += (_finding(judgement, one.message, urn, str(one)) for one in judgement.exempted)
    if verdict.status is Status.DEFERRED:
        report.undecided.append(Undecided(verdict.rule, name_of(urn), urn, verdict.reason))


def _finding(judgement: Judgement, message: Message, urn: str, exemption: str = "") -> Finding:
    whose = urn or message.urn
    return Finding(
        rule=judgement.rule.id,
        level=judgement.level,
        severity=judgement.rule.severity,
        resource=name_of(whose),
        urn=whose,
        property=message.property,
        problem=message.problem,
        message=message.text,
        exemption=exemption,
    )


def _expired(line: str) -> Finding:
    return Finding(EXPIRED, Level.MANDATORY, Severity.MEDIUM, "", "", "", "", line)
