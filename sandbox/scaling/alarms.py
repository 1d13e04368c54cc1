"""Evaluates CloudWatch metric alarms and runs their actions; moto keeps alarms, but never looks at them.

Periods are `Period x options.time_scale`, at least two ticks, so that an alarm of one minute needs no minute; the data
itself is not scaled. An alarm of longer periods is evaluated every minute all the same, as on AWS. Not evaluated:
composite alarms, metric math and anomaly detection; their state is what was set.
A state holds until the next evaluation, also one that `SetAlarmState` put, which runs its actions as on AWS.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.context import SandboxContext
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.alarm_state import COMPARISONS, STATISTIC, AlarmRule, AlarmState, datapoints, decide
from sandbox.scaling.policies import ScalingBook
from sandbox.scaling.samples import SampleIndex, epoch, metric_key
from sandbox.service import BaseService

TICK_S: Final = 0.2
EVALUATED_S: Final = 60.0
ACTIONS: Final = {
    AlarmState.ALARM: "alarm_actions",
    AlarmState.OK: "ok_actions",
    AlarmState.INSUFFICIENT_DATA: "insufficient_data_actions",
}


class AlarmLoop(BaseService):
    """A thread that evaluates every alarm of every region; a service only so that it is closed with the others.

    Args:
        context: Options, clients, events.
        book: Scaling policies that alarms may call.
        clock: Epoch seconds.
    """

    def __init__(self, context: SandboxContext, book: ScalingBook, clock: Callable[[], float] = time.time) -> None:
        self._context = context
        self._book = book
        self._clock = clock
        self._indexes: dict[str, SampleIndex] = {}
        self._known: dict[str, tuple[int, AlarmState]] = {}
        self._called: dict[str, float] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)

    def start(self) -> None:
        """Begins to evaluate."""
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def tick(self) -> None:
        """Evaluates every alarm once."""
        from moto.cloudwatch.models import cloudwatch_backends  # moto reads its settings at import

        for region, backend in list(cloudwatch_backends[ACCOUNT_ID].items()):
            alarms = list(backend.alarms.values())
            if alarms:
                index = self._indexes.setdefault(region, SampleIndex())
                index.refresh(backend.metric_data)
            for alarm in alarms:
                self._evaluate(region, alarm, index)

    def _run(self) -> None:
        while not self._stopped.wait(TICK_S):
            try:
                self.tick()
            except Exception:  # one alarm that cannot be evaluated must not end all alarms
                self._context.log.exception("alarms were not evaluated")

    def _evaluate(self, region: str, alarm: Any, index: SampleIndex) -> None:
        now, present = self._clock(), AlarmState(alarm.state_value)
        identity, before = self._known.get(alarm.alarm_arn, (id(alarm), present))
        self._known[alarm.alarm_arn] = (id(alarm), present)
        if identity == id(alarm) and before is not present:
            self._changed(region, alarm, before, present, alarm.threshold)
            return
        rule = rule_of(alarm)
        if rule is None:
            return
        scale = self._context.options.time_scale
        period = max(float(alarm.period) * scale, 2 * TICK_S)
        between = min(period, max(EVALUATED_S * scale, 2 * TICK_S))
        if alarm.history and now - epoch(alarm.state_updated_timestamp) < between:
            return
        samples = index.since(_key(alarm), now - rule.periods * period)
        points = datapoints(samples, rule, now, period)
        state = decide(rule, points, present)
        value = _value(points, rule)
        if state is not present:
            reason = f"Threshold Crossed: {rule.periods} period(s) {_shown(points)} against {rule.threshold:g}"
            data = json.dumps({"version": "1.0", "recentDatapoints": points, "threshold": rule.threshold})
            alarm.update_state(reason, data, state.value)
            self._known[alarm.alarm_arn] = (id(alarm), state)
            self._changed(region, alarm, present, state, value)
        elif state is AlarmState.ALARM and now - self._called.get(alarm.alarm_arn, 0) >= period:
            self._scale(alarm, value)

    def _changed(self, region: str, alarm: Any, before: AlarmState, after: AlarmState, value: float) -> None:
        self._context.emit_event(
            region,
            "aws.cloudwatch",
            "CloudWatch Alarm State Change",
            {
                "alarmName": alarm.name,
                "state": {"value": after.value, "reason": alarm.state_reason},
                "previousState": {"value": before.value},
                "configuration": {"description": alarm.description or ""},
            },
            [alarm.alarm_arn],
        )
        if not alarm.actions_enabled:
            return
        for action in getattr(alarm, ACTIONS[after]):
            if action.startswith("arn:aws:sns:"):
                self._notify(region, alarm, action, before, after)
            elif ":scalingPolicy:" not in action:
                self._context.log.warning("alarm %s: action %s is not played by the sandbox", alarm.name, action)
        if after is AlarmState.ALARM:
            self._scale(alarm, value)

    def _scale(self, alarm: Any, value: float) -> None:
        """Calls scaling policies; CloudWatch repeats that each period while the alarm lasts."""
        self._called[alarm.alarm_arn] = self._clock()
        if not alarm.actions_enabled:
            return
        for action in alarm.alarm_actions:
            if ":scalingPolicy:" in action:
                self._book.apply(
                    action,
                    value=value,
                    threshold=float(alarm.threshold),
                    time_scale=self._context.options.time_scale,
                    cause=f"monitor alarm {alarm.name} in state ALARM triggered policy {action}",
                )

    def _notify(self, region: str, alarm: Any, topic: str, before: AlarmState, after: AlarmState) -> None:
        if topic.split(":")[3] != region:
            # CloudWatch takes no action of another region; https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
            self._context.log.warning("alarm %s of %s cannot reach topic %s", alarm.name, region, topic)
            return
        message = json.dumps(_message(region, alarm, before, after))
        subject = f'{after.value}: "{alarm.name}" in {region}'[:100]
        try:
            self._context.client("sns", region).publish(TopicArn=topic, Subject=subject, Message=message)
        except (ClientError, BotoCoreError) as error:
            self._context.log.warning("alarm %s: %s did not take the message: %s", alarm.name, topic, error)


def rule_of(alarm: Any) -> AlarmRule | None:
    """The rule of one of moto's alarms; None for a kind that is not evaluated here."""
    if alarm.rule or alarm.metric_data_queries or not alarm.metric_name:
        return None
    wanted = alarm.statistic or alarm.extended_statistic or ""
    if alarm.comparison_operator not in COMPARISONS or not STATISTIC.fullmatch(wanted):
        return None
    periods = int(alarm.evaluation_periods)
    return AlarmRule(
        statistic=wanted,
        comparison=alarm.comparison_operator,
        threshold=float(alarm.threshold),
        periods=periods,
        datapoints=int(alarm.datapoints_to_alarm or periods),
        missing=alarm.treat_missing_data or "missing",
    )


