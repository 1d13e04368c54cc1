"""What the pack says of the many rules that are not about a resource's type: built once, not for each resource."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pulumi.runtime.proto import analyzer_pb2 as proto

from guardrails.rule import Rule

REASON: Final = "the rule is not about resources of this type"


class OutOfScope:
    """The beginnings of responses, by type.

    Responses that stand one after the other read as one that says all that they say: so protobuf defines it. So each
    rule's part is written once, and the parts are put together for each type.

    Args:
        rules: Those that may speak.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._parts = [(rule, _part(rule)) for rule in rules]
        self._types = frozenset(token for rule, _ in self._parts for token in rule.resources)
        self._built: dict[str, bytes] = {}

    def response(self, token: str) -> Any:
        """A response that names every rule which is not about a type as not applicable."""
        known = token if token in self._types else ""
        if known not in self._built:
            self._built[known] = b"".join(part for rule, part in self._parts if known not in rule.resources)
        return proto.AnalyzeResponse.FromString(self._built[known])


def _part(rule: Rule) -> bytes:
    only = proto.AnalyzeResponse()
    only.not_applicable.add(policy_name=rule.id, reason=REASON)
    return bytes(only.SerializeToString())
