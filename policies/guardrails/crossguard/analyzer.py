"""Answers the engine's Analyzer protocol: decodes a resource once, and asks the judge.

Protocol: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

import grpc
from pulumi.runtime.proto import analyzer_pb2 as proto

from guardrails.catalog import Catalog
from guardrails.config.pack_config import EXPIRED, LEVEL, PACK, PackConfig, read_pack_config
from guardrails.config.reading import ConfigError
from guardrails.crossguard.out_of_scope import OutOfScope
from guardrails.crossguard.policies import OWN
from guardrails.crossguard.wire import from_struct, set_value
from guardrails.evaluate import Status, Subject
from guardrails.judge import Judge, Judgement
from guardrails.props import UNKNOWN_SENTINELS
from guardrails.rule import Level, Severity

LEVELS: Final[Mapping[Level, int]] = {
    Level.ADVISORY: proto.ADVISORY,
    Level.MANDATORY: proto.MANDATORY,
    Level.REMEDIATE: proto.MANDATORY,  # what is still wrong after a repair stops the deployment
}
CONFIGURED: Final[Mapping[int, Level]] = {
    proto.ADVISORY: Level.ADVISORY,
    proto.MANDATORY: Level.MANDATORY,
    proto.REMEDIATE: Level.REMEDIATE,
    proto.DISABLED: Level.DISABLED,
}
SEVERITIES: Final[Mapping[Severity, int]] = {
    Severity.LOW: proto.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: proto.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: proto.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: proto.POLICY_SEVERITY_CRITICAL,
}


class Analyzer:
    """An Analyzer servicer in front of the SDK's; what it does not define, such as the descriptions, goes to that one.

    The engine configures a pack once, for one stack, and then asks about its resources, from several threads.

    Args:
        inner: The SDK's servicer.
        catalog: The rules.
        stack: Name of the stack, as far as the environment tells; ``ConfigureStack`` knows it better.
        project: Name of the project, likewise.
        today: The clock, read for each question so that a pack that runs over midnight is right.
    """

    def __init__(self, inner: Any, catalog: Catalog, stack: str, project: str, today: Callable[[], date]) -> None:
        self._inner = inner
        self._catalog = catalog
        self._stack, self._project = stack, project
        self._today = today
        self._sit(PackConfig())

    def __getattr__(self, name: str) -> Any:
        """The SDK's own handler."""
        return getattr(self._inner, name)

    @cached_property
    def _pack(self) -> tuple[str, str]:
        """The pack's name and version, which every answer is signed with."""
        info = self._inner.GetAnalyzerInfo(None, None)
        return info.name, info.version

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        """Take the organisation's configuration, or refuse all of it with every problem."""
        given = {name: _entry(entry) for name, entry in request.policyConfig.items()}
        try:
            config = read_pack_config(given, self._catalog)
        except ConfigError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        self._sit(config)
        return self._inner.Configure(request, context)

    def ConfigureStack(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        """Take the stack's name, on which its environment depends."""
        self._stack, self._project = request.stack, request.project
        self._sit(self._judge.config)
        return self._inner.ConfigureStack(request, context)

    def Analyze(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - the protocol's
        """What each rule of the resource's type says; the others are reported as not applicable."""
        answer = self._out_of_scope.response(request.type)
        if request.type in self._catalog.by_type:
            for judgement in self._judge.resource(self._subject(request), self._today()):
                self._report(answer, judgement)
        return answer

    def AnalyzeStack(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - the protocol's
        """What the rules over the whole stack say, and which exemptions somebody should look at."""
        answer = proto.AnalyzeResponse()
        today = self._today()
        wanted = self._catalog.in_stacks
        subjects = [self._subject(found) for found in request.resources if found.type in wanted]
        for judgement in self._judge.whole(subjects, today):
            self._report(answer, judgement)
        self._tell(answer, EXPIRED, self._judge.expired(today))
        self._tell(answer, PACK, self._judge.to_review(today))
        return answer

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: N802, ARG002 - the protocol's
        """The repairs of the rules whose level is ``remediate``, each on top of the one before."""
        answer = proto.RemediateResponse()
        if not self._judge.repairs(request.type):
            return answer
        subject, properties = self._subject(request), request.properties
        for rule, changes in self._judge.remediate(subject, self._today()):
            for name, value in changes.items():
                set_value(properties, name, value)
            answer.remediations.add(**self._signed(rule.id, rule.summary), properties=properties)
        return answer

    def _sit(self, config: PackConfig) -> None:
        """A new judge; what the one before noted is forgotten."""
        self._judge = Judge.of(self._catalog, config, self._stack, self._project)
        self._out_of_scope = OutOfScope(self._judge)

    def _subject(self, found: Any) -> Subject:
        return Subject(
            type=found.type,
            name=found.name,
            urn=found.urn,
            raw=from_struct(found.properties),
            links=_links(found),
            provider_region=_region(found),
            environment=self._judge.environment,
            protect=found.options.protect,
        )

    def _report(self, answer: Any, judgement: Judgement) -> None:
        rule, verdict = judgement.rule, judgement.verdict
        for message in verdict.found:
            answer.diagnostics.add(
                **self._signed(rule.id, rule.summary),
                message=f"{rule.summary}\n{message.text}",
                urn=message.urn,
                enforcementLevel=LEVELS[judgement.level],
                severity=SEVERITIES[rule.severity],
            )
        if verdict.status in (Status.NOT_APPLICABLE, Status.DEFERRED):
            answer.not_applicable.add(policy_name=rule.id, reason=verdict.reason)

    def _tell(self, answer: Any, policy: str, lines: Iterable[str]) -> None:
        level = self._judge.config.own_level(policy)
        for line in lines if level is not Level.DISABLED else ():
            answer.diagnostics.add(
                **self._signed(policy, OWN[policy]),
                message=f"{OWN[policy]}\n{line} [{policy}]",
                enforcementLevel=LEVELS[level],
            )

    def _signed(self, name: str, description: str) -> dict[str, str]:
        pack, version = self._pack
        return {"policyName": name, "policyPackName": pack, "policyPackVersion": version, "description": description}


def _entry(entry: Any) -> dict[str, object]:
    """One policy's configuration as a file would hold it."""
    return {**from_struct(entry.properties), LEVEL: CONFIGURED[entry.enforcementLevel].value}


def _links(found: Any) -> Mapping[str, tuple[str, ...]]:
    """The resources that each property was made from; the engine tells only when it asks about a stack."""
    made_from = getattr(found, "propertyDependencies", None)
    return {name: tuple(sources.urns) for name, sources in made_from.items()} if made_from else {}


def _region(found: Any) -> str:
    """The region of the resource's provider; empty when it has none that is known."""
    fields = found.provider.properties.fields
    text = fields["region"].string_value if "region" in fields else ""
    return "" if text in UNKNOWN_SENTINELS else str(text)