def _key(alarm: Any) -> tuple[str, str, frozenset[tuple[str, str]]]:
    return metric_key(alarm.namespace, alarm.metric_name, alarm.dimensions)


def _value(points: list[float | None], rule: AlarmRule) -> float:
    """What a policy is told: the largest datapoint of the periods, so that one quiet period never ends a busy copy."""
    known = [point for point in points if point is not None]
    if known:
        return max(known)
    return 0.0 if rule.comparison.startswith("Less") else rule.threshold


def _shown(points: list[float | None]) -> str:
    return "[" + ", ".join("-" if point is None else f"{point:g}" for point in points) + "]"


def _message(region: str, alarm: Any, before: AlarmState, after: AlarmState) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html, as SNS delivers it."""
    return {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": ACCOUNT_ID,
        "NewStateValue": after.value,
        "NewStateReason": alarm.state_reason,
        "OldStateValue": before.value,
        "StateChangeTime": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "Region": region,
        "AlarmArn": alarm.alarm_arn,
        "Trigger": {
            "MetricName": alarm.metric_name,
            "Namespace": alarm.namespace,
            "Statistic": alarm.statistic,
            "Dimensions": [{"name": one.name, "value": one.value} for one in alarm.dimensions],
            "Period": alarm.period,
            "EvaluationPeriods": alarm.evaluation_periods,
            "ComparisonOperator": alarm.comparison_operator,
            "Threshold": alarm.threshold,
            "TreatMissingData": alarm.treat_missing_data,
        },
    }
