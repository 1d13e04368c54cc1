"""Names that must differ in the whole account, or in the whole world, whatever the Region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guardrails.rule import Finding, Resource, Stack, not_applicable, violation


def collisions(stack: Stack, names: Mapping[str, str]) -> Iterator[Finding]:
    """A violation for each resource whose name another one of the same service and kind has already.

    Args:
        stack: The stack.
        names: By type, the property with the name. The kinds ``x:X`` and ``xV2:XV2`` are one.
    """
    first: dict[tuple[str, str], Resource] = {}
    for token, property_name in names.items():
        for resource in stack.of(token):
            name = resource[property_name].text()
            if name is None:
                continue
            key = (token.rpartition(":")[2].removesuffix("V2"), name.lower())
            if key in first:
                yield violation(property_name, f"is {name}, which {first[key].name} has too", resource)
            first.setdefault(key, resource)
    if not first:
        yield not_applicable("the program chooses no name of this kind")
