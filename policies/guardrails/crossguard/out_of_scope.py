"""What the pack says of the many rules that are not about a resource's type: built once, not for each resource."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from pulumi.runtime.proto import analyzer_pb2 as proto

from guardrails.judge import Judge
from guardrails.rule import Level, Rule

REASON: Final = "the rule is not about resources of this type"


class OutOfScope:
    """The beginnings of responses, by type.

    Responses that stand one after the other read as one that says all that they say: so protobuf defines it. So each
    rule's part is written once, with the first question, and the parts are put together for each type.

    Args:
        judge: Knows the rules, and which of them may speak.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._built: dict[str, bytes] = {}

    def response(self, token: str) -> Any:
        """A response that names every rule which is not about a type as not applicable."""
        known = token if token in self._judge.catalog.by_type else ""
        if known not in self._built:
            self._built[known] = b"".join(part for rule, part in self._parts if known not in rule.resources)
        return proto.AnalyzeResponse.FromString(self._built[known])

    @cached_property
    def _parts(self) -> list[tuple[Rule, bytes]]:
        judge = self._judge
        return [(rule, _part(rule)) for rule in judge.catalog.rules if judge.levels[rule.id] is not Level.DISABLED]


def _part(rule: Rule) -> bytes:
    only = proto.AnalyzeResponse()
    only.not_applicable.add(policy_name=rule.id, reason=REASON)
    return bytes(only.SerializeToString())
