"""Writes the rule table of the README from the rules: ``python -m guardrails.readme`` in the pack's folder."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from guardrails.catalog import Catalog, load
from guardrails.config.levels import can_remediate
from guardrails.rule import Rule, StackRule

README: Final = Path(__file__).parents[1] / "README.md"
BEGIN: Final = "<!-- rules: written by python -m guardrails.readme -->"
END: Final = "<!-- end of rules -->"


def table(catalog: Catalog) -> str:
    """The rules as Markdown, a table for each family."""
    return "\n".join(
        line for family, rules in groupby(catalog.entries, lambda rule: rule.family) for line in _lines(family, rules)
    )


def _lines(family: str, rules: Iterator[Rule | StackRule]) -> Iterator[str]:
    yield f"\n### {family}\n"
    yield "| rule | a compliant stack | remedy | severity | level | controls | looks at | settings |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for rule in rules:
        scope = "whole stack: " if isinstance(rule, StackRule) else ""
        types = ", ".join(f"`{_short(token)}`" for token in rule.resources)
        settings = ", ".join(f"`{setting.name}` = `{setting.default}`" for setting in rule.settings) or "none"
        cells = (
            f"[{rule.id}]({rule.url})",
            rule.summary,
            rule.remedy,
            rule.severity,
            f"{rule.level}, can repair" if can_remediate(rule) else rule.level,
            ", ".join(rule.frameworks) or "none",
            scope + types,
            settings,
        )
        yield f"| {' | '.join(cells)} |"


def _short(token: str) -> str:
    """``aws:iam/role:Role`` as ``iam.Role``."""
    module, _, name = token.removeprefix("aws:").partition("/")
    return f"{module}.{name.partition(':')[2]}" if name else module


def rendered(text: str, catalog: Catalog) -> str:
    """The README with its rule table written anew.

    Raises:
        ValueError: One of the two marks is missing.
    """
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN if not begin else END}; put the two marks where the table belongs")
    return f"{head}{begin}\n{table(catalog)}\n\n{end}{tail}"


def main() -> None:
    """Write the README."""
    README.write_text(rendered(README.read_text(encoding="utf-8"), load()), encoding="utf-8")


if __name__ == "__main__":
    main()
