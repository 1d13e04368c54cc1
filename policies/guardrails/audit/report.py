"""What an audit found: plain data that every output format shows in its own way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from guardrails.rule import Facts, Level, Severity


class FailOn(StrEnum):
    """From which level on a violation makes the command fail."""

    MANDATORY = "mandatory"
    ADVISORY = "advisory"
    NEVER = "never"

    def fails(self, level: Level) -> bool:
        """True for a violation of this level. Remediation needs the engine, so here its level is mandatory."""
        return self is FailOn.ADVISORY or (self is FailOn.MANDATORY and level is not Level.ADVISORY)


class Exit(IntEnum):
    """The command's exit codes."""

    CLEAN = 0
    VIOLATIONS = 1
    UNREADABLE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation. ``urn`` and ``resource`` are empty where it is about the stack as a whole.

    ``exemption`` says by whom, why and until when it is exempt; empty when it is not.
    """

    rule: str
    level: Level
    severity: Severity
    resource: str
    urn: str
    property: str
    problem: str
    message: str
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule that the file's values do not suffice for."""

    rule: str
    resource: str
    urn: str
    reason: str


@dataclass
class StackReport:
    """What was found in one file; ``error`` says why there is nothing else, if the file could not be read."""

    source: str
    stack: str = ""
    project: str = ""
    kind: str = ""
    resources: int = 0
    findings: list[Finding] = field(default_factory=list)
    exempted: list[Finding] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    error: str = ""
    used: set[int] = field(default_factory=set)
    """Which exemptions of the configuration were needed here."""

    @property
    def title(self) -> str:
        """How people call it: ``project/stack``, else the file."""
        return f"{self.project}/{self.stack}" if self.stack else self.source


@dataclass(frozen=True)
class Report:
    """An audit of one or many stacks.

    Args:
        stacks: In the order in which the files were given.
        rules: The facts of every rule by id.
        version: The pack's.
        notes: What is to say of the exemptions, over all stacks.
    """

    stacks: tuple[StackReport, ...]
    rules: Mapping[str, Facts]
    version: str
    notes: tuple[str, ...] = ()

    @property
    def findings(self) -> Iterator[Finding]:
        """Every stack's."""
        return (finding for stack in self.stacks for finding in stack.findings)

    @property
    def unreadable(self) -> tuple[StackReport, ...]:
        """The files that could not be read."""
        return tuple(stack for stack in self.stacks if stack.error)

    def counts(self) -> Counter[Level]:
        """Violations by level."""
        return Counter(finding.level for finding in self.findings)

    def exit_code(self, fail_on: FailOn) -> Exit:
        """What a gate reads. A file that could not be read outweighs: nobody knows what it holds."""
        if self.unreadable:
            return Exit.UNREADABLE
        return Exit.VIOLATIONS if any(fail_on.fails(finding.level) for finding in self.findings) else Exit.CLEAN
