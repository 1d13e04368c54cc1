"""The fixtures of every rule, found by their module's name: there is no list to keep."""

from __future__ import annotations

import importlib
import pkgutil

from tests.policies.cases.case import Case, Cases, StackCase, U, allow, aws, stack

__all__ = ["Case", "Cases", "StackCase", "U", "all_cases", "allow", "aws", "in_own_module", "stack"]


def all_cases() -> dict[str, Cases]:
    """The fixtures by rule id."""
    found: dict[str, Cases] = {}
    for module in pkgutil.iter_modules(__path__):
        cases = getattr(importlib.import_module(f"{__name__}.{module.name}"), "CASES", None)
        if isinstance(cases, Cases):
            found[module.name.replace("_", "-")] = cases
        elif isinstance(cases, dict):
            found.update(cases)
    return found


def in_own_module(rule_id: str) -> bool:
    """True when the rule's fixtures have a module of their own."""
    return any(module.name == rule_id.replace("-", "_") for module in pkgutil.iter_modules(__path__))
