"""Plain text for people: what is wrong stack by stack, then what to do about each rule once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.audit.report import Finding, Report, StackReport
from guardrails.rule import Level

HEADINGS: Final = ("LEVEL", "SEVERITY", "RULE", "RESOURCE", "PROBLEM")
GAP: Final = "  "


def render(report: Report) -> str:
    """The report as lines that fit their columns."""
    parts = ["\n".join(_stack(stack)) for stack in report.stacks if speaks(stack)]
    remedies = _remedies(report)
    if remedies:
        parts.append("\n".join(["What to do", *remedies]))
    if report.notes:
        parts.append("\n".join(["Exemptions", *(f"{GAP}{note}" for note in report.notes)]))
    return "\n\n".join([*parts, summary(report)]) + "\n"


def summary(report: Report) -> str:
    """The report in one line."""
    read = [stack for stack in report.stacks if not stack.error]
    parts = [
        f"{_count(len(read), 'stack')}, {_count(sum(stack.resources for stack in read), 'resource')}: {levels(report)}"
    ]
    if exempt := sum(len(stack.exempted) for stack in read):
        parts.append(f"{_count(exempt, 'violation')} exempt")
    if waiting := sum(len(stack.undecided) for stack in read):
        parts.append(f"{_count(waiting, 'check')} could not be decided, because the files do not hold the values")
    if report.unreadable:
        parts.append(f"{_count(len(report.unreadable), 'file')} could not be read")
    return "; ".join(parts) + "."


def speaks(stack: StackReport) -> bool:
    """True when there is anything to say of a stack."""
    return bool(stack.findings or stack.error or stack.notes or stack.exempted)


def levels(report: Report) -> str:
    """How many violations of each level, in words."""
    counts = report.counts()
    found = [f"{counts[level]} {level}" for level in Level if counts[level]]
    return f"{' and '.join(found)} {'violation' if counts.total() == 1 else 'violations'}" if found else "no violation"


def problem(finding: Finding) -> str:
    """What is wrong, without the resource's name and the remedy, which stand beside it."""
    return f"{finding.property} {finding.problem}" if finding.property else finding.message


def heading(stack: StackReport) -> str:
    """What a stack is and where it was read."""
    return f"{stack.title} ({stack.kind} of {_count(stack.resources, 'resource')}, {stack.source})"


def _stack(stack: StackReport) -> Iterator[str]:
    if stack.error:
        yield f"{stack.source}: {stack.error}"
        return
    yield heading(stack)
    yield from (f"{GAP}note: {note}" for note in stack.notes)
    rows = [(one.level, one.severity, one.rule, one.resource or "-", problem(one)) for one in stack.findings]
    if rows:
        yield from (f"{GAP}{line}" for line in _columns([HEADINGS, *rows]))
    yield from (f"{GAP}{one.exemption}: {one.resource}: {problem(one)} [{one.rule}]" for one in stack.exempted)


def _remedies(report: Report) -> list[str]:
    rules = [report.rules[rule] for rule in dict.fromkeys(one.rule for one in report.findings) if rule in report.rules]
    return [f"{GAP}{line}" for line in _columns([(rule.id, f"{rule.remedy}; {rule.url}") for rule in rules])]


def _columns(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Each column as wide as its widest cell; the last one runs free."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        yield GAP.join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
