"""Environment of ``switch_patterns``."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.switching import SwitchRules, parse_rules
from domain.switching.utilization import UtilizationMetric, parse_utilization
from domain.switching.windows import LONGEST_S, MINUTE_S, is_window
from lambdas.environment import EnvironmentReader
from lambdas.patterns.served import VARIABLE, ServedPattern, read_patterns

VARIABLES: Final = (
    "PLATFORM_ENVIRONMENT",
    VARIABLE,
    "RULES",
    "SWITCH_TABLE",
    "WINDOW_SECONDS",
    "PERIOD_SECONDS",
    "UTILIZATION",
    "PROBE",
    "PROBES",
    "DECISION_TTL_DAYS",
)
PERIODS: Final = (1, 5, 10, 20, 30, 60)
"""https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html"""
MOST_PROBES: Final = 20
MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class ProbeBody:
    """What a probe asks."""

    content_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the stack decided.

    Attributes:
        environment: The environment's name.
        patterns: What the router serves, by preference.
        rules: How to decide, over the same patterns.
        switch_table: Table with the state and the decisions.
        window_s: How far back requests are looked at, in seconds: whole minutes, or 10, 20 or 30.
        period_s: Resolution of their sums, in seconds.
        utilization: Metric of what is in use, for the patterns that have one.
        probe: What a probe asks; ``None``: nothing is probed.
        probes: Probes of a pattern in one look.
        decision_ttl_days: How long a decision can be explained.
    """

    environment: str
    patterns: tuple[ServedPattern, ...]
    rules: SwitchRules
    switch_table: str
    window_s: int
    period_s: int
    utilization: Mapping[str, UtilizationMetric]
    probe: ProbeBody | None
    probes: int
    decision_ttl_days: int

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the variables; without ``UTILIZATION`` no pattern has such a figure.

        Raises:
            InvalidEnvironmentError: Names every variable that is missing or not accepted.
        """
        read = EnvironmentReader({"UTILIZATION": "{}", **environ})
        settings = cls(
            environment=read.text("PLATFORM_ENVIRONMENT"),
            patterns=read_patterns(read),
            rules=_rules(read),
            switch_table=read.text("SWITCH_TABLE"),
            window_s=_window(read),
            period_s=read.converted("PERIOD_SECONDS", f"one of {', '.join(map(str, PERIODS))}", _period, MINUTE_S),
            utilization=read.json_object("UTILIZATION", "a JSON object of metrics by pattern", parse_utilization, {}),
            probe=read.json_object("PROBE", '{"content_type": ..., "body_base64": ...}; {} for none', _probe, None),
            probes=read.whole_number("PROBES", 0, MOST_PROBES),
            decision_ttl_days=read.whole_number("DECISION_TTL_DAYS", 1, MOST_DAYS),
        )
        settings._agree(read)
        read.check()
        return settings

    def _agree(self, read: EnvironmentReader) -> None:
        """Report what contradicts itself, unless one of the two is wrong anyway."""
        names = {served.pattern for served in self.patterns}
        if names and self.rules is not _NO_RULES and names != set(self.rules.order):
            listed = f"RULES are over {', '.join(self.rules.order)} and {VARIABLE} has {', '.join(sorted(names))}"
            read.problem(f"{listed}; accepted: the same patterns in both")
        if self.window_s > self.rules.limits.stale_s:
            read.problem(
                f"WINDOW_SECONDS = {self.window_s} is longer than health keeps (stale_s = "
                f"{self.rules.limits.stale_s:g} in RULES); accepted: a window that is not"
            )


_NO_RULES: Final = SwitchRules(("unknown",))
"""What stands in for rules that cannot be read, until that is reported."""


def _rules(read: EnvironmentReader) -> SwitchRules:
    """Read the rules; the parser's own text says what is wrong with them."""

    def parse(raw: str) -> SwitchRules:
        try:
            return parse_rules(raw)
        except (ValueError, TypeError) as error:
            read.problem(f"RULES: {error}")
            return _NO_RULES

    return read.converted("RULES", "a JSON object with the order of the patterns and limits", parse, _NO_RULES)


def _window(read: EnvironmentReader) -> int:
    accepted = f"whole minutes in seconds, from {MINUTE_S} to {LONGEST_S}, or one of 10, 20, 30"

    def parse(raw: str) -> int:
        value = int(raw)
        if not is_window(value):
            raise ValueError(raw)
        return value

    return read.converted("WINDOW_SECONDS", accepted, parse, MINUTE_S)


def _period(raw: str) -> int:
    if int(raw) not in PERIODS:
        raise ValueError(raw)
    return int(raw)


def _probe(data: dict[str, Any]) -> ProbeBody | None:
    if not data:
        return None
    if set(data) != {"content_type", "body_base64"} or "/" not in str(data["content_type"]):
        raise ValueError(data)
    body = base64.b64decode(data["body_base64"], validate=True)
    if not body:
        raise ValueError(data)
    return ProbeBody(str(data["content_type"]), body)
