"""Which resource of a stack completes another: a policy its bucket, a flow log its VPC.

Before an update a name is often unknown; then the resources that a property was made from tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.rule import Resource, Stack


def lacking(stack: Stack, owners: tuple[str, ...], parts: dict[str, str], *names: str) -> Iterator[Resource]:
    """The resources that nothing completes.

    Args:
        stack: The stack.
        owners: Their type tokens.
        parts: Type token of what completes them, to the property that says whom.
        names: The properties of an owner by which it can be called.
    """
    found = [(part, where) for token, where in parts.items() for part in stack.of(token)]
    for token in owners:
        for owner in stack.of(token):
            if not any(completes(part, where, owner, *names) for part, where in found):
                yield owner


def completes(part: Resource, where: str, owner: Resource, *names: str) -> bool:
    """True when the property was made from the owner, or is one of the names that it is known by."""
    if owner.urn in part.links.get(where, ()):
        return True
    called = (owner[name] for name in names)
    return not part[where].unknown and part[where].text() in {name.text() for name in called if not name.unknown} - {
        None
    }
