"""Which functions a resource of a stack calls or reads for: by what its property was made from, through aliases too."""

from __future__ import annotations

from typing import Final

from guardrails.rule import Resource, Stack

FUNCTION: Final = "aws:lambda/function:Function"
ALIAS: Final = "aws:lambda/alias:Alias"


def functions_of(stack: Stack, caller: Resource, name: str) -> tuple[Resource, ...]:
    """The functions that the property ``name`` of ``caller`` was made from, or whose alias it was made from."""
    named = set(caller.links.get(name, ()))
    for alias in stack.of(ALIAS):
        if alias.urn in named:
            named.update(alias.links.get("functionName", ()))
    return tuple(function for function in stack.of(FUNCTION) if function.urn in named)
