"""The fixtures of every rule, found by their module's name: there is no list to keep."""

from __future__ import annotations

import importlib
import pkgutil

from tests.policies.cases.case import Case, Cases, StackCase, U, allow, aws, stack

__all__ = ["Case", "Cases", "StackCase", "U", "all_cases", "allow", "aws", "stack"]


def all_cases() -> dict[str, Cases]:
    """The fixtures by rule id."""
    found: dict[str, Cases] = {}
    for module in pkgutil.iter_modules(__path__):
        cases = getattr(importlib.import_module(f"{__name__}.{module.name}"), "CASES", None)
        if isinstance(cases, Cases):
            found[module.name.replace("_", "-")] = cases
    return found
