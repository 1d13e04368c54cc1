"""Reads one stream for one function: in order for each key, several keys at once, idle while nothing changes."""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

from sandbox.context import SandboxContext
from sandbox.errors import AwsError
from sandbox.runtime.runner import Answer
from sandbox.streams.batches import Record, event_record, failed_from, failure_message, wait_before
from sandbox.streams.mapping import ReaderSettings

Call = Callable[[bytes], Answer]
_MOST_BYTES: Final = 5_500_000
_METRIC_S: Final = 1.0
_BUSY_WAIT_S: Final = 1.0


class StreamReader:
    """A thread for each lane, which waits until there is something to read.

    Args:
        context: Borders, options, clients for the failure destination, metrics.
        settings: How to read.
        arns: The stream that is read, the function for which, and the role of that.
        call: Runs the function with an event.
        unread: Takes the records of a batch that was not done when reading ended.
    """

    def __init__(
        self,
        context: SandboxContext,
        settings: ReaderSettings,
        arns: tuple[str, str, str],
        call: Call,
        unread: Callable[[Sequence[Record]], None],
    ) -> None:
        self._context = context
        self.settings = settings
        self._stream_arn, self._function_arn, self._role_arn = arns
        self._unread = unread
        self._region = arns[0].split(":")[3]
        self._call = call
        self._lanes: list[deque[tuple[dict[str, Any], float]]] = [deque() for _ in range(settings.lanes)]
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._told = 0.0
        for index in range(settings.lanes):
            threading.Thread(target=self._run, args=(index,), name="stream-reader", daemon=True).start()

    def offer(self, record: Record) -> None:
        """Takes a record that the stream has; returns at once."""
        event = event_record(record, self._stream_arn)
        if not _matches(self.settings.patterns, event):
            return
        keys = json.dumps(event["dynamodb"]["Keys"], sort_keys=True).encode()
        with self._changed:
            self._lanes[zlib.crc32(keys) % len(self._lanes)].append((event, time.time()))
            self._changed.notify_all()

    def close(self) -> list[dict[str, Any]]:
        """Ends the threads; the records that no call of the function has taken yet."""
        self._closing.set()
        with self._changed:
            left = [event for lane in self._lanes for event, _ in lane]
            self._changed.notify_all()
        return left

    def _run(self, index: int) -> None:
        lane = self._lanes[index]
        while (batch := self._next(lane)) is not None:
            try:
                self._process([event for event, _ in batch], batch[0][1])
            except Exception:  # one defect must not end the reading
                self._context.log.exception("%s: a batch of its stream was lost", self._function_arn)

    def _next(self, lane: deque[tuple[dict[str, Any], float]]) -> list[tuple[dict[str, Any], float]] | None:
        """The next batch, once the window is over or it is full; None at the end."""
        with self._changed:
            while not self._closing.is_set():
                if not lane:
                    self._changed.wait()
                    continue
                left = lane[0][1] + self.settings.window_s - time.time()
                if left > 0 and len(lane) < self.settings.batch_size:
                    self._changed.wait(left)
                    continue
                return self._take(lane)
        return None

    def _take(self, lane: deque[tuple[dict[str, Any], float]]) -> list[tuple[dict[str, Any], float]]:
        taken, size = [lane.popleft()], 0
        while lane and len(taken) < self.settings.batch_size:
            size += int(lane[0][0]["dynamodb"].get("SizeBytes", 0))
            if size > _MOST_BYTES:
                break
            taken.append(lane.popleft())
        return taken

    def _process(self, batch: Sequence[dict[str, Any]], since: float) -> None:
        """Calls the function until the batch is done or given up."""
        failures = invokes = 0
        error = ""
        while batch and not self._closing.is_set():
            if not self._context.borders.await_region(self._region, self._closing):
                break
            if -1 < self.settings.max_age_s < time.time() - since:
                self._give_up(batch, "RecordAgeExceeded", invokes, error)
                return
            answer = self._ask(batch)
            if answer is None:
                continue
            invokes += 1
            self._measure(since)
            failed = 0 if answer.error else self._failed(batch, answer)
            if failed is None:
                return
            failures, error = (0 if failed else failures), answer.payload.decode("utf-8", "replace")[:1024]
            batch, failures = batch[failed:], failures + 1
            if 0 <= self.settings.retries < failures:
                self._give_up(batch, "RetryAttemptsExhausted", invokes, error)
                return
            self._closing.wait(wait_before(failures - 1, self._context.options.time_scale))
            if self.settings.bisect and len(batch) > 1 and not failed:
                middle = len(batch) // 2
                self._process(batch[:middle], since)
                batch, failures = batch[middle:], 0
        self._unread(batch)

    def _failed(self, batch: Sequence[Record], answer: Answer) -> int | None:
        return failed_from(batch, answer.payload) if self.settings.report else None

    def _ask(self, batch: Sequence[dict[str, Any]]) -> Answer | None:
        """The function's answer; None: it could not run, or its region went away meanwhile."""
        try:
            answer = self._call(json.dumps({"Records": list(batch)}).encode())
        except AwsError as error:
            self._context.log.info("%s: its stream waits: %s", self._function_arn, error)
            self._closing.wait(max(_BUSY_WAIT_S * self._context.options.time_scale, 0.02))
            return None
        return answer if self._context.borders.stands(self._region) else None

    def _measure(self, since: float) -> None:
        """IteratorAge, at most once a second."""
        now = time.time()
        if now - self._told < _METRIC_S:
            return
        self._told = now
        dimensions = {"FunctionName": self._function_arn.split(":")[6]}
        milliseconds = (now - since) * 1000
        self._context.put_metric(self._region, "AWS/Lambda", "IteratorAge", milliseconds, "Milliseconds", dimensions)

    def _give_up(self, batch: Sequence[Record], condition: str, invokes: int, error: str) -> None:
        self._context.log.warning("%s gave up %d records: %s %s", self._function_arn, len(batch), condition, error)
        target = self.settings.on_failure
        if target is None:
            return
        reason = {"condition": condition, "invokes": invokes, "error": error}
        text = failure_message(batch, self._stream_arn, self._function_arn, reason)
        try:
            self._tell(target, text)
        except Exception:  # whatever the destination is, reading goes on
            self._context.log.exception("%s: %s could not be told of a failed batch", self._function_arn, target)

    def _tell(self, target: str, text: str) -> None:
        service, region = target.split(":")[2], target.split(":")[3] or self._region
        client = self._context.client(service, region, self._role_arn)
        if service == "sqs":
            url = self._context.client(service, region).get_queue_url(QueueName=target.rsplit(":", 1)[-1])["QueueUrl"]
            client.send_message(QueueUrl=url, MessageBody=text)
        elif service == "sns":
            client.publish(TopicArn=target, Message=text)
        else:
            name = self._function_arn.split(":")[6]
            client.put_object(
                Bucket=target.split(":::")[1], Key=f"aws/lambda/{name}/{time.time_ns()}.json", Body=text.encode()
            )


def _matches(patterns: Sequence[Any], event: dict[str, Any]) -> bool:
    from moto.events.models import EventPattern

    if not patterns:
        return True
    message: Any = event
    return any(EventPattern(None, dict(pattern)).matches_event(message) for pattern in patterns)
