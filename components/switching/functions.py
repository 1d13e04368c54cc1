"""The two functions of the theme: for each what it is told (environment), what it may touch (access), and its size."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pulumi

from components.base import PlatformComponent
from components.function import Access, Conditions, PythonFunction, PythonFunctionArgs
from components.function_host import FunctionHost
from components.probe_body import probe_body
from components.settings.switching import SwitchingSettings, SwitchProbeSettings
from components.switching.packages import EVALUATOR, ROUTER
from components.switching.patterns import SwitchPattern, grants
from domain.switching import Limits, SwitchRules

LOOK_MARGIN_S: Final = 30
"""What a look takes beside its probes."""
PROBING: Final = 2
"""All probes of a pattern take at most so many of its time limits (`lambdas.switch_patterns.probing`)."""
LONGEST_S: Final = 900
COMPACT: Final = (",", ":")
OWN_ITEMS: Final[Mapping[str, Any]] = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["circuit#*"]}}
"""The router writes circuits, and neither the state nor a decision: which traffic goes where is not for it to say.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html"""


@dataclass(frozen=True, kw_only=True)
class SwitchFunctionsArgs:
    """Inputs.

    Attributes:
        host: What all functions share.
        settings: The theme's settings.
        patterns: The patterns, ready to be called.
        table: Name of the switch's table.
        table_arn: Its ARN.
        utilization: The variable ``UTILIZATION``.
        probe: The variable ``PROBE``.
    """

    host: FunctionHost
    settings: SwitchingSettings
    patterns: Sequence[SwitchPattern]
    table: pulumi.Input[str]
    table_arn: pulumi.Input[str]
    utilization: pulumi.Input[str]
    probe: str


class SwitchFunctions(PlatformComponent):
    """The router in front of the patterns, and the look at their health."""

    names: dict[str, pulumi.Output[str]]

    def __init__(self, name: str, args: SwitchFunctionsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"patterns": list(args.settings.in_order)}, opts)
        self.args = args
        self.router, self.evaluator = self._router(), self._evaluator()
        self.names = {ROUTER: self.router.function_name, EVALUATOR: self.evaluator.function_name}
        self.finish()

    def _router(self) -> PythonFunction:
        router = self.args.settings.router
        made = PythonFunctionArgs(
            host=self.args.host,
            package=ROUTER,
            description="Answers a request by the pattern that is healthy",
            environment={
                "PATTERNS": self._listed(),
                "SWITCH_TABLE": self.args.table,
                "STATE_MAX_AGE_SECONDS": str(router.state_max_age_seconds),
                "DEADLINE_MS": str(router.deadline_ms),
                "RETRY_BUDGET_SHARE": str(router.retry_budget_share),
                "CIRCUIT_FAILURES": str(router.circuit_failures),
                "CIRCUIT_RECOVERY_SECONDS": str(router.circuit_recovery_seconds),
            },
            access={**self._called(), "circuits": self._table(), "switch_states": self._table()},
            conditions={**self._conditions(), "circuits": {"table": OWN_ITEMS}},
            memory_mb=router.memory_mb,
            timeout_seconds=router.timeout_seconds,
            reserved_concurrency=router.reserved_concurrency or None,
            asynchronous=True,  # whoever calls it may choose not to wait; what fails then is not lost
        )
        return PythonFunction(self.child_name("router"), made, opts=self.child())

    def _evaluator(self) -> PythonFunction:
        settings, patterns = self.args.settings, self.args.patterns
        longest = max(one.timeout_ms for one in settings.patterns) / 1000
        described = ("endpoint", "component", "function", "provisioned_model")
        made = PythonFunctionArgs(
            host=self.args.host,
            package=EVALUATOR,
            description="Looks at the patterns' health and decides which has the traffic",
            environment={
                "PATTERNS": self._listed(without="cost"),  # it adds nothing up, and variables have little room
                "RULES": rules(settings).to_json(),
                "SWITCH_TABLE": self.args.table,
                "WINDOW_SECONDS": str(settings.timing.window_seconds),
                "PERIOD_SECONDS": str(settings.timing.period_seconds),
                "UTILIZATION": self.args.utilization,
                "PROBE": self.args.probe,
                "PROBES": str(settings.probe.count),
                "DECISION_TTL_DAYS": str(settings.decision_ttl_days),
            },
            access={
                **self._called(),
                "pattern_availability": {kind: grants(patterns, kind) for kind in described},
                "pattern_metrics": {},
                "switch_decisions": self._table(),
                "switch_states": self._table(),
            },
            conditions=self._conditions(),
            timeout_seconds=min(LONGEST_S, int(PROBING * longest) + LOOK_MARGIN_S),
            asynchronous=True,
        )
        return PythonFunction(self.child_name("look"), made, opts=self.child())

    def _listed(self, *, without: str | None = None) -> pulumi.Output[str]:
        entries = [{name: value for name, value in one.entry.items() if name != without} for one in self.args.patterns]
        return pulumi.Output.json_dumps(entries, separators=COMPACT)

    def _called(self) -> Access:
        """What both may call: exactly the patterns of the switch."""
        clients = {
            "endpoints": ("endpoint", "component"),
            "function_predictions": ("function",),
            "bedrock_converse": ("foundation_model", "inference_profile", "provisioned_model"),
        }
        return {client: {kind: grants(self.args.patterns, kind) for kind in kinds} for client, kinds in clients.items()}

    def _conditions(self) -> Conditions:
        found = [one.conditions for one in self.args.patterns if one.conditions]
        return {"bedrock_converse": found[0]} if found else {}

    def _table(self) -> dict[str, Sequence[pulumi.Input[str]]]:
        return {"table": [self.args.table_arn], "key": [self.args.host.key_arn]}


def rules(settings: SwitchingSettings) -> SwitchRules:
    """The settings as the decision takes them.

    Raises:
        ValueError: They are not accepted there.
    """
    limits, timing = settings.limits, settings.timing
    return SwitchRules(
        order=settings.in_order,
        limits=Limits(
            p99_ms=limits.p99_ms,
            error_rate=limits.error_rate,
            utilization=limits.utilization,
            stale_s=float(timing.stale_seconds),
            outage_error_rate=limits.outage_error_rate,
        ),
        dwell_s=float(timing.dwell_seconds),
        return_after_s=float(timing.return_after_seconds),
        return_step_s=float(timing.return_step_seconds),
        standby_share=timing.standby_share,
        margin=limits.margin,
    )


def probe_of(root: Path, settings: SwitchProbeSettings) -> str:
    """The variable ``PROBE``: a body and its type.

    Args:
        root: Folder that the file's path is relative to.
        settings: Which file.

    Raises:
        pulumi.RunError: It cannot be read, is empty, or is too large to be a variable.
    """
    if settings.file is None:
        return "{}"
    body = probe_body(root, settings.file, "switching.probe.file")
    found = {"content_type": settings.content_type, "body_base64": body}
    return json.dumps(found, sort_keys=True)
