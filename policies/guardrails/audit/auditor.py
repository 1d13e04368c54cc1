"""Runs the rules over one file after the other. A file that cannot be read is a report that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from guardrails.audit.report import Finding, StackReport, Undecided
from guardrails.audit.sources import text_of
from guardrails.audit.stack_file import StackFile, UnreadableError, name_of
from guardrails.catalog import Catalog
from guardrails.evaluate import Status, Subject, Verdict, evaluate, evaluate_stack
from guardrails.rule import Facts


@dataclass(frozen=True)
class Auditor:
    """The rules that an audit applies.

    Args:
        catalog: All rules.
        today: The date by which runtimes and exemptions end.
    """

    catalog: Catalog
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
        try:
            file = StackFile(text_of(source), self.checked, self.in_stacks)
            report = StackReport(source)
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

    def _judge(self, file: StackFile, report: StackReport) -> None:
        whole: list[Subject] = []
        for managed in file.read():
            subject = managed.subject
            for rule in self.catalog.by_type.get(subject.type, ()):
                _note(report, rule, evaluate(rule, subject, self.today), subject)
            if managed.final is not None:
                whole.append(managed.final)
        if file.hidden_sames > 0:
            report.notes.append(
                f"{file.hidden_sames} unchanged resources are not in this preview, so the rules about the whole stack "
                "did not run; preview with --show-sames, or audit `pulumi stack export`"
            )
            return
        for stack_rule in self.catalog.stack_rules:
            _note(report, stack_rule, evaluate_stack(stack_rule, whole, self.today))


def _note(report: StackReport, rule: Facts, verdict: Verdict, subject: Subject | None = None) -> None:
    """Add what a rule said; a compliant resource, or one that the rule is not about, adds nothing."""
    if verdict.status is Status.VIOLATION:
        for message in verdict.found:
            urn = subject.urn if subject else message.urn
            report.findings.append(
                Finding(
                    rule=rule.id,
                    level=rule.level,
                    severity=rule.severity,
                    resource=name_of(urn),
                    urn=urn,
                    property=message.property,
                    problem=message.problem,
                    message=message.text,
                )
            )
    elif verdict.status is Status.DEFERRED:
        urn = subject.urn if subject else ""
        report.undecided.append(Undecided(rule.id, name_of(urn), urn, verdict.reason))
