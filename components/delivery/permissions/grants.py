"""What one resource type takes: IAM actions to read it, to make it, and on what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Actions on one scope.

    Attributes:
        scope: Name in ``scopes.SCOPES``: which ARNs, under which conditions.
        read: What a look at it takes; the preview role has these.
        write: What making, changing, tagging and removing it takes.
    """

    scope: str
    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a resource type takes.

    Attributes:
        grants: Actions by scope.
        passes: Services that get a role of the stack with it: ``iam:PassRole`` is held to these.
        linked: Service-linked roles that AWS makes with the first of its kind.
    """

    grants: tuple[Grant, ...]
    passes: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()


Table = Mapping[str, Access]
"""Access by type token."""


def on(scope: str, service: str, read: str = "", write: str = "") -> Grant:
    """A grant out of words: the names of actions without their service.

    Args:
        scope: Name of the scope.
        service: Prefix of the actions.
        read: Names with spaces between them.
        write: Likewise.
    """
    return Grant(scope=scope, read=_named(service, read), write=_named(service, write))


def needs(*grants: Grant, passes: Sequence[str] = (), linked: Sequence[str] = ()) -> Access:
    """Access out of its grants; services by the first part of their principal (``lambda``)."""
    return Access(
        grants=grants,
        passes=tuple(f"{service}.amazonaws.com" for service in passes),
        linked=tuple(f"{service}.amazonaws.com" for service in linked),
    )


def _named(service: str, names: str) -> tuple[str, ...]:
    return tuple(f"{service}:{name}" for name in names.split())
