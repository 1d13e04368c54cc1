"""Callers of the router: threads that send images and keep what came back, as programs of a team would."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

ALIAS = "live"
CONTENT_TYPE = "image/png"

Image = tuple[bytes, int]
"""A file, and its right label."""


@dataclass(frozen=True)
class Routed:
    """One request and its answer.

    Attributes:
        sent_s: When it was sent, in seconds from the first request of all.
        seconds: How long its caller waited.
        pattern: Who answered; empty when nobody did.
        attempt_ms: How long the attempt took that answered, in milliseconds.
        right: Whether the label is the right one.
        problem: Why there is no answer; empty when there is one.
        decision: Id of the decision that it was routed by; empty before the first.
    """

    sent_s: float
    seconds: float
    pattern: str
    attempt_ms: float
    right: bool
    problem: str
    decision: str


class Callers:
    """Sends images through the router.

    Args:
        function: Name of the router's function.
        client: A boto3 client for Lambda.
        images: What is sent, in turn.
    """

    def __init__(self, function: str, client: Any, images: Sequence[Image]) -> None:
        self._function = function
        self._client = client
        self._images = images
        self._begun = time.monotonic()
        self._lock = threading.Lock()
        self.routed: list[Routed] = []

    def now(self) -> float:
        """Seconds since the callers were made."""
        return time.monotonic() - self._begun

    def send(self, number: int) -> Routed:
        """Sends one image and keeps what came back."""
        body, label = self._images[number % len(self._images)]
        sent = self.now()
        event = {"content_type": CONTENT_TYPE, "body_base64": base64.b64encode(body).decode()}
        answer = self._client.invoke(FunctionName=self._function, Qualifier=ALIAS, Payload=json.dumps(event))
        reply = json.loads(answer["Payload"].read())
        found = _routed(sent, self.now() - sent, label, reply)
        with self._lock:
            self.routed.append(found)
        return found

    def replay(self, starts_s: Sequence[float], threads: int) -> list[Routed]:
        """Sends a request at each time, counted from now; one that is due while all threads are busy waits for one."""
        begun = self.now()

        def due(numbered: tuple[int, float]) -> Routed:
            number, start = numbered
            time.sleep(max(0.0, begun + start - self.now()))
            return self.send(number)

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(due, enumerate(starts_s)))

    @contextmanager
    def calling(self, threads: int, pause_s: float) -> Iterator[None]:
        """Threads that send one request after the other for as long as the block lasts."""
        ended = threading.Event()

        def work(first: int) -> None:
            number = first
            while not ended.is_set():
                self.send(number)
                number += threads
                ended.wait(pause_s)

        with ThreadPoolExecutor(threads) as pool:
            working = [pool.submit(work, first) for first in range(threads)]
            try:
                yield
            finally:
                ended.set()
        for each in working:
            each.result()

    def since(self, start_s: float, until_s: float = float("inf")) -> list[Routed]:
        """What was sent in a span of time."""
        with self._lock:
            return [each for each in self.routed if start_s <= each.sent_s < until_s]


def shares(routed: Sequence[Routed]) -> dict[str, float]:
    """Share of the answers by who gave them."""
    counted = Counter(each.pattern for each in routed)
    return {pattern: count / len(routed) for pattern, count in counted.most_common()}


def eventually(question: Callable[[], Any], seconds: float, every_s: float) -> Any:
    """The first true answer, or the last one when none came in time."""
    limit = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < limit:
        time.sleep(every_s)
    return answer


def _routed(sent_s: float, seconds: float, label: int, reply: dict[str, Any]) -> Routed:
    if reply.get("status") != "answered":
        problem = json.dumps(reply.get("error") or reply)[:200]
        return Routed(sent_s, seconds, "", 0.0, right=False, problem=problem, decision=str(reply.get("decision_id")))
    content = reply.get("body") or base64.b64decode(reply["body_base64"])
    return Routed(
        sent_s,
        seconds,
        reply["pattern"],
        float(reply["attempts"][-1]["latency_ms"]),
        right=json.loads(content)["label"] == label,
        problem="",
        decision=str(reply.get("decision_id") or ""),
    )
