"""Evaluates CloudWatch metric alarms and runs their actions; moto keeps alarms, but never looks at them.

Periods are `Period x options.time_scale`, at least two ticks, so that an alarm of one minute needs no minute; the data
itself is not scaled. An alarm of longer periods is evaluated every minute all the same, as on AWS. Composite alarms
follow whenever the state of one of theirs changes. A band of anomaly detection is `sandbox.scaling.anomaly`.
A state holds until the next evaluation, also one that `SetAlarmState` put, which runs its actions as on AWS.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from sandbox.context import SandboxContext
from sandbox.request import ACCOUNT_ID
from sandbox.scaling.alarm_inputs import watch_of
from sandbox.scaling.alarm_messages import message, shown
from sandbox.scaling.alarm_state import AlarmRule, AlarmState
from sandbox.scaling.composite import RuleError, alarms_in, holds, parse_rule
from sandbox.scaling.metric_math import ExpressionError
from sandbox.scaling.policies import ScalingBook
from sandbox.scaling.samples import SampleIndex, epoch
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
        self._followed: dict[str, tuple[int, object]] = {}
        # One for each region, so that messages stay in order and a slow region delays nobody else's alarms.
        self._senders: dict[str, ThreadPoolExecutor] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="alarms", daemon=True)

    def start(self) -> None:
        """Begins to evaluate."""
        self._thread.start()

    def close(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        for sender in list(self._senders.values()):
            sender.shutdown(wait=False, cancel_futures=True)
        if self._thread.is_alive():
            self._thread.join(5.0)

    def tick(self) -> None:
        """Evaluates every alarm once."""
        from moto.cloudwatch.models import cloudwatch_backends  # moto reads its settings at import

        for region, backend in list(cloudwatch_backends[ACCOUNT_ID].items()):
            if not self._context.borders.stands(region):
                continue
            alarms = list(backend.alarms.values())
            if alarms:
                index = self._indexes.setdefault(region, SampleIndex())
                index.refresh(backend.metric_data)
            for alarm in alarms:
                if alarm.rule:
                    continue
                try:
                    self._evaluate(region, alarm, index)
                except ExpressionError as error:
                    self._context.log.warning("alarm %s is not evaluated: %s", alarm.name, error)
            self._follow(region, {alarm.name: alarm for alarm in alarms})

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
            self._changed(region, alarm, before, present, float(alarm.threshold or 0.0))
            return
        watch = watch_of(alarm)
        if watch is None:
            return
        rule, scale = watch.rule, self._context.options.time_scale
        period = max(watch.period_s * scale, 2 * TICK_S)
        between = min(period, max(EVALUATED_S * scale, 2 * TICK_S))
        if alarm.history and now - epoch(alarm.state_updated_timestamp) < between:
            return
        points = watch.points(index, now, period)
        state = watch.state(points, present)
        value = _value(points, rule)
        if state is not present:
            reason = f"Threshold Crossed: {rule.periods} period(s) {shown(points)} against {rule.threshold:g}"
            data = json.dumps({"version": "1.0", "recentDatapoints": points, "threshold": rule.threshold})
            alarm.update_state(reason, data, state.value)
            self._known[alarm.alarm_arn] = (id(alarm), state)
            self._changed(region, alarm, present, state, value)
        elif state is AlarmState.ALARM and now - self._called.get(alarm.alarm_arn, 0) >= period:
            self._scale(alarm, value)

    def _follow(self, region: str, alarms: Mapping[str, Any]) -> None:
        """Evaluates composite alarms; one that looks at another one follows it a tick later."""
        states = {name: AlarmState(alarm.state_value) for name, alarm in alarms.items()}
        for alarm in alarms.values():
            if not alarm.rule:
                continue
            present = states[alarm.name]
            identity, before = self._known.get(alarm.alarm_arn, (id(alarm), present))
            self._known[alarm.alarm_arn] = (id(alarm), present)
            if identity == id(alarm) and before is not present:
                self._changed(region, alarm, before, present, 0.0)  # somebody set it
                continue
            try:
                rule = parse_rule(alarm.rule)
            except RuleError as error:
                self._context.log.warning("alarm %s is not evaluated: %s", alarm.name, error)
                continue
            watched = tuple((name, states.get(name)) for name in sorted(alarms_in(rule)))
            if self._followed.get(alarm.alarm_arn) == (id(alarm), watched):
                continue  # a state holds until one of its alarms changes
            self._followed[alarm.alarm_arn] = (id(alarm), watched)
            state = AlarmState.ALARM if holds(rule, states) else AlarmState.OK
            if state is not present:
                children = ", ".join(f"{name} is {found.value if found else 'not there'}" for name, found in watched)
                alarm.update_state(f"{alarm.alarm_arn} transitioned to {state.value}: {children}", "{}", state.value)
                self._known[alarm.alarm_arn] = (id(alarm), state)
                self._changed(region, alarm, present, state, 0.0)

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
                    threshold=float(alarm.threshold or 0.0),
                    time_scale=self._context.options.time_scale,
                    cause=f"monitor alarm {alarm.name} in state ALARM triggered policy {action}",
                )

    def _notify(self, region: str, alarm: Any, topic: str, before: AlarmState, after: AlarmState) -> None:
        if topic.split(":")[3] != region:
            # CloudWatch takes no action of another region; https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
            self._context.log.warning("alarm %s of %s cannot reach topic %s", alarm.name, region, topic)
            return
        text = json.dumps(message(region, alarm, before, after))
        subject = f'{after.value}: "{alarm.name}" in {region}'[:100]
        if region not in self._senders:
            self._senders[region] = ThreadPoolExecutor(1, f"alarms-{region}")
        self._senders[region].submit(
            self._send, region, alarm.name, {"TopicArn": topic, "Subject": subject, "Message": text}
        )

    def _send(self, region: str, name: str, published: Mapping[str, str]) -> None:
        try:
            self._context.client("sns", region).publish(**published)
        except (ClientError, BotoCoreError) as error:
            self._context.log.warning("alarm %s: %s did not take it: %s", name, published["TopicArn"], error)


def _value(points: list[float | None], rule: AlarmRule) -> float:
    """What a policy is told: the largest datapoint of the periods, so that one quiet period never ends a busy copy."""
    known = [point for point in points if point is not None]
    if known:
        return max(known)
    return 0.0 if rule.comparison.startswith("Less") else rule.threshold
