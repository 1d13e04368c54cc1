"""What a metric alarm looks at: one metric, metric math over several, or a metric and its anomaly detection band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.scaling.alarm_state import COMPARISONS, STATISTIC, AlarmRule, AlarmState, datapoints, decide
from sandbox.scaling.anomaly import HISTORY_PERIODS, BandRule, band_of
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
        band: The band that takes the threshold's place, or None; values are then distances outside of it.
    """

    rule: AlarmRule
    period_s: float
    inputs: Mapping[str, Input]
    expressions: Mapping[str, str]
    returned: str
    band: BandRule | None = None

    def points(self, index: SampleIndex, now: float, period_s: float) -> Series:
        """The values of the last N periods, oldest first; none at all of a band that has too little history.

        Args:
            index: Metric data.
            now: Epoch seconds at which the last period ends.
            period_s: Length of a period as it is played here.

        Raises:
            ExpressionError: An expression refers to something that is not there, or to itself.
        """
        length = self.rule.periods + (HISTORY_PERIODS if self.band else 0)
        known: dict[str, Series] = {}
        for name, source in self.inputs.items():
            rule = replace(self.rule, statistic=source.statistic, periods=length)
            known[name] = datapoints(index.since(source.key, now - length * period_s), rule, now, period_s)
        series = self._value(self.returned, known, ())
        if self.band is None:
            return series
        return self.band.distances(series[: -self.rule.periods], series[-self.rule.periods :])

    def state(self, points: Series, present: AlarmState) -> AlarmState:
        """The state that the values of `points` give."""
        return decide(self.rule, points, present) if points else AlarmState.INSUFFICIENT_DATA

    def _value(self, name: str, known: dict[str, Series], asked: tuple[str, ...]) -> Series:
        if name not in known:
            if name in asked or name not in self.expressions:
                raise ExpressionError(f"the id {name!r} is not there, or refers to itself")
            node = parse_expression(self.expressions[name])
            for other in sorted(names_in(node)):
                self._value(other, known, (*asked, name))
            length = self.rule.periods + (HISTORY_PERIODS if self.band else 0)
            known[name] = compute(node, known, length)
        return known[name]


def watch_of(alarm: Any) -> Watch | None:
    """How one of moto's alarms is evaluated; None for a kind that is not evaluated here."""
    if not alarm.rule and alarm.threshold_metric_id:
        return _banded(alarm)
    if alarm.rule or alarm.threshold is None or alarm.comparison_operator not in COMPARISONS:
        return None
    if alarm.metric_data_queries:
        return _math(alarm)
    wanted = alarm.statistic or alarm.extended_statistic or ""
    if not alarm.metric_name or not STATISTIC.fullmatch(wanted):
        return None
    key = metric_key(alarm.namespace, alarm.metric_name, alarm.dimensions)
    return Watch(
        _rule(alarm, wanted, alarm.comparison_operator),
        float(alarm.period),
        {"metric": Input(key, wanted)},
        {},
        "metric",
    )


def _banded(alarm: Any) -> Watch | None:
    texts = {query.id: str(query.expression) for query in alarm.metric_data_queries if query.metric_stat is None}
    band = band_of(texts.get(alarm.threshold_metric_id, ""), str(alarm.comparison_operator))
    parts = _parts([query for query in alarm.metric_data_queries if query.id != alarm.threshold_metric_id])
    if band is None or parts is None:
        return None
    inputs, expressions, period_s = parts
    rule = replace(_rule(alarm, "Sum", "GreaterThanThreshold"), threshold=0.0)
    return Watch(rule, period_s, inputs, expressions, band.of, band)


def _math(alarm: Any) -> Watch | None:
    queries: Sequence[Any] = alarm.metric_data_queries
    parts = _parts(queries)
    returned = [query.id for query in queries if _returns(query, only=len(queries) == 1)]
    if parts is None or len(returned) != 1:
        return None
    inputs, expressions, period_s = parts
    return Watch(_rule(alarm, "Sum", alarm.comparison_operator), period_s, inputs, expressions, returned[0])


def _parts(queries: Sequence[Any]) -> tuple[dict[str, Input], dict[str, str], float] | None:
    """Metrics, expressions and the longest period of queries; None where one of them is not understood."""
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
    return (inputs, expressions, max(periods)) if periods else None


def _returns(query: Any, *, only: bool) -> bool:
    return only or str(query.return_data).lower() == "true" or query.return_data is None


def _rule(alarm: Any, statistic: str, comparison: str) -> AlarmRule:
    periods = int(alarm.evaluation_periods)
    return AlarmRule(
        statistic=statistic,
        comparison=comparison,
        threshold=float(alarm.threshold or 0.0),
        periods=periods,
        datapoints=int(alarm.datapoints_to_alarm or periods),
        missing=alarm.treat_missing_data or "missing",
    )
