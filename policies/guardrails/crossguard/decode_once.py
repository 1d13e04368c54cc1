"""Makes the SDK decode each resource once for all policies, and run only the policies of its type.

The SDK (1.21.0) decodes a resource anew for every policy, of whatever type: 100 policies are twelve times slower than
one. Here its servicer is wrapped where it is registered with gRPC. The wrapper decodes the properties itself, empties
them in the request, and lets the SDK do the rest (levels, configuration, reports) over the policies that fit the type.

It rests on the Analyzer protocol (``Analyze``, ``type``, ``properties``) and on one function of the generated code.
Where an SDK lacks that function, nothing is installed: the SDK then decodes as it always did, each policy reads the
proxies, and the findings are the same.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pulumi_policy.policy as sdk
from pulumi_policy import Policy, ResourceValidationPolicy

from guardrails.crossguard.wire import from_struct
from guardrails.evaluate import Subject


class _Call(threading.local):
    """What this thread of the server is analyzing: one resource, or a stack."""

    subject: Subject | None = None
    stack: tuple[Subject, ...] | None = None


_call = _Call()


def current_subject() -> Subject | None:
    """The resource of the running Analyze call, decoded; None where the wrapper is not installed."""
    return _call.subject


def current_stack() -> tuple[Subject, ...] | None:
    """The resources of the running AnalyzeStack call, those that a stack rule looks at; None without the wrapper."""
    return _call.stack


class PolicyList(list[Policy]):
    """The pack's policies. Inside an Analyze call its iteration is limited to those that check the resource's type.

    Args:
        entries: Each policy with the type tokens that it checks.
    """

    def __init__(self, entries: Iterable[tuple[Policy, frozenset[str]]]) -> None:
        pairs = tuple(entries)
        super().__init__(policy for policy, _ in pairs)
        tokens = {token for _, types in pairs for token in types}
        self.by_type = {
            token: tuple(
                policy for policy, types in pairs if token in types and isinstance(policy, ResourceValidationPolicy)
            )
            for token in tokens
        }
        self.in_stacks = frozenset(
            token for policy, types in pairs if not isinstance(policy, ResourceValidationPolicy) for token in types
        )

    def __iter__(self) -> Iterator[Policy]:
        """Every policy, or those of the resource under analysis."""
        if _call.subject is None:
            return super().__iter__()
        return iter(self.by_type.get(_call.subject.type, ()))


class DecodeOnce:
    """An Analyzer servicer in front of the SDK's; what it does not define goes to that one.

    Args:
        inner: The SDK's servicer.
        pack: The policies that it was built from.
    """

    def __init__(self, inner: Any, pack: PolicyList) -> None:
        self._inner = inner
        self._pack = pack
        self._out_of_scope: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        """The SDK's own handler."""
        return getattr(self._inner, name)

    def Analyze(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        """Decode the resource, let the SDK run the policies of its type, and report the others as not applicable."""
        checked = bool(self._pack.by_type.get(request.type))
        raw = from_struct(request.properties) if checked else {}
        _call.subject = Subject(request.type, request.name, request.urn, raw)
        try:
            _empty(request)
            response = self._inner.Analyze(request, context)
        finally:
            _call.subject = None
        response.MergeFrom(self._others(request.type if checked else "", response))
        return response

    def AnalyzeStack(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        """Decode the resources that stack rules look at, once for all of them; the SDK decodes none."""
        _call.stack = tuple(_subject(found) for found in request.resources if found.type in self._pack.in_stacks)
        try:
            for found in request.resources:
                _empty(found)
            return self._inner.AnalyzeStack(request, context)
        finally:
            _call.stack = None

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        """Spare the SDK the decoding where no policy can change anything."""
        if not any(isinstance(policy, ResourceValidationPolicy) and policy.has_remediation() for policy in self._pack):
            _empty(request)
        return self._inner.Remediate(request, context)

    def _others(self, token: str, response: Any) -> Any:
        """A response that names every policy which does not check ``token``; built once for each type."""
        built = self._out_of_scope.get(token)
        if built is None:
            built = type(response)()
            mine = {policy.name for policy in self._pack.by_type.get(token, ())}
            for policy in self._pack:
                if policy.name not in mine and isinstance(policy, ResourceValidationPolicy):
                    built.not_applicable.add(
                        policy_name=policy.name, reason="the rule is not about resources of this type"
                    )
            self._out_of_scope[token] = built
        return built


def _subject(found: Any) -> Subject:
    links = {name: tuple(sources.urns) for name, sources in found.propertyDependencies.items()}
    return Subject(found.type, found.name, found.urn, from_struct(found.properties), links)


def _empty(request: Any) -> None:
    """Drop what the SDK would decode for each policy; the rules read ``current_subject`` instead."""
    request.ClearField("properties")
    if request.HasField("provider"):
        request.provider.ClearField("properties")


def install(pack: PolicyList) -> bool:
    """Wrap the servicer that ``PolicyPack(policies=pack)`` will register. True when that was possible."""
    generated = getattr(sdk, "analyzer_pb2_grpc", None)
    register = getattr(generated, "add_AnalyzerServicer_to_server", None)
    if generated is None or register is None:
        print(
            "guardrails: this pulumi_policy is new to the pack, so it runs slowly; the findings are the same",
            file=sys.stderr,
        )
        return False

    def add_wrapped(servicer: Any, server: Any) -> None:
        register(DecodeOnce(servicer, pack), server)

    generated.add_AnalyzerServicer_to_server = add_wrapped
    return True
