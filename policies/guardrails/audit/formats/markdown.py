"""Markdown for a comment on a change. It is cut where the comment would be refused, and says what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from guardrails.audit.formats.table import heading, levels, problem, speaks, summary
from guardrails.audit.report import Finding, Report, StackReport

LIMIT: Final = 65_536
"""Characters that GitHub and Pulumi take in one comment."""

COLUMNS: Final = "| level | severity | rule | resource | problem |\n| --- | --- | --- | --- | --- |"


def render(report: Report) -> str:
    """The report: files that could not be read, then the stacks with violations, then the summary's details."""
    head = f"## Guardrails: {levels(report)}\n\n{_plain(summary(report))}\n"
    room = LIMIT - len(head) - 200  # for the note on what was cut
    kept: list[str] = []
    lines = [line for stack in report.stacks if speaks(stack) for line in _stack(stack, report)]
    lines += [f"- {_plain(note)}" for note in report.notes]
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    left = lines[len(kept) :]
    if left:
        rows = sum(line.startswith("| ") for line in left)
        kept.append(f"\n{rows} more rows do not fit into a comment; `--output table` or `json` has them all.")
    return "\n".join([head, *kept]).rstrip() + "\n"


def _stack(stack: StackReport, report: Report) -> Iterator[str]:
    if stack.error:
        yield f"- **{_plain(stack.source)}** {_plain(stack.error)}"
        return
    yield f"\n### {_plain(heading(stack))}\n"
    yield from (f"- {_plain(note)}" for note in stack.notes)
    if stack.findings:
        yield f"\n{COLUMNS}"
        yield from (_row(finding, report) for finding in stack.findings)
        yield "\n<details><summary>What to do</summary>\n"
        yield from _remedies(stack, report)
        yield "\n</details>"
    yield from (f"- {_plain(one.exemption)}: {_plain(one.resource)}: {_plain(problem(one))}" for one in stack.exempted)


def _row(finding: Finding, report: Report) -> str:
    facts = report.rules.get(finding.rule)
    rule = f"[{finding.rule}]({facts.url})" if facts else finding.rule
    cells = (finding.level, finding.severity, rule, _plain(finding.resource or "-"), _plain(problem(finding)))
    return f"| {' | '.join(cells)} |"


def _remedies(stack: StackReport, report: Report) -> Iterator[str]:
    for rule in dict.fromkeys(finding.rule for finding in stack.findings):
        if rule in report.rules:
            yield f"- **{rule}**: {_plain(report.rules[rule].remedy)}"


def _plain(text: str) -> str:
    """Text as it is: names and values must not become markup, mentions or further columns."""
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("@", "@\u200b").replace("\n", " ")
