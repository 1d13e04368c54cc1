"""What a metric alarm looks at: one metric, or metric math over several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.scaling.alarm_state import COMPARISONS, STATISTIC, AlarmRule, datapoints
from sandbox.scaling.metric_math import ExpressionError, Series, compute, names_in, parse_expression
from sandbox.scaling.samples import MetricKey, SampleIndex, metric_key


@dataclass(frozen=True, slots=True)
class Input:
    """One metric and its statistic."""

    key: MetricKey
    statistic: str


@dataclass(frozen=True, slots=True)
class Watch:
    """How an alarm is evaluated.

    Attributes:
        rule: Comparison, M and N.
        period_s: Length of its periods, seconds, unscaled.
        inputs: Metrics by id.
        expressions: Expressions by id.
        returned: Id that is compared with the threshold.
    """

    rule: AlarmRule
    period_s: float
    inputs: Mapping[str, Input]
    expressions: Mapping[str, str]
    returned: str

    def points(self, index: SampleIndex, now: float, period_s: float) -> Series:
        """The values of the last N periods, oldest first.

        Args:
            index: Metric data.
            now: Epoch seconds at which the last period ends.
            period_s: Length of a period as it is played here.

        Raises:
            ExpressionError: An expression refers to something that is not there, or to itself.
        """
        since = now - self.rule.periods * period_s
        known: dict[str, Series] = {}
        for name, source in self.inputs.items():
            rule = replace(self.rule, statistic=source.statistic)
            known[name] = datapoints(index.since(source.key, since), rule, now, period_s)
        return self._value(self.returned, known, ())

    def _value(self, name: str, known: dict[str, Series], asked: tuple[str, ...]) -> Series:
        if name not in known:
            if name in asked or name not in self.expressions:
                raise ExpressionError(f"the id {name!r} is not there, or refers to itself")
            node = parse_expression(self.expressions[name])
            for other in sorted(names_in(node)):
                self._value(other, known, (*asked, name))
            known[name] = compute(node, known, self.rule.periods)
        return known[name]


def watch_of(alarm: Any) -> Watch | None:
    """How one of moto's alarms is evaluated; None for a kind that is not evaluated here (anomaly detection)."""
    if alarm.rule or alarm.threshold is None or alarm.comparison_operator not in COMPARISONS:
        return None
    if alarm.metric_data_queries:
        return _math(alarm)
    wanted = alarm.statistic or alarm.extended_statistic or ""
    if not alarm.metric_name or not STATISTIC.fullmatch(wanted):
        return None
    key = metric_key(alarm.namespace, alarm.metric_name, alarm.dimensions)
    return Watch(_rule(alarm, wanted), float(alarm.period), {"metric": Input(key, wanted)}, {}, "metric")


def _math(alarm: Any) -> Watch | None:
    queries: Sequence[Any] = alarm.metric_data_queries
    inputs, expressions, periods = {}, {}, []
    for query in queries:
        stat = query.metric_stat
        if stat is None:
            expressions[query.id] = str(query.expression)
            periods += [float(query.period)] if query.period else []
            continue
        if not STATISTIC.fullmatch(str(stat.stat)):
            return None
        key = metric_key(stat.metric.namespace, stat.metric.metric_name, stat.metric.dimensions)
        inputs[query.id] = Input(key, str(stat.stat))
        periods.append(float(stat.period))
    returned = [query.id for query in queries if _returns(query, only=len(queries) == 1)]
    if len(returned) != 1 or not periods:
        return None
    return Watch(_rule(alarm, "Sum"), max(periods), inputs, expressions, returned[0])


def _returns(query: Any, *, only: bool) -> bool:
    return only or str(query.return_data).lower() == "true" or query.return_data is None


def _rule(alarm: Any, statistic: str) -> AlarmRule:
    periods = int(alarm.evaluation_periods)
    return AlarmRule(
        statistic=statistic,
        comparison=alarm.comparison_operator,
        threshold=float(alarm.threshold),
        periods=periods,
        datapoints=int(alarm.datapoints_to_alarm or periods),
        missing=alarm.treat_missing_data or "missing",
    )
